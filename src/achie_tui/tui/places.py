"""What the sidebar offers: the views over everything, then the site's categories."""

from collections.abc import Sequence
from dataclasses import dataclass

from achie_tui.language import Language, Phrase
from achie_tui.library.records import Totals, View
from achie_tui.model import Category, CategoryCount


@dataclass(frozen=True, slots=True)
class Place:
    """A list of articles one can go to; `count` is what is worth saying of it beside its name."""

    id: str
    title: str
    view: View
    count: int
    category: Category | None = None


_ALL = Phrase("全部", "All")
_UNREAD = Phrase("未读", "Unread")
_STARRED = Phrase("收藏", "Starred")
_LATER = Phrase("稍后读", "Read later")


def views(totals: Totals, language: Language) -> list[Place]:
    """Give the views over all categories."""
    return [
        Place("all", _ALL.say(language), View(), totals.articles),
        Place("unread", _UNREAD.say(language), View(unread=True), totals.unread),
        Place("starred", _STARRED.say(language), View(starred=True), totals.starred),
        Place("later", _LATER.say(language), View(later=True), totals.later),
    ]


def categories(counts: Sequence[CategoryCount]) -> list[Place]:
    """Give the categories, each with how much of it is unread."""
    return [
        Place(
            f"category:{count.category.path}",
            count.category.name,
            View(count.category.path),
            count.unread,
            count.category,
        )
        for count in counts
    ]
