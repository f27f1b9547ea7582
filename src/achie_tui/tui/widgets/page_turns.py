"""Turning the pages of a text: where its last page goes on, and that one is asked before going on beyond the end."""

from typing import NamedTuple

from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.sheet_view import PAGE_OVERLAP
from achie_tui.tui.widgets.viewport import Viewport


class Standing(NamedTuple):
    """Where one stands in a text: the position on the top line, and the width it is set for."""

    top: Position
    width: int


class FreshLine(NamedTuple):
    """The first line of a view that was not seen before the last page was turned to."""

    viewport: Viewport
    line: int


class PageTurns:
    """Remembers from one key to the next what turning a page has come to.

    At the end it is asked whether to go on, and the same key pressed again does that: also where the sentence that
    asks has taken a line from the text, so that its end is out of sight.
    """

    def __init__(self) -> None:
        self._is_asking: Standing | None = None
        self._was_asked: Standing | None = None  # by the key before this one
        self._fresh: FreshLine | None = None

    def forget(self) -> None:
        """Know nothing of a text that is no more shown."""
        self._is_asking = self._was_asked = self._fresh = None

    def key_pressed(self) -> bool:
        """Hear of any key; tells whether a line that was marked is to be painted without its mark."""
        self._was_asked, self._is_asking = self._is_asking, None
        was_marked, self._fresh = self._fresh is not None, None
        return was_marked

    def is_over(self, here: Standing, *, at_end: bool) -> bool:
        """Tell whether there is no page after this one."""
        return at_end or self._was_asked == here

    def asks(self, here: Standing) -> bool:
        """Ask whether to go on beyond the end, unless that was just asked; tells whether it did."""
        self._is_asking = None if self._was_asked == here else here
        return self._is_asking is not None

    def turned(self, before: Viewport, now: Viewport) -> bool:
        """Hear of a page that was turned; tells whether it was less than a whole one, so that a line is marked."""
        less = 0 < now.top - before.top < before.height - PAGE_OVERLAP
        if less:
            self._fresh = FreshLine(now, before.top + before.height)
        return less

    def is_fresh(self, viewport: Viewport, y: int) -> bool:
        """Tell whether a line of a view is the one that is marked."""
        return self._fresh == (viewport, y + viewport.top)
