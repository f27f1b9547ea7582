"""Whose page it is that came for a category's listing: sites have answered with another category's.

Rows tell nothing of that, since categories list each other's articles, and a breadcrumb alone may be a fault of the
template. So it is another's only where the breadcrumb and the title both say so, and neither names the category.
A page without rows may be anything that the site puts into its frame: "not found", a login, words on repairs.
"""

import re
from collections.abc import Iterable

from achie_tui.model import Category, Listing
from achie_tui.parse.tree import HEADINGS
from achie_tui.parse.view import PageView
from achie_tui.site.discovery import fold, other_category

_BETWEEN = re.compile(r"[_\-|/—–·,，>»]")


def find_other_owner(view: PageView, category: Category, known: Iterable[Category]) -> Category | None:
    """Give the known category that a page plainly is the listing of, None where it may be that of `category`."""
    breadcrumb = view.breadcrumb
    if not breadcrumb.names:
        return None
    path = view.path(view.tree.href(breadcrumb.last))
    other = None if path is None else other_category(path, category, known)
    if other is None or fold(breadcrumb.names[-1]) != fold(other.name):
        return None
    is_others = fold(other.name) in _parts_of_title(view)
    return other if is_others and not _names(view, category) else None


def holds_list(view: PageView, listing: Listing, category: Category, known: Iterable[Category]) -> bool:
    """Tell whether a page holds a list: one without rows and pager is a category's only where it names it.

    The breadcrumb may do so by where it leads, a heading where none names another; the menu, which all pages have, does
    not count. Pages behind the first are empty where the list has become shorter.
    """
    if listing.rows or listing.page > 1 or (listing.pages, listing.total) != (None, None) or _names(view, category):
        return True
    tree = view.tree
    if view.breadcrumb.names and view.path(tree.href(view.breadcrumb.last)) == category.path:
        return True
    headings = {fold(tree.line_of(node)) for tag in HEADINGS for node in tree.elements(tag, 0, len(tree))}
    return headings & {fold(each.name) for each in (category, *known)} == {fold(category.name)}


def _parts_of_title(view: PageView) -> set[str]:
    return {fold(part) for part in _BETWEEN.split(view.tree.title)}


def _names(view: PageView, category: Category) -> bool:
    """Tell whether title or breadcrumb name a category."""
    name = fold(category.name)
    return name in _parts_of_title(view) or any(fold(each) == name for each in view.breadcrumb.names)
