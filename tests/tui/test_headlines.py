"""The list of headlines under a pilot: moving, windows, marks, widths, mouse, hostile titles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from time import process_time
from typing import Any

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.geometry import Size
from textual.message import Message

from achie_tui.model import Headline
from achie_tui.tui.periods import Heading
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.list_painting import message_line
from achie_tui.tui.widgets.row import RowShape, date_width, short_date
from achie_tui.tui.widgets.rows import Lines, Rows
from achie_tui.typeset.width import cell_width
from tests.tui.grid import assert_as_kept, grid

YEAR = datetime.now().astimezone().year


def headline(key: int, **changes: Any) -> Headline:
    plain = Headline(
        key=key,
        path=f"/news/{key}.html",
        id=key,
        title=f"第{key}号园区公布年度招商计划",
        category="园区动态",
        published=f"{YEAR}-03-{key % 28 + 1:02}",
        summary=None,
        source=None,
        cached=True,
    )
    return replace(plain, **changes)


class Library:
    """Headlines by key, and a record of what was asked for."""

    def __init__(self, count: int, *special: Headline) -> None:
        self.headlines = {key: headline(key) for key in range(1, count + 1)}
        self.headlines |= {item.key: item for item in special}
        self.keys = list(self.headlines)
        self.asked: list[Sequence[int]] = []

    def fetch(self, keys: Sequence[int]) -> list[Headline]:
        """Give the headlines of some keys, as the newsroom does."""
        self.asked.append(keys)
        return [self.headlines[key] for key in keys if key in self.headlines]


class Host(App[None]):
    """An app of one list."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.rows = HeadlineList(empty="这里还没有文章\n按 r 刷新", boundary="上次看到这里")
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        """Show the list alone."""
        yield self.rows

    def on_mount(self) -> None:
        """Fill the list."""
        self.rows.show(self.library.keys)
        self.rows.focus()

    @on(HeadlineList.Wanted)
    def supply(self, message: HeadlineList.Wanted) -> None:
        """Give the list what it wants, as the library does."""
        self.rows.supply(self.library.fetch(message.keys))

    @on(HeadlineList.Highlighted)
    @on(HeadlineList.Rested)
    @on(HeadlineList.Opened)
    @on(HeadlineList.EndReached)
    def keep(self, message: Message) -> None:
        """Keep what the list tells."""
        self.told.append(message)

    def told_of(self, kind: type[HeadlineList.Highlighted | HeadlineList.Opened | HeadlineList.Rested]) -> list[int]:
        """Give the keys of the headlines that messages of a kind were about."""
        return [message.headline.key for message in self.told if isinstance(message, kind)]

    def ends(self) -> int:
        """Count how often the list told that it ends."""
        return sum(isinstance(message, HeadlineList.EndReached) for message in self.told)


async def test_moving() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        seen = []
        for keys in (["j"], ["down"], ["k"], ["G"], ["up"], ["g"], ["up"], ["pagedown"], ["b"], ["ctrl+d"], ["ctrl+u"]):
            await pilot.press(*keys)
            seen.append(app.rows.cursor)
        assert seen == [1, 2, 1, 99, 98, 0, 0, 18, 0, 10, 0]
        await pilot.press("end", "enter")
        assert app.told_of(HeadlineList.Opened) == [100]
        assert app.rows.headline == headline(100)


async def test_each_headline_is_highlighted_once() -> None:
    app = Host(Library(10))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("j", "j", "k")
        app.rows.renew()
        app.rows.show(app.library.keys)
        await pilot.pause()
        assert app.told_of(HeadlineList.Highlighted) == [1, 2, 3, 2]


async def test_some_rows_stay_in_sight_around_the_cursor() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*["j"] * 8)
        assert (app.rows.cursor, app.rows.scroll_offset.y) == (8, 1)
        await pilot.press("G")
        assert app.rows.scroll_offset.y == 90
        await pilot.press(*["k"] * 8)
        assert (app.rows.cursor, app.rows.scroll_offset.y) == (91, 89)


async def test_only_what_is_seen_and_what_is_near_is_asked_for_and_once() -> None:
    library = Library(20_000)
    app = Host(library)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        assert library.asked == [list(range(1, 65))]
        await pilot.press("G")
        await pilot.press("g")
        await pilot.press("j", "j", "k")
        [_, at_end] = library.asked
        assert set(range(20_001 - 30, 20_001)) < set(at_end)
        assert len(at_end) <= 3 * Rows.WINDOW


async def test_rows_are_asked_for_ahead_of_the_cursor() -> None:
    library = Library(20_000)
    app = Host(library)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press(*["space"] * 12)
        asked = [key for keys in library.asked for key in keys]
        assert len(asked) == len(set(asked))
        assert max(asked) >= app.rows.scroll_offset.y + 30 + Rows.WINDOW // 2


async def test_what_is_known_stays_in_sight_until_something_newer_comes() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        before = grid(app.rows)
        app.library.headlines = {}
        app.rows.renew()
        app.rows.show(app.library.keys)
        await pilot.pause()
        assert grid(app.rows) == before


def test_of_very_many_headlines_the_last_stay() -> None:
    rows = Rows()
    rows.keys = tuple(range(1, 3 * Rows.MOST))
    rows.supply([headline(key) for key in rows.keys])
    assert rows.at(0) is None
    assert rows.at(len(rows.keys) - 1) == headline(rows.keys[-1])
    assert len(list(rows)) == Rows.MOST
    assert rows.missing(0, 10)[:3] == [1, 2, 3], "what was forgotten is asked for again"
    assert rows.missing(0, 10) == []


async def test_a_step_paints_two_lines() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        painted: list[int] = []
        original = app.rows.render_line
        app.rows.render_line = lambda y: (painted.append(y), original(y))[1]  # type: ignore[method-assign, func-returns-value]
        await pilot.press("j")
        await pilot.pause()
        assert sorted(set(painted)) == [0, 1]


async def test_the_cursor_stays_on_its_headline_and_its_line() -> None:
    app = Host(Library(200))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*["pagedown"] * 5)
        cursor, line = app.rows.cursor, app.rows.cursor - app.rows.scroll_offset.y
        fresh = [1001, 1002, 1003]
        app.library.headlines |= {key: headline(key) for key in fresh}
        app.rows.show([*fresh, *range(1, 201)])
        await pilot.pause()
        assert app.rows.cursor == cursor + 3
        assert app.rows.cursor - app.rows.scroll_offset.y == line


@pytest.mark.parametrize(
    ("keys", "select", "expected"),
    [
        (range(1, 51), 40, 40),
        ([key for key in range(1, 51) if key != 11], None, 12),
        (range(1, 11), 999, 1),
        ([*range(1, 11), *range(12, 31)], None, 12),
        (range(1, 11), None, 1),
        (range(31, 61), None, 31),
    ],
    ids=["select", "next", "unknown-select", "half-left", "other-list", "no-row-left"],
)
async def test_where_the_cursor_goes(keys: Sequence[int], select: int | None, expected: int) -> None:
    app = Host(Library(60))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(range(1, 51), select=11)
        await pilot.pause()
        app.rows.show(keys, select=select)
        await pilot.pause()
        assert app.rows.headline is not None
        assert app.rows.headline.key == expected
        assert app.told_of(HeadlineList.Highlighted)[-1] == expected


async def test_the_last_rows_may_go() -> None:
    app = Host(Library(30))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("G")
        app.rows.show(range(1, 29))
        await pilot.pause()
        assert app.rows.cursor == 27


async def test_the_end_is_told_once_a_list() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("j", "pagedown")
        assert app.ends() == 0
        await pilot.press("G", "k", "j", "j")
        assert app.ends() == 1
        app.rows.show(app.library.keys)
        await pilot.press("j")
        assert app.ends() == 1
        app.rows.show(range(1, 100))
        await pilot.press("j")
        assert app.ends() == 2


async def test_the_end_of_a_short_list_is_told_when_the_user_goes_on() -> None:
    app = Host(Library(1))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert app.ends() == 0
        await pilot.press("j")
        assert app.ends() == 1


async def test_the_wheel_scrolls_and_tells_of_the_end() -> None:
    app = Host(Library(30))
    async with app.run_test(size=(60, 20)) as pilot:
        for _ in range(10):
            await pilot._post_mouse_events([MouseScrollDown], HeadlineList, (5, 5))
        await pilot.pause()
        assert app.rows.scroll_offset.y == 10
        assert app.rows.cursor == 0
        assert app.ends() == 1


async def test_mouse() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(HeadlineList, offset=(10, 4))
        assert app.rows.cursor == 4
        assert app.told_of(HeadlineList.Opened) == []
        await pilot.click(HeadlineList, offset=(10, 4))
        assert app.told_of(HeadlineList.Opened) == [5]
        await pilot.click(HeadlineList, offset=(10, 7), times=2)
        assert app.told_of(HeadlineList.Opened) == [5, 8]
        await pilot.press("G")
        await pilot.click(HeadlineList, offset=(10, 4))
        assert app.rows.cursor == 84


async def test_marks_change_after_reload() -> None:
    app = Host(Library(3))
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.press("j")
        app.library.headlines[2] = headline(2, read=True, starred=True)
        assert grid(app.rows)[1].startswith("▐ 第2号")
        app.rows.renew()
        await pilot.pause()
        assert grid(app.rows)[1].startswith(" *第2号")
        assert app.rows.cursor == 1


async def test_a_key_the_library_forgot_is_a_blank_row() -> None:
    app = Host(Library(3))
    async with app.run_test(size=(60, 5)) as pilot:
        app.rows.show([1, 77, 2])
        await pilot.press("j", "enter")
        assert app.rows.headline is None
        assert app.told_of(HeadlineList.Opened) == []
        assert grid(app.rows)[1] == ""


async def test_empty() -> None:
    app = Host(Library(0))
    async with app.run_test(size=(32, 7)) as pilot:
        await pilot.press("j", "G", "k", "enter", "pagedown")
        assert app.rows.cursor == 0
        assert app.rows.headline is None
        assert app.told == []
        assert grid(app.rows) == ["", "", "        这里还没有文章", "           按 r 刷新", "", "", ""]
        app.rows.empty = "网络不通"
        await pilot.pause()
        assert grid(app.rows)[3] == "           网络不通"


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 17, 18, 29, 30, 31, 47, 48, 60, 61])
async def test_no_character_is_cut_in_two(width: int) -> None:
    library = Library(
        3,
        headline(1, title="产业链协同创新与绿色低碳发展" * 5, starred=True),
        headline(2, title="a产b业c链d协e同f创g新h与i绿j色k低l碳m发n展o" * 2),
        headline(3, title="农民👩\u200d🌾下乡❤\ufe0f记" * 4),
    )
    app = Host(library)
    async with app.run_test(size=(width + 1, 4)):
        assert app.rows.scrollable_size.width == width
        grid(app.rows)  # asserts that each line is as wide as the list


@pytest.mark.parametrize("width", [120, 80, 50, 28])
async def test_looks(width: int) -> None:
    library = Library(
        12,
        headline(1, title="“十五五”规划前期研究启动:专家建议聚焦未来产业", starred=True),
        headline(2, read=True),
        headline(3, read=True, starred=True, later=True),
        headline(4, later=True, published=None),
        headline(5, published="2019-12-31 08:30", cached=False),
        headline(6, title="一个特别特别长的标题" * 8),
        headline(7, title="", published="不明"),
        headline(8, read=True, progress=42),
        headline(9, cached=False, progress=7),
    )
    app = Host(library)
    async with app.run_test(size=(width, 15)) as pilot:
        app.rows.show(library.keys, boundary=3)
        await pilot.pause()
        lines = [line.replace(f"{YEAR}-", "YYYY-") for line in grid(app.rows)]
        assert_as_kept(lines, f"headlines-{width}")


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[31m红",
        "[/]",
        "[@click=app.quit]按我[/]",
        "甲\u202e乙\u2066",
        "一\n二\r三\t四",
        "\x9b2J",
        "零\u200b宽\U000e0041",
    ],
)
async def test_hostile_text_is_shown_harmlessly(text: str) -> None:
    app = Host(Library(2, headline(1, title=text, published=text)))
    async with app.run_test(size=(60, 4)) as pilot:
        first = grid(app.rows)[0]
        assert all(character.isprintable() for character in first)
        await pilot.click(HeadlineList, offset=(6, 0))
        await pilot.pause()
        assert app.is_running


def test_dates() -> None:
    assert [date_width(width) for width in (20, 30, 60)] == [0, 7, 10]
    assert short_date("2026-03-04 12:00", 10, 2026) == "     03-04"
    assert short_date("2025-03-04", 10, 2026) == "2025-03-04"
    assert short_date("2025-03-04", 7, 2026) == "2025-03"
    assert short_date(None, 7, 2026) == " " * 7
    assert cell_len(short_date("二〇二五年三月四日", 7, 2026)) == 7


def shape(width: int, **changes: Any) -> RowShape:
    return replace(RowShape(width, Typography(), 2026), **changes)


def said(row: RowShape, item: Headline, heading: Heading | None = None) -> str:
    text = "".join(piece.text for piece in row.pieces(item, heading, is_new=False))
    assert cell_len(text) == row.width
    return text


@pytest.mark.parametrize(
    ("published", "period", "expected"),
    [
        ("2025-09-25 08:30", "2025-09", " 25 "),
        ("2025-08-25", "2025-09", " 2025-08-25 "),
        ("2026-08-25", "2025-09", " 08-25 "),
        ("2025-08-25", "2025", " 08-25 "),
        (None, "2025-09", "    "),
        ("不明", "2025-09", " 不明 "),
    ],
)
def test_under_a_heading_a_date_says_what_that_leaves_to_be_said(
    published: str | None, period: str, expected: str
) -> None:
    row = said(shape(80, is_headed=True), headline(1, published=published), Heading(0, period))
    assert row.endswith(f"  {expected}")


@pytest.mark.parametrize(("progress", "expected"), [(7, "  7% "), (42, "  42%")])
def test_progress_takes_no_more_room_than_a_day(progress: int, expected: str) -> None:
    row = said(shape(80, is_headed=True), headline(1, published="2025-09-25", progress=progress), Heading(0, "2025-09"))
    assert row.endswith(expected)


def test_a_row_names_its_category_where_a_list_mixes_several_and_there_is_room() -> None:
    item = headline(1, title="长标题" * 20, category="战略性新兴产业研究")
    for width, is_mixed, expected in ((72, True, True), (71, True, False), (72, False, False)):
        assert ("  战略性新… " in said(shape(width, is_mixed=is_mixed), item)) == expected


@pytest.mark.parametrize("ambiguous_wide", [False, True])
def test_a_title_that_is_cut_ends_in_a_faint_ellipsis_of_its_width(ambiguous_wide: bool) -> None:
    typography = Typography(ambiguous_wide=ambiguous_wide)
    for length in range(1, 30):
        item = headline(1, title="“" + "长" * length, published="")
        pieces = list(shape(28, typography=typography).pieces(item, None, is_new=False))
        drawn = sum(cell_width(piece.text, ambiguous_wide=ambiguous_wide) for piece in pieces)
        assert drawn == 28
        is_cut = shape(28, typography=typography).is_cut(item, None)
        assert is_cut == (cell_width(item.title, ambiguous_wide=ambiguous_wide) > 26)
        assert [piece.text.strip() for piece in pieces if "cut" in piece.names] == ["…"] * is_cut


# The line between what is new and what was known before.

BOUNDARY = "上次看到这里"


def test_lines() -> None:
    headings = (Heading(0, "2025-09"), Heading(2, "2025-08"))
    for lines, rows in (
        (Lines(4), [0, 1, 2, 3, None]),
        (Lines(4, 2), [0, 1, None, 2, 3, None]),
        (Lines(4, 2, headings), [None, 0, 1, None, None, 2, 3, None]),
        (Lines(4, 1, headings), [None, 0, None, 1, None, 2, 3, None]),
        (Lines(0), [None]),
    ):
        assert [lines.row(line) for line in range(lines.count + 1)] == rows
        assert [lines.row(lines.of(row)) for row in range(lines.rows)] == list(range(lines.rows))


async def test_the_cursor_skips_the_boundary() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(app.library.keys, boundary=3)
        await pilot.press("j", "j")
        lines = grid(app.rows)
        assert BOUNDARY in lines[3]
        assert ("第3号" in lines[2], "第4号" in lines[4]) == (True, True)
        for key, cursor in (("j", 3), ("k", 2), ("j", 3), ("G", 99), ("g", 0)):
            await pilot.press(key)
            assert app.rows.cursor == cursor
            assert app.rows.headline == headline(cursor + 1)
        await pilot.press("G")
        assert app.rows.scroll_offset.y == app.rows.max_scroll_y == 81
        assert "第100号" in grid(app.rows)[19]
        assert not any(BOUNDARY in line for line in grid(app.rows))


async def test_a_step_over_the_boundary_paints_the_two_rows_and_not_the_line() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(app.library.keys, boundary=3)
        await pilot.press("j", "j")
        await pilot.pause()
        painted: list[int] = []
        original = app.rows.render_line
        app.rows.render_line = lambda y: (painted.append(y), original(y))[1]  # type: ignore[method-assign, func-returns-value]
        await pilot.press("j")
        await pilot.pause()
        assert sorted(set(painted)) == [2, 4]


async def test_the_mouse_takes_the_rows_on_both_sides_of_the_boundary() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(app.library.keys, boundary=3)
        for line, row in ((2, 2), (4, 3), (3, 3), (10, 9)):
            await pilot.click(HeadlineList, offset=(10, line))
            assert app.rows.cursor == row
        assert app.told_of(HeadlineList.Opened) == []
        await pilot.click(HeadlineList, offset=(10, 10))
        assert app.told_of(HeadlineList.Opened) == [10]
        await pilot._post_mouse_events([MouseScrollDown], HeadlineList, (5, 5))
        await pilot.pause()
        assert BOUNDARY in grid(app.rows)[1]
        await pilot.click(HeadlineList, offset=(10, 2))
        assert app.rows.cursor == 3


async def test_the_cursor_keeps_its_line_when_news_push_the_boundary_down() -> None:
    app = Host(Library(200))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(range(51, 201))
        await pilot.press(*["pagedown"] * 3)
        before, line = app.rows.headline, app.rows.cursor - app.rows.scroll_offset.y
        app.rows.show(range(1, 201), boundary=50)
        await pilot.pause()
        assert app.rows.headline == before
        assert app.rows.cursor + 1 - app.rows.scroll_offset.y == line
        app.rows.show(range(51, 201))
        await pilot.pause()
        assert app.rows.headline == before
        assert app.rows.cursor - app.rows.scroll_offset.y == line


async def test_a_resize_keeps_cursor_and_boundary() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(app.library.keys, boundary=30, select=31)
        await pilot.pause()
        for size in ((24, 8), (120, 40), (60, 5)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            lines = grid(app.rows)
            row = app.rows.cursor + 1 - app.rows.scroll_offset.y
            assert "第31号" in lines[row]
            assert BOUNDARY in lines[row - 1]


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6, 11, 12, 17, 18, 19, 20, 47, 48])
async def test_the_boundary_is_as_wide_as_the_list(width: int) -> None:
    app = Host(Library(4))
    async with app.run_test(size=(width + 1, 6)) as pilot:
        app.rows.show(app.library.keys, boundary=2)
        await pilot.pause()
        assert set(grid(app.rows)[2]) <= set(f"- {BOUNDARY}")


# What is told of one headline alone.


async def test_progress_is_shown_as_it_comes_and_no_other_row_is_painted() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(app.library.keys, boundary=3)
        await pilot.pause()
        painted: list[int] = []
        original = app.rows.render_line
        app.rows.render_line = lambda y: (painted.append(y), original(y))[1]  # type: ignore[method-assign, func-returns-value]
        app.rows.supply([headline(6, progress=42)])
        app.rows.supply([headline(5)])
        app.rows.supply([headline(999, progress=42)])
        await pilot.pause()
        assert sorted(set(painted)) == [6]
        assert grid(app.rows)[6].endswith(" 42%")
        app.library.headlines[6] = headline(6, progress=43)
        app.rows.renew()
        await pilot.pause()
        assert grid(app.rows)[6].endswith(" 43%")


# Months and years between the rows.

MONTHS = [Heading(0, "2025-09"), *(Heading(row, f"2025-0{9 - row // 10}") for row in range(10, 90, 10))]


async def test_the_cursor_goes_from_row_to_row_and_pages_by_lines() -> None:
    app = Host(Library(100))
    async with app.run_test(size=(60, 20)) as pilot:
        app.rows.show(app.library.keys, boundary=10, headings=MONTHS)
        await pilot.pause()
        assert grid(app.rows)[0].strip() == "2025-09"
        seen = []
        for key in (*["j"] * 10, "k", "ctrl+d", "ctrl+u", "G", "pageup", "g", "pagedown", "b"):
            await pilot.press(key)
            seen.append(app.rows.cursor)
        assert seen == [*range(1, 11), 9, 17, 9, 99, 81, 0, 16, 0]
        assert app.rows.scroll_offset.y == 0, "the heading of the first row is in sight with it"
        lines = grid(app.rows)
        assert (BOUNDARY in lines[11], lines[12].strip(), "第11号" in lines[13]) == (True, "2025-08", True)
        for line, row in ((12, 0), (13, 10), (11, 10)):
            await pilot.click(HeadlineList, offset=(10, line))
            assert app.rows.cursor == row


async def test_a_row_whose_heading_was_scrolled_away_says_its_month() -> None:
    library = Library(30, *(headline(key, published="2025-09-08") for key in range(1, 11)))
    app = Host(library)
    async with app.run_test(size=(61, 10)) as pilot:
        app.rows.show(library.keys, headings=MONTHS[:1])
        await pilot.pause()
        assert grid(app.rows)[1].endswith("  08")
        app.rows.scroll_to(y=3, animate=False)
        await pilot.pause()
        assert grid(app.rows)[0].endswith("  2025-09-08")
        assert grid(app.rows)[1].endswith("  08")


async def test_bold_is_what_is_new_and_unread() -> None:
    library = Library(4, headline(2, read=True))
    app = Host(library)
    async with app.run_test(size=(60, 10)) as pilot:
        app.rows.show(library.keys, new={1, 2}, select=4)
        await pilot.pause()
        titles = [list(app.rows.render_line(y))[2] for y in range(3)]
        assert [title.style is not None and bool(title.style.bold) for title in titles] == [True, False, False]


async def test_each_line_of_a_list_of_very_many_rows_is_found_without_looking_at_all() -> None:
    class Counted(list[Heading]):
        looked = 0

        def __getitem__(self, index: Any) -> Any:
            Counted.looked += 1
            return super().__getitem__(index)

    lines = Lines(20_000, 7, Counted(Heading(row, "2025-09") for row in range(0, 20_000, 100)))
    Counted.looked = 0
    for line in range(0, lines.count, 500):
        lines.row(line)
        lines.heading_of(lines.from_line(line))
    assert Counted.looked < 20 * 45


async def test_where_the_cursor_rests_is_told_once() -> None:
    app = Host(Library(10))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause(3 * HeadlineList.REST)
        await pilot.press("j", "j", "j")
        await pilot.pause(3 * HeadlineList.REST)
        assert app.told_of(HeadlineList.Rested)[1:] == [4]


def test_of_a_message_that_is_longer_than_the_list_the_beginning_is_painted_and_the_rest_costs_nothing() -> None:
    def painted(message: str) -> list[str]:
        size = Size(40, 10)
        return [message_line(message, y, size, Typography(), Style()).text.strip() for y in range(10)]

    assert painted("没有找到").index("没有找到") in {4, 5}
    begun = process_time()
    lines = painted("开头，" + "字" * 1_000_000)
    assert process_time() - begun < 1.0
    assert lines[0].startswith("开头，字")
