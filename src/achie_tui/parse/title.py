"""The title of an article: which of the lines of its page it is, `<title>` being the witness."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from achie_tui.parse.tree import HEADINGS, Line, Tree
from achie_tui.site.profile import Profile

_LINES_ABOVE = 14
_LENGTH_LIMIT = 200
_CLIMB = 4
_SHORTEST = 3
_AFTER_TITLE = re.compile(r"^\s*(?:$|[-_|—–·,，(（]|\s)")
_MARKS = "_|-–—"
_SEPARATOR = re.compile(r"[_|]|\s[-–—]\s")


class Title(NamedTuple):
    """An article's title, and the element it was found in (None: only in `<title>`)."""

    text: str
    node: int | None


def find_title(tree: Tree, profile: Profile, head: int | None, after: int) -> Title:
    """Find the title around the line of labels (`head`), or behind the breadcrumb (`after`) where there is none.

    A selector's element, else the longest that `<title>` begins with, else the longest that it contains; else the
    heading nearest above the line of labels; else `<title>` without the names of category and site.
    """
    whole = _fold(tree.title)
    for node in chain.from_iterable(tree.select(profile.selectors.title)):
        text = tree.line_of(node)
        if text and _agrees(text, whole):
            return Title(text, node)
    lines = _lines_around(tree, head, after)
    candidates = list(dict.fromkeys(_candidates(tree, lines, whole)))
    for fits in (_agrees, _is_part if head is not None else _is_most):
        fitting = [candidate for candidate in candidates if fits(candidate.text, whole)]
        if fitting:
            return max(fitting, key=lambda candidate: len(_fold(candidate.text)))
    headings = (node for line in lines for node in _small_ancestors(tree, line) if tree.tag[node] in HEADINGS)
    heading = next(headings, None) if head is not None else None
    if heading is not None:
        return Title(tree.line_of(heading), heading)
    return Title(_without_names(tree.title, (profile.name, *profile.categories)), None)


def _without_names(title: str, names: tuple[str, ...]) -> str:
    """Take the site's and its categories' names off the end of `<title>`; unknown ones begin at a separator."""
    rest = title
    while (cut := max((rest.rfind(mark) for mark in _MARKS), default=-1)) > 0 and rest[cut + 1 :].strip() in names:
        rest = rest[:cut].rstrip()
    return rest if rest != title else _SEPARATOR.split(title, maxsplit=1)[0].strip()


def find_witness(tree: Tree, after: int) -> int | None:
    """Give the node of the first line behind the breadcrumb that `<title>` begins with; links to the article aside."""
    whole = _fold(tree.title)
    agreeing = (line.start for line in tree.lines_between(after, len(tree)) if _agrees(line.text, whole))
    return next((node for node in agreeing if not _is_linked(tree, node)), None)


def _lines_around(tree: Tree, head: int | None, after: int) -> list[Line]:
    """Give the lines that may be the title, likeliest first: the nearest above the line of labels, then the others."""
    if head is None:
        return [line for line in tree.lines_between(after, len(tree)) if not _is_linked(tree, line.start)]
    above = tree.lines_between(after, head)[: -_LINES_ABOVE - 1 : -1]
    return above + tree.lines_between(0, after)[::-1] + tree.lines_between(head, len(tree))[:_LINES_ABOVE]


def _is_linked(tree: Tree, node: int) -> bool:
    return any(tree.tag[ancestor] == "a" for ancestor in islice(tree.ancestors(node), _CLIMB))


def _candidates(tree: Tree, lines: list[Line], whole: str) -> Iterator[Title]:
    """Give the elements around those lines whose text `<title>` (folded) may hold."""
    for line in lines:
        # The first character decides for most lines.
        if line.text[0].casefold() in whole and _fold(line.text) in whole:
            for node in _small_ancestors(tree, line):
                yield Title(tree.line_of(node), node)


def _small_ancestors(tree: Tree, line: Line) -> Iterator[int]:
    for node in islice(tree.ancestors(line.start), _CLIMB):
        if tree.length(node, tree.end[node]) > _LENGTH_LIMIT:
            break
        yield node


def _fold(text: str) -> str:
    return "".join(text.split()).casefold()


def _agrees(text: str, whole: str) -> bool:
    """Tell whether `<title>` (folded) is this text and, after a separator, the site's name."""
    if text[:1].casefold() != whole[:1]:
        return False
    folded = _fold(text)
    return bool(folded) and whole.startswith(folded) and _AFTER_TITLE.match(whole[len(folded) :]) is not None


def _is_most(text: str, whole: str) -> bool:
    return 2 * len(_fold(text)) > len(whole) and _is_part(text, whole)


def _is_part(text: str, whole: str) -> bool:
    return len(text) > _SHORTEST and _fold(text) in whole
