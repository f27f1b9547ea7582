"""The rows of a list of headlines: which line each is on, and what is known of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from achie_tui.model import Headline
from achie_tui.tui.periods import Heading


class Lines:
    """The lines of a list of so many rows, some of which are ruled: above the row `boundary`, and for headings.

    A row is `height` lines high. Whatever is asked takes two steps of a binary search at most, however many rows and
    headings there are.
    """

    def __init__(
        self, rows: int, boundary: int | None = None, headings: Sequence[Heading] = (), height: int = 1
    ) -> None:
        self.rows = rows
        self.height = height
        self._headings = headings
        ruled: list[tuple[int, Heading | None]] = [(heading.row, heading) for heading in headings]
        if boundary is not None:
            ruled.insert(bisect_left(headings, (boundary, "")), (boundary, None))
        self._ruled = [heading for _, heading in ruled]
        self._below = [row for row, _ in ruled]  # the row below each ruled line
        self._lines = [row * height + above for above, row in enumerate(self._below)]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.rows * self.height + len(self._lines)

    def of(self, row: int) -> int:
        """Give the first line of a row."""
        return row * self.height + bisect_right(self._below, row)

    def row(self, line: int) -> int | None:
        """Give the row on a line, None for a ruled one and beyond the end."""
        row = self.from_line(line)
        return row if row < self.rows and 0 <= line - self.of(row) < self.height else None

    def from_line(self, line: int) -> int:
        """Give the row on a line, else the first one below it."""
        return (line - bisect_left(self._lines, line)) // self.height

    def is_boundary(self, line: int) -> bool:
        """Tell whether a line is the one between what is new and what was known before."""
        at = bisect_left(self._lines, line)
        return self._lines[at : at + 1] == [line] and self._ruled[at] is None

    def heading_on(self, line: int) -> Heading | None:
        """Give the heading that a line is, if it is one."""
        at = bisect_left(self._lines, line)
        return self._ruled[at] if self._lines[at : at + 1] == [line] else None

    def heading_of(self, row: int) -> Heading | None:
        """Give the heading that a row stands under, if there is one."""
        at = bisect_right(self._headings, row, key=lambda heading: heading.row)
        return self._headings[at - 1] if at else None


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
