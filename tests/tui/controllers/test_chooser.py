"""Choosing rows: one, one after another, all that is shown, and what lets go of them."""

from dataclasses import dataclass, field

import pytest

from achie_tui.tui.controllers.chooser import Chooser
from tests.tui.controllers.session import FakeSession


@dataclass
class Table:
    """A list of rows with a cursor."""

    keys: list[int] = field(default_factory=lambda: [11, 12, 13])
    cursor: int = 0

    def at(self) -> int | None:
        """Give the key under the cursor."""
        return self.keys[self.cursor] if self.keys else None

    def step(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + rows, len(self.keys) - 1))


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def chooser(session: FakeSession, table: Table) -> Chooser:
    chooser = Chooser(session, at=table.at, listed=lambda: table.keys, step=table.step)
    assert session.place is not None
    chooser.turn_to(session.place)
    return chooser


def test_a_row_is_chosen_and_no_longer(session: FakeSession, chooser: Chooser) -> None:
    chooser.toggle()
    assert session.chosen == {11}
    chooser.toggle()
    assert session.chosen == set()


def test_rows_are_chosen_one_after_another(session: FakeSession, chooser: Chooser, table: Table) -> None:
    chooser.toggle()
    for cursor in (1, 2, 2):
        chooser.choose_on()
        assert table.cursor == cursor
    assert session.chosen == {11, 12, 13}


def test_all_that_is_shown_is_chosen_or_none_of_it(session: FakeSession, chooser: Chooser, table: Table) -> None:
    session.chosen = frozenset({12, 99})
    chooser.choose_all()
    assert session.chosen == {11, 12, 13, 99}
    table.keys = [11, 12]
    chooser.choose_all()
    assert session.chosen == {13, 99}, "what the filter hides stays"


def test_what_is_no_longer_in_the_list_is_let_go(session: FakeSession, chooser: Chooser) -> None:
    session.chosen = frozenset({11, 13})
    chooser.keep([13, 14])
    assert session.chosen == {13}
    assert chooser.clear()
    assert session.chosen == set()
    assert not chooser.clear()


def test_another_place_lets_go_and_the_same_does_not(session: FakeSession, chooser: Chooser) -> None:
    here, other = session.place, session.places[0]
    assert here is not None
    chooser.toggle()
    chooser.turn_to(here)
    assert session.chosen == {11}
    chooser.turn_to(other)
    assert session.chosen == set()


def test_rows_are_chosen_in_the_list_alone(session: FakeSession, chooser: Chooser, table: Table) -> None:
    session.pane = "reader"
    for choose in (chooser.toggle, chooser.choose_on, chooser.choose_all):
        choose()
    session.pane, table.keys = "list", []
    chooser.toggle()
    assert session.chosen == set()
    assert session.said == ["到文章列表里才能选"] * 3 + ["先选一篇文章"]
