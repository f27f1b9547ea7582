"""The rows of a list of headlines: where each stands, what it says, and when that was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.cache import LRUCache

from achie_tui.model import Headline
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cell_width, cut

Fetch = Callable[[Sequence[int]], list[Headline]]


def date_width(width: int) -> int:
    """Give the cells for dates in a list of this width: YYYY-MM-DD, YYYY-MM, or none at all."""
    return 10 if width >= 60 else 7 if width >= 30 else 0  # noqa: PLR2004


def short_date(published: str | None, width: int, year: int) -> str:
    """Set a date to the right of `width` cells: as MM-DD in this year, else as much of it as fits."""
    date = clean_line(published or "")
    date = date[5:10] if date.startswith(f"{year}-") else date[: 10 if width >= 10 else 7]  # noqa: PLR2004
    date = cut(date, width)
    return " " * (width - cell_width(date)) + date


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a list of so many rows, one of which may be ruled: the line above the row `boundary`."""

    rows: int
    boundary: int | None = None

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.rows + (self.boundary is not None)

    def of(self, row: int) -> int:
        """Give the line that a row is on."""
        return row + (self.boundary is not None and row >= self.boundary)

    def row(self, line: int) -> int | None:
        """Give the row on a line, None for the ruled one and beyond the end."""
        if self.boundary is not None and line >= self.boundary:
            line -= 1
            if line < self.boundary:
                return None
        return line if line < self.rows else None


class Rows:
    """The headlines behind the keys, fetched a window at a time and kept while they are being looked at."""

    WINDOW = 64
    WINDOWS_KEPT = 16

    def __init__(self, keys: Sequence[int], fetch: Fetch) -> None:
        self._keys = keys
        self._fetch = fetch
        self._windows: LRUCache[int, dict[int, Headline]] = LRUCache(self.WINDOWS_KEPT)

    def at(self, index: int) -> Headline | None:
        """Give the headline of a row; None where the library knows the key no longer."""
        number = index // self.WINDOW
        window = self._windows.get(number)
        if window is None:
            window = {headline.key: headline for headline in self._fetch(self._window(number))}
            self._windows[number] = window
        return window.get(self._keys[index])

    def replace(self, headline: Headline) -> int | None:
        """Put a headline in the place of its former self; gives the row that changes by that."""
        for number in tuple(self._windows.keys()):
            window = self._windows[number]
            if headline.key in window:
                changed = window[headline.key] != headline
                window[headline.key] = headline
                return number * self.WINDOW + self._window(number).index(headline.key) if changed else None
        return None

    def _window(self, number: int) -> Sequence[int]:
        return self._keys[number * self.WINDOW : (number + 1) * self.WINDOW]
