"""What the client sends, what it gives back, and what it keeps to itself."""

import asyncio
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from achie_tui import __version__
from achie_tui.errors import RefusedAddressError, TooSlowError, UnreachableError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client, Limits, Validators
from tests.web.chaos import PATIENCE, Chaos, Handler, drip, page, redirect, zipped
from tests.web.clock import Clock

SHORT = Limits(wire=1_000_000, decoded=1_000_000, seconds=0.1)


def test_importing_the_client_loads_no_httpx() -> None:
    code = "import sys, achie_tui.web.client; sys.exit(bool({'httpx', 'httpcore', 'anyio'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


async def test_a_page_comes_with_what_its_headers_say(chaos: Chaos, client: Client) -> None:
    chaos.answers["/news/"] = page(
        "要闻".encode("gbk"),
        "Content-Type: Text/HTML; charset=GB2312",
        'ETag: W/"5f\xe9"',
        "Last-Modified: Thu, 25 Sep 2025 08:00:00 GMT",
        "Server: nginx",
    )
    answer = await client.get("/news/")
    assert (answer.status, answer.path, answer.url) == (200, "/news/", f"{chaos.url}/news/")
    assert answer.body.decode("gbk") == "要闻"
    assert (answer.content_type, answer.charset) == ("text/html", "gb2312")
    assert answer.validators == Validators('W/"5f\xe9"', "Thu, 25 Sep 2025 08:00:00 GMT")
    assert answer.server == "nginx"
    assert not answer.not_modified


async def test_a_path_is_made_an_address_once(chaos: Chaos, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    parsed: list[str] = []
    url, path = Addresses.url, Addresses.path

    def counted_url(addresses: Addresses, path_: str) -> str:
        made.append(path_)
        return url(addresses, path_)

    def counted_path(addresses: Addresses, href: str, at: str = "/") -> str | None:
        parsed.append(href)
        return path(addresses, href, at)

    await client.get("/", urgent=False)  # robots.txt is asked for with it
    monkeypatch.setattr(Addresses, "url", counted_url)
    monkeypatch.setattr(Addresses, "path", counted_path)
    for urgent in (True, False):
        assert (await client.get("/a.html", urgent=urgent)).path == "/a.html"
    await client.get_image("/p.png")
    assert made == ["/a.html", "/a.html", "/p.png"]
    assert parsed.count(f"{chaos.url}/a.html") == 2


async def test_it_says_who_it_is_and_nothing_else(chaos: Chaos, client: Client) -> None:
    await client.get("/")
    assert chaos.asked[0].headers == {
        "host": f"127.0.0.1:{chaos.port}",
        "user-agent": f"achie-tui/{__version__}",
        "accept": "*/*",
        "accept-encoding": "gzip",
    }


async def test_cookies_are_not_sent_back(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = page(b"", "Set-Cookie: id=1; path=/")
    chaos.answers["/a"] = page(b"", "Location: /", "Set-Cookie: id=2; path=/", status="302 Found")
    for path in ("/", "/a", "/"):
        await client.get(path)
    assert len(chaos.asked) == 4
    assert not any({"cookie", "referer"} & asked.headers.keys() for asked in chaos.asked)


@pytest.mark.fault(21)
async def test_validators_go_back_as_they_came(chaos: Chaos, client: Client) -> None:
    etag = 'W/"\xc3\xa9"'  # UTF-8, of which nothing may be made
    chaos.answers["/"] = page(b"x", f"ETag: {etag}", "Last-Modified: yesterday, about noon")
    validators = (await client.get("/")).validators
    chaos.answers["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\nContent-Encoding: gzip\r\n\r\n'
    answer = await client.get("/", validators=validators)
    assert answer.not_modified
    assert (answer.body, answer.validators.etag) == (b"", '"2"')
    assert chaos.asked[1].headers["if-none-match"] == etag
    assert chaos.asked[1].headers["if-modified-since"] == "yesterday, about noon"
    await client.get("/", validators=Validators(None, "then"))
    assert "if-none-match" not in chaos.asked[2].headers


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "429 Too Many", "521 \x1b]0;gone\x07"])
async def test_any_status_is_an_answer(chaos: Chaos, client: Client, status: str) -> None:
    chaos.answers["/"] = page(b"why", status=status)
    answer = await client.get("/")
    assert (answer.status, answer.body) == (int(status[:3]), b"why")


async def test_control_characters_in_headers_are_dropped(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = page(b"", "Server: a\x1b[31mb\x9b", "Content-Type: x/\x1by", "Set-Cookie: \x1bc=1")
    answer = await client.get("/")
    assert (answer.server, answer.content_type) == ("a[31mb", "x/y")


async def test_packed_pages_are_unpacked(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = zipped(b"news " * 1000)
    assert (await client.get("/")).body == b"news " * 1000


async def test_connections_are_used_again() -> None:
    async with Chaos({"/": page(b"x")}, keep_alive=True) as chaos, Client(Addresses(chaos.url)) as client:
        for _ in range(3):
            assert (await client.get("/")).body == b"x"
        assert chaos.connections == 1


async def test_closing_closes_the_connections() -> None:
    async with Chaos({"/": page(b"x")}, keep_alive=True) as chaos:
        async with Client(Addresses(chaos.url)) as client:
            await client.get("/")
        await chaos.all_left()


async def test_a_base_url_below_the_root_keeps_its_prefix(chaos: Chaos) -> None:
    chaos.answers["/mirror/news/"] = page(b"x")
    async with Client(Addresses(f"{chaos.url}/mirror/")) as client:
        assert (await client.get("/news/")).path == "/news/"


@pytest.mark.parametrize("path", [".evil.example/", "@evil.example/", "evil.example", "@\x1b[31m.example\x9b/"])
async def test_no_path_leads_to_another_host(chaos: Chaos, client: Client, path: str) -> None:
    with pytest.raises(RefusedAddressError) as caught:
        await client.get(path)
    assert caught.value.sentence("zh").isprintable()
    assert not chaos.asked


# Where a page redirects to.


async def test_a_location_is_told_and_not_followed(chaos: Chaos, client: Client) -> None:
    chaos.answers["/plus/view.php?aid=1"] = redirect("https://elsewhere.example/a b?c#d")
    chaos.answers["/plus/view.php?aid=2"] = redirect("../news/1.html")
    chaos.answers["/plus/view.php?aid=3"] = page(b"an article")
    chaos.answers["/plus/view.php?aid=4"] = redirect("/新闻/".encode("gbk").decode("latin-1"))
    assert await client.location("/plus/view.php?aid=1") == "https://elsewhere.example/a%20b?c"
    assert await client.location("/plus/view.php?aid=2") == f"{chaos.url}/news/1.html"
    assert await client.location("/plus/view.php?aid=3") is None
    assert await client.location("/plus/view.php?aid=4") == f"{chaos.url}/%D0%C2%CE%C5/"
    assert len(chaos.asked) == 4


async def test_a_location_that_is_no_web_address_is_refused(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = redirect("javascript:alert(1)")
    with pytest.raises(RefusedAddressError):
        await client.location("/")


async def test_a_body_after_a_location_is_not_waited_for(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = drip(b"x", first=b"HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n", pause=0.05)
    assert await asyncio.wait_for(client.location("/"), PATIENCE) == f"{chaos.url}/a"
    await chaos.all_left()


# Pictures.


async def test_pictures_come_from_the_site_under_any_of_its_names(chaos: Chaos, client: Client) -> None:
    chaos.answers["/p.jpg"] = page(b"jpeg", "Content-Type: image/jpeg")
    for url in (f"{chaos.url}/p.jpg", "https://www.achie.org/p.jpg"):
        answer = await client.get_image(url)
        assert (answer.body, answer.path, answer.content_type) == (b"jpeg", "/p.jpg", "image/jpeg")


async def test_pictures_elsewhere_are_fetched_from_the_named_hosts_only(chaos: Chaos, client: Client) -> None:
    async with Chaos({"/p.jpg": page(b"jpeg")}) as other:
        with pytest.raises(RefusedAddressError, match=f"127.0.0.1:{other.port}"):
            await client.get_image(f"{other.url}/p.jpg")
        assert other.connections == 0
        async with Client(Addresses(chaos.url), image_hosts=[f"127.0.0.1:{other.port}"]) as trusting:
            answer = await trusting.get_image(f"{other.url}/p.jpg")
            assert (answer.body, answer.path) == (b"jpeg", None)
            with pytest.raises(RefusedAddressError):
                await trusting.get_image("ftp://127.0.0.1/p.jpg")


async def test_a_picture_that_redirects_elsewhere_is_not_fetched(chaos: Chaos, client: Client) -> None:
    async with Chaos({"/p.jpg": page(b"jpeg")}) as other:
        chaos.answers["/p.jpg"] = redirect(f"{other.url}/p.jpg")
        with pytest.raises(RefusedAddressError):
            await client.get_image(f"{chaos.url}/p.jpg")
        assert other.connections == 0


# No answer.


async def test_a_refused_connection_says_so() -> None:
    async with Chaos() as gone:
        url = gone.url
    async with Client(Addresses(url)) as client:
        with pytest.raises(UnreachableError) as caught:
            await client.get("/")
    assert caught.value.sentence("en").startswith(
        f"The site {url.removeprefix('http://')} cannot be reached (connection refused)"
    )


async def test_a_dead_name_says_so() -> None:
    async with Client(Addresses("http://nowhere.example/")) as client:
        with pytest.raises(UnreachableError) as caught:
            await client.get("/")
    assert caught.value.sentence("zh").startswith("连不上网站 nowhere.example（查不到这个域名）")


async def test_a_connection_that_breaks_off_says_so(chaos: Chaos, client: Client) -> None:
    async def reset(writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    answers: list[tuple[bytes | Handler, str]] = [
        (reset, "connection reset"),
        (b"", "connection closed"),
        (b"HTTP/1.1 200 O", "connection closed"),
    ]
    for answer, reason in answers:
        chaos.answers["/"] = answer
        with pytest.raises(UnreachableError) as caught:
            await client.get("/")
        assert f"({reason})" in caught.value.sentence("en")


@pytest.mark.fault(11)
@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["headers", "body"])
async def test_one_deadline_ends_whatever_drips(chaos: Chaos, client: Client, first: bytes) -> None:
    chaos.answers["/"] = drip(b"x", first=first, pause=0.01)
    with pytest.raises(TooSlowError) as caught:
        await asyncio.wait_for(client.get("/", limits=SHORT), PATIENCE)
    assert caught.value.details == {"host": f"127.0.0.1:{chaos.port}", "seconds": "0.1"}
    await chaos.all_left()


@pytest.mark.fault(11)
@pytest.mark.realtime
@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["headers", "body"])
async def test_a_byte_each_half_second_ends_with_the_deadline(
    chaos: Chaos, client: Client, first: bytes, record_property: Callable[[str, object], None]
) -> None:
    chaos.answers["/"] = drip(b"x", first=first, pause=0.5)
    await client.get("/another")  # what is loaded with the first request is none of this one's time
    began = time.monotonic()
    with pytest.raises(TooSlowError):
        await client.get("/", limits=Limits(1_000_000, 1_000_000, 1.3))
    late = time.monotonic() - began - 1.3
    record_property("figure", f"{late:.3f} s after the deadline")
    assert late < 0.5


@pytest.mark.fault(11)
async def test_the_deadline_is_one_over_all_redirects(chaos: Chaos, client: Client) -> None:
    def slowly_to(path: str) -> None:
        async def handle(writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.04)
            writer.write(redirect(path))

        chaos.answers[f"/{int(path[1:]) - 1}"] = handle

    for hop in range(1, 6):
        slowly_to(f"/{hop}")
    chaos.answers["/5"] = page(b"late")
    with pytest.raises(TooSlowError):
        await client.get("/0", limits=SHORT)


async def test_cancelling_ends_the_answer_and_closes_the_connection(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = drip(b"x", first=b"HTTP/1.1 200 OK\r\n\r\n", pause=0.01)
    request = asyncio.create_task(client.get("/"))
    await chaos.was_asked()
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(request, PATIENCE)
    await chaos.all_left()
    chaos.answers["/"] = page(b"next")
    assert (await client.get("/")).body == b"next"


async def test_no_more_than_agreed_are_asked_at_once(chaos: Chaos) -> None:
    three = asyncio.Barrier(3)

    async def together(writer: asyncio.StreamWriter) -> None:
        await three.wait()
        await asyncio.sleep(0.01)  # a fourth would come now
        writer.write(page(b"x"))

    chaos.answers["/"] = together
    async with Client(Addresses(chaos.url), concurrency=3) as client:
        await asyncio.gather(*(client.get("/", urgent=number % 2 == 0) for number in range(12)))
    assert chaos.most_at_once == 3


async def test_the_delay_lies_between_patient_requests(chaos: Chaos) -> None:
    clock = Clock()
    chaos.answers["/"] = page(b"x")
    async with Client(Addresses(chaos.url), delay=1.5, clock=clock, wall=clock, sleep=clock.sleep) as client:
        await client.get("/")
        assert clock.slept == []
        await asyncio.gather(*(client.get("/", urgent=False) for _ in range(3)))
        # Between the one for robots.txt and each of the three.
        assert sum(clock.slept) >= 3 * 1.5
        waits = len(clock.slept)
        await client.get("/")
        assert len(clock.slept) == waits


@pytest.mark.fault(23)
def test_a_resolver_that_hangs_does_not_hold_up_the_end() -> None:
    code = """if True:
        import asyncio, socket, time
        from achie_tui.errors import TooSlowError
        from achie_tui.site.address import Addresses
        from achie_tui.web.client import Client, Limits

        socket.getaddrinfo = lambda *_, **__: time.sleep(3600)

        async def ask():
            async with Client(Addresses("http://nowhere.example/")) as client:
                try:
                    await client.get("/", limits=Limits(1, 1, 0.1))
                except TooSlowError:
                    print("too slow")

        asyncio.run(ask())
    """
    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603
    assert ended.stdout == b"too slow\n"
