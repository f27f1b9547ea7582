"""Figures drawn in cells: columns, bars and tables, of blanks and ASCII, so that no font can break them."""

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from achie_tui.typeset.width import cell_width, fit

Draw = Callable[[int], Sequence[Content]]
"""Draws something in lines of so many cells."""

FILLED, QUIET = "on $primary", "$text-muted"
MARK = "#"
"""What a chart is filled with where there are no colours."""
HEIGHT = 6
"""Lines of columns."""
_WIDEST = 4  # cells from one column to the next
_GAP = 2  # cells between the columns of a table, and between a bar and what is before it


class Drawing(Widget):
    """Shows what is drawn for the width there is, in as many lines as that takes."""

    DEFAULT_CSS = "Drawing { width: 1fr; height: auto; }"

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw

    def show(self, draw: Draw) -> None:
        """Show another drawing."""
        self._draw = draw
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Draw it."""
        return Content("\n").join(self._draw(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many lines as are needed."""
        return len(self._draw(width))


def grouped(numbers: Sequence[int], width: int) -> tuple[int, list[int]]:
    """Put numbers together, as few as will do, so that all find room; gives how many are one, and their sums."""
    each, sums = 1, list(numbers)
    while len(sums) + _scale(sums) > width and each < len(numbers):
        each += 1
        sums = [sum(numbers[start : start + each]) for start in range(0, len(numbers), each)]
    return each, sums


def columns(
    numbers: Sequence[int], labels: Mapping[int, str], width: int, *, colours: bool, height: int = HEIGHT
) -> list[Content]:
    """Draw a column for each number, or for several together (`grouped`), with the largest at the left.

    The `labels` stand below, by the numbers that they begin at; of two that touch only the first one is shown. A
    number that is too small for a line has one all the same.
    """
    each, sums = grouped(numbers, width)
    most, scale = max(sums, default=0), _scale(sums)
    step = max(1, min(_WIDEST, (width - scale) // max(1, len(sums))))
    filled = max(1, step - 1)
    lines = list[Content]()
    for line in range(height, 0, -1):
        name = f"{most:,}" if line == height else "0" if line == 1 else ""
        row = Content.styled(name.rjust(scale - _GAP) + " " * _GAP, QUIET)
        for number in sums:
            if number and -(-number * height // most) >= line:
                row += _bar(filled, colours=colours)
            else:
                row += Content.styled(("." if line == 1 else " ") * filled, QUIET)
            row += Content(" " * (step - filled))
        lines.append(row)
    axis = ""
    for at, label in sorted(labels.items()):
        start = at // each * step
        if (not axis or start > cell_width(axis)) and start + cell_width(label) <= width - scale:
            axis += " " * (start - cell_width(axis)) + label
    return [*lines, Content.styled(" " * scale + axis, QUIET)]


def bars(numbers: Mapping[str, int], width: int, *, colours: bool) -> list[Content]:
    """Draw a line for each number: its name, itself, and a bar as long as there is room for the largest."""
    most = max(numbers.values(), default=0)
    name_width = min(max(map(cell_width, numbers), default=0), width // 2)
    count_width = len(f"{most:,}")
    room = max(1, width - name_width - count_width - 2 * _GAP)
    return [
        Content.assemble(
            (fit(name, name_width), QUIET),
            " " * _GAP + f"{number:,}".rjust(count_width) + " " * _GAP,
            _bar(-(-room * number // most) if number else 0, colours=colours),
        )
        for name, number in numbers.items()
    ]


def table(heading: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[Content]:
    """Draw rows of a name and figures, these flush right; names give way where there is no room for all."""
    widths = [max(map(cell_width, column)) for column in zip_longest(heading, *rows, fillvalue="")]
    figures = sum(_GAP + each for each in widths[1:])
    widths[0] = max(1, min(widths[0], width - figures))
    first, *others = (_table_line(row, widths) for row in (heading, *rows))
    return [Content.styled(first, QUIET), *map(Content, others)]


def _table_line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *cells = row
    padded = (" " * (_GAP + width - cell_width(cell)) + cell for cell, width in zip(cells, widths[1:], strict=True))
    return fit(name, widths[0]) + "".join(padded)


def _bar(cells: int, *, colours: bool) -> Content:
    return Content.styled(" " * cells, FILLED) if colours else Content(MARK * cells)


def _scale(sums: Sequence[int]) -> int:
    """Give the cells that the largest number takes at the left of the columns."""
    return len(f"{max(sums, default=0):,}") + _GAP
