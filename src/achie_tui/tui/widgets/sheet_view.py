"""A sheet of blocks, set in lines and scrolled.

This is a Line-API widget. The sheet is set once for a width (`text_layout.py`), which gives lines that know their
place in the source; `render_line` only colours those on the screen (`painting.py`). Because of this the view can keep
its position when the width changes, and copy a selection as the text it was, without the line breaks of the screen.

What it shows besides is made of parts that it knows by their protocols: what lies over the text (`overlay.py`), and
what stands in the place of pictures (`Pictures`). What changes with scrolling can be watched: `viewport` and `top`.

Of a very long sheet only the beginning is set at once. The rest follows a little at a time, so that no key waits for
it; a place that is not set yet is gone to when it is, unless the user goes elsewhere meanwhile.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar, NamedTuple, Protocol

from textual.binding import BindingType
from textual.events import Resize, TextSelected
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer

from achie_tui.tui.keys import moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.auto_scroll import AutoScroll, next_pace
from achie_tui.tui.widgets.overlay import Mark, Overlay
from achie_tui.tui.widgets.painting import Painter
from achie_tui.tui.widgets.sheet import TOP, Position, Sheet
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.tui.widgets.viewport import NOTHING, Viewport
from achie_tui.typeset.document import Line, Placeholder
from achie_tui.typeset.tables import sideways, skipped_for

PAGE_OVERLAP = 2  # lines of a page still seen on the next one
MOST_HEADER = 2  # lines of a table's header that stay in sight
MARGIN = 2  # cells kept free on each side, where there is room
ROOMY = 16  # the width from which on there is room for that
AT_ONCE = 2_000  # steps in which the beginning of a sheet is set
GROWTH = 1.5  # how many times as many lines are set when the scroll bar tells of them
AT_A_TIME = 600  # and how many of them follow at a time
PAUSE = 0.012  # seconds between these
SELECTED = "selected"  # the look of a selection, which is the screen's

PLAIN = Typography()


class Pictures(Protocol):
    """The pictures of a sheet, of which a view knows no more than this."""

    def placeholders(self, sheet: Sheet, measure: int, height: int) -> Mapping[int, Placeholder]:
        """Say what stands in the place of pictures, by blocks, in a text of this measure and a view of this height."""

    def strip(self, index: int) -> Strip | None:
        """Give a line of the view that shows a part of a picture; None where that is not to be had yet."""

    def painted(self) -> None:
        """Hear that the view is being painted."""


class Goal(NamedTuple):
    """A place to go to when it is set, and what goes there."""

    position: Position
    go: Callable[[], None]


class SheetView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a sheet, and scrolls it at the user's keys or by itself; nothing in it is animated.

    Where it scrolls by itself, any move of the user's stops it, and so does the end.
    """

    ALLOW_SELECT = True

    BINDINGS: ClassVar[list[BindingType]] = moves(
        down="line(1)",
        up="line(-1)",
        first="top",
        last="bottom",
        half_down="half_page(1)",
        half_up="half_page(-1)",
        page_down="page(1)",
        page_up="page(-1)",
        table_left="sideways(-1)",
        table_right="sideways(1)",
    )

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--title",
        "sheet--facts",
        "sheet--notice",
        "sheet--message",
        "sheet--paragraph",
        "sheet--heading",
        "sheet--subheading",
        "sheet--quote",
        "sheet--list",
        "sheet--table",
        "sheet--table-header",
        "sheet--table-total",
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
        "sheet--link-number",
        "sheet--highlight",
        "sheet--chosen",
        "sheet--note",
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
        & > .sheet--heading { color: $secondary; text-style: bold; }
        &:ansi > .sheet--heading { text-style: bold underline; }
        & > .sheet--subheading { text-style: bold; }
        & > .sheet--table-header { background: $surface; color: $secondary; text-style: bold; }
        &:ansi > .sheet--table-header { text-style: bold underline; }
        & > .sheet--table-total { text-style: bold; }
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
        & > .sheet--link-number { background: $secondary; color: $background; text-style: bold; }
        & > .sheet--highlight { background: $success 25%; }
        &:ansi > .sheet--highlight { text-style: underline; }
        &:nocolor > .sheet--highlight { background: $background; text-style: underline; }
        & > .sheet--chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .sheet--note { color: $text-muted; }
    }
    """

    typography: reactive[Typography] = reactive(PLAIN, init=False)
    overlays: reactive[Sequence[Overlay]] = reactive((), init=False)
    """What lies over the text, the uppermost last; a selection lies over them all."""

    # Sheets are not compared with one another: of two versions of a long page that would take long.
    shown: reactive[Sheet] = reactive(Sheet(), init=False, repaint=False, always_update=True)
    """The sheet in the characters in which it is shown."""
    viewport: reactive[Viewport] = reactive(NOTHING, init=False, repaint=False)
    """What is in sight; another one after each move, and whenever the sheet is set anew."""
    top: reactive[Position] = reactive(TOP, init=False, repaint=False)
    """The position on the top line; a change of the width or of the typography leaves it as it is."""
    percent: reactive[int] = reactive(0, repaint=False)
    """How far down its text it is scrolled: 0 at the top, 100 when the end of the text is in sight."""

    rolling: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether it scrolls by itself."""
    pace: reactive[float] = reactive(1.0, init=False, repaint=False)
    """By how many lines a second it would."""

    class EndReached(Message):
        """The user wants to go on beyond the end."""

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
        self.pictures: Pictures | None = None
        """What stands in the place of pictures; without it their names do."""
        self._source = Sheet()
        self._auto_scroll = AutoScroll(self, self._stop_rolling)
        self._settling = False  # scrolling by ourselves, to where the top line is
        self._setting: Timer | None = None  # runs while there is more of the sheet to be set
        self._goal: Goal | None = None
        self._skipped: dict[int, int] = {}  # how many columns of wide tables are scrolled away, by blocks

    # What it shows.

    def show_sheet(self, sheet: Sheet, top: Position = TOP) -> None:
        """Show a sheet from a position on."""
        self.rolling = False
        self._source = sheet
        self.set_reactive(SheetView.top, top)
        self._skipped = {}
        self._show_source()

    def go_on_with(self, sheet: Sheet) -> None:
        """Show a sheet that begins as the present one does; nothing of that moves."""
        self._source = sheet
        self.shown = self._shown_source
        if self.viewport.width:
            self.text_layout.take_more(self.shown)
            if self.text_layout.is_whole:  # else it is being set, and what is behind it will be
                self.virtual_size = Size(self.viewport.width, len(self.text_layout.lines))
                self._count_percent()
                self.refresh()

    def watch_typography(self) -> None:
        """Set the sheet anew, with the same text on the top line."""
        self._show_source()

    def _show_source(self) -> None:
        self.shown = self._shown_source
        self._lay_out()

    @property
    def _shown_source(self) -> Sheet:
        as_written = self.typography.as_written
        return self._source if as_written else self._source.shown(self.typography.set)

    @property
    def text_layout(self) -> TextLayout:
        """The sheet as it is set."""
        return self.viewport.layout

    def set_pictures_anew(self, blocks: Collection[int]) -> None:
        """Set pictures anew without moving the line at the top."""
        if not self.viewport.width:
            return
        above = self.text_layout.line(self.top) - self.scroll_offset.y
        self._show_layout(self.text_layout.with_pictures_anew(blocks), above)

    def _lay_out(self) -> None:
        """Set the sheet for the width there is, and scroll to the top position."""
        width, height = self.scrollable_size
        self._goal = None
        if not width:  # not laid out yet, or hidden; the next resize comes here again
            self._end_setting()
            self.viewport = NOTHING
            return
        margin = MARGIN if width >= ROOMY else 0
        measure = min(2 * self.typography.measure, width - 2 * margin)
        placeholders = self.pictures.placeholders(self.shown, measure, height) if self.pictures is not None else None
        layout = TextLayout(self.shown, measure, self.typography, placeholders, whole=False)
        layout.go_on(AT_ONCE)
        top = self.top
        if not layout.reaches(top):
            self._goal = Goal(top, partial(self.go_to, top))
        if not layout.is_whole and self._setting is None:
            self._setting = self.set_interval(PAUSE, self._set_more)
        self._show_layout(layout)

    def _show_layout(self, layout: TextLayout, above: int = 0) -> None:
        """Show a layout, scrolled to some lines above the top position."""
        if self.text_selection is not None:  # it counts in lines that are no more
            self.screen.clear_selection()
        width, height = self.scrollable_size
        self.virtual_size = Size(width, len(layout.lines))
        self._settling = True
        y = layout.line(self.top) - above if layout.reaches(self.top) else 0
        self.scroll_to(y=y, animate=False, force=True)
        self._settling = False
        self.viewport = Viewport(layout, self.scroll_offset.y, width, height)
        self._count_percent()
        self.refresh()

    # Setting a long sheet.

    def _set_more(self) -> None:
        """Set more of the sheet; go where somebody waits to go, as soon as that is set."""
        layout = self.text_layout
        layout.go_on(AT_A_TIME)
        # The screen is arranged anew whenever the scroll bar changes: now and then is enough.
        if layout.is_whole or len(layout.lines) > GROWTH * self.virtual_size.height or self._goal_is_set:
            self.virtual_size = Size(self.virtual_size.width, len(layout.lines))
        if layout.is_whole:
            self._end_setting()
            self._count_percent()
        if self._goal is not None and self._goal_is_set:
            self._goal.go()
            self._goal = None

    def _end_setting(self) -> None:
        if self._setting is not None:
            self._setting.stop()
            self._setting = None

    @property
    def _goal_is_set(self) -> bool:
        return self._goal is not None and self.text_layout.reaches(self._goal.position)

    def _go_when_set(self, position: Position, go: Callable[[], None]) -> None:
        """Go somewhere at once, or as soon as its place is set."""
        if self.text_layout.reaches(position):
            go()
        else:
            self._goal = Goal(position, go)

    def on_resize(self, _: Resize) -> None:
        """Set the sheet anew, with the same text on the top line."""
        self._lay_out()

    # Scrolling, and the position.

    def action_line(self, lines: int) -> None:
        """Scroll by lines."""
        self.rolling, self._goal = False, None
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def action_top(self) -> None:
        """Scroll to the beginning."""
        self.rolling, self._goal = False, None
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.rolling = False
        end = Position(len(self.shown.blocks), 0)
        self._go_when_set(end, lambda: self.scroll_to(y=self.max_scroll_y, animate=False))

    def action_half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_line(halves * max(1, self.scrollable_size.height // 2))

    def action_page(self, pages: int) -> None:
        """Scroll by pages; beyond the end, tell that."""
        if pages > 0 and self.at_end:
            self.rolling = False
            self.post_message(self.EndReached())
        else:
            self.action_line(pages * max(1, self.scrollable_size.height - PAGE_OVERLAP))

    @property
    def at_end(self) -> bool:
        """Whether the end is in sight."""
        return self.text_layout.is_whole and self.scroll_offset.y >= self.max_scroll_y

    def go_to(self, position: Position) -> None:
        """Go to what `top` was."""
        self._go_when_set(position, lambda: self.scroll_to(y=self.text_layout.line(position), animate=False))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the scroll position."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value) or self._settling:
            return
        viewport = self.viewport
        self.top = viewport.layout.position(self.scroll_offset.y)
        self._count_percent()
        self.viewport = viewport.scrolled(self.scroll_offset.y)

    def _count_percent(self) -> None:
        layout = self.text_layout
        if not layout.is_whole:  # then nobody knows how long it is: its blocks have to do
            self.percent = min(99, 100 * self.top.block // max(1, len(self.shown.blocks)))
            return
        way = min(layout.text_end - self.scrollable_size.height, self.max_scroll_y)
        self.percent = min(100, 100 * layout.line(self.top) // way) if way > 0 else 100

    def reveal(self, position: Position) -> None:
        """Scroll a character into sight, a third down the view, and in a wide table sideways."""
        self._go_when_set(position, partial(self._reveal, position))

    def _reveal(self, position: Position) -> None:
        layout = self.text_layout
        if not layout.lines:
            return
        index, cell = layout.line_of(position)
        if index not in self.viewport.lines:
            self.scroll_to(y=index - self.viewport.height // 3, animate=False)
        line = layout.lines[index]
        self._skip(line, skipped_for(line.columns, layout.measure, cell, self._skipped.get(line.block, 0)))

    def action_sideways(self, columns: int) -> None:
        """Scroll the tables in sight that are wider than the text."""
        seen = (self.text_layout.lines[index] for index in self.viewport.lines)
        tables = {line.block: line for line in seen if line.kind == "table"}
        for block, line in tables.items():
            self._skip(line, self._skipped.get(block, 0) + columns)

    def _skip(self, line: Line, columns: int) -> None:
        """Scroll the table of a line, if it is one, until so many columns are away."""
        skipped = max(0, min(columns, sideways(line.columns, self.text_layout.measure)))
        if skipped != self._skipped.get(line.block, 0):
            self._skipped = {**self._skipped, line.block: skipped}
            self.refresh()

    # Scrolling by itself.

    def change_pace(self, way: int) -> None:
        """Scroll faster (1) or slower (-1)."""
        self.pace = next_pace(self.pace, way)

    def watch_rolling(self) -> None:
        """Begin or stop."""
        self._roll()

    def watch_pace(self) -> None:
        """Go on at the new pace."""
        self._roll()

    def _roll(self) -> None:
        if self.rolling:
            self._auto_scroll.start(self.pace)
        else:
            self._auto_scroll.stop()

    def _stop_rolling(self) -> None:
        self.rolling = False

    # Selecting text. Textual finds out where the mouse is by the offsets `render_line` puts into its strips.

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Paint the selection."""
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give the selected text as it stands in the article."""
        return self.text_layout.text_of(self._parts_of(selection)), "\n"

    @property
    def selected_parts(self) -> dict[int, tuple[int, int]]:
        """What is selected: of each block, where the part begins and ends."""
        return self._parts_of(self.text_selection) if self.text_selection is not None else {}

    def _parts_of(self, selection: Selection) -> dict[int, tuple[int, int]]:
        start, end = (None if point is None else self._in_text(point) for point in selection)
        return self.text_layout.between(start, end)

    def select(self, block: int, start: int, end: int) -> None:
        """Select a part of a block's text, as the mouse would."""
        first, last = (self._drawn(Position(block, offset)) for offset in (start, max(start, end - 1)))
        self.screen.selections = {self: Selection(first, last + Offset(1, 0))}
        self.screen.post_message(TextSelected())

    def _drawn(self, position: Position) -> Offset:
        """Give the character of a drawn line that shows a position, with all that stands before its text."""
        index = self.text_layout.line(position)
        line = self.text_layout.lines[index]
        return Offset(position.offset - line.start + self._lead(line), index)

    def _in_text(self, point: Offset) -> Offset:
        """Turn a character of a drawn line, with all that stands before its text, into one of the text."""
        lines = self.text_layout.lines
        return point - (self._lead(lines[point.y]), 0) if 0 <= point.y < len(lines) else point

    def _lead(self, line: Line) -> int:
        return self.viewport.margin + line.indent

    def _selected(self, index: int) -> Iterator[Mark]:
        """Mark the characters of a line's text that are selected; of a table's line, all or none."""
        span = self.text_selection.get_span(index) if self.text_selection else None
        if span is None:
            return
        line = self.text_layout.lines[index]
        start, end = span
        if line.kind == "table":
            yield Mark(range(len(line.text)), SELECTED)
        else:
            last = len(line.text) if end == -1 else max(0, end - self._lead(line))
            yield Mark(range(max(0, start - self._lead(line)), last), SELECTED)

    # Painting.

    def index_at(self, y: int) -> int:
        """Give the number of the line of the text that stands on a line of the view.

        While a table scrolls by, its header stays at the top.
        """
        lines, top = self.text_layout.lines, self.scroll_offset.y
        if y < MOST_HEADER and top + MOST_HEADER < len(lines) and lines[top].kind == "table" and not lines[top].header:
            block = lines[top].block
            first = self.text_layout.line(Position(block, 0))
            if first + y < top and all(lines[index].header for index in range(first, first + y + 1)):
                beyond = lines[first + MOST_HEADER].header  # a header of so many lines would hide what it heads
                return top + y if beyond or lines[top + MOST_HEADER].block != block else first + y
        return top + y

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the view, or a part of it."""
        if self.pictures is not None:
            self.pictures.painted()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint a line of the view."""
        width, blank = self.scrollable_size.width, self.look().rich_style
        layout, index = self.text_layout, self.index_at(y)
        if index >= len(layout.lines):
            return Strip.blank(width, blank)
        line = layout.lines[index]
        if line.kind == "image" and self.pictures is not None and (strip := self.pictures.strip(index)) is not None:
            return strip
        marks = [mark for overlay in self.overlays for mark in overlay.marks(layout, index)]
        painter = Painter(layout, self.look, self.viewport.margin, self._skipped)
        strip = painter.paint(line, [*marks, *self._selected(index)]).adjust_cell_length(width, blank)
        return self.typography.within(strip.apply_offsets(0, index), width)

    def look(self, *names: str) -> Style:
        """Give the style of component classes over the widget's own; Textual remembers those it made."""
        style = self.get_visual_style(*(f"sheet--{name}" for name in names if name != SELECTED))
        if SELECTED in names:
            style += Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return style
