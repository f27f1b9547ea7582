"""Painting a line of a page: what stands before its text, the text in its looks, and what lies over that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.tui.widgets.hints import Hint
from achie_tui.tui.widgets.page import Page, Run
from achie_tui.typeset.document import Line
from achie_tui.typeset.tables import window
from achie_tui.typeset.width import cell_width, cumulative_widths

BAR = "▐ "  # beside a quotation; narrow in every terminal, unlike `▌` and `│`


class Looks(Protocol):
    """Gives the style of looks laid over one another."""

    def __call__(self, *names: str) -> Style:
        """Give it."""


@dataclass(frozen=True, slots=True)
class Over:
    """What lies over a line's text: ranges of its characters with the name of their look, and numbers of links."""

    marks: tuple[tuple[range, str], ...] = ()
    hints: list[Hint] = field(default_factory=list)
    selected: range = range(0)
    selection: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Painter:
    """Paints the lines of a page, `margin` cells from the left; `skipped` columns of its wide tables are away."""

    page: Page
    looks: Looks
    margin: int = 0
    skipped: Mapping[int, int] = field(default_factory=dict)

    def paint(self, line: Line, over: Over) -> Strip:
        """Paint a line."""
        return Strip(segment for segment in self._segments(line, over) if segment.text)

    def _segments(self, line: Line, over: Over) -> Iterator[Segment]:
        measure = self.page.measure
        blank, marker = self.looks().rich_style, self.looks("marker").rich_style
        if line.kind == "image":
            yield from self._instead_of_picture(line, over)
            return
        room = self.margin + line.indent
        hints, before, after = over.hints, self._before(line), ""
        leads = self.page.role(line) == "related" or not (hints and hints[0].start)
        if hints and leads and len(hints[0].label) < room:
            # There is room for the number before the line: nothing of the link need be covered.
            (label, *_), *hints = hints
            before, marker = f"{label} ", self.looks("hint").rich_style
        text = Strip(self._text(line, over, hints))
        if line.kind == "table":
            pinned, rest, hidden_before, hidden_after = window(line.columns, measure, self.skipped.get(line.block, 0))
            tells = line.header or line.item == 0
            before = "<" if self.margin and hidden_before and tells else ""
            after = ">" if hidden_after and tells else ""
            whole = text.adjust_cell_length(rest.stop, self.looks(self.page.role(line)).rich_style)
            seen = Strip.join([whole.crop(pinned.start, pinned.stop), whole.crop(rest.start, rest.stop)])
            text = seen.adjust_cell_length(measure, blank)
        yield Segment(" " * (room - len(before)), blank)
        yield Segment(before.rstrip(), marker)
        yield Segment(before[len(before.rstrip()) :], blank)
        yield from text
        yield Segment(after, marker)

    def _instead_of_picture(self, line: Line, over: Over) -> Iterator[Segment]:
        """Paint the frame in which a picture will be, or what is said in its place, on a bar as wide as the page."""
        blank, bar = self.looks().rich_style, self.looks("image").rich_style
        if line.text.isspace():
            yield Segment(" " * (self.margin + line.indent), blank)
            yield Segment(line.text, bar)
            return
        hints, number = over.hints, ""
        if hints and not hints[0].start and len(hints[0].label) < line.indent:
            (number, *_), *hints = hints
        lead = " " * (line.indent - len(number) - 1) if number else " " * line.indent
        before = (
            Segment(lead, bar),
            Segment(number, self.looks("hint").rich_style),
            Segment(" " if number else "", bar),
        )
        yield Segment(" " * self.margin, blank)
        yield from Strip([*before, *self._text(line, over, hints)]).adjust_cell_length(self.page.measure, bar)

    @staticmethod
    def _before(line: Line) -> str:
        if line.kind == "quote" and line.indent >= len(BAR):
            return BAR
        return line.marker

    def _text(self, line: Line, over: Over, hints: list[Hint]) -> Iterator[Segment]:
        """Paint a line's text with its spans and what lies over it."""
        covers = {hint.start: (hint.label, covered(line.text, hint)) for hint in hints}
        covered_to = 0
        for start, end, run in self._cut(line, over, covers.values(), covers):
            if start in covers:
                label, covered_to = covers[start]
                cells = cell_width(line.text[start:covered_to])
                yield Segment(label.ljust(cells), self.looks("hint").rich_style)
            if start < covered_to:
                continue
            marks = (name for part, name in over.marks if start in part)
            style = self.looks(self.page.role(line), *sorted(run.styles), *marks)
            if run.href:
                style += Style.from_meta({"href": run.href})
            if start in over.selected:
                style += over.selection
            yield Segment(line.text[start:end], style.rich_style)

    def _cut(
        self, line: Line, over: Over, covers: Iterable[tuple[str, int]], starts: Iterable[int]
    ) -> Iterator[tuple[int, int, Run]]:
        """Cut a line's runs wherever something that lies over them begins or ends."""
        edges = {over.selected.start, over.selected.stop, *starts, *(end for _, end in covers)}
        edges |= {edge for part, _ in over.marks for edge in (part.start, part.stop)}
        for run in self.page.runs(line):
            inner = (edge for edge in edges if run.start < edge < run.end)
            for start, end in pairwise(sorted({run.start, run.end, *inner})):
                yield start, end, run


def covered(text: str, hint: Hint) -> int:
    """Give the end of the characters that a link's number covers: whole ones, as many cells as it needs at least."""
    widths = cumulative_widths(text)
    end = hint.start
    while end < len(text) and widths[end] - widths[hint.start] < len(hint.label):
        end += 1
    while end < len(text) and widths[end + 1] == widths[end]:  # marks and joiners belong to what is covered
        end += 1
    return end
