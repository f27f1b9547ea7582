"""From pane to pane, and back out of everything, step by step."""

from collections.abc import Callable

from achie_tui.tui.keys import Pane
from achie_tui.tui.session import Session

ORDER: tuple[Pane, ...] = ("sidebar", "list", "reader")


class Panes:
    """Says which pane has the focus. The only writer of `pane` and `zen`.

    `open_current` opens the article under the cursor; `leave_list` takes away the list's filter, or the search that
    it shows, `leave_aid` ends a reading aid, and `back_on_trail` goes back to the article whose link was
    followed, each telling whether there was one; `stop` ends work of which the user is told that it can be, and tells
    whether there was any; `quit_app` leaves the app.
    """

    def __init__(
        self,
        session: Session,
        *,
        open_current: Callable[[], None],
        leave_list: Callable[[], bool],
        leave_aid: Callable[[], bool],
        back_on_trail: Callable[[], bool],
        stop: Callable[[], bool],
        quit_app: Callable[[], None],
    ) -> None:
        self._session = session
        self._open_current = open_current
        self._leave_list = leave_list
        self._leave_aid = leave_aid
        self._back_on_trail = back_on_trail
        self._stop = stop
        self._quit = quit_app

    def go_to(self, pane: Pane) -> None:
        """Go to a pane; to a reader in which nothing is open, with the article under the cursor."""
        session = self._session
        if pane == "reader" and session.reading is None and session.rows.shown:
            self._open_current()
            return
        if pane != "reader":
            session.zen = False
        session.pane = pane

    def left(self) -> None:
        """Go to the pane on the left."""
        self.go_to(ORDER[max(0, self._at - 1)])

    def right(self) -> None:
        """Go to the pane on the right."""
        self.go_to(ORDER[min(len(ORDER) - 1, self._at + 1)])

    def round(self, way: int) -> None:
        """Go round the panes, forwards (1) or backwards (-1)."""
        self.go_to(ORDER[(self._at + way) % len(ORDER)])

    def toggle_zen(self) -> None:
        """Show nothing but the article, or all again."""
        self.go_to("reader")
        self._session.zen = not self._session.zen

    def back(self) -> None:
        """Stop what goes on; else go back one step."""
        if not self._stop():
            self._step_back()

    def _step_back(self) -> None:
        """Go back one step: out of an aid, filter or search, out of the quiet, along links, or a pane to the left."""
        session = self._session
        if (session.pane == "reader" and self._leave_aid()) or (session.pane == "list" and self._leave_list()):
            return
        if session.zen:
            session.zen = False
        elif session.pane != "reader" or not self._back_on_trail():
            self.left()

    def leave(self) -> None:
        """Go back; from the first pane, leave the app."""
        if self._session.pane == "sidebar":
            self._quit()
        else:
            self._step_back()

    @property
    def _at(self) -> int:
        return ORDER.index(self._session.pane)
