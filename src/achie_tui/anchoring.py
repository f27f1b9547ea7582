"""Where a passage that was marked stands in its article as the article is now: surely the same one, or none.

An article is corrected after it was read: words change, paragraphs move, are parted or removed. A passage is looked for
by its own words and by what stood around it. Where its words stand as they were, these decide alone, as long as they
are many and stood there once; else what stands around them. Where they do not, what stands between the same neighbours
is the passage, if it is still like it; with one neighbour or none it must be much more like it than anything else is in
the article, and was when it was marked. In doubt the passage is gone: words that nobody marked are worse than none.

Texts are compared as `typeset.folding` writes them, without blanks and line breaks.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from achie_tui.model import Block, Passage
from achie_tui.typeset.cutting import BLANKS
from achie_tui.typeset.document import block_text
from achie_tui.typeset.folding import fold

CONTEXT = 96
"""Characters around a passage that are kept with it."""
_LONG = 12  # characters that are not said twice by chance
_LONGER = 1_500  # compared as a whole; of what is longer, head and tail
_END = 500  # characters of either
_MOST = 200  # places of the same words that are looked at
_ENOUGH = 6  # characters around a passage that must be the same, where its words alone do not tell
_BORDER = 3  # so many characters counts a paragraph's beginning or end
_CLEARER = 3  # so many more make one of several places the right one
_NEAR = 24  # characters away from a passage that are its neighbours
_SEED = 3  # characters in a row by which pieces are found that may be like a passage
_PIECES = 6  # of these are looked at
_LIKE = 0.5  # what stands between the same neighbours is the passage from so much likeness on
_ALIKE = 0.75  # with one of them
_VERY_ALIKE = 0.85  # with none
_CLEAR = 0.1  # by so much it must be more like it than anything else
_BORDERS = "\n\t"  # between blocks, and between a table's cells


class Place(NamedTuple):
    """A place in an article: a block, and an offset into its `block_text`."""

    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a passage stands, from `start` up to `end`, and whether it was `reworded` since it was marked."""

    start: Place
    end: Place
    reworded: bool = False


class _Piece(NamedTuple):
    """A piece of the folded text."""

    start: int
    end: int


class _Folded(NamedTuple):
    """A text as it is compared, and where each of its characters stands in what it was made of."""

    text: str
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Sought:
    """A passage as it is compared.

    `inside` is how much before and after it belongs to the same paragraph or cell, None where that is not known to its
    end.
    """

    text: str
    before: str
    after: str
    inside: tuple[int | None, int | None]
    rival: float
    place: Place
    is_parted: bool

    @classmethod
    def of(cls, passage: Passage) -> "_Sought":
        before, after = passage.before, passage.after
        return cls(
            _folded(passage.quotation).text,
            _folded(before).text,
            _folded(after).text,
            (_inside(before[::-1]), _inside(after)),
            passage.rival / 100,
            Place(passage.block, passage.offset),
            any(border in passage.quotation for border in _BORDERS),
        )

    @property
    def ends(self) -> tuple["_Sought", "_Sought"]:
        """Its head and its tail."""
        head, rest = self.text[:_END], self.text[_END : _END + CONTEXT]
        tail, ahead = self.text[-_END:], self.text[-_END - CONTEXT : -_END]
        return (
            replace(self, text=head, after=rest, inside=(self.inside[0], None)),
            replace(self, text=tail, before=ahead, inside=(None, self.inside[1])),
        )


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """What may have become of a passage: how many of its neighbours are there, how like it is, and where it stands."""

    neighbours: int
    likeness: float
    piece: _Piece


class Anchorage:
    """An article's text, in which passages are marked and found again."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        texts = [block_text(block) for block in blocks]
        self._text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[:-1] or [0]

    def mark(self, start: Place, end: Place) -> Passage | None:
        """Make a passage of what stands between two places; None where that is nothing but blanks."""
        first, last = sorted((self._index(start), self._index(end)))
        piece = self._text[first:last]
        if not piece.strip():
            return None
        first += len(piece) - len(piece.lstrip(BLANKS))
        quotation = piece.strip(BLANKS)
        last = first + len(quotation)
        own = _Piece(*(bisect_left(self._folded.places, index) for index in (first, last)))
        before, after = self._text[max(0, first - CONTEXT) : first], self._text[last : last + CONTEXT]
        return Passage(quotation, before, after, *self._place(first), rival=self._rival_of(own))

    def find(self, passage: Passage) -> Anchored | None:
        """Tell where a passage stands; None where it is gone, or nothing tells which of several places is its own."""
        sought = _Sought.of(passage)
        found = self._find(sought) if sought.text else None
        if found is None:
            return None
        places = self._folded.places
        last = self._place(places[found.end - 1])
        reworded = self._folded.text[slice(*found)] != sought.text
        return Anchored(self._place(places[found.start]), Place(last.block, last.offset + 1), reworded)

    def _find(self, sought: _Sought) -> _Piece | None:
        if (same := self._same(sought)) is not None:
            return same
        if len(sought.text) <= _LONGER:
            return self._reworded(sought)
        head, tail = (self._find(end) for end in sought.ends)
        return _Piece(head.start, tail.end) if head and tail and head.end <= tail.start else None

    @cached_property
    def _folded(self) -> _Folded:
        return _folded(self._text)

    @cached_property
    def _borders(self) -> list[int]:
        """Where, in the folded text, paragraphs, rows and cells begin, and where it ends."""
        places = self._folded.places
        inner = (bisect_left(places, index) for index, sign in enumerate(self._text) if sign in _BORDERS)
        return [0, *inner, len(places)]

    @cached_property
    def _seeds(self) -> dict[str, list[int]]:
        """Where each few characters in a row stand in the folded text."""
        seeds: dict[str, list[int]] = {}
        text = self._folded.text
        for place in range(len(text) - _SEED + 1):
            seeds.setdefault(text[place : place + _SEED], []).append(place)
        return seeds

    # The words as they were.

    def _same(self, sought: _Sought) -> _Piece | None:
        """Find where the words stand as they were; None where no place, or no single one, is surely theirs."""
        pieces = [
            piece
            for piece in islice(_occurrences(sought.text, self._folded.text), _MOST)
            if sought.is_parted or len(sought.text) >= _LONG or not self._is_parted(piece)
        ]
        if len(pieces) == 1 and len(sought.text) >= _LONG and sought.rival < 1:
            return pieces[0]
        agreements = {piece: self._agreement(piece, sought) for piece in pieces}
        most = max(agreements.values(), default=0)
        if not pieces or most < min(_ENOUGH, len(sought.before) + len(sought.after)):
            return None
        best = [piece for piece in pieces if agreements[piece] > most - _CLEARER]
        if len(best) > 1:
            # Nothing around them tells them apart: it is the one that stands where it stood, if there is one.
            best = [piece for piece in best if self._place(self._folded.places[piece.start]) == sought.place]
        return best[0] if len(best) == 1 else None

    def _is_parted(self, piece: _Piece) -> bool:
        return bisect_right(self._borders, piece.start) != bisect_left(self._borders, piece.end)

    def _agreement(self, piece: _Piece, sought: _Sought) -> int:
        """Count the characters next to a piece that are those next to the passage."""
        text = self._folded.text
        before, after = text[max(0, piece.start - CONTEXT) : piece.start], text[piece.end : piece.end + CONTEXT]
        agreed = _common(sought.before[::-1], before[::-1]), _common(sought.after, after)
        if sought.rival == 1 or not any(map(str.isalpha, sought.text)):
            return sum(agreed)
        ends = piece.start - (sought.inside[0] or 0), piece.end + (sought.inside[1] or 0)
        whole = [
            inside is not None and number >= inside and self._is_border(end)
            for inside, number, end in zip(sought.inside, agreed, ends, strict=True)
        ]
        is_worth_it = ends[1] - ends[0] > _BORDER
        return sum(agreed) + (_BORDER * sum(whole) if is_worth_it else 0)

    def _is_border(self, place: int) -> bool:
        at = bisect_left(self._borders, place)
        return at < len(self._borders) and self._borders[at] == place

    # Other words.

    def _reworded(self, sought: _Sought) -> _Piece | None:
        """Find what became of the passage, where something surely did: another number or word is not the same one."""
        if len(sought.text) < _ENOUGH or not any(map(str.isalpha, sought.text)):
            return None
        around = self._pieces_like(sought.before + sought.text + sought.after)
        candidates = [each for piece in around if (each := _candidate(sought, self._folded.text, piece)) is not None]
        for candidate in sorted(candidates, reverse=True):
            if len(sought.text) < _LONG and not sought.is_parted and self._is_parted(candidate.piece):
                continue
            if candidate.neighbours == len(("before", "after")):
                if candidate.likeness >= _LIKE:
                    return candidate.piece
                continue
            if not candidate.neighbours and len(sought.text) < _LONG:
                continue
            least = max(_ALIKE if candidate.neighbours else _VERY_ALIKE, sought.rival + _CLEAR)
            if candidate.likeness < least:
                continue
            if candidate.likeness >= self._likest(sought.text, candidate.piece) + _CLEAR:
                return candidate.piece
        return None

    def _pieces_like(self, wanted: str) -> Iterator[_Piece]:
        """Give the pieces that have most in common with a text, those with more first; each is longer than that."""
        band = max(len(wanted) // 4, _SEED)
        votes: Counter[int] = Counter()
        for at in range(len(wanted) - _SEED + 1):
            places = self._seeds.get(wanted[at : at + _SEED], ())
            if len(places) <= _MOST:
                votes.update({(place - at) // band for place in places})
        taken: list[int] = []
        for number, _ in sorted(votes.items(), key=lambda vote: (-vote[1] - votes[vote[0] + 1], vote[0])):
            if all(abs(number - other) > 1 for other in taken):
                taken.append(number)
                start = (number - 1) * band
                yield _Piece(max(0, start), min(len(self._folded.text), start + len(wanted) + 4 * band))
            if len(taken) == _PIECES:
                return

    def _rival_of(self, own: _Piece) -> int:
        """Tell how like a piece, in percent, is what is most like it elsewhere in the article."""
        wanted = self._folded.text[slice(*own)]
        if any(piece != own for piece in islice(_occurrences(wanted, self._folded.text), _MOST)):
            return 100
        return min(round(100 * self._likest(wanted, own)), 99) if len(wanted) <= _LONGER else 0

    def _likest(self, wanted: str, own: _Piece) -> float:
        """Tell how like a text is what is most like it beside a piece of its own."""
        text = self._folded.text
        found = 0.0
        for piece in self._pieces_like(wanted):
            for part in (_Piece(piece.start, min(piece.end, own.start)), _Piece(max(piece.start, own.end), piece.end)):
                there = text[slice(*part)]
                if pairs := _pairs(wanted, there):
                    start, end = _extent(pairs, 0, len(wanted), len(there))
                    found = max(found, _likeness(wanted, there[start:end]))
        return found

    # Places.

    def _index(self, place: Place) -> int:
        if place.block >= len(self._starts):
            return len(self._text)
        end = self._starts[place.block + 1] - 1 if place.block + 1 < len(self._starts) else len(self._text)
        return min(self._starts[place.block] + max(place.offset, 0), end)

    def _place(self, index: int) -> Place:
        block = bisect_right(self._starts, index) - 1
        return Place(block, index - self._starts[block])


def _candidate(sought: _Sought, text: str, piece: _Piece) -> _Candidate | None:
    """Compare a passage, with what stood around it, to a piece of a text; None where nothing of it is there."""
    there = text[slice(*piece)]
    whole = sought.before + sought.text + sought.after
    first, last = len(sought.before), len(sought.before) + len(sought.text)
    pairs = _pairs(whole, there)
    if not any(at in pairs for at in range(first, last)):
        return None
    start, end = _extent(pairs, first, last, len(there))
    before = [pairs[at] for at in range(max(0, first - _NEAR), first) if at in pairs and pairs[at] >= start - _NEAR]
    after = [pairs[at] for at in range(last, min(len(whole), last + _NEAR)) if at in pairs and pairs[at] < end + _NEAR]
    # Where all is written by one pattern, neighbours that are only like those of then are any neighbours.
    has_pattern = sought.rival >= _LIKE
    least = _NEAR - 2 if has_pattern else _ENOUGH
    neighbours = sum(
        (
            len(before) >= least or (not sought.before and not has_pattern and piece.start + start == 0),
            len(after) >= least or (not sought.after and not has_pattern and piece.start + end == len(text)),
        )
    )
    found = _Piece(piece.start + start, piece.start + end)
    return _Candidate(neighbours, _likeness(sought.text, text[slice(*found)]), found)


def _extent(pairs: dict[int, int], first: int, last: int, length: int) -> tuple[int, int]:
    """Tell where what stands from `first` to `last` in one text stands in the other, by the characters in common."""
    own = _main_run([at for at in range(first, last) if at in pairs], pairs)
    before = max((pairs[at] + 1 for at in pairs if at < first), default=0)
    after = min((pairs[at] for at in pairs if at >= last), default=length)
    # What was rewritten next to a neighbour reaches up to it, unless more was put between.
    head, tail = own[0] - first, last - 1 - own[-1]
    start, end = pairs[own[0]], pairs[own[-1]] + 1
    if start - before <= 2 * head + _BORDER and first - 1 in pairs and head:
        start = before
    elif head:
        start = max(before, start - head)
    if after - end <= 2 * tail + _BORDER and last in pairs and tail:
        end = after
    elif tail:
        end = min(after, end + tail)
    return start, end


def _main_run(own: Sequence[int], pairs: dict[int, int]) -> Sequence[int]:
    """Leave out, at either end, a few characters that stand far from all others: they are somebody else's."""
    for at, (one, other) in enumerate(pairwise(own), 1):
        if pairs[other] - pairs[one] > _NEAR + 2 * (other - one):
            if at < len(own) / 3:
                return _main_run(own[at:], pairs)
            if len(own) - at < len(own) / 3:
                return own[:at]
    return own


def _pairs(one: str, other: str) -> dict[int, int]:
    """Pair the characters that two texts have in common, in the same order, as far as two in a row are the same."""
    blocks = SequenceMatcher(None, other, one, autojunk=len(one) > _LONGER).get_matching_blocks()
    return {b + at: a + at for a, b, size in blocks if size > 1 for at in range(size)}


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _common(one: str, other: str) -> int:
    """Count the characters with which both texts begin."""
    number = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        number += 1
    return number


def _inside(text: str) -> int | None:
    """Count the characters up to a paragraph's or cell's end, blanks left out; None where that is further on."""
    ends = [place for border in _BORDERS if (place := text.find(border)) >= 0]
    if not ends:
        return None if len(text) >= CONTEXT else len(_folded(text).text)
    return len(_folded(text[: min(ends)]).text)


def _occurrences(wanted: str, text: str) -> Iterator[_Piece]:
    at = text.find(wanted)
    while at >= 0:
        yield _Piece(at, at + len(wanted))
        at = text.find(wanted, at + 1)


def _folded(text: str) -> _Folded:
    places = [place for place, character in enumerate(text) if not character.isspace()]
    folded = fold(text)
    return _Folded("".join(map(folded.__getitem__, places)), places)
