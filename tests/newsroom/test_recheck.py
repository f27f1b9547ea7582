"""Articles looked at again: the young ones often, the old ones seldom, and at little cost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from tests.newsroom.runs import asked, synced
from tests.site.build import Site, build
from tests.site.serve import Body, Fault, Server, Status, serve
from tests.web.clock import Clock

DAY = 86400.0
NAMES = ("高新区新闻", "产业规划")


@pytest.fixture
def site() -> Site:
    site = build(8, categories=NAMES, per_category=12, page_size=20)
    print(f"site of seed {site.seed}")
    return site


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    with serve(site) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def days_old(site: Site, now: float) -> dict[str, float]:
    """Give the age in days of every article with a page of its own."""
    today = datetime.fromtimestamp(now, UTC).replace(tzinfo=None)
    return {truth.path: (today - datetime.fromisoformat(truth.published[:10])).days for truth in site.articles()}


@pytest.fixture
def clock(site: Site) -> Clock:
    """Give a time when some articles are young, some older, and some old."""
    newest = max(truth.published[:10] for truth in site.articles())
    return Clock(datetime.fromisoformat(f"{newest}T12:00:00+00:00").timestamp() + DAY)


def articles(hits: list[tuple[int, str]], site: Site) -> set[str]:
    return {path for _, path in hits if path in site.truth}


async def test_right_after_a_first_run_nothing_is_due(site: Site, server: Server, folder: Path, clock: Clock) -> None:
    await synced(server, folder, clock)
    server.log.clear()
    clock.now += 3600
    await synced(server, folder, clock)
    hits = asked(server)
    assert {path for _, path in hits} == {*site.categories.values()}
    assert {status for status, _ in hits} == {304}


@pytest.mark.fault(21)
async def test_the_young_are_due_every_day_the_old_twice_a_year(
    site: Site, server: Server, folder: Path, clock: Clock
) -> None:
    began = clock.now
    await synced(server, folder, clock)
    for days, limits in ((1.1, (0, 14)), (1.2, None), (8.3, (0, 90)), (200, (0, 10**6))):
        clock.now = began + days * DAY
        server.log.clear()
        report, _ = await synced(server, folder, clock)
        hits = asked(server)
        ages = days_old(site, clock.now)
        due = {path for path, age in ages.items() if limits and limits[0] <= age <= limits[1]}
        margin = {path for path, age in ages.items() if age in (14, 15, 90, 91)}  # the day's end is the site's
        assert articles(hits, site) - margin == due - margin
        assert {status for status, _ in hits} == {304}
        assert (report.updated, report.new, report.failed) == (0, 0, [])
        assert report.unchanged == len(site.truth)


@pytest.mark.fault(35)
@pytest.mark.parametrize("jump", [-DAY, 10 * 365 * DAY])
async def test_a_clock_that_jumps_costs_one_look_at_most(
    site: Site, server: Server, folder: Path, clock: Clock, jump: float
) -> None:
    real = clock.now
    await synced(server, folder, clock)
    counts = []
    for now in (real + jump, real + jump + 3600, real, real + 3600):
        clock.now = now
        server.log.clear()
        await synced(server, folder, clock)
        counts.append(len(articles(asked(server), site)))
    assert counts[1] == counts[3] == 0, "nothing is asked for again and again"
    assert max(counts) <= len(site.truth)
    assert (counts[0] > 0) is (counts[2] > 0) is (jump > 0), "and what was fetched in days to come is looked at again"
    with Library.open(folder, clock=clock) as library:
        assert library.views.totals().cached == library.views.totals().articles == len(site.truth), "nothing is gone"


@pytest.mark.fault(21)
async def test_a_change_is_found_and_counted(site: Site, server: Server, folder: Path, clock: Clock) -> None:
    ages = days_old(site, clock.now)
    young = next(t for t in site.articles() if ages[t.path] < 12 and t.pages == 1 and t.paragraphs)
    await synced(server, folder, clock)
    page = site.files[young.path].decode()
    site.files[young.path] = page.replace(young.paragraphs[0], "全文已更正。").encode()
    clock.now += 1.5 * DAY
    report, _ = await synced(server, folder, clock)
    assert (report.updated, report.unchanged) == (1, len(site.truth) - 1)
    with Library.open(folder) as library:
        kept = library.article(young.path)
        assert kept is not None
        assert kept.revised


@pytest.mark.parametrize("how", ["off", "pages"])
async def test_not_where_it_is_not_wanted(site: Site, server: Server, folder: Path, clock: Clock, how: str) -> None:
    await synced(server, folder, clock)
    server.log.clear()
    clock.now += 30 * DAY
    if how == "off":
        await synced(server, folder, clock, settings={"recheck": False})
    else:
        await synced(server, folder, clock, pages=1)
    assert not articles(asked(server), site)


async def test_only_in_the_categories_that_are_synced(site: Site, server: Server, folder: Path, clock: Clock) -> None:
    await synced(server, folder, clock)
    server.log.clear()
    clock.now += 200 * DAY
    await synced(server, folder, clock, NAMES[0])
    found = articles(asked(server), site)
    assert found
    assert {site.truth[path].category for path in found} == {NAMES[0]}


async def test_a_run_looks_at_a_part_and_the_next_one_at_the_rest(
    site: Site, server: Server, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achie_tui.sync.execution._CHECKED_AT_ONCE", 5)
    await synced(server, folder, clock)
    server.log.clear()
    clock.now += 400 * DAY
    seen: list[set[str]] = []
    for _ in range(6):
        await synced(server, folder, clock)
        seen.append(articles(asked(server), site))
    assert [len(each) for each in seen] == [5, 5, 5, 5, len(site.articles()) - 20, 0]
    assert set.union(*seen) == {truth.path for truth in site.articles()}


@pytest.mark.parametrize("answer", ["gone", "broken", "less"])
async def test_what_the_site_has_no_more_stays_and_is_left_in_peace(
    site: Site, server: Server, folder: Path, clock: Clock, answer: str
) -> None:
    ages = days_old(site, clock.now)
    young = next(t for t in site.articles() if ages[t.path] < 12 and t.pages == 1 and len(t.paragraphs) > 2)
    found = next(text.encode() for text in young.paragraphs if text.encode() in site.files[young.path])
    await synced(server, folder, clock)
    page = site.files[young.path]
    half = page[: page.index(found) + len(found)]
    faults: dict[str, Fault] = {"gone": Status(404), "broken": Status(501), "less": Body(half)}
    server.faults[young.path] = faults[answer]
    server.log.clear()
    clock.now += 1.5 * DAY
    report, _ = await synced(server, folder, clock)
    assert (report.new, report.updated) == (0, 0)
    assert [what for what, _ in report.failed] == ([young.path] if answer == "broken" else [])
    assert len([path for _, path in asked(server) if path == young.path]) == 1
    clock.now += 3600
    await synced(server, folder, clock)
    assert not articles(asked(server), site)
    with Library.open(folder) as library:
        kept = library.article(young.path)
        assert kept is not None
        assert kept.article.complete
        assert not kept.revised


async def test_a_site_that_writes_all_its_files_anew_is_known_by_its_bytes(
    site: Site, server: Server, folder: Path, clock: Clock
) -> None:
    await synced(server, folder, clock)

    def stored() -> list[tuple[object, ...]]:
        with Library.open(folder) as library:
            pages = library._rows("SELECT path, body FROM pages ORDER BY path")
            texts = library._rows("SELECT key, fetched, hash, body FROM bodies ORDER BY key")
            return [*pages, *texts]

    before = stored()
    for path, data in site.files.items():
        server.faults[path] = Body(data, {"ETag": f'"{clock.now:.0f}"'})
        server.faults[path.removesuffix("index.html")] = server.faults[path]
    clock.now += 1.5 * DAY
    server.log.clear()
    report, _ = await synced(server, folder, clock, everything=True)
    hits = asked(server)
    assert {status for status, _ in hits} == {200}
    assert articles(hits, site)
    assert (report.new, report.updated, report.failed) == (0, 0, [])
    assert stored() == before
