"""The pilot's time: a clock that only the tests move, and rest that is told by what is still to run.

Textual's pilot sleeps until the process has used little of the processor for a while: twenty milliseconds at the
least for every key, a second at the most, and on a busy machine too short all the same. Here nothing is waited for
but what is really under way: callbacks of the event loop, work in its threads, and decoders of pictures. Meanwhile
the app's timers stand still: they are moved on by a fiftieth of a second wherever the pilot would have slept, and by
as much as a test says.
"""

import asyncio
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from concurrent.futures import Executor
from heapq import heappop, heappush
from itertools import count
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakSet

import pytest
from textual._animator import Animator
from textual.pilot import Pilot

from achie_tui.pictures.decoding import _under_way

T = TypeVar("T")

# So long the pilot sleeps at the least.
_STEP = 1 / 50
# Work in a thread or in a decoder's process that takes longer than this is held up by the test.
_LONGEST = 1.0
_AGAIN = 0.001

_working: WeakSet[asyncio.Future[Any]] = WeakSet()
_executors: WeakSet[Executor] = WeakSet()
_run_in_executor = BaseEventLoop.run_in_executor
_resize_terminal = Pilot.resize_terminal


def _noted(loop: BaseEventLoop, executor: Executor | None, work: Callable[..., T], *given: Any) -> "asyncio.Future[T]":
    """Start work in a thread, and keep both in mind."""
    if executor is not None:
        _executors.add(executor)
    future = _run_in_executor(loop, executor, work, *given)
    _working.add(future)
    return future


async def quiet() -> None:
    """Wait until nothing is left to run, save for what waits for a timer, for the network, or for the test."""
    loop = asyncio.get_running_loop()
    until = monotonic() + _LONGEST
    while True:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]
            continue
        if all(work.done() for work in (*_working, *_under_way)) or monotonic() > until:
            return
        await asyncio.sleep(_AGAIN)


def leave_no_thread() -> None:
    """End the threads that nobody ended: each would keep its whole app in memory."""
    for executor in _executors:
        executor.shutdown(wait=False)
    _executors.clear()


class AppClock:
    """The clock of an app's timers."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Sleep until the clock was moved on as far."""
        woken = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.now + seconds, next(self._numbers), woken))
        await woken

    async def move(self, seconds: float = _STEP) -> None:
        """Move the clock on; whatever is due is done in its turn."""
        until = self.now + seconds
        await quiet()
        while self._sleepers and self._sleepers[0][0] <= until:
            due, _, woken = heappop(self._sleepers)
            self.now = max(self.now, due)
            if not woken.done():
                woken.set_result(None)
                await quiet()
        self.now = until


def make_quiet(patch: pytest.MonkeyPatch) -> AppClock:
    """Give the pilot and the app's timers a clock of their own."""
    clock = AppClock()

    async def idle(*_: float) -> None:
        await clock.move()

    async def pause(pilot: Pilot[Any], delay: float | None = None) -> None:
        await pilot._wait_for_screen()
        await clock.move(_STEP if delay is None else delay)
        pilot.app.screen._on_timer_update()

    async def resize_terminal(pilot: Pilot[Any], width: int, height: int) -> None:
        await _resize_terminal(pilot, width, height)
        await pilot.pause()

    async def wait_until_complete(animator: Animator) -> None:
        while animator._animations or animator._scheduled:
            await clock.move()

    patch.setattr(Animator, "wait_until_complete", wait_until_complete)
    patch.setattr(BaseEventLoop, "run_in_executor", _noted)
    patch.setattr("textual.app.wait_for_idle", idle)
    patch.setattr("textual.timer.sleep", clock.sleep)
    patch.setattr("textual._time.get_time", clock)
    patch.setattr("achie_tui.tui.screens.wiring.monotonic", clock)
    patch.setattr("achie_tui.tui.controllers.opener.SETTLED", 0.0)
    patch.setattr(Pilot, "pause", pause)
    patch.setattr(Pilot, "resize_terminal", resize_terminal)
    return clock
