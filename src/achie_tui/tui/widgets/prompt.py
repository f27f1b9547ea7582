"""The line in which the user types what to find, to search for, or to filter by, at the foot of the screen."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Paste
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from achie_tui.tui.prompting import in_one_line
from achie_tui.typeset.width import cell_width, cut

ROOM = 16
"""Cells at the right of the field, where no more are needed."""
_DOTS = "..."


class _Line(Input):
    """A field whose up and down keys walk through what is found."""

    virtual_size = Reactive(Size(0, 0), layout=False)  # however much is typed, it is as wide on the screen

    # Without ids: in a field, letters are text, whatever keys the user has given to actions.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "walk(-1)", show=False),
        Binding("down,ctrl+f", "walk(1)", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
    ]

    keeps_lines = False
    """Whether what is typed may be several lines, as in a note."""

    def _on_paste(self, event: Paste) -> None:
        """Take all lines of a paste into a note; of itself a field takes the first, and says nothing of the others."""
        if not self.keeps_lines:
            return
        event.prevent_default().stop()
        text = in_one_line(event.text)
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

    def action_leave(self) -> None:
        """End the search."""
        self.post_message(Prompt.Left(keep=False))

    def action_turn(self, way: int) -> None:
        """Turn what can be turned while something is typed."""
        self.post_message(Prompt.Turned(way))

    def action_walk(self, way: int) -> None:
        """Go to another match."""
        self.post_message(Prompt.Walked(way))


class Prompt(Vertical):
    """A field of one line, with a word at its right; under it, what was not understood, where there is any."""

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
    class Turned(Message):
        """The user has pressed Tab (1), or Shift+Tab (-1)."""

        way: int

    def __init__(self) -> None:
        super().__init__()
        self.field = _Line(compact=True, select_on_focus=False)
        self._sign = Static("/ ", markup=False, classes="sign")
        self._note = Static(markup=False, classes="note")
        self._notice = Static(markup=False, classes="notice")
        self._room = 0

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        with Horizontal(classes="line"):
            yield self._sign
            yield self.field
            yield self._note
        yield self._notice

    def begin(self, text: str, placeholder: str, sign: str, *, over: bool = True) -> None:
        """Begin with a text, behind a sign; who shows it gives it the focus, at once.

        The text is to be typed `over`; else it is to be changed, and the cursor stands at its end.
        """
        self._sign.update(f"{sign} ")
        self._make_room(ROOM)
        self.warn("")
        self.field.placeholder = placeholder
        self.field.keeps_lines = not over
        with self.prevent(Input.Changed):
            self.field.value = text
        if over:
            self.field.select_all()
        else:
            self.field.cursor_position = len(text)

    def show_sign(self, sign: Content) -> None:
        """Put another sign before the field; it takes the room at the right, where nothing is said."""
        self._make_room(0)
        self._sign.update(Content.assemble(sign, " "))

    def retype(self, text: str) -> None:
        """Put another text in the field, as if it had been typed."""
        self.field.value = text
        self.field.cursor_position = len(text)

    def say(self, note: str, *, where: str = "", failed: bool = False) -> None:
        """Say something at the right of the field, behind words that give way where there is not the room for both."""
        most = max(ROOM, self.content_size.width // 2)
        if where and cell_width(where) + 2 + cell_width(note) > most:
            where = cut(where, max(0, most - cell_width(note) - 2 - len(_DOTS))) + _DOTS
        said = "  ".join(filter(None, (where, note)))
        # Its room only grows while one types: nothing is laid out anew with every key.
        self._make_room(max(self._room, min(most, cell_width(said))))
        self._note.update(Content.styled(said, "$text-error" if failed else "$text-muted"), layout=False)

    def _make_room(self, cells: int) -> None:
        if cells != self._room:
            self._room = cells
            self._note.styles.width = cells

    def warn(self, notice: str) -> None:
        """Say under the field what of the text was not understood; "" where all was."""
        if notice != str(self._notice.content):
            self._notice.update(notice)
            self._notice.set_class(bool(notice), "-said")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell that what was found is to be kept."""
        event.stop()
        self.post_message(self.Left(keep=True))
