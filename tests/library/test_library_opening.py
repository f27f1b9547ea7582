"""Opening: permissions, damage, migrations, newer files, and folders that cannot be written."""

import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import apsw
import pytest

from achie_tui.errors import (
    CacheRebuiltError,
    LibraryDamagedError,
    LibraryError,
    LibraryReadOnlyError,
    MarksLostError,
    MarksRestoredError,
    NewerLibraryError,
    NoRoomError,
    UnsafeFolderError,
)
from achie_tui.library import opening, schema
from achie_tui.library.backups import back_up
from achie_tui.library.library import Library, View
from achie_tui.library.schema import CACHE, USER
from tests.library.samples import GXQ, article, listing, path_of

NOBODY = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def noon(day: int) -> Callable[[], float]:
    return lambda: datetime(2026, 11, day, 12).astimezone().timestamp()


def fill(library: Library, articles: int = 200) -> None:
    library.save_categories([GXQ])
    library.save_listing(GXQ.path, listing(*range(1, articles + 1)), at=1.0)
    rng = random.Random(1)
    for number in range(1, articles + 1):
        text = "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(2000))
        library.save_article(article(number, text=text), parser=1, at=1.0)
    library.marks.mark([path_of(number) for number in range(1, articles + 1)], read=True)
    library.marks.mark([path_of(1)], starred=True)


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a filled library with a backup, closed: copied by the tests that break it."""
    folder = tmp_path_factory.mktemp("model") / "data"
    with Library.open(folder, clock=noon(1)) as library:
        fill(library)
    with Library.open(folder, clock=noon(2)) as library:
        library.marks.mark([path_of(2)], starred=True)
    return folder


@pytest.fixture
def filled(model_folder: Path, folder: Path) -> Path:
    subprocess.run(["cp", "-a", model_folder, folder], check=True)  # noqa: S603, S607
    return folder


# Who may read and write.


@pytest.mark.fault(30)
def test_folder_and_files_are_the_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    before = os.umask(0)
    try:
        with Library.open(folder) as library:
            library.save_listing(GXQ.path, listing(1), at=1.0)
            library.marks.mark([path_of(1)], read=True)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
            assert {"cache.db", "cache.db-wal", "cache.db-shm", "user.db", "user.db-wal"} <= modes.keys()
            assert set(modes.values()) == {0o600}
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert stat.S_IMODE((folder / "backups").stat().st_mode) == 0o700
    finally:
        os.umask(before)


@pytest.mark.fault(30)
def test_files_open_to_others_are_closed(filled: Path) -> None:
    (filled / "user.db").chmod(0o644)
    Library.open(filled).close()
    assert stat.S_IMODE((filled / "user.db").stat().st_mode) == 0o600


@pytest.mark.fault(30)
def test_a_folder_that_is_a_link_or_open_to_others_is_refused(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "file").touch()
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    for name in ("link", "file", "open"):
        with pytest.raises(UnsafeFolderError):
            Library.open(tmp_path / name)
    assert list(real.iterdir()) == []


@pytest.mark.fault(30)
def test_a_file_that_is_a_link_is_refused(filled: Path, tmp_path: Path) -> None:
    (filled / "user.db").rename(tmp_path / "user.db")
    (filled / "user.db").symlink_to(tmp_path / "user.db")
    with pytest.raises(UnsafeFolderError):
        Library.open(filled)


@needs_root
@pytest.mark.fault(30)
def test_another_users_folder_is_refused(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    os.chown(folder, NOBODY, NOBODY)
    with pytest.raises(UnsafeFolderError):
        Library.open(folder)


# Where nothing can be written.

READ = """
import sys
from pathlib import Path
from achie_tui.errors import LibraryReadOnlyError
from achie_tui.library.library import Library, View
with Library.open(Path(sys.argv[1])) as library:
    assert library.read_only
    assert isinstance(library.notices[0], LibraryReadOnlyError), library.notices
    keys = library.views.keys(View())
    cached = sum(headline.cached for headline in library.views.headlines(keys))
    print(len(keys), len(library.views.keys(View(starred=True))), cached)
    for write in (
        lambda: library.marks.mark(["/a"], read=True), library.marks.undo,
        lambda: library.visits.save_place("/a", 1, 1),
        lambda: library.set_refreshed(None, 1.0), lambda: library.pages.save_redirect("/a", "/b"),
        library.index.catch_up,
    ):
        try:
            write()
        except LibraryReadOnlyError:
            continue
        raise SystemExit("written")
    assert library.maintenance.backup_if_due() is False
"""


def read_as_it_is(folder: Path, *before: str) -> str:
    command = [*before, sys.executable, "-W", "error", "-c", READ, str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def test_a_full_disk_is_told_as_one(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(opening, "_open_writable", full)
    with Library.open(filled) as library:
        [notice] = library.notices
        assert notice.sentence("zh").startswith("磁盘已满，只能阅读")
        assert library.article(path_of(1)) is not None
        with pytest.raises(NoRoomError):
            library.marks.mark([path_of(3)], starred=True)


def on_read_only_mount(folder: Path) -> str:
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    return read_as_it_is(folder, "unshare", "-rm", "sh", "-c", script, "sh", str(folder))


can_mount = pytest.mark.skipif(
    subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode != 0,  # noqa: S607
    reason="no mount namespaces here",
)


@can_mount
@pytest.mark.fault(30)
def test_a_read_only_folder_is_read_as_it_is(filled: Path) -> None:
    before = sorted(filled.rglob("*"))
    assert on_read_only_mount(filled) == "200 2 200"
    assert sorted(filled.rglob("*")) == before


@can_mount
@pytest.mark.fault(30)
def test_a_read_only_folder_left_by_a_crash_is_read_from_a_copy(filled: Path) -> None:
    library = Library.open(filled)
    library.marks.mark([path_of(3)], starred=True)
    assert (filled / "user.db-wal").stat().st_size
    assert on_read_only_mount(filled) == "200 3 200"
    library.close()


@can_mount
@pytest.mark.fault(30)
def test_an_old_library_in_a_read_only_folder_is_completed_in_a_copy(filled: Path) -> None:
    for name in ("cache.db", "user.db"):
        (filled / name).unlink()
        (filled / name).touch()
    assert on_read_only_mount(filled) == "0 0 0"


@can_mount
@pytest.mark.fault(30)
def test_a_damaged_file_in_a_read_only_folder_leaves_the_other_readable(filled: Path) -> None:
    (filled / "cache.db").write_bytes(b"no database at all" * 1000)
    assert on_read_only_mount(filled) == "0 0 0"


@can_mount
@pytest.mark.fault(30)
def test_a_folder_that_cannot_be_made_gives_an_empty_library(tmp_path: Path) -> None:
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    command = ("unshare", "-rm", "sh", "-c", script, "sh", str(tmp_path))
    assert read_as_it_is(tmp_path / "a" / "b", *command) == "0 0 0"


# Damage.


def starred(library: Library) -> int:
    return len(library._rows("SELECT path FROM user.marks WHERE mark = 'starred'"))


def overwrite(file: Path, offset: int, data: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(offset)
        opened.write(data)


def truncate(file: Path, size: int) -> None:
    with file.open("r+b") as opened:
        opened.truncate(size)


def foreign(file: Path) -> None:
    file.unlink()
    connection = apsw.Connection(str(file))
    connection.execute("CREATE TABLE bookmarks(url); PRAGMA user_version = 7")
    connection.close()


def without_a_table(file: Path) -> None:
    connection = apsw.Connection(str(file))
    connection.execute("DROP TABLE places" if file.name == "user.db" else "DROP TABLE refreshed")
    connection.close()


def of_no_version(file: Path) -> None:
    connection = apsw.Connection(str(file))
    connection.pragma("user_version", -1)
    connection.close()


UNREADABLE: list[Callable[[Path], object]] = [
    lambda file: overwrite(file, 0, b"\0" * 100),
    lambda file: file.write_bytes(random.Random(1).randbytes(9000)),
    lambda file: file.write_text("not a database"),
    lambda file: truncate(file, 5000),
    lambda file: overwrite(file, 100, b"\xff" * 4000),
    foreign,
    without_a_table,
    of_no_version,
]


@pytest.mark.parametrize("break_it", UNREADABLE)
@pytest.mark.fault(29)
def test_damaged_user_data_come_back_from_the_newest_good_backup(
    filled: Path, break_it: Callable[[Path], object]
) -> None:
    break_it(filled / "user.db")
    damaged = (filled / "user.db").read_bytes()
    began = time.monotonic()
    with Library.open(filled, clock=noon(3)) as library:
        assert time.monotonic() - began < 3
        [notice] = library.notices
        assert isinstance(notice, MarksRestoredError)
        assert "user-20261102.db" in notice.sentence("zh")
        # The second day's backup was made when the library was opened, before that day's star.
        assert starred(library) == 1
        assert len(library.views.keys(View(unread=True))) == 0
        assert library.marks.undo() == 1
    [aside] = filled.glob("user.db.corrupt-*")
    assert aside.name == "user.db.corrupt-20261103T" + aside.name[-7:]
    assert aside.read_bytes() == damaged
    with Library.open(filled) as library:
        assert library.notices == []


@pytest.mark.parametrize("break_it", UNREADABLE)
@pytest.mark.fault(29)
def test_a_damaged_cache_begins_anew_and_costs_no_marks(filled: Path, break_it: Callable[[Path], object]) -> None:
    break_it(filled / "cache.db")
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [CacheRebuiltError]
        assert library.views.keys(View()) == []
        library.save_listing(GXQ.path, listing(1), at=1.0)
        assert len(library.views.keys(View(starred=True))) == 1
        assert starred(library) == 2
    assert len(list(filled.glob("cache.db.corrupt-*"))) == 1


@pytest.mark.parametrize("empty", [lambda file: truncate(file, 0), Path.unlink])
@pytest.mark.fault(29)
def test_user_data_that_vanished_come_back(filled: Path, empty: Callable[[Path], object]) -> None:
    empty(filled / "user.db")
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [MarksRestoredError]
        assert starred(library) == 1


@pytest.mark.fault(29)
def test_a_bad_backup_is_passed_over(filled: Path) -> None:
    overwrite(filled / "backups" / "user-20261102.db", 0, b"\0" * 100)
    (filled / "user.db").write_bytes(b"x" * 5000)
    with Library.open(filled) as library:
        [notice] = library.notices
        assert notice.details["backup"] == "user-20261101.db"
        assert starred(library) == 0, "the first backup is of the empty library"


@pytest.mark.fault(29)
def test_user_data_without_a_good_backup_begin_anew(filled: Path) -> None:
    for backup in (filled / "backups").iterdir():
        backup.write_bytes(b"\0" * 10_000)
    (filled / "user.db").write_bytes(b"x" * 5000)
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [MarksLostError]
        assert starred(library) == 0
        library.marks.mark([path_of(1)], starred=True)


def test_the_two_newest_damaged_files_are_kept(filled: Path) -> None:
    for attempt in range(4):
        (filled / "cache.db").write_bytes(f"{attempt}".encode() * 5000)
        Library.open(filled, clock=noon(4)).close()
    assert {path.read_bytes()[:1] for path in filled.glob("cache.db.corrupt-*")} == {b"2", b"3"}


@pytest.mark.fault(29)
def test_damage_within_is_found_after_a_crash(filled: Path) -> None:
    overwrite(filled / "cache.db", 4096 * 20, b"\0" * 4096 * 40)
    (filled / "cache.db-wal").write_bytes(b"left behind")
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [CacheRebuiltError]


def test_a_file_in_use_is_not_taken_for_one_left_by_a_crash(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[float | None] = []

    def passes(_: apsw.Connection, seconds: float | None) -> bool:
        checks.append(seconds)
        return True

    monkeypatch.setattr("achie_tui.library.mending._passes", passes)
    with Library.open(filled, clock=noon(2)) as library:
        library.marks.mark([path_of(9)], starred=True)
        left = tmp_path / "left"
        subprocess.run(["cp", "-a", filled, left], check=True)  # noqa: S603, S607
        Library.open(filled, clock=noon(2)).close()
    Library.open(filled, clock=noon(2)).close()
    assert set(checks) == {0}
    checks.clear()
    Library.open(left, clock=noon(2)).close()
    assert checks == [0.25, 0]


@pytest.mark.fault(29)
def test_damage_found_while_reading_is_mended_at_the_next_start(filled: Path) -> None:
    connection = apsw.Connection(str(filled / "cache.db"))
    for (page,) in connection.execute("SELECT pageno FROM dbstat WHERE name = 'articles' AND pagetype = 'leaf'"):
        overwrite(filled / "cache.db", 4096 * (page - 1), random.Random(page).randbytes(4096))
    connection.close()
    with Library.open(filled) as library:
        with pytest.raises(LibraryDamagedError):
            [library.views.headlines([key]) for key in library.views.keys(View())]
        assert library.notices == []
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [CacheRebuiltError]
        assert starred(library) == 2
    with Library.open(filled) as library:
        assert library.notices == []


@pytest.mark.fault(29)
def test_a_garbled_text_is_damage_too(filled: Path) -> None:
    with Library.open(filled) as library:
        library.visits.save_place(path_of(1), 1, 1)
        with library._writing("user") as user:
            user.execute("UPDATE places SET path = CAST(x'2fe9ff' AS TEXT)")
        with pytest.raises(LibraryDamagedError):
            library._rows("SELECT path FROM user.places")
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [MarksRestoredError]


def test_a_false_alarm_costs_nothing(filled: Path) -> None:
    (filled / "cache.db.suspect").touch()
    for _ in range(2):
        with Library.open(filled) as library:
            assert library.notices == []
            assert len(library.views.keys(View())) == 200
    assert not (filled / "cache.db.suspect").exists()


@pytest.mark.fault(29)
def test_smeared_texts_are_read_or_count_as_none(filled: Path) -> None:
    rng = random.Random(5)
    file = filled / "cache.db"
    for _ in range(60):  # behind the pages that hold the schema
        overwrite(file, rng.randrange(4096 * 40, file.stat().st_size - 64), rng.randbytes(64))
    good = 0
    with Library.open(filled) as library:
        for number in range(1, 201):
            try:
                kept = library.article(path_of(number))
            except LibraryDamagedError:
                continue
            good += kept is not None
            assert kept is None or kept.article.title == f"第{number}号通告"
    assert good > 50


def test_without_a_copy_what_is_missing_is_made_and_all_else_stays(filled: Path) -> None:
    for backup in (filled / "backups").iterdir():
        backup.unlink()
    for sql in ("DROP TABLE places", "DROP TABLE visits; DROP TABLE settings"):
        connection = apsw.Connection(str(filled / "user.db"))
        connection.execute(sql)
        connection.close()
        for backup in (filled / "backups").iterdir():
            backup.unlink()
        with Library.open(filled) as library:
            assert (library.notices, starred(library)) == ([], 2)
            library.visits.save_place(path_of(1), 2, 3)
            assert library.visits.place(path_of(1)) == (2, 3)


@pytest.mark.fault(29)
@pytest.mark.parametrize("name", ["cache", "user"])
def test_a_missing_column_is_found_when_it_is_missed(filled: Path, name: str) -> None:
    connection = apsw.Connection(str(filled / f"{name}.db"))
    if name == "user":
        connection.execute("DROP INDEX places_begun; ALTER TABLE places DROP COLUMN percent")
        connection.execute("CREATE INDEX places_begun ON places(at)")
    else:
        connection.execute("ALTER TABLE articles DROP COLUMN summary")
    connection.close()
    with Library.open(filled) as library, pytest.raises(LibraryDamagedError):
        use_all(library)
    with Library.open(filled) as library:
        mended = MarksRestoredError if name == "user" else CacheRebuiltError
        assert [type(notice) for notice in library.notices] == [mended]


@pytest.mark.fault(40)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles SET title = x'00ff'",
        "UPDATE articles SET published = x'32303235'",
        "UPDATE listings SET place = 'first'",
        "UPDATE bodies SET fetched = 'yesterday'",
        "UPDATE bodies SET fetched = 9e999",
        "UPDATE categories SET name = x'00'",
    ],
)
def test_a_row_that_holds_anything_is_damage(filled: Path, sql: str) -> None:
    connection = apsw.Connection(str(filled / "cache.db"))
    connection.execute(sql)
    connection.close()
    with Library.open(filled) as library:
        with pytest.raises(LibraryDamagedError):
            read_all(library)
        with pytest.raises(LibraryDamagedError):
            use_all(library)
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [CacheRebuiltError]


def use_all(library: Library) -> None:
    library.visits.save_place(path_of(1), 1, 1)
    library.save_article(article(1, text="新"), parser=1, at=5.0)
    library.save_listing(GXQ.path, listing(3, 1, 2), at=5.0)
    read_all(library)


def read_all(library: Library) -> None:
    library.views.headlines(library.views.keys(View(category=GXQ.path)))
    library.views.counts()
    library.article(path_of(1))
    library._rows("SELECT place FROM listings")


# Backups.


@pytest.mark.fault(29)
def test_a_days_backup_is_written_once_and_three_are_kept(folder: Path) -> None:
    for day in range(1, 7):
        with Library.open(folder, clock=noon(day)) as library:
            assert library.maintenance.backup_if_due() is False, "opening did it"
            library.marks.mark([path_of(day)], starred=True)
    names = sorted(path.name for path in (folder / "backups").iterdir())
    assert names == ["user-20261104.db", "user-20261105.db", "user-20261106.db"]


def test_a_large_file_is_backed_up_when_the_app_asks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("achie_tui.library.library._CHEAP", -1)
    with Library.open(folder) as library:
        assert not (folder / "backups").exists()
        assert library.maintenance.backup_if_due() is True
        assert library.maintenance.backup_if_due() is False


@pytest.mark.fault(29)
def test_a_damaged_file_never_replaces_a_good_backup(filled: Path) -> None:
    with Library.open(filled, clock=noon(2)) as library:
        size = (filled / "user.db").stat().st_size
        overwrite(filled / "user.db", 4096, b"\0" * (size - 4096))
        library.maintenance._clock = noon(3)
        assert library.maintenance.backup_if_due() is False
    assert (filled / "user.db.suspect").exists()
    with Library.open(filled, clock=noon(3)) as library:
        assert [type(notice) for notice in library.notices] == [MarksRestoredError]


@pytest.mark.fault(29)
def test_the_days_check_finds_a_damaged_cache(filled: Path) -> None:
    with Library.open(filled, clock=noon(2)) as library:
        overwrite(filled / "cache.db", 4096 * 20, b"\0" * 4096 * 40)
        library.maintenance._clock = noon(3)
        assert library.maintenance.backup_if_due() is True
    with Library.open(filled) as library:
        assert [type(notice) for notice in library.notices] == [CacheRebuiltError]


# Migrations.

# Migrates as the next version would, and is killed before the statement of that number; prints when it is through.
KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import apsw
from achie_tui.library import opening, schema
from achie_tui.library.library import Library
last, seen = int(sys.argv[2]), 0
def count(*_):
    global seen
    seen += 1
    if seen == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return True
real = opening.connect
def traced(source):
    connection = real(source)
    if source.file.name == "user.db":
        connection.set_exec_trace(count)
    return connection
opening.connect = traced
later = sys.argv[3]
schema.USER = replace(schema.USER, migrations=(*schema.USER.migrations, later, "UPDATE steps SET at = at + 1"))
Library.open(Path(sys.argv[1])).close()
print(seen)
"""


@pytest.mark.fault(33)
def test_a_migration_that_is_killed_at_any_step_is_done_wholly_or_not_at_all(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = filled.with_name("before")
    shutil.copytree(filled, model)
    whole = 0
    for last in range(1, 40):
        shutil.rmtree(filled)
        shutil.copytree(model, filled)
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", KILLED, filled, str(last), LATER], check=False, capture_output=True, text=True
        )
        connection = apsw.Connection(str(filled / "user.db"))
        version, tables = schema.version_of(connection), tables_of(filled / "user.db")
        assert list(connection.execute("PRAGMA integrity_check")) == [("ok",)]
        connection.close()
        assert (version, "errands" in tables) in {(USER.version, False), (USER.version + 2, True)}
        with monkeypatch.context() as patch:
            migrated(patch, LATER, "UPDATE steps SET at = at + 1")
            with Library.open(filled) as library:
                assert (library.notices, starred(library)) == ([], 2)
        if done.returncode == 0:
            whole = last
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert whole > 5


LATER = "ALTER TABLE places ADD COLUMN later INTEGER; CREATE TABLE errands(path TEXT PRIMARY KEY, note TEXT);"


def tables_of(file: Path) -> set[str]:
    connection = apsw.Connection(str(file))
    try:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    finally:
        connection.close()


def migrated(monkeypatch: pytest.MonkeyPatch, *scripts: str) -> None:
    monkeypatch.setattr(schema, "USER", replace(USER, migrations=(*USER.migrations, *scripts)))


@pytest.mark.parametrize("tables", [CACHE, USER])
@pytest.mark.fault(33)
def test_every_version_so_far_leads_to_the_newest(tables: schema.Schema) -> None:
    for version in range(tables.version):
        connection = apsw.Connection(":memory:")
        schema.migrate(connection, replace(tables, migrations=tables.migrations[:version]), lambda _: None)
        schema.migrate(connection, tables, lambda _: None)
        assert schema.version_of(connection) == tables.version
        assert connection.pragma("application_id") == tables.application_id
        connection.close()


@pytest.mark.fault(33)
def test_an_old_file_is_backed_up_and_migrated(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrated(monkeypatch, LATER)
    with Library.open(filled) as library:
        assert library.notices == []
        assert starred(library) == 2
    assert "errands" in tables_of(filled / "user.db")
    assert "errands" not in tables_of(filled / "backups" / f"user-before-v{USER.version + 1}.db")


@pytest.mark.fault(33)
def test_a_migration_that_fails_leaves_the_file_as_it_was(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrated(monkeypatch, LATER, "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(LibraryError):
        Library.open(filled)
    monkeypatch.undo()
    with Library.open(filled) as library:
        assert library.notices == []
        assert starred(library) == 2
    assert "errands" not in tables_of(filled / "user.db")


@pytest.mark.fault(33)
def test_a_newer_file_is_read_and_not_written(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrated(monkeypatch, LATER)
    Library.open(filled).close()
    monkeypatch.undo()
    before = (filled / "user.db").read_bytes()
    with Library.open(filled) as library:
        assert library.read_only
        assert [type(notice) for notice in library.notices] == [NewerLibraryError]
        assert len(library.views.keys(View(starred=True))) == 2
        with pytest.raises(NewerLibraryError):
            library.marks.mark([path_of(1)], read=False)
        with pytest.raises(LibraryReadOnlyError):
            library.save_listing(GXQ.path, listing(1), at=1.0)
    assert (filled / "user.db").read_bytes() == before


@pytest.mark.fault(33)
def test_two_that_start_together_migrate_once(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the folder's lock too: SQLite's own must do."""
    migrated(monkeypatch, LATER)
    monkeypatch.setattr("fcntl.flock", lambda *_: None)
    started, failures = threading.Barrier(4), list[BaseException]()

    def start() -> None:
        try:
            started.wait()
            Library.open(filled).close()
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    def wait_and_back_up(connection: apsw.Connection, target: Path) -> None:
        started.wait()
        back_up(connection, target.with_name(f"{threading.get_ident()}.db"))

    monkeypatch.setattr("achie_tui.library.opening.back_up", wait_and_back_up)
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with Library.open(filled) as library:
        assert (library.notices, starred(library)) == ([], 2)


def test_a_closed_library_says_so(folder: Path) -> None:
    library = Library.open(folder)
    library.close()
    with pytest.raises(LibraryError):
        library.views.keys(View())
    with pytest.raises(LibraryError):
        library.marks.mark(["/a"], read=True)
