"""Nothing grows over a long time: the whole of benchmarks/soak.py."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.fault(39)
@pytest.mark.long
@pytest.mark.realtime
def test_nothing_grows_over_a_long_time(record_property: Callable[[str, object], None]) -> None:
    ended = subprocess.run(
        [sys.executable, "benchmarks/soak.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    for line in ended.stdout.splitlines():
        record_property("figure", " ".join(line.split()))
    assert ended.returncode == 0, ended.stdout + ended.stderr
