"""The table of faults, and what is made of it."""

import json
from pathlib import Path

import pytest

from tests.faults import prove, safety
from tests.faults.rows import Outcome, all_rows, read_outcomes

ROWS = 40


def outcome(row: int, ended: str, *figures: str) -> Outcome:
    return Outcome("tests/web/test_a.py::test_b", [row], figures, ended, 0.1)


def test_there_are_forty_rows_with_a_promise_each() -> None:
    assert [row.number for row in all_rows()] == list(range(1, ROWS + 1))
    assert all(row.fault and row.promise for row in all_rows())


def test_the_page_tells_of_every_row_as_the_table_has_it() -> None:
    page = safety.FILE.read_text("utf-8")
    for row in all_rows():
        assert f"| {row.number} | {row.fault} | {row.promise} |" in page.replace(r"\|", "|"), row.number


@pytest.mark.parametrize(
    ("ended", "is_held"), [(["passed"], True), ([], False), (["passed", "failed"], False), (["skipped"], False)]
)
def test_a_row_is_held_where_all_its_tests_passed_and_there_is_one(ended: list[str], *, is_held: bool) -> None:
    row = all_rows([outcome(3, each) for each in ended])[2]
    assert row.is_held is is_held


def test_outcomes_are_read_as_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "outcomes"
    file.write_text(json.dumps(outcome(5, "passed", "0 of 200").__dict__) + "\n", "utf-8")
    assert all_rows(read_outcomes(file))[4].figures == "0 of 200"


def test_every_row_has_a_protection_that_stands_in_the_program() -> None:
    table = prove.protections()
    assert {each.row for each in table} == set(range(1, ROWS + 1))
    for each in table:
        compile(prove.changed(each), each.file, "exec")
