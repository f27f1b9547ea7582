"""Taking the archive offline: the listings walked, then every article and picture that is not kept yet.

An asynchronous source of events without an interface of its own. Resuming needs no memory: what is there is not
fetched again, and nothing counts as there before the library has it on disk.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from achie_tui.errors import (
    AchieError,
    LibraryError,
    NotNowError,
    NotTheSiteError,
    PictureLimitError,
    TooSlowError,
    UnreachableError,
)
from achie_tui.library.space import MB, PictureRoom
from achie_tui.model import Category, ImageBlock, Listing, Row
from achie_tui.newsroom import Newsroom
from achie_tui.site.address import article_date, is_dynamic_article
from achie_tui.web.answer import SYNC_PAGE, Asked

_ASKED = Asked(urgent=False, limits=SYNC_PAGE)
# So many failures in a row that mean "nobody is there" end a run.
_PATIENCE = 3
_STRANGERS = (UnreachableError, TooSlowError, NotNowError, NotTheSiteError)
Stage = Literal["listings", "articles", "images"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sync takes: categories, how many listing pages of each (None: until one holds nothing new), since when."""

    categories: Sequence[Category]
    pages: int | None = None
    everything: bool = False
    since: str | None = None
    images: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `done` of `total` (None: not known yet), and what was fetched last."""

    stage: Stage
    done: int
    total: int | None
    what: str


@dataclass(slots=True)
class Report:
    """What a sync did; `failed` holds what could not be fetched, with the reason, `notes` what else is to be told."""

    listing_pages: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    images: int = 0
    failed: list[tuple[str, AchieError]] = field(default_factory=list)
    notes: list[AchieError] = field(default_factory=list)
    seconds: float = 0.0


class Sync:
    """One run of a plan: iterate over `run()` for its progress, then read `report`."""

    def __init__(self, newsroom: Newsroom, plan: Plan) -> None:
        self.newsroom = newsroom
        self.plan = plan
        self.report = Report()
        self._failures = 0

    async def run(self) -> AsyncIterator[Progress]:
        """Carry out the plan. Raises an AchieError only where going on makes no sense (no room, nothing writable)."""
        started = time.monotonic()
        articles: dict[str, None] = {}
        try:
            for category in self.plan.categories:
                async for progress in self._walk(category, articles):
                    yield progress
            async for progress in self._articles(list(articles)):
                yield progress
            if self.plan.images:
                async for progress in self._images(list(articles)):
                    yield progress
        finally:
            self.report.seconds = time.monotonic() - started

    async def _walk(self, category: Category, articles: dict[str, None]) -> AsyncIterator[Progress]:
        """Walk a listing from its newest page on, until the plan says enough."""
        path: str | None = category.path
        seen: dict[str, None] = {}
        number, failed, total = 0, 0, None
        while path is not None:
            number += 1
            self.newsroom.library.check_room()
            try:
                listing, new = await self.newsroom.fetcher.listing(category, path, _ASKED)
            except AchieError as error:
                if not self._may_go_on(path, error):
                    raise
                # One page that fails does not hide those behind it; the first one, or two in a row, do.
                path = self._behind(category, number) if failed < number - 1 else None
                failed = number
                continue
            self._failures = 0
            self.report.listing_pages += 1
            total = listing.pages or total
            rows = [row for row in listing.rows if self._is_wanted(row)]
            repeated = bool(listing.rows) and all(row.path in seen for row in listing.rows)
            seen.update((row.path, None) for row in listing.rows)
            articles.update((row.path, None) for row in rows)
            yield Progress("listings", number, total, category.name)
            path = None if repeated else self._following(listing, number, new=bool(new), wanted=bool(rows))
        # A page that was cut short names no next one: what is behind it is not gone for that.
        told = self.newsroom.library.listing_state(category.path).pages or 1
        if self.plan.everything and not failed and number >= told:
            await self.newsroom.forget_absent(category, seen)

    def _behind(self, category: Category, number: int) -> str | None:
        """Give the listing page after one that could not be read, where there is one and the plan wants it."""
        state = self.newsroom.library.listing_state(category.path)
        last = min(state.pages or 0, self.plan.pages or sys.maxsize)
        return state.template.format(page=number + 1) if state.template and number < last else None

    def _following(self, listing: Listing, number: int, *, new: bool, wanted: bool) -> str | None:
        if self.plan.everything:
            return listing.next
        if self.plan.pages is not None:
            return listing.next if number < self.plan.pages else None
        # A page whose every article is kept already ends the walk; one that a former run listed and did not get
        # through goes on.
        unfinished = any(not self._is_there(row.path) for row in listing.rows)
        return listing.next if (new or unfinished) and wanted else None

    def _is_wanted(self, row: Row) -> bool:
        since, date = self.plan.since, row.published or article_date(row.path)
        return since is None or date is None or date[:10] >= since

    def _is_there(self, path: str) -> bool:
        """Tell whether nothing has to be asked for an article: it is kept whole, or a redirect known to lead away."""
        target = self.newsroom.library.redirect(path) if is_dynamic_article(path) else None
        if target is not None and not target.startswith("/"):
            return True
        kept = self.newsroom.library.article(target or path)
        return kept is not None and kept.article.complete

    async def _articles(self, paths: Sequence[str]) -> AsyncIterator[Progress]:
        missing = [path for path in paths if not self._is_there(path)]
        self.report.unchanged += len(paths) - len(missing)
        asked: set[str] = set()

        async def fetch(path: str) -> None:
            target = await self.newsroom.fetcher.resolve(path, _ASKED)
            if not target.startswith("/"):
                return  # elsewhere: kept as a link, nothing to take along
            if target in asked or (target != path and self._is_there(target)):
                self.report.unchanged += 1
                return
            asked.add(target)
            outcome = (await self.newsroom.fetcher.article(target, _ASKED)).outcome
            if outcome == "new":
                self.report.new += 1
            elif outcome == "updated":
                self.report.updated += 1
            else:
                self.report.unchanged += 1

        async for progress in self._at_once("articles", missing, fetch):
            yield progress

    async def _images(self, paths: Sequence[str]) -> AsyncIterator[Progress]:
        wanted: dict[str, None] = {}
        for path in paths:
            kept = self.newsroom.kept(path)
            for block in kept.article.blocks if kept else ():
                if isinstance(block, ImageBlock) and self.newsroom.fetcher.may_fetch_image(block.src):
                    wanted[block.src] = None
        missing = [src for src in wanted if not self.newsroom.library.has_image(src)]

        limit = self.newsroom.config.picture_limit_mb
        room = PictureRoom(self.newsroom.library, limit * MB)

        async def fetch(src: str) -> None:
            if not room.is_there():
                if not self.report.notes:
                    self.report.notes.append(PictureLimitError(limit=limit))
                return
            # In two steps: `+=` would read the count before it waits, and forget what others count meanwhile.
            fetched = await self.newsroom.fetcher.image(src, _ASKED)
            self.report.images += fetched

        async for progress in self._at_once("images", missing, fetch):
            yield progress

    async def _at_once(
        self, stage: Stage, items: Sequence[str], fetch: Callable[[str], Awaitable[None]]
    ) -> AsyncIterator[Progress]:
        """Fetch items, as many at once as there may be connections; a failure of one is noted and the rest go on."""
        waiting = iter(items)
        done: asyncio.Queue[str | AchieError] = asyncio.Queue()

        async def work() -> None:
            for item in waiting:
                try:
                    self.newsroom.library.check_room()
                    await fetch(item)
                except AchieError as error:
                    if not self._may_go_on(item, error):
                        done.put_nowait(error)
                        return
                else:
                    self._failures = 0
                done.put_nowait(item)

        workers = [asyncio.create_task(work()) for _ in range(self.newsroom.config.concurrency)]
        try:
            for number in range(1, len(items) + 1):
                what = await done.get()
                if isinstance(what, AchieError):
                    raise what
                yield Progress(stage, number, len(items), what)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    def _may_go_on(self, what: str, error: AchieError) -> bool:
        """Note a failure; tell whether the rest is worth trying: not without room, nor where nothing answers."""
        if isinstance(error, LibraryError):
            return False
        self.report.failed.append((what, error))
        self._failures = self._failures + 1 if isinstance(error, _STRANGERS) else 0
        return self._failures < _PATIENCE
