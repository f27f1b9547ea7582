"""Politeness: when the next request may start, and how many may run at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Gate:
    """At most `concurrency` turns at once, and `delay` seconds between the starts of two patient ones.

    An urgent turn (somebody pressed a key) waits for a free place only. Patient turns stand in one line, and
    only its head waits for a place, so that an urgent one never stands behind a whole sync.
    """

    def __init__(
        self,
        concurrency: int,
        delay: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._places = asyncio.Semaphore(concurrency)
        self._line = asyncio.Lock()
        self._delay = delay
        self._earliest = float("-inf")
        self._clock = clock
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, *, urgent: bool) -> AsyncIterator[None]:
        """Wait for a turn, and hold it while the block runs."""
        if urgent:
            await self._places.acquire()
        else:
            await self._stand_in_line()
        try:
            yield
        finally:
            self._places.release()

    async def _stand_in_line(self) -> None:
        async with self._line:
            while (wait := self._earliest - self._clock()) > 0:
                await self._sleep(wait)
            await self._places.acquire()
            self._earliest = self._clock() + self._delay
