"""Half blocks, cell by cell."""

from unicodedata import east_asian_width

from achie_tui.pictures.halfblocks import UPPER_HALF, Cell, Run, cells, runs
from achie_tui.pictures.raster import RGB, Raster

R, G, B, W = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
INK = (26, 27, 29)


def raster(*rows: tuple[RGB, ...]) -> Raster:
    return Raster(len(rows[0]), len(rows), bytes(value for row in rows for pixel in row for value in pixel))


SQUARE = raster((R, R, G, G), (R, R, G, G), (B, B, W, W), (W, R, B, W))


def test_four_by_four_pixels_are_two_lines_of_four_cells() -> None:
    assert cells(SQUARE, INK) == [
        [Cell(R, R), Cell(R, R), Cell(G, G), Cell(G, G)],
        [Cell(B, W), Cell(B, R), Cell(W, B), Cell(W, W)],
    ]


def test_equal_cells_are_written_in_one_and_plain_ones_as_spaces() -> None:
    first, second = cells(SQUARE, INK)
    assert list(runs(first)) == [Run("  ", R, R), Run("  ", G, G)]
    assert list(runs(second)) == [
        Run(UPPER_HALF, B, W),
        Run(UPPER_HALF, B, R),
        Run(UPPER_HALF, W, B),
        Run(" ", W, W),
    ]


def test_a_last_line_of_upper_halves_ends_on_the_background() -> None:
    assert cells(raster((R, G), (B, W), (R, G)), INK)[-1] == [Cell(R, INK), Cell(G, INK)]
    assert cells(raster((R,)), INK) == [[Cell(R, INK)]]


def test_where_blocks_are_wide_there_are_none() -> None:
    assert east_asian_width(UPPER_HALF) == "A"
    line = cells(SQUARE, INK)[1]
    assert list(runs(line, ambiguous_wide=True)) == [
        Run(" ", (127, 127, 255), (127, 127, 255)),
        Run(" ", (127, 0, 127), (127, 0, 127)),
        Run(" ", (127, 127, 255), (127, 127, 255)),
        Run(" ", W, W),
    ]


def test_every_pixel_of_a_large_picture_is_there() -> None:
    picture = Raster(50, 31, bytes((7 * i) % 256 for i in range(50 * 31 * 3)))
    lines = cells(picture, INK)
    assert len(lines) == 16
    for y in range(31):
        for x in range(50):
            start = 3 * (y * 50 + x)
            assert lines[y // 2][x][y % 2] == tuple(picture.rgb[start : start + 3])
    assert all(len("".join(run.text for run in runs(line))) == 50 for line in lines)
