"""Where a write-ahead log could cost data, a plain journal stands in for it."""

from pathlib import Path

import apsw
import pytest

from achie_tui.library import journal
from achie_tui.library.journal import choose_journal, has_wal_reset_bug, on_network
from achie_tui.library.library import Library, View
from tests.library.samples import GXQ, article, listing, path_of

OURS = "1 0 8:1 / / rw - ext4 /dev/a rw"
LOCAL = ("ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "vfat", "exfat", "ntfs3", "fuseblk", "f2fs")
OTHERS = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "drvfs", "afs", "ceph", "lustre", "beegfs", "beegfs_nodev", "gpfs"),
    *("gfs2", "ocfs2", "vboxsf", "vmhgfs", "prl_fs", "virtiofs", "davfs", "coda", "orangefs", "glusterfs"),
    # What a program shows: davfs2, gvfs, and their like.
    *("fuse", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.davfs2"),
    *("fuse.vmhgfs-fuse", "fuse.juicefs", "fuse.mergerfs"),
)


@pytest.mark.fault(31)
@pytest.mark.parametrize(("kind", "network"), [*((kind, False) for kind in LOCAL), *((kind, True) for kind in OTHERS)])
def test_file_systems_of_others_are_known(tmp_path: Path, kind: str, network: bool) -> None:
    table, folder = tmp_path / "mountinfo", tmp_path / "a folder" / "data"
    folder.mkdir(parents=True)
    point = str(folder.parent).replace(" ", r"\040")
    table.write_text(f"{OURS}\n2 1 0:9 / {point} rw,relatime shared:1 - {kind} host:/ rw\n")
    assert on_network(folder, table) is network
    assert on_network(tmp_path, table) is False, "it is mounted further down"
    table.write_text(f"1 0 0:9 / / rw - {kind} host:/ rw\n2 1 8:1 / {point} rw - ext4 /dev/b rw\n")
    assert on_network(folder, table) is False, "a disk of one's own lies in it"
    assert on_network(tmp_path, table) is network


def test_without_a_table_of_mounts_the_disk_is_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mountinfo").write_text("")
    assert on_network(tmp_path, tmp_path / "mountinfo") is False
    assert on_network(tmp_path, tmp_path / "none") is False


@pytest.mark.fault(34)
@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        *(("3.6.23", False), ("3.7.0", True), ("3.40.1", True), ("3.44.5", True), ("3.44.6", False), ("3.44.9", False)),
        *(("3.45.0", True), ("3.49.2", True), ("3.50.6", True), ("3.50.7", False), ("3.51.0", True), ("3.51.2", True)),
        *(("3.51.3", False), ("3.54.1", False), ("4.0.0", False)),
    ],
)
def test_which_sqlite_may_corrupt_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, has_bug: bool
) -> None:
    assert has_wal_reset_bug(version) is has_bug
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: version)
    monkeypatch.setattr(journal, "on_network", lambda _: False)
    assert choose_journal(tmp_path) == (("truncate", "sqlite") if has_bug else ("wal", None))


@pytest.fixture(
    params=[pytest.param("sqlite", marks=pytest.mark.fault(34)), pytest.param("network", marks=pytest.mark.fault(31))]
)
def reason(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "sqlite":
        monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.40.1")
    else:
        monkeypatch.setattr(journal, "on_network", lambda _: True)
    return str(request.param)


def test_no_shared_memory_is_used_and_every_write_is_synced(
    folder: Path, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(folder) as library, Library.open(folder) as other:
        library.marks.mark([path_of(9)], starred=True)
        library.save_categories([GXQ])
        other.save_listing(GXQ.path, listing(9, 8), at=1.0)
        other.save_article(article(9), parser=1, at=1.0)
        assert len(library.views.keys(View(starred=True))) == 1
        assert other.maintenance.journal_mode() == "truncate", reason
        assert not list(folder.glob("*-shm")) + list(folder.glob("*-wal"))
        assert {library._connections._writer(name).pragma("synchronous") for name in ("cache", "user")} == {2}
    monkeypatch.undo()
    with Library.open(folder) as library:
        assert library.maintenance.journal_mode() == "wal"
        assert library.article(path_of(9)) is not None


def test_a_library_that_has_a_log_is_turned_over(folder: Path, reason: str) -> None:
    # As a program with another SQLite, or on another machine, left it.
    for name in ("cache.db", "user.db"):
        Library.open(folder).close()
        connection = apsw.Connection(str(folder / name))
        assert connection.pragma("journal_mode", "wal") == "wal"
        connection.close()
    with Library.open(folder) as library:
        library.marks.mark([path_of(1)], read=True)
        assert (library.maintenance.journal_mode(), reason) in {("truncate", "sqlite"), ("truncate", "network")}
        assert not list(folder.glob("*-shm"))
