"""An article set in a template: title, meta line, body, pager, neighbours, related articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tests.site.articles import Draft
from tests.site.frame import Frame
from tests.site.rows import Entry
from tests.site.template import Template, show_date

_META_SHAPES: Final[
    dict[str, tuple[str, str, bool]]
] = {  # the line, a field in it, and whether gaps stand between them
    "text": ("<div{attr}>{0}</div>", "{0}{1}", True),
    "spans": ("<div{attr}>{0}</div>", "<span{attr}>{0}{1}</span>", True),
    "pairs": ("<p{attr}>{0}</p>", "", True),
    "li": ("<ul{attr}>{0}</ul>", "<li{attr}>{0}{1}</li>", False),
    "dl": ("<dl{attr}>{0}</dl>", "<dt>{0}</dt><dd>{1}</dd>", False),
    "cells": ("<table{attr}><tr>{0}</tr></table>", "<td{attr}>{0}{1}</td>", False),
    "cellpairs": ("<table{attr}><tr>{0}</tr></table>", "<td>{0}</td><td>{1}</td>", False),
}


@dataclass(frozen=True)
class Setting:
    """What an article's pages link to."""

    path: str
    crumbs: Sequence[tuple[str, str]]
    previous: Entry | None
    next: Entry | None
    related: Sequence[Entry]


def article_pages(frame: Frame, draft: Draft, setting: Setting) -> dict[str, str]:
    """Build every page of an article, by path."""
    last = len(draft.pages)
    return {
        page_path(setting.path, number): _page(frame, draft, setting, number, last) for number in range(1, last + 1)
    }


def page_path(path: str, number: int) -> str:
    """Tell where page n of an article stands."""
    return path if number == 1 else f"{path.removesuffix('.html')}_{number}.html"


def _page(frame: Frame, draft: Draft, setting: Setting, number: int, last: int) -> str:
    template = frame.template
    title = escape(draft.title, quote=False) + (f"({number})" if number > 1 else "")
    heading = template.title_inside.replace("%s", title)
    meta, toolbar = _meta(template, draft), f"<div{template.attr('toolbar')}>{template.toolbar}</div>"
    head = [f"<{template.title_tag}{template.attr('title')}>{heading}</{template.title_tag}>", meta]
    if template.toolbar:
        head.insert(2 if template.toolbar_after_meta else 1, toolbar)
    if template.intro and draft.summary:
        head.append(f"<div{template.attr('intro')}>{escape(draft.summary, quote=False)}</div>")
    main = "\n".join(
        [
            *head,
            _body(template, draft.pages[number - 1]),
            _pages(template, setting.path, number, last),
            _neighbours(frame, setting),
            _related(frame, setting.related),
            frame.comments(),
        ]
    )
    page_title = template.page_title.format(title=title, category=draft.category, site=frame.name)
    return frame.page(page_path(setting.path, number), page_title, setting.crumbs, main, description=draft.summary)


def _meta(template: Template, draft: Draft) -> str:
    meta = template.meta
    count = f'<script src="/plus/count.php?view=yes&aid={draft.aid}&mid=1" type="text/javascript"></script>'
    values = {
        "source": draft.source,
        "author": draft.author,
        "date": show_date(draft.published, meta.date),
        "clicks": count + meta.clicks,
    }
    fields = [(meta.labels[name] + meta.colon if meta.labels[name] else "", values[name]) for name in meta.order]
    outer, inner, gapped = _META_SHAPES[meta.shape]
    items = ((inner or meta.pair).format(*field, attr=template.attr("metaitem")) for field in fields)
    return outer.format((meta.gap if gapped else "").join(items), attr=template.attr("meta"))


def _body(template: Template, html: str) -> str:
    attr = template.attr("body")
    if template.body == "td":
        return f"<div><table width='100%'>\n<tr>\n<td{attr}>\n{html}\n{template.editor}</td></tr></table></div>"
    # A stray end tag would close the container here; in a cell it is harmless, as on the engine's own template.
    html = html.replace("#e#</div>", "#e#")
    return f"<{template.body}{attr}>\n{html}\n{template.editor}</{template.body}>"


def _pages(template: Template, path: str, number: int, last: int) -> str:
    if last == 1:
        return ""
    names = {page: page_path(path, page).rpartition("/")[2] for page in range(1, last + 1)}
    items = [f"<a>共{last}页: </a>"] if template.total_pages else []
    items.append(f"<a href='{names[number - 1]}'>上一页</a>" if number > 1 else "<a href='#'>上一页</a>")
    items += [f"<a href='{names[page]}'>{page}</a>" if page != number else f"<a href='#'>{page}</a>" for page in names]
    items.append(f"<a href='{names[number + 1]}'>下一页</a>" if number < last else "<a href='#'>下一页</a>")
    attr = template.attr("pages")
    if template.pager.shape == "ul":
        return f"<ul{attr}>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    return f"<div{attr}>" + " ".join(items) + "</div>"


def _neighbours(frame: Frame, setting: Setting) -> str:
    def shown(entry: Entry | None) -> str:
        if entry is None:
            return "没有了"
        return f"<a href='{frame.link(entry.href)}'>{escape(entry.title, quote=False)}</a>"

    pairs = (("上一篇：", shown(setting.previous)), ("下一篇：", shown(setting.next)))
    attr = frame.template.attr("neighbours")
    match frame.template.neighbours:
        case "ul":
            return f"<ul{attr}>" + "".join(f"<li>{label}{value} </li>" for label, value in pairs) + "</ul>"
        case "p":
            return "".join(f"<p>{label}{value}</p>" for label, value in pairs)
        case "span":
            return f"<div{attr}>" + "".join(f"<span>{label}</span>{value} " for label, value in pairs) + "</div>"
        case "dl":
            return f"<dl{attr}>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs) + "</dl>"
        case _:
            return f"<div{attr}>" + "<br>".join(label + value for label, value in pairs) + "</div>"


def _related(frame: Frame, entries: Sequence[Entry]) -> str:
    template = frame.template
    if not template.related or not entries:
        return ""
    links = []
    for entry in entries:
        date = f"<span>{show_date(entry.when, template.related_dates)}</span>" if template.related_dates else ""
        links.append(f'<a href="{frame.link(entry.href)}">{escape(entry.title, quote=False)}</a>{date}')
    attr, head = template.attr("related"), template.attr("relatedhead")
    if template.related_shape == "dl":
        return f"<dl{attr}><dt>{template.related}</dt>" + "".join(f"<dd>{link}</dd>" for link in links) + "</dl>"
    if template.related_shape == "div":
        rows = "".join(f"<div>{link}</div>" for link in links)
        return f"<div{attr}><div{head}>{template.related}</div>{rows}</div>"
    rows = "".join(f"<li>{link}</li>" for link in links)
    return f"<div{attr}><h3{head}>{template.related}</h3><ul>{rows}</ul></div>"
