"""A session over a filled library, and jobs that run as tasks."""

import pytest

from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.places import categories, views
from tests.tui.controllers.session import FakeSession, Tasks
from tests.tui.fake import FakeNewsroom


@pytest.fixture
def session(newsroom: FakeNewsroom) -> FakeSession:
    """Give a session at the first category, with its first headline under the cursor."""
    newsroom.visits.begin()
    totals, counts = newsroom.count()
    places = (*views(totals, newsroom.visits.since, "zh"), *categories(counts))
    place = next(place for place in places if place.category)
    first = newsroom.headlines(newsroom.keys(place.view)[:1])
    return FakeSession(newsroom, places=places, place=place, totals=totals, current=first)


@pytest.fixture
def tasks() -> Tasks:
    """Give what runs jobs."""
    return Tasks()


@pytest.fixture
def jobs(session: FakeSession, tasks: Tasks) -> Jobs:
    """Give the jobs."""
    return Jobs(session.newsroom, tasks, session.fail)
