"""What the app does of its own accord: it looks for news, disturbs nobody, and leaves a site in trouble alone."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from achie_tui.config import Config, load
from achie_tui.errors import (
    AchieError,
    AskedToWaitError,
    NoNetworkError,
    NotTheSiteError,
    ProxyFailedError,
    ProxyLoginError,
    ProxyUnreachableError,
    RobotsUnknownError,
    ServerError,
    SiteRestingError,
    TooSlowError,
    UnreachableError,
    UsageError,
    WrongProxyError,
)
from achie_tui.language import Phrase
from achie_tui.library.library import Library
from achie_tui.newsroom import Newsroom
from achie_tui.tui.announcing import announcement
from achie_tui.tui.app import AchieApp
from achie_tui.tui.trouble import rest_until, word
from tests.site.build import Site, build
from tests.site.serve import Body, Fault, Server, Status, serve
from tests.tui.driver import UNREACHABLE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, listing_of, path_of, row_of

FIRST, SECOND, THIRD = CATEGORIES
MINUTE = 60.0


# When, and of what.


async def test_at_the_start_the_shown_category_and_those_of_starred_articles_are_asked_patiently(
    newsroom: FakeNewsroom,
) -> None:
    newsroom.library.marks.mark([path_of(THIRD, 3)], starred=True)
    async with running(newsroom):
        assert newsroom.asked == [FIRST.path, THIRD.path]
        assert newsroom.urgent == [False, False]


async def test_a_category_that_was_never_fetched_is_not_made_to_wait(newsroom: FakeNewsroom) -> None:
    with newsroom.library._writing("cache") as cache:
        cache.execute("DELETE FROM refreshed")
    async with running(newsroom):
        assert newsroom.asked == [FIRST.path]
        assert newsroom.urgent == [True]


async def test_rounds_come_again_after_the_configured_minutes(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, refresh_minutes=5)
    async with running(newsroom) as desk:
        assert 4 * MINUTE < desk.controllers.refresher.schedule.next_round - time.time() <= 5 * MINUTE
        await wake(desk)
        assert newsroom.asked == [FIRST.path]
        await wake(desk, due=True)
        assert newsroom.asked == [FIRST.path, FIRST.path]
        assert newsroom.urgent == [False, False]


async def test_where_news_of_all_are_shown_all_are_asked(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, refresh_minutes=5)
    async with running(newsroom) as desk:
        desk.controllers.lists.go_to(next(place for place in desk.main.places if place.id == "new"))
        await wake(desk, due=True)
        assert newsroom.asked[1:] == [category.path for category in CATEGORIES]
        assert not any(newsroom.urgent)


async def test_what_another_process_writes_shows(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        before, keys = desk.main.totals, desk.main.headline_list.keys
        with Library.open(newsroom.config.data_dir) as other:
            rows = tuple(row_of(FIRST, number) for number in range(300, 303))
            other.save_listing(FIRST.path, listing_of(FIRST, (*rows, row_of(FIRST, 0))), at=TODAY)
        desk.controllers.refresher.look()
        await desk.settle()
        assert desk.main.totals.articles == before.articles + 3
        assert len(desk.main.headline_list.keys) == len(keys) + 3


async def test_none_means_none_after_the_first(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, refresh_minutes=0)
    async with running(newsroom) as desk:
        assert desk.controllers.refresher.schedule.sleep is None
        await wake(desk)
        assert newsroom.asked == [FIRST.path]


async def wake(desk: Driver, *, due: bool = False) -> None:
    """Let the alarm ring, with the next round due."""
    if due:
        desk.controllers.refresher.schedule.next_round = time.time() - 1
    desk.controllers.refresher.wake()
    await desk.settle()


# Nobody is disturbed.


async def test_news_are_said_once_and_move_nothing(newsroom: FakeNewsroom) -> None:
    newsroom.library.marks.mark([path_of(SECOND, 3)], starred=True)
    async with running(newsroom) as desk:
        await desk.press("j", "j", "j", "j", "enter", "space")
        before = desk.main.headline_list.headline, desk.main.reader.scroll_offset, desk.main.reader.kept
        newsroom.waiting = 3
        await wake(desk, due=True)
        assert "新增 6 篇" in desk.status
        assert len(desk.main.headline_list.keys) == 15
        assert before == (desk.main.headline_list.headline, desk.main.reader.scroll_offset, desk.main.reader.kept)
        assert desk.pane == "reader"
        desk.main.status.hush()
        await wake(desk, due=True)
        assert "新增" not in desk.status


async def test_a_list_that_was_scrolled_away_from_its_cursor_stays_there(newsroom: FakeNewsroom) -> None:
    rows = tuple(row_of(FIRST, number) for number in range(60))
    newsroom.library.save_listing(FIRST.path, listing_of(FIRST, rows), at=TODAY)
    async with running(newsroom, (120, 14)) as desk:
        listed = desk.main.headline_list
        listed.scroll_to(y=30, animate=False)
        await desk.settle()
        top = listed._rows.at(listed.scroll_offset.y)
        newsroom.waiting = 3
        await wake(desk, due=True)
        assert len(listed.keys) == 63
        assert listed.headline is not None
        assert listed.headline.path == path_of(FIRST, 0)
        assert listed._rows.at(listed.scroll_offset.y) == top


async def test_what_fails_shows_in_the_masthead_only(newsroom: FakeNewsroom) -> None:
    newsroom.failure = UNREACHABLE
    async with running(newsroom) as desk:
        assert "连不上网站" in desk.screen[0]
        assert "连不上" not in desk.status
        newsroom.failure = None
        await wake(desk, due=True)
        assert "连不上网站" not in desk.screen[0]


@pytest.mark.parametrize("setting", [{"refresh_minutes": "-1"}, {"refresh_minutes": "1441"}, {"notify": "maybe"}])
def test_settings_that_mean_nothing_are_refused(setting: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        load({}, {f"ACHIE_TUI_{name.upper()}": value for name, value in setting.items()})


# The desktop.


async def test_the_desktop_is_told_where_that_is_wanted(
    newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(AchieApp, "announce", lambda _, sequence: told.append(sequence))
    for wanted in (False, True):
        newsroom = with_config(newsroom, notify=wanted)
        async with running(newsroom) as desk:
            newsroom.waiting = 2 + wanted
            await wake(desk, due=True)
    [sequence] = told
    assert "新增 1 篇" in sequence


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]9;高新院: 新增 5 篇\x07"),
        ({"TERM": "foot"}, "\x1b]777;notify;高新院;新增 5 篇\x07"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "\x1b]777;notify;高新院;新增 5 篇\x07"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, "\x1bPtmux;\x1b\x1b]9;高新院: 新增 5 篇\x07\x1b\\"),  # noqa: S108
    ],
)
def test_the_terminal_gets_the_sequence_it_knows(environment: dict[str, str], expected: str) -> None:
    assert announcement("高新院", "新增 5 篇", environment) == expected


@pytest.mark.parametrize("terminal", ["foot", "xterm"])
def test_nothing_in_a_text_can_end_or_part_the_sequence(terminal: str) -> None:
    said = announcement("4;3;50\x07", "a;b\x1b\\\x9c\x07\x1b]52;c;eA==\x07\n\u202e", {"TERM": terminal})
    head = "\x1b]777;notify;" if terminal == "foot" else "\x1b]9;"
    assert said.startswith(head)
    assert said.endswith("\x07")
    inside = said.removeprefix(head).removesuffix("\x07")
    assert inside.isprintable()
    assert inside.count(";") == (terminal == "foot")


# A site in trouble.

CHALLENGE = b"<html><script>document.cookie='__jsl_clearance=1'</script></html>"
FIREWALL = "<html><body>您的请求可能存在威胁，已被网站防火墙拦截</body></html>".encode()
PORTAL = "<html><body>上网认证 <form><input type='password'></form></body></html>".encode()
PARKED = "<html><body>该域名正在出售</body></html>".encode()
FOREIGN = ("<html><body>" + "别人的网页，什么都有，就是没有新闻。" * 20 + "</body></html>").encode()


@pytest.fixture(scope="module")
def site() -> Site:
    return build(3, per_category=4, page_size=4)


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    with serve(site) as server:
        yield server


@asynccontextmanager
async def reading(config: Config, server: Server) -> AsyncIterator[Driver]:
    """Run the app over a site, with its first category read."""
    config = replace(config, base_url=server.base_url, delay=0.0)
    with Library.open(config.data_dir) as library:
        newsroom = Newsroom(config, library)
        await newsroom.refresh_categories()
        await newsroom.refresh(library.categories()[0])
        async with running(newsroom) as desk:
            yield desk
        await newsroom.close()


@pytest.mark.parametrize(
    ("fault", "state", "sentence", "minutes"),
    [
        (Body(CHALLENGE), "需要浏览器验证", "浏览器验证", 60),
        (Status(403, body=FIREWALL), "被防火墙拦截", "防火墙", 30),
        (Body(PORTAL), "网络需要登录", "登录", 5),
        (Body(PARKED), "域名已停用", "停用", 360),
        (Body(FOREIGN), "不是该网站", "不是该网站", 0),
        (Status(500), "网站出错", "HTTP 500", 0),
        (Status(429, {"Retry-After": "1200"}), "网站出错", "HTTP 429", 0),
    ],
    ids=["challenge", "firewall", "portal", "parked", "foreign", "error", "too many"],
)
async def test_each_trouble_has_a_word_and_a_sentence_and_ends_what_nobody_asked_for(
    config: Config, server: Server, fault: Fault, *, state: str, sentence: str, minutes: int
) -> None:
    async with reading(config, server) as desk:
        server.faults["*"] = fault
        await desk.press("r")
        assert sentence in desk.status
        assert state in desk.screen[0]
        assert desk.controllers.refresher.schedule.leaves_alone == bool(minutes)
        if minutes:
            assert abs(desk.controllers.refresher.schedule.leave_alone_until - time.time() - minutes * MINUTE) < MINUTE
        asked = len(server.log)
        await wake(desk, due=bool(minutes))
        assert len(server.log) == asked
        if minutes:
            desk.controllers.refresher.schedule.leave_alone_until = time.time() - 1
            server.faults.clear()
            await wake(desk, due=True)
            assert len(server.log) > asked
            assert state not in desk.screen[0]


async def test_a_site_that_asked_to_wait_is_left_alone_until_then(config: Config, server: Server) -> None:
    async with reading(config, server) as desk:
        server.faults["*"] = Status(503, {"Retry-After": "1200"})
        await desk.press("r")
        await desk.press("r")
        print(desk.screen[0], desk.status)
        assert "网站要求等到" in desk.screen[0]
        assert "前不再访问" in desk.status
        assert abs(desk.controllers.refresher.schedule.leave_alone_until - time.time() - 1200) < MINUTE
        asked = len(server.log)
        await wake(desk, due=True)
        assert len(server.log) == asked
        desk.controllers.refresher.schedule.leave_alone_until = time.time() - 1  # the time has come
        desk.controllers.refresher.schedule.next_round = time.time() + 60
        await wake(desk)
        assert "网站要求等到" not in desk.screen[0]


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (NoNetworkError(host="x", reason="y"), "没有网络", "no network"),
        (WrongProxyError(place="x"), "代理不通", "proxy does not work"),
        (ProxyUnreachableError(proxy="x", reason="y"), "代理不通", "proxy does not work"),
        (ProxyLoginError(proxy="x"), "代理不通", "proxy does not work"),
        (ProxyFailedError(host="x", proxy="x", reason="y"), "连不上网站", "site unreachable"),
        (UnreachableError(host="x", reason="y"), "连不上网站", "site unreachable"),
        (TooSlowError(host="x", seconds="30"), "网站太慢", "site too slow"),
        (ServerError(status=500), "网站出错", "site error"),
        (RobotsUnknownError(host="x", status=500), "网站规则未知", "site's rules unknown"),
        (NotTheSiteError(Phrase("x", "x"), kind="blank"), "不是该网站", "not the site"),
        (NotTheSiteError(Phrase("x", "x")), "不是该网站", "not the site"),
    ],
)
def test_words_for_trouble(error: AchieError, zh: str, en: str) -> None:
    assert (word(error, "zh"), word(error, "en")) == (zh, en)
    assert rest_until(error, 1000.0) == 0.0


def test_words_for_a_time_name_it() -> None:
    at = time.time() + 600
    for error in (AskedToWaitError(host="x", until=at), SiteRestingError(host="x", until=at)):
        shown = time.strftime("%H:%M", time.localtime(-(-at // 60) * 60))
        assert word(error, "zh").endswith(shown)
        assert word(error, "en").endswith(shown)
        assert rest_until(error, 0.0) == at
