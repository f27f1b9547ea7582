"""What the site has: its categories, their listings, and the feed of what is new."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from functools import partial
from http import HTTPStatus

from achie_tui.errors import AchieError, NoCategoriesError, ServerError, UnreadListingError
from achie_tui.fetching.asking import SERVER_ERRORS, Asking, page_of
from achie_tui.library.library import Page
from achie_tui.model import Category, Listing, Row
from achie_tui.parse.feed import read_feed
from achie_tui.parse.strangers import Stranger
from achie_tui.site.discovery import discover, fold
from achie_tui.site.feeds import FEED_MAP, parent_feed
from achie_tui.web.answer import NOW, Answer, Asked

_MAP_LASTS = 30 * 86400.0  # seconds


class Listings(Asking):
    """Fetches categories, listings and feeds."""

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
            self.library.save_page(page_of(path, answer, now))
        new = self.library.save_listing(category.path, listing, at=now)
        if listing.page == 1:
            self.library.set_refreshed(category.path, now)
        return listing, new

    def knows_feeds(self) -> bool:
        """Tell whether the map of the feeds is here, and not too old to be trusted."""
        page = self.library.page(FEED_MAP)
        return page is not None and 0 <= self._clock() - page.fetched < _MAP_LASTS

    async def feed(self, asked: Asked = NOW) -> tuple[Row, ...]:
        """Give what the feed of all categories names; nothing where there is no such feed."""
        page = self.library.page(FEED_MAP)
        if page is None or not self.knows_feeds():
            page = await self._kept_page(FEED_MAP, asked)
        links = await self._aside(partial(self._reader.links, page.body, FEED_MAP, charset=page.charset))
        names = self.config.profile.categories
        path = None if isinstance(links, Stranger) else parent_feed(links, names)
        if path is None:
            return ()
        page = await self._kept_page(path, asked)
        return await self._aside(partial(read_feed, page.body, self.config.addresses, charset=page.charset)) or ()

    async def _kept_page(self, path: str, asked: Asked) -> Page:
        """Fetch a page that is kept as it is; what comes in its place is kept too, so as not to ask for it again."""
        before = self.library.page(path)
        answer = await self._get(path, asked, before)
        if answer.status in SERVER_ERRORS:
            raise ServerError(status=answer.status)
        now = self._clock()
        if answer.not_modified and before is not None:
            await self._aside(partial(self.library.touch_page, path, now, *astuple(answer.validators)))
            return before
        page = page_of(path, answer, now)
        if answer.status != HTTPStatus.OK:
            page = replace(page, body=b"")
        await self._aside(partial(self.library.save_page, page))
        return page
