"""The clipboard, which a program reaches through its terminal (OSC 52), where that passes it on.

tmux by default keeps what programs want to copy to itself, and drops it. GNU screen drops it always, as does a terminal
that is none of a desktop's.
"""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

Copy = Callable[[str], Awaitable[bool]]
"""Copies a text, and tells whether it did."""
LAST_COPY = "last-copy.txt"
"""The file in the data directory that holds what could not be copied."""
_UNABLE = {"", "dumb", "linux", "vt100", "vt220"}
_PATIENCE = 2.0
"""Seconds that tmux may take."""


def in_tmux() -> bool:
    """Tell whether this runs inside tmux."""
    return bool(os.environ.get("TMUX"))


def is_passed_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether what is to be copied gets beyond the terminal that this runs in, as far as that can be known."""
    term = environment.get("TERM", "")
    return not (environment.get("STY") or term.startswith("screen") or term in _UNABLE)


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


def put_aside(text: str, folder: Path) -> Path | None:
    """Write what could not be copied into a file, for the user only, in the place of what was there before.

    None where that cannot be written.
    """
    from achie_tui.atomic_files import write_whole  # a start has no use for it

    file = folder / LAST_COPY
    try:
        write_whole(str(file), lambda opened: opened.write(text.encode("utf-8", "replace")), mode=0o600)
    except OSError:
        return None
    return file
