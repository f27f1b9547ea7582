"""What terminals are sent, byte by byte."""

import base64
import re

import pytest

from achie_tui.pictures import iterm2, kitty, sixel
from achie_tui.pictures.cells import Area, CellSize, area_of
from achie_tui.pictures.drawing import LARGEST, draw
from achie_tui.pictures.raster import Paletted, Png, Raster
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


def test_iterm2() -> None:
    assert iterm2.place(Png(40, 20, b"a picture"), AREA) == (
        "\x1b7\x1b[2;4H\x1b]1337;File=inline=1;size=9;width=20;height=5;preserveAspectRatio=1;doNotMoveCursor=1:"
        "YSBwaWN0dXJl\x07\x1b8"
    )
    assert iterm2.clear(AREA) == ERASED


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
