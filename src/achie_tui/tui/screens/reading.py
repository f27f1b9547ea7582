"""What the main screen does with one article: open it, mark it, hand it on.

`ReadingDesk` knows which article the reader was given to, so that an answer for another one, which the user
has left meanwhile, never replaces it.
"""

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple

from textual import work
from textual.reactive import var

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.records import Kept
from achie_tui.model import Article, Headline, ImageBlock
from achie_tui.newsroom import Newsroom
from achie_tui.pictures.album import Album
from achie_tui.pictures.errors import PictureElsewhereError
from achie_tui.pictures.terminal import protocol
from achie_tui.site.address import is_article
from achie_tui.tui import phrases
from achie_tui.tui.browser import Opener, safe_url
from achie_tui.tui.keys import ACTIONS, Keys, Pane
from achie_tui.tui.screens.desk import Desk
from achie_tui.tui.waiting import Waiting
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.status import Status
from achie_tui.typeset.document import Note
from achie_tui.typeset.visible import clean_line

SAVING = 1.0
"""Seconds that saving the place may take when the app ends."""


class Reading(NamedTuple):
    """The article the reader was given to; `kept` says that its text is shown."""

    path: str
    title: str
    kept: bool


class ReadingDesk(Desk):
    """The article's side of the main screen."""

    pane: var[Pane] = var("list", init=False)
    """The pane that has the focus."""
    reading: var[Reading | None] = var(None)
    trouble: var[AchieError | None] = var(None, init=False)
    """Why the site was last out of reach."""

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom)
        self.keys = keys
        self.key_labels: dict[str, object] = {action.id: keys.shown(action.id) for action in ACTIONS}
        self.headline_list = HeadlineList(boundary=self.words(phrases.SEEN_BEFORE))
        self.reader = Reader(self.language)
        self.protocol = protocol(newsroom.config.pictures)
        if self.protocol != "off":
            self.reader.album = Album(newsroom.picture)
        self.status = Status()
        self._opener = opener
        self._trail: list[Reading] = []
        self._waiting = Waiting(self, self._say_waiting)

    def words(self, phrase: Phrase, **values: object) -> str:
        """Put a phrase into words; it may name keys by their actions, as in `{refresh}`."""
        return phrase.say(self.language, **{**self.key_labels, **values})

    def say(self, phrase: Phrase, **values: object) -> None:
        """Say something in the status line."""
        self.status.say(self.words(phrase, **values))

    # Opening.

    def open_article(self, path: str, title: str) -> None:
        """Show an article: its kept copy at once, else fetch it."""
        kept = self.ask(lambda: self.newsroom.kept(path), None)
        self.reading = Reading(path, title, kept is not None)
        self._waiting.end()
        if kept is not None:
            self._show(path, kept)
            self.read_again(path, kept)
        else:
            self.request(self.reading)
        self.pane = "reader"

    def request(self, reading: Reading) -> None:
        """Fetch an article; where nothing of it is here yet, say so in its place."""
        if not reading.kept:
            self.reader.show_message(reading.title, self.words(phrases.OPENING))
            self._waiting.begin()
        self.fetch_article(reading.path)

    def _say_waiting(self, seconds: int) -> None:
        if self.reading is not None and not self.reading.kept:
            words = (self.words(phrases.OPENING), self.words(phrases.WAITED, seconds=seconds))
            self.reader.show_message(self.reading.title, "\n\n".join(words))

    def _show(self, path: str, kept: Kept) -> None:
        place = self.ask(lambda: self.newsroom.place(kept.article.path), None)
        self.reader.show(kept, place=place, refused=self._refused(kept.article))
        headline = self.headline_of(path)
        if self.newsroom.config.mark_read and headline is not None and not headline.read:
            self.mark([path], read=True)

    def on_desk_article_came(self, event: Desk.ArticleCame) -> None:
        """Show the article, if it is still the one that is wanted."""
        if event.fetched:
            self.trouble = None
        if self.reading is not None and self.reading.path == event.path:
            self._waiting.end()
            self.reading = self.reading._replace(kept=True)
            self._show(event.path, event.kept)

    def on_desk_article_missing(self, event: Desk.ArticleMissing) -> None:
        """Say why there is no article and what can be done; a kept copy stays."""
        if self.reading is None or self.reading.path != event.path or self.reading.kept:
            self.post_message(self.Failed(event.error))
            return
        self._waiting.end()
        self.post_message(self.Failed(event.error, told=self.reader.display))
        sentence = event.error.sentence(self.language)
        self.reader.show_message(self.reading.title, f"{sentence}\n\n{self.words(phrases.WHAT_NOW)}")

    def _refused(self, article: Article) -> dict[str, Note]:
        """Say why pictures cannot be shown, where that is known beforehand."""
        notes: dict[str, Note] = {}
        for block in article.blocks if self.protocol != "off" else ():
            if not isinstance(block, ImageBlock):
                continue
            refused = self.ask(partial(self.newsroom.picture_refused, block.src), None)
            if isinstance(refused, PictureElsewhereError):
                notes[block.src] = Note(self.words(phrases.PICTURE_ELSEWHERE, **refused.details), block.src)
            elif refused:
                notes[block.src] = Note(refused.sentence(self.language))
        return notes

    def open_url(self, url: str) -> None:
        """Open an address: of an article here, of anything else in the browser."""
        path = self.newsroom.config.addresses.path(url)
        if path is not None and is_article(path):
            headline = self.headline_of(path)
            self.open_article(path, headline.title if headline else url)
        else:
            self.open_in_browser(url)

    def on_reader_link_opened(self, event: Reader.LinkOpened) -> None:
        """Follow a link, and remember where it was."""
        former = self.reading
        self.open_url(event.url)
        if former is not None and former is not self.reading:
            self._trail.append(former)

    def back_on_trail(self) -> bool:
        """Go back to the article whose link was followed; tells whether there was one."""
        if not self._trail:
            return False
        former = self._trail.pop()
        self.open_article(former.path, former.title)
        return True

    def leave_trail(self) -> None:
        """Forget the way here."""
        self._trail.clear()

    def on_reader_place_changed(self, event: Reader.PlaceChanged) -> None:
        """Remember where the reader stands."""
        self.save_place(event.path, event.block, event.offset, event.percent)

    async def on_unmount(self) -> None:
        """Save the place at the last moment, but do not let that hold up the end."""
        if kept := self.reader.kept:
            with suppress(AchieError, TimeoutError):
                place = self.newsroom.save_place(kept.article.path, *self.reader.place, self.reader.percent)
                await asyncio.wait_for(place, SAVING)

    # The article at hand: the one being read in the reader, else the one under the cursor.

    def headline_of(self, path: str) -> Headline | None:
        """Give an article's headline as it is now."""
        return self.ask(lambda: self.newsroom.headline(path), None)

    def at_hand(self) -> Headline | None:
        """Give the headline that an action is meant for; say so where there is none."""
        path = self._path_at_hand()
        headline = self.headline_of(path) if path else None
        if headline is None:
            self.say(phrases.NOTHING_CHOSEN)
        return headline

    def _path_at_hand(self) -> str | None:
        if self.pane == "reader" and self.reading is not None:
            return self.reading.path
        headline = self.headline_list.headline
        return headline.path if headline else None

    def _url_at_hand(self) -> str | None:
        path = self._path_at_hand()
        return self.ask(lambda: self.newsroom.address(path), None) if path else None

    def action_read(self) -> None:
        """Mark as read or unread."""
        if headline := self.at_hand():
            done = phrases.MARKED_UNREAD if headline.read else phrases.MARKED_READ
            self.mark([headline.path], self.words(done), read=not headline.read)

    def action_star(self) -> None:
        """Star or unstar."""
        if headline := self.at_hand():
            done = phrases.UNSTARRED if headline.starred else phrases.STARRED
            self.mark([headline.path], self.words(done), starred=not headline.starred)

    def action_later(self) -> None:
        """Put among those to be read later, or take away from there."""
        if headline := self.at_hand():
            done = phrases.NOT_LATER if headline.later else phrases.LATER
            self.mark([headline.path], self.words(done), later=not headline.later)

    def action_undo(self) -> None:
        """Take the last change of marks back."""
        self.step(back=True)

    def action_redo(self) -> None:
        """Do the change of marks that was last taken back again."""
        self.step(back=False)

    def action_browser(self) -> None:
        """Open in the browser."""
        if url := self._url_at_hand():
            self.open_in_browser(url)
        else:
            self.say(phrases.NOTHING_CHOSEN)

    def action_copy_link(self) -> None:
        """Copy the link."""
        url = self._url_at_hand()
        if url is None:
            self.say(phrases.NOTHING_CHOSEN)
        elif (safe := safe_url(url, self.newsroom.config.addresses)) is None:
            self.say(phrases.BAD_LINK)
        else:
            self.app.copy_to_clipboard(safe)
            self.say(phrases.COPIED, url=safe)

    def action_copy_markdown(self) -> None:
        """Copy the article as Markdown."""
        from achie_tui.formats import to_markdown

        if article := self._article_at_hand():
            self.app.copy_to_clipboard(to_markdown(article, self.newsroom.config.addresses))
            self.say(phrases.COPIED_MARKDOWN)

    def action_copy_citation(self) -> None:
        """Copy the citation, as read today."""
        from achie_tui.citation import cite

        if (article := self._article_at_hand()) and (url := self._url_at_hand()):
            today, publisher = datetime.now().astimezone().date(), self.newsroom.config.profile.name
            citation = clean_line(cite(article, url, today, publisher))
            self.app.copy_to_clipboard(citation)
            self.say(phrases.COPIED_CITATION, citation=citation)

    def _article_at_hand(self) -> Article | None:
        """Give the article that an action is meant for; say so where it is not here."""
        path = self._path_at_hand()
        kept = self.ask(lambda: self.newsroom.kept(path), None) if path else None
        if kept is None:
            self.say(phrases.NOT_KEPT if path else phrases.NOTHING_CHOSEN)
        return kept.article if kept else None

    @work(group="browser", exit_on_error=False)
    async def open_in_browser(self, url: str) -> None:
        """Hand a link over, if it is a safe one."""
        safe = safe_url(url, self.newsroom.config.addresses)
        if safe is None:
            self.say(phrases.BAD_LINK)
        elif await asyncio.to_thread(self._opener, safe):
            self.say(phrases.IN_BROWSER, url=safe)
        else:
            self.say(phrases.NO_BROWSER, url=safe)
