"""Whose page it is that came for a category's listing: sites have answered with another category's.

Rows tell nothing of that, since categories list each other's articles, and a breadcrumb alone may be a fault of the
template. So it is another's only where the breadcrumb and the title both say so, and neither names the category.
"""

import re
from collections.abc import Iterable

from achie_tui.model import Category
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
    name = fold(category.name)
    title = {fold(part) for part in _BETWEEN.split(view.tree.title)}
    names_this = name in title or any(fold(each) == name for each in breadcrumb.names)
    return other if fold(other.name) in title and not names_this else None
