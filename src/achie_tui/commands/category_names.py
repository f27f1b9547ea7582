"""Which category a name means that the user wrote."""

import re
from collections.abc import Iterable, Sequence

from achie_tui.errors import AmbiguousCategoryError, NotInLibraryError, UnknownCategoryError, UsageError
from achie_tui.language import hint, nearest
from achie_tui.model import Category
from achie_tui.newsroom import Newsroom
from achie_tui.site.discovery import fold, match_category

_BETWEEN_NAMES = re.compile("[,，、]")


async def find_categories(newsroom: Newsroom, given: Iterable[str]) -> list[Category]:
    """Find the categories that are named, alone or several with commas between, each once."""
    names = [
        name for words in given for name in [each for each in _BETWEEN_NAMES.split(words) if each.strip()] or [words]
    ]
    return list(dict.fromkeys([await find_category(newsroom, name) for name in names]))


async def find_category(newsroom: Newsroom, given: str) -> Category:
    """Find the category that a name, a slug or a beginning means; discovered first where it is not known yet.

    Raises UnknownCategoryError, or NotInLibraryError where it exists but nothing is known of it offline.
    """
    known = newsroom.library.categories()
    category = match_category(given, known)
    if category is None and not newsroom.config.offline and len(known) < len(newsroom.config.profile.categories):
        known = tuple(count.category for count in await newsroom.refresh_categories())
        category = match_category(given, known)
    if category is not None:
        return category
    names = newsroom.config.profile.categories
    # A slug can only be known from the site; a name is in the profile.
    if not known and (given.isascii() or any(fold(name).startswith(fold(given)) for name in names)):
        raise NotInLibraryError(what=given)
    raise not_one_category(given, known, names)


def not_one_category(given: str, known: Sequence[Category], names: Sequence[str]) -> UsageError:
    """Give what is wrong with a name that means no category, or more than one; `names` are told where none is known."""
    start = fold(given)
    matching = [c for c in known if start and (fold(c.name).startswith(start) or c.slug.startswith(start))]
    if len(matching) > 1:
        return AmbiguousCategoryError(name=given, known=_named(matching))
    spelled = {fold(name): name for name in names} | {fold(each.slug): each.name for each in known}
    spelled |= {fold(each.name): each.name for each in known}
    meant = hint(spelled.get(nearest(start, spelled) or ""))
    return UnknownCategoryError(name=given, hint=meant, known=_named(known) or ", ".join(names))


def _named(categories: Sequence[Category]) -> str:
    return ", ".join(f"{category.name} ({category.slug})" for category in categories)
