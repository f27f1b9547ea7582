"""The generator keeps its word: same seed, same site; every address there; the truth in the pages; nginx's manners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from itertools import pairwise
from urllib.parse import urljoin

import httpx
import opencc
import pytest

from tests.site.article_page import page_path
from tests.site.bodies import HOST
from tests.site.build import Encoding, Site, build
from tests.site.serve import (
    BadGzip,
    Body,
    Delay,
    Drip,
    Endless,
    Fault,
    GzipBomb,
    Redirect,
    Reset,
    Server,
    Status,
    Truncate,
    Turns,
    WrongLength,
    serve,
)

SEEDS = range(20)
ENCODINGS: tuple[Encoding, ...] = ("utf-8", "gbk", "mirror")


def visible(html: str) -> str:
    """Take the text of a page as crudely as can be: no tags, no white space, no control or direction characters."""
    html = re.sub(r"<script.*?</script>|<!--.*?-->", "", html, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]*>", "", html))
    return re.sub(r"[\s\x00-\x1f\u202a-\u202e]", "", text)


def page(site: Site, path: str) -> str:
    return site.files[path].decode("gb18030" if site.encoding == "gbk" else "utf-8")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_seed_gives_the_same_site() -> None:
    one, two = build(5), build(5)
    assert one == two
    assert one.files != build(6).files


def test_seeds_give_different_templates() -> None:
    templates = [build(seed, per_category=1).template for seed in SEEDS]
    for name in ("meta", "rows", "pager", "side", "attrs"):
        assert len({repr(getattr(template, name)) for template in templates}) > 15, name
    assert {template.body for template in templates} == {"div", "td", "article", "section"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_listed_address_exists(encoding: Encoding) -> None:
    for seed in SEEDS:
        site = build(seed, encoding=encoding, per_category=5)
        assert len(site.categories) == len(site.lists) == 13, seed
        for name, paths in site.lists.items():
            assert len(paths) == 5, (seed, name)
            for path in paths:
                assert path in site.redirects or path in site.files, (seed, path)
                assert site.truth[path].category == name, (seed, path)
        for article in site.truth.values():
            for neighbour in (article.previous, article.next, *article.related):
                assert neighbour is None or neighbour in site.truth, (seed, article.path)
            for number in range(1, article.pages + 1):
                assert page_path(article.path, number) in site.files, (seed, article.path)
        assert any(article.redirect for article in site.truth.values()), seed


def test_the_truth_stands_in_the_pages() -> None:
    for seed in SEEDS:
        for encoding in ENCODINGS[:2]:
            site = build(seed, per_category=3, encoding=encoding)
            for article in site.articles():
                html = "".join(page(site, page_path(article.path, number)) for number in range(1, article.pages + 1))
                text = visible(html)
                cells = (cell for table in article.tables for row in table for cell in row)
                texts = [article.title, *article.paragraphs, *article.captions, *cells]
                texts += [one for one in (article.source, article.author, article.attribution) if one]
                for expected in texts:
                    assert squeezed(expected) in text, (seed, encoding, article.path, expected)
                for image in article.images:
                    assert image in html, (seed, article.path, image)
                assert 'src="/plus/count.php?' in html, (seed, article.path)


def test_listings_hold_their_articles_in_order_and_pages_lead_on() -> None:
    for seed in SEEDS:
        site = build(seed, per_category=7, page_size=3)
        for name, pages in site.listing_pages.items():
            shown: list[str] = []
            for number, path in enumerate(pages):
                html = page(site, path + "index.html" if path.endswith("/") else path)
                place = [
                    html.find(f'href="{HOST if site.template.absolute_links else ""}{url}"') for url in site.lists[name]
                ]
                shown += [url for url, at in zip(site.lists[name], place, strict=True) if at >= 0 and url not in shown]
                if number + 1 < len(pages):
                    links = {
                        urljoin(path, unescape(link)) for link in re.findall(r"href='([^']*)'>(?:下一页|\d)", html)
                    }
                    assert pages[number + 1] in links, (seed, path)
            if site.template.side.where == "none":
                assert shown == site.lists[name], (seed, name)
            dates = [site.truth[url].published[:10] for url in site.lists[name]]
            assert all(newer >= older for newer, older in pairwise(dates)), (seed, name)


def test_one_publication_date_in_eight_differs_from_the_address() -> None:
    articles = [article for seed in SEEDS for article in build(seed).articles()]
    dates = [re.search(r"/(\d{8})\d+\.html$", article.path) for article in articles]
    differing = sum(
        datetime.strptime(match[1], "%Y%m%d").date().isoformat() != article.published[:10]  # noqa: DTZ007
        for match, article in zip(dates, articles, strict=True)
        if match
    )
    assert 0.09 < differing / len(articles) < 0.16


def test_mirror_pages_can_be_restored() -> None:
    simplified, per_char = opencc.OpenCC("tw2s"), opencc.OpenCC("t2s")
    for seed in SEEDS:
        site = build(seed, encoding="mirror", per_category=2)
        for article in site.articles():
            html = page(site, article.path)
            marks = [
                m
                for m in re.finditer(r"([\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)", html)
                if per_char.convert(m[1]) != m[1]
            ]
            assert len(marks) >= 3, (seed, article.path)
            for mark in reversed(marks):
                html = html[: mark.end(1)] + html[mark.end() :]
            restored = visible(simplified.convert(html))
            for text in (article.title, *article.paragraphs[:1]):
                assert squeezed(text) in restored or article.pages > 1, (seed, article.path, text)


def test_all_kinds_of_bodies_come_up() -> None:
    html = "".join(page(site, path) for site in map(build, range(4)) for path in site.files if path.endswith(".html"))
    for trait in (
        "<P style",
        "MsoNormal",
        "<section",
        "data-original",
        "data-src",
        "#e#",
        "display:none",
        "\x1b[31m",
        "&#27;",
        "\u202e",
        "rowspan",
        "colspan",
        "<figcaption",
        "<blockquote",
        "<ol>",
        "[bold red]",
        "&ldquo;",
        "&nbsp;&nbsp;",
        "\u3000\u3000",
        "//www.achie.org/uploads",
        "loading.gif",
        "来源:",
        "document.write",
    ):
        assert trait in html, trait
    truths = [article for site in map(build, range(4)) for article in site.articles()]
    assert any(not article.paragraphs and not article.images for article in truths)
    assert any(not article.paragraphs and article.images for article in truths)


@pytest.fixture(name="server")
def running() -> Iterator[Server]:
    with serve(build(1, per_category=3)) as server:
        yield server


def test_conditional_requests_are_answered_304(server: Server) -> None:
    with httpx.Client(base_url=server.base_url) as client:
        first = client.get(next(iter(server.site.categories.values())))
        assert first.headers["content-type"] == "text/html"
        assert first.headers["content-encoding"] == "gzip"
        for name, validator in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            again = client.get(first.request.url, headers={name: first.headers[validator]})
            assert (again.status_code, again.content) == (304, b"")
        changed = client.get(
            first.request.url, headers={"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]}
        )
        assert changed.status_code == 200
    assert [hit.status for hit in server.log] == [200, 304, 304, 200]


def test_gzip_only_where_accepted(server: Server) -> None:
    with httpx.Client(base_url=server.base_url) as client:
        plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == server.site.files["/index.html"]
    assert plain.headers["content-length"] == str(len(plain.content))


def test_missing_pages_redirects_and_dynamic_pages(server: Server) -> None:
    site = server.site
    with httpx.Client(base_url=server.base_url) as client:
        assert client.get("/no/such.html").status_code == 404
        for path, target in site.redirects.items():
            answer = client.get(path)
            assert (answer.status_code, answer.headers["location"]) == (302, target)
        tid = next(iter(site.tids.values()))
        listing = client.get(f"/plus/list.php?tid={tid}&TotalResult=3&PageNo=1")
        assert listing.content == site.files[f"/plus/list.php?tid={tid}&PageNo=1"]
        assert "DedeCMS提示信息" in client.get("/plus/view.php?aid=999999999").text
        assert client.head("/").content == b""
        assert client.get("/robots.txt").headers["content-type"] == "text/plain"
        assert client.get("/data/sitemap.html").status_code == 200
        image = next((path for path in site.files if path.startswith("/uploads/")), "/images/defaultpic.png")
        assert client.get(image).content.startswith(b"\x89PNG")


def test_a_stopped_server_answers_nobody() -> None:
    with serve(build(1, per_category=1)) as server, httpx.Client(base_url=server.base_url) as client:
        assert client.get("/").status_code == 200
        server.stop()
        with pytest.raises(httpx.TransportError):
            client.get("/")


def test_faults() -> None:
    site = build(2, per_category=1)
    faults: dict[str, Fault] = {
        "/status": Status(503, {"Retry-After": "5"}),
        "/body": Body(b"hello", {"X-A": "1"}),
        "/delay": Delay(0.01, Status(403)),
        "/hops": Redirect("/", hops=3),
        "/bomb": GzipBomb(5_000_000),
        "/bad": BadGzip(),
        "/index.html": Truncate(50),
        "/short": WrongLength(100),
        "/drip": Drip(64, 0.001),
        "/reset": Reset(20),
        "/endless": Endless(delay=0.001),
        "/turns": Turns(Status(500), Status(502)),
    }
    with serve(site, faults=faults) as server, httpx.Client(base_url=server.base_url) as client:
        assert client.get("/status").headers["retry-after"] == "5"
        assert client.get("/body").content == b"hello"
        assert client.get("/delay").status_code == 403
        hops = client.get("/hops", follow_redirects=True)
        assert (hops.status_code, len(hops.history)) == (200, 3)
        assert len(client.get("/bomb").content) == 5_000_000
        assert client.get("/drip").status_code == 200
        assert [client.get("/turns").status_code for _ in range(3)] == [500, 502, 404]
        for broken in ("/index.html", "/short", "/reset", "/bad"):
            with pytest.raises((httpx.TransportError, httpx.DecodingError)):
                client.get(broken)
        with client.stream("GET", "/endless") as answer:
            got = 0
            for block in answer.iter_bytes():
                got += len(block)
                if got > 50_000:
                    break
        server.faults["*"] = Status(500)
        assert client.get("/anything").status_code == 500
