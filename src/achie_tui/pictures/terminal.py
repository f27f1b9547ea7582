"""What this terminal can show pictures with: by its environment at once, and by what it answers once that is there.

Nobody waits for an answer: there may be none (`answers.py`). The environment may be wrong where a variable is inherited
by another terminal, or is lost on the way through ssh. Where both are, there is the setting.
"""

import fcntl
import os
import struct
import sys
import termios
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, get_args

from achie_tui.pictures.cells import CellSize

if TYPE_CHECKING:
    from achie_tui.pictures.answers import Answers

Protocol = Literal["kitty", "iterm2", "sixel", "blocks", "off"]
Setting = Literal["auto", Protocol]

SETTINGS: tuple[Setting, ...] = get_args(Setting)

USUAL_CELL = CellSize(8, 16)
"""Rather small, so that a picture drawn in pixels never grows out of its cells."""

# A terminal inside these sees no picture, or a torn one.
_MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ")

BY_TERM: dict[str, Protocol] = {
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
"""By TERM, which says what is meant even through ssh."""

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


# By what a terminal says it is, which nothing inherits.
_BY_NAME: dict[str, Protocol] = {
    "kitty": "kitty",
    "ghostty": "kitty",
    "WezTerm": "iterm2",
    "iTerm2": "iterm2",
    "mintty": "iterm2",
}


def protocol(
    setting: Setting = "auto", environment: Mapping[str, str] = os.environ, said: "Answers | None" = None
) -> Protocol:
    """Choose how pictures are shown as large as the screen; a setting other than `auto` has the last word."""
    return setting if setting != "auto" else next(filter(None, _signs(environment, said)), "blocks")


def is_plain(environment: Mapping[str, str]) -> bool:
    """Tell whether there are no colours."""
    return bool(environment.get("NO_COLOR")) or environment.get("TERM", "") in {"", "dumb"}


def is_inside(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is one within another."""
    return any(map(environment.get, _MULTIPLEXERS)) or environment.get("TERM", "").startswith(("tmux", "screen"))


def _signs(environment: Mapping[str, str], said: "Answers | None") -> Iterator[Protocol | None]:
    """Give the protocol that each sign stands for, the surest first."""
    term = environment.get("TERM", "")
    yield "off" if is_plain(environment) else None
    yield "blocks" if is_inside(environment) else None
    if said is not None:
        yield next((found for name, found in _BY_NAME.items() if said.program.startswith(name)), None)
        yield "kitty" if said.kitty else "sixel" if said.sixel else None
        if said.program and said.are_all:  # one that can say so, and does not
            return
    yield "sixel" if "sixel" in term else BY_TERM.get(term)
    yield _BY_PROGRAM.get(environment.get("TERM_PROGRAM", ""))
    yield from (found for variable, found in _BY_PRESENCE.items() if environment.get(variable))


def cell_size() -> CellSize:
    """Tell the size of a cell, or where it is not known, take the usual one."""
    return known_cell_size() or USUAL_CELL


def known_cell_size() -> CellSize | None:
    """Tell the size of a cell: the kernel knows it, where the terminal has told it."""
    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        try:
            answer = fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, bytes(8)) if stream else bytes(8)
        except (OSError, ValueError):  # no terminal, or closed
            continue
        if found := _cell(*struct.unpack("HHHH", answer)):
            return found
    return None


def _cell(rows: int, columns: int, width: int, height: int) -> CellSize | None:
    """Give the size of a cell by that of the window, unless that is none a person could read."""
    if not rows or not columns:
        return None
    cell = CellSize(width // columns, height // rows)
    return cell if 4 <= cell.width <= 100 and 8 <= cell.height <= 200 else None  # noqa: PLR2004
