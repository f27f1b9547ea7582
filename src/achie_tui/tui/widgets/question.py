"""A question in the status line's place, answered with Enter or Esc."""

from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from achie_tui.tui.keys import label
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.status import sentence_lines
from achie_tui.typeset.width import cell_width

EDGE, INDENT = 1, 2  # the words stand where those of the status line do


class Question(Widget, can_focus=True):
    """Takes the focus until it is answered; any key but Enter, and losing the focus, means no."""

    DEFAULT_CSS = """
    Question { height: auto; padding: 0 2 0 0; }
    """

    words = reactive("", layout=True)
    yes = reactive("")
    no = reactive("")
    typography = reactive(Typography())

    @dataclass
    class Answered(Message):
        """It is answered."""

        yes: bool

    def __init__(self) -> None:
        super().__init__()
        self._open = False

    def put(self, words: str, yes: str, no: str) -> None:
        """Ask; `yes` and `no` say what the two keys do."""
        self.words, self.yes, self.no = words, yes, no
        self._open = True

    def render(self) -> RenderResult:
        """Lay the lines out, the keys at the end of the last; an edge in the accent's colour says that they ask."""
        width, keys, edge = self.content_size.width, self._keys(), (" " * EDGE, "on $primary")
        *lines, last = map(Content, self._lines(width))
        gap = " " * max(0, width - INDENT - last.cell_length - keys.cell_length)
        lines.append(Content.assemble(last, gap, keys))
        return Content("\n").join(Content.assemble(edge, " " * (INDENT - EDGE), line) for line in lines)

    def _keys(self) -> Content:
        show = self.typography.show
        yes, no = ((label(key), "bold") for key in ("enter", "escape"))
        return Content.assemble(yes, f" {show(self.yes)}   ", no, f" {show(self.no)}")

    def _lines(self, width: int) -> list[str]:
        room = width - INDENT
        lines = sentence_lines(self.typography.show(self.words), room)
        return lines if cell_width(lines[-1]) + self._keys().cell_length + 2 <= room else [*lines, ""]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many lines as it needs."""
        return len(self._lines(width))

    def on_key(self, event: Key) -> None:
        """Take the answer."""
        event.stop()
        event.prevent_default()
        self._answer(yes=event.key == "enter")

    def on_click(self, event: Click) -> None:
        """Take a click for Enter."""
        event.stop()
        self._answer(yes=True)

    def on_blur(self) -> None:
        """Who turns to something else does not want it."""
        self._answer(yes=False)

    def _answer(self, *, yes: bool) -> None:
        if self._open:
            self._open = False
            self.post_message(self.Answered(yes))
