"""Opening the two files: checked, mended where damaged, migrated, or read as they are where nothing can be written."""

import os
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from achie_tui.errors import (
    AchieError,
    CacheRebuiltError,
    DiskFullError,
    GrowthRefusedError,
    IndexRemadeError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryReadOnlyError,
    MarksLostError,
    MarksRestoredError,
    NewerLibraryError,
    NoGrowthError,
    NoRoomError,
    NoTemporaryFolderError,
    UnsafeFolderError,
    system_reason,
)
from achie_tui.language import Phrase
from achie_tui.library import schema
from achie_tui.library.backups import back_up, copies, copy, restore
from achie_tui.library.connections import Connections, Source, connect, translated
from achie_tui.library.folder import alone, enter, make_folder, make_private, temporary_folder
from achie_tui.library.journal import Journal, choose_journal
from achie_tui.library.mending import is_sound, is_sound_at_start, remake_index, set_aside, size_of
from achie_tui.library.schema import Schema, complete, migrate, version_of

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

Clock = Callable[[], float]
_UNREADABLE = Phrase("{why}，请用 --data-dir 换一个", "{why}; choose another with --data-dir")
INCREMENTAL = 2  # of `PRAGMA auto_vacuum`


@dataclass(slots=True)
class OpenedFiles:
    """The files as they were opened, and what opening found.

    They are those of `folder`. `scratch` holds copies that stand in for files that cannot be written; `presence` shows
    others that they are used.
    """

    folder: Path
    cache: Source
    user: Source
    refusal: LibraryReadOnlyError | None = None
    notices: list[AchieError] = field(default_factory=list)
    scratch: "_Scratch | None" = None
    presence: int | None = None

    def connections(self) -> Connections:
        """Give the connections to these files."""
        return Connections(self.cache, self.user, self.refusal)

    def close(self) -> None:
        """Give back what opening took; the connections must be closed by then."""
        if self.scratch is not None:
            self.scratch.cleanup()
        if self.presence is not None:
            os.close(self.presence)
            self.presence = None


def open_files(folder: Path, clock: Clock) -> OpenedFiles:
    """Open the files of a data directory.

    Raises UnsafeFolderError where the directory is not the user's alone, LibraryError where not even reading works.
    """
    if not make_folder(folder):
        return _open_frozen(folder, LibraryReadOnlyError(folder=folder))
    try:
        with translated(folder / "cache.db", folder / "user.db"), alone(folder):
            return _open_writable(folder, clock)
    except (UnsafeFolderError, LibraryBusyError, LibraryDamagedError):
        raise
    except (LibraryError, OSError) as error:
        # No room for SQLite's side files, or the directory only looked writable: what is there can still be read.
        return _open_frozen(folder, _refusal(folder, error))


def _refusal(folder: Path, error: LibraryError | OSError) -> LibraryReadOnlyError:
    """Say why nothing can be written."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, DiskFullError) or number == ENOSPC:
        return NoRoomError()
    if isinstance(error, NoGrowthError) or number in {EFBIG, EDQUOT}:
        return GrowthRefusedError()
    return LibraryReadOnlyError(folder=folder)


def _open_writable(folder: Path, clock: Clock) -> OpenedFiles:
    journal, _ = choose_journal(folder)
    notices: list[AchieError] = []
    presence, first = enter(folder)
    try:
        sources = []
        for tables in (schema.USER, schema.CACHE):
            source = Source(folder / f"{tables.name}.db", "FULL")
            if mended := _mend(source, tables, clock, first=first):
                notices.append(mended)
            sources.append(_make_ready(source, tables, journal))
        _open_together([source for source, _ in sources])
    except BaseException:
        os.close(presence)
        raise
    (user, user_newer), (cache, cache_newer) = sources
    refusal = NewerLibraryError() if user_newer or cache_newer else None
    found = [*notices, *([refusal] if refusal else [])]
    return OpenedFiles(folder, cache, user, refusal, found, presence=presence)


def _open_together(sources: list[Source]) -> None:
    """See that all files can be read at once, as they will be: there may be room for what one of them needs alone."""
    with ExitStack() as opened:
        for source in sources:
            connection = opened.enter_context(closing(connect(source)))
            version_of(connection)


def _make_ready(source: Source, tables: Schema, journal: Journal) -> tuple[Source, bool]:
    """Bring a file to this version; tells, beside how it is opened, whether it is newer than that."""
    connection = connect(source)
    try:
        if version_of(connection) > tables.version:
            return source, True
        if tables is schema.CACHE and not size_of(source.file):
            # Decided while the file is empty: what is pruned can then be given back to the disk bit by bit.
            connection.pragma("auto_vacuum", INCREMENTAL)
        chosen = _choose_journal(connection, journal)
        migrate(connection, tables, lambda version: _keep_former(connection, source.file, tables, version))
    finally:
        connection.close()
    # Without a write-ahead log, NORMAL could cost the whole file when the power fails.
    relaxed = tables is schema.CACHE and chosen == "wal"
    return replace(source, synchronous="NORMAL" if relaxed else "FULL", plain=chosen != "wal"), False


def _mend(source: Source, tables: Schema, clock: Clock, *, first: bool) -> AchieError | None:
    """Make sure that a sound file is there; tells what had to be done for it."""
    file, empty = source.file, size_of(source.file) == 0
    irreplaceable = tables is schema.USER
    if empty and irreplaceable and any((file.parent / "backups").glob("user-*.db")):
        sound = False  # a file that was there must not begin anew
    else:
        make_private(file)
        sound = is_sound_at_start(source, tables, first=first)
    if sound:
        return None
    if irreplaceable and size_of(file) and not copies(file, clock()) and is_sound(source, tables, whole=False):
        _complete(source, tables)  # what is there is all there is
        return None
    if not irreplaceable and remake_index(source):
        return IndexRemadeError()
    damaged = set_aside(file, clock())
    backup = restore(file, clock()) if irreplaceable else None
    make_private(file)
    if not irreplaceable:
        return CacheRebuiltError(file=damaged)
    return MarksRestoredError(backup=backup.name, file=damaged) if backup else MarksLostError(file=damaged)


def _complete(source: Source, tables: Schema) -> None:
    connection = connect(source)
    try:
        complete(connection, tables)
    finally:
        connection.close()


def _choose_journal(connection: apsw.Connection, mode: Journal) -> str:
    with suppress(apsw.BusyError):  # another process holds the other mode
        chosen = connection.pragma("journal_mode", mode)
        if mode == "wal" and chosen != "wal":
            connection.pragma("journal_mode", "truncate")
    return str(connection.pragma("journal_mode"))


def _keep_former(connection: apsw.Connection, file: Path, tables: Schema, version: int) -> None:
    back_up(connection, file.parent / "backups" / f"{tables.name}-before-v{version + 1}.db")


def _open_frozen(folder: Path, refusal: LibraryReadOnlyError) -> OpenedFiles:
    scratch, notices = _Scratch(), list[AchieError]([refusal])
    try:
        with translated():
            cache, user = (
                _freeze(folder / f"{tables.name}.db", tables, scratch, notices)
                for tables in (schema.CACHE, schema.USER)
            )
    except NoTemporaryFolderError as error:
        scratch.cleanup()
        if isinstance(refusal, GrowthRefusedError):  # it is why there is none
            raise NoGrowthError from error
        raise
    except OSError as error:
        scratch.cleanup()
        raise UnsafeFolderError(folder=folder, reason=_UNREADABLE.fill(why=system_reason(error))) from error
    except BaseException:
        scratch.cleanup()
        raise
    return OpenedFiles(folder, cache, user, refusal, notices, scratch)


class _Scratch:
    """A folder for copies, made when the first is: what is whole is read where it stands, also where none can be."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def place(self, name: str) -> Path:
        """Give the path of a copy; raises NoTemporaryFolderError."""
        if self._folder is None:
            self._folder = temporary_folder()
        return Path(self._folder.name) / name

    def cleanup(self) -> None:
        """Remove what was made."""
        if self._folder is not None:
            self._folder.cleanup()


def _freeze(file: Path, tables: Schema, scratch: _Scratch, notices: list[AchieError]) -> Source:
    """Give a source that reads a file that cannot be written: itself, or a copy that can be completed."""
    wal = file.with_name(f"{file.name}-wal")
    if size_of(file):
        source = Source(file, "FULL", frozen=True)
        if size_of(wal):
            copy(file, scratch.place(file.name))
            copy(wal, scratch.place(wal.name))
        elif not is_sound(source, tables, seconds=0):
            notices.append(LibraryDamagedError())
        elif _version(source) >= tables.version:
            return source
        else:
            copy(file, scratch.place(file.name))
    stand_in = scratch.place(file.name)
    make_private(stand_in)
    source = Source(stand_in, "NORMAL")
    connection = connect(source)
    try:
        migrate(connection, tables, lambda _: None)
    finally:
        connection.close()
    return source


def _version(source: Source) -> int:
    connection = connect(source)
    try:
        return version_of(connection)
    finally:
        connection.close()
