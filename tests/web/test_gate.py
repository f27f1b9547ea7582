"""Turns, without a network and without waiting."""

import asyncio

import pytest

from achie_tui.web.gate import Gate


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the others run, and move the clock."""
        await asyncio.sleep(0)
        self.now += seconds


def gate(concurrency: int, delay: float) -> tuple[Gate, Clock]:
    clock = Clock()
    return Gate(concurrency, delay, clock=clock, sleep=clock.sleep), clock


async def test_patient_turns_start_a_delay_apart() -> None:
    ours, clock = gate(concurrency=2, delay=1.5)
    starts = []
    for _ in range(3):
        async with ours.turn(urgent=False):
            starts.append(clock.now)
    assert starts == [100, 101.5, 103]


async def test_urgent_turns_start_at_once() -> None:
    ours, clock = gate(concurrency=2, delay=60)
    async with ours.turn(urgent=False), ours.turn(urgent=True):
        assert clock.now == 100


async def test_an_urgent_turn_stands_behind_one_patient_turn_at_most() -> None:
    ours, _ = gate(concurrency=1, delay=0)
    order: list[str] = []

    async def take(name: str, *, urgent: bool) -> None:
        async with ours.turn(urgent=urgent):
            order.append(name)
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(take(f"patient {number}", urgent=False)) for number in range(10)]
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(take("urgent", urgent=True)))
    await asyncio.gather(*tasks)
    assert order.index("urgent") <= 2
    assert order[:2] == ["patient 0", "patient 1"]


@pytest.mark.parametrize("urgent", [True, False])
async def test_a_cancelled_turn_gives_its_place_back(urgent: bool) -> None:
    ours, _ = gate(concurrency=1, delay=0)
    async with ours.turn(urgent=True):
        waiting = [asyncio.create_task(_enter(ours, urgent=urgent)) for _ in range(3)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(1):
        await _enter(ours, urgent=urgent)


async def _enter(ours: Gate, *, urgent: bool) -> None:
    async with ours.turn(urgent=urgent):
        pass


async def test_a_failure_gives_its_place_back() -> None:
    ours, _ = gate(concurrency=1, delay=0)
    for _ in range(2):
        with pytest.raises(KeyError):
            async with asyncio.timeout(1), ours.turn(urgent=False):
                raise KeyError
