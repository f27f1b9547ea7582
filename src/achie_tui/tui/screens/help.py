"""The help: all keys as they are in effect, by what they are for."""

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from achie_tui.language import Language, Phrase
from achie_tui.tui.keys import ACTIONS, GROUPS, Action, Keys, everywhere, label, moves
from achie_tui.typeset.breaking import break_lines

TITLE = Phrase("按键一览", "All keys")
NOTE = Phrase(
    "输入法开着也行：全角的字母和标点与半角的作用相同。",
    "With an input method on, full-width letters and marks act as the keys they are on.",
)


class HelpScreen(ModalScreen[None]):
    """Shows the keys; what leaves a pane leaves it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", help="dismiss"),
        *everywhere(),
    ]

    def __init__(self, keys: Keys, language: Language) -> None:
        super().__init__()
        self._keys = keys
        self._language = language

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        column = 4 + max(cell_len(self._written(action)) for action in ACTIONS)
        with KeyTable():
            yield Static(Content.styled(TITLE.say(self._language), "bold $primary"))
            yield Static(Content.styled(NOTE.say(self._language), "$text-muted"), classes="note")
            for group, actions in groupby(ACTIONS, key=lambda action: action.group):
                yield Static(Content.styled(GROUPS[group].say(self._language), "bold"), classes="heading")
                yield KeyLines(
                    [(self._written(action), action.title.say(self._language)) for action in actions], column
                )

    def _written(self, action: Action) -> str:
        return "  ".join(map(label, self._keys.of(action.id))) or "-"


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


class KeyTable(VerticalScroll):
    """What the help shows; it scrolls by the same keys as everything else."""

    BINDINGS: ClassVar[list[BindingType]] = moves(
        down="scroll_down",
        up="scroll_up",
        first="scroll_home",
        last="scroll_end",
        half_down="page_down",
        half_up="page_up",
        page_down="page_down",
        page_up="page_up",
    )
