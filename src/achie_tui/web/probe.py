"""Reaching a site step by step, to tell which step fails: its name, a connection, TLS. It loads httpx."""

import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from achie_tui.errors import TooSlowError
from achie_tui.web.deadline import within
from achie_tui.web.network import CheckedNetwork, resolve
from achie_tui.web.stack import URL, AsyncNetworkStream, create_ssl_context
from achie_tui.web.transport import failures_of, proxy_for
from achie_tui.web.words import printable

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


@dataclass(frozen=True, slots=True)
class Way:
    """How a site is reached: the host that is connected to, the site's own or its proxy's; `proxy` without password."""

    url: URL
    host: str
    port: int
    proxy: str | None = None

    @property
    def uses_tls(self) -> bool:
        """Whether the site is asked over https."""
        return self.url.scheme == "https"


def way_to(address: str) -> Way:
    """Tell how an address is reached."""
    url = URL(address)
    proxy = proxy_for(url)
    first = URL(proxy) if proxy else url
    host, port = first.raw_host.decode("ascii"), first.port or _PORTS.get(first.scheme, 80)
    return Way(url, host, port, f"{first.scheme}://{printable(first.host)}:{port}" if proxy else None)


async def find(way: Way, seconds: float) -> list[str]:
    """Give the addresses of the host. Raises NoNetworkError."""
    return await resolve(way.host, way.port, seconds)


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
        with failures_of(way.url, "TLS"):
            return await within(seconds, work)
    except TimeoutError as error:
        raise TooSlowError(host=way.host, seconds=f"{seconds:.2g}") from error


async def _connected(way: Way) -> AsyncNetworkStream:
    return await CheckedNetwork({way.host}).connect_tcp(way.host, way.port)


async def _secured(way: Way) -> AsyncNetworkStream:
    stream = await _connected(way)
    try:
        return await stream.start_tls(create_ssl_context(), server_hostname=way.host)
    except BaseException:
        await stream.aclose()
        raise
