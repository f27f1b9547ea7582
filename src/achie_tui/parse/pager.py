"""The pager of a listing: where it begins, what it states, where it leads."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView
from achie_tui.site.address import directory, listing_page, listing_template

_STATED = re.compile(r"共\s*(\d{1,6})\s*页\s*[/,，、·|]?\s*(?:共\s*)?(\d{1,8})\s*条")
_STATED_PAGES = re.compile(r"共\s*(\d{1,6})\s*页")
_STATED_TOTAL = re.compile(r"共\s*(\d{1,8})\s*(?:条|篇)")
_LINE_LENGTH = 40
_FAR = 60  # nodes
_LIKE_LISTING = re.compile(r"list_\d|list\.php|/$|index\.html?$")
_WORDS = frozenset(("首页", "上一页", "下一页", "末页", "尾页"))


@dataclass(slots=True)
class Pager:
    """The pager of a listing: `start` is its first node, None where there is none, as everything it does not tell."""

    start: int | None = None
    pages: int | None = None
    total: int | None = None
    next: str | None = None
    template: str | None = None


class _Stated(NamedTuple):
    at: int
    pages: int
    total: int | None


def find_pager(view: PageView) -> Pager:
    """Find the links to the other pages of this listing, and the line 共 N 页 M 条."""
    tree = view.tree
    pager = Pager()
    own, number = listing_page(view.at) or (view.at, 1)
    numbers: list[int] = []
    starts: list[int] = []
    for index, href in zip(tree.anchors, tree.hrefs, strict=True):
        # Most links of a listing's form are a menu's: their words tell sooner than their addresses.
        if not (_LIKE_LISTING.search(href) and _is_pager_word(tree.line_of(index))):
            continue
        target = view.path(href)
        page = listing_page(target) if target is not None else None
        if target is None or page is None or not _is_same_category(page[0], own):
            continue
        starts.append(index)
        pager.template = pager.template or listing_template(target)
        numbers.append(page[1])
        if page[1] == number + 1:
            pager.next = pager.next or target
    stated = _find_stated(tree)
    if stated is not None:
        pager.pages, pager.total = stated.pages, stated.total
        starts.append(stated.at)
    elif numbers:
        pager.pages = max(*numbers, number)
    pager.start = _start(sorted(starts))
    return pager


def _start(places: list[int]) -> int | None:
    """Give where the pager begins: 首页 far above the rest of it stands in a menu or a breadcrumb."""
    while len(places) > 1 and places[1] - places[0] > _FAR:
        places = places[1:]
    return places[0] if places else None


def _is_same_category(one: str, other: str) -> bool:
    return one == other or directory(one) == directory(other) or "?tid=" in one


def _is_pager_word(text: str) -> bool:
    return text in _WORDS or text.isdigit() or "下一页" in text


def _find_stated(tree: Tree) -> _Stated | None:
    for line in tree.lines:
        if "共" not in line.text:
            continue
        if both := _STATED.search(line.text):
            return _Stated(line.start, int(both[1]), int(both[2]))
        pages, total = _STATED_PAGES.search(line.text), _STATED_TOTAL.search(line.text)
        if pages is not None and (total is not None or len(line.text) <= _LINE_LENGTH):
            return _Stated(line.start, int(pages[1]), int(total[1]) if total else None)
    return None
