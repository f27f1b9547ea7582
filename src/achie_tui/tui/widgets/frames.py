"""What is painted in the place of a picture, line by line; and which pictures a sheet has, how large."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.language import Language, Phrase
from achie_tui.model import ImageBlock
from achie_tui.tui.widgets.sheet import Sheet
from achie_tui.typeset.document import Frame
from achie_tui.typeset.width import cell_width, cut

UNKNOWN = (1600, 900)
"""The size of a picture as long as none is known."""

WAITING = Phrase("正在取图片", "Fetching the picture")


def pictures_of(sheet: Sheet) -> Iterator[tuple[int, ImageBlock]]:
    """Give the pictures of a sheet with their blocks."""
    return ((number, block) for number, block in enumerate(sheet.blocks) if isinstance(block, ImageBlock))


def stated_size(picture: ImageBlock) -> tuple[int, int]:
    """Give the size that the page states, with what is missing of it as it usually is."""
    width, height = picture.width, picture.height
    wide, high = UNKNOWN
    if not width and not height:
        return UNKNOWN
    return width or max(1, (height or high) * wide // high), height or max(1, (width or wide) * high // wide)


def waiting(frame: Frame, style: Style, language: Language) -> list[Strip]:
    """Paint a frame which says that its picture is on its way."""
    words = cut(WAITING.say(language), frame.columns)
    before = " " * ((frame.columns - cell_width(words)) // 2)
    empty = Strip([Segment(" " * frame.columns, style.rich_style)])
    said = Strip([Segment(before + words, style.rich_style)]).adjust_cell_length(frame.columns, style.rich_style)
    return [said if row == (frame.rows - 1) // 2 else empty for row in range(frame.rows)]


class Spot(NamedTuple):
    """Where something is painted: from line `first` of a page on, in the middle of `measure` cells behind a margin."""

    first: int
    margin: int
    measure: int
    width: int

    def filled(self, strips: Sequence[Strip], blank: Style) -> list[Strip]:
        """Give whole lines of the view with these strips in their middle."""
        lines: list[Strip] = []
        for row, strip in enumerate(strips):
            # One offset in a line is enough for a selection to know which one this is.
            lead = (blank + Style.from_meta({"offset": (0, self.first + row)})).rich_style
            left = self.margin + (self.measure - strip.cell_length) // 2
            right = max(0, self.width - left - strip.cell_length)
            segments = [Segment(" " * left, lead), *strip, Segment(" " * right, blank.rich_style)]
            lines.append(Strip((segment for segment in segments if segment.text), self.width))
        return lines
