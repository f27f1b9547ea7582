"""The prompt: who has opened it is told what becomes of what the user types."""

from collections.abc import Callable, Mapping

from achie_tui.language import Phrase
from achie_tui.tui import phrases
from achie_tui.tui.prompting import PromptUser, Purpose
from achie_tui.tui.session import Session

_SHOWN: dict[Purpose, tuple[Phrase, str]] = {
    "find": (phrases.FIND_WHAT, "/"),
    "search": (phrases.SEARCH_WHAT, "/"),
    "filter": (phrases.FILTER_WHAT, "F"),
    "name": (phrases.NAME_WHAT, "S"),
    "note": (phrases.NOTE_WHAT, "m"),
    "passage": (phrases.MARK_PASSAGE, "m"),
}
"""What stands in the empty field, and the sign before it."""
_OWN: frozenset[Purpose] = frozenset(("name", "note", "passage"))
"""What the user has written is changed; what was looked for is typed over."""


class Prompter:
    """Opens the prompt for one user at a time. The only writer of `prompted`.

    `show` shows it and gives it the focus: with a text, with what stands in it while it is empty, behind a sign, and
    whether the text is to be typed over. `turns` has what Tab and Shift+Tab do for some purposes; for others they go to
    another pane, as everywhere else.
    """

    def __init__(
        self,
        session: Session,
        *,
        show: Callable[[str, Phrase, str, bool], None],
        turns: Mapping[Purpose | None, Callable[[], None]],
        round_panes: Callable[[int], None],
    ) -> None:
        self._session = session
        self._show = show
        self._turns = turns
        self._round_panes = round_panes
        self._user: PromptUser | None = None

    def ask(self, user: PromptUser, text: str) -> None:
        """Open the prompt for a user; what another was typing is dismissed."""
        if self._user is not user:
            self.dismiss()
        self._user = user
        self._session.prompted = user.purpose
        self._show(text, *_SHOWN[user.purpose], user.purpose not in _OWN)

    def typed(self, text: str) -> None:
        """Pass on what is in the field by now."""
        if self._user is not None:
            self._user.typed(text)

    def walk(self, way: int) -> None:
        """Pass on that the user wants the next (1) or the previous one (-1) of what is found."""
        if self._user is not None:
            self._user.walk(way)

    def turn(self, way: int) -> None:
        """Search elsewhere, or mark in another colour; where there is nothing to turn, go to another pane."""
        turn = self._turns.get(self._session.prompted)
        if turn is not None:
            turn()
        else:
            self._round_panes(way)

    def leave(self, *, keep: bool) -> None:
        """Close the prompt, because the user is done with it."""
        if user := self._close():
            user.left(keep=keep)

    def dismiss(self) -> None:
        """Close the prompt, because the focus has gone elsewhere, or the app is left."""
        if user := self._close():
            user.dismissed()

    def _close(self) -> PromptUser | None:
        user, self._user = self._user, None
        self._session.prompted = None
        return user
