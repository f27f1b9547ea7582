"""Searching in the app: as one types, into an article and back; searches that are kept; the site's own search."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from textual.events import Key

from achie_tui.errors import DiskFullError, OfflineError
from achie_tui.fetching.searching import SiteResults
from achie_tui.library import watch_words
from achie_tui.library.library import Library, View
from achie_tui.library.search.query import Query
from achie_tui.library.watch_words import WatchWord
from achie_tui.model import Headline, TextBlock
from achie_tui.newsroom.finder import Finder
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.app import KEYS
from achie_tui.tui.controllers import searcher
from achie_tui.tui.screens.site_results import Results, SiteResultsScreen
from achie_tui.tui.screens.statistics import StatisticsScreen
from achie_tui.tui.watch_words import moved
from tests.tui.driver import NARROW, WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, article_of, listing_of, path_of, row_of

FIRST, SECOND, _ = CATEGORIES
ALOFT = "低空经济试验区获批，五条航线同时开通。"


@pytest.fixture
async def desk(newsroom: FakeNewsroom, library: Library) -> AsyncIterator[Driver]:
    write(library)
    async with running(newsroom) as desk:
        yield desk


def write(library: Library) -> None:
    """Let the last paragraphs of one article in the first category and of one in the second speak of the same."""
    for category, number in ((FIRST, 2), (SECOND, 4)):
        article = article_of(category, number)
        blocks = (*article.blocks, TextBlock("paragraph", ALOFT))
        library.save_article(replace(article, blocks=blocks), parser=PARSER_VERSION, at=TODAY + 1)


def paths(desk: Driver) -> list[str]:
    """Give the paths of the list's rows."""
    return [headline.path for headline in desk.app.newsroom.headlines(desk.main.headline_list.keys)]


async def search(desk: Driver, text: str) -> None:
    """Type a search, as an input method does."""
    await desk.press("slash")
    desk.main.prompt.field.value = text
    await desk.settle()


async def test_hits_are_in_sight_while_one_types_wherever_one_was(newsroom: FakeNewsroom, library: Library) -> None:
    write(library)
    async with running(newsroom, NARROW) as desk:
        await desk.press("1")
        assert desk.shown == {"sidebar"}
        await search(desk, "低空")
        assert desk.shown == {"list"}
        assert set(paths(desk)) == {path_of(FIRST, 2), path_of(SECOND, 4)}


async def test_a_key_behind_enter_finds_the_search_done(desk: Driver) -> None:
    await desk.press("slash")
    await desk.pilot.press(*"低空", "enter", "number_sign")
    while any(worker.group == KEYS and worker.is_running for worker in desk.app.workers):
        await desk.pilot.pause()
    assert desk.main.place is not None
    assert desk.main.place.count == 2
    assert isinstance(desk.app.screen, StatisticsScreen), "the key behind it found the search done"


async def test_what_an_input_method_sends_at_once_is_one_search(desk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[str]()
    find = Finder.search

    async def search_and_note(self: Finder, query: Query, **options: Any) -> Any:
        asked.append(query.text)
        return await find(self, query, **options)

    monkeypatch.setattr(Finder, "search", search_and_note)
    await desk.press("slash")
    for character in "低空经济":
        desk.app.post_message(Key(character, character))
    await desk.settle()
    assert asked == ["低空经济"]
    assert set(paths(desk)) == {path_of(FIRST, 2), path_of(SECOND, 4)}


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_it_is_found_as_one_types_with_what_the_text_says(
    newsroom: FakeNewsroom, library: Library, size: tuple[int, int]
) -> None:
    write(library)
    async with running(newsroom, size) as desk:
        await search(desk, "低空")
        assert set(paths(desk)) == {path_of(FIRST, 2), path_of(SECOND, 4)}
        assert "低空经济试验区获批" in desk.text
        assert "全部文章  2 篇" in desk.status
        assert not desk.main.headline_list.empty, "what shows rows is not painted anew for words that nobody sees"
        segments = [segment for y in range(4) for segment in desk.main.headline_list.render_line(y)]
        marked = [segment.text for segment in segments if segment.style and segment.style.underline]
        assert marked == ["低空", "低空"]


async def test_what_only_a_note_says_is_found_and_the_row_says_where(desk: Driver, library: Library) -> None:
    library.notes.add([path_of(SECOND, 3)], "与九号线对照")
    await search(desk, "九号线")
    assert paths(desk) == [path_of(SECOND, 3)]
    assert "笔记：与九号线对照" in desk.text
    await desk.press("enter", "enter")
    assert desk.main.pane == "reader"


async def test_an_article_opens_at_the_first_hit_and_the_way_leads_back(desk: Driver) -> None:
    await desk.press("j", "j")
    before = desk.main.headline_list.cursor
    await search(desk, "低空")
    await desk.press("enter")
    assert desk.pane == "list"
    await desk.press("enter")
    assert desk.pane == "reader"
    finding = desk.main.reader.finding
    assert finding is not None
    assert [finding.count, finding.current and finding.current.block > 5] == ["1/1", True]
    assert "低空经济试验区" in desk.text
    await desk.press("escape")
    assert desk.main.reader.finding is None
    await desk.press("escape")
    assert (desk.pane, len(paths(desk))) == ("list", 2)
    await desk.press("escape")
    assert desk.main.searching is None
    assert desk.main.place is not None
    assert desk.main.place.category == FIRST
    assert desk.main.headline_list.cursor == before


async def test_the_scope_is_turned_by_one_key_and_said(desk: Driver) -> None:
    await search(desk, "低空")
    await desk.press("tab")
    assert paths(desk) == [path_of(FIRST, 2)]
    assert f"{FIRST.name}  1 篇" in desk.status
    await desk.press("tab")
    assert len(paths(desk)) == 2


async def test_leaving_the_prompt_leads_back_at_once_and_an_empty_one_too(desk: Driver) -> None:
    listed = paths(desk)
    await search(desk, "低空")
    await desk.press("escape")
    assert (desk.main.prompted, paths(desk)) == (None, listed)
    await search(desk, "低空")
    desk.main.prompt.field.value = ""
    await desk.settle()
    assert paths(desk) == listed
    await desk.press("enter")
    assert (desk.main.prompted, desk.main.searching) == (None, None)


async def test_nothing_found_says_what_can_be_done(desk: Driver) -> None:
    await search(desk, "不存在的词")
    assert paths(desk) == []
    await desk.press("enter")
    assert "本地没有找到“不存在的词”" in desk.text


async def test_former_searches_are_recalled_also_after_a_restart(newsroom: FakeNewsroom, library: Library) -> None:
    write(library)
    async with running(newsroom) as desk:
        for text in ("低空", "航线"):
            await search(desk, text)
            await desk.press("enter", "escape")
    async with running(FakeNewsroom(newsroom.config, library)) as desk:
        await desk.press("slash", "up")
        assert desk.main.prompt.field.value == "航线"
        await desk.press("up")
        assert desk.main.prompt.field.value == "低空"
        await desk.press("down")
        assert (desk.main.prompt.field.value, len(paths(desk))) == ("航线", 2)


async def test_an_address_is_opened(desk: Driver) -> None:
    await search(desk, f"https://www.achie.org{path_of(SECOND, 4)}")
    await desk.press("enter")
    assert desk.main.reading is not None
    assert desk.main.reading.path == path_of(SECOND, 4)
    assert desk.main.place is not None
    assert desk.main.place.category == FIRST


async def test_marking_all_read_means_what_was_found(desk: Driver) -> None:
    await search(desk, "低空")
    await desk.press("enter", "A")
    read = set(desk.app.newsroom.keys(View())) - set(desk.app.newsroom.keys(View(unread=True)))
    assert len(read) == 2


SPOKEN = 23
"""Articles that `write_many` has speak of the wetland."""


def write_many(library: Library) -> None:
    """Let many articles of two categories speak of the wetland, two of them in their titles."""
    for number in range(1, SPOKEN + 1):
        category = (FIRST, SECOND)[number % 2]
        article = article_of(category, number)
        title = f"湿地公园开放之{number}" if number in {5, 6} else article.title
        blocks = (TextBlock("paragraph", f"湿地修复进入第{number}年，候鸟也多了起来。"),)
        saved = replace(article, title=title, blocks=blocks)
        library.save_article(saved, parser=PARSER_VERSION, at=TODAY + 1)


@pytest.fixture
async def few(newsroom: FakeNewsroom, library: Library, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Driver]:
    """Run the app with four hits shown before all, of which eight are ranked."""
    monkeypatch.setattr(searcher, "AT_FIRST", 4)
    monkeypatch.setattr(searcher, "PAGE", 8)
    write_many(library)
    async with running(newsroom) as desk:
        yield desk


async def test_what_is_done_to_a_search_is_done_to_all_that_it_finds(few: Driver) -> None:
    await search(few, "湿地")
    assert f"{SPOKEN} 篇" in few.text
    assert "约" not in few.status
    await few.press("enter", "G")
    assert f"{SPOKEN}/{SPOKEN}" in few.status
    await few.press("V")
    assert len(few.main.chosen) == SPOKEN
    await few.press("escape", "F")
    few.main.prompt.field.value = "开放之5"
    await few.settle()
    assert len(paths(few)) == 1
    assert few.main.rows.all == SPOKEN
    await few.press("escape", "A")
    assert few.app.newsroom.totals().unread == few.app.newsroom.totals().articles - SPOKEN


async def test_every_row_says_where_it_was_found_in_any_order(few: Driver) -> None:
    await search(few, "湿地")
    await few.press("enter")
    for _ in range(5):
        for last in ("g", "G"):
            await few.press(last)
            headline = few.main.headline_list.headline
            assert headline is not None
            assert "湿地修复进入" in few.main.headline_list._snippets[headline.key].snippet
        await few.press("comma")


async def test_a_search_learns_of_what_comes_while_it_is_shown(desk: Driver, library: Library) -> None:
    await search(desk, "低空 is:unread")
    await desk.press("enter", "down", "r")
    [read] = [key for key in desk.main.headline_list.keys if key == desk.main.controllers.lists.key_at_cursor()]
    desk.main.controllers.renewal.listing_changed()
    await desk.settle()
    assert len(paths(desk)) == 2, "what was read stays"
    article = article_of(SECOND, 5)
    library.save_article(
        replace(article, blocks=(*article.blocks, TextBlock("paragraph", ALOFT))), parser=PARSER_VERSION, at=TODAY + 2
    )
    desk.main.controllers.renewal.listing_changed()
    await desk.settle()
    assert set(paths(desk)) == {path_of(FIRST, 2), path_of(SECOND, 4), path_of(SECOND, 5)}
    assert desk.main.controllers.lists.key_at_cursor() == read
    assert desk.main.searching is not None
    assert "3 篇" in desk.text


async def test_until_all_is_found_nothing_is_done_to_a_part(few: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    whole = Finder.whole

    async def slow(self: Finder, query: Query, *, within: View, ranked: int) -> list[int]:
        begun.set()
        await go.wait()
        return await whole(self, query, within=within, ranked=ranked)

    monkeypatch.setattr(Finder, "whole", slow)
    await few.press("slash")
    few.main.prompt.field.value = "湿地"
    await begun.wait()
    while len(paths(few)) != 4:
        await few.pilot.pause()
    few.main.actions["read_all"]()
    assert few.controllers.searcher.is_finding
    go.set()
    await few.settle()
    assert few.app.newsroom.totals().unread == few.app.newsroom.totals().articles
    assert len(paths(few)) == SPOKEN


async def test_the_order_is_named_and_is_that_of_this_search_only(few: Driver) -> None:
    def days() -> list[str]:
        keys = few.main.headline_list.keys
        return [headline.published or "" for headline in few.app.newsroom.headlines(keys)]

    await search(few, "湿地")
    await few.press("enter")
    titles = [headline.title for headline in few.app.newsroom.headlines(few.main.headline_list.keys[:2])]
    assert all("湿地" in title for title in titles)
    await few.press("comma")
    assert "最新在前" in few.status
    assert days() == sorted(days(), reverse=True)
    await few.press("comma")
    assert "最早在前" in few.status
    assert days() == sorted(days())
    await search(few, "候鸟")
    await few.press("enter")
    assert few.main.narrowing.order is None
    assert few.main.headline_list.cursor == 0
    for _ in range(5):
        await few.press("comma")
    assert "按相关程度" in few.status


async def test_a_kept_search_is_a_scope_and_is_kept_with_it(few: Driver) -> None:
    await search(few, "湿地")
    await few.press("enter", "S", "escape")
    few.main.enter(next(place for place in few.main.places if place.query))
    await few.settle()
    await search(few, "第5年 OR 第6年 OR 滩涂")
    everywhere = set(paths(few))
    await few.press("tab")
    spoken = {path_of((FIRST, SECOND)[number % 2], number) for number in range(1, SPOKEN + 1)}
    assert set(paths(few)) == everywhere & spoken < everywhere
    found = len(paths(few))
    assert f"湿地  {found} 篇" in few.text
    await few.press("enter", "S")
    kept = [place for place in few.main.places if place.query][-1]
    assert (kept.title, kept.total) == ("第5年 OR 第6年 OR 滩涂 湿地", found)


async def test_what_was_not_understood_is_said_under_the_field_and_after_enter(
    desk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "REST", 0)
    await search(desk, "低空 OR")
    assert "照字面搜索" in desk.screen[-1]
    assert "低空 OR" in desk.screen[-2]
    desk.main.prompt.field.value = "低空"
    await desk.settle()
    assert "低空" in desk.screen[-1]
    assert "照字面" not in desk.text
    desk.main.prompt.field.value = "category:没有 低空"
    await desk.settle()
    assert "没有叫“没有”的栏目" in desk.screen[-1]
    await desk.press("enter")
    assert "没有叫“没有”的栏目" in desk.status
    assert desk.text.count("没有叫“没有”的栏目") == 2, "in the empty list too"


async def test_what_is_half_typed_is_not_complained_of(desk: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searcher, "REST", 60)
    await desk.press("slash")
    desk.main.prompt.field.value = "低空 is:st"
    while desk.main.searching is None or desk.main.searching.keys is None:
        await desk.pilot.pause()
    assert "照字面" not in desk.text
    await desk.press("enter")
    assert "照字面" in desk.status


@pytest.mark.parametrize("size", [WIDE, (80, 24), NARROW])
async def test_the_count_beside_the_field_is_whole(
    newsroom: FakeNewsroom, library: Library, size: tuple[int, int]
) -> None:
    write_many(library)
    async with running(newsroom, size) as desk:
        await search(desk, "公告 OR 湿地 OR 滩涂 OR 二")
        assert desk.main.searching is not None
        assert desk.main.searching.results is not None
        desk.main.searching = replace(
            desk.main.searching, results=replace(desk.main.searching.results, total=1_234_567, exact=False)
        )
        await desk.settle()
        assert "至多 1,234,567 篇" in desk.status


async def test_the_key_that_asks_the_site_is_not_offered_while_it_would_be_typed(desk: Driver) -> None:
    await search(desk, "不存在的词")
    assert "回车后按 w" in desk.text
    await desk.press("enter")
    assert "按 w 再到网站上找" in desk.text
    assert "回车后" not in desk.text


async def test_an_address_that_is_typed_is_not_called_not_found(desk: Driver) -> None:
    await search(desk, f"https://www.achie.org{path_of(SECOND, 4)}")
    assert "没有找到" not in desk.text
    assert "回车打开" in desk.status
    desk.main.prompt.field.value = "https://example.com/news/1.html"
    await desk.settle()
    assert "不是本站文章的网址" in desk.text


async def test_the_row_shows_why_it_is_there_where_its_title_is_cut(newsroom: FakeNewsroom, library: Library) -> None:
    article = article_of(FIRST, 3)
    title = "关于印发进一步支持园区企业开展技术改造与设备更新的若干措施以及配套的盐沼办法"
    blocks = (TextBlock("paragraph", "正文里说的全是另外的事。"),)
    library.save_article(replace(article, title=title, blocks=blocks), parser=PARSER_VERSION, at=TODAY + 1)
    async with running(newsroom) as desk:
        await search(desk, "盐沼")
        lines = [strip.text for strip in map(desk.main.headline_list.render_line, range(2))]
        assert "盐沼" not in lines[0]
        assert "盐沼" in lines[1]
        assert article.published is not None
        assert article.published[:10] in lines[0], "the whole date"
        assert FIRST.name[:4] in lines[1]


async def test_nothing_unread_in_a_narrowed_list_is_not_nothing_unread_at_all(desk: Driver) -> None:
    await search(desk, "低空")
    await desk.press("enter", "A", "n")
    assert "这个列表往下没有未读的了，全部还有" in desk.status


# Searches that are kept.


async def test_a_scope_is_kept_with_a_search_or_it_is_said_that_it_is_not(desk: Driver) -> None:
    for id, kept in (("starred", '"低空" is:starred'), ("begun", '"低空')):  # noqa: A001
        desk.main.enter(next(place for place in desk.main.places if place.id == id))
        await desk.settle()
        await search(desk, '"低空')
        await desk.press("tab", "enter", "S")
        assert [place.query.text for place in desk.main.watched if place.query][-1] == kept
        assert ("存不进去" in desk.text) is (id == "begun")
        await desk.press("escape")


async def test_a_kept_search_is_renamed_where_it_is_searched_and_brought_back_by_its_text(desk: Driver) -> None:
    await search(desk, "低空")
    await desk.press("enter", "S")
    assert "再按 S 改名" in desk.text
    option = desk.main.sidebar.highlighted_option
    assert option is not None
    assert option.id == "search:低空"
    await desk.press("S")
    assert desk.main.prompt.field.selection == (2, 2), "the name is changed, not typed over"
    desk.main.prompt.field.value = "天上"
    await desk.press("enter", "escape")
    assert [place.title for place in desk.main.watched] == ["天上"]
    desk.main.enter(desk.main.watched[0])
    await desk.settle()
    assert "低空经济试验区获批" in desk.text, "with its snippets"
    await desk.press("delete")
    assert "按 U 找回来" in desk.text
    await desk.press("slash", "up", "enter", "S")
    assert [place.query.text for place in desk.main.watched if place.query] == ["低空"]


async def test_a_search_that_cannot_be_kept_says_so_and_stays_for_this_visit(
    newsroom: FakeNewsroom, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(library.visits, "keep_words", fail)
    write(library)
    async with running(newsroom) as desk:
        await search(desk, "低空")
        await desk.press("enter", "S")
        assert "磁盘已满" in desk.text
        assert [place.title for place in desk.main.watched] == ["低空"]


async def test_a_search_is_kept_as_a_view_renamed_moved_and_removed(newsroom: FakeNewsroom, library: Library) -> None:
    write(library)
    async with running(newsroom) as desk:
        for text in ("低空", "航线"):
            await search(desk, text)
            await desk.press("enter", "S", "escape")
        kept = [place for place in desk.main.places if place.query]
        assert [(place.title, place.count, place.total) for place in kept] == [("低空", 2, 2), ("航线", 2, 2)]
        assert "关注" in desk.text
        desk.main.enter(kept[1])
        await desk.settle()
        assert set(paths(desk)) == {path_of(FIRST, 2), path_of(SECOND, 4)}
        await desk.press("shift+up", "S")
        desk.main.prompt.field.value = "航空"
        await desk.press("enter")
        assert [place.title for place in desk.main.places if place.query] == ["航空", "低空"]
    async with running(FakeNewsroom(newsroom.config, library)) as desk:
        assert [place.title for place in desk.main.places if place.query] == ["航空", "低空"]
        desk.main.enter(next(place for place in desk.main.places if place.title == "航空"))
        await desk.settle()
        await desk.press("delete")
        assert [place.title for place in desk.main.places if place.query] == ["低空"]
        assert desk.main.place is not None
        assert desk.main.place.title == "低空", "the one beside it"
        await desk.press("delete")
        assert (desk.main.watched, desk.main.place.id) == ((), "all")


async def test_a_search_that_was_removed_is_brought_back_to_its_place_as_marks_are(desk: Driver) -> None:
    library = desk.app.newsroom.library
    library.visits.keep_words((), (WatchWord("空域", "低空"), WatchWord("线", "航线")))
    desk.main.controllers.watchlist.recount()
    await desk.settle()
    first = desk.main.watched[0]
    desk.main.enter(first)
    await desk.settle()
    await desk.pilot.press("delete", "U")  # the one right behind the other
    await desk.settle()
    assert "已撤销 移除关注：“空域”" in desk.status
    await until_watched(desk, ["空域", "线"])
    assert (desk.main.watched[0].count, desk.main.watched[0].query) == (first.count, first.query)
    await desk.press("ctrl+r")
    await until_watched(desk, ["线"])
    await desk.press("H")
    assert "（已撤销）" not in desk.text
    assert "移除关注：“空域”" in desk.text


async def until_watched(desk: Driver, names: list[str]) -> None:
    """Wait until the sidebar shows these kept searches: rows and counts follow the frame that answers a key."""
    while [place.title for place in desk.main.watched] != names:
        await desk.pilot.pause(0.01)


async def test_what_another_process_keeps_is_shown_and_not_removed(newsroom: FakeNewsroom, library: Library) -> None:
    write(library)
    async with running(newsroom) as desk:
        library.visits.keep_words((), (WatchWord("空域", "低空"),))
        desk.controllers.watchlist.recount()
        await desk.settle()
        assert [(place.title, place.count) for place in desk.main.places if place.query] == [("空域", 2)]
        library.visits.keep_words((), (WatchWord("线", "航线"),))
        await search(desk, "滩涂")
        await desk.press("enter", "S", "escape")
        desk.controllers.watchlist.recount()
        await desk.settle()
        assert [place.title for place in desk.main.places if place.query] == ["空域", "线", "滩涂"]
    assert [word.text for word in watch_words.read(library.visits.setting(watch_words.REMEMBERED) or "")] == [
        *("低空", "航线", "滩涂")
    ]


async def test_what_comes_and_fits_a_kept_search_is_told(desk: Driver, library: Library) -> None:
    await search(desk, "低空")
    await desk.press("enter", "S", "escape")
    desk.app.newsroom.visits.since = TODAY - 1
    desk.controllers.watchlist.recount()
    await desk.settle()
    article = article_of(FIRST, 30)
    library.save_article(replace(article, blocks=(TextBlock("paragraph", ALOFT),)), parser=PARSER_VERSION, at=TODAY + 2)
    library.save_listing(FIRST.path, listing_of(FIRST, [row_of(FIRST, 30)]), at=TODAY + 2)
    desk.controllers.watchlist.recount()
    await desk.settle()
    kept = next(place for place in desk.main.places if place.query)
    assert (kept.count, kept.total) == (3, 3)


@pytest.mark.parametrize("kept", ["", "{", "[1]", '[["a"]]', '[["", "x"]]', "null"])
def test_what_is_no_kept_search_is_left_out(kept: str) -> None:
    assert watch_words.read(kept) == ()
    words = (WatchWord("名", "低空"), WatchWord("航线", '"五条航线"'))
    assert watch_words.read(watch_words.write(words)) == words
    assert moved(words, 0, 1) == words[::-1]
    assert moved(words, 0, -1) == words


# The site's own search.


class SearchedNewsroom(FakeNewsroom):
    """A newsroom whose site finds two pages."""

    fails = False

    async def site_search(self, typed: str, page: int = 1, *, waiting: object = None) -> SiteResults:  # noqa: ARG002
        """Find three articles, the second of which the library knows."""
        if self.fails:
            raise OfflineError(what=typed)
        known = self.headline(path_of(SECOND, 4))
        assert known is not None
        rows = [Headline(0, f"/news/x/{page}.html", page, f"网站上的第{page}篇", None, "2020-01-02", None, None), known]
        return SiteResults(tuple(rows), typed, is_cut=False, total=3, next=2 if page == 1 else None)


async def test_the_site_is_asked_by_a_key_and_what_it_finds_opened(newsroom: FakeNewsroom, library: Library) -> None:
    async with running(SearchedNewsroom(newsroom.config, library)) as desk:
        await desk.press("w")
        assert "先按 / 搜索" in desk.status
        await search(desk, "不存在的词")
        await desk.press("enter", "w")
        assert isinstance(desk.app.screen, SiteResultsScreen)
        assert "网站上的第1篇" in desk.text
        assert "已知" in desk.text
        await desk.press("G")
        assert "网站上的第2篇" in desk.text
        await desk.press("enter")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(SECOND, 4)


async def test_an_article_from_the_site_leads_back_to_what_the_site_found(
    newsroom: FakeNewsroom, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[int]()
    site_search = SearchedNewsroom.site_search

    async def counting(self: SearchedNewsroom, typed: str, page: int = 1, **waiting: object) -> SiteResults:
        asked.append(page)
        return await site_search(self, typed, page, **waiting)

    monkeypatch.setattr(SearchedNewsroom, "site_search", counting)
    async with running(SearchedNewsroom(newsroom.config, library), NARROW) as desk:
        await search(desk, "不存在的词")
        await desk.press("enter", "w", "G", "enter")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(SECOND, 4)
        await desk.press("q")
        assert isinstance(desk.app.screen, SiteResultsScreen)
        assert "网站上的第2篇" in desk.text
        results = desk.app.screen.query_one(Results)
        assert results.highlighted_option is not None
        assert results.highlighted_option.id == path_of(SECOND, 4)
        await desk.press("escape")
        assert desk.pane == "list"
        assert asked == [1, 2], "the site was not asked again"


async def test_a_long_title_from_the_site_stays_on_its_line(newsroom: FakeNewsroom, library: Library) -> None:
    class Wordy(SearchedNewsroom):
        async def site_search(self, typed: str, page: int = 1, *, waiting: object = None) -> SiteResults:  # noqa: ARG002
            rows = [Headline(0, f"/news/x/{n}.html", n, "很长的标题" * 12 + "完", None, "", None, None) for n in (1, 2)]
            return SiteResults(tuple(rows), typed, is_cut=False, total=2, next=None)

    async with running(Wordy(newsroom.config, library), (80, 24)) as desk:
        await search(desk, "不存在的词")
        await desk.press("enter", "w")
        listed = [line for line in desk.screen[:6] if "很长" in line]
        assert len(listed) == 2
        assert "标题完" in desk.text, "whole at the foot"


async def test_a_site_that_cannot_be_asked_is_told(newsroom: FakeNewsroom, library: Library) -> None:
    site = SearchedNewsroom(newsroom.config, library)
    site.fails = True
    async with running(site) as desk:
        await search(desk, "低空")
        await desk.press("enter", "w")
        assert "离线" in desk.text
        await desk.press("escape")
        assert desk.pane == "list"


async def test_a_name_that_is_cut_in_the_sidebar_says_so(desk: Driver) -> None:
    desk.app.newsroom.library.visits.keep_words((), (WatchWord("低空经济试验区获批以来的全部消息", "低空"),))
    desk.controllers.watchlist.recount()
    await desk.settle()
    [line] = [line for line in desk.screen if "低空经济" in line]
    assert "低空经济" in line
    assert "…" in line[: desk.main.sidebar.size.width]
