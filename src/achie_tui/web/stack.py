"""The HTTP stack: all that is used of httpx and httpcore. What else in this package needs them takes it from here.

httpx's own client cannot be told which addresses it may connect to, and would bring a cookie jar, default headers and
opinions about redirects, only to have them switched off again. So requests go to the layer below it, httpcore's pool
of connections, which takes a network backend of ours and raises what is named `…Error` and `…Exception` here. Of httpx
remains what the pool leaves to its caller: addresses with names in any script, headers, and trusted certificates.

All of these are public API of the two; the one thing reached into is the import at the end. Loading both takes a tenth
of a second, so this is imported with the first request only.
"""

import sys
from collections.abc import Sequence
from importlib.util import find_spec

import httpcore
from httpcore import (
    SOCKET_OPTION,
    AnyIOBackend,
    AsyncConnectionPool,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    ConnectError,
    NetworkError,
    ProtocolError,
    Proxy,
    ProxyError,
    Request,
    TimeoutException,
)
from httpcore import Response as PoolResponse
from httpx import URL, Headers, InvalidURL, create_ssl_context

__all__ = [
    "SOCKET_OPTION",
    "URL",
    "AnyIOBackend",
    "AsyncConnectionPool",
    "AsyncNetworkBackend",
    "AsyncNetworkStream",
    "ConnectError",
    "Headers",
    "InvalidURL",
    "NetworkError",
    "PoolResponse",
    "ProtocolError",
    "Proxy",
    "ProxyError",
    "Request",
    "TimeoutException",
    "create_ssl_context",
    "proxy_at",
    "request_for",
]

if find_spec("sniffio") is None:
    # httpcore imports it several times a request; each time the disk would be searched for it.
    sys.modules["sniffio"] = None  # type: ignore[assignment]


def request_for(url: URL, headers: Sequence[tuple[bytes, bytes]], *, connect: float) -> Request:
    """Give a GET request, whose connection may take so many seconds."""
    return Request(
        "GET",
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=[(b"Host", url.netloc), *headers],
        extensions={"timeout": {"connect": connect}},
    )


def proxy_at(url: URL) -> Proxy:
    """Give the proxy at an address, with the name and password in it."""
    auth = (url.username, url.password) if url.userinfo else None
    return Proxy(httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=b"/"), auth=auth)
