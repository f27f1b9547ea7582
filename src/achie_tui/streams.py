"""Reading what the user named, which may be no file: a pipe, a device or a socket, of which nothing may ever come."""

import errno
import os
import select
from pathlib import Path

PATIENCE = 5.0
"""Seconds that are waited for the next byte of a stream: a shell starts who writes and who reads at once."""


def read_named(path: str | Path, most: int, *, patience: float | None = None) -> bytes:
    """Read so many bytes at most; a file is ready at once, a stream is waited for only so many seconds (PATIENCE).

    A pipe that nobody writes to yet is waited for in the same way. Raises OSError, and of those TimeoutError, by which
    `errors.system_reason` says it, where nothing comes.
    """
    # It is opened without waiting for who writes, and without a terminal's becoming ours.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        os.set_blocking(handle, True)
        ready = select.poll()
        ready.register(handle, select.POLLIN)
        parts: list[bytes] = []
        while most > 0:
            if not ready.poll((PATIENCE if patience is None else patience) * 1000):
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            part = os.read(handle, most)
            if not part:
                break
            parts.append(part)
            most -= len(part)
        return b"".join(parts)
    finally:
        os.close(handle)
