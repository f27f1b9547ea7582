"""Names on disk made of titles: safe on every system, whoever wrote the title."""

import re
import unicodedata

LONGEST = 200
"""Bytes of a name in UTF-8, its ending included: room is left for what a system adds."""

_FORBIDDEN = re.compile(r'[/\\:*?"<>|]+')
_SPACES = re.compile(r"\s+")
# Windows takes these for devices, whatever stands behind a dot.
_DEVICES = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    )
)
_NAMELESS = "achie-tui"


class FileNames:
    """Gives names that differ from each other, also where upper and lower case are one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, title: str, ending: str = "") -> str:
        """Give a name for what has a title; `ending` is ours, and begins with a dot."""
        for number in range(1, len(self._taken) + 2):
            counted = f" {number}{ending}" if number > 1 else ending
            name = f"{safe_stem(title, LONGEST - len(counted.encode()))}{counted}"
            if _folded(name) not in self._taken:
                break
        self._taken.add(_folded(name))
        return name


def safe_stem(title: str, room: int = LONGEST) -> str:
    """Give a title as the beginning of a name of `room` bytes at most: no part of a path, no option, no device."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", title))
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    text = _tidied(_FORBIDDEN.sub("_", text))
    text = _tidied(text.encode()[: room - 1].decode(errors="ignore")) or _NAMELESS
    return f"_{text}" if text.partition(".")[0].strip().casefold() in _DEVICES else text


def _tidied(text: str) -> str:
    """Leave out what may not begin or end a name: a dot hides it, a hyphen or a tilde means something to a shell."""
    return text.lstrip("._-~ ").rstrip("._ ")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
