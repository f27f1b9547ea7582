"""A pane that scrolls by our keys."""

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from achie_tui.tui.keys import moves


class ScrollPane(VerticalScroll):
    """Scrolls what it holds, by the same keys as everything else; as high as that where there is room."""

    BINDINGS: ClassVar[list[BindingType]] = moves(
        down="scroll_down",
        up="scroll_up",
        first="scroll_home",
        last="scroll_end",
        half_down="page_down",
        half_up="page_up",
        page_down="page_down",
        page_up="page_up",
    )

    class Resized(Message):
        """It has other room."""

    DEFAULT_CSS = """
    ScrollPane {
        height: auto;
        max-height: 100%;
        scrollbar-size-vertical: 0;
    }
    """

    def on_resize(self) -> None:
        """Tell of it."""
        self.post_message(self.Resized())
