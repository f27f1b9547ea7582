"""Narrowing the list: the filter that is typed, unread only, sorting; and that keys mean what is shown."""

from collections.abc import AsyncIterator

import pytest
from textual.events import Paste

from achie_tui.config import Config
from achie_tui.library.library import Library, View
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.widgets.headlines import HeadlineList
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TITLES, FakeNewsroom, path_of

FIRST, SECOND, _ = CATEGORIES
ORDER_KEY, UNREAD_KEY = "comma", "full_stop"
PARK = "yuanq"
"""What 园区 is typed as, and no other words of the titles."""


@pytest.fixture
async def desk(newsroom: FakeNewsroom) -> AsyncIterator[Driver]:
    async with running(newsroom) as desk:
        yield desk


def titles(desk: Driver) -> list[str]:
    """Give the titles of the list's rows, all of which are in sight."""
    rows = desk.main.headline_list._rows
    return [headline.title for row in range(len(rows.keys)) if (headline := rows.at(row))]


def numbers(desk: Driver) -> list[int]:
    """Give the numbers in the titles of the list's rows."""
    return [int(title.rpartition("(")[2].rstrip(")")) for title in titles(desk)]


def marked(desk: Driver, row: int) -> str:
    """Give what of a row is underlined."""
    return "".join(
        segment.text
        for segment in desk.main.headline_list.render_line(row)
        if segment.style and segment.style.underline
    )


def at(desk: Driver) -> int:
    """Give the number of the article under the cursor."""
    return numbers(desk)[desk.main.headline_list.cursor]


def unread(desk: Driver) -> list[int]:
    """Give the numbers of what is unread in the first category."""
    newsroom = desk.app.newsroom
    listed = newsroom.headlines(newsroom.keys(View(FIRST.path, unread=True)))
    return [int(headline.path.rpartition("15")[2].removesuffix(".html")) - 1000 for headline in listed]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_list_narrows_as_one_types_and_says_to_what(newsroom: FakeNewsroom, size: tuple[int, int]) -> None:
    async with running(newsroom, size) as desk:
        await desk.press("F")
        seen = []
        for key in "rcgy":
            await desk.press(key)
            seen.append(numbers(desk))
        assert seen[0] == [5, 6]
        assert seen[3] == [5]
        assert "F rcgy" in desk.status
        assert desk.status.endswith("1/12")
        assert "“rcgy” 1/12" in desk.screen[0]
        assert marked(desk, 0) == "人才公寓"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("园区", [1, 4, 9]),
        ("yuanqu", [1, 4, 9]),
        ("ｙｕａｎｑ", [1, 4, 9]),
        ("知識產權", [6]),
        ("yq 2", [2]),
        ("yq 9", [9]),
        ("[/]", [3, 11]),
        ("zjyl", []),
        ("djyl", [0, 8]),
    ],
)
async def test_words_are_found_however_they_are_written(desk: Driver, typed: str, expected: list[int]) -> None:
    await desk.press("F")
    desk.app.post_message(Paste(typed))
    await desk.settle()
    assert numbers(desk) == expected


async def test_what_does_not_match_says_so_in_the_lists_place(desk: Driver) -> None:
    await desk.press("F", "z", "z", "z")
    assert desk.status.endswith("0/12")
    assert "没有标题含“zzz”的文章，按 Esc 取消筛选。" in desk.text
    await desk.press("backspace", "backspace", "backspace")
    assert len(titles(desk)) == 12


async def test_enter_keeps_the_filter_and_escape_takes_it_away_and_comes_back_to_where_one_was(desk: Driver) -> None:
    await desk.press("j", "j", "j", "F", *PARK)
    assert at(desk) == 1
    await desk.press("down", "enter")
    assert (desk.pane, at(desk), desk.main.narrowing.text) == ("list", 4, PARK)
    assert desk.status.endswith("2/3")
    await desk.press("escape")
    assert (desk.pane, at(desk), len(titles(desk))) == ("list", 3, 12)
    assert PARK not in desk.screen[0]
    await desk.press("F", *PARK, "escape")
    assert (desk.pane, at(desk), len(titles(desk))) == ("list", 3, 12)
    await desk.press("escape")
    assert desk.pane == "sidebar"


async def test_the_cursor_stays_on_an_article_that_matches(desk: Driver) -> None:
    await desk.press(*["j"] * 9, "F", *PARK)
    assert at(desk) == 9


async def test_what_was_typed_can_be_typed_over(desk: Driver) -> None:
    await desk.press("F", *PARK, "enter", "F")
    assert f"F {PARK}" in desk.status
    await desk.press("r")
    assert numbers(desk) == [5, 6]
    await desk.press("escape")
    assert len(titles(desk)) == 12


async def test_keys_mean_what_is_shown(desk: Driver) -> None:
    await desk.press("F", *PARK, "enter", "enter")
    assert desk.main.reading is not None
    read = [desk.main.reading.path]
    for _ in range(2):
        await desk.press("J")
        read.append(desk.main.reading.path)
    assert read == [path_of(FIRST, number) for number in (1, 4, 9)]
    await desk.press("J")
    assert "已是最后一篇" in desk.text
    await desk.press("n")
    assert "这个列表往下没有未读的了" in desk.text, "and no other category is gone to"


async def test_all_that_is_marked_read_is_shown(desk: Driver) -> None:
    await desk.press("F", *PARK, "enter", "A")
    assert unread(desk) == [0, 2, 3, 5, 6, 7, 8, 10, 11]
    assert "3 篇已标为已读" in desk.text
    await desk.press("U")
    assert unread(desk) == list(range(12))


async def test_a_burst_ends_with_what_was_typed_last(desk: Driver) -> None:
    await desk.press(*f"F{PARK}zzzz", *["backspace"] * 4, "enter", "A")
    assert numbers(desk) == [1, 4, 9]
    assert unread(desk) == [0, 2, 3, 5, 6, 7, 8, 10, 11]


async def test_another_place_is_not_filtered(desk: Driver) -> None:
    await desk.press("F", *PARK, "enter", "1", "j")
    assert desk.main.place is not None
    assert desk.main.place.category == SECOND
    assert len(titles(desk)) == 12
    await desk.press("k")
    assert len(titles(desk)) == 12


async def test_a_filter_that_the_focus_leaves_stays(desk: Driver) -> None:
    await desk.press("F", *PARK)
    below = 1 + desk.main.headline_list._lines.of(1)  # behind a line of air
    await desk.pilot.click(HeadlineList, offset=(5, below))
    await desk.settle()
    assert desk.main.prompted is None
    assert (desk.pane, numbers(desk)) == ("list", [1, 4, 9])


async def test_nothing_older_is_fetched_at_the_end_of_what_matches(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        newsroom.asked.clear()
        await desk.press("F", *PARK, "enter", "G", "j")
        assert newsroom.asked == []
        await desk.press("escape", "G", "j")
        assert newsroom.asked == [f"older {FIRST.path}"]


async def test_what_comes_in_is_narrowed_too(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("F", *PARK, "enter")
        newsroom.waiting = 2
        await desk.press("r")
        assert desk.main.rows.all == 14
        assert numbers(desk) == [100, 1, 4, 9]


async def test_unread_only_is_one_key_and_what_is_read_stays_until_one_comes_back(desk: Driver) -> None:
    await desk.press("j", "u", "j", "j", UNREAD_KEY)
    assert (at(desk), len(titles(desk))) == (3, 11)
    assert "只看未读" in desk.screen[0]
    await desk.press("u")
    assert len(titles(desk)) == 11
    await desk.type("。", "。")
    assert (at(desk), len(titles(desk))) == (3, 12)
    await desk.type("。", "。")
    assert len(titles(desk)) == 10


async def test_where_nothing_is_unread_it_says_so(desk: Driver) -> None:
    await desk.press("A", UNREAD_KEY)
    assert "这里没有未读的文章，按 . 显示全部。" in desk.text


async def test_orders_go_round_by_one_key_and_the_cursor_stays(desk: Driver) -> None:
    await desk.press("j", "u")
    seen = {}
    for _ in range(5):
        await desk.press(ORDER_KEY)
        assert at(desk) == 1
        seen[desk.status.split("  ")[1].strip()] = numbers(desk)
    assert list(seen) == [
        f"排序：{words}" for words in ("最新在前", "最早在前", "未读在前", "按标题拼音", "按网站的顺序")
    ]
    newest, oldest, unread_first, by_title, by_site = seen.values()
    months = [number % 8 for number in newest]
    assert months == sorted(months, reverse=True)
    assert [number % 8 for number in oldest] == months[::-1]
    assert unread_first == [0, *range(2, 12), 1]
    assert [TITLES[number % 8][0] for number in by_title] == [*"成成从人苏苏新一一知【【"]
    assert by_site == list(range(12))


async def test_the_comma_of_an_input_method_sorts_too(desk: Driver) -> None:
    await desk.type("，", "，")
    assert desk.main.narrowing.order == "newest"


async def test_each_list_is_remembered_until_the_next_visit_but_for_the_filter(
    config: Config, library: Library
) -> None:
    from tests.tui.fake import fill

    fill(library)
    async with running(FakeNewsroom(config, library)) as desk:
        await desk.press(ORDER_KEY, ORDER_KEY, UNREAD_KEY, "F", "y", "enter", "1", "j", ORDER_KEY)
        assert desk.main.narrowing == Narrowing(order="newest")
        await desk.press("k")
        assert desk.main.narrowing == Narrowing(unread_only=True, order="oldest")
    async with running(FakeNewsroom(config, library)) as desk:
        assert desk.main.narrowing == Narrowing(unread_only=True, order="oldest")
        assert numbers(desk)[0] % 8 == 0
        await desk.press("1", "j")
        assert desk.main.narrowing == Narrowing(order="newest")


async def test_a_view_that_is_newest_first_has_no_such_order_beside_its_own(desk: Driver) -> None:
    await desk.press("1", "g")
    assert desk.main.place is not None
    assert desk.main.place.id == "all"
    seen = []
    for _ in range(4):
        await desk.press(ORDER_KEY)
        seen.append(desk.main.narrowing.order)
    assert seen == ["oldest", "unread", "title", None]


async def test_an_unread_list_is_unread_only_already(desk: Driver) -> None:
    await desk.press("1", "g", "j", UNREAD_KEY)
    assert desk.main.place is not None
    assert desk.main.place.id == "unread"
    assert not desk.main.narrowing.unread_only
    assert "只看未读" in desk.status
