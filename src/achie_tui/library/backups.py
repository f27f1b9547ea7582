"""Copies of the user's data: written by the day, ordered by what is in them, and put back.

A clock may be wrong, and a name says only what a clock said. What tells how late a copy is, is the journal in it:
its steps are counted, whatever the time.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

from achie_tui.errors import ExistsAlreadyError
from achie_tui.library.connections import Source, connect
from achie_tui.library.folder import written_beside
from achie_tui.library.mending import is_sound, size_of
from achie_tui.library.schema import USER

_KEPT = 3
_DAY = 86400.0
_DAILY = re.compile(r"^(?P<name>\w+)-(?P<day>\d{8,})\.db$")
_AHEAD = "ahead"  # stands in the name of a copy from a day that has not come yet
# When the user was last there, by a clock that may have been wrong: what lies ahead of now is not believed.
_SEEN = """
SELECT coalesce(max(at), 0) FROM (
    SELECT at FROM steps UNION ALL SELECT at FROM places UNION ALL SELECT last FROM visits
) WHERE typeof(at) IN ('real', 'integer') AND at <= ?
"""
_LAST_STEP = "SELECT coalesce(max(number), 0) FROM steps"


@dataclass(frozen=True, slots=True, order=True)
class Content:
    """How late the user's data in a file are: the journal's last step, and then when the user was last seen."""

    step: int
    seen: float
    marks: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the user's data; `content` is None where it cannot be read."""

    file: Path
    size: int
    content: Content | None


def content_of(connection: apsw.Connection, now: float) -> Content:
    """Tell how late the user's data are that a connection reads; raises apsw's errors."""
    [(step,)] = connection.execute(_LAST_STEP)
    [(seen,)] = connection.execute(_SEEN, (now,))
    [(marks,)] = connection.execute("SELECT count(*) FROM marks")
    return Content(step, seen, marks)


def copies(file: Path, now: float) -> list[Copy]:
    """Give all copies of the user's file, those with the latest content first, unreadable ones last."""
    found = [Copy(copy, size_of(copy), _look_into(copy, now)) for copy in _folder(file).glob(f"{file.stem}-*.db")]
    return sorted(found, key=_lateness, reverse=True)


def restore(file: Path, now: float) -> Path | None:
    """Put the sound copy with the latest content in the place of the user's file; None where there is none."""
    for each in copies(file, now):
        with suppress(apsw.Error):
            if each.content is not None and is_sound(Source(each.file, "FULL", frozen=True), USER):
                copy(each.file, file)
                return each.file
    return None


def backup_of_day(file: Path, now: float) -> Path:
    """Give where the day's copy of a file belongs."""
    return _folder(file) / f"{file.stem}-{_day_of(now)}.db"


def back_up(connection: apsw.Connection, target: Path, *, over: bool = True) -> None:
    """Write a compact copy of an open database, all at once, `over` one that is there or not.

    Raises ExistsAlreadyError where it may not.
    """
    if over:
        target.parent.mkdir(mode=0o700, exist_ok=True)
    elif os.path.lexists(target):
        raise ExistsAlreadyError(file=target)
    with written_beside(target) as part:
        connection.execute("VACUUM INTO ?", (Source(part, "FULL").uri,))


def forget_old_backups(file: Path, now: float) -> None:
    """Keep the three of a file's daily copies whose content is the latest.

    One that bears the name of a day to come is renamed first: it must not stand in that day's place.
    """
    tomorrow = _day_of(now + _DAY)
    for daily in list(_dailies(file)):
        match = _DAILY.match(daily.name)
        if match and (len(match["day"]), match["day"]) > (len(tomorrow), tomorrow):
            daily.rename(_free(daily.with_name(f"{file.stem}-{_AHEAD}-{match['day']}.db")))
    kept_by_day = [each for each in copies(file, now) if each.file in set(_dailies(file))]
    for old in kept_by_day[_KEPT:]:
        old.file.unlink(missing_ok=True)


def copy(source: Path, target: Path) -> None:
    """Copy a file that nobody writes, for the user only and all at once."""
    with written_beside(target) as part:
        shutil.copyfile(source, part)


def _folder(file: Path) -> Path:
    return file.parent / "backups"


def _day_of(now: float) -> str:
    return f"{datetime.fromtimestamp(now).astimezone():%Y%m%d}"


def _dailies(file: Path) -> Iterator[Path]:
    """Give the copies that were written by the day, and not before a migration."""
    for found in _folder(file).glob(f"{file.stem}-*.db"):
        if _DAILY.match(found.name) or found.name.startswith(f"{file.stem}-{_AHEAD}-"):
            yield found


def _free(wanted: Path) -> Path:
    """Give a name that nothing has yet."""
    number, free = 1, wanted
    while free.exists():
        number += 1
        free = wanted.with_name(f"{wanted.stem}-{number}.db")
    return free


def _look_into(file: Path, now: float) -> Content | None:
    if not size_of(file):
        return None
    try:
        connection = connect(Source(file, "FULL", frozen=True))
        try:
            return content_of(connection, now)
        finally:
            connection.close()
    except (apsw.Error, UnicodeDecodeError):
        return None


def _lateness(each: Copy) -> tuple[Content, float]:
    """Give what copies are ordered by; when a file was written decides only between equal contents."""
    try:
        written = each.file.stat().st_mtime
    except FileNotFoundError:  # another process has just renamed or forgotten it
        written = 0.0
    return each.content or Content(-1, 0.0, 0), written
