"""Coming to rest: something is done once nothing has moved for a moment."""

from collections.abc import Callable
from typing import Protocol

from textual.timer import Timer


class Timed(Protocol):
    """What can call something later; Textual's widgets can."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call something in so many seconds."""


class Rest:
    """Calls `rested` when a view has stood still for so many seconds."""

    def __init__(self, view: Timed, rested: Callable[[], None]) -> None:
        self._view = view
        self._rested = rested
        self._timer: Timer | None = None  # runs while rest is to come

    def begin(self, seconds: float) -> None:
        """Wait for rest, from now on: something has moved."""
        if self._timer is None:
            self._timer = self._view.set_timer(seconds, self._end)
        else:
            self._timer.reset()

    def end_now(self) -> None:
        """Take it for rest now, if that was waited for."""
        if self._timer is not None:
            self._timer.stop()
            self._end()

    def _end(self) -> None:
        self._timer = None
        self._rested()
