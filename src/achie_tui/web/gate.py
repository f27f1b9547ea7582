"""Politeness: when the next request may start, and how many may run at once, over all processes together.

What has to be known for that, the state of each host, is in a memory that the processes share. Where the delay
is 0 (a site of one's own) nothing is written there while all goes well; Retry-After and the breaker hold all the same.
"""

import asyncio
import os
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from achie_tui.web import search_turns
from achie_tui.web.host_state import HostState, LaterError, LeaseRequest, Outcome
from achie_tui.web.memory import Change, Memory, OwnMemory

_TIDYING = 10.0  # seconds that ending a request may take beyond its deadline
_FRESH = 0.25  # seconds
_MACHINE = os.uname().nodename
_SERIAL = count()


@dataclass(slots=True)
class Turn:
    """A request under way; who makes it notes here how it ended (see HostState.released)."""

    outcome: Outcome = "neither"
    latency: float | None = None
    wait: float = 0.0


class Gate:
    """At most `concurrency` turns at once, and `delay` seconds or more between the starts of two that are not urgent.

    An urgent turn (somebody pressed a key) waits for a free connection only. The others queue, one queue a host, and
    only its head waits for a connection, so that an urgent one never waits behind a whole sync. `clock` measures
    inside this process, `wall` what is shared; `jitter` gives numbers from 0 to 1.
    """

    def __init__(
        self,
        concurrency: int,
        delay: float,
        *,
        memory: Memory | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._concurrency = concurrency
        self._delay = delay
        self._memory = memory or OwnMemory()
        self._clock = clock
        self._wall = wall
        self._sleep = sleep
        self._jitter = jitter
        self._slots = asyncio.Semaphore(concurrency)
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._earliest: dict[str, float] = {}
        self._asked_for: dict[str, float] = {}
        self._read: dict[str, tuple[float, HostState]] = {}
        self._worker: ThreadPoolExecutor | None = None
        self._insists = False

    def insist(self) -> None:
        """Let the next request test whether a breaker that is open may close, without waiting for its time."""
        self._insists = True

    def slow_down(self, host: str, seconds: float) -> None:
        """Heed the delay that a host asks for in its robots.txt."""
        self._asked_for[host] = seconds

    @asynccontextmanager
    async def turn(self, host: str, *, urgent: bool, seconds: float = 60.0) -> AsyncIterator[Turn]:
        """Wait for a turn, of `seconds` at most, and hold it while the block runs.

        Raises AskedToWaitError or SiteRestingError where the host must not be asked now.
        """
        request = LeaseRequest(
            host,
            holder=f"{_MACHINE}/{os.getpid()}/{next(_SERIAL)}",
            urgent=urgent,
            delay=max(self._delay, self._asked_for.get(host, 0.0)),
            concurrency=self._concurrency,
            seconds=seconds + _TIDYING,
            jitter=self._jitter(),
            insists=self._insists,
        )
        self._insists = False
        if urgent:
            await self._acquire(request)
        else:
            async with self._queues[host]:
                await self._acquire(request)
        turn = Turn()
        try:
            yield turn
        finally:
            try:
                await self._release(request, turn)
            finally:
                self._slots.release()

    @asynccontextmanager
    async def search_turn(self, search: str, *, waiting: Callable[[float], object]) -> AsyncIterator[None]:
        """Wait until a site's `search` may be asked a question, and note when it was answered.

        `waiting` is told of each wait, in seconds.
        """
        while True:
            try:
                await self._change(search, lambda state: search_turns.begun(state, self._wall()))
            except LaterError as later:
                waiting(later.seconds)
                await self._sleep(later.seconds)
            else:
                break
        try:
            yield
        finally:
            await self._change(search, lambda state: search_turns.ended(state, self._wall()))

    async def slow_search_down(self, search: str, seconds: float) -> None:
        """Heed the interval between questions that a site's search asks for, from now on and in all processes."""
        await self._change(search, lambda state: search_turns.slowed(state, self._wall(), seconds))

    async def close(self) -> None:
        """Wait until all that happened is noted."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await asyncio.to_thread(worker.shutdown)

    async def _acquire(self, request: LeaseRequest) -> None:
        while True:
            await self._slots.acquire()
            try:
                await self._try(request)
            except BaseException as error:
                self._slots.release()
                if not isinstance(error, LaterError):
                    raise
                wait = error.seconds
            else:
                return
            await self._sleep(wait)

    async def _try(self, request: LeaseRequest) -> None:
        """Begin a turn; raises LaterError where it has to wait, with no lease held."""
        host = request.host
        if not request.urgent and (wait := self._earliest.get(host, 0.0) - self._clock()) > 0:
            raise LaterError(wait)
        acquire = partial(self._acquired, request)
        before = await self._state(request)
        if acquire(before) != before:
            try:
                await self._change(host, acquire)
            except asyncio.CancelledError:
                # It begins all the same, and this undoes it.
                self._working().submit(self._memory.change_state, host, partial(self._released, request, Turn()))
                raise
        if not request.urgent and request.delay:
            self._earliest[host] = self._clock() + request.delay

    async def _release(self, request: LeaseRequest, turn: Turn) -> None:
        """Give the lease back, also where nobody waits for that any more."""
        await asyncio.shield(self._release_now(request, turn))

    async def _release_now(self, request: LeaseRequest, turn: Turn) -> None:
        release = partial(self._released, request, turn)
        before = await self._state(request)
        if release(before) != before:
            await self._change(request.host, release)

    async def _state(self, request: LeaseRequest) -> HostState:
        """Give the state of a host; of a site of one's own, as it was a moment ago.

        A sync at full speed would wait each time for a thread.
        """
        at, state = self._read.get(request.host, (0.0, None))
        if state is None or request.delay or not 0 <= self._clock() - at < _FRESH:
            state = await asyncio.wrap_future(self._working().submit(self._memory.state, request.host))
            self._read[request.host] = self._clock(), state
        return state

    def _acquired(self, request: LeaseRequest, state: HostState) -> HostState:
        living = tuple(lease for lease in state.leases if not _is_dead(lease.holder))
        return replace(state, leases=living).acquired(request, self._wall())

    def _released(self, request: LeaseRequest, turn: Turn, state: HostState) -> HostState:
        return state.released(request, self._wall(), turn.outcome, latency=turn.latency, wait=turn.wait)

    async def _change(self, host: str, change: Change) -> None:
        """Write on a thread: another process may be writing too, and the app should go on moving meanwhile.

        Changes are made in their order, and all of them, also where nobody waits for them any more.
        """
        self._read.pop(host, None)
        changed = asyncio.wrap_future(self._working().submit(self._memory.change_state, host, change))
        changed.add_done_callback(_seen)
        await asyncio.shield(changed)
        self._read.pop(host, None)

    def _working(self) -> ThreadPoolExecutor:
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="gate")
        return self._worker


def _seen(changed: "asyncio.Future[None]") -> None:
    # asyncio would complain of an error that nobody saw.
    if not changed.cancelled():
        changed.exception()


def _is_dead(holder: str) -> bool:
    """Tell whether a lease is held by a process of this machine that is no more; on others only time tells."""
    machine, pid, _ = holder.rsplit("/", 2)
    if machine != _MACHINE:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
