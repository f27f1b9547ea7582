"""What the main screen remembers of where the user was, so that the app opens there again."""

import asyncio
from contextlib import suppress

from achie_tui.errors import AchieError
from achie_tui.tui.places import Place
from achie_tui.tui.screens.browsing import BrowsingDesk

_WHEREABOUTS = "whereabouts"
LEAVING = 0.5
"""Seconds that remembering may take when the app ends."""


class ReturningDesk(BrowsingDesk):
    """The returning user's side of the main screen."""

    def return_to(self, path: str | None = None) -> None:
        """Go to the category of the article at `path`, else to where the user was, else to the first category."""
        first = next((place for place in self.places if place.category), self.places[0])
        remembered = self.ask(lambda: self.newsroom.library.setting(_WHEREABOUTS), None) or ""
        place_id, _, last = remembered.partition("\n")
        if path is None:
            place = next((place for place in self.places if place.id == place_id), first)
        else:
            place, last = self._home_of(path) or first, path
        headline = self.headline_of(last) if last else None
        self.go_to(place, select=headline.key if headline else None)

    def _home_of(self, path: str) -> Place | None:
        headline = self.headline_of(path)
        name = headline.category if headline else None
        return next((place for place in self.places if place.category and place.category.name == name), None)

    async def on_unmount(self) -> None:
        """Remember the place, and the article under the cursor, but do not let that hold up the end."""
        if self.place is None:
            return
        headline = self.headline_list.headline
        # Who was at the top of a list wants to see what is there the next time.
        path = headline.path if headline and self.headline_list.cursor else ""
        whereabouts = f"{self.place.id}\n{path}"
        with suppress(AchieError, TimeoutError):
            await asyncio.wait_for(self.newsroom.remember(_WHEREABOUTS, whereabouts), LEAVING)
