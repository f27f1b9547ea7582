"""`achie-tui list`: headlines of a category in the site's order, or of all, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from achie_tui.commands.headlines import plain_line, terminal_lines
from achie_tui.commands.output import Output
from achie_tui.commands.records import headline_record
from achie_tui.errors import (
    AchieError,
    AmbiguousCategoryError,
    EmptyLibraryError,
    NotInLibraryError,
    OfflineError,
    UnknownCategoryError,
    UsageError,
)
from achie_tui.language import Phrase
from achie_tui.library.library import View
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom
from achie_tui.site.discovery import fold, match_category
from achie_tui.web.answer import PATIENT

DEFAULT_LIMIT = 20
REFRESHED = Phrase("刷新", "refreshed")
_WINDOW = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be listed; `limit` None means all there is."""

    category: str | None = None
    limit: int | None = DEFAULT_LIMIT
    unread: bool = False
    starred: bool = False
    later: bool = False
    refresh: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether only the user's own marks decide, which the web knows nothing of."""
        return self.unread or self.starred or self.later


async def run(newsroom: Newsroom, output: Output, wanted: Wanted) -> int:
    """Print headlines; what the library cannot answer is fetched first."""
    category = await find_category(newsroom, wanted.category) if wanted.category is not None else None
    view = View(category.path if category else None, wanted.unread, wanted.starred, wanted.later)
    status = 0
    try:
        await _fetch_missing(newsroom, category, wanted)
    except AchieError as error:
        # What is known is listed all the same; only a list that is nothing but an error fails outright.
        if not newsroom.keys(view):
            raise
        output.tell(error.sentence(output.language))
        status = error.exit_status
    keys = newsroom.keys(view)[: wanted.limit]
    for start in range(0, len(keys), _WINDOW):
        _print(newsroom.headlines(keys[start : start + _WINDOW]), newsroom, output, with_category=category is None)
    return status


def _print(headlines: Sequence[Headline], newsroom: Newsroom, output: Output, *, with_category: bool) -> None:
    if output.json:
        for headline in headlines:
            output.value(headline_record(headline, newsroom.config.addresses))
        return
    if output.is_terminal:
        wide = newsroom.config.ambiguous_wide
        lines = terminal_lines(headlines, output, with_category=with_category, ambiguous_wide=wide)
    else:
        lines = (plain_line(headline, output) for headline in headlines)
    for line in lines:
        output.line(line)


async def find_category(newsroom: Newsroom, given: str) -> Category:
    """Find the category that a name, a slug or a beginning means; discovered first where it is not known yet.

    Raises UnknownCategoryError, or NotInLibraryError where it exists but nothing is known of it offline.
    """
    known = newsroom.library.categories()
    category = match_category(given, known)
    if category is None and not newsroom.config.offline and len(known) < len(newsroom.config.profile.categories):
        known = tuple(count.category for count in await newsroom.refresh_categories())
        category = match_category(given, known)
    if category is not None:
        return category
    names = newsroom.config.profile.categories
    # A slug can only be known from the site; a name is in the profile.
    if not known and (given.isascii() or any(fold(name).startswith(fold(given)) for name in names)):
        raise NotInLibraryError(what=given)
    raise not_one_category(given, known, names)


def not_one_category(given: str, known: Sequence[Category], names: Sequence[str]) -> UsageError:
    """Give what is wrong with a name that means no category, or more than one; `names` are told where none is known."""
    start = fold(given)
    begun = [c for c in known if start and (fold(c.name).startswith(start) or c.slug.startswith(start))]
    if len(begun) > 1:
        return AmbiguousCategoryError(name=given, known=_named(begun))
    return UnknownCategoryError(name=given, known=_named(known) or ", ".join(names))


def _named(categories: Sequence[Category]) -> str:
    return ", ".join(f"{category.name} ({category.slug})" for category in categories)


async def _fetch_missing(newsroom: Newsroom, category: Category | None, wanted: Wanted) -> None:
    if category is None:
        await _fetch_all(newsroom, refresh=wanted.refresh)
        return
    if newsroom.config.offline:
        if not newsroom.refreshed_at(category):
            raise NotInLibraryError(what=category.name)
        if wanted.refresh:
            raise OfflineError(what=REFRESHED)
        return
    if wanted.refresh or not newsroom.refreshed_at(category):
        await newsroom.refresh(category)
    if wanted.is_marked:
        return
    view = View(category.path)
    while newsroom.has_older(category) and (wanted.limit is None or len(newsroom.keys(view)) < wanted.limit):
        await newsroom.older(category, PATIENT)


async def _fetch_all(newsroom: Newsroom, *, refresh: bool) -> None:
    """Make sure that every category's newest page is known."""
    known = [count.category for count in newsroom.categories()]
    if newsroom.config.offline:
        if not known:
            raise EmptyLibraryError
        if refresh:
            raise OfflineError(what=REFRESHED)
        return
    if not known or refresh:
        known = [count.category for count in await newsroom.refresh_categories()]
    for category in known:
        if refresh or not newsroom.refreshed_at(category):
            await newsroom.refresh(category)
