"""Looking at a site in order to describe it: its categories from the menu, and how its articles are built.

Asked are the home page, the pages that its menu leads to, and some articles of the first lists, as patiently as in a
sync. What comes of it is a profile: with that, a site that nobody here has seen reads as the built-in one does.
"""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial

from achie_tui.config import Config
from achie_tui.errors import AchieError, LibraryError, NoListsError, NotNowError
from achie_tui.fetching import Fetcher
from achie_tui.fetching.access import OnThread
from achie_tui.library.library import Library, View
from achie_tui.model import Category
from achie_tui.parse.template import SiteTemplates, Traits
from achie_tui.site.address import directory, is_dynamic_article, listing_page
from achie_tui.site.discovery import fold, slug
from achie_tui.web.answer import PATIENT

_HOME = "/"
_NAME_LENGTH = 16
_NOT_CATEGORIES = frozenset(
    ("首页", "主页", "网站首页", "返回首页", "更多", "more", "home", "上一页", "下一页", "网站地图")
)
_CANDIDATES = 40
_LISTS, _ARTICLES = 5, 3
_PARENT = 2  # categories below it
_SEPARATORS = re.compile(r"[_|—–，,]|\s-\s|-")


@dataclass(frozen=True, slots=True)
class Description:
    """What a site looks like: what a profile holds, and how well it is known."""

    name: str
    base_url: str
    news: str
    categories: tuple[Category, ...]
    templates: SiteTemplates
    traits: Traits
    articles: int


class Survey:
    """One look at a site: iterate over `run()` for what is being looked at, then read `description`."""

    def __init__(self, config: Config, library: Library, fetcher: Fetcher, on_thread: OnThread) -> None:
        self._config = config
        self._library = library
        self._fetcher = fetcher
        self._on_thread = on_thread
        self.description: Description | None = None
        self._linked_at_home: set[str] = set()
        self._title = ""
        self._failure: AchieError | None = None
        self._unpaged: dict[str, set[str]] = {}

    async def run(self) -> AsyncIterator[str]:
        """Look at the site. Raises NoListsError where no page leads to lists."""
        candidates: dict[str, str] = {}
        for path in dict.fromkeys((_HOME, self._config.profile.news)):
            if not candidates:
                yield path
                candidates = await self._menu(path)
        if not candidates:
            raise self._failure or NoListsError(looked=_HOME)
        found: list[Category] = []
        waiting = list(candidates.items())
        while waiting and len(found) < _CANDIDATES:
            path, name = waiting.pop(0)
            yield path
            category = Category(name, path, slug(path))
            if await self._lists_articles(category):
                found.append(category)
                below = [each for each in await self._below(category) if each[0] not in candidates]
                candidates.update(below)
                waiting += below
        categories = _without_parents([each for each in found if not self._has_only_boxes(each, found)])
        if not categories:
            raise NoListsError(looked=", ".join(candidates))
        if not self._library.categories():
            await self._on_thread(partial(self._library.save_categories, categories))
        async for path in self._read_some(categories):
            yield path
        learning = self._fetcher.learning
        await learning.learn()
        templates, traits = await learning.known_templates(), await learning.traits()
        count = self._library.knowledge.count_articles()
        news = await self._links_most(categories)
        name = _site_name(self._title)
        self.description = Description(name, self._config.base_url, news, categories, templates, traits, count)

    def _has_only_boxes(self, category: Category, found: Sequence[Category]) -> bool:
        """Tell whether what a page lists is all from two other lists or more: prose has boxes of links, too."""
        paths = self._unpaged.get(category.path, ())
        others = [each.path for each in found if each != category and each.path.endswith("/")]
        homes = {max((home for home in others if path.startswith(home)), key=len, default=None) for path in paths}
        is_own = any(path.startswith(category.path) for path in paths)
        return not is_own and None not in homes and len(homes) > 1

    async def _menu(self, path: str) -> dict[str, str]:
        """Give what may be categories among the links of a page: names by path."""
        try:
            title, links = await self._fetcher.listings.links_of(path, PATIENT)
        except NotNowError:
            raise
        except AchieError as error:
            self._failure = self._failure or error
            return {}
        self._title = self._title or title
        self._linked_at_home |= {target for _, target in links}
        found: dict[str, str] = {}
        for text, target in links:
            if _may_be_category(text, target):
                found.setdefault(target, text)
        return found

    async def _lists_articles(self, category: Category) -> bool:
        try:
            listing, _ = await self._fetcher.listings.fetch(category, category.path, PATIENT)
        except (LibraryError, NotNowError):
            raise
        except AchieError:
            return False
        if listing.next is None:
            self._unpaged[category.path] = {row.path for row in listing.rows}
        return bool(listing.rows)

    async def _links_most(self, categories: Sequence[Category]) -> str:
        """Give the page, of those looked at, that links most of the categories; the home page where none links more."""
        wanted = {category.path for category in categories}
        best, most = _HOME, len(wanted & self._linked_at_home)
        for path in {directory(category.path.rstrip("/")) for category in categories}:
            linked = {target for _, target in await self._fetcher.listings.links_kept(path)}
            if len(wanted & linked) > most:
                best, most = path, len(wanted & linked)
        return best

    async def _below(self, category: Category) -> list[tuple[str, str]]:
        """Give the categories that a list's own page links, below its directory: path and name."""
        links = await self._fetcher.listings.links_kept(category.path)
        own = directory(category.path)
        return list(
            {
                target: text
                for text, target in links
                if _may_be_category(text, target) and target.startswith(own) and target != category.path
            }.items()
        )

    async def _read_some(self, categories: Sequence[Category]) -> AsyncIterator[str]:
        for category in categories[:_LISTS]:
            listed = self._library.views.headlines(self._library.views.keys(View(category.path))[: 2 * _ARTICLES])
            paths = [each.path for each in listed if not is_dynamic_article(each.path)]
            for path in paths[:_ARTICLES]:
                yield path
                try:
                    await self._fetcher.articles.fetch(path, PATIENT)
                except (LibraryError, NotNowError):
                    raise
                except AchieError:
                    continue  # another will do


def _may_be_category(text: str, path: str) -> bool:
    page = listing_page(path)
    if page is None or page[1] != 1 or page[0] != path or path == _HOME:
        return False
    return 1 < len(text) <= _NAME_LENGTH and fold(text) not in _NOT_CATEGORIES and not text.isdigit()


def _without_parents(found: Sequence[Category]) -> tuple[Category, ...]:
    """Leave out the categories that only hold others, and what has the name of one before it."""
    parents = {
        each.path
        for each in found
        if "?" not in each.path and sum(other.path.startswith(each.path) for other in found) > _PARENT
    }
    kept: dict[str, Category] = {}
    for each in found:
        if each.path not in parents:
            kept.setdefault(fold(each.name), each)
    return tuple(kept.values())


def _site_name(title: str) -> str:
    """Give a site's name from its home page's `<title>`: up to the first separator."""
    return next(filter(None, map(str.strip, _SEPARATORS.split(title))), "")
