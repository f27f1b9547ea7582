"""What the site changed in an article: what is compared, and what is said where there is nothing to compare."""

import pytest

from achie_tui.errors import LibraryError
from achie_tui.library.records import Kept
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.revisions import Revisions
from tests.tui.controllers.session import FakeSession, Tasks
from tests.tui.controllers.test_opener import ABSENT, ALSO_KEPT, FIRST, known, revise
from tests.tui.fake import article_of, path_of

Compared = list[tuple[Kept, Kept]]


@pytest.fixture
def compared() -> Compared:
    return []


@pytest.fixture
def revisions(session: FakeSession, jobs: Jobs, compared: Compared) -> Revisions:
    return Revisions(session, jobs, compare=lambda former, kept: compared.append((former, kept)))


async def test_an_article_is_compared_with_what_it_was(
    session: FakeSession, tasks: Tasks, revisions: Revisions, compared: Compared
) -> None:
    for number in (0, 1):
        session.current = [known(session, path_of(FIRST, number))]
        revisions.differences()
        await tasks.done()
        revise(session, 1)
    assert session.said == ["这篇文章没有修订过"]
    [(former, now)] = compared
    assert former.article == article_of(FIRST, 1)
    assert now == session.newsroom.kept(ALSO_KEPT)
    assert session.reading is None, "it need not be open for that"


async def test_an_article_without_a_former_text_is_not_compared(
    session: FakeSession, tasks: Tasks, revisions: Revisions, compared: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    revise(session, 1)
    monkeypatch.setattr(session.newsroom.library, "former", lambda _: [])
    for current in ([known(session, ALSO_KEPT)], [known(session, ABSENT)], []):
        session.current = current
        revisions.differences()
        await tasks.done()
    assert session.said == ["修订前的文字已不在本地", "这篇文章没有修订过", "先选一篇文章"]
    assert compared == []


async def test_where_the_library_cannot_say_whether_an_article_was_revised_nothing_is_said_of_that(
    session: FakeSession, tasks: Tasks, revisions: Revisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise LibraryError(reason="disk")

    monkeypatch.setattr(session.newsroom, "kept", fail)
    revisions.differences()
    await tasks.done()
    assert len(session.failures) == 1
    assert session.said == []
