"""The app and its terminal: what the terminal sends, suspension, failures, and the end when the terminal is gone."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from achie_tui.crash import FILE
from achie_tui.library.library import Library
from tests.tui.fake import CATEGORIES, TITLES, path_of
from tests.tui.test_first_wall import Recorder
from tests.tui.test_pty import ENTER_SCREEN, LEAVE_SCREEN, PATIENCE, SHOW_CURSOR, options

__all__ = ["options"]

SECRET = "hunter2"  # noqa: S105
GONE_AFTER = 2.0
"""Seconds after which a process has to be gone once its terminal is."""


@pytest.fixture
def terminal(options: list[str]) -> Iterator[Recorder]:
    """Start the program, offline, and wait for its list."""
    with closing(Recorder("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.rest()
        yield terminal


def broken(options: list[str], breaks: str) -> Recorder:
    """Start the program with something that breaks, which is called by any key that reaches the main screen."""
    start = (
        "import asyncio, sys, time; from achie_tui.tui.screens.main import MainScreen\n"
        f"{breaks}\n"
        "MainScreen.action_do = broken\n"
        f"from achie_tui.__main__ import main; sys.argv[1:] = {['--offline', *options]!r}; sys.exit(main())"
    )
    return Recorder("-c", start)


# What the terminal sends.


@pytest.mark.fault(36)
def test_bytes_that_are_no_utf8_do_not_end_the_app(terminal: Recorder) -> None:
    for data in (b"\xff", b"\xe9\x80", b"\x80\x81\xfe", b"\x1b[M \xa1\xa1", b"\x1b[M\xff\xff\xff", b"\xc3\x28"):
        terminal.send(data)
    terminal.press("\r", "/")
    terminal.output = b""
    for word in ("园", "区"):
        terminal.send(word.encode("gbk"))
    terminal.wait_for("1/")
    assert "园区" in terminal.everything.decode()
    terminal.send(b"\x1b[200~" + "园区".encode()[:-1] + b"\x1b[201~")
    terminal.press("\r", "Q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.everything


@pytest.mark.fault(36)
def test_sequences_of_no_key_do_not_end_the_app(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DISABLE_KITTY_KEY", "0")  # more sequences are made sense of then
    with closing(Recorder("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for(TITLES[0])
        for data in (
            b"\x1b[99999999u",
            b"\x1b[:7P",
            b"\x1b[<0;9999;9999M\x1b[<0;9999;9999m",
            b"\x1b[<64;0;0M",
            b"\x1b[<3M",
            b"\x1b[200~\x1b" + 40 * b"Q" + b"\x1b[201~",  # a paste that looks like a key, and many
            b"\x1b[200~jQ",  # a paste that does not end
            b"\x03",
        ):
            terminal.send(data)
            terminal.rest(0.15)
        assert terminal.runs
        terminal.press("j", "Q")
        assert terminal.end() == 0
        assert b"Traceback" not in terminal.everything


@pytest.mark.fault(36)
@pytest.mark.parametrize("size", [b"999999;999999", b"0;0", b"1001;80", b"24;2001"])
def test_a_size_that_no_screen_has_is_no_size(terminal: Recorder, size: bytes) -> None:
    terminal.send(b"\x1b[?2048;2$y\x1b[48;" + size + b";0;0t\x1b[<0;50;9M\x1b[<0;50;9m")
    terminal.rest(0.3)
    terminal.press("j", "Q")
    assert terminal.end() == 0
    assert b"\x1b[?1016l" in terminal.everything


# Suspension.


def wait_until_stopped(terminal: Recorder) -> None:
    """Wait until the program has stopped, and read meanwhile what it writes."""
    deadline = time.monotonic() + PATIENCE
    while not (found := os.waitpid(terminal.pid, os.WUNTRACED | os.WNOHANG))[0]:
        assert time.monotonic() < deadline, "it does not stop"
        terminal.rest(0.05)
    assert os.WIFSTOPPED(found[1])


@pytest.mark.fault(36)
@pytest.mark.parametrize("way", ["key", "signal", "untold"])
def test_after_a_suspension_the_screen_is_whole_again(terminal: Recorder, way: str) -> None:
    for _ in range(2):
        if way == "key":
            terminal.send(b"\x1a")
        else:
            os.kill(terminal.pid, signal.SIGTSTP if way == "signal" else signal.SIGSTOP)
        wait_until_stopped(terminal)
        terminal.rest()
        assert (LEAVE_SCREEN in terminal.output) == (way != "untold")
        terminal.output = b""
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for(TITLES[0], CATEGORIES[0].name)
        terminal.rest()
    terminal.type("\r")
    terminal.wait_for("段。")
    terminal.type("Q")
    assert terminal.end() == 0
    assert terminal.mode_now() == terminal.mode


@pytest.mark.fault(36)
def test_a_suspension_in_the_middle_of_writing_holds_nothing_up(options: list[str]) -> None:
    start = (
        "import os, signal, sys; from textual.drivers._writer_thread import WriterThread\n"
        "write = WriterThread.write\n"
        "def stopped(self, text):\n"
        "    write(self, text)\n"
        "    if '第 1 段' in text:\n"
        "        WriterThread.write = write\n"
        "        with self._queue.mutex: os.kill(os.getpid(), signal.SIGTSTP); [None for _ in range(1000)]\n"
        "WriterThread.write = stopped\n"
        f"from achie_tui.__main__ import main; sys.argv[1:] = {['--offline', *options]!r}; sys.exit(main())"
    )
    with closing(Recorder("-c", start)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.send(b"\r")
        wait_until_stopped(terminal)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.output = b""
        terminal.wait_for("段。")
        terminal.type("Q")
        assert terminal.end() == 0


@pytest.mark.fault(36)
@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_it_is_whole_again_in_tmux_too(options: list[str], tmp_path: Path) -> None:
    def tmux(*words: str) -> str:
        done = subprocess.run(  # noqa: S603
            ["tmux", "-S", str(tmp_path / "socket"), "-f", os.devnull, *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def wait_for(words: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while words not in tmux("capture-pane", "-p"):
            assert time.monotonic() < deadline, tmux("capture-pane", "-p")
            time.sleep(0.05)

    tmux("new-session", "-d", "-x", "120", "-y", "30", "env", "LANG=C.UTF-8", "PS1=ready>", "bash", "--norc", "-i")
    try:
        tmux("send-keys", " ".join([sys.executable, "-m", "achie_tui", "--offline", *options]), "Enter")
        wait_for(TITLES[0])
        tmux("send-keys", "C-z")
        wait_for("Stopped")
        tmux("send-keys", "fg", "Enter")
        wait_for(TITLES[0])
        tmux("send-keys", "Q")
        wait_for("ready>")
    finally:
        tmux("kill-server")


# What nobody has foreseen.


@pytest.mark.fault(38)
@pytest.mark.parametrize(
    "breaks",
    [
        f"def broken(*_): secret = 'local {SECRET}'; raise RuntimeError('said {SECRET}')",
        f"def broken(screen, _): screen.run_worker(fails())\nasync def fails(): raise KeyError('{SECRET}')",
        pytest.param(
            f"def broken(screen, _): screen.set_timer(0.01, fails)\ndef fails(): raise KeyError('{SECRET}')",
            marks=pytest.mark.long,
        ),
        pytest.param(f"def broken(screen, _): screen.app.panic('{SECRET}')", marks=pytest.mark.long),
    ],
    ids=["key", "worker", "timer", "panic"],
)
def test_a_crash_is_one_sentence_and_leaves_the_terminal_whole(options: list[str], tmp_path: Path, breaks: str) -> None:
    with closing(broken(options, breaks)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.type("f")
        assert terminal.end() != 0
        assert terminal.mode_now() == terminal.mode
        assert SHOW_CURSOR in terminal.output
        said = terminal.output.rpartition(LEAVE_SCREEN)[2].decode()
    [sentence] = [line for line in said.splitlines() if "achie-tui" in line]
    assert "程序内部出错" in sentence
    file = tmp_path / "data" / FILE
    assert str(file) in sentence
    assert SECRET not in terminal.everything.decode()
    assert "Traceback" not in said
    report = file.read_text()
    assert "Error" in report
    assert SECRET not in report
    assert str(tmp_path) not in report
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.fault(38)
def test_a_job_that_fails_is_told_in_one_sentence_and_the_app_goes_on(options: list[str], tmp_path: Path) -> None:
    breaks = (
        "def broken(screen, _): screen.controllers.jobs.start('broken', fails)\n"
        f"async def fails(): raise ZeroDivisionError('{SECRET}')"
    )
    with closing(broken(options, breaks)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.type("f")
        terminal.wait_for("程序内部出错")
        terminal.type("Q")
        assert terminal.end() == 0
        assert SECRET not in terminal.everything.decode()
    assert "ZeroDivisionError" in (tmp_path / "data" / FILE).read_text()


@pytest.mark.fault(38)
def test_a_crash_that_cannot_be_reported_is_told_all_the_same(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "data" / FILE).mkdir()
    with closing(broken(options, "def broken(*_): raise KeyError('x')")) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.type("f")
        assert terminal.end() == 1
        assert "报告没能写下" in terminal.output.decode(errors="replace")


@pytest.mark.fault(38)
def test_a_command_that_crashes_says_one_sentence_without_what_the_error_says(tmp_path: Path) -> None:
    file = tmp_path / "achie-tui" / FILE
    file.parent.mkdir()
    program = (
        "import sys, achie_tui.cli.main as cli, achie_tui.__main__ as program\n"
        f"def broken(): secret = 'local {SECRET}'; raise KeyError('said {SECRET}')\n"
        "cli.main = broken; sys.exit(program.main())"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "KeyError" in done.stderr
    assert "KeyError" in file.read_text()
    assert SECRET not in done.stderr + done.stdout + file.read_text()


# Its size, and what it is.


@pytest.mark.fault(36)
def test_a_storm_of_sizes_leaves_the_screen_whole(terminal: Recorder) -> None:
    random = Random(1)
    for _ in range(100):
        terminal.resize(random.choice([1, 5, 10, 24, 60]), random.choice([1, 20, 40, 72, 110, 200]))
        if random.random() < 0.1:
            terminal.send(random.choice([b"j", b"\r", b"h", b"?", b"\x1b[6~"]))
    terminal.press("?")
    terminal.resize(5, 20)
    terminal.rest(0.3)
    assert terminal.runs
    terminal.resize(31, 121)
    terminal.rest(0.3)
    terminal.press("Q")
    assert terminal.end() == 0
    assert terminal.mode_now() == terminal.mode
    assert b"Traceback" not in terminal.everything


@pytest.mark.fault(36)
@pytest.mark.parametrize(("name", "rows", "columns"), [("dumb", 24, 80), ("xterm-256color", 5, 20)])
def test_any_terminal_is_one_to_open_and_leave(options: list[str], name: str, rows: int, columns: int) -> None:
    with closing(Recorder("-m", "achie_tui", "--offline", *options, rows=rows, columns=columns, name=name)) as terminal:
        terminal.wait_for(ENTER_SCREEN.decode())
        terminal.rest(0.5)
        terminal.press("j", "\r", "?", "q", "Q")
        assert terminal.end() == 0
        assert terminal.mode_now() == terminal.mode
        assert b"Traceback" not in terminal.everything


# The end.

STOP = "\x1a"
STATES = (
    "",
    "\r",
    "\r/园",
    "?",
    ":",
    ":主题",
    "\r;",
    "\ra",
    "r",
    "A",
    "AU",
    "fffff",
    "\rzT",
    "TTTTTTTT",
    "h",
    "G",
    "]",
    STOP,
)


def gone_within(pid: int, seconds: float) -> float | None:
    """Wait for a process to be gone; gives how long that took, None where it is still there."""
    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return time.monotonic() - begun
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def end_of(options: list[str], random: Random) -> tuple[object, float | None]:
    """Bring the program into some state, take its terminal away or tell it to end; gives state and time to its end."""
    state, way = random.choice(STATES), random.choice(["closed", "closed", "told", "stalled"])
    wait = random.choice([0.0, 0.02, 0.1, 0.3, 1.0])
    controlling = state == STOP or random.random() < 0.5  # who is stopped learns of nothing but what the system says
    terminal = Recorder("-m", "achie_tui", "--offline", *options, rows=random.choice([20, 30]), controlling=controlling)
    with closing(terminal):
        if random.random() < 0.9:
            terminal.wait_for(TITLES[0])
        for _ in range(random.choice([1, 1, 20]) if way == "stalled" else 1):  # nobody reads what it writes
            terminal.send(state.encode(), rest=False)
        time.sleep(wait)
        if way == "closed":
            terminal.close()
        else:
            os.kill(terminal.pid, signal.SIGTERM)
            os.kill(terminal.pid, signal.SIGCONT)
        return (state, way, wait), gone_within(terminal.pid, 4 * GONE_AFTER)


def ends(options: list[str], seed: int, count: int) -> None:
    """See that the program ends in time, from some number of states."""
    random = Random(seed)
    found = [end_of(options, random) for _ in range(count)]
    late = [(state, seconds) for state, seconds in found if seconds is None or seconds > GONE_AFTER]
    worst = max((seconds for _, seconds in found if seconds is not None), default=0.0)
    print(f"{len(found)} ends, the slowest after {worst:.2f} s")
    assert late == []


@pytest.mark.fault(36)
def test_what_was_marked_is_kept_when_the_terminal_goes(terminal: Recorder, tmp_path: Path) -> None:
    terminal.type("jf")
    terminal.wait_for("已收藏")
    terminal.close()
    assert gone_within(terminal.pid, PATIENCE) is not None
    with Library.open(tmp_path / "data") as library:
        assert library.views.totals().starred == 1


NOTING = {
    "article": {"\r": "段。", "E": "写笔记"},
    "passage": {"\r": "段。", "v": "选了 1 段", "m": "黄色"},
    "list": {"M": "旧", "m": "旧"},
}
"""What is pressed to write a note on each, and what shows then."""


@pytest.mark.fault(36)
@pytest.mark.parametrize("noted", NOTING)
@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGHUP, "closed", "hung up", "key"])
def test_what_is_typed_into_a_note_is_kept_when_the_app_ends(
    options: list[str], tmp_path: Path, way: signal.Signals | str, noted: str
) -> None:
    if noted == "list":
        with Library.open(tmp_path / "data") as library:
            library.notes.add([path_of(CATEGORIES[0], 1)], "旧")
    command = ("-m", "achie_tui", "--offline", *options)
    with closing(Recorder(*command, controlling=way == "hung up")) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.rest()
        for key, shown in NOTING[noted].items():
            terminal.type(key)
            terminal.wait_for(shown)
            terminal.rest()
        terminal.type("写到一半没按回车")
        terminal.wait_for("回车")
        if isinstance(way, signal.Signals):
            os.kill(terminal.pid, way)
        elif way == "key":
            terminal.send(b"\x11", rest=False)
        else:
            terminal.close()
        took = gone_within(terminal.pid, PATIENCE)
    assert took is not None
    print(f"gone after {took:.2f} s")
    with Library.open(tmp_path / "data") as library:
        [note] = library.notes.all()
        assert note.text.removeprefix("旧") == "写到一半没按回车"
        assert (note.passage is not None) == (noted == "passage")


@pytest.mark.fault(36)
def test_what_is_typed_into_a_note_is_kept_when_the_app_crashes(options: list[str], tmp_path: Path) -> None:
    words = "程序出错也在"
    start = (
        "import sys; from achie_tui.tui.controllers.annotator import Annotator\n"
        f"Annotator.typed = lambda _, text: 1 / (len(text) - {len(words)})\n"
        f"from achie_tui.__main__ import main; sys.argv[1:] = {['--offline', *options]!r}; sys.exit(main())"
    )
    with closing(Recorder("-c", start)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.rest()
        terminal.type("E")
        terminal.wait_for("写笔记")
        terminal.type(words)
        assert terminal.end() == 1
    with Library.open(tmp_path / "data") as library:
        assert [note.text for note in library.notes.all()] == [words]


@pytest.mark.fault(36)
@pytest.mark.parametrize(
    "way",
    [
        signal.SIGTERM,
        signal.SIGQUIT,
        signal.SIGHUP,
        signal.SIGUSR1,
        signal.SIGUSR2,
        signal.SIGALRM,
        signal.SIGXCPU,
        None,
    ],
)
def test_a_program_that_hangs_goes_all_the_same(options: list[str], way: int | None) -> None:
    with closing(broken(options, "def broken(*_): time.sleep(3600)")) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.send(b"f")
        if way is None:
            terminal.close()
            assert gone_within(terminal.pid, PATIENCE) is not None
            return
        os.kill(terminal.pid, way)
        assert terminal.end() == 128 + way
        assert terminal.mode_now() == terminal.mode
        assert LEAVE_SCREEN in terminal.output


@pytest.mark.fault(23)
@pytest.mark.parametrize("hung", ["save_setting", "save_place", "close"])
def test_a_library_that_does_not_answer_does_not_hold_up_the_end(options: list[str], hung: str) -> None:
    breaks = f"from achie_tui.library.library import Library; Library.{hung} = lambda *_: time.sleep(3600)"
    start = (
        f"import sys, time; {breaks}; from achie_tui.__main__ import main; "
        f"sys.argv[1:] = {['--offline', *options]!r}; sys.exit(main())"
    )
    with closing(Recorder("-c", start)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.press("\r")
        begun = time.monotonic()
        terminal.type("Q")
        assert terminal.end() == 0
        print(f"gone after {time.monotonic() - begun:.2f} s")
        assert terminal.mode_now() == terminal.mode


@pytest.mark.fault(36)
@pytest.mark.realtime
def test_the_process_is_gone_soon_after_its_terminal(options: list[str]) -> None:
    ends(options, seed=1, count=3)


@pytest.mark.fault(36)
@pytest.mark.long
@pytest.mark.realtime
def test_the_process_is_gone_soon_after_its_terminal_from_200_states(options: list[str]) -> None:
    ends(options, seed=2, count=200)
