"""The help: all keys as they are in effect, by what they are for; what one is at comes first."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from achie_tui.language import Language, Phrase
from achie_tui.tui.keys import ACTIONS, GROUPS, Action, Aid, Group, Keys, Pane, everywhere, label, moves
from achie_tui.tui.widgets.scroll_pane import ScrollPane
from achie_tui.typeset.breaking import break_lines

TITLE = Phrase("按键一览", "All keys")
NOTE = Phrase(
    "输入法开着也行：全角的字母和标点与半角的作用相同。",
    "With an input method on, full-width letters and marks act as the keys they are on.",
)
CLOSE, SCROLL = Phrase("关闭", "close"), Phrase("滚动", "scroll")

WIDTHS = [(0, "-one"), (100, "-two")]
HEIGHTS = [(0, "-low"), (16, "-high")]

_FIRST: Mapping[Pane | Aid, Group] = {
    "sidebar": "listing",
    "list": "articles",
    "reader": "reading",
    "choosing": "choosing",
    "finding": "finding",
    "marking": "marking",
    "links": "reading",
    "rolling": "reading",
}


class HelpScreen(ModalScreen[None]):
    """Shows the keys; what leaves a pane leaves it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", help="dismiss"),
        *everywhere(),
    ]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, keys: Keys, language: Language, at: Pane | Aid | None = None) -> None:
        super().__init__()
        self._keys = keys
        self._language = language
        self._groups = in_order(_FIRST.get(at) if at else None)
        self._table = ScrollPane()
        self._foot = Static(id="foot")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        half = middle([len(actions) for _, actions in self._groups])
        with Vertical(id="help"):
            with self._table:
                with Container(id="head"):
                    yield Static(Content.styled(TITLE.say(self._language), "bold $primary"), classes="title")
                    yield Static(Content.styled(NOTE.say(self._language), "$text-muted"), classes="note")
                with Container(id="columns"):
                    yield Vertical(*self._column(self._groups[:half]), classes="column")
                    yield Vertical(*self._column(self._groups[half:]), classes="column second")
            yield self._foot

    def _column(self, groups: Sequence[tuple[Group, Sequence[Action]]]) -> list[Widget]:
        column, widgets = 3 + max(cell_len(self._written(action)) for action in ACTIONS), list[Widget]()
        for group, actions in groups:
            widgets.append(Static(Content.styled(GROUPS[group].say(self._language), "bold"), classes="heading"))
            rows = [(self._written(action), action.title.say(self._language)) for action in actions]
            widgets.append(KeyLines(rows, column))
        return widgets

    def _written(self, action: Action) -> str:
        return "  ".join(map(label, self._keys.of(action.id))) or "-"

    def on_mount(self) -> None:
        """Tell how far down one is."""
        for name in ("scroll_y", "virtual_size"):
            self.watch(self._table, name, self._show_range, init=False)

    @on(ScrollPane.Resized)
    def _show_other_range(self) -> None:
        self._show_range()

    def _show_range(self) -> None:
        """Say how to leave, and where there is more than is shown, which lines these are."""
        shown, lines = self._table.scrollable_content_region.height, self._table.virtual_size.height
        keys, parts = self._keys, [(self._keys.shown("back"), CLOSE)]
        if lines > shown:
            parts.append((f"{keys.shown('down')} {keys.shown('up')}".strip(), SCROLL))
        line = Content("   ").join(
            Content.assemble((key, "$primary"), f" {word.say(self._language)}") for key, word in parts if key
        )
        if lines > shown:
            first = round(self._table.scroll_offset.y) + 1
            line = Content.assemble(line, f"   {first}-{first + shown - 1}/{lines}")
        self._foot.update(line)


def in_order(first: Group | None) -> list[tuple[Group, list[Action]]]:
    """Give the groups with their actions, one of them before all others."""
    groups = [(group, list(actions)) for group, actions in groupby(ACTIONS, key=lambda action: action.group)]
    return sorted(groups, key=lambda group: group[0] != first)


def middle(sizes: Sequence[int]) -> int:
    """Tell after how many groups of these sizes a second column begins, so that both are about as long."""
    lines = [size + 2 for size in sizes]  # a heading, and the line above it
    return min(range(1, len(lines)), key=lambda at: abs(sum(lines) - 2 * [*accumulate(lines)][at - 1]))


class KeyLines(Widget):
    """Keys and what they do, in two columns; what is too long for its column goes on below itself."""

    DEFAULT_CSS = "KeyLines { width: 1fr; height: auto; }"

    def __init__(self, rows: Sequence[tuple[str, str]], column: int) -> None:
        super().__init__()
        self._rows = rows
        self._column = column

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for keys, title in self._rows:
            spans = break_lines(title, max(8, width - self._column))
            gaps = [" " * max(2, self._column - cell_len(keys)), *[" " * self._column] * len(spans)]
            lines += [
                Content.assemble(("" if start else keys, "$accent"), gap, title[start:end].rstrip())
                for (start, end), gap in zip(spans, gaps, strict=False)
            ]
        return lines

    def render(self) -> RenderResult:
        """Lay the lines out."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many lines as are needed."""
        return len(self._lines(width))
