"""Programs that a text is handed to: by their standard input, without a shell, told where they fail, ended in time."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from achie_tui.programs import (
    FailedProgramError,
    NoProgramError,
    SlowProgramError,
    hand_over,
    hand_terminal,
)

COPY = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"


def python(program: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", program, *map(str, arguments)]


def goes_on(stat: Path) -> bool:
    """Tell whether a process has not ended a while after it was killed."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            state = stat.read_text().split()[2]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.01)
    return True


def lend(command: Sequence[str], data: bytes) -> int:
    """Run a program where there is no app whose terminal it could have."""
    return subprocess.run(command, input=data, check=False).returncode  # noqa: S603 - one of ours


async def test_a_program_reads_all_of_it(tmp_path: Path) -> None:
    data = "高新区\n".encode() * 100_000
    await hand_over(python(COPY, tmp_path / "a"), data)
    assert (tmp_path / "a").read_bytes() == data
    hand_terminal(python(COPY, tmp_path / "b"), data, lend)
    assert (tmp_path / "b").read_bytes() == data


async def test_no_shell_looks_at_the_words(tmp_path: Path) -> None:
    words = ["$(touch /tmp/x)", "`id`", "a; b", "*", "\n"]
    await hand_over(
        python("import sys, json; json.dump(sys.argv[2:], open(sys.argv[1], 'w'))", tmp_path / "a", *words), b""
    )
    assert eval((tmp_path / "a").read_text()) == words  # noqa: S307 - what we have just written


async def test_what_it_prints_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    await hand_over(python("import sys; print('\\x1b[2J'); print('x', file=sys.stderr)"), b"")
    assert capfd.readouterr() == ("", "")


async def test_one_that_reads_nothing_is_no_failure() -> None:
    await hand_over(python("pass"), b"x" * 1_000_000)


async def test_one_that_is_not_there_or_fails_is_one_sentence(tmp_path: Path) -> None:
    missing = str(tmp_path / "no-such")
    with pytest.raises(NoProgramError, match="no-such") as told:
        await hand_over([missing], b"")
    assert "配置文件" in told.value.sentence("zh")
    with pytest.raises(NoProgramError):
        hand_terminal([missing], b"", lend)
    with pytest.raises(FailedProgramError, match="status 3"):
        await hand_over(python("raise SystemExit(3)"), b"")
    with pytest.raises(FailedProgramError, match="status 3"):
        hand_terminal(python("raise SystemExit(3)"), b"", lend)


async def test_one_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = (
        "import subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path(sys.argv[1]).write_text(str(child.pid)); time.sleep(60)"
    )
    with pytest.raises(SlowProgramError, match="more than 1 s"):
        await hand_over(python(program, started), b"", patience=1.0)
    assert not goes_on(Path("/proc", started.read_text(), "stat"))
