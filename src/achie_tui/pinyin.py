"""Chinese as it is typed without an input method: letters that stand for characters.

A query takes the characters of a text one after another, and of each the character itself, one of its readings (`he`
of 合), or the first letter of one (`h`); of the last one it may have any beginning of a reading. So `hfgxq`,
`hefeigaoxinqu`, `hfgaox` and `合肥gx` all stand for 合肥高新区. (`zh`, `ch` and `sh` are no first letters: with them,
`zhgxq` would be not only 珠海高新区, but every 州高新区.)

What is looked through is `spelled` before, and folded before that (`typeset.folding`), which a query has to be too.
Both keep the length: offsets are those of the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress
from pathlib import Path
from typing import NamedTuple

MOST = 64
"""Characters of a query that are looked at."""
_LONGEST = 6  # letters of a reading
_WAYS = 16  # that a regular expression may have to go; each costs time before the first text is looked at


class Span(NamedTuple):
    """A run of a text's characters, from `start` to before `end`."""

    start: int
    end: int


def spelled(text: str) -> str:
    """Give a text with each Chinese character replaced by another: those that are read alike follow one another.

    So what some letters may stand for is a range and a few more.
    """
    return text.translate(_table().places)


def sort_key(title: str) -> str:
    """Give what titles are sorted by: the main readings of their characters, among Latin letters and behind numbers."""
    return title.translate(_sorting())


class Query:
    """Something typed, folded: all its words, which blanks part, in any order. Texts are given as they are spelled."""

    def __init__(self, typed: str) -> None:
        self._words = [_Word(word) for word in spelled(typed[:MOST]).split()]

    def among(self, texts: Sequence[str], places: Iterable[int]) -> list[int]:
        """Give those of some places at which there is a text that has all words.

        A text that has them has also those of each beginning of what was typed.
        """
        left = list(places)
        for word in self._words:
            left = word.among(texts, left)
        return left

    def spans(self, text: str) -> list[Span]:
        """Give where the words stand in a text that has them all, in order and without overlaps, else nothing."""
        found = [list(word.spans(text)) for word in self._words]
        merged: list[Span] = []
        for span in sorted(span for spans in found for span in spans) if all(found) else ():
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged


class _Word:
    """A word of a query. From each place in it steps lead on, each over one character of the text.

    Its head, as much of it as there are not too many ways through, is looked for by a regular expression.
    """

    def __init__(self, word: str) -> None:
        self._length = len(word)
        self._steps = [list(_steps(word, place)) for place in range(len(word))]
        self._end = next(end for end in range(len(word), 0, -1) if end == 1 or self._ways(end) <= _WAYS)
        self._head = re.compile(self._expression(0))

    def among(self, texts: Sequence[str], places: Sequence[int]) -> list[int]:
        """Give those of some places at which there is a text that has it."""
        with_head = list(compress(places, map(self._head.search, map(texts.__getitem__, places))))
        if self._end == self._length:
            return with_head
        return [place for place in with_head if self._find(texts[place], 0)]

    def spans(self, text: str) -> Iterator[Span]:
        """Give where it stands in a text, from left to right, without overlaps."""
        span = self._find(text, 0)
        while span is not None:
            yield span
            span = self._find(text, span.end)

    def _find(self, text: str, start: int) -> Span | None:
        while head := self._head.search(text, start):
            if (end := self._followed(text, head.start())) is not None:
                return Span(head.start(), end)
            start = head.start() + 1
        return None

    def _followed(self, text: str, start: int) -> int | None:
        """Give where the word ends that begins at a place in the text, None where none does."""
        places = {0}
        for at in range(start, len(text)):
            places = {end for place in places for end, taken in self._steps[place] if text[at] in taken.characters}
            if self._length in places:
                return at + 1
            if not places:
                break
        return None

    def _ways(self, end: int) -> int:
        """Count the steps of all ways through the word until one is at, or past, a place in it."""
        ways = [0] * (self._length + 1)
        for place in reversed(range(end)):
            ways[place] = sum(1 + (ways[onward] if onward < end else 0) for onward, _ in self._steps[place])
        return ways[0]

    def _expression(self, place: int) -> str:
        if place >= self._end:
            return ""
        # All that a longer step takes is taken by the shortest too: a text is looked through for one set of characters.
        (end, shortest), *longer = self._steps[place]
        onward = [self._expression(end)]
        onward += (f"(?<=[{taken.expression}]){self._expression(end)}" for end, taken in longer)
        return f"[{shortest.expression}](?:{'|'.join(onward)})"


class _Taken(NamedTuple):
    """Characters, spelled, one of which a step takes; the expression is for use in brackets."""

    characters: frozenset[str]
    expression: str


def _steps(word: str, place: int) -> Iterator[tuple[int, _Taken]]:
    """Give the steps from a place in a word: where each leads, and what it takes."""
    itself = word[place]
    read = _read(itself, is_whole=False) if _is_letter(itself) else _Taken(frozenset(), "")
    yield place + 1, _Taken(read.characters | {itself}, read.expression + re.escape(itself))
    for end in range(place + 2, min(place + _LONGEST, len(word)) + 1):
        letters = word[place:end]
        if not _is_letter(letters[-1]) or not _is_letter(itself):
            return
        taken = _read(letters, is_whole=end < len(word))
        if taken.characters:
            yield end, taken


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z"


@cache
def _read(letters: str, *, is_whole: bool) -> _Taken:
    """Give the characters with a reading of these letters, or one that begins with them."""
    table = _table()
    chosen = [reading for reading in table.mainly if (reading == letters if is_whole else reading.startswith(letters))]
    ranges = [table.mainly[reading] for reading in chosen if table.mainly[reading]]
    others = "".join(table.also[reading] for reading in chosen)
    characters = frozenset(others).union(*(map(chr, each) for each in ranges))
    return _Taken(characters, "".join(f"{chr(each[0])}-{chr(each[-1])}" for each in ranges) + others)


class _Table(NamedTuple):
    """What each character is spelled as, and what has each reading: mainly a range of code points, also a few more."""

    places: Mapping[int, int]
    mainly: Mapping[str, range]
    also: Mapping[str, str]


@cache
def _table() -> _Table:
    characters = (*range(0x4E00, 0x9FA7), 0x3007)  # code points that are spelled as one another; the last is 〇
    places: dict[int, int] = {}
    mainly: dict[str, range] = {}
    others: dict[str, str] = {}
    for reading, main, also in _rows():
        first = characters[len(places)]
        mainly[reading], others[reading] = range(first, first + len(main)), also
        places |= zip(map(ord, main), mainly[reading], strict=True)
    unread = [each for each in characters if each not in places]
    places |= zip(unread, characters[len(places) :], strict=True)
    # Both are typed, where the rows know only one.
    for one, other in (("lve", "lue"), ("nve", "nue")):
        mainly[other], others[other] = mainly[one], others[one]
    return _Table(places, mainly, {reading: also.translate(places) for reading, also in others.items()})


class _Sorting(dict[int, str]):
    """What characters are sorted as; what is neither letter nor number does not count."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        self[code_point] = character.casefold() if character.isalnum() else ""
        return self[code_point]


@cache
def _sorting() -> _Sorting:
    # The character behind its reading: those that are read alike stand together. Blanks: `xi an` before `xian`.
    return _Sorting({ord(each): f"{reading} {each} " for reading, main, _ in _rows() for each in main})


def _rows() -> Iterator[tuple[str, str, str]]:
    """Read the table: readings, the characters that are mainly read so, and those that also are."""
    for line in Path(__file__).with_name("pinyin.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            reading, _, characters = line.partition(" ")
            main, _, also = characters.partition("|")
            yield reading, main, also
