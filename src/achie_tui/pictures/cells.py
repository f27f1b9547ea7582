"""Where on the screen a picture goes: areas in cells, and how many cells a picture takes."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from achie_tui.pictures.raster import RGB, Jpeg, Paletted, Png, Raster

PLACEHOLDER = "\U0010eeee"
"""Stands in cells that name a picture in the terminal's memory (`kitty.py`)."""
_SAVE_CURSOR, _RESTORE_CURSOR = "\x1b7", "\x1b8"


class CellSize(NamedTuple):
    """The size of a cell in pixels."""

    width: float
    height: float

    def scaled(self, factor: float) -> "CellSize":
        """Give the size in larger or smaller pixels."""
        return CellSize(self.width * factor, self.height * factor)


class Area(NamedTuple):
    """A rectangle of cells; `x` and `y` count from 0 at the top left of the screen."""

    x: int
    y: int
    width: int
    height: int

    def pixels(self, cell: CellSize) -> tuple[int, int]:
        """Give its width and height in pixels."""
        return int(self.width * cell.width), int(self.height * cell.height)


def area_of(picture: "Raster | Paletted | Png | Jpeg", cell: CellSize, within: Area) -> Area:
    """Give the cells that a picture takes in the middle of an area."""
    width = min(within.width, max(1, round(picture.width / cell.width)))
    height = min(within.height, max(1, round(picture.height / cell.height)))
    return Area(within.x + (within.width - width) // 2, within.y + (within.height - height) // 2, width, height)


def written_at(area: Area, sequence: str) -> str:
    """Write something at the top left of an area and leave the cursor where it was."""
    return f"{_SAVE_CURSOR}\x1b[{area.y + 1};{area.x + 1}H{sequence}{_RESTORE_CURSOR}"


def blanked(area: Area, background: "RGB | None" = None) -> str:
    """Write spaces over an area, which is what erases a picture that lives in the cells."""
    colour = "" if background is None else f"\x1b[48;2;{';'.join(map(str, background))}m"
    lines = (f"\x1b[{y + 1};{area.x + 1}H{' ' * area.width}" for y in range(area.y, area.y + area.height))
    return f"{_SAVE_CURSOR}\x1b[0m{colour}{''.join(lines)}{_RESTORE_CURSOR}"
