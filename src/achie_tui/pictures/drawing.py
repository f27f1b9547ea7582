"""From a picture's file to what a terminal is sent, for the terminals that draw pictures themselves."""

import asyncio
import os
from dataclasses import dataclass
from typing import Literal

from achie_tui.pictures import iterm2, kitty, sixel
from achie_tui.pictures.cells import Area, CellSize, area_of
from achie_tui.pictures.decoding import decode_paletted, decode_png
from achie_tui.pictures.raster import RGB

LARGEST = (1600, 1200)
"""Pixels that are sent at most: a photograph of this size already takes some MB on its way."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The sequences that show a picture and take it away; `in_cells`: writing over its cells erases it too."""

    place: str
    clear: str
    in_cells: bool


async def draw(
    data: bytes, protocol: Literal["kitty", "iterm2", "sixel"], within: Area, cell: CellSize, background: RGB
) -> Drawing:
    """Decode a picture and write it for the middle of an area; raises `PictureError`."""
    box = within.pixels(cell)
    shrunk = min(1.0, *(most / side for most, side in zip(LARGEST, box, strict=True)))
    width, height = (int(side * shrunk) for side in box)
    if protocol == "sixel":  # drawn as large as it is sent
        paletted = await decode_paletted(data, width, height, background=background)
        area = area_of(paletted, cell, within)
        return Drawing(await asyncio.to_thread(sixel.place, paletted, area), sixel.clear(area), in_cells=True)
    png = await decode_png(data, width, height, background=background)
    area = area_of(png, cell.scaled(shrunk), within)
    if protocol == "iterm2":
        return Drawing(iterm2.place(png, area), iterm2.clear(area), in_cells=True)
    identity = os.getpid()  # no other program in this terminal has it
    return Drawing(kitty.place(png, area, identity), kitty.clear(identity), in_cells=False)
