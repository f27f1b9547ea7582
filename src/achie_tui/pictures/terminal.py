"""What this terminal can show pictures with: read from the environment, never asked.

A question to the terminal can stay without an answer, and then costs the time one waits for it, or be answered late,
into the user's typing. The environment may be wrong where a variable is inherited by another terminal, for which
there is the setting.
"""

import fcntl
import os
import struct
import sys
import termios
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from achie_tui.pictures.cells import CellSize

Protocol = Literal["kitty", "iterm2", "sixel", "blocks", "off"]
Setting = Literal["auto", Protocol]

SETTINGS: tuple[Setting, ...] = get_args(Setting)

USUAL_CELL = CellSize(8, 16)
"""Rather small, so that a picture drawn in pixels never grows out of its cells."""

# A terminal inside these sees no picture, or a torn one.
_MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ")

# By TERM, which says what is meant even through ssh.
_BY_TERM: dict[str, Protocol] = {
    "xterm-kitty": "kitty",
    "xterm-ghostty": "kitty",
    "ghostty": "kitty",
    "wezterm": "iterm2",
    "mintty": "iterm2",
    "foot": "sixel",
    "foot-extra": "sixel",
    "foot-direct": "sixel",
    "mlterm": "sixel",
    "mlterm-256color": "sixel",
    "contour": "sixel",
}

# WezTerm knows kitty's protocol as well but draws better by iTerm2's, which its own imgcat uses.
_BY_PROGRAM: dict[str, Protocol] = {
    "iTerm.app": "iterm2",
    "WezTerm": "iterm2",
    "mintty": "iterm2",
    "rio": "iterm2",
    "ghostty": "kitty",
    "Apple_Terminal": "blocks",
    "vscode": "blocks",
}

# Last, as a terminal started from within another inherits them.
_BY_PRESENCE: dict[str, Protocol] = {
    "KITTY_WINDOW_ID": "kitty",
    "GHOSTTY_RESOURCES_DIR": "kitty",
    "WEZTERM_PANE": "iterm2",
    "ITERM_SESSION_ID": "iterm2",
    "LC_TERMINAL": "iterm2",  # set by iTerm2 alone, to get through ssh
}


def protocol(setting: Setting = "auto", environment: Mapping[str, str] = os.environ) -> Protocol:
    """Choose how pictures are shown; a setting other than `auto` has the last word."""
    return setting if setting != "auto" else next(filter(None, _signs(environment)), "blocks")


def _signs(environment: Mapping[str, str]) -> Iterator[Protocol | None]:
    """Give the protocol that each sign in the environment stands for, the surest first."""
    term = environment.get("TERM", "")
    yield "off" if environment.get("NO_COLOR") or term in {"", "dumb"} else None
    inside = any(map(environment.get, _MULTIPLEXERS)) or term.startswith(("tmux", "screen"))
    yield "blocks" if inside else None
    yield "sixel" if "sixel" in term else _BY_TERM.get(term)
    yield _BY_PROGRAM.get(environment.get("TERM_PROGRAM", ""))
    yield from (found for variable, found in _BY_PRESENCE.items() if environment.get(variable))


def cell_size() -> CellSize:
    """Tell the size of a cell: the kernel knows it, where the terminal has told it; else take the usual one."""
    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        try:
            answer = fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, bytes(8)) if stream else bytes(8)
        except (OSError, ValueError):  # no terminal, or closed
            continue
        if found := _cell(*struct.unpack("HHHH", answer)):
            return found
    return USUAL_CELL


def _cell(rows: int, columns: int, width: int, height: int) -> CellSize | None:
    """Give the size of a cell by that of the window, unless that is none a person could read."""
    if not rows or not columns:
        return None
    cell = CellSize(width // columns, height // rows)
    return cell if 4 <= cell.width <= 100 and 8 <= cell.height <= 200 else None  # noqa: PLR2004
