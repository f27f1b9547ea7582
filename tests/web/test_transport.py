"""Proxies, and TLS."""

import asyncio
import os

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as some

from achie_tui.errors import (
    ProxyFailedError,
    ProxyLoginError,
    ProxyUnreachableError,
    UnreachableError,
    WrongProxyError,
)
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client
from achie_tui.web.proxies import proxy_for
from achie_tui.web.retrying import outcome_of_failure
from tests.web.chaos import Chaos, page
from tests.web.conftest import Names


async def test_the_environments_proxy_is_asked(chaos: Chaos, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://user:p%40ss@127.0.0.1:{chaos.port}")
    chaos.answers["http://news.example/a"] = page(b"through the proxy")
    async with Client(Addresses("http://news.example/")) as client:
        assert (await client.get("/a")).body == b"through the proxy"
    assert chaos.asked[0].headers["proxy-authorization"] == "Basic dXNlcjpwQHNz"
    assert chaos.asked[0].headers["host"] == "news.example"


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_wants_a_login_is_named_without_its_password(
    chaos: Chaos, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", f"user:secret@127.0.0.1:{chaos.port}")
    wanted = page(status="407 Log\x1b[31m in")
    chaos.answers |= {"news.example:443": wanted, "http://news.example/": wanted}
    async with Client(Addresses(f"{scheme}://news.example/")) as client:
        with pytest.raises(ProxyLoginError) as caught:
            await client.get("/")
    assert caught.value.sentence("zh").startswith(f"代理 127.0.0.1:{chaos.port} 要求登录（HTTP 407）")
    assert "secret" not in str(caught.value)


async def test_a_proxy_without_a_way_to_the_site_is_named_with_it(
    chaos: Chaos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:secret@127.0.0.1:{chaos.port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://user:secret@127.0.0.1:{chaos.port}")
    chaos.answers |= {"news.example:443": page(status="502 Bad \x1b[31m"), "http://news.example/": b""}
    for scheme, reason in (("https", "502 Bad [31m"), ("http", "连接中断")):
        async with Client(Addresses(f"{scheme}://news.example/")) as client:
            with pytest.raises(ProxyFailedError) as caught:
                await client.get("/")
        sentence = caught.value.sentence("zh")
        assert sentence.startswith(f"经代理 127.0.0.1:{chaos.port} 连不上网站 news.example（{reason}）")
        assert "secret" not in sentence


async def test_a_dead_proxy_is_told_as_one_and_the_site_is_not_to_blame(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Chaos() as gone:
        port = gone.port
    monkeypatch.setenv("ALL_PROXY", f"http://user:secret@127.0.0.1:{port}")
    for url in ("http://news.example/", "https://news.example/"):
        async with Client(Addresses(url)) as client:
            with pytest.raises(ProxyUnreachableError) as caught:
                await client.get("/")
        assert caught.value.sentence("zh").startswith(f"连不上代理 127.0.0.1:{port}（拒绝连接）")
        assert "secret" not in str(caught.value)
        assert outcome_of_failure(caught.value) == "neither"


async def test_a_proxy_whose_name_nobody_knows_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    async with Client(Addresses("http://news.example/")) as client:
        with pytest.raises(ProxyUnreachableError, match=r"The proxy proxy\.example:3128 .*DNS knows no such name"):
            await client.get("/")


NO_PROXIES = [
    "http://a:SECRET/x@h:1",
    "http://a:SE#CRET@h:1",
    "http://a:SE?CRET@h:1",
    "http://a:1SECRET/x@h:1",
    "http://a:1/SECRET@h:1",
    "foo://SECRET@h:1",
    "socks4://SECRET@h:1",
    "http://SECRET:x@h:99999",
    "http://SECRET@h:0",
    "http://SECRET@h:-1",
    "http://SECRET@[::1",
    "http://SECRET@",
    "http://",
    "://SECRET",
    "http://SECRET@h:80:80",
    "http://SECRET@h/\x01",
    "SECRET" * 20_000,
    "a:SECRET/x@h:1",
]


@pytest.mark.fault(38)
@pytest.mark.parametrize("proxy", NO_PROXIES, ids=range(len(NO_PROXIES)))
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "all_proxy"])
async def test_what_is_no_proxy_is_told_by_where_it_stands_and_not_what_it_is(
    monkeypatch: pytest.MonkeyPatch, proxy: str, variable: str
) -> None:
    monkeypatch.setenv(variable, proxy)
    async with Client(Addresses("http://news.example/")) as client:
        for urgent in (True, False):
            with pytest.raises(WrongProxyError) as caught:
                await client.get("/", urgent=urgent)
            for sentence in (caught.value.sentence("zh"), caught.value.sentence("en")):
                assert variable in sentence
                assert "SECRET" not in sentence


@given(
    some.text(alphabet="htpsocks5foo:/@[]?#\\%.a1- \t", max_size=30)
    | some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
)
def test_whatever_is_named_as_a_proxy_is_one_or_refused(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("achie_tui.web.proxies.getproxies", lambda: {"http": text})
        try:
            server = proxy_for(httpx.URL("http://news.example/"))
        except WrongProxyError:
            return
        assert server is None or (server.host and 0 < server.port < 65536)


async def test_a_socks_proxy_without_its_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setattr("achie_tui.web.proxies.find_spec", lambda _: None)
    async with Client(Addresses("http://news.example/")) as client:
        with pytest.raises(UnreachableError, match="pip install socksio"):
            await client.get("/")


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://news.example/", ("http://one.example:3128", "one.example", 3128)),
        ("https://news.example/", ("socks5://two.example", "two.example", 1080)),
        ("http://inside.example/", None),
        ("http://localhost:8000/", None),
        ("http://127.0.0.1:8000/", None),
        ("http://[::1]:8000/", None),
    ],
)
def test_which_proxy(monkeypatch: pytest.MonkeyPatch, url: str, proxy: tuple[str, str, int] | None) -> None:
    monkeypatch.setenv("http_proxy", "one.example:3128")
    monkeypatch.setenv("all_proxy", "socks5://two.example")
    monkeypatch.setenv("no_proxy", ".inside.example,inside.example")
    found = proxy_for(httpx.URL(url))
    assert (found and (str(found.url), found.host, found.port)) == proxy


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
