"""The further pages of an article: where the engine's pager leads."""

import re
from typing import NamedTuple

from achie_tui.parse.tree import Tree
from achie_tui.parse.view import PageView, is_like_article
from achie_tui.site.address import article_id, article_page, is_dynamic_article

_PAGE_OF_VIEW = re.compile(r"[?&]pageno=(\d{1,4})")
_PAGER_WORDS = re.compile(r"[共第首上下末尾前后一页条\d:：\s/|.…<>«»\[\]]+")
_STATED = re.compile(r"共\s*(\d{1,4})\s*页")
# Texts of a pager beside its numbers: 共 n 页, 上一页, 下一页.
_OTHER_TEXTS = 3


class FurtherPages(NamedTuple):
    """An article's further pages: their paths by number, how many pages it has, and where the pager begins."""

    others: dict[int, str]
    total: int = 1
    at: int | None = None


def find_further_pages(view: PageView) -> FurtherPages:
    """Find the further pages of the article."""
    tree = view.tree
    here, aid = _page_number(view.at), str(article_id(view.at))
    others: dict[int, str] = {}
    first: int | None = None
    # All pages of an article have its number in their address; few other links have.
    for node, path in view.targets(lambda href: aid in href and is_like_article(href)):
        number = _page_number(path)
        if number == here or not _is_page_of(path, view.at):
            continue
        first = node if first is None else first
        if number > 1:
            others.setdefault(number, path)
    if first is None:
        return FurtherPages({}, here)
    block = next((i for i in tree.ancestors(first) if tree.length(i, tree.end[i]) > len(others) + _OTHER_TEXTS), first)
    stated = _STATED.search(tree.raw_text(block, tree.end[block]))
    return FurtherPages(others, max(here, *others, int(stated[1]) if stated else 1), _pager_start(tree, first))


def _is_page_of(path: str, other: str) -> bool:
    """Tell whether two paths are pages of one article."""
    one, two = article_page(path), article_page(other)
    if one is not None and two is not None:
        return one[0] == two[0]
    is_dynamic = is_dynamic_article(path) and is_dynamic_article(other)
    return is_dynamic and article_id(path) == article_id(other)


def _page_number(path: str) -> int:
    """Give the number of an article's page, from 1."""
    page = article_page(path)
    if page is not None:
        return page[1]
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
