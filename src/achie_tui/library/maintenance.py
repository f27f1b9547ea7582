"""Upkeep of both files: whether they are sound, their backups, how much room they take, and how that is given back."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import apsw

from achie_tui.errors import LibraryDamagedError, LowSpaceError
from achie_tui.library.articles import sound
from achie_tui.library.attachments import Attachments
from achie_tui.library.backups import Copy, back_up, backup_of_day, content_of, copies, forget_old_backups
from achie_tui.library.connections import Connections, FileName, Store, connect, suspicion_of, translated
from achie_tui.library.mending import is_sound, size_of, size_with_logs
from achie_tui.library.schema import CACHE, USER
from achie_tui.library.space import LEAST_FREE, MB, GivenBack, Usage, free_bytes, shrink
from achie_tui.model import Extraction

if TYPE_CHECKING:
    from achie_tui.library.pruning import Pruned, Selection

Soundness = Literal["sound", "damaged", "unfinished"]

_TABLES = {"cache": CACHE, "user": USER}
_ASIDE = ("corrupt", "replaced")  # in the names of files that were set aside
_CHECK_TIME = 2.0  # seconds a day for checking the cache
_NEWEST = 100  # articles of a category: enough for a share, and the site's present template made them


class Maintenance(Store):
    """The part of the library that looks after its files."""

    def __init__(self, connections: Connections, clock: Callable[[], float], attachments: Attachments) -> None:
        super().__init__(connections)
        self._clock = clock
        self._attachments = attachments

    @property
    def folder(self) -> Path:
        """The folder that the files are written in."""
        return self._file("cache").parent

    def check(self, name: FileName, seconds: float) -> Soundness:
        """Check a file with SQLite's quick check, as far as the seconds reach; damage is mended at the next start."""
        source = self._connections.source(name)
        end = time.monotonic() + seconds
        with translated():
            if is_sound(source, _TABLES[name], seconds=seconds):
                return "unfinished" if time.monotonic() > end else "sound"
        with suppress(OSError):
            suspicion_of(source.file).touch(mode=0o600)
        return "damaged"

    def journal_mode(self) -> str:
        """Give how the cache is written: `wal`, or what stands in for it on a network's disk."""
        with translated():
            connection = connect(self._connections.source("cache"))
            try:
                return str(connection.pragma("journal_mode"))
            finally:
                connection.close()

    def backups(self) -> list[Copy]:
        """Give the copies of the user's data, those with the latest content first."""
        return copies(self._file("user"), self._clock())

    def backup_if_due(self) -> bool:
        """Write the day's backup of the user's data, if there is none, and check both files; tells whether it did.

        It may take seconds. A file that fails the check is mended when the library is next opened.
        """
        written = self.back_up()
        if written:
            source = self._connections.source("cache")
            with translated():
                if not is_sound(source, CACHE, seconds=_CHECK_TIME):
                    suspicion_of(source.file).touch(mode=0o600)
        return written

    def back_up(self) -> bool:
        """Write the day's backup where there is none, of a sound file only; tells whether it did."""
        source = self._connections.source("user")
        target = backup_of_day(source.file, self._clock())
        if self._connections.read_only or target.exists():
            return False
        with translated(source.file):
            if not is_sound(source, USER):
                suspicion_of(source.file).touch(mode=0o600)
                return False
            connection = connect(source)
            try:
                back_up(connection, target)
            finally:
                connection.close()
            forget_old_backups(source.file, self._clock())
        return True

    def write_copy(self, target: Path | None = None) -> Copy:
        """Write a copy of the user's data now: to a file that is not there yet, or in place of the day's backup.

        Raises LibraryDamagedError where they are not sound, LibraryReadOnlyError where the
        library is so, ExistsAlreadyError, or LibraryError.
        """
        source = self._connections.source("user")
        if target is None and self._connections.refusal is not None:
            raise self._connections.refusal
        written = target or backup_of_day(source.file, self._clock())
        with translated(source.file):
            if not is_sound(source, USER):
                suspicion_of(source.file).touch(mode=0o600)
                raise LibraryDamagedError
            connection = connect(source)
            try:
                content = content_of(connection, self._clock())
                back_up(connection, written, over=target is None)
            finally:
                connection.close()
        if target is None:
            forget_old_backups(source.file, self._clock())
        return Copy(written, size_of(written), content)

    def usage(self) -> Usage:
        """Measure what each kind of data takes of the disk."""
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
        cache, user = self._file("cache"), self._file("user")
        logs = size_with_logs(cache) - size_of(cache)
        return Usage(
            articles=bodies,
            versions=versions,
            pages=pages,
            pictures=pictures,
            attachments=self._attachments.size(),
            lists=max(0, size - bodies - versions - pages - pictures - unused) + logs,
            unused=unused,
            user=size_with_logs(user),
            backups=sum(map(size_of, (user.parent / "backups").glob("*"))),
            damaged=sum(size_of(file) for word in _ASIDE for file in user.parent.glob(f"*.db.{word}-*")),
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

    def prune(self, selection: "Selection", *, dry_run: bool = False) -> "Pruned":
        """Remove a selection, or only count it. It may take seconds; others write in between."""
        from achie_tui.library.pruning import Pruning

        return Pruning(self._connections, self._attachments).prune(selection, dry_run=dry_run)

    def give_back(self) -> GivenBack:
        """Give the space of what was removed back to the disk: files at once, the rest as far as there is room for it.

        It may take a while. Others go on reading; what they still read is given back when they are done.
        """
        file = self._file("cache")
        swept = self._attachments.sweep(self._clock())
        before = size_with_logs(file)
        with self._connections.upkeep("cache") as cache:
            missing = shrink(cache, file)
            with suppress(apsw.BusyError):
                for _ in cache.execute("PRAGMA wal_checkpoint(TRUNCATE)"):
                    pass
        return GivenBack(swept + max(0, before - size_with_logs(file)), missing)

    def extractions(self, seconds: float) -> dict[str, Counter[Extraction]]:
        """Count, for each category by its name, how the texts of its newest kept articles were found on their pages.

        Those that the seconds do not reach are left out.
        """
        end = time.monotonic() + seconds
        found: dict[str, Counter[Extraction]] = {}
        for number, name in self._rows("SELECT number, name FROM categories WHERE position NOT NULL ORDER BY position"):
            if time.monotonic() > end:
                break
            rows = self._rows(
                "SELECT b.body, b.hash FROM listings AS l CROSS JOIN bodies AS b ON b.key = l.key "
                "WHERE l.category = ? ORDER BY l.place LIMIT ?",
                (number, _NEWEST),
            )
            articles = (sound(body, digest) for body, digest in rows)
            found[name] = Counter(article.extraction for article in articles if article is not None)
        return found

    def _file(self, name: FileName) -> Path:
        return self._connections.source(name).file
