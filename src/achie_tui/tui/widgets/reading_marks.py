"""What stands in the margins beside what is read: how far down one is, and where one goes on after the last page."""

from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.tui.widgets.viewport import Viewport

MARK = "▐"  # narrow in every terminal


class Fresh(NamedTuple):
    """The first line of a view that was not seen before the last page was turned to."""

    viewport: Viewport
    line: int


def place_lines(viewport: Viewport, percent: int) -> range:
    """Give the lines of a view that a mark at its right edge stands on: as far down as one is, as long as one sees."""
    lines, height = len(viewport.layout.lines), viewport.height
    if lines <= height:
        return range(0)
    length = max(1, height * height // lines)
    if viewport.layout.is_whole:
        first = round((height - length) * min(viewport.top, lines - height) / (lines - height))
    else:
        first = (height - length) * percent // 100
    return range(first, first + length)


def with_marks(strip: Strip, *, left: int | None, right: bool, style: Style) -> Strip:
    """Put marks over blank cells of a line: one at the cell `left`, and one at its right end."""
    mark = Segment(MARK, style.rich_style)
    if right:
        strip = Strip([*strip.crop(0, strip.cell_length - 1), mark], strip.cell_length)
    if left is not None:
        strip = Strip([*strip.crop(0, left), mark, *strip.crop(left + 1)], strip.cell_length)
    return strip
