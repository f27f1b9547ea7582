"""Work in the order of its importance, as much of it at once as there may be connections."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")
Rank = tuple[int, int]


@dataclass(frozen=True, order=True, slots=True)
class _Job(Generic[T]):
    rank: Rank
    number: int
    work: Callable[[], Awaitable[T]] = field(compare=False)


class Agenda(Generic[T]):
    """Jobs that are begun by rank, the lowest first, and within a rank in their order; each may add others.

    `places` is how many run at once, and may change.
    """

    def __init__(self, places: int) -> None:
        self.places = places
        self._waiting: list[_Job[T]] = []
        self._running: set[asyncio.Task[T]] = set()
        self._serial = count()
        self._going = asyncio.Event()
        self._going.set()

    def __len__(self) -> int:
        """Count the jobs that wait or run."""
        return len(self._waiting) + len(self._running)

    def add(self, rank: Rank, work: Callable[[], Awaitable[T]]) -> None:
        """Put a job on the agenda."""
        heappush(self._waiting, _Job(rank, next(self._serial), work))

    def pause(self) -> None:
        """Begin nothing more; what runs is finished."""
        self._going.clear()

    def resume(self) -> None:
        """Go on."""
        self._going.set()

    @property
    def paused(self) -> bool:
        """Whether nothing more is begun."""
        return not self._going.is_set()

    async def run(self) -> AsyncGenerator[T, None]:
        """Do everything; gives what each job gives. What one raises ends it, and all that runs besides."""
        try:
            while self._waiting or self._running:
                while self._waiting and len(self._running) < self.places and not self.paused:
                    self._running.add(asyncio.ensure_future(heappop(self._waiting).work()))
                if not self._running:
                    await self._going.wait()
                    continue
                done, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._running.discard(task)
                    yield task.result()
        finally:
            running, self._running = self._running, set()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
