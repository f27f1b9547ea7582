"""The line in which the user types what to find, to search for, or to filter by, at the foot of the screen."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class _Line(Input):
    """A field whose up and down keys walk through what is found."""

    # Without ids: in a field, letters are text, whatever keys the user has given to actions.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "walk(-1)", show=False),
        Binding("down,ctrl+f", "walk(1)", show=False),
        Binding("tab", "scope", show=False),
    ]

    def action_leave(self) -> None:
        """End the search."""
        self.post_message(Prompt.Left(keep=False))

    def action_scope(self) -> None:
        """Look elsewhere for the same."""
        self.post_message(Prompt.ScopeTurned())

    def action_walk(self, way: int) -> None:
        """Go to another match."""
        self.post_message(Prompt.Walked(way))


class Prompt(Horizontal):
    """A field of one line, with a word at its right."""

    @dataclass
    class Typed(Message):
        """There is another text in the field."""

        text: str

    @dataclass
    class Left(Message):
        """The user is done with the field; `keep` what was found, or not."""

        keep: bool

    @dataclass
    class Walked(Message):
        """The user wants to see the next match (1) or the previous one (-1)."""

        way: int

    @dataclass
    class ScopeTurned(Message):
        """The user wants the same looked for elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.field = _Line(compact=True, select_on_focus=False)
        self._sign = Static("/ ", markup=False, classes="sign")
        self._note = Static(markup=False, classes="note")

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._sign
        yield self.field
        yield self._note

    def begin(self, text: str, placeholder: str, sign: str) -> None:
        """Begin with a text to be typed over, behind a sign; who shows it gives it the focus, at once."""
        self._sign.update(f"{sign} ")
        self.field.placeholder = placeholder
        with self.prevent(Input.Changed):
            self.field.value = text
        self.field.select_all()

    def retype(self, text: str) -> None:
        """Put another text in the field, as if it had been typed."""
        self.field.value = text
        self.field.cursor_position = len(text)

    def say(self, note: str, *, failed: bool = False) -> None:
        """Say something at the right of the field."""
        # Its room is fixed: nothing is laid out anew for it.
        self._note.update(Content.styled(note, "$text-error" if failed else "$text-muted"), layout=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell that what was found is to be kept."""
        event.stop()
        self.post_message(self.Left(keep=True))
