"""Damaged files: found, and set aside."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import apsw

from achie_tui.library.connections import Source, connect, suspicion_of
from achie_tui.library.schema import CACHE, SEARCH_INDEX, Schema, is_whole, version_of
from achie_tui.library.typed import find_wrong_types

SIDECARS = ("", "-wal", "-shm")
_DAMAGED_KEPT = 2
_CHECK_TIME = 0.25  # seconds that a check may hold up the start


def is_sound(source: Source, schema: Schema, *, seconds: float | None = None, whole: bool = True) -> bool:
    """Tell whether a file is a database of ours, or empty, passes SQLite's quick check, and is `whole`.

    The check is made where `seconds` allows it any time, and one cut short counts as passed. With None it takes as
    long as it takes, and all texts are read too: SQLite's own check does not see that they are garbled.
    Raises apsw's errors other than those of damage.
    """
    try:
        connection = connect(source)
        try:
            version = version_of(connection)
            [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_schema")
            if version < 0 or ((version or tables) and connection.pragma("application_id") != schema.application_id):
                return False
            if whole and version == schema.version and not is_whole(connection, schema, columns=seconds is None):
                return False
            if not _passes(connection, seconds):
                return False
            return seconds is not None or (_reads(connection) and not find_wrong_types(connection))
        finally:
            connection.close()
    except (apsw.CorruptError, apsw.NotADBError, UnicodeDecodeError):
        return False


def is_sound_at_start(source: Source, schema: Schema, *, first: bool) -> bool:
    """Check a file as the start can afford: fully after it showed damage, briefly after a crash, else its head only.

    `first` says that nobody else uses the file: a write-ahead log that is there was then left by a crash.
    """
    suspicion = suspicion_of(source.file)
    if suspicion.exists():
        sound = is_sound(source, schema)
        with suppress(OSError):
            suspicion.unlink()
        return sound
    crashed = first and size_of(source.file.with_name(f"{source.file.name}-wal"))
    return is_sound(source, schema, seconds=_CHECK_TIME if crashed else 0)


def remake_index(source: Source) -> bool:
    """Make the cache's search index anew, and empty, where it alone is damaged; tells whether that was all.

    Raises apsw's errors other than those of damage.
    """
    try:
        connection = connect(source)
        try:
            if (connection.pragma("application_id"), version_of(connection)) != (CACHE.application_id, CACHE.version):
                return False
            if not all(_is_well(connection, table) for table in _tables_without_index(connection)):
                return False
            with connection:
                connection.execute("DROP TABLE IF EXISTS search_texts; DROP TABLE IF EXISTS search_titles")
                connection.execute(SEARCH_INDEX)
                connection.execute("UPDATE articles SET indexed = 0")
        finally:
            connection.close()
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, UnicodeDecodeError):
        return False
    return is_sound(source, CACHE)


def _tables_without_index(connection: apsw.Connection) -> list[str]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search|_%' ESCAPE '|'"
    )
    return [str(name) for (name,) in names]


def _is_well(connection: apsw.Connection, table: str) -> bool:
    return list(connection.execute(f'PRAGMA quick_check("{table}")')) == [("ok",)]


def set_aside(file: Path, now: float) -> Path:
    """Rename a damaged file and what belongs to it, and forget all but the newest of those before."""
    target = free_name(file, "corrupt", now)
    for sidecar in SIDECARS:
        with suppress(FileNotFoundError):
            file.with_name(file.name + sidecar).rename(target.with_name(target.name + sidecar))
    before = [path for path in file.parent.glob(f"{file.name}.corrupt-*") if not path.name.endswith(SIDECARS[1:])]
    before.sort(key=lambda path: path.stat().st_ctime_ns)  # when it was renamed
    for old in before[:-_DAMAGED_KEPT]:
        for sidecar in SIDECARS:
            old.with_name(old.name + sidecar).unlink(missing_ok=True)
    return target


def free_name(file: Path, word: str, now: float) -> Path:
    """Give a name for a file that is set aside, with why and when, that nothing has yet."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"{file.name}.{word}-{stamp}" + (f"-{n}" if n else "") for n in count())
    return next(free for name in names if not (free := file.with_name(name)).exists())


def size_of(file: Path) -> int:
    """Give a file's size in bytes, 0 where there is none."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def size_with_logs(file: Path) -> int:
    """Give the size of a database in bytes, with what SQLite keeps beside it."""
    return sum(size_of(file.with_name(file.name + sidecar)) for sidecar in SIDECARS)


def _passes(connection: apsw.Connection, seconds: float | None) -> bool:
    if seconds is not None:
        if not seconds:
            return True
        connection.set_progress_handler(_after(seconds), 10_000)
    try:
        [(first,)] = connection.execute("PRAGMA quick_check(1)")
    except apsw.InterruptError:
        return True
    finally:
        connection.set_progress_handler(None)
    return bool(first == "ok")


def _reads(connection: apsw.Connection) -> bool:
    """Read every text, and tell that it can be done; raises UnicodeDecodeError or CorruptError where not."""
    queries = connection.execute(
        """
        SELECT format('SELECT %s FROM "%w"', group_concat(format('"%w"', c.name)), t.name)
        FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND c.type = 'TEXT' GROUP BY t.name
        """
    )
    for (query,) in list(queries):
        for _ in connection.execute(query):
            pass
    return True


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
