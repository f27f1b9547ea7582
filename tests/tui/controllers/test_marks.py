"""Marks: what shows at once, what is written, what is said, and what is taken back when writing fails."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from achie_tui.errors import LibraryError
from achie_tui.model import Headline
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.marks import Marks
from tests.tui.controllers.session import FakeSession, Tasks


@dataclass
class Rows:
    """What is shown of headlines, and how often things were said to have changed."""

    shown: list[Headline] = field(default_factory=list)
    changes: int = 0

    def show(self, headlines: Sequence[Headline]) -> None:
        """Keep them."""
        self.shown += headlines

    def change(self) -> None:
        """Count."""
        self.changes += 1


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def marks(session: FakeSession, jobs: Jobs, rows: Rows) -> Marks:
    listed = session.newsroom.headlines(session.newsroom.keys(session.places[0].view))
    return Marks(
        session,
        jobs,
        show=rows.show,
        shown=lambda: listed,
        listed=lambda: [each.key for each in listed],
        changed=rows.change,
    )


async def test_a_mark_shows_before_it_is_written(session: FakeSession, tasks: Tasks, marks: Marks, rows: Rows) -> None:
    [headline] = session.current
    marks.toggle("starred")
    assert [each.starred for each in rows.shown] == [True]
    assert session.said == ["已收藏"]
    assert rows.changes == 0
    await tasks.done()
    now = session.newsroom.headline(headline.path)
    assert now is not None
    assert now.starred
    assert rows.changes == 1


async def test_of_several_articles_all_get_the_mark_unless_all_have_it(
    session: FakeSession, tasks: Tasks, marks: Marks, rows: Rows
) -> None:
    keys = session.newsroom.keys(session.places[0].view)[:3]
    session.newsroom.library.marks.mark([session.newsroom.headlines(keys)[0].path], later=True)
    for expected in (True, False):
        session.current = session.newsroom.headlines(keys)
        marks.toggle("later")
        await tasks.done()
        assert {each.later for each in session.newsroom.headlines(keys)} == {expected}
    assert session.said == ["已加入稍后读", "已移出稍后读"]
    assert len(rows.shown) == 6


@pytest.mark.parametrize("known", [3, 1])
async def test_what_is_chosen_gets_the_mark_as_one_step_whether_it_is_known_here_or_not(
    session: FakeSession, tasks: Tasks, jobs: Jobs, rows: Rows, known: int
) -> None:
    newsroom = session.newsroom
    keys = newsroom.keys(session.places[0].view)
    chosen, other = keys[:3], newsroom.headlines(keys[3:4])
    newsroom.library.marks.mark([newsroom.headlines(chosen)[2].path], starred=True)
    marks = Marks(
        session,
        jobs,
        show=rows.show,
        shown=lambda: [*newsroom.headlines(chosen[:known]), *other],
        listed=lambda: keys,
        changed=rows.change,
    )
    session.chosen = frozenset(chosen)
    for expected in (True, False):
        rows.shown.clear()
        marks.toggle("starred")
        await tasks.done()
        assert [each.starred for each in newsroom.headlines(keys[:4])] == [expected] * 3 + [False]
        assert [(each.key, each.starred) for each in rows.shown] == [(key, expected) for key in chosen[:known]]
    assert session.said == ["已收藏：2 篇", "已取消收藏：3 篇"]
    marks.undo()
    await tasks.done()
    assert newsroom.totals().starred == 3
    assert re.fullmatch("已撤销 取消收藏：“.+”等 3 篇", session.said[-1])


async def test_where_some_are_chosen_all_means_these(session: FakeSession, tasks: Tasks, marks: Marks) -> None:
    assert session.place is not None
    keys = session.newsroom.keys(session.place.view)
    session.chosen = frozenset(keys[1:4])
    marks.read_all()
    await tasks.done()
    assert [each.read for each in session.newsroom.headlines(keys[:5])] == [False, True, True, True, False]


async def test_in_the_reader_its_article_is_meant_whatever_is_chosen(
    session: FakeSession, tasks: Tasks, marks: Marks
) -> None:
    keys = session.newsroom.keys(session.places[0].view)
    session.pane, session.chosen = "reader", frozenset(keys)
    marks.toggle("starred")
    await tasks.done()
    assert session.newsroom.totals().starred == 1


async def test_the_journal_is_walked_down_to_a_step_and_up_again(
    session: FakeSession, tasks: Tasks, marks: Marks, rows: Rows
) -> None:
    for mark in ("starred", "later", "read"):
        marks.toggle(mark)
    await tasks.done()
    _, later, _ = session.newsroom.library.marks.journal()
    before = rows.changes
    said = [await marks.walk(later.number, back=True), await marks.walk(later.number, back=False)]
    assert said[0] == "已撤销：1 篇"
    assert said[1].startswith("已重做，已加入稍后读：“")
    assert [entry.undone for entry in session.newsroom.library.marks.journal()] == [True, False, False]
    assert rows.changes == before + 2, "rows and counts are asked for again"


async def test_what_another_machine_changed_later_is_not_said_to_be_undone(
    session: FakeSession, tasks: Tasks, marks: Marks
) -> None:
    library, [headline] = session.newsroom.library, session.current
    notes = library.notes.add([headline.path], "一") + library.notes.add([headline.path], "二")
    for note in notes:
        library.notes.delete([note.id])
        library.notes.merge([replace(note, text="别处写的", deleted=True, changed=note.changed + 1e6)])
    first = library.marks.journal()[1]
    title = headline.title
    marks.undo()
    marks.redo()
    await tasks.done()
    assert session.said[-2].startswith(f"没有撤销 删除笔记：“{title}”：后来又改过")
    assert session.said[-1].startswith(f"没有重做 删除笔记：“{title}”：后来又改过")
    assert (await marks.walk(first.number, back=True)).startswith("后来又改过 2 步")
    library.marks.redo(library.marks.journal()[0].number)
    marks.toggle("starred")
    await tasks.done()
    last = library.marks.journal()[1]
    said = await marks.walk(last.number, back=True)
    assert said.startswith(f"已撤销 收藏：“{title}”；没有撤销 删除笔记：“{title}”")
    assert not session.newsroom.totals().starred


async def test_what_cannot_be_written_is_said_and_shown_as_it_was(
    session: FakeSession, tasks: Tasks, marks: Marks, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LibraryError(reason="disk")

    monkeypatch.setattr(session.newsroom.library.marks, "mark", fail)
    marks.toggle("read")
    marks.read_all()
    await tasks.done()
    assert (len(session.failures), rows.changes) == (2, 1)
    assert session.said == ["已标为已读"]


async def test_all_read_and_undo_close_together_run_in_their_order(
    session: FakeSession, tasks: Tasks, marks: Marks
) -> None:
    unread = session.newsroom.totals().unread
    marks.toggle("starred")
    marks.read_all()
    marks.undo()
    await tasks.done()
    assert session.newsroom.totals().unread == unread
    assert session.newsroom.totals().starred == 1
    assert session.said[-2] == "12 篇已标为已读，按 undo 撤销"
    assert re.fullmatch("已撤销 标为已读：“.+”等 12 篇", session.said[-1])
    marks.undo()
    marks.redo()
    marks.redo()
    marks.redo()
    await tasks.done()
    assert session.said[-4].startswith("已撤销，已取消收藏：“")
    assert session.said[-3].startswith("已重做，已收藏：“")
    assert re.fullmatch("已重做 标为已读：“.+”等 12 篇", session.said[-2])
    assert session.said[-1] == "没有可重做的标记"


async def test_nothing_chosen_is_said(session: FakeSession, tasks: Tasks, marks: Marks, rows: Rows) -> None:
    session.current = ()
    marks.toggle("read")
    await tasks.done()
    assert session.said == ["先选一篇文章"]
    assert not tasks.groups
    assert not rows.shown


async def test_what_is_opened_is_read_once(session: FakeSession, tasks: Tasks, marks: Marks) -> None:
    [headline] = session.current
    marks.read(headline)
    await tasks.done()
    [now] = session.newsroom.headlines([headline.key])
    assert now.read
    marks.read(now)
    assert tasks.groups == ["marks"]
    assert session.said == []


async def test_what_is_opened_leaves_what_can_be_done_again(session: FakeSession, tasks: Tasks, marks: Marks) -> None:
    [headline] = session.current
    opened = next(
        each
        for each in session.newsroom.headlines(session.newsroom.keys(session.places[0].view))
        if not each.read and each.path != headline.path
    )
    marks.toggle("starred")
    await tasks.done()
    marks.undo()
    await tasks.done()
    marks.read(opened)
    await tasks.done()
    marks.redo()
    await tasks.done()
    assert session.said[-1].startswith("已重做，已收藏：“")
