"""Requests over checked connections, and their failures as the errors that the user reads."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import NamedTuple

from achie_tui.errors import ProxyLoginError, RefusedAddressError
from achie_tui.web.failures import failures_of
from achie_tui.web.names import Resolver
from achie_tui.web.network import CheckedNetwork
from achie_tui.web.proxies import ProxyNetwork, proxy_for
from achie_tui.web.stack import (
    URL,
    AsyncConnectionPool,
    Headers,
    InvalidURL,
    PoolResponse,
    create_ssl_context,
    request_for,
)
from achie_tui.web.words import printable

# In seconds. Apache closes a connection that was idle for five; with one less, no request meets its closing.
_KEEP_IDLE = 4.0
_CONNECT = 10.0


class _Hop(NamedTuple):
    """The connections to one origin, and the proxy that they go through."""

    pool: AsyncConnectionPool
    proxy: str | None


class Response:
    """An answer whose headers are there, and whose body comes.

    Its reason phrase is left out: it says nothing that the status does not, and may hold anything.
    """

    def __init__(self, answer: PoolResponse, url: URL, proxy: str | None) -> None:
        self.status = answer.status
        # Any byte is a letter, and goes back as the same byte.
        self.headers = Headers(answer.headers, encoding="latin-1")
        self._answer = answer
        self._url = url
        self._proxy = proxy

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the bytes of the body as they come; raises UnreachableError or BadAnswerError."""
        with failures_of(self._url, "cut short", proxy=self._proxy):
            async for piece in self._answer.aiter_stream():
                yield piece


class Transport:
    """Asks for addresses over HTTP/1.1, through the proxy that the environment names, if any.

    Only public addresses are connected to, save for the host of `own_url` where it `may_be_private`: the user chose
    that. Through a proxy it is the proxy that connects, and the addresses cannot be checked.
    """

    def __init__(self, own_url: str, *, may_be_private: bool) -> None:
        self._trusted = {_host(URL(own_url))} if may_be_private else set[str]()
        self._resolver = Resolver()
        self._hops: dict[tuple[str, bytes], _Hop] = {}

    @asynccontextmanager
    async def get(self, url: str, headers: Sequence[tuple[bytes, bytes]]) -> AsyncIterator[Response]:
        """Give the answer as soon as its headers are there; its body is read, or left, inside the block.

        Raises UnreachableError, BadAnswerError, or RefusedAddressError for a host that is not public. Reading the
        body raises the first two as well.
        """
        try:
            where = URL(url)
        except (InvalidURL, ValueError) as error:
            raise RefusedAddressError(url=printable(url), reason="URL") from error
        hop = self._hop(where)
        with failures_of(where, "HTTP", proxy=hop.proxy):
            answer = await hop.pool.handle_async_request(request_for(where, headers, connect=_CONNECT))
        try:
            if hop.proxy is not None and answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
                raise ProxyLoginError(proxy=hop.proxy)
            yield Response(answer, where, hop.proxy)
        finally:
            await answer.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        hops, self._hops = self._hops, {}
        for hop in hops.values():
            await hop.pool.aclose()

    def _hop(self, url: URL) -> _Hop:
        origin = url.scheme, url.netloc
        if origin not in self._hops:
            self._hops[origin] = self._new_hop(url)
        return self._hops[origin]

    def _new_hop(self, url: URL) -> _Hop:
        context = create_ssl_context() if url.scheme == "https" else None
        server = proxy_for(url)
        trusted = self._trusted if server is None else {server.host}
        network = CheckedNetwork(trusted, resolver=self._resolver)
        # The gate counts the requests; the pool only keeps the connections.
        pool = AsyncConnectionPool(
            ssl_context=context,
            proxy=server and server.as_httpcore(),
            max_connections=None,
            keepalive_expiry=_KEEP_IDLE,
            network_backend=network if server is None else ProxyNetwork(server, network),
        )
        return _Hop(pool, server and server.name)


def _host(url: URL) -> str:
    return url.raw_host.decode("ascii")
