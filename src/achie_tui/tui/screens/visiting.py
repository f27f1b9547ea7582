"""What the main screen keeps of the user's visit: when it was, so that the next one knows what is new."""

import asyncio
from contextlib import suppress
from time import monotonic

from achie_tui.errors import AchieError
from achie_tui.newsroom import Newsroom
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Keys
from achie_tui.tui.screens.reading import ReadingDesk

NOTING = 30.0
"""Seconds at least between two notes that the user is here: as much of a visit is lost when the app is killed."""
LEAVING = 0.5
"""Seconds that the last note may take when the app ends."""


class VisitingDesk(ReadingDesk):
    """A visit's side of the main screen."""

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom, keys, opener)
        self._noted = -NOTING

    def begin_visit(self) -> None:
        """Fix what is new; that there is a visit is noted once the first frame stands."""
        self.ask(self.newsroom.begin_visit, None)
        self.call_after_refresh(self.be_here)

    def be_here(self) -> None:
        """Note that the user is here."""
        if monotonic() - self._noted >= NOTING:
            self._noted = monotonic()
            self.note_visit()

    async def on_unmount(self) -> None:
        """Note when the visit ends, but do not let that hold up the end."""
        with suppress(AchieError, TimeoutError):
            await asyncio.wait_for(self.newsroom.note_visit(), LEAVING)
