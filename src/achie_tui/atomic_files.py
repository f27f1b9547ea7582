"""Files that are written whole or not at all: beside their place, onto the disk, and only then under their name.

What fails leaves everything as it was. It is raised as the OSError that it is: whoever has a file written knows what to
say of it. What the user named and is no file, a device or a pipe, is written into and never replaced.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

Write = Callable[[BinaryIO], object]
"""Writes what a file is to hold."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_PATIENCE, _MOMENT = 5.0, 0.05  # seconds that a pipe may be without a reader: a shell starts both at once


def write_named(path: str, write: Write, *, private: bool = False, over: bool = True) -> None:
    """Write what the user named: the file that a link leads to, or into a device, a pipe or our own output.

    A file that is there keeps its permissions; a new one is for the user only, where it is `private`. Raises
    FileExistsError where there is a file or a link and nothing may be written over, OSError.
    """
    found = _found(path)
    if found is not None and _is_stream(found):
        _write_into(path, found, write)
        return
    if not over and is_taken(path):
        raise FileExistsError(path)
    mode = stat.S_IMODE(found.st_mode) & 0o777 if found is not None else 0o600 if private else None
    write_whole(os.path.realpath(path), write, mode=mode, over=over)


def is_stream(path: str) -> bool:
    """Tell whether what is written to a path is gone at once: a device, a pipe, or our own output, even into a file."""
    found = _found(path)
    return found is not None and _is_stream(found)


def _found(path: str) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except FileNotFoundError:
        return None


def _is_stream(found: os.stat_result) -> bool:
    return not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)) or _own(found) is not None


def _own(found: os.stat_result) -> int | None:
    """Give the handle of our own output, where that is what was found: `/dev/stdout` may be a file, behind a `>`."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(OSError, ValueError):  # one that was closed
            if stream is not None and os.path.samestat(os.fstat(stream.fileno()), found):
                return stream.fileno()
    return None


def _write_into(path: str, found: os.stat_result, write: Write) -> None:
    whole = BytesIO()  # a book is an archive, whose writer goes back in a file
    write(whole)
    own = _own(found)
    if own is not None and sys.stdout is not None:
        sys.stdout.flush()
    with os.fdopen(_reader_awaited(path) if own is None else os.dup(own), "wb") as opened:
        opened.write(whole.getbuffer())


def _reader_awaited(path: str) -> int:
    """Open a device or a pipe, and wait for the reader of a pipe only so long; raises OSError (ENXIO)."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > end:
                raise
            time.sleep(_MOMENT)
        else:
            os.set_blocking(handle, True)
            return handle


def write_whole(
    path: str, write: Write, *, folder: int | None = None, mode: int | None = None, over: bool = True
) -> None:
    """Write a file, `over` a file of its name or not; a link of that name is replaced, never followed.

    `folder` is the handle of the folder that the path begins in. Without a `mode`, the umask decides who may read it.
    Raises FileExistsError where the name is taken and nothing may be written over, or by what is neither file nor link,
    and OSError.
    """
    if over and _is_special(path, folder):
        raise FileExistsError(path)
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


def _is_special(path: str, folder: int | None) -> bool:
    """Tell whether a device, a pipe or a socket has a name: those are never replaced."""
    with suppress(FileNotFoundError):
        mode = os.lstat(path, dir_fd=folder).st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode))
    return False


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
