"""Where a text ends, by what only follows a text.

上一篇 with its link, the pager of the article, and 相关文章 above links are sure marks. Words that a text may hold as
well (a heading 强化技术支持, a rule, 版权所有 in a table's cell) end it only where none of the text follows: what
stands inside the element that holds the text is the text.
"""

import re
from collections.abc import Iterable
from itertools import islice

from achie_tui.parse.prose import SENTENCE, is_footer, is_prose, is_row, own_length
from achie_tui.parse.tree import TextLine, Tree
from achie_tui.parse.view import PageView

# Headings of boxes, perhaps with an English gloss.
_BOX = re.compile(
    r"[\[【]?(?:发表评论|(?:最新|网友|精彩)评论|热点(?:内容|文章|资讯|关注|推荐)|推荐(?:内容|文章|阅读|新闻|资讯)"
    r"|热门(?:文章|内容|点击|新闻|推荐)|最新(?:文章|内容|更新|新闻|资讯)|栏目(?:列表|导航)|图文(?:推荐|资讯)|猜你喜欢|为您推荐"
    r"|顶一下|踩一下|(?:相关|延伸)(?:文章|阅读|新闻|资讯|链接|推荐|内容)+)[\]】]?\s*[:：>»]*[A-Za-z\s]{0,30}",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:[-=—_－]{4,}|版权所有|copyright|©|(?:标签|tags?)\s*[:：]|织梦二维码生成器|powered by)", re.IGNORECASE
)
_MARK_LENGTH = 60
_MOST = 0.8
_INLINE = frozenset(
    (
        "",
        "p",
        "span",
        "font",
        "b",
        "strong",
        "em",
        "i",
        "a",
        "u",
        "center",
        "big",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
    )
)
_SIBLINGS = 60
_SUBSTANCE = 8
_AS_MUCH = 60


def is_heading_of_links(text: str) -> bool:
    """Tell whether a line is a heading of what only follows a text: 相关文章, 热点内容."""
    return len(text) <= _MARK_LENGTH and _BOX.fullmatch(text) is not None


def end_of_text(view: PageView, after: int, sure: Iterable[int | None]) -> int:
    """Give the node where the text behind node `after` must have ended: the first mark that ends it.

    `sure` are the nodes of sure marks, None for those that are not there.
    """
    tree = view.tree
    marks = sorted(mark for mark in sure if mark is not None and mark > after)
    stop = next((mark for mark in marks if not _is_quoted(view, after, mark)), len(tree))
    for line in tree.lines_between(after, stop):
        if _may_end(line.text) and not _goes_on(view, after, line, stop):
            return line.start
    return stop


def _is_quoted(view: PageView, after: int, mark: int) -> bool:
    """Tell whether a sure mark stands in the middle of a text: sentences before it, and as many behind it."""
    number = view.tree.line_number(mark)
    if number >= len(view.tree.lines):
        return False
    line = view.tree.lines[number]
    element = _element_before(view, after, line)
    if element is None or not view.tree.inside(mark, element):
        return False
    behind = [each for each in view.tree.lines_between(line.end, view.tree.end[element]) if _is_text(view, each)]
    return sum(len(each.text) for each in behind) >= _AS_MUCH


def _may_end(text: str) -> bool:
    if len(text) <= _MARK_LENGTH and (_MARK.match(text) or _BOX.fullmatch(text)):
        return True
    # A sentence shows sooner than that none of these words is there.
    return not SENTENCE.search(text) and is_footer(text)


def _goes_on(view: PageView, after: int, mark: TextLine, stop: int) -> bool:
    """Tell whether the text goes on behind a line, within the element that holds what is before it."""
    element = _element_before(view, after, mark)
    if element is None:
        return any(_is_text(view, line) for line in view.tree.lines_between(mark.end, stop))
    if not view.tree.inside(mark.start, element):
        return False
    behind = view.tree.lines_between(mark.end, min(view.tree.end[element], stop))
    return any(_is_text(view, line) for line in behind)


def _is_text(view: PageView, line: TextLine) -> bool:
    return is_prose(view.tree, line) and not is_row(view, line)


def _element_before(view: PageView, after: int, mark: TextLine) -> int | None:
    """Give the element that holds the text before a line: most of its sentences, and paragraphs like those behind."""
    tree = view.tree
    lines = [line for line in tree.lines_between(after, mark.start) if line.end <= mark.start]
    before = [line for line in lines if is_prose(tree, line)] or [
        line for line in lines if own_length(tree, line) >= _SUBSTANCE
    ]
    if not before:
        return None
    total = sum(len(line.text) for line in before)
    held = 0
    element = before[-1].start
    for element in tree.ancestors(before[-1].start):
        held = sum(len(line.text) for line in before if tree.inside(line.start, element))
        if held >= _MOST * total and tree.tag[element] not in _INLINE:
            break
    while not tree.inside(mark.start, element) and _is_repeated(view, element, mark):
        element = tree.parent[element]
    return element


def _is_repeated(view: PageView, element: int, mark: TextLine) -> bool:
    """Tell whether elements of the same kind with sentences follow the line beside this one: paragraphs of one text."""
    tree = view.tree
    kind = (tree.tag[element], tree.attribute(element, "class"))
    place = tree.end[element]
    parent = tree.parent[element]
    if parent <= 0 or not tree.inside(mark.start, parent):
        return False
    siblings = (child for child in _following(tree, place, tree.end[parent]) if child > mark.start)
    return any(
        (tree.tag[child], tree.tag[child] and tree.attribute(child, "class")) == kind
        and any(_is_text(view, line) for line in tree.lines_between(child, tree.end[child]))
        for child in islice(siblings, _SIBLINGS)
    )


def _following(tree: Tree, index: int, end: int) -> Iterable[int]:
    while index < end:
        yield index
        index = tree.end[index]
