"""Taking offline: what is meant, what is asked, how a sync ends, one article, and the offer."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from achie_tui.errors import AchieError, LibraryError, PageGoneError, RedesignedError, UnreachableError
from achie_tui.library.records import Totals
from achie_tui.model import Headline
from achie_tui.sync import Estimate, Progress, Report, Sync
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.offline import LOOKING, SHOWING, Offline, Watch
from achie_tui.tui.controllers.panes import ORDER
from achie_tui.tui.keys import Pane
from achie_tui.tui.run import Run, plan_words
from achie_tui.web.answer import PATIENT, Asked
from tests.tui.controllers.session import FakeSession, Tasks, Timers
from tests.tui.controllers.settling import all_done, until
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of

FIRST, SECOND, _ = CATEGORIES
UNREACHABLE = UnreachableError(host="achie.org", reason="no network")
CHOOSE = "选一个栏目或“全部”，再按 take 存到本地"
OFFER = "按 take 把全站存到本地，以后没有网络也能读（现在不存也行）"
NOTHING_RUNS = "现在没有在缓存"


@dataclass
class Rehearsal:
    """A sync without a site: tells of one article, waits at its `gate`, and ends with its `error`, if there is one."""

    report: Report = field(default_factory=Report)
    error: AchieError | None = None
    paused: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def run(self) -> AsyncGenerator[Progress, None]:
        """Run."""
        try:
            yield Progress("articles", 1, 2, "文章")
            await self.gate.wait()
            if self.error is not None:
                raise self.error
            yield Progress("articles", 2, 2, "文章")
        finally:
            self.closed = True

    def pause(self) -> None:
        """Hold up."""
        self.paused = True

    def resume(self) -> None:
        """Go on."""
        self.paused = False


@dataclass
class Line:
    """Where an offer stands."""

    offered: str = ""

    def offer(self, words: str) -> None:
        """Show it."""
        self.offered = words

    def withdraw(self) -> None:
        """Take it away."""
        self.offered = ""


@dataclass
class Calls:
    """What was done elsewhere; `counted` says how often."""

    asked: list[str] = field(default_factory=list)
    shown: list[Run] = field(default_factory=list)
    took: list[Headline] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def timers() -> Timers:
    return Timers(again=True)


@pytest.fixture
def offline(session: FakeSession, jobs: Jobs, line: Line, calls: Calls, timers: Timers) -> Offline:
    return offline_over(session, jobs, line, calls, timers)


def offline_over(session: FakeSession, jobs: Jobs, line: Line, calls: Calls, timers: Timers) -> Offline:
    return Offline(
        session,
        jobs,
        line,
        every=timers,
        ask=calls.asked.append,
        show=calls.shown.append,
        progress=lambda: calls.counted.append("progress"),
        changed=lambda: calls.counted.append("changed"),
        answered=lambda: calls.counted.append("answered"),
        discover=lambda: calls.counted.append("discover"),
        ended=lambda: calls.counted.append("ended"),
        hooked=lambda _: calls.counted.append("hooked"),
        took=calls.took.append,
        clock=timers.clock,
    )


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal()


def run_of(rehearsal: Rehearsal, title: str = "全站") -> Run:
    return Run(title, cast("Sync", rehearsal), Estimate())


def propose(offline: Offline, rehearsal: Rehearsal) -> Run:
    offline.planned = run = run_of(rehearsal)
    return run


def begin(offline: Offline, rehearsal: Rehearsal) -> Run:
    run = propose(offline, rehearsal)
    offline.decide(yes=True)
    return run


def go_to(session: FakeSession, pane: Pane, place: str) -> None:
    session.pane = pane
    session.place = next(each for each in session.places if each.id == place)


def set_offline(session: FakeSession) -> None:
    object.__setattr__(session.newsroom.config, "offline", True)


# What is meant.


@pytest.mark.parametrize(
    ("pane", "place", "offered", "planned"),
    [
        ("sidebar", f"category:{SECOND.path}", "", [SECOND]),
        ("sidebar", "all", "", [*CATEGORIES]),
        ("sidebar", "starred", "", None),
        ("sidebar", "unread", "", None),
        ("sidebar", "starred", OFFER, [*CATEGORIES]),
        ("sidebar", f"category:{SECOND.path}", OFFER, [*CATEGORIES]),
        ("list", f"category:{SECOND.path}", OFFER, [*CATEGORIES]),
        ("reader", "all", OFFER, [*CATEGORIES]),
    ],
)
async def test_in_the_sidebar_a_category_or_all_is_meant_and_an_offer_means_all_anywhere(
    session: FakeSession,
    tasks: Tasks,
    offline: Offline,
    line: Line,
    calls: Calls,
    pane: Pane,
    place: str,
    offered: str,
    planned: list[object] | None,
) -> None:
    go_to(session, pane, place)
    line.offered = offered
    offline.take()
    await tasks.done()
    assert session.asking is (planned is not None)
    assert session.said == ([] if planned else [CHOOSE])
    assert calls.took == []
    if planned is not None:
        assert offline.planned is not None
        assert offline.planned.sync.plan.categories == planned
        assert offline.planned.sync.plan.everything
        title = SECOND.name if planned == [SECOND] else "全站"
        assert calls.asked == [plan_words(title, offline.planned.estimate, "zh")]
        assert line.offered == "", "an offer that was taken up is made no longer"


async def test_where_nowhere_is_shown_nothing_is_meant(session: FakeSession, tasks: Tasks, offline: Offline) -> None:
    session.pane, session.place = "sidebar", None
    offline.take()
    session.pane, session.current = "list", ()
    offline.take()
    assert session.said == [CHOOSE, "先选一篇文章"]
    assert tasks.groups == []


async def test_while_a_sync_runs_its_details_are_meant_everywhere(
    session: FakeSession, tasks: Tasks, offline: Offline, line: Line, calls: Calls, rehearsal: Rehearsal
) -> None:
    run = begin(offline, rehearsal)
    set_offline(session)
    line.offered = OFFER
    for pane in ORDER:
        session.pane = pane
        offline.take()
    assert calls.shown == [run, run, run]
    rehearsal.gate.set()
    await tasks.done()


@pytest.mark.parametrize("pane", ORDER)
async def test_without_a_network_nothing_is_taken(
    session: FakeSession, tasks: Tasks, offline: Offline, line: Line, pane: Pane
) -> None:
    set_offline(session)
    session.pane, line.offered = pane, OFFER
    offline.take()
    assert session.said == ["现在是离线状态，去掉 --offline 启动后才能存到本地"]
    assert tasks.groups == []


async def test_where_no_categories_are_known_they_are_looked_for(
    session: FakeSession, tasks: Tasks, offline: Offline, calls: Calls
) -> None:
    go_to(session, "sidebar", "all")
    session.places = session.places[:6]
    offline.take()
    assert calls.counted == ["discover"]
    assert tasks.groups == []


async def test_a_plan_that_cannot_be_made_asks_nothing(
    session: FakeSession,
    tasks: Tasks,
    offline: Offline,
    line: Line,
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session.newsroom.library.archive, "averages", fail)
    line.offered = OFFER
    offline.take()
    await tasks.done()
    assert len(session.failures) == 1
    assert (session.asking, calls.asked, line.offered) == (False, [], OFFER)


async def test_who_has_turned_to_something_else_is_not_asked(
    session: FakeSession, tasks: Tasks, offline: Offline, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def prepare() -> None:
        session.pane = "reader"

    monkeypatch.setattr(session.newsroom, "prepare", prepare)
    session.pane = "sidebar"
    offline.take()
    await tasks.done()
    assert (session.asking, calls.asked, offline.planned) == (False, [], None)


async def test_who_is_still_there_is_asked_whatever_was_counted_meanwhile(
    session: FakeSession, tasks: Tasks, offline: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def prepare() -> None:
        assert session.place is not None
        session.place = replace(session.place, count=session.place.count + 1)

    monkeypatch.setattr(session.newsroom, "prepare", prepare)
    session.pane = "sidebar"
    offline.take()
    await tasks.done()
    assert session.asking


async def test_who_turns_to_something_else_at_once_is_not_asked(
    session: FakeSession, tasks: Tasks, offline: Offline
) -> None:
    session.pane = "sidebar"
    offline.take()
    session.pane = "reader"
    await tasks.done()
    assert not session.asking


# The answer.


async def test_a_plan_that_is_declined_is_forgotten(
    session: FakeSession, tasks: Tasks, offline: Offline, rehearsal: Rehearsal
) -> None:
    session.asking = True
    propose(offline, rehearsal)
    offline.decide(yes=False)
    assert (session.asking, session.run, offline.planned) == (False, None, None)
    offline.decide(yes=True)
    assert (session.run, session.said, tasks.groups) == (None, [], [])


async def test_a_plan_that_is_agreed_to_is_carried_out(
    session: FakeSession, tasks: Tasks, offline: Offline, rehearsal: Rehearsal
) -> None:
    session.asking = True
    run = begin(offline, rehearsal)
    assert (session.asking, session.run, offline.planned) == (False, run, None)
    assert session.said == ["已开始，再按 take 看进度"]
    propose(offline, Rehearsal())
    offline.decide(yes=True)
    assert session.run is run, "one at a time"
    rehearsal.gate.set()
    await tasks.done()
    assert tasks.groups == ["taking"]


# How a sync ends.


async def test_a_sync_that_is_done_says_what_it_brought_once(
    session: FakeSession, tasks: Tasks, offline: Offline, calls: Calls, timers: Timers, rehearsal: Rehearsal
) -> None:
    run = begin(offline, rehearsal)
    rehearsal.report.new, rehearsal.report.images, rehearsal.report.no_images = 1200, 30, 2
    await until(lambda: run.latest)
    timers.move_on(SHOWING)
    assert calls.counted == ["progress", "changed"]
    assert (run.ended, session.run) == (False, run)
    rehearsal.gate.set()
    await tasks.done()
    assert (run.done, run.ended, run.counts, session.run) == (True, True, {"articles": 2}, None)
    assert calls.counted[2:] == ["changed", "ended", "answered", "hooked"]
    assert [words.strip() for words in session.said[1:]] == [
        "全站已存到本地：新文章 1,200 篇，图片 30 张，另有 2 张网站上没有"
    ]
    assert (timers.waiting, rehearsal.closed) == ([], True)


async def test_pages_that_failed_and_what_else_there_is_to_tell_are_told_along_with_it(
    session: FakeSession, tasks: Tasks, offline: Offline, rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_failure: list[bool] = []

    def tell(sentence: str, *, failed: bool = False) -> None:
        session.said.append(sentence)
        as_failure.append(failed)

    monkeypatch.setattr(session, "tell", tell)
    note = RedesignedError(articles=9, guessed=5)
    for report in (
        Report(),
        Report(failed=[("/a.html", UNREACHABLE), ("/b.html", PageGoneError(url="/b.html"))]),
        Report(notes=[note]),
    ):
        rehearsal = Rehearsal(report)
        rehearsal.gate.set()
        begin(offline, rehearsal)
        await tasks.done()
    assert as_failure == [False, True, True], "what failed stays to be read for longer"
    _, some, noted = session.said[1::2]
    assert some.strip().endswith("，失败 2 个：/b.html 已被网站删除或移动")
    assert noted.endswith(f" {note.sentence('zh')}")


async def test_a_sync_that_fails_says_why_once(
    session: FakeSession, tasks: Tasks, offline: Offline, calls: Calls, timers: Timers, rehearsal: Rehearsal
) -> None:
    rehearsal.error = UNREACHABLE
    rehearsal.gate.set()
    run = begin(offline, rehearsal)
    await tasks.done()
    assert (run.error, run.done, run.ended, session.run) == (UNREACHABLE, False, True, None)
    assert (session.failures, len(session.said)) == ([UNREACHABLE], 1)
    assert calls.counted == ["changed", "ended"], "the site has not answered"
    assert timers.waiting == []


async def test_a_sync_that_is_ended_by_the_user_says_that_it_goes_on_the_next_time(
    session: FakeSession, tasks: Tasks, offline: Offline, calls: Calls, timers: Timers, rehearsal: Rehearsal
) -> None:
    run = begin(offline, rehearsal)
    await until(lambda: run.latest)
    offline.cancel()
    await tasks.done()
    assert (run.stopped, run.done, run.ended, session.run) == (True, False, True, None)
    assert session.said[1:] == ["已停止，下次从这里继续"]
    assert calls.counted == ["changed", "ended"]
    assert (timers.waiting, rehearsal.closed, session.failures) == ([], True, [])


async def test_a_sync_can_be_ended_before_it_has_begun(
    session: FakeSession, offline: Offline, rehearsal: Rehearsal
) -> None:
    begin(offline, rehearsal)
    offline.cancel()
    await all_done()
    assert session.run is None


async def test_a_sync_that_ends_with_the_app_says_nothing(
    session: FakeSession, tasks: Tasks, offline: Offline, rehearsal: Rehearsal
) -> None:
    run = begin(offline, rehearsal)
    await until(lambda: run.latest)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await tasks.done()
    assert (run.ended, session.run, len(session.said), session.failures) == (True, None, 1, [])


async def test_a_pause_is_shown_at_once_and_ends_by_the_same_key(
    tasks: Tasks, offline: Offline, calls: Calls, rehearsal: Rehearsal
) -> None:
    begin(offline, rehearsal)
    for paused in (True, False):
        offline.pause()
        assert rehearsal.paused is paused
    assert calls.counted == ["progress", "progress"]
    rehearsal.gate.set()
    await tasks.done()


async def test_without_a_sync_there_is_nothing_to_hold_up_or_to_end(
    session: FakeSession, tasks: Tasks, offline: Offline, rehearsal: Rehearsal
) -> None:
    offline.pause()
    offline.cancel()
    rehearsal.gate.set()
    begin(offline, rehearsal)
    await tasks.done()
    offline.pause()
    offline.cancel()
    assert [words for words in session.said if words == NOTHING_RUNS] == [NOTHING_RUNS] * 4


# One article.


async def test_an_article_is_taken_by_itself(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, offline: Offline, calls: Calls
) -> None:
    headline = newsroom.headline(path_of(FIRST, 8))
    assert headline is not None
    session.current = [headline]
    newsroom.gate.clear()
    offline.take()
    await until(lambda: newsroom.asked)
    assert session.taking == headline.title
    assert session.said == [f"正在存到本地：{headline.title}"]
    newsroom.gate.set()
    await tasks.done()
    assert newsroom.kept(headline.path) is not None
    assert (session.taking, calls.took, calls.counted) == ("", [headline], ["answered"])
    assert session.said[1:] == ["已存到本地"]


@pytest.mark.parametrize(
    ("taken", "said"), [((3, 0), "已存到本地，图片 3 张"), ((1, 2), "已存到本地，有 2 张图片没取到")]
)
async def test_the_pictures_of_an_article_are_told_of(
    session: FakeSession,
    tasks: Tasks,
    offline: Offline,
    monkeypatch: pytest.MonkeyPatch,
    taken: tuple[int, int],
    said: str,
) -> None:
    async def take(*_: object) -> tuple[int, int]:
        return taken

    monkeypatch.setattr(session.newsroom, "take", take)
    offline.take()
    await tasks.done()
    assert session.said[1:] == [said]


async def test_an_article_that_cannot_be_taken_is_told_of_once(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, offline: Offline, calls: Calls
) -> None:
    newsroom.failure = UNREACHABLE
    session.current = [replace(session.current[0], path=path_of(FIRST, 8))]
    offline.take()
    await tasks.done()
    assert (session.taking, session.failures, calls) == ("", [UNREACHABLE], Calls())
    assert len(session.said) == 1


@pytest.mark.parametrize("second", ["第二篇", "第一篇"])
async def test_an_article_that_another_took_the_place_of_leaves_the_other_shown(
    session: FakeSession, offline: Offline, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    gate, begun = asyncio.Event(), list[str]()

    async def take(path: str, *__: object) -> tuple[int, int]:
        begun.append(path)
        try:
            await gate.wait()
        finally:
            for _ in range(3):
                await asyncio.sleep(0)  # a connection, say, is closed
        return 0, 0

    monkeypatch.setattr(session.newsroom, "take", take)
    first = replace(session.current[0], title="第一篇")
    for number, headline in enumerate((first, replace(first, title=second) if second != first.title else first), 1):
        session.current = [headline]
        offline.take()
        await until(lambda number=number: len(begun) == number)  # type: ignore[misc]
    for _ in range(10):
        await asyncio.sleep(0)
    taking = session.taking
    gate.set()
    await all_done()
    assert taking == second
    assert session.taking == ""


# Those that are chosen.


@pytest.mark.parametrize(
    ("error", "begun", "said"),
    [
        (None, 3, "3 篇已存到本地"),
        (PageGoneError(url="/b.html"), 3, "2 篇已存到本地，失败 1 个：/b.html 已被网站删除或移动"),
        (UNREACHABLE, 2, None),
    ],
)
async def test_what_is_chosen_is_taken_one_after_another_patiently_and_as_far_as_there_is_hope(
    session: FakeSession,
    tasks: Tasks,
    offline: Offline,
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
    error: AchieError | None,
    begun: int,
    said: str | None,
) -> None:
    taken: list[str] = []

    async def take(path: str, asked: Asked) -> tuple[int, int]:
        assert session.taking
        assert asked == PATIENT
        taken.append(path)
        if error is not None and len(taken) == 2:
            raise error
        return 0, 0

    monkeypatch.setattr(session.newsroom, "take", take)
    keys = session.newsroom.keys(session.places[0].view)[:3]
    session.chosen = frozenset(keys)
    offline.take()
    await tasks.done()
    paths = [headline.path for headline in session.newsroom.headlines(sorted(keys))]
    assert taken == paths[:begun]
    assert session.taking == ""
    assert session.said[0] == "正在存到本地：3 篇"
    assert session.said[1:] == ([said] if said else [])
    assert session.failures == ([] if said else [error])
    assert len(calls.took) == (begun if error is None else begun - 1)


# The offer.


@pytest.fixture
def nothing_kept(session: FakeSession) -> None:
    session.totals = Totals(articles=36, unread=36, starred=0, later=0, cached=0)


@pytest.mark.usefixtures("nothing_kept")
async def test_an_offer_is_made_once_and_never_again(
    session: FakeSession, jobs: Jobs, tasks: Tasks, offline: Offline, line: Line, calls: Calls, timers: Timers
) -> None:
    offline.offer()
    await tasks.done()
    assert line.offered == OFFER
    line.withdraw()
    offline.offer()
    offline_over(session, jobs, line, calls, timers).offer()
    await tasks.done()
    assert line.offered == ""


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("hindrance", ["offline", "a sync", "no categories", "something kept", "no articles"])
async def test_an_offer_is_made_where_it_has_a_point_and_waits_until_it_has(
    session: FakeSession,
    tasks: Tasks,
    offline: Offline,
    line: Line,
    rehearsal: Rehearsal,
    hindrance: str,
) -> None:
    totals, places = session.totals, session.places
    if hindrance == "offline":
        set_offline(session)
    elif hindrance == "a sync":
        session.run = run_of(rehearsal)
    elif hindrance == "no categories":
        session.places = places[:6]
    else:
        session.totals = replace(totals, **({"cached": 1} if hindrance == "something kept" else {"articles": 0}))
    offline.offer()
    await tasks.done()
    assert line.offered == ""
    object.__setattr__(session.newsroom.config, "offline", False)
    session.run, session.totals, session.places = None, totals, places
    offline.offer()
    await tasks.done()
    assert line.offered == OFFER


@pytest.mark.usefixtures("nothing_kept")
async def test_an_offer_that_cannot_be_remembered_is_made_all_the_same(
    session: FakeSession, tasks: Tasks, offline: Offline, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.newsroom.library.visits, "save_setting", fail)
    offline.offer()
    await tasks.done()
    assert line.offered == OFFER
    assert session.failures == []


@pytest.mark.usefixtures("nothing_kept")
async def test_where_nobody_knows_whether_it_was_made_no_offer_is_made(
    session: FakeSession, tasks: Tasks, offline: Offline, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.newsroom.library.visits, "setting", fail)
    offline.offer()
    await tasks.done()
    assert line.offered == ""
    assert len(session.failures) == 1


# Looking at a sync.


def test_each_look_says_how_far_it_is_and_now_and_then_that_something_has_come(
    rehearsal: Rehearsal, timers: Timers
) -> None:
    calls: list[str] = []
    report = rehearsal.report
    watch = Watch(run_of(rehearsal), lambda: calls.append("progress"), lambda: calls.append("changed"), timers.clock)

    def look(seconds: float = 0.0) -> list[str]:
        timers.move_on(seconds)
        calls.clear()
        watch.look()
        return [*calls]

    assert look() == ["progress"]
    report.new = 1
    assert look() == ["progress", "changed"]
    assert look(LOOKING) == ["progress"], "nothing has come"
    report.updated = 1
    assert look() == ["progress", "changed"]
    report.listing_pages = 1
    assert look(LOOKING - 0.1) == ["progress"], "not so soon"
    assert look(0.1) == ["progress", "changed"]
    report.images = report.unchanged = 9
    assert look(LOOKING) == ["progress"], "no list shows these"


def fail(*_: object) -> None:
    raise LibraryError(reason="disk")
