"""Words without what is nobody else's business: secrets in addresses, and the user's name in paths."""

import os
import re
from pathlib import Path
from typing import Any

# Before the host, up to the last @ in front of the path; and where what follows a colon is no port, up to the last @
# there is: a password whose slash or # somebody forgot to encode.
_USERINFO = re.compile(r"(?<=://)(?:[^/?#\s]*|[^/?#\s@:\[]*:(?!\d{1,5}(?:[/?#\s]|$))\S*)@")
_ANY_USERINFO = re.compile(r"(?<=://).*@", re.DOTALL)
_QUERY = re.compile(r"(://[^\s?#\"'<>“”]*)([?#][^\s\"'<>“”，。；、（）)]*)")
_VALUE = re.compile(r"(?<=[?#&;])([^=?#&;]*)(=?)([^?#&;]*)")
# What the engine's own addresses say, and what is needed to find a page again.
_HARMLESS = {"aid", "tid", "cid", "typeid", "pageno", "totalresult"}
_HIDDEN = "…"
_LEAST = len("/a")


def without_userinfo(text: str) -> str:
    """Leave the user names and passwords out of the addresses in a text."""
    return _USERINFO.sub("", text)


def without_secrets(text: str) -> str:
    """Leave out of the addresses in a text what only their owner need know."""
    return _QUERY.sub(_without_values, without_userinfo(text))


def as_shown(value: str) -> str:
    """Give a value that should be an address without its secrets, however wrong it is."""
    return without_secrets(_ANY_USERINFO.sub("", value))


def _without_values(address: re.Match[str]) -> str:
    return address[1] + _VALUE.sub(_without_value, address[2])


def _without_value(part: re.Match[str]) -> str:
    name, equals, value = part.groups()
    if not equals:
        return _HIDDEN if name else ""
    return part[0] if name.lower() in _HARMLESS or not value else f"{name}={_HIDDEN}"


class Redactor:
    """Makes a report fit to be shown: no secret of an address, and `~` for the home directory."""

    def __init__(self) -> None:
        home = os.path.expanduser("~")  # noqa: PTH111 - it says "~" where there is none, and never fails
        self._homes = sorted({home, os.path.realpath(home)} - {"~"}, key=len, reverse=True)
        self._homes = [each for each in self._homes if len(each.rstrip("/")) >= _LEAST]

    def text(self, text: str) -> str:
        """Give a text without them."""
        for home in self._homes:
            text = re.sub(rf"{re.escape(home.rstrip('/'))}(?=/|\W|$)", "~", text)
        return without_secrets(text)

    def value(self, value: Any) -> Any:
        """Give a value for JSON without them, whatever it is made of."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Path):
            return self.text(str(value))
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value
