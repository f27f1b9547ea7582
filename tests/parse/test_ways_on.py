"""What leads on from an article: neighbours, related articles, further pages."""

from __future__ import annotations

import pytest

from achie_tui.model import Link
from achie_tui.parse.article import join_pages
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView
from achie_tui.site.address import Addresses
from tests.parse.reading import NEIGHBOURS, PATH, PROFILE, TEXT, article_html, read, read_page

OLDER = "<a href='/news/gxq/2025092421950.html'>较早的一篇</a>"
NEWER = "<a href='/plus/view.php?aid=21960'>较晚的一篇</a>"
PREVIOUS = Link("较早的一篇", "/news/gxq/2025092421950.html")
NEXT = Link("较晚的一篇", "/plus/view.php?aid=21960")


@pytest.mark.parametrize(
    "bar",
    [
        f"<ul><li>上一篇：{OLDER} </li><li>下一篇：{NEWER} </li></ul>",
        f"<p>上一篇：{OLDER}</p><p>下一篇：{NEWER}</p>",
        f"<div>上一篇:{OLDER}<br>下一篇:{NEWER}</div>",
        f"<div><span>上一篇：</span>{OLDER} <span>下一篇：</span>{NEWER} </div>",
        f"<dl><dt>上一篇：</dt><dd>{OLDER}</dd><dt>下一篇：</dt><dd>{NEWER}</dd></dl>",
        f"<table><tr><td>上一篇</td><td>{OLDER}</td><td>下一篇</td><td>{NEWER}</td></tr></table>",
        f"<p>下一篇：{NEWER}</p><p>上一篇：{OLDER}</p>",
        f"<p>{OLDER.replace('>', '>&lt; 上一篇：', 1)}</p><p>{NEWER.replace('>', '>&gt; 下一篇：', 1)}</p>",
        f"<p>上一条新闻：{OLDER}</p><p>下一条新闻：{NEWER}</p>",
        f"<p>前一篇：{OLDER}</p><p>后一篇：{NEWER}</p>",
        f"<p>上一篇：较早的 </p><p>上一篇：{OLDER}</p><p>下一篇：{NEWER}</p>",
    ],
)
def test_neighbours_in_all_shapes(bar: str) -> None:
    article = read(article_html(f"<p>{TEXT}</p>", neighbours=bar))
    assert (article.previous, article.next) == (PREVIOUS, NEXT)


def test_no_neighbours() -> None:
    for bar in ("", "<p>上一篇：没有了</p><p>下一篇：没有了</p>", "<p>上一篇：<a href='/about/'>关于</a></p>"):
        article = read(article_html(f"<p>{TEXT}</p>", neighbours=bar))
        assert (article.previous, article.next) == (None, None)


def test_a_text_may_speak_of_the_previous_article() -> None:
    article = read(article_html(f"<p>上一篇：我们说到厂房。</p><p>{TEXT}</p>"))
    assert article.previous == PREVIOUS
    assert article.next is None


def test_a_bar_above_the_text_is_no_text() -> None:
    bar = f"<dl><dt>上一篇：</dt><dd>{OLDER}</dd></dl><p>{TEXT}</p>"
    article = read(article_html(bar, neighbours=f"<p>上一篇：{OLDER}</p>"))
    assert [getattr(block, "text", "") for block in article.blocks] == [TEXT]


def test_a_cut_title_is_completed_from_its_attribute() -> None:
    link = "<a href='/news/gxq/2025092421950.html' title='较早的一篇&lt;b&gt;'>较早的…</a>"
    article = read(article_html(f"<p>{TEXT}</p>", neighbours=f"<p>上一篇：{link}</p>"))
    assert article.previous == Link("较早的一篇", "/news/gxq/2025092421950.html")


ITEMS = (
    "<li><a href='/news/gxq/201901017000.html'>旧文</a><span>01-03</span></li>"
    "<li><a href='/x/201902027001.html'>又一篇</a></li>"
)


@pytest.mark.parametrize(
    "html",
    [
        f"<div><h3>相关文章</h3><ul>{ITEMS}</ul></div>",
        f"<h3>相关文章推荐：</h3><ul>{ITEMS}</ul><div>推荐内容<a href='/x/201902027002.html'>别的</a></div>",
        f"<dl><dt>【相关阅读】</dt>{ITEMS.replace('li>', 'dd>')}</dl>",
        f"<div><div>延伸阅读</div><div>{ITEMS.replace('li>', 'p>')}</div></div>",
    ],
)
def test_related_articles(html: str) -> None:
    related = read(article_html(f"<p>{TEXT}</p>", neighbours=NEIGHBOURS + html)).related
    assert related == (
        Link("旧文", "/news/gxq/201901017000.html", "2019-01-03"),
        Link("又一篇", "/x/201902027001.html", None),
    )


PAGER = (
    "<ul><li><a>共{}页: </a></li><li><a href='#'>上一页</a></li><li><a href='#'>1</a></li>"
    "<li><a href='2025092521951_2.html'>2</a></li><li><a href='2025092521951_3.html'>3</a></li>"
    "<li><a href='2025092521951_2.html'>下一页</a></li></ul>"
)


def test_related_articles_are_named_once_and_dated_where_the_date_is_theirs() -> None:
    links = [f"<a href='/x/2019010{day}{day}.html'>第{day}则</a>" for day in range(1, 4)]
    own = "<a href='/news/gxq/2025092521951.html'>自己</a>"
    items = f"<li>{links[0]}</li><li>{links[0]}</li><li>{own}</li><li>{links[1]} {links[2]} 2018-05-05</li>"
    related = read(article_html(f"<p>{TEXT}</p>", neighbours=f"<h3>相关文章</h3><ul>{items}</ul>")).related
    assert related == tuple(Link(f"第{day}则", f"/x/2019010{day}{day}.html") for day in range(1, 4))


def test_further_pages_are_found_and_the_article_is_incomplete_without_them() -> None:
    page = read_page(article_html(f"<p>{TEXT}</p>{PAGER.format(3)}"))
    assert page.others == {2: "/news/gxq/2025092521951_2.html", 3: "/news/gxq/2025092521951_3.html"}
    assert page.article.pages == 3
    assert not join_pages([page.article]).complete
    assert [getattr(block, "text", "") for block in page.article.blocks] == [TEXT]


def test_an_article_is_complete_when_none_of_its_pages_is_missing_or_cut() -> None:
    html = article_html(f"<p>{TEXT}</p><p>（林远供稿）</p>{PAGER.format(3)}")
    first, second, last = (
        read_page(html, f"/news/gxq/2025092521951{suffix}.html").article for suffix in ("", "_2", "_3")
    )
    cut = read_page(html.partition("<p>版权所有")[0], "/news/gxq/2025092521951_2.html").article
    whole = join_pages([first, second, last])
    assert (whole.pages, whole.complete, whole.attribution) == (3, True, "（林远供稿）")
    assert [getattr(block, "kind", "") for block in whole.blocks] == ["paragraph"] * 5 + ["attribution"]
    assert not join_pages([first, cut, last]).complete
    assert not join_pages([first, second]).complete


def test_more_pages_may_be_stated_than_linked() -> None:
    assert read(article_html(f"<p>{TEXT}</p>{PAGER.format(12)}")).pages == 12


def test_the_last_page_knows_its_number() -> None:
    pager = "<p><a href='2025092521951.html'>1</a> <a href='2025092521951_2.html'>2</a></p>"
    page = read_page(article_html(f"<p>{TEXT}</p>{pager}"), "/news/gxq/2025092521951_2.html")
    assert (page.others, page.article.pages) == ({}, 2)
    assert page.article.id == 21951


def test_a_single_page_is_complete_unless_cut() -> None:
    html = article_html(f"<p>{TEXT}</p>")
    assert read(html).complete
    assert read(html.replace("</body></html>", "")).complete, "its foot came"
    assert not read(html.partition("<p>版权所有")[0]).complete


def test_plain_paths_are_resolved_as_all_addresses_are() -> None:
    hrefs = (
        "/news/",
        "/a-b/c_d/20250925219.html?x=1&y",
        "/index.html",
        "//evil.com/x",
        "/a/../b",
        "/a//b",
        "/中",
        "x.html",
    )
    for href in hrefs:
        for base in (PROFILE.base_url, "http://example.com/mirror/"):
            addresses = Addresses(base, PROFILE.hosts)
            view = PageView(Tree("<p>"), "<p>", PATH, PROFILE, addresses)
            assert view.path(href) == addresses.path(href, PATH), (href, base)
