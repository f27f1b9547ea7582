"""Connections to both files: one of each kind a thread, their settings, transactions and errors."""

import os
import shutil
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import apsw

from achie_tui.errors import (
    DiskFullError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryReadOnlyError,
    NoGrowthError,
)
from achie_tui.library.turns import Turnstile
from achie_tui.library.typed import Rows, WrongTypeError, all_rows

FileName = Literal["cache", "user"]

BUSY_TIMEOUT = 5000  # milliseconds
_WAL_LIMIT = 16 * 2**20  # bytes that a write-ahead log is cut back to
_LACKING = ("no such table", "no such column", "table ")  # what SQLite says of a file that lacks what it should have
# The last one: the log's shared memory is opened by giving it its first bytes.
_GROWING = frozenset((apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_SHMSIZE, apsw.SQLITE_IOERR_SHMOPEN))
_LITTLE = 2**18  # bytes of free space that no work can be done with


@dataclass(frozen=True, slots=True)
class Source:
    """A database file and how it is opened.

    `frozen` promises SQLite that nobody writes it: the only way to read one in a folder that cannot be written.
    `plain` says that it has no write-ahead log: which other journal there is, SQLite has to be told every time.
    """

    file: Path
    synchronous: Literal["NORMAL", "FULL"]
    frozen: bool = False
    plain: bool = False

    @property
    def uri(self) -> str:
        """The file as SQLite's URI; it is never created here, for then its permissions would be SQLite's choice."""
        return f"file:{quote(os.fsencode(self.file))}?" + ("mode=ro&immutable=1" if self.frozen else "mode=rw")


def connect(source: Source) -> apsw.Connection:
    """Open a file for reading and writing; raises apsw's errors."""
    connection = apsw.Connection(source.uri, flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI)
    connection.set_busy_timeout(BUSY_TIMEOUT)
    for name, value in (
        ("trusted_schema", False),
        ("cell_size_check", True),
        ("foreign_keys", True),
        ("synchronous", source.synchronous),
        ("journal_size_limit", _WAL_LIMIT),
    ):
        connection.pragma(name, value)
    if source.plain:
        connection.pragma("journal_mode", "truncate")
    return connection


@contextmanager
def translated(*files: Path) -> Iterator[None]:
    """Turn SQLite's errors into the library's; damage is noted beside `files`, so that the next start mends them."""
    try:
        yield
    except apsw.FullError as error:
        raise DiskFullError from error
    except (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError, WrongTypeError) as error:
        _suspect(*files)
        raise LibraryDamagedError from error
    except (apsw.IOError, apsw.CantOpenError) as error:
        # The log's shared memory and new files fail in other words when there is no room.
        if any(_is_full(file.parent) for file in files):
            raise DiskFullError from error
        grows = getattr(error, "extendedresult", 0) in _GROWING
        raise (NoGrowthError() if grows else LibraryError(reason=str(error))) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise LibraryBusyError from error
    except apsw.ReadOnlyError as error:
        raise LibraryReadOnlyError(folder=files[0].parent if files else "?") from error
    except apsw.SQLError as error:
        if not str(error).startswith(_LACKING):
            raise LibraryError(reason=str(error)) from error
        _suspect(*files)
        raise LibraryDamagedError from error
    except apsw.Error as error:
        raise LibraryError(reason=str(error)) from error


def _suspect(*files: Path) -> None:
    for file in files:
        with suppress(OSError):
            suspicion_of(file).touch(mode=0o600)


def suspicion_of(file: Path) -> Path:
    """Give the marker that says: this file showed damage and must be checked when it is next opened."""
    return file.with_name(f"{file.name}.suspect")


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False


class Connections:
    """Every thread's own connections, opened when first used.

    The reader sees both files (`user.` before the user's tables) and cannot write; each file has a writer of its
    own, so that no transaction ever spans both. Writers of one process queue at a lock, those of several processes
    at a turnstile.
    """

    def __init__(self, cache: Source, user: Source, refusal: LibraryReadOnlyError | None) -> None:
        self._sources: dict[FileName, Source] = {"cache": cache, "user": user}
        self._refusal = refusal
        self._own = threading.local()
        self._all: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._registering = threading.Lock()
        self._queues: dict[FileName, threading.Lock] = {"cache": threading.Lock(), "user": threading.Lock()}
        self._turnstiles = {name: Turnstile(source.file) for name, source in self._sources.items()}
        self._closed = False

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._refusal is not None

    @property
    def refusal(self) -> LibraryReadOnlyError | None:
        """Why nothing can be written; None where it can."""
        return self._refusal

    def rows(self, sql: str, values: Any = ()) -> Rows:
        """Read from both files; `sql` names the user's tables with `user.` before them."""
        with translated(*self._files()):
            return all_rows(self._reader().execute(sql, values))

    def unchecked_rows(self, sql: str, values: Any = ()) -> Rows:
        """Read as `rows` does, whatever the columns hold: the caller looks at each value."""
        with translated(*self._files()):
            return list(self._reader().execute(sql, values))

    @contextmanager
    def writing(self, name: FileName) -> Iterator[apsw.Connection]:
        """Write one file in one transaction: kept when the block ends, undone when it raises.

        Inside another such block of the same thread it is a part of that one's transaction. Raises
        LibraryReadOnlyError, DiskFullError, LibraryBusyError, LibraryDamagedError or LibraryError.
        """
        if getattr(self._own, f"{name}_begun", False):
            yield self._writer(name)
            return
        with self.upkeep(name) as connection:
            with self._turnstiles[name].passing(BUSY_TIMEOUT / 1000):
                connection.execute("BEGIN IMMEDIATE")
            setattr(self._own, f"{name}_begun", True)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors, a full disk among them.
                with suppress(apsw.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                raise
            finally:
                setattr(self._own, f"{name}_begun", False)

    @contextmanager
    def upkeep(self, name: FileName) -> Iterator[apsw.Connection]:
        """Give a file's connection for what no transaction may hold; raises as `writing` does."""
        if self._refusal is not None:
            raise self._refusal
        with self._queues[name], translated(self._sources[name].file):
            yield self._writer(name)

    def source(self, name: FileName) -> Source:
        """Tell which file is read and written, and how."""
        return self._sources[name]

    def close(self) -> None:
        """Close every thread's connections; the last one folds the write-ahead logs into the files."""
        with self._registering:
            self._closed = True
            for connection in list(self._all):
                with suppress(apsw.Error):
                    connection.close()
        for turnstile in self._turnstiles.values():
            turnstile.close()

    def _files(self) -> tuple[Path, ...]:
        return tuple(source.file for source in self._sources.values())

    def _reader(self) -> apsw.Connection:
        if (reader := getattr(self._own, "reader", None)) is None:
            reader = self._open("cache")
            reader.execute("ATTACH ? AS user", (self._sources["user"].uri,))
            reader.pragma("query_only", True)
            self._own.reader = reader
        return reader

    def _writer(self, name: FileName) -> apsw.Connection:
        if (writer := getattr(self._own, name, None)) is None:
            writer = self._open(name)
            setattr(self._own, name, writer)
        return writer

    def _open(self, name: FileName) -> apsw.Connection:
        connection = connect(self._sources[name])
        with self._registering:
            if self._closed:
                connection.close()
                raise apsw.ConnectionClosedError("the library is closed")
            self._all.add(connection)
        return connection


class Store:
    """Reads and writes some of the library's tables; the base of every part of it."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._writing = connections.writing
        self._rows = connections.rows

    def _value(self, sql: str, values: Any = ()) -> Any:
        """Read one row's only column, or None where there is no row."""
        rows = self._rows(sql, values)
        return rows[0][0] if rows else None
