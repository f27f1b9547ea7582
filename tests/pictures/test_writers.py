"""What terminals are sent, byte by byte."""

import base64
import re
from io import BytesIO

import pytest
from PIL import Image

from achie_tui.pictures import iterm2, kitty, sixel
from achie_tui.pictures.cells import Area, CellSize, area_of
from achie_tui.pictures.decoding import decode
from achie_tui.pictures.drawing import LARGEST, Overlay, draw, for_cells, overlay
from achie_tui.pictures.means import Limits
from achie_tui.pictures.raster import Jpeg, Paletted, Png, Raster
from tests.pictures.samples import file, halves

AREA = Area(3, 1, 20, 5)
ERASED = "\x1b7\x1b[0m" + "".join(f"\x1b[{row};4H{' ' * 20}" for row in range(2, 7)) + "\x1b8"


def test_kitty() -> None:
    assert kitty.place(Png(40, 20, b"a picture"), AREA, 7) == (
        "\x1b7\x1b[2;4H\x1b_Ga=T,f=100,t=d,i=7,p=1,c=20,r=5,C=1,q=2,m=0;YSBwaWN0dXJl\x1b\\\x1b8"
    )
    assert kitty.clear(7) == "\x1b_Ga=d,d=I,i=7,q=2\x1b\\"


@pytest.mark.parametrize("size", [1, 3071, 3072, 3073, 6144, 10_000])
def test_kitty_in_chunks(size: int) -> None:
    data = bytes(i % 251 for i in range(size))
    commands = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty.place(Png(40, 20, data), AREA, 7))
    assert base64.b64decode("".join(payload for _, payload in commands)) == data
    assert all(len(payload) <= 4096 and len(payload) % 4 == 0 for _, payload in commands)
    keys = [dict(key.split("=") for key in keys.split(",")) for keys, _ in commands]
    assert [key["m"] for key in keys] == ["1"] * (len(keys) - 1) + ["0"]
    assert all(key["q"] == "2" for key in keys)
    assert all(set(key) == {"m", "q"} for key in keys[1:])


def test_kitty_by_cells() -> None:
    """By the protocol's document: `U+10EEEE` with the marks of row and column, its colour the picture's number."""
    assert [*kitty.transmit(Png(40, 20, b"a picture"), 20, 5, 0x8A0B0C)] == [
        "\x1b_Ga=T,U=1,f=100,t=d,i=9046796,c=20,r=5,q=2,m=0;YSBwaWN0dXJl\x1b\\"
    ]
    assert kitty.cells(3, 2) == [
        "\U0010eeee\u0305\u0305\U0010eeee\u0305\u030d\U0010eeee\u0305\u030e",
        "\U0010eeee\u030d\u0305\U0010eeee\u030d\u030d\U0010eeee\u030d\u030e",
    ]
    assert kitty.colour(0x8A0B0C) == (0x8A, 0x0B, 0x0C)
    most = kitty.cells(kitty.MOST_CELLS, kitty.MOST_CELLS)
    assert len({*most}) == len(most) == 129
    assert most[0].endswith("\U0010eeee\u0305\u082d")


def test_kitty_in_chunks_that_anything_but_a_command_may_come_between() -> None:
    chunks = [*kitty.transmit(Png(40, 20, bytes(10_000)), 20, 5, 7)]
    begun = ["\x1b_Ga=T,U=1,", *["\x1b_Gm=1,q=2;"] * 3, "\x1b_Gm=0,q=2;"]
    assert [chunk[:11] for chunk in chunks] == [each[:11] for each in begun[: len(chunks) - 1] + begun[-1:]]
    assert len(chunks) == 4
    assert all(len(chunk) < 4096 + 80 for chunk in chunks)


def test_identities_are_numbers_of_24_bits_of_our_own() -> None:
    all_of_them = {kitty.identity(number) for number in range(kitty.NUMBERS)}
    assert len(all_of_them) == kitty.NUMBERS
    assert all(1 << 23 <= each < 1 << 24 for each in all_of_them)
    assert kitty.identity(kitty.NUMBERS + 3) == kitty.identity(3)


def test_iterm2() -> None:
    assert iterm2.place(Png(40, 20, b"a picture"), AREA) == (
        "\x1b7\x1b[2;4H\x1b]1337;File=inline=1;size=9;width=20;height=5;preserveAspectRatio=1;doNotMoveCursor=1:"
        "YSBwaWN0dXJl\x07\x1b8"
    )
    assert iterm2.clear(AREA) == ERASED


def test_iterm2_on_all_of_its_cells() -> None:
    assert iterm2.fill(Jpeg(40, 20, b"a picture"), AREA) == (
        "\x1b7\x1b[2;4H\x1b]1337;File=inline=1;size=9;width=20;height=5;preserveAspectRatio=0;doNotMoveCursor=1:"
        "YSBwaWN0dXJl\x07\x1b8"
    )


def test_sixel() -> None:
    palette = bytes((255, 0, 0, 0, 0, 255))
    picture = Paletted(6, 7, palette, b"\0\0\0\0\0\1" * 6 + b"\1\1\0\0\0\0")
    assert sixel.place(picture, AREA) == (
        '\x1b7\x1b[2;4H\x1bP0;1;0q"1;1;6;7#0;2;100;0;0#1;2;0;0;100#0!5~$#1!5?~-#0??!4@$#1@@\x1b\\\x1b8'
    )
    assert sixel.clear(AREA) == ERASED


def drawn(sixels: str, width: int, height: int) -> bytes:
    """Draw sixels as a terminal would."""
    pixels = [[-1] * width for _ in range(height + 5)]
    x = y = colour = 0
    body = sixels[sixels.index("q") + 1 : sixels.index("\x1b\\")]
    for token in re.findall(r'"[\d;]+|#[\d;]+|!\d+.|[?-~]|\$|-', body):
        match token[0]:
            case "#" if ";" not in token:
                colour = int(token[1:])
            case "$":
                x = 0
            case "-":
                x, y = 0, y + 6
            case first if first == "!" or first >= "?":
                times, bits = int(token[1:-1] or 1), ord(token[-1]) - ord("?")
                for column in range(x, x + times):
                    for bit in range(6):
                        if bits >> bit & 1:
                            pixels[y + bit][column] = colour
                x += times
    assert all(value == -1 for row in pixels[height:] for value in row)
    return bytes(value for row in pixels[:height] for value in row)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 6), (70, 13), (33, 40)])
def test_sixels_draw_every_pixel(width: int, height: int) -> None:
    pixels = bytes((x * x // 7 + y * 3) % 256 for y in range(height) for x in range(width))
    picture = Paletted(width, height, bytes(3 * 256), pixels)
    assert drawn(sixel.encode(picture).decode(), width, height) == pixels


def test_no_writer_lets_anything_but_ascii_out() -> None:
    data = bytes(range(256))
    png = Png(16, 16, data)
    for sequence in (
        kitty.place(png, AREA, 1),
        iterm2.place(png, AREA),
        sixel.place(Paletted(16, 16, bytes(3 * 256), data), AREA),
    ):
        assert sequence.isascii()
        assert not re.search(r"[\x00-\x06\x08-\x1a\x1c-\x1f\x7f]", sequence)


@pytest.mark.parametrize(
    ("size", "area"),
    [((80, 48), Area(45, 13, 10, 3)), ((1, 1), Area(49, 14, 1, 1)), ((9999, 9999), Area(10, 5, 80, 20))],
)
def test_the_cells_of_a_picture(size: tuple[int, int], area: Area) -> None:
    assert area_of(Raster(*size, b""), CellSize(8, 16), Area(10, 5, 80, 20)) == area


async def test_draw() -> None:
    data = file(halves(160, 160), "PNG")
    within, cell = Area(0, 0, 80, 24), CellSize(10, 20)
    for_kitty = await draw(data, "kitty", within, cell, (0, 0, 0))
    assert re.search(r"\x1b\[5;25H\x1b_Ga=T,f=100,t=d,i=\d+,p=1,c=32,r=16,", for_kitty.place)
    assert not for_kitty.in_cells
    for_iterm = await draw(data, "iterm2", within, cell, (0, 0, 0))
    assert "width=32;height=16;" in for_iterm.place
    for_sixel = await draw(data, "sixel", within, cell, (0, 0, 0))
    assert '"1;1;320;320#' in for_sixel.place
    assert for_sixel.in_cells


async def test_on_a_fine_screen_a_picture_is_sent_coarser_and_shown_as_large() -> None:
    data = file(halves(4000, 1000), "JPEG")
    drawing = await draw(data, "kitty", Area(0, 0, 200, 60), CellSize(20, 40), (0, 0, 0))
    assert "c=200,r=25," in drawing.place
    payload = "".join(re.findall(r";([^;\x1b]+)\x1b\\", drawing.place))
    width = int.from_bytes(base64.b64decode(payload)[16:20])
    assert width == LARGEST[0]


# Sixels within what the terminal can.


async def test_sixels_are_no_larger_than_the_terminal_draws() -> None:
    data = file(halves(4000, 1000), "JPEG")
    within, cell = Area(0, 0, 200, 60), CellSize(10, 20)
    assert '"1;1;1000;250#' in (await draw(data, "sixel", within, cell, (0, 0, 0))).place
    few = await draw(data, "sixel", within, cell, (0, 0, 0), limits=Limits(600, 100, 2))
    assert '"1;1;400;100#0;' in few.place
    assert "#2;2" not in few.place


# Within a text.


@pytest.mark.parametrize("size", [(40, 10), (4000, 1000), (1000, 30)])
async def test_sixels_fill_their_cells_exactly(size: tuple[int, int]) -> None:
    drawn_over = await overlay(file(halves(*size), "PNG"), "sixel", (40, 5), CellSize(9, 19), (1, 2, 3))
    assert isinstance(drawn_over.picture, str)
    assert drawn_over.picture.startswith('\x1bP0;1;0q"1;1;360;95#')
    sequence = drawn_over.at(Area(2, 4, 40, 5))
    assert sequence == f"\x1b7\x1b[5;3H{drawn_over.picture}\x1b8"


async def test_sixels_that_would_be_too_large_leave_the_rest_of_their_frame_blank() -> None:
    limits = Limits(205, 1000, 16)
    drawn_over = await overlay(
        file(halves(400, 100), "PNG"), "sixel", (40, 5), CellSize(10, 20), (1, 2, 3), limits=limits
    )
    assert (drawn_over.columns, drawn_over.rows) == (20, 5)
    blank, _, shown = drawn_over.at(Area(2, 4, 40, 5)).partition("\x1b8")
    assert blank == "\x1b7\x1b[0m\x1b[48;2;1;2;3m" + "".join(f"\x1b[{row};3H{' ' * 40}" for row in range(5, 10))
    assert shown.startswith('\x1b7\x1b[5;13H\x1bP0;1;0q"1;1;200;100#')


async def test_iterm2_is_given_a_file_of_ours_with_the_proportions_of_the_frame() -> None:
    drawn_over = await overlay(file(halves(40, 10), "PNG"), "iterm2", (40, 5), CellSize(10, 20), (0, 255, 0))
    assert isinstance(drawn_over.picture, Jpeg)
    with Image.open(BytesIO(drawn_over.picture.data)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (40, 10)
        red, green, blue = (picture.convert("RGB").getpixel(at) for at in ((5, 5), (20, 0), (35, 5)))
    assert "width=40;height=5;" in drawn_over.at(Area(0, 0, 40, 5))
    assert red != blue
    assert green


async def test_what_is_around_a_picture_is_what_is_behind_it() -> None:
    data = file(Image.new("RGB", (100, 10), (255, 0, 0)), "PNG")
    filled = await decode(Paletted, data, 100, 50, background=(0, 255, 0), filled=True)
    assert (filled.width, filled.height) == (100, 50)
    colours = [tuple(filled.palette[3 * index : 3 * index + 3]) for index in filled.pixels[::100]]
    assert colours == [(0, 255, 0)] * 20 + [(255, 0, 0)] * 10 + [(0, 255, 0)] * 20
    jpeg = await decode(Jpeg, data, 1000, 500, enlarged=1, filled=True)
    assert (jpeg.width, jpeg.height) == (100, 50)


async def test_cells_are_given_a_file_no_finer_than_the_sites() -> None:
    data = file(halves(40, 10), "PNG")
    assert (await for_cells(data, (40, 5), CellSize(10, 20), (0, 0, 0))).width == 40
    assert (await for_cells(data, (2, 1), CellSize(10, 20), (0, 0, 0))).width == 20


def test_an_overlay_knows_how_much_it_takes() -> None:
    assert Overlay(1, 1, (0, 0, 0), Jpeg(1, 1, b"12345")).size == 5
    assert Overlay(1, 1, (0, 0, 0), "\x1bPq\x1b\\").size == 5
