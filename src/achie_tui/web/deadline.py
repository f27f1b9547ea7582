"""Ending a request, by its deadline or by its caller, so that nothing of it stays behind."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

T = TypeVar("T")


async def within(seconds: float, work: Callable[[], Awaitable[T]]) -> T:
    """Give what `work` gives; raises TimeoutError where it takes longer.

    httpcore tidies up behind a shield that holds against anyio's cancel scopes, not against the cancelling of its
    task: that, at the wrong moment, leaves a connection in the pool for ever. So the work gets a task of its own,
    and both the deadline and the caller's cancelling end it through a scope.
    """
    import anyio

    scope = anyio.CancelScope(deadline=anyio.current_time() + seconds)

    async def run() -> T:
        with scope:
            return await work()
        raise TimeoutError

    task = asyncio.create_task(run())
    task.add_done_callback(_seen)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        await asyncio.wait({task})
        raise


def _seen(task: "asyncio.Task[Any]") -> None:
    # Who cancelled does not ask how the work ended; asyncio would complain of an error that nobody saw.
    if not task.cancelled():
        task.exception()
