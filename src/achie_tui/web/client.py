"""Asking the site: the one place for the rules of what is fetched, how much of it, and for how long.

httpx is loaded with the first request, so that importing this module costs nothing.
"""

import asyncio
import re
import string
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Self, TypeAlias, TypeVar
from urllib.parse import quote, urlsplit

from achie_tui import __version__
from achie_tui.errors import TooManyRedirectsError, TooSlowError
from achie_tui.site.address import Addresses
from achie_tui.web.answer import IMAGE, PAGE, SYNC_PAGE, Answer, Limits, Validators
from achie_tui.web.aside import aside
from achie_tui.web.deadline import within
from achie_tui.web.decoding import Body
from achie_tui.web.gate import Gate
from achie_tui.web.route import Route
from achie_tui.web.words import printable

if TYPE_CHECKING:
    import httpx

    from achie_tui.web.transport import Transport

T = TypeVar("T")

__all__ = ["IMAGE", "PAGE", "SYNC_PAGE", "Answer", "Client", "Limits", "Validators"]

MOST_REDIRECTS = 5
_REDIRECTS = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
Headers: TypeAlias = Sequence[tuple[bytes, bytes]]
_HEADERS: Headers = (
    (b"User-Agent", f"achie-tui/{__version__}".encode()),
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip"),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


class Client:
    """Fetches pages and pictures of one site.

    Only the site's addresses are fetched, at the base URL; pictures also from `image_hosts`. No cookie is kept,
    no referrer sent. A request first waits for its turn; its deadline begins with that. Cancelling it closes its
    connection.

    Besides what it says, every method raises UnreachableError, TooSlowError, BadAnswerError where the answer
    breaks HTTP or is cut short, and AnswerTooLargeError.
    """

    def __init__(
        self,
        addresses: Addresses,
        *,
        image_hosts: Sequence[str] = (),
        concurrency: int = 2,
        delay: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._route = Route(addresses, image_hosts)
        self._own_url = addresses.base_url
        self._gate = Gate(concurrency, delay, clock=clock, sleep=sleep)
        self._opening = asyncio.Lock()
        self._transport: Transport | None = None

    async def get(
        self, path: str, *, validators: Validators | None = None, limits: Limits = PAGE, urgent: bool = True
    ) -> Answer:
        """Fetch a page, redirects followed; with validators, it may answer that nothing changed (RFC 9110, 13.1).

        Any status is an answer. Raises RefusedAddressError where it redirects out of the site, and
        TooManyRedirectsError.
        """
        url, headers = self._route.to_path(path), [*_HEADERS, *_conditions(validators)]
        follow = partial(self._follow, url, self._route.to_page, headers, limits)
        return await self._in_turn(url, follow, limits, urgent=urgent)

    async def get_image(self, url: str, *, limits: Limits = IMAGE, urgent: bool = True) -> Answer:
        """Fetch a picture; RefusedAddressError where it is, or redirects, neither on the site nor an image host."""
        url = self._route.to_picture(url)
        follow = partial(self._follow, url, self._route.to_picture, _HEADERS, limits)
        return await self._in_turn(url, follow, limits, urgent=urgent)

    async def location(self, path: str, *, limits: Limits = PAGE, urgent: bool = True) -> str | None:
        """Give the absolute address, maybe of another site, that a page redirects to; None where it does not.

        Raises RefusedAddressError where that is no sound http(s) address.
        """
        url = self._route.to_path(path)
        return await self._in_turn(url, partial(self._target, url), limits, urgent=urgent)

    async def close(self) -> None:
        """Close all connections."""
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _in_turn(
        self, url: str, ask: Callable[["Transport"], Awaitable[T]], limits: Limits, *, urgent: bool
    ) -> T:
        async with self._gate.turn(urgent=urgent):
            transport = await self._opened()
            try:
                return await within(limits.seconds, partial(ask, transport))
            except TimeoutError as error:
                raise TooSlowError(host=urlsplit(url).netloc, seconds=f"{limits.seconds:g}") from error

    async def _opened(self) -> "Transport":
        async with self._opening:
            if self._transport is None:
                # Loading httpx takes a tenth of a second, in which the app should go on moving.
                self._transport = await aside(partial(_open, self._own_url))
            return self._transport

    async def _follow(
        self, url: str, allowed: Callable[[str], str], headers: Headers, limits: Limits, transport: "Transport"
    ) -> Answer:
        seen: list[str] = []
        while url not in seen and len(seen) <= MOST_REDIRECTS:
            seen.append(url)
            async with transport.get(url, headers) as response:
                location = _location(response)
                if location is None:
                    return await self._answer(url, response, limits)
            url = self._route.onward(url, location, allowed)
        raise TooManyRedirectsError(url=seen[0], limit=MOST_REDIRECTS)

    async def _target(self, url: str, transport: "Transport") -> str | None:
        async with transport.get(url, _HEADERS) as response:
            location = _location(response)
        return None if location is None else self._route.target(url, location)

    async def _answer(self, url: str, response: "httpx.Response", limits: Limits) -> Answer:
        headers = response.headers
        body = b""
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            body = await _read(url, response, limits)
        content_type = headers.get("content-type", "")
        charset = _CHARSET.search(content_type)
        return Answer(
            url=url,
            path=self._route.path(url),
            status=response.status_code,
            body=body,
            charset=charset[1].lower() if charset else None,
            content_type=printable(content_type.partition(";")[0].strip().lower()) or None,
            validators=Validators(headers.get("etag"), headers.get("last-modified")),
            retry_after=printable(headers.get("retry-after", "")) or None,
            server=printable(headers.get("server", "")) or None,
            cookies=tuple(printable(each.partition("=")[0].strip()) for each in headers.get_list("set-cookie")),
        )


def _open(own_url: str) -> "Transport":
    from achie_tui.web.transport import Transport

    return Transport(own_url)


async def _read(url: str, response: "httpx.Response", limits: Limits) -> bytes:
    headers = response.headers
    body = Body(url, headers.get("content-encoding", ""), headers.get("content-length", ""), limits)
    async for piece in response.aiter_raw():
        body.add(piece)
    return body.whole()


def _location(response: "httpx.Response") -> str | None:
    """Give where an answer redirects to, bytes that are not ASCII percent-encoded as they are."""
    if response.status_code not in _REDIRECTS or "location" not in response.headers:
        return None
    return quote(response.headers["location"], safe=string.printable, encoding="latin-1")


def _conditions(validators: Validators | None) -> Headers:
    if validators is None:
        return ()
    given = ((b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.last_modified))
    return [(name, value.encode("latin-1")) for name, value in given if value]
