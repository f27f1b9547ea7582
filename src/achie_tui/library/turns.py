"""Whose turn it is to write next: SQLite lets whoever asks first have a file, and who waits may never be first.

A writer stands in the file's turnstile until the file is its own, and only then lets the next one in. So whoever has
just written cannot be first again while others wait.
"""

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from achie_tui.library.folder import make_private

_LOOK_EVERY = 0.002  # seconds at most, at random: those who wait are not to meet each time


class Turnstile:
    """What all writers of a file pass, of whatever process; a file beside it, locked by whoever stands in it.

    Where that cannot be locked, on a file system that knows no locks, everybody passes: SQLite's own locks still hold.
    """

    def __init__(self, file: Path) -> None:
        self._file = file.with_name(f"{file.stem}.turn")
        self._handle: int | None = None

    @contextmanager
    def passing(self, patience: float) -> Iterator[None]:
        """Stand in the turnstile during the block; after so many seconds of waiting one walks around it."""
        handle = None
        with suppress(OSError):
            handle = self._opened()
            _enter(handle, time.monotonic() + patience)
        try:
            yield
        finally:
            if handle is not None:
                with suppress(OSError):
                    fcntl.flock(handle, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give its file back."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def _opened(self) -> int:
        if self._handle is None:
            make_private(self._file)
            self._handle = os.open(self._file, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        return self._handle


def _enter(handle: int, end: float) -> None:
    while time.monotonic() < end:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(random.uniform(0.2, 1) * _LOOK_EVERY)  # noqa: S311 - no secret
        else:
            return
