"""The part of a text that a view shows."""

from dataclasses import dataclass, replace

from achie_tui.tui.widgets.sheet import Sheet
from achie_tui.tui.widgets.text_layout import TextLayout


@dataclass(frozen=True, slots=True)
class Viewport:
    """The lines of a layout that are in sight: those from `top` on that fit into `height`, in `width` cells."""

    layout: TextLayout
    top: int = 0
    width: int = 0
    height: int = 0

    @property
    def lines(self) -> range:
        """The lines in sight, by their numbers in the layout."""
        return self._within(self.top, self.top + self.height)

    @property
    def blocks(self) -> set[int]:
        """The blocks in sight, or partly so."""
        return {self.layout.lines[index].block for index in self.lines}

    @property
    def below(self) -> range:
        """The lines that a page further down would show."""
        return self._within(self.top + self.height, self.top + 2 * self.height)

    @property
    def above(self) -> range:
        """The lines that a page further up would show, the nearest first."""
        return self._within(self.top - self.height, self.top)[::-1]

    def _within(self, start: int, stop: int) -> range:
        lines = len(self.layout.lines)
        return range(min(max(start, 0), lines), min(stop, lines))

    def scrolled(self, top: int) -> "Viewport":
        """Give the same, scrolled to another line."""
        return replace(self, top=top)

    @property
    def margin(self) -> int:
        """The cells to the left of the text, which stands in the middle."""
        return max(0, self.width - self.layout.measure) // 2


NOTHING = Viewport(TextLayout(Sheet(), measure=1))
