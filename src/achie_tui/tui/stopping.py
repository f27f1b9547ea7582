"""What goes on beside the keys and may be stopped by one: as soon as the user is told so, and as long as it goes on."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any, TypeVar

Result = TypeVar("Result")


class Stopped(Exception):  # noqa: N818 - no error: it is what the user wanted
    """The user has stopped it."""


class Work:
    """Work under way; `told` where the user knows that it can be stopped."""

    def __init__(self) -> None:
        self.told = False
        self._stopped = Event()
        self._task: asyncio.Future[Any] | None = None

    def stop(self) -> None:
        """Stop it, where it is waited for at once; on a thread, when that asks next."""
        self._stopped.set()
        if self._task is not None:
            self._task.cancel()

    async def wait_for(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Give what comes of a part of it; raises Stopped."""
        task: asyncio.Future[Result] = asyncio.ensure_future(work)
        self._task = task
        try:
            return await task
        except asyncio.CancelledError:
            if self._stopped.is_set():
                raise Stopped from None
            raise
        finally:
            self._task = None

    async def on_thread(self, work: Callable[[Callable[[], bool]], Result]) -> Result:
        """Give what comes of a part of it on a thread, which is given what tells it to stop.

        It ends by itself then, and leaves nothing half done; so it does where nobody waits for it any more.
        """
        if self._stopped.is_set():
            raise Stopped
        try:
            return await asyncio.to_thread(work, self._stopped.is_set)
        except asyncio.CancelledError:
            self._stopped.set()
            raise


class Stopper:
    """Knows all such work."""

    def __init__(self) -> None:
        self._under_way: list[Work] = []

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Begin some; it is under way as long as the block runs."""
        work = Work()
        self._under_way.append(work)
        try:
            yield work
        finally:
            self._under_way.remove(work)

    def stop(self) -> bool:
        """Stop what the user was told can be stopped; tells whether there was any."""
        told = [work for work in self._under_way if work.told]
        for work in told:
            work.stop()
        return bool(told)
