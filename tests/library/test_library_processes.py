"""Several threads and processes at once, and processes that are killed."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from achie_tui.errors import LibraryBusyError, LibraryReadOnlyError
from achie_tui.library import connections
from achie_tui.library.library import Library, View
from achie_tui.model import Listing
from tests.library.samples import GXQ, article, listing, path_of, row

ROUNDS = 20

# Marks article after article, saving listings and texts between, and says so when the library said so.
KILLED = """
import sys
from pathlib import Path
from achie_tui.library.library import Library
from tests.library.samples import GXQ, article, listing, path_of
first = int(sys.argv[2])
library = Library.open(Path(sys.argv[1]))
for number in range(first, first + 100_000):
    library.marks.mark([path_of(number)], read=True)
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
    library.save_listing(GXQ.path, listing(number, number - 1, number - 2), at=float(number))
    library.save_article(article(number, text="正文" * 2000), parser=1, at=1.0)
    if number % 5 == 0:
        library.marks.mark([f"/{number}"], later=True)
        library.marks.undo()
        library.marks.redo()
"""

# Marks and saves what is its own, and prints the longest wait in seconds.
BUSY = """
import sys, time
from pathlib import Path
from achie_tui.library.library import Library
from tests.library.samples import GXQ, article, listing, path_of
mine, rounds = int(sys.argv[2]), int(sys.argv[3])
longest = 0.0
with Library.open(Path(sys.argv[1])) as library:
    for number in range(mine, mine + rounds):
        for write in (
            lambda: library.marks.mark([path_of(number)], starred=True),
            lambda: library.save_article(article(number), parser=1, at=1.0),
            lambda: library.save_listing(GXQ.path, listing(number), at=float(number)),
        ):
            begun = time.monotonic()
            write()
            longest = max(longest, time.monotonic() - begun)
print(longest)
"""


def start(script: str, *arguments: object, stdin: int | None = None) -> subprocess.Popen[str]:
    paths = os.pathsep.join(str(Path(__file__).parents[2] / part) for part in ("src", ""))
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


def check(folder: Path) -> None:
    for name in ("cache.db", "user.db"):
        connection = apsw.Connection(str(folder / name))
        assert list(connection.execute("PRAGMA integrity_check")) == [("ok",)]
        assert list(connection.execute("PRAGMA foreign_key_check")) == []
        connection.close()


@pytest.mark.fault(26)
def test_what_was_marked_survives_kill_9(folder: Path) -> None:
    acknowledged = [1]
    for turn in range(ROUNDS):
        process = start(KILLED, folder, acknowledged[-1] + 10)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(0.003 * turn)
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in (first + process.stdout.read()).splitlines() if line]
        process.stdout.close()
        process.wait()
        with Library.open(folder) as library:
            assert library.notices == []
            read = {path for (path,) in library._rows("SELECT path FROM user.marks WHERE mark = 'read'")}
            assert {path_of(number) for number in acknowledged[1:]} <= read
            for headline in library.views.headlines(library.views.keys(View())):
                assert headline.cached == (library.article(headline.path) is not None)
        check(folder)
    assert len(acknowledged) > ROUNDS


@pytest.mark.fault(32)
@pytest.mark.realtime
@pytest.mark.parametrize("rounds", [150, pytest.param(1112, marks=pytest.mark.long)])  # of three writes, by three
def test_processes_that_write_at_once_never_see_each_other(folder: Path, rounds: int) -> None:
    processes = [start(BUSY, folder, 1 + 10_000 * mine, rounds) for mine in range(3)]
    waits = [float(process.communicate()[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], "one was told of another"
    assert max(waits) < 1
    with Library.open(folder) as library:
        assert (
            library.views.totals().articles
            == library.views.totals().cached
            == library.views.totals().starred
            == 3 * rounds
        )
        assert len(library.views.keys(View(category=GXQ.path))) == 3 * rounds
    check(folder)


# Writes what takes a while as often as it can, until it is told to end.
GREEDY = """
import sys, threading, time
from pathlib import Path
from achie_tui.library.library import Library
with Library.open(Path(sys.argv[1])) as library:
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    while not ended.is_set():
        with library._writing("user") as user:
            user.execute("INSERT OR REPLACE INTO settings VALUES ('greed', '1')")
            print(flush=True)
            time.sleep(0.02)
"""


@pytest.mark.fault(32)
def test_who_has_written_lets_others_go_first(folder: Path, library: Library) -> None:
    greedy = start(GREEDY, folder, stdin=subprocess.PIPE)
    assert greedy.stdout is not None
    greedy.stdout.readline()
    for number in range(20):
        library.marks.mark([path_of(number)], read=True)
    written = len(greedy.communicate()[0].splitlines())
    assert written < 3 * 20, "it wrote about as often as we did, and not several times while we waited"


@pytest.mark.fault(32)
def test_who_is_stopped_at_the_turnstile_stops_nobody(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 50)
    with Library.open(folder) as other:
        other.marks.mark(["/a"], read=True)
        with other._connections._turnstiles["user"].passing(1):
            library.marks.mark(["/b"], read=True)
        library.marks.mark(["/c"], read=True)
    assert library.marks.undo() == 1


@pytest.mark.fault(32)
def test_where_nothing_can_be_locked_everybody_passes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", refuse)
    library.marks.mark(["/a"], read=True)
    assert library.marks.undo() == 1


@pytest.mark.fault(32)
def test_threads_write_and_read_at_once(library: Library) -> None:
    def work(mine: int) -> int:
        for number in range(mine, mine + 50):
            library.marks.mark([path_of(number)], read=True)
            library.save_article(article(number), parser=1, at=1.0)
            library.save_listing(GXQ.path, Listing((row(number),)), at=1.0)
            assert library.article(path_of(number)) is not None
            assert library.views.headlines(library.views.keys(View()))
        return library.views.totals().articles

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(1, 400, 100)))
    assert library.views.totals().articles == 200
    assert library.views.totals().unread == 0
    assert [library.marks.undo() for _ in range(201)] == [1] * 200 + [0]


@pytest.mark.fault(32)
def test_a_reader_waits_for_no_writer(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1), at=1.0)
    with library._writing("cache") as cache, library._writing("user") as user:
        cache.execute("DELETE FROM listings")
        user.execute("INSERT INTO marks VALUES ('read', ?)", (path_of(1),))
        assert len(library.views.keys(View(category=GXQ.path))) == 1
        assert library.views.totals().unread == 1
    assert library.views.keys(View(category=GXQ.path)) == []
    assert library.views.totals().unread == 0


def test_one_library_sees_what_another_wrote(folder: Path, library: Library) -> None:
    assert library.views.totals().starred == 0
    with Library.open(folder) as other:
        other.save_listing(GXQ.path, listing(1), at=1.0)
        other.marks.mark([path_of(1)], starred=True)
        assert library.views.totals().starred == 1
        assert library.marks.undo() == 1
        assert other.views.totals().starred == 0


@pytest.mark.fault(32)
def test_who_waits_too_long_is_told(folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 50)
    with Library.open(folder) as other, library._writing("user"), pytest.raises(LibraryBusyError):
        other.marks.mark(["/a"], read=True)
    library.marks.mark(["/a"], read=True)


def test_a_write_that_fails_leaves_nothing(library: Library) -> None:
    def fail() -> None:
        with library._writing("user") as user:
            user.execute("INSERT INTO marks VALUES ('read', '/a')")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fail()
    assert library._rows("SELECT * FROM user.marks") == []
    library.marks.mark(["/b"], read=True)


def test_readers_cannot_write(library: Library) -> None:
    for sql in ("DELETE FROM articles", "DELETE FROM user.marks"):
        with pytest.raises(LibraryReadOnlyError, match="cannot be written"):
            library._rows(sql)


def test_a_threads_connections_end_with_it(library: Library) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    def use() -> None:
        library.views.totals()
        library.marks.mark(["/a"], read=True)

    library.views.totals()
    run(use)
    before = open_files()
    for _ in range(20):
        run(use)
    assert open_files() <= before + 2


def run(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
