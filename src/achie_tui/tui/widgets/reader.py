"""The reader: an article, and what helps to read it: words found in it, and numbers to open its links by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from achie_tui.language import Language
from achie_tui.library.records import Kept
from achie_tui.tui.keys import moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.finding import Finding, Text
from achie_tui.tui.widgets.hints import Hint, Hinting, link_hints
from achie_tui.tui.widgets.pictured import PicturedView
from achie_tui.tui.widgets.sheet import TOP, Place, Sheet, article_sheet, message_sheet
from achie_tui.tui.widgets.sheet_view import PLAIN
from achie_tui.typeset.document import Line, PictureNote


class Reader(PicturedView):
    """Shows one article (`show`) or a message in its place (`show_message`)."""

    BINDINGS: ClassVar[list[BindingType]] = moves(next_match="next_match")

    REST: ClassVar[float] = 0.5
    """Seconds of standing still after which the place is told."""

    finding: reactive[Finding | None] = reactive(None, init=False)
    """What is being looked for in the article."""
    hinting: reactive[Hinting | None] = reactive(None, init=False)
    """The numbers over the links."""

    @dataclass
    class LinkOpened(Message):
        """The user followed a link: a path of the site, or an absolute address."""

        url: str

    @dataclass
    class PictureOpened(Message):
        """The user clicked on a picture: its number among those of the article."""

        number: int

    @dataclass
    class PlaceChanged(Message):
        """The reader stands at another place of the article at `path`: its block and an offset into that.

        `percent` is how far down the article's text that is.
        """

        path: str
        block: int
        offset: int
        percent: int

    @dataclass
    class EndReached(Message):
        """The user wants to go on beyond the end."""

    def __init__(
        self,
        language: Language = "zh",
        typography: Typography = PLAIN,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(language, typography, name=name, id=id, classes=classes)
        self.refused: Mapping[str, PictureNote] = {}
        self._kept: Kept | None = None
        self._text: Text | None = None  # folded when something is looked for
        self._rest: Timer | None = None  # runs while there is a place to tell
        self._hinted_from: Place | None = None  # where one was before links were brought into sight

    # What it shows.

    def show(
        self, kept: Kept, *, place: tuple[int, int] | None = None, refused: Mapping[str, PictureNote] | None = None
    ) -> None:
        """Show an article, from its top or from a place that `PlaceChanged` told."""
        self.refused = refused or {}
        sheet = article_sheet(kept.article, self.language, revised=kept.revised)
        self._turn_to(sheet, kept, sheet.outside(*(place or TOP)))

    def show_message(self, title: str, body: str) -> None:
        """Show a message instead of an article; empty lines part its paragraphs."""
        self._turn_to(message_sheet(title, body))

    def clear(self) -> None:
        """Show nothing."""
        self._turn_to(Sheet())

    @property
    def kept(self) -> Kept | None:
        """The article that is shown, if one is."""
        return self._kept

    @property
    def place(self) -> tuple[int, int]:
        """The place of the article on the top line: a block, and an offset into its text."""
        return self._sheet.inside(self._anchor)

    def _turn_to(self, sheet: Sheet, kept: Kept | None = None, anchor: Place = TOP) -> None:
        self._tell_place()
        self.finding = self._hinted_from = None
        self._kept = kept
        self.show_sheet(sheet, anchor)

    def _show_source(self) -> None:
        self._text = None
        super()._show_source()
        if self.finding is not None:  # what is shown has other characters now
            index = self.finding.index
            self.finding = self._find(self.finding.query, TOP).step(index)

    def set_again(self) -> None:
        """Set the sheet anew, with numbers over the links if there were any."""
        hinting = self.hinting is not None
        super().set_again()
        if hinting:
            self.show_hints()

    def _set(self, above: int = 0) -> None:
        self.hinting = None
        super()._set(above)

    # The place.

    def moved(self) -> None:
        """Follow the place, and renumber the links in sight."""
        super().moved()
        if self.hinting is not None:
            self.show_hints()
        self._tell_place_soon()

    def _tell_place_soon(self) -> None:
        if self._kept is None:
            return
        if self._rest is None:
            self._rest = self.set_timer(self.REST, self._tell_place)
        else:
            self._rest.reset()

    def _tell_place(self) -> None:
        if self._rest is None or self._kept is None:
            return
        self._rest.stop()
        self._rest = None
        self.post_message(self.PlaceChanged(self._kept.article.path, *self.place, self.percent))

    def ends(self) -> None:
        """Tell that the user wants to go on beyond the end."""
        self.post_message(self.EndReached())

    # Finding.

    def find(self, query: str, after: Place | None = None) -> None:
        """Look for a query, and at its first match after a place of the sheet, by default the top line's."""
        self.rolling = False
        self.finding = self._find(query, self.top if after is None else after) if query else None
        self._look_at_match()

    def find_again(self, way: int) -> None:
        """Look at the next match (1) or the previous one (-1)."""
        if self.finding is not None:
            self.finding = self.finding.step(way)
            self._look_at_match()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave its keys to others while nothing is looked for."""
        return self.finding is not None if action == "next_match" else super().check_action(action, parameters)

    async def action_next_match(self) -> None:
        """Look at the next match."""
        await self.run_action("screen.do('next_match')")

    def _find(self, query: str, after: Place) -> Finding:
        if self._text is None:
            self._text = Text(self._sheet.blocks)
        return self._text.find(query, after)

    def _look_at_match(self) -> None:
        if self.finding and self.finding.current:
            self.reveal(self.finding.current.place)

    def marks(self, line: Line) -> tuple[tuple[range, str], ...]:
        """Mark what is found."""
        return tuple(self._marks(line, self.finding)) if self.finding else ()

    def _marks(self, line: Line, finding: Finding) -> Iterator[tuple[range, str]]:
        for at, start, length in self._page.pieces(line):
            for match in finding.within(line.block, start, start + length):
                first, last = max(match.start - start, 0), min(match.end - start, length)
                yield range(at + first, at + last), "match-current" if match == finding.current else "match"

    # Link hints. While they are shown the reader takes digits, Enter and Esc for itself.

    def show_hints(self) -> bool:
        """Show the numbers of the links in sight and after the text, where none is in sight, those first.

        Tells whether there are any.
        """
        self.rolling = False
        top, height = self.scroll_offset.y, self.size.height
        visible = range(top, min(top + height, len(self._page.lines)))
        hinting = link_hints(self._page, visible)
        self.hinting = hinting if hinting.hints else None
        if self.hinting and self.hinting.hints[0].line not in visible:
            self._hinted_from = self._hinted_from or self.top
            self.scroll_to(y=self.hinting.hints[0].line - height // 3, animate=False)  # which numbers them anew
        return self.hinting is not None

    def leave_hints(self) -> None:
        """Take the numbers away, and go back to where one was when they were asked for."""
        self.hinting = None
        if self._hinted_from is not None:
            self.go_to(self._hinted_from)
            self._hinted_from = None

    def on_key(self, event: Key) -> None:
        """Take what is typed for a link's number."""
        if self.hinting is None:
            return
        if event.character and event.character in "0123456789":
            self.hinting = self.hinting.type(event.character)
            if len(self.hinting.open) == 1:
                self._follow_hint()
        elif event.key == "enter":
            self._follow_hint()
        elif event.key == "backspace":
            self.hinting = self.hinting.erase()
        elif event.key == "escape":
            self.leave_hints()
        else:
            return
        event.stop()
        event.prevent_default()

    def _follow_hint(self) -> None:
        if self.hinting is not None and (hint := self.hinting.chosen):
            self.leave_hints()
            self.post_message(self.LinkOpened(hint.url))

    def on_click(self, event: Click) -> None:
        """Follow a link, or show a picture as large as the screen."""
        if self.text_selection is not None:  # the end of a drag is no click
            return
        if url := event.style.meta.get("href"):
            event.stop()
            self.post_message(self.LinkOpened(url))
        elif (number := self.image_at(event.y - self.gutter.top)) is not None:
            event.stop()
            self.post_message(self.PictureOpened(number))

    def numbers(self, index: int) -> list[Hint]:
        """Give the numbers over the links of a line."""
        return self.hinting.on_line(index) if self.hinting else []
