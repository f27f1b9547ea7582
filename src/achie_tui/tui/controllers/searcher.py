"""Searching the library: as one types, in the list's own place; and back to where one was."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol

from achie_tui.errors import AchieError
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Job, Jobs
from achie_tui.tui.places import SEARCH, Place
from achie_tui.tui.prompting import Ask, Purpose
from achie_tui.tui.searching import Searching
from achie_tui.tui.session import Session

REST = 0.6
"""Seconds without a key after which it is said what was not understood: what is half typed never is."""
AT_FIRST = 20
"""Hits that are looked for first: as many as there are in sight."""
PAGE = 50
"""Hits that are ranked by what their texts say."""
AFTER_THE_FRAME = 0.05
"""Seconds that the others wait: what is found first is painted meanwhile, and nothing shares the processor with it."""
_HISTORY = "searches"
"""The name under which former searches are remembered, as a JSON list, the last one first."""
_REMEMBERED = 50


class ListAccess(Protocol):
    """The lists, as far as they are needed here."""

    def key_at_cursor(self) -> int | None:
        """Give the key under the cursor, None in an empty list."""

    def go_to(self, place: Place, select: int | None = None) -> None:
        """Show the articles of a place, the cursor on a key."""

    def go_on(self, place: Place) -> None:
        """Show the same place as it is known by now; the cursor stays."""


class Searcher:
    """Searches the library. The only writer of `searching` and `unindexed`.

    `ask` opens the prompt, and `retype` puts another text in it; `enter_list` takes the user to the list, and
    `show_list` does where it is not in sight;
    `open_article` opens an article by its path; `step` moves the cursor in the list; `ask_site`
    shows what the site's own search finds; `typed_out` waits until all keys are dealt with that have come;
    `paint_together` makes a change that is painted in one frame with the list it asks for.
    """

    purpose: Purpose = "search"

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        lists: ListAccess,
        *,
        ask: Ask,
        retype: Callable[[str], None],
        enter_list: Callable[[], None],
        show_list: Callable[[], None],
        open_article: Callable[[str], None],
        step: Callable[[int], None],
        ask_site: Callable[[str], None],
        typed_out: Callable[[], Awaitable[None]],
        paint_together: Callable[[Callable[[], None]], Awaitable[None]],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._lists = lists
        self._ask = ask
        self._retype = retype
        self._enter_list = enter_list
        self._show_list = show_list
        self._open = open_article
        self._step = step
        self._ask_site = ask_site
        self._typed_out = typed_out
        self._paint_together = paint_together
        self._pause = pause
        self._history: list[str] = []
        self._finding: Job | None = None
        self._recalled = -1  # which of the former searches stands in the prompt

    async def begin(self) -> None:
        """Recall former searches; then have the index know all articles, bit by bit."""
        nothing: dict[str, str] = {}
        remembered = await self._jobs.read(partial(self._session.newsroom.visits.remembered, _HISTORY), nothing)
        with suppress(ValueError):  # another program may have written it
            known = json.loads(remembered.get(_HISTORY, "[]"))
            self._history = [text for text in known if isinstance(text, str)] if isinstance(known, list) else []
        await self._session.newsroom.finder.index(self._tell_left)

    def _tell_left(self, left: int) -> None:
        self._session.unindexed = left

    # The prompt.

    def search(self) -> None:
        """Let the user type what to search for; what was found before is looked for again."""
        session = self._session
        if session.searching is None:
            session.searching = Searching(session.place, self._lists.key_at_cursor())
        self._recalled = -1
        self._show_list()
        self._ask(self, session.searching.text)
        self._jobs.start("search-ahead", session.newsroom.finder.prepare)

    def typed(self, text: str) -> None:
        """Search as one types."""
        searching = self._session.searching
        if searching is not None and text.strip() != searching.text:
            self._look(replace(searching, text=text.strip(), results=None, keys=None, told=False))

    def turn_scope(self) -> None:
        """Search everything, or the list where one was."""
        searching = self._session.searching
        if searching is not None and searching.here is not None:
            self._look(replace(searching, everywhere=not searching.everywhere, results=None, keys=None))

    def walk(self, way: int) -> None:
        """Recall an earlier search (-1), or a later one (1); behind the last of them lie the rows of the list."""
        if way > 0 and self._recalled < 0:
            self._step(1)
            return
        self._recalled = max(-1, min(self._recalled - way, len(self._history) - 1))
        self._retype(self._history[self._recalled] if self._recalled >= 0 else "")

    def left(self, *, keep: bool) -> None:
        """Go on in what was found; an address is opened, and without anything to search for one is where one was."""
        session, searching = self._session, self._session.searching
        if searching is None:
            return
        path = session.newsroom.config.addresses.article_path(searching.text) if keep else None
        if path is not None:
            self.end()
            self._open(path)
        elif not keep or not searching.text:
            self.end()
        else:
            self.remember(searching.text)
            self._enter_list()
            if self._finding is not None:
                self._finding.cancel()
            self._jobs.answer("search", partial(self._find_and_tell, searching))

    def dismissed(self) -> None:
        """Keep what was found; where nothing was typed there is no search."""
        session = self._session
        if session.searching is not None and not session.searching.text:
            session.searching = None

    # What is found.

    def _look(self, searching: Searching) -> None:
        self._session.searching = searching
        self._finding = self._jobs.start("search", partial(self._find_soon, searching), exclusive=True)

    async def _find_soon(self, searching: Searching) -> None:
        if not searching.text:
            self._back(searching)
            return
        await self._typed_out()
        searching = await self._find_first(searching)
        if searching.keys is None:
            await self._pause(AFTER_THE_FRAME)
            await self._find_all(searching)
        session = self._session
        if (found := session.searching) is not None and found.results and found.results.notes and not found.told:
            await self._pause(REST)
            if session.searching is found and session.prompted == self.purpose:
                session.searching = replace(found, told=True)

    async def _find_and_tell(self, searching: Searching) -> None:
        """Find it, and say what was not understood."""
        await self._find_all(await self._find_first(searching))
        found = self._session.searching
        if found is not None and found.text == searching.text and found.results and found.results.notes:
            self._session.tell(found.notice(self._session.language))

    async def _find_first(self, searching: Searching) -> Searching:
        """Show the first hits as soon as they are found; gives what is known by then."""
        session = self._session
        if searching.results is None and session.searching is searching:
            results = await session.newsroom.finder.search(searching.query, within=searching.within, limit=AT_FIRST)
            if session.searching is searching:
                searching = searching.with_results(results)
                await self._paint_together(partial(self._show, searching))
        return searching

    def _show(self, searching: Searching) -> None:
        hits = searching.results.hits if searching.results else ()
        self._session.searching = searching
        self._lists.go_to(self._place_of(searching), hits[0].key if hits else None)

    async def _find_all(self, searching: Searching) -> None:
        """Show all hits."""
        session, finder = self._session, self._session.newsroom.finder
        if searching.keys is None and session.searching is searching:
            keys = await finder.whole(searching.query, within=searching.within, ranked=PAGE)
            if session.searching is searching:
                session.searching = searching.with_keys(keys)
                if self._is_shown:
                    self._lists.go_on(self._place_of(session.searching))

    def renew(self) -> None:
        """Look again for the same: the library may hold more by now. What was found stays, and so does the cursor."""
        searching = self._session.searching
        if self._is_shown and searching is not None and searching.keys is not None:
            self._jobs.start("search-again", partial(self._find_again, searching, searching.keys), exclusive=True)

    async def _find_again(self, searching: Searching, known: Sequence[int]) -> None:
        session = self._session
        keys = await session.newsroom.finder.whole(searching.query, within=searching.within, ranked=PAGE)
        before = set(known)
        added = [key for key in keys if key not in before]
        if added and session.searching is searching:
            # What was read meanwhile may be found no more: it stays in its place, as in every list.
            is_all = len(keys) == len(known) + len(added)
            session.searching = searching.with_keys(keys if is_all else [*added, *known])
            self._lists.go_on(self._place_of(session.searching))

    @property
    def is_finding(self) -> bool:
        """Whether the list shows only the first of what a search finds: the others are still looked for."""
        searching = self._session.searching
        return self._is_shown and searching is not None and searching.keys is None

    def _place_of(self, searching: Searching) -> Place:
        return searching.place(self._session.words(phrases.SEARCHED, text=searching.text))

    def ask_site(self) -> None:
        """Ask the site's own search for the same."""
        searching = self._session.searching
        if searching is None or not searching.text:
            self._session.say(phrases.NOT_SEARCHING)
        else:
            self._ask_site(searching.text)

    @property
    def _is_shown(self) -> bool:
        return self._session.place is not None and self._session.place.id == SEARCH

    # The way back.

    def turn_to(self, place: Place) -> None:
        """Forget the search where one goes to another place."""
        if place.id != SEARCH and self._session.searching is not None and self._session.prompted != self.purpose:
            self._session.searching = None

    def end(self) -> bool:
        """Go back to where one was before; tells whether there was a search."""
        searching = self._session.searching
        if searching is None:
            return False
        self._session.searching = None
        self._back(searching)
        return True

    def _back(self, searching: Searching) -> None:
        if self._is_shown and searching.here is not None:
            self._lists.go_to(searching.here, searching.key)

    def remember(self, text: str) -> None:
        """Have a text among the former searches, as the last one."""
        if self._history[:1] != [text]:
            self._history = [text, *(former for former in self._history if former != text)][:_REMEMBERED]
            self._jobs.start("remember", partial(self._write, json.dumps(self._history, ensure_ascii=False)))

    async def _write(self, history: str) -> None:
        with suppress(AchieError):  # where it cannot be written, it holds for this visit
            await self._session.newsroom.visits.remember(_HISTORY, history)
