"""The command palette: what it finds and in which order, and how it looks at every size."""

import pytest
from rich.cells import cell_len
from textual.command import CommandList
from textual.events import Key
from textual.widgets import Input

from achie_tui.tui.app import AchieApp
from achie_tui.tui.commands import Palette
from achie_tui.tui.keys import BY_ID, HINTS, Pane
from achie_tui.tui.most_used import MostUsed
from achie_tui.tui.screens.statistics import StatisticsScreen
from achie_tui.tui.themes import THEMES, title
from tests.tui.driver import NARROW, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of

LOW = (40, 10)


async def look_for(desk: Driver, query: str) -> list[str]:
    """Type a query into the palette, and give what it finds."""
    if not isinstance(desk.app.screen, Palette):
        await desk.press("f2")
    desk.app.screen.query_one(Input).value = query
    await desk.settle()
    return found(desk)


def found(desk: Driver) -> list[str]:
    """Give the titles that the palette lists."""
    prompts = (option.prompt for option in desk.app.screen.query_one(CommandList).options)
    return [str(prompt).split("  ")[0].strip() for prompt in prompts]


@pytest.mark.parametrize(
    ("lang", "query", "first"),
    [
        ("zh", "the", "换主题"),
        ("zh", "theme", "换主题"),
        ("zh", "star", "收藏或取消收藏"),
        ("zh", "收藏", "收藏或取消收藏"),
        ("zh", "starred", "前往：收藏"),
        ("zh", "Citation", "复制引文（GB/T 7714）"),
        ("zh", "paper", "主题：纸色"),
        ("zh", "gxq", "前往：高新区新闻"),
        ("en", "收藏", "Star or unstar"),
        ("en", "the", "Next theme"),
    ],
)
async def test_either_language_finds_it(newsroom: FakeNewsroom, lang: str, query: str, first: str) -> None:
    async with running(with_config(newsroom, lang=lang)) as desk:
        assert (await look_for(desk, query))[0] == first


async def test_what_one_would_type_elsewhere_is_understood(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert (await look_for(desk, "tj"))[0].startswith("统计")
        assert (await look_for(desk, "stats"))[0].startswith("统计")
        assert "不是本站" in (await look_for(desk, "https://example.com/a.html"))[0]
        number = desk.app.newsroom.headlines(desk.main.headline_list.keys)[3]
        assert f"打开编号 {number.id}" in (await look_for(desk, str(number.id)))[0]
        await desk.press("enter")
        assert desk.main.reading is not None
        assert desk.main.reading.path == desk.app.newsroom.path_of(str(number.id))


async def test_a_foreign_title_is_found_by_the_beginnings_of_its_words(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        assert "没有匹配" in (await look_for(desk, "tar"))[0], "the middle of a word is nothing a user would type"
        assert len(await look_for(desk, "the")) == 1 + len(THEMES), "an article says nothing"


@pytest.mark.parametrize("pane", ["sidebar", "list", "reader"])
async def test_what_suits_the_pane_comes_first(newsroom: FakeNewsroom, pane: Pane) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        desk.main.pane = pane
        await desk.settle()
        titles = await look_for(desk, "")
        suitable = [BY_ID[name].title.zh for name in HINTS[pane] if BY_ID[name].in_palette]
        places = [f"前往：{place.title}" for place in desk.main.places]
        assert titles[: len(suitable)] == suitable
        assert titles[len(suitable) : len(suitable) + len(places)] == places
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("size", [WIDE, NARROW, LOW])
async def test_the_prompt_stands_above_its_rows(newsroom: FakeNewsroom, size: tuple[int, int]) -> None:
    async with running(newsroom, size) as desk:
        await look_for(desk, "主题")
        row = next(index for index, line in enumerate(desk.screen) if "主题：深色" in line)
        prompt, first = desk.screen[row - (1 if size == LOW else 2)], desk.screen[row]
        assert cell_len(prompt[: prompt.index("主题")]) == cell_len(first[: first.index("主题")])


async def test_few_lines_are_for_the_results(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, LOW) as desk:
        await look_for(desk, "")
        titles = found(desk)
        assert [line.strip().split("  ")[0] for line in desk.screen[1:]] == titles[: LOW[1] - 1]


async def test_nothing_stays_cut_where_the_list_has_shrunk(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        await desk.press("enter")
        await look_for(desk, "")
        seen: list[bool] = []
        compositor = desk.app.screen._compositor
        paint = compositor.render_update

        def watched(full: bool = False, **options: object) -> object:
            seen.append(full or compositor.size.region in compositor._dirty_regions)
            return paint(full, **options)  # type: ignore[arg-type]

        compositor.render_update = watched  # type: ignore[method-assign, assignment]
        await look_for(desk, "主题")
        assert any(seen), "the whole screen has to be painted anew"


async def test_headlines_are_found_behind_what_the_app_does_and_addresses_are_opened(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        listed = await look_for(desk, "生物医药")
        assert listed
        assert all("生物医药" in title for title in listed)
        assert (await look_for(desk, "收藏"))[0] == "收藏或取消收藏"
        await look_for(desk, f"https://www.achie.org{path_of(CATEGORIES[1], 4)}")
        await desk.press("enter")
        assert desk.main.reading is not None
        assert desk.main.reading.path == path_of(CATEGORIES[1], 4)


async def test_what_is_used_most_comes_first_also_the_next_time(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        for query in ("theme", "statistics", "theme"):
            await look_for(desk, query)
            await desk.press("enter")
            if desk.app.screen is not desk.main:
                await desk.press("escape")
        await desk.press("f2")
        assert found(desk)[:2] == [BY_ID["theme"].title.zh, BY_ID["statistics"].title.zh]
        assert len(found(desk)) == len({*found(desk)})
    async with running(newsroom) as desk:
        await desk.press("f2")
        assert found(desk)[:2] == [BY_ID["theme"].title.zh, BY_ID["statistics"].title.zh]


async def type_at_once(desk: Driver, *keys: str) -> None:
    """Let keys come at once, as from a paste or a quick hand, and wait until all is done."""
    for key in keys:
        desk.app.post_message(Key(key, key if len(key) == 1 else None))
    await desk.settle()


async def test_enter_takes_what_all_of_the_text_finds_however_soon_it_comes(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        starred = desk.app.newsroom.totals().starred
        await type_at_once(desk, "f2", *"stats", "enter")
        assert isinstance(desk.app.screen, StatisticsScreen)
        await desk.press("escape")
        wanted = desk.app.newsroom.headlines(desk.main.headline_list.keys)[5]
        await look_for(desk, str(wanted.id)[:2])
        await type_at_once(desk, "end", *str(wanted.id)[2:], "enter")
        assert desk.main.reading is not None
        assert desk.main.reading.headline is not None
        assert desk.main.reading.headline.id == wanted.id
        assert desk.app.newsroom.totals().starred == starred


async def test_the_way_down_is_that_of_the_whole_list_and_keys_behind_enter_come_after(newsroom: FakeNewsroom) -> None:
    async with running(newsroom) as desk:
        second = (await look_for(desk, "主题："))[1]
        await desk.press("escape")
        await type_at_once(desk, "f2", *"主题：", "down", "enter", "2")
        assert title(desk.app.theme, "zh") in second
        assert desk.main.pane == "list"
        await type_at_once(desk, "f2", *"stats", "enter", "escape", "3")
        assert desk.app.screen is desk.main


async def test_the_app_is_suspended_from_it_too(newsroom: FakeNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    suspended = list[bool]()
    monkeypatch.setattr(AchieApp, "action_suspend", lambda _: suspended.append(True))
    async with running(newsroom) as desk:
        await desk.press("f2", "ctrl+z")
        assert suspended


def test_what_was_kept_of_it_may_be_anything() -> None:
    for kept in ("", "{", "[1]", '{"a": "b", "c": -1, "d": 2, "e": true}'):
        assert MostUsed(kept).first(["a", "c", "d", "e"]) == (["d"] if "d" in kept else [])
    used = MostUsed()
    for _ in range(500):
        kept = used.note("a")
    assert MostUsed(kept).first(["b", "a"]) == ["a"]
