"""Telling somebody who waits how long that has been."""

from collections.abc import Callable
from time import monotonic

from textual.message_pump import MessagePump
from textual.timer import Timer

PATIENCE = 3.0
"""Seconds after which it is worth a word."""
TICK = 1.0


class Waiting:
    """Has the seconds of a wait said, one by one, once it is a long one."""

    def __init__(self, owner: MessagePump, say: Callable[[int], None]) -> None:
        self._owner = owner
        self._say = say
        self._since = 0.0
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Begin to count."""
        self.end()
        self._since = monotonic()
        self._timer = self._owner.set_interval(TICK, self._tick)

    def end(self) -> None:
        """Stop counting."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        waited = monotonic() - self._since
        if self._timer is not None and waited >= PATIENCE:
            self._say(round(waited))
