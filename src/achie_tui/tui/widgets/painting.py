"""Painting a line of a text: what stands before it, the text in its looks, and what lies over that."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.text_layout import StyleRun, TextLayout
from achie_tui.typeset.document import Line
from achie_tui.typeset.spacing import UNSEEN
from achie_tui.typeset.tables import window
from achie_tui.typeset.width import cell_width, cumulative_widths

_UNSEEN = re.compile(f"({UNSEEN})")
BAR = "▐ "  # beside a quotation; narrow in every terminal, unlike `▌` and `│`


class Looks(Protocol):
    """Gives the style of looks laid over one another."""

    def __call__(self, *names: str) -> Style:
        """Give it."""


@dataclass(frozen=True, slots=True)
class Painter:
    """Paints the lines of a layout, `margin` cells from the left; `skipped` columns of its wide tables are away."""

    layout: TextLayout
    looks: Looks
    margin: int = 0
    skipped: Mapping[int, int] = field(default_factory=dict)

    def paint(self, line: Line, marks: Sequence[Mark] = ()) -> Strip:
        """Paint a line with what lies over it, the uppermost mark last."""
        return Strip(segment for segment in self._segments(line, marks) if segment.text)

    def _segments(self, line: Line, marks: Sequence[Mark]) -> Iterator[Segment]:
        measure = self.layout.measure
        blank, marker = self.looks().rich_style, self.looks("marker").rich_style
        looks = [mark for mark in marks if not mark.label]
        labels = sorted((mark for mark in marks if mark.label), key=lambda mark: mark.characters.start)
        if line.kind == "image":
            yield from self._instead_of_picture(line, looks, labels)
            return
        room = self.margin + line.indent
        before, after = self._before(line), ""
        leads = self.layout.role(line) == "related" or not (labels and labels[0].characters.start)
        if labels and leads and len(labels[0].label) < room:
            # There is room for the label before the line: nothing of the text need be covered.
            (_, look, label), *labels = labels
            before, marker = f"{label} ", self.looks(look).rich_style
        if line.kind == "table":
            pinned, rest, hidden_before, hidden_after = window(line.columns, measure, self.skipped.get(line.block, 0))
            tells = line.header or line.item == 0
            before = "<" if self.margin and hidden_before and tells else ""
            after = ">" if hidden_after and tells else ""
            seen = [self._columns(line, cells, looks, labels) for cells in (pinned, rest)]
            text = Strip.join(seen).adjust_cell_length(measure, blank)
        else:
            text = Strip(self._text(line, looks, labels))
        yield Segment(" " * (room - len(before)), blank)
        yield Segment(before.rstrip(), marker)
        yield Segment(before[len(before.rstrip()) :], blank)
        yield from text
        yield Segment(after, marker)

    def _instead_of_picture(self, line: Line, looks: Sequence[Mark], labels: Sequence[Mark]) -> Iterator[Segment]:
        """Paint the frame in which a picture will be, or what is said in its place, on a bar as wide as the text."""
        blank, bar = self.looks().rich_style, self.looks("image").rich_style
        if line.text.isspace():
            yield Segment(" " * (self.margin + line.indent), blank)
            yield Segment(line.text, bar)
            return
        before = [Segment(" " * line.indent, bar)]
        if labels and not labels[0].characters.start and len(labels[0].label) < line.indent:
            (_, look, label), *labels = labels
            lead = " " * (line.indent - len(label) - 1)
            before = [Segment(lead, bar), Segment(label, self.looks(look).rich_style), Segment(" ", bar)]
        yield Segment(" " * self.margin, blank)
        yield from Strip([*before, *self._text(line, looks, labels)]).adjust_cell_length(self.layout.measure, bar)

    @staticmethod
    def _before(line: Line) -> str:
        if line.kind == "quote" and line.indent >= len(BAR):
            return BAR
        return line.marker

    def _columns(self, line: Line, cells: range, looks: Sequence[Mark], labels: Sequence[Mark]) -> Strip:
        """Paint the columns of a table's line that stand in some cells of it, which may be few of very many."""
        first, last = (bisect_left(line.fragments, cell, key=lambda part: part.x) for cell in (cells.start, cells.stop))
        style = self.looks(self.layout.role(line)).rich_style
        if first == last:
            return Strip([]).adjust_cell_length(len(cells), style)
        start, end = line.fragments[first], line.fragments[last - 1]
        seen = range(start.at, end.at + len(end.text))
        looks, labels = (
            [mark for mark in marks if mark.characters.start < seen.stop and mark.characters.stop > seen.start]
            for marks in (looks, labels)
        )
        text = self._text(line, looks, labels, seen)
        lead = Segment(" " * (start.x - cells.start), style)
        return Strip([lead, *text]).adjust_cell_length(len(cells), style)

    def _text(
        self, line: Line, looks: Sequence[Mark], labels: Sequence[Mark], seen: range | None = None
    ) -> Iterator[Segment]:
        """Paint a line's text, or the characters `seen` of it, with its spans and what lies over it."""
        covers = {mark.characters.start: (mark, covered(line.text, mark)) for mark in labels}
        covered_to = 0
        edges = {edge for start, (_, end) in covers.items() for edge in (start, end)}
        edges |= {edge for mark in looks for edge in (mark.characters.start, mark.characters.stop)}
        for start, end, run in self._cut(line, edges, seen):
            if start in covers:
                mark, covered_to = covers[start]
                cells = cell_width(line.text[start:covered_to])
                yield Segment(mark.label.ljust(cells), self.looks(mark.look).rich_style)
            if start < covered_to:
                continue
            over = (mark.look for mark in looks if start in mark.characters)
            style = self.looks(self.layout.role(line), *sorted(run.styles), *over)
            if run.link is not None:
                # A number, since styles are remembered by what they hold: addresses would be thousands.
                style += Style.from_meta({"link": run.link})
            yield from (Segment(part, style.rich_style) for part in _parted(line.text[start:end]))

    def _cut(self, line: Line, edges: set[int], seen: range | None) -> Iterator[tuple[int, int, StyleRun]]:
        """Cut a line's runs wherever something that lies over them begins or ends."""
        for run in self.layout.runs(line, seen):
            inner = (edge for edge in edges if run.start < edge < run.end)
            for start, end in pairwise(sorted({run.start, run.end, *inner})):
                yield start, end, run


def _parted(text: str) -> list[str]:
    """Part a text at what is unseen of it, so that a line's places still count when that is left out."""
    return _UNSEEN.split(text) if UNSEEN in text else [text]


def covered(text: str, mark: Mark) -> int:
    """Give the end of the characters that a label covers: whole ones, as many cells as it needs at least."""
    start = mark.characters.start
    widths = cumulative_widths(text)
    end = start
    while end < len(text) and widths[end] - widths[start] < len(mark.label):
        end += 1
    while end < len(text) and widths[end + 1] == widths[end]:  # marks and joiners belong to what is covered
        end += 1
    return end
