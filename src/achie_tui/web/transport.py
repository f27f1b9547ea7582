"""Requests over checked connections, and their failures as the errors that the user reads."""

import errno
import os
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.request import getproxies, proxy_bypass

from achie_tui.errors import BadAnswerError, NoNetworkError, RefusedAddressError, UnreachableError
from achie_tui.language import Phrase
from achie_tui.web.network import CheckedNetwork
from achie_tui.web.stack import (
    URL,
    AsyncConnectionPool,
    Headers,
    InvalidURL,
    NetworkError,
    PoolResponse,
    ProtocolError,
    Proxy,
    ProxyError,
    TimeoutException,
    create_ssl_context,
    proxy_at,
    request_for,
)
from achie_tui.web.words import printable

# In seconds. Apache closes a connection that was idle for five; with one less, no request meets its closing.
_KEEP_IDLE = 4.0
_CONNECT = 10.0

_SYSTEM = {
    errno.ECONNREFUSED: Phrase("拒绝连接", "connection refused"),
    errno.ECONNRESET: Phrase("连接被切断", "connection reset"),
    errno.ENETUNREACH: Phrase("没有网络", "network unreachable"),
    errno.EHOSTUNREACH: Phrase("找不到主机", "no route to host"),
}
_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN}
_TIMED_OUT = Phrase("连接超时", "timed out")
_CLOSED = Phrase("连接中断", "connection closed")


class Response:
    """An answer whose headers are there, and whose body comes.

    Its reason phrase is left out: it says nothing that the status does not, and may hold anything.
    """

    def __init__(self, answer: PoolResponse, url: URL) -> None:
        self.status = answer.status
        # Any byte is a letter, and goes back as the same byte.
        self.headers = Headers(answer.headers, encoding="latin-1")
        self._answer = answer
        self._url = url

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the bytes of the body as they come; raises UnreachableError or BadAnswerError."""
        with failures_of(self._url, "cut short"):
            async for piece in self._answer.aiter_stream():
                yield piece


class Transport:
    """Asks for addresses over HTTP/1.1, through the proxy that the environment names, if any.

    Only public addresses are connected to, save for the host of `own_url`, which the user configured. Through a
    proxy it is the proxy that connects, and the addresses cannot be checked.
    """

    def __init__(self, own_url: str) -> None:
        self._own_host = _host(URL(own_url))
        self._pools: dict[tuple[str, bytes], AsyncConnectionPool] = {}

    @asynccontextmanager
    async def get(self, url: str, headers: Sequence[tuple[bytes, bytes]]) -> AsyncIterator[Response]:
        """Give the answer as soon as its headers are there; its body is read, or left, inside the block.

        Raises UnreachableError, BadAnswerError, or RefusedAddressError for a host that is not public. Reading the
        body raises the first two as well.
        """
        try:
            where = URL(url)
        except InvalidURL as error:
            raise RefusedAddressError(url=printable(url), reason="URL") from error
        with failures_of(where, "HTTP"):
            answer = await self._pool(where).handle_async_request(request_for(where, headers, connect=_CONNECT))
        try:
            yield Response(answer, where)
        finally:
            await answer.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()

    def _pool(self, url: URL) -> AsyncConnectionPool:
        origin = url.scheme, url.netloc
        if origin not in self._pools:
            self._pools[origin] = self._new_pool(url)
        return self._pools[origin]

    def _new_pool(self, url: URL) -> AsyncConnectionPool:
        context = create_ssl_context() if url.scheme == "https" else None
        trusted, proxy = self._own_host, None
        if (proxy_url := proxy_for(url)) is not None:
            trusted, proxy = _proxy(proxy_url)
        # The gate counts the requests; the pool only keeps the connections.
        return AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy,
            max_connections=None,
            keepalive_expiry=_KEEP_IDLE,
            network_backend=CheckedNetwork({trusted}),
        )


def proxy_for(url: URL) -> str | None:
    """Give the proxy that the environment (or the desktop's settings) names for an address; None for none.

    This machine itself is never asked through a proxy.
    """
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or _is_this_machine(url.host) or proxy_bypass(url.netloc.decode("ascii")):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _proxy(url: str) -> tuple[str, Proxy]:
    parts = URL(url)
    host = _host(parts)
    if parts.scheme.startswith("socks") and find_spec("socksio") is None:
        raise UnreachableError(host=host, reason="SOCKS: pip install socksio")
    return host, proxy_at(parts)


def _host(url: URL) -> str:
    return url.raw_host.decode("ascii")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def failures_of(url: URL, broken: str) -> Iterator[None]:
    """Turn what httpcore and the system raise into the errors the user reads; `broken` names broken HTTP."""
    host = url.netloc.decode("ascii")
    try:
        yield
    except (ProtocolError, NetworkError, OSError) as error:
        cause = _cause(error)
        # Without a cause, the server hung up before it had said anything whole.
        if isinstance(error, ProtocolError) and cause is not error:
            raise BadAnswerError(url=str(url), reason=broken) from error
        nowhere = isinstance(cause, OSError) and cause.errno in _NO_NETWORK
        raise (NoNetworkError if nowhere else UnreachableError)(host=host, reason=_reason(cause)) from error
    except TimeoutException as error:
        raise UnreachableError(host=host, reason=_TIMED_OUT) from error
    except ProxyError as error:
        raise UnreachableError(host=host, reason=f"proxy: {printable(str(error))}") from error


def _cause(error: BaseException) -> BaseException:
    """Give the first cause of an error; httpcore hands it on as an argument."""
    while cause := error.__cause__ or next((each for each in error.args if isinstance(each, BaseException)), None):
        error = cause
    return error


def _reason(cause: BaseException) -> Phrase | str:
    """Say why there is no connection, in the system's words where there are none of our own."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"TLS: {printable(cause.verify_message)}"
    if isinstance(cause, ssl.SSLError):
        return f"TLS: {printable((cause.reason or 'failed').lower().replace('_', ' '))}"
    if isinstance(cause, OSError) and cause.errno:
        return _SYSTEM.get(cause.errno) or os.strerror(cause.errno)
    return _CLOSED
