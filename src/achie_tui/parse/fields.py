"""The head of an article: breadcrumb, title, and the line of labels under it (来源, 作者, 日期, 点击).

Built on what the engine always writes: breadcrumb links joined by a raw ` > `, labels before their values, and the
script `count.php` beside the click label. Class names are only ever hints.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from typing import NamedTuple

from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import DATE, find_date
from achie_tui.parse.tree import BLOCKS, Line, Tree
from achie_tui.site.profile import Labels

_POSITION = re.compile(r"(?:当前|您的|你的|现在|所在|目前)?(?:所在)?的?位置(?:是)?\s*[:：]?")
_POSITION_LENGTH = 40
_JOINT = re.compile(r"^\s*[>»›]\s*$")
_HEAD_LENGTH = 320
# An element that holds one of these holds more than the head of an article, however short the rest of it is.
_BEYOND = re.compile(r"上一?篇|下一?篇|版权所有|责任编辑|icp备|copyright")
# What every clue to a head holds: a label's colon or the century of a date.
_CLUES = (":", "：", "20", "19")
_LINES_ABOVE_TITLE = 3
_LINK_CLIMB = 4
_LINES_BELOW_TITLE = 16
_LABEL_AND_MORE = 2
# Any label, known or not, ends the value before it: 字号：, 评论：.
_ANY_LABEL = re.compile(r"(?:^|(?<=[\s|\]】]))[一-鿿]{2,6}\s*[:：]")
_BORDER = "\x1f"
_BLANKS = r"[ \u00a0\u3000]*"

Patterns = Mapping[str, re.Pattern[str]]


class Breadcrumb(NamedTuple):
    """The names in the breadcrumb, and the node where it ends; () and 0 where there is none."""

    names: tuple[str, ...] = ()
    end: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The line of labels: node `index` is its element; what it does not give is None."""

    index: int
    source: str | None = None
    author: str | None = None
    published: str | None = None


def find_breadcrumb(tree: Tree) -> Breadcrumb:
    """Find the first links that are joined by ` > `; a single one counts behind the words 当前位置."""
    behind = 0
    for start in tree.anchors:
        if start < behind or not _is_joint(tree, tree.end[start]):
            continue
        names: list[str] = []
        index = start
        while name := tree.line_of(index):
            names.append(name)
            behind = tree.end[index]
            if not _is_joint(tree, behind) or behind + 1 >= len(tree) or tree.tag[behind + 1] != "a":
                break
            index = behind + 1
        if len(names) > 1 or (names and _is_position(tree, start)):
            return Breadcrumb(tuple(names), behind + _is_joint(tree, behind))
    return Breadcrumb()


def _is_joint(tree: Tree, index: int) -> bool:
    return index < len(tree) and _JOINT.match(tree.text[index]) is not None


def _is_position(tree: Tree, link: int) -> bool:
    block = next((i for i in tree.ancestors(link) if tree.tag[i] in BLOCKS), 0)
    return tree.length(block, link) <= _POSITION_LENGTH and _POSITION.search(tree.raw_text(block, link)) is not None


@cache
def _patterns(labels: Labels) -> Patterns:
    def pattern(words: Sequence[str]) -> re.Pattern[str]:
        # Templates widen short labels with blanks: `来 源：`. Looking behind the first character is for speed.
        longest_first = sorted(words, key=len, reverse=True)
        spaced = (rf"{word[0]}(?<![A-Za-z一-鿿].){_BLANKS}{_BLANKS.join(word[1:])}" for word in longest_first)
        return re.compile(rf"(?:{'|'.join(spaced)})\s*[:：]")

    kinds = {"source": labels.source, "author": labels.author, "published": labels.published, "views": labels.views}
    return {kind: pattern(words) for kind, words in kinds.items() if words}


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


def _lines_near(tree: Tree, title: int) -> list[Line]:
    """Give the lines around the title that are not yet the text."""
    below = tree.lines_between(title, len(tree))[:_LINES_BELOW_TITLE]
    return tree.lines_between(0, title)[-_LINES_ABOVE_TITLE:] + list(
        takewhile(lambda line: "。" not in line.text, below)
    )


def _is_row(tree: Tree, line: Line, articles: frozenset[int]) -> bool:
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
        # Letter case costs a pattern more than a text.
        if _BEYOND.search(tree.raw_text(index, end).lower()):
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
    published = find_date(values.get("published", "")) or find_date(text)
    return Head(index, _value(values.get("source")), _value(values.get("author")), published)


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
