"""Notes and highlights: kept, changed and deleted, undone with the marks, merged between machines, never pruned."""

from dataclasses import replace
from pathlib import Path
from time import time

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achie_tui.journal_words import in_words
from achie_tui.library import schema
from achie_tui.library.library import Library
from achie_tui.library.marks import Change, Walked
from achie_tui.library.pruning import Selection
from achie_tui.library.schema import USER
from achie_tui.library.state import Item
from achie_tui.library.watch_words import REMEMBERED, WatchWord, write
from achie_tui.model import Note, Passage
from tests.library.samples import GXQ, article, listing, path_of

A, B = path_of(1), path_of(2)
LAND = Passage("新增工业用地一百亩", "全区", "，其中", 3, 12, 40)


def texts(library: Library) -> dict[str, str]:
    return {note.id: note.text for note in library.notes.all()}


def test_a_note_is_kept_with_its_passage_and_found_by_its_article(folder: Path) -> None:
    with Library.open(folder, clock=lambda: 5.0) as library:
        [marked] = library.notes.add([A], "", passage=LAND, colour="green")
        [noted] = library.notes.add([A], "对照去年 #土地")
        library.notes.add([B], "另一篇")
    with Library.open(folder) as library:
        assert library.notes.of_article(A) == [noted, marked]
        assert library.notes.get(marked.id) == Note(marked.id, A, LAND, "", "green", 5.0, 5.0)
        assert library.notes.count() == 3


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#土地 与#产业/政策，见 #GDP-2025。#土地", ("土地", "产业/政策", "GDP-2025")),
        ("＃园区", ("园区",)),
        ("第 #1 条，https://a.cn/x#top 与 a#b、##", ()),
        ("#2025年 #5G", ("2025年", "5G")),
        ("没有", ()),
    ],
)
def test_tags_are_read_from_the_text(text: str, tags: tuple[str, ...]) -> None:
    assert Note("1", A, None, text, "yellow", 0, 0).tags == tags


def test_notes_and_marks_have_one_history(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1), at=1.0)
    [note] = library.notes.add([A], "一")
    library.marks.mark([A], starred=True)
    assert library.notes.change(note.id, text="二")
    assert library.notes.delete([note.id]) == 1
    assert [in_words(entry, "zh", str) for entry in library.marks.journal()] == [
        "删除笔记：“第1号通告”",
        "改笔记：“第1号通告”",
        "收藏：“第1号通告”",
        "写笔记：“第1号通告”",
    ]
    assert [library.marks.undo() for _ in range(2)] == [1, 1]
    assert texts(library) == {note.id: "一"}
    assert [library.marks.undo() for _ in range(3)] == [1, 1, 0]
    assert texts(library) == {}
    assert [library.marks.redo() for _ in range(3)] == [1, 1, 1]
    assert texts(library) == {note.id: "二"}
    assert library.marks.redo(library.marks.journal()[0].number) == 1
    assert texts(library) == {}
    assert [each.id for each in library.notes.all(deleted=True)] == [note.id]


def test_what_changes_nothing_is_no_step(library: Library) -> None:
    [note] = library.notes.add([A], "一", passage=LAND)
    library.marks.undo()
    assert library.notes.delete([note.id, "不存在"]) == 0
    assert not library.notes.change(note.id, text="二")
    assert library.notes.add([], "无") == []
    assert library.marks.redo() == 1, "what was taken back is still there"
    assert not library.notes.change(note.id, text="一", colour=note.colour)
    assert len(library.marks.journal()) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=st.lists(
        st.tuples(st.sampled_from(["add", "change", "delete", "mark", "undo", "redo"]), st.integers(0, 5)), max_size=25
    )
)
def test_undo_and_redo_are_what_a_model_says(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("model") / "data", clock=lambda: 1.0) as library:
        past: list[dict[str, str]] = []
        ahead: list[dict[str, str]] = []
        now: dict[str, str] = {}
        for name, number in actions:
            before, known = dict(now), sorted(now)
            if name in ("undo", "redo"):
                source, target = (past, ahead) if name == "undo" else (ahead, past)
                assert bool(getattr(library.marks, name)()) == bool(source)
                if source:
                    target.append(before)
                    now = source.pop()
                assert texts(library) == now
                continue
            if name == "add":
                now |= {note.id: note.text for note in library.notes.add([A], str(number), passage=LAND)}
                changed = True
            elif name == "mark":
                changed = bool(library.marks.mark([A, path_of(number)], read=bool(number % 2)))
            elif not known:
                continue
            else:
                id_ = known[number % len(known)]
                if name == "change":
                    changed = library.notes.change(id_, text=str(number))
                    now[id_] = str(number)
                else:
                    changed = bool(library.notes.delete([id_]))
                    del now[id_]
            if changed:
                past.append(before)
                ahead.clear()
            assert texts(library) == now


def states(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Note]:
    return st.builds(
        Note,
        id=ids,
        path=st.just(A),
        passage=st.sampled_from([None, LAND]),
        text=st.sampled_from(["甲", "乙"]),
        colour=st.just("yellow"),
        created=st.just(1.0),
        changed=st.sampled_from([1.0, 2.0, 3.0]),
        deleted=st.booleans(),
    )


@settings(max_examples=25, deadline=None)
@given(states=st.lists(states(st.sampled_from("abc")), max_size=12), order=st.randoms(use_true_random=False))
def test_machines_that_merge_in_any_order_end_with_the_same(
    tmp_path_factory: pytest.TempPathFactory, states: list[Note], order: object
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    ends = []
    for machine in ("one", "two"):
        shuffled = [*states, *states]
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        with Library.open(folder / machine) as library:
            for note in shuffled:
                library.notes.merge([note])
            assert library.notes.merge(states) == 0, "twice is as once"
            ends.append(sorted(library.notes.all(deleted=True), key=lambda note: note.id))
    assert ends[0] == ends[1]
    assert {note.id: note.changed for note in ends[0]} == {
        each.id: max(note.changed for note in states if note.id == each.id) for each in states
    }


def test_a_change_wins_over_what_it_changed_though_the_clock_went_back(tmp_path: Path) -> None:
    with Library.open(tmp_path / "one", clock=lambda: 100.0) as one, Library.open(tmp_path / "two") as two:
        [note] = one.notes.add([A], "一")
        later = replace(note, text="二", changed=900.0)
        assert one.notes.merge([later]) == 1
        assert one.notes.change(note.id, text="三")
        two.notes.merge([later])
        two.notes.merge(one.notes.all())
        assert texts(two) == {note.id: "三"}


def test_undo_leaves_alone_what_another_machine_made_of_a_note(library: Library) -> None:
    [note] = library.notes.add([A], "一")
    library.notes.change(note.id, text="二")
    library.notes.merge([replace(note, text="别处写的", changed=note.changed + 1e6)])
    library.marks.undo()
    assert texts(library) == {note.id: "别处写的"}


def test_a_step_tells_what_it_changed_and_not_what_another_machine_has_changed_since(library: Library) -> None:
    library.save_article(article(1), parser=1, at=1.0)
    library.save_article(article(2), parser=1, at=1.0)
    kept, taken = library.notes.add([A, B], "一")
    library.notes.delete([kept.id, taken.id])
    step = library.marks.journal(1)[0]
    library.notes.merge([replace(taken, text="别处写的", changed=taken.changed + 1e6, deleted=True)])
    walked = library.marks.walk(back=True)
    assert (walked.articles, walked.overruled) == (1, ())
    [entry] = walked.entries
    assert (entry.number, entry.articles, entry.changes) == (step.number, 1, (Change("note", set=False, articles=1),))
    assert entry.title == article(1).title

    # All of it: nothing was changed, and the next undo goes on before it.
    assert library.marks.redo() == 1
    library.notes.merge([replace(kept, text="也在别处写的", changed=kept.changed + 2e6, deleted=True)])
    walked = library.marks.walk(back=True)
    assert (walked.articles, walked.entries) == (0, ())
    assert [(each.number, each.articles) for each in walked.overruled] == [(step.number, 2)]
    walked = library.marks.walk(back=False)
    assert (walked.articles, walked.entries, len(walked.overruled)) == (0, (), 1)
    assert not library.notes.all()
    library.marks.mark([A], read=True)
    walked = library.marks.walk(back=True, to=step.number)
    assert [each.changes[0].mark for each in walked.entries] == ["read"]
    assert [each.number for each in walked.overruled] == [step.number]
    walked = library.marks.walk(back=True)
    assert (walked.entries, len(walked.overruled)) == ((), 1), "the note that it wrote is deleted by now"
    assert library.marks.walk(back=True) == Walked()


def test_a_kept_search_that_is_kept_again_elsewhere_is_not_brought_back(library: Library) -> None:
    word = WatchWord("空域", "空域")
    library.visits.keep_words((), (word,))
    library.visits.keep_words((word,), ())
    library.exchange.take_over([Item("search", "空域", time() + 60, {"name": "别处", "rank": 0.0})])
    walked = library.marks.walk(back=True)
    assert (walked.entries, len(walked.overruled)) == ((), 1)
    assert library.visits.setting(REMEMBERED) == write([WatchWord("别处", "空域")])
    walked = library.marks.walk(back=False)
    assert (len(walked.entries), walked.overruled) == (1, ())
    assert library.visits.setting(REMEMBERED) == "[]"


def test_a_note_on_a_redirect_is_one_on_where_it_leads(library: Library) -> None:
    library.pages.save_redirect("/plus/view.php?aid=1", A)
    library.pages.save_redirect("/plus/view.php?aid=2", "https://example.com/")
    notes = library.notes.add(["/plus/view.php?aid=1", A, "/plus/view.php?aid=2"], "一")
    assert [note.path for note in notes] == [A, "/plus/view.php?aid=2"]
    assert library.notes.of_article(A) == library.notes.of_article("/plus/view.php?aid=1") == notes[:1]
    library.pages.save_redirect("/plus/view.php?aid=3", "https://example.com/")
    assert library.notes.of_article("/plus/view.php?aid=2") == notes[1:]
    assert library.notes.of_article("/plus/view.php?aid=3") == [], "each of these is an article of its own"


def test_an_article_with_a_note_is_never_pruned(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1, 2), at=1.0)
    for number in (1, 2):
        library.save_article(article(number), parser=1, at=1.0)
    [note] = library.notes.add([A], "要留着")
    library.maintenance.prune(Selection(category=GXQ.path))
    assert library.article(A) is not None
    assert library.article(B) is None
    library.notes.delete([note.id])
    library.maintenance.prune(Selection(category=GXQ.path))
    assert library.article(A) is None


def test_the_users_data_of_before_there_were_notes_are_taken_along(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "user.db").touch(mode=0o600)
    connection = apsw.Connection(str(folder / "user.db"))
    schema.migrate(connection, replace(USER, migrations=USER.migrations[:1]), lambda _: None)
    connection.execute("INSERT INTO steps(at) VALUES (1.0)")
    connection.execute("INSERT INTO changes VALUES (1, 'starred', ?, 1)", (A,))
    connection.execute("INSERT INTO marks VALUES ('starred', ?)", (A,))
    connection.close()
    with Library.open(folder) as library:
        assert library.notices == []
        [note] = library.notes.add([A], "新的")
        assert [library.marks.undo(), library.marks.undo()] == [1, 1]
        assert [library.marks.redo(), library.marks.redo()] == [1, 1]
        assert texts(library) == {note.id: "新的"}
    assert (folder / "backups" / "user-before-v2.db").exists()
