"""What is sent to the terminal past Textual: pictures, at once or a piece at a time.

Textual lets no widget write to the terminal: a control segment in a line would be measured as text, and is taken out
by `SafeOutput` besides. Its driver is the one door, and private; here alone it is used.

A picture may be as long as a thousand frames. So it goes in pieces, each when the terminal has taken the one before,
and a frame waits behind one of them at most. Between the pieces of one there may be text, but nothing of another.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, proxy

from textual.app import App
from textual.timer import Timer

from achie_tui.tui.terminal import Terminal

PAUSE = 0.004
"""Seconds between two pieces."""
AT_A_TIME = 24 * 1024
"""Characters that are sent together."""


class _Picture(NamedTuple):
    """A picture on its way, what it is told to when it is `sent`, and what takes it out of the terminal's memory."""

    pieces: Iterable[str]
    sent: Callable[[], None] | None = None
    undo: str = ""


class Outbox:
    """Sends pictures to an app's terminal."""

    def __init__(self, app: App[Any]) -> None:
        self._app = proxy(app)
        self._waiting: deque[_Picture] = deque()
        self._under_way: Iterator[str] | None = None  # what is left of the one that is being sent
        self._sent: Callable[[], None] | None = None
        self._there: set[str] = set()  # what would take out of the terminal's memory what is there
        self._due: Timer | None = None

    def send(self, sequence: str) -> None:
        """Send something at once, in order with what Textual paints."""
        self._finish()
        self._write(sequence)

    def give(self, pieces: Iterable[str], sent: Callable[[], None], undo: str) -> None:
        """Give the terminal a picture to keep as soon as may be, and then tell that it is `sent`.

        It is taken back, by `undo`, when nobody needs it any more, or the terminal is left, whichever comes first.
        """
        self._waiting.append(_Picture(pieces, sent, undo))
        self._go_on_soon()

    def take_back(self, undo: str, *, at_once: bool = False) -> None:
        """Take a picture back, or do not send it after all."""
        for waiting in self._waiting:
            if waiting.undo == undo:
                self._waiting.remove(waiting)
                return
        if undo not in self._there:
            return
        self._there.remove(undo)
        if at_once:
            self.send(undo)
        else:
            self._waiting.append(_Picture([undo]))
            self._go_on_soon()

    def _all_back(self) -> str:
        """Give what takes back all that is there, once."""
        words = "".join([*(self._under_way or ()), *self._there])
        self._under_way = None
        self._there.clear()
        return words

    def _go_on_soon(self) -> None:
        if self._due is None:
            self._due = self._app.set_timer(PAUSE, self._go_on)

    def _go_on(self) -> None:
        self._due = None
        driver = self._app._driver  # noqa: SLF001
        if not (isinstance(driver, Terminal) and driver.is_behind):
            if self._under_way is None and self._waiting:
                pieces, self._sent, undo = self._waiting.popleft()
                self._under_way = iter(pieces)
                if undo:
                    self._there.add(undo)
                    if isinstance(driver, Terminal):
                        driver.last_words = self._all_back
            self._send_a_piece()
        if self._under_way is not None or self._waiting:
            self._go_on_soon()

    def _send_a_piece(self) -> None:
        length, together = 0, list[str]()
        for piece in self._under_way or ():
            together.append(piece)
            length += len(piece)
            if length >= AT_A_TIME:
                break
        else:
            self._under_way = None
        self._write("".join(together))
        self._tell()

    def _finish(self) -> None:
        """Send what is left of the picture under way."""
        if self._under_way is not None:
            self._write("".join(self._under_way))
            self._under_way = None
            self._tell()

    def _tell(self) -> None:
        if self._under_way is None and self._sent is not None:
            sent, self._sent = self._sent, None
            sent()

    def _write(self, sequence: str) -> None:
        driver = self._app._driver  # noqa: SLF001
        if driver is not None and sequence:
            driver.write(sequence)
            driver.flush()


_outboxes: WeakKeyDictionary[App[Any], Outbox] = WeakKeyDictionary()


def outbox(app: App[Any]) -> Outbox:
    """Give the outbox of an app."""
    if app not in _outboxes:
        _outboxes[app] = Outbox(app)
    return _outboxes[app]
