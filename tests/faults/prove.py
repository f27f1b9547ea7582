"""Take each protection away in turn, and see that the tests of its row fail: a check that cannot fail is none.

    python -m tests.faults.prove [--rows 3,17]

protections.toml says, for each row, which line of the program protects it and what stands there without it. The tests
run on a copy of the program, changed in that one place. The status is 0 where every row fails without its protection.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
FILE = Path(__file__).with_name("protections.toml")
LEFT_OUT = ("__pycache__", ".*", "*.png")
FAILED = 1
"""pytest's status where a test has failed; all others mean that nothing was shown."""


@dataclass(frozen=True)
class Protection:
    """What protects a row: in `file`, `replace` takes away what `find` does. `tests` are some that must see it."""

    row: int
    what: str
    file: str
    find: str
    replace: str
    tests: str = ""


class StaleProtectionError(Exception):
    """A protection's line does not stand in its file, or not once."""


def protections() -> list[Protection]:
    """Read the table."""
    return [Protection(**each) for each in tomllib.loads(FILE.read_text("utf-8"))["protection"]]


def changed(protection: Protection) -> str:
    """Give the text of the protection's file without it; raises StaleProtectionError."""
    text = (SOURCE / "achie_tui" / protection.file).read_text("utf-8")
    if text.count(protection.find) != 1:
        raise StaleProtectionError(f"row {protection.row}: {protection.file} has {text.count(protection.find)} of it")
    return text.replace(protection.find, protection.replace)


def without(protection: Protection, copy: Path) -> None:
    """Copy the program with its tests, and take the protection away in the copy."""
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (copy / "src" / "achie_tui" / protection.file).write_text(changed(protection), "utf-8")


def is_seen(protection: Protection) -> bool:
    """Tell whether a test of the row fails without the protection."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        without(protection, copy)
        where = protection.tests.split() or ["tests"]
        command = [sys.executable, "-m", "pytest", "-p", "tests.faults.plugin", "-m", "fault", "-x", "-q"]
        command += ["--rows", str(protection.row), "--no-header", "--tb=no", *where]
        environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        ended = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        end_all(environment["PYTHONPATH"])
        if ended.returncode != FAILED:
            print(ended.stdout[-500:], ended.stderr[-500:])
        return ended.returncode == FAILED


def end_all(source: str) -> None:
    """Kill what still runs of a copy of the program: without its protection, a process may outlive its test."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile, or is somebody else's
            if f"PYTHONPATH={source}".encode() in (process / "environ").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)


def main() -> int:
    """Prove what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.prove")
    parser.add_argument("--rows", default="", help="only these, such as 3,17")
    chosen = {int(row) for row in parser.parse_args().rows.split(",") if row}
    unseen = 0
    for protection in protections():
        if chosen and protection.row not in chosen:
            continue
        began = time.monotonic()
        seen = is_seen(protection)
        unseen += not seen
        state = "turns red" if seen else "STAYS GREEN"
        print(f"{protection.row:2}  {state}  {time.monotonic() - began:5.1f} s  without: {protection.what}", flush=True)
    print(f"{unseen} protections could go without being missed")
    return 1 if unseen else 0


if __name__ == "__main__":
    raise SystemExit(main())
