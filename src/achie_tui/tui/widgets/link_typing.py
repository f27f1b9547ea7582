"""Opening links by the numbers over them: while these are shown, digits, Enter and Esc are theirs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from textual.events import Key

from achie_tui.tui.widgets.link_numbers import LinkNumbers, number_links
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.tui.widgets.viewport import Viewport


class NumberedView(Protocol):
    """A view of a text over whose links numbers can lie; it shows those that it is given as `hinting`."""

    hinting: LinkNumbers | None
    rolling: bool
    top: Position

    @property
    def text_layout(self) -> TextLayout:
        """The text."""

    @property
    def viewport(self) -> Viewport:
        """What of it is in sight."""

    def scroll_to(self, *, y: float, animate: bool) -> None:
        """Scroll to a line."""

    def go_to(self, position: Position) -> None:
        """Scroll to a position."""


class LinkTyping:
    """Numbers the links of a view, and takes what is typed for a number; `follow` is given the link it means."""

    def __init__(self, view: NumberedView, follow: Callable[[str], None]) -> None:
        self._view = view
        self._follow = follow

    def show(self) -> bool:
        """Show the numbers of the links in sight and after the text, where none is in sight, those first.

        Tells whether there are any.
        """
        view = self._view
        view.rolling = False
        origin, visible = view.hinting.origin if view.hinting else None, view.viewport.lines
        hinting = number_links(view.text_layout, visible)
        first = hinting.numbers[0].line if hinting.numbers else None
        if first is None:
            view.hinting = None
        elif first in visible:
            view.hinting = replace(hinting, origin=origin)
        else:
            view.hinting = replace(hinting, origin=origin or view.top)
            view.scroll_to(y=first - view.viewport.height // 3, animate=False)  # which numbers them anew
        return view.hinting is not None

    def leave(self) -> None:
        """Take the numbers away, and go back to where the user was when they were asked for."""
        origin = self._view.hinting.origin if self._view.hinting else None
        self._view.hinting = None
        if origin is not None:
            self._view.go_to(origin)

    def press(self, event: Key) -> bool:
        """Take a key for a part of a number, where numbers are shown; tells whether it is one of theirs."""
        hinting = self._view.hinting
        if hinting is None:
            return False
        if event.character and event.character in "0123456789":
            hinting = self._view.hinting = hinting.type(event.character)
            if len(hinting.open) == 1:
                self._open(hinting)
        elif event.key == "enter":
            self._open(hinting)
        elif event.key == "backspace":
            self._view.hinting = hinting.erase()
        elif event.key == "escape":
            self.leave()
        else:
            return False
        return True

    def _open(self, hinting: LinkNumbers) -> None:
        if link := hinting.chosen:
            self.leave()
            self._follow(link.url)
