"""What this terminal can show pictures with: by its environment at once, and by what it answers once that is there.

Nobody waits for an answer: there may be none (`answers.py`). The environment may be wrong where a variable is inherited
by another terminal, or is lost on the way through ssh. Where both are, there is the setting.
"""

import fcntl
import os
import re
import struct
import sys
import termios
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from achie_tui.pictures import answers
from achie_tui.pictures.answers import NONE, Answers
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


# By what a terminal says it is, which nothing inherits.
_BY_NAME: dict[str, Protocol] = {
    "kitty": "kitty",
    "ghostty": "kitty",
    "WezTerm": "iterm2",
    "iTerm2": "iterm2",
    "mintty": "iterm2",
}

# Not asked: Apple's prints questions that it does not know, a console of Linux too.
_NOT_ASKED = ("Apple_Terminal", "vscode")
_ASKED = ("xterm", "ghostty", *_BY_TERM)

InPlace = Literal["placeholders", "iterm2", "sixel", "blocks"]
"""How a picture is shown within a text: by cells that name it, drawn over its cells, or as half blocks."""

_PLACEHOLDERS_SINCE = (0, 28)  # kitty's version
_ERASES_SIXELS = ("XTerm(", "foot(")  # text that is written over a part of them takes away that part, and no other


class Limits(NamedTuple):
    """What sixels may be at most; xterm draws nothing of what is larger."""

    width: int = 1000
    height: int = 1000
    colours: int = 256


USUAL_LIMITS = Limits()


class Means(NamedTuple):
    """How pictures are shown: as large as the screen by `protocol`, and `in_place`, within a text."""

    protocol: Protocol
    in_place: InPlace = "blocks"
    limits: Limits = USUAL_LIMITS


def means(setting: Setting = "auto", said: Answers = NONE, environment: Mapping[str, str] = os.environ) -> Means:
    """Choose how pictures are shown, by what the terminal has said by now."""
    chosen = protocol(setting, environment, said)
    limits = USUAL_LIMITS
    if said.colours:
        limits = limits._replace(colours=max(2, min(limits.colours, said.colours)))
    if all(said.largest):
        limits = limits._replace(width=said.largest[0], height=said.largest[1])
    return Means(chosen, _in_place(chosen, said.program), limits)


def _in_place(chosen: Protocol, program: str) -> InPlace:
    version = re.match(r"kitty\((\d+)\.(\d+)", program)
    match chosen:
        case "kitty" if program.startswith("ghostty"):
            return "placeholders"
        case "kitty" if version and (int(version[1]), int(version[2])) >= _PLACEHOLDERS_SINCE:
            return "placeholders"
        case "iterm2":
            return "iterm2"
        case "sixel" if program.startswith(_ERASES_SIXELS):
            return "sixel"
        case _:
            return "blocks"


def questions(setting: Setting = "auto", environment: Mapping[str, str] = os.environ) -> str:
    """Give what is to be asked of this terminal, if anything: what may answer, and would not print it."""
    if setting not in ("auto", "kitty", "sixel") or _is_plain(environment) or _is_inside(environment):
        return ""
    if environment.get("TERM_PROGRAM") in _NOT_ASKED or not environment.get("TERM", "").startswith(_ASKED):
        return ""
    return f"{answers.WHO}{answers.KITTY if setting == 'auto' else ''}{answers.WHAT}"


def protocol(setting: Setting = "auto", environment: Mapping[str, str] = os.environ, said: Answers = NONE) -> Protocol:
    """Choose how pictures are shown as large as the screen; a setting other than `auto` has the last word."""
    return setting if setting != "auto" else next(filter(None, _signs(environment, said)), "blocks")


def _is_plain(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("NO_COLOR")) or environment.get("TERM", "") in {"", "dumb"}


def _is_inside(environment: Mapping[str, str]) -> bool:
    return any(map(environment.get, _MULTIPLEXERS)) or environment.get("TERM", "").startswith(("tmux", "screen"))


def _signs(environment: Mapping[str, str], said: Answers) -> Iterator[Protocol | None]:
    """Give the protocol that each sign stands for, the surest first."""
    term = environment.get("TERM", "")
    yield "off" if _is_plain(environment) else None
    yield "blocks" if _is_inside(environment) else None
    yield next((found for name, found in _BY_NAME.items() if said.program.startswith(name)), None)
    yield "kitty" if said.kitty else "sixel" if said.sixel else None
    if said.program and said.are_all:  # one that can say so, and does not
        return
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
