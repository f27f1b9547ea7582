"""Telling somebody who waits how long that has been."""

from collections.abc import Callable

from achie_tui.tui.schedule import Timer, Timers

PATIENCE = 3.0
"""Seconds after which it is worth a word."""
TICK = 1.0


class Waiting:
    """Has the seconds of a wait said, one by one, once it is a long one.

    `every` has something called every so many seconds; `clock` gives seconds from any beginning.
    """

    def __init__(self, every: Timers, clock: Callable[[], float]) -> None:
        self._every = every
        self._clock = clock
        self._timer: Timer | None = None

    def begin(self, say: Callable[[int], None]) -> None:
        """Begin to count; `say` is told the seconds."""
        self.end()
        since = self._clock()

        def tick() -> None:
            waited = self._clock() - since
            if waited >= PATIENCE:
                say(round(waited))

        self._timer = self._every(TICK, tick)

    def end(self) -> None:
        """Stop counting."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
