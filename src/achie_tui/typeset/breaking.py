"""Line breaking for Chinese in cells, after CLREQ's prohibition rules (basic level) and UAX #14.

Lines are filled greedily; where a line would start or end with a mark that may not stand there (kinsoku),
the break moves back to the nearest opportunity ("push-back", 推出). Hanging marks and squeezed marks, the
other two ways CLREQ knows, do not exist in a grid of cells.

A line is broken when it is asked for, and a long text is looked at a piece at a time: the first lines of a text of
megabytes cost as much as those of a short one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from achie_tui.typeset.classes import (
    BEFORE_UNIT,
    DATE_UNITS,
    KINSOKU,
    NO_BREAK,
    PUNCTUATION,
    WITHIN_DATE,
    line_break_classes,
)
from achie_tui.typeset.width import cumulative_widths

_AFTER_DELIMITER = frozenset("/?&=#-_.")
# Characters of a text that are looked at in one piece, and how much before and behind it may decide how it is broken.
_PIECE, _CONTEXT = 4_000, 64
# No line is of more characters than this, or than fit in it: marks that have no width would make it endless.
_MOST = 1_000
# So many empty cells are a hole in a line that is narrower than this; a wider one can bear it.
_HOLE, _WIDE = 6, 52
_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*+(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")


def break_lines(
    text: str, width: int, *, first_indent: int = 0, ambiguous_wide: bool = False, orphans: bool = False
) -> list[tuple[int, int]]:
    """Break a text into lines of at most `width` cells.

    The lines are (start, end) offsets which cover the text without gaps: joined they are the text again.
    Spaces and newlines at a line's end belong to the line but take no width: draw `text[start:end].rstrip()`.
    `first_indent` cells are kept free on the first line. From a width of 4 on (and at least 4 cells beside
    the indent) no line is wider than it should be; a narrower one still ends, a character a line. `orphans` lets a
    last line be of one character, as in the cells of a table.
    """
    return list(each_line(text, width, first_indent=first_indent, ambiguous_wide=ambiguous_wide, orphans=orphans))


def each_line(
    text: str, width: int, *, first_indent: int = 0, ambiguous_wide: bool = False, orphans: bool = False
) -> Iterator[tuple[int, int]]:
    """Break a text as `break_lines` does, a piece at a time."""
    width, offset = max(width, 1), 0
    for paragraph in _paragraphs(text):
        for start, end in _lines_of(paragraph, width, 0 if offset else first_indent, ambiguous_wide, orphans):
            yield start + offset, end + offset
        offset += len(paragraph)


def _paragraphs(text: str) -> Iterator[str]:
    """Part a text at its mandatory breaks (UAX #14 LB4), as `splitlines` does."""
    if len(text) <= _PIECE:
        yield from text.splitlines(keepends=True)
    else:
        yield from (match[0] for match in _PARAGRAPH.finditer(text) if match[0])


def _lines_of(
    paragraph: str, width: int, first_indent: int, ambiguous_wide: bool, orphans: bool
) -> Iterator[tuple[int, int]]:
    size = max(_PIECE, 8 * width)
    if len(paragraph) <= size:
        yield from _Paragraph(paragraph, ambiguous_wide).lines(width, first_indent, orphans)
        return
    start = 0
    while start < len(paragraph):
        before = max(start - _CONTEXT, 0)
        piece = _Paragraph(paragraph[before : start + size], ambiguous_wide, start - before)
        is_last = start + size >= len(paragraph)
        spans = piece.lines(width, 0 if start else first_indent, orphans or not is_last)
        # What ends near the end of a piece may end elsewhere with what follows.
        sure = len(piece.text) if is_last else len(piece.text) - _CONTEXT
        for first, last in [span for span in spans if span[1] <= sure] or spans[:1]:
            yield first + before, last + before
            start = last + before


class _Paragraph:
    """A text up to a mandatory break, or a piece of it from `first` on, with its classes and widths at hand."""

    def __init__(self, text: str, ambiguous_wide: bool, first: int = 0) -> None:
        self.text = text
        self.first = first
        self.classes = line_break_classes(text)
        self.widths = cumulative_widths(text, ambiguous_wide=ambiguous_wide)

    def lines(self, width: int, first_indent: int, orphans: bool) -> list[tuple[int, int]]:
        classes, widths = self.classes, self.widths
        length = len(classes)
        room = max(width - first_indent, 1)
        spans: list[tuple[int, int]] = []
        start, most = self.first, max(_MOST, width)
        while True:
            reach = bisect_right(widths, widths[start] + room, start, min(start + most + 1, length + 1)) - 1
            if reach < length and classes[reach] == " ":
                end = self._after_spaces(reach)
            elif reach < length:
                end = self._break_before(start, reach, room, width)
            else:
                end = length
            spans.append((start, end))
            if end >= length:
                break
            start = end
            room = width
        if len(spans) > 1 and not orphans:
            self._avoid_orphan(spans, width)
        return spans

    def _after_spaces(self, index: int) -> int:
        classes = self.classes
        length = len(classes)
        while index < length and classes[index] == " ":
            index += 1
        return index

    def _break_before(self, start: int, reach: int, room: int, width: int) -> int:
        """Find the last place for a break in (start, reach], or the least bad one."""
        end = self._last_opportunity(start, reach)
        if end == start:
            return self._emergency(start, reach)
        widths = self.widths
        hole = room - widths[end] + widths[start]
        if hole >= _HOLE and (apart := self._part_measure(end, reach, hole, room, width)) > end:
            return apart
        if (widths[reach] - widths[end]) * 3 > room:
            # Much would stay empty. A word that fits no line at all is rather begun on this one.
            next_reach = bisect_right(widths, widths[end] + width, end) - 1
            fits = next_reach == len(self.classes) or self.classes[next_reach] == " "
            if not fits and self._last_opportunity(end, next_reach) == end:
                return self._emergency(end, reach)
        return end

    def _part_measure(self, start: int, reach: int, hole: int, room: int, width: int) -> int:
        """Part what begins at `start` and leaves a hole before it: a date, else a number and its unit.

        Gives `start` where it stays whole.
        """
        if hole * 2 > room and (end := self._last_of(WITHIN_DATE, start, reach)) > start:
            return end
        if width >= _WIDE:
            return start
        end = self._last_of(BEFORE_UNIT, start, reach)
        return start if self.text[end] in DATE_UNITS else end

    def _last_of(self, pairs: frozenset[str], start: int, reach: int) -> int:
        classes = self.classes
        return next((end for end in range(reach, start, -1) if classes[end - 1 : end + 1] in pairs), start)

    def _last_opportunity(self, start: int, reach: int) -> int:
        """Find the last opportunity in (start, reach]; `start` where there is none."""
        classes = self.classes
        for end in range(reach, start, -1):
            pair = classes[end - 1 : end + 1]
            if pair not in NO_BREAK and (pair[0] != "M" or self._allows(end, NO_BREAK)):
                return end
        return start

    def _allows(self, index: int, pairs: frozenset[str]) -> bool:
        """Whether no pair forbids a break before `index`; marks count as the character they stand on."""
        classes = self.classes
        before = index - 1
        while before and classes[before] == "M":
            before -= 1
        return classes[before] + classes[index] not in pairs

    def _emergency(self, start: int, reach: int) -> int:
        """Where to break what has no opportunity: after a URL's delimiter, before a unit, else by kinsoku."""
        text, classes = self.text, self.classes
        if (end := self._last_of(WITHIN_DATE, start, reach)) > start:
            return end
        allowed = [end for end in range(reach, start, -1) if classes[end] not in "MZ"]
        kinsoku = [end for end in allowed if self._allows(end, KINSOKU)]
        for end in kinsoku:
            if (end - start) * 2 <= reach - start:
                break
            if text[end - 1] in _AFTER_DELIMITER or (classes[end] == "J" and classes[end - 1] in "NG"):
                return end
        if kinsoku:
            return kinsoku[0]
        for end in allowed:
            if classes[end - 1] != "Z" and not self._splits_pair(start, end):
                return end
        end = max(reach, start + 1)
        while end < min(len(classes), start + _MOST) and (classes[end] in "MZ" or classes[end - 1] == "Z"):
            end += 1
        return end

    def _splits_pair(self, start: int, end: int) -> bool:
        """Whether a break would part one `……` or `——` of a longer run."""
        mark = self.classes[end]
        if mark not in "ED":
            return False
        before = end
        while before > start and self.classes[before - 1] == mark:
            before -= 1
        return (end - before) % 2 == 1

    def _avoid_orphan(self, spans: list[tuple[int, int]], width: int) -> None:
        """Give a last line of lone punctuation, or of one character, some text of the line before it.

        CLREQ: 单字不成行, no line of a single character.
        """
        start, length = spans[-1]
        count = self._characters(start, length)
        visible = len(self.text.rstrip())
        if count > 1 or visible <= start:
            return
        previous = spans[-2][0]
        best = end = start
        while (end := self._last_opportunity(previous, end - 1)) > previous:
            if self.widths[visible] - self.widths[end] > width:
                break
            gained = self._characters(end, start)
            if gained:
                best = end
            if count + gained > 1:
                break
        spans[-2:] = [(previous, best), (best, length)]

    def _characters(self, start: int, end: int) -> int:
        """How many characters from `start` to `end` are more than punctuation."""
        return sum(name not in PUNCTUATION for name in self.classes[start:end])
