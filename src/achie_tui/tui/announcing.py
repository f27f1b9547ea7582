"""Telling the desktop of news, by a sequence that the terminal itself understands."""

import os
from collections.abc import Mapping

from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cut

_LONGEST = 120
# These take a title and a text (OSC 777); the others know iTerm2's OSC 9, or ignore both.
_BY_TITLE = ("rxvt", "foot", "contour", "xterm-ghostty")
_STRING_END = "\x1b\\"


def announcement(title: str, text: str, environment: Mapping[str, str] | None = None) -> str:
    """Give the sequence that shows a notification; neither title nor text can be taken for a part of it.

    No semicolon stays in them: it would part what stands in a sequence, and "4;" tells of progress in some terminals.
    """
    environment = os.environ if environment is None else environment
    title, text = (cut(clean_line(part).replace(";", ","), _LONGEST) for part in (title, text))
    terminal = environment.get("TERM", "")
    if terminal.startswith(_BY_TITLE) or environment.get("VTE_VERSION"):
        sequence = f"\x1b]777;notify;{title};{text}"
    else:
        sequence = f"\x1b]9;{title}: {text}"
    if environment.get("TMUX"):
        # tmux hands on what is wrapped like this, where it is allowed to.
        return "\x1bPtmux;" + f"{sequence}\x07".replace("\x1b", "\x1b\x1b") + _STRING_END
    return f"{sequence}\x07"
