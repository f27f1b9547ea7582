"""Pages that lead elsewhere or look like a login: a network's login ends a sync, an editor's link does not."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from achie_tui.sync import Report
from tests.commands.shell import User
from tests.newsroom.notices import NOTICES, notice
from tests.newsroom.runs import synced
from tests.site.build import THE_13_NAMES, Site, build
from tests.site.faults import Body, Fault, Redirect, Status
from tests.site.serve import Handler, Server
from tests.web.clock import Clock

INTRANET = Redirect("http://10.0.0.1/oa/tongzhi")
LOGIN = Body("<html><title>请先登录</title><form>工号<input name=u><input type=password></form></html>".encode())
DAY = 86400.0


@pytest.fixture(scope="module")
def built() -> Site:
    return build(3, categories=THE_13_NAMES[1:5], per_category=7, page_size=4)


@pytest.fixture
def site(built: Site) -> Site:
    """Give a site that a test may change."""
    return replace(built, files=dict(built.files))


def newest(site: Site, count: int) -> list[str]:
    """Give the newest articles of the first category."""
    return [path for path in next(iter(site.lists.values())) if path.endswith(".html")][:count]


def by_number(site: Site, articles: list[str]) -> list[str]:
    """Have the site list articles by their numbers, as the engine does with those that jump; gives their addresses."""
    numbers = [f"/plus/view.php?aid={number}" for number, _ in enumerate(articles, 770001)]
    for path, other in zip(articles, numbers, strict=True):
        for name, content in site.files.items():
            site.files[name] = content.replace(path.encode(), other.encode())
    return numbers


def kept(folder: Path, site: Site) -> set[str]:
    """Give the articles with a page of their own that are kept."""
    with Library.open(folder) as library:
        return {truth.path for truth in site.articles() if library.article(truth.path) is not None}


def asked_for(server: Server) -> list[str]:
    paths = [path for path in server.paths() if path != "/robots.txt"]
    server.log.clear()
    return paths


@pytest.mark.parametrize(("count", "concurrency"), [(1, "2"), (2, "1"), (5, "2")])
@pytest.mark.parametrize(
    ("stranger", "dynamic"),
    [
        (INTRANET, False),
        (INTRANET, True),
        (Redirect("https://oa.example/tongzhi"), False),
        (Redirect("/zhuan", hops=99), False),
    ],
    ids=["intranet", "intranet by number", "another site", "loop"],
)
def test_articles_that_jump_elsewhere_hold_nothing_up(
    user: User, site: Site, server: Server, *, stranger: Fault, dynamic: bool, count: int, concurrency: str
) -> None:
    static = newest(site, count)
    jumps = by_number(site, static) if dynamic else static
    server.faults.update(dict.fromkeys(jumps, stranger))
    said = user.sync("--all", "--no-images", "--concurrency", concurrency)
    assert said.status == 0, said.err
    assert said.value()["failed"] == count
    lines = said.err.splitlines()
    assert len(lines) == count
    assert all(sum(path in line for line in lines) == 1 for path in jumps)
    everything = {truth.path for truth in site.articles()} - {*static}
    assert kept(user.folder, site) - {*static} == everything  # another address may lead to one of them
    with user.library() as library:
        assert [library.archive.walk(path) for path in site.categories.values()] == [None] * len(site.categories)
    server.log.clear()
    assert user.sync("--all", "--no-images", "--concurrency", concurrency).status == 0
    again = asked_for(server)
    assert not {*again} & everything
    # Each is asked for once, and with it a page that a network's login would answer.
    listings = {path for pages in site.listing_pages.values() for path in pages}
    assert len([path for path in again if path in listings | {*jumps}]) == len(listings) + 2 * count


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize(
    "odd",
    [LOGIN, Body(b"<html><script>location='http://10.0.0.1/'</script></html>"), Status(403, body=LOGIN.body)],
    ids=["login", "script", "forbidden"],
)
def test_articles_that_show_a_page_of_somebody_else_hold_nothing_up(
    user: User, site: Site, server: Server, odd: Fault, count: int
) -> None:
    pages = newest(site, count)
    server.faults.update(dict.fromkeys(pages, odd))
    said = user.sync("--all", "--no-images")
    assert (said.status, said.value()["failed"]) == (0, count), said.err
    assert kept(user.folder, site) == {truth.path for truth in site.articles()} - {*pages}
    server.faults.clear()
    assert user.sync("--no-images").value()["new"] == count, "what may come another time is tried again"


@pytest.mark.fault(22)
@pytest.mark.parametrize("before", [0, 4])
@pytest.mark.parametrize("concurrency", [1, 2])
@pytest.mark.parametrize(
    "portal",
    [LOGIN, Redirect("http://10.0.0.1/login"), Redirect("https://wifi.example/login"), Redirect("/login", hops=99)],
    ids=["page", "address", "name", "loop"],
)
def test_a_portal_that_begins_amid_a_run_is_asked_for_two_articles_and_leaves_no_row(
    user: User, site: Site, server: Server, portal: Fault, concurrency: int, before: int
) -> None:
    articles = {truth.path for truth in site.articles()}
    came: list[str] = []
    refused: list[str] = []

    def network(handler: Handler) -> None:
        if refused or (handler.path in articles and len(came) == before):
            if "hop=" not in handler.path:
                refused.append(handler.path)
            portal(handler)
        else:
            came.extend({handler.path} & articles)
            handler.normal()

    server.faults["*"] = network
    said = user.sync("--all", "--no-images", "--concurrency", str(concurrency))
    assert (said.status, said.out) == (4, "")
    # Two, as many that were under way beside them, and the page that shows that it is not the site.
    assert len([path for path in refused if path in articles]) <= 2 * concurrency
    assert len(set(refused)) <= 2 * concurrency + 1
    assert kept(user.folder, site) <= {*came}
    server.faults.clear()
    assert user.sync("--no-images").status == 0
    assert kept(user.folder, site) == articles


@pytest.mark.fault(22)
def test_a_site_that_lets_nobody_read_articles_is_left_soon(user: User, site: Site, server: Server) -> None:
    server.faults.update(dict.fromkeys(site.truth, LOGIN))
    said = user.sync("--all")
    assert said.status == 4
    assert "登录" in said.sentence
    assert len({*server.paths()} & {*site.truth}) < 20


def test_categories_that_jump_elsewhere_hold_nothing_up(user: User, site: Site, server: Server) -> None:
    gone = [*site.categories][1:3]
    server.faults.update({site.categories[name]: INTRANET for name in gone})
    said = user.sync("--all", "--no-images")
    assert (said.status, said.value()["failed"]) == (0, len(gone)), said.err
    others = {truth.path for truth in site.articles() if truth.category not in gone}
    assert others <= kept(user.folder, site)


async def test_kept_articles_that_jump_elsewhere_by_now_are_looked_at_no_oftener_than_others(
    site: Site, server: Server, tmp_path: Path
) -> None:
    clock, folder = Clock(time.time()), tmp_path / "library"

    async def run() -> Report:
        report, _ = await synced(server, folder, clock, images=False)
        return report

    await run()
    jumps = newest(site, 3)
    server.faults.update(dict.fromkeys(jumps, INTRANET))
    clock.now += 400 * DAY
    server.log.clear()
    assert {what for what, _ in (await run()).failed} == {*jumps}
    assert {*jumps} <= {*asked_for(server)}
    clock.now += DAY / 24
    assert (await run()).failed == []
    assert not {*jumps} & {*asked_for(server)}
    with Library.open(folder) as library:
        assert all(library.article(path) for path in jumps)


@pytest.mark.fault(22)
def test_notices_in_the_place_of_all_articles_end_a_sync_and_nothing_of_them_is_kept(
    user: User, site: Site, server: Server
) -> None:
    articles = [truth.path for truth in site.articles()]
    title, text = NOTICES[1]
    server.faults.update({path: Body(notice(site, path, title, text)) for path in articles})
    said = user.sync("--all", "--no-images", "--concurrency", "1")
    assert said.status == 4
    assert "而是另一页" in said.sentence
    assert len(set(asked_for(server)) & set(articles)) == 10
    assert title not in user.run("list").out
    assert kept(user.folder, site) == set()
    server.faults.clear()
    said = user.sync("--no-images", "--concurrency", "1")
    assert (said.status, said.value()["failed"]) == (0, 0)
    assert kept(user.folder, site) == set(articles)


def test_articles_deleted_behind_a_notice_hold_nothing_up(user: User, site: Site, server: Server) -> None:
    deleted = newest(site, 5)
    server.faults.update({path: Body(notice(site, path, *NOTICES[0])) for path in deleted})
    said = user.sync("--all", "--no-images", "--concurrency", "1")
    assert (said.status, said.value()["failed"]) == (0, 5)
    assert kept(user.folder, site) == {truth.path for truth in site.articles()} - set(deleted)
