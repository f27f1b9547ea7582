"""Requests that end before their time leave nothing behind, whenever that is."""

import asyncio
import gc
import random

import anyio
import pytest

from achie_tui.errors import AchieError
from achie_tui.site.address import Addresses
from achie_tui.web.client import Client, Limits
from achie_tui.web.deadline import within
from tests.web.chaos import PATIENCE, Chaos, drip, page, redirect, zipped


async def test_work_in_time_gives_its_result() -> None:
    async def work() -> str:
        return "done"

    assert await within(PATIENCE, work) == "done"


async def test_work_too_late_is_ended() -> None:
    with pytest.raises(TimeoutError):
        await within(0.05, asyncio.Event().wait)


async def test_cancelling_waits_until_the_work_has_tidied_up() -> None:
    tidied = False
    begun = asyncio.Event()

    async def work() -> None:
        nonlocal tidied
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            with anyio.CancelScope(shield=True):
                await asyncio.sleep(0.05)
                tidied = True

    request = asyncio.create_task(within(PATIENCE, work))
    await begun.wait()
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert tidied


async def test_a_storm_of_cancellations_leaves_no_connection_and_no_task(chaos: Chaos) -> None:
    chance = random.Random(42)
    chaos.answers = {
        "/page": page(b"x" * 5000),
        "/packed": zipped(b"x" * 50_000),
        "/redirect": redirect("/page"),
        "/cut": page(b"x" * 10).replace(b": 10", b": 99"),
        "/drip": drip(b"x", first=b"HTTP/1.1 200 OK\r\n\r\n", pause=0.01),
        "/garbage": b"garbage\r\n\r\n",
    }
    before = asyncio.all_tasks()
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))

    async def ask() -> None:
        path = chance.choice(list(chaos.answers))
        request = asyncio.create_task(client.get(path, limits=Limits(10_000, 100_000, 0.03)))
        if chance.random() < 0.5:
            await asyncio.sleep(chance.random() * 0.015)
            request.cancel()
        await asyncio.gather(request, return_exceptions=True)
        assert request.cancelled() or isinstance(request.exception(), AchieError | None)

    async with Client(Addresses(chaos.url), concurrency=8) as client, asyncio.timeout(PATIENCE):
        for _ in range(40):
            await asyncio.gather(*(ask() for _ in range(20)))
        await chaos.all_left()
        while asyncio.all_tasks() != before:  # noqa: ASYNC110
            await asyncio.sleep(0)
    gc.collect()
    assert not complaints
