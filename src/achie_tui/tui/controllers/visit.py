"""The user's visit: when it is, and where it was left, so that the next one knows what is new and opens there."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from achie_tui.errors import AchieError
from achie_tui.model import Headline
from achie_tui.newsroom import SavedPlace
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.places import Place
from achie_tui.tui.session import Session

NOTING = 30.0
"""Seconds at least between two notes that the user is here: as much of a visit is lost when the app is killed."""
_WHEREABOUTS = "whereabouts"


class Whereabouts(NamedTuple):
    """Where to open: the place, the headline under the cursor, and that of the article that was asked for."""

    place: Place | None
    select: Headline | None
    asked: Headline | None = None


class Visit:
    """Notes the visit and its places in the library.

    `saved` is given the headline of an article whose place was saved, which shows how far it was read.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        saved: Callable[[Sequence[Headline]], None],
        clock: Callable[[], float],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._saved = saved
        self._clock = clock
        self._noted = -NOTING

    async def begin(self) -> None:
        """Fix what is new."""
        await self._jobs.read(self._session.newsroom.visits.begin, None)

    def here(self) -> None:
        """Note that the user is here, every now and then."""
        if self._clock() - self._noted >= NOTING:
            self._noted = self._clock()
            self._jobs.start("visit", self._note)

    async def _note(self) -> None:
        with suppress(AchieError):  # where it cannot be written, nobody needs to know
            await self._session.newsroom.visits.note()

    async def restore(self, path: str | None = None) -> Whereabouts:
        """Tell where to begin: in the category of the article at `path`, else where the user was, else in the first."""
        places = self._session.places
        first = next((place for place in places if place.category), next(iter(places), None))
        place_id, last = await self._jobs.read(self._remembered, ("", None))
        if path is None:
            return Whereabouts(next((place for place in places if place.id == place_id), first), last)
        asked = await self._jobs.read(partial(self._session.newsroom.headline, path), None)
        name = asked.category if asked else None
        home = next((place for place in places if place.category and place.category.name == name), first)
        return Whereabouts(home, asked, asked)

    def _remembered(self) -> tuple[str, Headline | None]:
        newsroom = self._session.newsroom
        place_id, _, path = (newsroom.library.visits.setting(_WHEREABOUTS) or "").partition("\n")
        return place_id, newsroom.headline(path) if path else None

    def save(self, place: SavedPlace) -> None:
        """Remember where the reader stands in an article."""
        self._jobs.start(
            "places", partial(self._saved_at, place.path, self._session.newsroom.visits.save_place(*place))
        )

    async def _saved_at(self, path: str, written: Awaitable[None]) -> None:
        await written
        if headline := await self._jobs.read(partial(self._session.newsroom.headline, path), None):
            self._saved([headline])

    async def end(self, seconds: float, place: SavedPlace | None, cursor: Headline | None) -> None:
        """Remember what the next visit goes on from, as far as the seconds reach: they are all that leaving takes.

        `place` is where the reader stands, and `cursor` the headline to come back to.
        """
        where = self._session.place
        whereabouts = {_WHEREABOUTS: f"{where.id}\n{cursor.path if cursor else ''}"} if where else {}
        with suppress(AchieError, TimeoutError):
            await asyncio.wait_for(self._session.newsroom.visits.end(whereabouts, place), seconds)
