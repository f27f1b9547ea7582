"""Shapes of listing pages and of covers: by kind, then by how the template makes rows.

A shape of a list is what stands around its rows, `|`, and a row; its places are filled by `pages.fill_row`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from typing import NamedTuple

from tests.parse.kinds.pages import CRUMBS, PAGER, fill, fill_row, page
from tests.parse.kinds.wording import Entry, Wording


class Shape(NamedTuple):
    """A list: what stands around its rows (`{}` for them), and a row."""

    around: str
    row: str


def rows_of(shape: Shape, words: Wording, entries: tuple[Entry, ...]) -> str:
    """Write the rows of a list, and what stands around them."""
    return shape.around.replace("{}", "".join(fill_row(shape.row, entry, words) for entry in entries))


def listing_page(words: Wording, main: str, *, pager: str = PAGER, above: str = "") -> bytes:
    """Write a page of a listing: something above, the breadcrumb, the list, the pager."""
    return page(words, f"{above}{CRUMBS}{main}{pager}", title=f"{words.category}_高新院")


PLAIN = {
    "list": Shape("<ul>{}</ul>", '<li><a href="{path}">{title}</a><span>{date}</span></li>'),
    "layout table": Shape(
        "<table>{}</table>", '<tr><td>·</td><td><a href="{path}">{title}</a></td><td>{date}</td></tr>'
    ),
}
# How an engine may be told to name articles: the forms of the rows' addresses below the category's, in turn.
NAMINGS = {
    "by number": ("{n}.html",),
    "by day": ("{digits}/{n}.html",),
    "by year, month, day": ("{year}/{month}/{day}/{n}.html",),
    "by reading": ("{reading}.html",),
    "by each in turn": ("{n}.html", "{digits}/{n}.html", "{reading}.html", "{year}/{month}{day}/{n}.html"),
}
_READINGS = ("yejianchuangkou", "jiancezhongxin", "zhongshixian", "zhaogongqishi")
# A summary that links the article, too.
LINKED_SUMMARY = {
    "paragraphs in links": Shape(
        "{}",
        '<div class="row"><a href="{path}"><p>{title}</p></a><p>{date}</p><a href="{path}"><p>{summary}</p></a></div>',
    ),
    "list": Shape(
        "<ul>{}</ul>",
        '<li><h3><a href="{path}">{title}</a></h3><a href="{path}">{summary}</a><span>{date}</span></li>',
    ),
    "layout table": Shape(
        "<table>{}</table>",
        '<tr><td><a href="{path}">{title}</a></td><td>{date}</td></tr>'
        '<tr><td colspan="2"><a href="{path}">{summary}</a></td></tr>',
    ),
    "picture and more": Shape(
        '<ul class="pic">{}</ul>',
        '<li><a href="{path}"><img src="/uploads/a.jpg"></a><h4><a href="{path}">{title}</a></h4><p>{date}</p>'
        '<p><a href="{path}">{summary}</a></p><a href="{path}">查看详情</a></li>',
    ),
    "dl": Shape(
        "{}",
        '<dl><dt><a href="{path}">{title}</a></dt><dd>{date}</dd><dd><a href="{path}">{summary}</a></dd></dl>',
    ),
}
# One link around all that a row shows.
LINKED_CARD = {
    "boxes": Shape(
        "{}",
        '<div class="item"><a href="{path}"><div><p class="title">{title}</p><p><span>{source}</span> '
        "<span>[{date} 18:48]</span></p><p>{summary}</p></div></a></div>",
    ),
    "list": Shape(
        "<ul>{}</ul>",
        '<li><a href="{path}"><h4>{title}</h4><p>{summary}</p><em>{source}</em> <em>{date} 18:48</em></a></li>',
    ),
    "labels": Shape(
        "<ul>{}</ul>",
        '<li><a href="{path}"><h3>{title}</h3><div>来源：{source} 时间：{date} 18:48</div>'
        "<div>{summary}</div></a></li>",
    ),
    "cards with pictures": Shape(
        '<div class="cards">{}</div>',
        '<a class="card" href="{path}"><img src="/uploads/a.jpg"><strong>{title}</strong><div><i>{source}</i> '
        "<i>{date} 18:48</i></div><p>{summary}</p></a>",
    ),
    "layout table": Shape(
        "<table>{}</table>",
        '<tr><td><a href="{path}"><p>{title}</p><p>{source}　{date} 18:48</p><p>{summary}</p></a></td></tr>',
    ),
}
# Lists whose titles may be cut.
CUT_TITLES = {
    "list": Shape(
        "<ul>{}</ul>",
        '<li>[<b><a href="/news/{slug}/">{category}</a></b>] <a href="{path}" class="title">{title}</a> '
        '<span><small>日期：</small>{date} <small>点击：</small>1</span><p class="intro">{summary}</p></li>',
    ),
    "boxes": Shape(
        "<div>{}</div>",
        '<div class="row"><h3><a href="{path}" class="title">{title}</a></h3><p class="intro">{summary}</p>'
        '<span class="date">{date}</span></div>',
    ),
    "layout table": Shape(
        "<table>{}</table>",
        '<tr><td><a href="{path}" class="title">{title}</a></td><td class="intro">{summary}</td><td>{date}</td></tr>',
    ),
}
# What an engine leaves of a tag where it cuts a title by its length, and the list that it does it in.
CUTS = [
    ("list", "</st"),
    ("list", "</"),
    ("list", "<b"),
    ("list", '<font color="#f0'),
    ("boxes", "</font"),
    ("boxes", "<stron"),
    ("layout table", "</st"),
    ("layout table", "<font color='#f0"),
]
# Rows of pictures; the title is the picture's word, or the line under it.
PICTURES = {
    "word and line": Shape(
        "<ul>{}</ul>", '<li><a href="{path}"><img src="/uploads/1.jpg" alt="{title}"></a><p>{title}</p></li>'
    ),
    "line alone": Shape(
        "<ul>{}</ul>", '<li><a href="{path}"><img src="/uploads/1.jpg" alt=""></a><span>{title}</span></li>'
    ),
    "word alone": Shape(
        '<div class="tu">{}</div>', '<div><a href="{path}"><img src="/uploads/1.jpg" alt="{title}"></a></div>'
    ),
    "link's word": Shape("<ul>{}</ul>", '<li><a href="{path}" title="{title}"><img src="/uploads/1.jpg"></a></li>'),
    "dl": Shape("<div>{}</div>", '<dl><dt><a href="{path}"><img src="/uploads/1.jpg"></a></dt><dd>{title}</dd></dl>'),
    "layout table": Shape(
        "<table><tr>{}</tr></table>",
        '<td><a href="{path}"><img src="/uploads/1.jpg" border="0" alt="{title}"></a><br>{title}</td>',
    ),
}
# Rows with a date of their own, unlabelled, beside a summary that may tell of another.
DATED = {
    "paragraphs": Shape(
        "<ul>{}</ul>",
        '<li><h4><a href="{path}">{title}</a></h4><p class="des">{summary}</p>'
        '<p class="info"><span>{date}</span> <span>admin</span></p></li>',
    ),
    "one line": Shape(
        "<ul>{}</ul>",
        '<li><a href="{path}">{title}</a><div class="js">{summary}</div><div>{date} admin</div></li>',
    ),
    "dl": Shape(
        "{}", '<dl><dt><a href="{path}">{title}</a></dt><dd>{summary}</dd><dd><i>admin</i> <i>{date}</i></dd></dl>'
    ),
    "layout table": Shape(
        "<table>{}</table>",
        '<tr><td><a href="{path}">{title}</a></td></tr><tr><td>{summary}</td></tr><tr><td>{date} / admin</td></tr>',
    ),
}
_MENU_ARTICLE = '<a href="/about/2013051776.html">联系我们</a>'
_HOME = '<a href="/news/">新闻中心</a>'
# A menu that links an article of another category, and a list of one row; no breadcrumb.
MENUS = {
    "lists": (
        f'<div class="menu"><ul><li>{_HOME}</li><li>{_MENU_ARTICLE}</li></ul></div>'
        '<div class="right"><ul class="mt20"><li><a href="{path}">{title}</a><span>{date}</span></li></ul>'
        '<ul class="fenye"><li>共 <strong>1</strong>页<strong>1</strong>条</li></ul></div>'
    ),
    "layout tables": (
        f'<table class="dh"><tr><td>{_HOME}</td><td>{_MENU_ARTICLE}</td></tr></table>'
        '<table><tr><td><a href="{path}">{title}</a></td><td>{date}</td></tr></table>'
        "<table><tr><td>共 <b>1</b>页<b>1</b>条</td></tr></table>"
    ),
    "two in the menu": (
        f'<div id="nav"><ul><li>{_MENU_ARTICLE}</li><li><a href="/about/2013051775.html">本院简介</a></li></ul></div>'
        '<div id="main"><dl><dt><a href="{path}">{title}</a></dt><dd>{date}</dd></dl>'
        "<p>共 <strong>1</strong>页<strong>1</strong>条</p></div>"
    ),
    "column beside": (
        f'<div class="left"><h3>关于</h3><p>{_MENU_ARTICLE}</p></div><div class="right"><div class="lb">'
        '<p><a href="{path}">{title}</a> {date}</p></div><div>共 <strong>1</strong>页<strong>1</strong>条</div></div>'
    ),
}
# The page that leads to the categories, without breadcrumb: a category, and the newest article in it.
COVERS = {
    "boxes": Shape(
        '<div class="nav"><a href="/">首页</a> <a href="/news/">新闻中心</a></div>{}',
        '<div><h3><a href="{listing}">{name}</a></h3><ul><li><a href="{path}">{title}</a> {day}</li></ul></div>',
    ),
    "dl, more": Shape(
        "<ul><li><a href='/'>主页</a></li></ul>{}",
        '<dl><dt><a href="{listing}">{name}</a><a href="{listing}">更多...</a></dt>'
        '<dd><a href="{path}">{title}</a></dd></dl>',
    ),
    "layout table": Shape(
        "<table>{}</table>",
        '<tr><td><b><a href="{listing}">{name}</a></b></td></tr><tr><td><a href="{path}">{title}</a>[{day}]</td></tr>',
    ),
    "whole addresses": Shape(
        '<div class="nav"><a href="http://www.achie.org/">首页</a></div>{}',
        '<div class="lm"><a href="http://www.achie.org{listing}">{name}</a><p>'
        '<a href="http://www.achie.org{path}">{title}</a></p></div>',
    ),
}
# The site's first page, with a box for its own members.
LOGIN_BOXES = {
    "form": '<form><input type="text" name="userid"><input type="password" name="pwd"></form>',
    "members": (
        '<div id="_userlogin"><form name="userlogin" action="/member/index_do.php" method="POST">用户名：'
        '<input type="text" name="userid"/>密码：<input type="password" name="pwd"/><button type="submit">登录</button>'
        "</form></div>"
    ),
    "layout table": (
        '<form action="/member/"><table><tr><td>会员登录</td></tr><tr><td><input name="u"></td></tr>'
        "<tr><td><input name=\"p\" type='password'></td></tr></table></form>"
    ),
}


def cover_of(shape: Shape, words: Wording, others: Wording) -> bytes:
    """Write the page that leads to the categories of both wordings."""
    boxes = ""
    for own in (words, others):
        (first, *_) = own.entries
        boxes += fill_row(
            shape.row.replace("{listing}", own.listing).replace("{name}", own.category), first, own
        ).replace("{day}", first.date[5:])
    return page(words, shape.around.replace("{}", boxes), title="新闻中心_高新院")


def home_of(box: str, words: Wording, others: Wording) -> bytes:
    """Write the site's first page: a box to log in, and the categories of both wordings."""
    links = "".join(f'<li><a href="{own.listing}">{own.category}</a></li>' for own in (words, others))
    return page(words, f"{box}<ul>{links}</ul>", title="高新院")


def menu_page(shape: str, words: Wording) -> bytes:
    """Write a listing of one row under a menu."""
    return page(words, fill_row(shape, words.entries[0], words), title=f"{words.category}_高新院")


def stated(count: int) -> str:
    """Write a pager of one page that states how many rows there are."""
    return f"<div>共 <strong>1</strong>页<strong>{count}</strong>条</div>"


def named(words: Wording, forms: Sequence[str]) -> tuple[Entry, ...]:
    """Give the entries with addresses of other forms."""
    entries: list[Entry] = []
    for place, (entry, form, reading) in enumerate(zip(words.entries, cycle(forms), _READINGS, strict=False)):
        year, month, day = entry.date.split("-")
        digits = f"{year}{month}{day}"
        name = form.format(year=year, month=month, day=day, digits=digits, n=words.number - place, reading=reading)
        entries.append(replace(entry, path=f"{words.listing}{name}"))
    return tuple(entries)


def cut(entries: tuple[Entry, ...], place: int, rest: str) -> tuple[Entry, ...]:
    """Give the entries, one of their titles with the rest of a tag behind it."""
    marred = replace(entries[place], title=entries[place].title + rest)
    return (*entries[:place], marred, *entries[place + 1 :])


def summarised(entries: tuple[Entry, ...], words: Wording) -> tuple[Entry, ...]:
    """Give the entries with summaries of which two tell of another date, one of them in a sentence."""
    summaries = (
        fill("{title}（2016年12月25日第三次会议通过）共分六章", words),
        "说的是哪天，没有写",
        "办法自2011年3月1日起试行。试行期满以后另行公布。",
        "2008-08-08那天立的碑还在园区门口，字迹已经看不清",
    )
    return tuple(replace(entry, summary=summary) for entry, summary in zip(entries, summaries, strict=True))
