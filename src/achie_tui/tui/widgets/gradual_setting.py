"""Setting a very long text: its beginning at once, the rest a little at a time, so that no key waits for it."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from achie_tui.tui.widgets.auto_scroll import Interval
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout

AT_ONCE = 2_000  # steps in which the beginning of a text is set
AT_A_TIME = 600  # and how many of them follow at a time
PAUSE = 0.012  # seconds between these


class Goal(NamedTuple):
    """A place to go to when it is set, and what goes there."""

    position: Position
    go: Callable[[], None]


class LongView(Protocol):
    """A view of a text that may be long."""

    @property
    def text_layout(self) -> TextLayout:
        """The text as far as it is set."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Interval:
        """Call something every so many seconds."""


class GradualSetting:
    """Sets the layout of a view until it is whole, and takes the user to where that was not set yet.

    `grown` is told each time that there is more, and whether that is what the user waits for.
    """

    def __init__(self, view: LongView, grown: Callable[[bool], None]) -> None:
        self._view = view
        self._grown = grown
        self._interval: Interval | None = None  # runs while there is more to be set
        self._goal: Goal | None = None

    def begin(self, layout: TextLayout) -> None:
        """Set the beginning of a layout; the rest follows once the view shows it."""
        layout.go_on(AT_ONCE)
        if not layout.is_whole and self._interval is None:
            self._interval = self._view.set_interval(PAUSE, self._set_more)

    def end(self) -> None:
        """Set no more, and go nowhere."""
        self.stay()
        self._stop()

    def go_when_set(self, position: Position, go: Callable[[], None]) -> None:
        """Go somewhere at once, or as soon as its place is set."""
        if self._view.text_layout.reaches(position):
            go()
        else:
            self.wait_for(position, go)

    def wait_for(self, position: Position, go: Callable[[], None]) -> None:
        """Go somewhere as soon as its place is set."""
        self._goal = Goal(position, go)

    def stay(self) -> None:
        """Go nowhere any more: the user has gone elsewhere."""
        self._goal = None

    def _set_more(self) -> None:
        layout = self._view.text_layout
        layout.go_on(AT_A_TIME)
        goal = self._goal if self._goal is not None and layout.reaches(self._goal.position) else None
        self._grown(goal is not None)
        if layout.is_whole:
            self._stop()
        if goal is not None:
            goal.go()
            self._goal = None

    def _stop(self) -> None:
        if self._interval is not None:
            self._interval.stop()
            self._interval = None
