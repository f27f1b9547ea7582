"""Where an article's text stands: by selector, else anchored at its head, else by density.

A selector is believed where what it finds stands behind the head, or around it. Anchored means: the nearest elements
behind the head (the line of labels, else the title) that hold a text, up to the first mark that ends one. Density is
left where there is neither.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from achie_tui.model import Extraction
from achie_tui.parse.contents import find_contents
from achie_tui.parse.ending import end_of_text
from achie_tui.parse.labels import is_labelled
from achie_tui.parse.pictures import is_ornament
from achie_tui.parse.prose import LONG_LINE, SENTENCE, is_prose, is_row, is_tool, own_length
from achie_tui.parse.tree import BLOCKS, EMBEDS, TextLine, Tree
from achie_tui.parse.view import PageView

SUBSTANCE = 8
_CLIMB = 8
_LONG_TEXT = 40
_IMAGE_WORTH = 40
_LINK_SHARE = 0.6
_MOST = 0.7
INTRO_LABEL = re.compile(
    r"^[\[【(（]?(?:摘要|导读|核心提示|内容提要|内容摘要|内容简介|简介|导语|提要)[\]】)）]?\s*[:：]?"
)
_FACT_LENGTH = 32
_TITLE_LINES = 4

Range = tuple[int, int]


class TextRanges(NamedTuple):
    """The ranges of nodes that hold the text, in order, how they were found, and the nodes in them that are no text."""

    ranges: tuple[Range, ...]
    extraction: Extraction
    left_out: frozenset[int] = frozenset()


def find_body(view: PageView, neighbours: Sequence[int | None], others: Sequence[int | None]) -> TextRanges:
    """Find the text behind the head of an article (its labels, else its title).

    `neighbours` and `others` are the nodes where what follows a text begins: 上一篇 and 下一篇, related articles and
    pager. A few templates show the former above the text.
    """
    body = _find_ranges(view, neighbours, others)
    if not body.ranges:
        return body
    contents = find_contents(view.tree, body.ranges[0][0], body.ranges[-1][1])
    return body if contents is None else body._replace(left_out=frozenset((contents,)))


def _find_ranges(view: PageView, neighbours: Sequence[int | None], others: Sequence[int | None]) -> TextRanges:
    tree = view.tree
    head = view.head.index if view.head else view.title.node
    after = view.breadcrumb.end if head is None else _behind(view, head)
    stop = end_of_text(view, after, [*neighbours, *others])
    if head is not None:
        bar = _bar_above_text(view, head, [node for node in neighbours if node is not None and node > after], others)
        if bar is not None:
            head, after = bar, tree.end[bar]
            stop = end_of_text(view, after, others)
    hinted = _hinted(view, after, stop)
    if hinted is not None:
        return TextRanges((hinted,), "selector")
    if head is not None:
        return TextRanges(_anchored(view, head, after, stop), "anchor")
    # Nothing tells a column beside the text from what follows it: only the sure marks end it.
    marks = (mark for mark in (*neighbours, *others) if mark is not None and mark > after)
    return TextRanges(_densest(view, after, min(marks, default=len(tree))), "density")


def _behind(view: PageView, head: int) -> int:
    """Give the node behind the head: its line's end, and the breadcrumb's where that stands between head and text."""
    tree = view.tree
    after = tree.end[head]
    number = tree.line_number(after - 1)
    if number < len(tree.lines) and tree.lines[number].start < after:
        after = max(after, tree.lines[number].end)
    title = view.title.node
    if title is not None and after <= title and tree.line_number(title) - tree.line_number(after) < _TITLE_LINES:
        after = max(tree.end[title], tree.lines[tree.line_number(title)].end)
    between = tree.lines_between(after, view.breadcrumb.end)
    if after < view.breadcrumb.end and not any(is_prose(tree, line) for line in between):
        after = view.breadcrumb.end
    return after


def _hinted(view: PageView, after: int, stop: int) -> Range | None:
    """Give the element that a selector finds, if it finds no other and some text in it.

    A mark inside it ends it only where no text follows there.
    """
    tree = view.tree
    for nodes in tree.select(view.profile.selectors.body):
        found = [node for node in nodes if tree.end[node] > after]
        if len(found) != 1:
            continue
        start, end = max(found[0], after), tree.end[found[0]]
        if start < stop < end and not any(is_prose(tree, line) for line in tree.lines_between(stop + 1, end)):
            end = stop
        # What begins behind the end of all text is another box.
        if start < stop or has_substance(tree, [(start, end)], _LONG_TEXT):
            return start, end
    return None


def _bar_above_text(view: PageView, head: int, labels: list[int], others: Sequence[int | None]) -> int | None:
    """Give the element with 上一篇 and 下一篇 where the text stands behind it, not between the head and it."""
    if not labels:
        return None
    tree = view.tree
    # The innermost element around the head and the labels: the text is in there too, on either side of them.
    around = next((node for node in tree.ancestors(head) if tree.inside(max(labels), node)), None)
    if around is None or _has_text(tree, [(tree.end[head], min(labels))]):
        return None
    bar = next(child for child in tree.children(around) if tree.inside(max(labels), child))
    stop = min(end_of_text(view, tree.end[bar], others), tree.end[around])
    has_sentences = any(SENTENCE.search(line.text) for line in tree.lines_between(tree.end[bar], stop))
    return bar if has_sentences and has_substance(tree, [(tree.end[bar], stop)], _LONG_TEXT) else None


def _anchored(view: PageView, head: int, after: int, stop: int) -> tuple[Range, ...]:
    """Climb from the head until what follows it holds a text; () where nothing does.

    Sentences that nobody links make a text at once; a few words, or a picture, only where no more is found further up.
    A text that is no longer than its summary has the markup of an editor, which the template's summary box has not.
    """
    tree = view.tree
    node = head
    some: list[Range] = []
    short: list[Range] = []
    for parent in islice(tree.ancestors(head), _CLIMB):
        last = tree.end[parent]
        siblings = _siblings_behind(tree, max(tree.end[node], after), min(last, stop))
        if _has_text(tree, siblings):
            if any(is_prose(tree, line) and not is_row(view, line) for line in _lines(tree, siblings)):
                return _without_chrome(view, siblings)
            some = some or siblings
        if not short:
            marked_up = [extent for extent in siblings if not _is_bare_box(tree, *extent)]
            short = marked_up if has_substance(tree, marked_up) else []
        if last > stop:
            break
        node = parent
    return _without_navigation(tree, some or short)


def _lines(tree: Tree, extents: Iterable[Range]) -> Iterable[TextLine]:
    return (line for extent in extents for line in tree.lines_between(*extent))


def _is_bare_box(tree: Tree, start: int, end: int) -> bool:
    return tree.tag[start] not in {"", "p"} and not any(tree.tag[start + 1 : end])


def _without_navigation(tree: Tree, extents: list[Range]) -> tuple[Range, ...]:
    return tuple(extent for extent in extents if not _is_navigation(tree, *extent))


def _without_chrome(view: PageView, extents: list[Range]) -> tuple[Range, ...]:
    """Leave out navigation, and what follows a box with all of the text: boxes without any."""
    tree = view.tree
    kept = _without_navigation(tree, extents)
    worth = [
        sum(len(line.text) for line in tree.lines_between(*extent) if is_prose(tree, line) and not is_row(view, line))
        for extent in kept
    ]
    most = max(worth, default=0)
    if not most or most < _BOX_SHARE * sum(worth):
        return kept
    number = worth.index(most)
    if tree.tag[kept[number][0]] not in _BOXES:
        return kept
    behind = (
        extent
        for extent, value in zip(kept[number + 1 :], worth[number + 1 :], strict=True)
        if value or not _is_bare_chrome(tree, *extent)
    )
    return (*kept[: number + 1], *behind)


def _is_bare_chrome(tree: Tree, start: int, end: int) -> bool:
    """Tell whether a box shows nothing but links, tools and icons."""
    if tree.tag[start] not in _BOXES or not all(is_ornament(tree, image) for image in tree.elements("img", start, end)):
        return False
    return all(is_tool(line.text) or own_length(tree, line) < _FEW for line in tree.lines_between(start, end))


_FEW = 4
_BOX_SHARE = 0.9
_BOXES = frozenset(("div", "section", "article", "table", "dl", "ul", "td", "dd", "main"))


def _has_text(tree: Tree, extents: list[Range]) -> bool:
    """Tell whether these nodes hold more than the summary of the article, or that twice: the text is no longer."""
    summary = plain(tree.description)
    if has_substance(tree, extents, SUBSTANCE + len(summary)):
        return True
    said = sum(_is_summary(line.text, summary) for line in _lines(tree, extents))
    return said != 1 and has_substance(tree, extents)


def _siblings_behind(tree: Tree, index: int, end: int) -> list[Range]:
    """Give the nodes behind one, up to an end, each with what it holds; loose text and what stands in it are one."""
    found: list[Range] = []
    is_loose = False
    while index < end:
        extent = (index, min(tree.end[index], end))
        was_loose, is_loose = is_loose, tree.tag[index] not in BLOCKS
        if was_loose and is_loose:
            extent = (found.pop()[0], extent[1])
        found.append(extent)
        index = tree.end[index]
    return found


def has_substance(tree: Tree, extents: Iterable[Range], wanted: int = SUBSTANCE) -> bool:
    """Tell whether nodes hold so much of what an article consists of.

    Counted are characters outside links, labels and tool bars; a picture is worth some.
    """
    found = 0
    for start, end in extents:
        if _is_navigation(tree, start, end):
            continue
        for line in tree.lines_between(start, end):
            if not is_tool(line.text) and not (len(line.text) <= _FACT_LENGTH and is_labelled(line.text)):
                found += tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
            if found >= wanted:
                return True
        pictures = (image for image in tree.elements("img", start, end) if not is_ornament(tree, image))
        enough = max(0, -((found - wanted) // _IMAGE_WORTH))  # one more need not be looked at
        found += _IMAGE_WORTH * sum(1 for _ in islice(pictures, enough))
        found += _IMAGE_WORTH * sum(tree.tag[node] in EMBEDS for node in range(start, end))
    return found >= wanted


def _is_summary(text: str, summary: str) -> bool:
    return len(text) >= LONG_LINE and plain(INTRO_LABEL.sub("", text)) == summary


def plain(text: str) -> str:
    """Reduce a text to what summaries and texts agree in: no blanks, no dots where it was cut."""
    return "".join(text.split()).rstrip(".…")


def _is_navigation(tree: Tree, start: int, end: int) -> bool:
    length = tree.length(start, end)
    return (
        length > 0
        and tree.link_length(start, end) / length > _LINK_SHARE
        and not SENTENCE.search(tree.raw_text(start, end))
    )


def _densest(view: PageView, after: int, stop: int) -> tuple[Range, ...]:
    """Choose the smallest element that holds most of the sentences of a page."""
    tree = view.tree
    sentences: Counter[int] = Counter()
    total = 0
    for line in tree.lines_between(after, stop):
        own = tree.length(line.start, line.end) - tree.link_length(line.start, line.end)
        if own < LONG_LINE or not SENTENCE.search(line.text):
            continue
        total += own
        for node in tree.ancestors(line.start):
            sentences[node] += own
    if not total:
        return ()
    # Of elements inside each other the innermost comes last.
    best = max(node for node, own in sentences.items() if own >= _MOST * total)
    if tree.tag[best] == "p":
        best = tree.parent[best]
    return ((max(best, after), min(tree.end[best], stop)),)
