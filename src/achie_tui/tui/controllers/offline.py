"""Taking offline: the plan and the question, the sync that carries it out, one article, and the offer to begin."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from functools import partial
from importlib import import_module
from typing import NamedTuple, Protocol

from achie_tui.errors import AchieError, LibraryError, NotNowError, UnreachableError
from achie_tui.language import Phrase
from achie_tui.model import Category, Headline
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Job, Jobs
from achie_tui.tui.places import Place
from achie_tui.tui.run import Run, capitalised, plan_words
from achie_tui.tui.schedule import Timers
from achie_tui.tui.session import Session
from achie_tui.web.answer import NOW, PATIENT, Asked

OFFER = Phrase(
    "按 {take} 把全站存到本地，以后没有网络也能读（现在不存也行）",
    "{take} takes the whole site offline, to be read without a network (or later)",
)
WHOLE_SITE = Phrase("全站", "the whole site")
CHOOSE = Phrase("选一个栏目或“全部”，再按 {take} 存到本地", "Choose a category or All, then {take} takes it offline")
NOT_OFFLINE = Phrase(
    "现在是离线状态，去掉 --offline 启动后才能存到本地", "The app is offline; start it without --offline"
)
TAKING_ONE = Phrase("正在存到本地：{title}", "Taking offline: {title}")
TAKING_SEVERAL = Phrase("正在存到本地：{articles:,} 篇", "Taking offline: {articles:,} articles")
TAKEN_SEVERAL = Phrase("{articles:,} 篇已存到本地", "{articles:,} articles kept for reading offline")
TAKEN_TEXT = Phrase("已存到本地", "Kept for reading offline")
TAKEN_ONE = Phrase("已存到本地，图片 {pictures} 张", "Kept for reading offline, with {pictures} pictures")
TAKEN_BUT = Phrase("已存到本地，有 {missing} 张图片没取到", "Kept for reading offline, but for {missing} pictures")
TAKEN_FILES = Phrase("，附件 {files} 个", ", and {files} attachments")
NOT_TAKEN_FILES = Phrase("，有 {absent} 个附件没取到", ", but for {absent} attachments")
STARTED = Phrase("已开始，再按 {take} 看进度", "Started; {take} again shows how it goes")
TAKEN = Phrase(
    "{what}已存到本地：新文章 {new:,} 篇，图片 {images:,} 张",
    "{what} is kept: {new:,} new articles, {images:,} pictures",
)
FAILURES = Phrase("，失败 {failed:,} 个：{why}", ", {failed:,} failed: {why}")
NOTHING_RUNS = Phrase("现在没有在缓存", "Nothing is being taken offline")

_HOPELESS = (LibraryError, NotNowError, UnreachableError)
"""What happens to one article and would happen to the next."""
SHOWING = 0.5
"""Seconds between two words on how far a sync is."""
LOOKING = 1.0
"""Seconds between two looks at what has come."""
_OFFERED = "offered to take the site offline"


class OfferLine(Protocol):
    """Where an offer stands, as far as it is needed here."""

    offered: str

    def offer(self, words: str) -> None:
        """Show an offer."""

    def withdraw(self) -> None:
        """Take it away."""


class Offline:
    """Takes the site, a category or an article offline. The only writer of `run`, `taking` and `asking`.

    `every` has something called every so many seconds. `ask` puts the question whether to carry a plan out; `show`
    shows the details of a sync; `progress` is called when there is something new to say of it, `changed` when it has
    brought something, `ended` when it has come to its end, `hooked` with one that came to a good one; `answered` when
    the site gave something; `discover` looks for the categories where none are known; `took` is called with an article
    that was taken by itself.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        line: OfferLine,
        *,
        every: Timers,
        ask: Callable[[str], None],
        show: Callable[[Run], None],
        progress: Callable[[], None],
        changed: Callable[[], None],
        answered: Callable[[], None],
        discover: Callable[[], None],
        ended: Callable[[], None],
        hooked: Callable[[Run], None],
        took: Callable[[Headline], None],
        clock: Callable[[], float],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._line = line
        self._every = every
        self._ask = ask
        self._show = show
        self._progress = progress
        self._changed = changed
        self._answered = answered
        self._discover = discover
        self._ended = ended
        self._hooked = hooked
        self._took = took
        self._clock = clock
        self.planned: Run | None = None
        self._job: Job | None = None
        self._is_begun = False
        self._taken = object()
        self._offer_checked = False

    # What is meant.

    def take(self) -> None:
        """Take along what the pane shows; where a sync is under way, show how it goes."""
        session = self._session
        if session.run is not None:
            self._show(session.run)
        elif session.newsroom.config.offline:
            session.say(NOT_OFFLINE)
        elif self._line.offered:
            self._plan(None)
        elif session.pane != "sidebar":
            self._take_current()
        elif session.place is not None and (session.place.category or session.place.id == "all"):
            self._plan(session.place)
        else:
            session.say(CHOOSE)

    def _plan(self, place: Place | None) -> None:
        """Make a plan for a category, or for all of them."""
        session = self._session
        category = place.category if place else None
        known = session.categories
        if not known:
            self._discover()
            return
        title = category.name if category else session.words(WHOLE_SITE)
        self._jobs.answer("plan", partial(self._make_plan, title, [category] if category else known, self._at))

    async def _make_plan(self, title: str, categories: Sequence[Category], at: tuple[str, str]) -> None:
        """Count what a plan comes to, and ask whether it is to be carried out."""
        await asyncio.to_thread(import_module, "achie_tui.sync")
        from achie_tui.sync import Plan, Services, Sync, estimate

        newsroom = self._session.newsroom
        plan = Plan(categories, everything=True, attachments=newsroom.config.attachments)
        counted = await newsroom.query(partial(estimate, newsroom.config, newsroom.library, plan))
        await newsroom.prepare()
        services = Services(newsroom.config, newsroom.library, newsroom.fetcher, newsroom.on_thread, newsroom.now)
        if self._at != at or self._session.asking:
            return  # the user has turned to something else meanwhile, or asked twice
        self.planned = Run(title, Sync(services, plan), counted)
        self._line.withdraw()
        self._session.asking = True
        self._ask(plan_words(title, counted, self._session.language))

    @property
    def _at(self) -> tuple[str, str]:
        """Where the user is: the pane, and the place of the list."""
        return self._session.pane, self._session.place.id if self._session.place else ""

    def decide(self, *, yes: bool) -> None:
        """Carry the plan out, or leave it."""
        planned, self.planned = self.planned, None
        self._session.asking = False
        if yes and planned is not None and self._session.run is None:
            self._session.run = planned
            self._is_begun = False
            self._job = self._jobs.start("taking", partial(self._carry_out, planned), exclusive=True)
            self._session.say(STARTED)

    # A sync.

    async def _carry_out(self, run: Run) -> None:
        """Carry a plan out; it goes on whatever screen is shown."""
        self._is_begun = True
        watch = Watch(run, self._progress, self._changed, self._clock)
        timer = self._every(SHOWING, watch.look)
        try:
            async with aclosing(run.sync.run()) as events:
                async for progress in events:
                    run.note(progress)
            run.done = True
        except AchieError as error:
            run.error = error
        finally:
            timer.stop()
            self._end(run)

    def _end(self, run: Run) -> None:
        run.ended = True
        self._session.run = None
        self._changed()
        self._ended()
        self._tell(run)
        if run.done:
            self._hooked(run)

    def _tell(self, run: Run) -> None:
        """Say what came of it."""
        session, report = self._session, run.report
        if run.error is not None:
            session.fail(run.error)
        elif run.stopped:
            session.say(phrases.SYNC_STOPPED)
        elif run.done:
            self._answered()
            words = capitalised(session.words(TAKEN, what=run.title, new=report.new, images=report.images))
            if report.no_images:
                words += session.words(phrases.NOT_ON_SITE, count=report.no_images)
            if report.attachments:
                words += session.words(TAKEN_FILES, files=report.attachments)
            if report.failed:
                why = report.failed[-1][1].sentence(session.language)
                words += session.words(FAILURES, failed=len(report.failed), why=why)
            words = " ".join((words, *(note.sentence(session.language) for note in report.notes)))
            session.tell(words, failed=bool(report.failed or report.notes))

    def pause(self) -> None:
        """Hold the sync up, or let it go on."""
        if self._session.run is None:
            self._session.say(NOTHING_RUNS)
        else:
            self._session.run.pause()
            self._progress()

    def cancel(self) -> None:
        """End the sync at once; what is there stays."""
        if self._session.run is None or self._job is None:
            self._session.say(NOTHING_RUNS)
        else:
            run = self._session.run
            run.stopped = True
            self._job.cancel()
            if not self._is_begun:  # and so has nothing to come to an end
                self._end(run)

    # One article, and those that are chosen.

    def _take_current(self) -> None:
        if several := self._session.several:
            self._session.say(TAKING_SEVERAL, articles=len(several))
            self._jobs.start("take several", partial(self._take_several, several), exclusive=True)
            return
        headline = next(iter(self._session.current), None)
        if headline is None:
            self._session.say(phrases.NOTHING_CHOSEN)
        else:
            self._session.say(TAKING_ONE, title=headline.title)
            self._jobs.start("take article", partial(self._take, headline), exclusive=True)

    async def _take(self, headline: Headline) -> None:
        """Fetch an article, its pictures and its attachments, as far as they are not here."""
        session, taken = self._session, await self._fetch(headline)
        phrase = TAKEN_BUT if taken.missing else TAKEN_ONE if taken.pictures else TAKEN_TEXT
        words = session.words(phrase, pictures=taken.pictures, missing=taken.missing)
        if taken.absent:
            words += session.words(NOT_TAKEN_FILES, absent=taken.absent)
        elif taken.files:
            words += session.words(TAKEN_FILES, files=taken.files)
        session.tell(words)

    async def _take_several(self, keys: Sequence[int]) -> None:
        """Do so with several, one after another and as patiently as a sync: what fails is told of at the end."""
        session, failures = self._session, list[AchieError]()
        headlines = await self._jobs.read(partial(session.newsroom.headlines, keys), None)
        if headlines is None:
            return
        for headline in headlines:
            try:
                await self._fetch(headline, PATIENT)
            except _HOPELESS:
                raise
            except AchieError as error:
                failures.append(error)
        words = session.words(TAKEN_SEVERAL, articles=len(headlines) - len(failures))
        if failures:
            words += session.words(FAILURES, failed=len(failures), why=failures[-1].sentence(session.language))
        session.tell(words, failed=bool(failures))

    async def _fetch(self, headline: Headline, asked: Asked = NOW) -> "Taken":
        """Fetch what is missing of an article; gives how much of it is here now."""
        session = self._session
        session.taking = headline.title
        self._taken = taken = object()
        try:
            newsroom = session.newsroom
            pictures, missing = await newsroom.take(headline.path, asked)
            kept = await newsroom.query(partial(newsroom.kept, headline.path))
            files, absent = await newsroom.attached.take(kept.article if kept else None, asked)
        finally:
            if self._taken is taken:  # else another job has taken the place of this one
                session.taking = ""
        self._answered()
        self._took(headline)
        return Taken(pictures, missing, files, absent)

    # The offer.

    def offer(self) -> None:
        """Offer, once and never again, to take the whole site along, where nothing is kept."""
        session, totals = self._session, self._session.totals
        if self._offer_checked or session.newsroom.config.offline or session.run or not session.categories:
            return
        if totals.articles and not totals.cached:
            self._offer_checked = True
            self._jobs.start("offer", self._offer)

    async def _offer(self) -> None:
        library = self._session.newsroom.library
        if await self._jobs.read(partial(library.visits.setting, _OFFERED), "") is None:
            self._line.offer(self._session.words(OFFER))
            with suppress(AchieError):  # where it cannot be written, it is offered again
                await self._session.newsroom.visits.remember(_OFFERED, "yes")


class Taken(NamedTuple):
    """How many pictures and files of an article are here, and how many of each could not be had."""

    pictures: int
    missing: int
    files: int
    absent: int


class Watch:
    """Looks at a sync now and then: says how far it is, and when it has brought something."""

    def __init__(
        self, run: Run, progress: Callable[[], None], changed: Callable[[], None], clock: Callable[[], float]
    ) -> None:
        self._run = run
        self._progress = progress
        self._changed = changed
        self._clock = clock
        self._brought = (0, 0)
        self._next = 0.0

    def look(self) -> None:
        """Look once."""
        self._progress()
        report = self._run.report
        brought = (report.listing_pages, report.new + report.updated)
        if brought != self._brought and self._clock() >= self._next:
            self._brought = brought
            self._next = self._clock() + LOOKING
            self._changed()
