"""The visit: where the app opens, when it is noted that the user is here, and the way out."""

import math
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from achie_tui.errors import LibraryError
from achie_tui.model import Headline
from achie_tui.newsroom import SavedPlace
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.visit import NOTING, Visit
from achie_tui.tui.places import Place
from tests.tui.controllers.session import FakeSession, Tasks, Timers
from tests.tui.fake import CATEGORIES, FakeNewsroom, path_of

FIRST, SECOND, THIRD = CATEGORIES


@pytest.fixture
def timers() -> Timers:
    return Timers()


@pytest.fixture
def saved() -> list[Headline]:
    return []


@pytest.fixture
def visit(session: FakeSession, jobs: Jobs, timers: Timers, saved: list[Headline]) -> Visit:
    return Visit(session, jobs, saved=saved.extend, clock=timers.clock)


def place_of(session: FakeSession, wanted: object) -> Place:
    return next(place for place in session.places if wanted in {place.category, place.id})


def headline_of(newsroom: FakeNewsroom, number: int) -> Headline:
    headline = newsroom.headline(path_of(SECOND, number))
    assert headline is not None
    return headline


def fail(*_: object) -> None:
    raise LibraryError(reason="disk")


# Where the app opens.


@pytest.mark.parametrize("wanted", [SECOND, "unread"])
async def test_the_app_opens_where_it_was_left(
    session: FakeSession, newsroom: FakeNewsroom, visit: Visit, wanted: object
) -> None:
    session.place, cursor = place_of(session, wanted), headline_of(newsroom, 4)
    await visit.end(10, None, cursor)
    assert await visit.restore() == (session.place, cursor, None)
    await visit.end(10, None, None)
    assert await visit.restore() == (session.place, None, None), "who was at the top wants to see what is there now"


async def test_the_first_time_the_app_opens_in_the_first_category_or_with_all_that_there_is(
    session: FakeSession, visit: Visit
) -> None:
    assert await visit.restore() == (place_of(session, FIRST), None, None)
    session.places = session.places[:6]
    assert await visit.restore() == (place_of(session, "all"), None, None)
    session.places = ()
    assert await visit.restore() == (None, None, None)


async def test_an_article_that_was_asked_for_is_shown_in_its_category(
    session: FakeSession, newsroom: FakeNewsroom, visit: Visit
) -> None:
    session.place = place_of(session, THIRD)
    await visit.end(10, None, None)
    asked = headline_of(newsroom, 7)
    assert await visit.restore(asked.path) == (place_of(session, SECOND), asked, asked)
    assert await visit.restore("/news/unknown/1.html") == (place_of(session, FIRST), None, None)


async def test_a_place_and_an_article_that_are_gone_are_no_hindrance(
    session: FakeSession, newsroom: FakeNewsroom, visit: Visit
) -> None:
    cursor = headline_of(newsroom, 4)
    session.place = replace(place_of(session, SECOND), id="category:/news/gone/")
    await visit.end(10, None, cursor)
    assert await visit.restore() == (place_of(session, FIRST), cursor, None)
    await visit.end(10, None, replace(cursor, path="/news/gone/1.html"))
    assert await visit.restore() == (place_of(session, FIRST), None, None)


async def test_where_the_library_remembers_nothing_the_app_opens_all_the_same(
    session: FakeSession, newsroom: FakeNewsroom, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsroom.visits, "begin", fail)
    monkeypatch.setattr(newsroom.library.visits, "setting", fail)
    await visit.begin()
    assert await visit.restore() == (place_of(session, FIRST), None, None)
    assert len(session.failures) == 2


async def test_from_its_beginning_what_came_since_the_last_visit_is_new(newsroom: FakeNewsroom, visit: Visit) -> None:
    newsroom.library.visits.note(1_000_000.0)
    last = newsroom.library.visits.last(math.inf)
    await visit.begin()
    assert newsroom.visits.since == last


# That the user is here.


async def test_that_the_user_is_here_is_noted_at_once_and_then_now_and_then(
    newsroom: FakeNewsroom, tasks: Tasks, visit: Visit, timers: Timers
) -> None:
    visit.here()
    await tasks.done()
    assert newsroom.library.visits.last(math.inf) is not None
    noted = []
    for seconds in (0, NOTING - 1, 1, 1, NOTING):
        timers.move_on(seconds)
        visit.here()
        noted.append(len(tasks.groups))
    await tasks.done()
    assert noted == [1, 1, 2, 2, 3]


async def test_that_it_cannot_be_noted_is_said_to_nobody(
    session: FakeSession, newsroom: FakeNewsroom, tasks: Tasks, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsroom.library.visits, "note", fail)
    visit.here()
    await tasks.done()
    assert session.failures == []


# Places in articles.


async def test_a_place_is_saved_and_its_headline_tells_how_far_the_article_was_read(
    newsroom: FakeNewsroom, tasks: Tasks, visit: Visit, saved: Sequence[Headline]
) -> None:
    visit.save(SavedPlace(path_of(SECOND, 4), 3, 12, 40))
    await tasks.done()
    assert newsroom.visits.place(path_of(SECOND, 4)) == (3, 12)
    assert saved == [headline_of(newsroom, 4)]
    assert saved[0].progress == 40
    visit.save(SavedPlace("/news/unknown/1.html", 3, 12, 40))
    await tasks.done()
    assert len(saved) == 1, "of an article that no list shows there is nothing to tell"


async def test_a_place_that_cannot_be_saved_is_told_of_once(
    session: FakeSession,
    newsroom: FakeNewsroom,
    tasks: Tasks,
    visit: Visit,
    saved: Sequence[Headline],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(newsroom.library.visits, "save_place", fail)
    visit.save(SavedPlace(path_of(SECOND, 4), 3, 12, 40))
    await tasks.done()
    assert len(session.failures) == 1
    assert saved == []


# The way out.


async def test_the_end_keeps_the_place_in_the_article_and_the_time_and_where_the_user_was(
    session: FakeSession, newsroom: FakeNewsroom, visit: Visit
) -> None:
    await visit.end(10, SavedPlace(path_of(SECOND, 4), 3, 12, 40), None)
    assert newsroom.visits.place(path_of(SECOND, 4)) == (3, 12)
    assert newsroom.library.visits.last(math.inf) is not None
    assert (await visit.restore()).place == session.place
    session.place = None
    await visit.end(10, SavedPlace(path_of(SECOND, 5), 1, 1, 5), None)
    assert newsroom.visits.place(path_of(SECOND, 5)) == (1, 1)
    assert (await visit.restore()).place == place_of(session, FIRST), "who has seen no list was where they were before"


async def test_leaving_waits_no_longer_than_it_may_for_a_library_that_does_not_answer(
    session: FakeSession, newsroom: FakeNewsroom, jobs: Jobs, tasks: Tasks, visit: Visit
) -> None:
    answered = threading.Event()
    try:
        jobs.start("busy", partial(newsroom.on_thread, lambda: answered.wait(30)))
        begun = time.monotonic()
        await visit.end(0.05, SavedPlace(path_of(SECOND, 4), 3, 12, 40), None)
        assert time.monotonic() - begun < 10
    finally:
        answered.set()
    await tasks.done()
    assert session.failures == []


async def test_leaving_succeeds_where_nothing_can_be_written(
    session: FakeSession, newsroom: FakeNewsroom, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsroom.library.visits, "save_place", fail)
    await visit.end(10, SavedPlace(path_of(SECOND, 4), 3, 12, 40), None)
    assert session.failures == []
