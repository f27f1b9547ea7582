"""What the list of a place holds: asked of the library, and narrowed, on the one thread that reads from it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from achie_tui.library.records import View
from achie_tui.model import Headline
from achie_tui.newsroom import Newsroom
from achie_tui.pinyin import Span
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.places import Place, boundary
from achie_tui.tui.title_filter import TitleFilter

AT_FIRST = 64
"""Headlines that come with a list, from its top and around the selected one; others are asked for when seen."""


class ListContents(NamedTuple):
    """What a list holds: the keys, the row with which begins what was known at the last visit, first headlines.

    `all` is how many rows there would be without the text that titles match, `found_in` gives the parts of one that do.
    """

    keys: Sequence[int] = ()
    boundary: int | None = None
    headlines: Sequence[Headline] = ()
    all: int = 0
    found_in: Callable[[str], Sequence[Span]] | None = None


class ListReader:
    """Asks the library for the list of a place, and narrows the one that was last asked for."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._titles = TitleFilter(newsroom.titles)
        self._new = frozenset[int]()  # the keys that are new in the list

    @property
    def keys(self) -> Sequence[int]:
        """The keys of the list that was last asked for, whatever text its titles are to match."""
        return self._titles.keys

    def read(
        self, place: Place, narrowing: Narrowing, select: int | None, before: Sequence[int] | None = None
    ) -> ListContents:
        """Ask what a place holds; `before` is what its list held, where that is renewed."""
        view, keys_of = narrowing.of(place.view), self._newsroom.keys
        self._titles.take(keys_of(view) if before is None else keys_by_now(keys_of, view, before))
        tells = place.category and view.order in {None, "newest"}
        self._new = frozenset(keys_of(replace(place.view, since=self._newsroom.since)) if tells else ())
        return self.narrow(narrowing, select)

    def narrow(self, narrowing: Narrowing, select: int | None) -> ListContents:
        """Give what matches of the list that was last asked for, with the headlines around the key `select`."""
        keys, found_in = self._titles.find(narrowing.text)
        row = keys.index(select) if select in keys else 0
        first = max(0, row - AT_FIRST // 2)
        headlines = self._newsroom.headlines(keys[first : first + AT_FIRST])
        return ListContents(keys, boundary(keys, self._new), headlines, len(self.keys), found_in)

    def prepare(self) -> None:
        """Have the titles at hand that are about to be looked through."""
        self._titles.prepare()


def keys_by_now(keys_of: Callable[[View], list[int]], view: View, before: Sequence[int]) -> list[int]:
    """Give a view's keys; what was read in a list of the unread stays there until one comes back to it.

    So does what was unstarred among the starred, and what was read to its end among the unfinished, in their order.
    """
    keys = keys_of(view)
    if view.unfinished and view.order is None:
        known = set(before)
        return [*(key for key in keys if key not in known), *before]
    everything = replace(view, unread=False, starred=False, later=False)
    if everything == view:
        return keys
    wanted = {*keys, *before}
    return [key for key in keys_of(everything) if key in wanted]
