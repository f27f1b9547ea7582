"""The site's own search, with the engine's rules: its interval, its charset, its cut, its pages and its messages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

from tests.site.rows import Entry, render_rows, shorten

if TYPE_CHECKING:
    from tests.site.build import Site

SEARCH = "/plus/search.php"
LONGEST = 30  # bytes
_WORDS = "站内搜索"


class Search:
    """Answers one question in `interval` seconds by its `clock`, whoever asks; `asked` has the keywords it took."""

    def __init__(self, site: Site) -> None:
        self.interval = 3
        self.page_size = 5
        self.clock: Callable[[], float] = time.time
        self.asked: list[str] = []
        self._site = site
        self._form = "gbk" if site.encoding == "gbk" else "utf-8"
        self._last = 0

    @property
    def charset(self) -> str:
        """The charset as the answers' header names it."""
        return "gb2312" if self._form == "gbk" else "utf-8"

    def be_asked_by_another(self) -> None:
        """Take a question of another visitor."""
        self._last = int(self.clock())

    def answer(self, target: str) -> bytes:
        """Give the page that answers a request."""
        query = urlsplit(target).query
        given = dict(parse_qsl(query, encoding=self._form, errors="replace"))
        keyword = self._taken(given.get("keyword", given.get("q", "")))
        size = len(keyword.encode(self._form, "replace"))
        if size < 2:
            return self._sent(message("关键字不能小于2个字节！", self.charset))
        if self._last + self.interval > int(self.clock()):
            return self._sent(message(f"管理员设定搜索时间间隔为{self.interval}秒，请稍后再试！", self.charset))
        self.be_asked_by_another()
        self.asked.append(keyword)
        number = given.get("PageNo", "")
        return self._sent(self._page(keyword, int(number) if number.isdigit() and int(number) else 1))

    def found(self, keyword: str) -> list[Entry]:
        """Give what is found for a keyword, the newest first: any of its words in the title."""
        words = keyword.casefold().split()
        hits = (entry for entry in self._site.entries if any(word in entry.title.casefold() for word in words))
        return sorted(hits, key=lambda entry: entry.when, reverse=True)

    def _taken(self, typed: str) -> str:
        if self._form == "gbk":
            typed = re.sub(r"[^0-9a-zA-Z@#.\u0080-\U0010ffff]", " ", typed)
        else:
            typed = re.sub(r"[\"\r\n\t$\\><']", "", typed)
        return typed.encode(self._form, "replace")[:LONGEST].decode(self._form, "ignore")

    def _sent(self, html: str) -> bytes:
        return html.encode("gb18030" if self._form == "gbk" else "utf-8")

    def _page(self, keyword: str, number: int) -> str:
        site, found = self._site, self.found(keyword)
        assert site.frame is not None
        frame = replace(site.frame, rng=Random(keyword))
        shown = found[(number - 1) * self.page_size : number * self.page_size]
        rows = _engines_rows(shown, keyword) if site.seed % 2 else render_rows(site.template, shown, frame.link)
        main = (
            f"<p>搜索 <strong>{escape(keyword)}</strong> 的结果</p>\n<div>{rows if shown else '<ul> </ul>'}"
            f"<div><ul>{self._pager(keyword, number, len(found))}</ul></div></div>"
        )
        return frame.page(SEARCH, f"{_WORDS}_{frame.name}", [], main)

    def _pager(self, keyword: str, number: int, total: int) -> str:
        last = -(-total // self.page_size)
        if last <= 1:
            return f"共{last}页/{total}条记录"
        given = quote_from_bytes(keyword.encode(self._form))
        form = f"{SEARCH}?keyword={given}&searchtype=titlekeyword&kwtype=0&pagesize=10&TotalResult={total}&PageNo="
        around = range(max(1, number - 2), min(last, number + 2) + 1)
        pages = "".join(f"<td>{n}</td>" if n == number else f"<td><a href='{form}{n}'>[{n}]</a></td>" for n in around)
        ahead = f"<td><a href='{form}{number + 1}'>下一页</a></td>" if number < last else ""
        behind = f"<td><a href='{form}{number - 1}'>上一页</a></td>" if number > 1 else ""
        return (
            f"<table><tr><form action='{SEARCH}'><input type='hidden' name='TotalResult' value='{total}'>"
            f"<td>共找到<b>{total}</b>条记录/最大显示<b>{last}</b>页 </td><td>首页</td>{behind}{pages}{ahead}"
            f"<td><a href='{form}{last}'>末页</a></td></form></tr></table>"
        )


def message(text: str, charset: str) -> str:
    """Write the engine's own message, which comes with status 200."""
    return (
        f'<html>\n<head>\n<title>DedeCMS提示信息</title>\n<meta http-equiv="Content-Type" content="text/html; '
        f"charset={charset}\" />\n<base target='_self'/></head>\n<body>\n<center>\n<script>\nvar pgo=0;\n"
        "function JumpUrl(){ if(pgo==0){ location='javascript:history.go(-1);'; pgo=1; } }\n"
        "document.write(\"<br /><div style='width:450px'><div style='padding:6px'><b>DedeCMS 提示信息！</b></div>\");\n"
        "document.write(\"<div style='height:130px'><br />\");\n"
        f'document.write("{text}");\n'
        "document.write(\"<br /><a href='javascript:history.go(-1);'>如果你的浏览器没反应，请点击这里...</a>"
        "<br/></div>\");\nsetTimeout('JumpUrl()',5000);</script>\n</center>\n</body>\n</html>\n"
    )


def _engines_rows(entries: Sequence[Entry], keyword: str) -> str:
    """Write rows as the engine's own template does: hits in red, in the title twice, and the address in full."""
    form = re.compile("|".join(map(re.escape, keyword.split())), re.IGNORECASE)

    def red(text: str, times: int) -> str:
        before, after = "<font color='red'>" * times, "</font>" * times
        return form.sub(lambda hit: f"{before}{hit[0]}{after}", escape(text, quote=False))

    rows = "".join(
        f'<li>\n<h3><a href="{entry.href}" target="_blank">{red(shorten(entry.title, 60), 2)}</a></h3>\n'
        f'<p>{red(entry.summary[:80], 1)}...</p>\n<span>\n<a href="{entry.href}">http://www.achie.org{entry.href}</a>\n'
        f'<small>分类：</small><a href="{entry.category_path}" target="_blank">{entry.category}</a>\n'
        f"<small>点击：</small>7\n<small>日期：</small>{entry.when:%Y-%m-%d}\n</span>\n</li>"
        for entry in entries
    )
    return f"<ul>\n{rows}\n</ul>"
