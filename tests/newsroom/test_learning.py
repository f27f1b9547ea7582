"""What a sync learns of a site it has never seen, and what that is good for: at no request more."""

import re
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from achie_tui.library.library import Kept, RawPage
from achie_tui.model import Article
from achie_tui.newsroom import Newsroom
from achie_tui.parse import PARSER_VERSION
from achie_tui.parse.article import ArticlePage
from achie_tui.parse.template import SiteTemplates
from achie_tui.site.address import article_page
from tests.newsroom.runs import asked, at_work, synced
from tests.parse.reading import READER, body_score
from tests.parse.scoring import squeeze, texts
from tests.site.build import Encoding, Site
from tests.site.design_site import DesignedSite, TrueArticle, build_designed
from tests.site.serve import Server, Status, serve
from tests.site.template import Template
from tests.web.clock import Clock

# From the page alone no text of this site is right, with its template all are.
NEEDY = 10
PATIENT_DELAY = 0.25  # seconds
FIRST_CONTACT = 4


def served(site: DesignedSite) -> Site:
    """Give a designed site as one that can be served."""
    print(f"designed site of seed {site.seed}")
    encoding: Encoding = "gbk" if site.choices["encoding"].startswith("gb") else "utf-8"
    return Site(
        site.seed, Template.draw(Random(site.seed)), encoding, "/news/", dict(site.categories), {}, dict(site.files)
    )


@asynccontextmanager
async def opened(server: Server, folder: Path, clock: Clock, **settings: Any) -> AsyncIterator[Newsroom]:
    newsroom = at_work(server, folder, clock, **settings)
    try:
        yield newsroom
    finally:
        await newsroom.close()


def kept(newsroom: Newsroom, path: str) -> Kept:
    found = newsroom.kept(path)
    assert found is not None, path
    return found


def text_of(article: Article) -> str:
    return "".join(map(squeeze, texts(article.blocks)))


def is_exact(article: Article, true: TrueArticle) -> bool:
    return body_score(article, true.truth) > 0.9999


def is_titled(article: Article, true: TrueArticle) -> bool:
    return squeeze(article.title) == squeeze(true.truth.title)


@dataclass(frozen=True)
class Figures:
    """How many of some articles are not exactly what the page's author wrote."""

    titles: int
    texts: int

    @classmethod
    def of(cls, site: DesignedSite, read: Callable[[str], Article], paths: Iterable[str] | None = None) -> "Figures":
        """Count them, and print the addresses."""
        pairs = [(read(path), site.articles[path]) for path in (site.articles if paths is None else paths)]
        titles = [true.truth.path for article, true in pairs if not is_titled(article, true)]
        bodies = [true.truth.path for article, true in pairs if not is_exact(article, true)]
        print(f"of {len(pairs)} articles not right: {len(titles)} titles {titles}, {len(bodies)} texts {bodies}")
        return cls(len(titles), len(bodies))


def alone(site: DesignedSite) -> Callable[[str], Article]:
    """Read a site's articles, first pages, from nothing but the page."""

    def read(path: str) -> Article:
        page = READER.article(site.file(path), path)
        assert isinstance(page, ArticlePage)
        return page.article

    return read


# After a sync.


@pytest.mark.parametrize("seed", [0, NEEDY])
async def test_after_a_sync_templates_are_known_and_everything_was_read_with_them(tmp_path: Path, seed: int) -> None:
    site, clock = build_designed(seed), Clock()
    first = Figures.of(site, alone(site))
    with serve(served(site)) as server:
        report, _ = await synced(server, tmp_path / "library", clock, images=False)
        assert (report.new, report.failed) == (len(site.articles), [])
        hits = [path for _, path in asked(server)]
        assert len(hits) == len(set(hits)), "learning costs no request"
        async with opened(server, tmp_path / "library", clock) as newsroom:
            knowledge = newsroom.library.knowledge
            assert SiteTemplates.from_data(knowledge.current().data)
            assert knowledge.stale(PARSER_VERSION, 1) == []
            assert {kept(newsroom, path).knowledge for path in site.articles} == {knowledge.revision()}
            assert not any(kept(newsroom, path).revised for path in site.articles)
            assert Figures.of(site, lambda path: kept(newsroom, path).article) == Figures(0, 0)
    assert first.texts == (len(site.articles) if seed == NEEDY else 0)


async def test_a_second_sync_asks_for_the_first_list_pages_only(tmp_path: Path) -> None:
    site, clock = build_designed(1), Clock()
    with serve(served(site)) as server:
        await synced(server, tmp_path / "library", clock, images=False)
        assert len({path for _, path in asked(server)}) > len(site.articles)
        report, _ = await synced(server, tmp_path / "library", clock, images=False)
        assert (report.new, report.updated) == (0, 0)
        assert sorted(path for _, path in asked(server)) == sorted(site.categories.values())


THREE = {"templates": "three", "redesign": "in the middle"}


@pytest.mark.parametrize(
    "seed",
    [0, 6, 7],
)
async def test_a_site_of_three_templates_and_a_former_one_is_read_exactly(tmp_path: Path, seed: int) -> None:
    site, clock = build_designed(seed, given=THREE, per_category=10), Clock()
    first = Figures.of(site, alone(site))
    with serve(served(site)) as server:
        report, _ = await synced(server, tmp_path / "library", clock, images=False)
        assert (report.new, report.failed) == (40, [])
        async with opened(server, tmp_path / "library", clock) as newsroom:
            read = {path: (await newsroom.read(path)).article for path in site.articles}
            print(f"from the pages alone: {first}")
            assert Figures.of(site, read.__getitem__) == Figures(0, 0)


@pytest.mark.parametrize(("seed", "row_title"), [(0, "cut"), (4, "category in link")])
async def test_titles_are_those_of_the_pages_however_rows_change_them(
    tmp_path: Path, seed: int, row_title: str
) -> None:
    """Boxes show the newest titles on every page, so that they look like the template's own words."""
    site, clock = build_designed(seed, given={"row title": row_title, "side box": "beside"}), Clock()
    with serve(served(site)) as server:
        await synced(server, tmp_path / "library", clock, images=False)
        async with opened(server, tmp_path / "library", clock) as newsroom:
            assert Figures.of(site, lambda path: kept(newsroom, path).article).titles == 0


@pytest.mark.parametrize("seed", [5, 51], ids=["category before", "day behind"])
async def test_titles_are_without_what_rows_put_beside_them(tmp_path: Path, seed: int) -> None:
    site, clock = build_designed(seed), Clock()
    with serve(served(site)) as server:
        await synced(server, tmp_path / "library", clock, images=False)
        async with opened(server, tmp_path / "library", clock) as newsroom:
            assert Figures.of(site, lambda path: kept(newsroom, path).article).titles == 0


# Articles that were read before.


@asynccontextmanager
async def reading(site: DesignedSite, folder: Path, **settings: Any) -> AsyncIterator[tuple[Newsroom, Server, Clock]]:
    """Open a newsroom that knows the first page of every list, and has read nothing."""
    clock = Clock()
    with serve(served(site)) as server:
        async with opened(server, folder, clock, **settings) as newsroom:
            for count in newsroom.categories():
                await newsroom.refresh(count.category)
            asked(server)
            yield newsroom, server, clock


async def test_articles_read_before_are_read_again_without_a_request(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:3]
    async with reading(site, tmp_path / "library") as (newsroom, server, _):
        for path in paths[:2]:
            await newsroom.read(path)
            assert await newsroom.learn() == 0
        assert Figures.of(site, lambda path: kept(newsroom, path).article, paths[:2]).texts == 2
        await newsroom.read(paths[2])
        asked(server)
        assert await newsroom.learn() == 3
        assert asked(server) == []
        assert Figures.of(site, lambda path: kept(newsroom, path).article, paths) == Figures(0, 0)
        assert await newsroom.learn() == 0
        assert all(newsroom.library.former(path) == [] for path in paths)


async def test_only_so_many_are_read_again_at_a_time(tmp_path: Path) -> None:
    site = build_designed(1)
    paths = [path for name in site.categories for path in site.newest(name)[:2]]
    async with reading(site, tmp_path / "library") as (newsroom, _, _):
        for path in paths:
            await newsroom.read(path)
        counts = [await newsroom.fetcher.learning.catch_up(3) for _ in range(4)]
        assert counts == [3, 3, 2, 0]
        assert {kept(newsroom, path).knowledge for path in paths} == {newsroom.library.knowledge.revision()}


async def test_an_article_that_is_opened_is_read_again_at_once(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, server, _):
        for path in paths:
            await newsroom.read(path)
        await newsroom.fetcher.learning.catch_up(1)
        asked(server)
        for path in paths:
            now = await newsroom.current(kept(newsroom, path))
            assert now == kept(newsroom, path)
            assert is_exact(now.article, site.articles[path])
        assert asked(server) == []
        assert newsroom.library.knowledge.stale(PARSER_VERSION, 10) == []


async def test_an_article_whose_page_was_thrown_away_stays_as_it_was_read(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, _, _):
        for path in paths:
            await newsroom.read(path)
        before = kept(newsroom, paths[0])
        with newsroom.library._writing("cache") as cache:
            cache.execute("DELETE FROM pages WHERE path = ?", (paths[0],))
        await newsroom.learn()
        assert kept(newsroom, paths[0]).article == before.article
        assert newsroom.library.knowledge.stale(PARSER_VERSION, 10) == []
        assert await newsroom.current(kept(newsroom, paths[0])) == kept(newsroom, paths[0])


async def test_a_damaged_page_among_those_learned_from_is_passed_over(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, _, _):
        for path in paths:
            await newsroom.read(path)
        with newsroom.library._writing("cache") as cache:
            cache.execute("UPDATE pages SET body = x'00' WHERE path IN (?, ?)", (paths[0], site.categories["政策解读"]))
        await newsroom.learn()
        assert SiteTemplates.from_data(newsroom.library.knowledge.current().data)
        assert all(is_exact(kept(newsroom, path).article, site.articles[path]) for path in paths[1:])


async def test_damaged_knowledge_is_learned_anew(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, _, _):
        for path in paths:
            await newsroom.read(path)
        await newsroom.learn()
        with newsroom.library._writing("cache") as cache:
            cache.execute("UPDATE knowledge SET data = x'00'")
        await newsroom.learn()
        assert SiteTemplates.from_data(newsroom.library.knowledge.current().data)
        assert Figures.of(site, lambda path: kept(newsroom, path).article, paths) == Figures(0, 0)


async def test_where_nothing_can_be_written_nothing_is_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(build_designed(1), tmp_path / "library") as (newsroom, _, _):
        for path in build_designed(1).newest("政策解读")[:4]:
            await newsroom.read(path)
        monkeypatch.setattr(newsroom.library, "read_only", True)
        assert await newsroom.learn() == 0
        assert newsroom.library.knowledge.revision() == 0


# Nothing worse.


async def test_a_page_that_reads_worse_than_what_is_kept_leaves_it(tmp_path: Path) -> None:
    """The kept page was damaged on the disk, or is that of a day on which the site showed next to nothing."""
    site = build_designed(1)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, _, _):
        for path in paths:
            await newsroom.read(path)
        before = kept(newsroom, paths[0]).article
        page = newsroom.library.pages.get(paths[0])
        assert page is not None
        empty = b"<html><body><h1>" + before.title.encode() + b"</h1></body></html>"
        newsroom.library.pages.save(RawPage(page.path, empty, "utf-8", None, None, page.fetched))
        await newsroom.learn()
        assert kept(newsroom, paths[0]).article == before
        assert newsroom.library.knowledge.stale(PARSER_VERSION, 10) == []


async def test_knowledge_that_misleads_costs_no_text(tmp_path: Path) -> None:
    """The template's text is said to be where the neighbours are; what the pages say for themselves counts more."""
    site, clock = build_designed(7), Clock()
    with serve(served(site)) as server:
        await synced(server, tmp_path / "library", clock, images=False)
        async with opened(server, tmp_path / "library", clock) as newsroom:
            known = SiteTemplates.from_data(newsroom.library.knowledge.current().data)
            before = {path: kept(newsroom, path).article for path in site.articles}
            wrong = tuple(replace(each, text=each.title) for each in known.templates)
            await newsroom.on_thread(lambda: _save(newsroom, replace(known, templates=wrong)))
            assert await newsroom.learn() == len(site.articles)
            for path, article in before.items():
                assert text_of(kept(newsroom, path).article) == text_of(article), path
                assert kept(newsroom, path).article.title == article.title, path


def _save(newsroom: Newsroom, known: SiteTemplates) -> None:
    newsroom.library.knowledge.save(known.to_data(), articles=newsroom.library.knowledge.count_articles(), at=1.0)


async def test_knowledge_that_is_less_than_before_costs_no_text(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, _, _):
        for path in paths:
            await newsroom.read(path)
        await newsroom.learn()
        assert Figures.of(site, lambda path: kept(newsroom, path).article, paths) == Figures(0, 0)
        await newsroom.on_thread(lambda: _save(newsroom, SiteTemplates()))
        await newsroom.learn()
        assert Figures.of(site, lambda path: kept(newsroom, path).article, paths) == Figures(0, 0)


async def test_a_former_template_is_remembered_when_new_ones_come(tmp_path: Path) -> None:
    """Of three templates one after the other, the first must not be forgotten over forty articles of the others."""
    site = build_designed(4, given={"templates": "two", "redesign": "in the middle", "links": "path"}, per_category=44)
    groups: dict[int, list[str]] = {}
    for path, true in site.articles.items():
        groups.setdefault(id(true.choices), []).append(path)
    first, second, third = groups.values()
    async with reading(site, tmp_path / "library") as (newsroom, _, clock):
        for paths in (first[:10], second[:40], third[:3]):
            for path in paths:
                clock.now += 1
                await newsroom.read(path)
            await newsroom.learn()
            assert Figures.of(site, lambda path: kept(newsroom, path).article, first[:10]) == Figures(0, 0)


# First contact.


def articles_asked(server: Server) -> list[str]:
    return [path for _, path in asked(server) if article_page(path)]


async def test_first_contact_fetches_four_articles_once(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    async with reading(site, tmp_path / "library") as (newsroom, server, _):
        first, second, *_ = [count.category for count in newsroom.categories()]
        await newsroom.get_to_know(first)
        assert articles_asked(server) == site.newest(first.name)[:FIRST_CONTACT]
        assert newsroom.library.knowledge.revision() == 1
        for path in site.newest(first.name)[:FIRST_CONTACT]:
            assert is_exact(kept(newsroom, path).article, site.articles[path])
        for category in (first, second):
            await newsroom.get_to_know(category)
        assert asked(server) == []


async def test_first_contact_does_not_ask_for_what_is_here(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    async with reading(site, tmp_path / "library") as (newsroom, server, _):
        category = newsroom.categories()[0].category
        here = site.newest(category.name)[:2]
        for path in here:
            await newsroom.read(path)
        asked(server)
        await newsroom.get_to_know(category)
        # The list's first page has four.
        assert articles_asked(server) == site.newest(category.name)[2:4]


async def test_first_contact_is_as_patient_as_a_sync(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    async with reading(site, tmp_path / "library", delay=PATIENT_DELAY) as (newsroom, server, _):
        await newsroom.get_to_know(newsroom.categories()[0].category)
        times = [hit.time for hit in server.log if article_page(hit.path)]
        assert len(times) == FIRST_CONTACT
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert min(gaps) > 0.8 * PATIENT_DELAY, gaps


async def test_who_knows_the_site_makes_no_first_contact(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    async with reading(site, tmp_path / "library") as (newsroom, server, clock):
        category = newsroom.categories()[0].category
        await newsroom.on_thread(lambda: _save(newsroom, SiteTemplates()))
        await newsroom.get_to_know(category)
        async with opened(server, tmp_path / "library", clock) as another:
            await another.get_to_know(category)
        assert asked(server) == []


async def test_offline_no_first_contact_is_made(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    async with reading(site, tmp_path / "library") as (newsroom, server, clock):
        category = newsroom.categories()[0].category
        async with opened(server, tmp_path / "library", clock, offline=True) as offline:
            await offline.get_to_know(category)
        assert asked(server) == []
        assert newsroom.library.views.totals().cached == 0


@pytest.mark.parametrize("status", [404, 503])
async def test_first_contact_ends_quietly_where_an_article_cannot_be_had(tmp_path: Path, status: int) -> None:
    site = build_designed(NEEDY)
    async with reading(site, tmp_path / "library") as (newsroom, server, _):
        category = newsroom.categories()[0].category
        first, second, *others = site.newest(category.name)
        server.faults[second] = Status(status)
        await newsroom.get_to_know(category)
        paths = articles_asked(server)
        assert {first, second} == set(paths)
        assert not set(others) & set(paths)
        assert newsroom.kept(first) is not None


async def test_first_contact_does_not_follow_redirects(site: Site, server: Server, tmp_path: Path) -> None:
    name = next(name for name, paths in site.lists.items() if any("view.php" in path for path in paths[:4]))
    async with opened(server, tmp_path / "library", Clock()) as newsroom:
        category = next(count.category for count in newsroom.categories() if count.category.name == name)
        await newsroom.refresh(category)
        asked(server)
        await newsroom.get_to_know(category)
        paths = articles_asked(server)
        assert len(paths) >= 3  # articles of several pages have more
        assert not any("view.php" in path for path in paths)


# Others, and other addresses.


async def test_what_another_process_learned_is_used_at_once(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:4]
    async with reading(site, tmp_path / "library") as (newsroom, server, clock):
        first = (await newsroom.read(paths[0])).article
        assert not is_exact(first, site.articles[paths[0]])
        async with opened(server, tmp_path / "library", clock) as another:
            for path in paths[1:3]:
                await another.read(path)
            await another.learn()
        assert is_exact((await newsroom.read(paths[3])).article, site.articles[paths[3]])
        assert kept(newsroom, paths[3]).knowledge == 1
        assert is_exact(kept(newsroom, paths[0]).article, site.articles[paths[0]])


async def test_what_another_process_learned_is_used_for_what_is_here(tmp_path: Path) -> None:
    site = build_designed(NEEDY)
    paths = site.newest("政策解读")[:3]
    async with reading(site, tmp_path / "library") as (newsroom, server, clock):
        for path in paths:
            await newsroom.read(path)
        before = kept(newsroom, paths[0])
        async with opened(server, tmp_path / "library", clock) as another:
            await another.fetcher.learning.catch_up(0)
        assert not is_exact(before.article, site.articles[paths[0]])
        asked(server)
        assert is_exact((await newsroom.current(before)).article, site.articles[paths[0]])
        assert asked(server) == []


TRACKED = ("?from=timeline", "?from=singlemessage&isappinstalled=0", "?utm_source=wx&utm_medium=a", "?spm=a1.b2#top")


async def test_links_that_apps_passed_on_lead_to_the_same_article(tmp_path: Path) -> None:
    site = build_designed(NEEDY, given={"list": "files"})
    path = site.newest("政策解读")[0]
    async with reading(site, tmp_path / "library") as (newsroom, server, _):
        for ending in ("", *TRACKED):
            for form in (f"{server.base_url}{path}{ending}", f"{path}{ending}"):
                assert newsroom.path_of(form) == path
                await newsroom.read(newsroom.path_of(form))
        assert {each for _, each in asked(server)} == {path}
        assert newsroom.library.views.totals().cached == 1


async def test_a_list_that_links_with_what_apps_add_lists_each_article_once(tmp_path: Path) -> None:
    site, clock = build_designed(NEEDY, given={"list": "files", "links": "path"}), Clock()
    shown = served(site)
    for number, path in enumerate(site.articles):
        ending = TRACKED[number % len(TRACKED)].replace("&", "&amp;")
        link = re.compile(rf"""(?<=['"]){re.escape(path)}(?=['"])""".encode())
        for name, raw in shown.files.items():
            shown.files[name] = link.sub((path + ending).encode(), raw)
    with serve(shown) as server:
        report, _ = await synced(server, tmp_path / "library", clock, images=False)
        assert (report.new, report.failed) == (len(site.articles), [])
        assert not any("?" in path for _, path in asked(server))
        async with opened(server, tmp_path / "library", clock) as newsroom:
            assert newsroom.library.views.totals().articles == len(site.articles)
            assert Figures.of(site, lambda path: kept(newsroom, path).article) == Figures(0, 0)


async def test_learning_is_quick_enough_to_go_unnoticed(tmp_path: Path) -> None:
    """It is done on the thread that writes, while somebody may be reading."""
    site, clock = build_designed(1, per_category=10), Clock()
    with serve(served(site)) as server:
        await synced(server, tmp_path / "library", clock, images=False)
        async with opened(server, tmp_path / "library", clock) as newsroom:
            begun = time.process_time()
            await newsroom.fetcher.learning.learn()
            seconds = time.process_time() - begun
            print(f"learned from 40 articles in {seconds:.2f} s")
            assert seconds < 5
