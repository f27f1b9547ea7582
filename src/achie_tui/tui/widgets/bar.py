"""A bar that says how far something is."""

from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

COUNT = 16
"""Cells for what is counted, behind the bar: its end does not move while that grows."""


class Bar(Widget):
    """A line of which a `part` is filled, and a count behind it; of blanks, so that no font can break it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--done", "bar--left"}
    DEFAULT_CSS = """
    Bar {
        width: 1fr;
        height: 1;
        & > .bar--done { background: $primary; }
        & > .bar--left {
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
    }
    """

    part = reactive(0.0)
    """From 0 to 1."""
    count = reactive("")

    def render(self) -> RenderResult:
        """Lay the line out."""
        width = max(0, self.content_size.width - COUNT)
        done = int(width * min(1.0, max(0.0, self.part)))
        if self.app.no_color:
            return Content("=" * done + "-" * (width - done) + f"  {self.count}")
        return Content.assemble(
            (" " * done, self.get_visual_style("bar--done")),
            (" " * (width - done), self.get_visual_style("bar--left")),
            f"  {self.count}",
        )
