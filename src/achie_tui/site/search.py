"""The site's own search: its address, and what of a question it takes.

The engine takes keywords in the charset of the site's pages, drops some signs, and cuts the rest at 30 bytes. What it
would cut is cut here, so that it can be told.
"""

import re
from typing import NamedTuple
from urllib.parse import quote

SEARCH = "/plus/search.php"
LONGEST = 30  # bytes
INTERVAL = 3.0
"""Seconds between two questions, whoever asks them: the engine counts those of all its visitors together."""

# The engine drops them, or all of the keyword for them.
_DROPPED = re.compile(r"[\"'<>$\\\x00-\x1f\x7f]")
# The names that forms are sent by; of any other charset they are in UTF-8.
_FORMS = {"gb18030": "gbk", "big5hkscs": "big5hkscs"}


class Keyword(NamedTuple):
    """A question as the site gets it: its text, the bytes sent, and whether that is less than was typed."""

    text: str
    sent: bytes
    is_cut: bool


def keyword_of(typed: str, encoding: str) -> Keyword:
    """Give what a site whose pages are in an encoding (by Python's name) is asked for; the text may be empty.

    A character that its charset does not have becomes a blank, for none of its articles has it either; none is cut
    in two.
    """
    form = _FORMS.get(encoding, "utf-8")
    known = "".join(c if c.encode(form, "ignore") else " " for c in _DROPPED.sub(" ", typed))
    text = " ".join(known.split()).encode(form)[:LONGEST].decode(form, "ignore").rstrip()
    return Keyword(text, text.encode(form), text != " ".join(typed.split()))


def search_page(keyword: Keyword, page: int) -> str:
    """Give the path of a page, from 1, of what the site finds."""
    return f"{SEARCH}?q={quote(keyword.sent, safe='')}&searchtype=titlekeyword&PageNo={page}"


def is_search(path: str) -> bool:
    """Tell whether a path is the search's."""
    return path.partition("?")[0] == SEARCH
