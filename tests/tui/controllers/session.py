"""A session without a screen: plain attributes, and a record of what was said."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from achie_tui.errors import AchieError
from achie_tui.language import Language, Phrase
from achie_tui.library.records import Totals
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom
from achie_tui.tui.controllers.jobs import Job
from achie_tui.tui.keys import Keys, Pane
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.places import Place
from achie_tui.tui.prompting import Purpose
from achie_tui.tui.run import Run
from achie_tui.tui.searching import Searching
from achie_tui.tui.session import Reading, Rows
from achie_tui.tui.typography import Typography
from achie_tui.typeset.script import Script


@dataclass
class FakeSession:
    """The state as plain attributes; `said` keeps what was said, `failures` what failed."""

    newsroom: Newsroom
    language: Language = "zh"
    keys: Keys = field(default_factory=lambda: Keys({}))
    pane: Pane = "list"
    zen: bool = False
    place: Place | None = None
    places: tuple[Place, ...] = ()
    totals: Totals = field(default_factory=lambda: Totals(0, 0, 0, 0, 0))
    rows: Rows = field(default_factory=Rows)
    narrowing: Narrowing = field(default_factory=Narrowing)
    chosen: frozenset[int] = frozenset()
    searching: Searching | None = None
    unindexed: int = 0
    watched: tuple[Place, ...] = ()
    reading: Reading | None = None
    trouble: AchieError | None = None
    busy: frozenset[str] = frozenset()
    watching: bool = False
    run: Run | None = None
    taking: str = ""
    asking: bool = False
    prompted: Purpose | None = None
    script: Script = "original"
    typography: Typography = field(default_factory=Typography)
    current: Sequence[Headline] = ()
    said: list[str] = field(default_factory=list)
    failures: list[AchieError] = field(default_factory=list)

    @property
    def categories(self) -> Sequence[Category]:
        """The known categories."""
        return [place.category for place in self.places if place.category]

    @property
    def current_paths(self) -> Sequence[str]:
        """The paths of the current articles."""
        return [headline.path for headline in self.current]

    @property
    def several(self) -> Sequence[int]:
        """The keys of what is chosen, where that is meant."""
        return () if self.pane == "reader" else sorted(self.chosen)

    def words(self, phrase: Phrase, **values: object) -> str:
        """Put a phrase into words, keys by the names of their actions."""
        names = {action: action for action in ("undo", "take", "open", "differences", "find", "refresh", "browser")}
        return phrase.say(self.language, **{**names, "leave": "q", "auto_scroll": "a", "links": ";", **values})

    def say(self, phrase: Phrase, **values: object) -> None:
        """Keep what is said."""
        self.said.append(self.words(phrase, **values))

    def tell(self, sentence: str, *, failed: bool = False) -> None:  # noqa: ARG002
        """Keep what is told."""
        self.said.append(sentence)

    def fail(self, error: AchieError, *, is_shown: bool = False) -> None:  # noqa: ARG002
        """Keep what failed."""
        self.failures.append(error)


class Tasks:
    """Runs jobs as tasks; `done` waits for all of them, `groups` tells of which groups there were any."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[None], str] = {}
        self.groups: list[str] = []

    def run_worker(
        self,
        work: Callable[[], Coroutine[Any, Any, None]],
        *,
        group: str,
        exclusive: bool,
        exit_on_error: bool,  # noqa: ARG002
    ) -> Job:
        """Run a job; an exclusive one ends those of its group."""
        for task in [task for task, of in self._tasks.items() if exclusive and of == group]:
            task.cancel()
        self.groups.append(group)
        task = asyncio.get_running_loop().create_task(work())
        self._tasks[task] = group
        return Ending(task)

    async def done(self) -> None:
        """Wait until everything is done, also what that has begun."""
        while self._tasks:
            tasks, self._tasks = self._tasks, {}
            await asyncio.wait(tasks)
            for task in tasks:
                if not task.cancelled():
                    task.result()


@dataclass
class Ending:
    """A task as a job."""

    task: asyncio.Task[None]

    def cancel(self) -> None:
        """End it."""
        self.task.cancel()


class Timers:
    """Calls to come, made when the clock is moved on; each as `set_timer` or `set_interval` would."""

    def __init__(self, *, again: bool = False) -> None:
        self.now = 1_000_000.0
        self._again = again
        self._calls: list[tuple[float, float, Callable[[], None]]] = []

    def clock(self) -> float:
        """Give the time."""
        return self.now

    def __call__(self, seconds: float, call: Callable[[], None]) -> "Timers.Call":
        """Have something called."""
        entry = (self.now + seconds, seconds, call)
        self._calls.append(entry)
        return Timers.Call(self, entry)

    @property
    def waiting(self) -> list[float]:
        """In how many seconds each call is to be made."""
        return sorted(at - self.now for at, _, _ in self._calls)

    def move_on(self, seconds: float) -> None:
        """Move the clock on, and make the calls that become due."""
        until = self.now + seconds
        while due := sorted((entry for entry in self._calls if entry[0] <= until), key=lambda entry: entry[0]):
            at, period, call = due[0]
            self.now = at
            self._calls.remove(due[0])
            if self._again:
                self._calls.append((at + period, period, call))
            call()
        self.now = until

    @dataclass
    class Call:
        """A call that may be stopped."""

        timers: "Timers"
        entry: tuple[float, float, Callable[[], None]]

        def stop(self) -> None:
            """Make it no more."""
            self.timers._calls = [each for each in self.timers._calls if each[2] is not self.entry[2]]
