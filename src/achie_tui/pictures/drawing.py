"""From a picture's file to what a terminal is sent, for the terminals that draw pictures themselves."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from achie_tui.pictures import iterm2, kitty, sixel
from achie_tui.pictures.cells import Area, CellSize, area_of, blanked, written_at
from achie_tui.pictures.decoding import decode
from achie_tui.pictures.means import USUAL_LIMITS, Limits
from achie_tui.pictures.raster import RGB, Jpeg, Paletted, Png

LARGEST = (1600, 1200)
"""Pixels that are sent at most: a photograph of this size already takes some MB on its way."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The sequences that show a picture and take it away; `in_cells`: writing over its cells erases it too."""

    place: str
    clear: str
    in_cells: bool


async def draw(
    data: bytes,
    protocol: Literal["kitty", "iterm2", "sixel"],
    within: Area,
    cell: CellSize,
    background: RGB,
    *,
    limits: Limits = USUAL_LIMITS,
) -> Drawing:
    """Decode a picture and write it for the middle of an area; raises `PictureError`."""
    box = within.pixels(cell)
    if protocol == "sixel":  # drawn as large as it is sent
        most = min(LARGEST[0], limits.width), min(LARGEST[1], limits.height)
        width, height = (min(side, much) for side, much in zip(box, most, strict=True))
        paletted = await decode(Paletted, data, width, height, background=background, colours=limits.colours)
        area = area_of(paletted, cell, within)
        return Drawing(await asyncio.to_thread(sixel.place, paletted, area), sixel.clear(area), in_cells=True)
    shrunk = min(1.0, *(most / side for most, side in zip(LARGEST, box, strict=True)))
    width, height = (int(side * shrunk) for side in box)
    png = await decode(Png, data, width, height, background=background)
    area = area_of(png, cell.scaled(shrunk), within)
    if protocol == "iterm2":
        return Drawing(iterm2.place(png, area), iterm2.clear(area), in_cells=True)
    return Drawing(kitty.place(png, area, kitty.identity()), kitty.clear(kitty.identity()), in_cells=False)


# Within a text, where a picture has a frame of cells.

NO_MATTER = 64
"""As many times as a picture may be larger than its file: it fills its frame, as it does in half blocks."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A picture that is drawn over the cells of its frame, on as many of them as it covers.

    Sixels are as large as they are: they have to cover cells of that size (`cell`), where the other is scaled.
    """

    columns: int
    rows: int
    background: RGB
    picture: Jpeg | str
    cell: CellSize | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.picture if isinstance(self.picture, str) else self.picture.data)

    def at(self, frame: Area) -> str:
        """Give what shows it in the middle of a frame on the screen, and nothing else there."""
        left, above = (frame.width - self.columns) // 2, (frame.height - self.rows) // 2
        area = Area(frame.x + left, frame.y + above, self.columns, self.rows)
        shown = written_at(area, self.picture) if isinstance(self.picture, str) else iterm2.fill(self.picture, area)
        return shown if area == frame else blanked(frame, self.background) + shown


async def overlay(
    data: bytes,
    protocol: Literal["iterm2", "sixel"],
    frame: tuple[int, int],
    cell: CellSize,
    background: RGB,
    *,
    limits: Limits = USUAL_LIMITS,
) -> Overlay:
    """Decode a picture and write it for a frame of columns and rows; raises `PictureError`."""
    columns, rows = frame
    if protocol == "iterm2":
        box = Area(0, 0, columns, rows).pixels(cell)
        jpeg = await decode(Jpeg, data, *box, background=background, enlarged=1, filled=True)
        return Overlay(columns, rows, background, jpeg)
    columns = max(1, min(columns, int(limits.width // cell.width)))
    rows = max(1, min(rows, int(limits.height // cell.height)))
    paletted = await decode(
        Paletted,
        data,
        *Area(0, 0, columns, rows).pixels(cell),
        background=background,
        enlarged=NO_MATTER,
        colours=limits.colours,
        filled=True,
    )
    sixels = await asyncio.to_thread(sixel.encode, paletted)
    return Overlay(columns, rows, background, sixels.decode("ascii"), cell)


async def for_cells(data: bytes, frame: tuple[int, int], cell: CellSize, background: RGB) -> Png:
    """Decode a picture that cells name, for a frame of columns and rows; raises `PictureError`."""
    return await decode(Png, data, *Area(0, 0, *frame).pixels(cell), background=background, enlarged=1)
