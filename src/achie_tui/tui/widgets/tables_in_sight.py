"""Tables in a view: one that is wider than the text scrolls sideways, and the header of a long one stays in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.typeset.document import Line
from achie_tui.typeset.tables import sideways, skipped_for

MOST_HEADER = 2  # lines of a table's header that stay in sight


@dataclass(frozen=True, slots=True)
class Sideways:
    """How far the wide tables of a text are scrolled: so many of their columns are away, by their blocks."""

    skipped: Mapping[int, int] = field(default_factory=dict)

    def by(self, layout: TextLayout, lines: range, columns: int) -> "Sideways":
        """Scroll the tables on some lines further by so many columns."""
        tables = {line.block: line for line in map(layout.lines.__getitem__, lines) if line.kind == "table"}
        further = {block: self._most(layout, line, self._of(line) + columns) for block, line in tables.items()}
        return self._with(further)

    def revealing(self, layout: TextLayout, line: Line, cell: int) -> "Sideways":
        """Scroll the table of a line, if it is one, until one of its cells is in sight."""
        columns = skipped_for(line.columns, layout.measure, cell, self._of(line))
        return self._with({line.block: self._most(layout, line, columns)})

    def _of(self, line: Line) -> int:
        return self.skipped.get(line.block, 0)

    @staticmethod
    def _most(layout: TextLayout, line: Line, columns: int) -> int:
        return max(0, min(columns, sideways(line.columns, layout.measure)))

    def _with(self, skipped: Mapping[int, int]) -> "Sideways":
        """Give the same with other tables elsewhere; this very one where they are there already."""
        changed = {block: columns for block, columns in skipped.items() if columns != self.skipped.get(block, 0)}
        return Sideways({**self.skipped, **changed}) if changed else self


def line_on(layout: TextLayout, top: int, y: int) -> int:
    """Give the number of the line that stands on a line of a view whose top is scrolled to `top`.

    While a table scrolls by, its header stays at the top.
    """
    lines = layout.lines
    if y < MOST_HEADER and top + MOST_HEADER < len(lines) and lines[top].kind == "table" and not lines[top].header:
        block = lines[top].block
        first = layout.line(Position(block, 0))
        if first + y < top and all(lines[index].header for index in range(first, first + y + 1)):
            beyond = lines[first + MOST_HEADER].header  # a header of so many lines would hide what it heads
            return top + y if beyond or lines[top + MOST_HEADER].block != block else first + y
    return top + y
