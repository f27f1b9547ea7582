"""The reader: one article, set in lines and scrolled.

This is a Line-API widget. The article is set once for a width (`page.py`), which gives lines that know their place
in the source; `render_line` only colours those on the screen. Because of these places the reader can keep its
place when the width changes, name it so that it can be found again next week, and copy a selection as the text
it was, without the line breaks of the screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer

from achie_tui.language import Language
from achie_tui.library.records import Kept
from achie_tui.tui.keys import moves
from achie_tui.tui.widgets.page import TOP, Page, Place, Sheet, article_sheet, message_sheet
from achie_tui.typeset.document import Line
from achie_tui.typeset.width import fit

MEASURE = 88  # cells: 44 Chinese characters, as many as an eye follows
MARGIN = 2  # cells kept free on each side, where there is room
ROOMY = 16  # the width from which on there is room for that
PAGE_OVERLAP = 2  # lines of a page still seen on the next one
SIDEWAYS = 8  # cells that a wide table moves at once
BAR = "▐ "  # beside a quotation; narrow in every terminal, unlike `▌` and `│`


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one article (`show`) or a message in its place (`show_message`)."""

    ALLOW_SELECT = True

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(
            down="line(1)",
            up="line(-1)",
            first="top",
            last="bottom",
            half_down="half_page(1)",
            half_up="half_page(-1)",
            page_down="page(1)",
            page_up="page(-1)",
        ),
        Binding("<", "sideways(-1)", "表格左移", id="table_left", show=False),
        Binding(">", "sideways(1)", "表格右移", id="table_right", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--title",
        "reader--facts",
        "reader--notice",
        "reader--message",
        "reader--paragraph",
        "reader--heading",
        "reader--quote",
        "reader--list",
        "reader--table",
        "reader--table-header",
        "reader--image",
        "reader--caption",
        "reader--attribution",
        "reader--related",
        "reader--marker",
        "reader--strong",
        "reader--emphasis",
        "reader--link",
    }

    DEFAULT_CSS = """
    Reader {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;

        & > .reader--title { color: $primary; text-style: bold; }
        & > .reader--facts { color: $text-muted; }
        & > .reader--notice { color: $text-warning; }
        & > .reader--message { color: $text-muted; }
        & > .reader--heading { text-style: bold; }
        & > .reader--table-header { color: $secondary; text-style: bold; }
        & > .reader--image { background: $surface; color: $text-muted; }
        & > .reader--caption { color: $text-muted; }
        & > .reader--attribution { color: $text-muted; }
        & > .reader--marker { color: $secondary; }
        & > .reader--strong { text-style: bold; }
        & > .reader--emphasis { text-style: italic; }
        & > .reader--link { color: $link-color; text-style: underline; }
    }
    """

    REST: ClassVar[float] = 0.5
    """Seconds of standing still after which the place is told."""

    percent: reactive[int] = reactive(0, repaint=False)
    """How far down the article is scrolled: 0 at its top, 100 at its end or when all of it is in sight."""

    @dataclass
    class LinkOpened(Message):
        """The user followed a link: a path of the site, or an absolute address."""

        url: str

    @dataclass
    class PlaceChanged(Message):
        """The reader stands at another place of the article at `path`: its block and an offset into that."""

        path: str
        block: int
        offset: int

    @dataclass
    class EndReached(Message):
        """The user wants to go on beyond the end."""

    def __init__(
        self,
        language: Language = "zh",
        *,
        ambiguous_wide: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.language: Language = language
        self._ambiguous_wide = ambiguous_wide
        self._kept: Kept | None = None
        self._sheet = Sheet()
        self._page = Page(self._sheet, MEASURE)
        self._anchor = TOP  # the place of the top line; on a change of width it stays as it is
        self._settling = False  # scrolling by ourselves, to where the anchor is
        self._rest: Timer | None = None  # runs while there is a place to tell
        self._shift = 0  # cells that wide tables are scrolled sideways

    # What it shows.

    def show(self, kept: Kept, *, place: tuple[int, int] | None = None) -> None:
        """Show an article, from its top or from a place that `PlaceChanged` told."""
        sheet = article_sheet(kept.article, self.language)
        self._turn_to(sheet, kept, sheet.outside(*(place or TOP)))

    def show_message(self, title: str, body: str) -> None:
        """Show a message instead of an article; empty lines part its paragraphs."""
        self._turn_to(message_sheet(title, body))

    def clear(self) -> None:
        """Show nothing."""
        self._turn_to(Sheet())

    @property
    def kept(self) -> Kept | None:
        """The article that is shown, if one is."""
        return self._kept

    @property
    def place(self) -> tuple[int, int]:
        """The place of the article on the top line: a block, and an offset into its text."""
        return self._sheet.inside(self._anchor)

    def _turn_to(self, sheet: Sheet, kept: Kept | None = None, anchor: Place = TOP) -> None:
        self._tell_place()
        self._sheet = sheet
        self._kept = kept
        self._anchor = anchor
        self._shift = 0
        self._set()

    def _set(self) -> None:
        """Set the sheet for the width there is, and scroll to the anchor."""
        width = self.scrollable_size.width
        if not width:  # not laid out yet, or hidden; the next resize comes here again
            self._page = Page(Sheet(), MEASURE)
            return
        if self.text_selection is not None:  # it counts in lines that are no more
            self.screen.clear_selection()
        margin = MARGIN if width >= ROOMY else 0
        measure = min(MEASURE, width - 2 * margin)
        self._page = Page(self._sheet, measure, ambiguous_wide=self._ambiguous_wide)
        self.virtual_size = Size(width, len(self._page.lines))
        self._settling = True
        self.scroll_to(y=self._page.line(self._anchor), animate=False, force=True)
        self._settling = False
        self._count_percent()
        self.refresh()

    def on_resize(self, _: Resize) -> None:
        """Set the article anew, with the same text on the top line."""
        self._set()

    # Scrolling, and the place.

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the scroll position."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        self._count_percent()
        if not self._settling:
            self._anchor = self._page.place(self.scroll_offset.y)
            self._tell_place_soon()

    def _count_percent(self) -> None:
        self.percent = round(100 * self.scroll_offset.y / self.max_scroll_y) if self.max_scroll_y else 100

    def _tell_place_soon(self) -> None:
        if self._kept is None:
            return
        if self._rest is None:
            self._rest = self.set_timer(self.REST, self._tell_place)
        else:
            self._rest.reset()

    def _tell_place(self) -> None:
        if self._rest is None or self._kept is None:
            return
        self._rest.stop()
        self._rest = None
        self.post_message(self.PlaceChanged(self._kept.article.path, *self.place))

    def action_line(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def action_top(self) -> None:
        """Scroll to the title."""
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_line(halves * max(1, self.scrollable_size.height // 2))

    def action_page(self, pages: int) -> None:
        """Scroll by pages; beyond the end, tell that."""
        if pages > 0 and self.scroll_offset.y >= self.max_scroll_y:
            self.post_message(self.EndReached())
        else:
            self.action_line(pages * max(1, self.scrollable_size.height - PAGE_OVERLAP))

    def action_sideways(self, steps: int) -> None:
        """Scroll the tables that are wider than the page."""
        self._shift = max(0, min(self._shift + steps * SIDEWAYS, self._page.overhang))
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Follow a link."""
        url = event.style.meta.get("href")
        if url and self.text_selection is None:  # the end of a drag is no click
            event.stop()
            self.post_message(self.LinkOpened(url))

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

    @property
    def _margin(self) -> int:
        return max(0, self.scrollable_size.width - self._page.measure) // 2

    def render_line(self, y: int) -> Strip:
        """Paint a line of the viewport."""
        width = self.scrollable_size.width
        index = y + self.scroll_offset.y
        if index >= len(self._page.lines):
            return Strip.blank(width, self._style().rich_style)
        strip = Strip(segment for segment in self._segments(index) if segment.text).adjust_cell_length(
            width, self._style().rich_style
        )
        return strip.apply_offsets(0, index)

    def _segments(self, index: int) -> Iterator[Segment]:
        """Paint a line: the margin, what stands before the text, the text."""
        line, margin, measure = self._page.lines[index], self._margin, self._page.measure
        blank, marker = self._style().rich_style, self._style("marker").rich_style
        text = Strip(self._text(line, self._selected(index)))
        match line.kind:
            case "blank":
                before = after = ""
            case "image":  # the frame in which the picture will be, as wide as the page
                label = fit(" " * line.indent + line.text, measure)
                yield from (Segment(" " * margin, blank), Segment(label, self._style("image").rich_style))
                return
            case "table":
                before = "<" if margin and self._shift and line.text else ""
                after = ">" if text.cell_length > self._shift + measure else ""
                text = text.crop_extend(self._shift, self._shift + measure, blank)
            case "quote" if line.indent >= len(BAR):
                before, after = BAR, ""
            case _:
                before, after = line.marker, ""
        yield Segment(" " * (margin + line.indent - len(before)), blank)
        yield Segment(before, marker)
        yield from text
        yield Segment(after, marker)

    def _text(self, line: Line, selected: range) -> Iterator[Segment]:
        """Paint a line's text with its spans, some of its characters selected."""
        role = self._page.role(line)
        for run in self._page.runs(line):
            style = self._style(role, *sorted(run.styles))
            if run.href:
                style += Style.from_meta({"href": run.href})
            inner = (cut for cut in (selected.start, selected.stop) if run.start < cut < run.end)
            for start, end in pairwise(sorted({run.start, run.end, *inner})):
                look = style + self._selection_style if start in selected else style
                yield Segment(line.text[start:end], look.rich_style)

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
        return self.get_visual_style(*(f"reader--{name}" for name in names))

    @property
    def _selection_style(self) -> Style:
        return Style.from_styles(self.screen.get_component_styles("screen--selection"))
