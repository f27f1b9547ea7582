"""The journal on the screen: what was done, and back to before a step."""

from dataclasses import replace

import pytest

from achie_tui.errors import LibraryError
from achie_tui.library.marks import Walked
from achie_tui.tui.screens.journal import PAGE, JournalScreen, Steps
from achie_tui.tui.screens.main import MainScreen
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, path_of

FIRST = CATEGORIES[0]


def faint(desk: Driver) -> list[bool]:
    """Tell of each step whether it is faint."""
    steps = desk.app.screen.query_one(Steps)
    return ["（已撤销）" in str(option.prompt) for option in steps.options]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_steps_are_listed_and_taken_back_down_to_one_and_done_again(
    newsroom: FakeNewsroom, size: tuple[int, int]
) -> None:
    async with running(newsroom, size) as desk:
        await desk.press("f", "j", "L", "V", "u", "escape", "H")
        assert isinstance(desk.app.screen, JournalScreen)
        assert "标为已读：“" in desk.text
        assert "等 12 篇" in desk.text
        assert faint(desk) == [False, False, False]
        await desk.press("j", "enter")
        assert faint(desk) == [True, True, False]
        assert "已撤销：12 篇" in desk.text
        counts = newsroom.totals()
        assert (counts.starred, counts.later) == (1, 0)
        await desk.press("U")
        assert "这一步已经撤销了，按 Ctrl+r 重做到这里" in desk.text
        await desk.press("ctrl+r")
        assert faint(desk) == [True, False, False]
        assert newsroom.totals().later == 1
        await desk.press("escape")
        assert isinstance(desk.app.screen, MainScreen)
        assert desk.main.totals == newsroom.totals(), "counts are as they are by now"
        [row] = newsroom.headlines(desk.main.headline_list.keys[1:2])
        assert row in desk.main.headline_list.known


async def test_a_click_moves_the_cursor_and_undoes_nothing(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("f", "j", "L", "j", "f", "H")
        for times in (1, 2, 3):
            await desk.pilot.click(Steps, offset=(20, 2), times=times)
            await desk.settle()
        assert desk.app.screen.query_one(Steps).highlighted == 1
        assert faint(desk) == [False, False, False]


async def test_a_long_journal_comes_as_one_walks_through_it(newsroom: FakeNewsroom) -> None:
    for number in range(PAGE // 2 + 10):
        for value in (True, False):
            newsroom.library.marks.mark([path_of(FIRST, number % 12)], starred=value)
    async with running(newsroom) as desk:
        await desk.press("H")
        steps = desk.app.screen.query_one(Steps)
        assert steps.option_count == PAGE
        await desk.press("G")
        assert steps.option_count == PAGE + 20
        assert steps.highlighted == PAGE - 1


async def test_an_empty_journal_says_so(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, lang="en")) as desk:
        await desk.press("H", "enter", "U")
        assert "Nothing is marked yet" in desk.text
        await desk.press("q")
        assert isinstance(desk.app.screen, MainScreen)


async def test_what_cannot_be_taken_back_is_said(newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> Walked:
        raise LibraryError(reason="disk")

    async with running(newsroom) as desk:
        await desk.press("f", "H")
        monkeypatch.setattr(newsroom.library.marks, "walk", fail)
        await desk.press("enter")
        assert LibraryError(reason="disk").sentence("zh") in desk.text
        assert faint(desk) == [False]


async def test_every_step_is_seen_whole_and_broken_as_an_article_is(newsroom: FakeNewsroom) -> None:
    # Some of them just fill a line, before the scroll bar takes a cell of it.
    titles = [f"{'潮' * number}{end}" for number in range(8, 24) for end in ("城", "1", "，见《园区志》、2019—2034年")]
    for number, title in enumerate(titles):
        path = f"/news/gxyxw/2025{number:06}.html"
        newsroom.library.save_article(replace(article_of(FIRST, 0), path=path, title=title), parser=1, at=TODAY)
        newsroom.library.marks.mark([path], starred=True)
    async with running(newsroom, NARROW) as desk:
        await desk.press("H")
        seen = ""
        for _ in titles:
            await desk.press("j")
            lines = [line.strip(" ▁▂▃▄▅▆▇") for line in desk.screen]
            assert not any(line.startswith(("，", "、", "》", "”")) for line in lines)
            seen += f"\n{''.join(lines)}"
        assert [title for title in titles if f"收藏：“{title}”" not in seen] == []
