"""Which of several commands the article is handed to."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from achie_tui.config.pipes import Pipe
from achie_tui.language import Language, Phrase
from achie_tui.tui.keys import Keys, everywhere, moves, option_moves
from achie_tui.typeset.visible import clean_line

TITLE = Phrase("交给哪个命令", "Hand it to")
RUN, BACK = Phrase("交给它", "hand over"), Phrase("返回", "back")


class PipesScreen(ModalScreen[Pipe]):
    """Lists the commands; gives the one that is chosen."""

    CSS_PATH = "pipes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", pipe="dismiss"),
        *everywhere(),
    ]

    def __init__(self, pipes: Sequence[Pipe], keys: Keys, language: Language) -> None:
        super().__init__()
        self._pipes = pipes
        self._language = language
        self._list = Commands(*(Option(_row(pipe)) for pipe in pipes), markup=False, compact=True)
        parts = (("Enter", RUN), (keys.shown("back"), BACK))
        words = (Content.assemble((key, "$primary"), f" {word.say(language)}") for key, word in parts if key)
        self._foot = Static(Content("   ").join(words), id="foot")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="pipes"):
            yield Static(Content.styled(TITLE.say(self._language), "bold $primary"))
            yield self._list
            yield self._foot

    def on_mount(self) -> None:
        """Begin at the first."""
        self._list.focus()
        self._list.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the one that is chosen."""
        event.stop()
        self.dismiss(self._pipes[event.option_index])


def _row(pipe: Pipe) -> Content:
    command = clean_line(" ".join(pipe.command))
    name = clean_line(pipe.name)
    return Content.assemble(name, "" if name == command else (f"  {command}", "$text-muted"))


class Commands(OptionList, inherit_bindings=False):
    """The commands, with the keys of every list."""

    BINDINGS = option_moves()
