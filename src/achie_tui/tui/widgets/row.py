"""A row of a list of headlines, as pieces of text of exactly its width, each with the names of its looks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from achie_tui.model import Headline
from achie_tui.tui.periods import MONTH, YEAR, Heading
from achie_tui.tui.typography import Typography
from achie_tui.typeset.spacing import UNSEEN, as_seen
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import ELLIPSIS, cell_width, cut, fit, shortened

# The marks are narrow in every terminal. The half block `▌`, which one would rather take, is not: its width is
# ambiguous (UAX #11), and where it is drawn in two cells the whole row shifts.
UNREAD_MARK, STAR, LATER = "▐", "*", "+"
MARKS_WIDTH = 2
RULE = "-"  # for the same reason
CHOSEN_MARK = "»"
"""Narrow everywhere as well. It stands before a row that is chosen and moves it in, which is seen without colours."""
CATEGORY_WIDTH, CATEGORY_GAP = 10, 2
_ROOM_IF_QUOTED = 40
"""The width from which on rows of two lines, under which a text is quoted, have room for their categories and dates."""
ROOM_FOR_ALL = 72
"""The width from which on a row has room for its category, beside a title of 50 cells or more."""
_FULL, _TO_MONTH = 10, 7  # cells of a date
_LEAD = 6  # characters before a hit that would stand too far to the right
_LEAST = 2  # where a heading says the month
_IN_PERIOD = {MONTH: slice(8, 10), YEAR: slice(5, 10)}  # what a heading leaves to be said of a date


class Piece(NamedTuple):
    """A text in one look."""

    text: str
    names: tuple[str, ...]


def date_width(width: int, heading: Heading | None = None, *, is_quoted: bool = False) -> int:
    """Give the cells for dates in a list of this width, in which a row may stand under a heading, or have two lines."""
    whole = _FULL if width >= (_ROOM_IF_QUOTED if is_quoted else 60) else _TO_MONTH if width >= 30 else 0  # noqa: PLR2004
    if heading is None:
        return whole
    said = _IN_PERIOD[len(heading.period)]
    return said.stop - said.start


def short_date(published: str | None, width: int, year: int) -> str:
    """Set a date to the right of `width` cells: as MM-DD in this year, else as much of it as fits."""
    date = clean_line(published or "")
    date = date[5:10] if date.startswith(f"{year}-") else date[: _FULL if width >= _FULL else _TO_MONTH]
    date = cut(date, width)
    return " " * (width - cell_width(date)) + date


def ruled(words: str, width: int) -> str:
    """Set words in the middle of a line that is ruled across a list of this width."""
    words = cut(f" {words} ", width - 2 * MARKS_WIDTH)
    room = max(0, width - 2 * MARKS_WIDTH - cell_width(words))
    return fit(" " * MARKS_WIDTH + RULE * (room // 2) + words + RULE * (room - room // 2), width)


@dataclass(frozen=True, slots=True)
class RowShape:
    """How the rows of a list are set: their width, what year it is, and what else they are to tell.

    `is_mixed` says that they are of several categories, `is_headed` that they may stand under headings, `found_in`
    which parts of a title are to be marked, `is_quoted` that each has a second line with a piece of its text.
    """

    width: int
    typography: Typography
    year: int
    is_mixed: bool = False
    is_headed: bool = False
    found_in: Callable[[str], Sequence[tuple[int, int]]] | None = None
    is_quoted: bool = False

    def pieces(
        self, headline: Headline, heading: Heading | None, *, is_new: bool, is_chosen: bool = False
    ) -> Iterator[Piece]:
        """Give the pieces of a row, which may stand under a heading in sight."""
        if is_chosen:
            yield Piece(CHOSEN_MARK, ("chosen",))
        yield Piece(" " if headline.read else UNREAD_MARK, ("mark",))
        flag, kind = (STAR, "starred") if headline.starred else (LATER if headline.later else " ", "later")
        yield Piece(flag, (kind,))
        when = self._when(headline, heading)
        look = "read" if headline.read else "new" if is_new else "unread"
        yield from self._marked(self._title(headline), self._room(when, is_chosen=is_chosen), look)
        if self._names_category:
            yield from self._category(headline)
        if when.text:
            yield when

    def _category(self, headline: Headline) -> Iterator[Piece]:
        yield Piece(" " * CATEGORY_GAP, ("category",))
        name = self.typography.show(clean_line(headline.category or ""))
        yield from self._cut(name, CATEGORY_WIDTH, "category")

    def snippet(
        self, text: str, headline: Headline, heading: Heading | None = None, *, is_chosen: bool = False
    ) -> Iterator[Piece]:
        """Give the pieces of a line that says where in a text something was found; the first hit of it is seen.

        Where that is only in the part of the title for which its row has no room, that part is given.
        """
        before = MARKS_WIDTH + is_chosen
        names_category = self.is_mixed and not self._names_category and self.width >= _ROOM_IF_QUOTED
        after = CATEGORY_GAP + CATEGORY_WIDTH + 1 if names_category else 1
        yield Piece(" " * before, ("snippet",))
        shown, room = self.typography.set(clean_line(text)), max(0, self.width - before - after)
        start, end = self._first_in(shown)
        if not end:
            title = self._title(headline)
            title_start, title_end = self._first_in(title)
            if title_end and self.is_cut(headline, heading, is_chosen=is_chosen):
                seen = self._room(self._when(headline, heading), is_chosen=is_chosen) - self._cells(ELLIPSIS)
                if self._cells(title[:title_end]) > seen:
                    shown, start, end = title, title_start, title_end
        if self._cells(shown[:end]) > room - self._cells(ELLIPSIS):
            shown = ELLIPSIS + shown[max(0, start - _LEAD) :]
        yield from self._marked(shown, room, "snippet")
        if names_category:
            yield from self._category(headline)
        yield Piece(" " * max(0, min(1, self.width - before - room)), ("snippet",))

    def _first_in(self, text: str) -> tuple[int, int]:
        return next(iter(self._found_in(text)), (0, 0))

    def _found_in(self, text: str) -> Sequence[tuple[int, int]]:
        """Give what was found in a text, where it is written with all its blanks."""
        return self.found_in(text.replace(UNSEEN, " ")) if self.found_in else ()

    def is_cut(self, headline: Headline, heading: Heading | None, *, is_chosen: bool = False) -> bool:
        """Tell whether a row has not the room for its title."""
        return self._cells(self._title(headline)) > self._room(self._when(headline, heading), is_chosen=is_chosen)

    @property
    def _names_category(self) -> bool:
        return self.is_mixed and self.width >= ROOM_FOR_ALL

    def _room(self, when: Piece, *, is_chosen: bool) -> int:
        """Give the cells that are left for a title."""
        category = CATEGORY_GAP + CATEGORY_WIDTH if self._names_category else 0
        return max(0, self.width - is_chosen - MARKS_WIDTH - category - cell_width(when.text))

    def _title(self, headline: Headline) -> str:
        return self.typography.set(clean_line(headline.title))

    def _cells(self, text: str) -> int:
        return cell_width(text, ambiguous_wide=self.typography.ambiguous_wide)

    def _cut(self, text: str, width: int, look: str) -> Iterator[Piece]:
        """Set a text in so many cells; where it does not fit, it ends in a faint `…`."""
        wide = self.typography.ambiguous_wide
        begin, dots = shortened(text, width, ambiguous_wide=wide)
        if not dots:
            yield Piece(fit(text, width, ambiguous_wide=wide), (look,))
            return
        yield Piece(begin, (look,))
        yield Piece(fit(dots, width - self._cells(begin), ambiguous_wide=wide), (look, "cut"))

    def _marked(self, title: str, width: int, look: str) -> Iterator[Piece]:
        """Set a title in so many cells, with what was found in it marked as far as it is seen; what is unseen goes."""
        spans = self._found_in(title)
        for text, names in self._cut(title, width, look):
            at = 0
            for start, end in spans if "cut" not in names else ():
                yield Piece(as_seen(text[at:start]), names)
                yield Piece(as_seen(text[start:end]), (*names, "match"))
                at = max(at, min(end, len(text)))
            yield Piece(as_seen(text[at:]), names)

    def _when(self, headline: Headline, heading: Heading | None) -> Piece:
        """Give the end of a row: its progress, where it was begun, else its date, with a space on both sides.

        Of a date that is the heading's, only what that leaves to be said; else all that there is room for.
        """
        published = headline.published or ""
        if heading is not None and published and not published.startswith(heading.period):
            heading = None
        cells = date_width(self.width, heading, is_quoted=self.is_quoted)
        if not cells:
            return Piece("", ("date",))
        if headline.progress:
            progress = f" {headline.progress}%".rjust(cells + 1)
            return Piece(progress.ljust(cells + 2), ("progress",))  # beside days, it reaches into the last cell
        if heading is not None and published:
            date = clean_line(published[_IN_PERIOD[len(heading.period)]])[:cells].rjust(cells)
        else:
            date = short_date(published, cells, self.year)
            date = date.lstrip().rjust(_LEAST) if self.is_headed else date
        return Piece(f" {date} ", ("date" if headline.cached else "date-uncached",))
