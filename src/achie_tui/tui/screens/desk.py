"""The main screen's dealings with the newsroom: questions answered at once, and errands that run as workers.

An errand reports by a message and touches no widget. One that fails says so with `Failed` and changes nothing
else; none can end the app.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from textual import work
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.records import Kept
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom, Refreshed
from achie_tui.tui import phrases
from achie_tui.tui.trouble import OUT_OF_REACH
from achie_tui.typeset.visible import clean_line
from achie_tui.web.answer import NOW, PATIENT

Answer = TypeVar("Answer")

_UNDONE = Phrase("已撤销（{articles} 篇）", "Undone ({articles})")
_REDONE = Phrase("已重做（{articles} 篇）", "Done again ({articles})")
_ONE_UNDONE = Phrase("已撤销，{now}：“{title}”", "Undone. {now}: “{title}”")
_ONE_REDONE = Phrase("已重做，{now}：“{title}”", "Done again. {now}: “{title}”")
_NOW = {
    ("read", True): phrases.MARKED_READ,
    ("read", False): phrases.MARKED_UNREAD,
    ("starred", True): phrases.STARRED,
    ("starred", False): phrases.UNSTARRED,
    ("later", True): phrases.LATER,
    ("later", False): phrases.NOT_LATER,
}
_NOTHING_TO_UNDO = Phrase("没有可撤销的标记", "Nothing to undo")
_NOTHING_TO_REDO = Phrase("没有可重做的标记", "Nothing to redo")

_AT_ONCE = 500
"""Headlines that are fetched without a pause for the screen."""

THE_CATEGORIES = ""
"""Stands in `busy` for the list of categories itself."""


class Desk(Screen[None]):
    """A screen with a newsroom; `busy` holds the paths of the categories being refreshed."""

    busy: var[frozenset[str]] = var(frozenset(), init=False)

    @dataclass
    class CategoriesKnown(Message):
        """The list of categories was discovered."""

    @dataclass
    class ListingKnown(Message):
        """A listing page came: the newest, or with `older` the next older one. `quiet`: nobody had asked for it."""

        category: Category
        refreshed: Refreshed
        older: bool
        quiet: bool

    @dataclass
    class AllRefreshed(Message):
        """A round through several categories has ended."""

        new: int

    @dataclass
    class ArticleCame(Message):
        """An article is here: from the site, or read again from its kept page."""

        path: str
        kept: Kept
        fetched: bool

    @dataclass
    class ArticleMissing(Message):
        """An article could not be fetched."""

        path: str
        error: AchieError

    @dataclass
    class Marked(Message):
        """Marks were changed, and how that is said; "" where nothing needs to be said."""

        done: str

    @dataclass
    class PlaceSaved(Message):
        """The place in an article was saved."""

        path: str

    @dataclass
    class Failed(Message):
        """Something did not work; `told`: that is said already, in the place of what is missing."""

        error: AchieError
        told: bool = False

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__()
        self.newsroom = newsroom
        self.language = newsroom.config.lang

    # Questions.

    def ask(self, question: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Give the library's answer; where it fails, say so and give the other one."""
        with self._telling():
            return question()
        return otherwise

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """Give headlines as they are now."""
        return self.ask(lambda: self.newsroom.headlines(keys), [])

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell of what fails, and go on."""
        try:
            yield
        except AchieError as error:
            self.post_message(self.Failed(error))

    @contextmanager
    def _busy_with(self, path: str) -> Iterator[None]:
        self.busy |= {path}
        try:
            yield
        finally:
            self.busy -= {path}

    # Errands to the web. Of each kind, a new one takes the place of the one under way.

    @work(exclusive=True, group="categories", exit_on_error=False)
    async def learn_categories(self) -> None:
        """Discover the categories."""
        with self._telling(), self._busy_with(THE_CATEGORIES):
            await self.newsroom.refresh_categories()
            self.post_message(self.CategoriesKnown())

    @work(exclusive=True, group="listing", exit_on_error=False)
    async def refresh_listing(self, category: Category, *, quiet: bool = False) -> None:
        """Fetch a category's newest page."""
        with self._telling():
            await self._fetch_listing(category, self.newsroom.refresh, quiet=quiet)

    @work(exclusive=True, group="listings", exit_on_error=False)
    async def refresh_listings(self, categories: Sequence[Category]) -> None:
        """Fetch the newest page of each category in turn, as long as the site is there.

        The first goes at once. The others keep the pauses of a sync: a key press is one wish, not thirteen.
        """
        new = 0
        with self._telling():
            for number, category in enumerate(categories):
                refresh = partial(self.newsroom.refresh, asked=PATIENT if number else NOW)
                try:
                    new += (await self._fetch_listing(category, refresh, quiet=True)).new
                except OUT_OF_REACH:
                    raise
                except AchieError as error:
                    self.post_message(self.Failed(error))
            self.post_message(self.AllRefreshed(new))

    @work(exclusive=True, group="older", exit_on_error=False)
    async def fetch_older(self, category: Category) -> None:
        """Fetch a category's next older page."""
        with self._telling():
            await self._fetch_listing(category, self.newsroom.older, older=True)

    async def _fetch_listing(
        self,
        category: Category,
        fetch: Callable[[Category], Awaitable[Refreshed]],
        *,
        older: bool = False,
        quiet: bool = False,
    ) -> Refreshed:
        with self._busy_with(category.path):
            refreshed = await fetch(category)
        self.post_message(self.ListingKnown(category, refreshed, older, quiet))
        return refreshed

    @work(group="learning", exit_on_error=False)
    async def get_to_know(self, category: Category) -> None:
        """Learn how the site's pages are built from some articles of a category, where nothing is known of them yet."""
        with self._telling():
            await self.newsroom.get_to_know(category)

    @work(exclusive=True, group="learning", exit_on_error=False)
    async def learn(self, path: str, kept: Kept) -> None:
        """Learn from what was fetched, and show the open article anew where that makes it another."""
        with self._telling():
            await self.newsroom.learn(doubted=kept.article.doubt is not None)
            current = self.newsroom.kept(path)
            if current is not None and current.article != kept.article:
                self.post_message(self.ArticleCame(path, current, fetched=False))

    @work(exclusive=True, group="article", exit_on_error=False)
    async def fetch_article(self, path: str) -> None:
        """Fetch an article."""
        try:
            kept = await self.newsroom.read(path)
        except AchieError as error:
            self.post_message(self.ArticleMissing(path, error))
        else:
            self.post_message(self.ArticleCame(path, kept, fetched=True))
            self.learn(path, kept)

    @work(exclusive=True, group="article", exit_on_error=False)
    async def read_again(self, path: str, kept: Kept) -> None:
        """Read a kept page with the parser of today, where an older one read it."""
        with self._telling():
            current = await self.newsroom.current(kept)
            if current is not kept:
                self.post_message(self.ArticleCame(path, current, fetched=False))

    # Errands to the library. Each is done, whatever comes after it.

    @work(group="marks", exit_on_error=False)
    async def mark(self, paths: Sequence[str], done: str = "", **marks: bool) -> None:
        """Set or clear marks (`read`, `starred`, `later`); `done` is what to say of it."""
        await self._mark(paths, done, **marks)

    @work(group="marks", exit_on_error=False)
    async def mark_all_read(self, keys: Sequence[int], done: str) -> None:
        """Mark the articles of these keys as read, as one step."""
        paths: list[str] = []
        for start in range(0, len(keys), _AT_ONCE):
            paths += (headline.path for headline in self.headlines(keys[start : start + _AT_ONCE]))
            await asyncio.sleep(0)
        await self._mark(paths, done, read=True)

    async def _mark(self, paths: Sequence[str], done: str, **marks: bool) -> None:
        with self._telling():
            await self.newsroom.mark(paths, **marks)
            self.post_message(self.Marked(done))

    @work(group="marks", exit_on_error=False)
    async def step(self, *, back: bool) -> None:
        """Take the last change of marks back, or do it again."""
        many, one, nothing = (
            (_UNDONE, _ONE_UNDONE, _NOTHING_TO_UNDO) if back else (_REDONE, _ONE_REDONE, _NOTHING_TO_REDO)
        )
        with self._telling():
            step = self.newsroom.library.step_ahead(back=back)
            headline = self.newsroom.headline(step.path) if step else None
            articles = await (self.newsroom.undo() if back else self.newsroom.redo())
            if step and headline:
                now = _NOW[step.mark, step.set].say(self.language)
                done = one.say(self.language, now=now, title=clean_line(headline.title))
            else:
                done = (many if articles else nothing).say(self.language, articles=articles)
            self.post_message(self.Marked(done))

    @work(group="places", exit_on_error=False)
    async def save_place(self, path: str, block: int, offset: int, percent: int | None = None) -> None:
        """Remember where the reader stands."""
        with self._telling():
            await self.newsroom.save_place(path, block, offset, percent)
            self.post_message(self.PlaceSaved(path))

    @work(group="visit", exit_on_error=False)
    async def note_visit(self) -> None:
        """Note that the user is here; where that cannot be written, nobody needs to know."""
        with suppress(AchieError):
            await self.newsroom.note_visit()

    @work(group="theme", exit_on_error=False)
    async def keep_theme(self, theme: str) -> None:
        """Keep the theme for the next time; where that cannot be written, it holds until the end."""
        with suppress(AchieError):
            await self.newsroom.keep_theme(theme)

    @work(group="backup", exit_on_error=False)
    async def back_up(self) -> None:
        """Write the day's backup of what the user did."""
        with self._telling():
            await self.newsroom.back_up()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so where an errand met something that nobody has foreseen."""
        if event.state is WorkerState.ERROR:
            self.post_message(self.Failed(AchieError(reason=repr(event.worker.error))))
