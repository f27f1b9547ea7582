"""Asking the site's own search: for the user, never by itself and never in a sync.

So nothing here can be asked patiently, and robots.txt, which excludes the search for robots, is not looked at: a person
asks, one question at a time, as they would in a browser, and waits for the interval that the engine sets.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from achie_tui.errors import (
    NoSearchError,
    NothingToSearchError,
    OfflineError,
    PageGoneError,
    SearchBusyError,
    UnreadListingError,
)
from achie_tui.fetching.base import BaseFetcher, refusal
from achie_tui.language import Phrase
from achie_tui.model import Listing
from achie_tui.parse.decode import encoding_of
from achie_tui.parse.search import interval_asked
from achie_tui.parse.strangers import Stranger
from achie_tui.site.search import INTERVAL, Keyword, is_search, keyword_of, search_page
from achie_tui.web.answer import NOW, Answer

_log = logging.getLogger(__name__)

_SEARCHED = Phrase("到网站上搜索", "searched for on the site")
_TRIES = 3  # others may ask in between


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what the site found, and the question as the site got it."""

    keyword: Keyword
    listing: Listing


class SearchFetcher(BaseFetcher):
    """Asks the site's own search."""

    _learned_encoding: str | None = None

    async def search(self, typed: str, page: int, *, waiting: Callable[[float], object]) -> Found:
        """Ask the site for a page, from 1, of what it finds; `waiting` is told of each wait, in seconds.

        Raises OfflineError, NothingToSearchError, NoSearchError where the site has no search, SearchBusyError where
        others keep asking it, UnreadListingError, and EngineMessageError where the engine refuses the question.
        """
        if self.config.offline:
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
                return Found(keyword, self._listing_found(found, answer, page))
            interval = max(interval, asked)
            await self._connected().slow_search_down(path, asked)
        raise SearchBusyError(seconds=f"{interval:g}")

    async def _ask_search(self, path: str, waiting: Callable[[float], object]) -> Answer:
        answer = await self._connected().search(path, waiting=waiting)
        _log.info("%s %s, %s bytes", path, answer.status, len(answer.body))
        if refused := refusal(answer):
            raise refused
        if answer.path is None or not is_search(answer.path):
            raise NoSearchError(url=self.config.addresses.url("/"))
        return answer

    def _read_found(self, path: str, keyword: Keyword, answer: Answer) -> Listing | Stranger:
        return self._reader.search(answer.body, path, keyword.text, charset=answer.charset, status=answer.status)

    def _listing_found(self, found: Listing | Stranger, answer: Answer, page: int) -> Listing:
        try:
            listing = self._sound(found, answer)
        except PageGoneError as error:
            raise NoSearchError(url=self.config.addresses.url("/")) from error
        if not listing.rows and listing.total and page <= (listing.pages or 1):
            raise UnreadListingError(url=answer.url)
        return listing

    async def _encoding(self) -> str:
        """Give the encoding of the site's pages: of a listing that is here, else of the page that leads to them."""
        known = self._learned_encoding or await self._on_thread(self._kept_encoding)
        if known is None:
            answer = await self._get(self.config.profile.news, NOW)
            known = await self._on_thread(partial(encoding_of, answer.body, answer.charset))
        self._learned_encoding = known
        return known

    def _kept_encoding(self) -> str | None:
        pages = (self.library.page(category.path) for category in self.library.categories())
        page = next((page for page in pages if page is not None and page.body), None)
        return None if page is None else encoding_of(page.body, page.charset)
