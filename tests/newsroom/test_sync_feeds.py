"""The feed of all categories: it spares requests where it proves something, and is not trusted where it does not."""

from html import escape
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from tests.newsroom.editions import several_editions
from tests.newsroom.runs import asked, synced
from tests.site.build import Site
from tests.site.faults import Body, Status
from tests.site.serve import serve
from tests.web.clock import Clock

NEWS = {"高新区新闻": 1, "政策解读": 2, "产业规划": 1, "科技创新": 1}
FEED, MAP = "/data/rss/1.xml", "/data/rssmap.html"


def with_feed(site: Site, paths: list[str]) -> None:
    """Give the site a feed of all categories, and put it on the map of the feeds."""
    items = "".join(
        f"<item><title><![CDATA[{escape(site.truth[path].title)}]]></title><link>http://www.achie.org{path}</link>"
        f"<pubDate>{site.truth[path].published[:10]}</pubDate><category>{site.truth[path].category}</category></item>"
        for path in paths
    )
    site.files[FEED] = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()
    page = site.files[MAP].decode()
    name, path = next(iter(site.categories.items()))
    first = f"<li><a href='/data/rss/{site.tids[name]}.xml'>"
    assert first in page, path
    site.files[MAP] = page.replace(first, f"<li><a href='{FEED}'>新闻中心</a></li>{first}").encode()


async def run(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *, feed: str, categories: int = 4
) -> tuple[Site, list[str], list[str]]:
    """Sync before and after the news; gives the site, the news, and what the second run asked for."""
    news = dict(list(NEWS.items())[:categories])
    before, after = several_editions(monkeypatch, 9, news)
    fresh = [path for name, count in news.items() for path in after.lists[name][:count]]
    known = [path for name in news for path in after.lists[name][3:6]]
    hidden = [after.lists["产业规划"][-1]]
    with_feed(
        after, {"fresh": fresh + known, "stale": fresh[1:] + known, "short": fresh, "hiding": fresh + known}[feed]
    )
    if feed == "hiding":
        # It was dated back: the first run did not see it, the first page does not show it, the feed names it.
        with_feed(after, fresh + hidden + known)
    with serve(before) as server:
        await synced(server, folder, Clock())
        if feed == "hiding":
            with Library.open(folder) as library, library._writing("cache") as cache:
                [(key,)] = cache.execute("SELECT key FROM articles WHERE path = ?", (hidden[0],)).fetchall()
                for table in ("listings", "bodies", "articles"):
                    cache.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608
                cache.execute("DELETE FROM pages WHERE path = ?", (hidden[0],))
        server.site.files.update(after.files)
        server.log.clear()
        report, _ = await synced(server, folder, Clock())
        assert not report.failed
        paths = [path for _, path in asked(server)]
        with Library.open(folder) as library:
            assert all(library.article(path) for path in fresh if after.truth[path].redirect is None)
            if feed == "hiding":
                assert library.article(hidden[0])
    return after, fresh, paths


def listing_pages(site: Site, paths: list[str]) -> list[str]:
    deeper = {path for pages in site.listing_pages.values() for path in pages[1:]}
    return [path for path in paths if path in deeper]


async def test_a_fresh_feed_spares_the_second_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    site, _, paths = await run(monkeypatch, tmp_path / "library", feed="fresh")
    assert listing_pages(site, paths) == []
    assert (paths.count(FEED), paths.count(MAP)) == (1, 1)


@pytest.mark.parametrize("feed", ["stale", "short"])
async def test_a_feed_that_proves_nothing_spares_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, feed: str
) -> None:
    site, _, paths = await run(monkeypatch, tmp_path / "library", feed=feed)
    assert len(listing_pages(site, paths)) == len(NEWS)


async def test_what_only_the_feed_shows_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    site, _, paths = await run(monkeypatch, tmp_path / "library", feed="hiding")
    assert set(listing_pages(site, paths)) == {site.listing_pages["产业规划"][1]}


async def test_for_little_news_it_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    site, _, paths = await run(monkeypatch, tmp_path / "library", feed="fresh", categories=2)
    assert FEED not in paths
    assert MAP not in paths
    assert len(listing_pages(site, paths)) == 2


@pytest.mark.parametrize("status", [404, 501])
async def test_a_site_without_feeds_is_walked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int) -> None:
    before, after = several_editions(monkeypatch, 9, NEWS)
    with serve(before) as server:
        await synced(server, tmp_path / "library", Clock())
        server.site.files.update(after.files)
        server.faults[MAP] = Status(status)
        server.log.clear()
        report, _ = await synced(server, tmp_path / "library", Clock())
        assert not report.failed
        assert len(listing_pages(after, [path for _, path in asked(server)])) == len(NEWS)


async def test_an_error_of_the_database_is_not_kept_as_the_map_of_feeds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before, after = several_editions(monkeypatch, 9, NEWS)
    with serve(before) as server:
        await synced(server, tmp_path / "library", Clock())
        server.site.files.update(after.files)
        server.faults[MAP] = Body(b"MySQL server has gone away")
        server.log.clear()
        await synced(server, tmp_path / "library", Clock())
        assert MAP in [path for _, path in asked(server)]
    with Library.open(tmp_path / "library") as library:
        assert library.pages.get(MAP) is None, "it is asked for again"
