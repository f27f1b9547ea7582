"""Figures drawn in cells: what is as high, long and wide as it should be, and fits."""

from random import Random

import pytest

from achie_tui.tui.widgets.charts import bars, columns, grouped, table


def test_columns_are_as_high_as_their_numbers_and_stand_over_their_labels() -> None:
    *lines, axis = [line.plain for line in columns([4, 0, 1, 2], {0: "a", 2: "c"}, 40, colours=False, height=4)]
    assert lines == [
        "4  ###             ",
        "   ###             ",
        "   ###         ### ",
        "0  ### ... ### ### ",
    ]
    assert axis == "   a       c"


@pytest.mark.parametrize("width", [12, 46, 76, 116])
def test_many_numbers_find_room_together(width: int) -> None:
    numbers = [Random(width).randrange(400) for _ in range(200)]
    each, sums = grouped(numbers, width)
    assert sum(sums) == sum(numbers)
    assert len(sums) == -(-len(numbers) // each)
    drawn = columns(numbers, {number: f"{2000 + number}" for number in range(0, 200, 12)}, width, colours=True)
    assert max(line.cell_length for line in drawn) <= width


def test_bars_are_as_long_as_their_numbers() -> None:
    drawn = [line.plain for line in bars({"园区": 1_000, "b": 500, "c": 1, "d": 0}, 33, colours=False)]
    assert [line.count("#") for line in drawn] == [20, 10, 1, 0]
    assert {line.cell_length for line in bars({"园区": 7, "b": 7}, 33, colours=True)} == {33}


def test_a_table_stands_in_columns_and_gives_up_names_for_figures() -> None:
    rows = [("高新区新闻", "1,204", "7"), ("b", "3", ".")]
    assert [line.plain for line in table(("栏目", "文章", "年"), rows, 60)] == [
        "栏目         文章  年",
        "高新区新闻  1,204   7",
        "b               3   .",
    ]
    assert [line.plain for line in table(("栏目", "文章", "年"), rows, 16)][1] == "高新   1,204   7"
