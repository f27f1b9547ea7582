"""Programs of the user's: given data by their standard input and arguments as they are, never by a shell."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from achie_tui.errors import AchieError, system_reason
from achie_tui.language import Phrase

PATIENCE = 60.0
"""Seconds that a program may take that runs beside us."""


class ProgramError(AchieError):
    """A program of the user's did not do what it was to do."""


class NoProgramError(ProgramError):
    """There is no such program, or it cannot be run."""

    phrase = Phrase(
        "运行不了 {program}（{reason}），请检查配置文件里的命令",
        "{program} cannot be run ({reason}); check the command in the configuration file",
    )


class FailedProgramError(ProgramError):
    """A program ended with another exit status than 0."""

    phrase = Phrase("{program} 出错，退出状态是 {status}", "{program} failed with exit status {status}")


class KilledProgramError(ProgramError):
    """A program was ended by a signal."""

    phrase = Phrase("{program} 被信号 {number} 结束", "{program} was ended by signal {number}")


class SlowProgramError(ProgramError):
    """A program took too long and was ended."""

    phrase = Phrase(
        "{program} 超过 {seconds:g} 秒没有结束，已中止", "{program} took more than {seconds:g} s and was ended"
    )


async def hand_over(command: Sequence[str], data: bytes, patience: float = PATIENCE) -> None:
    """Have a program read data beside us; what it prints is not shown. Raises ProgramError."""
    program = Path(command[0]).name
    try:
        process = await asyncio.create_subprocess_exec(
            *with_home(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NoProgramError(program=program, reason=system_reason(error)) from error
    try:
        await asyncio.wait_for(process.communicate(data), patience)
    except TimeoutError as error:
        raise SlowProgramError(program=program, seconds=patience) from error
    finally:
        if process.returncode is None:
            # With all that it started; what it has handed on to a session of its own goes on.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    _check(program, process.returncode or 0)


def hand_terminal(command: Sequence[str], data: bytes, lend: Callable[[Sequence[str], bytes], int]) -> None:
    """Have a program read data that has the terminal until it ends; `lend` runs it. Raises ProgramError."""
    program = Path(command[0]).name
    try:
        status = lend(with_home(command), data)
    except OSError as error:
        raise NoProgramError(program=program, reason=system_reason(error)) from error
    if status != -signal.SIGINT:  # which the user knows of, who ended it
        _check(program, status)


def with_home(command: Sequence[str]) -> list[str]:
    """Give the words with the first as a shell would understand its `~`, which there is none for."""
    return [os.path.expanduser(command[0]), *command[1:]]  # noqa: PTH111 - it never fails


def _check(program: str, status: int) -> None:
    if status < 0:
        raise KilledProgramError(program=program, number=-status)
    if status:
        raise FailedProgramError(program=program, status=status)
