"""A template set drawn at random: what another web designer would have made of the same engine.

The engine fixes little (breadcrumb, pager words, URL rules, count.php); everything else in a page is drawn here, so
that a parser which only knows some class names or one order of the meta line fails on most seeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

ROLES = (
    "top",
    "logo",
    "menu",
    "search",
    "wrap",
    "side",
    "sidebox",
    "sidehead",
    "siderow",
    "main",
    "crumb",
    "title",
    "meta",
    "metaitem",
    "toolbar",
    "intro",
    "body",
    "pages",
    "neighbours",
    "related",
    "relatedhead",
    "list",
    "row",
    "rowtitle",
    "rowdate",
    "rowtext",
    "thumb",
    "comments",
    "footer",
)
ROW_ROLES = frozenset({"siderow", "metaitem", "row", "rowtitle", "rowdate", "rowtext", "thumb", "sidebox", "sidehead"})

_CONSONANTS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "br", "st", "tr", "pl")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")


def pseudoword(rng: Random) -> str:
    """Make a pronounceable word that no designer used: a class name that cannot be known beforehand."""
    word = "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(rng.randint(2, 3)))
    tail = rng.choice(("", "", "", str(rng.randint(1, 99)), "-" + rng.choice(_CONSONANTS) + "a", "_x", "Box"))
    return word + tail


@dataclass(frozen=True)
class Meta:
    """The line of source, date and clicks under (or, in a few designs, beside) a title."""

    order: tuple[str, ...]  # of "source", "author", "date", "clicks"
    labels: Mapping[str, str]  # without the colon; "" for a date that stands without one
    colon: str
    shape: str  # text, spans, pairs, li, dl, cells, cellpairs
    pair: str  # html of a label and a value in "pairs"
    gap: str  # what stands between the fields of a running text
    date: str
    clicks: str  # the word after the count


@dataclass(frozen=True)
class Rows:
    """How a listing shows its articles."""

    shape: str  # ul, dl, dls, table, cards, triple, p
    date: str
    date_first: bool
    date_label: str
    cut: int  # bytes of the title that are shown, 0 for all
    full_in_title: bool
    markup: str  # around the title's text, "%s" for the text
    category: bool  # a [category] link before the title
    summary: bool
    thumb: bool
    more: bool  # a second link 查看全文 to the same article
    rule: bool  # an empty row after every fifth


@dataclass(frozen=True)
class Pager:
    """The links from one page of a listing to the others."""

    shape: str  # ul, div, table
    parts: tuple[str, ...]  # of "ends", "steps", "numbers", "total", "select"
    dynamic: bool  # /plus/list.php links instead of file names


@dataclass(frozen=True)
class Side:
    """The boxes beside the main column whose links look like a listing's."""

    where: str  # none, before, after, both
    labels: tuple[str, ...]
    dates: str  # a date form, "" for none
    as_rows: bool  # drawn exactly like the rows of the listing


@dataclass(frozen=True)
class Template:
    """One design for a whole site."""

    attrs: Mapping[str, str]
    doctype: str
    charset: str  # http-equiv, meta, late (after the title)
    page_title: str
    layout: str  # div, table, section
    menu: str  # top, side, drop
    site_h1: bool
    title_tag: str
    title_inside: str
    crumb: str
    crumb_home: str
    crumb_tag: str
    crumb_above: bool
    absolute_home: bool
    absolute_links: bool
    meta: Meta
    toolbar: str
    toolbar_after_meta: bool
    intro: bool
    body: str  # div, td, article, section
    editor: str  # the line that closes every body
    total_pages: bool
    neighbours: str  # ul, p, div, span, dl
    related: str  # its heading, "" for none
    related_shape: str  # ul, dl, div
    related_dates: str
    comments: bool
    rows: Rows
    pager: Pager
    side: Side
    footer: str

    def attr(self, role: str) -> str:
        """Give the class and id attributes of the element that plays a role, with a leading blank."""
        return self.attrs[role]

    @classmethod
    def draw(cls, rng: Random) -> Template:
        """Draw one template, all its choices from this generator."""
        return cls(
            attrs={role: _attr(rng, role) for role in ROLES},
            doctype=rng.choice(("<!DOCTYPE html>", _XHTML, "", "<!doctype html>")),
            charset=rng.choice(("http-equiv", "meta", "late")),
            page_title=rng.choice(
                (
                    "{title}_{site}",
                    "{title}_{category}_{site}",
                    "{title}-{site}",
                    "{title} | {site}",
                    "{title}_{category}-{site}",
                    "{title}",
                )
            ),
            layout=rng.choice(("div", "div", "table", "section")),
            menu=rng.choice(("top", "side", "drop")),
            site_h1=rng.random() < 0.5,
            title_tag=rng.choice(("h1", "h1", "h2", "h3", "div", "p")),
            title_inside=rng.choice(
                ("%s", "%s", "%s", "<span>%s</span>", "<strong>%s</strong>", "<font size=4>%s</font>")
            ),
            crumb=rng.choice(
                ("当前位置:", "当前位置: ", "当前位置：", "您的位置：", "您当前的位置：", "您现在的位置: ")
            ),
            crumb_home=rng.choice(("主页", "主页", "首页")),
            crumb_tag=rng.choice(("div", "p", "span", "td")),
            crumb_above=rng.random() < 0.4,
            absolute_home=rng.random() < 0.6,
            absolute_links=rng.random() < 0.12,
            meta=_meta(rng),
            toolbar=rng.choice(
                (
                    "",
                    "",
                    "字号:大 中 小",
                    "分享到：",
                    "字体：【<a href='#'>大</a> <a href='#'>小</a>】 <a href='javascript:print()'>打印本页</a>",
                )
            ),
            toolbar_after_meta=rng.random() < 0.7,
            intro=rng.random() < 0.35,
            body=rng.choice(("div", "div", "td", "article", "section")),
            editor=rng.choice(
                (
                    "",
                    "",
                    "",
                    "(责任编辑：admin)",
                    "(责任编辑：admin)",
                    "<p>(责任编辑：admin)</p>",
                    "<div align=right>责任编辑：admin</div>",
                )
            ),
            total_pages=rng.random() < 0.6,
            neighbours=rng.choice(("ul", "p", "div", "span", "dl")),
            related=rng.choice(("", "相关文章推荐:", "相关文章推荐：", "相关文章", "相关阅读", "相关阅读：")),
            related_shape=rng.choice(("ul", "dl", "div")),
            related_dates=rng.choice(("", "", "iso", "short")),
            comments=rng.random() < 0.4,
            rows=_rows(rng),
            pager=_pager(rng),
            side=Side(
                where=rng.choice(("none", "before", "after", "after", "both")),
                labels=tuple(
                    rng.sample(("推荐内容", "热点内容", "最新文章", "栏目推荐", "点击排行"), rng.randint(1, 3))
                ),
                dates=rng.choice(("", "", "iso", "short", "bracket")),
                as_rows=rng.random() < 0.3,
            ),
            footer=rng.choice(_FOOTERS),
        )


_XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_FOOTERS = (
    "Copyright &copy; 2013-2025 {site} 版权所有&nbsp;&nbsp;京ICP备00000000号",
    "版权所有：{site} 更新时间：2025-01-01 京ICP备00000000号-1",
    "Copyright © 2025-01-01 {site}. All Rights Reserved. ICP备案号：京ICP备00000000号",
    "主办：{site} | 技术支持：本站 | 建站日期：2013年5月6日 | 京ICP备00000000号",
)


def _attr(rng: Random, role: str) -> str:
    kind = rng.random()
    word = pseudoword(rng)
    if kind < 0.12:
        return ""
    if kind < 0.3 and role not in ROW_ROLES:
        return f' id="{word}"'
    if kind < 0.45:
        word += " " + pseudoword(rng)
    quote = rng.choice('""\'')
    return f" class={quote}{word}{quote}"


def _meta(rng: Random) -> Meta:
    fields = ["source", "date", "clicks"]
    if rng.random() < 0.55:
        fields.append("author")
    rng.shuffle(fields)
    labels = {
        "source": rng.choice(("来源", "来源", "信息来源", "稿源", "文章来源")),
        "author": "作者",
        "date": rng.choice(("日期", "时间", "发布时间", "发布日期")),
        "clicks": rng.choice(("点击", "浏览次数", "点击数")),
    }
    shape = rng.choice(("text", "text", "spans", "pairs", "li", "dl", "cells", "cellpairs"))
    if shape not in {"dl", "cellpairs"} and rng.random() < 0.2:
        labels["date"] = ""
        fields.remove("date")
        fields.insert(fields.index("source"), "date")
    return Meta(
        order=tuple(fields),
        labels=labels,
        colon=rng.choice((":", "：", "： ", ": ")),
        shape=shape,
        pair=rng.choice(
            ("<small>{}</small>{}", "<b>{}</b><span>{}</span>", "<em>{}</em><i>{}</i>", "{}<strong>{}</strong>")
        ),
        gap=rng.choice((" ", "&nbsp;&nbsp;", " | ", "\u3000", "\n      ")),
        date=rng.choice(("iso", "minute", "slash", "han", "hanpad", "bracket", "split", "second")),
        clicks=rng.choice(("次", "次", "")),
    )


def _rows(rng: Random) -> Rows:
    shape = rng.choice(("ul", "ul", "dl", "dls", "table", "cards", "triple", "p"))
    rich = shape in {"cards", "dls", "triple", "ul"}
    return Rows(
        shape=shape,
        date=rng.choice(("iso", "iso", "minute", "slash", "han", "bracket", "short", "shortbracket", "day")),
        date_first=rng.random() < 0.4,
        date_label=rng.choice(("", "", "", "日期：", "时间:", "发布时间：")),
        cut=rng.choice((0, 0, 36, 48, 60)),
        full_in_title=rng.random() < 0.6,
        markup=rng.choice(
            ("%s", "%s", "%s", "<b>%s</b>", "<font color='#FF0000'>%s</font>", "<b><font color='red'>%s</font></b>")
        ),
        category=rng.random() < 0.25,
        summary=shape in {"cards", "triple"} or (rich and rng.random() < 0.3),
        thumb=shape == "cards" or (shape == "ul" and rng.random() < 0.2),
        more=rich and rng.random() < 0.2,
        rule=shape in {"ul", "table"} and rng.random() < 0.25,
    )


def _pager(rng: Random) -> Pager:
    parts = [part for part in ("ends", "total", "select") if rng.random() < 0.6]
    parts += rng.choice((["steps", "numbers"], ["steps"], ["numbers", "steps"]))
    return Pager(shape=rng.choice(("ul", "div", "table")), parts=tuple(parts), dynamic=rng.random() < 0.2)


@cache
def show_date(when: datetime, form: str) -> str:
    """Write a date as one of the designs writes it (html)."""
    iso = f"{when:%Y-%m-%d}"
    forms = {
        "iso": iso,
        "minute": f"{iso} {when:%H:%M}",
        "second": f"{iso} {when:%H:%M}:{when.second:02d}",
        "slash": f"{when.year}/{when.month}/{when.day}",
        "han": f"{when.year}年{when.month}月{when.day}日",
        "hanpad": f"{when:%Y}年{when:%m}月{when:%d}日",
        "bracket": f"[{iso}]",
        "short": f"{when:%m-%d}",
        "shortbracket": f"[{when:%m-%d}]",
        "split": f"<span>{iso}</span> <span>{when:%H:%M}</span>",
        "day": f"<b>{when:%d}</b><i>{when:%Y-%m}</i>",
    }
    return forms[form]


def published_text(when: datetime, form: str) -> str:
    """Give the date that a reader of an article page in this form can know: the time only where it is shown."""
    return f"{when:%Y-%m-%d %H:%M}" if form in {"minute", "split", "second"} else f"{when:%Y-%m-%d}"
