"""News from the site: when the user asks for them, and now and then without being asked, patiently and quietly."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from achie_tui.errors import AchieError, OfflineError
from achie_tui.language import Phrase
from achie_tui.library.records import View
from achie_tui.model import Category
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.places import NEWS_OF_ALL
from achie_tui.tui.schedule import Schedule, Timer, Timers
from achie_tui.tui.session import CATEGORIES, Session
from achie_tui.tui.trouble import OUT_OF_REACH
from achie_tui.web.answer import NOW, PATIENT

_REFRESHED, _FETCHED = Phrase("刷新", "refreshed"), Phrase("取更早的文章", "fetched")
GLANCE = 10.0
"""Seconds between two looks at whether somebody, another process say, has changed the library."""


class Refresher:
    """Fetches listing pages and lists of categories. The only writer of `trouble`, `busy` and `watching`.

    `after` calls something after so many seconds. What comes of the work: `changed` is called with the category
    whose listing came, `None` where anything may have changed; `discovered` when the categories are known; `announce`
    with the words for the desktop.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        schedule: Schedule,
        *,
        after: Timers,
        changed: Callable[[Category | None], None],
        discovered: Callable[[], None],
        announce: Callable[[str], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self.schedule = schedule
        self._after = after
        self._changed = changed
        self._discovered = discovered
        self._announce = announce
        self._waited_for: Counter[str] = Counter()  # how often: one that is ended may end after another has begun
        self._rounds = 0
        self._alarm: Timer | None = None
        self._version: tuple[int, int] | None = None

    # What is known of the site.

    def answered(self) -> None:
        """Note that the site answers."""
        self._note(None)

    def failed(self, error: AchieError) -> bool:
        """Note why something could not be had, where that tells of the site as a whole; gives whether it does."""
        is_of_site = isinstance(error, OUT_OF_REACH)
        if is_of_site:
            self._note(error)
        return is_of_site

    def _note(self, trouble: AchieError | None) -> None:
        self._session.trouble = trouble
        self.schedule.heed(trouble)
        self._set_alarm()

    @contextmanager
    def _busy_with(self, path: str) -> Iterator[None]:
        self._waited_for[path] += 1
        self._session.busy = frozenset(+self._waited_for)
        try:
            yield
        finally:
            self._waited_for[path] -= 1
            self._session.busy = frozenset(+self._waited_for)

    # When the user asks.

    def here(self, *, quiet: bool = False) -> None:
        """Ask the site what is new where the list is; `quiet`: and say nothing if there is nothing."""
        place, known = self._session.place, self._session.categories
        if self._is_offline(_REFRESHED):
            return
        if not known:
            self._jobs.start("categories", partial(self._discover, insists=not quiet), exclusive=True)
        elif place is not None and place.category:
            self.fetch(place.category, quiet=quiet)
        else:
            self._jobs.start("listings", partial(self._refresh_all, known, insists=not quiet), exclusive=True)

    def fetch(self, category: Category, *, quiet: bool = True) -> None:
        """Fetch a category's newest page."""
        self._jobs.start("listing", partial(self._refresh, category, quiet=quiet), exclusive=True)

    def _is_offline(self, what: Phrase) -> bool:
        """Tell whether the site is not to be asked at all, and say so."""
        if self._session.newsroom.config.offline:
            self._session.fail(OfflineError(what=what))
        return self._session.newsroom.config.offline

    def everywhere(self) -> None:
        """Look for news in every category, first where the list is."""
        if self._is_offline(_REFRESHED):
            return
        here = self._session.place.category if self._session.place else None
        known = sorted(self._session.categories, key=lambda category: category != here)
        work = partial(self._refresh_all, known, insists=True) if known else partial(self._discover, insists=True)
        self._jobs.start("listings" if known else "categories", work, exclusive=True)

    def older(self) -> None:
        """Fetch older articles of the category at once."""
        place = self._session.place
        if place is None or place.category is None:
            self._session.say(phrases.OLDER_WHERE)
        elif self._is_offline(_FETCHED):
            return
        else:
            self._jobs.start("older", partial(self._older, place.category), exclusive=True)

    def at_end(self) -> None:
        """Go on with older articles, unless that has failed or there are none."""
        session, place = self._session, self._session.place
        category = place.category if place else None
        if category is None or session.newsroom.config.offline or session.trouble is not None:
            return
        if category.path not in session.busy:
            self._jobs.start("older", partial(self._older_if_any, category), exclusive=True)

    async def _discover(self, *, insists: bool) -> None:
        self._insist(insists)
        with self._busy_with(CATEGORIES):
            await self._session.newsroom.refresh_categories()
        self.answered()
        self._discovered()

    def _insist(self, insists: bool) -> None:
        if insists:
            self._session.newsroom.insist()

    async def _refresh(self, category: Category, *, quiet: bool) -> None:
        self._insist(not quiet)
        new = await self._listing(category, self._session.newsroom.refresh)
        if new or not quiet:
            self._say_news(new)

    async def _refresh_all(self, categories: Sequence[Category], *, insists: bool) -> None:
        """Fetch the newest page of each category in turn, as long as the site is there.

        The first goes at once. The others keep the pauses of a sync: a key press is one wish, not thirteen.
        """
        self._insist(insists)
        new, failure = 0, None
        for number, category in enumerate(categories):
            refresh = partial(self._session.newsroom.refresh, asked=PATIENT if number else NOW)
            try:
                new += await self._listing(category, refresh)
            except OUT_OF_REACH:
                raise
            except AchieError as error:
                failure = error
        if failure is None:
            self._say_news(new)
        elif new:
            words = (self._session.words(phrases.NEW, new=new), failure.sentence(self._session.language))
            self._session.tell("  ".join(words), failed=True)
        else:
            raise failure

    async def _older(self, category: Category) -> None:
        new = await self._listing(category, self._session.newsroom.older)
        self._session.say(phrases.OLDER if new else phrases.NO_OLDER, new=new)

    async def _older_if_any(self, category: Category) -> None:
        newsroom = self._session.newsroom
        if await self._jobs.read(partial(newsroom.has_older, category), default=False):
            await self._older(category)

    async def _listing(self, category: Category, fetch: Callable[[Category], Awaitable[int]]) -> int:
        with self._busy_with(category.path):
            new = await fetch(category)
        self.answered()
        self._changed(category)
        self._jobs.start("first contact", partial(self._get_to_know, category))
        return new

    async def _get_to_know(self, category: Category) -> None:
        if await self._session.newsroom.get_to_know(category):
            self._changed(category)

    def _say_news(self, new: int) -> None:
        self._session.say(phrases.NEW if new else phrases.NOTHING_NEW, new=new)

    # Of its own accord.

    async def begin(self) -> None:
        """Note what the library is like before anything of it is shown: what is written from now on is to be seen."""
        await self._look()

    def start(self) -> None:
        """Look for news for the first time, and then every so often."""
        place = self._session.place
        if not self._session.categories or (place and place.category and place.refreshed is None):
            self.here(quiet=True)  # there is nothing to read yet: somebody waits for it
            self._plan_round()
        else:
            self._begin_round()

    def look(self) -> None:
        """See whether anybody has written to the library, and show it; a sync in the app shows its own."""
        self._jobs.start("glance", self._look, exclusive=True)

    async def _look(self) -> None:
        version = await self._jobs.read(self._session.newsroom.library.views.version, self._version)
        before, self._version = self._version, version
        if before is not None and version != before and self._session.run is None:
            self._changed(None)

    def wake(self) -> None:
        """Do what is due."""
        due = self.schedule.wake()
        if due.trouble_over:
            self._note(None)
        if due.round:
            self._begin_round()
        self._set_alarm()

    def _plan_round(self) -> None:
        self.schedule.plan_round()
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.stop()
        sleep = self.schedule.sleep
        self._alarm = None if sleep is None else self._after(sleep, self.wake)

    def _begin_round(self) -> None:
        self._plan_round()
        if self._session.run is None:  # a sync sees all news by itself
            self._jobs.start("watch", self._round, exclusive=True)

    async def _round(self) -> None:
        """Fetch the newest page of each category that is watched; of what fails, only the masthead tells."""
        session, new = self._session, 0
        self._rounds += 1
        session.watching = True
        try:
            for category in await self._watched():
                try:
                    new += await session.newsroom.refresh(category, PATIENT)
                except OUT_OF_REACH as error:
                    self.failed(error)
                    break
                except AchieError:
                    continue
                self.answered()
                self._changed(category)
        finally:
            self._rounds -= 1
            session.watching = self._rounds > 0
        if new:
            session.say(phrases.NEW, new=new)
            if session.newsroom.config.notify:
                self._announce(session.words(phrases.NEW, new=new))

    async def _watched(self) -> Sequence[Category]:
        """Give the category that is shown, and those of starred articles; all, where news of all are shown."""
        place, newsroom = self._session.place, self._session.newsroom
        if place is not None and place.id in NEWS_OF_ALL:
            return self._session.categories
        starred = await self._jobs.read(lambda: newsroom.headlines(newsroom.keys(View(starred=True))), ())
        names = {headline.category for headline in starred}
        shown = place.category if place else None
        return [each for each in self._session.categories if each == shown or each.name in names]
