"""The main column of a designed site's article pages: title, labels, text, and what stands between and behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple

from tests.site.article_page import page_path
from tests.site.articles import Draft
from tests.site.design import Design, write_day
from tests.site.design_frame import Chrome, Crumbs, Page, breadcrumb
from tests.site.rows import Entry

_EDITOR: Final = "(责任编辑：admin)"
_LAST_TAGS: Final = re.compile(r"(?:</[a-zA-Z:]+>|<br\s*/?>|&nbsp;|\s)*\Z")
_PAGE_TITLES: Final = {
    "title_site": "{title}_{site}",
    "title_category_site": "{title}_{category}_{site}-产业新闻|园区资讯",
    "title-site": "{title}-{site}",
    "title": "{title}",
    "site": "{site}",
}
_SHARE: Final = "分享到：" + "".join(
    f'<a href="javascript:;" title="{name}"><img src="/images/share-{number}.png" alt="{name}"></a>'
    for number, name in enumerate(("微信", "微博", "QQ空间"))
)
_BESIDE: Final = {
    "nothing": "",
    "share": _SHARE,
    "search": '<form action="/plus/search.php"><input name="q"><button>搜索</button></form>',
    "number": "招标编号：LJ-2024-0{aid}",
    "category": "所属分类：<a href='{path}'>{category}</a>",
}
_BEHIND: Final = {
    "votes": "<a href='javascript:;'>顶一下</a>(3) 75% <a href='javascript:;'>踩一下</a>(1) 25%",
    "share": _SHARE,
    "more": "<a href='{path}'>查看更多 &gt;&gt;</a>",
    "rule": "------分隔线----------------------------",
    "qr": "扫一扫，关注我们的公众号<br><img src='/images/qr.png' alt='二维码'>",
    "back": "<a href='{path}'>返回列表</a>",
    "disclaimer": "免责声明：本页文字和图片由编辑收集整理，只供同行参考；如与您的权益有关，请写信告诉我们。",
}
_RELATED: Final = {
    "相关阅读": "相关阅读",
    "相关文章": "相关文章：",
    "gloss": "相关文章 <small>RELATED ARTICLES</small>",
    "arrows": "相关文章 &gt;&gt;&gt;",
    "sentence": "读到这里还不够？下面这些相关文章也值得一看：",
}
_NEIGHBOUR_TAGS: Final = {"li": ("ul", "li"), "p": ("div", "p"), "div": ("div", "div"), "span": ("p", "span")}


class Around(NamedTuple):
    """What an article's pages link to."""

    crumbs: Crumbs
    previous: Entry | None
    next: Entry | None
    related: Sequence[Entry]


class Place(NamedTuple):
    """One page of an article: its path (that of the first), its number, and how many there are."""

    path: str
    number: int
    last: int


def article_files(design: Design, chrome: Chrome, draft: Draft, own: Entry, around: Around) -> dict[str, str]:
    """Build every page of an article, by path."""
    pages: dict[str, str] = {}
    last = len(draft.pages)
    for number, html in enumerate(draft.pages, start=1):
        place = Place(own.href, number, last)
        title = escape(draft.title, quote=False) + (f"({number})" if number > 1 else "")
        form = _PAGE_TITLES[design["page title"]]
        path = page_path(own.href, number)
        main = _Main(design, draft, place, around).render(title, html, chrome.name)
        page_title = form.format(title=title, category=draft.category, site=chrome.name)
        pages[path] = chrome.page(design, Page(path, page_title, around.crumbs, main, draft.summary), own)
    return pages


class _Main:
    """Writes the main column of one page."""

    def __init__(self, design: Design, draft: Draft, place: Place, around: Around) -> None:
        self.design, self.draft, self.place, self.around = design, draft, place, around

    def render(self, title: str, html: str, site: str) -> str:
        """Write the column around a page's text."""
        design, place = self.design, self.place
        heading, meta = self._heading(title), self._meta()
        head = f"{meta}\n{heading}" if design["date place"] == "above the title" else f"{heading}\n{meta}"
        if design["head box"] == "boxed":
            head = design.tag("div", "headbox", head)
        if design["breadcrumb"] == "below":
            head += breadcrumb(design, site, self.around.crumbs)
        pager, neighbours = self._pages(), self._neighbours()
        text = self._lead() + self._edited(html)
        if design["slot in text"] == "yes":
            text += design.tag("div", "slot", "")
        if design["in text"] == "pager":
            text, pager = text + pager, ""
        if design["in text"] == "neighbours" and place.number == place.last:
            text, neighbours = text + neighbours, ""
        if design["head"] == "in the text's element":
            column = self._text(f"{head}\n{self._before()}{text}")
        else:
            column = f"{head}\n{self._before()}{self._text(text)}"
        return f"{column}\n{pager}{self._behind(neighbours)}"

    # The head ------------------------------------------------------------------------------------------------------

    def _heading(self, title: str) -> str:
        design = self.design
        extra = design["title with"]
        if extra == "link":
            title = f"<a href='{design.link(self.place.path)}'>{title}</a>"
        elif extra == "button":
            title += " <a href='javascript:history.back()'>返回</a>"
        elif extra == "date":
            title += f" <span>{''.join(self._date())} {''.join(self._clicks())}</span>"
        return design.tag(design["title tag"], "title", title)

    def _meta(self) -> str:
        """Write the line under the title, or the date alone where there is nothing beside it."""
        design, draft = self.design, self.draft
        fields = self._fields()
        if design["title with"] != "date":
            date = self._date()
            fields = [date, *fields] if design["meta order"] == "date first" else [*fields, date]
            fields.append(self._clicks())
        fields = [field for field in fields if field != ("", "")]
        if len(fields) == 1 and design["date"] in {"day, time", "day"} and design["title with"] != "date":
            inner, tag = fields[0][1], design["bare date tag"]
        else:
            tag = {"li": "ul", "spans": "div", "text": "div", "p": "div"}[design["meta"]]
            inner = (" " if design["meta"] in {"text", "spans"} else "").join(map(self._field, fields))
        beside = _BESIDE[design["beside date"]]
        inner += " " + beside.format(aid=draft.aid, path=design.link(self._list), category=draft.category)
        if not inner.strip():
            return ""
        html = design.tag(tag, "meta", inner)
        return f"<table width='100%'><tr><td>{html}</td></tr></table>" if design["date place"] == "table cell" else html

    @property
    def _list(self) -> str:
        return self.around.crumbs[-1][1]

    def _fields(self) -> list[tuple[str, str]]:
        design, draft = self.design, self.draft
        colon = design["colon"]
        sources = {
            "none": ("", ""),
            "empty": ("来源" + colon, ""),
            "未知": ("文章来源" + colon, "未知"),
            "label": ("来源" + colon, draft.source),
            "bare": ("", draft.source),
        }
        authors = {"none": ("", ""), "label": ("作者" + colon, "admin"), "bare": ("", "admin")}
        # One without a label stands first: behind a label's value nothing would tell it from that.
        return sorted([sources[design["source"]], authors[design["author"]]], key=lambda field: field[0] != "")

    def _date(self) -> tuple[str, str]:
        design, when = self.design, self.draft.published
        form = design["date"]
        if form == "none":
            return "", ""
        day = write_day(when, "month-day" if "month-day" in form else design["date writing"])
        label = f"{design['date label']}{design['colon']}" if form.startswith("label") else ""
        return label, day + (f" {when:%H:%M}" if form.endswith("time") else "")

    def _clicks(self) -> tuple[str, str]:
        design, aid = self.design, self.draft.aid
        is_counted = design["counter"] == "yes" or (design["counter"] == "partly" and aid % 2 == 0)
        script = f'<script src="/plus/count.php?view=yes&aid={aid}&mid=1" type="text/javascript"></script>'
        label = "" if design["clicks"] == "none" else design["clicks"] + design["colon"]
        if is_counted:
            return label, script + "次" * bool(label)
        return label, str(aid % 900) if label else ""

    def _field(self, field: tuple[str, str]) -> str:
        design = self.design
        label, value = field
        if label and design["labels"] == "in element":
            label = design.tag("b", "label", label)
        tag = {"text": "", "spans": "span", "li": "li", "p": "p"}[design["meta"]]
        return design.tag(tag, "field", label + value) if tag else label + value

    def _before(self) -> str:
        """Write what stands between the head and the text."""
        design, draft = self.design, self.draft
        if self.place.number > 1 and design["before text"] != "share":
            return ""
        if design["before text"] == "summary" and draft.summary:
            return design.tag("div", "before", f"摘要：{escape(draft.summary, quote=False)}") + "\n"
        if design["before text"] == "share":
            return design.tag("div", "before", _SHARE) + "\n"
        texts = [text for piece in draft.pieces for text in piece.paragraphs]
        if design["before text"] == "contents" and texts:
            rows = "".join(f"<li><a href='#n{n}'>{escape(text[:14], quote=False)}</a></li>" for n, text in _some(texts))
            return design.tag("div", "before", f"<p>文章目录</p><ul>{rows}</ul>") + "\n"
        return ""

    # The text ------------------------------------------------------------------------------------------------------

    def _text(self, inner: str) -> str:
        design = self.design
        if design["text"] == "loose":
            return inner
        if design["text"] == "table cell":
            return design.tag("div", "text", f"<table width='100%'><tr><td>{inner}</td></tr></table>")
        # A stray end tag would close the element here; in a cell it is harmless, as on the engine's own template.
        inner = inner.replace("#e#</div>", "#e#")
        if design["text"] == "plain div":
            return f"<div>\n{inner}\n</div>"
        return design.tag(design["text tag"], "text", f"\n{inner}\n")

    def _lead(self) -> str:
        """Write what stands in the text's element before the text."""
        design, draft = self.design, self.draft
        if design["in text"] == "summary" and draft.summary and self.place.number == 1:
            return design.tag("div", "before", escape(draft.summary, quote=False)) + "\n"
        return "<a href='javascript:history.back()'>返回</a>\n" if design["in text"] == "button" else ""

    def _edited(self, html: str) -> str:
        """Write the text with the editor's name, which may stand in the last line of the text itself."""
        if self.design["editor"] == "none" or not html.strip():
            return html
        end = _LAST_TAGS.search(html) if self.design["editor"] == "last line" else None
        return html[: end.start()] + _EDITOR + html[end.start() :] if end else f"{html}<div>{_EDITOR}</div>\n"

    # What follows --------------------------------------------------------------------------------------------------

    def _behind(self, neighbours: str) -> str:
        design = self.design
        first = design["behind text"]
        related = self._related()
        extra = _BEHIND.get(first, "").format(path=design.link(self._list))
        parts = [design.tag("div", "behind", extra) if extra else ""]
        parts += [related, neighbours] if first == "related" else [neighbours, related]
        return "\n".join(part for part in parts if part)

    def _pages(self) -> str:
        path, number, last = self.place
        if last == 1:
            return ""
        names = {page: page_path(path, page).rpartition("/")[2] for page in range(1, last + 1)}
        items = [f"<a>共{last}页: </a>", f"<a href='{names.get(number - 1, '#')}'>上一页</a>"]
        items += [f"<a href='{names[page] if page != number else '#'}'>{page}</a>" for page in names]
        items.append(f"<a href='{names.get(number + 1, '#')}'>下一页</a>")
        return self.design.tag("ul", "pages", "".join(f"<li>{item}</li>" for item in items)) + "\n"

    def _neighbours(self) -> str:
        design, around = self.design, self.around
        form, tag = design["neighbours"], design["neighbours tag"]
        if form == "none":
            return ""
        items = []
        for label, entry in (("上一篇：", around.previous), ("下一篇：", around.next)):
            value = design["at the end"]
            if entry is not None:
                inside, outside = (label, "") if form == "label inside" else ("", label)
                title = escape(entry.title, quote=False)
                items.append(f"{outside}<a href='{design.link(entry.href)}'>{inside}{title}</a>")
            else:
                items.append(label + value)
        if form == "one line" or tag == "br":
            return design.tag("div", "neighbours", ("&nbsp;&nbsp;" if form == "one line" else "<br>").join(items))
        outer, inner = _NEIGHBOUR_TAGS[tag]
        return design.tag(outer, "neighbours", "".join(f"<{inner}>{item}</{inner}>\n" for item in items))

    def _related(self) -> str:
        design, entries = self.design, self.around.related
        if design["related"] == "none" or not entries:
            return ""
        rows = "".join(
            f"<li><a href='{design.link(entry.href)}'>{escape(entry.title, quote=False)}</a></li>" for entry in entries
        )
        head = design.tag("h3", "relatedhead", _RELATED[design["related"]])
        return design.tag("div", "related", f"{head}<ul>{rows}</ul>")


def _some(texts: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(texts[:: max(1, len(texts) // 3)][:4], start=1))
