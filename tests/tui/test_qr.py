"""The QR code of a link: what is on the screen is the code that a camera reads, dark on light in every theme."""

import pytest
import segno
from rich.color import Color

from achie_tui.tui.screens.qr import CodeScreen, CodeView
from achie_tui.tui.themes import THEMES
from tests.tui.driver import Driver, running, with_config
from tests.tui.fake import FakeNewsroom

WHITE = (255, 255, 255)


def read_screen(view: CodeView) -> list[list[bool]]:
    """Read the modules off the screen, as a camera would: what is dark, row by row, within the light frame."""
    rows: list[list[bool]] = []
    for y in range(view.size.height):
        halves: tuple[list[bool], list[bool]] = ([], [])
        for segment in view.render_line(y):
            style = segment.style
            assert style is not None
            for _ in segment.text:
                colours = (style.color, style.bgcolor) if segment.text.startswith("▀") else (style.bgcolor,) * 2
                for half, colour in zip(halves, colours, strict=True):
                    half.append(_is_dark(colour))
        rows += halves
    return rows


def _is_dark(colour: Color | None) -> bool:
    return colour is None or colour.triplet is None or tuple(colour.triplet) != WHITE


def assert_shown(desk: Driver, url: str, *, across: int = 1) -> None:
    """Find the code on the screen with a light frame of four modules; `across` cells make a module, else two a cell."""
    screen = desk.app.screen
    assert isinstance(screen, CodeScreen)
    dark = read_screen(screen.query_one(CodeView))
    matrix = segno.make(url, error="L", micro=False).matrix
    framed = [[False] * (len(matrix) + 8)] * 4
    code = [*framed, *([False] * 4 + [*map(bool, row)] + [False] * 4 for row in matrix), *framed]
    wanted = [[module for module in row for _ in range(across)] for row in code for _ in range(across)]
    size = len(wanted)
    places = ((y, x) for y in range(len(dark) - size + 1) for x in range(len(dark[0]) - size + 1))
    assert any(all(dark[y + row][x : x + size] == wanted[row] for row in range(size)) for y, x in places)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_the_code_of_the_link_is_on_the_screen_in_every_theme(newsroom: FakeNewsroom, theme: str) -> None:
    async with running(with_config(newsroom, theme=theme)) as desk:
        await desk.press("O")
        [path] = desk.main.current_paths
        url = newsroom.config.addresses.url(path)
        assert url in desk.status
        assert_shown(desk, url)
        await desk.press("q")
        assert desk.app.screen is desk.main


async def test_where_its_sign_is_wide_the_code_is_of_blanks(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, ambiguous_wide=True), (120, 60)) as desk:
        await desk.press("O")
        assert "▀" not in desk.text
        [path] = desk.main.current_paths
        assert_shown(desk, newsroom.config.addresses.url(path), across=2)


async def test_a_code_that_does_not_fit_is_not_cut(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, (80, 16)) as desk:
        await desk.press("O")
        assert "▀" not in desk.text
        assert "窗口太小，放不下二维码" in desk.text
