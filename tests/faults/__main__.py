"""Run the tests of all rows, print which are held, and write docs/safety.md from that.

    python -m tests.faults [--rows 3,17] [--write]

The status is 0 where every row asked for is held. A row is not where a test of it was skipped, or where it has none.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import safety
from tests.faults.rows import Row, all_rows, read_outcomes

ROOT = Path(__file__).resolve().parents[2]
PYTEST = [sys.executable, "-m", "pytest", "-p", "tests.faults.plugin", "-q", "-m"]
TOGETHER = ["fault and not realtime", "-n", "auto", "--dist", "worksteal"]
ALONE = ["fault and realtime"]


def run(chosen: str) -> tuple[list[Row], float]:
    """Run the tests of the chosen rows (all, where none is named); gives the rows, and the seconds that it took."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = Path(folder) / "outcomes"
        outcomes.touch()
        for how in (TOGETHER, ALONE):
            # As one word each: what looks like a path by itself would have pytest look for its settings there.
            given = [f"--rows={chosen}", f"--outcomes={outcomes}"]
            subprocess.run([*PYTEST, *how, *given], cwd=ROOT, check=False)
        found = all_rows(read_outcomes(outcomes))
    numbers = {int(row) for row in chosen.split(",") if row} or {row.number for row in found}
    return [row for row in found if row.number in numbers], time.monotonic() - began


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--rows", default="", help="only these, such as 3,17")
    parser.add_argument("--write", action="store_true", help="write docs/safety.md")
    arguments = parser.parse_args()
    found, seconds = run(arguments.rows)
    for row in found:
        print(f"{row.number:2}  {row.state:8}  {len(row.outcomes):3} tests  {row.fault[:60]:60}  {row.figures}")
    held = sum(row.is_held for row in found)
    print(f"{held} of {len(found)} rows held, {seconds / 60:.1f} minutes")
    if arguments.write:
        safety.write(found, seconds)
    return 0 if held == len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
