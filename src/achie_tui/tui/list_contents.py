"""What a place's list holds, as it is narrowed and sorted: asked of the library, on the one thread that asks it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from achie_tui.library.records import View
from achie_tui.model import Headline
from achie_tui.newsroom import Newsroom
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.periods import Heading, headings
from achie_tui.tui.places import Place, boundary
from achie_tui.tui.title_filter import TitleFilter

if TYPE_CHECKING:
    from achie_tui.library.search.query import Query

AT_FIRST = 96
"""Headlines that come with a list, from its top and around the selected one: as many as a list looks ahead for at once.

Others are asked for when seen.
"""
_MARKED = 256  # titles and pieces of texts whose marked parts are known


class ListContents(NamedTuple):
    """What a list holds: keys and the first headlines, and what it tells by them.

    `all` is how many rows there would be without the text that titles match, `found_in` gives the parts of one that do.
    What was known at the last visit begins with the row `boundary`; what came since is `new`.
    """

    keys: Sequence[int] = ()
    headlines: Sequence[Headline] = ()
    all: int = 0
    found_in: Callable[[str], Sequence[tuple[int, int]]] | None = None
    boundary: int | None = None
    headings: Sequence[Heading] = ()
    new: Collection[int] = frozenset()


class ListReader:
    """What the list holds that was last asked for, so that a text narrows it without asking for all of it again."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._titles = TitleFilter(newsroom.titles)
        self._new = frozenset[int]()
        self._is_bounded = False
        self._months: Mapping[int, str] = {}
        self._place: Place | None = None

    @property
    def keys(self) -> Sequence[int]:
        """The keys of the list, whatever text narrows it."""
        return self._titles.keys

    def prepare(self) -> None:
        """Have the titles at hand that are about to be looked through."""
        self._titles.prepare()

    def read(
        self, place: Place, narrowing: Narrowing, select: int | None, before: Sequence[int] | None = None
    ) -> ListContents:
        """Ask what a place holds, with headlines around `select`; `before` is what its list showed, if renewed."""
        newsroom, view = self._newsroom, narrowing.of(place.view)
        if place.query is not None:
            keys = self._found(place, place.query, view)
        else:
            keys = newsroom.keys(view) if before is None else keys_by_now(newsroom.keys, view, before)
        self._place = place
        self._titles.take(keys)
        # Nothing stands out where everything is new, or nothing is known of the last visit.
        tells = not isinf(newsroom.visits.since) and view.since is None
        self._new = frozenset(newsroom.keys(replace(view, since=newsroom.visits.since)) if tells else ())
        self._is_bounded = place.category is not None and view.order in {None, "newest"}
        by_date = not view.unfinished and (place.found is None or view.order in {"newest", "oldest"})
        self._months = dict(zip(keys, newsroom.months(keys), strict=True)) if by_date else {}
        return self.narrow(narrowing, select)

    def narrow(self, narrowing: Narrowing, select: int | None) -> ListContents:
        """Give what matches of the list that was last asked for."""
        keys, found_in = self._titles.find(narrowing.text)
        place = self._place
        if found_in is None and place is not None and place.query is not None:
            found_in = place.query.spans
        row = keys.index(select) if select in keys else 0
        first = max(0, row - AT_FIRST // 2)
        return ListContents(
            keys,
            self._newsroom.headlines(keys[first : first + AT_FIRST]),
            len(self._titles.keys),
            found_in and lru_cache(_MARKED)(found_in),
            boundary(keys, self._new) if self._is_bounded else None,
            headings(list(map(self._months.__getitem__, keys))) if self._months else (),
            self._new,
        )

    def _found(self, place: Place, query: "Query", view: View) -> list[int]:
        """Give what a search finds; of the one that is shown what is known by now, as it found it unless sorted."""
        newsroom = self._newsroom
        if place.found is not None:
            found = [hit.key for hit in place.found.hits] if place.keys is None else list(place.keys)
            if view.order is None:
                unread = set(newsroom.keys(view)) if view.unread and not place.view.unread else found
                return [key for key in found if key in unread] if unread is not found else found
        else:
            found = newsroom.library.search.keys(query, within=replace(view, order=None))
            if view.order in {None, "newest"}:
                return found
        wanted = set(found)
        return [key for key in newsroom.keys(view) if key in wanted]


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
