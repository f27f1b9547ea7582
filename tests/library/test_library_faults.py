"""Full disks and failing ones: nothing kept is lost, and the user is told once and clearly."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest

from achie_tui.errors import DiskFullError, LibraryError
from achie_tui.library import connections
from achie_tui.library.connections import Source
from achie_tui.library.library import Library, View
from tests.library.samples import GXQ, article, listing, path_of

# On a small disk: fill it, see that reading goes on, that opening works, and that room brings writing back.
FULL = """
import os, sys
from pathlib import Path
from achie_tui.errors import DiskFullError
from achie_tui.library.library import Library, View
from tests.library.samples import GXQ, article, listing, path_of
disk = Path(sys.argv[1])
folder = disk / "data"
ballast = disk / "ballast"
ballast.write_bytes(bytes(1_000_000))
library = Library.open(folder)
library.marks.mark([path_of(1)], starred=True)
kept = 0
for number in range(1, 10_000):
    try:
        library.save_article(article(number, text=os.urandom(6000).hex()), parser=1, at=1.0)
    except DiskFullError:
        break
    kept = number
for _ in range(3):
    try:
        library.save_article(article(20_000, text=os.urandom(60_000).hex()), parser=1, at=1.0)
        raise SystemExit("kept on a full disk")
    except DiskFullError:
        pass
acknowledged = 0
for number in range(1, 100_000):
    try:
        library.marks.mark([path_of(number) + "?" * 500], read=True)
    except DiskFullError:
        break
    acknowledged = number
def intact(library):
    assert len(library.views.keys(View())) == library.views.totals().cached == kept, (kept, library.views.totals())
    assert library.article(path_of(kept)) is not None
    [(read,)] = library._rows("SELECT count(*) FROM user.marks WHERE mark = 'read'")
    assert read == acknowledged
intact(library)
pid = os.fork()
if pid == 0:
    # Another program starts while the disk is full.
    with Library.open(folder) as other:
        intact(other)
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
ballast.unlink()
library.marks.mark([path_of(2)], starred=True)
library.save_article(article(kept + 1), parser=1, at=1.0)
kept += 1
intact(library)
library.close()
with Library.open(folder) as library:
    assert library.notices == []
    intact(library)
print(kept)
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode != 0,  # noqa: S607
    reason="no mount namespaces here",
)
@pytest.mark.fault(28)
def test_on_a_full_disk_reading_goes_on_and_room_brings_writing_back(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    script = 'mount -t tmpfs -o size=5m tmpfs "$1" && shift && exec "$@"'
    done = subprocess.run(  # noqa: S603
        ["unshare", "-rm", "sh", "-c", script, "sh", tmp_path, sys.executable, "-c", FULL, tmp_path],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30


class FaultyFile(apsw.VFSFile):
    """A file whose every write and sync is a step at which the disk may fail."""

    def __init__(self, name: object, flags: list[int], disk: "FaultyDisk") -> None:
        self.disk = disk
        super().__init__("", name, flags)  # type: ignore[arg-type]

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Write, or fail."""
        self.disk.step()
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Sync, or fail."""
        self.disk.step()
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        """Truncate, or fail."""
        self.disk.step()
        super().xTruncate(size)


class FaultyDisk(apsw.VFS):
    """A disk that fails at one step, once or from then on."""

    def __init__(self) -> None:
        self.steps, self.failing, self.lasting = 0, 0, False
        self.error: type[apsw.Error] = apsw.FullError
        super().__init__("faulty", "")

    def xOpen(self, name: object, flags: list[int]) -> FaultyFile:  # noqa: N802
        """Open a file that may fail."""
        return FaultyFile(name, flags, self)

    def step(self) -> None:
        """Count a step, and fail at the one chosen."""
        self.steps += 1
        if self.failing and (self.steps == self.failing or (self.lasting and self.steps > self.failing)):
            raise self.error

    def arm(self, step: int, error: type[apsw.Error], *, lasting: bool) -> None:
        """Choose the step to fail at, counted from now; 0 is none."""
        self.steps, self.failing, self.error, self.lasting = 0, step, error, lasting


@pytest.fixture(scope="module")
def disk() -> Iterator[FaultyDisk]:
    disk = FaultyDisk()
    yield disk
    disk.unregister()


@contextmanager
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    def faulty(source: Source) -> apsw.Connection:
        connection = apsw.Connection(source.uri, flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI, vfs="faulty")
        connection.pragma("synchronous", source.synchronous)
        connection.pragma("foreign_keys", True)
        return connection

    with Library.open(folder) as library, monkeypatch.context() as patch:
        patch.setattr(connections, "connect", faulty)
        yield library


WRITES: list[Callable[[Library], object]] = [
    lambda library: library.marks.mark([path_of(1), path_of(2)], read=True, starred=False),
    lambda library: library.marks.undo(),
    lambda library: library.save_article(article(1, text="改" * 3000), parser=1, at=9.0),
    lambda library: library.save_listing(GXQ.path, listing(9, 8, 1), at=9.0),
]


@pytest.mark.parametrize(
    "fault", [(apsw.FullError, False), (apsw.FullError, True), (apsw.IOError, False), (apsw.IOError, True)]
)
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.fault(27)
def test_a_write_that_fails_at_any_step_is_done_wholly_or_not_at_all(
    folder: Path,
    disk: FaultyDisk,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Library], object],
    fault: tuple[type[apsw.Error], bool],
) -> None:
    error, lasting = fault
    with Library.open(folder) as library:
        library.save_categories([GXQ])
        library.save_listing(GXQ.path, listing(3, 2, 1), at=1.0)
        library.save_article(article(1), parser=1, at=1.0)
        library.marks.mark([path_of(1)], starred=True)
        before = state(library)
        write(library)
        after = state(library)
        library.marks.undo()
    assert before != after
    model = folder.with_name("model")
    with Library.open(model) as library:
        library.save_categories([GXQ])
        library.save_listing(GXQ.path, listing(3, 2, 1), at=1.0)
        library.save_article(article(1), parser=1, at=1.0)
        library.marks.mark([path_of(1)], starred=True)
    failed, told = 0, {apsw.FullError: DiskFullError, apsw.IOError: LibraryError}
    for step in range(1, 200):
        shutil.rmtree(folder)
        shutil.copytree(model, folder)
        with opened(folder, monkeypatch) as library:
            library._connections._writer("cache")
            library._connections._writer("user")
            disk.arm(step, error, lasting=lasting)
            try:
                write(library)
            except told[error]:
                failed += 1
                assert state(library) == before
            else:
                assert state(library) == after
            finally:
                reached = disk.steps >= step
                disk.arm(0, error, lasting=False)
        with Library.open(folder) as library:
            assert library.notices == []
            assert state(library) in (before, after)
        if not reached:
            break
    assert failed


def state(library: Library) -> object:
    keys = library.views.keys(View(category=GXQ.path))
    marks = sorted(library._rows("SELECT * FROM user.marks"))
    changes = library._rows("SELECT mark, path, value FROM user.changes")
    kept = library.article(path_of(1))
    return library.views.headlines(keys), marks, changes, kept and kept.article
