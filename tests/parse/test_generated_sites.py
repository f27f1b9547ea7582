"""Sites of random design: everything but the body is read exactly, the body nearly so, in every encoding."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from achie_tui.model import ImageBlock, Listing, Row
from achie_tui.site.discovery import discover
from tests.parse.reading import ADDRESSES, PROFILE, READER, body_score, read_whole
from tests.site import article_page
from tests.site.articles import Draft, TruthArticle
from tests.site.build import Encoding, Site, build
from tests.site.frame import Frame
from tests.site.template import Template

# How many seeds an encoding gets; more are for a long afternoon.
SEEDS = int(os.environ.get("ACHIE_SEEDS", "10"))
# Each encoding has seeds of its own: one design in three encodings would show little more than in one.
FIRST_SEEDS: dict[Encoding, int] = {"utf-8": 0, "gbk": 10_000, "mirror": 20_000}
CASES = [(encoding, first + turn) for encoding, first in FIRST_SEEDS.items() for turn in range(SEEDS)]


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def file_of(site: Site, path: str) -> bytes:
    return site.files[path + "index.html" if path.endswith("/") else path]


def check_article(site: Site, truth: TruthArticle) -> float:
    """Compare all exact fields of an article; give the score of its body."""
    article = read_whole(site, truth.path)
    found = {
        "title": squeezed(article.title),
        "source": squeezed(article.source),
        "author": squeezed(article.author),
        "published": article.published,
        "category": article.category,
        "previous": article.previous.url if article.previous else None,
        "next": article.next.url if article.next else None,
        "pages": (article.pages, article.complete),
        "attribution": squeezed(article.attribution),
        "related": [link.url for link in article.related],
        "images": {block.src for block in article.blocks if isinstance(block, ImageBlock)},
        "mirror": article.mirror,
    }
    wanted = {
        "title": squeezed(truth.title),
        "source": squeezed(truth.source),
        "author": squeezed(truth.author),
        "published": truth.published,
        "category": truth.category,
        "previous": truth.previous,
        "next": truth.next,
        "pages": (truth.pages, True),
        "attribution": squeezed(truth.attribution),
        "related": list(truth.related),
        "images": {ADDRESSES.external(image, truth.path) for image in truth.images},
        "mirror": site.encoding == "mirror",
    }
    assert found == wanted, (site.seed, truth.path)
    return body_score(article, truth)


def walk(site: Site, name: str) -> list[Row]:
    """Read a category's listing from its first page to its last."""
    rows: list[Row] = []
    path: str | None = site.categories[name]
    while path is not None:
        listing = READER.listing(file_of(site, path), path)
        assert isinstance(listing, Listing), (site.seed, path, listing)
        rows += listing.rows
        path = listing.next
    return rows


@pytest.mark.parametrize(("encoding", "seed"), CASES)
def test_a_site_is_read_whole(encoding: Encoding, seed: int) -> None:
    site = build(seed, encoding=encoding, per_category=4, page_size=3)

    links = READER.links(file_of(site, "/news/"), "/news/")
    assert isinstance(links, list)
    assert {c.name: c.path for c in discover(links, PROFILE.categories)} == site.categories, seed

    for name, paths in site.lists.items():
        rows = walk(site, name)
        assert [row.path for row in rows] == paths, (seed, name)
        for row in rows:
            # A redirect's address tells no year: only the others are known exactly.
            if site.truth[row.path].redirect is None:
                assert (row.published or "")[:10] == site.truth[row.path].published[:10], (seed, row)

    scores = [check_article(site, truth) for truth in site.articles()]
    assert sum(scores) / len(scores) >= 0.98, seed
    assert min(scores) >= 0.9, seed


def test_redirects_are_dated_where_their_neighbours_tell_the_year() -> None:
    dated: list[bool] = []
    for seed in range(1_000, 1_006):
        site = build(seed)
        for name in site.categories:
            rows = [row for row in walk(site, name) if site.truth[row.path].redirect]
            dated += ((row.published or "")[:10] == site.truth[row.path].published[:10] for row in rows)
    assert sum(dated) / len(dated) > 0.85


# Other designs than the generator draws.

Patch = Callable[[pytest.MonkeyPatch], None]
_neighbours = article_page._neighbours
_body = article_page._body
_page = article_page._page


def without_labels(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(article_page, "_meta", lambda _template, _draft: "")


def without_counter(patch: pytest.MonkeyPatch) -> None:
    meta = article_page._meta
    patch.setattr(
        article_page,
        "_meta",
        lambda template, draft: meta(template, draft).replace(
            '<script src="/plus/count.php', '<script src="/c.js"><script data-x="'
        ),
    )


def without_container(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(article_page, "_body", lambda template, html: html + template.editor)


def without_breadcrumb(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Frame, "_crumbs", lambda _frame, _crumbs: "")


def without_title(patch: pytest.MonkeyPatch) -> None:
    """Show the title nowhere but in `<title>`: only the density of sentences tells where the text is."""

    def page(frame: Frame, draft: Draft, *rest: Any) -> str:
        html = _page(frame, draft, *rest)
        start = html.index(f"<{frame.template.title_tag}{frame.template.attr('title')}>")
        end = html.index(f"</{frame.template.title_tag}>", start)
        return html[:start] + html[end:]

    without_labels(patch)
    patch.setattr(article_page, "_page", page)


def bar_above(patch: pytest.MonkeyPatch) -> None:
    """Show 上一篇 and 下一篇 above the text and nowhere else."""
    bars_on_both_sides(patch)
    patch.setattr(article_page, "_neighbours", lambda _frame, _setting: "")


def bars_on_both_sides(patch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def page(frame: Frame, draft: Draft, setting: article_page.Setting, number: int, last: int) -> str:
        shown[:] = [_neighbours(frame, setting)]
        return _page(frame, draft, setting, number, last)

    def body(template: Template, html: str) -> str:
        return shown[0] + _body(template, html)

    patch.setattr(article_page, "_page", page)
    patch.setattr(article_page, "_body", body)


@pytest.mark.parametrize(
    ("change", "score"),
    [
        (without_labels, 0.99),
        (without_counter, 0.99),
        (without_container, 0.99),
        (without_breadcrumb, 0.99),
        (bar_above, 0.99),
        (bars_on_both_sides, 0.99),
        (without_title, 0.85),
    ],
)
def test_designs_that_lack_something_are_read(change: Patch, score: float, monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch)
    scores: list[float] = []
    for seed in range(500, 508):
        site = build(seed, per_category=1)
        for truth in site.articles():
            article = read_whole(site, truth.path)
            if change is not without_title:
                assert squeezed(article.title) == squeezed(truth.title), (seed, truth.path)
            neighbours = tuple(link.url if link else None for link in (article.previous, article.next))
            assert neighbours == (truth.previous, truth.next), (seed, truth.path)
            scores.append(body_score(article, truth))
    assert sum(scores) / len(scores) >= score
