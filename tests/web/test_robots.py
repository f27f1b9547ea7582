"""What a robots.txt allows, and how it is come by."""

import time
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.errors import (
    AchieError,
    DisallowedError,
    RefusedAddressError,
    RobotsUnknownError,
    TooManyRedirectsError,
    UnreachableError,
)
from achie_tui.web.answer import Answer
from achie_tui.web.memory import KeptRobots, OwnMemory
from achie_tui.web.permissions import Permissions
from achie_tui.web.robots import MOST, Rule, read_robots
from tests.site.extras import ROBOTS
from tests.web.clock import Clock

SITE = "http://news.example"
DAY = 86400.0


def allowed(robots: str | bytes, path: str) -> bool:
    body = robots.encode() if isinstance(robots, str) else robots
    return read_robots(body).allow(SITE + path)


# The rules (RFC 9309).


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/news/gxq/202509251378.html", True),
        ("/plus/view.php?aid=7", True),
        ("/plus/list.php?tid=3", True),
        ("/plus/search.php?q=a", False),
        ("/include/ckeditor/", False),
        ("/templets", False),
        ("/robots.txt", True),
    ],
)
def test_a_stock_install_allows_what_is_read(path: str, may: bool) -> None:
    assert allowed(ROBOTS, path) == may


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/a", True),
        ("/a", "/ab/c", True),
        ("/a", "/A", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*.php$", "/x/y.php", True),
        ("/*.php$", "/x/y.php?a", False),
        ("/*.php", "/x/y.php?a", True),
        ("*", "/", True),
        ("/a*b*c", "/a1b2c3", True),
        ("/a*b*c", "/a1c2b3", False),
        ("/a*a$", "/a", False),
        ("/a*$", "/abc", True),
        ("$", "/", False),
        ("", "/", True),
    ],
)
def test_patterns(pattern: str, path: str, fits: bool) -> None:
    assert Rule(pattern, allows=False).fits(path) == fits


def test_the_longest_rule_decides_and_of_two_the_one_that_allows() -> None:
    robots = "User-agent: *\nDisallow: /news\nAllow: /news/gxq\nDisallow: /news/gxq/old\nAllow: /x\nDisallow: /x"
    assert [allowed(robots, path) for path in ("/news/a", "/news/gxq/a", "/news/gxq/old/a", "/x")] == [
        False,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        ("", True),
        ("Disallow: /", True),  # nobody's
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: achie-tui\nAllow: /\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Achie-TUI/1.0\nDisallow: /b", True),
        ("User-agent: achie\nDisallow: /\n", True),
        ("User-agent: achie-tui-bot\nDisallow: /\n", True),
        ("User-agent: a\nUser-agent: achie-tui\nUser-agent: b\nDisallow: /", False),
        ("User-agent: achie-tui\nSitemap: /x\nDisallow: /", False),
        ("User-agent: achie-tui\nAllow: /x\n\nUser-agent: achie-tui\nDisallow: /", False),
        ("user-AGENT : *  # all\r\ndisallow :/  # of it\r\n", False),
        ("User-agent: *\rDisallow: /\r", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: achie-tui", True),
        ("User-agent: *\nUser-agent: achie-tui\nAllow: /\nUser-agent: *\nDisallow: /", True),
    ],
)
def test_whose_rules_hold(robots: str, may: bool) -> None:
    assert allowed(robots, "/a") == may


@pytest.mark.parametrize(
    ("rule", "path", "may"),
    [
        ("/新闻", "/%E6%96%B0%E9%97%BB/1.html", False),
        ("/%e6%96%b0", "/%E6%96%B0%E9%97%BB/", False),
        ("/%61", "/a", False),
        ("/a%2Fb", "/a/b", True),
        ("/a?b", "/a?b=c", False),
        ("/a?b", "/a", True),
    ],
)
def test_paths_are_compared_however_they_are_encoded(rule: str, path: str, may: bool) -> None:
    assert allowed(f"User-agent: *\nDisallow: {rule}", path) == may


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("86400", 30.0), ("soon", 0.0), ("-1", 0.0), ("1e3", 0.0), ("٣", 0.0), ("", 0.0)],
)
def test_crawl_delay_up_to_half_a_minute(delay: str, seconds: float) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {delay}".encode()).delay == seconds


def test_half_a_line_at_the_end_of_what_is_read_says_nothing() -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    cut = head + b"#" * (MOST - len(head) - 12) + b"\nDisallow: /private"
    assert not allowed(cut, "/a")
    assert allowed(cut, "/p")


@given(st.binary(max_size=300), st.text("/a*$%2", max_size=20))
def test_any_bytes_can_be_read(body: bytes, path: str) -> None:
    read_robots(b"User-agent: *\nDisallow: /*a*\nAllow: " + body).allow(f"{SITE}/{path}")


def test_no_pattern_takes_long() -> None:
    hostile = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 2000 + b"*b\n"
    rules = read_robots(hostile + b"".join(b"Disallow: /%d*x\n" % number for number in range(25_000)))
    began = time.process_time()
    assert rules.allow(f"{SITE}/{'a' * 4000}")
    assert time.process_time() - began < 1


# How it is come by.


class Site:
    """Answers for robots.txt, and counts."""

    def __init__(self, clock: Clock) -> None:
        self.answer: AchieError | int | bytes = ROBOTS.encode()
        self.asked: list[str] = []
        self.memory = OwnMemory()
        self.clock = clock

    async def fetch(self, url: str) -> Answer:
        """Answer."""
        self.asked.append(url)
        if isinstance(self.answer, AchieError):
            raise self.answer
        status, body = (self.answer, b"") if isinstance(self.answer, int) else (200, self.answer)
        return Answer(url=url, path="/robots.txt", status=status, body=body)

    def permissions(self) -> Permissions:
        """Give those of another run."""
        return Permissions(self.memory, self.fetch, clock=self.clock, wall=self.clock)


@pytest.fixture
def site() -> Site:
    return Site(Clock())


async def test_it_is_asked_for_once_a_day_over_all_runs(site: Site) -> None:
    for _ in range(3):
        permissions = site.permissions()
        for path in ("/a", "/b"):
            await permissions.check(SITE + path)
        with pytest.raises(DisallowedError) as caught:
            await permissions.check(f"{SITE}/plus/search.php")
    assert caught.value.sentence("zh") == f"网站的 robots.txt 不允许抓取 {SITE}/plus/search.php"
    assert site.asked == [f"{SITE}/robots.txt"]
    site.clock.now += DAY
    await permissions.check(SITE)
    await site.permissions().check(SITE)
    assert len(site.asked) == 2


async def test_every_host_has_its_own(site: Site) -> None:
    permissions = site.permissions()
    await permissions.check(SITE)
    await permissions.check("https://pictures.example:8443/a.jpg")
    assert site.asked[1:] == ["https://pictures.example:8443/robots.txt"]


@pytest.mark.parametrize(
    "answer",
    [404, 401, 410, RefusedAddressError(url="x", reason="y"), TooManyRedirectsError(url="x", limit=5), b"<html>404"],
)
async def test_where_there_is_none_all_is_allowed(site: Site, answer: int | AchieError) -> None:
    site.answer = answer
    permissions = site.permissions()
    for _ in range(2):
        await permissions.check(f"{SITE}/plus/search.php")
    assert len(site.asked) == 1


async def test_a_page_in_its_place_is_not_kept(site: Site) -> None:
    site.answer = b"\n<html><title>\xe4\xb8\x8a\xe7\xbd\x91\xe8\xae\xa4\xe8\xaf\x81</title>"
    await site.permissions().check(SITE)
    assert site.memory.robots("news.example") is None


@pytest.mark.parametrize("answer", [500, 503, 429, UnreachableError(host="x", reason="y")])
async def test_who_does_not_know_the_rules_fetches_nothing(site: Site, answer: int | AchieError) -> None:
    site.answer = answer
    permissions = site.permissions()
    for _ in range(3):
        with pytest.raises(RobotsUnknownError if isinstance(answer, int) else UnreachableError):
            await permissions.check(SITE)
    assert len(site.asked) == 1
    site.clock.now += 601
    site.answer = 404
    await permissions.check(SITE)


async def test_a_copy_of_yesterday_serves_while_there_is_no_other(site: Site) -> None:
    check: Callable[[], Awaitable[object]] = lambda: site.permissions().check(f"{SITE}/plus/search.php")  # noqa: E731
    site.memory.save_robots("news.example", KeptRobots(site.clock.now, ROBOTS.encode()))
    site.answer = 503
    for age, asked in ((0.0, 0), (DAY - 1, 0), (DAY + 1, 1), (2 * DAY - 1, 2)):
        site.clock.now = Clock().now + age
        with pytest.raises(DisallowedError):
            await check()
        assert len(site.asked) == asked
    site.clock.now += 2
    with pytest.raises(RobotsUnknownError):
        await check()


@pytest.mark.fault(35)
async def test_a_copy_of_a_clock_that_was_ahead_is_fetched_again(site: Site) -> None:
    site.memory.save_robots("news.example", KeptRobots(site.clock.now + 10 * DAY, b"User-agent: *\nDisallow: /"))
    await site.permissions().check(SITE)
    assert len(site.asked) == 1
