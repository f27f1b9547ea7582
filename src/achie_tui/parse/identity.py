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
_CLIMB = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What an article is known by: its titles and dates in lists and in its kept copy, and the lines of that.

    Of a further page of an article nothing but the title counts: each of them bears it.
    """

    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()
    is_further: bool = False


def is_about(view: PageView, known: Known) -> bool:
    """Tell whether a page is about an article.

    Half of a title is enough: editors change titles, and lists cut them. A page with another title shows a line of the
    kept copy, or was published on the same day; where no day is known, it has the marks of an article. What stands
    beside links to articles is about those.
    """
    if not any(map(_pairs, known.titles)):
        return True
    lines = list(_own_lines(view))
    if _names(" ".join(lines), known.titles):
        return True
    if known.is_further:
        return False
    if any(len(line) >= _SENTENCE and line in known.lines for line in lines):
        return True
    if known.dates:
        return view.head is not None and _is_of(view.head.published, known.dates)
    return view.head is not None or view.tree.counter is not None or has_neighbours(view.tree)


def is_called(title: str, listed: str) -> bool:
    """Tell whether a title is, or may once have been, what lists call an article."""
    return not _pairs(listed) or _names(title, [listed])


def _is_of(published: str | None, dates: Iterable[str]) -> bool:
    return published is not None and any(published[:_DAY] == date[:_DAY] for date in dates)


def _names(text: str, titles: Iterable[str]) -> bool:
    """Tell whether a text holds at least half of a title, by pairs of characters."""
    held = _pairs(text)
    return any(2 * len(pairs & held) >= len(pairs) for title in titles if (pairs := _pairs(title)))


def _pairs(text: str) -> set[str]:
    """Give the pairs of neighbouring characters in a text, blanks and signs left out."""
    letters = _NO_WORDS.sub("", text).casefold()
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def _own_lines(view: PageView) -> Iterator[str]:
    """Give the `<title>`, and the lines in which no article is linked but from a heading of this one."""
    tree = view.tree
    yield tree.title
    linked = {tree.line_number(link.node) for link in view.articles if not _is_heading(view, link.node, link.path)}
    yield from (line.text for number, line in enumerate(tree.lines) if number not in linked)


def _is_heading(view: PageView, node: int, path: str) -> bool:
    tree = view.tree
    return path == view.at and any(tree.tag[each] in HEADINGS for each in islice(tree.ancestors(node), _CLIMB))
