"""A sync that is cut off, over and over, goes on where it was and ends with what an undisturbed one gives."""

import asyncio
import gc
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing, nullcontext, suppress
from pathlib import Path

import pytest

from achie_tui.errors import AchieError, UnreachableError
from achie_tui.library.library import Library, View
from achie_tui.site.address import article_page
from achie_tui.sync import Plan, estimate
from achie_tui.sync.agenda import Agenda
from tests.commands.shell import PATIENCE, User, ended, started
from tests.newsroom.cable import Cable
from tests.newsroom.runs import asked, at_work, sync_of, synced
from tests.newsroom.stores import contents
from tests.site.build import THE_13_NAMES, Site, build
from tests.site.faults import Delay
from tests.site.serve import Handler, Server, serve
from tests.web.clock import Clock

CONNECTIONS = 3
ROUNDS = 4


@pytest.mark.fault(25)
@pytest.mark.parametrize("mode", ["default", "--all"])
def test_interrupted_at_random_it_ends_as_if_undisturbed(tmp_path: Path, mode: str) -> None:
    rng = random.Random(mode)
    options = ("--delay", "0", "--concurrency", str(CONNECTIONS), *([] if mode == "default" else [mode]))
    site = build(3, per_category=5, page_size=3)
    with serve(site) as server:
        undisturbed = User(server.base_url, tmp_path / "undisturbed")
        assert undisturbed.run("sync", *options).status == 0
        once = Counter(path for path in server.paths() if path != "/robots.txt")
        server.log.clear()
        user = User(server.base_url, tmp_path / "library")
        server.faults["*"] = Delay(0.01)
        for number in range(ROUNDS):
            how = rng.choice((signal.SIGINT, signal.SIGTERM, signal.SIGKILL, None))
            target = len(server.log) + rng.randint(5, 2 * len(once) // ROUNDS)
            with started("sync", *options, *user.options) as running:
                deadline = time.monotonic() + PATIENCE
                while len(server.log) < target and running.poll() is None:
                    assert time.monotonic() < deadline
                    time.sleep(0.003)
                if how is None:
                    server.faults["*"] = _hang_up
                else:
                    running.send_signal(how)
                said = ended(running)
            print(number, how, said.status, said.err)
            assert said.status in {0, 4, 130, -signal.SIGTERM, -signal.SIGKILL}
            assert "Traceback" not in said.err
            server.faults["*"] = Delay(0.01)
        server.faults.clear()
        said = user.run("sync", *options, "--json")
        assert (said.status, said.value()["failed"]) == (0, 0)
        full = Counter(hit.path for hit in server.log if hit.status == 200 and hit.path in once)
        again = sum((full - once).values())
        assert again <= ROUNDS * CONNECTIONS
        assert contents(user.folder) == contents(undisturbed.folder)


@pytest.mark.fault(25)
@pytest.mark.long
async def test_a_cable_that_is_pulled_three_times_costs_what_was_under_way(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    site = build(3, per_category=5, page_size=3)
    with serve(site) as server, Cable(server.base_url) as cable:
        await synced(server, tmp_path / "undisturbed", Clock(), everything=True)
        once = Counter(path for status, path in asked(server) if status == 200)
        for pulled_at in (20, 40, 60, None):
            newsroom = at_work(server, tmp_path / "library", Clock(), concurrency=CONNECTIONS, base_url=cable.base_url)
            sync = sync_of(newsroom, Plan([each.category for each in newsroom.categories()], everything=True))
            with suppress(AchieError) if pulled_at else nullcontext():
                async for progress in sync.run():
                    if progress.done == pulled_at:
                        cable.pull()
            await newsroom.close()
            if pulled_at:
                cable.plug_in()
        # First listing pages are asked each time whether they have changed; what is kept is not asked for at all.
        again = Counter(path for status, path in asked(server) if status == 200 or article_page(path)) - once
        record_property("figure", f"{again.total()} of {once.total()} pages asked for again")
        assert again.total() <= 3 * CONNECTIONS
        assert not sync.report.failed
    assert contents(tmp_path / "library") == contents(tmp_path / "undisturbed")


def _hang_up(handler: Handler) -> None:
    handler.close_connection = True


async def test_what_is_new_comes_before_the_archive(site: Site, server: Server, tmp_path: Path) -> None:
    await synced(server, tmp_path / "library", Clock(), images=False, settings={"concurrency": 1})
    paths = [path for _, path in asked(server)]
    firsts = list(site.categories.values())
    deeper = {path for pages in site.listing_pages.values() for path in pages[1:]}
    newest = {path for listed in site.lists.values() for path in listed[:5]}
    assert sorted(paths[: len(firsts)]) == sorted(firsts)
    first_deeper = min(paths.index(path) for path in deeper)
    last_newest = max(index for index, path in enumerate(paths) if path in newest)
    assert last_newest < first_deeper + 2  # as many as are under way at once


@pytest.mark.fault(25)
@pytest.mark.parametrize("cut", [1, 14, 60, 90, 120])
async def test_a_walk_goes_on_where_it_was(site: Site, server: Server, tmp_path: Path, cut: int) -> None:
    folder = tmp_path / "library"
    newsroom = at_work(server, folder, Clock())
    sync = sync_of(newsroom, Plan([each.category for each in newsroom.categories()]))
    async with aclosing(sync.run()) as events:
        async for progress in events:
            if progress.done == cut:
                break
    await newsroom.close()
    walked = {path for status, path in asked(server) if status == 200}
    report, _ = await synced(server, folder, Clock())
    hits = asked(server)
    firsts = {*site.categories.values()}
    pages = {path for paths in site.listing_pages.values() for path in paths}
    again = [path for _, path in hits if path in walked and path in pages - firsts]
    assert len(again) <= 2
    assert not report.failed
    with Library.open(folder) as library:
        for category in library.categories():
            headlines = library.views.headlines(library.views.keys(View(category.path)))
            assert [each.path for each in headlines] == site.lists[category.name]
            assert all(each.cached for each in headlines)
            assert library.archive.walk(category.path) is None
        pictures = {src for truth in site.articles() for src in truth.images if src in site.files}
        assert all(library.pictures.has(src) for src in pictures)


async def reached(server: Server, requests: int) -> None:
    """Wait until so much was asked for; the server runs in a thread of its own."""
    async with asyncio.timeout(PATIENCE):
        while len(server.log) < requests:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_it_can_be_held_up_and_go_on(server: Server, tmp_path: Path) -> None:
    newsroom = at_work(server, tmp_path / "library", Clock(), concurrency=CONNECTIONS)
    sync = sync_of(newsroom, Plan([each.category for each in newsroom.categories()], images=False))
    told = []

    async def consume() -> None:
        async with aclosing(sync.run()) as events:
            told.extend([progress async for progress in events])

    running = asyncio.create_task(consume())
    await reached(server, 30)
    sync.pause()
    assert sync.paused
    before = {*map(_first_page, server.paths())}
    await asyncio.sleep(0.3)
    while_paused = {*map(_first_page, server.paths())} - before
    assert len(while_paused) <= CONNECTIONS, "but for what is under way nothing is begun"
    assert not running.done()
    sync.resume()
    await running
    await newsroom.close()
    assert len({*map(_first_page, server.paths())} - before) > CONNECTIONS
    assert not sync.report.failed


def _first_page(path: str) -> str:
    """Give what a page belongs to: of an article that is begun, all pages are fetched."""
    page = article_page(path)
    return page[0] if page else path


async def test_it_can_be_ended_at_once(server: Server, tmp_path: Path) -> None:
    newsroom = at_work(server, tmp_path / "library", Clock(), concurrency=4)
    sync = sync_of(newsroom, Plan([each.category for each in newsroom.categories()]))

    async def consume() -> None:
        async with aclosing(sync.run()) as events:
            async for _ in events:
                pass

    running = asyncio.create_task(consume())
    await reached(server, 30)
    server.faults["*"] = Delay(3600)
    await asyncio.sleep(0.1)
    async with asyncio.timeout(PATIENCE):
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await newsroom.close()
    assert sync.report.new > 0


async def test_the_end_of_a_run_is_known_before_it_comes(site: Site, server: Server, tmp_path: Path) -> None:
    _, told = await synced(server, tmp_path / "library", Clock())
    assert [progress.done for progress in told] == list(range(1, len(told) + 1))
    assert told[-1].done == told[-1].total == len(told)
    known = [progress for progress in told if progress.total is not None]
    assert len(known) > len(told) - len(site.categories) - 2
    middle = known[len(known) // 3]
    assert middle.total is not None
    assert 0.5 * len(told) < middle.total < 2 * len(told)


async def test_where_a_day_is_asked_for_what_is_older_is_not_expected(tmp_path: Path) -> None:
    site, folder = build(3, categories=THE_13_NAMES[:3], per_category=40, page_size=4), tmp_path / "library"
    days = sorted((truth.published[:10] for truth in site.truth.values()), reverse=True)
    for due in (5, 40):
        since = days[due]
        with serve(site) as server:
            _, told = await synced(server, folder / since, Clock(), everything=True, since=since, images=False)
            newsroom = at_work(server, folder / since, Clock())
            categories = [each.category for each in newsroom.categories()]
            left = estimate(newsroom.config, newsroom.library, Plan(categories, everything=True, since=since))
            all_left = estimate(newsroom.config, newsroom.library, Plan(categories, everything=True))
            await newsroom.close()
        assert told[-1].done == told[-1].total == len(told)
        known = [progress for progress in told if progress.total is not None]
        assert known[0].about == (due == 40)
        assert not known[-1].about
        assert known[0].total is not None
        assert 0.6 * len(told) < known[0].total < 1.5 * len(told)
        assert left.articles == 0
        assert all_left.articles > 60


async def test_of_two_that_fail_at_once_one_is_told_and_no_traceback_of_the_other() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def fail() -> str:
        await asyncio.sleep(0)
        raise UnreachableError(host="x", reason="y")

    agenda: Agenda[str] = Agenda(3)
    for number in range(3):
        agenda.add((number, 0), fail)
    with pytest.raises(UnreachableError):
        async for _ in agenda.run():
            pass
    del agenda
    gc.collect()
    assert not complaints


async def test_nobody_there_raises(server: Server, tmp_path: Path) -> None:
    newsroom = at_work(server, tmp_path / "library", Clock())
    server.stop()
    newsroom.fetcher  # noqa: B018
    with pytest.raises(AchieError):
        async for _ in sync_of(newsroom, Plan([each.category for each in newsroom.categories()])).run():
            pass
    await newsroom.close()
