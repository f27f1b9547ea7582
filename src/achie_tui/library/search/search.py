"""The search of the library."""

import threading
from collections.abc import Sequence
from typing import NamedTuple

from achie_tui.library.connections import Connections
from achie_tui.library.records import View
from achie_tui.library.search.candidates import CandidateStore, is_decided
from achie_tui.library.search.noted import NotedTexts
from achie_tui.library.search.query import Query
from achie_tui.library.search.reading import CandidateReader
from achie_tui.library.search.results import Hit, Results, Sort
from achie_tui.library.search.similar import Similar
from achie_tui.library.search.upkeep import IndexUpkeep
from achie_tui.library.search.walk import Stop, Walk
from achie_tui.typeset.folding import written

_EVERYTHING = View()
_CHEAP = 60  # candidates that are looked at to count the hits


class _Asked(NamedTuple):
    """A question, and the state of both files as its thread saw it: as long as all is the same, its walk goes on."""

    query: Query
    within: View
    sort: Sort
    version: tuple[int, int]
    thread: int


class Search:
    """The part of the library that finds articles by what is in them.

    It answers from what the index knows (see `library.index`), and a text that is not kept is found by its title.
    """

    def __init__(self, connections: Connections, index: IndexUpkeep) -> None:
        self._index = index
        noted = NotedTexts(connections)
        self._candidates = CandidateStore(connections, noted)
        self._reader = CandidateReader(connections, noted)
        self._similar = Similar(connections)
        self._asking = threading.Lock()
        self._last: tuple[_Asked, Walk] | None = None

    def prepare(self) -> None:
        """Have at hand what the first question of a thread would wait for."""
        written(" ")  # the table of all forms
        self._candidates.prepare()

    def find(
        self,
        query: Query,
        *,
        within: View = _EVERYTHING,
        sort: Sort = "relevance",
        limit: int = 50,
        offset: int = 0,
        counting: float = 0.0,
        stop: Stop | None = None,
    ) -> Results:
        """Give a page of what a query finds among the articles of a view.

        Those that have all of it in their titles come first, newest first; then those that have some of it there, then
        all others, each newest first, and of every twenty of these the ones that say more of it before the rest.
        With `sort="date"` all come newest first. For `counting` seconds, what follows the page is looked at too, so
        that the total is more exact. `stop` is asked now and then: where it says so, SearchStopped is raised.
        The next page of a question goes on where the last one ended.
        """
        if query.is_empty:
            return Results((), 0, exact=True, more=False, notes=query.notes)
        with self._asking:
            asked = self._asked(query, within, sort)
            walk = self._begun(asked)
            hits = walk.page(offset, limit, stop)
            walk.go_on(counting)
            self._last = asked, walk
        more = walk.has_more(offset + limit) and len(hits) == limit
        return Results(hits, walk.total, walk.is_exact, more, query.notes + walk.candidates.notes)

    def keys(
        self, query: Query, *, within: View = _EVERYTHING, sort: Sort = "date", stop: Stop | None = None
    ) -> list[int]:
        """Give the keys of all that a query finds, newest first; where a phrase decides, each text is read for it."""
        return [] if query.is_empty else self._walk(query, within, sort).keys(stop)

    def whole(
        self, query: Query, *, within: View = _EVERYTHING, ranked: int = 50, stop: Stop | None = None
    ) -> list[int]:
        """Give the keys of all that a query finds in the order of `find`, of which so many are ranked by their texts.

        What follows these comes newest first; where the index does not decide, each text is read. The walk of the
        last `find` is gone on with, and is at its end then.
        """
        if query.is_empty:
            return []
        with self._asking:
            return self._begun(self._asked(query, within, "relevance")).whole(ranked, stop)

    def hits(self, query: Query, keys: Sequence[int]) -> list[Hit]:
        """Give pieces of the texts of these articles, which a query finds, in their order."""
        return [candidate.hit(query) for candidate in self._reader.read(keys)]

    def _asked(self, query: Query, within: View, sort: Sort) -> _Asked:
        return _Asked(query, within, sort, self._candidates.version(), threading.get_ident())

    def _begun(self, asked: _Asked) -> Walk:
        """Give the walk of the last question where that was the same, else a new one; none is kept any more."""
        (known, walk), self._last = self._last or (None, None), None
        return walk if walk is not None and known == asked else self._walk(asked.query, asked.within, asked.sort)

    def count(self, query: Query, *, within: View = _EVERYTHING) -> tuple[int, bool]:
        """Count what a query finds, and tell whether it is exact: else there are at most so many."""
        if query.is_empty:
            return 0, True
        walk = self._walk(query, within, "date")
        if walk.is_exact or walk.total > _CHEAP:
            return walk.total, walk.is_exact
        return len(walk.keys(None)), True

    def fitting(self, query: Query, keys: Sequence[int]) -> list[int]:
        """Give those of these articles that a query finds, newest first."""
        return [] if query.is_empty else self._walk(query, _EVERYTHING, "date", keys).keys(None)

    def similar(self, path: str, limit: int = 5) -> list[int]:
        """Give the keys of the articles that are nearest to one, by the rare words that they share."""
        return self._similar.near(path, limit)

    def _walk(self, query: Query, within: View, sort: Sort, only: Sequence[int] | None = None) -> Walk:
        candidates = self._candidates.candidates(query, within, by_date=sort == "date", only=only)
        return Walk(self._reader, query, candidates, sort, decided=is_decided(query) and not self._index.behind())
