"""Line breaking for Chinese in cells, after CLREQ's prohibition rules (basic level) and UAX #14.

Lines are filled greedily; where a line would start or end with a mark that may not stand there (kinsoku),
the break moves back to the nearest opportunity ("push-back", 推出). Hanging marks and squeezed marks, the
other two ways CLREQ knows, do not exist in a grid of cells.
"""

from bisect import bisect_right

from achie_tui.typeset.classes import KINSOKU, NO_BREAK, PUNCTUATION, line_break_classes
from achie_tui.typeset.width import cumulative_widths

_AFTER_DELIMITER = frozenset("/?&=#-_.")


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
    lines: list[tuple[int, int]] = []
    offset = 0
    for paragraph in text.splitlines(keepends=True):
        spans = _Paragraph(paragraph, ambiguous_wide).lines(max(width, 1), 0 if lines else first_indent, orphans)
        lines += [(start + offset, end + offset) for start, end in spans] if offset else spans
        offset += len(paragraph)
    return lines


class _Paragraph:
    """A text up to a mandatory break (UAX #14 LB4), with its classes and widths at hand."""

    def __init__(self, text: str, ambiguous_wide: bool) -> None:
        self.text = text
        self.classes = line_break_classes(text)
        self.widths = cumulative_widths(text, ambiguous_wide=ambiguous_wide)

    def lines(self, width: int, first_indent: int, orphans: bool) -> list[tuple[int, int]]:
        classes, widths = self.classes, self.widths
        length = len(classes)
        room = max(width - first_indent, 1)
        spans: list[tuple[int, int]] = []
        start = 0
        while True:
            reach = bisect_right(widths, widths[start] + room, start) - 1
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
        if (widths[reach] - widths[end]) * 3 > room:
            # Much would stay empty. A word that fits no line at all is rather begun on this one.
            next_reach = bisect_right(widths, widths[end] + width, end) - 1
            fits = next_reach == len(self.classes) or self.classes[next_reach] == " "
            if not fits and self._last_opportunity(end, next_reach) == end:
                return self._emergency(end, reach)
        return end

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
        while end < len(classes) and (classes[end] in "MZ" or classes[end - 1] == "Z"):
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
