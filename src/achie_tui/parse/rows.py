"""The rows of a listing: what belongs to each link, whatever a row is made of (an `li`, a `dl`, siblings in turn)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from achie_tui.model import Row
from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import DATE, find_row_date
from achie_tui.parse.tree import Tree
from achie_tui.parse.view import ArticleLink, PageView
from achie_tui.parse.years import with_years
from achie_tui.site.address import article_date
from achie_tui.site.discovery import fold

_SUMMARY_LENGTH = 16
_LABEL = re.compile(r"^[一-鿿]{2,5}\s*[:：]")
_ITEMS = frozenset(("li", "tr", "dl", "div", "p"))

Extent = tuple[int, int]


def read_rows(view: PageView, links: Sequence[ArticleLink]) -> tuple[Row, ...]:
    """Read the rows that a list's links stand for, in order; several links to one article are one row."""
    links_of: dict[str, list[int]] = {}
    for index, path in links:
        links_of.setdefault(path, []).append(index)
    extents = _extents(view.tree, [indexes[0] for indexes in links_of.values()])
    rows: list[Row] = []
    texts: list[str] = []
    for (path, indexes), extent in zip(links_of.items(), extents, strict=True):
        title = max(map(view.link_title, indexes), key=len)
        if title:
            text = _text_outside(view.tree, extent, set(indexes))
            rows.append(_row(view, path, title, indexes, extent, text))
            texts.append(text)
    return tuple(with_years(view, rows, texts))


def _extents(tree: Tree, indexes: list[int]) -> list[Extent]:
    """Give each row's nodes: the element that holds one article alone, or the siblings up to the next article."""
    if not indexes:
        return []
    if len(indexes) == 1:
        item = next((a for a in tree.ancestors(indexes[0]) if tree.tag[a] in _ITEMS), indexes[0])
        return [(item, tree.end[item])]
    items = []
    for before, index, behind in zip([-1, *indexes], indexes, [*indexes[1:], len(tree)], strict=False):
        item = index
        for ancestor in tree.ancestors(index):
            if ancestor <= before or behind < tree.end[ancestor]:
                break
            item = ancestor
        items.append(item)
    starts = [item - shift for item, shift in zip(items, _leads(tree, items), strict=True)]
    container_end = tree.end[tree.parent[items[-1]]]
    ends = [*starts[1:], container_end]
    return [
        (start, min(end, container_end) if end > start else tree.end[item])
        for start, end, item in zip(starts, ends, items, strict=True)
    ]


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


def _text_outside(tree: Tree, extent: Extent, links: set[int]) -> str:
    """Give a row's text without its title: dates and labels are looked for in what remains."""
    parts: list[str] = []
    index, end = extent
    while index < end:
        if index in links:
            parts.append(" ")
            index = tree.end[index]
        else:
            parts.append(tree.text[index] or " ")
            index += 1
    return "".join(parts)


def _row(view: PageView, path: str, title: str, links: list[int], extent: Extent, text: str) -> Row:
    return Row(
        path=path,
        title=title,
        published=find_row_date(text, article_date(path)),
        summary=_summary(view.tree, extent, links, title),
        source=_source(view, text),
        category=_category(view, extent, links),
    )


def _category(view: PageView, extent: Extent, links: list[int]) -> str | None:
    """Give the category that a row links beside its title."""
    names = {fold(name): name for name in view.profile.categories}
    others = (view.tree.line_of(index) for index in view.tree.anchors_between(*extent) if index not in links)
    return next((names[fold(text)] for text in (o.strip("[]【】") for o in others) if fold(text) in names), None)


def _summary(tree: Tree, extent: Extent, links: list[int], title: str) -> str | None:
    """Give the longest line of a row that is neither its title nor its dates and labels."""
    best = ""
    for line in tree.lines_between(*extent):
        if any(line.start <= index < line.end or tree.inside(line.start, index) for index in links):
            continue
        text = line.text.strip(" .…")
        if len(text) < _SUMMARY_LENGTH or text == title or (_LABEL.match(text) and DATE.search(text)):
            continue
        best = max(best, line.text, key=len)
    return best or None


def _source(view: PageView, text: str) -> str | None:
    words = "|".join(map(re.escape, sorted(view.profile.labels.source, key=len, reverse=True)))
    match = re.search(rf"(?<![\w一-鿿])(?:{words})\s*[:：]\s*(\S{{1,30}})", text) if words else None
    if match is None or _LABEL.match(match[1]):
        return None
    return clean_line(match[1]).strip("[]【】|") or None
