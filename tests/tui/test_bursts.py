"""Keys and clicks so close together that none waits for what the one before has set off."""

from pathlib import Path

import pytest
from rich.style import Style
from textual.events import Click, Key
from textual.geometry import Offset

from achie_tui.model import ImageBlock
from achie_tui.pictures.errors import PictureMissingError
from achie_tui.tui import keyboard
from achie_tui.tui.screens.help import HelpScreen
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.widgets.picture import PictureScreen
from tests.fuzz.key_bursts import KEYS, run, session
from tests.site.build import build
from tests.site.serve import serve
from tests.tui.driver import MEDIUM, NARROW, Driver, running
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of

pytestmark = pytest.mark.fault(36)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no key wait, as on a machine so slow that none waits long enough."""
    monkeypatch.setattr(keyboard, "PATIENCE", 0.0)
    monkeypatch.setattr(keyboard, "FRAME", 0.0)


async def burst(desk: Driver, *keys: str) -> None:
    """Press keys, all at once."""
    for key in keys:
        desk.app.post_message(Key(key, key if len(key) == 1 else None))
    await desk.settle()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("size", [MEDIUM, NARROW])
@pytest.mark.parametrize("keys", [("1", "space"), ("h", "pagedown"), ("h", "pageup"), ("h", "end", "ctrl+u")])
async def test_a_page_in_a_pane_that_was_not_laid_out_yet(
    newsroom: FakeNewsroom, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with running(newsroom, size) as desk:
        await burst(desk, *keys)
        assert desk.pane == "sidebar"
        highlighted = desk.main.sidebar.highlighted_option
        assert highlighted is not None
        assert highlighted.id


@pytest.mark.usefixtures("hasty")
async def test_what_is_typed_behind_the_key_of_the_prompt_stands_in_it(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        await burst(desk, "slash", "1", "h")
        assert desk.main.prompt.field.value == "1h"
        assert desk.app.focused is desk.main.prompt.field
        await desk.press("escape")
        assert desk.pane == "reader"


async def test_a_prompt_that_is_left_at_once_does_not_get_the_focus_later(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        desk.main.action_do("find")
        desk.main.action_do("sidebar")
        await desk.settle()
        assert desk.main.prompted is None
        assert desk.pane == "sidebar"


@pytest.mark.usefixtures("hasty")
async def test_enter_twice_in_the_palette_does_it_once(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("f2")
        await desk.press(*"star")
        await desk.pilot.pause(0.4)
        await burst(desk, "enter", "enter", "enter")
        await desk.pilot.pause(0.4)
        await desk.settle()
        assert isinstance(desk.app.screen, MainScreen)
        assert newsroom.library.views.totals().starred == 1


async def test_a_double_click_beside_the_palette_leaves_it_once(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("f2")
        await desk.pilot.click(offset=(0, 39), times=3)
        await desk.settle()
        assert isinstance(desk.app.screen, MainScreen)


async def test_a_double_click_on_a_picture_leaves_it_and_nothing_behind_it(newsroom: FakeNewsroom) -> None:
    async def load(_: str) -> bytes:
        raise PictureMissingError

    async with running(newsroom) as desk:
        await desk.press("?")
        for times in (1, 2, 3):
            await desk.app.push_screen(PictureScreen([ImageBlock("/a.png", "", "")], load, "zh"))
            await desk.settle()
            await desk.pilot.click(offset=(60, 10), times=times)
            await desk.settle()
            assert isinstance(desk.app.screen, HelpScreen)


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
@pytest.mark.parametrize("y", [-9, -1, 0, 30])
async def test_a_click_that_comes_late_means_nothing_in_a_text_that_is_gone(
    newsroom: FakeNewsroom, size: tuple[int, int], y: int
) -> None:
    async with running(newsroom, size) as desk:
        reader = desk.main.reader
        assert not reader.text_layout.lines, "the list has the room"
        for chain in (1, 2, 3):
            reader.post_message(Click(reader, 9, y, 0, 0, 1, False, False, False, chain=chain))
        await desk.settle()
        assert desk.app.is_running


async def test_a_click_on_a_link_that_has_moved_on_follows_none(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, path=path_of(CATEGORIES[0], 0)) as desk:
        title = desk.main.reader.kept
        was_drawn = Style.from_meta({"link": 7})
        for y in range(desk.main.reader.size.height):
            at = desk.main.reader.region.offset + Offset(9, y)
            click = Click(desk.main.reader, 9, y, 0, 0, 1, False, False, False, at.x, at.y, was_drawn)
            desk.main.reader.post_message(click)
        await desk.settle()
        assert desk.main.reader.kept is title


async def test_a_key_that_comes_late_leaves_no_other_screen(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("?")
        left = desk.app.screen
        await desk.press("q")
        await desk.press("?")
        with left._context():
            left.dismiss()
        await desk.settle()
        assert isinstance(desk.app.screen, HelpScreen)


@pytest.mark.usefixtures("hasty")
async def test_what_is_undone_is_what_came_just_before(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("f")
        unread = newsroom.library.views.totals().unread
        for _ in range(3):
            await burst(desk, "A", "U")
            assert newsroom.library.views.totals().unread == unread
            assert newsroom.library.views.totals().starred == 1
        await burst(desk, "f", "U", "U")
        assert newsroom.library.views.totals().starred == 0


def test_there_are_all_keys_in_the_bursts() -> None:
    sent = "".join(burst for seed in range(40) for burst in session(seed).bursts)
    assert [key for key in KEYS if key not in sent] == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))])
def test_bursts_in_a_terminal(tmp_path: Path, seed: int) -> None:
    with serve(build(3, per_category=6, page_size=4)) as server:
        run(session(seed, bursts=8), server, tmp_path)
