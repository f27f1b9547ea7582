"""Connections that check whom they connect to.

A name is resolved once, its addresses are checked, and exactly these are connected to: a name that changes its
address in between ("DNS rebinding") gains nothing. It loads httpx.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address
from itertools import chain, zip_longest

import anyio

from achie_tui.errors import NoNetworkError, RefusedAddressError
from achie_tui.language import Phrase
from achie_tui.web.daemon import in_daemon_thread
from achie_tui.web.public import is_public
from achie_tui.web.stack import SOCKET_OPTION, AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream, ConnectError
from achie_tui.web.stream import Stream, closed_on_failure

# RFC 8305, 5: the pause before the next address is tried beside one that does not answer.
_NEXT_ATTEMPT = 0.25

_NO_NAME = Phrase("查不到这个域名", "DNS knows no such name")

Connect = Callable[[str], Awaitable[AsyncNetworkStream]]


class CheckedNetwork(AsyncNetworkBackend):
    """Connects to public addresses only, save for the hosts in `trusted`: the user chose these by name."""

    def __init__(self, trusted: Iterable[str], inner: AsyncNetworkBackend | None = None) -> None:
        self._trusted = frozenset(trusted)
        self._inner = inner or AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the first address of the host that answers.

        Raises NoNetworkError where the host has no address, RefusedAddressError where it has no public one,
        ConnectError or TimeoutException where none answers.
        """
        addresses = await resolve(host, port, timeout)
        allowed = addresses if host in self._trusted else [each for each in addresses if is_public(each)]
        if not allowed:
            raise RefusedAddressError(url=f"{host}:{port}", reason=addresses[0])

        def connect(address: str) -> Awaitable[AsyncNetworkStream]:
            return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

        stream = Stream(await _first_to_answer(connect, allowed))
        async with closed_on_failure(stream):
            return stream


async def resolve(host: str, port: int, seconds: float | None = None) -> list[str]:
    """Give the addresses of a host, the families in turns (RFC 8305, 4).

    Raises NoNetworkError where it has none, or none within the seconds.
    """
    try:
        async with asyncio.timeout(seconds):
            found = await in_daemon_thread(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise NoNetworkError(host=host, reason=_NO_NAME) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    preferred = ip_address(addresses[0]).version
    families = (
        [each for each in addresses if ip_address(each).version == preferred],
        [each for each in addresses if ip_address(each).version != preferred],
    )
    return [each for each in chain.from_iterable(zip_longest(*families)) if each is not None]


async def _first_to_answer(connect: Connect, addresses: Iterable[str]) -> AsyncNetworkStream:
    """Try the addresses in turn, the next one as soon as one fails or keeps silent; the first to connect wins."""
    waiting = deque(addresses)
    attempts: set[asyncio.Future[AsyncNetworkStream]] = set()
    failure: BaseException = ConnectError()
    try:
        while waiting or attempts:
            if waiting:
                attempts.add(asyncio.ensure_future(connect(waiting.popleft())))
            pause = _NEXT_ATTEMPT if waiting else None
            ended, _ = await asyncio.wait(attempts, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for attempt in ended:
                attempts.discard(attempt)
                if (error := attempt.exception()) is None:
                    return attempt.result()
                failure = error
    finally:
        with anyio.CancelScope(shield=True):
            await _abandon(attempts)
    raise failure


async def _abandon(attempts: Iterable[asyncio.Future[AsyncNetworkStream]]) -> None:
    for attempt in attempts:
        attempt.cancel()
    for outcome in await asyncio.gather(*attempts, return_exceptions=True):
        if isinstance(outcome, AsyncNetworkStream):
            await outcome.aclose()
