"""The sample site and the seed page, where they are at hand: the real engine's markup, read exactly."""

from __future__ import annotations

import json
import lzma
import re
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest

from achie_tui.model import Article, ImageBlock, Listing, TextBlock
from achie_tui.parse.article import join_pages
from achie_tui.parse.decode import decode
from achie_tui.parse.page import PageReader
from achie_tui.parse.restore import restore
from achie_tui.parse.search import interval_asked
from achie_tui.parse.strangers import Stranger
from tests.parse.reading import ADDRESSES, PATH, PROFILE, READER, UNHINTED, read, read_page
from tests.parse.scoring import bigrams, f1, squeeze, texts, wanted_texts

SHARED = Path(__file__).parents[2] / "../shared"
SAMPLE = SHARED / "sample-site"
ANSWERS = SAMPLE / "engine-answers"
# Every so manieth article is read.
STEP = 9

needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample site is not at hand")
needs_seed = pytest.mark.skipif(not (SHARED / "seed-page.txt").exists(), reason="the seed page is not at hand")

Truth = dict[str, Any]
Pages = Mapping[str, bytes]


def load(name: str) -> str:
    with lzma.open(SAMPLE / name, "rt", encoding="utf-8") as file:
        return file.read()


@pytest.fixture(name="pages", scope="module")
def unpacked() -> Pages:
    """Give the sample's pages by path."""
    pages: dict[str, bytes] = {}
    with tarfile.open(SAMPLE / "site.tar.xz") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name.endswith(".html") else None
            if file is not None:
                pages["/" + re.sub(r"^(?:\./)?(?:site/)?", "", member.name)] = file.read()
    return pages


@pytest.fixture(name="truths", scope="module")
def known() -> list[Truth]:
    truths = [json.loads(line) for line in load("truth.jsonl.xz").splitlines()]
    return [truth for truth in truths if not truth.get("redirect") and truth["category"] in PROFILE.categories]


def page_at(pages: Pages, path: str) -> bytes:
    return pages[path + "index.html" if path.endswith("/") else path]


def read_sample(pages: Pages, path: str, reader: PageReader) -> Article:
    first = read_page(pages[path], path, reader)
    others = [first.others[number] for number in range(2, first.article.pages + 1)]
    return join_pages([first.article, *(read_page(pages[other], other, reader).article for other in others)])


@needs_sample
@pytest.mark.parametrize("reader", [READER, UNHINTED], ids=["hinted", "unhinted"])
def test_the_samples_articles_are_read_exactly(reader: PageReader, pages: Pages, truths: list[Truth]) -> None:
    scores: list[float] = []
    multiple = [truth for truth in truths if truth["pages"] > 1]
    for truth in [*truths[::STEP], *multiple[::STEP]]:
        article = read_sample(pages, truth["url"], reader)
        assert squeeze(article.title) == squeeze(truth["title"]), truth["url"]
        assert squeeze(article.source) == squeeze(truth["source"]), truth["url"]
        assert (article.published or "", article.category) == (truth["date"], truth["category"]), truth["url"]
        neighbours = tuple(link.url if link else None for link in (article.previous, article.next))
        assert neighbours == (truth["prev_url"], truth["next_url"]), truth["url"]
        assert (article.pages, article.complete) == (truth["pages"], True), truth["url"]
        images = {block.src for block in article.blocks if isinstance(block, ImageBlock)}
        assert images == {ADDRESSES.external(src, truth["url"]) for src in truth["images"]}, truth["url"]
        scores.append(f1(bigrams(texts(article.blocks)), bigrams(wanted_texts(truth))))
        assert scores[-1] > 0.95, truth["url"]
    assert sum(scores) / len(scores) > 0.998


@needs_sample
@pytest.mark.parametrize("path", ["/news/kjcx/201809147982.html", "/news/zlxxcy/2025080121604.html"])
def test_a_text_that_is_its_own_summary_is_read_once(path: str, pages: Pages, truths: list[Truth]) -> None:
    truth = next(truth for truth in truths if truth["url"] == path)
    article = read_sample(pages, path, UNHINTED)
    assert f1(bigrams(texts(article.blocks)), bigrams(wanted_texts(truth))) > 0.99


@needs_sample
def test_the_samples_listings_are_read_in_order(pages: Pages) -> None:
    lists = json.loads(load("truth-lists.json.xz"))
    smallest = sorted(PROFILE.categories, key=lambda name: len(lists[name]["urls"]))[:4]
    for name in smallest:
        found: list[str] = []
        path: str | None = lists[name]["dir"]
        while path is not None:
            listing = UNHINTED.listing(page_at(pages, path), path)
            assert isinstance(listing, Listing)
            found += [row.path for row in listing.rows]
            path = listing.next
        assert found == lists[name]["urls"], name


@needs_sample
def test_no_clean_page_is_restored(pages: Pages) -> None:
    for path, raw in pages.items():
        html = decode(raw)
        assert restore(html) == (html, False), path


KINDS = {
    "count": "blank",
    "jump": "blank",
    "list-dynamic": "listing",
    "rss-dynamic": "foreign",
    "search-empty": "message",
    "search-hefei-p1": "search",
    "search-hefei-p2": "search",
    "search-multi": "search",
    "search-none": "search",
    "search-too-fast": "message",
    "search-typeid": "search",
    "view-dynamic-p2": "article",
    "view-missing": "message",
}


@needs_sample
@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_the_engines_answers_are_told_apart(name: str, kind: str) -> None:
    assert READER.kind((ANSWERS / f"{name}.html").read_bytes()) == kind


@needs_sample
def test_every_answer_of_the_engine_has_its_case() -> None:
    assert {file.stem for file in ANSWERS.glob("*.html")} == KINDS.keys()


@needs_sample
def test_messages_are_passed_on_in_the_engines_words() -> None:
    stranger = READER.article((ANSWERS / "view-missing.html").read_bytes(), "/plus/view.php?aid=1")
    assert isinstance(stranger, Stranger)
    assert stranger.phrase.zh.startswith("网站提示：")
    assert "<" not in stranger.phrase.zh


@needs_sample
def test_a_dynamic_page_counts_its_pages() -> None:
    path = "/plus/view.php?aid=632&pageno=2"
    page = read_page((ANSWERS / "view-dynamic-p2.html").read_bytes(), path)
    assert page.article.pages >= 4
    assert page.others[3] == "/plus/view.php?aid=632&pageno=3"
    assert 2 not in page.others


@needs_sample
@pytest.mark.parametrize(
    ("name", "keyword", "shown", "pages", "total"),
    [
        ("search-hefei-p1", "合肥", 10, 2, 14),
        ("search-hefei-p2", "合肥", 4, 2, 14),
        ("search-multi", "高新区 量子信息", 19, 1, 19),
        ("search-typeid", "高新区", 20, 6, 112),
        ("search-none", "zzzznotfound", 0, 0, 0),
    ],
)
def test_what_the_search_finds(name: str, keyword: str, shown: int, pages: int, total: int) -> None:
    number = 2 if name.endswith("p2") else 1
    path = f"/plus/search.php?q=x&searchtype=titlekeyword&PageNo={number}"
    found = READER.search((ANSWERS / f"{name}.html").read_bytes(), path, keyword, charset="utf-8")
    assert isinstance(found, Listing)
    assert (len(found.rows), found.page, found.pages, found.total) == (shown, number, pages, total)
    assert (found.next is not None) == (number < pages)
    titles = {truth["url"]: truth["title"] for truth in map(json.loads, load("truth.jsonl.xz").splitlines())}
    for row in found.rows:
        # Cut by the engine, and otherwise as it is.
        assert squeeze(titles[row.path]).startswith(squeeze(row.title))
        assert row.published
        assert row.category in PROFILE.categories
        assert "://" not in (row.summary or "")


@needs_sample
@pytest.mark.parametrize(("name", "seconds"), [("search-too-fast", 3.0), ("search-empty", None)])
def test_the_search_says_why_it_does_not_answer(name: str, seconds: float | None) -> None:
    found = READER.search((ANSWERS / f"{name}.html").read_bytes(), "/plus/search.php?q=x&PageNo=1", "x")
    assert isinstance(found, Stranger)
    assert found.kind == "message"
    assert interval_asked(found) == seconds


# The seed page: one real page of the site as a mirror garbled it, without its markup.


@dataclass(frozen=True)
class Seed:
    """The parts of the seed page's text."""

    crumbs: list[str]
    menu: list[str]
    title: str
    meta: list[str]
    texts: list[str]
    related: str

    @classmethod
    def load(cls, name: str) -> Seed:
        """Take the text of the seed page apart."""
        lines = [line.strip() for line in (SHARED / name).read_text(encoding="utf-8").splitlines() if line.strip()]
        menu = [line[2:] for line in lines if line.startswith("- ")]
        behind = lines.index(f"- {menu[-1]}") + 1
        return cls(
            crumbs=[part.strip() for part in lines[1].split(":", 1)[1].split(">") if part.strip()],
            menu=menu,
            title=lines[behind],
            meta=re.split(r"\s+(?=[^\s.]+:)", lines[behind + 1]),
            texts=lines[behind + 2 : -1],
            related=lines[-1],
        )


COUNT = '<script src="/plus/count.php?view=yes&aid=1"></script>'
# The line of labels: what stands around it, and around each field.
LABELS = {
    "text": ("<div>{}</div>", "{} "),
    "spans": ("<p>{}</p>", "<span>{}</span>"),
    "cells": ("<table><tr>{}</tr></table>", "<td>{}</td>"),
    "list": ("<ul>{}</ul>", "<li>{}</li>"),
}
TITLES = ("<h1>{}</h1>", "<h2><span>{}</span></h2>", "<div class=x><strong>{}</strong></div>")
LAYOUTS = {
    "div": "<div><div>{crumbs}</div><div>{head}<div>{body}</div>{tail}</div><ul>{menu}</ul></div>",
    "table": "<table><tr><td><ul>{menu}</ul></td><td>{crumbs}{head}<table><tr><td>{body}</td></tr></table>{tail}</td>"
    "</tr></table>",
}
PARAGRAPHS = {"p": "<p>\u3000\u3000{}</p>", "br": "&nbsp;&nbsp;{}<br/><br/>", "div": "<div>{}</div>"}


def seed_page(seed: Seed, title: str, labels: str, layout: str, paragraph: str) -> str:
    line, field = LABELS[labels]
    crumbs = "".join(f"<a href='/x/'>{escape(name)}</a> > " for name in seed.crumbs)
    body = LAYOUTS[layout].format(
        crumbs=f"<span>當前位置:{crumbs}</span>",
        head=title.format(seed.title) + line.format("".join(field.format(text) for text in [*seed.meta, COUNT])),
        body="".join(PARAGRAPHS[paragraph].format(text) for text in seed.texts),
        tail=f"<h3>{seed.related}</h3><ul><li><a href='/news/gxq/2021112613210.html'>一篇</a></li></ul>",
        menu="".join(f"<li><a href='/news/x{number}/'>{name}</a></li>" for number, name in enumerate(seed.menu)),
    )
    return f"<html><head><title>{seed.title}_高新院</title></head><body><p>Network</p>{body}</body></html>"


@needs_seed
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_the_seed_page_comes_out_word_for_word(title: str, labels: str, layout: str, paragraph: str) -> None:
    garbled, clean = Seed.load("seed-page.txt"), Seed.load("seed-page-restored.txt")
    article = read(seed_page(garbled, title, labels, layout, paragraph))
    assert article.title == clean.title
    assert article.breadcrumb == tuple(clean.crumbs)
    assert article.category == clean.crumbs[-1]
    fields = dict(field.split(":", 1) for field in clean.meta)
    assert (article.source, article.published) == (fields["来源"], fields["日期"])
    assert [block.text for block in article.blocks if isinstance(block, TextBlock)] == clean.texts
    assert article.attribution == clean.texts[-1]
    assert [link.url for link in article.related] == ["/news/gxq/2021112613210.html"]
    assert article.mirror


@needs_seed
def test_the_seed_text_is_restored_entirely() -> None:
    garbled = (SHARED / "seed-page.txt").read_text(encoding="utf-8")
    assert restore(garbled) == ((SHARED / "seed-page-restored.txt").read_text(encoding="utf-8"), True)


@needs_seed
def test_a_clean_copy_of_the_seed_page_stays_as_it_is() -> None:
    clean = Seed.load("seed-page-restored.txt")
    article = read(seed_page(clean, TITLES[0], "text", "div", "p"), PATH)
    assert [block.text for block in article.blocks if isinstance(block, TextBlock)] == clean.texts
    assert not article.mirror
