"""Which address each category has: found among a page's links by the category's name."""

import re
from collections.abc import Iterable, Sequence

from achie_tui.model import Category
from achie_tui.site.address import listing_page

_BLANK = re.compile(r"\s+")


def discover(links: Iterable[tuple[str, str]], names: Sequence[str]) -> tuple[Category, ...]:
    """Find the categories among `links`, pairs of a link's text and its path, in the order of `names`.

    Only links that have the form of a listing count; of several addresses for one name the first wins, since
    menus stand above what they lead to. Names not found are left out.
    """
    wanted = {fold(name): name for name in names}
    found: dict[str, str] = {}
    for text, path in links:
        name = wanted.get(fold(text))
        page = listing_page(path)
        if name is None or page is None or page[1] != 1:
            continue
        found.setdefault(name, page[0])
    return tuple(Category(name, found[name], slug(found[name])) for name in names if name in found)


def other_category(path: str, category: Category, known: Iterable[Category]) -> Category | None:
    """Give the known category that a path is a listing page of, None where it is `category` itself or none known.

    One that lies inside `category` counts as part of it: the engine may lead a category to the first of its own.
    """
    page = listing_page(path)
    if page is None or page[0] == category.path or (category.path.endswith("/") and page[0].startswith(category.path)):
        return None
    other = next((each for each in known if each.path == page[0]), None)
    # The same name at a second address: the category has moved.
    return None if other is None or fold(other.name) == fold(category.name) else other


def slug(path: str) -> str:
    """Give the short name of a category from its path: the last directory, or `tid7` of a dynamic one."""
    if "?tid=" in path:
        return f"tid{path.rpartition('=')[2]}"
    return path.rstrip("/").rpartition("/")[2]


def fold(name: str) -> str:
    """Fold what templates vary in a category's name: blanks and letter case."""
    return _BLANK.sub("", name).casefold()


def match_category(given: str, categories: Sequence[Category]) -> Category | None:
    """Find the category that a user means by its name, its slug, or an unambiguous beginning of either."""
    wanted = fold(given)
    for category in categories:
        if wanted in {fold(category.name), fold(category.slug)}:
            return category
    candidates = [
        category
        for category in categories
        if fold(category.name).startswith(wanted) or fold(category.slug).startswith(wanted)
    ]
    return candidates[0] if wanted and len(candidates) == 1 else None
