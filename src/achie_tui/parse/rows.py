"""The rows of a listing: what belongs to each link, whatever a row is made of (an `li`, a `dl`, siblings in turn)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from achie_tui.model import Row
from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import DATE, find_row_date, shows_day
from achie_tui.parse.tree import Line, Tree
from achie_tui.parse.view import ArticleLink, PageView
from achie_tui.parse.years import with_years
from achie_tui.site.address import article_date
from achie_tui.site.discovery import fold

_SUMMARY_LENGTH = 16
_LABEL = re.compile(r"^[一-鿿]{2,5}\s*[:：]")

Extent = tuple[int, int]


class _Item(NamedTuple):
    """What a row is read from: the article's path, the links to it in order, and the nodes that belong to the row."""

    path: str
    links: list[int]
    extent: Extent


def read_rows(view: PageView, links: Sequence[ArticleLink], stop: int) -> tuple[Row, ...]:
    """Read the rows that a list's links stand for, in order; several links to one article are one row.

    `stop` is the node where the pager begins.
    """
    links_of: dict[str, list[int]] = {}
    for node, path in links:
        links_of.setdefault(path, []).append(node)
    extents = _extents(view, [nodes[0] for nodes in links_of.values()], stop)
    items = [_Item(path, nodes, extent) for (path, nodes), extent in zip(links_of.items(), extents, strict=True)]
    rows: list[Row] = []
    texts: list[str] = []
    for item in items:
        title = max(map(view.link_title, item.links), key=len)
        if title:
            text = _text_outside(view.tree, item)
            rows.append(_row(view, item, title, text))
            texts.append(text)
    return tuple(with_years(view, rows, texts))


def _extents(view: PageView, nodes: list[int], stop: int) -> list[Extent]:
    """Give each row's nodes: the element that holds one article alone, or the siblings up to the next article."""
    tree = view.tree
    if not nodes:
        return []
    if len(nodes) == 1:
        item = _alone(view, nodes[0], stop)
        return [(item, tree.end[item])]
    borders = zip([-1, *nodes], nodes, [*nodes[1:], len(tree)], strict=False)
    items = [_last(_between(tree, node, before, behind), node) for before, node, behind in borders]
    starts = [item - shift for item, shift in zip(items, _leads(tree, items), strict=True)]
    container_end = tree.end[tree.parent[items[-1]]]
    ends = [*starts[1:], container_end]
    return [
        (start, min(end, container_end) if end > start else tree.end[item])
        for start, end, item in zip(starts, ends, items, strict=True)
    ]


def _between(tree: Tree, node: int, before: int, behind: int) -> Iterator[int]:
    """Give the elements around a node that hold neither of two others."""
    return takewhile(lambda element: before < element and tree.end[element] <= behind, tree.ancestors(node))


def _alone(view: PageView, node: int, stop: int) -> int:
    """Give the element of the only row: the largest below the breadcrumb without pager and other articles."""
    tree, own = view.tree, dict(view.articles)[node]

    def is_row(element: int) -> bool:
        others = (path != own for _, path in view.articles_between(element, tree.end[element]))
        return view.breadcrumb.end <= element and tree.end[element] <= stop and element > 0 and not any(others)

    return _last(takewhile(is_row, tree.ancestors(node)), node)


def _last(nodes: Iterable[int], default: int) -> int:
    last = default
    for node in nodes:
        last = node
    return last


def _leads(tree: Tree, items: list[int]) -> list[int]:
    """Give how many nodes before each row's link belong to it: where rows are siblings in turn.

    The first item may follow a date of its own; the same then holds for all.
    """
    none = [0] * len(items)
    parent = tree.parent[items[0]]
    if any(tree.parent[item] != parent for item in items):
        return none
    siblings = [child for child in tree.children(parent) if tree.tag[child] or tree.text[child].strip()]
    place_of = {child: place for place, child in enumerate(siblings)}
    places = [place_of[item] for item in items]
    step = min(after - before for before, after in pairwise(places))
    if places[0] == 0 or step == 1:
        return none
    lead = min(places[0], step - 1)
    return [item - siblings[place - lead] for item, place in zip(items, places, strict=True)]


def _text_outside(tree: Tree, item: _Item) -> str:
    """Give what a row shows beside its title; sentences, which tell of other dates, only where there is no day else."""
    links = set(item.links)
    short: list[str] = []
    sentences: list[str] = []
    index, end = item.extent
    while index < end:
        if index in links:
            short.append(" ")
            index = tree.end[index]
        else:
            text = tree.text[index] or " "
            (sentences if "。" in text else short).append(text)
            index += 1
    text = "".join(short)
    return text if shows_day(text) else " ".join((text, *sentences))


def _row(view: PageView, item: _Item, title: str, text: str) -> Row:
    return Row(
        path=item.path,
        title=title,
        published=find_row_date(text, article_date(item.path)),
        summary=_summary(view.tree, item, title),
        source=_source(view, text),
        category=_category(view, item),
    )


@cache
def _folded(names: tuple[str, ...]) -> dict[str, str]:
    return {fold(name): name for name in names}


def _category(view: PageView, item: _Item) -> str | None:
    """Give the category that a row links beside its title."""
    names = _folded(view.profile.categories)
    for node in view.tree.anchors_between(*item.extent):
        name = names.get(fold(view.tree.line_of(node).strip("[]【】")))
        if name is not None:
            return name
    return None


def _summary(tree: Tree, item: _Item, title: str) -> str | None:
    """Give the longest line of a row that is neither its title nor its dates and labels."""
    best = ""
    for line in tree.lines_between(*item.extent):
        text = line.text.strip(" .…")
        if len(text) < _SUMMARY_LENGTH or text == title or (_LABEL.match(text) and DATE.search(text)):
            continue
        if not _has_link(tree, line, item.links):
            best = max(best, line.text, key=len)
    return best or None


def _has_link(tree: Tree, line: Line, links: list[int]) -> bool:
    """Tell whether one of the links (in order) stands in a line, or around its beginning."""
    place = bisect_left(links, line.end)
    last = links[place - 1] if place else -1
    return last >= line.start or (last >= 0 and tree.inside(line.start, last))


@cache
def _source_form(labels: tuple[str, ...]) -> re.Pattern[str] | None:
    words = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    return re.compile(rf"(?<![\w一-鿿])(?:{words})\s*[:：]\s*(\S{{1,30}})") if words else None


def _source(view: PageView, text: str) -> str | None:
    form = _source_form(view.profile.labels.source)
    match = form.search(text) if form else None
    if match is None or _LABEL.match(match[1]):
        return None
    return clean_line(match[1]).strip("[]【】|") or None
