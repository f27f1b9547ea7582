"""What a visit leaves for the next one: where one was in an article, and what has come since."""

import os
import signal
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from achie_tui.config import Config
from achie_tui.errors import LibraryReadOnlyError
from achie_tui.library.library import Library, View
from achie_tui.tui.controllers import visit
from achie_tui.tui.places import boundary
from achie_tui.typeset.width import cut
from tests.tui.driver import MEDIUM, NARROW, UNREACHABLE, WIDE, Driver, running
from tests.tui.fake import CATEGORIES, TITLES, TODAY, FakeNewsroom, fill, listing_of, path_of, row_of
from tests.tui.test_pty import Terminal

FIRST, SECOND, THIRD = CATEGORIES
HOUR = 3600.0
RULE = "---- 上次看到这里 ----"


@asynccontextmanager
async def session(
    config: Config, at: float, size: tuple[int, int] = WIDE, *, waiting: int = 0
) -> AsyncIterator[Driver]:
    """Run the app over the library in the configuration's folder, at a time, as a process of its own would."""
    with Library.open(config.data_dir, clock=lambda: at) as library:
        newsroom = FakeNewsroom(config, library, clock=lambda: at)
        newsroom.waiting = waiting
        async with running(newsroom, size) as desk:
            yield desk


@pytest.fixture
def visited(config: Config) -> Config:
    """Give a filled library that the user has been at an hour ago."""
    with Library.open(config.data_dir, clock=lambda: TODAY - HOUR) as library:
        fill(library)
        library.visits.note(TODAY - HOUR)
    return config


def entry(desk: Driver, name: str) -> list[str]:
    """Give the words beside a name in the sidebar."""
    width = desk.main.sidebar.outer_size.width
    lines = (cut(line, width) for line in desk.screen if line.strip(" ▐").startswith(name))
    return next(lines).split(name)[1].split()[:2]


def top_line(desk: Driver) -> str:
    """Give the text of the reader's top line."""
    reader = desk.main.reader
    return reader.render_line(0).text.strip()


def ruled(desk: Driver) -> int:
    """Give the row of the list above which it is ruled."""
    listed = desk.main.headline_list
    lines = [listed.render_line(y).text.strip() for y in range(listed.size.height)]
    rows = [line for line in lines if not line.endswith(("年", "月"))]
    return ["上次看到这里" in line for line in rows].index(True)


def known(desk: Driver) -> Library:
    """Give the running app's library."""
    return desk.app.newsroom.library


async def go_to(desk: Driver, id: str) -> None:  # noqa: A002
    """Go into a place."""
    desk.main.enter(next(place for place in desk.main.places if place.id == id))
    await desk.settle()


# The place in an article.


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_an_article_reopens_at_the_line_where_it_was_left(config: Config, size: tuple[int, int]) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    async with session(config, TODAY, size) as desk:
        await desk.press("j", "enter", "ctrl+d", "j", "j")
        if not top_line(desk):  # the blank line before a paragraph is left as the paragraph
            await desk.press("j")
        line, place, percent = top_line(desk), desk.main.reader.place, desk.main.reader.percent
        assert 0 < percent < 100
    async with session(config, TODAY + 60, size) as desk:
        await desk.press("enter")
        assert (top_line(desk), desk.main.reader.place, desk.main.reader.percent) == (line, place, percent)


async def test_the_place_survives_resizes_and_a_restart_in_another_width(config: Config) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    async with session(config, TODAY, MEDIUM) as desk:
        await desk.press("enter", "space", "j", "j", "j")
        line, place = top_line(desk), desk.main.reader.place
        for size in (NARROW, WIDE, MEDIUM):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
        assert (top_line(desk), desk.main.reader.place) == (line, place)
        await desk.pilot.resize_terminal(*NARROW)
        await desk.settle()
    async with session(config, TODAY + 60, NARROW) as desk:
        await desk.press("enter")
        assert desk.main.reader.place == place
    async with session(config, TODAY + 120, MEDIUM) as desk:
        await desk.press("enter")
        assert (top_line(desk), desk.main.reader.place) == (line, place)


async def test_what_is_begun_is_listed_with_how_far_it_was_read(config: Config) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    async with session(config, TODAY) as desk:
        assert entry(desk, "继续阅读") == []
        await desk.press("enter", "ctrl+d", "j")
        await desk.pilot.pause(0.7)
        await desk.settle()
        percent = desk.main.reader.percent
        assert 0 < percent < 100
        await desk.press("1")
        assert entry(desk, "继续阅读")[0] == "1"
        await desk.press("3")
        row = next(line for line in desk.screen[1:] if TITLES[0] in line)
        assert f" {percent}%" in row, "at once, in the list that it was opened from"
        await desk.press("J", "ctrl+d")
    async with session(config, TODAY + 60) as desk:
        assert entry(desk, "继续阅读")[0] == "2"
        await go_to(desk, "begun")
        rows = [headline.path for headline in known(desk).views.headlines(desk.main.headline_list.keys)]
        assert set(rows) == {path_of(FIRST, 1), path_of(FIRST, 0)}
        index = rows.index(path_of(FIRST, 0))
        await desk.press(*["j"] * index, "enter")
        assert abs(desk.main.reader.percent - percent) <= 1  # a blank line at the top counts with the block below it
        await desk.press("G")
        await desk.pilot.pause(0.7)
        await desk.settle()
        await desk.press("2")
        assert entry(desk, "继续阅读")[0] == "1"
        assert len(desk.main.headline_list.keys) == 2, "what was finished stays until one comes back"
        await go_to(desk, "all")
        await go_to(desk, "begun")
        assert len(desk.main.headline_list.keys) == 1


async def test_nothing_is_begun_by_being_opened(config: Config) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    async with session(config, TODAY) as desk:
        await desk.press("enter", "J", "J", "q")
        await go_to(desk, "begun")
        assert "没有读到一半的文章" in desk.text
    with Library.open(config.data_dir) as library:
        assert library.views.count_unfinished() == 0


async def test_turning_to_the_next_article_keeps_how_far_the_former_was_read(config: Config) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    async with session(config, TODAY) as desk:
        await desk.press("enter", "ctrl+d")
        percent = desk.main.reader.percent
        await desk.press("J")
        headline = known(desk).views.headline(path_of(FIRST, 0))
        assert headline is not None
        assert headline.progress == percent
        await desk.press("G", "K")
        headline = known(desk).views.headline(path_of(FIRST, 1))
        assert headline is not None
        assert headline.progress == 0, "the end was reached"


async def test_a_killed_app_leaves_the_place(config: Config, tmp_path: Path) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    options = ["--offline", "--lang", "zh", "--config", str(tmp_path / "config.toml")]
    options += ["--data-dir", str(config.data_dir)]
    with closing(Terminal("-m", "achie_tui", *options, rows=WIDE[1], columns=WIDE[0])) as terminal:
        terminal.wait_for(TITLES[0], FIRST.name)
        terminal.type("\r")
        terminal.wait_for("第 1 段")
        terminal.type("\x04")
        deadline = time.monotonic() + 15
        with Library.open(config.data_dir) as library:
            while library.views.count_unfinished() == 0 or library.visits.last(time.time()) is None:
                assert time.monotonic() < deadline
                terminal._read(0.1)
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.end() == -signal.SIGKILL
    with Library.open(config.data_dir) as library:
        assert library.notices == []
        place, headline = library.visits.place(path_of(FIRST, 0)), library.views.headline(path_of(FIRST, 0))
        assert place is not None
        assert headline is not None
        visit = library.visits.last(time.time())
    async with session(replace(config, offline=True), time.time(), WIDE) as desk:
        assert desk.app.newsroom.visits.since == visit
        await desk.press("enter")
        assert desk.main.reader.place == place
        assert abs(desk.main.reader.percent - headline.progress) <= 1, "a blank line on top is not kept"


# What has come since the last visit.


async def test_the_first_visit_knows_nothing_new(config: Config) -> None:
    with Library.open(config.data_dir) as library:
        fill(library)
    async with session(config, TODAY, waiting=3) as desk:
        await desk.press("r")
        assert len(desk.main.headline_list.keys) == 15
        assert entry(desk, "上次以来") == []
        assert entry(desk, FIRST.name)[0] == "15/15"
        assert RULE not in desk.text
        await go_to(desk, "new")
        assert "还没有新文章" in desk.text


async def test_what_came_since_the_last_visit_is_counted_and_ruled_off(visited: Config) -> None:
    async with session(visited, TODAY, waiting=3) as desk:
        print("\n".join(desk.screen))
        assert entry(desk, "上次以来")[0] == "3"
        assert entry(desk, FIRST.name) == ["+3", "15/15"]
        assert entry(desk, SECOND.name)[0] == "12/12"
        assert ruled(desk) == 3
        await desk.press(*["k"] * 9)
        for row in range(4):
            assert desk.main.headline_list.cursor == row
            await desk.press("j")
        await desk.press("g", "j", "j", "enter", "J", "2")
        assert desk.main.headline_list.cursor == 3, "the next article is below the line"
        assert entry(desk, FIRST.name) == ["+3", "13/15"], "what was read is not unread, but still new"
        await go_to(desk, "new")
        assert len(desk.main.headline_list.keys) == 3
        assert "上次看到这里" not in desk.text
        await desk.press("R")
        assert entry(desk, SECOND.name) == ["+3", "15/15"]
        assert len(desk.main.headline_list.keys) == 9


async def test_the_boundary_moves_on_with_the_next_visit(visited: Config) -> None:
    async with session(visited, TODAY + 1, waiting=3):
        pass
    async with session(visited, TODAY + HOUR, waiting=3) as desk:
        assert entry(desk, "上次以来") == []
        assert "上次看到这里" not in desk.text
        with Library.open(visited.data_dir) as other:
            rows = [row_of(FIRST, 200), *(row_of(FIRST, 100 + number) for number in range(3)), row_of(FIRST, 0)]
            other.save_listing(FIRST.path, listing_of(FIRST, rows), at=TODAY + HOUR + 1)
        desk.app.newsroom.failure = UNREACHABLE  # type: ignore[attr-defined]
        desk.controllers.lists.recount()
        desk.controllers.lists.refill()
        await desk.settle()
        assert entry(desk, FIRST.name) == ["+1", "16/16"]
        assert ruled(desk) == 1


async def test_a_sync_between_two_visits_brings_news(visited: Config) -> None:
    with Library.open(visited.data_dir, clock=lambda: TODAY) as library:
        rows = [row_of(SECOND, 100), row_of(SECOND, 101), *(row_of(SECOND, number) for number in range(12))]
        library.save_listing(SECOND.path, listing_of(SECOND, rows), at=TODAY)
    async with session(replace(visited, offline=True), TODAY + HOUR) as desk:
        assert desk.app.newsroom.visits.since == TODAY - HOUR
        assert entry(desk, "上次以来")[0] == "2"
        await go_to(desk, f"category:{SECOND.path}")
        assert ruled(desk) == 2
        await desk.press("h")
        assert entry(desk, SECOND.name)[0] == "+2"


async def test_older_pages_are_below_the_boundary_and_not_new(visited: Config) -> None:
    async with session(visited, TODAY, waiting=2) as desk:
        await desk.press("G")
        assert len(desk.main.headline_list.keys) == 24
        assert entry(desk, FIRST.name)[0] == "+2"
        await desk.press("g")
        assert ruled(desk) == 2


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW, (40, 12)])
async def test_the_boundary_stands_straight_in_every_width(visited: Config, size: tuple[int, int]) -> None:
    async with session(visited, TODAY, size, waiting=1) as desk:
        for other in (size, WIDE, size):
            await desk.pilot.resize_terminal(*other)
            await desk.settle()
            assert ruled(desk) == 1
            assert all(cell_len(line) <= other[0] for line in desk.screen)


async def test_walking_the_unread_pays_no_heed_to_the_boundary(visited: Config) -> None:
    async with session(visited, TODAY, waiting=1) as desk:
        await desk.press("g", "n")
        assert desk.main.headline_list.cursor == 1
        await desk.press("p")
        assert desk.main.headline_list.cursor == 0


async def test_a_visit_is_noted_while_it_lasts(visited: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit, "NOTING", 0.0)
    async with session(visited, TODAY) as desk:
        assert known(desk).visits.last(TODAY + 1) == TODAY
        for key, at in (("j", 60.0), ("k", 120.0)):
            known(desk).visits._clock = lambda at=at: TODAY + at  # type: ignore[misc]
            await desk.press(key)
            assert known(desk).visits.last(TODAY + HOUR) == TODAY + at
        known(desk).visits._clock = lambda: TODAY + 180
    with Library.open(visited.data_dir) as library:
        assert library.visits.last(TODAY + HOUR) == TODAY + 180, "and at its end"


async def test_notes_are_few(visited: Config) -> None:
    async with session(visited, TODAY) as desk:
        known(desk).visits._clock = lambda: TODAY + 60
        await desk.press(*"jjjkkk")
        assert known(desk).visits.last(TODAY + HOUR) == TODAY


async def test_a_visit_that_cannot_be_noted_is_nothing_to_tell(
    visited: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused() -> None:
        raise LibraryReadOnlyError(folder="/x")

    with Library.open(visited.data_dir, clock=lambda: TODAY) as library:
        newsroom = FakeNewsroom(visited, library)
        monkeypatch.setattr(newsroom.visits, "note", refused)
        async with running(newsroom) as desk:
            await desk.press("j")
            assert not desk.main.status.message


async def test_the_views_speak_both_languages(visited: Config) -> None:
    async with session(replace(visited, lang="en"), TODAY, waiting=1) as desk:
        assert entry(desk, "Since last visit")[0] == "1"
        assert "Continue reading" in desk.text
        assert "---- seen before ----" in desk.text
        await go_to(desk, "begun")
        assert "No article is begun" in desk.text


def test_the_unread_counts_of_the_fake_are_what_the_tests_think(visited: Config) -> None:
    with Library.open(visited.data_dir) as library:
        assert len(library.views.keys(View(unread=True))) == 36


@pytest.mark.parametrize(
    ("keys", "new", "row"),
    [
        ("", "", None),
        ("abc", "", None),
        ("abc", "abc", None),
        ("nmabc", "nm", 2),
        ("snmabc", "nm", 3),
        ("snabc", "n", 2),
        ("nmabcdefo", "nmo", 2),
        ("nabcdefghmi", "nm", 1),
        ("abcn", "n", None),
    ],
    ids=[
        "empty",
        "nothing-new",
        "all-new",
        "plain",
        "one-on-top",
        "one-on-top-one-new",
        "older",
        "put-in-below",
        "last",
    ],
)
def test_where_the_boundary_is(keys: str, new: Collection[str], row: int | None) -> None:
    assert boundary([ord(key) for key in keys], {ord(key) for key in new}) == row


async def test_the_cursor_stays_in_sight_when_the_window_shrinks(newsroom: FakeNewsroom) -> None:
    async with running(newsroom, WIDE) as desk:
        await desk.press("1", "G")
        await desk.pilot.resize_terminal(50, 12)
        await desk.settle()
        assert CATEGORIES[-1].name in "\n".join(desk.screen[1:])
