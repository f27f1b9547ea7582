"""What a place's list holds, as it is narrowed and sorted: asked of the library, on the one thread that asks it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from math import isinf
from typing import NamedTuple

from achie_tui.library.records import View
from achie_tui.model import Headline
from achie_tui.newsroom import Newsroom
from achie_tui.pinyin import Span
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.periods import Heading, headings
from achie_tui.tui.places import Place, boundary
from achie_tui.tui.title_filter import TitleFilter

AT_FIRST = 64
"""Headlines that come with a list, from its top and around the selected one; others are asked for when seen."""


class ListContents(NamedTuple):
    """What a list holds: keys and the first headlines, and what it tells by them.

    `all` is how many rows there would be without the text that titles match, `found_in` gives the parts of one that do.
    What was known at the last visit begins with the row `boundary`; what came since is `new`.
    """

    keys: Sequence[int] = ()
    headlines: Sequence[Headline] = ()
    all: int = 0
    found_in: Callable[[str], Sequence[Span]] | None = None
    boundary: int | None = None
    headings: Sequence[Heading] = ()
    new: Collection[int] = frozenset()


class Contents:
    """What the list holds that was last asked for, so that a text narrows it without asking for all of it again."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._titles = TitleFilter(newsroom.titles)
        self._new = frozenset[int]()
        self._is_bounded = False
        self._months: Mapping[int, str] = {}

    @property
    def keys(self) -> Sequence[int]:
        """The keys of the list, whatever text narrows it."""
        return self._titles.keys

    def prepare(self) -> None:
        """Have the titles at hand that are about to be looked through."""
        self._titles.prepare()

    def of(
        self, place: Place, narrowing: Narrowing, select: int | None, before: Sequence[int] | None = None
    ) -> ListContents:
        """Ask what a place holds, with headlines around `select`; `before` is what its list showed, if renewed."""
        newsroom, view = self._newsroom, narrowing.of(place.view)
        keys = newsroom.keys(view) if before is None else keys_by_now(newsroom.keys, view, before)
        self._titles.take(keys)
        # Nothing stands out where everything is new, or nothing is known of the last visit.
        tells = not isinf(newsroom.since) and view.since is None
        self._new = frozenset(newsroom.keys(replace(view, since=newsroom.since)) if tells else ())
        self._is_bounded = place.category is not None and view.order in {None, "newest"}
        self._months = {} if view.unfinished else dict(zip(keys, newsroom.months(keys), strict=True))
        return self.narrowed(narrowing, select)

    def narrowed(self, narrowing: Narrowing, select: int | None) -> ListContents:
        """Give what matches of the list that was last asked for."""
        keys, found_in = self._titles.find(narrowing.text)
        row = keys.index(select) if select in keys else 0
        first = max(0, row - AT_FIRST // 2)
        return ListContents(
            keys,
            self._newsroom.headlines(keys[first : first + AT_FIRST]),
            len(self._titles.keys),
            found_in,
            boundary(keys, self._new) if self._is_bounded else None,
            headings([self._months.get(key, "") for key in keys]) if self._months else (),
            self._new,
        )


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
