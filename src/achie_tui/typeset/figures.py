"""The columns of a table as they are measured: how wide they are, and where the numbers in them stand.

A column of numbers is set to the right; where some have decimals, and all are of one unit, so that their decimal points
stand below one another.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from achie_tui.typeset.width import cell_width

_NOTHING = frozenset({"", "-", "—", "——", "–", "/", "…"})
_POINT = (".", "．")
_TAIL = re.compile(r"[^.．]*[0-9０-９](?P<tail>[.．][0-9０-９].*|[^0-9０-９.．]*)", re.DOTALL)
_FRACTION = ".．0123456789０１２３４５６７８９ "


@cache
def _number() -> re.Pattern[str]:
    """Give the pattern of a number; a start, which shows no table as a rule, does not compile it."""
    return re.compile(
        r"[-+−±<>≤≥约]?\s*[￥¥$€£]?\s*[0-9０-９][0-9０-９,，.\s]*(?:[%％‰℃]|个百分点|[\u4e00-\u9fff]{0,2})"
    )


@dataclass(slots=True)
class Measured:
    """A column of a table, measured cell by cell."""

    ambiguous_wide: bool = False
    widest: int = 0
    has_numbers: bool = False
    has_words: bool = False
    has_points: bool = False
    head: int = 0  # cells before the decimal points
    tail: int = 0  # and from them on
    units: set[str] = field(default_factory=set)

    @property
    def is_numeric(self) -> bool:
        """Whether all that it tells are numbers."""
        return self.has_numbers and not self.has_words

    @property
    def width(self) -> int:
        """How many cells it takes by nature."""
        return max(self.widest, self.head + self.tail) if self._has_common_point else self.widest

    @property
    def _has_common_point(self) -> bool:
        return self.is_numeric and self.has_points and len(self.units) == 1

    def take(self, text: str, *, told: bool) -> None:
        """Measure a cell; what a header says is not what the column tells."""
        self.widest = max(self.widest, self._cells(text))
        if not told or self.has_words or (number := text.strip()) in _NOTHING:
            return
        if _number().fullmatch(number) is None:
            self.has_words = True
            return
        self.has_numbers = True
        if match := _TAIL.fullmatch(number):
            tail = self._cells(match["tail"])
            self.head, self.tail = max(self.head, self._cells(number) - tail), max(self.tail, tail)
            self.has_points = self.has_points or match["tail"].startswith(_POINT)
            self.units.add(match["tail"].lstrip(_FRACTION))

    def free_behind(self, text: str, width: int) -> int:
        """Say how many cells stay free behind a number in a column that is set so wide."""
        if not self._has_common_point or width < self.head + self.tail:
            return 0
        match = _TAIL.fullmatch(text.strip())
        return self.tail - (self._cells(match["tail"]) if match else 0)

    def _cells(self, text: str) -> int:
        if text.isascii() and text.isprintable():
            return len(text.rstrip())
        lines = text.splitlines()
        return max((cell_width(line.rstrip(), ambiguous_wide=self.ambiguous_wide) for line in lines), default=0)
