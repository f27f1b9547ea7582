"""What the tests of the web share: the chaos server, and a resolver that asks nobody."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from achie_tui.site.address import Addresses
from achie_tui.web.client import Client
from tests.web.chaos import CERTIFICATE, Chaos

Names = dict[str, list[str]]


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Give the names that exist, with their addresses; asking for another one fails."""
    known: Names = {}
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, **hints: Any) -> list[Any]:
        entries = []
        for address in known.get(host, [host]):
            entries += real(address, port, flags=socket.AI_NUMERICHOST, **hints)
        return entries

    monkeypatch.setattr("achie_tui.web.names.socket.getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
async def chaos() -> AsyncIterator[Chaos]:
    async with Chaos() as server:
        yield server


@pytest.fixture
async def tls_chaos(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chaos]:
    """Give the same over https, with a certificate that is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    async with Chaos(tls=True) as server:
        yield server


@pytest.fixture
async def client(chaos: Chaos) -> AsyncIterator[Client]:
    """Give a client of the chaos server, which is a mirror of www.achie.org."""
    async with Client(Addresses(f"{chaos.url}/", ("www.achie.org", "achie.org"))) as ours:
        yield ours
