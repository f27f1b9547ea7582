"""What lies over a text: overlays, which mark characters of its lines."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from achie_tui.tui.widgets.text_layout import TextLayout


class Mark(NamedTuple):
    """Characters of a line's text in a look of their own; or a `label` in that look, over the first of them."""

    characters: range
    look: str
    label: str = ""


class Overlay(Protocol):
    """Something that lies over a text, and knows what of it to paint on each line.

    It is a value: a view that is to show another one is given another one.
    """

    def marks(self, layout: TextLayout, index: int) -> Iterable[Mark]:
        """Give the marks on a line."""
