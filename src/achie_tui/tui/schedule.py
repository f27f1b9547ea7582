"""When the app looks for news of its own accord, and when it leaves the site alone. It does neither itself."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from achie_tui.errors import AchieError
from achie_tui.tui.trouble import rest_until

SHORTEST_SLEEP = 1.0
LONGEST_SLEEP = 600.0
"""Seconds after which the clock is looked at again: it may have jumped, or the machine slept."""
_MINUTE = 60.0


class Timer(Protocol):
    """A call that will be made after a while, or every so often."""

    def stop(self) -> None:
        """Make it no more."""


Timers = Callable[[float, Callable[[], None]], Timer]
"""Has something called after so many seconds, or every so many, as Textual's `set_timer` and `set_interval` do."""


class Due(NamedTuple):
    """What has become due: a round, or that the site's trouble is forgotten, for what is now, nobody knows."""

    round: bool
    trouble_over: bool


class Schedule:
    """Rounds every so many minutes, 0 for none; `clock` gives seconds since the epoch."""

    def __init__(self, minutes: float, clock: Callable[[], float]) -> None:
        self._period = minutes * _MINUTE
        self._clock = clock
        self.next_round = 0.0
        self.leave_alone_until = 0.0

    def plan_round(self) -> None:
        """Plan the next round, a period from now."""
        self.next_round = self._clock() + self._period if self._period else 0.0

    def heed(self, trouble: AchieError | None) -> None:
        """Leave the site alone for as long as its trouble says."""
        self.leave_alone_until = 0.0 if trouble is None else rest_until(trouble, self._clock())

    @property
    def leaves_alone(self) -> bool:
        """Whether the site is not to be asked unless the user wants it."""
        return self._clock() < self.leave_alone_until

    @property
    def sleep(self) -> float | None:
        """The seconds until something may be due, None for never."""
        due = [at for at in (self.leave_alone_until, self.next_round) if at]
        return min(max(min(due) - self._clock(), SHORTEST_SLEEP), LONGEST_SLEEP) if due else None

    def wake(self) -> Due:
        """Tell what is due; a round that comes while the site is left alone waits until that ends."""
        now = self._clock()
        trouble_over = 0 < self.leave_alone_until <= now
        if trouble_over:
            self.leave_alone_until = 0.0
        due = 0 < self.next_round <= now
        if due and self.leaves_alone:
            self.next_round, due = self.leave_alone_until, False
        return Due(due, trouble_over)
