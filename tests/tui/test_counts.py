"""Counts before keys, and the digits that are the panes' keys beside them."""

import pytest

from achie_tui.tui.counts import Counts
from achie_tui.tui.keys import Keys
from tests.tui.driver import running, with_config
from tests.tui.fake import FakeNewsroom


def typed(keys: str, given: dict[str, str] | None = None) -> list[int]:
    """Give how often each key is to be done."""
    counts = Counts(Keys(given or {}), lambda _: None)
    return [counts.take(key) for key in keys]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j", [1]),
        ("5j", [0, 5]),
        ("5jj", [0, 5, 1]),
        ("42j", [0, 0, 42]),
        ("012k", [0, 0, 0, 12]),
        ("0j", [0, 1]),
        ("1j", [1, 1]),
        ("3", [1]),
        ("5f", [0, 1]),
        ("5fj", [0, 1, 1]),
        (f"{'0' * 5000}j", [*[0] * 5000, 1]),
        (f"{'0' * 5000}12j", [*[0] * 5002, 12]),
        ("98765j", [0, 0, 0, 0, 0, 987]),
    ],
)
def test_how_often_a_key_is_done(keys: str, expected: list[int]) -> None:
    assert typed(keys) == expected


def test_who_takes_the_panes_keys_away_counts_with_them() -> None:
    assert typed("12j", {"sidebar": "", "list": "", "reader": ""}) == [0, 0, 12]
    assert typed("5j", {"later": "5"}) == [1, 1]


async def test_a_count_moves_so_far_and_is_shown_until_then(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("5")
        assert desk.status.split()[-2:] == ["5", "1/12"]
        await desk.press("j")
        assert desk.status.split()[-1] == "6/12"
        assert desk.status.split()[-2] != "5"
        await desk.press("4", "k", "0", "2", "j")
        assert desk.status.split()[-1] == "4/12"
        await desk.press("9", "escape", "j")
        assert desk.status.split()[-1] == "5/12"
        assert desk.pane == "list"
        await desk.press("9", "9", "9", "j")
        assert desk.status.split()[-1].startswith("12/")


async def test_the_panes_keys_act_at_once(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        for key, pane in (("1", "sidebar"), ("3", "reader"), ("2", "list")):
            await desk.press(key)
            assert desk.pane == pane
            assert desk.main.status.count == ""


async def test_a_count_opens_the_article_so_far_on_and_none_between(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        unread = newsroom.totals().unread
        await desk.press("enter", "4", "J")
        assert desk.main.reading is not None
        assert desk.main.headline_list.cursor == 4
        assert newsroom.totals().unread == unread - 2
        await desk.press("4", "K")
        assert desk.main.headline_list.cursor == 0


async def test_digits_stay_text_and_link_numbers(newsroom: FakeNewsroom) -> None:
    async with running(with_config(newsroom, keys={"sidebar": "", "list": "", "reader": ""})) as desk:
        await desk.press("F", "5", "5")
        assert desk.main.narrowing.text == "55"
        assert desk.main.status.count == ""
