"""What the site has: its categories, their listings, and the feed of what is new."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from functools import partial
from http import HTTPStatus

from achie_tui.errors import (
    AchieError,
    BadAnswerError,
    MissingListError,
    NoCategoriesError,
    NotNowError,
    NotTheSiteError,
    OtherCategoryError,
    RefusedAddressError,
    ServerError,
    SiteError,
    SiteFailureError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
    UnreadListingError,
)
from achie_tui.fetching.access import CUT, TRY_LATER, SiteAccess, page_of, sound
from achie_tui.language import Phrase
from achie_tui.library.library import RawPage, View
from achie_tui.model import Category, Listing, Row
from achie_tui.parse.decode import decode
from achie_tui.parse.feed import read_feed
from achie_tui.parse.strangers import Stranger, find_failure
from achie_tui.site.discovery import discover, fold, other_category
from achie_tui.site.feeds import FEED_MAP, listing_of_feed, parent_feed
from achie_tui.web.answer import NOW, Answer, Asked

_HOME = "/"
_SOME = 2  # categories: a page that links fewer is not the one that leads to them
_HELD = Phrase("{links} 个链接，{categories} 个栏目", "{links} links, {categories} categories")
_STRANGERS = (NotTheSiteError, RefusedAddressError, TooManyRedirectsError)
_MAP_LASTS = 30 * 86400.0  # seconds


class ListingFetcher:
    """Fetches categories, listings and feeds."""

    def __init__(self, site: SiteAccess) -> None:
        self._site = site
        self._config = site.config
        self._library = site.library
        self._on_thread = site.on_thread

    async def categories(self, asked: Asked = NOW) -> list[Category]:
        """Discover the categories: on the news page and the site map, else on the map of the feeds and the home page.

        Those known before stay. Raises NoCategoriesError, which names the pages looked at and what each held.
        """
        profile = self._config.profile
        found: dict[str, Category] = {}
        looked: list[str] = []
        read = 0
        failure: AchieError | None = None
        for path in dict.fromkeys((profile.news, profile.sitemap, FEED_MAP, _HOME)):
            if len(found) == len(profile.categories) or (len(found) >= _SOME and path in {FEED_MAP, _HOME}):
                break
            try:
                links, categories = await self._discover(path, asked)
            except (UnreachableError, TooSlowError, NotNowError) as error:
                failure = failure or error
                break
            except AchieError as error:
                # Whoever answers for two of the site's pages answers for all.
                if isinstance(error, _STRANGERS) and isinstance(failure, _STRANGERS):
                    break
                failure = failure or error
                looked.append(f"{path} ({error.sentence(self._config.lang)})")
                continue
            read += 1
            looked.append(f"{path} ({_HELD.say(self._config.lang, links=links, categories=len(categories))})")
            for category in categories:
                found.setdefault(category.name, category)
        if not found:
            # Where no page at all was the site's, why that is says more.
            raise failure if failure is not None and not read else NoCategoriesError(looked="; ".join(looked))
        for category in await self._on_thread(self._library.categories):
            found.setdefault(category.name, category)
        order = {fold(name): number for number, name in enumerate(profile.categories)}
        return sorted(found.values(), key=lambda category: order.get(fold(category.name), len(order)))

    async def links_of(self, path: str, asked: Asked = NOW) -> tuple[str, list[tuple[str, str]]]:
        """Fetch a page; gives its `<title>`, and its links to pages of the site as pairs of text and path."""
        answer = await self._site.get(path, asked)
        page = await self._on_thread(
            lambda: self._site.reader.front(answer.body, path, charset=answer.charset, status=answer.status)
        )
        return sound(page, answer)

    async def links_kept(self, path: str) -> list[tuple[str, str]]:
        """Give the links of a page that is here, folded menus included; none where it is not."""
        page = await self._on_thread(partial(self._library.pages.get, path))
        if page is None:
            return []
        links = await self._on_thread(lambda: self._site.reader.links(page.body, path, charset=page.charset))
        return [] if isinstance(links, Stranger) else links

    async def _discover(self, path: str, asked: Asked) -> tuple[int, Sequence[Category]]:
        """Give how many links a page has, and the categories among them."""
        answer = await self._site.get(path, asked)
        links = sound(
            await self._on_thread(
                lambda: self._site.reader.links(answer.body, path, charset=answer.charset, status=answer.status)
            ),
            answer,
        )
        listings = [(text, listing_of_feed(target)) for text, target in links] if path == FEED_MAP else links
        return len(links), discover(listings, self._config.profile.categories)

    async def fetch(self, category: Category, path: str, asked: Asked = NOW) -> tuple[Listing, tuple[str, ...]]:
        """Fetch a listing page, unless it has not changed; gives it, and the paths new to the category.

        Raises OtherCategoryError where what came is the listing of another category, BadAnswerError where only a part
        of it came, MissingListError and UnreadListingError where it has no rows and is no empty list. Nothing of such
        a page is kept: which of its rows are the list's own is not sure before its pager is there.
        """
        before = await self._on_thread(partial(self._library.pages.get, path))
        answer = await self._site.get(path, asked, before)
        try:
            return await self._on_thread(partial(self._take_listing, category, path, answer, before))
        except SiteError:
            if not answer.not_modified:
                raise
        # The kept page is no good, and neither is what it was asked with.
        answer = await self._site.get(path, asked)
        return await self._on_thread(partial(self._take_listing, category, path, answer, None))

    def _take_listing(
        self, category: Category, path: str, answer: Answer, before: RawPage | None
    ) -> tuple[Listing, tuple[str, ...]]:
        now = self._site.clock()
        page, status = page_of(path, answer, now), answer.status
        if answer.not_modified and before is not None:
            self._library.pages.touch(path, now, answer.validators.etag, answer.validators.last_modified)
            page, status = before, HTTPStatus.OK
        known = self._library.categories()
        read = self._site.reader.listing_of(page.body, path, category, known, charset=page.charset, status=status)
        if isinstance(read, Category):
            raise OtherCategoryError(category=category.name, other=read.name)
        listing, url = sound(read, answer), self._config.addresses.url(path)
        if led_to := other_category(answer.path or path, category, known):
            raise OtherCategoryError(category=category.name, other=led_to.name)
        if listing is None:
            raise MissingListError(url=url)
        if not listing.complete:
            raise BadAnswerError(url=url, reason=CUT)
        if not listing.rows and (listing.total or (listing.pages or 0) > 1 or self._had_rows(category, listing)):
            raise UnreadListingError(url=url)
        if not answer.not_modified:
            self._library.pages.save(page)
        new = self._library.save_listing(category.path, listing, at=now)
        if listing.page == 1:
            self._library.set_refreshed(category.path, now)
        return listing, new

    def _had_rows(self, category: Category, listing: Listing) -> bool:
        """Tell whether articles of a category are known whose first page shows none, and does not say that it has 0."""
        return listing.page == 1 and listing.total is None and bool(self._library.views.keys(View(category.path)))

    async def knows_feeds(self) -> bool:
        """Tell whether the map of the feeds is here, and not too old to be trusted."""
        return await self._on_thread(self._map_of_feeds) is not None

    def _map_of_feeds(self) -> RawPage | None:
        page = self._library.pages.get(FEED_MAP)
        return page if page and 0 <= self._site.clock() - page.fetched < _MAP_LASTS else None

    async def feed(self, asked: Asked = NOW) -> tuple[Row, ...]:
        """Give what the feed of all categories names; nothing where there is no such feed."""
        page = await self._on_thread(self._map_of_feeds) or await self._kept_page(FEED_MAP, asked)
        links = await self._on_thread(lambda: self._site.reader.links(page.body, FEED_MAP, charset=page.charset))
        names = self._config.profile.categories
        path = None if isinstance(links, Stranger) else parent_feed(links, names)
        if path is None:
            return ()
        feed = await self._kept_page(path, asked)
        return await self._on_thread(partial(read_feed, feed.body, self._config.addresses, charset=feed.charset)) or ()

    async def _kept_page(self, path: str, asked: Asked) -> RawPage:
        """Fetch a page that is kept as it is; what comes in its place is kept too, so as not to ask for it again."""
        before = await self._on_thread(partial(self._library.pages.get, path))
        answer = await self._site.get(path, asked, before)
        if answer.status in TRY_LATER:
            raise ServerError(status=answer.status)
        if await self._on_thread(lambda: find_failure(decode(answer.body, answer.charset))):
            raise SiteFailureError
        now = self._site.clock()
        if answer.not_modified and before is not None:
            await self._on_thread(partial(self._library.pages.touch, path, now, *astuple(answer.validators)))
            return before
        page = page_of(path, answer, now)
        if answer.status != HTTPStatus.OK:
            page = replace(page, body=b"")
        await self._on_thread(partial(self._library.pages.save, page))
        return page
