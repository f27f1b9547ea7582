"""Finding words in an article: folded (see typeset.folding), and counted in its text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import NamedTuple, TypeAlias, overload

from achie_tui.model import Block
from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.typeset.document import block_text
from achie_tui.typeset.folding import fold
from achie_tui.typeset.spacing import UNSEEN, either_way

MOST = 100_000  # matches that are told from one another
_BORDER = "\0"  # between blocks; no query holds it


HitsIn: TypeAlias = Callable[[str], Sequence[tuple[int, int]]]


class Match(NamedTuple):
    """Where something was found: in a block's `block_text`."""

    block: int
    start: int
    end: int

    @property
    def position(self) -> Position:
        """Where it begins."""
        return Position(self.block, self.start)


class Matches(Sequence[Match]):
    """Where something was found, in order: each is made when it is looked at, for there may be very many."""

    def __init__(self, places: Sequence[int], ends: Sequence[int], starts: Sequence[int]) -> None:
        self._places, self._ends = places, ends
        self._starts = starts  # of the blocks, in what the places count in

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Match: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Match]: ...
    def __getitem__(self, index: int | slice) -> Match | Sequence[Match]:
        if isinstance(index, slice):
            return Matches(self._places[index], self._ends[index], self._starts)
        place = self._places[index]
        block = bisect_right(self._starts, place) - 1
        first = self._starts[block]
        return Match(block, place - first, self._ends[index] - first)


@dataclass(frozen=True, slots=True)
class Finding:
    """All matches of a query, and the one that is looked at; an overlay, which marks them."""

    query: str
    matches: Sequence[Match]
    index: int = 0
    hits_in: HitsIn | None = None
    """What gives the hits in a text, where they are not the query as it stands."""

    @property
    def current(self) -> Match | None:
        """The match that is looked at."""
        return self.matches[self.index] if self.matches else None

    @property
    def count(self) -> str:
        """Which of how many it is, as in `3/12`; `100000+` are more than are told from one another."""
        more = "+" if len(self.matches) == MOST else ""
        return f"{self.index + 1 if self.matches else 0}/{len(self.matches)}{more}"

    def step(self, way: int) -> "Finding":
        """Go to the next match (1) or the previous one (-1), all round."""
        return replace(self, index=(self.index + way) % len(self.matches)) if self.matches else self

    def marks(self, layout: TextLayout, index: int) -> Iterator[Mark]:
        """Mark what is found."""
        line = layout.lines[index]
        for match in self._within(line.block, line.start, line.end):
            look = "match-current" if match == self.current else "match"
            yield from (Mark(part, look) for part in layout.parts(line, match.start, match.end))

    def _within(self, block: int, start: int, end: int) -> Iterator[Match]:
        """Give the matches that touch a part of a block's text."""
        # A match may begin before the part: the one before the first that begins in it.
        first = max(0, bisect_left(self.matches, (block, start)) - 1)
        for index in range(first, len(self.matches)):
            match = self.matches[index]
            if (match.block, match.start) >= (block, end):
                break
            if match.block == block and match.end > start:
                yield match


class FoldedText:
    """Finds queries in the text of a sheet's blocks, which is folded once for all of them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        texts = [block_text(block) for block in blocks]
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._folded = fold(_BORDER.join(texts))
        self._has_unseen = UNSEEN in self._folded
        self._texts = [text.replace(UNSEEN, " ") for text in texts] if self._has_unseen else texts

    def find(self, query: str, after: Position, hits_in: HitsIn | None = None) -> Finding:
        """Find a query, as it stands or by what gives its hits in a text.

        Looked at is the first match from a position on, else the first of all.
        """
        matches: Sequence[Match] = ()
        if hits_in is not None:
            matches = list(islice(self._hits(hits_in), MOST))
        elif query and _BORDER not in query:
            matches = self._matches(fold(query))
        index = bisect_left(matches, after)
        return Finding(query, matches, index if index < len(matches) else 0, hits_in)

    def _hits(self, hits_in: HitsIn) -> Iterator[Match]:
        for block, text in enumerate(self._texts):
            yield from (Match(block, start, end) for start, end in hits_in(text))

    def _matches(self, wanted: str) -> Matches:
        pattern = either_way(wanted) if self._has_unseen else re.compile(re.escape(wanted))
        spans = [match.span() for match in islice(pattern.finditer(self._folded), MOST)]
        return Matches([start for start, _ in spans], [end for _, end in spans], self._starts)
