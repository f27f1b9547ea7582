"""A terminal for programs to be measured in: a pseudo-terminal of a fixed size that takes what they write."""

import codecs
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE = 30.0
ROWS, COLUMNS = 40, 140
ELSEWHERE = "http://127.0.0.1:9"
"""Where nobody answers."""


def app(folder: Path, *options: str) -> tuple[str, ...]:
    """Give the command that runs the app with the library in a folder, a site out of reach and no configuration."""
    settings = folder.with_name("config.toml")
    settings.touch()
    places = ("--data-dir", str(folder), "--config", str(settings), "--base-url", ELSEWHERE, "--lang", "zh")
    return ("-m", "achie_tui", *places, *options)


class Answered(NamedTuple):
    """The seconds until a key was answered, and those that processors worked for the program meanwhile."""

    after: float
    work: float


class Terminal:
    """A terminal with a Python program in it, of the checkout `root`; `began` is when that was started."""

    def __init__(self, *command: str, root: Path | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        # Without compiled modules on the disk no start is like those of a program that is installed.
        for name in ("COLUMNS", "LINES", "NO_COLOR", "TMUX", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        if root is not None:
            environment["PYTHONPATH"] = str(root / "src")
        self.began = time.perf_counter()
        self._app = subprocess.Popen(
            [sys.executable, *command], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self._output = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def press(self, keys: str, pattern: str) -> float:
        """Press keys, and give the seconds until a frame matches."""
        self._output = ""
        began = time.perf_counter()
        os.write(self._master, keys.encode())
        return self.wait_for(pattern) - began

    def answer(self, keys: str, pattern: str) -> Answered:
        """Press keys; gives how soon a frame matches, and the work for that. Only Linux tells."""
        before = self.worked()
        after = self.press(keys, pattern)
        return Answered(after, self.worked() - before)

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def wait_for_end(self) -> float:
        """Wait for the program to end; gives when it did."""
        deadline = time.perf_counter() + PATIENCE
        with suppress(OSError):  # the terminal is gone when the program is
            while self._app.poll() is None and time.perf_counter() < deadline:
                self.rest(0.005)
        self._app.wait(PATIENCE)
        return time.perf_counter()

    def wait_for(self, pattern: str) -> float:
        """Wait for a frame that matches; gives when it came."""
        deadline = time.perf_counter() + PATIENCE
        while not re.search(pattern, self._output):
            if time.perf_counter() > deadline:
                raise SystemExit(f"never shown: {pattern}\n{self._output[-2000:]!r}")
            if select.select([self._master], [], [], 0.1)[0]:
                self._output += self._decoder.decode(os.read(self._master, 65536))
        return time.perf_counter()

    def rest(self, seconds: float) -> None:
        """Take what is written meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._master], [], [], left)[0]:
                self._decoder.decode(os.read(self._master, 65536))

    def worked(self) -> float:
        """Give the seconds that processors have worked for the program, in all its threads; only Linux tells."""
        return (
            sum(
                int(thread.joinpath("schedstat").read_text(encoding="ascii").split()[0])
                for thread in Path(f"/proc/{self._app.pid}/task").iterdir()
            )
            / 1e9
        )

    def resident(self) -> float:
        """Give the program's resident memory in megabytes; only Linux tells."""
        pages = int(Path(f"/proc/{self._app.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def close(self) -> None:
        """Leave the program."""
        with suppress(OSError):
            os.write(self._master, b"\x11")  # Ctrl+Q
        deadline = time.perf_counter() + 5.0
        with suppress(OSError):
            while self._app.poll() is None and time.perf_counter() < deadline:
                self.rest(0.01)
        try:
            self._app.wait(1.0)
        except subprocess.TimeoutExpired:
            self._app.kill()
            self._app.wait()
        os.close(self._master)
