"""The rows of a list of headlines: where each stands, what it says, and when that was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from achie_tui.model import Headline
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cell_width, cut


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
    """The headlines behind the keys of a list, as far as they are known.

    What is missing is asked for a window at a time, ahead of what is looked at. A headline that is known stays on
    the screen until a newer one comes: a list that is renewed does not go blank meanwhile.
    """

    WINDOW = 64
    MOST = 640
    """Headlines that are kept, those that came last."""

    def __init__(self) -> None:
        self.keys: tuple[int, ...] = ()
        self._known: dict[int, Headline] = {}
        self._current: set[int] = set()  # keys that are known as they are now, or asked for

    def at(self, index: int) -> Headline | None:
        """Give the headline of a row, None where it is not known."""
        return self._known.get(self.keys[index]) if 0 <= index < len(self.keys) else None

    def missing(self, first: int, last: int) -> list[int]:
        """Give the keys that are to be asked for, where those rows are in sight; each is given once.

        None as long as all in sight and half a window around it are there; else those of whole windows around it.
        """
        half = self.WINDOW // 2
        near = self.keys[max(0, first - half) : last + half]
        if self._current.issuperset(near):
            return []
        begin = max(0, first - half) // self.WINDOW * self.WINDOW
        end = -(-(last + half) // self.WINDOW) * self.WINDOW
        missing = [key for key in self.keys[begin:end] if key not in self._current]
        self._current.update(missing)
        return missing

    def supply(self, headlines: Iterable[Headline]) -> set[int]:
        """Take headlines as they are now; gives the keys of those that say something new."""
        changed = set()
        for headline in headlines:
            if self._known.pop(headline.key, None) != headline:
                changed.add(headline.key)
            self._known[headline.key] = headline
            self._current.add(headline.key)
        for key in tuple(self._known)[: -self.MOST]:
            del self._known[key]
            self._current.discard(key)
        return changed

    def outdate(self) -> None:
        """Have everything asked for again as it comes into sight."""
        self._current.clear()

    def __iter__(self) -> Iterator[Headline]:
        """Give the known headlines of the list."""
        listed = set(self.keys)
        return iter([headline for key, headline in self._known.items() if key in listed])
