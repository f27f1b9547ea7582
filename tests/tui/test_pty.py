"""The whole program in a real terminal: it shows, reads keys as terminals send them, and leaves no trace."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from tests.tui.fake import CATEGORIES, TITLES, fill

# How long to wait for what must come; it never takes that long, save where it does not come at all.
PATIENCE = 60.0
ENTER_SCREEN, LEAVE_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
SHOW_CURSOR = b"\x1b[?25h"
F9 = "\x1b[20~"


class Terminal:
    """A terminal with a program in it; where it is `controlling`, the system tells the program that it is gone."""

    def __init__(
        self,
        *command: str,
        rows: int = 30,
        columns: int = 120,
        name: str = "xterm-256color",
        controlling: bool = False,
    ) -> None:
        self._master, slave = pty.openpty()
        self._slave = slave
        self.pid = 0
        self.resize(rows, columns)
        self.mode = termios.tcgetattr(slave)
        environment = {**os.environ, "TERM": name, "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        for misleading in ("COLUMNS", "LINES", "NO_COLOR"):  # would stand in for what the terminal says
            environment.pop(misleading, None)
        dup = os.POSIX_SPAWN_DUP2
        self.pid = os.posix_spawn(
            sys.executable,
            [sys.executable, *command],
            environment,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0) if controlling else (dup, slave, 0),
                (dup, 0, 1),
                (dup, 0, 2),
            ],
            setsid=True,
        )
        self._ends = [self._master, self._slave]
        self.output = b""

    def resize(self, rows: int, columns: int) -> None:
        """Give the terminal another size, and tell the program."""
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if self.pid:
            os.kill(self.pid, signal.SIGWINCH)

    def wait_for(self, *words: str) -> None:
        """Read until the program has written all of these since the last key."""
        deadline = time.monotonic() + PATIENCE
        while not all(word.encode() in self.output for word in words):
            assert time.monotonic() < deadline, (words, self.output[-2000:])
            self._read(0.1)

    def type(self, text: str) -> None:
        """Send characters, and forget what was written before."""
        self.output = b""
        os.write(self._master, text.encode())

    def end(self) -> int:
        """Wait for the program's end, and give its exit status."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._read(0.1)
                return os.waitstatus_to_exitcode(status)
        pytest.fail("the program does not end")

    def mode_now(self) -> list[object]:
        """Give the terminal's mode."""
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """Take the terminal away."""
        while self._ends:
            os.close(self._ends.pop())

    def _read(self, seconds: float) -> None:
        if select.select([self._master], [], [], seconds)[0]:
            self.output += os.read(self._master, 65536)


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    """Give the options for a filled library."""
    with Library.open(tmp_path / "data") as library:
        fill(library)
    config = tmp_path / "config.toml"
    config.touch()
    return ["--lang", "zh", "--config", str(config), "--data-dir", str(tmp_path / "data")]


@pytest.fixture
def terminal(options: list[str]) -> Iterator[Terminal]:
    """Start the program, offline."""
    with closing(Terminal("-m", "achie_tui", "--offline", *options)) as terminal:
        yield terminal


def test_a_key_leads_to_the_demo_site_and_back(terminal: Terminal) -> None:
    terminal.wait_for(TITLES[0], "离线")
    terminal.type(F9)
    terminal.wait_for("区域经济研究", "更新")  # without network, though it was asked for none
    terminal.type(F9)
    terminal.wait_for(TITLES[0], "离线")
    terminal.type("Q")
    assert terminal.end() == 0
    assert terminal.mode_now() == terminal.mode
    assert b"Traceback" not in terminal.output


def test_the_program_shows_its_list_and_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.wait_for(TITLES[0], CATEGORIES[0].name)
    entered = terminal.output
    assert ENTER_SCREEN in entered
    assert b"\x1b[>25u" not in entered, "the Kitty protocol garbles what an input method commits"

    terminal.type("\r")
    terminal.wait_for("段。")
    terminal.type("？")
    terminal.wait_for("按键一览")
    terminal.type("？")
    terminal.wait_for(TITLES[1])
    terminal.type("Q")
    assert terminal.end() == 0
    assert LEAVE_SCREEN in terminal.output
    assert SHOW_CURSOR in terminal.output
    assert terminal.mode_now() == terminal.mode
    assert b"Traceback" not in terminal.output


def test_the_program_ends_when_its_terminal_is_closed(terminal: Terminal) -> None:
    terminal.wait_for(TITLES[0])
    terminal.close()
    deadline = time.monotonic() + PATIENCE
    while not os.waitpid(terminal.pid, os.WNOHANG)[0]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_program_ends_in_order_when_it_is_told_to(terminal: Terminal) -> None:
    terminal.wait_for(TITLES[0])
    os.kill(terminal.pid, 15)
    assert terminal.end() == 128 + 15
    assert LEAVE_SCREEN in terminal.output
    assert terminal.mode_now() == terminal.mode


def test_a_browser_of_the_terminal_has_it_while_it_runs(options: list[str], tmp_path: Path) -> None:
    browser = tmp_path / "w3m"
    browser.write_text('#!/bin/sh\necho "shows <$*>"\nread line\necho "read $line"\nread again\n', encoding="utf-8")
    browser.chmod(0o755)
    config = tmp_path / "config.toml"
    config.write_text(f'browser = ["{browser}", "-N"]\n', encoding="utf-8")
    with closing(Terminal("-m", "achie_tui", "--offline", *options, controlling=True)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.type("o")
        terminal.wait_for("shows <-N http://")
        assert LEAVE_SCREEN in terminal.output
        assert terminal.mode_now() == terminal.mode
        terminal.type("hello\r")
        terminal.wait_for("read hello")
        terminal.type("\x03")  # ends the browser, and not the app
        terminal.wait_for(TITLES[0], TITLES[1])
        assert ENTER_SCREEN in terminal.output
        terminal.type("Q")
        assert terminal.end() == 0
        assert terminal.mode_now() == terminal.mode


def test_a_name_server_that_does_not_answer_does_not_hold_up_the_end(options: list[str]) -> None:
    hang = "import socket, sys, time; socket.getaddrinfo = lambda *_, **__: time.sleep(3600)"
    start = f"{hang}; from achie_tui.cli.main import main; sys.exit(main({options!r}))"
    with closing(Terminal("-c", start)) as terminal:
        terminal.wait_for(TITLES[0], "正在刷新")
        terminal.type("Q")
        assert terminal.end() == 0
        assert terminal.mode_now() == terminal.mode


NO_ANSWER = {
    "hangs": "lambda *_, **__: time.sleep(8) or []",
    "is dead": "lambda *_, **__: (_ for _ in ()).throw(socket.gaierror(socket.EAI_AGAIN, 'no'))",
}


@pytest.mark.fault(23)
@pytest.mark.realtime
@pytest.mark.parametrize(
    "how", [pytest.param(NO_ANSWER["hangs"], marks=pytest.mark.long), NO_ANSWER["is dead"]], ids=NO_ANSWER.keys()
)
def test_without_a_name_server_that_shows_in_two_seconds_and_leaving_takes_one(
    options: list[str], how: str, record_property: Callable[[str, object], None]
) -> None:
    start = f"import socket, sys, time; socket.getaddrinfo = {how}"
    start += f"; from achie_tui.cli.main import main; sys.exit(main({options!r}))"
    with closing(Terminal("-c", start)) as terminal:
        terminal.wait_for(TITLES[0])
        if how == NO_ANSWER["hangs"]:
            terminal.wait_for("正在刷新")
        began = time.monotonic()
        terminal.wait_for("没有网络")
        assert time.monotonic() - began < 2.5
        terminal.type("R")
        if how == NO_ANSWER["hangs"]:
            terminal.wait_for("正在刷新")
        began = time.monotonic()
        terminal.wait_for("没有应答")
        told = time.monotonic() - began
        assert told < 2.5
        began = time.monotonic()
        terminal.type("Q")
        assert terminal.end() == 0
        left = time.monotonic() - began
        record_property("figure", f"told after {told:.1f} s, left in {left:.1f} s")
        assert left < 1.5
