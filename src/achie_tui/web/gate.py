"""Politeness: when the next request may start, and how many may run at once, over all processes together.

What has to be known for that, the standing with each host, is in a memory that the processes share. Where the delay
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

from achie_tui.web.memory import Change, Memory, OwnMemory
from achie_tui.web.standing import LaterError, Outcome, Standing, Terms

_TIDYING = 10.0  # seconds that ending a request may take beyond its deadline
_FRESH = 0.25  # seconds
_MACHINE = os.uname().nodename
_SERIAL = count()


@dataclass(slots=True)
class Turn:
    """A request under way; who makes it notes here how it ended (see Standing.left)."""

    outcome: Outcome = "neither"
    latency: float | None = None
    wait: float = 0.0


class Gate:
    """At most `concurrency` turns at once, and `delay` seconds or more between the starts of two patient ones.

    An urgent turn (somebody pressed a key) waits for a free place only. Patient turns stand in one line a host, and
    only its head waits for a place, so that an urgent one never stands behind a whole sync. `clock` measures inside
    this process, `wall` what is shared; `jitter` gives numbers from 0 to 1.
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
        self._places = asyncio.Semaphore(concurrency)
        self._lines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._earliest: dict[str, float] = {}
        self._asked_for: dict[str, float] = {}
        self._seen: dict[str, tuple[float, Standing]] = {}
        self._worker: ThreadPoolExecutor | None = None

    def slow_down(self, host: str, seconds: float) -> None:
        """Heed the delay that a host asks for in its robots.txt."""
        self._asked_for[host] = seconds

    @asynccontextmanager
    async def turn(self, host: str, *, urgent: bool, seconds: float = 60.0) -> AsyncIterator[Turn]:
        """Wait for a turn, of `seconds` at most, and hold it while the block runs.

        Raises AskedToWaitError or SiteRestingError where the host must not be asked now.
        """
        terms = Terms(
            host,
            holder=f"{_MACHINE}/{os.getpid()}/{next(_SERIAL)}",
            urgent=urgent,
            delay=max(self._delay, self._asked_for.get(host, 0.0)),
            concurrency=self._concurrency,
            seconds=seconds + _TIDYING,
            jitter=self._jitter(),
        )
        if urgent:
            await self._enter(terms)
        else:
            async with self._lines[host]:
                await self._enter(terms)
        turn = Turn()
        try:
            yield turn
        finally:
            try:
                await self._leave(terms, turn)
            finally:
                self._places.release()

    async def close(self) -> None:
        """Wait until all that happened is noted."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await asyncio.to_thread(worker.shutdown)

    async def _enter(self, terms: Terms) -> None:
        while True:
            await self._places.acquire()
            try:
                await self._begin(terms)
            except BaseException as error:
                self._places.release()
                if not isinstance(error, LaterError):
                    raise
                wait = error.seconds
            else:
                return
            await self._sleep(wait)

    async def _begin(self, terms: Terms) -> None:
        """Begin a turn; raises LaterError where it has to wait, with no place held."""
        host = terms.host
        if not terms.urgent and (wait := self._earliest.get(host, 0.0) - self._clock()) > 0:
            raise LaterError(wait)
        enter = partial(self._entered, terms)
        before = self._standing(terms)
        if enter(before) != before:
            try:
                await self._change(host, enter)
            except asyncio.CancelledError:
                # It begins all the same, and this undoes it.
                self._working().submit(self._memory.change_standing, host, partial(self._left, terms, Turn()))
                raise
        if not terms.urgent and terms.delay:
            self._earliest[host] = self._clock() + terms.delay

    async def _leave(self, terms: Terms, turn: Turn) -> None:
        leave = partial(self._left, terms, turn)
        before = self._standing(terms)
        if leave(before) != before:
            await self._change(terms.host, leave)

    def _standing(self, terms: Terms) -> Standing:
        """Give the standing with a host; of a site of one's own, as it was a moment ago.

        Reading lets go of the interpreter: a sync at full speed would wait each time for the thread that parses.
        """
        read, standing = self._seen.get(terms.host, (0.0, None))
        if standing is None or terms.delay or not 0 <= self._clock() - read < _FRESH:
            standing = self._memory.standing(terms.host)
            self._seen[terms.host] = self._clock(), standing
        return standing

    def _entered(self, terms: Terms, standing: Standing) -> Standing:
        living = tuple(place for place in standing.places if not _is_dead(place.holder))
        return replace(standing, places=living).entered(terms, self._wall())

    def _left(self, terms: Terms, turn: Turn, standing: Standing) -> Standing:
        return standing.left(terms, self._wall(), turn.outcome, latency=turn.latency, wait=turn.wait)

    async def _change(self, host: str, change: Change) -> None:
        """Write on a thread: another process may be writing too, and the app should go on moving meanwhile.

        Changes are made in their order, and all of them, also where nobody waits for them any more.
        """
        self._seen.pop(host, None)
        changed = asyncio.wrap_future(self._working().submit(self._memory.change_standing, host, change))
        changed.add_done_callback(_seen)
        await asyncio.shield(changed)
        self._seen.pop(host, None)

    def _working(self) -> ThreadPoolExecutor:
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="gate")
        return self._worker


def _seen(changed: "asyncio.Future[None]") -> None:
    # asyncio would complain of an error that nobody saw.
    if not changed.cancelled():
        changed.exception()


def _is_dead(holder: str) -> bool:
    """Tell whether a place is held by a process of this machine that is no more; on others only time tells."""
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
