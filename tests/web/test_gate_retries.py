"""What the client does on a real connection where the server fails: tries again, waits, or leaves it alone."""

import asyncio
import time
from collections.abc import AsyncIterator
from email.utils import formatdate

import pytest

from achie_tui.errors import (
    AskedToWaitError,
    BadAnswerError,
    DisallowedError,
    NoNetworkError,
    RobotsUnknownError,
    SiteRestingError,
    TooSlowError,
    UnreachableError,
)
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client, Limits
from achie_tui.web.memory import OwnMemory
from achie_tui.web.robots import MOST
from tests.web.chaos import Chaos, Handler, drip, page, redirect, zipped
from tests.web.clock import Clock

SHORT = Limits(wire=1_000_000, decoded=1_000_000, seconds=0.2)
GONE = page(status="404 Not Found")
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"


def failing(status: str, *headers: str) -> bytes:
    return page(b"no", *headers, status=status)


def turns(*answers: bytes) -> Handler:
    """Give these answers, one each, the last one for ever."""
    left = list(answers)

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        await writer.drain()

    return answer


@pytest.fixture
def clock() -> Clock:
    return Clock(time.time())


@pytest.fixture
def memory() -> OwnMemory:
    return OwnMemory()


@pytest.fixture
async def polite(chaos: Chaos, clock: Clock, memory: OwnMemory) -> AsyncIterator[Client]:
    """Give a client whose waiting takes no time."""
    chaos.answers["/robots.txt"] = GONE
    async with Client(
        Addresses(chaos.url), delay=1.5, memory=memory, clock=clock, wall=clock, sleep=clock.sleep
    ) as client:
        yield client


def asked(chaos: Chaos) -> list[str]:
    return [path for path in chaos.paths if path != "/robots.txt"]


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad", "503 Busy", "429 Slow down"])
async def test_a_sync_tries_three_times_and_a_reader_once(chaos: Chaos, polite: Client, status: str) -> None:
    chaos.answers["/"] = failing(status)
    assert (await polite.get("/")).status == int(status[:3])
    assert len(asked(chaos)) == 1
    chaos.answers["/a"] = turns(failing(status), failing(status), page(b"at last"))
    assert (await polite.get("/a", urgent=False)).body == b"at last"


@pytest.mark.parametrize("status", ["403 No", "404 Gone", "501 Never", "304 Same"])
async def test_what_will_not_change_is_asked_once(chaos: Chaos, polite: Client, status: str) -> None:
    chaos.answers["/"] = failing(status)
    assert (await polite.get("/", urgent=False)).status == int(status[:3])
    assert len(asked(chaos)) == 1


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 O"])
async def test_a_connection_that_breaks_off_is_tried_again(chaos: Chaos, polite: Client, answer: bytes) -> None:
    chaos.answers["/"] = answer
    with pytest.raises(UnreachableError):
        await polite.get("/", urgent=False)
    assert len(asked(chaos)) == 3
    with pytest.raises(UnreachableError):
        await polite.get("/")
    assert len(asked(chaos)) == 4


async def test_what_drips_is_tried_again(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/"] = drip(b"x", first=b"HTTP/1.1 200 OK\r\n\r\n", pause=0.02)
    with pytest.raises(TooSlowError):
        await polite.get("/", limits=SHORT, urgent=False)
    assert len(asked(chaos)) == 3


async def test_a_page_cut_short_is_not_tried_again(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/"] = CUT
    with pytest.raises(BadAnswerError):
        await polite.get("/", urgent=False)
    assert len(asked(chaos)) == 1


async def test_tries_lie_a_random_while_apart(
    chaos: Chaos, polite: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achie_tui.web.retrying.FIRST_BACKOFF", 300.0)
    chaos.answers["/"] = failing("500 Oops")
    began = clock.now
    await polite.get("/", urgent=False)
    assert 0 < clock.now - began < 610
    assert len({round(seconds) for seconds in clock.slept}) > 2


# Retry-After.


@pytest.mark.parametrize("status", ["429 Slow down", "503 Busy"])
async def test_a_short_wait_is_waited_for(chaos: Chaos, polite: Client, clock: Clock, status: str) -> None:
    chaos.answers["/"] = turns(failing(status, "Retry-After: 50"), page(b"now"))
    began = clock.now
    assert (await polite.get("/", urgent=False)).body == b"now"
    assert 50 <= clock.now - began < 70


@pytest.mark.fault(17)
@pytest.mark.parametrize("wait", [120, 3600, 99_999_999])
@pytest.mark.parametrize("form", ["seconds", "date", "own date"])
async def test_a_long_wait_ends_a_sync_and_is_remembered(
    chaos: Chaos, polite: Client, clock: Clock, wait: int, form: str
) -> None:
    until = min(clock.now + wait, 4_000_000_000)
    headers = {
        "seconds": [f"Retry-After: {wait}"],
        "date": [f"Retry-After: {formatdate(until, usegmt=True)}"],
        "own date": [
            f"Date: {formatdate(clock.now - 86400, usegmt=True)}",
            f"Retry-After: {formatdate(until - 86400, usegmt=True)}",
        ],
    }[form]
    chaos.answers["/"] = failing("429 Slow down", *headers)
    with pytest.raises(AskedToWaitError) as caught:
        await polite.get("/", urgent=False)
    assert caught.value.until == pytest.approx(clock.now + min(wait, 6 * 3600), abs=10)
    for urgent in (True, False):
        with pytest.raises(AskedToWaitError):
            await polite.get("/a", urgent=urgent)
    assert asked(chaos) == ["/"]
    clock.now += min(wait, 6 * 3600) + 1
    assert (await polite.get("/a")).status == 404


@pytest.mark.fault(17)
async def test_another_client_heeds_it_too(chaos: Chaos, polite: Client, memory: OwnMemory, clock: Clock) -> None:
    chaos.answers["/"] = failing("503 Busy", "Retry-After: 120")
    await polite.get("/")
    async with Client(Addresses(chaos.url), memory=memory, wall=clock) as another:
        with pytest.raises(AskedToWaitError):
            await another.get("/a")


@pytest.mark.fault(17)
@pytest.mark.parametrize("garbage", ["soon", "-1", "1.5", "0", formatdate(0, usegmt=True)])
async def test_what_names_no_time_is_ignored(chaos: Chaos, polite: Client, garbage: str) -> None:
    chaos.answers["/"] = turns(failing("503 Busy", f"Retry-After: {garbage}"), page(b"now"))
    assert (await polite.get("/", urgent=False)).body == b"now"
    assert (await polite.get("/")).body == b"now"


async def test_of_other_answers_it_says_nothing(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/"] = page(b"x", "Retry-After: 3600")
    for urgent in (True, False):
        assert (await polite.get("/", urgent=urgent)).body == b"x"


# The breaker.


@pytest.mark.fault(18)
async def test_a_storm_of_503_meets_five_requests_and_then_one_probe_a_rest(
    chaos: Chaos, polite: Client, clock: Clock
) -> None:
    chaos.answers.update({f"/{number}": failing("503 Busy") for number in range(20)})
    for number in range(20):
        if number == 0:
            assert (await polite.get("/0", urgent=False)).status == 503
        else:
            with pytest.raises(SiteRestingError):
                await polite.get(f"/{number}", urgent=False)
    assert len(asked(chaos)) == 5
    clock.now += 901
    for _ in range(3):
        with pytest.raises(SiteRestingError):
            await polite.get("/1", urgent=False)
    assert len(asked(chaos)) == 6
    clock.now += 1801
    chaos.answers["/1"] = page(b"well")
    assert (await polite.get("/1", urgent=False)).body == b"well"
    assert (await polite.get("/0")).status == 503


@pytest.mark.fault(18)
async def test_who_has_a_site_tested_that_is_left_alone_hears_what_is_wrong_with_it(
    chaos: Chaos, polite: Client
) -> None:
    async def hang_up(writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    chaos.answers |= {"/a": hang_up, "/b": page(b"well")}
    await polite.get("/b", urgent=False)
    for _ in range(5):
        with pytest.raises(UnreachableError):
            await polite.get("/a")
    with pytest.raises(SiteRestingError):
        await polite.get("/a", urgent=False)
    polite.insist()
    with pytest.raises(UnreachableError):
        await polite.get("/a", urgent=False)


@pytest.mark.fault(18)
async def test_every_other_page_broken_stops_no_sync(chaos: Chaos, polite: Client) -> None:
    for number in range(10):
        chaos.answers[f"/{number}"] = failing("500 Oops") if number % 2 else page(b"x")
    answers = [await polite.get(f"/{number}", urgent=False) for number in range(10)]
    assert [answer.status for answer in answers] == [200, 500] * 5
    assert len(asked(chaos)) == 5 + 5 * 3


async def test_two_broken_pages_side_by_side_stop_no_sync(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/1"] = chaos.answers["/2"] = failing("500 Oops")
    for path in ("/1", "/2"):
        assert (await polite.get(path, urgent=False)).status == 500
    assert (await polite.get("/3", urgent=False)).status == 404


async def test_no_network_is_not_the_sites_fault(clock: Clock) -> None:
    async with Client(Addresses("http://nowhere.example/"), wall=clock, sleep=clock.sleep) as client:
        for _ in range(10):
            with pytest.raises(NoNetworkError):
                await client.get("/")
        with pytest.raises(NoNetworkError):
            await client.get("/", urgent=False)


# robots.txt, on the wire.


@pytest.mark.fault(20)
async def test_readers_do_not_ask_for_it_and_are_not_bound_by_it(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /")
    assert (await polite.get("/a")).status == 404
    assert "/robots.txt" not in chaos.paths
    for ask in (polite.get, polite.location):
        with pytest.raises(DisallowedError):
            await ask("/a", urgent=False)
    with pytest.raises(DisallowedError):
        await polite.get_image(f"{chaos.url}/p.jpg", urgent=False)
    assert chaos.paths == ["/a", "/robots.txt"]


async def test_a_redirect_into_what_is_excluded_is_not_followed(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /private")
    chaos.answers["/a"] = redirect("/private/a")
    with pytest.raises(DisallowedError):
        await polite.get("/a", urgent=False)
    assert asked(chaos) == ["/a"]


async def test_below_a_prefix_it_is_the_hosts(chaos: Chaos, clock: Clock) -> None:
    chaos.answers["/robots.txt"] = page(b"User-agent: *\nDisallow: /mirror/b")
    async with Client(Addresses(f"{chaos.url}/mirror/"), wall=clock, sleep=clock.sleep) as client:
        assert (await client.get("/a", urgent=False)).status == 404
        with pytest.raises(DisallowedError):
            await client.get("/b", urgent=False)


async def test_its_redirects_are_followed_on_the_site_only(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/robots.txt"] = redirect("/robots2.txt")
    chaos.answers["/robots2.txt"] = page(b"User-agent: *\nDisallow: /a")
    with pytest.raises(DisallowedError):
        await polite.get("/a", urgent=False)


@pytest.mark.fault(20)
async def test_its_failure_pauses_a_sync_but_no_reader(chaos: Chaos, polite: Client) -> None:
    chaos.answers["/robots.txt"] = failing("500 Oops")
    for _ in range(3):
        with pytest.raises(RobotsUnknownError):
            await polite.get("/a", urgent=False)
    assert chaos.paths == ["/robots.txt"] * 3
    assert (await polite.get("/a")).status == 404


@pytest.mark.fault(20)
@pytest.mark.parametrize("length", [True, False])
async def test_of_a_huge_one_the_beginning_is_read(chaos: Chaos, polite: Client, length: bool) -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    huge = head + b"Disallow: /b\n" * 800_000
    assert len(huge) > 10_000_000
    chaos.answers["/robots.txt"] = page(huge) if length else b"HTTP/1.1 200 OK\r\n\r\n" + huge
    with pytest.raises(DisallowedError):
        await polite.get("/a", urgent=False)
    assert (await polite.get("/c", urgent=False)).status == 404


async def test_of_a_packed_one_too(chaos: Chaos, polite: Client, memory: OwnMemory) -> None:
    chaos.answers["/robots.txt"] = zipped(b"User-agent: *\nDisallow: /a\n" + b"#" * 5_000_000)
    with pytest.raises(DisallowedError):
        await polite.get("/a", urgent=False)
    kept = memory.robots(chaos.url.removeprefix("http://"))
    assert kept is not None
    assert len(kept.body) == MOST


async def test_its_delay_is_the_least(chaos: Chaos, polite: Client, clock: Clock) -> None:
    chaos.answers["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 20")
    await polite.get("/a", urgent=False)
    began = clock.now
    await polite.get("/b", urgent=False)
    assert clock.now - began >= 20
