"""The two lines that frame the panes: the masthead above, the status line below."""

from collections.abc import Iterable

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.style import Style
from textual.timer import Timer
from textual.widget import Widget

from achie_tui.tui.keys import Hint, label
from achie_tui.tui.keys import name as key_name
from achie_tui.tui.typography import Typography

_GAP = "   "


def _spread(left: Content, right: Content, width: int) -> Content:
    """Set one text flush left and one flush right; where both do not fit, the left one is cut."""
    room = max(0, width - right.cell_length - (2 if right else 0))
    left = left.truncate(room, ellipsis=False)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


class Masthead(Widget):
    """The line above the panes: the site's name, and how fresh what is shown is."""

    heading = reactive("")
    note = reactive("")
    typography = reactive(Typography())

    def render(self) -> RenderResult:
        """Lay the line out."""
        show = self.typography.show
        return _spread(
            Content.styled(show(self.heading), "bold $primary"),
            Content.styled(show(self.note), "$text-muted"),
            self.content_size.width,
        )


class Status(Widget):
    """The line below the panes: the keys of the moment, or what has just happened; at the right, where one is."""

    hints: reactive[tuple[Hint, ...]] = reactive(())
    """Those that do not fit are left out, the last first."""
    message = reactive("")
    failed = reactive(False)
    place = reactive("")
    typography = reactive(Typography())

    WORDS_STAY = 5.0
    FAILURES_STAY = 20.0

    _fading: Timer | None = None

    def say(self, words: str, *, failed: bool = False) -> None:
        """Show a sentence in place of the keys for a while."""
        self.message, self.failed = words, failed
        self.set_class(bool(words), "-talking")
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(self.FAILURES_STAY if failed else self.WORDS_STAY, self.hush) if words else None

    def hush(self) -> None:
        """Take the sentence away."""
        self.say("")

    def render(self) -> RenderResult:
        """Lay the line out."""
        place = Content.styled(self.typography.show(self.place), "$text-muted")
        width = self.content_size.width
        if self.message:
            left = Content.styled(self.typography.show(self.message), "$text-error" if self.failed else "$foreground")
        else:
            left = _in_a_row(map(self._hint, self.hints), width - place.cell_length - 2)
        return _spread(left, place, width)

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
