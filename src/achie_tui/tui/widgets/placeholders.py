"""What stands in the place of a picture: room for it, which may say that it is coming, or why it is not shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.language import Language, Phrase
from achie_tui.model import ImageBlock
from achie_tui.tui.widgets.sheet import Sheet
from achie_tui.tui.widgets.viewport import Viewport
from achie_tui.typeset.document import Frame, PictureNote, Placeholder, label
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cell_width, cut

MOST_ROWS, FEWEST_ROWS = 20, 4
"""Lines that a picture may take; within these, half of the view."""
UNKNOWN = (1600, 900)
"""The size of a picture as long as none is known."""

WAITING = Phrase("正在取图片", "Fetching the picture")


def most_rows(height: int) -> int:
    """Say how many lines a picture may take in a view of so many."""
    return max(FEWEST_ROWS, min(MOST_ROWS, height // 2))


class Placeholders(Mapping[int, Placeholder]):
    """What stands in the place of a sheet's pictures, by blocks: a note where there is one, else room.

    The room is as large as the picture's file, where its size is known by now, or as the page says. What was said of
    a block once stays, until it is looked at `anew`: a page may hold tens of thousands of pictures.
    """

    def __init__(
        self,
        sheet: Sheet,
        notes: Mapping[int, PictureNote],
        natural: Callable[[str], tuple[int, int] | None],
        columns: int,
        rows: int,
    ) -> None:
        self._sheet = sheet
        self._notes, self._natural = notes, natural
        self._columns, self._rows = columns, rows
        self._said: dict[int, Placeholder] = {}

    def __getitem__(self, block: int) -> Placeholder:
        if block not in self._said:
            self._said[block] = self._say(block)
        return self._said[block]

    def __iter__(self) -> Iterator[int]:
        return (block for block, _ in self._sheet.pictures)

    def __len__(self) -> int:
        return len(self._sheet.pictures)

    def anew(self, block: int) -> bool:
        """Look at a block again; tells whether it is another one now."""
        former, self._said[block] = self[block], self._say(block)
        return self._said[block] != former

    def _say(self, block: int) -> Placeholder:
        from achie_tui.pictures.halfblocks import fitted

        picture = self._sheet.blocks[block]
        if not isinstance(picture, ImageBlock):
            raise KeyError(block)
        if block in self._notes:
            return _named(self._notes[block], picture)
        return Frame(*fitted(self._natural(picture.src) or stated_size(picture), self._columns, self._rows))


def _named(note: PictureNote, picture: ImageBlock) -> PictureNote:
    name = label(picture)
    return note._replace(words=f"{name}{'  ' if ' ' in name else ' '}{clean_line(note.words)}")


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


def centred(strips: Sequence[Strip], viewport: Viewport, first: int, blank: Style) -> list[Strip]:
    """Give whole lines of a view, from line `first` of its layout on, with these strips in the middle of the text."""
    lines: list[Strip] = []
    for row, strip in enumerate(strips):
        # One offset in a line is enough for a selection to know which one this is.
        lead = (blank + Style.from_meta({"offset": (0, first + row)})).rich_style
        left = viewport.margin + (viewport.layout.measure - strip.cell_length) // 2
        right = max(0, viewport.width - left - strip.cell_length)
        segments = [Segment(" " * left, lead), *strip, Segment(" " * right, blank.rich_style)]
        lines.append(Strip((segment for segment in segments if segment.text), viewport.width))
    return lines
