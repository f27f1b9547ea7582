"""Half blocks, cell by cell."""

from unicodedata import east_asian_width

import pytest

from achie_tui.pictures.halfblocks import UPPER_HALF, Cell, ColouredText, cells, fitted, runs
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


def test_a_last_line_of_upper_halves_is_filled() -> None:
    odd = raster((R, G), (B, W), (G, B))
    assert cells(odd, INK)[1] == [Cell(G, INK), Cell(B, INK)]
    assert cells(odd, None)[1] == [Cell(G, G), Cell(B, B)]


def test_equal_cells_are_written_in_one_and_plain_ones_as_spaces() -> None:
    first, second = cells(SQUARE, INK)
    assert list(runs(first)) == [ColouredText("  ", R, R), ColouredText("  ", G, G)]
    assert list(runs(second)) == [
        ColouredText(UPPER_HALF, B, W),
        ColouredText(UPPER_HALF, B, R),
        ColouredText(UPPER_HALF, W, B),
        ColouredText(" ", W, W),
    ]


def test_what_cannot_be_told_apart_is_written_in_one() -> None:
    near, far = (254, 2, 3), (255, 0, 5)
    assert list(runs([Cell(R, B), Cell(near, B), Cell(R, near), Cell(far, far)])) == [
        ColouredText(UPPER_HALF * 2, R, B),
        ColouredText(" ", (254, 1, 1), (254, 1, 1)),
        ColouredText(" ", far, far),
    ]
    shade = [(value, value, value) for value in range(0, 40, 2)]
    written = list(runs([Cell(grey, grey) for grey in shade]))
    assert [len(run.text) for run in written] == [2] * 10, "small steps do not add up"


@pytest.mark.parametrize(
    ("natural", "cells_taken"),
    [
        ((1600, 900), (71, 20)),
        ((900, 1600), (22, 20)),
        ((2000, 50), (88, 1)),
        ((40, 30), (40, 15)),
        ((10, 10), (10, 5)),
        ((1, 1), (1, 1)),
        ((3, 30_000), (1, 20)),
        ((30_000, 3), (88, 1)),
    ],
)
def test_a_picture_keeps_its_proportions_and_grows_no_larger_than_it_is(
    natural: tuple[int, int], cells_taken: tuple[int, int]
) -> None:
    assert fitted(natural, 88, 20) == cells_taken


def test_a_last_line_of_upper_halves_ends_on_the_background() -> None:
    assert cells(raster((R, G), (B, W), (R, G)), INK)[-1] == [Cell(R, INK), Cell(G, INK)]
    assert cells(raster((R,)), INK) == [[Cell(R, INK)]]


def test_where_blocks_are_wide_there_are_none() -> None:
    assert east_asian_width(UPPER_HALF) == "A"
    line = cells(SQUARE, INK)[1]
    assert list(runs(line, ambiguous_wide=True)) == [
        ColouredText(" ", (127, 127, 255), (127, 127, 255)),
        ColouredText(" ", (127, 0, 127), (127, 0, 127)),
        ColouredText(" ", (127, 127, 255), (127, 127, 255)),
        ColouredText(" ", W, W),
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
