"""Where redirects lead, and where they do not."""

import pytest

from achie_tui.errors import RefusedAddressError, TooManyRedirectsError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client
from tests.web.chaos import Chaos, page, redirect
from tests.web.conftest import Names

ELSEWHERE = [
    "https://evil.example/",
    "http://www.achie.org.evil.example/",
    "http://www.achie.org@evil.example/",
    "//evil.example/a",
    "http://www.achie.org:8080/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://www.achie.org/",
    "http://[::1",
    "http://evil\x1b[31m.example/",
]


async def test_redirects_within_the_site_are_followed(chaos: Chaos, client: Client) -> None:
    chaos.answers["/a/b"] = redirect("c")
    chaos.answers["/a/c"] = redirect(f"{chaos.url}/d#there")
    chaos.answers["/d"] = page(b"here")
    answer = await client.get("/a/b")
    assert (answer.body, answer.path) == (b"here", "/d")


@pytest.mark.parametrize("host", ["http://achie.org", "https://www.achie.org", "//WWW.achie.org"])
async def test_other_names_of_the_site_are_fetched_at_the_base_url(chaos: Chaos, client: Client, host: str) -> None:
    chaos.answers["/a"] = redirect(f"{host}/b")
    chaos.answers["/b"] = page(b"here")
    answer = await client.get("/a")
    assert (answer.body, answer.url) == (b"here", f"{chaos.url}/b")


@pytest.mark.fault(7)
@pytest.mark.parametrize("location", ELSEWHERE)
async def test_redirects_out_of_the_site_are_refused(chaos: Chaos, client: Client, location: str) -> None:
    chaos.answers["/"] = redirect(location)
    with pytest.raises(RefusedAddressError) as caught:
        await client.get("/")
    assert caught.value.sentence("zh").isprintable()
    assert len(chaos.asked) == 1


async def test_the_refusal_names_the_host(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = redirect("https://evil.example/x")
    with pytest.raises(RefusedAddressError, match=r"https://evil\.example/x .* \(evil\.example\)"):
        await client.get("/")


@pytest.mark.fault(7)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "rebound.example"])
async def test_a_redirect_to_this_machine_connects_to_nothing(names: Names, chaos: Chaos, host: str) -> None:
    names["news.example"] = names["rebound.example"] = ["127.0.0.1"]
    async with Chaos() as trap, Client(Addresses(f"http://news.example:{chaos.port}/")) as client:
        chaos.answers["/"] = redirect(f"http://{host}:{trap.port}/")
        with pytest.raises(RefusedAddressError):
            await client.get("/")
        assert (len(chaos.asked), trap.connections) == (1, 0)


@pytest.mark.fault(7)
async def test_an_image_host_that_turns_out_to_be_this_machine_is_not_connected_to(names: Names, chaos: Chaos) -> None:
    names["news.example"] = names["pictures.example"] = ["127.0.0.1"]
    async with Chaos() as trap:
        picture = f"http://pictures.example:{trap.port}/p.jpg"
        hosts = [f"pictures.example:{trap.port}"]
        async with Client(Addresses(f"http://news.example:{chaos.port}/"), image_hosts=hosts) as client:
            chaos.answers["/p.jpg"] = redirect(picture)
            for url in (picture, f"http://news.example:{chaos.port}/p.jpg"):
                with pytest.raises(RefusedAddressError, match=r"pictures\.example.*127\.0\.0\.1"):
                    await client.get_image(url)
        assert trap.connections == 0


@pytest.mark.fault(7)
async def test_five_redirects_are_followed_and_no_more(chaos: Chaos, client: Client) -> None:
    for hop in range(40):
        chaos.answers[f"/{hop}"] = redirect(f"/{hop + 1}")
    with pytest.raises(TooManyRedirectsError) as caught:
        await client.get("/0")
    assert caught.value.details == {"url": f"{chaos.url}/0", "limit": 5}
    assert len(chaos.asked) == 6
    chaos.answers["/5"] = page(b"the end")
    assert (await client.get("/0")).body == b"the end"


@pytest.mark.fault(7)
async def test_a_loop_is_seen_at_once(chaos: Chaos, client: Client) -> None:
    chaos.answers["/a"] = redirect("/b")
    chaos.answers["/b"] = redirect("/a#again")
    with pytest.raises(TooManyRedirectsError):
        await client.get("/a")
    assert len(chaos.asked) == 2


async def test_a_redirect_without_a_location_is_an_answer(chaos: Chaos, client: Client) -> None:
    chaos.answers["/"] = page(b"nowhere", status="302 Found")
    assert (await client.get("/")).status == 302


@pytest.mark.fault(7)
async def test_https_does_not_go_back_to_http(names: Names, tls_chaos: Chaos) -> None:
    names["news.example"] = ["127.0.0.1"]
    async with Client(Addresses(f"https://news.example:{tls_chaos.port}/")) as client:
        tls_chaos.answers["/"] = redirect(f"http://news.example:{tls_chaos.port}/a")
        tls_chaos.answers["/a"] = page(b"open")
        with pytest.raises(RefusedAddressError, match="https → http"):
            await client.get("/")
        assert len(tls_chaos.asked) == 1
