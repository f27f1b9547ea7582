"""The article in the reader: opened from what is kept, else fetched, and always the one that was asked for last."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.records import Kept
from achie_tui.model import Article, Attachment, Headline, ImageBlock, Link
from achie_tui.newsroom import Newsroom
from achie_tui.pictures.errors import PictureElsewhereError
from achie_tui.site.address import is_article
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.session import Reading, Session
from achie_tui.tui.waiting import Waiting
from achie_tui.typeset.document import PictureNote
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.export.noted import PlacedNote

SEE_DIFFERENCES = Phrase(
    "这篇文章有修订，按 {differences} 看改了什么", "The site revised this article; {differences} shows what changed"
)

SETTLED = 0.2
"""Seconds after which somebody reads an article, and does not leaf through many."""
MOST_NEAR = 5


class ArticleView(Protocol):
    """The reader, as far as it is needed here."""

    @property
    def place(self) -> tuple[int, int]:
        """The place of the article on the top line."""

    @property
    def display(self) -> bool:
        """Whether it is on the screen."""

    def show(
        self,
        kept: Kept,
        *,
        place: tuple[int, int] | None,
        refused: Mapping[str, PictureNote],
        near: Sequence[Link] = (),
        notes: "Sequence[PlacedNote]" = (),
        sizes: Mapping[str, int] = {},
        is_preview: bool = False,
    ) -> None:
        """Show an article from a place on; of the pictures in `refused`, say why they are not shown.

        Behind it stand its attachments, with the `sizes` of those that are kept, and links to what is `near`. In a
        preview nobody stands anywhere, and nothing is remembered of it.
        """

    def add_near(self, near: Sequence[Link]) -> None:
        """Add links to what is near the article that is shown, behind it."""

    def show_message(self, title: str, body: str) -> None:
        """Show a message instead."""


class Look(NamedTuple):
    """What the library knows of an article: its text, where it was left, which pictures cannot be had.

    `sizes` are those of the attachments that are kept.
    """

    headline: Headline | None
    kept: Kept | None = None
    place: tuple[int, int] | None = None
    refused: Mapping[str, PictureNote] = {}
    notes: "Sequence[PlacedNote]" = ()
    sizes: Mapping[str, int] = {}


class ArticleOpener:
    """Opens articles. The only writer of `reading`.

    `opened` is called when the reader is turned to an article, `read` when a text is shown whose article counts as
    read by that, `answered` when the site gave something, `browse` with addresses that are not of the site, and
    `attached` with an attachment whose link was followed. `pointed` gives the headline under the list's cursor.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        view: ArticleView,
        waiting: Waiting,
        *,
        opened: Callable[[], None],
        read: Callable[[Headline], None],
        answered: Callable[[], None],
        browse: Callable[[str], None],
        attached: Callable[[Attachment], None],
        pointed: Callable[[], Headline | None],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._view = view
        self._waiting = waiting
        self._opened = opened
        self._read = read
        self._answered = answered
        self._browse = browse
        self._attached = attached
        self._pointed = pointed
        self._pause = pause
        self._trail: list[Reading] = []
        self._goal: tuple[str, tuple[int, int]] | None = None  # where in an article it is to be opened

    # Opening.

    def open_headline(self, headline: Headline) -> None:
        """Open an article of the list; the way through links that led to another one is forgotten."""
        self._trail.clear()
        self._turn_to(Reading(headline.path, headline.title, headline))

    def open(self, path: str, title: str | None = None, at: tuple[int, int] | None = None) -> None:
        """Open an article by its path, where it was left or `at` a block and an offset into it.

        Without a `title` it is called by what is known of it.
        """
        self._goal = (path, at) if at else None
        self._turn_to(Reading(path, title or path))

    def preview(self, headline: Headline | None) -> None:
        """Show beside the list what its cursor rests on: the text from where it was left, else what the list knows.

        That opens nothing and counts as reading nothing; what was open before is open no longer. None is an empty list.
        """
        session = self._session
        if session.pane == "reader" or not self._view.display:
            return
        if headline is None or session.reading is None or session.reading.path != headline.path:
            self._jobs.start("preview", partial(self._preview, headline), exclusive=True)

    async def _preview(self, headline: Headline | None) -> None:
        session, look = self._session, Look(None)
        if headline is not None:
            look = await self._jobs.read(partial(self._look, headline.path), look)
        pointed = self._pointed()
        if session.pane == "reader" or (pointed and pointed.path) != (headline and headline.path):
            return
        self._waiting.end()
        self._trail.clear()
        session.reading = None
        if look.kept is not None:
            pictures = [block for block in look.kept.article.blocks if isinstance(block, ImageBlock)]
            unseen = {block.src: PictureNote("") for block in pictures}  # none is fetched for a glance
            self._view.show(
                look.kept, place=look.place, refused=unseen, notes=look.notes, sizes=look.sizes, is_preview=True
            )
        elif headline is not None:
            facts = "    ".join(filter(None, (headline.category, headline.source, headline.published)))
            parts = filter(None, (facts, headline.summary, session.words(phrases.WELCOME)))
            self._view.show_message(headline.title, "\n\n".join(map(clean_line, parts)))
        else:
            self._view.show_message("", "")

    def _turn_to(self, reading: Reading) -> None:
        self._waiting.end()
        self._session.reading = replace(reading, kept=None)
        self._jobs.answer("open", partial(self._open, reading.path))
        self._opened()

    async def _open(self, path: str) -> None:
        """Show an article's kept copy at once, else fetch it."""
        look = await self._jobs.read(partial(self._look, path), Look(None))
        if not self._is_wanted(path):
            return
        self._know(look.headline)
        if look.kept is None:
            self._fetch()
        else:
            self._show(look)
            self._jobs.start("article", partial(self._read_again, path, look.kept), exclusive=True)

    async def _read_again(self, path: str, kept: Kept) -> None:
        """Read a kept page with what is known today, where less was known when it was read."""
        current = await self._session.newsroom.current(kept)
        if current is not kept:
            await self._show_anew(path, current)

    def _look(self, path: str) -> Look:
        newsroom = self._session.newsroom
        headline, kept = newsroom.headline(path), newsroom.kept(path)
        if kept is None:
            return Look(headline)
        refused = {
            src: note
            for src in {block.src for block in kept.article.blocks if isinstance(block, ImageBlock)}
            if (note := self._refused(newsroom, src))
        }
        place, notes = newsroom.visits.place(kept.article.path), newsroom.notebook.on(kept.article)
        return Look(headline, kept, place, refused, notes, newsroom.attached.sizes(kept.article))

    def _refused(self, newsroom: Newsroom, src: str) -> PictureNote | None:
        """Say why a picture cannot be shown, where that is known beforehand."""
        refused = newsroom.picture_refused(src)
        if isinstance(refused, PictureElsewhereError):
            return PictureNote(self._session.words(phrases.PICTURE_ELSEWHERE, **refused.details), src)
        return PictureNote(refused.sentence(self._session.language)) if refused else None

    def _show(self, look: Look) -> None:
        """Show a text: for the first time where it was left, and as read; a newer one where the user is by now."""
        reading, kept = self._session.reading, look.kept
        if reading is None or kept is None:
            return
        self._waiting.end()
        is_first = reading.kept is None
        self._session.reading = replace(reading, headline=look.headline or reading.headline, kept=kept)
        place, near = self._place(reading.path, look) if is_first else self._view.place, reading.near
        self._view.show(kept, place=place, refused=look.refused, near=near or (), notes=look.notes, sizes=look.sizes)
        if near is None:
            self._jobs.start("near", partial(self._look_for_near, reading.path, kept.article), exclusive=True)
        if is_first and self._session.newsroom.config.mark_read and look.headline:
            self._read(look.headline)
        if kept.revised:
            self._session.say(SEE_DIFFERENCES)

    def _place(self, path: str, look: Look) -> tuple[int, int] | None:
        """Give where in an article to begin: where it was asked for, else where it was left."""
        goal, self._goal = self._goal, None
        return goal[1] if goal is not None and goal[0] == path else look.place

    async def _look_for_near(self, path: str, article: Article) -> None:
        """Look for articles that are like the one that is shown, when that has been read for a moment."""
        await self._pause(SETTLED)
        near = await self._session.newsroom.finder.near(article, MOST_NEAR)
        reading = self._session.reading
        if reading is not None and reading.path == path and reading.kept is not None:
            self._session.reading = replace(reading, near=near)
            self._view.add_near(near)

    def arrived(self, path: str) -> None:
        """Show an article that has come, where its text was waited for."""
        reading = self._session.reading
        if reading is not None and reading.path == path and reading.kept is None:
            self._jobs.start("arrive", partial(self._show_anew, path), exclusive=True)

    def file_came(self) -> None:
        """Show the article with the attachments that are kept by now."""
        reading = self._session.reading
        if reading is not None and reading.kept is not None and reading.kept.article.attachments:
            self._jobs.start("files", partial(self._show_files, reading.path), exclusive=True)

    async def _show_files(self, path: str) -> None:
        look = await self._jobs.read(partial(self._look, path), Look(None))
        reading = self._session.reading
        if self._is_wanted(path) and reading is not None and reading.kept is not None:
            self._view.show(
                reading.kept,
                place=self._view.place,
                refused=look.refused,
                near=reading.near or (),
                notes=look.notes,
                sizes=look.sizes,
            )

    async def _show_anew(self, path: str, kept: Kept | None = None) -> None:
        """Show what is kept of an article by now, if it is still the one that is wanted."""
        look = await self._jobs.read(partial(self._look, path), Look(None))
        if self._is_wanted(path):
            self._show(look._replace(kept=kept or look.kept))

    def _is_wanted(self, path: str) -> bool:
        return self._session.reading is not None and self._session.reading.path == path

    # From the site.

    def reload(self) -> None:
        """Fetch the article because the user wants it as it is now, also from a site that is being left alone."""
        self._session.newsroom.insist()
        self._fetch()

    def _fetch(self) -> None:
        """Fetch the article; where nothing of it is here yet, say so in its place."""
        reading = self._session.reading
        if reading is None:
            return
        if reading.kept is None:
            self._view.show_message(reading.title, self._session.words(phrases.OPENING))
            self._waiting.begin(partial(self._say_waiting, reading))
        self._jobs.start("article", partial(self._fetch_article, reading.path, reading.kept), exclusive=True)

    def _say_waiting(self, reading: Reading, seconds: int) -> None:
        words = self._session.words
        parts = (words(phrases.OPENING), words(phrases.WAITED, seconds=seconds))
        self._view.show_message(reading.title, "\n\n".join(parts))

    async def _fetch_article(self, path: str, before: Kept | None) -> None:
        try:
            kept = await self._session.newsroom.read(path)
        except AchieError as error:
            self._missed(path, error)
            return
        self._answered()
        await self._show_anew(path, kept)
        if before is not None and kept.article == before.article:
            self._session.say(phrases.NOTHING_NEW_IN_IT)
        self._jobs.start("learning", partial(self._learn, path, kept), exclusive=True)

    def _missed(self, path: str, error: AchieError) -> None:
        """Say why there is no article and what can be done; a kept copy stays."""
        session, reading = self._session, self._session.reading
        if reading is None or reading.path != path or reading.kept is not None:
            session.fail(error)
            return
        self._waiting.end()
        session.fail(error, is_shown=self._view.display)
        sentence = error.sentence(session.language)
        self._view.show_message(reading.title, f"{sentence}\n\n{session.words(phrases.WHAT_NOW)}")

    async def _learn(self, path: str, kept: Kept) -> None:
        """Learn from what was fetched, and show the open article anew where that makes it another."""
        newsroom = self._session.newsroom
        await newsroom.learn(doubted=kept.article.doubt is not None)
        current = await self._jobs.read(partial(newsroom.kept, path), None)
        if current is not None and current.article != kept.article:
            await self._show_anew(path, current)

    # Links.

    def follow(self, url: str) -> None:
        """Follow a link: to an article here, remembering where it was; to a file, or anything else in the browser."""
        reading = self._session.reading
        files = reading.kept.article.attachments if reading is not None and reading.kept is not None else ()
        if file := next((each for each in files if each.href == url), None):
            self._attached(file)
            return
        path = self._session.newsroom.config.addresses.path(url)
        if path is None or not is_article(path):
            self._browse(url)
            return
        if self._session.reading is not None:
            self._trail.append(replace(self._session.reading, kept=None))
        self.open(path, url)

    def back(self) -> bool:
        """Go back to the article whose link was followed; tells whether there was one."""
        if not self._trail:
            return False
        self._turn_to(self._trail.pop())
        return True

    # What is known of it.

    def note(self, headlines: Sequence[Headline]) -> None:
        """Take note of what headlines say by now."""
        for headline in headlines:
            if self._is_wanted(headline.path):
                self._know(headline)

    def renew(self) -> None:
        """Ask the library what the article's headline says by now."""
        if self._session.reading is not None:
            self._jobs.start("renew", partial(self._renew, self._session.reading.path), exclusive=True)

    async def _renew(self, path: str) -> None:
        headline = await self._jobs.read(partial(self._session.newsroom.headline, path), None)
        if self._is_wanted(path):
            self._know(headline)

    def _know(self, headline: Headline | None) -> None:
        reading = self._session.reading
        if reading is not None and headline is not None:
            self._session.reading = replace(reading, title=headline.title, headline=headline)
