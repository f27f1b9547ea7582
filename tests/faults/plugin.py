"""Notes, for each row of docs/safety.md, what the tests that show it have found; `-p tests.faults.plugin` loads it.

A test names its row by `@pytest.mark.fault(row)`, and may leave a figure with `record_property("figure", "0 of 200")`.
"""

import json
from pathlib import Path

import pytest

ROW, FIGURE = "fault", "figure"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the rows that are asked for, and the file that the outcomes go to."""
    parser.addoption("--rows", default="", help="only tests of these rows, such as 3,17")
    parser.addoption("--outcomes", type=Path, help="append what each test has found to this file, a line of JSON each")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tell each test its rows, so that its report carries them, from other processes too."""
    wanted = {int(row) for row in config.getoption("--rows").split(",") if row}
    chosen: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        rows = {row for mark in item.iter_markers(ROW) for row in mark.args}
        item.user_properties.extend((ROW, row) for row in sorted(rows))
        (chosen if rows & wanted or (rows and not wanted) else others).append(item)
    items[:] = chosen
    config.hook.pytest_deselected(items=others)


class Outcomes:
    """Writes what each test has found, as it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write a test's end, or why it did not come to it."""
        if report.when != "call" and report.outcome == "passed":
            return
        line = {
            "test": report.nodeid,
            "rows": [value for name, value in report.user_properties if name == ROW],
            "figures": [value for name, value in report.user_properties if name == FIGURE],
            "outcome": "xfailed" if hasattr(report, "wasxfail") else report.outcome,
            "seconds": round(report.duration, 2),
        }
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    """Write in the process that all reports come to."""
    path = config.getoption("--outcomes")
    if path is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Outcomes(path))
