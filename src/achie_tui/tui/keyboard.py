"""Keys and what is pasted, one at a time, in the order in which they came.

Textual hands a key to the widget that has the focus when it arrives, and goes on at once. A key right behind it would
go to the same widget, although the first may be about to move the focus, or to open what the second is meant for. So
the next key waits until all that the one before has set off is done, though never long.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual.events import Key, Paste
from textual.message_pump import MessagePump

PATIENCE = 0.25
"""Seconds that a key waits at most for what the one before it has set off."""


class Keyboard:
    """Hands keys on one at a time.

    `path` gives what a key passes through now: the widget that has the focus, all that it stands in, and the app;
    `deliver` hands one on; `answered` waits until the work is done that a key has begun beside the event loop; `run`
    runs work beside the event loop.
    """

    def __init__(
        self,
        path: Callable[[], list[MessagePump]],
        deliver: Callable[[Key | Paste], Awaitable[None]],
        answered: Callable[[], Awaitable[None]],
        run: Callable[[Callable[[], Awaitable[None]]], object],
    ) -> None:
        self._path = path
        self._deliver = deliver
        self._answered = answered
        self._run = run
        self._waiting: deque[Key | Paste] = deque()
        self._is_busy = False

    def press(self, key: Key | Paste) -> None:
        """Take a key, or what is pasted; it is handed on when its turn comes."""
        self._waiting.append(key)
        if not self._is_busy:
            self._is_busy = True
            self._run(self._hand_on)

    async def _hand_on(self) -> None:
        try:
            while self._waiting:
                path = self._path()
                await self._deliver(self._waiting.popleft())
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._done(path), PATIENCE)
        finally:
            self._is_busy = False

    async def _done(self, path: list[MessagePump]) -> None:
        """Wait until a key has passed all the way, then what it has set off, then work that it began."""
        await _passed(path)
        await _passed(self._path())
        await self._answered()


async def _passed(path: list[MessagePump]) -> None:
    """Wait until each part of a way has dealt with what is in its queue by now, one after another."""
    for pump in path:
        passed = asyncio.Event()
        if pump.call_later(passed.set):
            await passed.wait()
