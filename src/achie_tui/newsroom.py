"""The one door of both front ends: answers from the library at once, refreshes from the web.

What is read from the library is given at once. The `async` methods ask the web or write; pages are read and
written on a thread of their own, so that the event loop stays free. When one fails it raises an AchieError, and
what the library holds is as it was.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

from achie_tui.config import Config
from achie_tui.errors import (
    AchieError,
    EngineMessageError,
    NoCategoriesError,
    NotInLibraryError,
    NotTheSiteError,
    PageGoneError,
    ServerError,
)
from achie_tui.library.library import Kept, Library, Page, Totals, View
from achie_tui.model import Article, Category, CategoryCount, Headline, Listing, Span, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.classify import Stranger
from achie_tui.parse.page import PageReader
from achie_tui.site.address import article_date, article_id, article_page_path, is_dynamic_article
from achie_tui.site.discovery import discover, fold
from achie_tui.web.client import IMAGE, PAGE, Answer, Client, Limits, Validators

T = TypeVar("T")

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_SERVER_ERRORS = {HTTPStatus.TOO_MANY_REQUESTS, *(status for status in HTTPStatus if status >= 500)}  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh of a listing page brought: rows not known before, and whether older pages follow."""

    new: int
    more: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """How the web is asked: `urgent` where somebody waits, without the delay between requests of a sync."""

    urgent: bool = True
    limits: Limits = PAGE


_NOW = Asked()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article fetched: its kept copy, and whether the library knew it ("new", "updated", "unchanged", "kept")."""

    kept: Kept
    outcome: str


class Newsroom:
    """Answers from the library at once; asks the web and writes in the background."""

    def __init__(self, config: Config, library: Library, *, clock: Callable[[], float] = time.time) -> None:
        self.config = config
        self.library = library
        self._clock = clock
        self._reader = PageReader(config.profile, config.addresses)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._client: Client | None = None

    # From the library, at once.

    def categories(self) -> list[CategoryCount]:
        """Give the known categories in the site's order, with counts; empty before the first refresh."""
        return self.library.counts()

    def totals(self) -> Totals:
        """Count all known articles, and those unread, starred, to be read later, and kept for offline reading."""
        return self.library.totals()

    def keys(self, view: View) -> list[int]:
        """Give the keys of a view's articles in its order."""
        return self.library.keys(view)

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """Give the headlines of these keys, in their order; unknown keys are left out."""
        return self.library.headlines(keys)

    def kept(self, path: str) -> Kept | None:
        """Give the kept copy of an article, if there is one; of a redirect, that of where it leads."""
        kept = self.library.article(path)
        if kept is None and is_dynamic_article(path) and (target := self.library.redirect(path)):
            kept = self.library.article(target)
        return kept

    def refreshed_at(self, category: Category | None) -> float | None:
        """Tell when a category (None: the list of categories) was last refreshed, in seconds since the epoch."""
        return self.library.refreshed_at(category.path if category else None)

    def place(self, path: str) -> tuple[int, int] | None:
        """Give the block and the offset where the reader left an article."""
        return self.library.place(path)

    # From the web.

    async def refresh_categories(self, asked: Asked = _NOW) -> list[CategoryCount]:
        """Discover the categories again: on the news page, then on the site map, then as they were known before."""
        profile = self.config.profile
        found: list[Category] = []
        failure: AchieError | None = None
        for path in (profile.news, profile.sitemap):
            try:
                answer = await self._get(path, asked)
                links = await self._aside(
                    partial(self._reader.links, answer.body, path, charset=answer.charset, status=answer.status)
                )
                known = {category.name for category in found}
                found += (c for c in discover(self._sound(links, answer), profile.categories) if c.name not in known)
            except AchieError as error:
                failure = failure or error
            if len(found) == len(profile.categories):
                break
        if not found:
            raise failure or NoCategoriesError(url=self.config.addresses.url(profile.news))
        names = {category.name for category in found}
        found += (category for category in self.library.categories() if category.name not in names)
        order = {fold(name): number for number, name in enumerate(profile.categories)}
        found.sort(key=lambda category: order.get(fold(category.name), len(order)))
        await self._aside(partial(self._keep_categories, found))
        return self.categories()

    def _keep_categories(self, categories: Sequence[Category]) -> None:
        self.library.save_categories(categories)
        self.library.set_refreshed(None, self._clock())

    async def refresh(self, category: Category) -> Refreshed:
        """Fetch the newest listing page of a category."""
        listing, new = await self.fetch_listing(category, category.path)
        return Refreshed(len(new), listing.next is not None)

    async def older(self, category: Category, asked: Asked = _NOW) -> Refreshed:
        """Fetch the next older listing page that is not known yet."""
        path = self._next_page(category)
        if path is None:
            return Refreshed(0, more=False)
        _, new = await self.fetch_listing(category, path, asked)
        return Refreshed(len(new), self._next_page(category) is not None)

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

    async def fetch_listing(
        self, category: Category, path: str, asked: Asked = _NOW
    ) -> tuple[Listing, tuple[str, ...]]:
        """Fetch a listing page, unless it has not changed; gives it, and the paths new to the category."""
        before = self.library.page(path)
        answer = await self._get(path, asked, before)
        return await self._aside(partial(self._take_listing, category, path, answer, before))

    def _take_listing(
        self, category: Category, path: str, answer: Answer, before: Page | None
    ) -> tuple[Listing, tuple[str, ...]]:
        now = self._clock()
        if answer.not_modified and before is not None:
            self.library.touch_page(path, now, answer.validators.etag, answer.validators.last_modified)
            listing = self._sound(self._reader.listing(before.body, path, charset=before.charset), answer)
        else:
            listing = self._sound(
                self._reader.listing(answer.body, path, charset=answer.charset, status=answer.status), answer
            )
            self.library.save_page(_page(path, answer, now))
        new = self.library.save_listing(category.path, listing, at=now)
        if listing.page == 1:
            self.library.set_refreshed(category.path, now)
        return listing, new

    async def read(self, path: str) -> Kept:
        """Fetch an article (all its pages) and keep it; unchanged, or where the site sends less, what is kept stays."""
        return (await self.fetch_article(path)).kept

    async def current(self, kept: Kept) -> Kept:
        """Read a kept article's pages again where an older parser read them."""
        if kept.parser >= PARSER_VERSION:
            return kept
        return await self._aside(partial(self._read_again, kept))

    async def fetch_article(self, path: str, asked: Asked = _NOW) -> Fetched:
        """Fetch an article and all its pages; a redirect leads to its article, or is kept as a link elsewhere."""
        target = await self.resolve(path, asked)
        if not target.startswith("/"):
            return Fetched(await self._aside(partial(self._keep_elsewhere, path, target)), "unchanged")
        path = target
        kept = self.library.article(path)
        # Only a whole copy can be confirmed: "not modified" says nothing of the pages behind the first.
        before = self.library.page(path) if kept and kept.article.complete else None
        answer = await self._get(path, asked, before)
        if answer.not_modified and before is not None:
            return await self._aside(partial(self._confirm, path, answer))
        if answer.path != path and not (answer.path and article_id(answer.path) == article_id(path)):
            raise PageGoneError(url=self.config.addresses.url(path))
        first = await self._aside(partial(self._read_page, path, answer))
        pages, answers = [first.article], [_page(path, answer, self._clock())]
        for number in range(2, first.article.pages + 1):
            other = first.others.get(number) or article_page_path(path, number)
            try:
                answer = await self._get(other, asked)
                page = await self._aside(partial(self._read_page, other, answer))
            except AchieError:
                # What came before is worth keeping; the copy says that it is not complete.
                break
            pages.append(page.article)
            answers.append(_page(other, answer, self._clock()))
        return await self._aside(partial(self._keep, join_pages(pages), answers))

    async def fetch_image(self, src: str, asked: Asked | None = None) -> bool:
        """Fetch a picture and keep it; False where there is none. That the site has it no longer is kept too."""
        url = self.config.addresses.public(src)
        answer = await self._connected().get_image(url, limits=IMAGE, urgent=asked is None or asked.urgent)
        if answer.status in _SERVER_ERRORS:
            raise ServerError(status=answer.status)
        kind = answer.content_type or ""
        if answer.status in _GONE:
            await self._aside(partial(self.library.save_image, src, b"", None))
            return False
        if answer.status != HTTPStatus.OK or not answer.body or kind.startswith("text/"):
            return False
        await self._aside(partial(self.library.save_image, src, answer.body, kind))
        return True

    def may_fetch_image(self, src: str) -> bool:
        """Tell whether a picture is the site's, or on a host that the profile names."""
        return src.startswith("/") or urlsplit(src).hostname in self.config.profile.image_hosts

    async def forget_absent(self, category: Category, seen: Collection[str]) -> None:
        """After a walk of a whole listing: drop the rows that the site no longer lists; their articles stay."""
        await self._aside(partial(self.library.forget_absent, category.path, seen))

    async def resolve(self, path: str, asked: Asked = _NOW) -> str:
        """Give where an article really is: a redirect is asked once, and leads to a path or to an address elsewhere."""
        if not is_dynamic_article(path):
            return path
        known = self.library.redirect(path)
        if known is not None:
            return known
        self._check_online(path)
        location = await self._connected().location(path, limits=asked.limits, urgent=asked.urgent)
        target = self.config.addresses.external(location, path) if location else None
        if target is None or target == path:
            return path
        await self._aside(partial(self.library.save_redirect, path, target))
        if not target.startswith("/"):
            await self._aside(partial(self._keep_elsewhere, path, target))
        return target

    def _keep_elsewhere(self, path: str, url: str) -> Kept:
        """Keep a redirect out of the site as what it is shown as: its headline, and the link."""
        headline = self.library.headline(path)
        link = TextBlock("paragraph", url, (Span(0, len(url), "link", url),))
        article = Article(
            path=path,
            id=article_id(path),
            title=headline.title if headline else url,
            category=headline.category if headline else None,
            breadcrumb=(),
            source=headline.source if headline else None,
            author=None,
            published=headline.published if headline else None,
            attribution=None,
            blocks=(link,),
            extraction="anchor",
        )
        return self._keep(article, []).kept

    # Marks.

    async def mark(
        self, paths: Sequence[str], *, read: bool | None = None, starred: bool | None = None, later: bool | None = None
    ) -> None:
        """Set or clear marks; None leaves one as it is. One call is one step of the undo journal."""
        await self._aside(partial(self.library.mark, paths, read=read, starred=starred, later=later))

    async def undo(self) -> int:
        """Take the last step back; gives how many articles it touched, 0 when there is nothing to undo."""
        return await self._aside(self.library.undo)

    async def redo(self) -> int:
        """Do the step last taken back again."""
        return await self._aside(self.library.redo)

    async def save_place(self, path: str, block: int, offset: int) -> None:
        """Remember where the reader stands in an article."""
        await self._aside(partial(self.library.save_place, path, block, offset))

    async def back_up(self) -> None:
        """Write the day's backup of the user's data, if there is none."""
        await self._aside(self.library.backup_if_due)

    async def close(self) -> None:
        """End what is under way and close connections and library."""
        if self._client is not None:
            await self._client.close()
        await asyncio.to_thread(self._worker.shutdown)
        self.library.close()

    # Between the web and the library.

    async def _aside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _connected(self) -> Client:
        if self._client is None:
            config = self.config
            self._client = Client(
                config.addresses,
                image_hosts=config.profile.image_hosts,
                concurrency=config.concurrency,
                delay=config.delay,
            )
        return self._client

    def _check_online(self, path: str) -> None:
        if self.config.offline:
            raise NotInLibraryError(what=path)

    async def _get(self, path: str, asked: Asked, before: Page | None = None) -> Answer:
        self._check_online(path)
        validators = Validators(before.etag, before.last_modified) if before else None
        return await self._connected().get(path, validators=validators, limits=asked.limits, urgent=asked.urgent)

    def _sound(self, page: T | Stranger, answer: Answer) -> T:
        """Give a page that is the site's, or raise what the user has to know of the one that came instead."""
        if not isinstance(page, Stranger):
            if answer.status in _SERVER_ERRORS:
                raise ServerError(status=answer.status)
            return page
        if page.kind == "gone":
            raise PageGoneError(url=answer.url)
        if page.kind == "message":
            raise EngineMessageError(page.phrase)
        if answer.status in _SERVER_ERRORS and page.kind in {"foreign", "blank"}:
            raise ServerError(status=answer.status)
        raise NotTheSiteError(page.phrase)

    def _read_page(self, path: str, answer: Answer) -> ArticlePage:
        return self._sound(
            self._reader.article(answer.body, path, charset=answer.charset, status=answer.status), answer
        )

    def _keep(self, article: Article, pages: Sequence[Page]) -> Fetched:
        article = self._completed(article)
        outcome = self.library.save_article(article, parser=PARSER_VERSION, at=self._clock())
        if outcome != "kept":
            for page in pages:
                self.library.save_page(page)
        kept = self.library.article(article.path)
        if kept is None:
            raise NotInLibraryError(what=article.path)
        return Fetched(kept, outcome)

    def _confirm(self, path: str, answer: Answer) -> Fetched:
        now = self._clock()
        self.library.touch_page(path, now, answer.validators.etag, answer.validators.last_modified)
        kept = self.library.article(path)
        if kept is None:
            raise NotInLibraryError(what=path)
        return Fetched(kept, "unchanged")

    def _completed(self, article: Article) -> Article:
        """Fill in what the page does not say but its listing or its address does."""
        headline = self.library.headline(article.path)
        published, category = (headline.published, headline.category) if headline else (None, None)
        return replace(
            article,
            published=article.published or published or article_date(article.path),
            category=article.category or category,
        )

    def _read_again(self, kept: Kept) -> Kept:
        path = kept.article.path
        page = self.library.page(path)
        if page is None:
            return kept
        pages: list[Article] = []
        for number in range(1, kept.article.pages + 1):
            page = page if number == 1 else self.library.page(article_page_path(path, number))
            read = page and self._reader.article(page.body, page.path, charset=page.charset)
            if not isinstance(read, ArticlePage):
                return kept
            pages.append(read.article)
        self.library.save_article(self._completed(join_pages(pages)), parser=PARSER_VERSION, at=kept.fetched)
        return self.library.article(path) or kept


def _page(path: str, answer: Answer, now: float) -> Page:
    return Page(path, answer.body, answer.charset, answer.validators.etag, answer.validators.last_modified, now)
