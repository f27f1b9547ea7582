"""Keys and what is pasted, one at a time, in the order in which they came.

Textual hands a key to the widget that has the focus when it arrives, and goes on at once. A key right behind it would
go to the same widget, although the first may be about to move the focus, or to open what the second is meant for. So
the next key waits until all that the one before has set off is done, though never long. And all of that is painted in
one frame: a cursor that moves first, and the article that comes a few milliseconds after, would be two.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager, suppress

from textual.events import Key, Paste
from textual.message_pump import MessagePump

FRAME = 0.04
"""Seconds that the screen waits at most, so that all that a key sets off is painted in one frame."""
PATIENCE = 0.25
"""Seconds that a key waits at most for what the one before it has set off."""


class Keyboard:
    """Hands keys on one at a time.

    `path` gives what a key passes through now: the widget that has the focus, all that it stands in, and the app;
    `deliver` hands one on; `answered` waits until the work is done that a key has begun beside the event loop; `batch`
    holds painting up while its block runs; `run` runs work beside the event loop.
    """

    def __init__(
        self,
        path: Callable[[], list[MessagePump]],
        deliver: Callable[[Key | Paste], Awaitable[None]],
        answered: Callable[[], Awaitable[None]],
        batch: Callable[[], AbstractContextManager[None]],
        run: Callable[[Callable[[], Awaitable[None]]], object],
    ) -> None:
        self._path = path
        self._deliver = deliver
        self._answered = answered
        self._batch = batch
        self._run = run
        self._waiting: deque[Key | Paste] = deque()
        self._is_busy = False
        self._rests = asyncio.Event()
        self._rests.set()

    def press(self, key: Key | Paste) -> None:
        """Take a key, or what is pasted; it is handed on when its turn comes."""
        self._waiting.append(key)
        self._rests.clear()
        if not self._is_busy:
            self._is_busy = True
            self._run(self._hand_on)

    async def _hand_on(self) -> None:
        try:
            while self._waiting:
                await self._hand_on_one(self._waiting.popleft())
        finally:
            self._is_busy = False
            self._rests.set()

    async def _hand_on_one(self, key: Key | Paste) -> None:
        path, delivered = self._path(), asyncio.Event()
        done = asyncio.ensure_future(self._done(path, delivered))
        try:
            with self._batch():
                await self._deliver(key)
                delivered.set()
                await asyncio.wait([done], timeout=FRAME)
            await asyncio.wait([done, self._laid_out(path)], timeout=PATIENCE)
        finally:
            done.cancel()

    async def typed_out(self) -> None:
        """Wait until all keys are dealt with that have come: an input method sends all that was chosen at once."""
        await self._rests.wait()

    async def paint_together(self, change: Callable[[], None]) -> None:
        """Make a change, and paint what comes of it in one frame with what it asks for, where that comes soon."""
        with self._batch():
            change()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._answered(), FRAME)

    def _laid_out(self, path: list[MessagePump]) -> asyncio.Future[None]:
        """Give what comes when the focus, where it has moved, has moved to something that is laid out."""
        now, laid_out = self._path(), asyncio.get_running_loop().create_future()
        if now[:1] == path[:1] or not now[0].call_after_refresh(_set, laid_out):
            laid_out.set_result(None)
        return laid_out

    async def _done(self, path: list[MessagePump], delivered: asyncio.Event) -> None:
        """Wait until a key has passed all the way, then what it has set off, then work that it began."""
        await delivered.wait()
        await passed(path)
        await passed(self._path())
        await self._answered()


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


async def passed(path: Iterable[MessagePump]) -> None:
    """Wait until each part of a way has dealt with what is in its queue by now, one after another."""
    for pump in path:
        is_through = asyncio.Event()
        if pump.call_later(is_through.set):
            await is_through.wait()
