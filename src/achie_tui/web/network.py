"""Connections that check whom they connect to.

A name is resolved once, its addresses are checked, and exactly these are connected to: a name that changes its
address in between ("DNS rebinding") gains nothing. It loads httpx.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

import anyio

from achie_tui.errors import RefusedAddressError
from achie_tui.web.names import Resolver
from achie_tui.web.public import is_public
from achie_tui.web.stack import SOCKET_OPTION, AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream, ConnectError
from achie_tui.web.stream import Stream, closed_on_failure

# RFC 8305, 5: the pause before the next address is tried beside one that does not answer.
_NEXT_ATTEMPT = 0.25

Connect = Callable[[str], Awaitable[AsyncNetworkStream]]


class CheckedNetwork(AsyncNetworkBackend):
    """Connects to public addresses only, save for the hosts in `trusted`: the user chose these by name."""

    def __init__(
        self, trusted: Iterable[str], inner: AsyncNetworkBackend | None = None, *, resolver: Resolver | None = None
    ) -> None:
        self._trusted = frozenset(trusted)
        self._inner = inner or AnyIOBackend()
        self._resolver = resolver or Resolver()

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
        addresses = await self._resolver.addresses(host, port, timeout)
        allowed = addresses if host in self._trusted else [each for each in addresses if is_public(each)]
        if not allowed:
            raise RefusedAddressError(url=f"{host}:{port}", reason=addresses[0])

        def connect(address: str) -> Awaitable[AsyncNetworkStream]:
            return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

        stream = Stream(await _first_to_answer(connect, allowed))
        async with closed_on_failure(stream):
            return stream


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
