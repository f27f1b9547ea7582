"""Whether the site is there at all: what fails in a row tells that nobody answers, or somebody else in its place."""

import asyncio
from collections.abc import Awaitable, Callable

from achie_tui.errors import (
    AchieError,
    AnotherPageError,
    LibraryError,
    NotNowError,
    NotTheSiteError,
    RefusedAddressError,
    SiteFailureError,
    SiteRestingError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
)
from achie_tui.library.attachment_errors import FileNotWrittenError

# So many failures in a row of the kinds below end a run: the site is not there. Who answers in its place is known
# sooner; what may be an odd page of the site's own is not, once the site has answered.
_MOST_FAILURES, _MOST_STRANGERS = 3, 2
# So often other pages in the place of articles end no run while a list comes; then the site lets nobody read them.
_MOST_ODD = 4
# So many notices in a row in the place of articles are no leftovers of deleted ones: the site is under repair.
_MOST_NOTICES = 10
_NOT_THE_SITE = (
    UnreachableError,
    TooSlowError,
    NotNowError,
    NotTheSiteError,
    SiteFailureError,  # whose status slows nobody down
    RefusedAddressError,  # a network that leads every request to its own login
    TooManyRedirectsError,
)
# One file that cannot be written is named, and the next is tried; where none can, nothing more is fetched in vain.
_IN_A_ROW = (*_NOT_THE_SITE, FileNotWrittenError)
_STRANGERS = (NotTheSiteError, RefusedAddressError, TooManyRedirectsError)
_ODD_PAGES, _FOREIGN = {"blank", "malformed"}, "foreign"


class Presence:
    """Judges by what was answered in a run whether the site is there. `ask` fetches a listing page once more."""

    def __init__(self, ask: Callable[[str], Awaitable[object]]) -> None:
        self._ask = ask
        self._asking = asyncio.Lock()
        self._failures = 0
        self._first_failure: AchieError | None = None  # of those in a row
        self._has_answered = False
        self._shown: str | None = None  # a listing page that came well in this run
        self._is_doubted = False  # whether it did not, asked for again
        self._notices = 0  # of the site in the place of articles, since one came
        self._odd = 0  # how often it did beside other pages in the place of articles, since one came

    def answered(self, listing: str | None = None) -> None:
        """Note that the site answers, by this listing page where it is one."""
        self._failures = 0
        self._has_answered, self._is_doubted = True, False
        self._shown = listing or self._shown

    def article_came(self) -> None:
        """Note that an article came, and no other page in its place."""
        self._odd = self._notices = 0

    async def failed(self, error: AchieError, *, is_page: bool) -> bool:
        """Note a failure; raises it, or what it began with, where the site is not there.

        A picture or a file that leads elsewhere tells nothing of the site, where a page that does tells that somebody
        else answers, unless it is the only one. Gives whether the page leads elsewhere of its own.
        """
        if not is_page and isinstance(error, _STRANGERS):
            return False
        if isinstance(error, AnotherPageError):
            self._notices += 1
            if self._notices >= _MOST_NOTICES:
                raise error
        if _leads_elsewhere(error) and await self._still_answers():
            return True
        self._failures = self._failures + 1 if isinstance(error, _IN_A_ROW) else 0
        if self._failures == 1:
            self._first_failure = error
        if self._failures >= (_MOST_STRANGERS if self._is_stranger(error) else _MOST_FAILURES):
            # An odd page or two of the site's own must not keep all others away, in this run and every later one.
            if isinstance(error, _STRANGERS) and self._odd < _MOST_ODD and await self._still_answers():
                self._odd += 1
                return False
            # That the site is left alone by now is no news; by what it came to that is.
            raise self._first_failure if isinstance(error, SiteRestingError) and self._first_failure else error
        return False

    async def is_pages_own(self, error: AchieError) -> bool:
        """Tell whether a failure tells of one page alone, not of the site."""
        return not isinstance(error, _NOT_THE_SITE) or (_leads_elsewhere(error) and await self._still_answers())

    def _is_stranger(self, error: AchieError) -> bool:
        """Tell whether a failure shows that somebody answers in the site's place."""
        kind = error.details.get("kind")
        return isinstance(error, _STRANGERS) and kind not in _ODD_PAGES and (kind != _FOREIGN or not self._has_answered)

    async def _still_answers(self) -> bool:
        """Tell whether the site answers beside a strange page, as where an editor linked an intranet.

        A network's login answers for all pages. So one that came well in this run is asked for again, once in a row.
        """
        if self._shown is None:
            return False
        async with self._asking:
            if self._is_doubted:
                return False
            try:
                await self._ask(self._shown)
            except LibraryError:
                raise
            except AchieError as error:
                self._is_doubted = True
                self._failures += self._is_stranger(error)  # then it is the second page
                return False
            self.answered()
            return True


def _leads_elsewhere(error: AchieError) -> bool:
    """Tell whether a page redirects to where none of the site's is; what comes by itself in its place has a kind."""
    return isinstance(error, _STRANGERS) and "kind" not in error.details
