"""Proxies, and TLS."""

import asyncio
import os

import httpx
import pytest

from achie_tui.errors import UnreachableError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client
from achie_tui.web.transport import proxy_for
from tests.web.chaos import Chaos, page
from tests.web.conftest import Names


async def test_the_environments_proxy_is_asked(chaos: Chaos, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://user:p%40ss@127.0.0.1:{chaos.port}")
    chaos.answers["http://news.example/a"] = page(b"through the proxy")
    async with Client(Addresses("http://news.example/")) as client:
        assert (await client.get("/a")).body == b"through the proxy"
    assert chaos.asked[0].headers["proxy-authorization"] == "Basic dXNlcjpwQHNz"
    assert chaos.asked[0].headers["host"] == "news.example"


async def test_a_proxy_that_refuses_is_named_without_its_password(
    chaos: Chaos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"user:secret@127.0.0.1:{chaos.port}")
    chaos.answers["news.example:443"] = page(status="407 Log\x1b[31m in")
    async with Client(Addresses("https://news.example/")) as client:
        with pytest.raises(UnreachableError, match=r"proxy: 407") as caught:
            await client.get("/")
    assert caught.value.sentence("en").isprintable()
    assert "secret" not in str(caught.value)
    assert chaos.asked[0].line.startswith("CONNECT ")


async def test_a_socks_proxy_without_its_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setattr("achie_tui.web.transport.find_spec", lambda _: None)
    async with Client(Addresses("http://news.example/")) as client:
        with pytest.raises(UnreachableError, match="pip install socksio"):
            await client.get("/")


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://news.example/", "http://one.example:3128"),
        ("https://news.example/", "socks5://two.example"),
        ("http://inside.example/", None),
        ("http://localhost:8000/", None),
        ("http://127.0.0.1:8000/", None),
        ("http://[::1]:8000/", None),
    ],
)
def test_which_proxy(monkeypatch: pytest.MonkeyPatch, url: str, proxy: str | None) -> None:
    monkeypatch.setenv("http_proxy", "one.example:3128")
    monkeypatch.setenv("all_proxy", "socks5://two.example")
    monkeypatch.setenv("no_proxy", ".inside.example,inside.example")
    assert proxy_for(httpx.URL(url)) == proxy


async def test_a_trusted_certificate_is_enough(names: Names, tls_chaos: Chaos) -> None:
    names["news.example"] = ["127.0.0.1"]
    tls_chaos.answers["/"] = page(b"secret")
    async with Client(Addresses(f"https://news.example:{tls_chaos.port}/")) as client:
        assert (await client.get("/")).body == b"secret"


async def test_a_certificate_for_another_name_is_not(names: Names, tls_chaos: Chaos) -> None:
    names["other.example"] = ["127.0.0.1"]
    async with Client(Addresses(f"https://other.example:{tls_chaos.port}/")) as client:
        with pytest.raises(UnreachableError, match=r"TLS: Hostname mismatch"):
            await client.get("/")
    assert not tls_chaos.asked


async def test_a_certificate_by_nobody_is_not(names: Names, tls_chaos: Chaos, monkeypatch: pytest.MonkeyPatch) -> None:
    names["news.example"] = ["127.0.0.1"]
    monkeypatch.delenv("SSL_CERT_FILE")
    async with Client(Addresses(f"https://news.example:{tls_chaos.port}/")) as client:
        with pytest.raises(UnreachableError, match=r"TLS: self.signed certificate"):
            await client.get("/")


async def test_a_server_that_speaks_no_tls() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Client(Addresses(f"https://127.0.0.1:{port}/")) as client:
            with pytest.raises(UnreachableError, match="TLS: wrong version number"):
                await client.get("/")


async def test_a_server_that_is_silent(chaos: Chaos, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.web.transport._CONNECT", 0.2)
    async with Client(Addresses(f"https://127.0.0.1:{chaos.port}/")) as client:
        with pytest.raises(UnreachableError, match="timed out"):
            await client.get("/")


async def test_tls_that_breaks_under_way(tls_chaos: Chaos) -> None:
    async def break_off(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        await writer.drain()
        os.write(writer.get_extra_info("socket").fileno(), b"in plain words, past the encryption")

    tls_chaos.answers["/"] = break_off
    async with Client(Addresses(tls_chaos.url)) as client:
        with pytest.raises(UnreachableError, match="TLS: "):
            await client.get("/")


async def test_cancelling_a_handshake_closes_the_connection(chaos: Chaos) -> None:
    async with Client(Addresses(f"https://127.0.0.1:{chaos.port}/")) as client:
        request = asyncio.create_task(client.get("/"))
        await chaos.connected()
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        await chaos.all_left()
