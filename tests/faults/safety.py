"""docs/safety.md: what the program stands, written from a run of the tests that show it."""

import platform
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.faults.rows import Row

FILE = Path(__file__).resolve().parents[2] / "docs" / "safety.md"
HEAD = """# What it stands

Forty faults and hostile inputs, what is promised for each, and the tests that show it. This page is written by
`make faults` from a run of these tests; do not edit it. `make faults-prove` takes each protection away in turn and
sees that the tests of its row fail: a check that cannot fail is none.

{day}, Python {python}, {system}: **{held} of {all} rows held** in {minutes:.0f} minutes.

| | what happens | what is promised | | tests | figures |
| --- | --- | --- | --- | --- | --- |
"""


def write(rows: Sequence[Row], seconds: float) -> None:
    """Write the page."""
    head = HEAD.format(
        day=f"{datetime.now().astimezone():%Y-%m-%d}",
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        held=sum(row.is_held for row in rows),
        all=len(rows),
        minutes=seconds / 60,
    )
    FILE.write_text(head + "".join(map(_line, rows)), "utf-8")


def _line(row: Row) -> str:
    files = ", ".join(f"[{Path(file).stem}](../{file})" for file in row.files)
    tests = f"{len(row.outcomes)} in {files}" if row.outcomes else ""
    cells = [str(row.number), row.fault, row.promise, row.state, tests, row.figures]
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |\n"
