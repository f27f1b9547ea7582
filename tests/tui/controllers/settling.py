"""Waiting in tests: until something is so, or until nothing is under way."""

import asyncio
from collections.abc import Callable

LONG = 10.0
"""Seconds after which it will not happen any more."""


async def until(done: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(LONG):
        while not done():  # noqa: ASYNC110 - what is waited for says nothing when it is so
            await asyncio.sleep(0.001)


async def all_done() -> None:
    """Wait for all that is under way, also where some of it was ended for something else to take its place."""
    async with asyncio.timeout(LONG):
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
