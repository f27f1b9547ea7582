"""The proxy that stands between us and the site, where the environment names one."""

import os
from collections.abc import Iterable
from importlib.util import find_spec
from ipaddress import ip_address
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

from achie_tui.errors import ProxyUnreachableError, WrongProxyError
from achie_tui.language import Phrase
from achie_tui.web.failures import failures_of_proxy
from achie_tui.web.stack import (
    SOCKET_OPTION,
    URL,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    InvalidURL,
    Proxy,
    proxy_at,
)

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_HIGHEST_PORT = 65535
_SYSTEM = Phrase("系统设置", "the system's settings")
_NO_SOCKS = Phrase("缺 socksio，请运行 pip install socksio", "SOCKS needs pip install socksio")


class ProxyServer(NamedTuple):
    """A proxy: its address with name and password, and its host and port, by which it is told of."""

    url: URL
    host: str
    port: int

    @property
    def name(self) -> str:
        """What the user is told of it."""
        return f"{self.host}:{self.port}"

    def as_httpcore(self) -> Proxy:
        """Give it as the pool of connections takes it; raises ProxyUnreachableError where its kind is not there."""
        if self.url.scheme.startswith("socks") and find_spec("socksio") is None:
            raise ProxyUnreachableError(proxy=self.name, reason=_NO_SOCKS)
        return proxy_at(self.url)


def proxy_for(url: URL) -> ProxyServer | None:
    """Give the proxy that the environment (or the desktop's settings) names for an address; None for none.

    This machine itself is never asked through a proxy. Raises WrongProxyError where what is named is none.
    """
    proxies = getproxies()
    scheme = url.scheme if proxies.get(url.scheme) else "all"
    proxy = proxies.get(scheme)
    if not proxy or _is_this_machine(url.host) or proxy_bypass(url.netloc.decode("ascii")):
        return None
    if (server := _read(proxy)) is None:
        raise WrongProxyError(place=_place(scheme))
    return server


def _read(text: str) -> ProxyServer | None:
    """Read a proxy's address; None where it is none, or has what only a badly written password can have put there."""
    try:
        url = URL(text if "://" in text else f"http://{text}")
        host = url.raw_host.decode("ascii")
    except (InvalidURL, ValueError):
        return None
    port = _PORTS.get(url.scheme, 0) if url.port is None else url.port
    is_bare = url.raw_path in {b"", b"/"} and not url.fragment
    if not (host and is_bare and url.scheme in _PORTS and 0 < port <= _HIGHEST_PORT):
        return None
    return ProxyServer(url, host, port)


def _place(scheme: str) -> Phrase:
    """Say where a proxy is named."""
    names = (f"{scheme}_proxy", f"{scheme}_proxy".upper())
    name = next((name for name in names if os.environ.get(name)), None)
    return _SYSTEM if name is None else Phrase(f"环境变量 {name}", f"the environment variable {name}")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class ProxyNetwork(AsyncNetworkBackend):
    """Connects to a proxy, and says so where it cannot be reached: the site is not to blame for that."""

    def __init__(self, server: ProxyServer, inner: AsyncNetworkBackend) -> None:
        self._server = server
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Connect; raises ProxyUnreachableError."""
        with failures_of_proxy(self._server.name):
            return await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
