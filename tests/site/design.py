"""One template of a site: the values of its axes, the names that its designer gave the elements, and small markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from tests.site.axes import Choices
from tests.site.bodies import HOST
from tests.site.template import pseudoword

# What the frame of a site consists of keeps its names where templates differ only in articles and lists.
FRAME_ROLES: Final = ("top", "logo", "menu", "search", "wrap", "side", "footer")
ROLES: Final = (
    *FRAME_ROLES,
    *("main", "crumb", "headbox", "title", "meta", "before", "text", "slot", "behind", "pages", "neighbours"),
    *("related", "relatedhead", "list"),
)
# These stand on a page more than once, and have a class if anything.
MANY_ROLES: Final = ("field", "label", "sidebox", "sidehead", "row", "rowtitle", "rowdate", "rowtext", "thumb", "more")


@dataclass(frozen=True)
class Design:
    """One template: `choices` is a value for each axis, `attrs` the class or id of the elements by their role."""

    choices: Choices
    attrs: Mapping[str, str]

    def __getitem__(self, axis: str) -> str:
        """Give the value of an axis."""
        return self.choices[axis]

    def tag(self, name: str, role: str, inner: str) -> str:
        """Write an element that plays a role."""
        return f"<{name}{self.attrs[role]}>{inner}</{name}>"

    def link(self, path: str) -> str:
        """Write the address of a page as the site's links do."""
        return HOST + path if self["links"] == "host" else path


def draw_attrs(rng: Random, choices: Choices, frame: Mapping[str, str] | None = None) -> dict[str, str]:
    """Draw the class or id of each role, those of a given frame excepted."""
    attrs = {role: _attr(rng, many=False) for role in ROLES} | {role: _attr(rng, many=True) for role in MANY_ROLES}
    while not attrs["text"] and choices["text"] == "class or id":
        attrs["text"] = _attr(rng, many=False)
    return attrs | {role: frame[role] for role in FRAME_ROLES} if frame else attrs


def _attr(rng: Random, *, many: bool) -> str:
    kind, word = rng.random(), pseudoword(rng)
    if kind < 0.15:
        return ""
    if kind < 0.3 and not many:
        return f' id="{word}"'
    return f' class="{word} {pseudoword(rng)}"' if kind < 0.45 else f' class="{word}"'


def write_day(when: datetime, form: str) -> str:
    """Write a day in one of the forms of articles and lists."""
    return {
        "iso": f"{when:%Y-%m-%d}",
        "minute": f"{when:%Y-%m-%d %H:%M}",
        "slash": f"{when.year}/{when.month}/{when.day}",
        "han": f"{when.year}年{when.month}月{when.day}日",
        "brackets": f"[{when:%Y-%m-%d}]",
        "month-day": f"{when:%m-%d}",
        "yy-mm-dd": f"{when:%y-%m-%d}",
    }[form]
