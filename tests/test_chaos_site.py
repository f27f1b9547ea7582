"""The whole program against a site in trouble: what reaches the server is never more than the policy allows."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from achie_tui.config import load
from achie_tui.errors import (
    AchieError,
    AskedToWaitError,
    NotNowError,
    RefusedAddressError,
    RobotsUnknownError,
    SiteRestingError,
    UnreachableError,
)
from achie_tui.library.library import Library
from achie_tui.model import Category
from achie_tui.newsroom import Newsroom
from achie_tui.site.address import Addresses
from achie_tui.sync import Plan, Report
from achie_tui.web.client import Client
from tests.commands.fixtures import _quiet_surroundings
from tests.commands.shell import User, apart, ended, started
from tests.newsroom.runs import sync_of
from tests.site.build import Site, build
from tests.site.faults import Body, Delay, Fault, Redirect, Reset, Status, Truncate, Turns
from tests.site.serve import Handler, Server, serve
from tests.tui.test_pty import Terminal
from tests.web.clock import Clock

__all__ = ["_quiet_surroundings"]

HOUR = 3600.0
ROBOTS = "/robots.txt"


@pytest.fixture(scope="module")
def built() -> Site:
    return build(3, per_category=2, page_size=1)


@pytest.fixture
def server(built: Site) -> Iterator[Server]:
    with serve(replace(built, files=dict(built.files))) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock(time.time())


@pytest.fixture
def folder(built: Site, tmp_path: Path) -> Path:
    """Give the folder of a library that knows the categories, and nothing else."""
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.save_categories([Category(name, path, path) for name, path in built.categories.items()])
    return folder


async def run(server: Server, folder: Path, clock: Clock, *, delay: float = 1.5) -> tuple[Report, AchieError | None]:
    """Take everything along, as a process of its own would; waiting takes no time. Gives what ended the run early."""
    config = replace(load({"base_url": server.base_url, "data_dir": str(folder)}, {}), delay=delay)
    newsroom = Newsroom(config, Library.open(folder))
    newsroom.fetcher.site._client = Client(
        config.addresses, delay=delay, memory=newsroom.library.hosts, clock=clock, wall=clock, sleep=clock.sleep
    )
    categories = [count.category for count in newsroom.categories()]
    sync = sync_of(newsroom, Plan(categories, everything=True, images=False))
    try:
        async for _ in sync.run():
            pass
    except AchieError as error:
        return sync.report, error
    finally:
        await newsroom.close()
    return sync.report, None


def pages(server: Server) -> list[str]:
    return [path for path in server.paths() if path != ROBOTS]


def trouble(server: Server, fault: Fault) -> None:
    """Let everything fail but robots.txt."""
    server.faults.update({"*": fault, ROBOTS: Handler.normal})


# One process after the other.


async def test_a_site_that_is_well_is_asked_for_each_page_once(server: Server, folder: Path, clock: Clock) -> None:
    report, error = await run(server, folder, clock)
    assert (error, report.failed) == (None, [])
    assert max(Counter(server.paths()).values()) == 1


@pytest.mark.fault(17)
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("form", "seconds"), [("120", 120.0), ("99999999", 6 * HOUR), ("date", HOUR)])
async def test_a_site_that_asks_to_wait_is_left_alone_over_restarts(
    server: Server, folder: Path, *, status: int, form: str, seconds: float
) -> None:
    clock = Clock(time.time())
    value = formatdate(clock.now + seconds, usegmt=True) if form == "date" else form
    trouble(server, Status(status, {"Retry-After": value}))
    for _ in range(3):
        _, error = await run(server, folder, clock)
        assert isinstance(error, AskedToWaitError)
        assert error.until is not None
        assert error.until - clock.now == pytest.approx(seconds, abs=30)
    assert len(pages(server)) <= 2  # as many as were under way at once
    server.faults.clear()
    clock.now += seconds + 30
    report, error = await run(server, folder, clock)
    assert (error, report.failed) == (None, [])


async def test_a_short_wait_costs_nothing_but_time(server: Server, folder: Path, clock: Clock) -> None:
    trouble(server, Turns(None, Status(429, {"Retry-After": "55"}), None, Status(503, {"Retry-After": "5"})))
    report, error = await run(server, folder, clock)
    assert (error, report.failed) == (None, [])
    assert sum(count - 1 for count in Counter(pages(server)).values()) == 2
    assert max(clock.slept) > 50


@pytest.mark.fault(17)
@pytest.mark.parametrize("value", ["soon", "-5", "1e9", "60, 60", "", "Thu, 01 Jan 1970 00:00:00 GMT"])
async def test_garbage_for_a_time_means_nothing(server: Server, folder: Path, clock: Clock, value: str) -> None:
    trouble(server, Turns(Status(503, {"Retry-After": value})))
    report, error = await run(server, folder, clock)
    assert (error, report.failed) == (None, [])


@pytest.mark.fault(18)
@pytest.mark.parametrize("fault", [Status(503), Status(429), Reset(0)], ids=["503", "429", "reset"])
async def test_a_storm_meets_few_requests_and_then_one_of_each_sync(
    server: Server, folder: Path, clock: Clock, fault: Fault
) -> None:
    trouble(server, fault)
    _, error = await run(server, folder, clock)
    assert isinstance(error, UnreachableError if fault == Reset(0) else NotNowError)
    first = len(pages(server))
    assert first <= (3 if fault == Status(429) else 5)
    for number in range(6):
        _, error = await run(server, folder, clock)
        assert isinstance(error, UnreachableError if fault == Reset(0) else SiteRestingError), "why is told"
        assert len(pages(server)) == first + number + 1
    server.faults.clear()
    report, error = await run(server, folder, clock)
    assert (error, report.failed) == (None, [])


def test_a_site_that_is_back_is_found_at_once_by_who_asks_for_it(server: Server, folder: Path) -> None:
    user = User(server.base_url, folder)
    category = next(iter(server.site.categories))
    trouble(server, Status(503))
    for _ in range(6):
        user.run("list", category, "--refresh")
    server.faults.clear()
    for _ in range(2):
        said = user.run("list", category, "--refresh")
        assert (said.status, said.err) == (0, "")
    trouble(server, Status(503))
    for _ in range(6):
        user.run("list", category, "--refresh")
    server.faults.clear()
    assert user.run("sync", category, "--no-images").status == 0


@pytest.mark.fault(18)
async def test_a_rest_lets_one_request_through_when_it_is_over(server: Server, folder: Path, clock: Clock) -> None:
    trouble(server, Status(503))
    await run(server, folder, clock)
    asked = len(server.log)
    with Library.open(folder) as library:
        async with Client(
            Addresses(server.base_url), memory=library.hosts, clock=clock, wall=clock, sleep=clock.sleep
        ) as client:
            for rest in (30, 60, 120, 240):
                for wait, more in ((rest - 15, 0), (15, 1)):
                    clock.now += wait
                    with pytest.raises(SiteRestingError):
                        await client.get("/", urgent=False)
                    asked += more
                    assert len(server.log) == asked


@pytest.mark.fault(18)
async def test_pages_that_are_broken_do_not_stop_the_rest(
    server: Server, folder: Path, clock: Clock, built: Site
) -> None:
    articles = [truth.path for truth in built.articles()]
    broken, cut = set(articles[::4]), set(articles[2::8])
    server.faults.update({path: Status(500) for path in broken})
    server.faults.update({path: Truncate(400) for path in cut})
    report, error = await run(server, folder, clock)
    assert error is None
    assert len(report.failed) >= len(broken)
    asked = Counter(pages(server))
    assert all(asked[path] <= 3 for path in broken)
    assert all(asked[path] == 1 for path in asked.keys() - broken)


async def test_a_site_that_is_slow_is_asked_slowly(server: Server, folder: Path, clock: Clock) -> None:
    server.faults["*"] = Delay(0.03)
    await run(server, folder, clock, delay=0.01)
    with Library.open(folder) as library:
        pace = library.hosts.state(server.base_url.removeprefix("http://")).pace
    assert 0.05 < pace < 5


@pytest.mark.fault(20)
@pytest.mark.parametrize("fault", [Status(500), Status(503)])
async def test_rules_that_cannot_be_had_pause_a_sync(server: Server, folder: Path, clock: Clock, fault: Fault) -> None:
    server.faults[ROBOTS] = fault
    _, error = await run(server, folder, clock)
    assert isinstance(error, RobotsUnknownError)
    assert server.paths() == [ROBOTS] * 3
    server.faults.clear()
    assert (await run(server, folder, clock))[1] is None


@pytest.mark.fault(20)
async def test_what_the_rules_exclude_is_not_asked_for(server: Server, folder: Path, clock: Clock, built: Site) -> None:
    path = list(built.categories.values())[1]
    server.faults[ROBOTS] = Body(f"User-agent: *\nDisallow: {path}\n".encode())
    report, error = await run(server, folder, clock)
    assert error is None
    assert not [asked for asked in pages(server) if asked.startswith(path)]
    assert "robots.txt" in report.failed[0][1].sentence("zh")


@pytest.mark.fault(20)
async def test_of_ten_megabytes_of_rules_the_beginning_holds(
    server: Server, folder: Path, clock: Clock, built: Site
) -> None:
    path = next(iter(built.categories.values()))
    server.faults[ROBOTS] = Body(f"User-agent: *\nDisallow: {path}\n".encode() + b"Disallow: /none\n" * 700_000)
    await run(server, folder, clock)
    assert pages(server)
    assert path not in pages(server)


# Several at once.


class Watched:
    """Answers as usual after a while; counts how many are asked for at once."""

    def __init__(self, seconds: float) -> None:
        self.most = 0
        self._seconds = seconds
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, handler: Handler) -> None:
        """Answer one request."""
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            handler.wait(self._seconds)
            handler.normal()
        finally:
            with self._lock:
                self._now -= 1


@pytest.mark.fault(19)
@pytest.mark.realtime
def test_a_sync_and_a_reader_keep_to_the_limits_of_one(server: Server, folder: Path, built: Site) -> None:
    watched, delay = Watched(0.03), 0.2
    server.faults["*"] = watched
    user = User(server.base_url, folder)
    names = list(built.categories)
    read = [truth.path for truth in built.articles() if truth.category == names[-1]][:2]
    options = ("--all", "--no-images", "--delay", str(delay), *user.options)
    with started("sync", *names[:8], *options) as sync:
        while not pages(server):
            time.sleep(0.01)
        for path in read:
            assert apart("read", path, *user.options).status == 0
        second = apart("sync", *names[:2], *options)
        assert (second.status, second.out) == (1, "")
        assert str(sync.pid) in second.sentence
        said = ended(sync)
        assert said.status == 0, said.err
    assert watched.most <= 2
    stems = tuple(path.removesuffix(".html") for path in read)  # of an article's further pages, too
    hits = [hit for hit in server.log if not hit.path.startswith(stems)]
    asked = Counter(hit.path for hit in hits)
    assert asked.pop(ROBOTS) <= 2  # both may have begun before either had it
    assert max(asked.values()) == 1
    starts = sorted(hit.time for hit in hits)
    assert len(starts) > 20
    for width in (1.0, 2.0, 4.0):
        for first in starts:
            within = sum(first <= start < first + width for start in starts)
            assert within <= width / delay + 2  # one for each edge: what is logged lags behind what was booked
    assert (starts[-1] - starts[0]) / (len(starts) - 1) >= delay
    gaps = sorted(later - earlier for earlier, later in pairwise(starts))
    assert gaps[len(gaps) // 10] >= 0.7 * delay


@pytest.mark.fault(19)
@pytest.mark.realtime
@pytest.mark.long
def test_two_apps_and_a_sync_keep_to_the_limits_of_one_for_a_minute(
    server: Server,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    delay, seconds = 1.0, 60.0
    monkeypatch.setenv("ACHIE_TUI_DELAY", str(delay))
    config = tmp_path / "config.toml"
    config.write_text("refresh_minutes = 1\n", encoding="utf-8")
    watched = Watched(0.02)
    server.faults["*"] = watched
    options = ["--lang", "zh", "--config", str(config), "--base-url", server.base_url, "--data-dir", str(folder)]
    began = time.monotonic()
    with ExitStack() as stack:
        apps = [stack.enter_context(closing(Terminal("-m", "achie_tui", *options))) for _ in range(2)]
        sync = stack.enter_context(started("sync", "--all", "--no-images", "--delay", str(delay), *options))
        for app in apps:
            app.wait_for("栏目")
        while time.monotonic() - began < seconds:
            for app in apps:
                app.type("R")
                time.sleep(5)
        assert sync.poll() is None
        for app in apps:
            app.type("Q")
            assert app.end() == 0
    assert watched.most <= 2 + len(apps)  # the server goes on with what an R made the one before it give up
    # What a key asked for goes at once, and of that each R has one request; all others keep the pause between them.
    hits = [hit for hit in server.log if hit.path != ROBOTS]
    urgent = int(seconds / 5) + 2
    record_property("figure", f"{len(hits)} requests, {urgent} of them asked for by key, in {seconds:g} s")
    assert len(hits) > seconds / (delay * 2)
    assert len(hits) <= seconds / delay + urgent
    starts = sorted(hit.time for hit in hits)
    for first in starts:
        within = sum(first <= start < first + 10 for start in starts)
        assert within <= 10 / delay + 4


@pytest.mark.fault(17)
def test_what_one_process_was_told_another_heeds(server: Server, folder: Path) -> None:
    user = User(server.base_url, folder)
    server.faults["*"] = Status(503, {"Retry-After": "7200"})
    first = apart("sync", *user.options)
    asked = len(server.log)
    assert first.status == 4
    assert asked <= 3
    for command in (("sync",), ("list", "--refresh"), ("read", "/news/gxq/202509251378.html", "--refresh")):
        said = apart(*command, *user.options)
        assert said.status == 4
        assert "前不再访问" in said.err
    assert len(server.log) == asked


def test_a_sync_that_is_killed_leaves_no_place_taken(server: Server, folder: Path) -> None:
    user = User(server.base_url, folder)
    trouble(server, Delay(3600))
    with started("sync", "--delay", "0.2", *user.options) as sync, user.library() as library:
        while not library.hosts.state(server.base_url.removeprefix("http://")).leases:
            time.sleep(0.01)
        sync.kill()
        ended(sync)
        assert library.hosts.state(server.base_url.removeprefix("http://")).leases
    server.faults.clear()
    began = time.monotonic()
    said = user.run("list", next(iter(server.site.categories)), "--refresh")
    assert said.status == 0, said.err
    assert time.monotonic() - began < 30  # else until the places of the killed one are too old


@pytest.mark.fault(22)
async def test_a_network_that_leads_all_requests_elsewhere_ends_a_run(
    server: Server, folder: Path, clock: Clock
) -> None:
    trouble(server, Redirect("http://198.51.100.7/login"))
    _, error = await run(server, folder, clock)
    assert isinstance(error, RefusedAddressError)
    assert len(pages(server)) <= 4
