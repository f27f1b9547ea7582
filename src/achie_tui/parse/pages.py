"""The further pages of an article: where the engine's pager leads."""

import re
from typing import NamedTuple

from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView
from achie_tui.site.address import article_page, is_dynamic_article

_PAGE_OF_VIEW = re.compile(r"[?&]pageno=(\d{1,4})")
_PAGER_WORDS = re.compile(r"[共第首上下末尾前后一页条\d:：\s/|.…<>«»\[\]]+")
_STATED = re.compile(r"共\s*(\d{1,4})\s*页")
# Texts of a pager beside its numbers: 共 n 页, 上一页, 下一页.
_OTHER_TEXTS = 3


class Pages(NamedTuple):
    """An article's further pages: their paths by number, how many pages it has, and where the pager begins."""

    others: dict[int, str]
    total: int = 1
    at: int | None = None


def find_pages(view: PageView) -> Pages:
    """Find the further pages of the article."""
    tree = view.tree
    own = article_page(view.at)
    here = own[1] if own else _number_of_view(view.at)
    others: dict[int, str] = {}
    first: int | None = None
    for node, path in view.article_like:
        number = _page_number(path, view.at)
        if number is None or number == here:
            continue
        first = node if first is None else first
        if number > 1:
            others.setdefault(number, path)
    if first is None:
        return Pages({}, here)
    block = next((i for i in tree.ancestors(first) if tree.length(i, tree.end[i]) > len(others) + _OTHER_TEXTS), first)
    stated = _STATED.search(tree.raw_text(block, tree.end[block]))
    return Pages(others, max(here, *others, int(stated[1]) if stated else 1), _pager_start(tree, first))


def _page_number(path: str, at: str) -> int | None:
    """Give the number of the page that a path names, None where it belongs to another article."""
    own = article_page(at)
    if own is not None:
        page = article_page(path)
        return page[1] if page and page[0] == own[0] else None
    if is_dynamic_article(at) and is_dynamic_article(path) and path.startswith(at.partition("&pageno=")[0]):
        return _number_of_view(path)
    return None


def _number_of_view(path: str) -> int:
    match = _PAGE_OF_VIEW.search(path)
    return int(match[1]) if match else 1


def _pager_start(tree: Tree, first: int) -> int:
    """Climb from the first page link to the element that holds the pager and nothing else."""
    start = first
    for ancestor in tree.ancestors(first):
        end = tree.end[ancestor]
        if _PAGER_WORDS.sub("", tree.raw_text(ancestor, end)) or tree.elements("img", ancestor, end):
            break
        start = ancestor
    return start
