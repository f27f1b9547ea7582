"""From the web into the library: categories, listings, articles and pictures fetched, read and kept.

Nothing that the library holds is replaced by something worse: what was fetched is understood first, and what is no
page of the site, or less than what is kept, raises an AchieError or stays out.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Protocol, TypeVar
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
    UnreadListingError,
)
from achie_tui.library.library import Kept, Library, Page
from achie_tui.model import Article, Category, Listing, Span, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.classify import Stranger
from achie_tui.parse.page import PageReader
from achie_tui.site.address import article_date, article_id, article_page_path, is_dynamic_article
from achie_tui.site.discovery import discover, fold
from achie_tui.web.answer import IMAGE, NOW, Answer, Asked, Validators
from achie_tui.web.client import Client

T = TypeVar("T")

_log = logging.getLogger(__name__)

_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_SERVER_ERRORS = {HTTPStatus.TOO_MANY_REQUESTS, *(status for status in HTTPStatus if status >= 500)}  # noqa: PLR2004


class Aside(Protocol):
    """Runs work on the thread that reads and writes, off the event loop."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Give what the work gives."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article fetched: its kept copy, and whether the library knew it ("new", "updated", "unchanged", "kept")."""

    kept: Kept
    outcome: str


class Fetcher:
    """Asks the web, reads what comes, and keeps it."""

    def __init__(self, config: Config, library: Library, aside: Aside, clock: Callable[[], float]) -> None:
        self.config = config
        self.library = library
        self._aside = aside
        self._clock = clock
        self._reader = PageReader(config.profile, config.addresses)
        self._client: Client | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def categories(self, asked: Asked = NOW) -> list[Category]:
        """Discover the categories: on the news page, then on the site map, then as they were known before."""
        profile = self.config.profile
        found: dict[str, Category] = {}
        failure: AchieError | None = None
        for path in (profile.news, profile.sitemap):
            try:
                for category in await self._discover(path, asked):
                    found.setdefault(category.name, category)
            except AchieError as error:
                failure = failure or error
            if len(found) == len(profile.categories):
                break
        if not found:
            raise failure or NoCategoriesError(url=self.config.addresses.url(profile.news))
        for category in self.library.categories():
            found.setdefault(category.name, category)
        order = {fold(name): number for number, name in enumerate(profile.categories)}
        return sorted(found.values(), key=lambda category: order.get(fold(category.name), len(order)))

    async def _discover(self, path: str, asked: Asked) -> Sequence[Category]:
        answer = await self._get(path, asked)
        links = await self._aside(
            partial(self._reader.links, answer.body, path, charset=answer.charset, status=answer.status)
        )
        return discover(self._sound(links, answer), self.config.profile.categories)

    async def listing(self, category: Category, path: str, asked: Asked = NOW) -> tuple[Listing, tuple[str, ...]]:
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
        if not listing.rows and (listing.total or (listing.pages or 0) > 1):
            raise UnreadListingError(url=self.config.addresses.url(path))
        if not answer.not_modified:
            self.library.save_page(_page(path, answer, now))
        new = self.library.save_listing(category.path, listing, at=now)
        if listing.page == 1:
            self.library.set_refreshed(category.path, now)
        return listing, new

    async def article(self, path: str, asked: Asked = NOW) -> Fetched:
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

    async def image(self, src: str, asked: Asked | None = None) -> bool:
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

    async def resolve(self, path: str, asked: Asked = NOW) -> str:
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

    def _connected(self) -> Client:
        if self._client is None:
            config = self.config
            self._client = Client(
                config.addresses,
                image_hosts=config.profile.image_hosts,
                concurrency=config.concurrency,
                delay=config.delay,
                memory=self.library,
            )
        return self._client

    def _check_online(self, path: str) -> None:
        if self.config.offline:
            raise NotInLibraryError(what=path)

    async def _get(self, path: str, asked: Asked, before: Page | None = None) -> Answer:
        self._check_online(path)
        validators = Validators(before.etag, before.last_modified) if before else None
        answer = await self._connected().get(path, validators=validators, limits=asked.limits, urgent=asked.urgent)
        _log.info("%s %s, %s bytes", path, answer.status, len(answer.body))
        return answer

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

    async def read_again(self, kept: Kept) -> Kept:
        """Read a kept article's raw pages again, by the parser as it is now."""
        return await self._aside(partial(self._read_again, kept))

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
