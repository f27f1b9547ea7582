"""Pictures within a text that the terminal draws itself, in one of two ways.

`ByCells`: the terminal is given a picture once, and cells of the text name it. They scroll, are covered and go as text
does, so that nothing can remain. `DrawnOver`: a picture is drawn over its half blocks once nothing has been painted for
a moment; whatever is painted there next takes it away again, as the cells are written over. So it is half blocks while
one scrolls, and where it is not wholly in sight.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import ClassVar, Protocol

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from achie_tui.pictures import kitty
from achie_tui.pictures.cells import Area
from achie_tui.pictures.drawing import Overlay
from achie_tui.pictures.raster import Png
from achie_tui.pictures.terminal import known_cell_size
from achie_tui.tui.outbox import outbox
from achie_tui.tui.safety import PICTURE
from achie_tui.tui.widgets.picture import behind
from achie_tui.tui.widgets.resting import Rest
from achie_tui.tui.widgets.sheet import Position
from achie_tui.tui.widgets.sheet_view import SheetView
from achie_tui.typeset.document import PICTURE_TOP, Frame

Repaint = Callable[[int], None]
"""Paints a picture anew, by its block."""


class DrawnPictures(Protocol):
    """The pictures of a view that its terminal draws."""

    def take(self, block: int, frame: Frame, picture: Png | Overlay) -> None:
        """Draw a picture in its frame, in the place of the former one."""

    def drop(self, block: int) -> None:
        """Draw a picture no more."""

    def end(self) -> None:
        """Draw none of them any more."""

    def strips(self, block: int, frame: Frame) -> list[Strip] | None:
        """Give the lines of a picture where these draw it, always the same ones."""

    def painted(self) -> None:
        """Hear that the view is being painted."""


@dataclass(eq=False)
class _Named:
    """A picture that the terminal is given, and which its cells name once it `is_there`; `undo` takes it back."""

    undo: str
    frame: Frame
    strips: list[Strip]
    is_there: bool = False


class ByCells:
    """Gives the terminal pictures, and their cells to the text."""

    _numbers: ClassVar[Iterator[int]] = count()

    def __init__(self, view: SheetView, repaint: Repaint) -> None:
        self._view = view
        self._repaint = repaint
        self._outbox = outbox(view.app)
        self._named: dict[int, _Named] = {}

    def take(self, block: int, frame: Frame, picture: Png | Overlay) -> None:
        """Give the terminal a picture; its cells follow when it has that."""
        self.drop(block)
        if not isinstance(picture, Png) or max(frame) > kitty.MOST_CELLS:
            return
        identity = kitty.identity(1 + next(self._numbers) % (kitty.NUMBERS - 1))
        background = behind(self._view)
        style = Style(
            color=Color.from_rgb(*kitty.colour(identity)),
            bgcolor=background and Color.from_rgb(*background),
            meta={PICTURE: identity},
        )
        strips = [Strip([Segment(line, style)], frame.columns) for line in kitty.cells(*frame)]
        named = self._named[block] = _Named(kitty.clear(identity), frame, strips)
        pieces = kitty.transmit(picture, *frame, identity)
        self._outbox.give(pieces, partial(self._arrived, block, named), named.undo)

    def _arrived(self, block: int, named: _Named) -> None:
        named.is_there = True
        if self._named.get(block) is named:
            self._repaint(block)

    def drop(self, block: int) -> None:
        """Take a picture out of the terminal's memory."""
        named = self._named.pop(block, None)
        if named is not None:
            self._outbox.take_back(named.undo)

    def end(self) -> None:
        """Take all of them out, at once: there may be no later."""
        for named in self._named.values():
            self._outbox.take_back(named.undo, at_once=True)
        self._named.clear()

    def strips(self, block: int, frame: Frame) -> list[Strip] | None:
        """Give the cells of a picture that the terminal has."""
        named = self._named.get(block)
        return named.strips if named is not None and named.is_there and named.frame == frame else None

    def painted(self) -> None:
        """Have nothing to do: cells are text."""


class DrawnOver:
    """Draws pictures over their half blocks when nothing moves."""

    REST: ClassVar[float] = 0.15
    """Seconds without painting after which they are drawn."""

    def __init__(self, view: SheetView, look_again: Callable[[], None]) -> None:
        self._view = view
        self._look_again = look_again  # for pictures that are wanted in another way
        self._overlays: dict[int, tuple[Frame, Overlay]] = {}
        self._rest = Rest(view, self._draw)

    def take(self, block: int, frame: Frame, picture: Png | Overlay) -> None:
        """Draw a picture as soon as nothing moves."""
        if isinstance(picture, Overlay):
            self._overlays[block] = frame, picture
            self.painted()

    def drop(self, block: int) -> None:
        """Draw a picture no more; what is painted next takes it away."""
        self._overlays.pop(block, None)

    def end(self) -> None:
        """Draw none of them any more."""
        self._overlays.clear()

    def strips(self, block: int, frame: Frame) -> list[Strip] | None:  # noqa: ARG002
        """Leave the lines to half blocks."""
        return None

    def painted(self) -> None:
        """Draw all in sight anew, once there is rest: what of them was painted over is not known."""
        if self._overlays:
            self._rest.begin(self.REST)

    def _draw(self) -> None:
        view = self._view
        if not view.is_attached or view.app.screen is not view.screen or view.rolling:
            return
        for block, (frame, overlay) in self._overlays.items():
            if overlay.cell not in (None, known_cell_size()):  # the user has made the letters larger, or smaller
                self._look_again()
                continue
            area = area_in_sight(view, block, frame)
            if area is not None and is_clear(view, area):
                outbox(view.app).send(overlay.at(area))


def area_in_sight(view: SheetView, block: int, frame: Frame) -> Area | None:
    """Give the cells of the screen that a picture's frame has, if all of it is in sight and still of that size."""
    viewport, layout = view.viewport, view.text_layout
    if layout.pictures.get(block) != frame or not layout.reaches(Position(block, PICTURE_TOP)):
        return None
    first = layout.line(Position(block, PICTURE_TOP))
    seen = viewport.lines
    if first not in seen or first + frame.rows - 1 not in seen or view.scroll_offset.y != viewport.top:
        return None
    x, y, *_ = view.content_region
    left = viewport.margin + (layout.measure - frame.columns) // 2
    return Area(x + left, y + first - viewport.top, *frame)


def is_clear(view: SheetView, area: Area) -> bool:
    """Tell whether nothing lies over an area of a view, nor the last line of the screen in it: that would scroll it."""
    layers = view.screen._compositor.layers_visible  # noqa: SLF001
    if area.y + area.height >= len(layers):
        return False
    for y in range(area.y, area.y + area.height):
        for widget, region, _ in layers[y]:  # the uppermost first
            if widget is view:
                break
            if region.x < area.x + area.width and area.x < region.right:
                return False
    return True
