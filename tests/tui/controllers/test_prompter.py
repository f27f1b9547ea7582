"""The prompt: it has one user at a time, and each is told once what becomes of it."""

import pytest

from achie_tui.tui.controllers.prompter import Prompter
from achie_tui.tui.prompting import Purpose
from tests.tui.controllers.session import FakeSession


class User:
    """Writes down what it is told."""

    def __init__(self, purpose: Purpose, session: FakeSession) -> None:
        self.purpose = purpose
        self.told: list[object] = []
        self._session = session

    def typed(self, text: str) -> None:
        """Take what is typed."""
        self.told.append(text)

    def walk(self, way: int) -> None:
        """Take a step."""
        self.told.append(way)

    def left(self, *, keep: bool) -> None:
        """Go on."""
        assert self._session.prompted is None, "it is closed by then"
        self.told.append(keep)

    def dismissed(self) -> None:
        """Go on elsewhere."""
        self.told.append("dismissed")


@pytest.fixture
def shown() -> list[tuple[str, str, bool]]:
    return []


@pytest.fixture
def turned() -> list[str]:
    return []


@pytest.fixture
def prompter(session: FakeSession, shown: list[tuple[str, str, bool]], turned: list[str]) -> Prompter:
    return Prompter(
        session,
        show=lambda text, _, sign, over: shown.append((sign, text, over)),
        turns={"search": lambda: turned.append("scope")},
        round_panes=lambda way: turned.append(f"pane {way}"),
    )


def test_who_opened_it_is_told_what_becomes_of_it(
    session: FakeSession, prompter: Prompter, shown: list[tuple[str, str, bool]]
) -> None:
    user = User("filter", session)
    prompter.ask(user, "滩涂")
    assert (session.prompted, shown) == ("filter", [("F", "滩涂", True)])
    prompter.typed("滩")
    prompter.walk(-1)
    prompter.leave(keep=True)
    prompter.typed("late")
    prompter.leave(keep=False)
    prompter.dismiss()
    assert user.told == ["滩", -1, True]


def test_another_one_who_opens_it_dismisses_the_first(session: FakeSession, prompter: Prompter) -> None:
    first, second = User("search", session), User("name", session)
    prompter.ask(first, "")
    prompter.ask(first, "again")
    prompter.ask(second, "")
    assert (session.prompted, first.told, second.told) == ("name", ["dismissed"], [])
    prompter.dismiss()
    assert (session.prompted, second.told) == (None, ["dismissed"])


def test_tab_turns_what_is_searched_and_else_goes_to_the_next_pane(
    session: FakeSession, prompter: Prompter, turned: list[str]
) -> None:
    for purpose in ("search", "name"):
        prompter.ask(User(purpose, session), "")
        for way in (1, -1):
            prompter.turn(way)
    assert turned == ["scope", "scope", "pane 1", "pane -1"]
