"""Handing a text to a program of the user's: by its standard input, with arguments as they are, never by a shell."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress

from achie_tui.errors import AchieError, system_reason
from achie_tui.language import Phrase

PATIENCE = 60.0
"""Seconds that a program may take that runs beside the app."""


class NoProgramError(AchieError):
    """There is no such program, or it cannot be run."""

    phrase = Phrase(
        "运行不了 {program}（{reason}），请检查配置文件里的 [[pipe]]",
        "{program} cannot be run ({reason}); check [[pipe]] in the configuration file",
    )


class FailedProgramError(AchieError):
    """A program ended with another exit status than 0."""

    phrase = Phrase("{program} 出错，退出状态是 {status}", "{program} failed with exit status {status}")


class SlowProgramError(AchieError):
    """A program took too long and was ended."""

    phrase = Phrase(
        "{program} 超过 {seconds:.0f} 秒没有结束，已中止；要久等的命令请写 terminal = true",
        "{program} took more than {seconds:.0f} seconds and was ended; give one that takes long terminal = true",
    )


async def hand_over(command: Sequence[str], data: bytes, patience: float = PATIENCE) -> None:
    """Have a program read data beside the app; what it prints is not shown. Raises AchieError."""
    program = command[0]
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
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
            with suppress(ProcessLookupError):  # it and all that it has started
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    _check(program, process.returncode)


def hand_terminal(command: Sequence[str], data: bytes, without_app: Callable[[], AbstractContextManager[None]]) -> None:
    """Have a program read data that has the terminal until it ends: nothing else goes on. Raises AchieError."""
    program = command[0]
    try:
        with without_app(), _interrupts_are_not_ours():
            done = subprocess.run(command, input=data, check=False)  # noqa: S603 - the user's own command
    except OSError as error:
        raise NoProgramError(program=program, reason=system_reason(error)) from error
    if done.returncode != -signal.SIGINT:  # which the user knows of, who ended it
        _check(program, done.returncode)


def _check(program: str, status: int | None) -> None:
    if status:
        raise FailedProgramError(program=program, status=status)


@contextmanager
def _interrupts_are_not_ours() -> Iterator[None]:
    """Leave Ctrl+C to the program that has the terminal."""
    wakeup = signal.set_wakeup_fd(-1)
    handler = signal.signal(signal.SIGINT, lambda *_: None)  # a program inherits what is ignored, not what is handled
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
