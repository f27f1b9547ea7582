"""Whether a page is the article that was asked for: whether it says the title, or the date, by which that is known.

A site may answer "not found", "under repair" or "log in first" within its own frame and with status 200. Such a page
is the site's own, and has a title and a text; only of the article it says nothing.
"""

import re
from collections.abc import Iterator

from achie_tui.parse.neighbours import has_neighbours
from achie_tui.parse.view import Listed, PageView

_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
_NO_WORDS = re.compile(r"[\W_]+")


def is_about(view: PageView, known: Listed) -> bool:
    """Tell whether a page is about the article that is `known` by these titles and dates.

    Half of a title is enough: editors change titles, and lists cut them. A title that is all new needs the date; where
    none is known, the marks of an article. What stands beside links to other articles is about those.
    """
    titles = [pairs for title in known.titles if (pairs := _pairs(title))]
    if not titles:
        return True
    lines = list(_own_lines(view))
    page = _pairs(" ".join(lines))
    if any(2 * len(title & page) >= len(title) for title in titles):
        return True
    if known.dates:
        return any(_shows(date, lines) for date in known.dates)
    return view.head is not None or view.tree.counter is not None or has_neighbours(view.tree)


def _own_lines(view: PageView) -> Iterator[str]:
    """Give the `<title>`, and the lines in which no other article is linked."""
    tree = view.tree
    yield tree.title
    others = {tree.line_number(link.node) for link in view.articles if link.path != view.at}
    yield from (line.text for number, line in enumerate(tree.lines) if number not in others)


def _pairs(text: str) -> set[str]:
    """Give the pairs of neighbouring characters in a text, blanks and signs left out."""
    letters = _NO_WORDS.sub("", text).casefold()
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def _shows(date: str, lines: list[str]) -> bool:
    """Tell whether lines show a date (`YYYY-MM-DD`), in whatever form; the year may be left out."""
    match = _DATE.match(date)
    if match is None:
        return True
    day = re.compile(rf"(?<!\d)0?{int(match['month'])}\s*[-/.月]\s*0?{int(match['day'])}(?!\d)")
    return any(day.search(line) for line in lines)
