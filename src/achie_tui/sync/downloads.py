"""Articles, pictures and attachments: fetched where they are not there, looked at again where that is due."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Literal

from achie_tui.errors import (
    AchieError,
    EngineMessageError,
    LibraryError,
    PageGoneError,
    PictureLimitError,
    RedesignedError,
)
from achie_tui.library.attachment_errors import AttachmentLimitError
from achie_tui.library.space import MB, Room
from achie_tui.model import Article, Attachment
from achie_tui.sync.agenda import Agenda, Rank
from achie_tui.sync.events import Report, Stage
from achie_tui.sync.inventory import Item, Looked, inventory, missing_attachments, missing_pictures
from achie_tui.sync.plan import Plan
from achie_tui.sync.presence import Presence
from achie_tui.sync.services import Services
from achie_tui.sync.walk import Walk
from achie_tui.web.answer import SYNC_PAGE, Asked

Event = tuple[Stage, str]
Outcome = Literal["new", "updated", "unchanged"]

REQUEST = Asked(urgent=False, limits=SYNC_PAGE)
NEWEST = 1  # the level of first listing pages; deeper ones follow
_PICTURES: Rank = (10**6, 0)  # of the archive: its texts come first
_CHECKS: Rank = (10**6, 1)
ATTACHMENTS: Rank = (10**6, 2)  # the largest of all, and the least asked for
# Where a larger share than this of so many articles was read by guessing, the site looks different than it did.
_ENOUGH, _REDESIGNED = 10, 0.2
_FILES = {"images", "attachments"}
_GONE = (PageGoneError, EngineMessageError)
_OUTCOMES: dict[str, Outcome] = {"new": "new", "updated": "updated"}


class Downloads:
    """Puts articles, pictures and attachments on the agenda, fetches them, and keeps the account of it."""

    def __init__(self, services: Services, plan: Plan, agenda: Agenda[Event]) -> None:
        self.report = Report()
        self.fetched = 0
        self.guessed = 0
        self.pictures = 0
        self._services = services
        self._library = services.library
        self._fetcher = services.fetcher
        self._plan = plan
        self._agenda = agenda
        self._known: set[str] = set()
        self._requested: set[str] = set()
        self._wanted: set[str] = set()
        self._outcomes: dict[str, Outcome] = {}
        self._presence = Presence(lambda path: services.fetcher.listings.links_of(path, REQUEST))
        self._limit = services.config.picture_limit_mb
        self._room = Room(services.library.maintenance.pictures_size, self._limit * MB)
        self._file_limit = services.config.attachment_limit_mb
        self._file_room = Room(services.library.attachments.size, self._file_limit * MB, look_every=1)

    @property
    def fresh(self) -> list[str]:
        """The paths of the articles that are new by now."""
        return [path for path, outcome in self._outcomes.items() if outcome == "new"]

    async def look_up(self, paths: Iterable[str]) -> list[Item]:
        """Look up articles."""
        look = partial(inventory, self._library, self._fetcher, list(paths), self._looked)
        return await self._services.on_thread(look)

    @property
    def _looked(self) -> Looked:
        return Looked(self._plan.images, self._plan.attachments, self._services.clock())

    def add(self, walk: Walk, items: Iterable[Item], level: int) -> None:
        """Put on the agenda what is missing of the articles of a listing page."""
        for item in items:
            if item.path in self._known:
                continue
            self._known.add(item.path)
            if item.there:
                self._count(item.path, "unchanged")
            else:
                walk.missing += 1
                work = partial(self._article, walk, item.path, level)
                self._agenda.add((level, 1), partial(self._attempt, "articles", item.path, work, walk))
            self._add_pictures(walk, item.pictures, level)
            self.add_attachments(item.attachments)

    def add_checks(self, paths: Iterable[str]) -> None:
        """Put on the agenda what is due for another look."""
        for path in paths:
            self._agenda.add(_CHECKS, partial(self._attempt, "checks", path, partial(self._check, path), None))

    async def record_failure(self, what: str, error: AchieError, *, is_page: bool = True) -> bool:
        """Note a failure; raises it where the rest is not worth trying: without room, or where nothing answers.

        Gives whether another run need not try again.
        """
        if isinstance(error, LibraryError):
            raise error
        # What led to it would keep everything alive that was at hand then, the bytes of the page among it.
        error.__cause__ = error.__context__ = None
        self.report.failed.append((what, error.with_traceback(None)))
        return await self._presence.failed(error, is_page=is_page) or isinstance(error, _GONE)

    def record_success(self, listing: str | None = None) -> None:
        """Note that the site answers: from now on as much is asked at once as is allowed."""
        self._presence.answered(listing)
        self._agenda.places = self._services.config.concurrency

    def conclude(self) -> None:
        """Note what the articles of the whole run tell of the site."""
        if self.fetched >= _ENOUGH and self.guessed > _REDESIGNED * self.fetched:
            self.report.notes.append(RedesignedError(articles=self.fetched, guessed=self.guessed))

    async def _attempt(self, stage: Stage, what: str, work: Callable[[], Awaitable[str]], walk: Walk | None) -> Event:
        """Do one thing; its failure is noted, and the rest goes on."""
        try:
            self._library.maintenance.check_room()
            what = await work()
        except AchieError as error:
            is_settled = await self.record_failure(what, error, is_page=stage not in _FILES)
            if walk is not None and not is_settled:
                walk.left = True
        else:
            self.record_success()
        return stage, what

    async def _article(self, walk: Walk, path: str, level: int) -> str:
        """Fetch an article; a redirect is followed where it leads to another one, and kept as a link elsewhere."""
        articles = self._fetcher.articles
        target = await articles.resolve(path, REQUEST)
        if not target.startswith("/"):
            await articles.fetch(path, REQUEST)  # asks for nothing more
            return path
        is_requested = target in self._requested
        self._requested.add(target)  # before anything is waited for: what redirects to it may be under way as well
        if is_requested or (target != path and await self._is_there(target)):
            self._count(path, "unchanged")
            return path
        fetched = await articles.fetch(target, REQUEST)
        self._presence.article_came()
        self.fetched += 1
        self.guessed += fetched.kept.article.extraction == "density"
        self._count(target, _OUTCOMES.get(fetched.outcome, "unchanged"))
        if self._plan.images:
            self._add_pictures(walk, await self._missing_pictures(fetched.kept.article), level)
        await self._add_attachments_of(fetched.kept.article, changed=fetched.outcome == "updated")
        return fetched.kept.article.title

    async def _check(self, path: str) -> str:
        """Look whether the site has changed an article; what it has no more stays as it was kept."""
        if path in self._requested:
            return path
        self._requested.add(path)
        outcome = "kept"
        try:
            fetched = await self._fetcher.articles.fetch(path, REQUEST)
            outcome = fetched.outcome
        except LibraryError:
            raise
        except AchieError as error:
            if not await self._presence.is_pages_own(error):
                raise
            if not isinstance(error, _GONE):
                self.report.failed.append((path, error))
        else:
            self._presence.article_came()
            path = fetched.kept.article.path
            if self._plan.images:
                self._add_pictures(None, await self._missing_pictures(fetched.kept.article), NEWEST)
            await self._add_attachments_of(fetched.kept.article, changed=outcome == "updated")
        if outcome == "kept":
            checked = partial(self._library.archive.note_checked, path, self._services.clock())
            await self._services.on_thread(checked)
        self._count(path, _OUTCOMES.get(outcome, "unchanged"))
        return path

    async def _missing_pictures(self, article: Article) -> list[str]:
        return await self._services.on_thread(lambda: list(missing_pictures(self._library, self._fetcher, article)))

    def _add_pictures(self, walk: Walk | None, sources: Iterable[str], level: int) -> None:
        """Put pictures on the agenda."""
        for src in sources:
            if src not in self._wanted:
                self._wanted.add(src)
                self.pictures += 1
                rank = (NEWEST, 2) if level == NEWEST else _PICTURES
                self._agenda.add(rank, partial(self._attempt, "images", src, partial(self._picture, src), walk))

    async def _picture(self, src: str) -> str:
        if not await self._services.on_thread(self._room.is_there):
            self._note_once(PictureLimitError(limit=self._limit))
            return src
        # In two steps: `+=` would read the count before it waits, and forget what others count meanwhile.
        fetched = await self._fetcher.pictures.fetch(src, REQUEST)
        self.report.images += fetched
        self.report.no_images += not fetched
        return src

    async def _add_attachments_of(self, article: Article, *, changed: bool) -> None:
        """Put the attachments of a fetched article on the agenda; of one that changed, all: they may have as well."""
        if not self._plan.attachments or not article.attachments:
            return
        library, fetcher, now = self._library, self._fetcher, self._services.clock()
        if changed:
            profile = self._services.config.profile
            self.add_attachments(each for each in article.attachments if profile.may_fetch(each.href))
        else:
            missing = partial(missing_attachments, library, fetcher, article, now)
            self.add_attachments(await self._services.on_thread(lambda: list(missing())))

    def add_attachments(self, attachments: Iterable[Attachment]) -> None:
        """Put attachments on the agenda. One that cannot be had has no walk begun again: see `is_missing`."""
        for attachment in attachments:
            if attachment.href not in self._wanted:
                self._wanted.add(attachment.href)
                work = partial(self._attachment, attachment)
                self._agenda.add(ATTACHMENTS, partial(self._attempt, "attachments", attachment.href, work, None))

    async def _attachment(self, attachment: Attachment) -> str:
        if not await asyncio.to_thread(self._file_room.is_there):
            self._note_once(AttachmentLimitError(limit=self._file_limit))
            return attachment.name
        outcome = await self._fetcher.attachments.fetch(attachment, REQUEST)
        if outcome != "unchanged":
            sizes = await self._services.on_thread(partial(self._library.attachments.sizes, [attachment.href]))
            self.report.attachments += 1
            self.report.attachment_bytes += sum(sizes.values())
        return attachment.name

    def _note_once(self, note: AchieError) -> None:
        if not any(isinstance(each, type(note)) for each in self.report.notes):
            self.report.notes.append(note)

    async def _is_there(self, path: str) -> bool:
        [item] = await self.look_up([path])
        return item.there

    def _count(self, path: str, outcome: Outcome) -> None:
        """Count an article once, however often it is listed; that it changed outweighs that it was there."""
        before = self._outcomes.get(path)
        if before is not None and outcome == "unchanged":
            return
        self._outcomes[path] = outcome
        if before == "unchanged":
            self.report.unchanged -= 1
        setattr(self.report, outcome, getattr(self.report, outcome) + 1)
