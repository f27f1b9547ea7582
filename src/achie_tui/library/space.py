"""Room on the disk: what the library takes of it, by kind, and what is left; freed space given back."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import apsw

from achie_tui.errors import LowSpaceError
from achie_tui.library.connections import Shelf
from achie_tui.library.mending import size_of
from achie_tui.library.opening import INCREMENTAL

MB = 1_000_000
LEAST_FREE = 50 * MB
_SIDECARS = ("", "-wal", "-shm")
_STEP = 2000  # pages given back in one transaction
_STEP_ROOM = 16 * MB  # what the log of such a transaction may take
_LOOK_EVERY = 20  # pictures


@dataclass(frozen=True, slots=True)
class Usage:
    """What each kind takes, in bytes.

    `articles`, `versions` (former texts), `pages` (raw), `pictures`, `lists` (headlines, listings, indexes) and
    `unused` (free, not given back yet) make up cache.db; `user` is user.db, `backups` the folder of that name,
    `damaged` the files set aside.
    """

    articles: int
    versions: int
    pages: int
    pictures: int
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


class Space(Shelf):
    """What the library takes of the disk."""

    @property
    def folder(self) -> Path:
        """The folder that the files are written in."""
        return self._connections.source("cache").file.parent

    def usage(self) -> Usage:
        """Measure what each kind takes."""
        bodies, versions, pages, pictures, unused, size = (
            self._value(f"SELECT {what}")
            for what in (
                "coalesce(sum(length(body)), 0) FROM bodies",
                "coalesce(sum(length(body)), 0) FROM versions",
                "coalesce(sum(length(body)), 0) FROM pages",
                "coalesce(sum(length(data)), 0) FROM images",
                "freelist_count * page_size FROM pragma_freelist_count, pragma_page_size",
                "page_count * page_size FROM pragma_page_count, pragma_page_size",
            )
        )
        cache, user = self._connections.source("cache").file, self._connections.source("user").file
        logs = _size_with_logs(cache) - size_of(cache)
        return Usage(
            articles=bodies,
            versions=versions,
            pages=pages,
            pictures=pictures,
            lists=max(0, size - bodies - versions - pages - pictures - unused) + logs,
            unused=unused,
            user=_size_with_logs(user),
            backups=sum(map(size_of, (user.parent / "backups").glob("*"))),
            damaged=sum(map(size_of, user.parent.glob("*.db.corrupt-*"))),
        )

    def pictures_size(self) -> int:
        """Give what all kept pictures take, in bytes."""
        return int(self._value("SELECT coalesce(sum(length(data)), 0) FROM images"))

    def check_room(self) -> None:
        """Raise LowSpaceError where so little of the disk is left that nothing more should be taken along."""
        with suppress(OSError):
            left = free_bytes(self.folder)
            if left < LEAST_FREE:
                raise LowSpaceError(free=left // MB)

    def give_back(self) -> GivenBack:
        """Give the space of what was removed back to the disk, as far as there is room to do it.

        It may take a while. Others go on reading; what they still read is given back when they are done.
        """
        file = self._connections.source("cache").file
        before = _size_with_logs(file)
        with self._connections.upkeep("cache") as cache:
            missing = _shrink(cache, file)
            with suppress(apsw.BusyError):
                for _ in cache.execute("PRAGMA wal_checkpoint(TRUNCATE)"):
                    pass
        return GivenBack(max(0, before - _size_with_logs(file)), missing)


class PictureRoom:
    """Whether pictures may still be fetched: until all of them take `limit` bytes; looked up now and then only."""

    def __init__(self, space: Space, limit: int) -> None:
        self._space = space
        self._limit = limit
        self._asked = 0
        self._is_there = True

    def is_there(self) -> bool:
        """Tell whether one more may be fetched."""
        if self._is_there and self._asked % _LOOK_EVERY == 0:
            self._is_there = self._space.pictures_size() < self._limit
        self._asked += 1
        return self._is_there


def _shrink(cache: apsw.Connection, file: Path) -> int:
    """Give unused pages back; tells how many bytes of room are missing for it, 0 where it was done."""
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
    aside = Path(os.environ.get("SQLITE_TMPDIR") or tempfile.gettempdir())
    missing = max(2 * whole + LEAST_FREE - room, whole - free_bytes(aside))
    if missing > 0:
        return missing
    cache.pragma("auto_vacuum", INCREMENTAL)
    cache.execute("VACUUM")
    return 0


def _size_with_logs(file: Path) -> int:
    return sum(size_of(file.with_name(file.name + sidecar)) for sidecar in _SIDECARS)
