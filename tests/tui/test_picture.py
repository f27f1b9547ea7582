"""Pictures under a pilot: half blocks as strips, and the screen with one picture."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from rich.cells import cell_len
from textual.app import App
from textual.filter import LineFilter
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from achie_tui.language import Language
from achie_tui.model import ImageBlock
from achie_tui.pictures.errors import PictureFailedError
from achie_tui.pictures.halfblocks import UPPER_HALF
from achie_tui.pictures.raster import RGB, Raster
from achie_tui.pictures.terminal import Protocol
from achie_tui.tui.safety import SafeOutput
from achie_tui.tui.widgets import picture as module
from achie_tui.tui.widgets.picture import PictureScreen, half_block_strips
from tests.pictures.samples import BLUE, GREEN, RED, WHITE, file, halves
from tests.tui.driver import UNREACHABLE

FIRST = ImageBlock("first.png", alt="红与蓝", caption="图为红色与蓝色")
SECOND = ImageBlock("second.png", alt="绿\x1b[31m色")
THIRD = ImageBlock("third.tiff")
FILES = {
    "first.png": file(halves(80, 80), "PNG"),
    "second.png": file(Image.new("RGB", (40, 40), GREEN), "PNG"),
    "third.tiff": file(halves(), "TIFF"),
}


class Gallery(App[None]):
    """An app with nothing but pictures."""

    def __init__(self, protocol: Protocol = "blocks", language: Language = "zh", first: int = 0) -> None:
        super().__init__()
        self.protocol: Protocol = protocol
        self.language: Language = language
        self.first = first
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked: list[str] = []
        self.failure: Exception | None = None

    def on_mount(self) -> None:
        """Open the pictures."""
        pictures = (FIRST, SECOND, THIRD)
        self.push_screen(PictureScreen(pictures, self.load, self.language, first=self.first, protocol=self.protocol))

    async def load(self, src: str) -> bytes:
        """Give a file, once the gate is open."""
        self.asked.append(src)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return FILES[src]

    def get_line_filters(self) -> list[LineFilter]:
        """Let only out what the real app lets out."""
        return [*super().get_line_filters(), SafeOutput()]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record what is sent past Textual."""
    sequences: list[str] = []
    monkeypatch.setattr(module, "send", lambda _, sequence: sequences.append(sequence))
    return sequences


def strips(app: App[Any]) -> list[Strip]:
    drawn = app.screen._compositor.render_strips()
    assert all(cell_len(strip.text) == app.size.width for strip in drawn)
    return drawn


def text(app: App[Any]) -> list[str]:
    return [strip.text.strip() for strip in strips(app)]


def colours(strip: Strip) -> list[tuple[str, RGB | None, RGB | None]]:
    """Give each cell of a strip with its colours."""
    return [
        (character, *(colour and colour.triplet and tuple(colour.triplet) for colour in (style.color, style.bgcolor)))  # type: ignore[misc]
        for segment in strip
        if (style := segment.style) is not None
        for character in segment.text
    ]


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something that takes a process."""
    async with asyncio.timeout(20):
        while not condition():
            await pilot.pause(0.02)
    await pilot.pause()


def shows(app: App[Any], colour: RGB) -> Callable[[], bool]:
    return lambda: any(colour in cell for strip in strips(app) for cell in colours(strip))


# Half blocks.


def test_strips_are_exact_to_the_cell() -> None:
    rows = ((RED, GREEN), (RED, BLUE), (BLUE, WHITE))
    raster = Raster(2, 3, bytes(value for row in rows for pixel in row for value in pixel))
    first, second = half_block_strips(raster, (26, 27, 29))
    assert colours(first) == [(" ", None, RED), (UPPER_HALF, GREEN, BLUE)]
    assert colours(second) == [(UPPER_HALF, BLUE, (26, 27, 29)), (UPPER_HALF, WHITE, (26, 27, 29))]
    assert first.cell_length == second.cell_length == 2


def test_strips_where_blocks_are_wide() -> None:
    raster = Raster(1, 2, bytes((*RED, *BLUE)))
    (strip,) = half_block_strips(raster, WHITE, ambiguous_wide=True)
    assert colours(strip) == [(" ", None, (127, 0, 127))]


# The screen.


async def test_a_picture_fills_the_screen() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, RED))
        lines = [colours(strip) for strip in strips(app)]
        # 23 lines are 46 pixels high: the square is 46 cells wide, in the middle.
        for line in lines[:23]:
            assert {cell[2] for cell in line[17:36]} == {RED}
            assert {cell[2] for cell in line[44:63]} == {BLUE}
            assert RED not in (line[16][2], line[63][2])
        assert text(app)[23] == "第 1 张，共 3 张  图为红色与蓝色"


async def test_walking() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, RED))
        await pilot.press("k")
        assert app.asked == ["first.png"]
        await pilot.press("j")
        await until(pilot, shows(app, GREEN))
        assert text(app)[23] == "第 2 张，共 3 张  绿␛[31m色"
        await pilot.press("right")
        await until(pilot, lambda: "这张图片不是 JPEG、PNG、GIF 或 WebP，无法显示" in text(app))
        await pilot.press("space")
        assert app.asked == ["first.png", "second.png", "third.tiff"]
        await pilot.press("left", "up")
        await until(pilot, shows(app, RED))


async def test_while_it_is_loading() -> None:
    app = Gallery()
    app.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "正在取图片，请稍候" in text(app))
        await pilot.press("j")
        await until(pilot, lambda: app.asked == ["first.png", "second.png"])
        app.gate.set()
        await until(pilot, shows(app, GREEN))
        assert not shows(app, RED)()


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [(UNREACHABLE, UNREACHABLE.sentence("en")), (KeyError("\x1b[2J"), PictureFailedError().sentence("en"))],
)
async def test_a_failure_is_told_in_a_sentence(failure: Exception, sentence: str) -> None:
    app = Gallery(language="en")
    app.failure = failure
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: sentence in text(app))
        app.failure = None
        await pilot.press("j")
        await until(pilot, shows(app, GREEN))


async def test_a_long_sentence_is_broken_over_lines() -> None:
    app = Gallery()
    app.failure = UNREACHABLE
    async with app.run_test(size=(30, 12)) as pilot:
        await until(pilot, lambda: UNREACHABLE.sentence("zh").replace(" ", "") in "".join(text(app)).replace(" ", ""))


async def test_a_new_size_draws_it_anew() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, RED))
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: colours(strips(app)[5])[8][2] != RED == colours(strips(app)[5])[9][2])
        assert app.asked == ["first.png"]


@pytest.mark.parametrize("key", ["i", "q", "escape", "click"])
async def test_leaving(key: str) -> None:
    app = Gallery()
    app.gate.clear()  # even while it is loading
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await (pilot.click() if key == "click" else pilot.press(key))
        await pilot.pause()
        assert len(app.screen_stack) == 1


async def test_leaving_while_it_is_decoded() -> None:
    app = Gallery()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.asked == ["first.png"])
        await pilot.press("q")
        assert len(app.screen_stack) == 1


async def test_a_terminal_without_colours() -> None:
    app = Gallery("off")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "这个终端不显示图片" in text(app))
        assert app.asked == []


# Terminals that draw pictures themselves.


@pytest.mark.parametrize(("protocol", "sign"), [("kitty", "\x1b_Ga=T"), ("iterm2", "\x1b]1337"), ("sixel", "\x1bP0;1")])
async def test_the_terminal_draws(protocol: Protocol, sign: str, sent: list[str]) -> None:
    app = Gallery(protocol)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: any(sign in sequence for sequence in sent))
        assert text(app)[:23] == [""] * 23
        assert "\x1b[7;31H" in sent[-1]  # 160 pixels, twice its size, are 20 cells by 10, in the middle
        await pilot.press("q")
        assert sign not in sent[-1]


async def test_it_is_sent_again_when_painted_anew(sent: list[str]) -> None:
    app = Gallery("sixel")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(sent) == 1)
        app.screen.query_one(module.PictureView).refresh()
        await until(pilot, lambda: len(sent) == 2)
        assert sent[0] == sent[1]


async def test_another_screen_is_not_drawn_over(sent: list[str]) -> None:
    app = Gallery("kitty")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(sent) == 1)
        app.push_screen(Screen())
        await until(pilot, lambda: len(sent) == 2)
        assert "a=d" in sent[-1]
        app.pop_screen()
        await until(pilot, lambda: len(sent) == 3)
        assert "a=T" in sent[-1]


async def test_sending_goes_through_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Gallery()
    async with app.run_test() as pilot:
        await pilot.pause()
        written: list[str] = []
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", written.append)
        module.send(app, "\x1b_G\x1b\\")
        assert written == ["\x1b_G\x1b\\"]
