"""What the tests of parsing share: readers, small pages of the site, and scores."""

from __future__ import annotations

from dataclasses import replace

from achie_tui.model import Article, Block, Listing
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Selectors, built_in
from tests.parse.scoring import bigrams, f1, texts
from tests.site.articles import TruthArticle
from tests.site.build import Site

PATH = "/news/gxq/2025092521951.html"
PROFILE = built_in()
ADDRESSES = Addresses(PROFILE.base_url, PROFILE.hosts)
READER = PageReader(PROFILE, ADDRESSES)
UNHINTED = PageReader(replace(PROFILE, selectors=Selectors()), ADDRESSES)

COUNTER = '<script src="/plus/count.php?view=yes&aid=21951&mid=1"></script>'
CRUMBS = (
    "<div>当前位置:<a href='/'>主页</a> > <a href='/news/'>新闻中心</a> > <a href='/news/gxq/'>高新区新闻</a> > </div>"
)
META = f"<div>来源:园区经济观察 作者:林远 日期:2025-09-25 点击:{COUNTER}次</div>"
NEIGHBOURS = "<ul><li>上一篇：<a href='/news/gxq/2025092421950.html'>较早的一篇</a></li><li>下一篇：没有了</li></ul>"
TEXT = "第一批企业搬进标准厂房的那天，雨下得很大。没有人迟到，也没有人先走。"


def article_html(
    body: str,
    *,
    title: str = "标准厂房里的第一天",
    crumbs: str = CRUMBS,
    meta: str = META,
    neighbours: str = NEIGHBOURS,
    head: str = "",
) -> str:
    """Write a small article page in a template that no selector knows."""
    return (
        f"<html><head><title>{title}_高新院</title>{head}</head><body>{crumbs}<h2>{title}</h2>{meta}"
        f"<div class='nobody-knows'>{body}</div>{neighbours}<p>版权所有 高新院</p></body></html>"
    )


def read_page(html: str | bytes, path: str = PATH, reader: PageReader = READER) -> ArticlePage:
    """Read an article's page that is one."""
    page = reader.article(html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html, path)
    assert isinstance(page, ArticlePage), page
    return page


def read(html: str | bytes, path: str = PATH) -> Article:
    """Read the article of a page."""
    return read_page(html, path).article


def blocks_of(body: str) -> tuple[Block, ...]:
    """Read the blocks of an article's text."""
    return read(article_html(body)).blocks


def listing_of(html: str, path: str = "/news/gxq/") -> Listing:
    """Read a listing page that is one."""
    listing = READER.listing(html.encode(), path)
    assert isinstance(listing, Listing), listing
    return listing


def read_whole(site: Site, path: str, reader: PageReader = READER) -> Article:
    """Read an article of a generated site, all its pages."""
    first = read_page(site.files[path], path, reader)
    others = [first.others[number] for number in range(2, first.article.pages + 1)]
    return join_pages([first.article, *(read_page(site.files[other], other, reader).article for other in others)])


def body_score(article: Article, truth: TruthArticle) -> float:
    """Give the F1 of the article's texts against the truth's, in 2-grams of characters."""
    cells = (cell for table in truth.tables for row in table for cell in row)
    wanted = [*truth.paragraphs, *truth.captions, *cells, *([truth.attribution] if truth.attribution else [])]
    return f1(bigrams(texts(article.blocks)), bigrams(wanted))
