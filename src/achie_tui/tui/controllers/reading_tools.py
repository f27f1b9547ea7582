"""What helps to read: finding words, links by number, scrolling by itself, pictures, other characters."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from achie_tui.library.records import Kept
from achie_tui.model import ImageBlock
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.keys import Aid
from achie_tui.tui.prompting import Ask, Purpose
from achie_tui.tui.session import Session
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.finding import Finding, HitsIn
from achie_tui.tui.widgets.link_numbers import LinkNumbers
from achie_tui.tui.widgets.sheet import TOP, Position
from achie_tui.typeset.script import SCRIPTS, Script, show_in

if TYPE_CHECKING:
    from achie_tui.tui.widgets.paragraphs import Paragraphs


class ReadingView(Protocol):
    """The reader, as far as it is needed here."""

    choosing: "Paragraphs | None"
    finding: Finding | None
    hinting: LinkNumbers | None
    rolling: bool
    pace: float

    @property
    def kept(self) -> Kept | None:
        """The article that is shown."""

    @property
    def top(self) -> Position:
        """The place on the top line."""

    @property
    def at_end(self) -> bool:
        """Whether the end is in sight."""

    @property
    def images(self) -> Sequence[ImageBlock]:
        """The pictures of the article."""

    @property
    def image_in_sight(self) -> int:
        """The number of the first picture in sight."""

    def go_to(self, place: Position) -> None:
        """Go to what `top` was."""

    def find(self, query: str, after: Position | None = None) -> None:
        """Look for a query, and at its first match after a place."""

    def find_hits(self, query: str, hits_in: HitsIn) -> None:
        """Look at the first of what a search has found."""

    def find_again(self, way: int) -> None:
        """Look at the next match (1) or the previous one (-1)."""

    def show_hints(self) -> bool:
        """Show numbers over the links; tells whether there are any."""

    def leave_hints(self) -> None:
        """Take the numbers away, and go back to where one was."""

    def drop_hints(self) -> None:
        """Take the numbers away, and stay."""

    def change_pace(self, way: int) -> None:
        """Scroll faster (1) or slower (-1)."""


class ReadingTools:
    """The reading aids. The only writer of `script` and `typography`.

    `enter` takes the user into the reader; `ask` opens the prompt; `after_layout` calls
    something once the screen is laid out anew; `show_pictures` shows them as large as the screen, from a number on,
    None where the terminal is to show none.
    """

    purpose: Purpose = "find"

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        view: ReadingView,
        *,
        enter: Callable[[], None],
        ask: Ask,
        after_layout: Callable[[Callable[[], None]], object],
        show_pictures: Callable[[int], None] | None,
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._view = view
        self._enter = enter
        self._ask = ask
        self._after_layout = after_layout
        self._show_pictures = show_pictures
        self._found_from: Position = TOP
        self._hits_shown = ""  # the path of the article whose hits were looked at

    def begin(self) -> None:
        """Set everything as it is configured; other characters have to be loaded first, and no frame waits for that."""
        config = self._session.newsroom.config
        self._session.typography = replace(Typography.of(config), script="original")
        self.show_script(config.script)

    @property
    def aid(self) -> Aid | None:
        """The aid in use, if one is."""
        if self._session.pane != "reader":
            return None
        if self._view.hinting is not None:
            return "links"
        if self._view.rolling:
            return "rolling"
        if self._view.choosing is not None:
            return "marking"
        return "finding" if self._view.finding is not None else None

    def words(self) -> str:
        """Say what the aid in use has to say."""
        words, view = self._session.words, self._view
        match self.aid:
            case "links" if view.hinting:
                return words(phrases.LINKS, typed=view.hinting.typed or "_", links=len(view.hinting.numbers))
            case "marking" if view.choosing:
                return words(phrases.CHOOSING_PARAGRAPHS, paragraphs=len(view.choosing.chosen))
            case "rolling":
                return words(phrases.ROLLING, pace=view.pace)
            case "finding" if view.finding:
                return words(phrases.FOUND, count=view.finding.count)
        return ""

    def leave(self) -> bool:
        """End the aid in use; tells whether there was one."""
        aid = self.aid
        if aid == "links":
            self._view.leave_hints()
        elif aid == "rolling":
            self._view.rolling = False
        elif aid == "marking":
            self._view.choosing = None
        elif aid == "finding":
            self._view.finding = None
        return aid is not None

    def interrupt(self) -> None:
        """End what goes on only while one reads."""
        self._view.rolling = False
        self._view.choosing = None
        self._view.drop_hints()

    def _to_article(self) -> bool:
        """Go into the reader; say so where there is no article in it, or another one than the list's cursor is on."""
        session = self._session
        elsewhere = session.pane == "list" and session.reading and session.reading.path not in session.current_paths
        if self._view.kept is None or elsewhere:
            session.say(phrases.NOTHING_OPEN)
            return False
        self._enter()
        return True

    # Finding.

    def find(self) -> None:
        """Let the user type what to find in the article."""
        if not self._to_article():
            return
        self._view.drop_hints()
        self._found_from = self._view.top
        self._ask(self, self._view.finding.query if self._view.finding else "")
        self._jobs.start("load", partial(_load, "simplified"), exclusive=True)

    def typed(self, query: str) -> None:
        """Find as one types, from where one was."""
        self._view.find(query, self._found_from)
        if self._view.finding is None or not self._view.finding.matches:
            self._view.go_to(self._found_from)

    def left(self, *, keep: bool) -> None:
        """Go on reading: at the match, or where one was."""
        finding = self._view.finding
        if not keep:
            self._view.finding = None
            self._view.go_to(self._found_from)
        elif finding is not None and not finding.matches:
            self._session.say(phrases.NOT_FOUND, query=finding.query)

    def dismissed(self) -> None:
        """Keep what was found."""

    def walk(self, way: int) -> None:
        """Look at another match while one types."""
        self._view.find_again(way)

    def show_hits(self) -> None:
        """Look, once, at the first of what the list's search has found in the article that was opened from it."""
        session, reading, place = self._session, self._session.reading, self._session.place
        if reading is None or reading.kept is None or place is None or place.query is None:
            self._hits_shown = ""
        elif self._hits_shown != reading.path:
            self._hits_shown = reading.path
            if session.pane == "reader" and place.query.words:
                self._view.find_hits(" ".join(place.query.words), place.query.spans)

    def next_match(self, way: int) -> None:
        """Look at the next match (1) or the previous one (-1)."""
        finding = self._view.finding
        if finding is None:
            self._session.say(phrases.NOT_FINDING)
        elif not finding.matches:
            self._session.say(phrases.NOT_FOUND, query=finding.query)
        elif self._to_article():
            self._view.find_again(way)

    # Links, and scrolling by itself.

    def links(self) -> None:
        """Show numbers over the links."""
        before = self._session.pane
        if not self._to_article():
            return
        if before == "reader":
            self._number_links()
        else:
            self._after_layout(self._number_links)  # a reader that was hidden is set for its width first

    def _number_links(self) -> None:
        if not self._view.show_hints():
            self._session.say(phrases.NO_LINKS)

    def auto_scroll(self) -> None:
        """Let the article scroll by itself, or stop it."""
        if not self._to_article():
            return
        if not self._view.rolling and self._view.at_end:
            self._session.say(phrases.AT_END)
        else:
            self._view.drop_hints()
            self._view.rolling = not self._view.rolling

    def pace(self, way: int) -> None:
        """Scroll faster (1) or slower (-1)."""
        self._view.change_pace(way)
        if not self._view.rolling:
            self._session.say(phrases.PACE, pace=self._view.pace)

    # Pictures.

    def picture(self) -> None:
        """Show the pictures as large as the screen, the first one in sight first."""
        if self._to_article():
            self.show_picture(self._view.image_in_sight)

    def show_picture(self, number: int) -> None:
        """Show a picture as large as the screen."""
        if not self._view.images:
            self._session.say(phrases.NO_PICTURES)
        elif self._show_pictures is None:
            self._session.say(phrases.PICTURES_OFF)
        else:
            self._view.rolling = False
            self._show_pictures(number)

    # Other characters.

    def next_script(self) -> None:
        """Show everything as written, in Simplified, in Traditional characters, in turn."""
        following = SCRIPTS[(SCRIPTS.index(self._session.script) + 1) % len(SCRIPTS)]
        self._session.say(phrases.SCRIPTS[following])
        self.show_script(following)

    def show_script(self, script: Script) -> None:
        """Show everything in these characters, as soon as they can be had: they have to be loaded first."""
        self._session.script = script
        self._jobs.start("script", partial(self._show_script, script), exclusive=True)

    async def _show_script(self, script: Script) -> None:
        await _load(script)
        self._session.typography = replace(self._session.typography, script=script)


async def _load(script: Script) -> None:
    """Have a script at hand before it is needed."""
    await asyncio.to_thread(show_in, script, "汉")
