"""Headlines at a terminal: the number to go on with, and titles that end within the line."""

import re

import pytest

from achie_tui.commands.columns import terminal_lines
from achie_tui.commands.output import Output
from achie_tui.model import Headline
from achie_tui.site.address import Addresses
from achie_tui.typeset.width import cell_width
from tests.commands.shell import User
from tests.commands.test_terminal_output import at_terminal, bare

NAME = "高新区新闻"
TITLE = "关于“十四五”期间高新区产业布局与空间规划的若干意见"


def test_the_number_in_front_is_the_one_that_read_takes(reader: User) -> None:
    lines = bare(at_terminal("list", NAME, *reader.options)).splitlines()
    records = reader.run("list", NAME, "--json").values()
    for line, record in zip(lines, records, strict=True):
        number = re.match(r"..\s+(\d+)  ", line)
        assert number is not None
        assert int(number[1]) == record["id"]
        assert record["published"][:10] in line
    kept = next(record for record in records if record["cached"] and "view.php" not in record["url"])
    assert kept["title"] in reader.run("read", str(kept["id"]), "--offline").out
    faint = at_terminal("list", NAME, "--limit", "1", *reader.options)
    assert re.search(rf"\x1b\[2m *{records[0]['id']}\x1b\[0m", faint)


def shown(monkeypatch: pytest.MonkeyPatch, columns: int, *, wide: bool = False, title: str = TITLE) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(columns))
    headlines = [
        Headline(1, "/news/gxq/202501017.html", 7, title, "高新区新闻", "2025-01-01 08:00", None, None),
        Headline(2, "/news/gxq/2025010112345.html", 12345, "短", None, None, None, None, read=True, starred=True),
        Headline(3, "/plus/x.html", None, "没有编号", "政策解读", "2025-01-01", None, None),
    ]
    output = Output("zh", Addresses("http://a.example/"))
    return list(terminal_lines(headlines, output, with_category=True, ambiguous_wide=wide))


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("columns", [20, 26, 40, 60, 79, 80, 81, 200])
def test_lines_end_within_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, *, wide: bool) -> None:
    lines = shown(monkeypatch, columns, wide=wide)
    assert max(cell_width(line, ambiguous_wide=wide) for line in lines) <= columns
    cut = TITLE not in lines[0]
    assert cut is ("…" in lines[0])
    if cut:
        assert lines[0].partition("…")[0].split("  ")[-1] in TITLE


def test_what_finds_no_room_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def has(columns: int) -> tuple[bool, bool, bool]:
        line = shown(monkeypatch, columns)[0]
        return "    7" in line, "2025-01-01" in line, NAME in line

    assert has(100) == (True, True, True)
    assert has(44) == (True, True, False)
    assert has(26) == (True, False, False)


def test_columns_are_aligned_by_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = shown(monkeypatch, 120)
    assert cell_width(first.partition(NAME)[0]) == cell_width(third.partition("政策解读")[0])
    assert cell_width(first.partition("关于")[0]) == cell_width(second.partition("短")[0])
    assert second.startswith("*  12345")
