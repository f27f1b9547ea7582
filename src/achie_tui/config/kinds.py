"""What a setting may be, and what is said where it is something else."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from urllib.parse import urlsplit

from achie_tui.language import Phrase
from achie_tui.site.address import POSSIBLE_PORT, Addresses, has_impossible_port, is_host_name

_BOOLEANS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that are allowed: of a type, within bounds, and passing a test; `allowed` tells the user so."""

    type: type
    allowed: Phrase
    least: float = -inf
    most: float = inf
    test: Callable[[str], bool] = lambda _: True
    exactly: Callable[[str], Phrase | None] = lambda _: None
    """What to say in place of `allowed` of a text that does not pass, where that can be told more exactly."""

    def read(self, text: str) -> object:
        """Read a value from a text, which is given back where it is none."""
        if self.type is bool:
            return _BOOLEANS.get(text.lower(), text)
        try:
            if self.type is tuple:
                from shlex import split  # hardly anybody sets such a value

                return split(text)
            return self.type(text)
        except ValueError:
            return text

    def fits(self, value: object) -> bool:
        """Tell whether a value is allowed."""
        if self.type is tuple:
            words = value if isinstance(value, list | tuple) else [None]
            return all(isinstance(word, str) and word and "\0" not in word and self.test(word) for word in words)
        if type(value) is not self.type and not (self.type is float and type(value) is int):
            return False
        if isinstance(value, str):
            return self.test(value)
        return not isinstance(value, int | float) or self.least <= value <= self.most

    def wanted(self, value: object) -> Phrase:
        """Say what is allowed in the place of a value that is not."""
        return (self.exactly(value) if isinstance(value, str) else None) or self.allowed


FLAG = Kind(bool, Phrase("true 或 false", "true or false"))
NAME = Kind(str, Phrase("加引号的名字", "a name in quotes"))
PATH = Kind(str, Phrase("加引号的路径", "a path in quotes"), test=lambda path: "\0" not in path)
COMMAND = Kind(
    tuple,
    Phrase('命令和它的参数，如 ["w3m", "-N"]', 'a command with its arguments, such as ["w3m", "-N"]'),
)
"""A program and what it is given, word by word: nothing of it goes through a shell."""
ADDRESS = Kind(
    str,
    Phrase('http:// 或 https:// 开头的网址，如 "http://www.achie.org/"', 'an address such as "http://www.achie.org/"'),
    # Parts of an address that are not printable are dropped by who reads it, or refused only when it is asked for.
    test=lambda url: (
        url.isprintable() and Addresses(url).absolute(url) is not None and is_host_name(urlsplit(url).hostname or "")
    ),
    exactly=lambda url: POSSIBLE_PORT if has_impossible_port(url) else None,
)


def one_of(*words: str) -> Kind:
    """Give the kind of one of some words."""
    allowed = Phrase(f"{'、'.join(words)} 之一", f"one of {', '.join(words)}")
    return Kind(str, allowed, test=lambda word: word in words)


def whole(least: int, most: float = inf) -> Kind:
    """Give the kind of a whole number within bounds."""
    allowed = Phrase(f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}")
    if most == inf:
        allowed = Phrase(f"不小于 {least} 的整数", f"a whole number, {least} or more")
    return Kind(int, allowed, least, most)
