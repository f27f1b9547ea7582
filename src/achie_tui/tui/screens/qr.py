"""The link of an article as a QR code, for a phone."""

from typing import ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from achie_tui.language import Language, Phrase
from achie_tui.pictures.halfblocks import UPPER_HALF
from achie_tui.tui.keys import everywhere, moves
from achie_tui.tui.qr_code import QUIET, Modules, framed, qr_code
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.visible import clean_line

TOO_SMALL = Phrase(
    "窗口太小，放不下二维码：要 {columns} 列 {rows} 行",
    "The window is too small for the code: it takes {columns} columns and {rows} lines",
)
# Whatever the theme: cameras want a dark code on a light ground.
_COLOURS = {True: Color.from_rgb(0, 0, 0), False: Color.from_rgb(255, 255, 255)}
_STYLES = {
    (above, below): Style.from_color(_COLOURS[above], _COLOURS[below]) for above in _COLOURS for below in _COLOURS
}


class CodeView(Widget):
    """Paints a code in the middle, or says that there is no room for it.

    A cell shows two modules, one above the other. The sign for that has ambiguous width: where the terminal draws it
    `ambiguous_wide`, a module is two blank cells.
    """

    DEFAULT_CSS = "CodeView { width: 1fr; height: 1fr; color: $text-muted; }"

    def __init__(self, text: str, language: Language, *, ambiguous_wide: bool = False) -> None:
        super().__init__()
        self._modules = qr_code(text)
        self._language: Language = language
        self._draw = _in_blanks if ambiguous_wide else _in_halves

    @property
    def strips(self) -> list[Strip]:
        """The code in lines, with as much of its frame as there is room for; none where it does not fit."""
        width, height = self.size
        drawn = (self._draw(framed(self._modules, quiet)) for quiet in range(QUIET, QUIET // 2 - 1, -1))
        return next((lines for lines in drawn if len(lines) <= height and lines[0].cell_length <= width), [])

    def render_line(self, y: int) -> Strip:
        """Paint a line."""
        width, height = self.size
        style = self.visual_style.rich_style
        lines = self.strips or self._sentence(width, style)
        line = y - (height - len(lines)) // 2
        if not 0 <= line < len(lines):
            return Strip.blank(width, style)
        margin = Segment(" " * max(0, (width - lines[line].cell_length) // 2), style)
        return Strip([margin, *lines[line]]).adjust_cell_length(width, style)

    def _sentence(self, width: int, style: Style) -> list[Strip]:
        least = self._draw(framed(self._modules, QUIET // 2))
        words = TOO_SMALL.say(self._language, columns=least[0].cell_length, rows=len(least) + 1)
        spans = break_lines(words, max(4, width - 4))
        return [Strip([Segment(words[start:end].rstrip(), style)]) for start, end in spans]


def _in_halves(rows: Modules) -> list[Strip]:
    return [
        Strip(Segment(UPPER_HALF, _STYLES[above, below]) for above, below in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _in_blanks(rows: Modules) -> list[Strip]:
    return [Strip(Segment("  ", _STYLES[module, module]) for module in row) for row in rows]


class CodeScreen(ModalScreen[None]):
    """Shows the code of an address, and the address below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", qr="dismiss", open="dismiss"),
        *everywhere(),
    ]
    DEFAULT_CSS = """
    CodeScreen {
        background: $background;

        Static {
            width: 1fr;
            height: 1;
            padding: 0 2;
            background: $panel;
            text-align: center;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
    }
    """

    def __init__(self, url: str, language: Language, *, ambiguous_wide: bool = False) -> None:
        super().__init__()
        self._url = url
        self._view = CodeView(url, language, ambiguous_wide=ambiguous_wide)

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._view
        yield Static(Content.styled(clean_line(self._url), "$text-muted"))

    def on_click(self, _: Click) -> None:
        """Leave."""
        self.dismiss()
