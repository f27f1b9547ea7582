"""Pictures out of half blocks: two pixels in a cell, one above the other, in any terminal that has colours.

`▀` and `▄` are of ambiguous width (East_Asian_Width=A in UAX #11), as all blocks of an upper or lower half are, and
where a terminal draws such characters in two cells a picture of them would fall apart. No half block that lies on
its side and no quadrant serves instead, so there a cell gets one colour, the mean of its two pixels.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from achie_tui.pictures.raster import RGB, Raster

UPPER_HALF = "▀"


class Cell(NamedTuple):
    """The colours of the upper and the lower half of a cell."""

    upper: RGB
    lower: RGB

    @property
    def mean(self) -> RGB:
        """The colour half way between the two."""
        (r, g, b), (s, h, c) = self
        return (r + s) // 2, (g + h) // 2, (b + c) // 2


class Run(NamedTuple):
    """A stretch of a line: `text` in `colour` on `background`."""

    text: str
    colour: RGB
    background: RGB


def cells(raster: Raster, background: RGB) -> list[list[Cell]]:
    """Give the lines of cells of a picture; the background fills a last line that has only upper halves."""
    rows = [_row(raster, y) for y in range(raster.height)]
    if len(rows) % 2:
        rows.append([background] * raster.width)
    return [list(map(Cell, upper, lower)) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


def _row(raster: Raster, y: int) -> list[RGB]:
    row = raster.rgb[3 * raster.width * y : 3 * raster.width * (y + 1)]
    return list(zip(row[::3], row[1::3], row[2::3], strict=True))


def runs(line: list[Cell], *, ambiguous_wide: bool = False) -> Iterator[Run]:
    """Write a line of cells, equal neighbours in one; a cell of one colour is a space."""
    if ambiguous_wide:
        line = [Cell(cell.mean, cell.mean) for cell in line]
    for cell, equal in groupby(line):
        text = " " if cell.upper == cell.lower else UPPER_HALF
        yield Run(text * len(list(equal)), cell.upper, cell.lower)
