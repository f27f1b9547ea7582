"""A sheet of blocks, set in lines and scrolled.

This is a Line-API widget. The sheet is set once for a width (`text_layout.py`), which gives lines that know their
place in the source; `render_line` only colours those on the screen (`painting.py`). Because of this the view can keep
its position when the width changes, and copy a selection as the text it was, without the line breaks of the screen.

What it shows besides is made of parts that it knows by their protocols: what lies over the text (`overlay.py`), and
what stands in the place of pictures (`Pictures`). What changes with scrolling can be watched: `viewport` and `top`.

Of a very long sheet only the beginning is set at once (`gradual_setting.py`); a place that is not set yet is gone to
when it is, unless the user goes elsewhere meanwhile. What is selected (`selecting.py`) and how tables stand
(`tables_in_sight.py`) are values, like the overlays.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import ClassVar, Protocol

from textual.binding import BindingType
from textual.events import Resize, TextSelected
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style

from achie_tui.tui.keys import moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.auto_scroll import AutoScroll, next_pace
from achie_tui.tui.widgets.gradual_setting import GradualSetting
from achie_tui.tui.widgets.overlay import Overlay
from achie_tui.tui.widgets.painting import Painter
from achie_tui.tui.widgets.selecting import SELECTED, Selected, selection_of
from achie_tui.tui.widgets.sheet import TOP, Position, Sheet
from achie_tui.tui.widgets.sheet_looks import LOOKS, RULES
from achie_tui.tui.widgets.tables_in_sight import Sideways, line_on
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.tui.widgets.viewport import NOTHING, Viewport
from achie_tui.typeset.document import Placeholder

PAGE_OVERLAP = 2  # lines of a page still seen on the next one
MARGIN = 2  # cells kept free on each side, where there is room
ROOMY = 16  # the width from which on there is room for that
GROWTH = 1.5  # how many times as many lines are set when the scroll bar tells of them

PLAIN, UNMOVED = Typography(), Sideways()


class Pictures(Protocol):
    """The pictures of a sheet, of which a view knows no more than this."""

    def placeholders(self, sheet: Sheet, measure: int, height: int) -> Mapping[int, Placeholder]:
        """Say what stands in the place of pictures, by blocks, in a text of this measure and a view of this height."""

    def strip(self, index: int) -> Strip | None:
        """Give a line of the view that shows a part of a picture; None where that is not to be had yet."""

    def painted(self) -> None:
        """Hear that the view is being painted."""


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

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS
    DEFAULT_CSS = RULES

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
    sideways: reactive[Sideways] = reactive(UNMOVED, init=False)
    """How far its wide tables are scrolled."""
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
        self._setting = GradualSetting(self, self._grown)

    # What it shows.

    def show_sheet(self, sheet: Sheet, top: Position = TOP) -> None:
        """Show a sheet from a position on."""
        self.rolling = False
        self._source = sheet
        self.set_reactive(SheetView.top, top)
        self.set_reactive(SheetView.sideways, UNMOVED)
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
        self._setting.stay()
        if not width:  # not laid out yet, or hidden; the next resize comes here again
            self._setting.end()
            self.viewport = NOTHING
            return
        margin = MARGIN if width >= ROOMY else 0
        measure = min(2 * self.typography.measure, width - 2 * margin)
        placeholders = self.pictures.placeholders(self.shown, measure, height) if self.pictures is not None else None
        layout = TextLayout(self.shown, measure, self.typography, placeholders, whole=False)
        self._setting.begin(layout)
        if not layout.reaches(self.top):
            self._setting.wait_for(self.top, partial(self.go_to, self.top))
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

    def _grown(self, is_awaited: bool) -> None:
        """Have the scroll bar tell that more of a long sheet is set."""
        layout = self.text_layout
        # The screen is arranged anew whenever the scroll bar changes: now and then is enough.
        if layout.is_whole or is_awaited or len(layout.lines) > GROWTH * self.virtual_size.height:
            self.virtual_size = Size(self.virtual_size.width, len(layout.lines))
        if layout.is_whole:
            self._count_percent()

    def on_resize(self, _: Resize) -> None:
        """Set the sheet anew, with the same text on the top line."""
        self._lay_out()

    # Scrolling, and the position.

    def action_line(self, lines: int) -> None:
        """Scroll by lines."""
        self.rolling = False
        self._setting.stay()
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def action_top(self) -> None:
        """Scroll to the beginning."""
        self.rolling = False
        self._setting.stay()
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.rolling = False
        end = Position(len(self.shown.blocks), 0)
        self._setting.go_when_set(end, lambda: self.scroll_to(y=self.max_scroll_y, animate=False))

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
        self._setting.go_when_set(position, lambda: self.scroll_to(y=self.text_layout.line(position), animate=False))

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
        self._setting.go_when_set(position, partial(self._reveal, position))

    def _reveal(self, position: Position) -> None:
        layout = self.text_layout
        if not layout.lines:
            return
        index, cell = layout.line_of(position)
        if index not in self.viewport.lines:
            self.scroll_to(y=index - self.viewport.height // 3, animate=False)
        self.sideways = self.sideways.revealing(layout, layout.lines[index], cell)

    def action_sideways(self, columns: int) -> None:
        """Scroll the tables in sight that are wider than the text."""
        self.sideways = self.sideways.by(self.text_layout, self.viewport.lines, columns)

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
        return self.text_layout.text_of(Selected(self.viewport, selection).parts), "\n"

    @property
    def selected(self) -> Selected | None:
        """What is selected; None where nothing is."""
        return Selected(self.viewport, self.text_selection) if self.text_selection is not None else None

    def select(self, block: int, start: int, end: int) -> None:
        """Select a part of a block's text, as the mouse would."""
        self.screen.selections = {self: selection_of(self.viewport, block, start, end)}
        self.screen.post_message(TextSelected())

    # Painting.

    def index_at(self, y: int) -> int:
        """Give the number of the line of the text that stands on a line of the view."""
        return line_on(self.text_layout, self.scroll_offset.y, y)

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
        selected = self.selected
        laid = self.overlays if selected is None else (*self.overlays, selected)
        marks = [mark for overlay in laid for mark in overlay.marks(layout, index)]
        painter = Painter(layout, self.look, self.viewport.margin, self.sideways.skipped)
        strip = painter.paint(line, marks).adjust_cell_length(width, blank)
        return self.typography.within(strip.apply_offsets(0, index), width)

    def look(self, *names: str) -> Style:
        """Give the style of component classes over the widget's own; Textual remembers those it made."""
        style = self.get_visual_style(*(f"sheet--{name}" for name in names if name != SELECTED))
        if SELECTED in names:
            style += Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return style
