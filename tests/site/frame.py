"""What stands round every page of a site: head, header, category menu, side boxes, footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from tests.site.bodies import HOST
from tests.site.rows import Entry, render_rows, render_title
from tests.site.template import Template, show_date

_COMMENTS = (
    '<h4>发表评论</h4><form action="#" method="post"><p>请自觉遵守互联网相关的政策法规，文明发言。</p>'
    '<textarea name="msg" cols="60" rows="5"></textarea><label>用户名:<input name="username"></label>'
    '<label>验证码:<input name="validate"></label><button>发表评论</button></form>'
    "<h4>最新评论</h4><ul><li>匿名 2025-08-08 08:08 发表：写得不错</li></ul>"
)


@dataclass(frozen=True)
class Frame:
    """All that the pages of one site have in common."""

    template: Template
    name: str
    sections: Sequence[tuple[str, str]]  # the top level: name and directory
    categories: Sequence[tuple[str, str]]
    pool: Sequence[Entry]  # articles that the side boxes choose from
    gbk: bool
    rng: Random
    spam: str = ""  # a line that an intruder put on top of every page

    def link(self, path: str) -> str:
        """Write the address of a page as this design does: as a path, or with the host."""
        return HOST + path if self.template.absolute_links else path

    def page(
        self, path: str, title: str, crumbs: Sequence[tuple[str, str]], main: str, *, description: str = ""
    ) -> str:
        """Build a whole page round its main column."""
        template = self.template
        layout = self._layout(self._crumbs(crumbs), main)
        return (
            f'{template.doctype}\n<html xmlns="http://www.w3.org/1999/xhtml">\n'
            f"{self._head(path, title, description)}\n<body>\n{self.spam}{self._header()}\n{layout}\n"
            f"<div{template.attr('footer')}>{template.footer.format(site=self.name)}</div>\n</body>\n</html>\n"
        )

    def _head(self, path: str, title: str, description: str) -> str:
        charset = "gb2312" if self.gbk else "utf-8"
        meta = f'<meta charset="{charset}">'
        if self.template.charset == "http-equiv":
            meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}" />'
        parts = [meta, f"<title>{title}</title>"]
        if self.template.charset == "late":
            parts = [f"<title>{title}</title>", '<link href="/templets/main.css" rel="stylesheet" />', meta]
        parts += [
            '<meta name="keywords" content="" />',
            f'<meta name="description" content="{escape(description)}" />',
            f'<meta http-equiv="mobile-agent" content="format=xhtml;url={escape("/m" + path)}">',
            '<script type="text/javascript">if(/Mobile/i.test(navigator.userAgent)){/* 手机版 */}</script>',
        ]
        return "<head>\n" + "\n".join(parts) + "\n</head>"

    def _header(self) -> str:
        template = self.template
        logo = f'<a href="{HOST}"><img src="/templets/logo.png" alt="{self.name}"></a>'
        if template.site_h1:
            logo = f"<h1><a href='/'>{self.name}</a></h1>"
        search = (
            f'<form{template.attr("search")} action="/plus/search.php"><input name="q" value="在这里搜索...">'
            '<select name="searchtype"><option value="title">检索标题</option></select><button>搜索</button></form>'
        )
        sections = "".join(f"<li><a href='{path}'><span>{name}</span></a></li>" for name, path in self.sections)
        categories = self.menu() if template.menu != "side" else ""
        if template.menu == "drop":
            nav = f"<ul{template.attr('menu')}>{sections}</ul><ul style='display:none'>{categories}</ul>"
        else:
            nav = f"<ul{template.attr('menu')}>{sections}{categories}</ul>"
        return (
            f"<div{template.attr('top')}><div{template.attr('logo')}>{logo}</div>{search}\n{nav}\n"
            "<p>Network | <a href='/data/sitemap.html'>网站地图</a> | <a href='/data/rssmap.html'>RSS订阅</a></p></div>"
        )

    def menu(self) -> str:
        """List the categories, the one thing by which a reader can find their addresses."""
        return "".join(f"<li><a href='{self.link(path)}'>{name}</a></li>\n" for name, path in self.categories)

    def _crumbs(self, crumbs: Sequence[tuple[str, str]]) -> str:
        template = self.template
        home = (template.crumb_home, f"{HOST}/" if template.absolute_home else "/")
        links = "".join(f"<a href='{path}'>{name}</a> > " for name, path in (home, *crumbs))
        if template.crumb_tag == "td":
            return f"<table><tr><td{template.attr('crumb')}>{template.crumb}{links} </td></tr></table>"
        return f"<{template.crumb_tag}{template.attr('crumb')}>{template.crumb}{links} </{template.crumb_tag}>"

    def _layout(self, crumbs: str, main: str) -> str:
        template = self.template
        where = template.side.where
        boxes = self.side_boxes() if where != "none" else ""
        if template.menu == "side":
            boxes = f"<div{template.attr('sidebox')}><h4>栏目列表</h4><ul>{self.menu()}</ul></div>" + boxes
            where = "before" if where == "none" else where
        before = boxes if where in {"before", "both"} else ""
        after = boxes if where == "after" else self.side_boxes() if where == "both" else ""
        above = crumbs if template.crumb_above else ""
        inner = main if template.crumb_above else crumbs + "\n" + main
        if template.layout == "table":
            cells = [
                f"<td{template.attr('side')} valign=top>{before}</td>" if before else "",
                f"<td{template.attr('main')} valign=top>{inner}</td>",
                f"<td width=250>{after}</td>" if after else "",
            ]
            return f"{above}<table width=960 align=center><tr>{''.join(cells)}</tr></table>"
        column, aside = ("main", "aside") if template.layout == "section" else ("div", "div")
        sides = [f"<{aside}{template.attr('side')}>{box}</{aside}>" if box else "" for box in (before, after)]
        return (
            f"<div{template.attr('wrap')}>{above}{sides[0]}<{column}{template.attr('main')}>\n{inner}\n</{column}>"
            f"{sides[1]}</div>"
        )

    def side_boxes(self) -> str:
        """Draw the boxes of recommended articles, whose rows may look exactly like a listing's."""
        template = self.template
        side = template.side
        boxes = []
        for label in side.labels:
            entries = self.rng.sample(self.pool, min(5, len(self.pool)))
            if side.as_rows:
                inner = render_rows(template, entries, self.link)
            else:
                inner = "<ul>" + "".join(self._side_row(entry) for entry in entries) + "</ul>"
            boxes.append(f"<div{template.attr('sidebox')}><div{template.attr('sidehead')}>{label}</div>{inner}</div>\n")
        return "".join(boxes)

    def _side_row(self, entry: Entry) -> str:
        dates = self.template.side.dates
        date = f"<span>{show_date(entry.when, dates)}</span>" if dates else ""
        title = render_title(self.template, entry.title)
        return f'<li{self.template.attr("siderow")}><a href="{self.link(entry.href)}">{title}</a>{date}</li>\n'

    def comments(self) -> str:
        """Draw the comment box, where this design has one."""
        attr = self.template.attr("comments")
        return f"<div{attr}>{_COMMENTS}</div>" if self.template.comments else ""
