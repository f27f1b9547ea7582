"""Asking the site: the one place for the rules of what is fetched, how much of it, and for how long.

httpx is loaded with the first request, so that importing this module costs nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

from achie_tui.errors import TooManyRedirectsError, TooSlowError
from achie_tui.site.address import Addresses
from achie_tui.web.answer import IMAGE, PAGE, SYNC_PAGE, Answer, Heard, Limits, Validators
from achie_tui.web.daemon import in_daemon_thread
from achie_tui.web.deadline import within
from achie_tui.web.gate import Gate
from achie_tui.web.memory import Memory, OwnMemory
from achie_tui.web.policy import Reply, RequestPolicy
from achie_tui.web.request import HEADERS, Headers, conditions, send
from achie_tui.web.resuming import Beginning
from achie_tui.web.robots import MOST
from achie_tui.web.route import Destination, Route

if TYPE_CHECKING:
    from achie_tui.web.transport import Transport

__all__ = ["IMAGE", "PAGE", "SYNC_PAGE", "Answer", "Client", "Limits", "Validators"]

MOST_REDIRECTS = 5
_ROBOTS = Limits(wire=MOST, decoded=MOST, seconds=30.0, cut=True)


class Client:
    """Fetches pages and pictures of one site.

    Only the site's addresses are fetched, at the base URL; pictures also from `image_hosts`. The base URL's host, and
    no other, `may_be_private`: on this machine or the local network. No cookie is kept, no referrer sent.

    A request first waits for its turn, among those of all processes that share the `memory`; its deadline begins with
    that. Cancelling it closes its connection.

    Where nobody waits for an answer (not `urgent`: a sync), robots.txt is obeyed, and what failed is tried again.

    Besides what it says, every method raises UnreachableError, TooSlowError, BadAnswerError where the answer
    breaks HTTP or is cut short, AnswerTooLargeError, and NotNowError where the site must not be asked; those that
    are not urgent also DisallowedError.
    """

    def __init__(
        self,
        addresses: Addresses,
        *,
        image_hosts: Sequence[str] = (),
        may_be_private: bool = True,
        concurrency: int = 2,
        delay: float = 0.0,
        memory: Memory | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._route = Route(addresses, image_hosts)
        self._open = partial(_open, addresses.base_url, may_be_private=may_be_private)
        self._wall = wall
        memory = memory or OwnMemory()
        self._gate = Gate(concurrency, delay, memory=memory, clock=clock, wall=wall, sleep=sleep)
        self._policy = RequestPolicy(self._gate, memory, self._robots, clock=clock, wall=wall, sleep=sleep)
        self._opening = asyncio.Lock()
        self._transport: Transport | None = None

    async def get(
        self, path: str, *, validators: Validators | None = None, limits: Limits = PAGE, urgent: bool = True
    ) -> Answer:
        """Fetch a page, redirects followed; with validators, it may answer that nothing changed (RFC 9110, 13.1).

        Any status is an answer. Raises RefusedAddressError where it redirects out of the site, and
        TooManyRedirectsError.
        """
        begin, headers = self._route.to_path(path), [*HEADERS, *conditions(validators)]
        return await self._follow(begin, self._route.to_page, headers, limits, urgent=urgent)

    async def get_image(self, src: str, *, limits: Limits = IMAGE, urgent: bool = True) -> Answer:
        """Fetch a picture by its path or URL; RefusedAddressError where it is, or redirects, to any other host."""
        begin = self._route.to_picture(src)
        return await self._follow(begin, self._route.to_picture, HEADERS, limits, urgent=urgent)

    async def get_file(
        self,
        href: str,
        *,
        limits: Limits,
        validators: Validators | None = None,
        urgent: bool = True,
        heard: Heard | None = None,
        beginning: Beginning | None = None,
    ) -> Answer:
        """Fetch a file that an article links, from where pictures may come from too; `heard` is told as it comes.

        Of one that has a `beginning` only the rest is fetched, if the site has that version still; what comes is added
        to it, so that it can be gone on with where it breaks off. Where the site has another version, or answers in
        another way, the beginning is forgotten, and the answer may be one of NOT_THE_REST.
        """
        begin, headers = self._route.to_picture(href), [*HEADERS, *conditions(validators)]
        return await self._follow(
            begin, self._route.to_picture, headers, limits, urgent=urgent, heard=heard, beginning=beginning
        )

    async def location(self, path: str, *, limits: Limits = PAGE, urgent: bool = True) -> str | None:
        """Give the absolute address, maybe of another site, that a page redirects to; None where it does not.

        Raises RefusedAddressError where that is no sound http(s) address.
        """
        begin = self._route.to_path(path)
        reply = await self._ask(begin, HEADERS, limits, limits.seconds, urgent=urgent, whole=False)
        return None if reply.location is None else self._route.target(begin.url, reply.location)

    async def search(self, path: str, *, waiting: Callable[[float], object], limits: Limits = PAGE) -> Answer:
        """Ask the site's search, which answers a question every few seconds only; `waiting` is told of each wait.

        It is for what a user asks, and so is never checked against robots.txt, which excludes it for robots.
        """
        where = self._route.to_path(path)
        async with self._gate.search_turn(_search_at(where), waiting=waiting):
            return await self._follow(where, self._route.to_page, HEADERS, limits, urgent=True)

    async def slow_search_down(self, path: str, seconds: float) -> None:
        """Heed the interval between questions that the site's search at a path asks for."""
        await self._gate.slow_search_down(_search_at(self._route.to_path(path)), seconds)

    def insist(self) -> None:
        """Let the next request go out although the site is left alone: somebody wants to know whether it is back."""
        self._policy.insist()

    async def close(self) -> None:
        """Close all connections."""
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()
        await self._gate.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _follow(
        self,
        begin: Destination,
        allowed: Callable[[str], Destination],
        headers: Headers,
        limits: Limits,
        *,
        urgent: bool,
        checked: bool = True,
        heard: Heard | None = None,
        beginning: Beginning | None = None,
    ) -> Answer:
        """Follow redirects, each a request that waits for its turn like any other; that does not count as its time."""
        seen: list[Destination] = []
        seconds, where = limits.seconds, begin
        while where not in seen and len(seen) <= MOST_REDIRECTS:
            seen.append(where)
            reply = await self._ask(
                where, headers, limits, seconds, urgent=urgent, checked=checked, heard=heard, beginning=beginning
            )
            if reply.answer is not None:
                return reply.answer
            seconds -= reply.seconds
            where = self._route.onward(where, reply.location or "", allowed)
        raise TooManyRedirectsError(url=begin.url, limit=MOST_REDIRECTS)

    async def _robots(self, url: str) -> Answer:
        begin = self._route.to_robots(url)
        return await self._follow(begin, self._route.to_picture, HEADERS, _ROBOTS, urgent=False, checked=False)

    async def _ask(
        self,
        where: Destination,
        headers: Headers,
        limits: Limits,
        seconds: float,
        *,
        urgent: bool,
        checked: bool = True,
        whole: bool = True,
        heard: Heard | None = None,
        beginning: Beginning | None = None,
    ) -> Reply:
        """Ask, within the seconds that are left of the deadline."""
        transport = await self._opened()  # before its turn, which is when it starts

        async def once() -> Reply:
            now = self._wall()
            work = partial(
                send, transport, where, headers, limits, now=now, whole=whole, heard=heard, beginning=beginning
            )
            try:
                return await within(seconds, work)
            except TimeoutError as error:
                raise TooSlowError(host=where.host, seconds=f"{limits.seconds:g}") from error

        return await self._policy.ask(where, once, seconds, urgent=urgent, checked=checked)

    async def _opened(self) -> "Transport":
        async with self._opening:
            if self._transport is None:
                # Loading httpx takes a tenth of a second, in which the app should go on moving.
                self._transport = await in_daemon_thread(self._open)
            return self._transport


def _search_at(where: Destination) -> str:
    """Name a site's search for the gate: beside the host's own state, for pages are not to wait for it."""
    return f"{where.host}{(where.path or '').partition('?')[0]}"


def _open(own_url: str, *, may_be_private: bool) -> "Transport":
    from achie_tui.web.transport import Transport

    return Transport(own_url, may_be_private=may_be_private)
