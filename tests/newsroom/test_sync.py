"""A sync against a real site: complete, asking nothing twice, stopped by nothing but silence."""

import signal
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from achie_tui.errors import RedesignedError
from achie_tui.library.library import Library, View
from achie_tui.site.address import article_page
from tests.commands.fixtures import SEED
from tests.commands.shell import PATIENCE, User, ended, started
from tests.newsroom.editions import editions
from tests.newsroom.runs import synced
from tests.newsroom.stores import contents
from tests.parse.reading import article_html
from tests.site.build import Encoding, Site, build
from tests.site.faults import Fault, Redirect
from tests.site.serve import Body, Delay, Server, Status, Truncate, serve
from tests.web.clock import Clock

NAME = "高新区新闻"


def articles_of(paths: Iterable[str]) -> Counter[str]:
    """Count how often each article's pages were asked for, by its first page and the page."""
    return Counter(path for path in paths if article_page(path))


def pages_asked(server: Server) -> list[str]:
    """Give what was asked for, but for the rules for robots, which every host is asked for once a day."""
    return sorted(path for path in server.paths() if path != "/robots.txt")


def pages_of(site: Site) -> set[str]:
    return {path for paths in site.listing_pages.values() for path in paths}


def check_lists(user: User, site: Site) -> None:
    with user.library() as library:
        for category in library.categories():
            keys = library.views.keys(View(category.path))
            assert [headline.path for headline in library.views.headlines(keys)] == site.lists[category.name]


def check_articles(user: User, site: Site) -> None:
    with user.library() as library:
        for truth in site.articles():
            kept = library.article(truth.path)
            assert kept is not None, truth.path
            assert kept.article.complete
            assert (kept.article.title, kept.article.pages) == (truth.title, truth.pages)


@pytest.mark.parametrize(("seed", "encoding"), [(2, "utf-8"), (5, "gbk"), (6, "mirror"), (12, "utf-8")])
def test_everything_is_taken_in_the_sites_order(seed: int, encoding: Encoding, tmp_path: Path) -> None:
    print(f"site of seed {seed}")
    site = build(seed, per_category=3, page_size=2, encoding=encoding)
    with serve(site) as server:
        user = User(server.base_url, tmp_path / "library")
        report = user.sync("--all").value()
        assert (report["failed"], report["new"]) == (0, len(site.articles()))
        check_lists(user, site)
        check_articles(user, site)
        asked = Counter(server.paths())
        assert {path: count for path, count in asked.items() if count > 1} == {}
        server.log.clear()
        assert user.sync("--all").value() | {"seconds": 0} == {
            "listing_pages": len(pages_of(site)),
            "new": 0,
            "updated": 0,
            "unchanged": len(site.truth),
            "images": 0,
            "failed": 0,
            "seconds": 0,
        }
        assert {*server.paths()} <= pages_of(site)


def test_a_second_run_asks_listing_pages_only_and_all_are_unchanged(reader: User, site: Site, server: Server) -> None:
    for options in (("--all",), ("--all",)):
        server.log.clear()
        assert reader.sync(*options).status == 0
        assert pages_asked(server) == sorted(pages_of(site))
        assert {hit.status for hit in server.log if hit.path != "/robots.txt"} == {304}


def test_by_default_a_walk_ends_where_nothing_is_new(reader: User, site: Site, server: Server) -> None:
    assert reader.sync().value()["listing_pages"] == len(site.categories)
    assert pages_asked(server) == sorted(site.categories.values())


def test_by_default_the_first_walk_takes_everything(user: User, site: Site) -> None:
    assert user.sync("--no-images").value()["listing_pages"] == len(pages_of(site))
    check_lists(user, site)
    check_articles(user, site)


@pytest.mark.parametrize("newest", [1, 3, 7])
def test_what_was_published_between_two_runs_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, newest: int
) -> None:
    before, after = editions(monkeypatch, SEED, NAME, newest)
    with serve(before) as server:
        user = User(server.base_url, tmp_path / "library")
        user.sync(NAME)
        server.site.files.update(after.files)
        server.log.clear()
        report = user.sync(NAME).value()
        published = after.lists[NAME][:newest]
        assert report["new"] == sum(path.endswith(".html") for path in published)
        asked = {path for path in server.paths() if path in after.truth}
        assert asked == {*published}
        listed = user.run("list", NAME, "--all", "--json").values()
        assert [record["url"].removeprefix(user.base_url) for record in listed] == after.lists[NAME]


def test_one_listing_page_that_fails_hides_none_behind_it(tmp_path: Path) -> None:
    site = build(SEED, per_category=8, page_size=2)
    with serve(site) as server:
        user = User(server.base_url, tmp_path / "library")
        _, second, third, _ = site.listing_pages[NAME]
        server.faults[second] = Status(502)
        report = user.sync(NAME, "--all").value()
        assert (report["listing_pages"], report["failed"]) == (3, 1)
        listed = user.run("list", NAME, "--all", "--json", "--offline").values()
        expected = site.lists[NAME][:2] + site.lists[NAME][4:]
        assert [record["url"].removeprefix(user.base_url) for record in listed] == expected
        server.faults[third] = Status(502)
        report = user.sync(NAME, "--all").value()
        assert (report["listing_pages"], report["failed"]) == (1, 2)
        server.faults.clear()
        user.sync(NAME, "--all")
        listed = user.run("list", NAME, "--all", "--json", "--offline").values()
        assert [record["url"].removeprefix(user.base_url) for record in listed] == site.lists[NAME]
        server.faults[second] = Status(502)
        assert user.sync(NAME, "--all").value()["failed"] == 1
        listed = user.run("list", NAME, "--all", "--json", "--offline").values()
        assert [record["url"].removeprefix(user.base_url) for record in listed] == site.lists[NAME]


def test_pages_limits_the_walk(user: User, site: Site, server: Server) -> None:
    report = user.sync(NAME, "--pages", "1").value()
    assert report["listing_pages"] == 1
    assert {*server.paths()} & pages_of(site) == {site.categories[NAME]}
    with user.library() as library:
        assert all(library.article(path) for path in site.lists[NAME][:5] if path.endswith(".html"))
        assert not any(library.article(path) for path in site.lists[NAME][5:])
    user.sync(NAME, "--pages", "9")
    assert {*server.paths()} & pages_of(site) == {*site.listing_pages[NAME]}


def test_since_leaves_out_what_is_older(user: User, site: Site) -> None:
    day = sorted(truth.published for truth in site.articles())[len(site.truth) // 2][:10]
    assert user.sync("--all", "--since", day).status == 0
    with user.library() as library:
        for truth in site.articles():
            if truth.redirect is None:
                assert (library.article(truth.path) is not None) == (truth.published[:10] >= day)
    check_lists(user, site)


def test_pictures_are_fetched_once_and_only_where_wanted(user: User, site: Site, server: Server) -> None:
    pictures = {path for truth in site.articles() for path in truth.images if path.startswith("/")}
    there = pictures & {*site.files}
    assert there < pictures
    assert user.sync("--all", "--no-images").value()["images"] == 0
    assert not pictures & {*server.paths()}
    assert user.sync("--all").value()["images"] == len(there)
    assert user.sync("--all").value()["images"] == 0
    asked = Counter(path for path in server.paths() if path.startswith("/uploads/"))
    assert asked == dict.fromkeys(pictures, 1)
    with user.library() as library:
        for path in pictures:
            assert library.pictures.get(path) == site.files.get(path, b"")


def test_single_failures_are_counted_and_named_and_the_rest_goes_on(user: User, site: Site, server: Server) -> None:
    *_, other = site.categories
    page = site.listing_pages[other][1]
    gone, broken, cut = [truth.path for truth in site.articles() if truth.category == NAME][:3]
    pictures = [path for truth in site.articles() if truth.category == "政策解读" for path in truth.images]
    picture = next(path for path in pictures if path in site.files)
    server.faults.update(
        {gone: Status(404), broken: Status(500), cut: Truncate(900), page: Status(502), picture: Status(500)}
    )
    said = user.sync("--all")
    assert said.status == 0
    assert said.value()["failed"] == 5, said.err
    lines = said.err.splitlines()
    assert len(lines) == 5
    assert all(sum(path in line for line in lines) == 1 for path in (gone, broken, cut, page, picture))
    server.faults.clear()
    assert user.sync("--all").value()["failed"] == 0
    check_lists(user, site)
    check_articles(user, site)


@pytest.mark.fault(22)
@pytest.mark.parametrize("silence", ["dead", "portal"])
def test_a_run_ends_when_nobody_answers(reader: User, server: Server, silence: str) -> None:
    before = reader.run("list", "--all", "--json", "--offline").out
    if silence == "dead":
        server.stop()
    else:
        server.faults["*"] = Body("<html><title>上网认证</title><form><input type=password></form></html>".encode())
    said = reader.sync("--all")
    assert (said.status, said.out) == (4, "")
    assert said.sentence
    assert len(pages_asked(server)) <= 3
    assert reader.run("list", "--all", "--json", "--offline").out == before


PORTAL = Body("<html><title>上网认证</title><form><input type=password></form></html>".encode())
HIJACKED = Body(b"<html><title>Casino</title><body>" + b"<p>Win big money at our tables tonight.</p>" * 99)


@pytest.mark.fault(22)
@pytest.mark.parametrize(
    "stranger",
    [PORTAL, HIJACKED, Redirect("http://10.0.0.1/login"), Redirect("https://hijacker.example/")],
    ids=["portal", "hijacked", "portal elsewhere", "moved"],
)
def test_whoever_answers_in_the_sites_place_is_asked_twice_and_leaves_no_row(
    user: User, reader: User, server: Server, stranger: Fault
) -> None:
    server.faults["*"] = stranger
    for somebody in (user, reader):
        before = contents(somebody.folder) if somebody is reader else None
        server.log.clear()
        said = somebody.sync("--all")
        assert (said.status, said.out) == (4, "")
        assert said.sentence
        assert len(pages_asked(server)) <= 2
        if somebody is reader:
            assert contents(somebody.folder) == before
        else:
            with somebody.library() as library:
                assert (library.views.totals().articles, library.categories()) == (0, ())


def test_a_run_ends_when_the_site_falls_silent_in_the_middle(user: User, site: Site, server: Server) -> None:
    strange = Body(b"<html><script>var a='__jsl_clearance'</script></html>")
    server.faults.update({truth.path: strange for truth in site.articles()})
    said = user.sync("--all")
    assert said.status == 4
    assert "浏览器验证" in said.sentence
    assert len([path for path in server.paths() if path in site.truth]) < 20


def test_a_kill_in_the_middle_loses_nothing_and_asks_nothing_again(user: User, site: Site, server: Server) -> None:
    connections = 2
    server.faults["*"] = Delay(0.01)
    with started("sync", "--all", "--delay", "0", "--concurrency", str(connections), *user.options) as running:
        deadline = time.monotonic() + PATIENCE
        while len(articles_of(server.paths())) < 40:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        running.kill()
        assert ended(running).status == -signal.SIGKILL
    before = articles_of(server.paths())
    with user.library() as library:
        kept = {path for path in site.truth if library.article(path)}
    assert kept
    server.faults.clear()
    server.log.clear()
    assert user.sync("--all").value()["failed"] == 0
    again = articles_of(server.paths())
    asked_twice = {article_page(path)[0] for path in before & again}  # type: ignore[index]
    assert not asked_twice & kept
    assert len(asked_twice) <= connections
    assert max(again.values()) == 1
    check_lists(user, site)
    check_articles(user, site)


def test_a_listing_cut_short_forgets_nothing(reader: User, site: Site, server: Server) -> None:
    first = site.categories[NAME]
    page = site.files[f"{first}index.html"]
    third = page.index(site.lists[NAME][2].encode())
    server.faults[first] = Body(page[:third])
    assert reader.sync("--all", NAME).status == 4
    server.faults.clear()
    listed = reader.run("list", NAME, "--all", "--json", "--offline").values()
    assert {record["url"].removeprefix(reader.base_url) for record in listed} == {*site.lists[NAME]}
    reader.sync("--all", NAME)
    check_lists(reader, site)


def test_what_the_site_no_longer_lists_leaves_the_list_and_stays_readable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fewer, more = editions(monkeypatch, SEED, NAME, 2)
    withdrawn = more.lists[NAME][:2]
    with serve(more) as server:
        user = User(server.base_url, tmp_path / "library")
        user.sync(NAME, "--all")
        server.site.files.update(fewer.files)
        assert user.sync(NAME, "--all").status == 0
        listed = user.run("list", NAME, "--all", "--json").values()
        assert [record["url"].removeprefix(user.base_url) for record in listed] == more.lists[NAME][2:]
        assert user.run("read", withdrawn[0], "--offline").status == 0


@pytest.mark.parametrize(("share", "noted"), [(2, True), (9, False)])
async def test_a_site_that_looks_otherwise_is_told(tmp_path: Path, *, share: int, noted: bool) -> None:
    site = build(4, per_category=3, page_size=3)
    text = "<p>老师傅说，这座城的桂花比往年早开了十天，园区里的灯一直亮到半夜，河上的船也比平时多。</p>" * 4
    for truth in site.articles()[::share]:
        page = article_html(text, title=truth.title, meta="").replace(f"<h2>{truth.title}</h2>", "")
        site.files[truth.path] = page.encode()
    with serve(site) as server:
        report, _ = await synced(server, tmp_path / "library", Clock(time.time()), everything=True, images=False)
    assert [type(note) for note in report.notes] == [RedesignedError] * noted
    assert not report.failed


@pytest.mark.fault(22)
def test_a_login_of_the_network_is_not_taken_for_a_redirect(tmp_path: Path) -> None:
    site = build(4, per_category=4, page_size=4)
    path = next(path for paths in site.lists.values() for path in paths if "view.php" in path)
    with serve(site) as server:
        user = User(server.base_url, tmp_path / "library")
        server.faults[path] = Redirect("http://10.0.0.1/login")
        said = user.run("read", path)
        assert said.status == 4
        assert "登录" in said.sentence
        server.faults[path] = Redirect("https://login.example/")
        assert "login.example" in user.run("read", path).out
        del server.faults[path]
        assert "login.example" in user.run("read", path).out, "it is kept, as a redirect is"
        assert "login.example" not in user.run("read", path, "--refresh").out


def test_links_out_of_the_site_are_kept_again_after_they_were_pruned(tmp_path: Path) -> None:
    site = build(4, per_category=4, page_size=4)
    path = next(path for paths in site.lists.values() for path in paths if "view.php" in path)
    with serve(site) as server:
        server.faults[path] = Redirect("https://elsewhere.example/")
        user = User(server.base_url, tmp_path / "library")
        user.sync("--all", "--no-images")
        category = next(name for name, paths in site.lists.items() if path in paths)
        assert user.run("prune", "--category", category).status == 0
        user.sync("--all", "--no-images")
        assert user.run("--offline", "read", path).status == 0
        with user.library() as library:
            assert library.views.totals().cached == library.views.totals().articles


async def test_pictures_that_another_host_has_end_no_sync(tmp_path: Path) -> None:
    site = build(3, per_category=6)
    with serve(site) as server:
        pictures = {src for truth in site.truth.values() for src in truth.images if src.startswith("/")}
        assert len(pictures) > 3
        server.faults |= dict.fromkeys(pictures, Redirect("http://cdn.example.org/1.jpg"))
        report, _ = await synced(server, tmp_path / "library", Clock(time.time()), everything=True)
        assert {what for what, _ in report.failed} == pictures
        with Library.open(tmp_path / "library") as library:
            assert library.views.totals().cached == len(site.truth)
