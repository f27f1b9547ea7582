"""A sheet in lines of one measure: where each line's text comes from, how it looks, and where it leads."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from textual.geometry import Offset

from achie_tui.model import ImageBlock, ListBlock, Span, TableBlock, TextBlock
from achie_tui.tui.safety import is_address
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.sheet import TOP, Position, Sheet
from achie_tui.typeset.document import PICTURE_TOP, Line, PictureNote, Placeholder, block_text, lay_out, line_at
from achie_tui.typeset.tables import Columns, window
from achie_tui.typeset.width import cell_width


class StyleRun(NamedTuple):
    """A part of a line that looks the same throughout; `styles` as in `Span`, `href` an address to follow."""

    start: int
    end: int
    styles: frozenset[str] = frozenset()
    href: str | None = None


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


class TextLayout:
    """Sets a sheet in lines of `measure` cells; `pictures` says what stands in the place of its pictures, by blocks."""

    def __init__(
        self,
        sheet: Sheet,
        measure: int,
        typography: Typography = _PLAIN,
        pictures: Mapping[int, Placeholder] | None = None,
    ) -> None:
        self.sheet = sheet
        self.measure = measure
        self.pictures: Mapping[int, Placeholder] = pictures or {}
        self.ambiguous_wide = typography.ambiguous_wide
        self.lines: Sequence[Line] = lay_out(
            sheet.blocks,
            measure,
            indent=typography.indent,
            paragraph_gap=typography.paragraph_gap,
            ambiguous_wide=typography.ambiguous_wide,
            pictures=self.pictures,
        )

    @cached_property
    def text_end(self) -> int:
        """How many lines there are up to the end of the article's own text, or of a message."""
        sheet = self.sheet
        after = sheet.first + sheet.count if sheet.count else len(sheet.blocks)
        end = bisect_left(self.lines, after, key=lambda line: line.block)
        while end and self.lines[end - 1].kind == "blank":
            end -= 1
        return end

    def sideways(self, columns: Columns) -> int:
        """Say how many columns of a table have to be scrolled away until its end is seen."""
        return next(n for n in range(len(columns.widths) + 1) if not window(columns, self.measure, n).after)

    def skipped_for(self, line: Line, cell: int, skipped: int) -> int:
        """Say how many columns have to be scrolled away for a cell of a table's line to be seen: `skipped` if it is."""
        ways = (skipped, *range(len(line.columns.widths)))
        windows = ((way, window(line.columns, self.measure, way)) for way in ways)
        return next((way for way, (pinned, rest, *_) in windows if cell in pinned or cell in rest), skipped)

    def cells(self, text: str) -> int:
        """Measure a text as it was set."""
        return cell_width(text, ambiguous_wide=self.ambiguous_wide)

    def role(self, line: Line) -> str:
        """Name the look of a line: that of its block, else its kind."""
        role = self.sheet.roles[line.block]
        return role or ("table-header" if line.kind == "table" and line.header else line.kind)

    def runs(self, line: Line) -> Iterator[StyleRun]:
        """Divide a line's text where its look changes."""
        length = len(line.text)
        offset = line.start - line.origin
        spans = [
            (max(span.start - offset, 0), min(span.end - offset, length), span)
            for span in self._spans(line)
            if span.start < offset + length and span.end > offset
        ]
        cuts = sorted({0, length, *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
        for start, end in pairwise(cuts):
            here = [span for first, last, span in spans if first <= start and end <= last]
            href = next((span.href for span in here if span.href and is_address(span.href)), None)
            # An address that may not be followed does not look as if it could be.
            # Raised and lowered characters are such in the text itself.
            styles = frozenset(span.style for span in here if span.style != "link" or href) - _CHARACTERS
            yield StyleRun(start, end, styles, href)

    def _spans(self, line: Line) -> Sequence[Span]:
        block = self.sheet.blocks[line.block]
        match block:
            case TextBlock(kind="embed"):
                return (Span(0, len(line.text), "link", block.href),) if block.href else ()
            case TextBlock():
                return block.spans
            case TableBlock() if line.kind == "table":
                return tuple(self._cell_spans(block, line))
            case ListBlock():
                return block.items[line.item].spans
            case ImageBlock() if line.kind == "image":
                note = self.pictures.get(line.block)
                url = note.url if isinstance(note, PictureNote) else ""
                return (Span(0, len(line.text), "link", url),) if url else ()
            case _:
                return ()

    def _cell_spans(self, table: TableBlock, line: Line) -> Iterator[Span]:
        """Give the links of the cells in a table's line, where their parts stand in its text."""
        if not table.links:
            return
        cells = block_text(table)[line.origin : line.end].split("\t")
        slices = list(zip(line.fragments, self._cell_slices(line), strict=True))
        for link in (link for link in table.links if link.row == line.item and link.column < len(cells)):
            first = cells[link.column].find(link.text)
            for fragment, part in slices:
                left = max(first, fragment.start)
                right = min(first + len(link.text), fragment.start + len(fragment.text))
                if fragment.column == link.column and first >= 0 and left < right:
                    at = part.at - fragment.start
                    yield Span(at + left, at + right, "link", link.href)

    def links(self, line: Line) -> Iterator[LinkPart]:
        """Give the links of a line that may be followed."""
        offset = line.start - line.origin
        for span in self._spans(line):
            start, end = max(span.start - offset, 0), min(span.end - offset, len(line.text))
            if span.style == "link" and span.href and start < end and is_address(span.href):
                at = PICTURE_TOP if line.kind == "image" else line.origin + span.start
                yield LinkPart(Position(line.block, at), start, end, span.href)

    def slices(self, line: Line) -> Iterator[Slice]:
        """Tell where the parts of a line's text stand in its block's."""
        if line.kind == "table":
            yield from self._cell_slices(line)
        elif line.kind not in ("blank", "image"):
            yield Slice(0, line.start, len(line.text))

    def parts(self, line: Line, start: int, end: int) -> Iterator[range]:
        """Give the characters of a line's text that show a part of its block's, from `start` to `end`."""
        for at, begin, length in self.slices(line):
            first, last = max(start - begin, 0), min(end - begin, length)
            if first < last:
                yield range(at + first, at + last)

    def _cell_slices(self, line: Line) -> Iterator[Slice]:
        cells = block_text(self.sheet.blocks[line.block])[line.origin : line.end].split("\t")
        at = drawn = 0  # characters and cells of the line so far
        for fragment in line.fragments:
            at += max(0, fragment.x - drawn)
            start = line.origin + sum(len(cell) + 1 for cell in cells[: fragment.column]) + fragment.start
            yield Slice(at, start, len(fragment.text))
            at += len(fragment.text)
            drawn = max(drawn, fragment.x) + self.cells(fragment.text)

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
            if self.lines[index].block != position.block:
                break
            for at, start, length in self.slices(self.lines[index]):
                if start <= position.offset < start + length:
                    return index, self.cells(self.lines[index].text[: at + position.offset - start])
        return first, 0

    def extract(self, start: Offset | None, end: Offset | None) -> str:
        """Give the source text between two points: no line breaks within a paragraph, rows of a table whole.

        A point is a character of a line's text, `x`, and a line, `y`; it may well lie outside.
        """
        first = 0 if start is None else max(start.y, 0)
        last = len(self.lines) - 1 if end is None else min(end.y, len(self.lines) - 1)
        parts: dict[int, tuple[int, int]] = {}  # of each block: where the part begins and ends
        for index in range(first, last + 1):
            line = self.lines[index]
            if line.kind in ("blank", "image"):
                continue
            begin, finish = line.start, line.end
            if line.kind != "table":
                if start is not None and index == start.y:
                    begin = min(line.start + max(start.x, 0), line.end)
                if end is not None and index == end.y:
                    finish = min(line.start + max(end.x, 0), line.end)
            parts[line.block] = parts.get(line.block, (begin, 0))[0], finish
        texts = (self.sheet.source_text(block)[begin:finish] for block, (begin, finish) in parts.items())
        return "\n".join(text.rstrip() for text in texts)
