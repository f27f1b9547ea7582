"""Which addresses are connected to, in which order, and that these are the ones that were checked."""

import asyncio
import threading
import time

import httpcore
import pytest

from achie_tui.errors import RefusedAddressError, UnreachableError
from achie_tui.web.names import Resolver
from achie_tui.web.network import CheckedNetwork
from achie_tui.web.public import is_public
from tests.web.chaos import PATIENCE
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
