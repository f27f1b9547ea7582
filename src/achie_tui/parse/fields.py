"""The head of an article: breadcrumb, title, and the line of labels under it (来源, 作者, 日期, 点击).

Built on what the engine always writes: breadcrumb links joined by a raw ` > `, labels before their values, and the
script `count.php` beside the click label. Class names are only ever hints.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from achie_tui.parse.clean import clean_line
from achie_tui.parse.dates import DATE, find_date
from achie_tui.parse.tree import BLOCKS, HEADINGS, Tree
from achie_tui.site.profile import Labels, Profile

_POSITION = re.compile(r"(?:当前|您的|你的|现在|所在|目前)?(?:所在)?的?位置(?:是)?\s*[:：]?")
_JOINT = re.compile(r"^[\s\u00a0]*[>»›][\s\u00a0]*$")
_HEAD_LENGTH = 320
# An element that holds one of these holds more than the head of an article, however short the rest of it is.
_BEYOND = re.compile(r"上一?篇|下一?篇|版权所有|责任编辑|ICP备|copyright", re.IGNORECASE)
_TITLE_LINES = 14
_TITLE_LENGTH = 200
_AFTER_TITLE = re.compile(r"^\s*(?:$|[-_|—–·,，(（]|\s)")


@dataclass(frozen=True, slots=True)
class Head:
    """The line of labels: node `index` is its element; what it does not give is None."""

    index: int
    source: str | None = None
    author: str | None = None
    published: str | None = None


def find_breadcrumb(tree: Tree) -> tuple[tuple[str, ...], int]:
    """Give the names in the breadcrumb and the node where it ends; () and 0 where there is none."""
    for start in tree.elements("a"):
        names, last = [], start
        index = start
        while True:
            name = clean_line(tree.raw_text(index, tree.end[index]))
            after = tree.end[index]
            joined = after < len(tree) and bool(_JOINT.match(tree.text[after])) and bool(tree.text[after])
            if not name or not (joined or names):
                break
            names.append(name)
            last = after
            if not joined or after + 1 >= len(tree) or tree.tag[after + 1] != "a":
                break
            index = after + 1
        if len(names) > 1 or (names and _is_position(tree, start)):
            return tuple(names), last
    return (), 0


def _is_position(tree: Tree, link: int) -> bool:
    block = next((i for i in tree.ancestors(link) if tree.tag[i] in BLOCKS), 0)
    return _POSITION.search(tree.raw_text(block, link)) is not None


@cache
def _patterns(labels: Labels) -> Mapping[str, re.Pattern[str]]:
    def pattern(words: Sequence[str]) -> re.Pattern[str]:
        # Templates widen short labels with blanks: `来 源：`.
        spaced = (r"[ \u00a0\u3000]*".join(word) for word in sorted(words, key=len, reverse=True))
        return re.compile(rf"(?<![A-Za-z一-鿿])(?:{'|'.join(spaced)})\s*[:：]")

    kinds = {
        "source": labels.source,
        "author": labels.author,
        "published": labels.published,
        "views": labels.views,
    }
    return {kind: pattern(words) for kind, words in kinds.items() if words}


# Any label, known or not, ends the value before it: 字号：, 评论：.
_ANY_LABEL = re.compile(r"(?:^|(?<=[\s|\]】]))[一-鿿]{2,6}\s*[:：]")


def find_head(tree: Tree, labels: Labels, after: int = -1, before: int | None = None) -> Head | None:
    """Find the line of labels between two nodes: the smallest element that shows most of what one is made of.

    It has a label and a date, or two labels; `count.php` inside tells most of all. None where there is no such
    element.
    """
    patterns = _patterns(labels)
    best: tuple[float, int] | None = None
    index_of_best = -1
    seen: set[int] = set()
    for line in tree.lines_between(max(after, 0), len(tree) if before is None else before):
        is_clue = DATE.search(line.text) or any(pattern.search(line.text) for pattern in patterns.values())
        if not is_clue and not (tree.counter is not None and line.start <= tree.counter <= line.end):
            continue
        for index in tree.ancestors(line.start):
            length = tree.length(index, tree.end[index])
            if index in seen or index <= after or length > _HEAD_LENGTH:
                break
            if _BEYOND.search(tree.raw_text(index, tree.end[index])):
                break
            seen.add(index)
            score = _score(tree, index, patterns)
            if score and (best is None or (score, -length) > best):
                best, index_of_best = (score, -length), index
    return _read_head(tree, index_of_best, patterns) if best else None


def _marked_text(tree: Tree, index: int) -> str:
    """Give an element's text with a unit separator where elements meet: a label may follow a value without a blank."""
    return "\x1f".join("\n" if tree.tag[i] in BLOCKS else tree.text[i] for i in range(index, tree.end[index]))


def _score(tree: Tree, index: int, patterns: Mapping[str, re.Pattern[str]]) -> float:
    text = _marked_text(tree, index)
    found = sum(1 for pattern in patterns.values() if pattern.search(text))
    has_date = DATE.search(text) is not None
    if found == 0 or found + has_date < 2:  # noqa: PLR2004 - a label and a date, or two labels
        return 0
    has_counter = tree.counter is not None and index <= tree.counter <= tree.end[index]
    return found + has_date + 2 * has_counter


def _read_head(tree: Tree, index: int, patterns: Mapping[str, re.Pattern[str]]) -> Head:
    text = _marked_text(tree, index)
    labels = sorted(
        (match.start(), match.end(), kind) for kind, pattern in patterns.items() for match in pattern.finditer(text)
    )
    stops = sorted({match.start() for match in _ANY_LABEL.finditer(text)} | {start for start, _, _ in labels})
    values: dict[str, str] = {}
    for _, end, kind in labels:
        stop = next((s for s in stops if s >= end), len(text))
        values.setdefault(kind, "")
        values[kind] = values[kind] or text[end:stop]
    published = find_date(values.get("published", "")) or find_date(text)
    return Head(index, _value(values.get("source")), _value(values.get("author")), published)


def _value(text: str | None) -> str | None:
    """Trim a label's value: its first line, without the date or the toolbar that follows it."""
    lines = [line for part in (text or "").replace("\x1f", "").split("\n") if (line := clean_line(part))]
    if not lines:
        return None
    value = lines[0]
    if match := DATE.search(value):
        value = value[: match.start()]
    value = value.strip(" |/·,，;；[]【】").strip()
    for opening, closing in ("()", "（）"):
        if value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1]
        if value.endswith(opening):
            value = value[:-1]
    return value.strip() or None


def find_title(tree: Tree, profile: Profile, head: Head | None, after: int) -> tuple[str, int]:
    """Give the title and the node it was found at (-1: only in `<title>`).

    A selector's element, else the element that `<title>` begins with, the nearest above the line of labels first;
    else the heading above that line; else `<title>` up to its first separator.
    """
    whole = tree.title
    for selector in profile.selectors.title:
        for index in tree.select(selector):
            text = clean_line(tree.raw_text(index, tree.end[index]))
            if text and _agrees(text, whole):
                return text, index
    candidates = _title_candidates(tree, head, after)
    matching = [(text, index) for text, index in candidates if _agrees(text, whole)]
    if matching:
        return max(matching, key=lambda candidate: len(_fold(candidate[0])))
    contained = [(text, index) for text, index in candidates if len(text) > 3 and _fold(text) in _fold(whole)]  # noqa: PLR2004
    if contained:
        return max(contained, key=lambda candidate: len(candidate[0]))
    headings = [(text, index) for text, index in candidates if tree.tag[index] in HEADINGS]
    if headings:
        return headings[0]
    return re.split(r"[_|]|\s[-–—]\s", whole, maxsplit=1)[0].strip(), -1


def _title_candidates(tree: Tree, head: Head | None, after: int) -> list[tuple[str, int]]:
    """Give what may be the title, the nearest above the line of labels first, then what follows it."""
    at = head.index if head else None
    lines = tree.lines_between(after, at if at is not None else len(tree))
    chosen = lines[: -_TITLE_LINES - 1 : -1] if at is not None else lines[: 3 * _TITLE_LINES]
    if at is not None:
        chosen += tree.lines_between(0, after)[::-1] + tree.lines_between(at, len(tree))[:_TITLE_LINES]
    found: list[tuple[str, int]] = []
    for line in chosen:
        for index in tree.ancestors(line.start)[:4]:
            if tree.length(index, tree.end[index]) > _TITLE_LENGTH:
                break
            text = clean_line(tree.raw_text(index, tree.end[index]))
            if (text, index) not in found:
                found.append((text, index))
    return found


def _fold(text: str) -> str:
    return "".join(text.split()).casefold()


def _agrees(text: str, whole: str) -> bool:
    """Tell whether `<title>` is this text and, after a separator, the site's name."""
    folded, target = _fold(text), _fold(whole)
    return bool(folded) and target.startswith(folded) and _AFTER_TITLE.match(target[len(folded) :]) is not None
