"""The turns of a site's search, by a clock that only waiting moves."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from achie_tui.web.gate import Gate
from achie_tui.web.host_state import HostState
from achie_tui.web.memory import OwnMemory
from tests.web.clock import Clock

HOST, SEARCH = "news.example", "news.example/plus/search.php"


def gate(clock: Clock, memory: OwnMemory) -> Gate:
    return Gate(2, 1.5, memory=memory, clock=clock, wall=clock, sleep=clock.sleep)


async def ask(ours: Gate, clock: Clock, told: list[float], *, takes: float = 0.0) -> float:
    """Ask a question; gives when."""
    async with ours.search_turn(SEARCH, waiting=told.append):
        asked = clock.now
        clock.now += takes
    return asked


async def test_a_question_waits_three_seconds_from_the_answer_before_and_tells_it() -> None:
    clock, memory, told = Clock(), OwnMemory(), list[float]()
    one, other = gate(clock, memory), gate(clock, memory)
    first = await ask(one, clock, told, takes=2)
    assert told == []
    # Another process, and the same once more.
    assert await ask(other, clock, told) - first == 5
    assert await ask(other, clock, told) - first == 8
    assert told == [3, 3]
    clock.now += 3
    assert await ask(one, clock, told) == clock.now
    assert told == [3, 3]


async def test_who_waits_at_once_with_others_asks_after_them() -> None:
    clock, memory = Clock(), OwnMemory()
    gates = [gate(clock, memory) for _ in range(3)]
    asked = sorted(await asyncio.gather(*(ask(each, clock, []) for each in gates)))
    assert all(later - earlier >= 3 for earlier, later in pairwise(asked))


async def test_the_interval_that_a_site_asks_for_holds_for_all() -> None:
    clock, memory, told = Clock(), OwnMemory(), list[float]()
    one, other = gate(clock, memory), gate(clock, memory)
    await one.slow_search_down(SEARCH, 10)
    first = await ask(other, clock, told)
    assert await ask(other, clock, told) - first == 10
    assert told == [10, 10]
    await one.slow_search_down(SEARCH, 86_400)
    assert await ask(other, clock, told) - clock.now == 0
    assert told[-1] == 30


async def test_pages_do_not_wait_for_the_search() -> None:
    clock, memory, told = Clock(), OwnMemory(), list[float]()
    ours = gate(clock, memory)
    await ask(ours, clock, told)
    async with ours.turn(HOST, urgent=False), ours.turn(HOST, urgent=True):
        pass
    assert clock.slept == []


async def test_a_clock_that_jumped_holds_nobody_up() -> None:
    clock, memory, told = Clock(), OwnMemory(), list[float]()
    memory.change_state(SEARCH, lambda state: replace(state, next=clock.now + 3600))
    await ask(gate(clock, memory), clock, told)
    assert told == []


async def test_a_question_that_fails_or_is_given_up_counts_too() -> None:
    clock, memory, told = Clock(), OwnMemory(), list[float]()
    ours = gate(clock, memory)
    with suppress(TimeoutError):
        async with ours.search_turn(SEARCH, waiting=told.append), asyncio.timeout(-1):
            await asyncio.sleep(0)
    assert told == []
    assert memory.state(SEARCH) == HostState(next=clock.now + 3)
