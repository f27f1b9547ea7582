"""A sheet of blocks, set in lines and scrolled.

This is a Line-API widget. The sheet is set once for a width (`page.py`), which gives lines that know their place in
the source; `render_line` only colours those on the screen (`painting.py`). Because of these places the view can keep
its place when the width changes, and copy a selection as the text it was, without the line breaks of the screen.
"""

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from achie_tui.tui.keys import moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.hints import Hint
from achie_tui.tui.widgets.page import Page
from achie_tui.tui.widgets.painting import Over, Painter
from achie_tui.tui.widgets.scrolling import Scrolling
from achie_tui.tui.widgets.sheet import TOP, Place, Sheet
from achie_tui.typeset.document import Line, Placeholder

MARGIN = 2  # cells kept free on each side, where there is room
ROOMY = 16  # the width from which on there is room for that

PLAIN = Typography()


class SheetView(Scrolling, can_focus=True):
    """Shows a sheet; others lay marks and numbers over its lines."""

    ALLOW_SELECT = True

    BINDINGS: ClassVar[list[BindingType]] = moves(table_left="sideways(-1)", table_right="sideways(1)")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--title",
        "sheet--facts",
        "sheet--notice",
        "sheet--message",
        "sheet--paragraph",
        "sheet--heading",
        "sheet--quote",
        "sheet--list",
        "sheet--table",
        "sheet--table-header",
        "sheet--image",
        "sheet--caption",
        "sheet--attribution",
        "sheet--related",
        "sheet--marker",
        "sheet--strong",
        "sheet--emphasis",
        "sheet--deleted",
        "sheet--inserted",
        "sheet--preformatted",
        "sheet--link",
        "sheet--match",
        "sheet--match-current",
        "sheet--hint",
    }

    DEFAULT_CSS = """
    SheetView {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        & > .sheet--title { color: $primary; text-style: bold; }
        & > .sheet--facts { color: $text-muted; }
        & > .sheet--notice { color: $text-warning; }
        & > .sheet--message { color: $text-muted; }
        & > .sheet--heading { text-style: bold; }
        & > .sheet--table-header { background: $surface; color: $secondary; text-style: bold; }
        &:ansi > .sheet--table-header { text-style: bold underline; }
        & > .sheet--image { background: $surface; color: $text-muted; }
        & > .sheet--caption { color: $text-muted; }
        & > .sheet--attribution { color: $text-muted; }
        & > .sheet--marker { color: $secondary; }
        & > .sheet--strong { text-style: bold; }
        & > .sheet--emphasis { text-style: italic; }
        & > .sheet--deleted { color: $text-muted; text-style: strike; }
        & > .sheet--inserted { text-style: underline; }
        & > .sheet--preformatted { background: $surface; }
        & > .sheet--link { color: $link-color; text-style: underline; }
        & > .sheet--match { background: $warning 30%; }
        & > .sheet--match-current { background: $warning; color: $background; text-style: bold; }
        & > .sheet--hint { background: $secondary; color: $background; text-style: bold; }
    }
    """

    percent: reactive[int] = reactive(0, repaint=False)
    """How far down its text it is scrolled: 0 at the top, 100 when the end of the text is in sight."""
    typography: reactive[Typography] = reactive(PLAIN, init=False)

    def __init__(
        self,
        typography: Typography = PLAIN,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(SheetView.typography, typography)
        self._source = Sheet()
        self._sheet = Sheet()  # the same, as it is shown
        self._page = Page(self._sheet, 2 * typography.measure)
        self._anchor = TOP  # the place of the top line; on a change of width it stays as it is
        self._settling = False  # scrolling by ourselves, to where the anchor is
        self._skipped: dict[int, int] = {}  # how many columns of wide tables are scrolled away, by blocks

    # What it shows.

    def show_sheet(self, sheet: Sheet, anchor: Place = TOP) -> None:
        """Show a sheet from a place on."""
        self.rolling = False
        self._source = sheet
        self._anchor = anchor
        self._skipped = {}
        self._show_source()

    def watch_typography(self) -> None:
        """Set the sheet anew, with the same text on the top line."""
        self._show_source()

    def _show_source(self) -> None:
        as_written = self.typography.as_written
        self._sheet = self._source if as_written else self._source.shown(self.typography.show)
        self._set()

    def set_again(self) -> None:
        """Set the sheet anew without moving the line at the top."""
        self._set(above=self._page.line(self._anchor) - self.scroll_offset.y)

    def pictures(self, measure: int) -> Mapping[int, Placeholder]:  # noqa: ARG002
        """Say what stands in the place of the sheet's pictures, on a page of this measure."""
        return {}

    def _set(self, above: int = 0) -> None:
        """Set the sheet for the width there is, and scroll to some lines above the anchor."""
        width = self.scrollable_size.width
        if not width:  # not laid out yet, or hidden; the next resize comes here again
            self._page = Page(Sheet(), 2 * self.typography.measure)
            return
        if self.text_selection is not None:  # it counts in lines that are no more
            self.screen.clear_selection()
        margin = MARGIN if width >= ROOMY else 0
        measure = min(2 * self.typography.measure, width - 2 * margin)
        self._page = Page(self._sheet, measure, self.typography, self.pictures(measure))
        self.virtual_size = Size(width, len(self._page.lines))
        self._settling = True
        self.scroll_to(y=self._page.line(self._anchor) - above, animate=False, force=True)
        self._settling = False
        self._count_percent()
        self.refresh()

    def on_resize(self, _: Resize) -> None:
        """Set the sheet anew, with the same text on the top line."""
        self._set()

    # Scrolling, and the place.

    @property
    def top(self) -> Place:
        """The place of the sheet on the top line."""
        return self._anchor

    def go_to(self, place: Place) -> None:
        """Go to what `top` was."""
        self.scroll_to(y=self._page.line(place), animate=False)

    def moved(self) -> None:
        """Follow a change of the anchor."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the scroll position."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        if not self._settling:
            self._anchor = self._page.place(self.scroll_offset.y)
        self._count_percent()
        if not self._settling:
            self.moved()

    def _count_percent(self) -> None:
        way = min(self._page.text_end - self.scrollable_size.height, self.max_scroll_y)
        self.percent = min(100, 100 * self._page.line(self._anchor) // way) if way > 0 else 100

    def reveal(self, place: Place) -> None:
        """Scroll a character into sight, a third down the view, and in a wide table sideways."""
        if not self._page.lines:
            return
        line, cell = self._page.line_of(place)
        height = self.scrollable_size.height
        if not self.scroll_offset.y <= line < self.scroll_offset.y + height:
            self.scroll_to(y=line - height // 3, animate=False)
        seen = self._page.lines[line]
        self._skip(seen, self._page.skipped_for(seen, cell, self._skipped.get(seen.block, 0)))

    def action_sideways(self, columns: int) -> None:
        """Scroll the tables in sight that are wider than the page."""
        top = self.scroll_offset.y
        seen = self._page.lines[top : top + self.scrollable_size.height]
        tables = {line.block: line for line in seen if line.kind == "table"}
        for block, line in tables.items():
            self._skip(line, self._skipped.get(block, 0) + columns)

    def _skip(self, line: Line, columns: int) -> None:
        """Scroll the table of a line, if it is one, until so many columns are away."""
        skipped = max(0, min(columns, self._page.sideways(line.columns)))
        if skipped != self._skipped.get(line.block, 0):
            self._skipped = {**self._skipped, line.block: skipped}
            self.refresh()

    # Selecting text. Textual finds out where the mouse is by the offsets `render_line` puts into its strips.

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Paint the selection."""
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the selected text as it stands in the article."""
        start, end = (None if point is None else self._in_text(point) for point in selection)
        return self._page.extract(start, end), "\n"

    def _in_text(self, point: Offset) -> Offset:
        """Turn a character of a drawn line, with all that stands before its text, into one of the text."""
        if not 0 <= point.y < len(self._page.lines):
            return point
        return point - (self._margin + self._page.lines[point.y].indent, 0)

    # Painting.

    def marks(self, line: Line) -> tuple[tuple[range, str], ...]:  # noqa: ARG002
        """Give the characters of a line that are marked, and as what."""
        return ()

    def numbers(self, index: int) -> list[Hint]:  # noqa: ARG002
        """Give the numbers over the links of a line."""
        return []

    @property
    def _margin(self) -> int:
        return max(0, self.scrollable_size.width - self._page.measure) // 2

    def render_line(self, y: int) -> Strip:
        """Paint a line of the viewport."""
        width, blank = self.scrollable_size.width, self._style().rich_style
        index = y + self.scroll_offset.y
        if index >= len(self._page.lines):
            return Strip.blank(width, blank)
        painter = Painter(self._page, self._style, self._margin, self._skipped)
        line, selected = self._page.lines[index], self._selected(index)
        over = Over(self.marks(line), self.numbers(index), selected, self._selection_style if selected else Style())
        strip = painter.paint(line, over).adjust_cell_length(width, blank)
        return self.typography.within(strip.apply_offsets(0, index), width)

    def _selected(self, index: int) -> range:
        """Give the characters of a line's text that are selected; of a table's line, all or none."""
        line = self._page.lines[index]
        span = self.text_selection.get_span(index) if self.text_selection else None
        if span is None:
            return range(0)
        start, end = span
        lead = self._margin + line.indent
        if line.kind == "table":
            return range(len(line.text))
        return range(max(0, start - lead), len(line.text) if end == -1 else max(0, end - lead))

    def _style(self, *names: str) -> Style:
        """Give the style of component classes over the widget's own; Textual remembers those it made."""
        return self.get_visual_style(*(f"sheet--{name}" for name in names))

    @property
    def _selection_style(self) -> Style:
        return Style.from_styles(self.screen.get_component_styles("screen--selection"))
