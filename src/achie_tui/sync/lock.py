"""One sync at a time in a data directory; a lock is the system's, and goes with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN
from pathlib import Path

from achie_tui.errors import SyncRunningError

_FILE = "sync.lock"
_LONGEST = 20  # bytes of a process's number


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the directory's lock while the block runs; raises SyncRunningError where another process does.

    Where no lock file can be made, or the file system has no locks, there is none.
    """
    try:
        handle = os.open(folder / _FILE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        yield
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {EAGAIN, EACCES}:
                raise SyncRunningError(pid=_holder(handle)) from error
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    with suppress(OSError):
        digits = os.pread(handle, _LONGEST, 0).strip()
        if digits.isdigit():
            return digits.decode()
    return "?"
