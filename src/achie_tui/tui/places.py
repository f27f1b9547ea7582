"""What the sidebar offers: the views over everything, then the site's categories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from achie_tui.language import Language, Phrase
from achie_tui.library.records import Totals, View
from achie_tui.model import Category, CategoryCount

if TYPE_CHECKING:
    from achie_tui.library.search.query import Query
    from achie_tui.library.search.results import Results


@dataclass(frozen=True, slots=True)
class Place:
    """A list of articles one can go to.

    `count` is what is worth saying of it beside its name; where that is what is unread, `total` is how much there is
    in all, else None. `new` is how much of it came since the last visit. A category was last fetched when it was
    `refreshed`, in seconds since the epoch. A search holds what its `query` finds; the one that is shown has `found`
    its first hits, and all `keys`, None before these are known.
    """

    id: str
    title: str
    view: View
    count: int
    category: Category | None = None
    new: int = 0
    refreshed: float | None = None
    total: int | None = None
    query: "Query | None" = None
    found: "Results | None" = None
    keys: tuple[int, ...] | None = None


SEARCH = "search"
"""The id of what is being searched for; a search that is kept has one of its own."""
_ALL = Phrase("全部", "All")
_UNREAD = Phrase("未读", "Unread")
_NEW = Phrase("上次以来", "Since last visit")
_BEGUN = Phrase("继续阅读", "Continue reading")
_STARRED = Phrase("收藏", "Starred")
_LATER = Phrase("稍后读", "Read later")


NEWS_OF_ALL = frozenset({"all", "unread", "new"})
"""The views in which an article that is new in any category shows."""


def views(totals: Totals, since: float, language: Language) -> list[Place]:
    """Give the views over all categories; what came `since` is new."""
    return [
        Place("all", _ALL.say(language), View(), totals.unread, total=totals.articles),
        Place("unread", _UNREAD.say(language), View(unread=True), totals.unread),
        Place("new", _NEW.say(language), View(since=since), totals.new),
        Place("begun", _BEGUN.say(language), View(unfinished=True), totals.unfinished),
        Place("starred", _STARRED.say(language), View(starred=True), totals.starred),
        Place("later", _LATER.say(language), View(later=True), totals.later),
    ]


def categories(counts: Sequence[CategoryCount]) -> list[Place]:
    """Give the categories, each with how much of it is unread, and new."""
    return [
        Place(
            f"category:{count.category.path}",
            count.category.name,
            View(count.category.path),
            count.unread,
            count.category,
            count.new,
            count.refreshed,
            count.articles,
        )
        for count in counts
    ]


def boundary(keys: Sequence[int], new: Collection[int]) -> int | None:
    """Give the row with which what was known before begins, None where there is nothing on one of both sides.

    A few rows may stand on the wrong side: one that the site keeps on top, or one that it put in further down. The
    boundary goes where the fewest do.
    """
    best, best_at, lead = 0, None, 0
    if not new:
        return None
    for index, key in enumerate(keys):
        is_new = key in new
        lead += 1 if is_new else -1
        if is_new and lead >= best:
            best, best_at = lead, index + 1
    return best_at if best_at is not None and best_at < len(keys) else None
