"""Pages built of words and shapes: whole articles in three templates, the parts that shapes name, and what was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from achie_tui.model import Article, Block, ImageBlock, ListBlock, Listing, TableBlock
from achie_tui.parse.article import ArticlePage
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses
from achie_tui.site.profile import built_in
from tests.parse.kinds.wording import LONG, MIXED, SHORT, Entry, Wording

PROFILE = built_in()
ADDRESSES = Addresses(PROFILE.base_url, PROFILE.hosts)
READER = PageReader(PROFILE, ADDRESSES)
_ENCODINGS = {"gb2312": "gb18030"}
_WORD = re.compile(r"[^\W_]")

CRUMBS = (
    '<div class="place">当前位置:<a href="/">主页</a> > <a href="/news/">新闻中心</a> > '
    '<a href="/news/{slug}/">{category}</a> > </div>'
)
COUNTER = '<script src="/plus/count.php?view=yes&aid={number}&mid=1"></script>'
PREVIOUS = '<a href="/news/{slug}/20200102101.html">再往前的一则</a>'
NEIGHBOURS = f'<div class="context"><ul><li>上一篇：{PREVIOUS}</li><li>下一篇：没有了</li></ul></div>'
FOOT = '<div class="foot">版权所有 高新院 京ICP备00000001号 技术支持：河湾网络</div>'
PAGER = (
    '<div class="pages"><ul><li>首页</li><li class="thisclass">1</li><li><a href="list_9_2.html">2</a></li>'
    '<li><a href="list_9_2.html">下一页</a></li></ul></div>'
)


def fill(shape: str, words: Wording, **more: str) -> str:
    """Put words in the places that a shape names in braces; other braces stay."""
    year, month, day = words.date.split("-")
    parts = {
        "crumbs": CRUMBS,
        "neighbours": NEIGHBOURS,
        "counter": COUNTER,
        "previous": PREVIOUS,
        "text": words.text,
        "title": words.title,
        "source": words.source,
        "date": words.date,
        "slashed": words.date.replace("-", "/"),
        "written": f"{year}年{int(month)}月{int(day)}日",
        "category": words.category,
        "slug": words.slug,
        "number": str(words.number),
    }
    # What a part names in its turn comes after it.
    for name, value in (*more.items(), *parts.items()):
        shape = shape.replace(f"{{{name}}}", value)
    return shape


def fill_row(shape: str, entry: Entry, words: Wording) -> str:
    """Put an entry's words in the places of a row's shape."""
    own = {"path": entry.path, "title": entry.title, "date": entry.date, "summary": entry.summary}
    return fill(shape, words, **own)


def page(words: Wording, main: str, *, title: str = "{title}_高新院", head: str = "") -> bytes:
    """Write a page of the site in the charset that it declares."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={words.charset}">'
    html = f"<html><head>{meta}<title>{title}</title>{head}</head><body>{main}{FOOT}</body></html>"
    return fill(html, words).encode(_ENCODINGS.get(words.charset, words.charset))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: a template and the words of the page. `after` is what follows the text in the template."""

    name: str
    words: Wording
    shape: str

    def page(self, body: str, *, after: str = "", head: str = "") -> bytes:
        """Write an article with this body."""
        return page(self.words, fill(self.shape, self.words, body=body, after=after), head=head)

    def around(self, body: str) -> bytes:
        """Write an article with this body between its first and its second paragraph."""
        first, second, _ = self.words.paragraphs
        return self.page(f"<p>{first}</p>{body}<p>{second}</p>")


_ENGINE = (
    '{crumbs}<div class="viewbox"><div class="title"><h2>{title}</h2></div><div class="info"><small>来源:</small>'
    "{source} <small>日期:</small>{date} <small>点击:</small>{counter}次</div>"
    '<div class="content"><table width="100%"><tr><td>{body}</td></tr></table></div>{after}</div>{neighbours}'
)
_UNKNOWN = (
    '{crumbs}<div class="zw"><h1>{title}</h1><p class="ly">来源：{source}　发布时间：{date}</p>'
    '<div class="zw-nr">{body}</div>{after}</div>'
)
_TABLES = (
    '<table width="960"><tr><td>{crumbs}</td></tr><tr><td align="center"><b>{title}</b></td></tr>'
    "<tr><td>日期：{date} 来源：{source} 点击：{counter}</td></tr><tr><td>{body}</td></tr><tr><td>{after}</td></tr>"
    "<tr><td>上一篇：{previous}</td></tr><tr><td>下一篇：没有了</td></tr></table>"
)
ENGINE = Place("engine", SHORT, _ENGINE)
UNKNOWN = Place("unknown", LONG, _UNKNOWN)
TABLES = Place("tables", MIXED, _TABLES)
PLACES = (ENGINE, UNKNOWN, TABLES)


Case = tuple[object, ...]


def placed(cases: Iterable[Case]) -> list[Case]:
    """Give each case a place of its own, in turn."""
    return [(PLACES[number % 3], *case) for number, case in enumerate(cases)]


def twice_placed(cases: Iterable[Case]) -> list[Case]:
    """Give each case two places, in turn."""
    return [(PLACES[(number + shift) % 3], *case) for number, case in enumerate(cases) for shift in (0, 1)]


def name_of(value: object) -> str | None:
    """Name a case by its template or by the charset of its words."""
    if isinstance(value, Place):
        return value.name
    return value.charset if isinstance(value, Wording) else None


def article_of(raw: bytes, words: Wording, reader: PageReader = READER) -> Article:
    """Read an article's page that is one."""
    read = reader.article(raw, words.path)
    assert isinstance(read, ArticlePage), read
    return read.article


def listing_of(raw: bytes, words: Wording) -> Listing:
    """Read a listing page that is one."""
    read = READER.listing(raw, words.listing)
    assert isinstance(read, Listing), read
    return read


def _image(block: ImageBlock) -> str:
    return f"<{block.src}>"


def _list(block: ListBlock) -> str:
    return " / ".join(item.text for item in block.items)


def _table(block: TableBlock) -> str:
    return " / ".join(" | ".join(row) for row in block.rows)


def shown(blocks: Sequence[Block]) -> list[str]:
    """Give what blocks show, a line each: a picture by its address; rules, which say nothing, left out."""
    forms: dict[type, Callable[..., str]] = {ImageBlock: _image, ListBlock: _list, TableBlock: _table}
    lines = [forms[type(block)](block) if type(block) in forms else getattr(block, "text", "") for block in blocks]
    return [line for line in lines if _WORD.search(line)]
