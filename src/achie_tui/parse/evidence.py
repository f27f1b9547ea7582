"""What a page is, from evidence for and against, each with a name and a weight.

No single mark decides: templates leave out any of them (of 31 real sites 6 have no breadcrumb, 14 no counter, 13 no
links to neighbours), and a page of the site may hold a login box or the script of a firewall. What the engine alone
writes weighs three, what its sites have in common two or one. Three make a page the site's own; a page that the site
itself lists as an article is one until a stranger's signature is found on it.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from achie_tui.parse.neighbours import has_neighbours
from achie_tui.parse.strangers import (
    GONE,
    Stranger,
    find_failure,
    find_message,
    find_signature,
    is_gone,
    nameless,
)
from achie_tui.parse.view import PageView
from achie_tui.site.address import is_article, is_listing
from achie_tui.site.discovery import fold

PageKind = Literal["article", "listing", "search", "other"]

_OWN = 3
_SEARCH_TITLES = ("搜索", "站内搜索")
_SEARCH = re.compile(r"search\.php\?[^\"'<>]{0,300}[Pp]age[Nn]o=")
_MARKUP = r"\s*(?:<[^<>]{1,100}>\s*){0,9}"
_TOTAL = re.compile(rf"共{_MARKUP}\d+{_MARKUP}页\s*/?{_MARKUP}\d+{_MARKUP}条")
_LISTING_LINK = re.compile(r"list(?:_\d+_\d+\.html|\.php\?[^\"'<>]{0,300}[Pp]age[Nn]o=)")
# What the engine's files are called.
_ENGINE = re.compile(
    r"/uploads/(?:allimg|image|soft)/|/plus/(?:count|search|list|view|guestbook|feedback|diy|img|flink)|/templets/"
    r"|dedeajax|dedecms|dede_",
    re.IGNORECASE,
)
_FEED = re.compile(r"\s*<\?xml[^<>]{0,200}>\s*<(?:rss|feed)\b|\s*<rss\b", re.IGNORECASE)
_SOME_CATEGORIES = 2
_SOME_LINKS, _MANY_LINKS = 3, 8
_SOME_PROSE = 120
_LAST_LINES = 4
_HAN = re.compile(r"[一-鿿]")


class Evidence(NamedTuple):
    """One thing that speaks for a page being the site's (weight above 0) or a stranger's (below)."""

    name: str
    weight: int


def evidence_of(view: PageView, status: int = 200, *, listed: bool = False) -> tuple[Evidence, ...]:
    """Give all evidence that a page holds, strongest first."""
    found = list(_own_evidence(view, listed=listed))
    stranger = _failure(view) or find_signature(view.html, status)
    if stranger is not None:
        found.append(Evidence(stranger.kind, -_OWN))
    return tuple(sorted(found, key=lambda each: -abs(each.weight)))


def find_stranger(view: PageView, status: int, *, listed: bool = False) -> Stranger | None:
    """Tell whether a page is none of the site's: messages and errors always, others where its marks are too few."""
    message = find_message(view.html, view.tree)
    if message is not None:
        return message
    if is_gone(status):
        return GONE
    if (failure := _failure(view)) is not None:
        return failure
    weight = 0
    for evidence in _own_evidence(view, listed=listed):
        weight += evidence.weight
        if weight >= _OWN:
            return None
    stranger = find_signature(view.html, status)
    return stranger or nameless(view.html)


def kind_of(view: PageView) -> PageKind:
    """Tell which of the site's pages this is; `other` where it shows no mark of any kind, as home pages do."""
    tree = view.tree
    if tree.title.startswith(_SEARCH_TITLES) or _SEARCH.search(view.html):
        return "search"
    if tree.counter is not None or has_neighbours(tree):
        return "article"
    if _TOTAL.search(view.html) or _LISTING_LINK.search(view.html):
        return "listing"
    if view.head is not None:
        return "article"
    return "listing" if view.breadcrumb.names else "other"


_LISTED = 1
_TITLE_LENGTH = 4


def _failure(view: PageView) -> Stranger | None:
    """Give the error that came in a page's place.

    Of the site's marks only those count that are laid out: the engine's errors name addresses of the site.
    """
    failure, tree = find_failure(view.html), view.tree
    if failure is None or view.head is not None or view.breadcrumb.names or tree.counter is not None:
        return None
    return None if has_neighbours(tree) or _shows_listed_title(view) else failure


def _own_evidence(view: PageView, *, listed: bool) -> Iterator[Evidence]:
    """Give what speaks for the site, what is cheap to find first."""
    tree, html = view.tree, view.html
    if _FEED.match(html):
        return  # no page at all
    if listed:
        yield Evidence("listed", _LISTED)
        if _shows_listed_title(view):
            yield Evidence("title as listed", 2)
    yield from _engines_marks(view)
    if _ENGINE.search(html):
        yield Evidence("engine", 1)
    yield from _linked(view)
    if view.profile.name in tree.title or any(view.profile.name in line.text for line in tree.lines[-_LAST_LINES:]):
        yield Evidence("name", 1)
    if len(_HAN.findall("".join(line.text for line in tree.lines))) >= _SOME_PROSE:
        yield Evidence("prose", 1)


def _engines_marks(view: PageView) -> Iterator[Evidence]:
    """Give what the engine alone writes."""
    tree, html = view.tree, view.html
    if view.breadcrumb.names:
        yield Evidence("breadcrumb", 3)
    if tree.counter is not None:
        yield Evidence("counter", 3)
    if has_neighbours(tree):
        yield Evidence("neighbours", 3)
    if _TOTAL.search(html):
        yield Evidence("pager", 3)
    if _LISTING_LINK.search(html):
        yield Evidence("pages", 2)
    if tree.title.startswith(_SEARCH_TITLES) or _SEARCH.search(html):
        yield Evidence("search", 3)
    if view.head is not None:
        yield Evidence("labels", 3) if view.head.labelled else Evidence("date beside the title", 2)
        if view.title.node is not None and tree.title.startswith(view.title.text):
            yield Evidence("title", 1)


def _shows_listed_title(view: PageView) -> bool:
    """Tell whether a page shows the title by which a list calls it; the engine may have cut that."""
    page = "".join(view.tree.title.split()) + "".join("".join(line.text.split()) for line in view.tree.lines)
    titles = ("".join(title.split()).rstrip(".…") for title in view.listed.titles)
    return any(len(title) >= _TITLE_LENGTH and title in page for title in titles)


def _linked(view: PageView) -> Iterator[Evidence]:
    """Give what the links of a page say: to categories by their names, to pages that have the form of the site's."""
    names = {fold(name) for name in view.profile.categories}
    targets = list(view.targets())
    categories = {path for node, path in targets if is_listing(path) and fold(view.tree.line_of(node)) in names}
    if len(categories) >= _SOME_CATEGORIES:
        yield Evidence("categories", 3)
    own = {path for _, path in targets if path != "/" and (is_listing(path) or is_article(path))}
    if len(own) >= _SOME_LINKS:
        yield Evidence("links", 3 if len(own) >= _MANY_LINKS else 1)
