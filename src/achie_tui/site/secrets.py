"""Addresses without what is secret in them: user names and passwords, tokens in a query or a fragment."""

import re

# Before the host, up to the last @ in front of the path; and where what follows a colon is no port, up to the last @
# there is: a password whose slash or # somebody forgot to encode.
_USERINFO = re.compile(r"(?<=://)(?:[^/?#\s]*|[^/?#\s@:\[]*:(?!\d{1,5}(?:[/?#\s]|$))\S*)@")
_ANY_USERINFO = re.compile(r"(?<=://).*@", re.DOTALL)
_QUERY = re.compile(r"(://[^\s?#\"'<>“”]*)([?#][^\s\"'<>“”，。；、（）)]*)")
_VALUE = re.compile(r"(?<=[?#&;])([^=?#&;]*)(=?)([^?#&;]*)")
# What the engine's own addresses say, and what is needed to find a page again.
_HARMLESS = {"aid", "tid", "cid", "typeid", "pageno", "totalresult"}
_HIDDEN = "…"


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
