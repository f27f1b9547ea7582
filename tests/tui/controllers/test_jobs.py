"""Jobs: which thread answers, what becomes of what fails, and what the next key waits for."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from achie_tui.errors import LibraryError
from achie_tui.tui.controllers.jobs import Jobs
from tests.tui.controllers.session import FakeSession, Tasks
from tests.tui.controllers.settling import all_done

ERROR = LibraryError(reason="disk")


def fail() -> str:
    raise ERROR


async def failing(error: Exception = ERROR) -> None:
    raise error


async def noting(gate: asyncio.Event, note: Callable[[], object]) -> None:
    await gate.wait()
    note()


async def test_the_library_answers_on_a_thread_of_its_own(session: FakeSession, jobs: Jobs) -> None:
    name = await jobs.read(lambda: threading.current_thread().name, None)
    assert name is not None
    assert name.startswith("library-reader")
    assert session.failures == []


async def test_what_can_wait_is_answered_behind_what_is_written(session: FakeSession, tasks: Tasks, jobs: Jobs) -> None:
    written, starred = threading.Event(), list[int]()

    async def count(read: Callable[[Callable[[], int], int], Awaitable[int]]) -> None:
        starred.append(await read(lambda: session.newsroom.totals().starred, -1))

    def write() -> None:
        written.wait(10)
        session.newsroom.library.marks.mark(session.current_paths, starred=True)

    jobs.start("marks", partial(session.newsroom.on_thread, write))
    await asyncio.sleep(0)
    jobs.start("later", partial(count, jobs.read_later))
    await count(jobs.read)
    written.set()
    await tasks.done()
    assert starred == [0, 1]


async def test_where_the_library_fails_that_is_told_and_the_default_stands(session: FakeSession, jobs: Jobs) -> None:
    assert await jobs.read(fail, "nothing") == "nothing"
    assert await jobs.read_later(fail, "nothing") == "nothing"
    assert session.failures == [ERROR, ERROR]


async def test_a_job_that_fails_is_told_of_once_and_no_other_is_touched(
    session: FakeSession, tasks: Tasks, jobs: Jobs
) -> None:
    gate, done = asyncio.Event(), list[str]()
    jobs.start("marks", partial(noting, gate, partial(done.append, "started")))
    jobs.start("marks", failing)
    jobs.answer("list", failing)
    jobs.answer("list", partial(noting, gate, partial(done.append, "answered")))
    gate.set()
    await tasks.done()
    assert session.failures == [ERROR, ERROR]
    assert done == ["started", "answered"]


async def test_what_nobody_has_foreseen_is_not_kept_quiet(session: FakeSession, tasks: Tasks, jobs: Jobs) -> None:
    jobs.start("marks", partial(failing, ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        await tasks.done()
    assert not session.failures


async def test_an_exclusive_job_ends_those_of_its_group_alone(jobs: Jobs) -> None:
    gate, done = asyncio.Event(), list[str]()
    for name, group, exclusive in (
        ("first", "article", True),
        ("other", "listing", True),
        ("second", "article", True),
        ("beside", "article", False),
    ):
        jobs.start(group, partial(noting, gate, partial(done.append, name)), exclusive=exclusive)
        await asyncio.sleep(0)
    gate.set()
    await all_done()
    assert done == ["other", "second", "beside"]


async def test_a_job_can_be_ended(jobs: Jobs) -> None:
    gate, done = asyncio.Event(), list[str]()
    job = jobs.start("taking", partial(noting, gate, partial(done.append, "taken")))
    await asyncio.sleep(0)
    job.cancel()
    gate.set()
    await all_done()
    assert done == []


async def test_the_next_key_waits_for_answers_and_for_nothing_else(tasks: Tasks, jobs: Jobs) -> None:
    await jobs.wait_for_answers()
    gates = [asyncio.Event() for _ in range(3)]
    jobs.start("listing", gates[0].wait)
    jobs.answer("open", gates[1].wait)
    jobs.answer("list", gates[2].wait)
    waiting = asyncio.create_task(jobs.wait_for_answers())
    for gate in gates[1:]:
        await asyncio.sleep(0.01)
        assert not waiting.done()
        gate.set()
    await waiting
    gates[0].set()
    await tasks.done()


async def test_an_answer_that_fails_is_waited_for_no_longer(session: FakeSession, jobs: Jobs) -> None:
    jobs.answer("open", failing)
    await jobs.wait_for_answers()
    assert session.failures == [ERROR]
