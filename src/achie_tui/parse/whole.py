"""Whether the whole of a page came: an answer without a length ends wherever the connection does."""

import re
from http import HTTPStatus

from selectolax.lexbor import LexborHTMLParser

from achie_tui.model import Listing
from achie_tui.parse.view import PageView, is_like_article

_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_TAIL = 4_000
_LAST_LINES = 4
# What stands at the foot of a page, and in no title of an article.
_FOOT = re.compile(r"©|copyright|版权所有|ICP[备证]\s*\d|公网安备\s*\d", re.IGNORECASE)
# A script may stand anywhere; what else would be moved out of a table.
_MARK = "<script data-achie-end></script>"
_FOUND = "script[data-achie-end]"
_BOXES = frozenset(
    ("div", "section", "main", "article", "center", "ul", "ol", "dl", "table", "form", "head", "a", "h1", "h2", "h3")
)


def is_whole(view: PageView, status: int) -> bool:
    """Tell whether a page ends as pages do: it is closed, or its last lines are its foot.

    An answer that says to be a part (206) is not whole whatever it holds.
    """
    if status == HTTPStatus.PARTIAL_CONTENT:
        return False
    return _END.search(view.html, max(0, len(view.html) - _TAIL)) is not None or _has_foot(view)


def is_whole_listing(view: PageView, listing: Listing, status: int) -> bool:
    """Tell whether all of a listing came.

    Templates exist that never close their page, and a site of such is not to fail for ever. So a page without an end
    is a part only where three things say so: its pager does not lead on or say that this is the last page, its last
    lines are no foot of a page, and there are no rows or some box is still open where it ends. One that breaks off
    behind its pager has lost nothing that is read.
    """
    if status == HTTPStatus.PARTIAL_CONTENT:
        return False
    is_last = listing.total is not None and listing.page >= (listing.pages or 1)
    if listing.next is not None or is_last or _ends(view.html):
        return True
    return _has_foot(view) or (bool(listing.rows) and not _breaks_off(view.html))


def _has_foot(view: PageView) -> bool:
    return any(_FOOT.search(line.text) for line in view.tree.lines[-_LAST_LINES:])


def _ends(html: str) -> bool:
    """Tell whether a page is closed, and not by the file of its header: then what is listed follows."""
    ends = [match.end() for match in _END.finditer(html)]
    return bool(ends) and not is_like_article(html[ends[-1] :])


def _breaks_off(html: str) -> bool:
    """Tell whether a box, or a tag itself, is still open where a page ends."""
    node = LexborHTMLParser(html + _MARK).css_first(_FOUND)
    if node is None:
        return True
    while (node := node.parent) is not None:
        if node.tag in _BOXES:
            return True
    return False
