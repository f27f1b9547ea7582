"""The end of the app: begun by the user, by a signal or by the terminal's closing, and over in time whatever hangs.

A name server, a disk or a terminal that does not answer may hold any thread, the main one too, and nothing can cancel
that. So there is a guard, a thread that does nothing but wait: it sees that the terminal is closed, which not every
system sends a signal for, and ends the process where that has not ended by itself.
"""

import os
import select
import signal
import threading
from collections.abc import Callable
from math import inf
from time import monotonic, sleep

PATIENCE = 0.75
"""Seconds that leaving may take, from the wish to leave on, whatever is under way."""
LAST_SECONDS = 0.05
"""Seconds that closing may take in any case."""
LONGEST = 0.95
"""Seconds after which the app is ended, from the wish to leave on, whether it is ready or not."""
AFTERWARDS = 0.75
"""Seconds that whoever ran the app has for what is left to do, before the process is ended."""
SIGNALS = {
    *(signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP),
    *(signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGXCPU),  # whose default ends a process too
}
"""What ends the app in good order; not SIGABRT, by which a process crashes and leaves a core."""
_OF_KEYS = {signal.SIGINT, signal.SIGQUIT}
"""What Ctrl+C and Ctrl+\\ send, meant for the program that has the terminal."""


class Leaving:
    """When the app has to be gone, once it is to end."""

    def __init__(self) -> None:
        self.since = inf
        """When the wish came, by the monotonic clock."""
        self.status = 0
        self.is_over = False
        """Whether the app has ended."""
        self.is_lent = False
        """Whether another program has the terminal, which Ctrl+C is meant for then."""
        self._guard: int | None = None  # the end of a pipe that wakes it

    @property
    def has_begun(self) -> bool:
        """Whether the app is to end."""
        return self.since < inf

    def begin(self, status: int) -> None:
        """Count the time from now on; from the first wish, where there are several."""
        if not self.has_begun:
            self.since, self.status = monotonic(), status
            if self._guard is not None:
                os.write(self._guard, bytes(1))

    @property
    def seconds_left(self) -> float:
        """What is left of the time that leaving may take."""
        return max(LAST_SECONDS, min(self.since + PATIENCE - monotonic(), PATIENCE))

    def guard(self, terminal: int, leave: Callable[[int], object], last: Callable[[], object]) -> None:
        """Start the guard.

        `leave` is called, on the guard's thread, when the terminal is closed or a signal has come; `last` before the
        process is ended.
        """
        woken, self._guard = os.pipe()
        os.set_blocking(self._guard, False)
        signal.set_wakeup_fd(self._guard, warn_on_full_buffer=False)
        for number in SIGNALS:
            signal.signal(number, _nothing)

        def watch() -> None:
            poll = select.poll()
            poll.register(terminal, 0)  # errors and hang-ups are told unasked
            poll.register(woken, select.POLLIN)
            while not self.has_begun:
                for file, _ in poll.poll():
                    came = os.read(woken, 64) if file == woken else bytes([signal.SIGHUP])
                    for number in (SIGNALS - _OF_KEYS if self.is_lent else SIGNALS) & set(came):
                        leave(128 + number)
            sleep(max(0.0, self.since + LONGEST - monotonic()))
            if self.is_over:
                sleep(AFTERWARDS)
            else:
                last()
            os._exit(self.status)

        threading.Thread(target=watch, name="achie-tui-guard", daemon=True).start()


def _nothing(*_: object) -> None:
    """Do nothing; the guard is told of the signal, even while something holds up whom Python would tell."""


def wait_for_threads(seconds: float) -> bool:
    """Wait for the threads to end; tells whether they have."""
    deadline = monotonic() + seconds
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, deadline - monotonic()))
            if thread.is_alive():
                return False
    return True
