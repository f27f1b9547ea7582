"""What the main screen does of its own accord: look for news now and then, patiently, and disturb nobody with it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer

from achie_tui.errors import AchieError
from achie_tui.library.records import View
from achie_tui.model import Category
from achie_tui.newsroom import Newsroom, Refreshed
from achie_tui.tui import phrases
from achie_tui.tui.announcing import announcement
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Keys
from achie_tui.tui.places import NEWS_OF_ALL
from achie_tui.tui.screens.aids import AidsDesk
from achie_tui.tui.trouble import OUT_OF_REACH, rest_until
from achie_tui.typeset.visible import clean_line
from achie_tui.web.answer import PATIENT

_GLANCE = 10.0
"""Seconds between two looks at whether another process, a sync say, has changed the library."""
_LONGEST_SLEEP = 600.0
"""Seconds after which the clock is looked at again: it may have jumped, or the machine slept."""


class WatchingDesk(AidsDesk):
    """The watchful side of the main screen."""

    watching: var[bool] = var(default=False, init=False)
    """Whether a round is under way."""

    @dataclass
    class CategorySeen(Message):
        """A round came by a category."""

        category: Category
        refreshed: Refreshed

    @dataclass
    class RoundEnded(Message):
        """A round has ended: how many articles are new, and what kept it from going on."""

        new: int
        error: AchieError | None

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom, keys, opener)
        self._next_round = 0.0
        self._left_alone_until = 0.0
        self._alarm: Timer | None = None
        self._version: tuple[int, int] | None = None

    def on_mount(self) -> None:
        """Follow what other processes write."""
        self.set_interval(_GLANCE, self._glance)

    def _glance(self) -> None:
        version = self.ask(self.newsroom.library.version, self._version)
        before, self._version = self._version, version
        if before is not None and version != before and not self.is_taking:
            self.count_again()
            self.fill_again()

    def begin_watching(self) -> None:
        """Look for news for the first time, and then every so often."""
        category = self.place.category if self.place else None
        if not self.known_categories or (category and self._refreshed_at(category) is None):
            self.look_for_news(quiet=True)  # there is nothing to read yet: somebody waits for it
            self._plan_round()
        else:
            self._begin_round()

    # When.

    @property
    def is_left_alone(self) -> bool:
        """Whether the site is not to be asked unless the user wants it."""
        return time.time() < self._left_alone_until

    def watch_trouble(self, error: AchieError | None) -> None:
        """Leave the site alone for as long as its trouble says."""
        self._left_alone_until = 0.0 if error is None else rest_until(error, time.time())
        self._set_alarm()

    def _plan_round(self) -> None:
        minutes = self.newsroom.config.refresh_minutes
        self._next_round = time.time() + 60.0 * minutes if minutes else 0.0
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.stop()
        due = [at for at in (self._left_alone_until, self._next_round) if at]
        if due:
            self._alarm = self.set_timer(min(max(min(due) - time.time(), 1.0), _LONGEST_SLEEP), self._wake)

    def _wake(self) -> None:
        now = time.time()
        if 0 < self._left_alone_until <= now:
            self.trouble = None  # it said until when; what is now, nobody knows
        if 0 < self._next_round <= now:
            if self.is_left_alone:
                self._next_round = self._left_alone_until
            else:
                self._begin_round()
        self._set_alarm()

    # What.

    @property
    def is_taking(self) -> bool:
        """Whether a run that takes everything along is under way, which sees all news by itself."""
        return False

    def _begin_round(self) -> None:
        self._plan_round()
        if not self.is_taking:
            self.look_around(self._watched())

    def _watched(self) -> Sequence[Category]:
        """Give the category that is shown, and those of starred articles; all, where news of all are shown."""
        if self.place is not None and self.place.id in NEWS_OF_ALL:
            return self.known_categories
        keys = self._keys_of(View(starred=True))
        names = {headline.category for headline in self.headlines(keys)}
        shown = self.place.category if self.place else None
        return [each for each in self.known_categories if each == shown or each.name in names]

    @work(exclusive=True, group="watch", exit_on_error=False)
    async def look_around(self, categories: Sequence[Category]) -> None:
        """Fetch the newest page of each of these; what fails says nothing."""
        new, failure = 0, None
        self.watching = True
        try:
            for category in categories:
                try:
                    refreshed = await self.newsroom.refresh(category, PATIENT)
                except OUT_OF_REACH as error:
                    failure = error
                    break
                except AchieError:
                    continue
                new += refreshed.new
                self.post_message(self.CategorySeen(category, refreshed))
        finally:
            self.watching = False
        self.post_message(self.RoundEnded(new, failure))

    def on_watching_desk_category_seen(self, event: CategorySeen) -> None:
        """Show what has come; cursor and article stay where they are."""
        self.trouble = None
        self.count_again()
        if event.refreshed.new and self.place and self.place.category in {None, event.category}:
            self.fill_again()

    def on_watching_desk_round_ended(self, event: RoundEnded) -> None:
        """Say once how much is new."""
        if event.error is not None:
            self.trouble = event.error
        if not event.new:
            return
        self.say(phrases.NEW, new=event.new)
        if self.newsroom.config.notify:
            title = clean_line(self.newsroom.config.profile.name)
            self.post_message(self.Announced(announcement(title, self.words(phrases.NEW, new=event.new))))

    @dataclass
    class Announced(Message):
        """The desktop is to be told; `sequence` is what the terminal has to be sent for that."""

        sequence: str
