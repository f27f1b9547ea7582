"""The screen of figures: what it counts, that it waits for nothing, and that it fits."""

import pytest

from achie_tui.errors import LibraryBusyError
from achie_tui.library.figures import Figures
from achie_tui.library.records import View
from achie_tui.library.search.query import parse
from achie_tui.model import Listing, Row
from achie_tui.tui.screens.statistics import StatisticsScreen
from tests.tui.driver import MEDIUM, NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of


def rows_of(desk: Driver, name: str) -> list[list[str]]:
    """Give the cells of the rows of a name."""
    return [line.split()[1:] for line in desk.screen if line.split()[:1] == [name]]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_articles_by_category_and_year_and_what_was_read(newsroom: FakeNewsroom, size: tuple[int, int]) -> None:
    for number in range(3):
        newsroom.library.marks.mark([path_of(CATEGORIES[1], number)], read=True)
    async with running(newsroom, size) as desk:
        await desk.press("number_sign")
        assert isinstance(desk.app.screen, StatisticsScreen)
        assert rows_of(desk, CATEGORIES[1].name)[0] == ["12", "6", "3", "12"]
        assert rows_of(desk, "全部")[0] == ["36", "18", "3", "36"]
        await desk.press("G")
        assert rows_of(desk, CATEGORIES[1].name)[-1] == ["3"]
        await desk.press("q")
        assert not isinstance(desk.app.screen, StatisticsScreen)


async def test_a_search_that_is_shown_has_its_months(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("slash", *"滩涂", "enter", "number_sign")
        assert any("搜索“滩涂”：" in line for line in desk.screen)
        found = newsroom.library.search.keys(desk.main.searching.query) if desk.main.searching else []
        assert rows_of(desk, "2025")[-1][-1] == str(len(found))
        await desk.press("escape")
        assert desk.main.searching is not None, "the search is as it was"


async def test_a_search_of_one_list_has_the_months_of_that(newsroom: FakeNewsroom) -> None:
    query, within = parse("滩涂"), View(CATEGORIES[1].path)
    everywhere, here = await newsroom.finder.timeline(query), await newsroom.finder.timeline(query, within)
    assert here.articles == len(newsroom.library.search.keys(query, within=within))
    assert 0 < here.articles < everywhere.articles
    assert sum(here.months.values()) == here.articles


async def test_it_is_there_before_anything_is_counted(newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = with_config(newsroom, lang="en")
    count = newsroom.finder.figures

    async def held_up() -> Figures:
        await newsroom.gate.wait()
        return await count()

    monkeypatch.setattr(newsroom.finder, "figures", held_up)
    async with running(newsroom) as desk:
        desk.gate.clear()
        await desk.press("number_sign")
        assert "counting" in desk.screen[0]
        assert "Articles by category and year" not in desk.text
        desk.gate.set()
        await desk.settle()
        assert "counting" not in desk.screen[0]
        assert "Articles by category and year" in desk.text


async def test_what_cannot_be_counted_is_told(newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails() -> Figures:
        raise LibraryBusyError

    monkeypatch.setattr(newsroom.finder, "figures", fails)
    async with running(newsroom) as desk:
        await desk.press("number_sign")
        assert LibraryBusyError().sentence("zh")[:12] in desk.status


async def test_a_narrow_screen_shows_the_years(newsroom: FakeNewsroom) -> None:
    years = ("2029", "2028", "2027")
    rows = tuple(Row(f"/news/x/{year}01011.html", "那一年的事", f"{year}-01-01") for year in years)
    newsroom.library.save_listing(CATEGORIES[1].path, Listing(rows), at=1.0)
    async with running(newsroom, (44, 50)) as desk:
        await desk.press("number_sign")
        assert any("栏目" in line and "2029" in line and "其他" not in line for line in desk.screen)
        assert [rows_of(desk, year)[-1][0] for year in years] == ["1", "1", "1"]
