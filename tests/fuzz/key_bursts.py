"""Bursts of keys: several of all there are in one write, as from a slow machine or a stalled connection.

    python -m tests.fuzz.key_bursts --seconds 600
    python -m tests.fuzz.key_bursts --seed 17

The real program runs in a pseudo-terminal. A session is made by its seed: size, site, and keys. It fails where the
program ends with a status that is not 0, does not end when it is told to, or says that something failed inside. What
is found is printed with its seed.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

from achie_tui.crash import FILE
from achie_tui.library.library import Library
from achie_tui.tui.keys import ACTIONS
from tests.site.build import build
from tests.site.serve import Server, serve
from tests.tui.fake import fill
from tests.tui.test_first_wall import Recorder, text_of

SIZES = ((120, 40), (80, 24), (50, 20))
BURSTS = 60
"""Bursts of a session."""
QUIET = 0.02
"""Seconds without anything written, after which a burst is dealt with as far as the next may come."""
ENDING = 20.0
"""Seconds that the program may take to end, on a machine as busy as it gets."""
_NAMED = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "comma": ",",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "delete": "\x1b[3~",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "f5": "\x1b[15~",
    "f9": "\x1b[20~",
}
_TYPED = ("园", "主", "th", "1", "\x7f", "\x1b[200~园区\x1b[201~")
_LEAVING = ("q", "Q", "\x1a", "\x1b[20~")
"""What ends or stops the program is rarer, or there would be little else."""
# A slow machine: no key waits for what the one before it has set off.
_HASTY = "from achie_tui.tui import keyboard; keyboard.PATIENCE = keyboard.FRAME = 0.0; "
_START = "import sys; from achie_tui.__main__ import main; sys.exit(main())"


def bytes_of(key: str) -> str:
    """Give what a terminal sends for a key of the table of keys."""
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) & 0x1F)
    return key if len(key) == 1 else _NAMED[key]


KEYS = tuple(dict.fromkeys(bytes_of(key) for action in ACTIONS for key in action.keys.split(",")))


class Session(NamedTuple):
    """What a seed comes to."""

    seed: int
    size: tuple[int, int]
    hasty: bool
    full: bool
    bursts: tuple[str, ...]


class Failure(Exception):  # noqa: N818
    """What a session has found."""


def session(seed: int, bursts: int = BURSTS) -> Session:
    """Make a session of a seed."""
    random = Random(seed)
    size = SIZES[seed % len(SIZES)]
    hasty, full = random.random() < 0.5, random.random() < 0.5
    return Session(seed, size, hasty, full, tuple(_burst(random, size) for _ in range(bursts)))


def _burst(random: Random, size: tuple[int, int]) -> str:
    chosen = (_one(random, size) for _ in range(random.randint(2, 5)))
    return "".join(chosen)


def _one(random: Random, size: tuple[int, int]) -> str:
    what = random.random()
    if what < 0.03:
        return random.choice(_TYPED)
    if what < 0.12:
        column, row = random.randint(1, size[0]), random.randint(1, size[1])
        click = f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"
        return click * random.randint(1, 2)
    if what < 0.14:
        return random.choice(("\x1b[<64;5;5M", "\x1b[<65;5;5M"))
    if what < 0.3:
        return random.choice(("\r", "\x1b", ":", "?", "1", "h", " ", "i", "A", "U"))
    key = random.choice(KEYS)
    return key if key not in _LEAVING or random.random() < 0.15 else random.choice(KEYS[:20])


def run(session: Session, server: Server, folder: Path) -> None:
    """Run a session; raises Failure where it finds something."""
    data = folder / "data"
    (folder / "config.toml").write_text("delay = 0\n", encoding="utf-8")
    if session.full:
        with Library.open(data) as library:
            fill(library)
    options = [
        "--lang",
        "zh",
        "--config",
        str(folder / "config.toml"),
        "--data-dir",
        str(data),
        "--base-url",
        server.base_url,
    ]
    columns, rows = session.size
    start = (_HASTY if session.hasty else "") + _START
    with closing(Recorder("-c", start, *options, columns=columns, rows=rows)) as terminal:
        try:
            terminal.wait_for("\x1b[?1049h")
            terminal.rest(0.3)
            status = _play(session.bursts, terminal)
        finally:
            if terminal.runs:
                os.kill(terminal.pid, signal.SIGKILL)
                os.waitpid(terminal.pid, 0)
    report = data / FILE
    if report.exists():
        raise Failure(report.read_text(encoding="utf-8"))
    if status != 0 or b"Traceback" in terminal.everything:
        raise Failure(f"it ends with {status}: {terminal.everything[-1000:].decode('utf-8', 'replace')}")


def _play(bursts: Sequence[str], terminal: Recorder) -> int:
    """Send bursts, then what ends the program; gives its exit status."""
    for number, burst in enumerate(bursts):
        terminal.send(burst.encode(), rest=False)
        terminal.rest(QUIET)
        pid, status = os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED)
        if pid and os.WIFSTOPPED(status):
            os.kill(pid, signal.SIGCONT)
        elif pid:
            terminal.pid = 0
            last = [repr(each) for each in bursts[max(0, number - 3) : number + 1]]
            print("   ended by", *last) if status else None
            return os.waitstatus_to_exitcode(status)
    deadline, pause = time.monotonic() + ENDING, 0.15
    while time.monotonic() < deadline:
        for key in ("\x1b", "Q"):  # the first leaves what would take the second for a letter
            terminal.send(key.encode(), rest=False)
            terminal.rest(pause)  # read together they would be another key
        pause *= 2
        pid, status = os.waitpid(terminal.pid, os.WNOHANG | os.WUNTRACED)
        if pid and os.WIFSTOPPED(status):
            os.kill(pid, signal.SIGCONT)
        elif pid:
            terminal.pid = 0
            return os.waitstatus_to_exitcode(status)
    raise Failure(f"it does not end: {text_of(terminal.everything[-8000:])[-1000:]}")


def seeds(first: int, seconds: float) -> Iterator[int]:
    """Give seeds until the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield first
        first += 1


def main() -> int:
    """Run sessions until the time is over; gives the exit status."""
    parser = argparse.ArgumentParser(description="Bursts of keys")
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("FUZZ_SECONDS", "60")))
    parser.add_argument("--first", type=int, default=0, help="the seed of the first session")
    parser.add_argument("--seed", type=int, help="one session only")
    options = parser.parse_args()
    found = bursts = sessions = 0
    with serve(build(3, per_category=6, page_size=4)) as server:
        for seed in [options.seed] if options.seed is not None else seeds(options.first, options.seconds):
            made = session(seed)
            sessions, bursts = sessions + 1, bursts + len(made.bursts)
            with tempfile.TemporaryDirectory(prefix="key-bursts-") as folder:
                try:
                    run(made, server, Path(folder))
                except (Failure, AssertionError) as failure:
                    found += 1
                    print(f"seed {seed} {made.size} hasty={made.hasty} full={made.full}: {failure}", flush=True)
    print(f"{sessions} sessions, {bursts} bursts, {found} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
