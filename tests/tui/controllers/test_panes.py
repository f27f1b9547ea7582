"""Panes: which has the focus after each key, and the steps back until the app is left."""

from dataclasses import dataclass, field
from functools import partial

import pytest

from achie_tui.tui.controllers.panes import ORDER, Panes
from achie_tui.tui.keys import Pane
from achie_tui.tui.session import Reading, Rows
from tests.tui.controllers.session import FakeSession
from tests.tui.fake import CATEGORIES, path_of


@dataclass
class Outside:
    """What the panes had done elsewhere; the numbers tell how often there is something to go back from."""

    filters: int = 0
    aids: int = 0
    links: int = 0
    stopped: bool = False
    done: list[str] = field(default_factory=list)

    def clear_filter(self) -> bool:
        """Take the filter away, where there is one."""
        self.filters -= 1
        return self.filters >= 0

    def leave_aid(self) -> bool:
        """End an aid, where there is one."""
        self.done.append("leave aid")
        self.aids -= 1
        return self.aids >= 0

    def back_on_trail(self) -> bool:
        """Go back along a link, where there is one."""
        self.done.append("back on trail")
        self.links -= 1
        return self.links >= 0


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
def panes(session: FakeSession, outside: Outside) -> Panes:
    return Panes(
        session,
        open_current=lambda: outside.done.append("open"),
        leave_list=outside.clear_filter,
        leave_aid=outside.leave_aid,
        back_on_trail=outside.back_on_trail,
        stop=lambda: outside.stopped,
        quit_app=lambda: outside.done.append("quit"),
    )


@pytest.fixture
def reading(session: FakeSession) -> Reading:
    session.reading = Reading(path_of(CATEGORIES[0], 0), "")
    return session.reading


@pytest.mark.usefixtures("reading")
def test_left_and_right_go_pane_by_pane_and_stay_at_the_ends(
    session: FakeSession, panes: Panes, outside: Outside
) -> None:
    session.pane = "sidebar"
    went = []
    for key in (panes.right, panes.right, panes.right, panes.left, panes.left, panes.left):
        key()
        went.append(session.pane)
    assert went == ["list", "reader", "reader", "list", "sidebar", "sidebar"]
    assert outside.done == []


def test_a_reader_in_which_nothing_is_open_is_entered_with_the_article_under_the_cursor(
    session: FakeSession, panes: Panes, outside: Outside
) -> None:
    session.rows = Rows(1, 1)
    for key in (panes.right, partial(panes.round, 1), partial(panes.go_to, "reader")):
        key()
        assert (session.pane, outside.done) == ("list", ["open"]), "who opens it goes there"
        outside.done.clear()
    session.rows = Rows()
    panes.right()
    assert (session.pane, outside.done) == ("reader", [])


@pytest.mark.usefixtures("reading")
def test_round_goes_through_all_panes_both_ways(session: FakeSession, panes: Panes) -> None:
    for way, expected in ((1, ["reader", "sidebar", "list"]), (-1, ["sidebar", "reader", "list"])):
        went = []
        for _ in ORDER:
            panes.round(way)
            went.append(session.pane)
        assert went == expected


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize("pane", ORDER)
def test_the_quiet_is_the_readers_and_ends_where_another_pane_is_entered(
    session: FakeSession, panes: Panes, pane: Pane
) -> None:
    session.pane = pane
    panes.toggle_zen()
    assert (session.pane, session.zen) == ("reader", True)
    panes.go_to("reader")
    assert session.zen
    panes.toggle_zen()
    assert (session.pane, session.zen) == ("reader", False)
    panes.toggle_zen()
    panes.go_to("list")
    assert not session.zen


def test_back_goes_out_of_the_aid_the_quiet_along_the_links_out_of_the_filter_and_to_the_left(
    session: FakeSession, panes: Panes, outside: Outside
) -> None:
    session.pane, session.zen = "reader", True
    outside.aids, outside.links, outside.filters = 1, 2, 1
    steps: list[tuple[Pane, bool, list[str]]] = []
    for _ in range(7):
        outside.done.clear()
        panes.back()
        steps.append((session.pane, session.zen, [*outside.done]))
    assert steps == [
        ("reader", True, ["leave aid"]),
        ("reader", False, ["leave aid"]),
        ("reader", False, ["leave aid", "back on trail"]),
        ("reader", False, ["leave aid", "back on trail"]),
        ("list", False, ["leave aid", "back on trail"]),
        ("list", False, []),
        ("sidebar", False, []),
    ]


def test_only_the_first_pane_is_left_for_good(session: FakeSession, panes: Panes, outside: Outside) -> None:
    session.pane = "reader"
    outside.links = 1
    went = []
    for _ in range(3):
        panes.leave()
        went.append(session.pane)
    assert went == ["reader", "list", "sidebar"]
    panes.back()
    assert "quit" not in outside.done
    panes.leave()
    assert (session.pane, outside.done[-1]) == ("sidebar", "quit")


@pytest.mark.usefixtures("reading")
def test_what_can_be_stopped_is_stopped_by_the_key_that_says_so_before_anything_is_left(
    session: FakeSession, panes: Panes, outside: Outside
) -> None:
    session.pane, outside.stopped, outside.aids = "reader", True, 1
    panes.back()
    assert (session.pane, outside.done) == ("reader", [])
    panes.leave()
    assert outside.done == ["leave aid"], "the other key goes back, whatever goes on"
