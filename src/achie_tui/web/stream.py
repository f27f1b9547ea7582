"""A connection that is not left behind when its setting up is broken off.

httpcore closes what it has taken over. Cancelled just before that, or within a TLS handshake, it forgets the
connection, which then stays open for as long as the program runs.
"""

import select
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
from anyio.lowlevel import checkpoint_if_cancelled

from achie_tui.web.stack import AsyncNetworkStream


class Stream(AsyncNetworkStream):
    """Hands everything on to the connection within, and closes it when a handshake comes to nothing."""

    def __init__(self, inner: AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket: socket.socket | None = None

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> AsyncNetworkStream:
        """Give the same connection, encrypted."""
        async with closed_on_failure(self._inner):
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109, D102
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109, D102
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:  # noqa: D102
        await self._inner.aclose()

    def get_extra_info(self, info: str) -> Any:
        """Tell about the connection.

        httpcore asks whether there is something to read of every idle connection at every request, and would look up
        the addresses of both ends for it.
        """
        if info != "is_readable":
            return self._inner.get_extra_info(info)
        if self._socket is None:
            self._socket = self._inner.get_extra_info("socket")
        if self._socket is None or self._socket.fileno() < 0:
            return True  # closed: so is what would be read
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))


@asynccontextmanager
async def closed_on_failure(stream: AsyncNetworkStream) -> AsyncIterator[None]:
    """Close the stream where the block fails, or the task was cancelled by its end."""
    try:
        yield
        await checkpoint_if_cancelled()
    except BaseException:
        with anyio.CancelScope(shield=True):
            await stream.aclose()
        raise
