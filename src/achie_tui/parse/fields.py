"""The head of an article: the line of labels at its title (来源, 作者, 日期, 点击), or a bare date there.

Built on what the engine always writes: labels before their values, and the script `count.php` beside the click label.
Where a template has neither, a date of its own beside the title is the date. Class names are only ever hints.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from achie_tui.parse.breadcrumb import is_position
from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import DATE, find_date
from achie_tui.parse.tree import BLOCKS, TextLine, Tree
from achie_tui.site.profile import Labels

_HEAD_LENGTH = 320
# An element that holds one of these holds more than the head of an article, however short the rest of it is.
_BEYOND = re.compile(r"上一?篇|下一?篇|版权所有|责任编辑|icp备|copyright")
# What every clue to a head holds: a label's colon or the century of a date.
_CLUES = (":", "：", "20", "19")
_LINES_ABOVE_TITLE = 3
_LINK_CLIMB = 4
_DATE_BELOW, _DATE_ABOVE, _LABEL_BELOW = 5, 2, 3  # lines
_BESIDE_DATE = 40  # characters
_DATED_LENGTH = 160
_GROWTH = 3
_OF_FACTS = frozenset(("ul", "ol", "dl", "li", "span", "small", "em", "i", "font"))
_PROSE_LENGTH = 16
_LINES_TO_PROSE = 6
_STOP = re.compile(r"[，。；！？]")
_LINES_BELOW_TITLE = 16
_LABEL_AND_MORE = 2
# Any label, known or not, ends the value before it: 字号：, 评论：.
_ANY_LABEL = re.compile(r"(?:^|(?<=[\s|\]】]))[一-鿿]{2,6}\s*[:：]")
_BORDER = "\x1f"
_BLANKS = r"[ \u00a0\u3000]*"

Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Head:
    """The line of labels, or of a bare date: node `index` is its element; what it does not give is None."""

    index: int
    source: str | None = None
    author: str | None = None
    published: str | None = None
    labelled: bool = True  # a label stands in it; a bare date beside the title is weaker evidence


@cache
def _patterns(labels: Labels) -> Patterns:
    def pattern(words: Sequence[str]) -> re.Pattern[str]:
        # Templates widen short labels with blanks: `来 源：`. Looking behind the first character is for speed.
        longest_first = sorted(words, key=len, reverse=True)
        letters = (list(map(re.escape, word)) for word in longest_first if word.strip())
        spaced = (rf"{word[0]}(?<![A-Za-z一-鿿].){_BLANKS.join(['', *word[1:]])}" for word in letters)
        return re.compile(rf"(?:{'|'.join(spaced)})\s*[:：]")

    kinds = {"source": labels.source, "author": labels.author, "published": labels.published, "views": labels.views}
    return {kind: pattern(words) for kind, words in kinds.items() if any(map(str.strip, words))}


def find_counted_head(tree: Tree, labels: Labels, after: int) -> Head | None:
    """Find the line of labels around `count.php`, behind the breadcrumb: no other on the page is the article's own."""
    if tree.counter is None:
        return None
    return _best_head(tree, [_small(tree, after, (tree.counter, *tree.ancestors(tree.counter)))], labels)


def find_uncounted_head(
    tree: Tree, labels: Labels, after: int, title: int | None, articles: frozenset[int]
) -> Head | None:
    """Find the line of labels near the title, a node, or if that is not known, anywhere behind the breadcrumb.

    Other dates with labels are those of rows, which link one of the `articles`, and of comments.
    """
    patterns = _patterns(labels)
    lines = tree.lines_between(after, len(tree)) if title is None else _lines_near(tree, title)
    clues = (line.start for line in lines if _is_clue(line.text, patterns) and not _is_row(tree, line, articles))
    return _best_head(tree, (_small(tree, after, tree.ancestors(clue)) for clue in clues), labels)


def find_lone_label(tree: Tree, labels: Labels, title: int) -> Head | None:
    """Find a line right below a title, a node, that is nothing but a label of its source or author with the value."""
    patterns = _patterns(labels)
    number = tree.line_number(title)
    for line in tree.lines[number + 1 : number + 1 + _LABEL_BELOW]:
        if (
            len(line.text) <= _BESIDE_DATE
            and _STOP.search(line.text) is None
            and any(kind != "views" and pattern.match(line.text) for kind, pattern in patterns.items())
        ):
            element = tree.parent[line.start]
            inside = tree.lines_between(element, tree.end[element])
            return _read_head(tree, element if inside == [line] else line.start, patterns)
    return None


def find_dated_head(tree: Tree, title: int, articles: frozenset[int]) -> Head | None:
    """Find the bare date beside a title, a node: in the heading itself, in the lines below it, or right above it.

    What is more than a date and a few words is no such line.
    """
    number = tree.line_number(title)
    lines = tree.lines
    below = takewhile(lambda line: not _is_sentence(line.text), lines[number + 1 : number + 1 + _DATE_BELOW])
    for line in (*lines[number : number + 1], *below, *lines[max(0, number - _DATE_ABOVE) : number][::-1]):
        match = DATE.search(line.text)
        if match is None or _is_row(tree, line, articles):
            continue
        beside = line.text[: match.start()] + line.text[match.end() :]
        published = find_date(line.text)
        if published is None or (len(beside) > _BESIDE_DATE and line is not lines[number]):
            continue
        return Head(_dated_element(tree, line, title), published=published, labelled=False)
    return None


def has_prose_behind(tree: Tree, head: int) -> bool:
    """Tell whether sentences follow a head within a few lines, and no links do."""
    for line in tree.lines_between(tree.end[head], len(tree))[:_LINES_TO_PROSE]:
        if is_position(line.text):
            continue
        if tree.anchors_between(line.start, line.end) or tree.tag[tree.parent[line.start]] == "a":
            return False
        if _is_sentence(line.text):
            return True
    return False


def _dated_element(tree: Tree, line: TextLine, title: int) -> int:
    """Give the largest element around a bare date that holds neither the title nor any text."""
    element = line.start
    if tree.inside(title, element) or line.start <= title < line.end:
        return next((node for node in tree.ancestors(title) if tree.tag[node] in BLOCKS), title)
    for node in tree.ancestors(line.start):
        if tree.inside(title, node) or node == 0 or tree.length(node, tree.end[node]) > _DATED_LENGTH:
            break
        inside = tree.lines_between(node, tree.end[node])
        if any(_is_sentence(each.text) for each in inside) or tree.elements("img", node, tree.end[node]):
            break
        element = node
    return element


def _is_sentence(text: str) -> bool:
    return _STOP.search(text) is not None and len(text) >= _PROSE_LENGTH


def _lines_near(tree: Tree, title: int) -> list[TextLine]:
    """Give the lines around the title that are not yet the text."""
    below = tree.lines_between(title, len(tree))[:_LINES_BELOW_TITLE]
    return tree.lines_between(0, title)[-_LINES_ABOVE_TITLE:] + list(
        takewhile(lambda line: "。" not in line.text, below)
    )


def _is_row(tree: Tree, line: TextLine, articles: frozenset[int]) -> bool:
    """Tell whether a line links an article: a row of a list has labels and dates, too."""
    around = (node for node in islice(tree.ancestors(line.start), _LINK_CLIMB) if tree.tag[node] == "a")
    return any(node in articles for node in (*around, *tree.anchors_between(line.start, line.end)))


def _is_clue(text: str, patterns: Patterns) -> bool:
    """Tell whether a line has a label or a date, and is not a sentence of the text that names its own sources."""
    return (
        len(text) <= _HEAD_LENGTH
        and "。" not in text
        and any(clue in text for clue in _CLUES)
        and (DATE.search(text) is not None or any(pattern.search(text) for pattern in patterns.values()))
    )


def _small(tree: Tree, after: int, ancestors: Iterable[int]) -> Iterator[int]:
    """Give the elements that are no larger than a head."""
    for index in ancestors:
        end = tree.end[index]
        if index < max(after, 1) or tree.length(index, end) > _HEAD_LENGTH:
            break
        # Letter case costs a pattern more than a text. A sentence is the text's.
        text = tree.raw_text(index, end)
        if "。" in text or _BEYOND.search(text.lower()):
            break
        yield index


def _best_head(tree: Tree, chains: Iterable[Iterable[int]], labels: Labels) -> Head | None:
    """Read the smallest of the elements that show most of what a head is made of: a label and a date, or two labels."""
    patterns = _patterns(labels)
    best, best_rank = None, (0, 0)
    seen: set[int] = set()
    for chain in chains:
        for index in chain:
            if index in seen:
                break
            seen.add(index)
            rank = (_score(tree, index, patterns), -tree.length(index, tree.end[index]))
            if rank[0] and (best is None or rank > best_rank):
                best, best_rank = index, rank
    return _read_head(tree, best, patterns) if best is not None else None


def _grown(tree: Tree, index: int) -> int:
    """Give the list or line around an element of labels where all of it is short: facts in items of their own."""
    for node in islice(tree.ancestors(index), _GROWTH):
        inside = tree.lines_between(node, tree.end[node])
        if tree.tag[node] not in _OF_FACTS or tree.length(node, tree.end[node]) > _DATED_LENGTH:
            break
        if any(len(line.text) > _BESIDE_DATE or _STOP.search(line.text) for line in inside):
            break
        index = node
    return index


def _score(tree: Tree, index: int, patterns: Patterns) -> int:
    text = _marked_text(tree, index)
    labels = sum(pattern.search(text) is not None for pattern in patterns.values())
    score = labels + (DATE.search(text) is not None)
    return score if labels and score >= _LABEL_AND_MORE else 0


def _marked_text(tree: Tree, index: int) -> str:
    """Give an element's text with a mark where elements meet: a label may follow a value without a blank."""
    return _BORDER.join("\n" if tree.tag[i] in BLOCKS else tree.text[i] for i in range(index, tree.end[index]))


def _read_head(tree: Tree, index: int, patterns: Patterns) -> Head:
    text = _marked_text(tree, index)
    labels = sorted(
        (match.start(), match.end(), kind) for kind, pattern in patterns.items() for match in pattern.finditer(text)
    )
    stops = sorted({match.start() for match in _ANY_LABEL.finditer(text)} | {start for start, _, _ in labels})
    values: dict[str, str] = {}
    for _, end, kind in labels:
        stop = next((s for s in stops if s >= end), len(text))
        values[kind] = values.get(kind) or text[end:stop]
    # A value in another form is a date all the same, and no other date of the line is meant.
    shown = values.get("published", "").replace(_BORDER, "").strip()
    published = find_date(shown) or (None if any(map(str.isdigit, shown)) else find_date(text))
    return Head(_grown(tree, index), _value(values.get("source")), _value(values.get("author")), published)


def _value(text: str | None) -> str | None:
    """Trim a label's value: its first line, without the date or the toolbar that follows it."""
    lines = [line for part in (text or "").replace(_BORDER, "").split("\n") if (line := clean_line(part))]
    if not lines:
        return None
    value = lines[0]
    if match := DATE.search(value):
        value = value[: match.start()]
    value = value.strip(" |/·,，;；[]【】")
    for opening, closing in ("()", "（）"):
        if value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1]
        if value.endswith(opening):
            value = value[:-1]
    return value.strip() or None
