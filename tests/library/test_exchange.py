"""Two machines and a third: whatever is done on each, exported and imported in whatever order, nothing is lost."""

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from achie_tui.library import watch_words
from achie_tui.library.exchange import WrongClockError
from achie_tui.library.library import Library
from achie_tui.library.notes import COLOURS
from achie_tui.library.schema import USER
from achie_tui.library.state import MARKS, Item, Key, merged, ranked
from achie_tui.library.state_lines import (
    FORMAT,
    LARGEST,
    VERSION,
    BadLinesError,
    LargeStateError,
    NewerStateError,
    NotAStateError,
    from_bytes,
    to_lines,
)
from achie_tui.library.times import AHEAD, UNKNOWN
from achie_tui.library.watch_words import REMEMBERED, WatchWord
from achie_tui.model import Passage
from achie_tui.typeset.visible import is_clean

NOW = 1_790_000_000.0
PATHS = [f"/news/gxq/2025{number}.html" for number in range(4)]
WORDS = ["低空", "园区 OR 新区", "半导体", '"土地 出让"']


def text(library: Library) -> str:
    """Export."""
    return "".join(to_lines(library.exchange.items()))


def take(library: Library, *texts: str) -> Any:
    """Import."""
    return library.exchange.take_over([item for each in texts for item in from_bytes(each.encode(), "f")])


def watched(library: Library) -> list[tuple[str, str]]:
    return [(word.name, word.text) for word in watch_words.read(library.visits.setting(REMEMBERED) or "")]


class Machine:
    """A machine: a library, its own clock, and the words that its app knows of."""

    def __init__(self, folder: Path, ahead: float) -> None:
        self.ahead, self.now = ahead, NOW
        self.library = Library.open(folder, clock=lambda: self.now + self.ahead)
        self.words: tuple[WatchWord, ...] = ()

    def keep(self, wanted: tuple[WatchWord, ...]) -> None:
        """Keep searches as the app does: by what it saw last."""
        self.words = self.library.visits.keep_words(self.words, wanted)


who = st.integers(0, 2)
some_path = st.sampled_from(PATHS)
some_seconds = st.sampled_from([0, 1, 3600])
some_word = st.sampled_from(WORDS)


class Machines(RuleBasedStateMachine):
    """Three machines whose clocks differ, and files that go between them, old ones too."""

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        self.machines = [Machine(Path(self.place.name) / str(n), ahead) for n, ahead in enumerate((0, -7200.5, 50_000))]
        self.files: list[str] = []
        self.ever: dict[Key, Item] = {}
        self.known: list[dict[Key, Item]] = [{} for _ in self.machines]
        self.now = NOW

    @invariant()
    def nothing_is_forgotten_and_the_user_s_last_word_counts(self) -> None:
        """See that what a machine has only ever becomes later; keep the latest of all."""
        for number, machine in enumerate(self.machines):
            items = {item.key: item for item in machine.library.exchange.items()}
            before = self.known[number]
            assert before.keys() <= items.keys()
            for key, item in items.items():
                assert key not in before or item == before[key] or item.lateness > before[key].lateness
            self.known[number] = items
            self.ever.update(merged(self.ever, items.values()))

    @rule(
        who=who, path=some_path, mark=st.sampled_from(MARKS), value=st.booleans(), later=st.sampled_from([0, 1, 3600])
    )
    def mark(self, who: int, path: str, mark: str, value: bool, later: int) -> None:
        """Set or clear a mark, at the same moment as what was before or later."""
        self.now += later
        for machine in self.machines:
            machine.now = self.now
        self.machines[who].library.marks.mark([path], **{mark: value})

    @rule(who=who, again=st.booleans())
    def undo(self, who: int, again: bool) -> None:
        """Take a step back, or do it again; an import is one."""
        library = self.machines[who].library
        (library.marks.redo if again else library.marks.undo)()

    @rule(who=who, path=some_path, block=st.integers(0, 3))
    def read_on(self, who: int, path: str, block: int) -> None:
        """Leave an article at a place."""
        self.machines[who].library.visits.save_place(path, block, 1, block * 30)

    @rule(who=who, path=some_path, said=st.sampled_from(["", "甲 #土地", "乙\n丙"]))
    def write_note(self, who: int, path: str, said: str) -> None:
        """Mark a passage, with or without words."""
        self.machines[who].library.notes.add([path], said, passage=Passage("先算起降点", "", "，", 1, 3))

    @rule(who=who, which=st.integers(0, 5), delete=st.booleans())
    def change_note(self, who: int, which: int, delete: bool) -> None:
        """Change or delete a note."""
        notes = self.machines[who].library.notes
        if found := notes.all():
            note = found[which % len(found)]
            if delete:
                notes.delete([note.id])
            else:
                notes.change(note.id, text=note.text + "。")

    @rule(who=who, word=some_word, name=st.sampled_from(["", "甲", "乙"]))
    def keep_search(self, who: int, word: str, name: str) -> None:
        """Keep a search, or give it another name."""
        machine = self.machines[who]
        others = tuple(each for each in machine.words if each.text != word)
        machine.keep((*others, WatchWord(name or word, word)))

    @rule(who=who, word=some_word)
    def forget_search(self, who: int, word: str) -> None:
        """Keep a search no longer."""
        machine = self.machines[who]
        machine.keep(tuple(each for each in machine.words if each.text != word))

    @rule(who=who)
    def turn_searches(self, who: int) -> None:
        """Put the first of the kept searches last."""
        machine = self.machines[who]
        machine.keep((*machine.words[1:], *machine.words[:1]))

    @rule(who=who, name=st.sampled_from(["all", "/news/gxq/"]), order=st.sampled_from(["newest", "unread-only", ""]))
    def sort(self, who: int, name: str, order: str) -> None:
        """Sort a list."""
        self.machines[who].library.visits.save_setting(f"list {name}", order)

    @rule(who=who)
    def export(self, who: int) -> None:
        """Write a file."""
        self.files.append(text(self.machines[who].library))

    @rule(who=who, which=st.lists(st.integers(0, 20), min_size=1, max_size=3))
    def take_over(self, who: int, which: list[int]) -> None:
        """Import files, old ones and one's own too; the same once more changes nothing."""
        machine = self.machines[who]
        if self.files:
            chosen = [self.files[number % len(self.files)] for number in which]
            take(machine.library, *chosen)
            exported = text(machine.library)
            assert take(machine.library, *reversed(chosen)).backup is None
            assert text(machine.library) == exported

    @rule(who=who)
    def look_again(self, who: int) -> None:
        """Have the app see the kept searches as they are."""
        machine = self.machines[who]
        machine.words = watch_words.read(machine.library.visits.setting(REMEMBERED) or "")

    def teardown(self) -> None:
        """See that all end with the same, the latest of all there ever was."""
        self.nothing_is_forgotten_and_the_user_s_last_word_counts()
        libraries = [machine.library for machine in self.machines]
        files = [text(library) for library in libraries]
        for library, order in zip(libraries, permutations(files), strict=False):
            for each in order:
                take(library, each)
            assert library.inspection.journal().wrong_marks == 0
        assert len({text(library) for library in libraries}) == 1
        assert len({tuple(watched(library)) for library in libraries}) == 1
        assert {item.key: item for item in libraries[0].exchange.items()} == self.ever
        for library in libraries:
            library.close()
        self.place.cleanup()


def test_whatever_is_done_on_three_machines_all_end_with_the_same() -> None:
    run_state_machine_as_test(
        Machines,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.reuse, Phase.generate),  # shrinking takes minutes
        ),
        _min_steps=40,
    )


times = st.sampled_from([0.0, 1.5, 2.5, NOW])
some_items = st.lists(
    st.one_of(
        st.builds(Item, st.sampled_from(MARKS), some_path, times, st.sampled_from([True, None])),
        st.builds(Item, st.just("list"), some_word, times, st.sampled_from(["", "oldest", "title"])),
    ),
    max_size=8,
)


@given(some_items, some_items, some_items)
def test_merging_is_commutative_associative_and_idempotent(one: Any, two: Any, three: Any) -> None:
    def join(*parts: Any) -> dict[Key, Item]:
        state: dict[Key, Item] = {}
        for part in parts:
            state |= merged(state, part)
        return state

    both = join(one, two)
    assert both == join(two, one) == join(one, two, two, one)
    assert join(join(one, two).values(), three) == join(one, join(two, three).values())
    assert not merged(both, one)


@given(st.permutations(WORDS), st.dictionaries(some_word, st.sampled_from([-1.0, 0.0, 0.5, 1.0, 7.0])))
def test_ranks_give_the_order_and_few_of_them_change(order: list[str], ranks: dict[str, float]) -> None:
    given = ranked(order, ranks)
    assert sorted(order, key=lambda word: (given[word], word)) == order
    assert ranked(order, given) == given
    moved = [order[1], order[0], *order[2:]]
    if len(set(given.values())) == len(order):
        assert sum(ranked(moved, given)[word] != given[word] for word in order) == 1


@given(
    st.lists(
        st.builds(
            Item,
            st.just("search"),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
            st.floats(0, 5e10),
            st.fixed_dictionaries({"name": st.just("x\x1b\u2028"), "rank": st.floats(-1e9, 1e9)}),
        ),
        unique_by=lambda item: item.id,
    )
)
def test_what_is_written_is_read_as_it_was_and_bears_nothing_a_terminal_obeys(items: list[Item]) -> None:
    written = "".join(to_lines(items))
    assert all(map(is_clean, written.replace("\n", "")))
    assert sorted(from_bytes(written.encode(), "f"), key=lambda item: item.key) == sorted(items, key=lambda i: i.key)
    assert "".join(to_lines(reversed(items))) == written
    assert len(written.splitlines()) == len(items) + 1


@pytest.fixture
def clock() -> list[float]:
    return [NOW]


@pytest.fixture
def two(tmp_path: Path, clock: list[float]) -> Iterator[tuple[Library, Library]]:
    """Give two machines with one clock."""
    with (
        Library.open(tmp_path / "one", clock=lambda: clock[0]) as one,
        Library.open(tmp_path / "two", clock=lambda: clock[0]) as other,
    ):
        yield one, other


def test_an_import_is_one_step_that_is_undone_and_a_copy_is_there(two: tuple[Library, Library]) -> None:
    one, other = two
    one.marks.mark(PATHS, starred=True, read=True)
    other.marks.mark(PATHS[:1], later=True)
    exchanged = take(other, text(one))
    assert (exchanged.items, dict(exchanged.changed)) == (8, {"starred": 4, "read": 4, "note": 0})
    copy = apsw.Connection(str(exchanged.backup), flags=apsw.SQLITE_OPEN_READONLY)
    assert list(copy.execute("SELECT mark FROM marks")) == [("later",)]
    copy.close()
    assert len(other.marks.journal()) == 2
    assert other.marks.undo() == 4
    assert [item.kind for item in other.exchange.items() if item.value] == ["later"]
    take(one, text(other))
    assert not [item for item in one.exchange.items() if item.value and item.kind != "later"], (
        "undoing is a change, too"
    )


def test_what_was_removed_is_removed_elsewhere_and_the_later_word_counts(
    two: tuple[Library, Library], clock: list[float]
) -> None:
    one, other = two
    one.marks.mark(PATHS, starred=True)
    take(other, text(one))
    old = text(other)
    clock[0] += 5
    one.marks.mark(PATHS[:2], starred=False)
    take(other, text(one))
    take(one, old)
    assert text(one) == text(other)
    assert [item.id for item in one.exchange.items() if item.value] == PATHS[2:]
    clock[0] -= 3600  # a clock that is put back does not make a change older than what it changes
    other.marks.mark(PATHS[:1], starred=True)
    take(one, text(other))
    assert [item.id for item in one.exchange.items() if item.value] == [PATHS[0], *PATHS[2:]]


def test_what_another_machine_kept_is_not_removed_by_an_app_that_has_not_seen_it(two: tuple[Library, Library]) -> None:
    one, other = two
    low, park, chip = (WatchWord(word, word) for word in WORDS[:3])
    seen = one.visits.keep_words((), (low, park))
    other.visits.keep_words((), (chip,))
    take(one, text(other))
    assert one.visits.keep_words(seen, (WatchWord("空", low.text),)) == (WatchWord("空", low.text), chip)
    take(other, text(one))
    assert watched(other) == [("空", low.text), (chip.name, chip.text)]
    other.visits.save_setting(REMEMBERED, watch_words.write([chip]))
    assert watched(other) == [(chip.name, chip.text)]
    take(one, text(other))
    assert watched(one) == [(chip.name, chip.text)]


def test_an_app_that_has_not_looked_brings_nothing_back(two: tuple[Library, Library]) -> None:
    library, _ = two
    low, park, chip = (WatchWord(word, word) for word in WORDS[:3])
    seen = library.visits.keep_words((), (low, park))
    library.visits.keep_words(seen, (WatchWord("园", park.text),))
    assert library.visits.keep_words(seen, (*seen, chip)) == (WatchWord("园", park.text), chip)
    named = WatchWord("空", low.text)
    assert named in library.visits.keep_words((*seen, chip), (named, park, chip)), "what is given a name is wanted"


def test_times_that_have_not_come_give_way_and_are_told_of(two: tuple[Library, Library], clock: list[float]) -> None:
    one, other = two
    clock[0] += 400 * AHEAD
    one.marks.mark(PATHS[:2], starred=True)
    early = text(one)
    clock[0] = NOW
    other.marks.mark(PATHS[:1], starred=True)
    other.marks.mark(PATHS[:1], starred=False)
    assert take(other, early).early == 2
    assert {item.id: item.value for item in other.exchange.items()} == {PATHS[0]: None, PATHS[1]: True}
    assert next(item.at for item in other.exchange.items() if item.id == PATHS[1]) == UNKNOWN
    take(one, text(other))
    assert text(one) == text(other), "where the clock went wrong, they give way as well"
    one.marks.mark(PATHS[:2], starred=False)
    take(other, text(one))
    assert not any(item.value for item in other.exchange.items())
    clock[0] = 86400.0
    with pytest.raises(WrongClockError, match="1970-01-02"):
        take(one, early)


def test_a_library_from_before_has_the_times_of_its_journal(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir(mode=0o700)
    file = apsw.Connection(str(folder / "user.db"))
    for script in USER.migrations[:2]:
        file.execute(script)
    file.execute(
        """
        INSERT INTO steps VALUES (1, 100.5, 0), (2, 200.5, 0), (3, 300.5, 1);
        INSERT INTO changes VALUES (1, 'read', '/a.html', 1), (2, 'read', '/a.html', 0), (1, 'later', '/b.html', 1),
            (3, 'later', '/b.html', 0);
        INSERT INTO marks VALUES ('later', '/b.html'), ('starred', '/c.html');
        INSERT INTO settings VALUES ('watch words', '[["空", "低空"], ["园", "园区"]]'), ('list all', 'oldest'),
            ('theme', 'dark');
        """
    )
    file.pragma("user_version", 2)
    file.pragma("application_id", USER.application_id)
    file.close()
    (folder / "user.db").chmod(0o600)
    with Library.open(folder, clock=lambda: NOW) as library:
        items = {(item.kind, item.id): (item.at, item.value) for item in library.exchange.items()}
        assert items == {
            ("read", "/a.html"): (200.5, None),
            ("later", "/b.html"): (300.5, True),
            ("starred", "/c.html"): (0.0, True),
            ("search", "低空"): (0.0, {"name": "空", "rank": 0.0}),
            ("search", "园区"): (0.0, {"name": "园", "rank": 1.0}),
            ("list", "all"): (0.0, "oldest"),
        }
        take(library, "".join(to_lines([Item("search", "芯片", NOW, {"name": "芯", "rank": 0.5})])))
        assert watched(library) == [("空", "低空"), ("芯", "芯片"), ("园", "园区")]
        library.visits.keep_words(
            watch_words.read(library.visits.setting(REMEMBERED) or ""), (WatchWord("园", "园区"),)
        )
        assert watched(library) == [("园", "园区")]


GOOD = '{"at":1.5,"id":"/a.html","kind":"read","value":true}'
BAD = [
    GOOD.replace("1.5", "-1"),
    GOOD.replace("1.5", "NaN"),
    GOOD.replace("1.5", "1e400"),
    GOOD.replace("1.5", "9" * 5000),
    GOOD.replace("1.5", '"1"'),
    GOOD.replace("1.5", "true"),
    GOOD.replace('"/a.html"', '""'),
    GOOD.replace("/a.html", "\\ud800"),
    GOOD.replace("/a.html", "\\u0000"),
    GOOD.replace("/a.html", "http://evil.example/x"),
    GOOD.replace("/a.html", "/../../etc/passwd"),
    GOOD.replace("/a.html", "//x/a.html"),
    GOOD.replace("/a.html", "/a/../b.html"),
    GOOD.replace("/a.html", "/%2e%2E/b.html"),
    GOOD.replace("/a.html", "/a/%2e/b.html"),
    GOOD.replace("/a.html", "/a/.%2E"),
    GOOD.replace("/a.html", "/a.html#x"),
    GOOD.replace("/a.html", "news/x"),
    GOOD.replace("/a.html", "/a b.html"),
    GOOD.replace("/a.html", "/" + "x" * 5000),
    GOOD.replace("true", "false"),
    GOOD.replace("true", "1"),
    GOOD.replace("read", "theme"),
    GOOD.replace('"kind"', '"kinds"'),
    GOOD[:-1],
    GOOD.replace("}", ',"more":1}'),
    "[" * 100_000,
    "<<<<<<< ours",
    '{"at":1,"id":"/a.html","kind":"place","value":null}',
    '{"at":1,"id":"/a.html","kind":"place","value":{"block":-1,"offset":0,"percent":null}}',
    '{"at":1,"id":"/a.html","kind":"place","value":{"block":1,"offset":0,"percent":101}}',
    '{"at":1,"id":"x","kind":"search","value":{"name":"","rank":0}}',
    '{"at":1,"id":"x","kind":"search","value":{"name":"x","rank":1e999}}',
    '{"at":1,"id":"x","kind":"note","value":{"path":"/a.html"}}',
    '{"at":1,"id":"news/x","kind":"place","value":{"block":1,"offset":0,"percent":10}}',
    '{"at":1,"id":"x","kind":"note","value":null}',
    '{"at":1,"id":"x","kind":"list","value":[]}',
    '{"at":1,"id":"x","kind":["list"],"value":""}',
]


def test_a_file_with_bad_lines_is_refused_as_a_whole_and_they_are_named(two: tuple[Library, Library]) -> None:
    one, other = two
    header = json.dumps({"format": "achie-tui state", "version": VERSION})
    dotted = GOOD.replace("/a.html", "/a/b..c.html?to=/../x")
    assert len(from_bytes(f"\ufeff{header}\r\n{GOOD}\r\n\r\n{dotted}\n".encode(), "f")) == 2
    for bad in BAD:
        with pytest.raises(BadLinesError, match=r"in line 3;"):
            take(other, f"{header}\n{GOOD}\n{bad}\n{GOOD}")
    with pytest.raises(BadLinesError, match=r"line 2, 3, 4, 5, 6 …;"):
        from_bytes("\n".join([header, *BAD]).encode(), "f")
    with pytest.raises(BadLinesError, match="in line 2;"):
        from_bytes(f"{header}\n".encode() + GOOD.encode("utf-16"), "f")
    one.notes.add(PATHS[:1], "注")
    note = text(one).splitlines()[1]
    for name in json.loads(note)["value"]:
        record = json.loads(note)
        record["value"][name] = []
        with pytest.raises(BadLinesError):
            take(other, "\n".join([header, json.dumps(record)]))
    with pytest.raises(BadLinesError):
        take(other, "\n".join([header, note.replace(PATHS[0], "http://evil.example/x")]))
    assert other.exchange.items() == []
    assert other.marks.journal() == []
    with pytest.raises(NewerStateError, match="format 2"):
        from_bytes(f"{header.replace(': 1', ': 2')}\n什么".encode(), "f")
    for strange in (b"", b"\n", b"SQLite format 3\0", b"[]", header.replace("achie", "x").encode(), b'{"version":1}'):
        with pytest.raises(NotAStateError):
            from_bytes(strange, "f")
    with pytest.raises(LargeStateError, match="64 MB"):
        from_bytes(bytes(LARGEST + 1), "f")


def test_a_note_of_a_file_that_knows_no_colours_has_the_first() -> None:
    value = {"path": "/a.html", "passage": None, "text": "甲", "created": 1.0, "deleted": False}
    line = json.dumps({"at": 2.0, "id": "n", "kind": "note", "value": value})
    header = json.dumps({"format": FORMAT, "version": VERSION})
    [item] = from_bytes(f"{header}\n{line}\n".encode(), "state")
    assert item.value == value | {"colour": COLOURS[0]}
