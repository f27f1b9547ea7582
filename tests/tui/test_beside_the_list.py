"""The list among its neighbours: what shows beside it, in the status line and in the sidebar, and who has the focus."""

from dataclasses import replace
from typing import Any

from achie_tui.library.library import Library
from achie_tui.model import Listing
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.sheet import TOP
from tests.tui.driver import MEDIUM, NARROW, UNREACHABLE, WIDE, Driver, running, with_config
from tests.tui.fake import CATEGORIES, TODAY, FakeNewsroom, path_of, row_of

FIRST = CATEGORIES[0]


async def rest(desk: Driver) -> None:
    """Wait until the cursor of the list rests, and for what follows from that."""
    await desk.pilot.pause(2 * HeadlineList.REST)
    await desk.settle()


async def test_a_kept_article_begins_beside_the_list_where_its_cursor_rests(newsroom: FakeNewsroom) -> None:
    newsroom = with_config(newsroom, offline=True)
    async with running(newsroom, WIDE) as desk:
        await desk.press("j")
        await rest(desk)
        assert (desk.pane, desk.main.reading) == ("list", None)
        assert "第 1 段。" in desk.text
        assert desk.main.headline_list.headline == newsroom.headline(path_of(FIRST, 1))
        await desk.press("G")
        await rest(desk)
        assert "按 Enter 打开。" in desk.text, "what is not kept is not fetched for that"
        assert "第 1 段。" not in desk.text
        assert newsroom.totals().unread == 36
        assert newsroom.asked == []
        await desk.press("g", "tab")
        assert (desk.pane, newsroom.totals().unread) == ("reader", 35), "who goes there opens it"


async def test_what_is_only_previewed_is_not_begun(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, WIDE) as desk:
        await rest(desk)
        desk.main.reader.scroll_to(y=5, animate=False)
        await desk.pilot.pause(2 * Reader.REST)
        assert desk.main.reader.top != TOP
    assert newsroom.visits.place(path_of(FIRST, 0)) is None


async def test_an_empty_list_has_no_stale_neighbour(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, WIDE) as desk:
        await rest(desk)
        assert "第 1 段。" in desk.text
        desk.main.enter(next(place for place in desk.main.places if place.id == "starred"))
        await rest(desk)
        assert "还没有收藏" in desk.text
        assert "第 1 段。" not in desk.text


async def test_where_only_the_list_is_seen_the_open_article_stays(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.press("enter", "escape", "j", "j")
        await rest(desk)
        assert desk.main.reading is not None
        await desk.press("3")
        assert desk.main.reading.path == path_of(FIRST, 0)


async def test_a_reader_that_comes_into_sight_is_not_empty(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, MEDIUM) as desk:
        await desk.pilot.resize_terminal(*WIDE)
        await rest(desk)
        assert "第 1 段。" in desk.text


async def test_a_title_that_its_row_cuts_stands_whole_in_the_status_line(newsroom: FakeNewsroom) -> None:
    title = "【重点策划】" + "党建引领科技攀高向新" * 3
    newsroom.library.save_listing(FIRST.path, Listing((replace(row_of(FIRST, 20), title=title),)), at=TODAY)
    async with running(with_config(newsroom, offline=True), NARROW) as desk:
        assert "…" in desk.screen[2]
        assert title in "".join(line.strip() for line in desk.screen[-3:])
        height = desk.main.headline_list.size.height
        await desk.press("j")
        assert desk.main.headline_list.size.height == height, "a walk through the list shall not make it jump"
        assert title[:10] not in "".join(desk.screen[-3:])
        await desk.press("enter")
        assert desk.main.status.size.height == 1


async def test_the_pane_with_the_focus_has_an_edge(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, WIDE) as desk:
        for key in ("1", "2", "3"):
            await desk.press(key)
            foot = desk.screen[-2]
            widget = desk.app.focused
            assert widget is not None
            assert [at for at, character in enumerate(foot) if character == "▐"] == [widget.region.x]


async def test_before_the_site_was_reached_its_categories_are_promised(newsroom: FakeNewsroom, tmp_path: Any) -> None:
    with Library.open(tmp_path / "new") as library:
        newsroom = FakeNewsroom(newsroom.config, library)
        newsroom.failure = UNREACHABLE
        async with running(newsroom) as desk:
            for name in newsroom.config.profile.categories:
                assert name in desk.text
            assert "未读/全部" not in desk.text
            newsroom.failure = None
            await desk.press("r")
            assert "未读/全部" in desk.text
            assert newsroom.config.profile.categories[-1] not in desk.text


async def test_a_first_start_without_the_site_says_in_one_place_what_can_be_done(
    newsroom: FakeNewsroom, tmp_path: Any
) -> None:
    with Library.open(tmp_path / "new") as library:
        newsroom = FakeNewsroom(newsroom.config, library)
        newsroom.failure = UNREACHABLE
        async with running(newsroom, NARROW) as desk:
            whole = "".join(desk.text.split())
            for words in (UNREACHABLE.sentence("zh"), "按r再试", "achie-tui--demo", str(newsroom.config.config_file)):
                assert whole.count("".join(words.split())) == 1
