"""Work that must not hold up a key: questions to the library, and jobs that run beside the event loop's own.

Here is the one way in which work fails: whatever raises an AchieError is told to the user, once, and changes
nothing else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol, TypeVar

from achie_tui.errors import AchieError
from achie_tui.newsroom import Newsroom

Answer = TypeVar("Answer")
Default = TypeVar("Default")


Work = Callable[[], Awaitable[object]]
"""What a job does, begun when its turn comes: one that is ended before has begun nothing."""


class Job(Protocol):
    """Something under way that can be ended."""

    def cancel(self) -> None:
        """End it."""


class Runner(Protocol):
    """What runs work in groups, as Textual's nodes do."""

    def run_worker(self, work: Callable[[], Any], *, group: str, exclusive: bool, exit_on_error: bool) -> Job:
        """Run work beside all other; an exclusive one ends that of its group."""


class Jobs:
    """Asks the library and starts jobs; `fail` is told of what does not work."""

    def __init__(self, newsroom: Newsroom, runner: Runner, fail: Callable[[AchieError], None]) -> None:
        self._newsroom = newsroom
        self._runner = runner
        self._fail = fail
        self._answers = 0
        self._answer = asyncio.Condition()

    async def read(self, query: Callable[[], Answer], default: Default) -> Answer | Default:
        """Give the library's answer, read on a thread of its own; where it fails, say so and give the default."""
        return await self._or_default(self._newsroom.query(query), default)

    async def read_later(self, query: Callable[[], Answer], default: Default) -> Answer | Default:
        """Do as `read`, behind what is being written: for what no key waits for, and what keys should not wait for."""
        return await self._or_default(self._newsroom.on_thread(query), default)

    async def _or_default(self, answer: Awaitable[Answer], default: Default) -> Answer | Default:
        try:
            return await answer
        except AchieError as error:
            self._fail(error)
            return default

    def start(self, group: str, work: Work, *, exclusive: bool = False) -> Job:
        """Start a job; an exclusive one takes the place of those of its group that are under way."""

        async def guarded() -> None:  # no partial: Textual writes down all that one is given, be it a whole article
            await self._guarded(work)

        return self._runner.run_worker(guarded, group=group, exclusive=exclusive, exit_on_error=False)

    def answer(self, group: str, work: Work) -> None:
        """Start a job that a key asked for, and that the next key is to find done; nobody ends it."""
        self._answers += 1
        self.start(group, partial(self._counted, work))

    async def wait_for_answers(self) -> None:
        """Wait until there is no such job under way."""
        async with self._answer:
            await self._answer.wait_for(lambda: not self._answers)

    async def _counted(self, work: Work) -> None:
        try:
            await work()
        finally:
            async with self._answer:
                self._answers -= 1
                self._answer.notify_all()

    async def _guarded(self, work: Work) -> None:
        try:
            await work()
        except AchieError as error:
            self._fail(error)
