"""The help: all keys as they are in effect, by what they are for."""

from itertools import groupby
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from achie_tui.language import Language, Phrase
from achie_tui.tui.keys import ACTIONS, GROUPS, Action, Keys, label, moves

TITLE = Phrase("按键一览", "All keys")
NOTE = Phrase(
    "输入法开着也行：全角的字母和标点与半角的作用相同。",
    "With an input method on, full-width letters and marks act as the keys they are on.",
)


class HelpScreen(ModalScreen[None]):
    """Shows the keys; what leaves a pane leaves it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = moves(back="dismiss", leave="dismiss", help="dismiss")

    def __init__(self, keys: Keys, language: Language) -> None:
        super().__init__()
        self._keys = keys
        self._language = language

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with KeyTable():
            yield Static(Content.styled(TITLE.say(self._language), "bold $primary"))
            yield Static(Content.styled(NOTE.say(self._language), "$text-muted"), classes="note")
            for group, actions in groupby(ACTIONS, key=lambda action: action.group):
                yield Static(Content.styled(GROUPS[group].say(self._language), "bold"), classes="heading")
                yield Static(Content("\n").join(map(self._line, actions)))

    def _line(self, action: Action) -> Content:
        keys = "  ".join(map(label, self._keys.of(action.id))) or "-"
        gap = " " * max(2, 22 - cell_len(keys))
        return Content.assemble((keys, "$accent"), gap, action.title.say(self._language))


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
