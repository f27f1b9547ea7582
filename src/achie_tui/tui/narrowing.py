"""What of a place its list shows, and in which order: all that the user may narrow and sort."""

from dataclasses import dataclass, replace
from typing import get_args

from achie_tui.language import Phrase
from achie_tui.library.records import Order, View
from achie_tui.tui.places import Place

_ORDERS: dict[Order, Phrase] = {
    "newest": Phrase("最新在前", "newest first"),
    "oldest": Phrase("最早在前", "oldest first"),
    "unread": Phrase("未读在前", "unread first"),
    "title": Phrase("按标题拼音", "by title"),
}
_SITE = Phrase("按网站的顺序", "in the site's order")
_LAST_READ = Phrase("最近读的在前", "last read first")
_RELEVANCE = Phrase("按相关程度", "by relevance")
_UNREAD = "unread-only"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a place's list is narrowed: by a text that titles match, to what is unread; and sorted, None: as it comes."""

    text: str = ""
    unread_only: bool = False
    order: Order | None = None

    @property
    def hides(self) -> bool:
        """Whether articles of the place may be missing in the list."""
        return bool(self.text) or self.unread_only

    @property
    def ends_with_oldest(self) -> bool:
        """Whether the site's older articles belong behind the end of the list."""
        return not self.text and self.order in {None, "newest"}

    def of(self, view: View) -> View:
        """Give a view narrowed and sorted, but for the text."""
        return replace(view, unread=view.unread or self.unread_only, order=self.order)

    def kept(self) -> str:
        """Write down what is to be remembered: all but the text."""
        return " ".join(filter(None, (_UNREAD if self.unread_only else "", self.order)))

    @classmethod
    def read(cls, kept: str) -> "Narrowing":
        """Read what `kept` wrote; words that are not known say nothing."""
        words = kept.split()
        order: Order | None = next((each for each in get_args(Order) if each in words), None)
        return cls(unread_only=_UNREAD in words, order=order)


def orders(place: Place) -> list[Order | None]:
    """Give the orders of a place's list, its own first, without the one that would be the same."""
    is_newest_first = place.category is None and not place.view.unfinished and place.found is None
    return [None, *(each for each in _ORDERS if not (each == "newest" and is_newest_first))]


def order_name(place: Place, order: Order | None) -> Phrase:
    """Give the words for an order of a place's list."""
    if order is not None:
        return _ORDERS[order]
    if place.found is not None:
        return _RELEVANCE
    return _SITE if place.category else _LAST_READ if place.view.unfinished else _ORDERS["newest"]
