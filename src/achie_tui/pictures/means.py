"""By what means pictures are shown, and what the terminal is asked for that.

Apart from `terminal`, which the settings need: of this, only the app has use.
"""

import os
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from achie_tui.pictures import answers
from achie_tui.pictures.answers import NONE, Answers
from achie_tui.pictures.terminal import BY_TERM, Protocol, Setting, is_inside, is_plain, protocol

# Not asked: Apple's prints questions that it does not know, a console of Linux too.
_NOT_ASKED = ("Apple_Terminal", "vscode")
_ASKED = ("xterm", "ghostty", *BY_TERM)

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
    if setting not in ("auto", "kitty", "sixel") or is_plain(environment) or is_inside(environment):
        return ""
    if environment.get("TERM_PROGRAM") in _NOT_ASKED or not environment.get("TERM", "").startswith(_ASKED):
        return ""
    return f"{answers.WHO}{answers.KITTY if setting == 'auto' else ''}{answers.WHAT}"
