"""The help: what comes first, how far down one is, and that nothing in it glides."""

import re

import pytest
from textual.widgets import Static

from achie_tui.tui.keys import GROUPS, Group, Pane
from achie_tui.tui.screens.help import CLOSE, FILTER, SCROLL, SIGNS, HelpScreen, KeyLines, in_order, middle
from achie_tui.tui.widgets.scroll_pane import ScrollPane
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import FakeNewsroom

LEAST = (40, 10)


def headings(desk: Driver) -> list[str]:
    """Give the titles of the groups, in their order."""
    return [str(each.content) for each in desk.app.screen.query(".heading").results(Static)]


@pytest.mark.parametrize(("pane", "group"), [("sidebar", "listing"), ("list", "articles"), ("reader", "reading")])
async def test_how_to_move_comes_first_then_what_one_is_at(newsroom: FakeNewsroom, pane: Pane, group: Group) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        desk.main.pane = pane
        await desk.press("question_mark")
        first = dict.fromkeys((GROUPS["move"].zh, GROUPS["articles"].zh, GROUPS[group].zh))
        assert headings(desk)[: len(first)] == [*first]
        assert sorted(headings(desk)) == sorted([SIGNS.zh, *(phrase.zh for phrase in GROUPS.values())])


async def test_who_finds_sees_how_to_find(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "slash", *"园区", "enter", "question_mark")
        assert headings(desk)[0] == GROUPS["finding"].zh


def test_every_aid_has_its_keys_first() -> None:
    assert in_order(["app"])[0][0] == "app"
    assert [group for group, _ in in_order(["app"])][1:] == [group for group in GROUPS if group != "app"]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_what_goes_both_ways_stands_in_one_row(newsroom: FakeNewsroom, lang: str) -> None:
    async with running(with_config(newsroom, lang=lang), (120, 60)) as desk:
        await desk.press("question_mark")
        rows = [" ".join(line.split()) for line in desk.screen]
        down = "j k Down Up 下一行，上一行" if lang == "zh" else "j k Down Up Next line; previous line"
        assert any(down in row for row in rows)
        assert any("U Ctrl+r" in row for row in rows)
        assert (SIGNS.zh if lang == "zh" else SIGNS.en) in desk.text


async def test_a_key_is_looked_for(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, (120, 60)) as desk:
        await desk.press("question_mark", "slash", *"shoucang")
        assert "收藏或取消收藏" in desk.text
        assert "下一行" not in desk.text
        assert headings(desk)
        await desk.press("enter", "escape")
        assert isinstance(desk.app.screen, HelpScreen)
        assert "下一行" in desk.text
        await desk.press("slash", "J", "enter")
        assert "下一篇文章，上一篇文章" in desk.text
        assert "下一行" not in desk.text
        await desk.press("slash", *"没有的", "enter")
        assert "没有这样的键" in desk.text
        await desk.press("escape")
        assert "没有这样的键" not in desk.text
        assert "下一行" in desk.text
        await desk.press("q")
        assert desk.app.screen_stack == [desk.main]


@pytest.mark.parametrize(
    ("sizes", "at"), [([5, 5], 1), ([14, 11, 7, 3, 5, 2, 10, 5], 3), ([1, 1, 20], 2), ([20, 1], 1)]
)
def test_both_columns_are_about_as_long(sizes: list[int], at: int) -> None:
    assert middle(sizes) == at


@pytest.mark.parametrize(("width", "columns"), [(120, 2), (100, 2), (99, 1), (50, 1), (40, 1)])
async def test_there_are_two_columns_where_there_is_room(newsroom: FakeNewsroom, width: int, columns: int) -> None:
    async with running(newsroom, (width, 40)) as desk:
        await desk.press("question_mark")
        assert len({lines.region.x for lines in desk.app.screen.query(KeyLines)}) == columns
        tallest = desk.app.screen.query_one(ScrollPane).virtual_size.height
        assert (tallest < 70) is (columns == 2)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW, LEAST])
async def test_the_last_line_tells_the_way_out_and_where_one_is(
    newsroom: FakeNewsroom, size: tuple[int, int], lang: str
) -> None:
    async with running(with_config(newsroom, lang=lang), size) as desk:
        await desk.press("question_mark")
        table, foot = desk.app.screen.query_one(ScrollPane), desk.app.screen.query_one("#foot")
        shown, lines = table.region.height, table.virtual_size.height
        assert shown < lines
        assert foot.region.y == table.region.bottom + (size != LEAST)
        words = CLOSE.zh if lang == "zh" else CLOSE.en, SCROLL.zh if lang == "zh" else SCROLL.en
        keys = f"Esc {words[0]}   j k {words[1]}   "
        if size not in {NARROW, LEAST}:
            keys += f"/ {FILTER.zh if lang == 'zh' else FILTER.en}   "

        def said() -> str:
            return desk.screen[foot.region.y]

        assert f"{keys}1-{shown}/{lines}" in said()
        await desk.press("j")
        assert f"{keys}2-{shown + 1}/{lines}" in said()
        await desk.press("G")
        assert f"{keys}{lines - shown + 1}-{lines}/{lines}" in said()
        await desk.press("escape")
        assert not isinstance(desk.app.screen, HelpScreen)


async def test_there_is_nothing_to_scroll_where_all_is_shown(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, (120, 80)) as desk:
        await desk.press("question_mark")
        foot = desk.screen[desk.app.screen.query_one("#foot").region.y]
        assert "Esc 关闭" in foot
        assert "滚动" not in foot
        assert not re.search(r"\d/\d", foot)


async def test_nothing_glides(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("question_mark")
        table, seen = desk.app.screen.query_one(ScrollPane), list[float]()

        def see(at: float) -> None:
            seen.append(at)

        desk.app.screen.watch(table, "scroll_y", see, init=False)
        await desk.press("G")
        assert seen == [table.max_scroll_y], "one leap"
