"""A category's listing page read: its rows in the site's order, and its pager.

The rows are the articles linked between the breadcrumb and the pager, in the one list that stands there; what a
row is made of (an `li`, a `dl`, three siblings in turn) is found from where its link repeats. Side columns look
just like lists, so position decides, never looks.
"""

import re
from collections import defaultdict
from dataclasses import replace

from achie_tui.model import Listing, Row
from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import DATE, find_row_date
from achie_tui.parse.fields import find_breadcrumb
from achie_tui.parse.neighbours import link_title
from achie_tui.parse.tree import BLOCKS, Tree
from achie_tui.site.address import (
    Addresses,
    article_date,
    directory,
    is_article,
    listing_page,
    listing_template,
)
from achie_tui.site.discovery import fold
from achie_tui.site.profile import Labels, Profile

_STATED = re.compile(r"共\s*(\d{1,6})\s*页\s*[/,，、·|]?\s*(?:共\s*)?(\d{1,8})\s*条")
_STATED_PAGES = re.compile(r"共\s*(\d{1,6})\s*页")
_STATED_TOTAL = re.compile(r"共\s*(\d{1,8})\s*(?:条|篇)")
_PAGER_WORDS = {"首页", "上一页", "下一页", "末页", "尾页"}
_SIDE_HEADING = re.compile(
    r"^(?:推荐|热点|热门|最新|相关|图文|精彩|本类|本月|本周|阅读|点击|栏目|随机|友情|猜你|TAG)\S{0,6}$", re.IGNORECASE
)
_SUMMARY_LENGTH = 16
_LABEL = re.compile(r"^[一-鿿]{2,5}\s*[:：]")


def read_listing(tree: Tree, path: str, profile: Profile, addresses: Addresses) -> Listing:
    """Read a listing page from its tree. Nothing is raised: a page that lists nothing gives no rows."""
    _, after = find_breadcrumb(tree)
    pager = _Pager(tree, path, addresses)
    links = _article_links(tree, path, addresses)
    rows = _rows(tree, _main_list(tree, links, after, pager, path), profile)
    if pager.total == 0:
        rows = ()
    here = listing_page(path)
    return Listing(
        rows=rows,
        page=here[1] if here else 1,
        pages=pager.pages,
        total=pager.total,
        next=pager.next,
        template=pager.template,
    )


class _Pager:
    """The pager of a listing: where it begins, how many pages and articles it states, where it leads."""

    def __init__(self, tree: Tree, path: str, addresses: Addresses) -> None:
        self.start: int | None = None
        self.pages: int | None = None
        self.total: int | None = None
        self.next: str | None = None
        self.template: str | None = None
        here = listing_page(path)
        own, number = here if here else (path, 1)
        numbers: list[int] = []
        for index in tree.elements("a"):
            target = addresses.path(tree.attributes(index).get("href", ""), path)
            page = listing_page(target) if target else None
            if target is None or page is None or not _same_category(page[0], own):
                continue
            text = clean_line(tree.raw_text(index, tree.end[index]))
            if text not in _PAGER_WORDS and not text.isdigit() and "下一页" not in text:
                continue
            self.start = index if self.start is None else self.start
            self.template = self.template or listing_template(target)
            numbers.append(page[1])
            if page[1] == number + 1:
                self.next = self.next or target
        self._read_stated(tree)
        if numbers and self.pages is None:
            self.pages = max(*numbers, number)

    def _read_stated(self, tree: Tree) -> None:
        for line in tree.lines:
            if "共" not in line.text:
                continue
            both = _STATED.search(line.text)
            pages = both or _STATED_PAGES.search(line.text)
            total = _STATED_TOTAL.search(line.text)
            if both is None and (pages is None or len(line.text) > 40) and total is None:  # noqa: PLR2004
                continue
            if both is not None:
                self.pages, self.total = int(both[1]), int(both[2])
            else:
                self.pages = int(pages[1]) if pages else None
                self.total = int(total[1]) if total and pages else None
            if self.pages is not None:
                self.start = line.start if self.start is None else min(self.start, line.start)
                return


def _same_category(one: str, other: str) -> bool:
    return one == other or directory(one) == directory(other) or "?tid=" in one


def _article_links(tree: Tree, path: str, addresses: Addresses) -> list[tuple[int, str]]:
    links = []
    for index in tree.elements("a"):
        href = tree.attributes(index).get("href", "")
        target = addresses.path(href, path) if href else None
        if target is not None and is_article(target):
            links.append((index, target))
    return links


def _main_list(tree: Tree, links: list[tuple[int, str]], after: int, pager: _Pager, path: str) -> list[tuple[int, str]]:
    """Choose the links of the page's own list: by container, the one that ends nearest above the pager.

    Without a pager the list with most dates wins, then the one with most articles of this category.
    """
    if pager.start is not None:
        links = [link for link in links if after <= link[0] < pager.start]
    groups = _by_container(tree, links)
    here = listing_page(path)
    own = here[0] if here else path
    if pager.start is not None:
        if not groups:
            return []
        nearest = max(groups, key=lambda group: group[-1][0])
        common = _common(tree, nearest[0][0], pager.start)
        # Side columns above the pager share with it only the page itself.
        if tree.tag[common] == "body" and len(groups) > 1:
            nearest = max(groups, key=lambda group: (_dated(tree, group), len(group)))
        return nearest
    candidates = [group for group in groups if group[0][0] >= after and not _has_side_heading(tree, group)]
    return max(
        candidates,
        key=lambda group: (_dated(tree, group), sum(link.startswith(own) for _, link in group), len(group)),
        default=[],
    )


def _by_container(tree: Tree, links: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Group links by the nearest element that holds more than one article, the outermost of equal ones.

    A list cut into several (a gap after every fifth row) shares class and parent, and is one list.
    """
    targets: dict[int, set[str]] = defaultdict(set)
    for index, target in links:
        for ancestor in tree.ancestors(index):
            targets[ancestor].add(target)
    groups: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for index, target in links:
        ancestors = tree.ancestors(index)
        container = next((a for a in ancestors if len(targets[a]) > 1), ancestors[-1] if ancestors else 0)
        groups[_identity(tree, container)].append((index, target))
    return sorted(groups.values(), key=lambda group: group[0][0])


def _identity(tree: Tree, container: int) -> tuple[int, str]:
    if tree.tag[container] in {"ul", "ol", "dl", "table", "tbody"}:
        kind = f"{tree.tag[container]}.{tree.attributes(container).get('class', '')}"
        return tree.parent[container], kind
    return container, ""


def _common(tree: Tree, one: int, other: int) -> int:
    return next((a for a in tree.ancestors(one) if tree.inside(other, a)), 0)


def _dated(tree: Tree, group: list[tuple[int, str]]) -> int:
    start, end = group[0][0], tree.end[group[-1][0]]
    block = next((a for a in tree.ancestors(group[-1][0]) if tree.tag[a] in BLOCKS), group[-1][0])
    return len(DATE.findall(tree.raw_text(start, max(end, tree.end[block]))))


def _has_side_heading(tree: Tree, group: list[tuple[int, str]]) -> bool:
    before = [line for line in tree.lines if line.end <= group[0][0]]
    return bool(before) and _SIDE_HEADING.match(before[-1].text) is not None


def _rows(tree: Tree, links: list[tuple[int, str]], profile: Profile) -> tuple[Row, ...]:
    firsts: dict[str, int] = {}
    for index, target in links:
        firsts.setdefault(target, index)
    extents = _extents(tree, list(firsts.values()))
    rows: list[Row] = []
    for (target, _), (start, end) in zip(firsts.items(), extents, strict=True):
        own = [index for index, other in links if other == target]
        title = max((_title(tree, index) for index in own), key=len, default="")
        if title:
            rows.append(_row(tree, target, title, own, (start, end), profile))
    return _with_years(tree, rows, extents)


def _with_years(tree: Tree, rows: list[Row], extents: list[tuple[int, int]]) -> tuple[Row, ...]:
    """Give dates without a year that of their neighbours: redirects have none in their address.

    Listings run from new to old, so the date lies between the last one above and the next one below.
    """
    found = list(rows)
    for number, row in enumerate(rows):
        if row.published is not None:
            continue
        above = next((r.published for r in reversed(found[:number]) if r.published), None)
        below = next((r.published for r in rows[number:] if r.published), None)
        text = tree.raw_text(*extents[number])
        candidates = [find_row_date(text, hint[:10]) for hint in (above, below) if hint]
        between = [c for c in candidates if c and (not above or c <= above) and (not below or c >= below[:10])]
        published = (between or [c for c in candidates if c] or [None])[0]
        found[number] = replace(row, published=published)
    return tuple(found)


def _title(tree: Tree, index: int) -> str:
    text = clean_line(tree.raw_text(index, tree.end[index]))
    return link_title(text, tree.attributes(index).get("title", ""))


def _extents(tree: Tree, indexes: list[int]) -> list[tuple[int, int]]:
    """Give each row's nodes: the element that holds one article alone, or the siblings up to the next article."""
    if not indexes:
        return []
    items = []
    for index in indexes:
        item = index
        for ancestor in tree.ancestors(index):
            if sum(tree.inside(other, ancestor) for other in indexes) > 1:
                break
            if ancestor == 0 and len(indexes) == 1:
                break
            item = ancestor
            if len(indexes) == 1 and tree.tag[ancestor] in {"li", "tr", "dl", "div", "p"}:
                break
        items.append(item)
    lead = _lead(tree, items)
    starts = [item - shift for item, shift in zip(items, lead, strict=True)]
    container_end = tree.end[tree.parent[items[-1]]] if tree.parent[items[-1]] >= 0 else len(tree)
    ends = [*starts[1:], container_end]
    return [
        (start, min(end, container_end) if end > start else tree.end[item])
        for start, end, item in zip(starts, ends, items, strict=True)
    ]


def _lead(tree: Tree, items: list[int]) -> list[int]:
    """Give how many nodes stand before each row's link that belong to it: where rows are siblings in turn.

    The first item may follow a date of its own; the same then holds for all.
    """
    parent = tree.parent[items[0]]
    if parent < 0 or len(items) < 2 or any(tree.parent[item] != parent for item in items):  # noqa: PLR2004
        return [0] * len(items)
    siblings = [c for c in tree.children(parent) if tree.tag[c] or tree.text[c].strip()]
    places = [siblings.index(item) for item in items]
    steps = {b - a for a, b in zip(places, places[1:], strict=False)}
    if steps == {1} or places[0] == 0:
        return [0] * len(items)
    step = min(steps)
    before = min(places[0], step - 1)
    return [item - siblings[place - before] for item, place in zip(items, places, strict=True)]


def _row(tree: Tree, path: str, title: str, links: list[int], extent: tuple[int, int], profile: Profile) -> Row:
    start, end = extent
    inside = [index for index in links if start <= index < end]
    text = _text_outside(tree, start, end, inside)
    category = None
    names = {fold(name): name for name in profile.categories}
    for index in tree.elements("a", start, end):
        if index not in links:
            category = names.get(fold(clean_line(tree.raw_text(index, tree.end[index])).strip("[]【】"))) or category
    return Row(
        path=path,
        title=title,
        published=find_row_date(text, article_date(path)),
        summary=_summary(tree, start, end, inside, title),
        source=_source(text, profile.labels),
        category=category,
    )


def _text_outside(tree: Tree, start: int, end: int, links: list[int]) -> str:
    """Give a row's text without its title: dates and labels are looked for in what remains."""
    parts: list[str] = []
    index = start
    while index < end:
        if index in links:
            parts.append(" ")
            index = tree.end[index]
            continue
        parts.append(" " if tree.tag[index] else tree.text[index])
        index += 1
    return "".join(parts)


def _summary(tree: Tree, start: int, end: int, links: list[int], title: str) -> str | None:
    """Give the longest line of a row that is neither its title nor its dates and labels."""
    best = ""
    for line in tree.lines_between(start, end):
        if any(line.start <= index < line.end or tree.inside(line.start, index) for index in links):
            continue
        text = line.text.strip(" .…")
        if len(text) < _SUMMARY_LENGTH or text == title or (_LABEL.match(text) and DATE.search(text)):
            continue
        best = max(best, line.text, key=len)
    return best or None


def _source(text: str, labels: Labels) -> str | None:
    words = "|".join(map(re.escape, sorted(labels.source, key=len, reverse=True)))
    match = re.search(rf"(?<![\w一-鿿])(?:{words})\s*[:：]\s*(\S{{1,30}})", text) if words else None
    if match is None or _LABEL.match(match[1]):
        return None
    return clean_line(match[1]).strip("[]【】|") or None
