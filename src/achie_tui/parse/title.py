"""The title of an article: which of the lines of its page it is.

`<title>` is a witness that some sites leave mute (it names the site only), lists are another, and so is the place:
beside the line of labels, in a heading. Each is evidence, none decides alone.
"""

import re
from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import NamedTuple

from achie_tui.parse.dates import DATE
from achie_tui.parse.labels import is_labelled, without_day, without_label_at_end
from achie_tui.parse.tree import HEADINGS, TextLine, Tree
from achie_tui.site.profile import Profile

_LINES_ABOVE = 14
_LENGTH_LIMIT = 200
_CLIMB = 4
_SHORTEST = 3
_LONG, _LISTED_LENGTH = 120, 6
_ENOUGH = 3
_BUTTON = 4  # characters
_AFTER_TITLE = re.compile(r"^\s*(?:$|[-_|—–·,，(（]|\s)")
_MARKS = "_|-–—"
_SEPARATOR = re.compile(r"[_|]|\s[-–—]\s")
_CLASS = re.compile(r"title|tit\b|biaoti|\bbt\b|headline|subject", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_STOPS = ("。", "；")
_OPENING = "[(（【"
_HIGH_HEADINGS = frozenset(("h1", "h2", "h3"))
_OUT = re.compile(r"^(?!#|javascript:|$)", re.IGNORECASE)


class Title(NamedTuple):
    """An article's title, and the element or text it was found in (None: only in `<title>`)."""

    text: str
    node: int | None


class Clues(NamedTuple):
    """What is known of an article before its title: the line of labels, where the breadcrumb ends and what it names.

    `listed` are the titles by which lists and neighbours call it; the engine may have cut them.
    """

    head: int | None
    after: int
    names: Collection[str] = ()
    listed: Collection[str] = ()


def find_title(tree: Tree, profile: Profile, clues: Clues) -> Title:
    """Find the title by weighing what speaks for each line that may be it; else from `<title>`, less the site's name.

    A selector's element is the title at once where `<title>` agrees.
    """
    whole = _fold(tree.title)
    for node in chain.from_iterable(tree.select(profile.selectors.title)):
        text = tree.line_of(node)
        if text and _agrees(text, whole):
            return Title(text, node)
    weigher = _Weigher(tree, profile, clues, whole)
    best, most = None, _ENOUGH - 1
    for candidate in dict.fromkeys(_candidates(tree, clues, whole)):
        weight = weigher.weigh(candidate)
        if weight > most or (weight == most and best is not None and _holds(candidate.text, best.text)):
            best, most = candidate, weight
    if best is not None:
        return best
    listed = max(clues.listed, key=len, default="")
    return Title(_without_names(tree.title, (profile.name, *profile.categories)) or listed, None)


def _holds(text: str, other: str) -> bool:
    return len(text) > len(other) and other in text


class _Weigher:
    """Weighs lines as titles of one page."""

    def __init__(self, tree: Tree, profile: Profile, clues: Clues, whole: str) -> None:
        self._tree, self._clues, self._whole = tree, clues, whole
        self._names = {_fold(name) for name in (profile.name, *profile.categories, *clues.names)}
        self._listed = [_fold(title.rstrip(".…· ")) for title in clues.listed]
        self._head = None if clues.head is None else tree.line_number(clues.head)

    def weigh(self, candidate: Title) -> int:
        folded, node = _fold(candidate.text), candidate.node
        if (
            not folded
            or node is None
            or _NUMBER.fullmatch(candidate.text)
            or is_labelled(candidate.text)
            or DATE.fullmatch(candidate.text)
        ):
            return -_ENOUGH
        weight = -2 if candidate.text.endswith(_STOPS) else 0
        weight += self._witnessed(folded) + self._marked_up(node) + self._placed(node)
        if folded in self._names:
            weight -= 5
        if len(candidate.text) > _LONG or len(folded) <= 1:
            weight -= 3
        return weight

    def _witnessed(self, folded: str) -> int:
        """Weigh what `<title>` and lists say."""
        weight = 0
        if folded == self._whole:
            weight = 3  # the article's title alone, or the site's name alone
        elif _agrees_folded(folded, self._whole):
            weight = 5
        elif len(folded) > _SHORTEST and folded in self._whole:
            # Without labels beside it, a few of the title's words may as well be a heading of the text.
            is_most = 2 * len(folded) > len(self._whole)
            weight = 2 + is_most if is_most or self._head is not None else 0
        if folded in self._listed:
            weight += 6
        elif any(len(listed) >= _LISTED_LENGTH and folded.startswith(listed) for listed in self._listed):
            weight += 5
        return weight

    def _marked_up(self, node: int) -> int:
        tree = self._tree
        around = [node, *islice(tree.ancestors(node), _CLIMB - 1)]
        near = [each for each in around if tree.length(each, tree.end[each]) <= _LENGTH_LIMIT]
        tags = {tree.tag[each] for each in near}
        weight = 2 * bool(tags & _HIGH_HEADINGS) or bool(tags & HEADINGS.keys())
        if any(tree.tag[each] and _CLASS.search(tree.attribute(each, "class")) for each in near[:2]):
            weight += 1
        link = next((each for each in around if tree.tag[each] == "a"), None)
        if link is not None and _OUT.match(tree.href(link)):
            weight -= 8 if tree.href(link).rstrip("/") == "" else 4
        return weight

    def _placed(self, node: int) -> int:
        """Weigh where a line stands: right above the line of labels, or below it, not above the breadcrumb."""
        weight = -2 if node < self._clues.after else 0
        if self._head is None:
            return weight
        above = self._head - self._tree.line_number(node)
        if above >= 0:
            return weight + {0: 3, 1: 3, 2: 2, 3: 1, 4: 1}.get(above, 0)
        return weight + {-1: 2, -2: 1}.get(above, -1)


def _without_names(title: str, names: tuple[str, ...]) -> str:
    """Take the site's and its categories' names off the end of `<title>`; unknown ones begin at a separator."""
    rest = title
    while (cut := max((rest.rfind(mark) for mark in _MARKS), default=-1)) > 0 and rest[cut + 1 :].strip() in names:
        rest = rest[:cut].rstrip()
    return rest if rest != title else _SEPARATOR.split(title, maxsplit=1)[0].strip()


def find_witness(tree: Tree, after: int) -> int | None:
    """Give the node of the first line behind the breadcrumb that `<title>` begins with, except links."""
    whole = _fold(tree.title)
    agreeing = (line.start for line in tree.lines_between(after, len(tree)) if _agrees(line.text, whole))
    return next((node for node in agreeing if not _is_linked(tree, node)), None)


def headings(tree: Tree) -> Iterator[int]:
    """Give the headings that link nowhere: where `<title>` is mute, one with a date beside it is the title."""
    for node, tag in enumerate(tree.tag):
        if tag in HEADINGS and tree.length(node, tree.end[node]) > _SHORTEST:
            links = [node, *tree.anchors_between(node, tree.end[node]), *islice(tree.ancestors(node), _CLIMB)]
            if not any(tree.tag[link] == "a" and _OUT.match(tree.href(link)) for link in links):
                yield node


def _candidates(tree: Tree, clues: Clues, whole: str) -> Iterator[Title]:
    """Give the elements and lines that may be the title, the nearest to the line of labels first."""
    for line in _lines_around(tree, clues):
        if line.text[0].casefold() not in whole and not clues.listed and not _is_heading(tree, line):
            number = None if clues.head is None else tree.line_number(clues.head) - tree.line_number(line.start)
            if number is None or not 0 < number <= 2:  # noqa: PLR2004 - the lines right above the labels
                continue
        text = without_date(without_button(tree, line))
        if text:
            yield Title(text, line.start)
        for node in _small_ancestors(tree, line):
            whole_text = tree.line_of(node)
            if whole_text != line.text:
                yield Title(without_date(whole_text), node)
            elif text == line.text:
                yield Title(text, node)


def without_button(tree: Tree, line: TextLine) -> str:
    """Give a line without the few words at its end that are a link: 返回 in the heading itself."""
    for link in tree.anchors_between(line.start, line.end)[-1:]:
        words = tree.line_of(link)
        if tree.end[link] == line.end and link > line.start and len(words) <= _BUTTON and line.text.endswith(words):
            return line.text[: len(line.text) - len(words)].rstrip()
    return line.text


def without_date(text: str) -> str:
    """Take the date and what follows it off the end of a title that holds its own line of labels."""
    match = DATE.search(text)
    if match is None or match.start() == 0:
        return without_day(text)
    before = text[: match.start()].rstrip()
    title = without_label_at_end(before.rstrip(_OPENING))
    is_labelled_date = title != before.rstrip(_OPENING)
    # A date within a title is followed by more of it, or stands there without a gap.
    is_close = not text[: match.start()].rstrip(_OPENING)[-1:].isspace()
    is_title = len(text) - match.end() > len(before) or is_close
    return text if is_title and not is_labelled_date else title.rstrip(" |-—" + _OPENING)


def _lines_around(tree: Tree, clues: Clues) -> list[TextLine]:
    """Give the lines that may be the title, likeliest first: the nearest above the line of labels, then the others."""
    if clues.head is None:
        # A breadcrumb may stand below the head.
        above = (line for line in tree.lines_between(0, clues.after) if _is_heading(tree, line))
        lines = [*tree.lines_between(clues.after, len(tree)), *above]
        return [line for line in lines if not _is_linked(tree, line.start) or _is_heading(tree, line)]
    number = tree.line_number(clues.head)
    around = tree.lines[max(0, number - _LINES_ABOVE) : number + 1][::-1]
    return around + tree.lines[number + 1 : number + 1 + _LINES_ABOVE]


def _is_heading(tree: Tree, line: TextLine) -> bool:
    return any(tree.tag[node] in HEADINGS for node in islice(tree.ancestors(line.start), _CLIMB))


def _is_linked(tree: Tree, node: int) -> bool:
    return any(tree.tag[ancestor] == "a" for ancestor in islice(tree.ancestors(node), _CLIMB))


def _small_ancestors(tree: Tree, line: TextLine) -> Iterator[int]:
    for node in islice(tree.ancestors(line.start), _CLIMB):
        if tree.length(node, tree.end[node]) > _LENGTH_LIMIT:
            break
        yield node


def _fold(text: str) -> str:
    return "".join(text.split()).casefold()


def _agrees(text: str, whole: str) -> bool:
    """Tell whether `<title>` (folded) is this text and, after a separator, the site's name."""
    return text[:1].casefold() == whole[:1] and _agrees_folded(_fold(text), whole)


def _agrees_folded(folded: str, whole: str) -> bool:
    return bool(folded) and whole.startswith(folded) and _AFTER_TITLE.match(whole[len(folded) :]) is not None
