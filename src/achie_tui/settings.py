"""Every setting: what it may be, and what is said where it is something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, get_args

from achie_tui.errors import WrongValueError
from achie_tui.language import Language, Phrase
from achie_tui.pictures.terminal import SETTINGS as PICTURES
from achie_tui.site.address import Addresses
from achie_tui.typeset.quotes import QUOTES
from achie_tui.typeset.script import SCRIPTS


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting may be: of a type, one of the choices where there are any, and not beyond the bounds."""

    kind: type
    allowed: Phrase
    choices: tuple[str, ...] = ()
    least: float = -inf
    most: float = inf

    def read(self, text: str) -> object:
        """Read the value from a text, which is given back where it is none."""
        if self.kind is bool:
            return _FLAGS.get(text.lower(), text)
        try:
            return self.kind(text)
        except ValueError:
            return text

    def fits(self, value: object) -> bool:
        """Tell whether a value may be taken."""
        if type(value) is not self.kind and not (self.kind is float and type(value) is int):
            return False
        if isinstance(value, str):
            return not self.choices or value in self.choices
        return not isinstance(value, int | float) or self.least <= value <= self.most


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_FLAG = Setting(bool, Phrase("true 或 false", "true or false"))
_NAME = Setting(str, Phrase("加引号的名字", "a name in quotes"))
_PATH = Setting(str, Phrase("加引号的路径", "a path in quotes"))
_LONGEST_DELAY = 10**6  # seconds


def _whole(least: int, most: float) -> Setting:
    if most == inf:
        return Setting(
            int, Phrase(f"不小于 {least} 的整数", f"a whole number, {least} or more"), least=least, most=most
        )
    words = Phrase(f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}")
    return Setting(int, words, least=least, most=most)


def _one_of(*choices: str) -> Setting:
    return Setting(str, Phrase(f"{'、'.join(choices)} 之一", f"one of {', '.join(choices)}"), choices)


# `profile` and `data_dir` are paths.
SETTINGS: dict[str, Setting] = {
    "base_url": Setting(
        str,
        Phrase(
            'http:// 或 https:// 开头的网址，如 "http://www.achie.org/"', 'an address such as "http://www.achie.org/"'
        ),
    ),
    "data_dir": _PATH,
    "profile": _PATH,
    "lang": _one_of(*get_args(Language)),
    "offline": _FLAG,
    "theme": _NAME,
    "delay": Setting(
        float,
        Phrase("不小于 0 的秒数，如 1.5", "a number of seconds, 0 or more, such as 1.5"),
        least=0,
        most=_LONGEST_DELAY,
    ),
    "concurrency": _whole(1, inf),
    "picture_limit_mb": _whole(0, inf),
    "pictures": _one_of(*PICTURES),
    "mark_read": _FLAG,
    "indent": _whole(0, 8),
    "paragraph_gap": _whole(0, 2),
    "measure": _whole(20, 60),
    "ambiguous_wide": _FLAG,
    "quotes": _one_of(*QUOTES),
    "script": _one_of(*SCRIPTS),
    "auto_scroll": Setting(float, Phrase("0.2 到 20 的数", "a number from 0.2 to 20"), least=0.2, most=20),
    "refresh_minutes": _whole(0, 1440),
    "notify": _FLAG,
    "recheck": _FLAG,
}
OF_ONE_RUN: dict[str, Setting] = {"demo": _FLAG, "json": _FLAG, "verbose": _FLAG}
"""What the environment and the command line may give, and the file not."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value, and how the user sees where it stands."""

    value: object
    place: Phrase


def checked(given: Mapping[str, Given]) -> dict[str, Any]:
    """Give the values of settings; raises WrongValueError for the first that means nothing."""
    values: dict[str, Any] = {}
    for name, setting in (SETTINGS | OF_ONE_RUN).items():
        if name not in given:
            continue
        value = given[name].value
        if not setting.fits(value) or (name == "base_url" and not _is_site(str(value))):
            raise WrongValueError(place=given[name].place, allowed=setting.allowed)
        values[name] = float(value) if setting.kind is float else value  # type: ignore[arg-type]
    return values


def _is_site(url: str) -> bool:
    return Addresses(url).absolute(url) is not None
