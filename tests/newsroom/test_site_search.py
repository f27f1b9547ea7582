"""The site's own search against a real site: its charset, its cut, its interval, its pages, and what it finds."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from achie_tui.errors import (
    EngineMessageError,
    NoSearchError,
    NothingToSearchError,
    OfflineError,
    RefusedAddressError,
    SearchBusyError,
    UnreadListingError,
)
from achie_tui.library.library import View
from achie_tui.newsroom import Newsroom
from achie_tui.web.client import Client
from tests.newsroom.runs import at_work
from tests.site.build import Encoding, build
from tests.site.search import SEARCH, message
from tests.site.serve import Body, Handler, Redirect, Server, Status, serve
from tests.web.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(server: Server, clock: Clock) -> Server:
    server.search.clock = clock
    return server


def opened(server: Server, folder: Path, clock: Clock, **settings: Any) -> Newsroom:
    """Open a newsroom, as a process of its own would, that waits by the clock alone."""
    newsroom = at_work(server, folder, clock, **settings)
    newsroom.fetcher.site._client = Client(
        newsroom.config.addresses, memory=newsroom.library.hosts, clock=clock, wall=clock, sleep=clock.sleep
    )
    return newsroom


@pytest.fixture
async def newsroom(server: Server, tmp_path: Path, clock: Clock) -> AsyncIterator[Newsroom]:
    ours = opened(server, tmp_path / "library", clock)
    yield ours
    await ours.close()


def questions(server: Server) -> list[str]:
    return [path for path in server.paths() if path.startswith(SEARCH)]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("begun", [False, True])
async def test_a_site_is_asked_in_its_charset(encoding: Encoding, begun: bool, tmp_path: Path, clock: Clock) -> None:
    with serve(build(4, encoding=encoding)) as server:
        server.search.clock = clock
        newsroom = opened(server, tmp_path / "library", clock)
        if begun:
            await newsroom.refresh(newsroom.categories()[0].category)
        server.log.clear()
        results = await newsroom.site_search("高新区")
        assert server.search.asked == ["高新区"]
        assert [each.path for each in results.headlines] == [each.href for each in server.search.found("高新区")[:5]]
        assert results.total == len(server.search.found("高新区"))
        # A listing that is here tells the charset; else one page is asked for.
        assert len(server.log) == (1 if begun else 2)
        await newsroom.close()


async def test_a_long_question_is_cut_as_the_engine_cuts_it_and_that_is_told(
    server: Server, newsroom: Newsroom
) -> None:
    results = await newsroom.site_search("高新区产业园区建设规划与政策")
    assert (results.asked, results.is_cut) == ("高新区产业园区建设规", True)
    assert server.search.asked == ["高新区产业园区建设规"]
    assert not (await newsroom.site_search("高新区")).is_cut


async def test_two_processes_ask_one_question_in_three_seconds(server: Server, tmp_path: Path, clock: Clock) -> None:
    ours, theirs = (opened(server, tmp_path / "library", clock) for _ in range(2))
    starts, told = [], list[float]()
    for newsroom in (ours, theirs, theirs, ours):
        await newsroom.site_search("高新区", waiting=told.append)
        starts.append(clock.now)
    assert [later - earlier for earlier, later in pairwise(starts)] == [3, 3, 3]
    assert told == [3, 3, 3]
    assert len(server.search.asked) == len(questions(server)) == 4
    await ours.close()
    await theirs.close()


async def test_where_somebody_else_was_faster_it_waits_and_tells(server: Server, newsroom: Newsroom) -> None:
    told: list[float] = []
    server.search.interval = 10
    server.search.be_asked_by_another()
    results = await newsroom.site_search("高新区", waiting=told.append)
    assert results.headlines
    # The interval that the engine's message names, not the usual one.
    assert told == [10]
    assert len(questions(server)) == 2


async def test_where_others_are_always_faster_it_gives_up(server: Server, newsroom: Newsroom) -> None:
    server.faults[SEARCH] = Body(message("管理员设定搜索时间间隔为5秒，请稍后再试！", "utf-8").encode())
    with pytest.raises(SearchBusyError) as caught:
        await newsroom.site_search("高新区")
    assert "每 5 秒" in caught.value.sentence("zh")
    assert len(questions(server)) == 3


async def test_pages_are_walked_one_by_one(server: Server, newsroom: Newsroom) -> None:
    server.search.page_size = 2
    found = [each.href for each in server.search.found("高新区")]
    walked: list[str] = []
    page: int | None = 1
    while page is not None:
        assert len(server.search.asked) == page - 1
        results = await newsroom.site_search("高新区", page)
        walked += [each.path for each in results.headlines]
        assert results.total == len(found)
        page = results.next
    assert walked == found
    # What the charset is was asked for once.
    assert len(server.log) == len(server.search.asked) + 1
    assert len(found) > 2 * server.search.page_size
    beyond = await newsroom.site_search("高新区", 99)
    assert (beyond.headlines, beyond.next) == ((), None)


async def test_what_is_known_comes_with_its_marks_and_nothing_else_becomes_known(
    server: Server, newsroom: Newsroom
) -> None:
    category = newsroom.categories()[0].category
    await newsroom.refresh(category)
    known = newsroom.headlines(newsroom.keys(View(category.path)))
    await newsroom.deeds.mark([known[0].path], starred=True, read=True)
    totals = newsroom.totals()
    everything = [*(await newsroom.site_search(known[0].title[:8])).headlines]
    everything += (await newsroom.site_search("高新区")).headlines
    shown = {each.path: each for each in everything}
    assert shown[known[0].path].key == known[0].key
    assert shown[known[0].path].starred
    assert shown[known[0].path].read
    summary = next(each.summary for each in server.site.entries if each.href == known[0].path)
    assert (shown[known[0].path].summary or "").startswith(summary[:20])
    strangers = [each for each in everything if newsroom.headline(each.path) is None]
    assert strangers
    assert {each.key for each in strangers} == {0}
    assert newsroom.totals() == totals
    # Until the user does something with one; then its mark can be seen.
    [kept] = await newsroom.keep_found(strangers[:1])
    await newsroom.deeds.mark([kept.path], starred=True)
    starred = newsroom.headlines(newsroom.keys(View(starred=True)))
    assert {each.path for each in starred} == {known[0].path, kept.path}
    assert kept.key
    assert (kept.title, kept.published) == (strangers[0].title, strangers[0].published)
    assert newsroom.headlines(newsroom.keys(View(category.path))) != []
    assert kept.key not in newsroom.keys(View(server.site.categories[kept.category or ""]))


async def test_what_it_finds_can_be_opened(server: Server, newsroom: Newsroom) -> None:
    results = await newsroom.site_search("高新区")
    path = next(each.path for each in results.headlines if each.path not in server.site.redirects)
    assert (await newsroom.read(path)).article.title == server.site.truth[path].title
    assert newsroom.headline(path) is not None


async def test_nothing_found_is_no_error(server: Server, newsroom: Newsroom) -> None:
    results = await newsroom.site_search("没有谁写过的词")
    assert (results.headlines, results.total, results.next) == ((), 0, None)
    server.faults[SEARCH] = Body(f"<title>搜索_高新院</title><a href='{SEARCH}?q=x&PageNo=2'>下一页</a>".encode())
    results = await newsroom.site_search("没有谁写过的词")
    assert (results.headlines, results.total, results.next) == ((), None, None)


async def test_what_the_engine_says_is_passed_on(server: Server, newsroom: Newsroom) -> None:
    with pytest.raises(EngineMessageError) as caught:
        await newsroom.site_search("a")
    assert caught.value.sentence("zh") == "网站提示：关键字不能小于2个字节"
    assert server.search.asked == []


async def test_offline_and_without_a_word_nobody_is_asked(
    server: Server, newsroom: Newsroom, tmp_path: Path, clock: Clock
) -> None:
    offline = opened(server, tmp_path / "library", clock, offline=True)
    with pytest.raises(OfflineError) as caught:
        await offline.site_search("高新区")
    assert caught.value.exit_status == 3
    assert caught.value.sentence("zh").startswith("离线时不能到网站上搜索")
    with pytest.raises(NothingToSearchError):
        await newsroom.site_search("\"<>' ")
    assert questions(server) == []
    await offline.close()


@pytest.mark.parametrize("fault", [Status(404), Redirect("/"), Redirect("/elsewhere.html")])
async def test_a_site_without_a_search_is_told(server: Server, newsroom: Newsroom, fault: Any) -> None:
    server.faults[SEARCH] = fault
    # A list it may be, but not of what was asked for.
    server.faults["/elsewhere.html"] = Body("<title>搜索_高新院</title>共0页/0条记录".encode())
    with pytest.raises(NoSearchError):
        await newsroom.site_search("高新区")


async def test_a_search_on_another_site_is_not_asked(server: Server, newsroom: Newsroom) -> None:
    server.faults[SEARCH] = Redirect("http://search.example/?q=1")
    with pytest.raises(RefusedAddressError):
        await newsroom.site_search("高新区")


async def test_hits_that_cannot_be_made_out_are_told(server: Server, newsroom: Newsroom) -> None:
    server.faults[SEARCH] = Body("<title>搜索_高新院</title><p>甲乙</p>共1页/3条记录".encode())
    with pytest.raises(UnreadListingError):
        await newsroom.site_search("高新区")


async def test_the_users_own_question_is_not_checked_against_the_rules_for_robots(
    server: Server, newsroom: Newsroom
) -> None:
    assert b"Disallow: /plus/search.php" in server.site.files["/robots.txt"]
    asked: list[str] = []

    def watch(handler: Handler) -> None:
        asked.append(handler.path)
        Handler.normal(handler)

    server.faults["/robots.txt"] = watch
    assert (await newsroom.site_search("高新区")).headlines
    assert asked == []
