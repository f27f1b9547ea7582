"""Finding words in an article: folded, so that it does not matter how they are written, and counted in its text."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from achie_tui.model import Block
from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.typeset.document import block_text
from achie_tui.typeset.script import show_in
from achie_tui.typeset.visible import is_clean

_QUOTES = {"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "『": "'", "』": "'"}


class _Folded(dict[int, str]):
    """What each character is found as, for `str.translate`; always one character, so offsets stay."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        folded = _fold(character) if is_clean(character) else character
        self[code_point] = folded
        return folded


def _fold(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    for fold in (_narrow, _simplify, str.casefold):
        folded = fold(character)
        character = folded if len(folded) == 1 else character
    return character


def _narrow(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def _simplify(character: str) -> str:
    # Characters one by one: what a word means must not decide whether a part of it is found.
    return show_in("simplified", character)


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Fold case, width, quotation marks, and Traditional into Simplified; the result is exactly as long."""
    return text.translate(_FOLDED)


class Match(NamedTuple):
    """Where something was found: in a block's `block_text`."""

    block: int
    start: int
    end: int

    @property
    def position(self) -> Position:
        """Where it begins."""
        return Position(self.block, self.start)


@dataclass(frozen=True, slots=True)
class Finding:
    """All matches of a query, and the one that is looked at; an overlay, which marks them."""

    query: str
    matches: tuple[Match, ...]
    index: int = 0

    @property
    def current(self) -> Match | None:
        """The match that is looked at."""
        return self.matches[self.index] if self.matches else None

    @property
    def count(self) -> str:
        """Which of how many it is, as in `3/12`."""
        return f"{self.index + 1 if self.matches else 0}/{len(self.matches)}"

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
        for match in self.matches[first:]:
            if (match.block, match.start) >= (block, end):
                break
            if match.block == block and match.end > start:
                yield match


class FoldedText:
    """Finds queries in the text of a sheet's blocks, which is folded once for all of them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._folded = [fold(block_text(block)) for block in blocks]

    def find(self, query: str, after: Position) -> Finding:
        """Find a query; looked at is the first match from a position on, else the first of all."""
        matches = tuple(self._matches(fold(query))) if query else ()
        index = bisect_left(matches, after)
        return Finding(query, matches, index if index < len(matches) else 0)

    def _matches(self, wanted: str) -> Iterator[Match]:
        for number, text in enumerate(self._folded):
            start = text.find(wanted)
            while start >= 0:
                yield Match(number, start, start + len(wanted))
                start = text.find(wanted, start + len(wanted))
