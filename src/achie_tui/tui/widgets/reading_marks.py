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
    is_place = y in place_lines(viewport, percent)
    if not viewport.margin or not (is_place or is_fresh):
        return strip
    # By characters, not by cells: in some terminals a line takes more of these than Textual knows of.
    mark, segments = Segment(MARK, style.rich_style), [segment for segment in strip if segment.text]
    if is_place and segments[-1].text.endswith(" "):
        segments[-1:] = [segments[-1]._replace(text=segments[-1].text[:-1]), mark]
    if is_fresh and segments[0].text.startswith(" "):
        segments[:1] = [mark, segments[0]._replace(text=segments[0].text[1:])]
    return Strip(segments, strip.cell_length)
