"""Marks, their journal, and places."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achie_tui.library.library import Library
from achie_tui.library.marks import Change, Entry
from achie_tui.library.watch_words import REMEMBERED, WatchWord
from tests.library.samples import article, path_of

A, B, C = "/a", "/b", "/c"


def marks(library: Library) -> set[tuple[str, str]]:
    return set(library._rows("SELECT mark, path FROM user.marks"))


def test_marks_are_set_and_cleared_each_for_itself(library: Library) -> None:
    library.marks.mark([A, B], read=True, starred=True)
    library.marks.mark([A], starred=False, later=True)
    assert marks(library) == {("read", A), ("read", B), ("starred", B), ("later", A)}


def test_one_call_is_one_step(library: Library) -> None:
    library.marks.mark([A], read=True)
    library.marks.mark([A, B, C, C], read=True, later=True)
    library.marks.mark([B], read=False)
    assert library.marks.undo() == 1
    assert marks(library) == {("read", p) for p in (A, B, C)} | {("later", p) for p in (A, B, C)}
    assert library.marks.undo() == 3
    assert marks(library) == {("read", A)}, "what was set before the step stays"
    assert library.marks.redo() == 3
    assert library.marks.undo() == 3
    assert library.marks.undo() == 1
    assert library.marks.undo() == 0
    assert marks(library) == set()


def test_what_changes_nothing_is_no_step(library: Library) -> None:
    library.marks.mark([A], read=True)
    library.marks.mark([B], read=True)
    library.marks.undo()
    library.marks.mark([A], read=True)
    library.marks.mark([], starred=True)
    library.marks.mark([A])
    library.marks.mark([C], later=False)
    assert library.marks.redo() == 1, "what was taken back is still there"
    assert library.marks.undo() == 1


def test_a_new_step_forgets_those_taken_back(library: Library) -> None:
    library.marks.mark([A], read=True)
    library.marks.undo()
    library.marks.mark([B], read=True)
    assert library.marks.redo() == 0
    assert marks(library) == {("read", B)}


def test_a_step_nobody_asked_for_leaves_those_taken_back(library: Library) -> None:
    library.marks.mark([A], later=True)
    for mark in ("starred", "read"):
        library.marks.mark([A], **{mark: True})
    [note] = library.notes.add([B], "一句")
    library.visits.keep_words((), (WatchWord("低空", "低空"),))
    library.visits.keep_words((WatchWord("低空", "低空"),), ())
    before = {entry.number for entry in library.marks.journal()}
    library.marks.undo(min(before) + 1)
    assert library.marks.mark([B, C], read=True, unasked=True) == 2
    numbers = [entry.number for entry in library.marks.journal()]
    assert [entry.undone for entry in library.marks.journal()] == [True] * 4 + [False] * 2
    assert not before.intersection(numbers[:5]), "a number that somebody has seen is no other step's"
    assert library.marks.walk(back=False, to=numbers[0]).articles == 2
    assert marks(library) == {("later", A), ("starred", A), ("read", A), ("read", B), ("read", C)}
    assert library.notes.of_article(B)[0].id == note.id
    assert library.visits.setting(REMEMBERED) == "[]"
    journal = library.inspection.journal()
    assert (journal.wrong_marks, journal.dangling) == (0, 0)
    assert [library.marks.undo() for _ in range(4)] == [0, 1, 1, 1]
    assert library.marks.undo() == 2, "what nobody asked for is a step as others are"
    assert marks(library) == {("later", A)}


def test_a_step_nobody_asked_for_forgets_one_about_the_same_mark(library: Library) -> None:
    library.marks.mark([A], read=True, starred=True)
    library.marks.undo()
    library.marks.mark([B], read=True, unasked=True)
    library.marks.mark([A], read=True, unasked=True)
    assert library.marks.redo() == 0
    assert [library.marks.undo() for _ in range(3)] == [1, 1, 0]


def test_the_journal_survives_a_restart(folder: Path) -> None:
    with Library.open(folder) as library:
        for path in (A, B, C):
            library.marks.mark([path], starred=True)
        library.marks.undo()
    with Library.open(folder) as library:
        assert library.marks.redo() == 1
        assert [library.marks.undo() for _ in range(4)] == [1, 1, 1, 0]
    with Library.open(folder) as library:
        assert [library.marks.redo() for _ in range(4)] == [1, 1, 1, 0]
        assert marks(library) == {("starred", path) for path in (A, B, C)}


calls = st.tuples(
    st.lists(st.sampled_from([A, B, C]), max_size=3),
    st.fixed_dictionaries({}, optional={name: st.booleans() for name in ("read", "starred", "later")}),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["mark", "undo", "redo"]), calls), max_size=20))
def test_undo_and_redo_retrace_every_step(
    library: Library, steps: list[tuple[str, tuple[list[str], dict[str, bool]]]]
) -> None:
    with library._writing("user") as user:
        user.execute("DELETE FROM marks; DELETE FROM steps")
    done, undone = [marks(library)], list[set[tuple[str, str]]]()
    for step, (paths, values) in steps:
        if step == "undo":
            assert bool(library.marks.undo()) == (len(done) > 1)
            if len(done) > 1:
                undone.append(done.pop())
        elif step == "redo":
            if library.marks.redo():
                done.append(undone.pop())
        else:
            library.marks.mark(paths, **values)
            if marks(library) != done[-1]:
                done.append(marks(library))
                undone.clear()
        assert marks(library) == done[-1]


def test_places(library: Library) -> None:
    assert library.visits.place(A) is None
    library.visits.save_place(A, 3, 120)
    library.visits.save_place(A, 4, 0)
    assert library.visits.place(A) == (4, 0)
    assert library.visits.place(B) is None


def test_several_steps_are_taken_back_and_done_again_at_once(library: Library) -> None:
    for path in (A, B, C, B):
        library.marks.mark([path], starred=path != C, later=True, read=path == C)
    third, second, _ = [entry.number for entry in library.marks.journal()]
    assert library.marks.undo(to=second) == 2
    assert marks(library) == {("starred", A), ("later", A)}
    assert library.marks.undo(to=third) == 0, "it is undone already"
    assert library.marks.redo(to=third) == 2
    assert library.marks.undo(to=99) == library.marks.undo(to=-1) == library.marks.redo() == 0
    assert len(marks(library)) == 6


def test_the_journal_tells_what_was_done_and_whether_it_is_undone(folder: Path) -> None:
    now = 1000.0
    with Library.open(folder, clock=lambda: now) as library:
        library.save_article(article(7), parser=1, at=1.0)
        library.marks.mark([path_of(7)], read=True)
        now = 2000.0
        library.marks.mark([A, path_of(7)], read=False, later=True)  # nobody knows A
        library.marks.undo()
        second, first = library.marks.journal()
        assert first == Entry(1, 1000.0, False, 1, article(7).title, (Change("read", True, 1),))
        assert second == Entry(
            2, 2000.0, True, 2, article(7).title, (Change("read", False, 1), Change("later", True, 2))
        )
        assert library.marks.journal(1) == [second] == library.marks.ahead(back=False)
        assert library.marks.ahead(back=True) == [first]


def test_settings_are_found_by_the_beginning_of_their_names(library: Library) -> None:
    for name in ("list a", "list %", "listing", "LIST b"):
        library.visits.save_setting(name, name.upper())
    assert library.visits.settings("list ") == {"list a": "LIST A", "list %": "LIST %"}
