"""Turns, without a network and without waiting."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest

from achie_tui.errors import AskedToWaitError, SiteRestingError
from achie_tui.web.gate import Gate
from achie_tui.web.host_state import HostState, Lease
from achie_tui.web.memory import Change, OwnMemory
from tests.web.clock import Clock

HOST = "news.example"


class Watched(OwnMemory):
    """A memory that remembers what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[HostState] = []

    def change_state(self, host: str, change: Change) -> None:
        """Change the state with a host."""
        super().change_state(host, change)
        self.written.append(self.state(host))


def gate(
    concurrency: int, delay: float, clock: Clock | None = None, memory: OwnMemory | None = None, jitter: float = 0.0
) -> tuple[Gate, Clock]:
    clock = clock or Clock()
    ours = Gate(concurrency, delay, memory=memory, clock=clock, wall=clock, sleep=clock.sleep, jitter=lambda: jitter)
    return ours, clock


async def _enter(ours: Gate, *, urgent: bool = False) -> None:
    async with ours.turn(HOST, urgent=urgent):
        pass


async def starts_of(ours: Gate, clock: Clock, number: int) -> list[float]:
    starts = []
    for _ in range(number):
        async with ours.turn(HOST, urgent=False):
            starts.append(clock.now)
    return starts


# One process.


async def test_patient_turns_start_a_delay_apart() -> None:
    ours, clock = gate(concurrency=2, delay=1.5)
    assert await starts_of(ours, clock, 3) == [1_800_000_000, 1_800_000_001.5, 1_800_000_003]


async def test_jitter_only_adds_to_the_delay() -> None:
    ours, clock = gate(concurrency=2, delay=10, jitter=1.0)
    gaps = [later - earlier for earlier, later in pairwise(await starts_of(ours, clock, 4))]
    assert gaps == [13, 13, 13]


async def test_urgent_turns_start_at_once() -> None:
    ours, clock = gate(concurrency=2, delay=60)
    async with ours.turn(HOST, urgent=False), ours.turn(HOST, urgent=True):
        assert clock.slept == []


async def test_a_host_that_asks_for_more_delay_gets_it() -> None:
    ours, clock = gate(concurrency=2, delay=1.5)
    ours.slow_down(HOST, 20)
    first, second = await starts_of(ours, clock, 2)
    assert second - first == 20


async def test_hosts_do_not_wait_for_each_other() -> None:
    ours, clock = gate(concurrency=2, delay=60)
    await _enter(ours)
    async with ours.turn("pictures.example", urgent=False):
        assert clock.slept == []


async def test_an_urgent_turn_stands_behind_one_patient_turn_at_most() -> None:
    ours, _ = gate(concurrency=1, delay=0)
    order: list[str] = []

    async def take(name: str, *, urgent: bool) -> None:
        async with ours.turn(HOST, urgent=urgent):
            order.append(name)
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(take(f"patient {number}", urgent=False)) for number in range(10)]
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(take("urgent", urgent=True)))
    await asyncio.gather(*tasks)
    assert order.index("urgent") <= 2
    assert order[0] == "patient 0"


@pytest.mark.parametrize("delay", [0.0, 1.5])
@pytest.mark.parametrize("urgent", [True, False])
async def test_a_cancelled_turn_gives_its_place_back(urgent: bool, delay: float) -> None:
    memory = OwnMemory()
    ours, _ = gate(concurrency=1, delay=delay, memory=memory)
    async with ours.turn(HOST, urgent=True):
        waiting = [asyncio.create_task(_enter(ours, urgent=urgent)) for _ in range(3)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(1):
        await _enter(ours, urgent=urgent)
    await ours.close()
    assert memory.state(HOST).leases == ()


@pytest.mark.parametrize("steps", range(12))
async def test_cancelled_at_any_moment_it_leaves_no_place_behind(steps: int) -> None:
    memory = OwnMemory()
    ours, _ = gate(concurrency=1, delay=1.5, memory=memory)
    task = asyncio.create_task(_enter(ours, urgent=True))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await ours.close()
    assert memory.state(HOST).leases == ()
    async with asyncio.timeout(1):
        await _enter(ours, urgent=True)


async def test_a_failure_gives_its_place_back() -> None:
    ours, _ = gate(concurrency=1, delay=0)
    for _ in range(2):
        with pytest.raises(KeyError):
            async with asyncio.timeout(1), ours.turn(HOST, urgent=False):
                raise KeyError


async def test_for_a_site_of_ones_own_nothing_is_written() -> None:
    memory = Watched()
    ours, _ = gate(concurrency=8, delay=0, memory=memory)
    for urgent in (True, False):
        async with ours.turn(HOST, urgent=urgent) as turn:
            turn.outcome, turn.latency = "answered", 2.0
    assert memory.written == []


# Several, which share a memory.


async def test_two_gates_keep_one_delay_between_them() -> None:
    memory, clock = Watched(), Clock()
    gates = [gate(2, 1.5, clock, memory)[0] for _ in range(2)]

    async def work(ours: Gate) -> None:
        for _ in range(5):
            await _enter(ours)

    await asyncio.gather(*map(work, gates))
    starts = sorted({state.started for state in memory.written})
    assert len(starts) == 10
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 1.5


async def test_two_gates_hold_no_more_places_than_one() -> None:
    memory, clock = OwnMemory(), Clock()
    gates = [gate(2, 1.5, clock, memory)[0] for _ in range(3)]
    held, most = 0, 0

    async def take(ours: Gate) -> None:
        nonlocal held, most
        async with ours.turn(HOST, urgent=True):
            held += 1
            most = max(most, held)
            await asyncio.sleep(0.001)
            held -= 1

    await asyncio.gather(*(take(ours) for ours in gates * 4))
    assert most == 2


@pytest.fixture
def child() -> "subprocess.Popen[bytes]":
    """Give a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as child:
        child.wait()
    return child


async def test_a_killed_process_loses_its_places_at_once(child: "subprocess.Popen[bytes]") -> None:
    dead = Lease(f"{os.uname().nodename}/{child.pid}/0", until=Clock().now + 70)
    memory = OwnMemory()
    memory.change_state(HOST, lambda state: replace(state, leases=(dead, dead)))
    ours, clock = gate(2, 1.5, memory=memory)
    await _enter(ours, urgent=True)
    assert clock.slept == []


async def test_on_another_machine_places_are_lost_by_time() -> None:
    memory, clock = OwnMemory(), Clock()
    other = Lease("elsewhere/1/0", until=clock.now + 70)
    memory.change_state(HOST, lambda state: replace(state, leases=(other, other)))
    ours, _ = gate(2, 1.5, clock, memory)
    began = clock.now
    await _enter(ours, urgent=True)
    assert clock.now - began == pytest.approx(70, abs=0.2)


async def test_a_wait_or_a_rest_of_one_gate_holds_for_all() -> None:
    memory, clock = OwnMemory(), Clock()
    first, second = (gate(2, 0, clock, memory)[0] for _ in range(2))
    async with first.turn(HOST, urgent=True) as turn:
        turn.outcome, turn.wait = "refused", 3600.0
    for urgent in (True, False):
        with pytest.raises(AskedToWaitError) as caught:
            await _enter(second, urgent=urgent)
    assert caught.value.until == clock.now + 3600
    clock.now += 3601
    memory.change_state(HOST, lambda _: HostState(rests=1, rest_until=clock.now + 900))
    with pytest.raises(SiteRestingError):
        await _enter(second)


async def test_a_sync_waits_for_what_is_short() -> None:
    memory, clock = OwnMemory(), Clock()
    ours, _ = gate(2, 0, clock, memory)
    began = clock.now
    memory.change_state(HOST, lambda _: HostState(wait_until=began + 59))
    with pytest.raises(AskedToWaitError):
        await _enter(ours, urgent=True)
    await _enter(ours)
    assert clock.now == began + 59


async def test_after_a_rest_one_request_at_a_time_tries() -> None:
    memory, clock = OwnMemory(), Clock()
    ours, _ = gate(4, 0, clock, memory)
    memory.change_state(HOST, lambda _: HostState(rests=1, rest_until=clock.now - 1))
    order: list[str] = []

    async def probe() -> None:
        async with ours.turn(HOST, urgent=False) as turn:
            order.append("probe")
            while len(clock.slept) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0)
            turn.outcome = "answered"
            order.append("well")

    async def other() -> None:
        async with ours.turn(HOST, urgent=True):
            order.append("other")

    await asyncio.gather(probe(), other())
    assert order == ["probe", "well", "other"]
    assert memory.state(HOST) == HostState()


@pytest.mark.parametrize("jump", [-86400.0, -1800.0, 3600.0, 10 * 365 * 86400.0])
@pytest.mark.fault(35)
async def test_a_clock_that_jumps_neither_freezes_nor_floods(jump: float) -> None:
    monotonic, wall = Clock(1000.0), Clock()

    async def sleep(seconds: float) -> None:
        await monotonic.sleep(seconds)
        wall.now += seconds

    ours = Gate(2, 1.5, clock=monotonic, wall=wall, sleep=sleep, jitter=lambda: 1.0)
    starts = await starts_of(ours, monotonic, 3)
    wall.now += jump
    starts += await starts_of(ours, monotonic, 3)
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert min(gaps) >= 1.5
    assert max(gaps) < 60
