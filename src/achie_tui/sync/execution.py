"""Carrying a plan out: the listings walked, then every article, picture and attachment that is not kept yet.

What is new comes first, from all categories; then it goes backwards through the archive. An asynchronous source of
events without an interface of its own. Nothing counts as there before the library has it on disk, and the library
notes how far each walk has come, so that a run that was cut off goes on where it was.
"""

import logging
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, nullcontext
from functools import partial
from sys import maxsize

from achie_tui.errors import AchieError, LibraryError
from achie_tui.library.library import ListingState, View
from achie_tui.model import Row
from achie_tui.sync.agenda import Agenda, Rank
from achie_tui.sync.downloads import ATTACHMENTS, NEWEST, REQUEST, Downloads, Event
from achie_tui.sync.events import Pace, Progress, Report, Stage
from achie_tui.sync.feed_check import check_feed
from achie_tui.sync.inventory import Item
from achie_tui.sync.lock import alone
from achie_tui.sync.plan import Plan
from achie_tui.sync.services import Services
from achie_tui.sync.walk import Walk, is_wanted

_log = logging.getLogger(__name__)
_AFTER_NEWEST: Rank = (NEWEST, 3)  # the newest is here then, and the archive comes later
_BATCH = 100
# After so many articles the site's templates are learned, or where so many are read that no known one fits.
_LEARNED_AT, _UNFITTING = (3, 5, 10, 20, 40), 3
_CHECKED_AT_ONCE = 200  # articles looked at again in one run


class Sync:
    """One run of a plan: iterate over `run()` for its progress, then read `report`.

    Closing the iterator, or cancelling its task, ends the run at once; what was taken by then stays. `locked` tells
    that the caller holds the data directory's lock already (see sync.lock).
    """

    def __init__(self, services: Services, plan: Plan, *, locked: bool = False) -> None:
        self.plan = plan
        self._services = services
        self._library = services.library
        self._fetcher = services.fetcher
        self._locked = locked
        # One request alone finds out whether anybody is there (see Downloads.record_success).
        self._agenda: Agenda[Event] = Agenda(1)
        self._downloads = Downloads(services, plan, self._agenda)
        self._walks: list[Walk] = []
        self._news: set[str] = set()
        self._unproven: list[tuple[Walk, str]] = []
        self._feed_consulted = False
        self._done = 0
        self._learned_at = _LEARNED_AT[0]
        self._pace = Pace()

    @property
    def report(self) -> Report:
        """What was done so far."""
        return self._downloads.report

    @property
    def fresh(self) -> list[str]:
        """The paths of the articles that are new by now."""
        return self._downloads.fresh

    def pause(self) -> None:
        """Ask for nothing more until `resume`; what is under way is finished."""
        self._agenda.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        self._pace.restart(self._done)
        self._agenda.resume()

    @property
    def paused(self) -> bool:
        """Whether it is paused."""
        return self._agenda.paused

    async def run(self) -> AsyncGenerator[Progress, None]:
        """Carry out the plan.

        Raises SyncRunningError where another process does so, and another AchieError only where going on makes no
        sense: no room, nothing writable, or nobody who answers.
        """
        started = time.monotonic()
        try:
            with nullcontext() if self._locked else alone(self._library.maintenance.folder):
                self._fetcher.insist()
                await self._begin()
                self._pace.restart(0)
                async with aclosing(self._agenda.run()) as events:
                    async for stage, what in events:
                        self._done += 1
                        yield self._progress(stage, what)
                        await self._learn()
                await self._end()
        finally:
            self.report.seconds = time.monotonic() - started
            _log.info("a sync ended after %.1f s: %s", self.report.seconds, self.report)

    async def _learn(self) -> None:
        """Learn the site's templates as soon as there is enough to learn from: what follows is read the better."""
        count = self.report.new + self.report.updated
        if count >= self._learned_at or self._fetcher.articles.unfitting >= _UNFITTING:
            self._learned_at = next((step for step in _LEARNED_AT if step > count), maxsize)
            await self._fetcher.learning.learn_if_due()

    async def _begin(self) -> None:
        """Put on the agenda what begins a run."""
        for category in self.plan.categories:
            mark = await self._services.on_thread(partial(self._library.archive.walk, category.path))
            walk = Walk(category, self.plan, mark, None if self.plan.pages is not None else mark)
            self._walks.append(walk)
            self._agenda.add((NEWEST, 0), partial(self._fetch_listing, walk, category.path))
            if walk.resume is not None:
                self._agenda.add(_AFTER_NEWEST, partial(self._add_unfetched, walk))
        if self.plan.attachments and self.plan.pages is None:
            self._agenda.add(ATTACHMENTS, self._add_former_attachments)
        if self.plan.pages is None:
            if not self.plan.everything:
                self._agenda.add(_AFTER_NEWEST, self._consult_feed)
            if self._services.config.recheck:
                self._downloads.add_checks(await self._services.on_thread(self._due_checks))

    def _due_checks(self) -> Sequence[str]:
        paths = [category.path for category in self.plan.categories]
        return self._library.archive.due(paths, self._services.clock(), _CHECKED_AT_ONCE, self.plan.since)

    async def _end(self) -> None:
        self._downloads.conclude()
        for walk in self._walks:
            await self._note_mark(walk, walk.final_mark())
        await self._fetcher.learning.catch_up()

    async def _fetch_listing(self, walk: Walk, path: str) -> Event:
        """Fetch a listing page, put its articles on the agenda, and the page after it."""
        self._library.maintenance.check_room()
        walk.begin(path)
        items: Sequence[Item] = ()
        new: Sequence[str] = ()
        try:
            listing, new = await self._fetcher.listings.fetch(walk.category, path, REQUEST)
        except AchieError as error:
            await self._downloads.record_failure(path, error)
            state = await self._listing_state(walk)
            following = walk.after_failure(path, state)
        else:
            self._downloads.record_success(path)
            self.report.listing_pages += 1
            items = await self._downloads.look_up(row.path for row in listing.rows if walk.wanted(row))
            following = walk.after(listing, new=new, unfinished=not all(item.there for item in items))
        # First of all: what is fetched now must not look like the end of a walk to a run after this one.
        await self._note_mark(walk, walk.next_mark(following))
        self._downloads.add(walk, items, walk.page)
        walk.known = True
        self._news.update(new)
        if following is None:
            await self._end_walk(walk)
        elif self._needs_proof(walk, items, new):
            self._unproven.append((walk, following))
        else:
            self._add_listing(walk, following)
        return "listings", walk.category.name

    async def _listing_state(self, walk: Walk) -> ListingState:
        return await self._services.on_thread(partial(self._library.listing_state, walk.category.path))

    async def _note_mark(self, walk: Walk, mark: str | None) -> None:
        if mark != walk.mark:
            await self._services.on_thread(partial(self._library.archive.set_walk, walk.category.path, mark))
            walk.mark = mark

    def _add_listing(self, walk: Walk, path: str) -> None:
        self._agenda.add((walk.page + 1, 0), partial(self._fetch_listing, walk, path))

    async def _end_walk(self, walk: Walk) -> None:
        """End a walk; one through a whole listing knows what the site no longer lists."""
        walk.ended = True
        # Where its first page is its only one, any run has been through the whole of it.
        # A page that was cut short names no next one: what is behind it is not gone for that.
        pages = (await self._listing_state(walk)).pages or 1
        if walk.alone or (self.plan.everything and walk.whole and walk.page >= pages):
            await self._services.on_thread(partial(self._library.forget_absent, walk.category.path, walk.seen))

    async def _add_unfetched(self, walk: Walk) -> Event:
        """Take along what a run that was cut off had listed and not fetched."""
        library, view = self._library, View(walk.category.path)
        listed = await self._services.on_thread(lambda: library.views.headlines(library.views.keys(view)))
        paths = [each.path for each in listed if is_wanted(self.plan, each.path, each.published)]
        for start in range(0, len(paths), _BATCH):
            items = await self._downloads.look_up(paths[start : start + _BATCH])
            self._downloads.add(walk, items, NEWEST + 1)
        return "listings", walk.category.name

    async def _add_former_attachments(self) -> Event:
        """Take along the attachments that articles of former runs link, and no walk of this one came by."""
        from achie_tui.library.search.query import parse

        library, having = self._library, parse("has:attachment")
        for walk in self._walks:
            view = View(walk.category.path)
            keys = await self._services.on_thread(partial(library.search.keys, having, within=view))
            for start in range(0, len(keys), _BATCH):
                batch = partial(library.views.headlines, keys[start : start + _BATCH])
                listed = await self._services.on_thread(batch)
                paths = [each.path for each in listed if is_wanted(self.plan, each.path, each.published)]
                for item in await self._downloads.look_up(paths):
                    self._downloads.add_attachments(item.attachments)
        return "attachments", ""

    def _needs_proof(self, walk: Walk, items: Sequence[Item], new: Sequence[str]) -> bool:
        """Tell whether a walk goes on only to make sure that nothing is new behind its first page."""
        if self._feed_consulted or self.plan.everything or self.plan.pages is not None or walk.resumed:
            return False
        known = [item for item in items if item.path not in new]
        return walk.page == 1 and bool(new and known) and items[-1] is known[-1] and all(each.there for each in known)

    def _is_known(self, path: str) -> bool:
        return self._library.views.headline(path) is not None

    async def _consult_feed(self) -> Event:
        """Look at the feed where that spares more requests than it costs: one a category that has news."""
        self._feed_consulted = True
        fetcher, rows = self._fetcher, tuple[Row, ...]()
        if len(self._unproven) > (1 if await fetcher.listings.knows_feeds() else 2):
            try:
                rows = await fetcher.listings.feed(REQUEST)
            except LibraryError:
                raise
            except AchieError:
                pass  # it is a help, and no more
        found = await self._services.on_thread(partial(check_feed, rows, self._news, self._is_known))
        walks = {walk.category.name: walk for walk in self._walks}
        for row in found.hidden:
            if row.category in walks and walks[row.category].wanted(row):
                [item] = await self._downloads.look_up([row.path])
                self._downloads.add(walks[row.category], [item], NEWEST)
        names = {row.category for row in found.hidden}
        for walk, following in self._unproven:
            if found.trusted and walk.category.name not in names and None not in names:
                walk.expected = 0
                await self._end_walk(walk)
            else:
                self._add_listing(walk, following)
        return "listings", ""

    def _progress(self, stage: Stage, what: str) -> Progress:
        rate, total = self._pace.rate(self._done), self._total()
        remaining = (total - self._done) / rate if rate and total is not None else None
        about = any(walk.expected_articles for walk in self._walks)
        return Progress(stage, self._done, total, what, rate, remaining, about)

    def _total(self) -> int | None:
        """Estimate all the requests of the run, from what its first pages showed; None before that."""
        if not all(walk.known for walk in self._walks):
            return None
        downloads = self._downloads
        pages = sum(max(0, walk.expected - 1) for walk in self._walks)
        articles = sum(walk.expected_articles for walk in self._walks)
        pictures = articles * downloads.pictures / downloads.fetched if downloads.fetched else 0.0
        return self._done + len(self._agenda) + round(pages + articles + pictures)
