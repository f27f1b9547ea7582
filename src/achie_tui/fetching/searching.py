"""Asking the site's own search: for the user, never by itself and never in a sync.

So nothing here can be asked patiently, and robots.txt, which excludes the search for robots, is not looked at: a person
asks, one question at a time, as they would in a browser, and waits for the interval that the engine sets.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from achie_tui.errors import (
    NoSearchError,
    NothingToSearchError,
    OfflineError,
    PageGoneError,
    SearchBusyError,
    UnreadListingError,
)
from achie_tui.fetching.access import SiteAccess, refusal, sound
from achie_tui.language import Phrase
from achie_tui.model import Headline, Listing, Row
from achie_tui.parse.decode import encoding_of
from achie_tui.parse.search import interval_asked
from achie_tui.parse.strangers import Stranger
from achie_tui.site.address import article_id
from achie_tui.site.search import INTERVAL, Keyword, is_search, keyword_of, search_page
from achie_tui.web.answer import NOW, Answer

_log = logging.getLogger(__name__)

_SEARCHED = Phrase("到网站上搜索", "searched for on the site")
_TRIES = 3  # others may ask in between


@dataclass(frozen=True, slots=True)
class SiteResults:
    """A page of what the site's own search found, in the site's order.

    `headlines` are the library's own, with their marks, where it knows the article; else they have the key 0 and are in
    no list: they can be opened by their path, and `keep_found` has the library know them. Summaries are what the site
    shows of the text around a hit. `asked` is the question as the site got it, `is_cut` that it is less than was typed.
    `total` is what the site says it found, None where it does not; `next` the number of the page that follows.
    """

    headlines: tuple[Headline, ...]
    asked: str
    is_cut: bool
    total: int | None
    next: int | None


class SearchFetcher:
    """Asks the site's own search."""

    def __init__(self, site: SiteAccess) -> None:
        self._site = site
        self._config = site.config
        self._library = site.library
        self._on_thread = site.on_thread
        self._learned_encoding: str | None = None

    async def ask(self, typed: str, page: int, *, waiting: Callable[[float], object]) -> SiteResults:
        """Ask the site for a page, from 1, of what it finds; `waiting` is told of each wait, in seconds.

        Raises OfflineError, NothingToSearchError, NoSearchError where the site has no search, SearchBusyError where
        others keep asking it, UnreadListingError, and EngineMessageError where the engine refuses the question.
        """
        if self._config.offline:
            raise OfflineError(what=_SEARCHED)
        keyword = keyword_of(typed, await self._encoding())
        if not keyword.text:
            raise NothingToSearchError(typed=typed)
        path = search_page(keyword, page)
        interval = INTERVAL
        for _ in range(_TRIES):
            answer = await self._ask_search(path, waiting)
            found = await self._on_thread(partial(self._read_found, path, keyword, answer))
            asked = interval_asked(found) if isinstance(found, Stranger) else None
            if asked is None:
                listing = self._listing_found(found, answer, page)
                return await self._on_thread(partial(self._results, keyword, listing))
            interval = max(interval, asked)
            await self._site.client.slow_search_down(path, asked)
        raise SearchBusyError(seconds=f"{interval:g}")

    async def keep_found(self, headlines: Sequence[Headline]) -> list[Headline]:
        """Have the library know articles that were found; gives their headlines as the library's own.

        They stand in no category's list until the site lists them there.
        """
        return await self._on_thread(partial(self._keep_found, headlines))

    def _keep_found(self, headlines: Sequence[Headline]) -> list[Headline]:
        rows = [
            Row(each.path, each.title, each.published, each.summary, each.source, each.category) for each in headlines
        ]
        return self._library.views.headlines(self._library.save_found(rows, at=self._site.clock()))

    def _results(self, keyword: Keyword, listing: Listing) -> SiteResults:
        # What is only shown does not become known: it would stand among the unread, and never count as new.
        known = [self._library.views.headline(row.path) for row in listing.rows]
        headlines = tuple(
            replace(headline, summary=row.summary or headline.summary) if headline else _unknown(row)
            for row, headline in zip(listing.rows, known, strict=True)
        )
        follows = bool(headlines) and (listing.next is not None or listing.page < (listing.pages or 0))
        number = listing.page + 1 if follows else None
        return SiteResults(headlines, keyword.text, keyword.is_cut, listing.total, number)

    async def _ask_search(self, path: str, waiting: Callable[[float], object]) -> Answer:
        answer = await self._site.client.search(path, waiting=waiting)
        _log.info("%s %s, %s bytes", path, answer.status, len(answer.body))
        if refused := refusal(answer):
            raise refused
        if answer.path is None or not is_search(answer.path):
            raise NoSearchError(url=self._config.addresses.url("/"))
        return answer

    def _read_found(self, path: str, keyword: Keyword, answer: Answer) -> Listing | Stranger:
        return self._site.reader.search(answer.body, path, keyword.text, charset=answer.charset, status=answer.status)

    def _listing_found(self, found: Listing | Stranger, answer: Answer, page: int) -> Listing:
        try:
            listing = sound(found, answer)
        except PageGoneError as error:
            raise NoSearchError(url=self._config.addresses.url("/")) from error
        if not listing.rows and listing.total and page <= (listing.pages or 1):
            raise UnreadListingError(url=answer.url)
        return listing

    async def _encoding(self) -> str:
        """Give the encoding of the site's pages: of a listing that is here, else of the page that leads to them."""
        known = self._learned_encoding or await self._on_thread(self._kept_encoding)
        if known is None:
            answer = await self._site.get(self._config.profile.news, NOW)
            known = await self._on_thread(partial(encoding_of, answer.body, answer.charset))
        self._learned_encoding = known
        return known

    def _kept_encoding(self) -> str | None:
        pages = (self._library.pages.get(category.path) for category in self._library.categories())
        page = next((page for page in pages if page is not None and page.body), None)
        return None if page is None else encoding_of(page.body, page.charset)


def _unknown(row: Row) -> Headline:
    """Give the headline of an article that the library does not know."""
    return Headline(0, row.path, article_id(row.path), row.title, row.category, row.published, row.summary, row.source)
