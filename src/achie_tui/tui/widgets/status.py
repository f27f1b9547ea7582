"""The two lines that frame the panes: the masthead above, the status line below."""

from collections.abc import Sequence
from time import monotonic
from typing import NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer
from textual.widget import Widget

from achie_tui.tui.keys import Hint, label
from achie_tui.tui.keys import name as key_name
from achie_tui.tui.typography import Typography
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width, cut, shortened

WIDE = 110
"""The width from which on all panes stand side by side."""
_ROOMY = 60  # the width from which on there is room for wider gaps
DOTS = "..."
MOST_LINES = 3


def _spread(left: Content, right: Content, width: int, *, ambiguous_wide: bool = False) -> Content:
    """Set one text flush left and one flush right; where both do not fit, the left one is cut: to a faint `…`."""
    after = cell_width(right.plain, ambiguous_wide=ambiguous_wide)
    text, dots = shortened(left.plain, max(0, width - after - (2 if right else 0)), ambiguous_wide=ambiguous_wide)
    left = Content.assemble(left[: len(text)], (dots, "dim"))
    before = cell_width(left.plain, ambiguous_wide=ambiguous_wide)
    return Content.assemble(left, " " * (width - before - after), right)


def sentence_lines(text: str, width: int) -> list[str]:
    """Break a sentence into a few lines; one that is too long for them ends in dots."""
    lines = [text[start:end].rstrip() for start, end in break_lines(text, max(1, width))]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES - 1 :] = [cut(lines[MOST_LINES - 1], max(0, width - len(DOTS))) + DOTS]
    return lines or [""]


class Badge(NamedTuple):
    """A word in the masthead, coloured by what it tells of."""

    words: str
    style: str = "$text-muted"

    @property
    def is_quiet(self) -> bool:
        """Whether it may give way to the name of the place."""
        return self.style == "$text-muted"


UNDER_WAY, AMISS = "$primary", "$warning"


class Masthead(Widget):
    """The line above the panes: the site's name, and how fresh what is shown is; before that the app's subtitle."""

    heading = reactive("")
    where = reactive("")
    """The place that the list shows; said where the sidebar, which shows it, is away."""
    is_sidebar_away = reactive(default=False)
    """Whether it is away though there would be room for it."""
    reading = reactive("")
    """The title of what is read, once it has scrolled out of sight; it stands in that place."""
    badges: reactive[tuple[Badge, ...]] = reactive(())
    """The gravest first; of those after it, and of quiet ones, only what there is room for."""
    typography = reactive(Typography())

    def render(self) -> RenderResult:
        """Lay the line out."""
        show, width = self.typography.show, self.content_size.width
        heading = Content.styled(show(self.heading), "bold $primary")
        if self.app.sub_title:
            # First of all: what stands at the end may be cut, and what is shown is not what it looks like.
            heading = Content.assemble((show(self.app.sub_title), AMISS), _gap(width), heading)
        if self.reading:
            heading = Content.assemble(heading, _gap(width), self.typography.seen(self.reading))
        elif self.where and (self.is_sidebar_away or self.size.width < WIDE):
            heading = Content.assemble(heading, _gap(width), show(self.where))
        badges = self.badges
        if badges and badges[0].is_quiet and cell_width(badges[0].words) > width - heading.cell_length - 2:
            badges = ()
        first, *rest = (Content.styled(show(badge.words), badge.style) for badge in badges or (Badge(""),))
        room = max(width - heading.cell_length - 2, first.cell_length)
        said = _in_a_row((first.truncate(width), *rest), room, _gap(width))
        return _spread(heading, said, width, ambiguous_wide=self.typography.ambiguous_wide)

    def render_line(self, y: int) -> Strip:
        """Paint the line, as wide as the terminal draws it."""
        return self.typography.within(super().render_line(y), self.size.width)


class Status(Widget):
    """The line below the panes: the keys of the moment, or what has just happened; at the right, help and place.

    What has happened takes more lines where it needs them.
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())
    """Those that do not fit are left out, the last first."""
    headline: reactive[str | None] = reactive(None)
    """A title that stands whole in place of the keys, or above them where it is long.

    It is "" where none needs to, and None where no list is at hand.
    """
    help: reactive[Hint | None] = reactive(None)
    """How to see all keys: whatever else is shown."""
    message = reactive("", layout=True)
    failed = reactive(False)
    offered = reactive("", layout=True)
    """A sentence that stands above all this."""
    place = reactive("")
    count = reactive("")
    """What is typed of a count, before the key that it is for."""
    typography = reactive(Typography())

    WORDS_STAY = 5.0
    FAILURES_STAY = 20.0
    OFFERS_STAY = 30.0
    SEEN = 2.0
    """Seconds after which a sentence that is no failure was read, by somebody who goes on."""

    _least = 1
    _said = 0.0
    _fading: Timer | None = None
    _offering: Timer | None = None

    def say(self, words: str, *, failed: bool = False) -> None:
        """Show a sentence in place of the keys for a while."""
        self.message, self.failed, self._said = words, failed, monotonic()
        self.set_class(bool(words), "-talking")
        if self._fading is not None:
            self._fading.stop()
        stay = self.FAILURES_STAY if failed else self.WORDS_STAY
        self._fading = self.set_timer(stay, self.hush) if words else None

    def go_on(self) -> None:
        """Show the keys again, to somebody who presses one and has had the time to read the sentence."""
        if self.message and not self.failed and monotonic() - self._said >= self.SEEN:
            self.hush()

    def hush(self) -> None:
        """Take the sentence away."""
        self.say("")

    def offer(self, words: str) -> None:
        """Show a sentence above the keys, which stay; it may take long to be read."""
        self.offered = words
        if self._offering is not None:
            self._offering.stop()
        self._offering = self.set_timer(self.OFFERS_STAY, self.withdraw) if words else None

    def withdraw(self) -> None:
        """Take the offer away."""
        self.offer("")

    def render(self) -> RenderResult:
        """Lay the lines out."""
        return Content("\n").join(self._rows(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many lines as the sentences need."""
        return len(self._rows(width))

    def watch_place(self) -> None:
        """Take another line where a sentence leaves no room for the place any more."""
        if self.message:
            self.call_after_refresh(self._fit)

    def watch_offered(self) -> None:
        """Take the lines it needs."""
        # Textual takes a wish for another height for part of an earlier one that it has not come to forget yet.
        self.call_after_refresh(self._fit)

    def watch_headline(self) -> None:
        """Take another line where it needs it, and keep that while one walks through the list: it shall not jump."""
        self._keep_lines()
        self.call_after_refresh(self._fit)

    def on_resize(self) -> None:
        """Take the lines it needs in another width."""
        self._keep_lines()

    def _keep_lines(self) -> None:
        width = self.content_size.width
        if self.headline is None:
            self._least = 1
        elif self.headline and width:
            lines = _above_end(self._headline_lines(width), self._end(width), width)
            self._least = max(self._least, len(lines))

    def watch_message(self) -> None:
        """Take the lines it needs."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if len(self._rows(self.content_size.width)) != self.size.height:
            self.refresh(layout=True)

    def _rows(self, width: int) -> list[Content]:
        above = self._lines(self.offered, width) if self.offered else []
        end = self._end(width)
        if self.message:
            style = "$text-error" if self.failed else "$foreground"
            said = _above_end(self._lines(self.message, width, style), end, width)
            said += [Content.empty()] * (self._least - len(above) - len(said))
        else:
            said = self._headline_lines(width)
            if not said or said[-1].cell_length + end.cell_length + 2 > width:
                hints = [self._hint(hint) for hint in self.hints]
                if hints and hints[0].cell_length + end.cell_length + 2 > width:
                    end = self._place  # without a single key, the line would say less
                said.append(_in_a_row(hints, width - end.cell_length - 2, _gap(width)))
        lines = [*above, *said[:-1], _spread(said[-1], end, width)]
        return [Content.empty()] * (self._least - len(lines)) + lines

    @property
    def _place(self) -> Content:
        place = Content.styled(self.typography.show(self.place), "$text-muted")
        return Content.assemble((self.count, "$primary"), "   " if place else "", place) if self.count else place

    def _end(self, width: int) -> Content:
        """Give what stands at the right of the last line."""
        return _in_a_row(
            [part for part in (self.help and self._hint(self.help), self._place) if part], width, _gap(width)
        )

    def _headline_lines(self, width: int) -> list[Content]:
        if not self.headline:
            return []
        return [Content(line) for line in sentence_lines(self.typography.seen(self.headline), width)]

    def _lines(self, text: str, width: int, style: str = "") -> list[Content]:
        return [Content.styled(line, style) for line in sentence_lines(self.typography.show(text), width)]

    def _hint(self, hint: Hint) -> Content:
        word = self.typography.show(hint.word)
        press = Style.from_meta({"key": key_name(hint.key)})
        return Content.assemble((label(hint.key), "$primary"), " ", (word, "$text-muted")).stylize(press)

    def on_click(self, event: Click) -> None:
        """Do what the key of a clicked hint does."""
        if key := event.style.meta.get("key"):
            self.app.simulate_key(key)


def _above_end(lines: list[Content], end: Content, width: int) -> list[Content]:
    """Give lines with room in the last one for what stands at its right."""
    return [*lines, Content.empty()] if end and lines[-1].cell_length + end.cell_length + 2 > width else lines


def _in_a_row(parts: Sequence[Content], width: int, gap: str) -> Content:
    row = Content.empty()
    for part in parts:
        longer = Content.assemble(row, gap if row else "", part)
        if longer.cell_length > width:
            break
        row = longer
    return row


def _gap(width: int) -> str:
    return " " * (3 if width >= _ROOMY else 2)
