"""Copies of the user's data are known by what is in them, whatever a clock said when they were written."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import apsw
import pytest

from achie_tui.errors import MarksRestoredError
from achie_tui.library.backups import copies
from achie_tui.library.library import Library
from tests.library.samples import path_of


def noon(year: int, day: int) -> Callable[[], float]:
    return lambda: datetime(year, 11, day, 12).astimezone().timestamp()


def read_on(folder: Path, clock: Callable[[], float], numbers: range) -> None:
    """Start the program once, and read some articles."""
    with Library.open(folder, clock=clock) as library:
        for number in numbers:
            library.marks.mark([path_of(number)], read=True)


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "backups").iterdir()}


def restored(folder: Path, clock: Callable[[], float]) -> int:
    """Destroy the user's file, start, and count the marks that are back."""
    (folder / "user.db").write_bytes(b"\xff" * 5000)
    with Library.open(folder, clock=clock) as library:
        assert [type(notice) for notice in library.notices] == [MarksRestoredError]
        [(count,)] = library._rows("SELECT count(*) FROM user.marks")
    return int(count)


@pytest.mark.fault(29)
@pytest.mark.fault(35)
def test_a_clock_that_was_ahead_costs_no_marks(folder: Path) -> None:
    for start in range(3):
        read_on(folder, noon(2036, 1 + start), range(1 + 30 * start, 31 + 30 * start))
    for day in range(10):
        read_on(folder, noon(2026, 1 + day), range(100 + 50 * day, 150 + 50 * day))
    assert names(folder) == {"user-20261108.db", "user-20261109.db", "user-20261110.db"}
    # All but what was read on the last day: its copy was made when the day began.
    assert restored(folder, noon(2026, 11)) == 90 + 9 * 50


@pytest.mark.fault(35)
def test_a_copy_of_a_day_to_come_is_set_aside_and_still_counts(folder: Path) -> None:
    read_on(folder, noon(2036, 11), range(1, 10))
    read_on(folder, noon(2036, 12), range(10, 20))
    read_on(folder, noon(2026, 11), range(20, 21))
    assert names(folder) == {"user-ahead-20361111.db", "user-ahead-20361112.db", "user-20261111.db"}
    (folder / "backups" / "user-20261111.db").unlink()
    assert restored(folder, noon(2026, 11)) == 9
    read_on(folder, noon(2036, 11), range(50, 60))
    assert "user-20361111.db" in names(folder), "the day has come, and has its copy"


@pytest.mark.fault(35)
@pytest.mark.parametrize("year", [1970, 2025])
def test_a_clock_that_fell_back_costs_no_marks(folder: Path, year: int) -> None:
    for day in range(4):
        read_on(folder, noon(2026, 1 + day), range(10 * day, 10 + 10 * day))
    read_on(folder, noon(year, 10), range(100, 110))
    read_on(folder, noon(year, 11), range(110, 120))
    assert names(folder) == {"user-ahead-20261104.db", f"user-{year}1110.db", f"user-{year}1111.db"}
    assert restored(folder, noon(year, 11)) == 50


def test_the_newest_real_copy_is_never_the_one_to_go(folder: Path) -> None:
    read_on(folder, noon(2026, 1), range(50))
    with Library.open(folder, clock=noon(2026, 2)) as library:
        assert library.maintenance.backups()[0].file.name == "user-20261102.db"
    newest = (folder / "backups" / "user-20261102.db").read_bytes()
    # Copies of less, whatever they are called and whenever they were written.
    for name in ("user-20261103.db", "user-20261104.db", "user-99991231.db", "user-000000001.db"):
        empty = folder / "backups" / name
        empty.write_bytes(b"")
    (folder / "backups" / "user-20261105.db").write_bytes(b"\xff" * 9000)
    with Library.open(folder, clock=noon(2026, 6)) as library:
        assert library.maintenance.backups()[1].file.read_bytes() == newest
    assert len(names(folder)) == 3


def test_copies_of_one_step_are_told_apart_by_when_the_user_was_there(folder: Path) -> None:
    read_on(folder, noon(2026, 1), range(3))
    with Library.open(folder, clock=noon(2026, 2)) as library:
        library.marks.undo()
        library.visits.save_place(path_of(1), 4, 2)
    with Library.open(folder, clock=noon(2026, 3)) as library:
        library.visits._clock = noon(2049, 3)
        library.visits.save_place(path_of(2), 4, 2)
    Library.open(folder, clock=noon(2026, 4)).close()
    found = copies(folder / "user.db", noon(2026, 4)())
    assert [each.file.name[5:13] for each in found] == ["20261104", "20261103", "20261102"]
    assert [each.content and each.content.step for each in found] == [3, 3, 3]


def test_a_copy_that_is_no_copy_is_passed_over(folder: Path) -> None:
    read_on(folder, noon(2026, 1), range(5))
    read_on(folder, noon(2026, 2), range(5, 9))
    connection = apsw.Connection(str(folder / "backups" / "user-20261103.db"))
    connection.execute("CREATE TABLE steps(number INTEGER PRIMARY KEY, at); INSERT INTO steps VALUES (1000000, 1)")
    connection.close()
    assert restored(folder, noon(2026, 2)) == 5
