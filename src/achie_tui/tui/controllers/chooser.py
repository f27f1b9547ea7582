"""Choosing rows of the list, so that what is done next is done to all of them at once."""

from collections.abc import Callable, Collection, Sequence

from achie_tui.tui import phrases
from achie_tui.tui.places import Place
from achie_tui.tui.session import Session


class Chooser:
    """Chooses rows. The only writer of `chosen`.

    What is chosen stays so through filter and sorting, until one goes to another place or lets go of it. `at` gives the
    key under the cursor, `listed` the keys that the list shows; `step` moves the cursor.
    """

    def __init__(
        self,
        session: Session,
        *,
        at: Callable[[], int | None],
        listed: Callable[[], Sequence[int]],
        step: Callable[[int], None],
    ) -> None:
        self._session = session
        self._at = at
        self._listed = listed
        self._step = step
        self._place = ""

    def toggle(self) -> None:
        """Choose the row under the cursor, or no longer."""
        if (key := self._here()) is not None:
            self._session.chosen ^= {key}

    def choose_on(self) -> None:
        """Choose the row under the cursor, and go to the next one."""
        if (key := self._here()) is not None:
            self._session.chosen |= {key}
            self._step(1)

    def choose_all(self) -> None:
        """Choose all that the list shows, or none of it where all is chosen."""
        if self._here() is not None:
            listed, chosen = frozenset(self._listed()), self._session.chosen
            self._session.chosen = chosen - listed if listed <= chosen else chosen | listed

    def clear(self) -> bool:
        """Let go of what is chosen; tells whether there was any."""
        had = bool(self._session.chosen)
        self._session.chosen = frozenset()
        return had

    def turn_to(self, place: Place) -> None:
        """Let go of what was chosen elsewhere."""
        if place.id != self._place:
            self._place = place.id
            self.clear()

    def keep(self, keys: Collection[int]) -> None:
        """Let go of what is not among the list's keys any more."""
        if self._session.chosen:
            self._session.chosen = self._session.chosen.intersection(keys)

    def _here(self) -> int | None:
        """Give the key under the cursor of the list; say why where there is none."""
        if self._session.pane != "list":
            self._session.say(phrases.CHOOSE_IN_LIST)
            return None
        key = self._at()
        if key is None:
            self._session.say(phrases.NOTHING_CHOSEN)
        return key
