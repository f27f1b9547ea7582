"""What of the list is shown, and in which order: the filter that one types, unread only, sorting."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from achie_tui.errors import AchieError
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.narrowing import Narrowing, order_name, orders
from achie_tui.tui.places import SEARCH, Place
from achie_tui.tui.prompting import Ask, Purpose
from achie_tui.tui.session import Session

_REMEMBERED = "list "
"""Before a place's id: the name under which it is remembered how that is narrowed."""


class Narrower:
    """Narrows the list and sorts it. The only writer of `narrowing`.

    A text is there until one goes to another place; the rest is remembered of each, but of what is being searched
    for: that is another place with each text. `enter` takes the user to the
    list; `ask` opens the prompt; `at` gives the key under the cursor; `look` makes the titles
    ready to be looked through; `narrow` shows those that match, with the cursor on a key; `refill` shows the list as
    it is narrowed and sorted by now; `step` moves the cursor.
    """

    purpose: Purpose = "filter"

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        enter: Callable[[], None],
        ask: Ask,
        at: Callable[[], int | None],
        look: Callable[[], None],
        narrow: Callable[[int | None], None],
        refill: Callable[[], None],
        step: Callable[[int], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._enter = enter
        self._ask = ask
        self._at = at
        self._look = look
        self._narrow = narrow
        self._refill = refill
        self._step = step
        self._kept: dict[str, str] = {}
        self._place = ""
        self._from: int | None = None  # the key that was under the cursor before there was a filter

    async def begin(self) -> None:
        """Recall how each place's list was narrowed and sorted."""
        newsroom = self._session.newsroom
        self._kept |= await self._jobs.read(partial(newsroom.visits.remembered, _REMEMBERED), {})

    def turn_to(self, place: Place) -> None:
        """Narrow as it was remembered of a place, unless one is there already."""
        name = f"{SEARCH} {place.query.text}" if place.id == SEARCH and place.query else place.id
        if name != self._place:
            self._place = name
            self._session.narrowing = Narrowing.read(self._kept.get(_REMEMBERED + name, ""))

    # The filter.

    def filter(self) -> None:
        """Let the user type what the titles are to match."""
        session = self._session
        self._enter()
        if not session.narrowing.text:
            self._from = self._at()
        self._ask(self, session.narrowing.text)
        self._look()

    def typed(self, text: str) -> None:
        """Narrow as one types."""
        self._set_text(text.strip())

    def walk(self, way: int) -> None:
        """Move the cursor while one types."""
        self._step(way)

    def left(self, *, keep: bool) -> None:
        """Go on in the list: as it is narrowed, or where one was."""
        if not keep:
            self._set_text("")

    def dismissed(self) -> None:
        """Keep what was typed."""

    def clear(self) -> bool:
        """Take the filter away, and go back to where one was; tells whether there was one."""
        had = bool(self._session.narrowing.text)
        self._set_text("")
        return had

    def _set_text(self, text: str) -> None:
        session = self._session
        if text != session.narrowing.text:
            session.narrowing = replace(session.narrowing, text=text)
            self._narrow(self._from)

    # What is remembered.

    def toggle_unread(self) -> None:
        """Show what is unread only, or all."""
        session = self._session
        if session.place is None or session.place.view.unread:
            session.say(phrases.UNREAD_ONLY)
            return
        narrowing = session.narrowing
        self._remember(replace(narrowing, unread_only=not narrowing.unread_only))
        session.say(phrases.ALL_SHOWN if narrowing.unread_only else phrases.UNREAD_ONLY)

    def next_order(self) -> None:
        """Sort in the next way."""
        session = self._session
        if session.place is None:
            return
        possible = orders(session.place)
        now = session.narrowing.order
        following = possible[(possible.index(now) + 1) % len(possible)] if now in possible else None
        self._remember(replace(session.narrowing, order=following))
        session.say(phrases.SORTED, order=order_name(session.place, following).say(session.language))

    def _remember(self, narrowing: Narrowing) -> None:
        self._session.narrowing = narrowing
        if self._session.place is not None and self._session.place.id != SEARCH:
            name, kept = _REMEMBERED + self._place, narrowing.kept()
            self._kept[name] = kept
            self._jobs.start("remember", partial(self._write, name, kept))
        self._refill()

    async def _write(self, name: str, kept: str) -> None:
        with suppress(AchieError):  # where it cannot be written, it holds for this visit
            await self._session.newsroom.visits.remember(name, kept)
