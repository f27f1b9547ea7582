"""What a sync may fetch: each host's robots.txt, asked for once a day and kept."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from achie_tui.errors import (
    BadAnswerError,
    DisallowedError,
    RefusedAddressError,
    RobotsUnknownError,
    SiteError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
)
from achie_tui.web.answer import Answer
from achie_tui.web.memory import KeptRobots, Memory
from achie_tui.web.robots import Rules, read_robots
from achie_tui.web.words import printable

_DAY = 86400.0
_AGAIN = 600.0  # seconds until a robots.txt that could not be had is asked for again


class _Known(NamedTuple):
    """What is known of a host's rules, or why nothing is, until when on our own clock."""

    found: Rules | SiteError
    until: float


class Permissions:
    """Asks for robots.txt before the first request to a host, and says of each address whether it may be fetched."""

    def __init__(
        self,
        memory: Memory,
        fetch: Callable[[str], Awaitable[Answer]],
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._memory = memory
        self._fetch = fetch
        self._clock = clock
        self._wall = wall
        self._asking = asyncio.Lock()
        self._known: dict[str, _Known] = {}

    async def check(self, url: str) -> Rules:
        """Give the rules that allow an address.

        Raises DisallowedError where they do not, RobotsUnknownError where the server does not give them, or what
        else kept it from answering.
        """
        parts = urlsplit(url)
        async with self._asking:
            known = self._known.get(parts.netloc)
            if known is None or known.until <= self._clock():
                known = await self._ask(f"{parts.scheme}://{parts.netloc}/robots.txt", parts.netloc)
                self._known[parts.netloc] = known
        if isinstance(known.found, SiteError):
            raise known.found
        if not known.found.allow(url):
            raise DisallowedError(url=printable(url))
        return known.found

    def forget_failures(self) -> None:
        """Ask again at once where a robots.txt could not be had."""
        self._known = {host: known for host, known in self._known.items() if isinstance(known.found, Rules)}

    async def _ask(self, url: str, host: str) -> _Known:
        now, clock = self._wall(), self._clock()
        kept = await asyncio.to_thread(self._memory.robots, host)
        age = now - kept.fetched if kept else -1.0
        if kept and 0 <= age < _DAY:
            return _Known(read_robots(kept.body), clock + _DAY - age)
        try:
            answer = await self._fetch(url)
        except (RefusedAddressError, TooManyRedirectsError):
            # RFC 9309, 2.3.1.2: what it redirects to is as good as not there.
            return _Known(Rules(), clock + _DAY)
        except (UnreachableError, TooSlowError, BadAnswerError) as error:
            failure: SiteError = error
        else:
            if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                return await self._keep(host, answer, now, clock)
            failure = RobotsUnknownError(host=host, status=answer.status)
        if kept and 0 <= age < 2 * _DAY:
            # RFC 9309, 2.4: a copy may be used for longer than a day while there is no other.
            return _Known(read_robots(kept.body), clock + _AGAIN)
        # RFC 9309, 2.3.1.4: who does not know the rules has to think that all is excluded.
        return _Known(failure, clock + _AGAIN)

    async def _keep(self, host: str, answer: Answer, now: float, clock: float) -> _Known:
        # RFC 9309, 2.3.1.3: a site without a robots.txt (4xx) allows all.
        body = answer.body if answer.status == HTTPStatus.OK else b""
        if body.lstrip().startswith(b"<"):
            # A page in its place: a site's soft "not found", or a network's login, which must not be kept.
            return _Known(Rules(), clock + _DAY)
        await asyncio.to_thread(self._memory.save_robots, host, KeptRobots(now, body))
        return _Known(read_robots(body), clock + _DAY)
