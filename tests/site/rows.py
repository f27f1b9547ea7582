"""The rows of listings, in the shape that a template has for them, and the pager below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from tests.site.template import Pager, Template, show_date

Link = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """An article as other pages link it."""

    href: str
    title: str
    when: datetime
    category: str
    category_path: str
    summary: str
    thumb: str


def shorten(text: str, size: int) -> str:
    """Cut a title by bytes as the engine does, with no ellipsis."""
    return text.encode("gb18030")[:size].decode("gb18030", "ignore") if size else text


def render_title(template: Template, title: str) -> str:
    """Write a title as the links of this template show it."""
    return template.rows.markup.replace("%s", escape(shorten(title, template.rows.cut), quote=False))


def render_rows(template: Template, entries: Sequence[Entry], link: Link) -> str:
    """Write a listing."""
    rows = template.rows
    out: list[str] = []
    for index, entry in enumerate(entries):
        out.append(_row(template, entry, link))
        if rows.rule and index % 5 == 4:
            out.append("<li></li>" if rows.shape == "ul" else "<tr><td colspan=3><hr></td></tr>")
    container = {"ul": "ul", "dl": "dl", "triple": "ul", "table": "table"}.get(rows.shape, "div")
    inner = "\n".join(out)
    return f"<{container}{template.attr('list')}>\n{inner}\n</{container}>\n"


def _row(template: Template, entry: Entry, link: Link) -> str:
    rows = template.rows
    href = link(entry.href)
    anchor = f'<a href="{href}"' + (f' title="{escape(entry.title)}"' if rows.full_in_title else "")
    anchor += f"{template.attr('rowtitle')}>{render_title(template, entry.title)}</a>"
    if rows.category:
        anchor = f"[<b><a href='{link(entry.category_path)}'>{entry.category}</a></b>] {anchor}"
    date = f"<span{template.attr('rowdate')}>{rows.date_label}{show_date(entry.when, rows.date)}</span>"
    first, second = (date, anchor) if rows.date_first else (anchor, date)
    text = f"<p{template.attr('rowtext')}>{escape(entry.summary, quote=False)}... </p>" if rows.summary else ""
    more = f'<a href="{href}">查看全文</a>' if rows.more else ""
    thumb = ""
    if rows.thumb:
        thumb = f"<a href='{href}'{template.attr('thumb')}><img src='{entry.thumb}' alt=''/></a>"
    attr = template.attr("row")
    shapes = {
        "ul": f"<li{attr}>{thumb}{first} {second}{text}{more}</li>",
        "dl": f"<dt{attr}>{anchor}</dt><dd>{date}{more}</dd>",
        "dls": f"<dl{attr}><dt>{first}</dt><dd>{second}</dd>{f'<dd>{text}{more}</dd>' if text or more else ''}</dl>",
        "table": f"<tr{attr}><td>·</td><td>{first}</td><td>{second}</td></tr>",
        "cards": f"<div{attr}>{thumb}<h3>{anchor}</h3>{date}{text}{more}</div>",
        "triple": f"<li{attr}>{anchor}</li><li>{text}</li><li>{date}{more}</li>",
        "p": f"<p{attr}>{first} {second}</p>",
    }
    return shapes[rows.shape]


def render_pager(template: Template, tid: int, page: int, last: int, total: int) -> str:
    """Write the links to the other pages of a listing, in the engine's words."""
    pager = template.pager
    items = _pager_links(pager, tid, page, last) if last > 1 else []
    if "total" in pager.parts:
        items.append(f"<span>共 <strong>{last}</strong>页<strong>{total}</strong>条</span>")
    attr = template.attr("pages")
    if pager.shape == "ul":
        return f"<ul{attr}>" + "\n".join(f"<li>{item}</li>" for item in items) + "</ul>"
    if pager.shape == "table":
        return f"<table{attr}><tr>" + "".join(f"<td>{item}</td>" for item in items) + "</tr></table>"
    return f"<div{attr}>" + " ".join(items) + "</div>"


def _pager_links(pager: Pager, tid: int, page: int, last: int) -> list[str]:
    form = f"/plus/list.php?tid={tid}&amp;PageNo=%d" if pager.dynamic else f"list_{tid}_%d.html"

    def step(word: str, number: int, *, live: bool) -> str:
        return f"<a href='{form % number}'>{word}</a>" if live else word

    numbers = range(max(1, page - 3), min(last, page + 3) + 1)
    options = (
        f"<option value='{form % one}'{' selected' * (one == page)}>{one}</option>" for one in range(1, last + 1)
    )
    items = [
        ("ends", step("首页", 1, live=page > 1)),
        ("steps", step("上一页", page - 1, live=True) if page > 1 else ""),
        *(("numbers", step(str(number), number, live=number != page)) for number in numbers),
        ("steps", step("下一页", page + 1, live=True) if page < last else ""),
        ("ends", step("末页", last, live=page < last)),
        ("select", f"<select name='sldd' onchange='location.href=this.value'>{''.join(options)}</select>"),
    ]
    return [html for part, html in items if html and part in pager.parts]
