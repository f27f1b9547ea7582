"""Whatever comes, nothing is raised, it takes less than two seconds, and what comes out is clean."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achie_tui.model import (
    LOST_CHARACTERS,
    Article,
    Block,
    ImageBlock,
    Link,
    ListBlock,
    Listing,
    Span,
    TableBlock,
    TextBlock,
)
from achie_tui.parse.article import ArticlePage
from achie_tui.parse.clean import clean
from tests.parse.reading import COUNTER, CRUMBS, PATH, READER, TEXT, article_html, blocks_of, read
from tests.site.build import build

# No deadline for single examples: the machine may be busy.
unhurried = settings(deadline=None)

# A machine under load may take twice as long as one that is not.
SECONDS = 2.0

FOUND = "/plus/search.php?q=%E5%9B%AD%E5%8C%BA&searchtype=titlekeyword&PageNo=1"
SITE = build(3, per_category=1)
PAGES = [raw for path, raw in sorted(SITE.files.items()) if path.endswith(".html")]

SNIPPETS = [
    *(
        "<",
        ">",
        "</div>",
        "<div>",
        "<table>",
        "</td>",
        "<li>",
        "<ul>",
        "<a href='",
        '"',
        "&#0;",
        "&#xd800;",
        "&#x202e;",
    ),
    *("\x1b[31m", "\x9b", "\x00", "[bold]", "[/]", "[@click=app.quit]", "共9页9条", "上一篇：", "来源:", "2025-02-31"),
    *("#p#", "#e#", "<!--", "-->", "<script>", "</script>", "<img src=//", "當(dāng)", "\ud800", "&nbsp;" * 9, "> "),
]


def article_texts(article: Article) -> Iterator[str]:
    yield from (article.title, *article.breadcrumb)
    yield from (t for t in (article.source, article.author, article.category, article.attribution) if t is not None)
    yield from (link.title for link in (*article.related, article.previous, article.next) if isinstance(link, Link))
    for block in article.blocks:
        yield from block_texts(block)


def block_texts(block: Block) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield from (cell for row in block.rows for cell in row)
    elif isinstance(block, ListBlock):
        yield from (item.text for item in block.items)
    elif isinstance(block, ImageBlock):
        yield from (block.alt, block.caption)
    elif block.kind == "preformatted":  # whose blanks are its own
        yield from (" ".join(line.split()) for line in block.text.split("\n"))
    else:
        yield block.text


def spans_of(block: Block) -> Iterator[tuple[str, Span]]:
    if isinstance(block, ListBlock):
        yield from ((item.text, span) for item in block.items for span in item.spans)
    elif not isinstance(block, TableBlock | ImageBlock) and block.kind != "embed":  # whose link is of no words
        yield from ((block.text, span) for span in block.spans)


def check(raw: bytes, path: str = PATH) -> None:
    """Read the bytes as everything they could be, and look at what comes out."""
    page = READER.article(raw, path)
    if isinstance(page, ArticlePage):
        for text in article_texts(page.article):
            assert text == clean(text)
        for block in page.article.blocks:
            for text, span in spans_of(block):
                assert 0 <= span.start < span.end <= len(text)
                assert (span.href is not None) == (span.style == "link")
    for listing in (READER.listing(raw, "/news/gxq/"), READER.search(raw, FOUND, "园区")):
        for row in listing.rows if isinstance(listing, Listing) else ():
            assert row.path.startswith("/")
            assert row.title
            for shown in (row.title, row.summary or "", row.source or "", row.published or ""):
                assert shown == clean(shown)
    READER.links(raw, "/news/")


def timed(raw: bytes) -> None:
    for task in (
        lambda: READER.article(raw, PATH),
        lambda: READER.listing(raw, "/news/gxq/"),
        lambda: READER.search(raw, FOUND, "园区"),
    ):
        started = time.process_time()
        task()
        assert time.process_time() - started < SECONDS


@pytest.mark.fault(15)
@unhurried
@given(st.binary(max_size=2_000))
def test_random_bytes(raw: bytes) -> None:
    check(raw)


@pytest.mark.fault(15)
@unhurried
@given(st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=8)), max_size=40))
def test_random_markup_in_a_page(parts: list[str]) -> None:
    check(article_html("".join(parts)).encode("utf-8", "surrogatepass"))


@pytest.mark.fault(15)
@given(st.integers(0, len(PAGES) - 1), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_mutated_pages(number: int, seed: int) -> None:
    raw, rng = bytearray(PAGES[number]), Random(seed)
    for _ in range(rng.randint(1, 12)):
        at, size = rng.randrange(len(raw) + 1), rng.randint(0, 80)
        what = rng.choice(("cut", "double", "insert", "noise", "move"))
        piece = bytes(raw[at : at + size])
        if what in {"cut", "move"}:
            del raw[at : at + size]
        if what in {"double", "move"}:
            to = rng.randrange(len(raw) + 1)
            raw[to:to] = piece
        elif what == "insert":
            raw[at:at] = rng.choice(SNIPPETS).encode("utf-8", "surrogatepass")
        elif what == "noise":
            raw[at : at + size] = rng.randbytes(size)
    check(bytes(raw))


@pytest.mark.parametrize("number", range(0, len(PAGES), 6))
def test_truncated_pages(number: int) -> None:
    raw = PAGES[number]
    for size in range(0, len(raw), 500):
        check(raw[:size])
        page = READER.article(raw[:size], PATH)
        assert not isinstance(page, ArticlePage) or not page.article.complete


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7", "big5hkscs"])
def test_other_encodings(encoding: str) -> None:
    check(article_html(f"<p>{TEXT}</p>").encode(encoding, "replace"))


EVIL = "\x1b]0;甲\x07[bold red]乙[/][@click=app.bell]丙\u202e丁\x9b31m&#27;[2J&#x9b;&#0;&#xd800;&#x202e;\x00"


@pytest.mark.fault(2)
@pytest.mark.fault(3)
def test_escape_sequences_and_markup_in_every_field() -> None:
    cells = f"<tr><td>{EVIL}</td><td>1</td></tr><tr><td>2</td><td>3</td></tr>"
    body = (
        f"<h3>{EVIL}</h3><p>{EVIL}<b>{EVIL}</b><a href='/x?{EVIL}'>{EVIL}</a></p><ul><li>{EVIL}</li></ul>"
        f"<img src='/{EVIL}.jpg' alt='{EVIL}'><p>图为{EVIL}</p>"
        f"<table><caption>{EVIL}</caption>{cells}</table><p>（{EVIL}供稿）</p>"
    )
    html = article_html(
        body,
        title=f"题{EVIL}",
        crumbs=CRUMBS.replace("新闻中心", EVIL),
        meta=f"<div>来源:{EVIL} 作者:{EVIL} 日期:2025-09-25 点击:{COUNTER}</div>",
        neighbours=f"<p>上一篇：<a href='/x/20250101123.html' title='{EVIL}'>{EVIL}</a></p><h3>相关文章</h3>"
        f"<ul><li><a href='/x/20250101124.html'>{EVIL}</a></li></ul>",
    )
    check(html.encode())
    article = read(html)
    # The HTML standard reads &#x9b; as Windows' ›, and what is no character as U+FFFD.
    shown = "]0;甲[bold red]乙[/][@click=app.bell]丙丁31m[2J›\ufffd\ufffd"
    assert article.title == f"题{shown}"
    assert article.previous == Link(f"{shown}\ufffd", "/x/20250101123.html")  # in an attribute NUL, too
    assert article.breadcrumb[1] == shown
    assert article.attribution == f"（{shown}供稿）"
    (image,) = (block for block in article.blocks if isinstance(block, ImageBlock))
    assert image.caption == f"图为{shown}"
    assert image.src.isascii()
    assert image.src.isprintable()


@pytest.mark.fault(16)
def test_what_cannot_be_decoded_is_shown_and_doubted() -> None:
    page = article_html(f"<p>{TEXT}</p>" * 5)
    assert read(page).doubt is None
    article = read(page.encode().replace(TEXT.encode(), TEXT.encode() + b"\xff", 1))
    assert article.doubt == LOST_CHARACTERS
    (first, *_) = article.blocks
    assert isinstance(first, TextBlock)
    assert first.text == f"{TEXT}\ufffd"


@pytest.mark.parametrize(
    "text", ["上一篇：", "上一篇：下一篇：", "来源:甲 日期:2025-01-01 上一篇：", "<b>题</b> 上一篇：没有了"]
)
def test_pages_of_hardly_a_line(text: str) -> None:
    check(text.encode())
    check(f"<title>题</title>{text}".encode())


def test_lists_in_lists_beyond_the_recursion_limit() -> None:
    depth = 240
    (_, listing) = blocks_of(f"<p>{TEXT}</p>" + "<ul><li>项" * depth + "</li></ul>" * depth)
    assert isinstance(listing, ListBlock)
    assert [item.text for item in listing.items] == ["项"] * depth


SENTENCE = "这是一个段落，说的是园区里的事情。"
LINK = "<a href='/news/a/2025010112.html'>一则</a>"
ZOO = {
    "nothing": "",
    "deep blocks": "<div>" * 490 + SENTENCE + "</div>" * 490,
    "deep blocks again and again": ("<div>" * 400 + SENTENCE + "</div>" * 400) * 60,
    "much text deep inside": "<div>" * 490 + (SENTENCE + "<br>") * 20_000,
    "deep formatting": "".join(f"<b {n}>" for n in range(200)) + "<p>字" * 800,
    "deep quotes": "<blockquote>" * 490 + SENTENCE,
    "deep lists": ("<ul><li>字" * 160 + "</li></ul>" * 160) * 30,
    "deep tables": ("<table><tr><td>字</td><td>" * 100 + SENTENCE + "</td></tr></table>" * 100) * 30,
    "a large page": f"<p>{SENTENCE}</p>" * 40_000,
    "one long line": SENTENCE * 50_000,
    "line breaks": (SENTENCE + "<br>") * 40_000,
    "blanks": " " * 1_000_000,
    "pictures": "<img src=/a.jpg>" * 20_000,
    "links": LINK * 30_000,
    "links deep inside": "<div>" * 400 + (LINK + "<br>") * 10_000,
    "a long list": "".join(f"<li><a href='/news/a/20250101{n}.html'>则</a> 01-01</li>" for n in range(5_000)),
    "a flat list": "".join(f"<a href='/news/a/20250101{n}.html'>则</a> 01-01<br>" for n in range(5_000)),
    "a list in nobody's year": "".join(f"<p><a href='/plus/view.php?aid={n}'>则</a> 01-01</p>" for n in range(3_000)),
    "a long table": "<table>" + "<tr><td>1<td>2" * 15_000,
    "a wide table": "<table>" + ("<tr>" + "<td>1" * 200) * 100,
    "huge spans": "<table>" + ("<tr>" + "<td rowspan=999 colspan=999>1" * 40) * 40,
    "labels": "<p>来源:甲 日期:2025-01-01</p>" * 15_000,
    "labels in boxes": "<div><div>来源:甲 日期:2025-01-01</div></div>" * 8_000,
    "labels deep inside": "<div>" * 400 + "<p>来源:甲 日期:2025-01-01</p>" * 5_000,
    "breadcrumbs": "<a href=x>甲</a> > " * 15_000,
    "broken breadcrumbs": "<a href=x>甲</a> > <b></b>" * 15_000,
    "neighbours": f"<p>上一篇：</p><p>下一篇：{LINK}</p>" * 6_000,
    "related": "<h3>相关文章</h3>" * 15_000,
    "pages": "".join(f"<a href='2025092521951_{n}.html'>{n}</a>" for n in range(2, 6_000)),
    "totals": "共<" * 50_000 + "共<b>" * 20_000 + "共1页 " * 20_000,
    "dates": ("2025-01-01" + " " * 2_000) * 200 + "2025-" * 50_000,
    "searches": "search.php?" * 50_000 + "list.php?" * 50_000,
    "questions": "<a href='/plus/search.php?PageNo=2'>2</a>" * 2_000 + "<input value " * 8_000,
    "messages": "<title>DedeCMS提示信息</title>" + "document.write('" * 30_000,
    "passwords": "<input " * 50_000,
    "tool bars": "<p>字号大中小 分享到</p>" * 15_000,
    "parentheses": f"<p>（{'编辑' * 100_000}</p>" + "(" * 100_000,
    "placeholders": f"<img src='{'loading' * 50_000}'><img src='{'/plus/icon' * 30_000}'>",
    "a long title": f"</p><title>{'a - ' * 50_000}</title>",
    "garbled": "當(dāng)前(dāng)" * 30_000 + "當(" * 100_000,
    "angle brackets": "<" * 100_000 + "<a" * 10_000,
    "entities": "&" * 200_000 + "&#x202e;" * 20_000,
    "an open comment": f"<!--{SENTENCE * 5_000}",
    "an open script": f"<script>{SENTENCE * 5_000}",
    "plain text": f"<plaintext>{SENTENCE * 5_000}",
    "frames": "<frameset><frame>",
    "captions": "<img src=/a.jpg><p>图为甲</p>" * 8_000,
    "styles": "<b>字</b>词" * 15_000,
    "what scrolls": f"<p>{SENTENCE}<marquee>{SENTENCE}</marquee></p>" * 3_000,
    "what scrolls in what scrolls": ("<marquee>字" * 400 + "</marquee>" * 400) * 20,
    "formulas": "<p>字<math><mfrac><msup><mi>a</mi> <mn>2</mn></msup> <mn>3</mn></mfrac></math></p>" * 3_000,
    "formulas in formulas": ("<math><mtext>字 " * 200 + "</mtext></math>" * 200) * 20,
    "a long formula": f"<math><mfrac>{'<mi>a</mi> ' * 20_000}</mfrac></math>",
    "#p#": "#p#" * 50_000,
}


LONGEST = 150_000
"""Characters of each that are read: enough for what grows with the square of them to take far too long."""


@pytest.mark.fault(14)
@pytest.mark.parametrize("shape", ZOO)
@pytest.mark.parametrize("where", ["in a page", "alone"])
def test_no_shape_takes_long(shape: str, where: str) -> None:
    body = ZOO[shape][:LONGEST]
    html = article_html(body) if where == "in a page" else body
    timed(html.encode("utf-8", "surrogatepass"))
