"""What every request goes through: robots.txt and retries where nobody waits for it, and its turn at the gate."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from achie_tui.errors import AchieError, NoNetworkError, SiteRestingError, TooSlowError, UnreachableError
from achie_tui.web.answer import Answer
from achie_tui.web.gate import Gate, Turn
from achie_tui.web.memory import Memory
from achie_tui.web.permissions import Permissions
from achie_tui.web.retrying import TRIES, backoff, is_asking_to_wait, is_transient, outcome_of, outcome_of_failure
from achie_tui.web.route import Destination


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, or where it leads: `location` of a redirect, whose body was left.

    `wait` is what `Retry-After` asks for; `latency` the seconds to the headers, `seconds` those to the end.
    """

    status: int
    location: str | None
    answer: Answer | None
    wait: float
    latency: float
    seconds: float


class RequestPolicy:
    """Sends requests through the gate; those of a sync (not urgent) also heed robots.txt, and are tried again."""

    def __init__(
        self,
        gate: Gate,
        memory: Memory,
        fetch_robots: Callable[[str], Awaitable[Answer]],
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._gate = gate
        self._permissions = Permissions(memory, fetch_robots, clock=clock, wall=wall)
        self._sleep = sleep
        self._chance = chance
        self._has_answered = False

    def insist(self) -> None:
        """Let the next request find out whether the site is back."""
        self._gate.insist()
        self._permissions.forget_failures()

    async def ask(
        self,
        where: Destination,
        once: Callable[[], Awaitable[Reply]],
        seconds: float,
        *,
        urgent: bool,
        checked: bool = True,
    ) -> Reply:
        """Give the reply that `once` gets within `seconds`; robots.txt itself is not `checked` against robots.txt.

        Raises what `once` does, NotNowError, and, where it is not urgent, DisallowedError.
        """
        if not urgent and checked:
            rules = await self._permissions.check(where.url)
            self._gate.slow_down(where.host, rules.delay)
        number, failure = 1, None
        while True:
            last = urgent or number == TRIES
            try:
                async with self._gate.turn(where.host, urgent=urgent, seconds=seconds) as turn:
                    reply = await self._in_turn(turn, once, again=number > 1)
                self._has_answered = True
                if last or not is_transient(reply.status):
                    return reply
            except (UnreachableError, TooSlowError) as error:
                # Who begins without a network is told so, and not made to wait.
                if last or (isinstance(error, NoNetworkError) and not self._has_answered):
                    raise
                failure = error.with_traceback(None)  # which would keep alive what is at hand here
            except SiteRestingError:
                if failure is None:
                    raise
                raise failure from None  # by which the site came to be left alone: that is what the user is to know
            await self._sleep(backoff(number - 1, self._chance()))
            number += 1

    async def _in_turn(self, turn: Turn, once: Callable[[], Awaitable[Reply]], *, again: bool) -> Reply:
        began = time.monotonic()
        try:
            reply = await once()
        except AchieError as error:
            turn.outcome = outcome_of_failure(error)
            if turn.outcome == "failed":
                turn.latency = time.monotonic() - began
            raise
        turn.outcome, turn.latency = outcome_of(reply.status, again=again), reply.latency
        turn.wait = reply.wait if is_asking_to_wait(reply.status) else 0.0
        return reply
