"""A view that scrolls by lines and pages at the user's keys, or by itself."""

from typing import ClassVar

from textual.binding import BindingType
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.timer import Timer

from achie_tui.tui.keys import moves

PAGE_OVERLAP = 2  # lines of a page still seen on the next one
PACES = (0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0)


class Scrolling(ScrollView, inherit_bindings=False):
    """A view that scrolls; nothing in it is animated.

    Where it scrolls by itself, any move of the user's stops it, and so does the end.
    """

    BINDINGS: ClassVar[list[BindingType]] = moves(
        down="line(1)",
        up="line(-1)",
        first="top",
        last="bottom",
        half_down="half_page(1)",
        half_up="half_page(-1)",
        page_down="page(1)",
        page_up="page(-1)",
    )

    rolling: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether it scrolls by itself."""
    pace: reactive[float] = reactive(1.0, init=False, repaint=False)
    """By how many lines a second it would."""

    _ticking: Timer | None = None

    def ends(self) -> None:
        """Do what a wish to go on beyond the end asks for."""

    @property
    def at_end(self) -> bool:
        """Whether the end is in sight."""
        return self.scroll_offset.y >= self.max_scroll_y

    def action_line(self, lines: int) -> None:
        """Scroll by lines."""
        self.rolling = False
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def action_top(self) -> None:
        """Scroll to the beginning."""
        self.rolling = False
        self.scroll_to(y=0, animate=False)

    def action_bottom(self) -> None:
        """Scroll to the end."""
        self.rolling = False
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_half_page(self, halves: int) -> None:
        """Scroll by half pages."""
        self.action_line(halves * max(1, self.scrollable_size.height // 2))

    def action_page(self, pages: int) -> None:
        """Scroll by pages; beyond the end, tell that."""
        if pages > 0 and self.at_end:
            self.rolling = False
            self.ends()
        else:
            self.action_line(pages * max(1, self.scrollable_size.height - PAGE_OVERLAP))

    # Scrolling by itself.

    def change_pace(self, way: int) -> None:
        """Scroll faster (1) or slower (-1)."""
        others = [pace for pace in PACES if (pace > self.pace if way > 0 else pace < self.pace)]
        if others:
            self.pace = others[0] if way > 0 else others[-1]

    def watch_rolling(self) -> None:
        """Begin or stop."""
        self._tick_anew()

    def watch_pace(self) -> None:
        """Go on at the new pace."""
        self._tick_anew()

    def _tick_anew(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
        self._ticking = self.set_interval(1 / self.pace, self._roll) if self.rolling else None

    def _roll(self) -> None:
        self.scroll_to(y=self.scroll_offset.y + 1, animate=False)
        if self.at_end:
            self.rolling = False
