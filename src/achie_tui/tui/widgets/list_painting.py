"""Painting a line of a list of headlines: a row, what is said between rows, or why there are none."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.row import MARKS_WIDTH, RowShape, ruled
from achie_tui.tui.widgets.rows import Lines, Rows
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.visible import clean_for_screen
from achie_tui.typeset.width import cell_width, cut, fit

if TYPE_CHECKING:
    from achie_tui.library.search.results import Hit

_MARKED = {"mark", "starred", "later", "match", "chosen"}
"""Looks that have a colour of their own under the cursor."""


class Looks(Protocol):
    """Gives the style of looks laid over one another."""

    def __call__(self, *names: str) -> Style:
        """Give it."""


@dataclass(frozen=True, slots=True)
class ListPainter:
    """Paints the lines of a list whose rows have a shape.

    `new` and `chosen` are the keys of rows, as those of `snippets` are: what their texts say of what was searched for.
    `boundary` is said on the line between what is new and what was known before, `noted` before what is said in notes;
    `period` gives a heading's words.
    """

    lines: Lines
    rows: Rows
    shape: RowShape
    looks: Looks
    cursor: int
    new: Collection[int]
    chosen: Collection[int]
    snippets: "Mapping[int, Hit]"
    boundary: str
    noted: str
    period: Callable[[str], str]

    def paint(self, line: int, *, is_top: bool) -> Strip:
        """Paint a line, which may be the uppermost of those in sight."""
        width, show = self.shape.width, self.shape.typography.show
        if self.lines.is_boundary(line):
            return Strip([Segment(ruled(show(self.boundary), width), self.looks("boundary"))], width)
        if heading := self.lines.heading_on(line):
            words = " " * MARKS_WIDTH + show(self.period(heading.period))
            return Strip([Segment(fit(words, width), self.looks("heading"))], width)
        row = self.lines.row(line)
        headline = None if row is None else self.rows.at(row)
        if row is None or headline is None or width <= MARKS_WIDTH:
            return Strip.blank(width, self.looks(*(("cursor",) if row == self.cursor else ())))
        # The heading of the uppermost row may have been scrolled away; then that row says the month too.
        heading = None if is_top else self.lines.heading_of(row)
        key, is_chosen = headline.key, headline.key in self.chosen
        pieces = (
            self.shape.pieces(headline, heading, is_new=key in self.new, is_chosen=is_chosen)
            if line == self.lines.of(row)
            else self.shape.snippet(self._snippet(key), headline, heading, is_chosen=is_chosen)
        )
        look = self._under_cursor if row == self.cursor else self.looks
        return Strip([Segment(text, look(*names)) for text, names in pieces], width)

    def _snippet(self, key: int) -> str:
        hit = self.snippets.get(key)
        return f"{self.noted * hit.in_note}{hit.snippet}" if hit else ""

    def _under_cursor(self, *names: str) -> Style:
        """Give the style of looks in the colours that can be told under the cursor."""
        return self.looks(*names, "cursor", *(f"cursor-{name}" for name in names if name in _MARKED))


def message_line(message: str, y: int, size: Size, typography: Typography, look: Style) -> Strip:
    """Paint a line of a message that stands in the middle of a list which is empty; of a long one, its beginning."""
    width, height = size
    text = typography.show(clean_for_screen(message[: width * height]))  # it may name all that was pasted
    lines: Sequence[str] = [text[start:end].rstrip() for start, end in break_lines(text, max(1, width - 4))]
    number = y - max(0, (height - len(lines)) // 2)
    line = cut(lines[number], width) if 0 <= number < len(lines) else ""
    padding = " " * ((width - cell_width(line)) // 2)
    return Strip([Segment(fit(padding + line, width), look)], width)
