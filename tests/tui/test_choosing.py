"""Several rows at once: how they are chosen, how they look, what is done to them, and what lets go of them."""

from collections.abc import AsyncIterator

import pytest

from achie_tui.library.library import View
from achie_tui.tui.themes import THEMES
from achie_tui.tui.widgets.row import CHOSEN_MARK
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running
from tests.tui.fake import CATEGORIES, FakeNewsroom, fill

FIRST = CATEGORIES[0]


@pytest.fixture
async def desk(newsroom: FakeNewsroom) -> AsyncIterator[Driver]:
    async with running(newsroom) as desk:
        yield desk


def chosen(desk: Driver) -> list[int]:
    """Give the rows in sight that are seen to be chosen."""
    rows = desk.main.headline_list
    lines = (line for line in range(rows.size.height) if rows.render_line(line).text.startswith(CHOSEN_MARK))
    return [row for line in lines if (row := rows._lines.row(line + rows.scroll_offset.y)) is not None]


def marked(desk: Driver, mark: str) -> list[int]:
    """Give the rows of the first category that have a mark."""
    newsroom = desk.app.newsroom
    headlines = newsroom.headlines(newsroom.keys(View(FIRST.path)))
    return [row for row, headline in enumerate(headlines) if getattr(headline, mark)]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_rows_are_chosen_one_after_another_and_counted(newsroom: FakeNewsroom, size: tuple[int, int]) -> None:
    async with running(newsroom, size) as desk:
        await desk.press("j", "v", "space", "j", "space")
        assert chosen(desk) == [1, 3]
        assert "已选 2 篇" in desk.screen[0]
        assert "Space 选定" in desk.status
        await desk.press("up", "v", "k", "v")
        assert chosen(desk) == [1, 2]


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_what_is_chosen_is_seen_without_colours_and_stands_out_with_them(desk: Driver, theme: str) -> None:
    desk.app.theme = theme
    await desk.press("v", "j")
    mark, *_ = desk.main.headline_list.render_line(1)  # below a heading
    other, *_ = desk.main.headline_list.render_line(2)
    assert (mark.text, other.text) == (CHOSEN_MARK, "▐")
    assert mark.style is not None
    assert mark.style.bold


async def test_space_turns_the_page_until_a_row_is_chosen_and_page_down_always(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, (80, 12)) as desk:
        await desk.press("space")
        paged = desk.main.headline_list.cursor
        assert paged > 1
        assert chosen(desk) == []
        await desk.press("g", "v")
        assert chosen(desk) == [0]
        await desk.press("pagedown")
        assert desk.main.headline_list.cursor == paged


@pytest.mark.parametrize(("key", "mark"), [("u", "read"), ("f", "starred"), ("L", "later"), ("A", "read")])
async def test_a_mark_of_several_is_one_step_that_one_undo_takes_back(desk: Driver, key: str, mark: str) -> None:
    await desk.press("v", "j", "space", "space", key)
    assert marked(desk, mark) == [0, 1, 2]
    assert len(desk.app.newsroom.library.marks.journal()) == 1
    assert chosen(desk) == [0, 1, 2], "and more can be done to them"
    await desk.press("U")
    assert marked(desk, mark) == []


async def test_if_one_lacks_a_mark_all_get_it_else_all_lose_it(desk: Driver) -> None:
    await desk.press("f", "V")
    assert desk.text.count(CHOSEN_MARK) == 12, "rows are painted anew"
    await desk.press("f")
    assert marked(desk, "starred") == [*range(12)]
    await desk.press("f")
    assert marked(desk, "starred") == []


async def test_escape_lets_go_before_it_takes_the_filter_away(desk: Driver) -> None:
    await desk.press("F", *"yuanq", "enter", "V")
    assert "已选 3 篇" in desk.screen[0]
    await desk.press("escape")
    assert (desk.main.chosen, desk.main.narrowing.text) == (frozenset(), "yuanq")
    await desk.press("escape")
    assert desk.main.narrowing.text == ""
    assert desk.pane == "list"


async def test_the_choice_stays_through_filter_and_sorting_and_ends_elsewhere(desk: Driver) -> None:
    await desk.press("v", "F", *"yuanq", "enter", "V")
    assert "已选 4 篇" in desk.screen[0]
    await desk.press("f", "F", "escape")
    assert chosen(desk) == marked(desk, "starred") == [0, 1, 4, 9]
    await desk.press("comma")
    kept = desk.main.chosen
    assert len(chosen(desk)) == len(kept) == 4
    await desk.press("h", "g", "enter")
    assert set(desk.main.headline_list.keys) > set(kept), "which holds the same articles"
    assert desk.main.chosen == frozenset()
    assert "已选" not in desk.screen[0]


async def test_what_leaves_the_list_is_chosen_no_longer(desk: Driver) -> None:
    await desk.press("u", "v", "j", "space", "full_stop")
    assert len(desk.main.chosen) == 1


async def test_what_was_never_in_sight_is_marked_too(newsroom: FakeNewsroom) -> None:
    fill(newsroom.library, articles=900, kept=0)
    async with running(newsroom) as desk:
        await desk.press("V")
        assert len(desk.main.headline_list.known) < 640
        await desk.press("L")
        assert len(marked(desk, "later")) == 900
        assert "已加入稍后读：900 篇" in desk.text
        await desk.press("U")
        assert marked(desk, "later") == []


async def test_in_the_reader_the_open_article_is_meant(desk: Driver) -> None:
    await desk.press("V", "enter", "f")
    assert marked(desk, "starred") == [0]


@pytest.mark.parametrize("key", "fLumEyYcoO|D")
async def test_in_the_categories_no_article_is_meant(desk: Driver, key: str) -> None:
    await desk.press("1", key)
    assert "先选一篇文章" in desk.text
    assert desk.main.prompted is None
    assert desk.app.newsroom.library.marks.journal() == []
