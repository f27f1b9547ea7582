"""A sheet in lines of one measure: where each line's text comes from, how it looks, and where it leads."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from itertools import accumulate, chain, islice, pairwise
from operator import attrgetter
from typing import NamedTuple

from textual.geometry import Offset

from achie_tui.model import Block, CellLink, ImageBlock, ListBlock, Span, TableBlock, TextBlock
from achie_tui.tui.safety import is_address
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.sheet import TOP, Position, Sheet
from achie_tui.typeset.cutting import BLANKS
from achie_tui.typeset.document import (
    PICTURE_TOP,
    Line,
    PictureNote,
    Placeholder,
    blank_behind,
    line_at,
    picture_lines,
    set_lines,
)
from achie_tui.typeset.tables import Fragment
from achie_tui.typeset.width import cell_width


class StyleRun(NamedTuple):
    """A part of a line that looks the same throughout; `styles` as in `Span`, `link` its number among the line's."""

    start: int
    end: int
    styles: frozenset[str] = frozenset()
    link: int | None = None


class LinkPart(NamedTuple):
    """The part of a link that stands on a line: characters of its text; `link` is where the link as a whole begins."""

    link: Position
    start: int
    end: int
    url: str


class Slice(NamedTuple):
    """A part of a line's text, from `at` on, that is a slice of its `block_text`: from `start` on, `length` long."""

    at: int
    start: int
    length: int


_PLAIN = Typography()
_CHARACTERS = frozenset(("superscript", "subscript"))
_TEXTLESS = ("blank", "image")  # the kinds of lines that show nothing of their block's text
_block, _start, _column = attrgetter("block"), attrgetter("start"), attrgetter("column")


def _place_in_row(part: Fragment) -> int:
    return part.before + part.start


class TextLayout:
    """Sets a sheet in lines of `measure` cells; `pictures` says what stands in the place of its pictures, by blocks.

    All of it is set at once, or as much as somebody asks for (`go_on`), from the beginning to the end.
    """

    def __init__(
        self,
        sheet: Sheet,
        measure: int,
        typography: Typography = _PLAIN,
        pictures: Mapping[int, Placeholder] | None = None,
        *,
        whole: bool = True,
    ) -> None:
        self.sheet = sheet
        self.measure = measure
        self.pictures: Mapping[int, Placeholder] = pictures or {}
        self.ambiguous_wide = typography.ambiguous_wide
        self.lines: list[Line] = []
        """The lines that are set by now."""
        self.is_whole = False
        """Whether these are all."""
        self._typography = typography
        self._steps: Iterator[Line | None] = self._set(sheet.blocks)
        # What is looked up for a line, by its block and item: spans in order, with how far those before reach.
        self._ordered: dict[tuple[int, int], tuple[Sequence[Span], list[int]]] = {}
        self._cell_links: dict[int, dict[int, list[CellLink]]] = {}  # of tables, by blocks and rows
        if whole:
            self.go_on()

    def _set(self, blocks: Sequence[Block], first: int = 0) -> Iterator[Line | None]:
        """Set blocks from one on, behind the lines that are set when that is begun."""
        yield from set_lines(
            blocks,
            self.measure,
            indent=self._typography.indent,
            paragraph_gap=self._typography.paragraph_gap,
            ambiguous_wide=self.ambiguous_wide,
            pictures=self.pictures,
            first=first,
            last=self.lines[-1] if self.lines else None,
        )

    def take_more(self, sheet: Sheet) -> None:
        """Go on with a sheet that begins as this one does; where all was set, what is behind it is set too."""
        behind = len(self.sheet.blocks)
        self.sheet = sheet
        self._steps = chain(self._steps, self._set(sheet.blocks, behind))
        if self.is_whole:
            self.go_on()

    def go_on(self, steps: int | None = None) -> None:
        """Set more of the sheet, in so many small steps, or all that is left of it."""
        done = 0
        for done, line in enumerate(islice(self._steps, steps), 1):  # noqa: B007 - the last one counts
            if line is not None:
                self.lines.append(line)
        self.is_whole = steps is None or done < steps

    def reaches(self, position: Position) -> bool:
        """Tell whether the line of a position is set by now."""
        return self.is_whole or (bool(self.lines) and (self.lines[-1].block, self.lines[-1].start) > position)

    def with_pictures_anew(self, blocks: Collection[int]) -> "TextLayout":
        """Give the layout with the placeholders that some pictures have by now; this one is not set any further."""
        while not self.is_whole and self.lines[-1:] and self.lines[-1].block <= max(blocks):
            self.go_on(1)  # what is half set goes on with the former one
        anew = copy(self)
        anew.lines = self.lines.copy()
        for block in sorted(blocks, reverse=True):
            first, last = (bisect_left(self.lines, number, key=_block) for number in (block, block + 1))
            picture = self.sheet.blocks[block]
            if first < last and isinstance(picture, ImageBlock):
                placeholder = self.pictures.get(block)
                lines = picture_lines(block, picture, self.measure, placeholder, ambiguous_wide=self.ambiguous_wide)
                gap = sum(line.kind == "blank" for line in self.lines[first:last])
                anew.lines[first:last] = [*lines, *[blank_behind(lines[-1])] * gap]
        return anew

    @property
    def text_end(self) -> int:
        """How many lines there are up to the end of the article's own text, or of a message."""
        end = self.matter_start
        while end and self.lines[end - 1].kind == "blank":
            end -= 1
        return end

    @property
    def matter_start(self) -> int:
        """The first line of what stands behind the article's own text."""
        sheet = self.sheet
        after = sheet.first + sheet.count if sheet.count else len(sheet.blocks)
        return bisect_left(self.lines, after, key=_block)

    def cells(self, text: str) -> int:
        """Measure a text as it was set."""
        return cell_width(text, ambiguous_wide=self.ambiguous_wide)

    def role(self, line: Line) -> str:
        """Name the look of a line: that of its block, else its kind."""
        if role := self.sheet.roles[line.block]:
            return role
        match line.kind:
            case "table" if line.header or line.total:
                return "table-header" if line.header else "table-total"
            case "heading" if self.sheet.is_subheading(line.block):
                return "subheading"
            case kind:
                return kind

    def runs(self, line: Line, seen: range | None = None) -> Iterator[StyleRun]:
        """Divide a line's text, or the characters `seen` of it, where its look changes."""
        first, last = (0, len(line.text)) if seen is None else (seen.start, seen.stop)
        offset = self._offset(line)
        spans = [(max(span.start - offset, first), min(span.end - offset, last), span) for span in self._spans(line)]
        spans = [(start, end, span) for start, end, span in spans if start < end]
        links = [(max(link.start, first), min(link.end, last), number) for number, link in enumerate(self.links(line))]
        links = [(start, end, number) for start, end, number in links if start < end]
        cuts = sorted({first, last, *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
        for start, end in pairwise(cuts):
            here = [span for left, right, span in spans if left <= start and end <= right]
            link = next((number for left, right, number in links if left <= start and end <= right), None)
            # An address that may not be followed does not look as if it could be.
            # Raised and lowered characters are such in the text itself.
            styles = frozenset(span.style for span in here if span.style != "link" or link is not None) - _CHARACTERS
            yield StyleRun(start, end, styles, link)

    @staticmethod
    def _offset(line: Line) -> int:
        """Give the place of a line's text among what its spans count in."""
        return 0 if line.kind in ("table", "image") else line.start - line.origin

    def _spans(self, line: Line) -> Sequence[Span]:
        """Give the spans that touch a line."""
        block = self.sheet.blocks[line.block]
        match block:
            case TextBlock(kind="embed"):
                return (Span(0, len(line.text), "link", block.href),) if block.href else ()
            case TextBlock():
                return self._touching(line, block.spans)
            case TableBlock() if line.kind == "table":
                return tuple(self._cell_spans(block, line))
            case ListBlock():
                return self._touching(line, block.items[line.item].spans)
            case ImageBlock() if line.kind == "image":
                note = self.pictures.get(line.block)
                url = note.url if isinstance(note, PictureNote) else ""
                return (Span(0, len(line.text), "link", url),) if url else ()
            case _:
                return ()

    def _touching(self, line: Line, spans: Sequence[Span]) -> Sequence[Span]:
        if not spans:
            return ()
        ordered = self._ordered.get((line.block, line.item))
        if ordered is None:
            spans = sorted(spans, key=_start)
            reach = list(accumulate((span.end for span in spans), max))
            ordered = self._ordered[line.block, line.item] = spans, reach
        spans, reach = ordered
        offset = self._offset(line)
        first = bisect_left(reach, offset + 1)
        last = bisect_left(spans, offset + len(line.text), key=_start)
        return [span for span in spans[first:last] if span.end > offset]

    def _cell_spans(self, table: TableBlock, line: Line) -> Iterator[Span]:
        """Give the links of the cells in a table's line, where their parts stand in its text."""
        if not table.links:
            return
        links = self._cell_links.get(line.block)
        if links is None:
            links = self._cell_links[line.block] = defaultdict(list)
            for link in table.links:
                links[link.row].append(link)
        fragments, row = line.fragments, table.rows[line.item]
        for link in links.get(line.item, ()):
            at = bisect_left(fragments, link.column, key=_column)
            if at == len(fragments) or fragments[at].column != link.column:
                continue
            fragment, first = fragments[at], row[link.column].find(link.text)
            left = max(first, fragment.start)
            right = min(first + len(link.text), fragment.start + len(fragment.text))
            if first >= 0 and left < right:
                shift = fragment.at - fragment.start
                yield Span(shift + left, shift + right, "link", link.href)

    def links(self, line: Line) -> Iterator[LinkPart]:
        """Give the links of a line that may be followed."""
        offset = self._offset(line)
        for span in self._spans(line):
            start, end = max(span.start - offset, 0), min(span.end - offset, len(line.text))
            if span.style == "link" and span.href and start < end and is_address(span.href):
                at = PICTURE_TOP if line.kind == "image" else line.origin + span.start
                yield LinkPart(Position(line.block, at), start, end, span.href)

    def slices(self, line: Line) -> Iterator[Slice]:
        """Tell where the parts of a line's text stand in its block's."""
        if line.kind == "table":
            for part in line.fragments:
                yield Slice(part.at, line.origin + part.before + part.start, len(part.text))
        elif line.kind not in _TEXTLESS:
            yield Slice(0, line.start, len(line.text))

    def parts(self, line: Line, start: int, end: int) -> Iterator[range]:
        """Give the characters of a line's text that show a part of its block's, from `start` to `end`."""
        if line.kind == "table":  # of whose fragments there may be thousands
            places = line.fragments
            inner, outer = start - line.origin, end - line.origin
            first = max(bisect_right(places, inner, key=_place_in_row) - 1, 0)
            last = bisect_left(places, outer, key=_place_in_row)
            line = line._replace(fragments=places[first:last])
        for at, begin, length in self.slices(line):
            first, last = max(start - begin, 0), min(end - begin, length)
            if first < last:
                yield range(at + first, at + last)

    # Positions.

    def position(self, index: int) -> Position:
        """Give the position of a line; a blank one has that of the text below it."""
        if not self.lines:
            return TOP
        index = min(index, len(self.lines) - 1)
        while self.lines[index].kind == "blank" and index + 1 < len(self.lines):
            index += 1
        return Position(self.lines[index].block, self.lines[index].start)

    def line(self, position: Position) -> int:
        """Give the line that shows a position."""
        return line_at(self.lines, *position) if self.lines else 0

    def line_of(self, position: Position) -> tuple[int, int]:
        """Give the line that shows a character, and the cell of its text in which that stands."""
        first = self.line(position)
        for index in range(first, len(self.lines)):
            line = self.lines[index]
            if line.block != position.block or line.start > position.offset:
                break
            for part in self.parts(line, position.offset, position.offset + 1):
                return index, self.cells(line.text[: part.start])
        return first, 0

    def extract(self, start: Offset | None, end: Offset | None) -> str:
        """Give the source text between two points: no line breaks within a paragraph, rows of a table whole.

        A point is a character of a line's text, `x`, and a line, `y`; it may well lie outside.
        """
        return self.text_of(self.between(start, end))

    def text_of(self, parts: Mapping[int, tuple[int, int]]) -> str:
        """Give the source text of parts of blocks, as it is quoted."""
        texts = (self.sheet.quotable(block, *ends) for block, ends in parts.items())
        return "\n".join(text.rstrip(BLANKS) for text in texts)

    def between(self, start: Offset | None, end: Offset | None) -> dict[int, tuple[int, int]]:
        """Give what stands between two points (see `extract`): of each block, where the part begins and ends."""
        first = 0 if start is None else max(start.y, 0)
        last = len(self.lines) - 1 if end is None else min(end.y, len(self.lines) - 1)
        parts: dict[int, tuple[int, int]] = {}  # of each block: where the part begins and ends
        for index in range(first, last + 1):
            line = self.lines[index]
            if line.kind in _TEXTLESS:
                continue
            begin, finish = line.start, line.end
            if line.kind != "table":
                if start is not None and index == start.y:
                    begin = min(line.start + max(start.x, 0), line.end)
                if end is not None and index == end.y:
                    finish = min(line.start + max(end.x, 0), line.end)
            parts[line.block] = parts.get(line.block, (begin, 0))[0], finish
        return parts
