"""Lending the terminal to another program, for as long as it runs.

The app goes on meanwhile, a sync under way too; only what it would paint is not written, and it paints all of it anew
when it has the terminal back.
"""

import subprocess
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from achie_tui.tui.leaving import Leaving


class Lender(Protocol):
    """The app, as far as it lends its terminal."""

    leaving: Leaving

    def suspend(self) -> AbstractContextManager[None]:
        """Give the terminal back for a while."""

    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run something on the app's own thread."""


def lend(app: Lender, command: Sequence[str], data: bytes | None = None) -> int:
    """Run a program in the app's terminal and wait for its end; not on the app's own thread.

    It reads `data` on its standard input, the terminal where there is none. Gives its exit status, below 0 where a
    signal has ended it.

    Raises OSError where there is no such program.
    """
    away = app.suspend()
    app.leaving.is_lent = True
    try:
        app.call_from_thread(away.__enter__)
        try:
            return subprocess.run(command, input=data, check=False).returncode  # noqa: S603 - the user's own choice, and no shell
        finally:
            app.call_from_thread(away.__exit__, None, None, None)
    finally:
        app.leaving.is_lent = False
