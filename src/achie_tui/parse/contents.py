"""Boxes of contents in front of a text: a heading 文章目录, and links to headings of the text itself, or none yet."""

import re
from itertools import islice

from achie_tui.parse.tree import TextLine, Tree

_HEADING = re.compile(
    r"(?:文章|本文|内容|全文|页内)?(?:目录|导航|索引)(?:\s*[\[（(【]?(?:收起|展开|隐藏|显示|-|\+)[\]）)】]?)?\s*[:：]?"
)
_LINES = 16
_CLIMB = 5
# What a script fills.
_EMPTY = frozenset(("ul", "ol", "nav", "div", "td", "dl", "menu", "section"))


def find_contents(tree: Tree, start: int, end: int) -> int | None:
    """Give the element of a box of contents that begins among the first lines of a text (nodes `start` to `end`)."""
    for line in tree.lines_between(start, end)[:_LINES]:
        if _HEADING.fullmatch(line.text):
            return _box(tree, line, start, end)
    return None


def _box(tree: Tree, heading: TextLine, start: int, end: int) -> int | None:
    """Give the largest element that holds only the heading and what it stands over; a heading of the text has none."""
    box = None
    for node in islice(tree.ancestors(heading.start), _CLIMB):
        if node < start or tree.end[node] > end:
            break
        others = [line for line in tree.lines_between(node, tree.end[node]) if line != heading]
        if not all(_leads_into_text(tree, line) for line in others):
            break
        if others or any(_is_empty(tree, child) for child in range(heading.end, tree.end[node])):
            box = node
    return box


def _leads_into_text(tree: Tree, line: TextLine) -> bool:
    """Tell whether a line is links to places on the same page, and nothing else."""
    inside = tree.anchors_between(line.start, line.end)
    links = [*inside, *(node for node in islice(tree.ancestors(line.start), _CLIMB) if tree.tag[node] == "a")]
    own = tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
    return (
        own <= 1
        and bool(links)
        and all(tree.attribute(link, "href").startswith(("#", "javascript:")) for link in links)
    )


def _is_empty(tree: Tree, node: int) -> bool:
    return tree.tag[node] in _EMPTY and tree.length(node, tree.end[node]) == 0
