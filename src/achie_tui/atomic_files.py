"""Files that are written whole or not at all: beside their place, onto the disk, and only then under their name.

What fails leaves everything as it was. It is raised as the OSError that it is: whoever has a file written knows what to
say of it.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePath
from typing import BinaryIO

Write = Callable[[BinaryIO], object]
"""Writes what a file is to hold."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_whole(
    path: str, write: Write, *, folder: int | None = None, mode: int | None = None, over: bool = True
) -> None:
    """Write a file, `over` what has its name or not; a link of that name is replaced, never followed.

    `folder` is the handle of the folder that the path begins in. Without a `mode`, the umask decides who may read it.
    Raises FileExistsError where the name is taken and nothing may be written over, OSError.
    """
    # Not by `secrets`: with that comes all of OpenSSL, which a start has no use for.
    part = str(PurePath(path).parent / f".{os.urandom(8).hex()}.part")
    try:
        handle = os.open(part, _NEW, 0o666 if mode is None else 0o600, dir_fd=folder)
        with os.fdopen(handle, "wb") as opened:
            write(opened)
            opened.flush()
            if mode is not None:
                os.fchmod(opened.fileno(), mode)
            os.fsync(opened.fileno())
        if over:
            os.replace(part, path, src_dir_fd=folder, dst_dir_fd=folder)
        else:
            _give_name(part, path, folder)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part, dir_fd=folder)


def _give_name(part: str, path: str, folder: int | None) -> None:
    """Give a file its name, if that is free: a second name fails where there is anything, which renaming does not.

    Some file systems have no second names: there it is looked for first.
    """
    try:
        os.link(part, path, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError:
        raise
    except OSError:
        if is_taken(path, folder):
            raise FileExistsError(path) from None
        os.rename(part, path, src_dir_fd=folder, dst_dir_fd=folder)


def is_taken(path: str, folder: int | None = None) -> bool:
    """Tell whether there is anything of a name, be it a link that leads nowhere."""
    try:
        os.lstat(path, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True


def put_in_place(part: Path, target: Path) -> None:
    """Move a finished file to its place, so that a crash of the machine leaves the old one or the new."""
    _sync(part)
    part.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
