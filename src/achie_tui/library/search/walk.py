"""The way through the hits of one search, as far as somebody has gone it."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from achie_tui.library.search.candidates import Candidates
from achie_tui.library.search.query import Query
from achie_tui.library.search.reading import Candidate, CandidateReader, has_all
from achie_tui.library.search.results import Hit, SearchStopped, Sort

Stop = Callable[[], bool]
T = TypeVar("T")

TOGETHER = 20
"""Hits that are ranked against one another: relevance orders what is shown at once, the date all else."""
_TITLES = 200  # titles that are looked at together


@dataclass(slots=True)
class Walk:
    """The hits of a query among its candidates, looked at when they are asked for.

    `decided` says that every candidate is a hit.
    """

    reader: CandidateReader
    query: Query
    candidates: Candidates
    sort: Sort
    decided: bool
    stop: Stop | None = None
    rejected: int = 0
    _found: list[Hit] = field(default_factory=list)
    _ahead: Iterator[Hit] | None = None
    _ended: bool = False

    @property
    def total(self) -> int:
        """How many hits there are, or may be."""
        return len(self.candidates.titled) + len(self.candidates.others) - self.rejected

    @property
    def is_exact(self) -> bool:
        """Whether there are just as many."""
        return self.decided or self._ended

    def page(self, offset: int, limit: int, stop: Stop | None) -> tuple[Hit, ...]:
        """Give the hits of a page; raises SearchStopped."""
        self.stop = stop
        if self._ahead is None:
            self._ahead = self._hits()
        missing = offset + limit - len(self._found)
        if missing > 0 and not self._ended:
            self._found += islice(self._ahead, missing)
            self._ended = len(self._found) < offset + limit
        return tuple(self._found[offset : offset + limit])

    def go_on(self, seconds: float) -> None:
        """Look at what follows, for so long at most: what is found is kept for the pages to come."""
        end = time.monotonic() + seconds
        while not self.is_exact and self._ahead is not None and time.monotonic() < end:
            before = len(self._found)
            self._found += islice(self._ahead, TOGETHER)
            self._ended = len(self._found) < before + TOGETHER

    def has_more(self, after: int) -> bool:
        """Tell whether there are, or may be, hits beyond so many."""
        return self.total > after

    def keys(self, stop: Stop | None) -> list[int]:
        """Give all hits by their keys; raises SearchStopped."""
        self.stop = stop
        everything = [*self.candidates.titled, *self.candidates.others]
        return everything if self.decided else [each.key for each in self._fitting(everything)]

    def whole(self, ranked: int, stop: Stop | None) -> list[int]:
        """Give all hits by their keys, so many of them as they are ranked; raises SearchStopped.

        Behind these nothing is ranked by its text: first those that have all in their titles, each part by date.
        """
        first = [hit.key for hit in self.page(0, ranked, stop)]
        known = set(first)
        titled = [key for key in self.candidates.titled if key not in known]
        whole = self._with_all_in_title(titled)
        left = [key for key in titled if key in whole] + [key for key in titled if key not in whole]
        left += [key for key in self.candidates.others if key not in known]
        return first + (left if self.decided else [each.key for each in self._fitting(left)])

    def _with_all_in_title(self, keys: Sequence[int]) -> set[int]:
        found = set[int]()
        for part in _parts(keys, _TITLES):
            self._pause()
            found.update(key for key, title in self.reader.titles(part) if has_all(title, self.query))
        return found

    def _hits(self) -> Iterator[Hit]:
        demoted = list[int]()
        for keys in _parts(self.candidates.titled, _TITLES):
            whole = self._with_all_in_title(keys)
            demoted += [key for key in keys if key not in whole]
            for candidate in self._fitting([key for key in keys if key in whole]):
                yield candidate.hit(self.query)
        others = self._fitting([*demoted, *self.candidates.others])
        if self.sort == "date" or not self.query.wanted:
            yield from (candidate.hit(self.query) for candidate in others)
            return
        while together := list(islice(others, TOGETHER)):
            together.sort(key=lambda candidate: -candidate.score(self.query))
            yield from (candidate.hit(self.query) for candidate in together)

    def _fitting(self, keys: Sequence[int]) -> Iterator[Candidate]:
        for part in _parts(keys, TOGETHER):
            self._pause()
            for candidate in self.reader.read(part):
                if candidate.fits(self.query):
                    yield candidate
                else:
                    self.rejected += 1

    def _pause(self) -> None:
        if self.stop is not None and self.stop():
            raise SearchStopped


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
