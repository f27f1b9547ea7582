"""Whether a page is the article that was asked for: whether it shows what that is known by.

A site may answer "not found", "under repair" or "log in first" within its own frame and with status 200. Such a page
is the site's own, and has a title and a text; only of the article it says nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from achie_tui.parse.neighbours import has_neighbours
from achie_tui.parse.tree import HEADINGS
from achie_tui.parse.view import PageView

_NO_WORDS = re.compile(r"[\W_]+")
_DAY = len("YYYY-MM-DD")
_SENTENCE = 12  # characters of a line that no other text has
_LONGEST = 300  # characters of a title
_BESIDE = 6  # characters of a label around a title
_CLIMB = 4


@dataclass(frozen=True, slots=True)
class Identity:
    """What an article is known by: its titles and dates in lists and in its kept copy, and the lines of that.

    Of a further page of an article nothing but the title counts: each of them bears it.
    """

    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()
    is_further: bool = False


def is_about(view: PageView, identity: Identity) -> bool:
    """Tell whether a page is about an article.

    A line like one of its titles is enough: editors change titles, and lists cut them. A page without one shows a line
    of the kept copy, or was published on the same day; where no day is known, it has the marks of an article. What
    stands beside links to articles is about those.
    """
    titles = [title for title in map(_letters, identity.titles) if len(title) > 1]
    if not titles:
        return True
    lines = list(_own_lines(view))
    name = _letters(view.tree.title)
    headings = [_letters(line) for line in lines if len(line) <= _LONGEST and not line.endswith("。")]
    if any(title in name or any(_is_like(line, title) for line in headings) for title in titles):
        return True
    if identity.is_further:
        return False
    if any(len(line) >= _SENTENCE and line in identity.lines for line in lines):
        return True
    if identity.dates:
        return view.head is not None and _is_of(view.head.published, identity.dates)
    return view.head is not None or view.tree.counter is not None or has_neighbours(view.tree)


def is_called(title: str, listed: str) -> bool:
    """Tell whether a title is, or may once have been, what lists call an article."""
    return not _letters(listed) or _is_like(_letters(title), _letters(listed))


def _is_of(published: str | None, dates: Iterable[str]) -> bool:
    return published is not None and any(published[:_DAY] == date[:_DAY] for date in dates)


def _is_like(line: str, title: str) -> bool:
    """Tell whether a line is a title: cut, with a word before or behind it, or with some words changed.

    A sentence that only names it has more before and behind it.
    """
    if title in line:
        return line.startswith(title) or line.endswith(title) or len(line) - len(title) <= _BESIDE
    if 2 * len(line) >= len(title) and (title.startswith(line) or title.endswith(line)):
        return True
    pairs, others = _pairs(line), _pairs(title)
    common = len(pairs & others)
    return 2 * common >= len(others) and 3 * common >= 2 * len(pairs)


def _letters(text: str) -> str:
    """Give a text without blanks and signs, in small letters."""
    return _NO_WORDS.sub("", text).casefold()


def _pairs(letters: str) -> set[str]:
    """Give the pairs of neighbouring letters."""
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def _own_lines(view: PageView) -> Iterator[str]:
    """Give the lines in which no article is linked but from a heading of this one."""
    tree = view.tree
    linked = {tree.line_number(link.node) for link in view.articles if not _is_heading(view, link.node, link.path)}
    yield from (line.text for number, line in enumerate(tree.lines) if number not in linked)


def _is_heading(view: PageView, node: int, path: str) -> bool:
    tree = view.tree
    return path == view.at and any(tree.tag[each] in HEADINGS for each in islice(tree.ancestors(node), _CLIMB))
