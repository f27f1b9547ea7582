"""The piece of a text that shows best why it was found."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from achie_tui.library.search.terms import Term, merged
from achie_tui.typeset.visible import clean_line

LENGTH = 90
"""Characters of a snippet."""
_BEFORE = 24  # characters that may stand before what was found
_LOOKED_AT = 60  # places of each term
_STOPS = "。！？；\n\t"
_CUT = "…"


class Snippet(NamedTuple):
    """A piece of a text on one line, and the spans in it of what was found."""

    text: str
    matches: tuple[tuple[int, int], ...]


def cut_snippet(
    text: str,
    terms: Sequence[Term],
    *,
    border: str,
    spans: Callable[[Term, str], Iterable[tuple[int, int]]] = Term.spans,
) -> Snippet:
    """Give the piece of a text that has most of the terms, the first one of several; its beginning where none is there.

    No piece goes over a `border`. `spans` gives where a term stands in the text.
    """
    places = [
        (start, number) for number, term in enumerate(terms) for start, _ in islice(spans(term, text), _LOOKED_AT)
    ]
    places.sort()
    at = _richest(places, text, border)
    start, end = text.rfind(border, 0, at) + 1, text.find(border, at)
    end = len(text) if end < 0 else end
    begin = _beginning(text, start, at)
    finish = min(end, begin + LENGTH)
    piece = clean_line(text[begin:finish])
    head, tail = _CUT if begin > start else "", _CUT if finish < end else ""
    # The character before decides whether a word begins here; what began before is not all to be seen.
    before = max(start, begin - 1)
    shown = merged(span for term in terms for span in term.spans(text[before:finish]) if before + span[0] >= begin)
    shift = len(head) - (begin - before)
    matches = tuple((one + shift, other + shift) for one, other in shown)
    return Snippet(f"{head}{piece}{tail}", matches)


def _richest(places: Sequence[tuple[int, int]], text: str, border: str) -> int:
    """Give the place from which most terms are in reach, 0 where there is none."""
    best, most = 0, 0
    for index, (start, _) in enumerate(places):
        end = text.find(border, start)
        reach = min(start + LENGTH - _BEFORE, len(text) if end < 0 else end)
        near = {number for place, number in places[index : index + _LOOKED_AT] if place < reach}
        if len(near) > most:
            best, most = start, len(near)
    return best


def _beginning(text: str, start: int, at: int) -> int:
    """Give where the piece begins: with the sentence of what was found, where that is near."""
    earliest = max(start, at - _BEFORE)
    if earliest == start:
        return start
    stop = max(text.rfind(mark, earliest, at) for mark in _STOPS)
    return stop + 1 if stop >= 0 else earliest
