"""The lists of a designed site: rows in every shape that templates have for them, their pager, and what is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from tests.site.design import Design, write_day
from tests.site.rows import Entry, shorten

_CUT = 36


@dataclass(frozen=True)
class TruthRow:
    """What a perfect reader finds in a row; the day where the row shows its year."""

    path: str
    title: str
    day: str | None


class Turn(NamedTuple):
    """A page of a list: its number, the last one's, and how many articles there are."""

    number: int
    last: int
    total: int


def true_row(design: Design, entry: Entry) -> TruthRow:
    """Tell what a row of this design shows of an article."""
    has_day = design["row date"] == "two parts" or (design["row date"] != "none" and design["row day"] != "month-day")
    title = shorten(entry.title, _CUT) if design["row title"] == "cut" and _has_own_title(design) else entry.title
    return TruthRow(entry.href, title, f"{entry.when:%Y-%m-%d}" if has_day else None)


def _has_own_title(design: Design) -> bool:
    """Tell whether the title is the text of a link; only such a one is cut."""
    return design["row"] not in {"picture", "whole card", "card, title beside link"}


def render_rows(design: Design, entries: Sequence[Entry]) -> str:
    """Write a list."""
    tag = {"li": "ul", "default": "ul", "picture": "ul", "table": "table"}.get(design["row"], "div")
    return design.tag(tag, "list", "\n" + "\n".join(_row(design, entry) for entry in entries) + "\n")


def _row(design: Design, entry: Entry) -> str:
    title, date = _title(design, entry), _date(design, entry)
    if design["row date"] == "in link" and _has_own_title(design):
        title, date = _title(design, entry, date), ""
    is_first = design["row date"] in {"before", "two parts"}
    first, second = (date, title) if is_first else (title, date)
    match design["row"]:
        case "li":
            return design.tag("li", "row", f"{first} {second}")
        case "table":
            return f"<tr{design.attrs['row']}><td>·</td><td>{first}</td><td>{second}</td></tr>"
        case "dl":
            return f"<dl><dt{design.attrs['row']}>{first} {second}</dt><dd>{_summary(entry)}</dd></dl>"
        case "list per row":
            parts = (date, title, _summary(entry)) if is_first else (title, _summary(entry), date)
            return design.tag("ul", "row", "".join(f"<li>{part}</li>" for part in parts if part))
        case "default":
            return _default(design, entry, title, date)
        case _:
            return _card(design, entry, title, date)


def _title(design: Design, entry: Entry, date: str = "") -> str:
    """Write the link that is called as the article."""
    href, form = design.link(entry.href), design["row title"]
    text = shorten(entry.title, _CUT) if form.startswith("cut") else entry.title
    whole = f' title="{escape(entry.title)}"' if form == "cut, whole in title=" else ""
    lead = f"[{entry.category}] " if form == "category in link" else ""
    date = f" <i>{date}</i>" if date else ""
    return f'<a href="{href}"{whole}{design.attrs["rowtitle"]}>{lead}{escape(text, quote=False)}{date}</a>'


def _date(design: Design, entry: Entry) -> str:
    when, place = entry.when, design["row date"]
    if place == "none":
        return ""
    if place == "two parts":
        parts = (f"{when:%m/%d}", f"{when:%Y}") if design["colon"] == ":" else (f"{when:%d}", f"{when:%Y-%m}")
        return design.tag("div", "rowdate", f"<b>{parts[0]}</b><i>{parts[1]}</i>")
    text = write_day(when, design["row day"])
    return text if design["row day"] == "yy-mm-dd" else design.tag("span", "rowdate", text)


def _summary(entry: Entry) -> str:
    return f"{escape(entry.summary[:80], quote=False)}..."


def _thumb(design: Design, entry: Entry, alt: str = "") -> str:
    image = f'<img src="{entry.thumb}" alt="{escape(alt)}"/>'
    return f'<a href="{design.link(entry.href)}"{design.attrs["thumb"]}>{image}</a>'


def _default(design: Design, entry: Entry, title: str, date: str) -> str:
    """Write a row as the engine's own template does."""
    category = f"[<b><a href='{design.link(entry.category_path)}'>{entry.category}</a></b>]"
    info = f"<span><small>日期：</small>{date}<small>点击：</small>{len(entry.title)} </span>" if date else ""
    text = design.tag("p", "rowtext", _summary(entry))
    return design.tag("li", "row", f"{_thumb(design, entry)}{category} {title}{info}{text}")


def _card(design: Design, entry: Entry, title: str, date: str) -> str:
    """Write a row as a card: a picture, a heading, a summary, perhaps 查看详情."""
    href, plain = design.link(entry.href), escape(entry.title, quote=False)
    text = design.tag("p", "rowtext", _summary(entry))
    more = f'<a href="{href}"{design.attrs["more"]}>查看详情</a>' if design["row more"] == "yes" else ""
    before, after = (date, "") if design["row date"] in {"before", "two parts"} else ("", date)
    match design["row"]:
        case "picture":
            return design.tag("li", "row", f"{before}{_thumb(design, entry, entry.title)}{after}")
        case "whole card":
            thumb = f'<img src="{entry.thumb}" alt=""/>'
            inner = f"{thumb}{before}<h4>{plain}</h4><span>本站</span>{after}{text}"
            return f'<a href="{href}"{design.attrs["row"]}>{inner}</a>'
        case "card, title beside link":
            return design.tag("div", "row", f"{_thumb(design, entry)}{before}<h3>{plain}</h3>{text}{after}{more}")
        case "card, summary linked":
            text = f'<p{design.attrs["rowtext"]}><a href="{href}">{_summary(entry)}</a></p>'
    return design.tag("div", "row", f"{_thumb(design, entry)}{before}<h3>{title}</h3>{text}{after}{more}")


def list_addresses(design: Design, directory: str, tid: int, last: int) -> list[str]:
    """Give the addresses of a list's pages as the site links them."""
    if design["list"] == "list.php":
        return [
            f"/plus/list.php?tid={tid}",
            *(f"/plus/list.php?tid={tid}&PageNo={number}" for number in range(2, last + 1)),
        ]
    return [directory, *(f"{directory}list_{tid}_{number}.html" for number in range(2, last + 1))]


def render_pager(design: Design, tid: int, turn: Turn) -> str:
    """Write the links to the other pages of a list, in the engine's words."""
    form = f"/plus/list.php?tid={tid}&amp;PageNo=%d" if design["list"] == "list.php" else f"list_{tid}_%d.html"
    if design["pager"] == "no addresses":
        form = "javascript:turn(%d)"
    number, last, total = turn

    def step(word: str, to: int) -> str:
        return f"<a href='{form % to}'>{word}</a>" if 1 <= to <= last and to != number else word

    parts = []
    if last > 1:
        numbers = [step(str(one), one) for one in range(1, last + 1)]
        parts = [step("首页", 1), step("上一页", number - 1), *numbers, step("下一页", number + 1), step("末页", last)]
    if design["pager"] == "total and drop-down" and last > 1:
        options = "".join(f"<option value='{form % one}'>{one}</option>" for one in range(1, last + 1))
        parts.append(f"<select name='sldd'>{options}</select>")
    if design["pager"].startswith("total"):
        parts.append(f"<span>共 <strong>{last}</strong>页<strong>{total}</strong>条记录</span>")
    return design.tag("ul", "pages", "".join(f"<li>{part}</li>\n" for part in parts))
