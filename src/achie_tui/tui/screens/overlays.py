"""The screens that lie over the main one for a while; each is loaded when it is first needed."""

from collections.abc import Callable, Sequence

from textual.screen import Screen

from achie_tui.library.records import Kept
from achie_tui.model import ImageBlock
from achie_tui.pictures.terminal import Protocol
from achie_tui.tui.run import Run
from achie_tui.tui.session import Session


class Overlays:
    """Opens screens; `push` lays one over what is shown, `shown` gives those that are."""

    def __init__(
        self, session: Session, *, push: Callable[[Screen[None]], object], shown: Callable[[], Sequence[Screen[object]]]
    ) -> None:
        self._session = session
        self._push = push
        self._shown = shown

    def show_run(self, run: Run, pause: Callable[[], None], cancel: Callable[[], None]) -> None:
        """Show how a sync goes, with the ways to hold it up and to end it."""
        from achie_tui.tui.screens.syncing import SyncingScreen

        self._push(SyncingScreen(run, self._session.keys, self._session.language, pause=pause, cancel=cancel))

    def run_ended(self) -> None:
        """Show at once that a sync has ended, where it is looked at."""
        from achie_tui.tui.screens.syncing import SyncingScreen

        for screen in self._shown():
            if isinstance(screen, SyncingScreen):
                screen.show_run()

    def show_pictures(self, pictures: Sequence[ImageBlock], first: int, protocol: Protocol) -> None:
        """Show pictures as large as the screen, from one of them on."""
        from achie_tui.tui.widgets.picture import PictureScreen

        session = self._session
        wide = session.typography.ambiguous_wide
        load = session.newsroom.picture
        self._push(PictureScreen(pictures, load, session.language, first=first, protocol=protocol, ambiguous_wide=wide))

    def compare(self, former: Kept, kept: Kept) -> None:
        """Show what the site changed in an article."""
        from achie_tui.tui.screens.differences import DifferencesScreen

        session = self._session
        self._push(DifferencesScreen(former, kept, session.keys, session.language, session.typography))
