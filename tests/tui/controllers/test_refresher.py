"""News: what is asked of the site, when, how patiently, and what is said of it."""

from dataclasses import dataclass, field, replace

import pytest

from achie_tui.errors import AchieError, PageGoneError, UnreachableError
from achie_tui.model import Category
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.refresher import Refresher
from achie_tui.tui.schedule import Schedule
from tests.tui.controllers.session import FakeSession, Tasks, Timers
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of

FIRST, SECOND, THIRD = CATEGORIES
UNREACHABLE = UnreachableError(host="achie.org", reason="no network")
MINUTE = 60.0


@dataclass
class Calls:
    """What the refresher told others."""

    changed: list[Category | None] = field(default_factory=list)
    discovered: int = 0
    announced: list[str] = field(default_factory=list)

    def discover(self) -> None:
        """Count."""
        self.discovered += 1


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def refresher(session: FakeSession, jobs: Jobs, timers: Timers, calls: Calls) -> Refresher:
    return Refresher(
        session,
        jobs,
        Schedule(5, timers.clock),
        after=timers,
        changed=calls.changed.append,
        discovered=calls.discover,
        announce=calls.announced.append,
    )


async def test_here_is_the_category_or_else_all_of_them(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher, calls: Calls
) -> None:
    refresher.here()
    await tasks.done()
    assert (newsroom.asked, calls.changed) == ([FIRST.path], [FIRST])
    assert session.said == ["没有新文章"]
    refresher.here(quiet=True)
    await tasks.done()
    assert session.said == ["没有新文章"]
    session.place = session.places[0]
    refresher.here()
    await tasks.done()
    assert newsroom.asked[2:] == [category.path for category in CATEGORIES]
    assert newsroom.urgent[2:] == [True, False, False], "one key press is one wish, not three"


async def test_everywhere_begins_here_and_ends_where_the_site_is_out_of_reach(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher
) -> None:
    session.place = next(place for place in session.places if place.category == SECOND)
    newsroom.waiting = 2
    refresher.everywhere()
    await tasks.done()
    assert newsroom.asked == [SECOND.path, FIRST.path, THIRD.path]
    assert session.said == ["新增 6 篇"]
    newsroom.failure = UNREACHABLE
    refresher.everywhere()
    await tasks.done()
    assert newsroom.asked[3:] == [SECOND.path]
    assert session.failures == [UNREACHABLE]
    newsroom.failure = PageGoneError(url="x")
    refresher.everywhere()
    await tasks.done()
    assert len(newsroom.asked[4:]) == 3, "one page that is gone says nothing of the others"
    assert session.busy == frozenset()


async def test_without_categories_they_are_discovered(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher, calls: Calls
) -> None:
    session.places = session.places[:6]
    for ask in (refresher.here, refresher.everywhere, refresher.start):
        ask()
        await tasks.done()
    assert newsroom.asked == ["categories"] * 3
    assert calls.discovered == 3


OFFLINE = "离线时不能刷新"


async def test_offline_nothing_is_asked_and_that_is_said(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher
) -> None:
    newsroom.config = replace(newsroom.config, offline=True)
    for refresh in (refresher.here, refresher.everywhere, refresher.older):
        refresh()
        await tasks.done()
    assert [error.sentence("zh").partition("，")[0] for error in session.failures] == [
        OFFLINE,
        OFFLINE,
        "离线时不能取更早的文章",
    ]
    assert (newsroom.asked, session.said) == ([], [])


async def test_the_user_insists_and_the_app_does_not(
    newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher
) -> None:
    refresher.here(quiet=True)
    await tasks.done()
    refresher.start()
    await tasks.done()
    assert newsroom.insisted == 0
    refresher.here()
    await tasks.done()
    refresher.everywhere()
    await tasks.done()
    assert newsroom.insisted == 2


@pytest.mark.parametrize("hindrance", ["", "offline", "trouble", "busy", "no category", "nothing older"])
async def test_the_end_of_a_list_brings_older_articles_where_that_has_a_point(
    session: FakeSession, tasks: Tasks, refresher: Refresher, monkeypatch: pytest.MonkeyPatch, hindrance: str
) -> None:
    newsroom = session.newsroom
    assert isinstance(newsroom, FakeNewsroom)
    if hindrance == "offline":
        object.__setattr__(newsroom.config, "offline", True)
    session.trouble = UNREACHABLE if hindrance == "trouble" else None
    session.busy = frozenset({FIRST.path} if hindrance == "busy" else ())
    if hindrance == "no category":
        session.place = session.places[0]
    if hindrance == "nothing older":
        monkeypatch.setattr(newsroom, "has_older", lambda _: False)
    refresher.at_end()
    await tasks.done()
    assert newsroom.asked == ([] if hindrance else [f"older {FIRST.path}"])


async def test_older_says_what_it_needs(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher
) -> None:
    refresher.older()
    await tasks.done()
    assert session.said == ["取到更早的 10 篇"]
    session.place = session.places[0]
    refresher.older()
    assert session.said[-1] == "选定一个栏目后，才能取更早的文章"
    assert newsroom.asked == [f"older {FIRST.path}"]


async def test_rounds_are_patient_quiet_and_see_the_shown_category_and_those_of_starred_articles(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher, timers: Timers
) -> None:
    newsroom.library.marks.mark([path_of(THIRD, 3)], starred=True)
    refresher.start()
    await tasks.done()
    assert newsroom.asked == [FIRST.path, THIRD.path]
    timers.move_on(5 * MINUTE)
    await tasks.done()
    assert newsroom.asked[2:] == [FIRST.path, THIRD.path]
    assert not any(newsroom.urgent)
    assert session.said == []
    newsroom.failure = UNREACHABLE
    timers.move_on(5 * MINUTE)
    await tasks.done()
    assert newsroom.asked[4:] == [FIRST.path]
    assert session.trouble is UNREACHABLE
    assert session.failures == [], "of what nobody asked for, only the masthead tells"
    assert not session.watching


async def test_where_news_of_all_are_shown_a_round_sees_all_and_while_a_sync_runs_none(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher, timers: Timers
) -> None:
    session.place = next(place for place in session.places if place.id == "new")
    refresher.start()
    await tasks.done()
    assert newsroom.asked == [category.path for category in CATEGORIES]
    session.run = object()  # type: ignore[assignment]
    timers.move_on(30 * MINUTE)
    await tasks.done()
    assert len(newsroom.asked) == 3


async def test_news_of_a_round_are_said_and_announced_where_that_is_wanted(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher, calls: Calls
) -> None:
    newsroom.waiting = 3
    object.__setattr__(newsroom.config, "notify", True)
    refresher.start()
    await tasks.done()
    assert session.said == calls.announced == ["新增 3 篇"]


async def test_a_category_that_was_never_fetched_is_not_made_to_wait(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher
) -> None:
    assert session.place is not None
    object.__setattr__(session.place, "refreshed", None)
    refresher.start()
    await tasks.done()
    assert newsroom.urgent == [True]


@pytest.mark.parametrize("error", [UNREACHABLE, PageGoneError(url="x")])
def test_only_what_tells_of_the_site_as_a_whole_is_trouble(
    session: FakeSession, refresher: Refresher, error: AchieError
) -> None:
    refresher.failed(error)
    assert session.trouble is (error if error is UNREACHABLE else None)
    refresher.answered()
    assert session.trouble is None


async def test_what_others_write_is_seen_once_and_not_while_a_sync_runs(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, refresher: Refresher, calls: Calls
) -> None:
    async def look() -> int:
        refresher.look()
        await tasks.done()
        return len(calls.changed)

    await refresher.begin()
    newsroom.library.marks.mark([path_of(FIRST, 0)], read=True)
    assert (await look(), await look()) == (1, 1), "the first look sees what came since the beginning"
    calls.changed.clear()
    newsroom.library.marks.mark([path_of(FIRST, 1)], read=True)
    assert (await look(), await look()) == (1, 1)
    newsroom.library.marks.mark([path_of(FIRST, 2)], read=True)
    session.run = object()  # type: ignore[assignment]
    assert await look() == 1
