"""What stands in the margins beside what is read: how far down one is, and where one goes on after the last page."""

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.tui.widgets.viewport import Viewport

MARK = "▐"  # narrow in every terminal


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


def in_margins(strip: Strip, viewport: Viewport, y: int, *, percent: int, is_fresh: bool, style: Style) -> Strip:
    """Put marks over the blank cells beside a line: at the left where one goes on, at the right where one is."""
    if not viewport.margin:
        return strip
    mark = Segment(MARK, style.rich_style)
    if y in place_lines(viewport, percent):
        strip = Strip([*strip.crop(0, strip.cell_length - 1), mark], strip.cell_length)
    if is_fresh:
        strip = Strip([mark, *strip.crop(1)], strip.cell_length)
    return strip
