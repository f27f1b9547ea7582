"""Pictures within a text that the terminal draws: cells that name them, or drawn over their half blocks."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.pilot import Pilot
from textual.screen import Screen

from achie_tui.model import ImageBlock
from achie_tui.pictures import kitty
from achie_tui.pictures.cells import PLACEHOLDER, Area, CellSize
from achie_tui.pictures.halfblocks import UPPER_HALF
from achie_tui.pictures.means import Means
from achie_tui.pictures.raster import Png
from achie_tui.tui.outbox import Outbox, outbox
from achie_tui.tui.safety import PICTURE, SafeOutput
from achie_tui.tui.widgets.drawn_pictures import ByCells, DrawnOver, is_clear
from achie_tui.typeset.document import Frame
from tests.pictures.samples import RED
from tests.tui.test_reader import PARAGRAPHS, until
from tests.tui.test_reader_pictures import PICTURE as FOUR
from tests.tui.test_reader_pictures import Wall, kept, picture_line, shows

CELLS = Means("kitty", "placeholders")
OVER = Means("iterm2", "iterm2")
IMAGE = "\x1b]1337;File="
COLUMNS, ROWS = 40, 9
"""The frame of the picture that is shown."""


class Terminal(Wall):
    """An app of one reader that lets out what the real one does, and keeps what goes past Textual."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def get_line_filters(self) -> list[LineFilter]:
        """Give the last wall."""
        return [*super().get_line_filters(), SafeOutput()]

    @property
    def drawn(self) -> list[str]:
        """What was sent of pictures."""
        return [each for each in self.sent if "\x1b_G" in each or IMAGE in each]

    def lines(self) -> list[str]:
        """Give what of the screen is text, line by line, as it goes to the terminal."""
        strips = self.screen._compositor.render_strips()
        filters = [each for each in self.get_line_filters() if isinstance(each, SafeOutput)]
        return ["".join(segment.text for segment in filters[0].apply([*strip], Color(0, 0, 0))) for strip in strips]


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr(DrawnOver, "REST", 0.05)
    monkeypatch.setattr(Outbox, "_write", lambda box, sequence: box._app.sent.append(sequence) if sequence else None)


@asynccontextmanager
async def reading(
    means: Means, *blocks: ImageBlock, size: tuple[int, int] = (80, 30)
) -> AsyncIterator[tuple[Terminal, Pilot[None]]]:
    """Open an article with a picture behind its first paragraph."""
    app = Terminal()
    async with app.run_test(size=size, notifications=True) as pilot:
        app.reader.pictures.means = means
        app.show(kept(PARAGRAPHS[0], *(blocks or (FOUR,)), *PARAGRAPHS[1:9]))
        yield app, pilot


def cells_of(app: Terminal) -> list[str]:
    """Give the lines of cells on the screen that name pictures."""
    return [found[0] for line in app.lines() if (found := re.search(f"(?:{PLACEHOLDER}..)+", line))]


def is_named(app: Terminal) -> Callable[[], bool]:
    return lambda: any(PLACEHOLDER in line for line in app.lines())


# Cells.


async def test_cells_name_a_picture_that_the_terminal_was_given_before() -> None:
    async with reading(CELLS) as (app, pilot):
        await until(pilot, shows(app.reader, RED))
        assert app.sent == []
        await until(pilot, is_named(app))
        command = "".join(app.sent)
        given = re.fullmatch(r"\x1b_Ga=T,U=1,f=100,t=d,i=(\d+),c=40,r=9,q=2,m=0;[A-Za-z0-9+/=]+\x1b\\", command)
        assert given is not None
        red, green, blue = kitty.colour(int(given[1]))
        first = app.reader.region.y + picture_line(app.reader)
        for row, cells in enumerate(kitty.cells(COLUMNS, ROWS)):
            assert cells in app.lines()[first + row]
            [segment] = [
                each for each in app.screen._compositor.render_strips()[first + row] if PLACEHOLDER in each.text
            ]
            background = app.reader.background_colors[1].rgb
            code = f"\x1b[38;2;{red};{green};{blue};48;2;{';'.join(map(str, background))}m"
            assert segment.style is not None
            assert segment.style.render(segment.text).startswith(code + cells)
        assert UPPER_HALF not in "".join(app.lines())


async def test_they_scroll_as_text_and_nothing_is_sent_for_that() -> None:
    async with reading(CELLS) as (app, pilot):
        await until(pilot, is_named(app))
        first, sent = picture_line(app.reader), len(app.sent)
        for step in range(1, first + ROWS):
            await pilot.press("j")
            gone = max(0, step - first)
            assert cells_of(app) == kitty.cells(COLUMNS, ROWS)[gone:]
        assert len(app.sent) == sent
        await pilot.press("j")
        assert not is_named(app)()


async def test_what_is_left_behind_is_taken_out_of_the_terminal() -> None:
    async with reading(CELLS) as (app, pilot):
        await until(pilot, is_named(app))
        [identity] = re.findall(r"i=(\d+)", "".join(app.sent))
        app.sent.clear()
        app.show(kept(*PARAGRAPHS[:3], path="/other.html"))
        await pilot.pause()
        assert app.sent == [f"\x1b_Ga=d,d=I,i={identity},q=2\x1b\\"]
        app.show(kept(FOUR))
        await until(pilot, is_named(app))
        app.sent.clear()
    assert "a=d,d=I" in "".join(app.sent), "at the end too"


async def test_a_new_width_gives_it_anew() -> None:
    async with reading(CELLS) as (app, pilot):
        await until(pilot, is_named(app))
        await pilot.resize_terminal(30, 30)
        await until(pilot, lambda: cells_of(app) not in ([], kitty.cells(COLUMNS, ROWS)))
        [frame] = [each for each in map(app.reader.text_layout.pictures.get, range(9)) if isinstance(each, Frame)]
        assert cells_of(app) == kitty.cells(*frame)
        assert f"c={frame.columns},r={frame.rows}," in "".join(app.sent)
        assert "".join(app.sent).count("a=d,d=I") == 1


async def test_where_there_are_few_colours_it_stays_half_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    async with reading(CELLS) as (app, pilot):
        await until(pilot, shows(app.reader, RED))
        await pilot.pause(0.2)
        assert app.sent == []


async def test_what_cannot_be_decoded_is_said_as_ever() -> None:
    async with reading(CELLS, ImageBlock("/broken.png")) as (app, pilot):
        await until(pilot, lambda: "已损坏" in "".join(app.lines()))
        assert app.sent == []


async def test_other_means_take_over_at_once() -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: any(IMAGE in each for each in app.sent))
        app.reader.pictures.means = CELLS
        await until(pilot, is_named(app))
        app.reader.pictures.means = Means("blocks")
        await until(pilot, lambda: not is_named(app)())
        assert shows(app.reader, RED)()
        assert "a=d,d=I" in app.sent[-1]


def test_cells_that_are_not_ours_are_blank() -> None:
    text = f"园区{PLACEHOLDER}\u0305\u0305区"
    wall = SafeOutput()
    assert wall.apply([Segment(text, Style(color="red"))], Color(0, 0, 0))[0].text == "园区 \u0305\u0305区"
    assert wall.apply([Segment(text)], Color(0, 0, 0))[0].text == "园区 \u0305\u0305区"
    ours = Segment(text, Style(meta={PICTURE: 7}))
    assert wall.apply([ours], Color(0, 0, 0)) == [ours]


# Drawn over.


def area(sequence: str) -> tuple[int, int, int, int]:
    """Give where a picture is drawn: column and line from 0 on, and how many of each."""
    found = re.match(r"\x1b7\x1b\[(\d+);(\d+)H\x1b\]1337;File=.*?width=(\d+);height=(\d+)", sequence)
    assert found is not None
    y, x, width, height = map(int, found.groups())
    return x - 1, y - 1, width, height


async def test_it_is_drawn_over_its_half_blocks_when_nothing_moves() -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        x, y, *size = area(app.drawn[-1])
        assert size == [COLUMNS, ROWS]
        assert y == app.reader.region.y + picture_line(app.reader)
        half = app.screen._compositor.render_strips()[y]
        assert [segment.style.bgcolor is not None for segment in half.crop(x, x + COLUMNS) if segment.style]
        assert not half.crop(0, x).text.strip()


async def test_while_one_scrolls_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        monkeypatch.setattr(DrawnOver, "REST", 60.0)
        sent = len(app.drawn)
        for _ in range(3):
            await pilot.press("j", "k")
        assert len(app.drawn) == sent
        assert app.reader.pictures._drawn is not None
        assert isinstance(app.reader.pictures._drawn, DrawnOver)
        app.reader.pictures._drawn._draw()
        assert area(app.drawn[-1]) == area(app.drawn[0])


@pytest.mark.parametrize("key", ["j", "space"])
async def test_only_where_all_of_it_is_in_sight(key: str) -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        first = picture_line(app.reader)
        app.reader.action_line(first)
        await until(pilot, lambda: area(app.drawn[-1])[1] == app.reader.region.y)
        sent = len(app.drawn)
        await pilot.press(key)
        await pilot.pause(0.2)
        assert len(app.drawn) == sent
        await pilot.press("g")
        await until(pilot, lambda: len(app.drawn) > sent)
        assert area(app.drawn[-1])[1] == app.reader.region.y + first


async def test_never_over_anything_else() -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        for cover, uncover in (
            (lambda: app.push_screen(Screen()), app.pop_screen),
            (lambda: app.notify("新消息 " * 200, timeout=60), app.clear_notifications),
        ):
            cover()
            await pilot.pause()
            sent = len(app.drawn)
            app.reader.refresh()
            await pilot.pause(0.3)
            assert len(app.drawn) == sent
            uncover()
            await until(pilot, lambda sent=sent: len(app.drawn) > sent)  # type: ignore[misc]


async def test_not_while_it_scrolls_by_itself() -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        app.reader.pace = 0.2
        app.reader.rolling = True
        app.reader.refresh()
        sent = len(app.drawn)
        await pilot.pause(0.2)
        assert len(app.drawn) == sent


async def test_not_on_the_last_line_of_the_screen() -> None:
    """A terminal might scroll for what ends there; the app has its own line below the text."""
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        app.reader.action_line(picture_line(app.reader) + ROWS - app.reader.size.height)
        *_, height = app.reader.region
        assert height == app.size.height
        assert is_clear(app.reader, Area(0, height - ROWS - 1, COLUMNS, ROWS))
        assert not is_clear(app.reader, Area(0, height - ROWS, COLUMNS, ROWS))


async def test_sixels_are_drawn_for_cells_of_the_size_they_have_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixels that cover more than their cells would lie over the text beside them, and stay there."""
    now = CellSize(10, 20)
    for module in ("achie_tui.tui.widgets.drawn_pictures", "achie_tui.pictures.terminal"):
        monkeypatch.setattr(f"{module}.known_cell_size", lambda: now)
    async with reading(Means("sixel", "sixel")) as (app, pilot):
        await until(pilot, lambda: any('"1;1;400;180#' in each for each in app.sent))
        now, sent = CellSize(6, 12), len(app.sent)
        app.reader.refresh()
        await until(pilot, lambda: len(app.sent) > sent)
        assert all('"1;1;240;108#' in each for each in app.sent[sent:])


async def test_another_article_is_not_drawn_over() -> None:
    async with reading(OVER) as (app, pilot):
        await until(pilot, lambda: bool(app.drawn))
        app.show(kept(*PARAGRAPHS[:9], path="/other.html"))
        sent = len(app.drawn)
        await pilot.pause(0.2)
        assert len(app.drawn) == sent


# The outbox.


async def test_a_picture_goes_in_pieces_and_nothing_of_another_comes_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.tui.outbox.PAUSE", 0.2)
    app = Terminal()
    async with app.run_test() as pilot:
        box, done = outbox(app), list[str]()
        one = [f"a{number}" + "x" * 20_000 for number in range(6)]
        box.give(one, lambda: done.append("one"), "not one")
        box.give(["b"], lambda: done.append("two"), "not b")
        box.give(["c"], lambda: done.append("three"), "not c")
        box.take_back("not c")
        assert not app.sent
        await until(pilot, lambda: len(app.sent) == 1)
        assert app.sent[0] == "".join(one[:2])
        box.send("now")
        assert "".join(app.sent) == "".join(one) + "now"
        assert done == ["one"]
        await until(pilot, lambda: done == ["one", "two"])
        box.take_back("not one")
        box.take_back("not one")
        await until(pilot, lambda: app.sent[-1] == "not one")
        assert "".join(app.sent) == "".join(one) + "now" + "b" + "not one"
        assert box._all_back() == "not b"
        box.take_back("not b", at_once=True)
        assert app.sent[-1] == "not one", "it is back already"


async def test_a_frame_that_is_too_wide_for_cells_stays_as_it_is() -> None:
    app = Terminal()
    async with app.run_test():
        pictures = ByCells(app.reader, lambda _: None)
        frame = Frame(kitty.MOST_CELLS + 1, 3)
        pictures.take(2, frame, Png(1, 1, b""))
        pictures.end()
        assert pictures.strips(2, frame) is None
        assert app.sent == []
