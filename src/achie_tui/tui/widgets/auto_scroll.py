"""Scrolling by itself: a view goes down line by line, at a pace."""

from collections.abc import Callable
from typing import Protocol

from textual.geometry import Offset

PACES = (0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0)
"""Lines a second that can be chosen."""


def next_pace(pace: float, way: int) -> float:
    """Give the next faster pace (1) or the next slower one (-1); the last one stays."""
    if way > 0:
        return next((each for each in PACES if each > pace), pace)
    return next((each for each in reversed(PACES) if each < pace), pace)


class Interval(Protocol):
    """Something that goes on until it is stopped, as Textual's timers do."""

    def stop(self) -> None:
        """Go on no longer."""


class Scrollable(Protocol):
    """A view that can be scrolled by itself; Textual's scrolling widgets can, once they say where their end is."""

    @property
    def scroll_offset(self) -> Offset:
        """Where it is scrolled to."""

    @property
    def at_end(self) -> bool:
        """Whether the end is in sight."""

    def scroll_to(self, *, y: float, animate: bool) -> None:
        """Scroll to a line."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Interval:
        """Call something every so many seconds."""


class AutoScroll:
    """Scrolls a view until its end is in sight, which `ended` is then told, or until it is stopped."""

    def __init__(self, view: Scrollable, ended: Callable[[], None]) -> None:
        self._view = view
        self._ended = ended
        self._interval: Interval | None = None

    def start(self, pace: float) -> None:
        """Scroll by so many lines a second from now on."""
        self.stop()
        self._interval = self._view.set_interval(1 / pace, self._step)

    def stop(self) -> None:
        """Scroll no further."""
        if self._interval is not None:
            self._interval.stop()
            self._interval = None

    def _step(self) -> None:
        self._view.scroll_to(y=self._view.scroll_offset.y + 1, animate=False)
        if self._view.at_end:
            self.stop()
            self._ended()
