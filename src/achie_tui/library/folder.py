"""The data directory: the user's alone, one process at a time while files are made ready."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from achie_tui.errors import NoTemporaryFolderError, UnsafeFolderError
from achie_tui.language import Phrase

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

_NO_FOLDER = Phrase(
    "它是文件，不是文件夹，请用 --data-dir 换一个文件夹",
    "it is a file and no folder; choose a folder with --data-dir",
)
_A_LINK = Phrase(
    "它是链接，请用 --data-dir 写出它指向的文件夹", "it is a link; give the folder it leads to with --data-dir"
)
_ANOTHERS = Phrase(
    "它属于别的用户，请用 --data-dir 换一个", "it belongs to another user; choose another with --data-dir"
)
_OPEN = Phrase(
    "别人也能往里写，请用 chmod go-w 收回别人的权限，或用 --data-dir 换一个",
    "others can write in it; take that right from them with chmod go-w, or choose another with --data-dir",
)
_NO_FILE = Phrase(
    "它是链接、不是文件或属于别的用户，请移走它，或用 --data-dir 换一个文件夹",
    "it is a link, no file, or another user's; move it away, or choose another folder with --data-dir",
)


def make_folder(folder: Path) -> bool:
    """Make the data directory where there is none, and tell whether files can be written in it.

    Raises UnsafeFolderError where it is a link or no directory, belongs to another user, or others may write in it.
    """
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        found = folder.lstat()
    except OSError:
        return False
    if reason := _unsafe(found):
        raise UnsafeFolderError(folder=folder, reason=reason)
    return os.access(folder, os.W_OK | os.X_OK)


def _unsafe(found: os.stat_result) -> Phrase | None:
    """Say why a directory is not the user's alone, and what to do about it."""
    if stat.S_ISLNK(found.st_mode):
        return _A_LINK
    if not stat.S_ISDIR(found.st_mode):
        return _NO_FOLDER
    if found.st_uid != os.geteuid():
        return _ANOTHERS
    return _OPEN if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) else None


def temporary_folder(purpose: str = "") -> "TemporaryDirectory[str]":
    """Make a folder for what is needed for a while only; raises NoTemporaryFolderError where none can be."""
    from tempfile import TemporaryDirectory

    try:
        return TemporaryDirectory(prefix=f"achie-tui-{purpose}")
    except OSError as error:  # whatever the reason is, Python says that there is no such folder
        raise NoTemporaryFolderError from error


def make_private(file: Path) -> None:
    """Make an empty file that only the user can read, or take the others' rights from one that is there.

    A file that is there is never opened: closing it would free the locks that SQLite holds on it in this process.
    Raises UnsafeFolderError where it is no plain file of the user's, OSError where it cannot be made.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
    if own_file(file).st_mode & 0o077:
        file.chmod(0o600)


def own_file(file: Path) -> os.stat_result:
    """Give what is known of a file; raises UnsafeFolderError where it is no plain file of the user's."""
    found = file.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        raise UnsafeFolderError(folder=file, reason=_NO_FILE)
    return found


@contextmanager
def written_beside(target: Path, *, by: str = "") -> Iterator[Path]:
    """Have a file, which only the user can read, written by its path, and put it in its place when that is done.

    `by` tells apart who may write the same one at once. Raises as `make_private` does, and leaves nothing then.
    """
    from achie_tui.atomic_files import put_in_place  # a start has no use for it

    part = target.with_name(f"{target.name}{by}.part")
    part.unlink(missing_ok=True)
    make_private(part)
    try:
        yield part
        put_in_place(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the directory's lock, so that two processes that start together do not mend or migrate at once."""
    lock = folder / "library.lock"
    make_private(lock)
    held = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a file system without locks; SQLite's own locks still hold
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def enter(folder: Path) -> tuple[int, bool]:
    """Show that a process uses the directory, until the handle given is closed or the process ends, however it ends.

    Gives the handle, and whether nobody else uses the directory.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    first = True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        first = False
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle, first
