"""What the site changed in an article: what it took out, struck through, and what it put in, underlined."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen

from achie_tui.differences import Passage, differences
from achie_tui.language import Language, Phrase
from achie_tui.library.records import Kept
from achie_tui.model import Block, TextBlock
from achie_tui.tui.keys import Keys, hint, hints, moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.overlay import Mark
from achie_tui.tui.widgets.sheet import Position, Sheet
from achie_tui.tui.widgets.sheet_view import SheetView
from achie_tui.tui.widgets.status import Badge, Masthead, Status
from achie_tui.tui.widgets.text_layout import TextLayout
from achie_tui.typeset.visible import clean_for_screen, clean_line

HEADING = Phrase("修订前后", "Before and after")
TAKEN_OUT = Phrase("删去的文字", "taken out")
PUT_IN = Phrase("添上的文字", "put in")
COUNT = Phrase("改动 {at}/{changes} 处", "change {at}/{changes}")
NONE = Phrase("文字没有改动", "The text did not change")


class Change(NamedTuple):
    """Characters of a block that were taken out or put in."""

    block: int
    start: int
    end: int
    look: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that was taken out and put in; an overlay, which marks it."""

    changes: tuple[Change, ...]

    def marks(self, layout: TextLayout, index: int) -> Iterator[Mark]:
        """Mark what of it is on a line."""
        line = layout.lines[index]
        for change in self.changes:
            if change.block == line.block:
                yield from (Mark(part, change.look) for part in layout.parts(line, change.start, change.end))


class DifferenceView(SheetView):
    """Two versions of a text in one, each change marked; one can go from change to change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--deleted", "sheet--inserted"}
    BINDINGS: ClassVar[list[BindingType]] = moves(next_match="change(1)", previous_match="change(-1)")
    DEFAULT_CSS = """
    DifferenceView {
        & > .sheet--deleted { color: $text-error; text-style: strike; }
        & > .sheet--inserted { color: $text-success; text-style: underline; }
    }
    """

    at: reactive[int] = reactive(0, init=False, repaint=False)
    """The number of the change looked at, 0 before the first."""

    def __init__(self, typography: Typography) -> None:
        super().__init__(typography)
        self.changes: tuple[Position, ...] = ()

    def compare(self, title: str, legend: Sequence[Passage], paragraphs: Sequence[Sequence[Passage]]) -> None:
        """Show a title, what the looks mean, and the paragraphs."""
        blocks: list[Block] = [TextBlock("heading", clean_line(title))]
        marked: list[Change] = []
        changes: list[Position] = []
        for number, pieces in enumerate((legend, *paragraphs), start=1):
            end = 0
            for kind, text in pieces:
                start, end = end, end + len(text)
                if kind != "same" and text:
                    joined = number > 1 and changes and marked[-1].end == start and marked[-1].block == number
                    if number > 1 and not joined:
                        changes.append(Position(number, start))
                    marked.append(Change(number, start, end, kind))
            text = clean_for_screen("".join(piece.text for piece in pieces))
            blocks.append(TextBlock("paragraph" if number > 1 else "heading", text))
        self.overlays, self.changes = (Changes(tuple(marked)),), tuple(changes)
        roles = ("title", "facts", *[None] * len(paragraphs))
        self.show_sheet(Sheet(tuple(blocks), roles, 2, len(paragraphs)))

    def action_change(self, way: int) -> None:
        """Look at the next change or the one before, all round."""
        if self.changes:
            self.at = (self.at - 1 + way) % len(self.changes) + 1 if self.at else 1 if way > 0 else len(self.changes)
            self.reveal(self.changes[self.at - 1])


class DifferencesScreen(Screen[None]):
    """Shows two versions of an article in one."""

    CSS_PATH = "differences.tcss"
    BINDINGS: ClassVar[list[BindingType]] = moves(back="dismiss", leave="dismiss", differences="dismiss")

    def __init__(self, former: Kept, now: Kept, keys: Keys, language: Language, typography: Typography) -> None:
        super().__init__()
        self._language = language
        self._masthead, self._status = Masthead(), Status()
        self._masthead.heading = HEADING.say(language)
        self._masthead.badges = (Badge(f"{_day(former.fetched)} / {_day(now.fetched)}"),)
        self._status.hints = hints("comparing", keys, language)
        self._status.help = hint("help", keys, language)
        self.view = DifferenceView(typography)
        self._former, self._now = former, now

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._masthead
        yield self.view
        yield self._status

    async def on_mount(self) -> None:
        """Show what changed; finding that out may take a moment, in which the app goes on."""
        language = self._language
        found = await asyncio.to_thread(differences, self._former.article, self._now.article)
        legend = (
            Passage("deleted", TAKEN_OUT.say(language)),
            Passage("same", "    "),
            Passage("inserted", PUT_IN.say(language)),
        )
        self.view.compare(self._now.article.title, legend, found)
        self.watch(self.view, "at", self._show_where)
        self.view.focus()

    def _show_where(self) -> None:
        changes = len(self.view.changes)
        words = COUNT.say(self._language, at=self.view.at, changes=changes) if changes else NONE.say(self._language)
        self._status.place = words


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d}"
