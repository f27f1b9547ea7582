"""The rows of a listing: what belongs to each link, whatever a row is made of (an `li`, a `dl`, siblings in turn)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from achie_tui.model import Row
from achie_tui.parse.clean import clean_line, without_markup
from achie_tui.parse.dates import DATE, find_row_date, shows_day
from achie_tui.parse.labels import is_labelled
from achie_tui.parse.tree import HEADINGS, TextLine, Tree
from achie_tui.parse.view import ArticleLink, PageView
from achie_tui.parse.years import with_years
from achie_tui.site.address import article_date
from achie_tui.site.discovery import fold

_SUMMARY_LENGTH = 16
_TITLE_LENGTH = 1
_LABEL = re.compile(r"^[一-鿿]{2,5}\s*[:：]")
# Words that lead to an article and do not name it.
_MORE = re.compile(
    r"[\[【(（<《\s]*(?:查看|阅读|浏览|了解|点击|点此|更多|全文|详细|详情|内容|进入|继续|查阅|展开|more|read|details?|go|view)+"
    r"(?:全文|原文|更多|详细|详情|内容|信息|文章|正文|查看|进入|more)*[\]】)）>》»›.…+\s]*|首页|\d{1,3}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[[^\[\]]{0,20}\]|【[^【】]{0,20}】|\s+|new|hot", re.IGNORECASE)
_STOP = re.compile(r"[。！？；…]|\.\.\.")
_DATE_LINE = 40
_CLIMB = 3
_SENTENCE = re.compile(r"[，。；！？]")
# A date, perhaps behind its label, and little else: 发布时间：2025-09-25 14:03, 2025-09-25 admin.
# A name and a date, and nothing else: 园区日报 [2025-09-25 18:48].
_NAME_AND_DATE = re.compile(rf"^(?P<name>[\w·《》\s]{{2,20}}?)\s*[|/]?\s*[\[(（【]?\s*(?:{DATE.pattern})\s*[\])）】]?$")
_NO_SOURCES = frozenset(("admin", "administrator", "管理员", "未知", "佚名", "小编", "编辑"))
_FACT = re.compile(rf"^(?:[一-鿿]{{2,5}}\s*[:：]\s*)?[\[(（【]?\s*(?:{DATE.pattern}).{{0,16}}$")
_DATE_AT_END = re.compile(rf"\s*[\[(（【]?(?:{DATE.pattern})\s*[\])）】]?$")
_MORE_AT_END = re.compile(r"\s*[\[【]\s*(?:查看|阅读|更多|全文|详细|详情)[^\[\]【】]{0,4}[\]】]$")

Extent = tuple[int, int]


class _RowSource(NamedTuple):
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
    items = [_RowSource(path, nodes, extent) for (path, nodes), extent in zip(links_of.items(), extents, strict=True)]
    rows: list[Row] = []
    texts: list[str] = []
    for item in items:
        title = row_title(view, item.links, item.extent)
        if title:
            text = _text_outside(view.tree, item, title)
            rows.append(_row(view, item, title, text))
            texts.append(text)
    return tuple(with_years(view, rows, texts))


def is_more(text: str) -> bool:
    """Tell whether words lead to an article without naming it: 查看全文, 更多."""
    return _MORE.fullmatch(text) is not None


def row_title(view: PageView, links: Sequence[int], extent: Extent) -> str:
    """Give the title in a row: of what its links show, what names the article; else the picture's `alt`, else a line.

    A row links its article by picture, title, summary and 查看更多; a heading is the title, and what ends like a
    sentence is not, where there is anything else.
    """
    tree = view.tree
    found: list[tuple[bool, bool, str]] = []
    for link in links:
        text = _title_of_link(view, link)
        if len(text) >= _TITLE_LENGTH and not _MORE.fullmatch(text):
            found.append((not _is_heading(tree, link), _STOP.search(text) is not None, text))
    if found:
        return min(found, key=lambda each: each[:2])[2]
    for link in links:
        named = [tree.attribute(link, "title"), *_alternatives(tree, link, tree.end[link])]
        if name := next(filter(None, map(without_markup, named)), ""):
            return name
    inside = tree.lines_between(*extent)
    headings = [line for line in inside if any(tree.tag[node] in HEADINGS for node in _near(tree, line.start))]
    shown = [*headings, *(line for line in inside if not _is_fact(line.text))]
    texts = [line.text for line in shown if not _MORE.fullmatch(line.text)]
    return next(iter([*texts, *filter(None, map(without_markup, _alternatives(tree, *extent)))]), "")


def _title_of_link(view: PageView, link: int) -> str:
    """Give the title that a link shows: its `title=""` where that is the title in full, or what is in the link of it.

    Of a link around a whole card it is a heading's text, else the first line that is no date and no label.
    """
    tree, end = view.tree, view.tree.end[link]
    whole = view.link_title(link)
    named = without_markup(tree.attribute(link, "title"))
    lines = tree.lines_between(link, end)
    if len(named) >= _TITLE_LENGTH and named in whole:
        if len(lines) > 1 or not _BRACKETED.sub("", whole.replace(named, "", 1)):
            return named
        return whole
    if len(lines) <= 1 or len(whole) > len(tree.line_of(link)):
        return whole
    headings = [line for line in lines if any(tree.tag[node] in HEADINGS for node in _near(tree, line.start))]
    return next((line.text for line in (*headings, *lines) if not _is_fact(line.text)), whole)


def _near(tree: Tree, node: int) -> Iterator[int]:
    return islice(tree.ancestors(node), _CLIMB)


def _is_heading(tree: Tree, link: int) -> bool:
    """Tell whether a link stands in a heading, or around one and nothing else."""
    if any(tree.tag[node] in HEADINGS for node in _near(tree, link)):
        return True
    inside = range(link, tree.end[link])
    return len(tree.lines_between(link, tree.end[link])) == 1 and any(tree.tag[node] in HEADINGS for node in inside)


def _alternatives(tree: Tree, start: int, end: int) -> Iterator[str]:
    return (tree.attribute(image, "alt") for image in tree.elements("img", start, end))


def _is_fact(text: str) -> bool:
    """Tell whether a line is a date, a number, or a label with its value."""
    return len(text) <= _DATE_LINE and (shows_day(text) or text.isdigit() or is_labelled(text))


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
    ends = [*starts[1:], min(container_end, _end_like_others(tree, starts))]
    return [
        (start, min(end, container_end) if end > start else tree.end[item])
        for start, end, item in zip(starts, ends, items, strict=True)
    ]


def _end_like_others(tree: Tree, starts: list[int]) -> int:
    """Give where the last row ends: as many siblings behind its start as the row before it has, at most."""
    before, last = starts[-2:]
    steps, index = 0, before
    while index < last:
        steps, index = steps + (not tree.text[index].isspace()), tree.end[index]
    if index != last or steps == 0:
        return len(tree)  # they are no siblings
    parent_end = tree.end[tree.parent[last]]
    while steps and index < parent_end:
        steps, index = steps - (not tree.text[index].isspace()), tree.end[index]
    return index


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


def _text_outside(tree: Tree, item: _RowSource, title: str) -> str:
    """Give what a row shows beside its title; sentences, which tell of other dates, only where there is no day else.

    Elements are parted by a blank.
    """
    facts: list[str] = []
    short: list[str] = []
    sentences: list[str] = []
    for line in tree.lines_between(*item.extent):
        if line.text == title:
            continue
        text = " ".join(_texts_of(tree, line, item.links))
        if _is_dated_fact(text.strip()):
            facts.append(text)
        elif _SENTENCE.search(text) and len(text) > _SUMMARY_LENGTH:
            sentences.append(text)
        else:
            short.append(text)
    beside = " ".join(short)
    if facts:
        # A line that begins with its day says when; one that only holds one may tell of another.
        facts.sort(key=lambda text: _FACT.match(text.strip()) is None)
        return " ".join((*facts, beside))
    return beside if shows_day(beside) else " ".join((beside, *sentences))


def _is_dated_fact(text: str) -> bool:
    """Tell whether a line is a day, perhaps with its label, a name or two beside it, and no sentence."""
    match = DATE.search(text)
    if match is None:
        return len(text) <= _SUMMARY_LENGTH and shows_day(text)
    beside = text[: match.start()] + text[match.end() :]
    return not _SENTENCE.search(beside) and (
        len(beside) <= _SUMMARY_LENGTH or (len(beside) <= _DATE_LINE and is_labelled(text))
    )


def _texts_of(tree: Tree, line: TextLine, links: Sequence[int]) -> Iterator[str]:
    """Give the texts of a line; of a link to the row's article only where the link is the whole card."""
    for index in range(line.start, line.end):
        if tree.text[index]:
            around = _link_around(tree, index, links)
            if around is None or len(tree.lines_between(around, tree.end[around])) > 1:
                yield tree.text[index]


def _link_around(tree: Tree, index: int, links: Sequence[int]) -> int | None:
    """Give the one of some links, in order, that a node stands in."""
    place = bisect_right(links, index)
    return links[place - 1] if place and index < tree.end[links[place - 1]] else None


def _row(view: PageView, item: _RowSource, title: str, text: str) -> Row:
    return Row(
        path=item.path,
        title=title,
        published=find_row_date(text, article_date(item.path)),
        summary=_summary(view.tree, item, title),
        source=_source(view, text) or _named_source(view.tree, item, title),
        category=_category(view, item),
    )


@cache
def _folded(names: tuple[str, ...]) -> dict[str, str]:
    return {fold(name): name for name in names}


def _category(view: PageView, item: _RowSource) -> str | None:
    """Give the category that a row links beside its title."""
    names = _folded(view.profile.categories)
    for node in view.tree.anchors_between(*item.extent):
        name = names.get(fold(view.tree.line_of(node).strip("[]【】")))
        if name is not None:
            return name
    return None


def _summary(tree: Tree, item: _RowSource, title: str) -> str | None:
    """Give the longest line of a row that is neither its title nor its dates and labels."""
    best = ""
    for line in tree.lines_between(*item.extent):
        text = line.text.strip(" .…")
        if len(text) < _SUMMARY_LENGTH or text == title or _FACT.match(text) or _MORE.fullmatch(text):
            continue
        if item.path in text:  # the engine's search shows addresses
            continue
        if (is_labelled(text) and DATE.search(text)) or _shows_title(tree, line, item.links, title):
            continue
        if _NAME_AND_DATE.match(line.text):
            continue
        best = max(best, line.text, key=len)
    return _DATE_AT_END.sub("", _without_more(best)).strip() or None


def _shows_title(tree: Tree, line: TextLine, links: Sequence[int], title: str) -> bool:
    """Tell whether a line holds the link that shows the title; of a link around a whole card it is one line alone."""
    around = _link_around(tree, line.start, links)
    shown = [
        *links[bisect_left(links, line.start) : bisect_left(links, line.end)],
        *([] if around is None else [around]),
    ]
    return any(_is_title_link(tree, link, title) for link in shown)


def _is_title_link(tree: Tree, link: int, title: str) -> bool:
    """Tell whether a link shows a title, with a category in brackets or a mark at most."""
    text = tree.line_of(link)
    return (
        len(tree.lines_between(link, tree.end[link])) <= 1
        and title in text
        and len(text) - len(title) < _SUMMARY_LENGTH
    )


def _without_more(text: str) -> str:
    """Take the link 查看全文 off the end of a summary."""
    return _MORE_AT_END.sub("", text).strip()


@cache
def _source_form(labels: tuple[str, ...]) -> re.Pattern[str] | None:
    words = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    value = r"(\S(?:.{0,29}?\S)??)(?=\s{2,}|\s*(?:[一-鿿]{2,5}\s*[:：]|[\[(（【|]|(?:19|20)\d\d[-/.年])|\s*$)"
    return re.compile(rf"(?<![\w一-鿿])(?:{words})\s*[:：]\s*{value}") if words else None


def _named_source(tree: Tree, item: _RowSource, title: str) -> str | None:
    """Give the name that stands alone beside the date."""
    for line in tree.lines_between(*item.extent):
        match = _NAME_AND_DATE.match(line.text)
        if match is not None and match["name"].casefold() not in _NO_SOURCES and match["name"] not in title:
            return match["name"].strip() if not match["name"].isdigit() else None
    return None


def _source(view: PageView, text: str) -> str | None:
    form = _source_form(view.profile.labels.source)
    match = form.search(text) if form else None
    if match is None or _LABEL.match(match[1]):
        return None
    return clean_line(match[1]).strip("[]【】|") or None
