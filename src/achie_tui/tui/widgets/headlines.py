"""The list of headlines: tens of thousands of rows, of which only those on the screen exist.

This is a Line-API widget. Textual knows its `virtual_size` (a line for each row, and some between rows) and asks
`render_line` for the lines it has to paint; what it paints again is up to us. A list holds keys only, a few kilobytes;
the headlines behind them are asked for with `Wanted`, ahead of what is in sight, and `supply` brings them. Moving the
cursor repaints two lines: over ssh that is half a kilobyte a key, where repainting the whole list would be fifteen.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from achie_tui.model import Headline
from achie_tui.tui.keys import moves
from achie_tui.tui.periods import Heading
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.headline_looks import LOOKS, RULES
from achie_tui.tui.widgets.list_painting import ListPainter, message_line
from achie_tui.tui.widgets.resting import Rest
from achie_tui.tui.widgets.row import RowShape
from achie_tui.tui.widgets.rows import Lines, Rows
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.library.search.results import Hit

SCROLL_OFF = 2  # rows kept in sight above and below the cursor
NEAR_END = 5  # so many rows before the last one the list tells that it ends
PAGE_OVERLAP = 2  # rows of a page still seen on the next one


class HeadlineList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of headlines with a cursor. `show` gives it keys, `supply` the headlines that it asks for."""

    REST = 0.2
    """Seconds after which the cursor rests: longer than between two keys of who walks, whom a text would hold up."""

    ALLOW_SELECT = False  # a drag over rows is no selection of text

    BINDINGS = moves(
        choose_on="choose_on",  # before what the same key does else
        down="move(1)",
        up="move(-1)",
        first="first",
        last="last",
        half_down="half_page(1)",
        half_up="half_page(-1)",
        page_down="page(1)",
        page_up="page(-1)",
        open="open",
    )

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS
    DEFAULT_CSS = RULES

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """The row the cursor is on; 0 in an empty list."""

    cut_title: reactive[str] = reactive("", init=False, repaint=False)
    """The title under the cursor, where its row has not the room for all of it; else ""."""

    empty: reactive[str] = reactive("")
    """What an empty list says, in the middle of it."""

    chosen: reactive[frozenset[int]] = reactive(frozenset(), init=False, repaint=False)
    """The keys of the rows that are chosen. While there are any, Space is the key that chooses."""

    typography: reactive[Typography] = reactive(Typography())

    virtual_size = Reactive(Size(0, 0), layout=False)  # however many rows there are, it is as large on the screen

    @dataclass
    class Highlighted(Message):
        """The cursor came to another headline."""

        headline: Headline

    @dataclass
    class Opened(Message):
        """The user wants to read this one."""

        headline: Headline

    @dataclass
    class Wanted(Message):
        """The headlines of these keys are about to be seen."""

        keys: Sequence[int]

    @dataclass
    class Rested(Message):
        """The cursor has come to rest on another headline."""

        headline: Headline

    @dataclass
    class ChosenOn(Message):
        """The user wants to have this row chosen, and to go on."""

    @dataclass
    class EndReached(Message):
        """The user comes near the end: told once for each list of keys."""

    def __init__(
        self,
        *,
        empty: str = "",
        boundary: str = "",
        noted: str = "",
        period: Callable[[str], str] = str,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(HeadlineList.empty, empty)
        self._boundary_words, self._noted_words = boundary, noted
        self._period_words = period
        self._lines = Lines(0)
        self._rows = Rows()
        self.found_in: Callable[[str], Sequence[tuple[int, int]]] | None = None
        self._new: Collection[int] = frozenset()
        self._is_mixed = False
        self._snippets: Mapping[int, Hit] = {}
        self._painter: ListPainter | None = None  # while lines are painted
        self._rest = Rest(self, self._tell_rest)
        self._announced: int | None = None
        self._end_told = False

    # What it shows.

    def show(
        self,
        keys: Sequence[int],
        headlines: Sequence[Headline] = (),
        *,
        select: int | None = None,
        boundary: int | None = None,
        headings: Sequence[Heading] = (),
        new: Collection[int] = frozenset(),
        mixed: bool = False,
        snippets: "Mapping[int, Hit] | None" = None,
    ) -> None:
        """Show the headlines of these keys, in this order, with the cursor on the key `select`.

        Without it the cursor stays on its headline, and that on its line of the screen. When the headline has
        left a list that is else much the same, the cursor goes to the next one; in another list to the first.
        A line is ruled above the row `boundary`: there begins what was known before; others are `headings`, months or
        years. The keys of what is `new` stand out; `mixed` rows are of several categories. With `snippets`
        each row has a second line, which says where in the text something was found, as soon as `quote` brings that. Of
        the headlines some may be given at once; what else is to be seen is asked for, also where it was known.
        """
        index = self._index_in(keys, select)
        line = self._lines.of(self.cursor) - self.scroll_offset.y
        in_sight = 0 <= line < self.scrollable_size.height
        if tuple(keys) != self.keys:
            self._rows.keys = tuple(keys)
            self._end_told = False
        self._lines = Lines(len(self.keys), boundary, headings, 1 if snippets is None else 2)
        self._new, self._is_mixed, self._snippets = new, mixed, dict(snippets or {})
        self._rows.outdate()
        self._rows.supply(headlines)
        self.set_reactive(HeadlineList.cursor, index)
        self.virtual_size = Size(self.scrollable_size.width, self._lines.count)
        self.scroll_to(y=self._lines.of(index) - line, animate=False, force=True)
        if select is not None or in_sight:  # who scrolled away from the cursor stays there
            self._reveal_cursor()
        self.refresh()
        self._look_ahead()
        self._announce()

    def supply(self, headlines: Sequence[Headline]) -> None:
        """Take headlines as they are now; only rows that say something else by now are painted anew."""
        changed = self._rows.supply(headlines)
        if changed:
            self._repaint(changed)

    def quote(self, hits: "Sequence[Hit]") -> None:
        """Take what texts say of what was searched for; the rows of these are painted anew."""
        quoted = {hit.key: hit for hit in hits}
        self._snippets = {**self._snippets, **quoted}
        self._repaint(quoted)

    def watch_chosen(self, before: frozenset[int], chosen: frozenset[int]) -> None:
        """Paint the rows anew that are chosen, or are no longer."""
        self._repaint(before ^ chosen)

    def _repaint(self, changed: Collection[int]) -> None:
        """Paint the rows of these keys anew, where they are in sight."""
        top = self.scroll_offset.y
        for line in range(top, top + self.scrollable_size.height):
            row = self._lines.row(line)
            if row is not None and self.keys[row] in changed:
                self.refresh_line(line)
        self._announce()

    def renew(self) -> None:
        """Ask again for what is on the screen, since it may have changed; cursor and place stay."""
        self._rows.outdate()
        self._look_ahead()

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the list, in its order."""
        return self._rows.keys

    @property
    def known(self) -> list[Headline]:
        """The headlines of the list that are known here, in no order."""
        return list(self._rows)

    @property
    def headline(self) -> Headline | None:
        """The headline under the cursor, as far as it is known."""
        return self._rows.at(self.cursor)

    def _look_ahead(self) -> None:
        """Ask for the rows in sight, around it, and under the cursor."""
        if not self.keys:
            return
        top, height = self.scroll_offset.y, max(1, self.scrollable_size.height)
        in_sight = self._lines.from_line(top), self._lines.from_line(top + height)
        for first, last in (in_sight, (self.cursor, self.cursor + 1)):
            if missing := self._rows.missing(first, last):
                self.post_message(self.Wanted(missing))

    def _index_in(self, keys: Sequence[int], select: int | None) -> int:
        """Where the cursor belongs in a new list."""
        current = self.keys[self.cursor] if self.keys else None
        for wanted in (select, current):
            if wanted is not None and wanted in keys:
                return keys.index(wanted)
        left = set(keys).intersection(self.keys)
        if 2 * len(left) > len(self.keys):
            following, before = self.keys[self.cursor :], self.keys[: self.cursor]
            return keys.index(next(known for known in (*following, *reversed(before)) if known in left))
        return 0

    # The cursor.

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor within the list."""
        return max(0, min(cursor, len(self.keys) - 1))

    def watch_cursor(self, before: int, cursor: int) -> None:
        """Paint the two rows concerned anew, and tell."""
        for row in (before, cursor):
            for line in range(self._lines.height):
                self.refresh_line(self._lines.of(row) + line)
        self._reveal_cursor()
        self._look_ahead()
        self._announce()

    def watch_virtual_size(self, size: Size) -> None:
        """Have the scrollbar know how many lines there are."""
        self.vertical_scrollbar.window_virtual_size = size.height

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Look out for the end when the list is scrolled by wheel or scrollbar."""
        super().watch_scroll_y(old_value, new_value)
        self._look_ahead()
        if new_value > old_value:
            self._look_out_for_end(self._lines.from_line(self.scroll_offset.y + self.scrollable_size.height))

    def on_resize(self, _: Resize) -> None:
        """Keep the cursor in sight, what is around it at hand, and know whether its title is cut."""
        self._reveal_cursor()
        self._look_ahead()
        self._announce()

    def _reveal_cursor(self) -> None:
        height = self.scrollable_size.height
        if not height:  # not laid out yet; the first resize comes here again
            return
        margin = min(SCROLL_OFF, (height - 1) // 2)
        line = self._lines.of(self.cursor)
        highest, lowest = line + self._lines.height + margin - height, line - margin
        self.scroll_to(y=max(highest, min(self.scroll_offset.y, lowest)), animate=False, force=True)

    def _announce(self) -> None:
        headline = self.headline
        heading = self._lines.heading_of(self.cursor)
        is_cut = (
            self.scrollable_size.width
            and headline
            and self._shape.is_cut(headline, heading, is_chosen=headline.key in self.chosen)
        )
        self.cut_title = clean_line(headline.title) if headline and is_cut else ""
        announced, self._announced = self._announced, headline.key if headline else None
        if headline and headline.key != announced:
            self.post_message(self.Highlighted(headline))
            self._rest.begin(self.REST)

    def _tell_rest(self) -> None:
        if headline := self.headline:
            self.post_message(self.Rested(headline))

    def _look_out_for_end(self, index: int) -> None:
        if self.keys and not self._end_told and index >= len(self.keys) - NEAR_END:
            self._end_told = True
            self.post_message(self.EndReached())

    # Keys and mouse.

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor += rows
        if rows > 0:
            # Also when it could not move: at the end of a short list that is the wish for more.
            self._look_out_for_end(self.cursor)

    def action_first(self) -> None:
        """Move to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Move to the last row."""
        self.action_move(len(self.keys))

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages, the list with it."""
        self._leap(pages * max(1, self.scrollable_size.height - PAGE_OVERLAP))

    def action_half_page(self, halves: int) -> None:
        """Move the cursor by half pages, the list with it."""
        self._leap(halves * max(1, self.scrollable_size.height // 2))

    def _leap(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)
        rows = self._lines.from_line(max(0, self._lines.of(self.cursor) + lines)) - self.cursor
        self.action_move(max(1, rows) if lines > 0 else min(-1, rows))  # a heading is no row to stop at

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that chooses to what it does else, while nothing is chosen."""
        return bool(self.chosen) if action == "choose_on" else super().check_action(action, parameters)

    def action_choose_on(self) -> None:
        """Have the row under the cursor chosen, and go on."""
        self.post_message(self.ChosenOn())

    def action_open(self) -> None:
        """Open the headline under the cursor."""
        if headline := self.headline:
            self.post_message(self.Opened(headline))

    def on_click(self, event: Click) -> None:
        """Move the cursor to a row; a click on the row it is on opens that."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        row = self._lines.row(offset.y + self.scroll_offset.y)
        if row is None:
            return
        if row == self.cursor:
            self.action_open()
        else:
            self.cursor = row

    # Painting.

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint lines of the viewport, all by one painter: what is the same for each is asked for once."""
        self._painter = self._new_painter()
        try:
            return super().render_lines(crop)
        finally:
            self._painter = None

    def render_line(self, y: int) -> Strip:
        """Paint a line of the viewport."""
        if not self.keys:
            return message_line(self.empty, y, self.scrollable_size, self.typography, self._style("empty"))
        painter = self._painter or self._new_painter()
        return painter.paint(y + self.scroll_offset.y, is_top=not y)

    def _new_painter(self) -> ListPainter:
        return ListPainter(
            self._lines,
            self._rows,
            self._shape,
            cache(self._style),
            self.cursor,
            self._new,
            self.chosen,
            self._snippets,
            self._boundary_words,
            self._noted_words,
            self._period_words,
        )

    @property
    def _shape(self) -> RowShape:
        """How rows are set now."""
        year = datetime.now().astimezone().year
        width = self.scrollable_size.width
        is_headed = self._lines.count > len(self.keys) * self._lines.height
        return RowShape(width, self.typography, year, self._is_mixed, is_headed, self.found_in, self._lines.height > 1)

    def _style(self, *names: str) -> Style:
        return self.get_visual_style(*(f"headlines--{name}" for name in names)).rich_style
