"""What every fetcher is handed: the client, the reader of pages, and what an answer must be to count as the site's."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from achie_tui.config import Config
from achie_tui.errors import (
    AchieError,
    BadAnswerError,
    EngineMessageError,
    LoginNeededError,
    NotInLibraryError,
    NotTheSiteError,
    PageGoneError,
    ProxyLoginError,
    ServerError,
    SiteError,
    SiteFailureError,
)
from achie_tui.language import Phrase
from achie_tui.library.library import Library, RawPage
from achie_tui.parse.page import PageReader
from achie_tui.parse.strangers import Stranger
from achie_tui.parse.template.knowledge import SiteTemplates
from achie_tui.web.answer import Answer, Asked, Validators
from achie_tui.web.client import Client

T = TypeVar("T")

_log = logging.getLogger(__name__)

CUT = Phrase("只收到一部分", "only a part of it came")
"""Why a page counts as no answer, where the connection ended before it did."""
TRY_LATER = {HTTPStatus.TOO_MANY_REQUESTS, *(status for status in HTTPStatus if status >= 500)}  # noqa: PLR2004
"""Statuses that tell nothing of what was asked for: the server failed, or has been asked too often."""
_EMPTY = {HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT}
_NOTHING = Phrase("HTTP {status}，没有内容", "HTTP {status}, no content")


class OnThread(Protocol):
    """Runs work on the library's thread, off the event loop."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Give what the work gives."""
        ...


class SiteAccess:
    """Asks the site for all fetchers, checks what it answers, and reads that by what is known of the site.

    `on_thread` runs work on the thread of the `library`, `clock` gives seconds since the epoch.
    """

    def __init__(self, config: Config, library: Library, on_thread: OnThread, clock: Callable[[], float]) -> None:
        self.config = config
        self.library = library
        self.on_thread = on_thread
        self.clock = clock
        self._revision = -1
        self.known_reader = PageReader(config.profile, config.addresses)
        self._client: Client | None = None

    @property
    def reader(self) -> PageReader:
        """The reader, with what is known of the site now, whoever learned it; `known_reader` is as last looked up."""
        revision = self.library.knowledge.revision()
        if revision != self._revision:
            config, known = self.config, self.library.knowledge.current()
            templates = SiteTemplates.from_data(known.data)
            self.known_reader = PageReader(config.profile, config.addresses, templates)
            self._revision = revision
        return self.known_reader

    @property
    def knowledge(self) -> int:
        """The revision of what the reader, as last looked up, knows of the site."""
        return max(self._revision, 0)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    @property
    def client(self) -> Client:
        """What sends requests; made when first asked for."""
        if self._client is None:
            config = self.config
            self._client = Client(
                config.addresses,
                image_hosts=config.profile.image_hosts,
                may_be_private=config.may_be_private,
                concurrency=config.concurrency,
                delay=config.delay,
                memory=self.library.hosts,
            )
        return self._client

    def check_online(self, path: str) -> None:
        """Raise NotInLibraryError where the network may not be used."""
        if self.config.offline:
            raise NotInLibraryError(what=path)

    async def get(self, path: str, asked: Asked, before: RawPage | None = None) -> Answer:
        """Ask for a page, or whether it is still as `before`; raises what the answer's status alone says."""
        self.check_online(path)
        validators = Validators(before.etag, before.last_modified) if before else None
        try:
            answer = await self.client.get(path, validators=validators, limits=asked.limits, urgent=asked.urgent)
        except AchieError as error:
            _log.info("%s %s: %s", path, type(error).__name__, error.sentence("en"))
            raise
        _log.info("%s %s, %s bytes", path, answer.status, len(answer.body))
        if refused := refusal(answer):
            raise refused
        return answer


def refusal(answer: Answer) -> SiteError | None:
    """Give what an answer says by its status alone, whatever page comes with it."""
    match answer.status:
        case HTTPStatus.UNAUTHORIZED:
            return LoginNeededError(url=answer.url)
        case HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            return ProxyLoginError(proxy=urlsplit(answer.url).netloc)
        case status if status in _EMPTY:
            return BadAnswerError(url=answer.url, reason=_NOTHING.fill(status=status))
    return None


def sound(page: T | Stranger, answer: Answer) -> T:
    """Give a page that is the site's, or raise what the user has to know of the one that came instead."""
    if not isinstance(page, Stranger):
        if answer.status in TRY_LATER:
            raise ServerError(status=answer.status)
        return page
    if page.kind == "gone":
        raise PageGoneError(url=answer.url)
    if page.kind == "message":
        raise EngineMessageError(page.phrase)
    if answer.status in TRY_LATER and page.kind in {"foreign", "blank", "failure"}:
        raise ServerError(status=answer.status)
    if page.kind == "failure":
        raise SiteFailureError
    raise NotTheSiteError(page.phrase, kind=page.kind)


def page_of(path: str, answer: Answer, now: float) -> RawPage:
    """Give an answer as it is kept."""
    return RawPage(path, answer.body, answer.charset, answer.validators.etag, answer.validators.last_modified, now)
