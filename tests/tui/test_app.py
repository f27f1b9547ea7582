"""The app under a pilot, over a real library: layouts, reading, marks, failures, keys, palette, help."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from rich.cells import cell_len
from textual.command import CommandPalette
from textual.widgets import Input

from achie_tui.crash import FILE
from achie_tui.errors import LibraryError, PageGoneError
from achie_tui.library.library import Library, View
from achie_tui.model import Category, Listing, Row
from achie_tui.tui.commands import Commands
from achie_tui.tui.keys import ACTIONS, HINTS, Keys, as_typed, label, name
from achie_tui.tui.screens.help import HelpScreen
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.themes import THEMES
from tests.tui.driver import MEDIUM, NARROW, UNREACHABLE, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, fill, path_of

FIRST, SECOND, THIRD = CATEGORIES


# How it looks.


@pytest.mark.parametrize(
    ("size", "at_start", "in_sidebar", "in_reader"),
    [
        (WIDE, {"sidebar", "list", "reader"}, {"sidebar", "list", "reader"}, {"list", "reader"}),
        (MEDIUM, {"list"}, {"sidebar", "list"}, {"list", "reader"}),
        (NARROW, {"list"}, {"sidebar"}, {"reader"}),
    ],
)
async def test_the_layout_follows_width_and_focus(
    newsroom: FakeNewsroom, size: tuple[int, int], at_start: set[str], in_sidebar: set[str], in_reader: set[str]
) -> None:
    async with running(newsroom, size) as desk:
        print("\n".join(desk.screen))
        assert desk.shown == at_start
        await desk.press("h")
        assert (desk.shown, desk.pane) == (in_sidebar, "sidebar")
        await desk.press("2", "enter")
        print("\n".join(desk.screen))
        assert (desk.shown, desk.pane) == (in_reader, "reader")
        await desk.press("escape")
        assert (desk.shown, desk.pane) == (at_start, "list")


async def test_a_resize_keeps_the_pane_that_has_the_focus(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, WIDE) as desk:
        await desk.press("enter")
        await desk.pilot.resize_terminal(*NARROW)
        await desk.settle()
        assert desk.shown == {"reader"}
        for size in ((38, 12), (39, 30), (90, 8), (150, 9), (30, 8)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert "窗口太小，至少要 40 列 10 行" in desk.text, size
            before = desk.main.totals, desk.main.reading
            await desk.press("A", "f", "J")
            assert (desk.main.totals, desk.main.reading) == before, "no key acts unseen"
        await desk.pilot.resize_terminal(*WIDE)
        await desk.settle()
        assert desk.shown == {"list", "reader"}
        assert desk.app.focused is desk.main.reader


async def test_the_first_screen_tells_where_one_is(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert "高新院" in desk.screen[0]
        assert "已缓存 18 篇" in desk.screen[0]
        assert "更新" in desk.screen[0]
        for name in ("全部", "未读", "收藏", "稍后读", *(category.name for category in CATEGORIES)):
            assert name in desk.text
        assert "1/12" in desk.status
        assert "? 帮助" in desk.status
        assert newsroom.asked == [FIRST.path]


async def test_no_glyph_of_ambiguous_width_stands_left_of_text(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        for keys in ((), ("h",), ("?",)):
            await desk.press(*keys)
            assert not set("│─▌●★→·…—“”") & set(desk.text)


async def test_every_theme_can_be_had(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        seen = []
        for _ in THEMES:
            seen.append(desk.app.theme)
            await desk.press("T")
        assert seen == [theme.name for theme in THEMES]
        assert desk.app.theme == seen[0]


async def test_zen_shows_nothing_but_the_article(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "z")
        assert desk.shown == {"reader"}
        assert "已缓存" not in desk.text
        await desk.press("f")
        assert "已收藏" in desk.status
        await desk.press("escape")
        assert desk.shown == {"list", "reader"}
        assert desk.pane == "reader"


# Reading.


async def test_opening_shows_the_kept_copy_and_marks_it_read(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("j", "enter")
        assert "苏州工业园区发布生物医药三年行动(1)" in desk.text
        assert "第 1 段。" in desk.text
        assert newsroom.asked == [FIRST.path]
        headline = newsroom.library.views.headline(path_of(FIRST, 1))
        assert headline is not None
        assert headline.read
        await desk.press("escape")
        assert next(line for line in desk.screen if line.strip().startswith(FIRST.name)).split()[1] == "11/12"


async def test_reading_need_not_mark(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, mark_read=False)
    async with running(newsroom) as desk:
        await desk.press("enter")
        assert newsroom.totals().unread == 36


async def test_an_article_that_is_not_kept_is_fetched(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("G")
        newsroom.gate.clear()
        await desk.pilot.press("enter")
        await desk.settle()
        assert "正在打开" in desk.text
        newsroom.gate.set()
        await desk.settle()
        assert "第 1 段。" in desk.text


async def test_an_answer_that_comes_too_late_replaces_nothing(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("G", "up", "up")
        newsroom.gate.clear()
        await desk.pilot.press("enter")
        await desk.settle()
        await desk.pilot.press("escape", "g", "enter")
        newsroom.gate.set()
        await desk.settle()
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 0)
        assert desk.main.reader.kept is not None
        assert desk.main.reader.kept.article.path == path_of(FIRST, 0)


async def test_an_article_out_of_reach_says_so_and_can_be_had_later(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        newsroom.failure = UNREACHABLE
        await desk.press("G", "enter")
        assert UNREACHABLE.sentence("zh")[:8] in desk.text
        assert "按 r 再试，按 o 用浏览器打开" in desk.text
        assert "连不上网站" in desk.screen[0]
        newsroom.failure = None
        await desk.press("r")
        assert "第 1 段。" in desk.text
        assert "连不上网站" not in desk.screen[0]


async def test_a_kept_copy_outlives_its_page(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        newsroom.failure = PageGoneError(url="x")
        await desk.press("r")
        assert "第 1 段。" in desk.text
        assert "删除或移动" in desk.status


async def test_an_article_elsewhere_opens_in_the_browser(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("G")
        headline = desk.main.headline_list.headline
        assert headline is not None
        newsroom.library.pages.save_redirect(headline.path, "https://mp.example.com/s/1")
        await desk.press("o")
        assert desk.opened == ["https://mp.example.com/s/1"]


async def test_the_browser_gets_safe_addresses_only(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("o")
        assert desk.opened == [newsroom.config.addresses.url(path_of(FIRST, 0))]
        for url in ("javascript:alert(1)", "file:///etc/passwd", "https://"):
            desk.controllers.sharing.open_url(url)
            await desk.settle()
            assert "不安全" in desk.status
        desk.controllers.sharing.open_url("https://e.cn/a b\n%action")
        await desk.settle()
        assert desk.opened[1:] == ["https://e.cn/a%20b%25action"]


async def test_copying_a_link(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("y")
        assert desk.app.clipboard == newsroom.config.addresses.url(path_of(FIRST, 0))


async def test_links_lead_to_articles_and_back(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        desk.main.reader.post_message(desk.main.reader.LinkOpened(path_of(SECOND, 3)))
        await desk.settle()
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(SECOND, 3)
        await desk.press("f")
        assert newsroom.totals().starred == 1
        await desk.press("escape")
        assert desk.main.reading.path == path_of(FIRST, 0)
        assert desk.pane == "reader"
        await desk.press("escape")
        assert desk.pane == "list"
        desk.main.reader.post_message(desk.main.reader.LinkOpened("https://elsewhere.cn/"))
        await desk.settle()
        assert desk.opened == ["https://elsewhere.cn/"]


def where(desk: Driver) -> Category | None:
    """Give the category whose list is shown."""
    return desk.main.place.category if desk.main.place else None


async def test_the_app_opens_at_an_article(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, path=path_of(SECOND, 2)) as desk:
        assert desk.pane == "reader"
        assert "第 1 段。" in desk.text
        assert where(desk) == SECOND
        assert (headline := desk.main.headline_list.headline)
        assert headline.path == path_of(SECOND, 2)


async def test_the_app_opens_where_it_was_left(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        desk.controllers.lists.go_to(next(place for place in desk.main.places if place.category == SECOND))
        await desk.press("j", "j")
        here = desk.main.headline_list.headline
    newsroom.waiting = 3
    async with running(newsroom) as desk:
        assert where(desk) == SECOND
        assert desk.main.headline_list.headline == here
        await desk.press("g")
    async with running(newsroom) as desk:
        assert where(desk) == SECOND
        assert desk.main.headline_list.cursor == 0, "who was at the top sees what is on top"


async def test_the_place_is_kept(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter", "space", "space")
        line = desk.main.reader.scroll_offset.y
        await desk.press("J", "K")
        assert abs(desk.main.reader.scroll_offset.y - line) <= 1 < line
    kept_while_reading = newsroom.visits.place(path_of(FIRST, 0))
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter", "G")
    place = newsroom.visits.place(path_of(FIRST, 0))
    assert place is not None
    assert kept_while_reading is not None
    assert place > kept_while_reading > (0, 0)


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_space_twice_at_the_end_goes_on_and_leaves_nothing_said(
    newsroom: FakeNewsroom, size: tuple[int, int]
) -> None:
    async with running(newsroom, size) as desk:
        await desk.press("enter", "G")
        last = desk.main.reader.scroll_offset
        await desk.press("space")
        assert "到末尾了" in desk.text
        assert desk.main.reader.scroll_offset == last
        await desk.press("space")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 1), "though what asks may have taken a line from the text"
        assert "到末尾了" not in desk.text
        await desk.press("G", "space", "up", "G", "space")
        assert desk.main.reading.path == path_of(FIRST, 1), "who has looked back is asked again"


async def test_walking_from_article_to_article(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "J")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(FIRST, 1)
        await desk.press("K", "K")
        assert desk.main.reading.path == path_of(FIRST, 0)
        assert "第一篇" in desk.status


async def test_walking_the_unread_crosses_categories(newsroom: FakeNewsroom) -> None:
    newsroom.library.marks.mark([path_of(FIRST, number) for number in range(2, 12)], read=True)
    newsroom.library.marks.mark([path_of(SECOND, number) for number in range(12)], read=True)
    async with running(newsroom) as desk:
        await desk.press("n")
        assert desk.main.headline_list.cursor == 1
        await desk.press("n")
        assert desk.main.place is not None
        assert desk.main.place.category == THIRD
        assert desk.main.headline_list.cursor == 0
        assert desk.pane == "list"
        await desk.press("enter", "n")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(THIRD, 1)
        await desk.press("escape", "g", "p")
        assert desk.main.place.category == FIRST
        assert desk.main.headline_list.cursor == 1


async def test_walking_where_all_is_read(newsroom: FakeNewsroom) -> None:
    for category in CATEGORIES:
        newsroom.library.marks.mark([path_of(category, number) for number in range(12)], read=True)
    async with running(newsroom) as desk:
        await desk.press("n")
        assert "没有未读" in desk.status


# Places.


async def test_the_sidebar_leads_to_a_place_when_its_cursor_rests(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("h", "j")
        await desk.pilot.pause(0.15)
        assert desk.main.place is not None
        assert where(desk) == SECOND
        await desk.press("j", "enter")
        assert (desk.main.place.category, desk.pane) == (THIRD, "list")
        assert newsroom.asked == [FIRST.path]


async def test_each_place_remembers_its_cursor(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("j", "j", "h", "j", "enter")
        assert desk.main.headline_list.cursor == 0
        await desk.press("h", "k", "enter")
        assert desk.main.headline_list.cursor == 2


async def test_views_over_everything(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("f", "h", "g", "enter")
        assert len(desk.main.headline_list.keys) == 36
        await desk.press("h", *"jjjj", "enter")
        assert len(desk.main.headline_list.keys) == 1
        await desk.press("h", "j", "enter")
        assert "按 L 加入" in desk.text


async def test_what_was_read_stays_among_the_unread_until_one_comes_back(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("h", "g", "j", "enter", "j", "enter")
        newsroom.waiting = 1
        await desk.press("2", "r")
        assert len(desk.main.headline_list.keys) == 39
        await desk.press("h", "j", "enter", "h", "k", "enter")
        assert len(desk.main.headline_list.keys) == 38


# Marks.


async def test_marks_can_be_set_cleared_undone_and_done_again(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        for key, words in (("f", "已收藏"), ("f", "已取消收藏"), ("L", "已加入稍后读"), ("u", "已标为已读")):
            await desk.press(key)
            assert words in desk.status
        assert (newsroom.totals().starred, newsroom.totals().later, newsroom.totals().unread) == (0, 1, 35)
        title = desk.main.headline_list.headline.title if desk.main.headline_list.headline else ""
        await desk.press("U")
        assert f"已撤销，已标为未读：“{title}”" in desk.status
        assert newsroom.totals().unread == 36
        await desk.press("ctrl+r")
        assert f"已重做，已标为已读：“{title}”" in desk.status
        assert newsroom.totals().unread == 35
        await desk.press("U", "U")
        assert f"已撤销，已移出稍后读：“{title}”" in desk.status


async def test_marking_all_read_is_one_step(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("A")
        assert "12 篇已标为已读，按 U 撤销" in desk.status
        assert newsroom.totals().unread == 24
        await desk.press("U")
        assert "已撤销 标为已读：“" in desk.status
        assert newsroom.totals().unread == 36


# News.


async def test_refreshing_brings_news_and_keeps_the_cursor(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("j", "j")
        headline = desk.main.headline_list.headline
        newsroom.waiting = 3
        await desk.press("r")
        assert "新增 3 篇" in desk.status
        assert desk.main.headline_list.headline == headline
        assert "6/15" in desk.status


async def test_what_is_kept_to_learn_from_is_counted(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert "已缓存 18 篇" in desk.screen[0]
        newsroom.introduced = 2
        await desk.press("r")
        assert "已缓存 20 篇" in desk.screen[0]


async def test_a_refresh_that_fails_leaves_everything_as_it_is(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        before = desk.screen[1:-1]
        newsroom.failure = UNREACHABLE
        await desk.press("f5")
        assert "连不上网站" in desk.status
        assert "连不上网站" in desk.screen[0]
        assert desk.screen[1:-1] == before
        newsroom.failure = None
        await desk.press("r")
        assert "连不上网站" not in desk.screen[0]


async def test_refreshing_everything_shows_what_is_under_way(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        newsroom.waiting = 1
        newsroom.gate.clear()
        await desk.press("R")
        assert "..." in next(line for line in desk.screen[1:] if line.lstrip().startswith(FIRST.name))
        assert "正在刷新" in desk.screen[0]
        newsroom.gate.set()
        await desk.settle()
        assert "新增 3 篇" in desk.status
        assert newsroom.asked[1:] == [category.path for category in CATEGORIES]
        assert newsroom.urgent[1:] == [True, False, False], "one key is one request at once"


async def test_refreshing_everything_begins_where_the_list_is(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        desk.controllers.lists.go_to(next(place for place in desk.main.places if place.category == SECOND))
        await desk.press("R")
        others = [category.path for category in CATEGORIES if category != SECOND]
        assert newsroom.asked[-3:] == [SECOND.path, *others]


async def test_the_end_of_the_list_brings_older_articles_once(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("G")
        assert len(desk.main.headline_list.keys) == 22
        await desk.press("G", "j")
        assert newsroom.asked.count(f"older {FIRST.path}") == 1
        await desk.press("left_square_bracket")
        assert desk.main.headline_list.cursor == 0
        await desk.press("h", "g", "enter", "right_square_bracket")
        assert "选定一个栏目" in desk.status


async def test_what_nobody_has_foreseen_does_not_end_the_app(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> None:
        raise RuntimeError("never thought of")

    async with running(newsroom) as desk:
        monkeypatch.setattr(newsroom, "refresh", broken)
        await desk.pilot.press("r")
        for _ in range(5):
            await desk.pilot.pause()
        assert "程序内部出错" in desk.text
        assert "never thought of" not in desk.text
    assert "RuntimeError" in (newsroom.config.data_dir / FILE).read_text()


async def test_a_library_that_fails_does_not_end_the_app(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LibraryError(reason="disk I/O error")

    async with running(newsroom) as desk:
        library = newsroom.library
        for name in ("headlines", "keys", "counts", "totals", "headline"):
            monkeypatch.setattr(library.views, name, broken)
        monkeypatch.setattr(library, "article", broken)
        monkeypatch.setattr(library.visits, "place", broken)
        for key in ("j", "enter", "f", "n", "J", "A", "h", "j", "enter", "r"):
            await desk.press(key)
        assert "disk I/O error" in desk.status


# First start, and offline.


async def test_the_first_start_discovers_the_categories(newsroom: FakeNewsroom, tmp_path: Any) -> None:
    with Library.open(tmp_path / "new") as library:
        newsroom = FakeNewsroom(newsroom.config, library)
        newsroom.gate.clear()
        async with running(newsroom, settled=False) as desk:
            await desk.settle()
            assert "第一次使用" in desk.text
            newsroom.gate.set()
            await desk.settle()
            assert newsroom.asked == ["categories", FIRST.path]
            assert len(desk.main.headline_list.keys) == 12
            assert FIRST.name in desk.text


async def test_the_first_start_without_network_says_what_to_do(newsroom: FakeNewsroom, tmp_path: Any) -> None:
    with Library.open(tmp_path / "new") as library:
        newsroom = FakeNewsroom(newsroom.config, library)
        newsroom.failure = UNREACHABLE
        async with running(newsroom) as desk:
            print("\n".join(desk.screen))
            assert "按 r 再试，按 Q 退出" in desk.text
            newsroom.failure = None
            await desk.press("r")
            assert len(desk.main.headline_list.keys) == 12


async def test_offline_asks_nothing(newsroom: FakeNewsroom, tmp_path: Any) -> None:
    newsroom = with_config(newsroom, offline=True)
    async with running(newsroom) as desk:
        await desk.press("G", "h", "j", "enter")
        assert newsroom.asked == []
        assert "离线" in desk.screen[0]
    with Library.open(tmp_path / "new") as library:
        async with running(FakeNewsroom(newsroom.config, library)) as desk:
            assert "--offline" in desk.text


# Keys.


def test_no_key_means_two_things() -> None:
    modes = {"choosing", "finding", "marking", "taking"}  # their keys come before those of all others
    keys = [(key, action.group in modes) for action in ACTIONS for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert {name for names in HINTS.values() for name in names} <= {a.id for a in ACTIONS if a.hint}


def test_keys_given_are_taken_from_others() -> None:
    keys = Keys({"star": "j,ctrl+s", "nonsense": "x", "later": ""})
    assert keys.unknown == ("nonsense",)
    assert keys.of("star") == ("j", "ctrl+s")
    assert keys.of("down") == ("down",)
    assert keys.of("later") == ()
    assert keys.keymap().keys() == {"star", "down", "later"}


def test_keys_are_written_for_people() -> None:
    assert [label(key) for key in ("ctrl+r", "f5", "escape", "question_mark", "?", "Q", "shift+tab")] == [
        "Ctrl+r",
        "F5",
        "Esc",
        "?",
        "?",
        "Q",
        "Shift+Tab",
    ]


def test_full_width_characters_are_the_keys_they_are_on() -> None:
    typed = "？／：；、。【】《》＜＞ｊＫ１\u3000高a\x1b"
    assert [as_typed(each) for each in typed] == [*"?/:;/.[]<><>jK1 ", None, None, None]


async def test_keys_can_be_changed(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, keys={"star": "j", "help": "x", "down": "t", "open": "e"})
    async with running(newsroom) as desk:
        await desk.press("j")
        assert newsroom.totals().starred == 1
        await desk.press("t")
        assert desk.main.headline_list.cursor == 1
        await desk.press("f", "question_mark")
        assert newsroom.totals().starred == 1
        assert "e 打开" in desk.status or desk.main.status.message
        await desk.press("x")
        assert isinstance(desk.app.screen, HelpScreen)
        await desk.press("x")
        assert isinstance(desk.app.screen, MainScreen)
        await desk.press("e")
        assert desk.pane == "reader"


async def test_an_input_method_may_stay_on(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.type("ｊ", "ｊ")
        assert desk.main.headline_list.cursor == 1
        await desk.type("？", "fullwidth_question_mark")
        assert isinstance(desk.app.screen, HelpScreen)
        await desk.type("？", "fullwidth_question_mark")
        await desk.type("【", "left_black_lenticular_bracket")
        assert desk.main.headline_list.cursor == 0
        await desk.type("：", "fullwidth_colon")
        assert isinstance(desk.app.screen, CommandPalette)
        await desk.type("？", "fullwidth_question_mark")
        assert desk.app.screen.query_one(Input).value == "？"


async def test_going_back_ends_at_the_first_screen(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter", "q")
        assert desk.pane == "list"
        await desk.press("escape", "escape")
        assert desk.pane == "sidebar"
        await desk.press("q")
        assert desk.app.return_value == 0


async def test_tab_goes_round_the_panes(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, NARROW) as desk:
        seen = []
        for _ in range(3):
            await desk.press("tab")
            seen.append(desk.pane)
        await desk.press("shift+tab")
        assert [*seen, desk.pane] == ["reader", "sidebar", "list", "sidebar"]


async def test_quitting_and_suspending(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("ctrl+c")
        assert "按 Q 退出" in desk.status
        await desk.press("Q")
        assert desk.app.return_value == 0


async def test_the_mouse_can_press_the_hints_and_choose_panes(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        column = cell_len(desk.status.partition("收藏")[0])
        await desk.pilot.click(offset=(column, WIDE[1] - 1))
        await desk.settle()
        assert newsroom.totals().starred == 1
        await desk.pilot.click(desk.main.reader)
        await desk.settle()
        assert desk.pane == "reader"


# Help and palette.


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_help_shows_every_key_in_effect(newsroom: FakeNewsroom, lang: str) -> None:
    newsroom = with_config(newsroom, lang=lang, keys={"star": "x"})
    async with running(newsroom, (80, 130)) as desk:
        await desk.press("f1")
        print("\n".join(desk.screen))
        words = " ".join(desk.text.split())
        for action in ACTIONS:
            title, key = action.title.say(newsroom.config.lang), desk.app.keys.shown(action.id)
            assert title
            assert title[1:] in words  # the second of a pair begins small
            assert (key or "-") in words.split()
        await desk.press("q")
        assert isinstance(desk.app.screen, MainScreen)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_palette_offers_what_works_and_nothing_else(newsroom: FakeNewsroom, lang: str) -> None:
    newsroom = with_config(newsroom, lang=lang)
    async with running(newsroom) as desk:
        commands = list(Commands(desk.main)._commands())
        titles = [command.title for command in commands]
        assert len(set(titles)) == len(titles)
        assert all(titles)
        for command in commands:
            if isinstance(command.run, partial) and command.run.func == desk.app.run_action:
                action, namespace = command.run.args
                assert callable(getattr(namespace, f"action_{action}"))
            assert callable(command.run)
        await desk.press("ctrl+p")
        assert desk.app.screen.query_one(Input).placeholder == {"zh": "输入命令、栏目、标题或网址"}.get(
            lang, "Command, category, headline or address"
        )
        await desk.pilot.pause(0.3)
        print("\n".join(desk.screen))


async def test_the_palette_runs_what_is_chosen(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        for words, key in (("政策", "f2"), ("没有的事", "colon")):
            await desk.press(key)
            desk.app.screen.query_one(Input).value = words
            await desk.settle()
            await desk.press("enter")
            await desk.pilot.pause(0.1)
        assert desk.main.place is not None
        assert where(desk) == SECOND
        assert isinstance(desk.app.screen, HelpScreen)


# Hostile text.


@pytest.mark.parametrize("text", ["[/]", "[@click=app.quit]x[/]", "[bold", "a\x1b]52;c;eA==\x07b", "[图片][/b]"])
async def test_text_of_the_site_is_never_markup(newsroom: FakeNewsroom, text: str) -> None:
    hostile = replace(FIRST, name=text)
    newsroom.library.save_categories([hostile, *CATEGORIES[1:]])
    path = path_of(FIRST, 90)
    newsroom.library.save_listing(FIRST.path, Listing((Row(path, text, None),)), at=TODAY)
    newsroom.library.save_article(replace(article_of(FIRST, 90), title=text, source=text), parser=1, at=TODAY)
    async with running(newsroom) as desk:
        await desk.press("enter", "escape", "h", "enter", "colon")
        await desk.pilot.pause(0.3)
        await desk.press("escape")
        newsroom.failure = PageGoneError(url=text)
        await desk.press("r")
        assert "\x1b" not in desk.text
        assert text.partition("\x1b")[0][:5] in desk.text


# The end.


async def test_quitting_does_not_wait_for_what_is_under_way(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        newsroom.gate.clear()
        await desk.pilot.press("R", "G", "enter")
        async with asyncio.timeout(2):
            await desk.pilot.press("Q")
            await desk.pilot.pause()


def test_the_fake_site_is_what_the_tests_think(newsroom: FakeNewsroom) -> None:
    assert len(newsroom.keys(View(FIRST.path))) == 12
    assert fill is not None


def test_every_key_an_input_method_makes_has_a_name() -> None:
    made = [plain for code in (*range(0x2000, 0x3100), *range(0xFF00, 0xFFF0)) if (plain := as_typed(chr(code)))]
    assert {name(plain) for plain in made} >= {"comma", "space", "question_mark", "j"}


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_where_there_are_fewer_panes_the_masthead_names_the_place(
    newsroom: FakeNewsroom, size: tuple[int, int]
) -> None:
    async with running(newsroom, size) as desk:
        assert FIRST.name in desk.screen[0]
        await desk.press("enter")
        assert FIRST.name in desk.screen[0]
        await desk.press("escape")
        await desk.pilot.resize_terminal(*WIDE)
        await desk.settle()
        assert FIRST.name not in desk.screen[0]
