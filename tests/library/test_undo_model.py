"""Marks, searches removed, undo and redo in any order, from two processes and over restarts, held to a model.

`--undo-steps N` sets how many of them a sequence has (1,000 take two minutes).
"""

import multiprocessing
from collections.abc import Iterator
from itertools import product
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from achie_tui.library.library import Library
from achie_tui.library.watch_words import REMEMBERED, WatchWord, read

WORDS = [WatchWord(name, f"{name} -旧闻") for name in ("低空", "量子", "港口")]
SEARCH = "search"
"""What stands in the state for a mark, beside the text of a kept search."""
PATHS = [f"/news/gxq/2025{number}.html" for number in range(12)]
State = frozenset[tuple[str, str]]


def serve(pipe: Connection) -> None:
    """Be the other process: opens a library and does with it what the pipe asks for."""
    library: Library | None = None
    while (asked := pipe.recv()) is not None:
        name, given, named = asked
        if name == "open":
            library = Library.open(Path(given[0]))
            pipe.send(None)
            continue
        assert library is not None
        pipe.send(attrgetter(name)(library)(*given, **named))


class Near:
    """A library of this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._library = Library.open(folder)

    def ask(self, name: str, *given: Any, **named: Any) -> Any:
        """Call a method of the library, or of a part of it."""
        return attrgetter(name)(self._library)(*given, **named)

    def restart(self) -> None:
        """Close the library and open it again."""
        self._library.close()
        self._library = Library.open(self._folder)

    def close(self) -> None:
        """Close the library."""
        self._library.close()


class Far:
    """The library of the other process."""

    def __init__(self, folder: Path, pipe: Connection) -> None:
        self._folder, self._pipe = folder, pipe
        self.ask("open", str(folder))

    def ask(self, name: str, *given: Any, **named: Any) -> Any:
        """Call a method of the library, or of a part of it."""
        self._pipe.send((name, given, named))
        assert self._pipe.poll(60)
        return self._pipe.recv()

    def restart(self) -> None:
        """Close the library and open it again."""
        self.close()
        self.ask("open", str(self._folder))

    def close(self) -> None:
        """Close the library."""
        self.ask("close")


# As few choices as can be: Hypothesis allows some thousand bytes of them for a whole sequence.
who = st.sampled_from([0, 1])
some = st.integers(1, 2 ** len(PATHS) - 1).map(lambda bits: [path for n, path in enumerate(PATHS) if bits >> n & 1])
values = st.sampled_from(
    [
        {name: value for name, value in zip(("read", "starred", "later"), each, strict=True) if value is not None}
        for each in product((None, True, False), repeat=3)
    ]
)


class Marking(RuleBasedStateMachine):
    """Two libraries on one folder, and beside them what the marks were before and after each step."""

    pipe: Connection
    steps = Bundle("steps")

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory()
        folder = Path(self.place.name) / "data"
        self.libraries: list[Near | Far] = [Near(folder), Far(folder, self.pipe)]
        self.now: State = frozenset()
        self.done: list[tuple[int, State, State]] = []
        self.undone: list[tuple[int, State, State]] = []

    @rule(target=steps, who=who, path=st.sampled_from(PATHS), values=values)
    def mark_one(self, who: int, path: str, values: dict[str, bool]) -> int:
        """Set and clear marks of an article."""
        return self.mark(who, [path], values)

    @rule(target=steps, who=who, paths=some, values=values)
    def mark_several(self, who: int, paths: list[str], values: dict[str, bool]) -> int:
        """Set and clear marks of some articles at once."""
        return self.mark(who, paths, values)

    def mark(self, who: int, paths: list[str], values: dict[str, bool]) -> int:
        """Mark in a library and in the model; gives the number of the last step."""
        before, after = self.now, set(self.now)
        for mark, value in values.items():
            (after.update if value else after.difference_update)((mark, path) for path in paths)
        changed = self.libraries[who].ask("marks.mark", paths, **values)
        assert changed == touched(before, frozenset(after))
        if changed:
            [latest] = self.libraries[who].ask("marks.journal", 1)
            self.now, self.undone = frozenset(after), []
            self.done.append((latest.number, before, self.now))
        return self.done[-1][0] if self.done else 0

    @rule(target=steps, who=who, path=st.sampled_from(PATHS), again=st.booleans())
    def open(self, who: int, path: str, again: bool) -> int:
        """Mark an article as read, which nobody asked for: what was taken back stays, unless it is about that."""
        about = {each for _, was, then in self.undone for each in was ^ then if each[0] == "read"} - self.now
        if again and about:
            _, path = min(about)
        before, after = self.now, self.now | {("read", path)}
        changed = self.libraries[who].ask("marks.mark", [path], read=True, unasked=True)
        assert changed == touched(before, after)
        if changed:
            if ("read", path) in about:
                self.undone = []
            seen = {number for number, _, _ in (*self.done, *self.undone)}
            numbers = [entry.number for entry in self.libraries[who].ask("marks.journal", len(self.undone) + 1)]
            assert not seen.intersection(numbers)
            self.undone = [(number, *states) for number, (_, *states) in zip(numbers, self.undone, strict=False)]
            self.now = after
            self.done.append((numbers[-1], before, after))
        return self.done[-1][0] if self.done else 0

    @rule(who=who, word=st.sampled_from(WORDS))
    def keep(self, who: int, word: WatchWord) -> None:
        """Keep a search, which is no step."""
        self.libraries[who].ask("visits.keep_words", (), (word,))
        self.now |= {(SEARCH, word.text)}

    @rule(target=steps, who=who, word=st.sampled_from(WORDS))
    def remove(self, who: int, word: WatchWord) -> int:
        """Remove a search, which may be kept or not."""
        before, self.now = self.now, self.now - {(SEARCH, word.text)}
        self.libraries[who].ask("visits.keep_words", (word,), ())
        if before != self.now:
            [latest] = self.libraries[who].ask("marks.journal", 1)
            assert (latest.title, latest.articles) == (word.name, 0)
            self.undone = []
            self.done.append((latest.number, before, self.now))
        return self.done[-1][0] if self.done else 0

    @rule(who=who)
    def undo(self, who: int) -> None:
        """Take the last step back."""
        expected = touched(*self.done[-1][1:]) if self.done else 0
        assert self.libraries[who].ask("marks.undo") == expected
        self.step_back(len(self.done) - 1)

    @rule(who=who)
    def redo(self, who: int) -> None:
        """Do again what was last taken back."""
        expected = touched(*self.undone[-1][1:]) if self.undone else 0
        assert self.libraries[who].ask("marks.redo") == expected
        self.step_forth(len(self.undone) - 1)

    @rule(who=who, step=steps)
    def undo_down_to(self, who: int, step: int) -> None:
        """Take back all down to a step, which may be undone or forgotten."""
        place = next((place for place, each in enumerate(self.done) if each[0] == step), None)
        assert bool(self.libraries[who].ask("marks.ahead", back=True, to=step)) == (place is not None)
        self.libraries[who].ask("marks.undo", step)
        if place is not None:
            self.step_back(place)

    @rule(who=who, step=steps)
    def redo_up_to(self, who: int, step: int) -> None:
        """Do again all up to a step, which may be none of those taken back."""
        place = next((place for place, each in enumerate(self.undone) if each[0] == step), None)
        assert bool(self.libraries[who].ask("marks.ahead", back=False, to=step)) == (place is not None)
        self.libraries[who].ask("marks.redo", step)
        if place is not None:
            self.step_forth(place)

    @rule(who=who)
    def restart(self, who: int) -> None:
        """Close a library and open it again."""
        self.libraries[who].restart()

    @invariant()
    def both_have_what_the_model_has(self) -> None:
        """Compare marks and journal, as both processes see them."""
        for library in self.libraries:
            kept = {(SEARCH, word.text) for word in read(library.ask("visits.setting", REMEMBERED) or "")}
            assert frozenset(library.ask("_rows", "SELECT mark, path FROM user.marks")) | kept == self.now
        journal = self.libraries[1].ask("marks.journal")
        expected = [(number, True) for number, _, _ in self.undone]
        expected += [(number, False) for number, _, _ in reversed(self.done)]
        assert [(entry.number, entry.undone) for entry in journal] == expected

    def step_back(self, place: int) -> None:
        """Take steps of the model back, down to that of a place."""
        while len(self.done) > max(place, 0):
            self.undone.append(self.done.pop())
            _, before, after = self.undone[-1]
            self.now = (self.now - (after - before)) | (before - after)  # what is no step stays

    def step_forth(self, place: int) -> None:
        """Do steps of the model again."""
        while len(self.undone) > max(place, 0):
            self.done.append(self.undone.pop())
            _, before, after = self.done[-1]
            self.now = (self.now - (before - after)) | (after - before)

    def teardown(self) -> None:
        """Close both libraries."""
        for library in self.libraries:
            library.close()
        self.place.cleanup()


def touched(before: State, after: State) -> int:
    return len({path for mark, path in before ^ after if mark != SEARCH})


@pytest.fixture(scope="module")
def pipe() -> Iterator[Connection]:
    """Give the pipe to a process that stays for all sequences."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    process.start()
    yield ours
    ours.send(None)
    process.join()


def test_undo_and_redo_are_what_the_model_says(pipe: Connection, request: pytest.FixtureRequest) -> None:
    steps: int = request.config.getoption("--undo-steps")
    machine = type("Machine", (Marking,), {"pipe": pipe})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(2, 320 // steps),
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.reuse, Phase.generate),  # shrinking takes minutes
        ),
        _min_steps=steps,
    )
