"""Space on the disk: what the library takes of it, what is left, and giving back what is free in the cache."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw

from achie_tui.library.opening import INCREMENTAL

MB = 1_000_000
LEAST_FREE = 50 * MB
_STEP = 2000  # pages given back in one transaction
_STEP_ROOM = 16 * MB  # what the log of such a transaction may take
_LOOK_EVERY = 20  # pictures


@dataclass(frozen=True, slots=True)
class Usage:
    """What each kind takes, in bytes.

    `articles`, `versions` (former texts), `pages` (raw), `pictures`, `lists` (headlines, listings, indexes) and
    `unused` (free, not given back yet) make up cache.db; `attachments` are files of their own. `user` is user.db,
    `backups` the folder of that name, `damaged` the files set aside, damaged or replaced.
    """

    articles: int
    versions: int
    pages: int
    pictures: int
    attachments: int
    lists: int
    unused: int
    user: int
    backups: int
    damaged: int

    @property
    def total(self) -> int:
        """All of it."""
        return sum(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What the disk got back, in bytes; `missing` is the room that was missing to do it, 0 where there was enough."""

    freed: int
    missing: int = 0


def free_bytes(folder: Path) -> int:
    """Give how much may still be written to a folder's disk."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


class Room:
    """Allows pictures, say, to be fetched until all that are kept take `limit` bytes, measured now and then only."""

    def __init__(self, size: Callable[[], int], limit: int, *, look_every: int = _LOOK_EVERY) -> None:
        self._size = size
        self._look_every = look_every
        self._limit = limit
        self._asked = 0
        self._is_there = True

    def is_there(self) -> bool:
        """Tell whether one more may be fetched."""
        if self._is_there and self._asked % self._look_every == 0:
            self._is_there = self._size() < self._limit
        self._asked += 1
        return self._is_there


def shrink(cache: apsw.Connection, file: Path) -> int:
    """Give the cache's unused pages back to the disk; tells how many bytes of room are missing for it, 0 if none."""
    unused = int(cache.pragma("freelist_count"))
    if not unused:
        return 0
    room = free_bytes(file.parent)
    if cache.pragma("auto_vacuum") == INCREMENTAL:
        if room < _STEP_ROOM:
            return _STEP_ROOM - room
        while cache.pragma("freelist_count"):
            for _ in cache.execute(f"PRAGMA incremental_vacuum({_STEP})"):
                pass
        return 0
    # A file of an older version has to be written anew as a whole: once beside itself, once as its log.
    whole = (int(cache.pragma("page_count")) - unused) * int(cache.pragma("page_size"))
    temporary = Path(os.environ.get("SQLITE_TMPDIR") or tempfile.gettempdir())
    missing = max(2 * whole + LEAST_FREE - room, whole - free_bytes(temporary))
    if missing > 0:
        return missing
    cache.pragma("auto_vacuum", INCREMENTAL)
    cache.execute("VACUUM")
    return 0
