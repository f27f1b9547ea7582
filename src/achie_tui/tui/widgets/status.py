"""The two lines that frame the panes: the masthead above, the status line below."""

from collections.abc import Iterable

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.reactive import reactive
from textual.style import Style
from textual.timer import Timer
from textual.widget import Widget

from achie_tui.tui.keys import Hint, label
from achie_tui.tui.keys import name as key_name
from achie_tui.tui.typography import Typography
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cut

WIDE = 110
"""The width from which on all panes stand side by side."""
_GAP = "   "
DOTS = "..."
MOST_LINES = 3


def _spread(left: Content, right: Content, width: int) -> Content:
    """Set one text flush left and one flush right; where both do not fit, the left one is cut."""
    room = max(0, width - right.cell_length - (2 if right else 0))
    left = left.truncate(room, ellipsis=False)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


def sentence_lines(text: str, width: int) -> list[str]:
    """Break a sentence into a few lines; one that is too long for them ends in dots."""
    lines = [text[start:end].rstrip() for start, end in break_lines(text, max(1, width))]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES - 1 :] = [cut(lines[MOST_LINES - 1], max(0, width - len(DOTS))) + DOTS]
    return lines or [""]


class Masthead(Widget):
    """The line above the panes: the site's name, and how fresh what is shown is."""

    heading = reactive("")
    where = reactive("")
    """The place that the list shows; said where the sidebar, which shows it, may be away."""
    notes: reactive[tuple[str, ...]] = reactive(())
    """The gravest first; of those after it, only what there is room for."""
    typography = reactive(Typography())

    def render(self) -> RenderResult:
        """Lay the line out."""
        show, width = self.typography.show, self.content_size.width
        heading = Content.styled(show(self.heading), "bold $primary")
        if self.where and self.size.width < WIDE:
            heading = Content.assemble(heading, _GAP, show(self.where))
        first, *rest = (Content.styled(show(note), "$text-muted") for note in self.notes or ("",))
        notes = _in_a_row((first.truncate(width), *rest), max(width - heading.cell_length - 2, first.cell_length))
        return _spread(heading, notes, width)


class Status(Widget):
    """The line below the panes: the keys of the moment, or what has just happened; at the right, where one is.

    What has happened takes more lines where it needs them.
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())
    """Those that do not fit are left out, the last first."""
    message = reactive("", layout=True)
    failed = reactive(False)
    place = reactive("")
    typography = reactive(Typography())

    WORDS_STAY = 5.0
    FAILURES_STAY = 20.0

    _fading: Timer | None = None

    def say(self, words: str, *, failed: bool = False, stay: float | None = None) -> None:
        """Show a sentence in place of the keys for a while, of `stay` seconds where that matters."""
        self.message, self.failed = words, failed
        self.set_class(bool(words), "-talking")
        if self._fading is not None:
            self._fading.stop()
        stay = stay or (self.FAILURES_STAY if failed else self.WORDS_STAY)
        self._fading = self.set_timer(stay, self.hush) if words else None

    def hush(self) -> None:
        """Take the sentence away."""
        self.say("")

    def render(self) -> RenderResult:
        """Lay the line out."""
        place = Content.styled(self.typography.show(self.place), "$text-muted")
        width = self.content_size.width
        style = "$text-error" if self.failed else "$foreground"
        if not self.message:
            return _spread(_in_a_row(map(self._hint, self.hints), width - place.cell_length - 2), place, width)
        *lines, last = (Content.styled(line, style) for line in self._lines(width))
        if last.cell_length + place.cell_length + 2 > width:
            place = Content.empty()
        return Content("\n").join((*lines, _spread(last, place, width)))

    def _lines(self, width: int) -> list[str]:
        return sentence_lines(self.typography.show(self.message), width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many lines as the sentence needs."""
        return len(self._lines(width))

    def _hint(self, hint: Hint) -> Content:
        word = self.typography.show(hint.word)
        press = Style.from_meta({"key": key_name(hint.key)})
        return Content.assemble((label(hint.key), "$primary"), " ", (word, "$text-muted")).stylize(press)

    def on_click(self, event: Click) -> None:
        """Do what the key of a clicked hint does."""
        if key := event.style.meta.get("key"):
            self.app.simulate_key(key)


def _in_a_row(parts: Iterable[Content], width: int) -> Content:
    row = Content.empty()
    for part in parts:
        longer = Content.assemble(row, _GAP if row else "", part)
        if longer.cell_length > width:
            break
        row = longer
    return row
