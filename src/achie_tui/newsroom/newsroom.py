"""The one door of both front ends: answers from the library at once, refreshes from the web.

What is read from the library is given at once. The `async` methods ask the web or write; pages are read and
written on a thread of their own, so that the event loop stays free. When one fails it raises an AchieError, and
what the library holds is as it was.
"""

import asyncio
import time
from base64 import b64decode
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from importlib import import_module
from math import inf
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from achie_tui.config import Config
from achie_tui.errors import AchieError
from achie_tui.library.library import Kept, Library, Totals, View
from achie_tui.model import Category, CategoryCount, Headline
from achie_tui.newsroom.attached import Attached
from achie_tui.newsroom.deeds import Deeds
from achie_tui.newsroom.finder import Finder
from achie_tui.newsroom.notebook import Notebook
from achie_tui.newsroom.threads import Threads
from achie_tui.newsroom.visits import Visits
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.errors import PictureElsewhereError, PictureError, PictureMissingError, PictureNotKeptError
from achie_tui.site.address import DYNAMIC_ARTICLE, is_dynamic_article, no_article
from achie_tui.web.answer import NOW, PATIENT, Asked

if TYPE_CHECKING:
    from achie_tui.fetching import Fetcher, SiteResults

T = TypeVar("T")

_FIRST_ROWS, _FIRST_CONTACT = 12, 4
_EVERYTHING = View()


class Newsroom:
    """Answers from the library at once; asks the web and writes in the background."""

    def __init__(self, config: Config, library: Library, *, clock: Callable[[], float] = time.time) -> None:
        self.config = config
        self.library = library
        self._clock = clock
        self._threads = threads = Threads()
        self.deeds = Deeds(library, threads)
        self.notebook = Notebook(library, threads, self.kept)
        self.visits = Visits(config, library, threads, clock)
        self.finder = Finder(library, threads, clock)
        self.attached = Attached(config, library, threads, lambda: self.fetcher)
        self._fetcher: Fetcher | None = None
        self._is_introduced = False
        self._ahead: Future[tuple[Totals, list[CategoryCount]]] | None = None

    # From the library, at once.

    def categories(self) -> list[CategoryCount]:
        """Give the known categories in the site's order, with counts; empty before the first refresh."""
        return self.library.views.counts(self.visits.since)

    def totals(self) -> Totals:
        """Count all known articles, and those unread, starred, to be read later, kept, begun, and new."""
        return self.library.views.totals(self.visits.since)

    def count_ahead(self) -> None:
        """Begin a session's first count on a thread, while the app is still being loaded."""
        self._ahead = self._threads.submit_query(self._count_first)

    def _count_first(self) -> tuple[Totals, list[CategoryCount]]:
        last = self.library.visits.last(self._clock())
        since = inf if last is None else last
        return self.library.views.totals(since), self.library.views.counts(since)

    def count(self) -> tuple[Totals, list[CategoryCount]]:
        """Give totals and categories: for the first time as they were counted ahead."""
        ahead, self._ahead = self._ahead, None
        return ahead.result() if ahead else (self.totals(), self.categories())

    def keys(self, view: View) -> list[int]:
        """Give the keys of a view's articles in its order."""
        return self.library.views.keys(view)

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """Give the headlines of these keys, in their order; unknown keys are left out."""
        return self.library.views.headlines(keys)

    def months(self, keys: Sequence[int]) -> list[str]:
        """Give the months (`YYYY-MM`) in which these keys' articles were published, "" where none is known."""
        return self.library.views.months(keys)

    def kept(self, path: str) -> Kept | None:
        """Give the kept copy of an article, if there is one; of a redirect, that of where it leads."""
        kept = self.library.article(path)
        if kept is None and is_dynamic_article(path) and (target := self.library.pages.redirect(path)):
            kept = self.library.article(target)
        return kept

    def titles(self, keys: Sequence[int]) -> dict[int, str]:
        """Give the titles of these keys; unknown keys are left out."""
        return self.library.views.titles(keys)

    def headline(self, path: str) -> Headline | None:
        """Give an article's headline as it is now, None where it is not known."""
        return self.library.views.headline(path)

    def path_of(self, typed: str) -> str:
        """Give the path of the article that an address, a path or a number means, as the user typed it.

        A number that the library does not know is the engine's, and is asked for in its dynamic form. Raises
        NoSuchArticleAddressError where it is no article's address of this site.
        """
        if typed.isascii() and typed.isdigit():
            return self.library.views.path_of(int(typed[:18])) or DYNAMIC_ARTICLE.format(aid=typed)
        path = self.config.addresses.article_path(typed)
        if path is None:
            raise no_article(typed)
        return path

    def address(self, path: str) -> str:
        """Give the absolute address that a browser finds an article at, for a redirect where it leads."""
        return self.config.addresses.public(self.library.pages.redirect(path) or path)

    def refreshed_at(self, category: Category | None) -> float | None:
        """Tell when a category (None: the list of categories) was last refreshed, in seconds since the epoch."""
        return self.library.refreshed_at(category.path if category else None)

    def picture_refused(self, src: str) -> PictureError | None:
        """Say why a picture cannot be had, where that is known without asking the site."""
        refused = self._fetching_refused(src)
        return None if refused is None or self.library.pictures.has(src) else refused

    def _fetching_refused(self, src: str) -> PictureError | None:
        """Say why a picture is not fetched, whether it is kept or not."""
        if src.startswith("data:"):
            return None
        host = urlsplit(src).hostname
        if not src.startswith("/") and host not in self.config.profile.image_hosts:
            return PictureElsewhereError(host=host)
        return PictureNotKeptError() if self.config.offline else None

    # From the web.

    @property
    def fetcher(self) -> "Fetcher":
        """Who asks the web. Made when first asked for: parser and client cost a fifth of the start."""
        if self._fetcher is None:
            from achie_tui.fetching import Fetcher

            self._fetcher = Fetcher(self.config, self.library, self.on_thread, self._clock)
        return self._fetcher

    async def prepare(self) -> None:
        """Load what talks to the web, on a thread: whoever asks first would hold everything up with it."""
        await asyncio.to_thread(import_module, "achie_tui.fetching")

    def insist(self) -> None:
        """Let the next request go out although the site failed and is left alone: the user wants to know."""
        self.fetcher.insist()

    async def refresh_categories(self, asked: Asked = NOW) -> list[CategoryCount]:
        """Discover the categories again: on the news page, then on the site map, then as they were known before."""
        categories = await self.fetcher.listings.categories(asked)
        return await self.on_thread(partial(self._keep_categories, categories))

    def _keep_categories(self, categories: Sequence[Category]) -> list[CategoryCount]:
        self.library.save_categories(categories)
        self.library.set_refreshed(None, self._clock())
        return self.categories()

    async def refresh(self, category: Category, asked: Asked = NOW) -> int:
        """Fetch the newest listing page of a category; gives how many of its articles were not known there before."""
        _, new = await self.fetcher.listings.fetch(category, category.path, asked)
        return len(new)

    async def older(self, category: Category, asked: Asked = NOW) -> int:
        """Fetch the next older listing page that is not known yet; gives as `refresh`."""
        path = await self.query(partial(self._next_page, category))
        if path is None:
            return 0
        _, new = await self.fetcher.listings.fetch(category, path, asked)
        return len(new)

    def has_older(self, category: Category) -> bool:
        """Tell whether the site lists more of a category than the library knows."""
        return self._next_page(category) is not None

    def _next_page(self, category: Category) -> str | None:
        state = self.library.listing_state(category.path)
        if state.pages_known == 0:
            return category.path
        if state.next is not None:
            return state.next
        if state.template is not None and state.pages is not None and state.pages_known < state.pages:
            return state.template.format(page=state.pages_known + 1)
        return None

    async def site_search(
        self, typed: str, page: int = 1, *, waiting: Callable[[float], object] = lambda _: None
    ) -> "SiteResults":
        """Ask the site's own search, because the user wants it now; `waiting` is told of each wait, in seconds."""
        return await self.fetcher.search.ask(typed, page, waiting=waiting)

    async def keep_found(self, headlines: Sequence[Headline]) -> list[Headline]:
        """Have the library know what the site's search found, because the user does something with it."""
        return await self.fetcher.search.keep_found(headlines)

    async def read(self, path: str, asked: Asked = NOW) -> Kept:
        """Fetch an article (all its pages) and keep it; unchanged, or where the site sends less, what is kept stays.

        Raises BadAnswerError where only a part of it came, or not all could be decoded, and a whole copy is kept.
        """
        fetched = await self.fetcher.articles.fetch(path, asked)
        if fetched.problem is not None:
            raise fetched.problem
        return fetched.kept

    async def take(self, path: str, asked: Asked = NOW) -> tuple[int, int]:
        """Fetch an article and its pictures, as far as they are not kept; gives how many pictures are, and are not."""
        kept = await self.query(partial(self.kept, path))
        if kept is None or not kept.article.complete:
            kept = await self.read(path, asked)
        return await self.fetcher.pictures.fetch_all(kept.article, asked)

    async def current(self, kept: Kept) -> Kept:
        """Read a kept article's pages again where an older parser read them, or one that knew less of the site."""
        revision = await self.query(self.library.knowledge.revision)
        is_current = kept.parser >= PARSER_VERSION and kept.knowledge >= revision
        return kept if is_current else await self.fetcher.articles.read_again(kept)

    async def learn(self, *, doubted: bool = False) -> int:
        """Learn how the site's pages are built, where there is more to learn from; then read again what gets better.

        `doubted` says that a text may not be whole. Gives how many articles were read again.
        """
        return await self.fetcher.learning.catch_up(doubted=doubted)

    async def get_to_know(self, category: Category) -> int:
        """Fetch some articles of a category, once, where nothing is known of the site's pages: to learn from them.

        They are asked for as patiently as in a sync, and kept for reading offline as any other.
        Gives how many that are.
        """
        if self._is_introduced or self.config.offline:
            return 0
        revision = await self.query(self.library.knowledge.revision)
        if revision:
            return 0
        self._is_introduced = True
        kept = 0
        for path in await self.query(partial(self._first_contact, category)):
            try:
                await self.fetcher.articles.fetch(path, PATIENT)
            except AchieError:
                break  # who opens it is told
            kept += 1
        await self.learn()
        return kept

    def _first_contact(self, category: Category) -> list[str]:
        """Give the paths of some articles of a category that are not kept."""
        first = self.headlines(self.keys(View(category.path))[:_FIRST_ROWS])
        missing = [each.path for each in first if not each.cached and not is_dynamic_article(each.path)]
        return missing[:_FIRST_CONTACT]

    async def picture(self, src: str) -> bytes:
        """Give a picture's file, which is fetched and kept where it is not here yet."""
        if src.startswith("data:"):
            return await self.on_thread(partial(_data_of, src))
        data = await self.on_thread(partial(self.library.pictures.get, src))
        if data is None:
            if refused := self._fetching_refused(src):
                raise refused
            if await self.fetcher.pictures.fetch(src):
                data = await self.on_thread(partial(self.library.pictures.get, src))
        if not data:  # kept empty: the site has it no longer
            raise PictureMissingError
        return data

    async def back_up(self) -> None:
        """Write the day's backup of the user's data, if there is none; it may take seconds, and holds nobody up."""
        await asyncio.to_thread(self.library.maintenance.backup_if_due)

    async def close(self) -> None:
        """End what is under way and close connections and library."""
        if self._fetcher is not None:
            await self._fetcher.close()
        await asyncio.to_thread(self._threads.close)
        self.library.close()

    # Between the web and the library.

    def now(self) -> float:
        """Give the time, in seconds since the epoch."""
        return self._clock()

    async def query(self, question: Callable[[], T]) -> T:
        """Have the library answer a question, as `Threads.query` does."""
        return await self._threads.query(question)

    async def on_thread(self, work: Callable[[], T]) -> T:
        """Do work on the library's thread; gives what it gives."""
        return await self._threads.write(work)


def _data_of(src: str) -> bytes:
    """Give the picture in a `data:` address (RFC 2397); raises PictureMissingError where it is damaged."""
    try:
        return b64decode(src.partition(",")[2], validate=False)
    except ValueError as error:
        raise PictureMissingError from error
