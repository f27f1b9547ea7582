"""Reaching a site step by step, to tell which step fails: its name, a connection, TLS. It loads httpx."""

import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from achie_tui.errors import TooSlowError
from achie_tui.web.deadline import within
from achie_tui.web.failures import failures_of, failures_of_proxy
from achie_tui.web.names import Resolver
from achie_tui.web.network import CheckedNetwork
from achie_tui.web.proxies import proxy_for
from achie_tui.web.stack import URL, AsyncNetworkStream, create_ssl_context

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Way:
    """How a site is reached: the host that is connected to, the site's own or its proxy's; `proxy` without password.

    `may_be_private` tells that the user chose the host.
    """

    url: URL
    host: str
    port: int
    proxy: str | None = None
    may_be_private: bool = True

    @property
    def uses_tls(self) -> bool:
        """Whether the site is asked over https."""
        return self.url.scheme == "https"


def way_to(address: str, *, may_be_private: bool) -> Way:
    """Tell how an address is reached. Raises WrongProxyError."""
    url = URL(address)
    if (server := proxy_for(url)) is not None:
        return Way(url, server.host, server.port, f"{server.url.scheme}://{server.name}")
    port = url.port or _PORTS.get(url.scheme, 80)
    return Way(url, url.raw_host.decode("ascii"), port, may_be_private=may_be_private)


async def find(way: Way, seconds: float) -> list[str]:
    """Give the addresses of the host. Raises NoNetworkError."""
    return await Resolver().addresses(way.host, way.port, seconds)


async def connect(way: Way, seconds: float) -> float:
    """Connect once, and give the seconds it took. Raises UnreachableError or TooSlowError."""
    began = time.monotonic()
    stream = await _in_time(way, seconds, partial(_connected, way))
    took = time.monotonic() - began
    await stream.aclose()
    return took


async def secure(way: Way, seconds: float) -> str:
    """Begin TLS once, and give its version. Raises UnreachableError (with the certificate's fault) or TooSlowError."""
    stream = await _in_time(way, seconds, partial(_secured, way))
    tls = stream.get_extra_info("ssl_object")
    version = tls.version() if isinstance(tls, ssl.SSLObject | ssl.SSLSocket) else None
    await stream.aclose()
    return version or "TLS"


async def _in_time(way: Way, seconds: float, work: Callable[[], Awaitable[AsyncNetworkStream]]) -> AsyncNetworkStream:
    try:
        with failures_of_proxy(f"{way.host}:{way.port}") if way.proxy else failures_of(way.url, "TLS"):
            return await within(seconds, work)
    except TimeoutError as error:
        raise TooSlowError(host=way.host, seconds=f"{seconds:.2g}") from error


async def _connected(way: Way) -> AsyncNetworkStream:
    return await CheckedNetwork({way.host} if way.may_be_private else ()).connect_tcp(way.host, way.port)


async def _secured(way: Way) -> AsyncNetworkStream:
    stream = await _connected(way)
    try:
        return await stream.start_tls(create_ssl_context(), server_hostname=way.host)
    except BaseException:
        await stream.aclose()
        raise
