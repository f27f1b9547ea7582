"""The engine's feeds: what they name is read and cleaned, and nothing in them is obeyed."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.parse.feed import read_feed
from achie_tui.site.address import Addresses
from achie_tui.site.feeds import parent_feed
from tests.site.bodies import HOST
from tests.site.build import build

ADDRESSES = Addresses("http://127.0.0.1:8080/", ("www.achie.org", "achie.org"))
HEAD = '<?xml version="1.0" encoding="utf-8" ?>\n<rss version="2.0">\n<channel>\n<title>新闻中心</title>\n'
ARTICLE = "/news/gxq/2025092521951.html"


def item(title: str, link: str = f"http://www.achie.org{ARTICLE}", day: str = "2025-09-25") -> str:
    quoted = escape(escape(title))
    return f"<item>\n<title><![CDATA[{quoted}]]></title>\n<link>{link}</link>\n<pubDate>{day}</pubDate>\n</item>\n"


def feed(*items: str, head: str = HEAD) -> bytes:
    return f"{head}{''.join(items)}</channel>\n</rss>\n".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_it_names_the_newest_articles(encoding: str) -> None:
    site = build(4, encoding="gbk" if encoding == "gbk" else "utf-8")
    feeds = {name: site.files.get(f"/data/rss/{tid}.xml") for name, tid in site.tids.items()}
    assert any(feeds.values())
    for name, raw in feeds.items():
        rows = read_feed(raw, ADDRESSES) if raw else ()
        assert rows is not None
        for row in rows:
            truth = site.truth[row.path]
            assert (row.title, row.category, row.published) == (truth.title, name, row.published)
        assert [row.path for row in rows] == sorted((row.path for row in rows), key=lambda path: -site.truth[path].aid)


def test_addresses_of_the_sites_hosts_are_paths_and_others_are_left_out() -> None:
    links = [f"{HOST}{ARTICLE}", "http://evil.example/news/gxq/2025092521951.html", "javascript:alert(1)", ""]
    rows = read_feed(feed(*(item(f"标题{n}", link) for n, link in enumerate(links))), ADDRESSES)
    assert rows is not None
    assert [(row.path, row.title) for row in rows] == [(ARTICLE, "标题0")]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("“十四五”规划 & 展望", "“十四五”规划 & 展望"),
        ("a\x1b]0;pwn\x07b\u202ec", "a]0;pwnbc"),
        ("&#27;[31m红", "&#27;[31m红"),
        ("<font color=red>标红</font>的标题", "标红的标题"),
        ("产值<100亿", "产值<100亿"),
        ("  前后\t空白\n ", "前后 空白"),
    ],
)
def test_titles_are_clean(title: str, read: str) -> None:
    rows = read_feed(feed(item(title)), ADDRESSES)
    assert rows
    assert rows[0].title == read


@pytest.mark.parametrize(
    ("day", "read"), [("2025-9-5", "2025-09-05"), ("2025-09-25 14:03", "2025-09-25"), ("Thu, 25 Sep 2025", None)]
)
def test_days(day: str, read: str | None) -> None:
    rows = read_feed(feed(item("标题", day=day)), ADDRESSES)
    assert rows
    assert rows[0].published == read


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>',
        '<rss><!ENTITY lol "lol"><channel>',
        "<html><body>404</body></html>",
        "",
    ],
)
def test_what_is_no_feed_of_the_engine_is_none(head: str) -> None:
    assert read_feed(feed(item("&a;"), head=head) if head[:5] != "<html" else head.encode(), ADDRESSES) in (None, ())
    assert read_feed(head.encode(), ADDRESSES) in (None, ())


def test_items_without_an_end_take_no_time() -> None:
    rows = read_feed(HEAD.encode() + b"<item><title><![CDATA[" * 200_000, ADDRESSES)
    assert rows == ()


@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    read_feed(raw, ADDRESSES)
    read_feed(feed() + raw + item("标题").encode(), ADDRESSES)


def test_the_feed_of_all_categories_stands_above_theirs() -> None:
    links = [("关于", "/data/rss/1.xml"), ("新闻中心", "/data/rss/2.xml"), ("高新区新闻", "/data/rss/7.xml")]
    names = ("政策解读", "高新区新闻")
    assert parent_feed(links, names) == "/data/rss/2.xml"
    assert parent_feed(links[2:], names) is None
    assert parent_feed([("高新区新闻", "/news/gxq/")], names) is None
