"""Tables: data laid out as a grid, layout seen through."""

from __future__ import annotations

import pytest

from achie_tui.model import ImageBlock, TableBlock, TextBlock
from tests.parse.reading import TEXT, blocks_of


def table_of(html: str) -> TableBlock:
    (table,) = (block for block in blocks_of(f"<p>{TEXT}</p>{html}<p>{TEXT}</p>") if isinstance(block, TableBlock))
    return table


def test_spans_are_laid_out() -> None:
    table = table_of(
        "<table><tr><th rowspan=2>类别</th><th colspan=2>投资</th></tr><tr><th>上年</th><th>今年</th></tr>"
        "<tr><td>基建</td><td>3</td><td>4</td></tr><tr><td colspan=2>合计</td><td>7</td></tr></table>"
    )
    assert table.rows == (("类别", "投资", ""), ("", "上年", "今年"), ("基建", "3", "4"), ("合计", "", "7"))
    assert table.header_rows == 2


@pytest.mark.parametrize(
    ("html", "header_rows"),
    [
        ("<thead><tr><td>名</td><td>值</td></tr></thead><tbody><tr><td>甲</td><td>乙</td></tr></tbody>", 1),
        ("<tr><th>名</th><th>值</th></tr><tr><td>甲</td><td>乙</td></tr>", 1),
        ("<tr><td>园区</td><td>产值(亿元)</td></tr><tr><td>甲</td><td>1,204.5</td></tr>", 1),
        ("<tr><td>园区</td><td>2012年</td><td>2013年</td></tr><tr><td>甲</td><td>12%</td><td>约13%</td></tr>", 1),
        ("<tr><td rowspan=2>园区</td><td>产值</td></tr><tr><td>亿元</td></tr><tr><td>甲</td><td>12</td></tr>", 2),
        ("<tr><td>甲</td><td>12</td></tr><tr><td>乙</td><td>13</td></tr>", 0),
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr>", 0),
    ],
)
def test_header_rows(html: str, header_rows: int) -> None:
    assert table_of(f"<table>{html}</table>").header_rows == header_rows


def test_rows_are_filled_up_and_cells_cleaned() -> None:
    table = table_of(
        "<table><tr><td>甲<br>乙</td><td><p>丙</p>\n<p>丁</p></td><td>戊</td></tr><tr><td>\u3000己</td></tr></table>"
    )
    assert table.rows == (("甲 乙", "丙 丁", "戊"), ("己", "", ""))


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "99999999999999999999", "２", "1e3", " 2"])
def test_odd_spans_do_no_harm(span: str) -> None:
    table = table_of(
        f"<table><tr><td rowspan='{span}' colspan='{span}'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    )
    assert len(table.rows) == 2
    assert len(table.rows[0]) <= 102


def test_huge_spans_are_bounded() -> None:
    cells = "<td rowspan=9999 colspan=9999>甲</td>" * 50
    table = table_of(f"<table>{f'<tr>{cells}</tr>' * 50}</table>")
    assert table.rows == ((" | ".join(["甲"] * 50),),) * 50


@pytest.mark.parametrize(("rows", "columns"), [(20_000, 2), (21, 2_000)])
def test_a_table_of_any_size_is_whole(rows: int, columns: int) -> None:
    lines = ("".join(f"<td>{row}.{column}" for column in range(columns)) for row in range(rows))
    table = table_of(f"<table>{''.join(f'<tr>{line}' for line in lines)}</table>")
    assert table.rows == tuple(tuple(f"{row}.{column}" for column in range(columns)) for row in range(rows))


def test_a_table_that_would_be_empty_nearly_everywhere_is_whole_row_by_row() -> None:
    wide = "".join(f"<td>{number}" for number in range(5_000))
    table = table_of(f"<table><tr>{wide}{'<tr><td>甲<td><a href=/news/1.html>乙</a>' * 5_000}</table>")
    assert len(table.rows) == 5_001
    assert table.rows[0] == (" | ".join(map(str, range(5_000))),)
    assert set(table.rows[1:]) == {("甲 | 乙",)}
    assert {(link.row, link.column) for link in table.links} == {(row, 0) for row in range(1, 5_001)}


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>{0}</td></tr></table>",
        "<table><tr><td><img src='/a.jpg'></td></tr><tr><td>{0}</td></tr></table>",
        "<table><tr><td>左</td><td><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p></td></tr></table>",
        "<table><tr><td>左</td><td><table><tr><td>{0}</td></tr></table></td></tr></table>",
    ],
)
def test_layout_is_seen_through(html: str) -> None:
    blocks = blocks_of(html.format(TEXT))
    assert not any(isinstance(block, TableBlock) for block in blocks)
    assert TextBlock("paragraph", TEXT) in blocks


def test_captions_and_pictures_of_a_table_stand_around_it() -> None:
    blocks = blocks_of(
        f"<p>{TEXT}</p><table><caption>表1 产值</caption><tr><td>甲</td><td><img src='/a.jpg'>1</td></tr>"
        "<tr><td>乙</td><td>2</td></tr></table>"
    )
    assert [type(block) for block in blocks] == [TextBlock, TextBlock, TableBlock, ImageBlock]
    assert blocks[1] == TextBlock("caption", "表1 产值")


def test_a_table_of_nothing_is_none() -> None:
    assert len(blocks_of(f"<p>{TEXT}</p><table><tr><td> </td><td>&nbsp;</td></tr></table>")) == 1


def test_a_data_table_around_a_small_one_stays_data() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    rows = "".join(f"<tr><td>第{n}行的名称与说明</td><td>{n * 7}</td></tr>" for n in range(1, 6))
    table = table_of(f"<table>{rows}<tr><td>内</td><td>{inner}</td></tr></table>")
    assert len(table.rows) == 6
