"""Pictures made of half blocks: two pixels in a cell, one above the other, in any terminal that has colours.

`▀` and `▄` are of ambiguous width (East_Asian_Width=A in UAX #11), as all blocks of an upper or lower half are, and
where a terminal draws such characters in two cells a picture of them would fall apart. No half block that lies on
its side and no quadrant serves instead, so there a cell gets one colour, the mean of its two pixels.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from achie_tui.pictures.raster import RGB, Raster

UPPER_HALF = "▀"

UNSEEN = 3
"""By how much of 255 the channels of two colours may differ that are taken for one: a quarter less to be sent."""


def fitted(natural: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Give the cells that a picture of a size in pixels takes in a space: its columns and its lines.

    A pixel is never made larger than half a cell.
    """
    width, height = natural
    scale = min(columns / width, 2 * rows / height, 1)
    return max(1, round(width * scale)), (max(1, round(height * scale)) + 1) // 2


class Cell(NamedTuple):
    """The colours of the upper and the lower half of a cell."""

    upper: "RGB"
    lower: "RGB"

    @property
    def mean(self) -> "RGB":
        """The colour half way between the two."""
        (r, g, b), (s, h, c) = self
        return (r + s) // 2, (g + h) // 2, (b + c) // 2


class ColouredText(NamedTuple):
    """A stretch of a line: `text` in `colour` on `background`."""

    text: str
    colour: "RGB"
    background: "RGB"


def cells(raster: "Raster", background: "RGB | None") -> list[list[Cell]]:
    """Give the lines of cells of a picture.

    The background fills a last line that has only upper halves; where it is not known, the last pixels do.
    """
    rows = [_row(raster, y) for y in range(raster.height)]
    if len(rows) % 2:
        rows.append(rows[-1] if background is None else [background] * raster.width)
    return [list(map(Cell, upper, lower)) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


def _row(raster: "Raster", y: int) -> "list[RGB]":
    row = raster.rgb[3 * raster.width * y : 3 * raster.width * (y + 1)]
    return list(zip(row[::3], row[1::3], row[2::3], strict=True))


def runs(line: list[Cell], *, ambiguous_wide: bool = False) -> Iterator[ColouredText]:
    """Write a line of cells, alike neighbours in one; a cell whose halves are alike is a space."""
    first, length = None, 0
    for cell in line:
        even = Cell(cell.mean, cell.mean) if ambiguous_wide or _alike(*cell) else cell
        if first is not None and _alike(first.upper, even.upper) and _alike(first.lower, even.lower):
            length += 1
            continue
        if first is not None:
            yield _run(first, length)
        first, length = even, 1
    if first is not None:
        yield _run(first, length)


def _alike(one: "RGB", other: "RGB") -> bool:
    return one == other or all(abs(a - b) <= UNSEEN for a, b in zip(one, other, strict=True))


def _run(cell: Cell, length: int) -> ColouredText:
    return ColouredText((" " if cell.upper == cell.lower else UPPER_HALF) * length, cell.upper, cell.lower)
