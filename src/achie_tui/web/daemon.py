"""Blocking work in a daemon thread, which does not hold up the end of the program."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T]) -> T:
    """Run `work` in a daemon thread and give what it gives; its exceptions are raised here."""
    return await begun_in_daemon_thread(work)


def begun_in_daemon_thread(work: Callable[[], T]) -> "asyncio.Future[T]":
    """Begin `work` in a daemon thread; gives its outcome to come, which nobody has to wait for.

    The event loop's own executor would do, were it not for the end: closing the loop waits for its threads, so
    that a name server which does not answer would hold up quitting for as long as the system's resolver tries.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: BaseException | None) -> None:
        if result.cancelled():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(value)  # type: ignore[arg-type]

    def run() -> None:
        value, error = None, None
        try:
            value = work()
        except BaseException as caught:  # noqa: BLE001
            error = caught
        with suppress(RuntimeError):  # The loop may be closed by now: nobody waits any more.
            loop.call_soon_threadsafe(settle, value, error)

    threading.Thread(target=run, name="daemon", daemon=True).start()
    return result
