"""The way through one category's listing, from its newest page on: where it goes next, and where it ends."""

import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from achie_tui.library.records import ListingState
from achie_tui.model import Category, Listing, Row
from achie_tui.site.address import article_date, listing_page
from achie_tui.sync.plan import Plan


@dataclass(slots=True)
class Walk:
    """A walk as the plan wants it.

    `mark` is what the library has noted of where to go on (see ArchiveStore.walk), `resume` the same of a former run,
    until this one is there, at page `landing`. `page` is the page asked for last, `pages` counts those read.
    `failed` holds those that could not be read, `left` says that something they list could not be fetched this
    time. `whole` tells that no page was passed over. `expected` counts the listing pages that will follow, `due` those
    of them that will list what is wanted, about, `missing` the articles that were. `newest` is the first day listed.
    `alone` says that its first page says to be the only one, and lists as many articles as it says that there are.
    `known` says that what its first page lists is on the agenda, or that the page could not be read.
    """

    category: Category
    plan: Plan
    mark: str | None = None
    resume: str | None = None
    page: int = 0
    pages: int = 0
    landing: int = 0
    failed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    expected: int = 0
    due: float = 0.0
    missing: int = 0
    newest: str = ""
    known: bool = False
    alone: bool = False
    whole: bool = True
    ended: bool = False
    left: bool = False
    resumed: bool = False

    def __post_init__(self) -> None:
        self.resumed = self.resume is not None

    def begin(self, path: str) -> None:
        """Note which page is asked for now."""
        page = listing_page(path)
        self.page = page[1] if page else self.page + 1

    @property
    def expected_articles(self) -> float:
        """The missing articles of the pages to come, if these are like those before."""
        return min(self.due, self.expected) * self.missing / self.pages if self.pages else 0.0

    def wanted(self, row: Row) -> bool:
        """Tell whether the plan wants a row's article."""
        return is_wanted(self.plan, row.path, row.published)

    def after(self, listing: Listing, *, new: Collection[str], unfinished: bool) -> str | None:
        """Give the page to ask for after this one, None where the walk ends.

        `new` are the paths not listed before, `unfinished` says that an article of the page is not kept yet.
        """
        self.pages += 1
        self.alone = self.page == 1 and listing.pages == 1 and listing.total == len(listing.rows) > 0
        repeated = bool(listing.rows) and all(row.path in self.seen for row in listing.rows)
        self.seen.update(row.path for row in listing.rows)
        following = None if repeated else self._following(listing, new=bool(new), unfinished=unfinished)
        last = min(listing.pages or self.page, self.plan.pages or sys.maxsize)
        archive = self.plan.everything or self.plan.pages or (listing.rows and listing.rows[-1].path in new)
        self.expected = 0 if following is None else max(1, last - self.page) if archive else 1
        self.due = self._due_pages(listing)
        return following

    def _due_pages(self, listing: Listing) -> float:
        """Tell how many pages behind this one list something wanted: by their days, where the plan asks for these."""
        if self.plan.since is None:
            return self.expected
        days = [day for row in listing.rows if (day := _day(row.path, row.published))]
        if not days:
            return self.expected
        self.newest, oldest = max(self.newest, *days), days[-1]
        if oldest < self.plan.since:
            return 0.0
        # From one row to the next there is one span of days less than there are rows.
        listed = self.page * len(days)
        spans = max(1, _days(oldest, self.newest)) * listed / max(1, listed - 1)
        return _days(self.plan.since, oldest) * self.page / spans

    def after_failure(self, path: str, state: ListingState) -> str | None:
        """Give the page to ask for after one that could not be read.

        One page that fails does not hide those behind it; the first one, or two in a row, do.
        """
        in_a_row = bool(self.failed) and listing_number(self.failed[-1]) == self.page - 1
        self.failed.append(path)
        self.whole = False
        last = min(state.pages or 0, self.plan.pages or sys.maxsize)
        if self.page == 1 or in_a_row or state.template is None or self.page >= last:
            return None
        return state.template.format(page=self.page + 1)

    def next_mark(self, following: str | None) -> str | None:
        """Give what the library has to note when this page is dealt with."""
        if self.plan.pages is not None or self._failed_at_once:
            return self.mark  # a walk of a few pages begins anew each time
        ahead = next(iter(self.failed), following)
        return None if ahead is None and self.mark is None else ahead or ""

    def final_mark(self) -> str | None:
        """Give what the library has to note when all is done."""
        if self.plan.pages is not None or self._failed_at_once or not self.ended:
            return self.mark
        return next(iter(self.failed), "" if self.left else None)

    @property
    def _failed_at_once(self) -> bool:
        return self.page == 1 and bool(self.failed)

    def _following(self, listing: Listing, *, new: bool, unfinished: bool) -> str | None:
        if self.plan.pages is not None:
            return listing.next if self.page < self.plan.pages else None
        resume = self.resume
        if resume is not None and (not new or listing.next is None or listing_number(resume) <= self.page + 1):
            # From here on a former walk has been through, up to where it stopped.
            self.resume, self.whole = None, False
            self.landing = listing_number(resume)
            return resume if self.landing <= (listing.pages or sys.maxsize - 1) else None
        if self.plan.everything:
            return listing.next
        # A page whose every article is kept already ends the walk; one that was listed and not fetched goes on, and
        # so does the one where a former run stopped.
        goes_on = new or unfinished or self.page == self.landing
        return listing.next if goes_on and any(map(self.wanted, listing.rows)) else None


def is_wanted(plan: Plan, path: str, published: str | None) -> bool:
    """Tell whether a plan wants an article, by its day."""
    day = _day(path, published)
    return plan.since is None or day is None or day >= plan.since


def _day(path: str, published: str | None) -> str | None:
    found = published or article_date(path)
    return found[: len("YYYY-MM-DD")] if found else None


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def listing_number(path: str) -> int:
    """Give the number of a listing page; one that says none is beyond all others."""
    page = listing_page(path)
    return page[1] if page else sys.maxsize
