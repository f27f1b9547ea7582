"""The clipboard inside tmux, which by default keeps what programs want to copy (OSC 52) to itself, and drops it."""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress

_PATIENCE = 2.0
"""Seconds that tmux may take."""


def in_tmux() -> bool:
    """Tell whether this runs inside tmux."""
    return bool(os.environ.get("TMUX"))


async def hand_to_tmux(text: str) -> bool:
    """Put a text into tmux's newest buffer, and by `-w` (tmux 3.2) into the terminal's clipboard where it has one.

    Tells whether tmux took it.
    """
    for command in (("tmux", "load-buffer", "-w", "-"), ("tmux", "load-buffer", "-")):
        with suppress(OSError, TimeoutError):
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)
            await asyncio.wait_for(process.communicate(text.encode("utf-8", "replace")), _PATIENCE)
            if process.returncode == 0:
                return True
    return False
