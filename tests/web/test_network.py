"""Which addresses are connected to, in which order, and that these are the ones that were checked."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpcore
import pytest

from achie_tui.config import load, of_site
from achie_tui.errors import NoNetworkError, RefusedAddressError, UnreachableError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client
from achie_tui.web.names import Resolver
from achie_tui.web.network import CheckedNetwork
from achie_tui.web.public import is_public
from tests.web.chaos import PATIENCE, Chaos, page
from tests.web.conftest import Names

SILENT = 3600.0
PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 10.1.1.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1 240.0.0.1
255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1::
2002:c0a8:101:: 64:ff9b::10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::8.8.8.8 ::127.0.0.1 ::ffff:0:192.168.0.1 fec0::1
"""


class Recorded(httpcore.AsyncMockBackend):
    """Connects to nothing; an address answers after its seconds, or fails where they are negative."""

    def __init__(self, answers: dict[str, float]) -> None:
        super().__init__([])
        self.answers = answers
        self.tried: list[str] = []
        self.streams: list[Closable] = []

    async def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        """Note the address, and answer as told."""
        self.tried.append(host)
        await asyncio.sleep(abs(self.answers[host]))
        if self.answers[host] < 0:
            raise httpcore.ConnectError(OSError(113, f"no route to {host}"))
        self.streams.append(Closable(host))
        return self.streams[-1]


class Closable(httpcore.AsyncMockStream):
    """A connection that knows whether it was closed."""

    def __init__(self, host: str) -> None:
        super().__init__([])
        self.host = host
        self.closed = False

    def get_extra_info(self, info: str) -> str:
        """Tell the address."""
        return {"address": self.host}[info]

    async def aclose(self) -> None:
        """Close it."""
        self.closed = True


class SlowNames:
    """A name server that knows one address, and keeps silent until it is told to answer."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.asked = 0

    def __call__(self, *_: object, **__: object) -> list[object]:
        """Answer for any name."""
        self.asked += 1
        self.answers.wait(PATIENCE)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))]


async def connected(network: CheckedNetwork, host: str) -> str:
    return str((await network.connect_tcp(host, 80)).get_extra_info("address"))


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "61.135.169.121", "2400:3200::1", "::ffff:8.8.8.8", "198.18.0.7"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.fault(8)
@pytest.mark.parametrize("host", ["name.example", "127.0.0.1", "127.1", "0x7f.1", "2130706433", "::1"])
async def test_what_is_not_public_is_not_connected_to(names: Names, host: str) -> None:
    names["name.example"] = ["10.0.0.1", "127.0.0.1"]
    inner = Recorded({})
    with pytest.raises(RefusedAddressError):
        await CheckedNetwork({"own.example"}, inner).connect_tcp(host, 80)
    assert inner.tried == []


async def test_the_users_own_host_may_be_anywhere(names: Names) -> None:
    names["own.example"] = ["192.168.1.9"]
    assert (
        await connected(CheckedNetwork({"own.example"}, Recorded({"192.168.1.9": 0})), "own.example") == "192.168.1.9"
    )


async def test_of_mixed_addresses_the_public_ones_are_tried(names: Names) -> None:
    names["name.example"] = ["127.0.0.1", "8.8.8.8"]
    inner = Recorded({"8.8.8.8": 0})
    assert await connected(CheckedNetwork((), inner), "name.example") == "8.8.8.8"
    assert inner.tried == ["8.8.8.8"]


@pytest.mark.fault(8)
async def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    monkeypatch.setattr("achie_tui.web.names.socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(turns), 80))])
    inner = Recorded({"8.8.8.8": 0})
    assert await connected(CheckedNetwork((), inner), "name.example") == "8.8.8.8"
    with pytest.raises(RefusedAddressError):
        await CheckedNetwork((), inner).connect_tcp("name.example", 80)
    assert inner.tried == ["8.8.8.8"]


@pytest.mark.parametrize("host", ["nowhere.example", "a" * 64 + ".example", "名.example", ""])
async def test_a_name_without_an_address_is_unreachable(host: str) -> None:
    with pytest.raises(UnreachableError):
        await Resolver().addresses(host, 80)


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowNames]:
    """Let the name server keep silent until it is told to answer."""
    slow = SlowNames()
    monkeypatch.setattr("achie_tui.web.names.socket.getaddrinfo", slow)
    yield slow
    slow.answers.set()


@pytest.mark.fault(23)
async def test_a_resolver_that_is_silent_is_told_as_silent_within_two_seconds(slow_names: SlowNames) -> None:
    began = time.monotonic()
    with pytest.raises(NoNetworkError) as caught:
        await CheckedNetwork(()).connect_tcp("name.example", 80, timeout=10)
    assert 1.9 < time.monotonic() - began < 8, "with the system it takes ten"
    assert "域名服务器（DNS）没有应答" in caught.value.sentence("zh")
    assert not slow_names.answers.is_set()


@pytest.mark.fault(23)
async def test_what_a_slow_resolver_says_later_is_used(slow_names: SlowNames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.web.names.PATIENCE", 0.05)
    resolver = Resolver()
    for _ in range(3):
        with pytest.raises(NoNetworkError):
            await resolver.addresses("name.example", 80)
    slow_names.answers.set()
    monkeypatch.setattr("achie_tui.web.names.PATIENCE", PATIENCE)
    assert await resolver.addresses("name.example", 80) == ["8.8.8.8"]
    assert slow_names.asked == 1
    assert await resolver.addresses("name.example", 80) == ["8.8.8.8"]
    assert slow_names.asked == 2


@pytest.mark.fault(23)
async def test_without_a_network_the_name_server_is_to_blame_and_not_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("achie_tui.web.names.socket.getaddrinfo", fail)
    with pytest.raises(NoNetworkError, match="the name server"):
        await Resolver().addresses("name.example", 80)


async def test_a_resolver_that_is_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = threading.Event()
    monkeypatch.setattr("achie_tui.web.names.socket.getaddrinfo", lambda *_, **__: given_up.wait(PATIENCE) and [])
    with pytest.raises(UnreachableError, match="DNS"):
        await CheckedNetwork(()).connect_tcp("name.example", 80, timeout=0.01)
    given_up.set()


async def test_families_take_turns(names: Names) -> None:
    names["name.example"] = ["2400::1", "2400::2", "8.8.8.8", "2400::1"]
    assert await Resolver().addresses("name.example", 80) == ["2400::1", "8.8.8.8", "2400::2"]


@pytest.mark.fault(24)
async def test_the_next_address_is_tried_beside_a_silent_one(names: Names) -> None:
    names["name.example"] = ["2400::1", "8.8.8.8"]
    inner = Recorded({"2400::1": SILENT, "8.8.8.8": 0})
    began = time.monotonic()
    assert await asyncio.wait_for(connected(CheckedNetwork((), inner), "name.example"), PATIENCE) == "8.8.8.8"
    assert time.monotonic() - began > 0.2


async def test_the_next_address_is_tried_at_once_after_a_failure(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.web.network._NEXT_ATTEMPT", 3600.0)
    names["name.example"] = ["2400::1", "8.8.8.8"]
    inner = Recorded({"2400::1": -0.01, "8.8.8.8": 0})
    assert await asyncio.wait_for(connected(CheckedNetwork((), inner), "name.example"), PATIENCE) == "8.8.8.8"


async def test_where_none_answers_the_last_failure_is_raised(names: Names) -> None:
    names["name.example"] = ["2400::1", "8.8.8.8"]
    with pytest.raises(httpcore.ConnectError, match=r"8\.8\.8\.8"):
        await CheckedNetwork((), Recorded({"2400::1": -0.01, "8.8.8.8": -0.01})).connect_tcp("name.example", 80)


async def test_a_connection_that_comes_too_late_is_closed(names: Names) -> None:
    names["name.example"] = ["2400::1", "8.8.8.8"]
    inner = Recorded({"2400::1": 0.3, "8.8.8.8": 0.05})  # both at 0.3 s
    await connected(CheckedNetwork((), inner), "name.example")
    assert len([stream for stream in inner.streams if not stream.closed]) == 1


async def test_cancelling_ends_all_attempts(names: Names) -> None:
    names["name.example"] = ["2400::1", "8.8.8.8"]
    inner = Recorded({"2400::1": SILENT, "8.8.8.8": SILENT})
    before = asyncio.all_tasks()
    attempt = asyncio.create_task(CheckedNetwork((), inner).connect_tcp("name.example", 80))
    async with asyncio.timeout(PATIENCE):
        while inner.tried != ["2400::1", "8.8.8.8"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert asyncio.all_tasks() == before


@pytest.mark.fault(24)
@pytest.mark.realtime
async def test_an_ipv6_address_that_swallows_everything_costs_half_a_second(
    names: Names, chaos: Chaos, record_property: Callable[[str, object], None]
) -> None:
    names["news.example"] = ["::1", "127.0.0.1"]
    chaos.answers["/"] = page(b"x")
    with ExitStack() as stack:
        # A full backlog: what asks for a connection is not answered, as on a network that drops it.
        hole = stack.enter_context(socket.socket(socket.AF_INET6))
        hole.bind(("::1", chaos.port))
        hole.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket(socket.AF_INET6))
            waiting.setblocking(False)
            waiting.connect_ex(("::1", chaos.port))
        async with Client(Addresses(chaos.url)) as direct:
            await direct.get("/")
        async with Client(Addresses(f"http://news.example:{chaos.port}/")) as client:
            began = time.monotonic()
            assert (await client.get("/")).body == b"x"
            took = time.monotonic() - began
            record_property("figure", f"{took:.2f} s in all")
            assert 0.2 < took < 0.5


# The site itself.


@pytest.mark.fault(8)
async def test_the_built_in_site_is_not_read_from_a_private_address(names: Names, chaos: Chaos) -> None:
    names["www.achie.org"] = ["127.0.0.1"]
    site = Addresses(f"http://www.achie.org:{chaos.port}/", ("www.achie.org",))
    async with Client(site, may_be_private=False) as client:
        for urgent in (True, False):
            with pytest.raises(RefusedAddressError, match=r"www\.achie\.org.*127\.0\.0\.1"):
                await client.get("/", urgent=urgent)
    assert chaos.connections == 0


def test_only_an_address_that_the_user_wrote_may_be_private(tmp_path: Path) -> None:
    profile, file = tmp_path / "sister.toml", tmp_path / "config.toml"
    profile.write_text('base_url = "http://sister.example/"\ncategories = ["a"]\n', encoding="utf-8")
    file.touch()
    own = {"config": str(file)}
    assert not load(own, {}).may_be_private
    assert load({**own, "base_url": "http://www.achie.org/"}, {}).may_be_private
    assert load(own, {"ACHIE_TUI_BASE_URL": "http://mirror.example/"}).may_be_private
    assert load({**own, "profile": str(profile)}, {}).may_be_private
    assert of_site(load(own, {}), "http://192.168.1.2/", tmp_path).may_be_private
