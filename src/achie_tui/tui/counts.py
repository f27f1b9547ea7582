"""Counts before keys: `5j` goes five lines down.

The panes are on 1, 2 and 3, which act at once and never wait for what may come behind them: who writes with an input
method has nothing but digits for that. So a count begins with a digit that is no action's key, and every digit goes on
with it: 4 to 9 as they are, others behind a 0 (`012j`). Who takes the panes' keys away may begin with these too.
"""

from collections.abc import Callable

from achie_tui.tui.keys import Keys, name

_DIGITS = frozenset("0123456789")
_MOST = 3  # digits that count

REPEATED = ("down", "up", "half_down", "half_up", "page_down", "page_up", "table_left", "table_right")
"""What is done as often as is asked for."""
STEPS = {"next_article": 1, "previous_article": -1}
"""What is done once, so much further: what lies between is not opened."""


class Counts:
    """Takes the digits before a key; `show` is told what is typed by now."""

    def __init__(self, keys: Keys, show: Callable[[str], None]) -> None:
        used = {key for action in keys.actions for key in keys.of(action)}
        self._first = _DIGITS - used
        self._forgotten = {name(key) for key in keys.of("back")}
        self._repeated = {name(key) for action in REPEATED for key in keys.of(action)}
        self._steps = {name(key): way for action, way in STEPS.items() for key in keys.of(action)}
        self._show = show
        self._typed = ""

    def take(self, key: str) -> int:
        """Take a key; gives how often it is to be done, 0 where it belongs to a count and does nothing else."""
        if key in _DIGITS and (self._typed or key in self._first):
            # Of the zeros before it, the one that begins a count is enough.
            typed = f"0{f'{self._typed}{key}'.lstrip('0')}" if self._typed.startswith("0") else f"{self._typed}{key}"
            self._turn_to(typed if len(typed.lstrip("0")) <= _MOST else self._typed)
            return 0
        typed = self._typed
        self.forget()
        if typed and key in self._forgotten:
            return 0
        return max(1, int(typed or 1)) if key in self._repeated or key in self._steps else 1

    def step(self, key: str) -> int:
        """Give the way that a key steps, 0 where it is none that does."""
        return self._steps.get(key, 0)

    def forget(self) -> None:
        """Forget what is typed."""
        self._turn_to("")

    def _turn_to(self, typed: str) -> None:
        if typed != self._typed:
            self._typed = typed
            self._show(typed)
