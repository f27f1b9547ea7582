"""The command around a sync: quiet for cron, one at a time, and what it says at a terminal."""

import json
import os
import pty
import signal
import time
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from achie_tui.sync import Plan, estimate
from achie_tui.sync.events import Pace
from tests.commands.shell import PATIENCE, User, apart, ended, started
from tests.newsroom.runs import at_work, synced
from tests.site.build import Site
from tests.site.serve import Delay, Reset, Server, Status
from tests.web.clock import Clock

NAME = "高新区新闻"


def test_quiet_says_nothing_where_nothing_fails(user: User) -> None:
    said = user.run("sync", NAME, "--quiet", "--delay", "0")
    assert (said.status, said.out, said.err) == (0, "", "")


def test_quiet_names_each_failure_once(user: User, site: Site, server: Server) -> None:
    gone = [truth.path for truth in site.articles() if truth.category == NAME][:2]
    server.faults.update({path: Status(404) for path in gone})
    said = user.run("sync", NAME, "--quiet", "--delay", "0")
    assert (said.status, said.out) == (0, "")
    lines = said.err.splitlines()
    assert len(lines) == 2
    assert all(sum(path in line for line in lines) == 1 for path in gone)


def test_quiet_json_is_json(user: User) -> None:
    said = user.run("sync", NAME, "--quiet", "--json", "--delay", "0")
    assert json.loads(said.out)["failed"] == 0


def test_a_second_sync_is_refused_and_a_crash_leaves_no_lock(user: User, server: Server) -> None:
    server.faults["*"] = Delay(0.3)
    lock = user.folder / "sync.lock"
    for how in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        with started("sync", *user.options) as running:
            deadline = time.monotonic() + PATIENCE
            while not (lock.exists() and lock.read_text(encoding="ascii") == f"{running.pid}\n"):
                assert time.monotonic() < deadline
                time.sleep(0.01)
            second = apart("sync", *user.options)
            assert (second.status, second.out) == (1, "")
            assert str(running.pid) in second.sentence
            running.send_signal(how)
            ended(running)
    server.faults.clear()
    assert user.run("sync", NAME, "--delay", "0").status == 0
    assert lock.stat().st_mode & 0o777 == 0o600


def test_why_a_site_cannot_be_had_is_said_also_where_it_is_left_alone_by_now(user: User, server: Server) -> None:
    assert user.run("sync", "--delay", "0").status == 0
    server.faults["*"] = Reset()
    for _ in range(3):
        said = user.run("sync", "--delay", "0", "--lang", "zh")
        assert said.status == 4
        assert "连不上网站" in said.sentence


async def test_what_a_plan_comes_to(site: Site, server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    newsroom = at_work(server, folder, Clock())
    categories = [each.category for each in newsroom.categories()]
    assert not estimate(newsroom.config, newsroom.library, Plan(categories)).known
    await newsroom.close()
    await synced(server, folder, Clock(), pages=1)
    newsroom = at_work(server, folder, Clock())
    told = estimate(newsroom.config, newsroom.library, Plan(categories, everything=True))
    pages = sum(map(len, site.listing_pages.values()))
    missing = len(site.truth) - 5 * len(categories)
    assert told.known
    if "total" in site.template.pager.parts:
        assert (told.listing_pages, told.articles) == (pages, missing)
    assert told.listing_pages <= pages
    assert told.articles <= missing
    assert told.bytes > 0
    without = estimate(newsroom.config, newsroom.library, Plan(categories, everything=True, images=False))
    assert (without.pictures, without.articles) == (0, told.articles)
    few = estimate(newsroom.config, newsroom.library, Plan(categories, pages=1))
    assert few.listing_pages == len(categories)
    await newsroom.close()
    await synced(server, folder, Clock(), everything=True)
    newsroom = at_work(server, folder, Clock())
    told = estimate(newsroom.config, newsroom.library, Plan(categories))
    assert (told.listing_pages, told.articles, told.pictures) == (len(categories), 0, 0)
    polite = at_work(server, folder, Clock(), delay=2.0)
    assert estimate(polite.config, polite.library, Plan(categories)).seconds > 2 * len(categories)
    await newsroom.close()
    await polite.close()


def test_a_rate_is_that_of_the_last_minute_and_knows_pauses() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.rate(0) is None
    for done in range(1, 121):
        clock.now += 1
        rate = pace.rate(done)
    assert rate == pytest.approx(1, rel=0.1)
    clock.now += 3600
    pace.restart(120)
    for done in range(121, 151):
        clock.now += 0.5
        rate = pace.rate(done)
    assert rate == pytest.approx(2, rel=0.1)


def test_at_a_terminal_it_says_how_fast_it_goes_and_how_long(user: User, server: Server) -> None:
    server.faults["*"] = Delay(0.05)
    master, slave = pty.openpty()
    with started("sync", "--delay", "0", *user.options, stderr=slave) as running:
        os.close(slave)
        shown = b""
        deadline = time.monotonic() + PATIENCE
        while b"\xe8\xbf\x98\xe8\xa6\x81" not in shown and time.monotonic() < deadline:
            shown += os.read(master, 4096)
        running.kill()
        running.wait()
    os.close(master)
    text = shown.decode(errors="replace")
    assert "每分钟" in text
    assert "还要" in text
    with Library.open(user.folder) as library:
        assert library.views.totals().cached
