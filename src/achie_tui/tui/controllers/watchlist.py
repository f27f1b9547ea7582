"""Searches kept as views of the sidebar: watch words, with what is unread of each, and what is new."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from achie_tui.errors import AchieError
from achie_tui.library.records import View
from achie_tui.library.search.query import parse
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.places import Place
from achie_tui.tui.prompting import Ask, Purpose
from achie_tui.tui.session import Session
from achie_tui.tui.watch_words import WatchWord, moved, read, write

_NAME = "watch words"
"""The name under which they are remembered."""


class Watchlist:
    """Keeps searches. The only writer of `watched`.

    `ask` opens the prompt; `announce` tells the desktop of what is new.
    """

    purpose: Purpose = "name"

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        ask: Ask,
        announce: Callable[[str], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._ask = ask
        self._announce = announce
        self._words: tuple[WatchWord, ...] = ()
        self._known: dict[str, int] = {}  # by ids: how much was new when it was last counted
        self._counting = self._count_again = False
        self._typed = ""

    async def begin(self) -> None:
        """Recall what was kept."""
        nothing: dict[str, str] = {}
        kept = await self._jobs.read(partial(self._session.newsroom.visits.remembered, _NAME), nothing)
        self._words = read(kept.get(_NAME, ""))
        self._show_uncounted()
        self.recount()

    # What the sidebar shows.

    def _show_uncounted(self) -> None:
        counted = {place.id: place for place in self._session.watched}
        places = (counted.get(word.id, Place(word.id, word.name, View(), 0)) for word in self._words)
        self._session.watched = tuple(
            replace(place, title=word.name, query=parse(word.text))
            for place, word in zip(places, self._words, strict=True)
        )

    def recount(self) -> None:
        """Count again what is unread and new; what is asked for while that is under way becomes one count more."""
        self._count_again = bool(self._words)
        if self._count_again and not self._counting:
            self._counting = True
            self._jobs.start("watchlist", self._recount)

    async def _recount(self) -> None:
        try:
            while self._count_again:
                self._count_again = False
                words = self._words
                places = await self._session.newsroom.finder.seek(partial(self._places, words))
                if words == self._words:
                    self._session.watched = tuple(places)
                    self._tell_of_new(places)
        finally:
            self._counting = False

    def _places(self, words: Sequence[WatchWord]) -> list[Place]:
        newsroom = self._session.newsroom
        count = newsroom.library.search.count
        places = []
        for word in words:
            query = parse(word.text)
            unread, _ = count(query, within=View(unread=True))
            new, _ = count(query, within=View(since=newsroom.visits.since))
            total, _ = count(query)
            places.append(Place(word.id, word.name, View(), unread, new=new, total=total, query=query))
        return places

    def _tell_of_new(self, places: Sequence[Place]) -> None:
        """Announce what has come since it was last counted."""
        session = self._session
        before, self._known = self._known, {place.id: place.new for place in places}
        for place in places:
            come = place.new - before.get(place.id, place.new)
            if come > 0:
                session.say(phrases.WATCHED_NEW, name=place.title, new=come)
                if session.newsroom.config.notify:
                    self._announce(session.words(phrases.WATCHED_NEW, name=place.title, new=come))

    # What the user does with them.

    def save(self) -> None:
        """Keep the search that is shown; one that is kept already is given another name."""
        session, searching = self._session, self._session.searching
        if self._at is not None:
            self._ask(self, self._words[self._at].name)
        elif searching is None or not searching.text:
            session.say(phrases.NOT_SEARCHING)
        else:
            text = searching.text
            if not searching.everywhere and searching.here is not None and searching.here.category is not None:
                text = f'{text} category:"{searching.here.category.name}"'
            if all(word.text != text for word in self._words):
                self._keep((*self._words, WatchWord(text, text)))
            session.say(phrases.WATCHED, name=text)

    def remove(self) -> None:
        """Keep the search no longer that the list shows."""
        at = self._at
        if at is None:
            self._session.say(phrases.NOT_WATCHED)
            return
        word = self._words[at]
        self._keep((*self._words[:at], *self._words[at + 1 :]))
        self._session.say(phrases.UNWATCHED, name=word.name)

    def move(self, way: int) -> None:
        """Put the search that the list shows further down (1) or up (-1) in the sidebar."""
        at = self._at
        if at is None:
            self._session.say(phrases.NOT_WATCHED)
        else:
            self._keep(moved(self._words, at, way))

    @property
    def _at(self) -> int | None:
        place = self._session.place
        return next((at for at, word in enumerate(self._words) if place and word.id == place.id), None)

    def _keep(self, words: tuple[WatchWord, ...]) -> None:
        self._words = words
        self._show_uncounted()
        self.recount()
        self._jobs.start("remember", partial(self._write, write(words)))

    async def _write(self, kept: str) -> None:
        with suppress(AchieError):  # where it cannot be written, it holds for this visit
            await self._session.newsroom.visits.remember(_NAME, kept)

    # The prompt.

    def typed(self, text: str) -> None:
        """Take the name as it is by now."""
        self._typed = text.strip()

    def walk(self, way: int) -> None:
        """Do nothing: there is one name."""

    def left(self, *, keep: bool) -> None:
        """Give the search its new name."""
        at, name = self._at, self._typed
        if keep and name and at is not None:
            renamed = replace(self._words[at], name=name)
            self._keep((*self._words[:at], renamed, *self._words[at + 1 :]))

    def dismissed(self) -> None:
        """Leave the name as it was."""
