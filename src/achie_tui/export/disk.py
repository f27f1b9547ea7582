"""Files that are written whole or not at all, never over another one unasked, never through a link."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from achie_tui.atomic_files import Write, is_taken, write_whole
from achie_tui.errors import system_reason
from achie_tui.export.errors import (
    ExportError,
    ExportStoppedError,
    LinkInTheWayError,
    NoFolderError,
    NoPlainFileError,
    ThereAlreadyError,
)

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Stop = Callable[[], bool]
"""Tells whether what is being written is not wanted any more."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class Folder:
    """A folder held open: what is written goes into it, whatever becomes of its path meanwhile."""

    def __init__(self, path: Path, handle: int, stop: Stop | None = None) -> None:
        self.path = path
        self._handle = handle
        self._stop = stop

    def write(self, name: str, write: Write, *, force: bool = False, private: bool = False) -> Path:
        """Write a file, which nobody else may read where it is `private`; gives its path.

        Raises ThereAlreadyError where there is one and `force` is not given, NoPlainFileError where there is a
        device or a pipe, ExportError where it cannot be written, and
        ExportStoppedError.
        """
        file = self.path / name
        with _told(file):
            try:
                written = _stoppable(write, self._stop) if self._stop else write
                write_whole(name, written, folder=self._handle, mode=0o600 if private else None, over=force)
            except FileExistsError as error:
                raise (NoPlainFileError if force else ThereAlreadyError)(file=file) from error
        return file

    def holds(self, name: str) -> bool:
        """Tell whether there is anything of a name."""
        return is_taken(name, self._handle)

    def is_file(self, name: str, size: int) -> bool:
        """Tell whether there is a plain file of a name and a size."""
        try:
            found = os.lstat(name, dir_fd=self._handle)
        except FileNotFoundError:
            return False
        return stat.S_ISREG(found.st_mode) and found.st_size == size

    def texts(self, ending: str, most: int) -> Iterator[tuple[str, str]]:
        """Give the plain files with an ending, of `most` bytes, and what is in those that are text."""
        for name in sorted(os.listdir(self._handle)):  # noqa: PTH208 - a handle, not a path
            if not name.endswith(ending):
                continue
            with _told(self.path / name):
                text = self._text(name, most)
            if text is not None:
                yield name, text

    def remove(self, name: str, text: str) -> bool:
        """Remove a plain file that still has this text; tells whether it did. Raises ExportError."""
        with _told(self.path / name):
            try:
                is_same = self._text(name, len(text.encode())) == text
                if is_same:
                    os.unlink(name, dir_fd=self._handle)
            except FileNotFoundError:
                return False
        return is_same

    def _text(self, name: str, most: int) -> str | None:
        """Give what is in a plain file, of `most` bytes; None where that is no text, or it is more."""
        with suppress(UnicodeDecodeError):
            found = os.lstat(name, dir_fd=self._handle)
            if stat.S_ISREG(found.st_mode) and found.st_size <= most:
                handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._handle)
                with os.fdopen(handle, "rb") as opened:
                    return opened.read(most).decode()
        return None

    @contextmanager
    def inner(self, name: str) -> Iterator["Folder"]:
        """Open a folder in it, made where there is none; raises LinkInTheWayError where something else has its name."""
        path = self.path / name
        with _told(path):
            with suppress(FileExistsError):
                os.mkdir(name, dir_fd=self._handle)
            try:
                handle = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=self._handle)
            except OSError as error:
                if stat.S_ISDIR(os.lstat(name, dir_fd=self._handle).st_mode):
                    raise
                raise LinkInTheWayError(file=path) from error
        try:
            yield Folder(path, handle, self._stop)
        finally:
            os.close(handle)


class _StoppableFile(BufferedWriter):
    """A file that takes nothing more when it is not wanted any more."""

    def __init__(self, raw: FileIO, stop: Stop) -> None:
        super().__init__(raw)
        self._stop = stop

    def write(self, data: "ReadableBuffer", /) -> int:
        if self._stop():
            raise ExportStoppedError
        return super().write(data)


def _stoppable(write: Write, stop: Stop) -> Write:
    def written(opened: BinaryIO) -> None:
        with _StoppableFile(FileIO(opened.fileno(), "wb", closefd=False), stop) as file:
            write(file)

    return written


@contextmanager
def opened_folder(path: Path, *, make: bool = False, stop: Stop | None = None) -> Iterator[Folder]:
    """Open a folder that the user named, links in its path followed, made where that is asked for.

    Where `stop` says so, no file is written to its end.
    """
    with _told(path):
        if make:
            try:
                path.mkdir(parents=True, exist_ok=True)
            except FileExistsError as error:
                raise NoFolderError(file=path) from error
        handle = os.open(path, _FOLDER)
    try:
        yield Folder(path, handle, stop)
    finally:
        os.close(handle)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn the system's errors into a sentence."""
    try:
        yield
    except OSError as error:
        raise ExportError(file=file, reason=system_reason(error)) from error
