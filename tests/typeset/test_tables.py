"""Tables: columns fitted to a width, numbers to the right, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.typeset.tables import GAP, Columns, TableLayout, lay_out_table, window
from achie_tui.typeset.width import cell_width

FIGURES = [
    ["指标", "单位", "去年"],
    ["桂花产量", "吨", "12.5"],
    ["参观人次", "万", "1,024"],
]

CELLS = st.one_of(
    st.text(max_size=12),
    st.text("园区桂花开，。“”", max_size=40),
    st.sampled_from(["12.5", "1,024", "-", "36%", "https://example.org/a/very/long/path", "第一行\n第二行", ""]),
)
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=6)


def texts(layout: TableLayout) -> list[str]:
    return [line.text for line in layout.lines]


def test_a_table_with_room_takes_its_natural_width() -> None:
    layout = lay_out_table(FIGURES, 60, header_rows=1)
    assert texts(layout) == [
        "指标      单位     去年",
        "桂花产量  吨       12.5",
        "参观人次  万    1,024",
    ]
    assert (layout.width, layout.columns.widths) == (23, (8, 4, 7))
    assert [line.kind for line in layout.lines] == ["header", "body", "body"]
    assert all(line.kind == "body" for line in lay_out_table(FIGURES, 60).lines)


def test_the_widest_column_is_narrowed_and_wrapped_by_kinsoku() -> None:
    rows = [["项目", "说明"], ["甲", "春天播种，夏天除草，秋天收获。"], ["乙", "冬天休息"]]
    layout = lay_out_table(rows, 20, header_rows=1)
    assert texts(layout) == [
        "项目  说明",
        "甲    春天播种，夏天",
        "      除草，秋天收",
        "      获。",
        "乙    冬天休息",
    ]
    assert layout.columns.widths == (4, 14)
    assert [line.row for line in layout.lines] == [0, 1, 1, 1, 2]


def test_a_column_of_groups_does_not_say_alone_what_a_row_is_about() -> None:
    rows = [["类别", "指标", "去年"], ["水", "用水量", "12"], ["", "回用率", "36%"], ["电", "用电量", "9"]]
    assert lay_out_table(rows, 60, header_rows=1).columns.labels == 2
    assert lay_out_table(FIGURES, 60, header_rows=1).columns.labels == 1
    assert lay_out_table([["", "1"], ["", "2"]], 60).columns.labels == 1


def test_numbers_keep_to_one_line_and_the_table_may_become_wider_than_asked() -> None:
    rows = [["1,234,567.8"] * 6]
    layout = lay_out_table(rows, 30)
    assert layout.width == 6 * 11 + 5 * GAP
    assert len(layout.lines) == 1


def test_decimal_points_stand_below_one_another() -> None:
    rows = [["年份", "产值", "占比"], ["2023", "1,204.75", "8.5%"], ["2024", "36", "12%"], ["合计", "—", "0.25%"]]
    assert texts(lay_out_table(rows, 40, header_rows=1)) == [
        "年份      产值    占比",
        "2023  1,204.75   8.5%",
        "2024     36     12%",
        "合计      —      0.25%",
    ]


def test_numbers_of_other_units_or_without_room_are_set_to_the_right() -> None:
    assert texts(lay_out_table([["12.5亿元"], ["36%"]], 30)) == ["12.5亿元", "     36%"]
    long = [["1234567890123.5"], ["1"], ["0.1234567890123"]]
    assert {line.fragments[-1].x + cell_width(line.fragments[-1].text) for line in lay_out_table(long, 15).lines} == {
        15
    }


@pytest.mark.parametrize(
    ("label", "kind"),
    [("合计", "total"), ("总 计：", "total"), ("小计", "total"), ("Total", "total"), ("合计数", "body")],
)
def test_a_row_that_sums_up_is_one_of_its_own(label: str, kind: str) -> None:
    layout = lay_out_table([["年份", "合计"], ["2024", "3"], ["", label, "3"]], 40, header_rows=1)
    assert [line.kind for line in layout.lines] == ["header", "body", kind]


def test_placeholders_do_not_make_a_column_text() -> None:
    rows = [["产值"], ["12.5亿元"], ["-"], [""], ["36%"]]
    assert texts(lay_out_table(rows, 30, header_rows=1))[-1] == "     36%"
    assert texts(lay_out_table([["产值"], [""], ["-"]], 30, header_rows=1))[-1] == "-"


def test_an_empty_table_has_no_lines() -> None:
    assert lay_out_table([], 30).lines == ()
    assert lay_out_table([[], []], 30).lines == ()


@given(TABLES, st.integers(-1, 100), st.integers(0, 3), st.booleans())
def test_every_cell_is_shown_whole_and_in_its_column(
    rows: list[list[str]], width: int, header_rows: int, ambiguous_wide: bool
) -> None:
    layout = lay_out_table(rows, width, header_rows=header_rows, ambiguous_wide=ambiguous_wide)
    assert layout.width == sum(layout.columns.widths) + GAP * max(len(layout.columns.widths) - 1, 0)
    shown: dict[tuple[int, int], str] = {}
    lefts = [sum(layout.columns.widths[:column]) + GAP * column for column in range(len(layout.columns.widths))]
    for line in layout.lines:
        assert cell_width(line.text, ambiguous_wide=ambiguous_wide) <= layout.width or layout.width < 4
        for fragment in line.fragments:
            cell = rows[fragment.row][fragment.column]
            shown[fragment.row, fragment.column] = (
                shown.get((fragment.row, fragment.column), "") + cell[fragment.start : fragment.end]
            )
            assert fragment.text == cell[fragment.start : fragment.end].rstrip()
            room = layout.columns.widths[fragment.column]
            assert lefts[fragment.column] <= fragment.x
            cells = cell_width(fragment.text, ambiguous_wide=ambiguous_wide)
            assert fragment.x + cells <= lefts[fragment.column] + room or room < 4
    for row, cells_of_row in enumerate(rows):
        for column, cell in enumerate(cells_of_row):
            assert shown.get((row, column), "") == cell


@given(st.lists(st.lists(st.text("园区桂花开", max_size=30), min_size=3, max_size=3), min_size=1, max_size=5))
def test_three_columns_of_text_fit_forty_cells(rows: list[list[str]]) -> None:
    assert lay_out_table(rows, 40).width <= 40


@given(
    columns=st.lists(st.integers(min_value=1, max_value=24), min_size=1, max_size=20),
    labels=st.integers(min_value=1, max_value=3),
    width=st.integers(min_value=12, max_value=100),
)
def test_scrolled_sideways_every_column_is_seen_and_whole_where_there_is_room(
    columns: list[int], labels: int, width: int
) -> None:
    labels = min(labels, len(columns))
    starts = [sum(columns[:index]) + GAP * index for index in range(len(columns))]
    spans = [range(start, start + cells) for start, cells in zip(starts, columns, strict=True)]
    seen: set[int] = set()
    for skipped in range(len(columns) + 1):
        pinned, rest, before, after = window(Columns(tuple(columns), labels), width, skipped)
        assert len(pinned) + len(rest) <= width
        cells = {*pinned, *rest}
        whole = {index for index, span in enumerate(spans) if cells.issuperset(span)}
        part = {index for index, span in enumerate(spans) if not cells.isdisjoint(span)} - whole
        assert all(columns[index] > width - len(pinned) for index in part), "cut, though there was room"
        seen |= whole | part
        assert after == (len(columns) - 1 not in whole | part)
        assert before == any(index not in whole | part for index in range(max(whole | part)))
        if pinned:
            assert 0 in whole
    assert not after
    assert seen == set(range(len(columns)))
