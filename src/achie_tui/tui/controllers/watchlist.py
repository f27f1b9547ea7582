"""Searches kept as views of the sidebar: watch words, with what is unread of each, and what is new."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from achie_tui.library.records import View
from achie_tui.library.watch_words import REMEMBERED, WatchWord, read
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.places import Place
from achie_tui.tui.prompting import Ask, Purpose
from achie_tui.tui.session import Session
from achie_tui.tui.watch_words import moved
from achie_tui.typeset.visible import clean_line


class Watchlist:
    """Keeps searches. The only writer of `watched`.

    `ask` opens the prompt; `recall` has a text among the former searches, from where it can be kept again; `point_at`
    shows a place in the sidebar, `go_to` in the list; `announce` tells the desktop of what is new, and `came` is given
    the keys of the articles that are, where the configuration has a program that wants to know them.
    """

    purpose: Purpose = "name"

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        *,
        ask: Ask,
        recall: Callable[[str], None],
        point_at: Callable[[Place], None],
        go_to: Callable[[Place], None],
        announce: Callable[[str], None],
        came: Callable[[WatchWord, Sequence[int]], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._ask = ask
        self._recall = recall
        self._point_at = point_at
        self._go_to = go_to
        self._announce = announce
        self._came = came
        self._words: tuple[WatchWord, ...] = ()
        self._writing = 0  # how many changes are not written yet
        self._is_written = True  # where it cannot be, what is kept holds for this visit
        self._known: dict[str, int] = {}  # by ids: how much was new when it was last counted
        self._handed_on: dict[str, set[int]] = {}  # by texts: what is new and need not be told any more
        self._counting = self._count_again = False
        self._named: str | None = None  # the text of the search that is given a name
        self._typed = ""

    async def begin(self) -> None:
        """Recall what was kept."""
        nothing: dict[str, str] = {}
        kept = await self._jobs.read(partial(self._session.newsroom.visits.remembered, REMEMBERED), nothing)
        self._words = read(kept.get(REMEMBERED, ""))
        self._show_uncounted()
        self.recount()

    # What the sidebar shows.

    def _show_uncounted(self) -> None:
        counted = {place.id: place for place in self._session.watched}
        places = (counted.get(word.id, Place(word.id, word.name, View(), 0)) for word in self._words)
        self._session.watched = tuple(
            replace(place, title=word.name, query=word.query) for place, word in zip(places, self._words, strict=True)
        )

    def recount(self) -> None:
        """Count again what is unread and new, also of what another process has kept meanwhile.

        What is asked for while that is under way becomes one count more.
        """
        self._count_again = True
        if not self._counting:
            self._counting = True
            self._jobs.start("watchlist", self._recount)

    async def _recount(self) -> None:
        try:
            while self._count_again:
                self._count_again = False
                before = self._words
                words = await self._session.newsroom.query(partial(self._kept, before))
                places, found = await self._counted(words)
                if before == self._words and (words == before or self._may_look):
                    self._words = words
                    self._session.watched = tuple(places)
                    self._tell_of_new(places)
                    self._hand_on(found)
        finally:
            self._counting = False

    @property
    def _may_look(self) -> bool:
        """Whether the library has all that the user did."""
        return self._is_written and not self._writing

    def _kept(self, words: tuple[WatchWord, ...]) -> tuple[WatchWord, ...]:
        return read(self._session.newsroom.library.visits.setting(REMEMBERED) or "") if self._may_look else words

    async def _counted(self, words: Sequence[WatchWord]) -> tuple[list[Place], dict[WatchWord, list[int]]]:
        """Count what each finds, where there are any: searches need a thread, and a connection, of their own."""
        if not words:
            return [], {}
        return await self._session.newsroom.finder.seek(lambda: (self._places(words), self._new_of(words)))

    def _new_of(self, words: Sequence[WatchWord]) -> dict[WatchWord, list[int]]:
        """Give the keys of what is new of each search, where anybody wants to know them."""
        newsroom = self._session.newsroom
        if not newsroom.config.hook_watch:
            return {}
        within, keys = View(since=newsroom.visits.since), newsroom.library.search.keys
        return {word: keys(word.query, within=within) for word in words}

    def _hand_on(self, found: Mapping[WatchWord, Sequence[int]]) -> None:
        """Hand on what is new since the last time; what was there when it was looked at first is not."""
        for word, keys in found.items():
            told = self._handed_on.setdefault(word.text, set(keys))
            if fresh := [key for key in keys if key not in told]:
                told.update(fresh)
                self._came(word, fresh)

    def _places(self, words: Sequence[WatchWord]) -> list[Place]:
        newsroom = self._session.newsroom
        count = newsroom.library.search.count
        places = []
        for word in words:
            query = word.query
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
            self._name(self._words[self._at])
        elif searching is None or not searching.text:
            session.say(phrases.NOT_SEARCHING)
        else:
            text = searching.kept_text
            kept = next((word for word in self._words if word.text == text), None)
            if kept is not None:
                self._name(kept)
            else:
                self._keep((*self._words, WatchWord(text, text)))
                self._point_at(session.watched[-1])
                if searching.scope is None or text != searching.text:
                    session.say(phrases.WATCHED, name=text)
                else:
                    session.say(phrases.WATCHED_WIDER, name=text, scope=clean_line(searching.scope.title))

    def _name(self, word: WatchWord) -> None:
        self._named = word.text
        self._ask(self, word.name)

    def remove(self) -> None:
        """Keep the search no longer that the list shows; the list goes to the one beside it, or to all articles."""
        at, session = self._at, self._session
        if at is None:
            session.say(phrases.NOT_WATCHED)
            return
        word = self._words[at]
        self._keep((*self._words[:at], *self._words[at + 1 :]))
        beside = session.watched[min(at, len(session.watched) - 1)] if session.watched else session.places[0]
        self._recall(word.text)
        self._go_to(beside)
        session.say(phrases.UNWATCHED, name=word.name)

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
        before, self._words = self._words, words
        self._writing += 1
        self._show_uncounted()
        self.recount()
        # Begun at once: the next key may undo it.
        self._jobs.start("remember", partial(self._written, self._session.newsroom.visits.keep_words(before, words)))

    async def _written(self, written: Awaitable[object]) -> None:
        is_written = False
        try:
            await written
            is_written = True
        finally:
            self._writing -= 1
            self._is_written = self._is_written and is_written

    # The prompt.

    def typed(self, text: str) -> None:
        """Take the name as it is by now."""
        self._typed = text.strip()

    def walk(self, way: int) -> None:
        """Do nothing: there is one name."""

    def left(self, *, keep: bool) -> None:
        """Give the search its new name."""
        name = self._typed
        if keep and name:
            self._keep(tuple(replace(each, name=name) if each.text == self._named else each for each in self._words))

    def dismissed(self) -> None:
        """Leave the name as it was."""
