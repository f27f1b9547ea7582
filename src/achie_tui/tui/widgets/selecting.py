"""Text that is selected by mouse.

Textual tells a selection in characters of the lines that are drawn, each with all that stands before its text: the
margin and the indent. Here that becomes places in the text, and back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.geometry import Offset
from textual.selection import Selection

from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.tui.widgets.viewport import Viewport
from achie_tui.typeset.document import Line

SELECTED = "selected"
"""The look of a selection, which is the screen's."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What is selected of the text that a viewport shows; an overlay, which marks that."""

    viewport: Viewport
    selection: Selection

    @property
    def parts(self) -> dict[int, tuple[int, int]]:
        """What is selected: of each block, where the part begins and ends."""
        start, end = (None if point is None else in_text(self.viewport, point) for point in self.selection)
        return self.viewport.layout.between(start, end)

    def marks(self, layout: TextLayout, index: int) -> Iterator[Mark]:
        """Mark the characters of a line's text that are selected; of a table's line, all or none."""
        span = self.selection.get_span(index)
        if span is None:
            return
        line = layout.lines[index]
        start, end = span
        if line.kind == "table":
            yield Mark(range(len(line.text)), SELECTED)
        else:
            lead = _lead(self.viewport, line)
            last = len(line.text) if end == -1 else max(0, end - lead)
            yield Mark(range(max(0, start - lead), last), SELECTED)


def selection_of(viewport: Viewport, block: int, start: int, end: int) -> Selection:
    """Give the selection of a part of a block's text."""
    first, last = (_drawn(viewport, Position(block, offset)) for offset in (start, max(start, end - 1)))
    return Selection(first, last + Offset(1, 0))


def in_text(viewport: Viewport, point: Offset) -> Offset:
    """Turn a character of a drawn line into one of its text."""
    lines = viewport.layout.lines
    return point - (_lead(viewport, lines[point.y]), 0) if 0 <= point.y < len(lines) else point


def _drawn(viewport: Viewport, position: Position) -> Offset:
    """Give the character of a drawn line that shows a position."""
    index = viewport.layout.line(position)
    line = viewport.layout.lines[index]
    return Offset(position.offset - line.start + _lead(viewport, line), index)


def _lead(viewport: Viewport, line: Line) -> int:
    return viewport.margin + line.indent
