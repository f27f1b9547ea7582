"""What the site's own search answers: the articles it found, or the engine's message.

Its rows are a listing's, its pager is not: the links name no category, and 共找到14条记录/最大显示2页 stands in the
place of 共2页14条. Templates may say the number above the rows; so only what tells of pages as well ends them.
"""

import re
from html import escape

from achie_tui.model import Listing, Row
from achie_tui.parse.evidence import kind_of
from achie_tui.parse.listing import main_list
from achie_tui.parse.pager import Pager
from achie_tui.parse.rows import read_rows
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.view import PageView
from achie_tui.site.search import INTERVAL, SEARCH

_PAGES = re.compile(r"(?:共|最大显示|分)\s*(\d{1,6})\s*页")
_TOTAL = re.compile(r"(?:共\D{0,8}|/|页)\s*(\d{1,8})\s*(?:条|篇|个)")
# Titles tell of so many projects, too.
_TOTAL_ALONE = re.compile(r"共?\D{0,8}?(\d{1,8})\s*(?:条|篇|个)\s*(?:相关)?(?:搜索)?(?:记录|结果)")
_NUMBER = re.compile(r"[?&]PageNo=(\d{1,5})(?:&|$)", re.IGNORECASE)
_LINE_LENGTH = 80
_TITLE = re.compile(r"搜索|检索|查询|search", re.IGNORECASE)
_INTERVAL = re.compile(r"间隔\D{0,6}(\d{1,5})\s*秒")
_TOO_FAST = re.compile(r"(?:搜索|检索|查询).{0,12}(?:间隔|太快|过快|频繁)")


def read_search(view: PageView, keyword: str) -> Listing | None:
    """Read a page of what the site found for a keyword; None where it is no answer to such a question."""
    pager = _find_pager(view)
    if not _is_answer(view, pager, keyword):
        return None
    stop = len(view.tree) if pager.start is None else pager.start
    rows = () if pager.total == 0 else read_rows(view, main_list(view, pager), stop)
    if pager.start is None and not any(_shows(row, keyword) for row in rows):
        rows = ()  # with nothing to tell where the list is, it may be any box of the page
    return Listing(rows, _page(view.at), pager.pages, pager.total, pager.next)


def interval_asked(stranger: Stranger) -> float | None:
    """Give the seconds between two questions that the engine's message asks for; None where it says something else."""
    if stranger.kind != "message":
        return None
    if stated := _INTERVAL.search(stranger.phrase.zh):
        return float(stated[1])
    return INTERVAL if _TOO_FAST.search(stranger.phrase.zh) else None


def _find_pager(view: PageView) -> Pager:
    tree, pager, starts, numbers = view.tree, Pager(), list[int](), list[int]()
    here = _page(view.at)
    for index, path in view.targets(_NUMBER.search):
        number = _NUMBER.search(path)
        if number is None or not path.startswith(SEARCH):
            continue
        starts.append(index)
        numbers.append(int(number[1]))
        if numbers[-1] == here + 1:
            pager.next = pager.next or path
    for line in tree.lines:
        if len(line.text) > _LINE_LENGTH:
            continue
        pages, total = _PAGES.search(line.text), _TOTAL.search(line.text)
        if pages and total:
            pager.pages, pager.total = int(pages[1]), int(total[1])
            starts.append(line.start)
        elif pager.total is None and (total := _TOTAL_ALONE.search(line.text)):
            pager.total = int(total[1])
    if numbers and pager.pages is None:
        pager.pages = max(*numbers, here)
    pager.start = min(starts, default=None)
    return pager


def _is_answer(view: PageView, pager: Pager, keyword: str) -> bool:
    """Tell whether a page answers a question, and is not what a site shows for any address that it does not know."""
    if pager.start is not None or pager.total is not None or kind_of(view) == "search":
        return True
    echoed = re.search(rf"value\s{{0,9}}=\s{{0,9}}[\"']?{re.escape(escape(keyword))}[\"'\s>]", view.html, re.IGNORECASE)
    return echoed is not None or _TITLE.search(view.tree.title) is not None


def _page(path: str) -> int:
    number = _NUMBER.search(path)
    return max(1, int(number[1])) if number else 1


def _shows(row: Row, keyword: str) -> bool:
    text = f"{row.title} {row.summary or ''}".casefold()
    return any(word in text for word in keyword.casefold().split())
