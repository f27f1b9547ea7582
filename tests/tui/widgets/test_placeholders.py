"""What stands in the place of pictures, and which lines are in sight, without an app."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip
from textual.style import Style

from achie_tui.model import Block, ImageBlock, TextBlock
from achie_tui.tui.widgets.placeholders import WAITING, Placeholders, centred, most_rows, stated_size, waiting
from achie_tui.tui.widgets.sheet import Sheet
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.tui.widgets.viewport import NOTHING, Viewport
from achie_tui.typeset.document import Frame, PictureNote

TEXT = TextBlock("heading", "字")
PICTURE = ImageBlock("/a.png", alt="港口", caption="图为港口")


def sheet_of(*blocks: Block) -> Sheet:
    return Sheet(blocks, (None,) * len(blocks), 0, len(blocks))


def unknown(_: str) -> None:
    """Know the size of no file."""


@pytest.mark.parametrize(
    ("picture", "natural", "frame"),
    [
        (ImageBlock("/a.png"), None, Frame(36, 10)),
        (ImageBlock("/a.png", width=40, height=20), None, Frame(40, 10)),
        (ImageBlock("/a.png", width=40, height=20), (8, 4), Frame(8, 2)),
        (ImageBlock("/a.png", width=4000, height=2), None, Frame(80, 1)),
        (ImageBlock("/a.png", width=1, height=4000), None, Frame(1, 10)),
    ],
)
def test_room_is_kept_as_large_as_the_file_or_as_the_page_says(
    picture: ImageBlock, natural: tuple[int, int] | None, frame: Frame
) -> None:
    assert Placeholders(sheet_of(TEXT, picture), {}, lambda _: natural, 80, 10) == {1: frame}


def test_a_note_takes_the_place_of_a_picture_under_its_name() -> None:
    notes = {0: PictureNote("在站外\x1b[31m", "https://img.example/a.png"), 2: PictureNote("已损坏")}
    standing = Placeholders(sheet_of(PICTURE, TEXT, ImageBlock("/b.png")), notes, unknown, 80, 10)
    assert standing == {
        0: PictureNote("[图] 港口  在站外␛[31m", "https://img.example/a.png"),
        2: PictureNote("[图] 已损坏"),
    }


@given(st.none() | st.integers(1, 5000), st.none() | st.integers(1, 5000))
def test_what_is_missing_of_a_size_is_as_usual(width: int | None, height: int | None) -> None:
    wide, high = stated_size(ImageBlock("/a.png", width=width, height=height))
    assert (wide, high) >= (1, 1)
    assert width in (None, wide)
    assert height in (None, high)


def test_a_picture_takes_half_of_the_view_within_bounds() -> None:
    assert [most_rows(height) for height in (1, 8, 20, 40, 90)] == [4, 4, 10, 20, 20]


@given(st.integers(1, 60), st.integers(1, 20))
def test_a_frame_that_waits_is_as_large_as_its_picture(columns: int, rows: int) -> None:
    strips = waiting(Frame(columns, rows), Style(), "en")
    assert [strip.cell_length for strip in strips] == [columns] * rows
    said = "".join(strip.text for strip in strips).strip()
    assert WAITING.say("en").startswith(said)


def test_strips_stand_in_the_middle_of_the_text_and_say_which_line_they_are() -> None:
    layout = TextLayout(sheet_of(TEXT), 20)
    strips = centred([Strip([Segment("##########")])] * 2, Viewport(layout, width=30, height=9), 7, Style())
    assert [strip.text for strip in strips] == [" " * 10 + "#" * 10 + " " * 10] * 2
    offsets = [next(segment.style.meta["offset"] for segment in strip if segment.style) for strip in strips]
    assert offsets == [(0, 7), (0, 8)]


def test_lines_in_sight_above_and_below_are_those_that_there_are() -> None:
    layout = TextLayout(sheet_of(*[TEXT] * 4), 20)  # a blank line stands between two of them
    lines = len(layout.lines)
    viewport = Viewport(layout, top=0, width=24, height=3)
    assert (viewport.lines, viewport.below, viewport.above) == (range(3), range(3, 6), range(0)[::-1])
    viewport = viewport.scrolled(lines - 2)
    assert list(viewport.lines) == [lines - 2, lines - 1]
    assert list(viewport.below) == []
    assert list(viewport.above) == [lines - 3, lines - 4, lines - 5]
    assert viewport.margin == 2
    assert not NOTHING.lines
