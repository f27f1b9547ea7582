"""Files are written whole or not at all, over nothing unasked, through no link, and readable by whom they are for."""

import errno
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pytest

from achie_tui.atomic_files import write_named, write_whole

OURS = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}


class Say:
    """Writes a text, and remembers who could read the file while it was written."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.mode = -1

    def __call__(self, file: BinaryIO) -> None:
        """Write it."""
        self.mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        file.write(self.text)


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_what_is_private_is_so_from_its_first_byte(tmp_path: Path) -> None:
    said, file = Say("园区".encode()), tmp_path / "a"
    mask = os.umask(0o022)
    try:
        write_whole(str(file), said, mode=0o600)
        assert (said.mode, mode_of(file)) == (0o600, 0o600)
        write_whole(str(file), said, mode=0o664)
        assert (said.mode, mode_of(file)) == (0o600, 0o664)
        write_whole(str(file), said)
        assert (said.mode, mode_of(file)) == (0o644, 0o644)
    finally:
        os.umask(mask)


@pytest.mark.fault(37)
@pytest.mark.parametrize("has_second_names", [True, False])
def test_a_name_that_is_taken_is_left_alone_and_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_second_names: bool
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no second names here")

    if not has_second_names:
        monkeypatch.setattr(os, "link", refused)
    mine, folder = tmp_path / "mine", tmp_path / "folder"
    folder.mkdir()
    mine.write_bytes(b"mine")
    (folder / "link").symlink_to(mine)
    (folder / "nowhere").symlink_to(tmp_path / "none")
    handle = os.open(folder, os.O_RDONLY)
    try:
        for name in ("link", "nowhere"):
            with pytest.raises(FileExistsError):
                write_whole(name, Say(b"new"), folder=handle, over=False)
        write_whole("free", Say(b"new"), folder=handle, over=False)
        write_whole("link", Say(b"new"), folder=handle)
    finally:
        os.close(handle)
    assert {file.name for file in folder.iterdir()} == {"link", "nowhere", "free"}
    assert mine.read_bytes() == b"mine"
    assert not (folder / "link").is_symlink()
    assert (folder / "link").read_bytes() == (folder / "free").read_bytes() == b"new"


@pytest.mark.parametrize("failing", ["write", "fsync", "fchmod", "replace"])
def test_what_fails_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    file = tmp_path / "a"
    file.write_bytes(b"old")
    if failing != "write":
        monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OSError, match="no space"):
        write_whole(str(file), fail if failing == "write" else Say(b"new"), mode=0o600)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]


def test_what_is_named_keeps_its_rights_and_where_it_leads(tmp_path: Path) -> None:
    file, link = tmp_path / "a", tmp_path / "link"
    link.symlink_to(file)
    file.write_bytes(b"old")
    file.chmod(0o640)
    with pytest.raises(FileExistsError):
        write_named(str(link), Say(b"new"), over=False)
    write_named(str(link), Say(b"new"), private=True)
    assert (link.is_symlink(), file.read_bytes(), mode_of(file)) == (True, b"new", 0o640)


def test_a_pipe_without_a_reader_is_not_waited_for_and_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achie_tui.atomic_files._PATIENCE", 0.0)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="No such device") as told:
        write_named(str(pipe), lambda file: file.write(b"new"))
    assert told.value.errno == errno.ENXIO
    with pytest.raises(FileExistsError):
        write_whole(str(pipe), Say(b"new"))
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


def test_our_own_output_is_written_into_wherever_it_goes(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = "import sys; from achie_tui.atomic_files import write_named as w; print(1); "
    script += "w('/dev/stdout', lambda file: file.write(b'2\\n'), over=False); print(3)"
    with told.open("wb") as opened:
        subprocess.run([sys.executable, "-c", script], stdout=opened, check=True, env=OURS)  # noqa: S603 - our own
    assert told.read_text() == "1\n2\n3\n"
    piped = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True, env=OURS)  # noqa: S603
    assert piped.stdout == b"1\n2\n3\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_device_stays_a_device(tmp_path: Path) -> None:
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("no devices here")
    with suppress(OSError):  # a file system may let nobody write into devices
        write_named(str(device), lambda file: file.write(b"new"))
    with pytest.raises(FileExistsError):
        write_whole(str(device), Say(b"new"))
    assert stat.S_ISCHR(device.lstat().st_mode)
