"""What stands round the main column of a designed site's pages: head, menu, breadcrumb, side boxes, footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple

from tests.site.bodies import HOST
from tests.site.design import Design
from tests.site.design_list import render_rows
from tests.site.rows import Entry

PARENT: Final = ("新闻中心", "/news/")

_CHARSETS: Final = {"utf-8": "utf-8", "utf-8 bom": "utf-8", "gb2312": "gb2312", "gbk": "gbk"}
_JOINTS: Final = {"»": "&raquo;"}
_WORDS: Final = {"div": "当前位置：", "p": "您的当前位置：", "span": "您现在所在的位置：", "h2": "您当前的位置:"}
_BOXES: Final = {"beside": ("推荐内容", "热点内容"), "below": ("为您推荐", "最新文章")}
_FOOTER: Final = (
    "<p><a href='/about/'>关于我们</a> | <a href='/data/sitemap.html'>网站地图</a></p>"
    "<p>Copyright &copy; 2012-2025 {site} 版权所有 更新时间：2025-01-01 京ICP备00000000号</p>"
)

Crumbs = Sequence[tuple[str, str]]


class Page(NamedTuple):
    """A page before it has its frame."""

    path: str
    title: str
    crumbs: Crumbs
    main: str
    description: str = ""


@dataclass(frozen=True)
class Chrome:
    """What the frames of one site show."""

    name: str
    categories: Sequence[tuple[str, str]]
    recommended: Sequence[Entry]  # the articles of its side boxes

    def page(self, design: Design, page: Page, own: Entry | None = None) -> str:
        """Build a whole page; `own` is the article whose page it is."""
        boxes = self._boxes(design, own)
        # Where it stands below the title, the title's column has it.
        is_above = own is None or design["breadcrumb"] != "below"
        crumbs = breadcrumb(design, self.name, page.crumbs) if is_above else ""
        outside, inside = (crumbs, "") if design["breadcrumb place"] == "outside" else ("", crumbs)
        column = f"{outside}\n{design.tag('div', 'main', f'{inside}{page.main}')}\n"
        if boxes and design["side box"] == "beside":
            column += design.tag("div", "side", boxes)
        for level in range(_levels(design)):
            column = design.tag("div", "wrap", column) if level == 0 else f"<div>{column}</div>"
        if boxes and design["side box"] == "below":
            column += design.tag("div", "side", boxes)
        strip = ""
        if own is not None and design["self link"] == "above":
            strip = f"<div>最新：<a href='{design.link(own.href)}'>{escape(own.title, quote=False)}</a></div>"
        footer = design.tag("div", "footer", _FOOTER.format(site=self.name))
        head = self._head(design, page)
        body = f"{self._top(design)}\n{strip}{column}\n{footer}"
        return f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{body}\n</body>\n</html>\n"

    def _head(self, design: Design, page: Page) -> str:
        charset = _CHARSETS[design["encoding"]]
        return (
            f'<head>\n<meta http-equiv="Content-Type" content="text/html; charset={charset}" />\n'
            f'<title>{page.title}</title>\n<meta name="keywords" content="" />\n'
            f'<meta name="description" content="{escape(page.description)}" />\n'
            '<link href="/templets/main.css" rel="stylesheet" />\n</head>'
        )

    def _top(self, design: Design) -> str:
        logo = f'<a href="{HOST}"><img src="/templets/logo.png" alt="{self.name}"></a>'
        if design["site heading"] != "picture":
            logo = f"<h1><a href='/'>{self.name}</a></h1>"
        if design["site heading"] == "h1 beside":
            logo += "<h1>服务热线：000-00000000</h1>"
        search = '<form action="/plus/search.php"><input name="q"><button>搜索</button></form>'
        links = (("主页", "/"), PARENT, *self.categories)
        menu = "".join(f"<li><a href='{design.link(path)}'>{name}</a></li>\n" for name, path in links)
        return design.tag(
            "div",
            "top",
            design.tag("div", "logo", logo) + design.tag("div", "search", search) + design.tag("ul", "menu", menu),
        )

    def _boxes(self, design: Design, own: Entry | None) -> str:
        if design["side box"] == "none":
            return ""
        boxes = []
        for number, label in enumerate(_BOXES[design["side box"]]):
            entries = list(self.recommended[number * 5 : number * 5 + 5])
            if own is not None and design["self link"] == "beside" and number == 0:
                entries = [*(entry for entry in entries if entry.href != own.href), own]
            elif own is not None:
                entries = [entry for entry in entries if entry.href != own.href]
            head = design.tag("div", "sidehead", label)
            boxes.append(design.tag("div", "sidebox", head + self._box_rows(design, entries)))
        return "\n".join(boxes)

    def _box_rows(self, design: Design, entries: Sequence[Entry]) -> str:
        if design["side rows"] == "as in lists":
            return render_rows(design, entries)
        rows = (
            f"<li><a href='{design.link(entry.href)}'>{escape(entry.title, quote=False)}</a></li>" for entry in entries
        )
        return f"<ul>{''.join(rows)}</ul>"


def _levels(design: Design) -> int:
    """Give how many elements stand around the main column, for the text's element to be as deep as it is."""
    own = {"loose": 0, "table cell": 5}.get(design["text"], 1)
    return max(0, int(design["depth"]) - own - 1)


def breadcrumb(design: Design, site: str, crumbs: Crumbs) -> str:
    """Write the breadcrumb of a page."""
    if design["breadcrumb"] == "none":
        return ""
    home = site if design["breadcrumb home"] == "site" else design["breadcrumb home"]
    shown = crumbs if design["breadcrumb levels"] == "three" else crumbs[-1:]
    links = [f"<a href='{design.link(path)}'>{name}</a>" for name, path in ((home, "/"), *shown)]
    joint = f" {_JOINTS.get(design['joint'], design['joint'])} "
    text = joint.join(links) + (joint if design["joint behind"] == "yes" else "")
    tag = design["breadcrumb tag"]
    words = {"words": _WORDS[tag], "below": _WORDS[tag], "plus": "+ ", "links": ""}[design["breadcrumb"]]
    return design.tag(tag, "crumb", words + text) + "\n"
