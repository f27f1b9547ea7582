"""What leads away from an article: the previous and the next one, and the related ones."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

from achie_tui.model import Link
from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import find_row_date
from achie_tui.parse.prose import is_prose, is_row
from achie_tui.parse.tree import TextLine, Tree
from achie_tui.parse.view import ArticleLink, PageView
from achie_tui.site.address import article_date, article_page

_PREVIOUS = re.compile(r"^[<«‹\s]*(?:上一?篇|上一条|前一篇|上一则)(?:文章|新闻|资讯)?\s*(?:[:：]|\s|$)")
_NEXT = re.compile(r"^[>»›\s]*(?:下一?篇|下一条|后一篇|下一则)(?:文章|新闻|资讯)?\s*(?:[:：]|\s|$)")
_RELATED = re.compile(
    r"^[\[【]?(?:[一-鿿]{0,12}的?)?(?:相关|延伸)(?:文章|阅读|新闻|资讯|链接|推荐|内容)+\s*[\]】]?\s*[:：]?\s*[>»A-Za-z\s/]{0,30}$"
)
_GAP = re.compile(r"[\s|/]+(?=[上下前后]一)")
_LABEL_LENGTH = 6
_HEADINGS = 12
_LABEL_LINES = 3
_LINK_CLIMB = 3
_NEXT_SIBLINGS = 4
_ITEMS = frozenset(("li", "dd", "dt", "tr", "p", "div"))


class Neighbours(NamedTuple):
    """The articles before and after, and the nodes where their labels stand (None: no label)."""

    previous: Link | None
    next: Link | None
    previous_at: int | None
    next_at: int | None


def is_neighbour_label(text: str) -> bool:
    """Tell whether a line begins with 上一篇, 下一篇 or one of their variants."""
    return _PREVIOUS.match(text) is not None or _NEXT.match(text) is not None


def has_neighbours(tree: Tree) -> bool:
    """Tell whether a page shows such a label at the beginning of a line."""
    return any(is_neighbour_label(tree.lines[number].text) for number in _hinted(tree))


def _hinted(tree: Tree) -> list[int]:
    """Give the numbers of the lines that may hold such a label."""
    return [number for number, line in enumerate(tree.lines) if _may_be_label(line.text)]


def _may_be_label(text: str) -> bool:
    # Every label holds one of these; a pattern would take three times as long to tell.
    return "篇" in text or "条" in text or "则" in text


def _ends_with(label: re.Pattern[str], text: str) -> bool:
    """Tell whether a text (上一篇：没有了 下一篇：) ends with a label, behind another one without a link."""
    parts = _GAP.split(clean_line(text)) if _may_be_label(text) else []
    return len(parts) > 1 and label.match(parts[-1]) is not None and is_neighbour_label(parts[0])


def _begins_with(label: re.Pattern[str], text: str) -> bool:
    return _may_be_label(text) and label.match(clean_line(text)) is not None


def find_neighbours(view: PageView) -> Neighbours:
    """Find the articles before and after.

    The last label of each kind counts: a text may quote one, and stands above the real one.
    """
    hinted = _hinted(view.tree)[::-1]
    previous, previous_at = _find(view, hinted, _PREVIOUS, _NEXT)
    following, next_at = _find(view, hinted, _NEXT, _PREVIOUS)
    return Neighbours(previous, following, previous_at, next_at)


def _find(
    view: PageView, hinted: list[int], label: re.Pattern[str], other: re.Pattern[str]
) -> tuple[Link | None, int | None]:
    tree = view.tree
    other_ends = partial(_ends_with, other)
    for number in hinted:
        line = tree.lines[number]
        # Both may share a line: the second label then begins inside it.
        inner = (
            i
            for i in range(line.start, line.end)
            if _begins_with(label, tree.text[i]) or _ends_with(label, tree.text[i])
        )
        start = line.start if label.match(line.text) else next(inner, None)
        if start is not None and other_ends(tree.text[start]):
            return None, start
        if start is not None:
            stop = _value_end(tree, number, start, other)
            return _first_article(view, _with_own_link(tree, start), stop), start
    return None, None


def _with_own_link(tree: Tree, index: int) -> int:
    """Step back to the link around a label, where the label is its text."""
    return next((i for i in islice(tree.ancestors(index), _LINK_CLIMB) if tree.tag[i] == "a"), index)


def _value_end(tree: Tree, number: int, start: int, other: re.Pattern[str]) -> int:
    """Give the node where a label's value ends: at the other label, else with the line that holds it."""
    lines = tree.lines[number : number + _LABEL_LINES]
    for index in range(start + 1, lines[-1].end):
        if _begins_with(other, tree.text[index]):
            return _with_own_link(tree, index)
    has_value = len(lines[0].text) > _LABEL_LENGTH or len(lines) == 1
    return lines[0].end if has_value else lines[1].end


def _first_article(view: PageView, start: int, stop: int) -> Link | None:
    for index, path in view.articles_between(start, stop):
        title = view.link_title(index)
        return Link(_NEXT.sub("", _PREVIOUS.sub("", title)).strip() or title, path)
    return None


def find_related(view: PageView, after: int) -> tuple[tuple[Link, ...], int | None]:
    """Give the related articles, and the node where their heading stands (None: no heading)."""
    headings = (line for line in view.tree.lines_between(after, len(view.tree)) if _may_be_related(line.text))
    for line in islice(headings, _HEADINGS):
        # Without links it is a heading of the text.
        links = _related_links(view, line, after)
        if links and not _goes_on(view, line):
            return links, line.start
    return (), None


def _may_be_related(text: str) -> bool:
    return ("相关" in text or "延伸" in text) and _RELATED.match(text) is not None


def _goes_on(view: PageView, heading: TextLine) -> bool:
    """Tell whether the text goes on behind a heading: its next line is a sentence that links no article."""
    tree = view.tree
    number = tree.line_number(heading.start) + 1
    return any(is_prose(tree, line) and not is_row(view, line) for line in tree.lines[number : number + 1])


def _related_links(view: PageView, heading: TextLine, after: int) -> tuple[Link, ...]:
    """Take the links that follow the heading in the nearest element that has any."""
    tree = view.tree
    for ancestor in tree.ancestors(heading.start):
        if after > 0 and tree.inside(after, ancestor):
            # The article itself stands in there, too: the list is one of the heading's next siblings.
            siblings = (child for child in tree.children(ancestor) if child > heading.start)
            lists = (tuple(_links(view, child, tree.end[child])) for child in siblings)
            return next(filter(None, islice(lists, _NEXT_SIBLINGS)), ())
        links = tuple(_links(view, heading.end, tree.end[ancestor]))
        if links:
            return links
    return ()


def _links(view: PageView, start: int, end: int) -> Iterator[Link]:
    tree = view.tree
    own = article_page(view.at)
    seen = {own[0] if own else view.at}
    for link in view.articles_between(start, end):
        title = view.link_title(link.node)
        if title and link.path not in seen:
            seen.add(link.path)
            yield Link(title, link.path, _date_beside(tree, link))


def _date_beside(tree: Tree, link: ArticleLink) -> str | None:
    """Give the date in the item of a list that a link has for itself."""
    item = next((i for i in tree.ancestors(link.node) if tree.tag[i] in _ITEMS), link.node)
    if len(tree.anchors_between(item, tree.end[item])) > 1:
        return None
    return find_row_date(tree.raw_text(item, tree.end[item]), article_date(link.path))
