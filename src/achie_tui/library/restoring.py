"""Putting a copy in the place of the user's data, because the user says so; what was there is set aside."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import apsw

from achie_tui.atomic_files import put_in_place
from achie_tui.errors import LibraryInUseError, LibraryReadOnlyError, NewerBackupError, NotABackupError
from achie_tui.library.backups import Content, content_of, copies, copy
from achie_tui.library.connections import Source, connect, translated
from achie_tui.library.folder import alone, enter, make_folder
from achie_tui.library.mending import SIDECARS, free_name, is_sound, size_of
from achie_tui.library.schema import USER, version_of


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where that is which stood there; None where nothing did."""

    content: Content
    aside: Path | None


def replace_user_data(folder: Path, chosen: Path, clock: Callable[[], float]) -> Restored:
    """Put a copy in the place of the user's data in a data directory.

    Raises NotABackupError or NewerBackupError where the copy is none that can be used, LibraryInUseError while another
    process uses the directory, LibraryReadOnlyError where nothing can be written; then nothing has changed.
    """
    if not make_folder(folder):
        raise LibraryReadOnlyError(folder=folder)
    file = folder / f"{USER.name}.db"
    part = file.with_name(f"{file.name}.restoring")
    with translated(), alone(folder), _undisturbed(folder):
        try:
            content = _prepare(chosen, part, clock(), _latest_step(file, clock()))
            aside = _set_aside(file, clock())
            put_in_place(part, file)
        finally:
            for sidecar in SIDECARS:
                part.with_name(part.name + sidecar).unlink(missing_ok=True)
    return Restored(content, aside)


@contextmanager
def _undisturbed(folder: Path) -> Iterator[None]:
    """Hold a directory that nobody else uses: whoever does would go on writing the file that is set aside."""
    presence, first = enter(folder)
    try:
        if not first:
            raise LibraryInUseError
        yield
    finally:
        os.close(presence)


def _latest_step(file: Path, now: float) -> int:
    """Give the last step of all journals that are here: that of the user's file, and of its copies."""
    steps = [each.content.step for each in copies(file, now) if each.content is not None]
    if size_of(file):
        with suppress(apsw.Error):
            connection = connect(Source(file, "FULL"))
            try:
                steps.append(content_of(connection, now).step)
            finally:
                connection.close()
    return max(steps, default=0)


def _prepare(chosen: Path, part: Path, now: float, latest: int) -> Content:
    """Copy the chosen file, with what SQLite may have left beside it, and make sure of it; tells what is in it."""
    wal = chosen.with_name(f"{chosen.name}-wal")
    copy(chosen, part)
    if size_of(wal):
        copy(wal, part.with_name(f"{part.name}-wal"))
    source = Source(part, "FULL")
    if not size_of(part) or not is_sound(source, USER):
        raise NotABackupError(file=chosen)
    connection = connect(source)
    try:
        if version_of(connection) > USER.version:
            raise NewerBackupError(file=chosen)
        content = content_of(connection, now)
        if content.step < latest:
            # An empty step, that nobody can do or undo: from now on this is the latest of all copies.
            connection.execute("INSERT INTO steps(number, at, undone) VALUES (?, ?, 1)", (latest + 1, now))
        connection.pragma("journal_mode", "delete")
    finally:
        connection.close()
    return content


def _set_aside(file: Path, now: float) -> Path | None:
    """Give the user's file a second name, and what belongs to it that one; the file itself is replaced in one move."""
    if not any(file.with_name(file.name + sidecar).exists() for sidecar in SIDECARS):
        return None
    aside = free_name(file, "replaced", now)
    with suppress(apsw.Error):  # a damaged one keeps its log
        connection = connect(Source(file, "FULL"))
        try:
            connection.pragma("journal_mode", "delete")
        finally:
            connection.close()
    for sidecar in SIDECARS[1:]:
        with suppress(FileNotFoundError):
            file.with_name(file.name + sidecar).rename(aside.with_name(aside.name + sidecar))
    with suppress(FileNotFoundError):
        try:
            os.link(file, aside)
        except PermissionError:  # a file system without second names
            copy(file, aside)
    return aside
