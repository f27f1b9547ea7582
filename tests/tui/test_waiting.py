"""What is said to who waits, and of what fails: in its place, and once."""

import pytest

from achie_tui.library.library import Library
from achie_tui.tui import waiting
from achie_tui.tui.keys import Pane
from tests.tui.driver import NARROW, UNREACHABLE, WIDE, running
from tests.tui.fake import FakeNewsroom

REASON = "network）"
"""What the sentence of the failure says, and no line parts."""


async def test_who_waits_long_is_told_how_long_and_how_to_leave(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "TICK", 0.02)
    async with running(newsroom) as desk:
        desk.main.headline_list.cursor = 8
        await desk.settle()
        desk.gate.clear()
        await desk.press("enter")
        assert "正在打开" in desk.text
        await desk.pilot.pause(0.1)
        assert "已等" not in desk.text
        monkeypatch.setattr(waiting, "PATIENCE", 0.0)
        await desk.pilot.pause(0.1)
        assert "秒，按 q 返回" in desk.text
        await desk.press("k", "q")
        assert desk.pane == "list"
        desk.gate.set()
        await desk.settle()
        await desk.pilot.pause(0.1)
        assert "已等" not in desk.text
        assert desk.main.reader.kept is not None, "leaving the pane leaves the article on its way"


@pytest.mark.parametrize("other", [1, 9])
async def test_another_article_is_waited_for_anew(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch, other: int
) -> None:
    monkeypatch.setattr(waiting, "TICK", 0.02)
    monkeypatch.setattr(waiting, "PATIENCE", 0.3)
    async with running(newsroom) as desk:
        desk.main.headline_list.cursor = 8
        await desk.settle()
        desk.gate.clear()
        await desk.press("enter")
        await desk.pilot.pause(0.5)
        assert "已等" in desk.text
        monkeypatch.setattr(waiting, "PATIENCE", 60.0)
        await desk.press("q")
        desk.main.headline_list.cursor = other
        await desk.press("enter")
        await desk.pilot.pause(0.1)
        assert "已等" not in desk.text
        desk.gate.set()


async def test_an_article_that_fails_is_told_of_in_its_place_alone(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "TICK", 0.02)
    monkeypatch.setattr(waiting, "PATIENCE", 0.0)
    newsroom.failure = UNREACHABLE
    async with running(newsroom) as desk:
        desk.main.status.hush()
        desk.main.headline_list.cursor = 8
        await desk.press("enter")
        await desk.pilot.pause(0.1)
        assert desk.text.count(REASON) == 1
        assert not desk.main.status.message
        assert "连不上网站" in desk.screen[0]
        desk.gate.clear()
        await desk.press("r")
        assert "正在打开" in desk.text, "trying again shows"
        desk.gate.set()
        await desk.settle()
        assert desk.text.count(REASON) == 1


@pytest.mark.parametrize(("size", "told"), [(WIDE, False), (NARROW, True)])
async def test_who_has_left_the_article_is_told_at_the_foot(
    newsroom: FakeNewsroom, size: tuple[int, int], told: bool
) -> None:
    async with running(newsroom, size) as desk:
        desk.main.headline_list.cursor = 8
        newsroom.failure = UNREACHABLE
        desk.gate.clear()
        await desk.press("enter", "q")
        desk.main.status.hush()
        desk.gate.set()
        await desk.settle()
        assert bool(desk.main.status.message) is told


@pytest.mark.parametrize(("pane", "told"), [("list", False), ("sidebar", True)])
async def test_an_empty_library_says_why_in_its_list_alone(newsroom: FakeNewsroom, pane: Pane, told: bool) -> None:
    with Library.open(newsroom.config.data_dir.parent / "empty") as library:
        empty = FakeNewsroom(newsroom.config, library)
        empty.failure = UNREACHABLE
        async with running(empty, NARROW) as desk:
            assert "连不上网站" in desk.screen[0]
            desk.main.status.hush()
            desk.main.pane = pane
            await desk.press("r")
            assert bool(desk.main.status.message) is told
            if not told:
                assert desk.text.count(REASON) == 1
