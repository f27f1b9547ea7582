"""The journal of marks: what was done and when, and the way back to before a step."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from achie_tui.errors import AchieError
from achie_tui.journal_words import UNDONE, in_words
from achie_tui.language import Language, Phrase
from achie_tui.library.marks import Entry
from achie_tui.tui.keys import Keys, hint, hints, moves, option_moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.broken_text import BrokenText
from achie_tui.tui.widgets.status import Badge, Masthead, Status
from achie_tui.typeset.visible import clean_line

HEADING = Phrase("标记的记录", "What was marked")
HOW = Phrase("{undo} 撤销到这一步，{redo} 重做到这一步", "{undo} undoes down to here, {redo} does again up to here")
NOTHING = Phrase("还没有标记过", "Nothing is marked yet")
IS_UNDONE = Phrase("这一步已经撤销了，按 {redo} 重做到这里", "This step is undone; {redo} does again up to it")
IS_NOT_UNDONE = Phrase("这一步没有撤销过", "This step is not undone")
PAGE = 200
"""Steps that are asked for at a time."""
NEAR_END = 20

Read = Callable[[int], Awaitable[Sequence[Entry]]]
"""Gives so many steps, the latest first."""


class Walk(Protocol):
    """Takes steps back, or does them again."""

    async def __call__(self, to: int, *, back: bool) -> str:
        """Take all down to that of a number back, or do all up to it again; gives what there is to say of it."""


class JournalScreen(Screen[None]):
    """Lists the steps of the journal, the latest first, those that are undone faint."""

    CSS_PATH = "journal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = moves(
        back="dismiss", leave="dismiss", journal="dismiss", undo="walk(True)", redo="walk(False)"
    )

    def __init__(self, read: Read, walk: Walk, keys: Keys, language: Language, typography: Typography) -> None:
        super().__init__()
        self._read = read
        self._walk = walk
        self._keys = keys
        self._language = language
        self._typography = typography
        self._entries: Sequence[Entry] = ()
        self._asked_for = 0
        self._masthead, self._status = Masthead(), Status()
        self._masthead.heading = HEADING.say(language)
        how = HOW.say(language, undo=keys.shown("undo"), redo=keys.shown("redo"))
        self._masthead.badges = (Badge(how),)
        self._status.hints = hints("journal", keys, language)
        self._status.help = hint("help", keys, language)
        self._list = Steps(markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._masthead
        yield self._list
        yield self._status

    def on_mount(self) -> None:
        """Ask for the latest steps."""
        self._list.focus()
        self._renew(PAGE)

    def _renew(self, number: int) -> None:
        self._asked_for = number
        self.run_worker(self._show(), group="steps", exclusive=True)

    async def _show(self) -> None:
        """Show the steps as they are now; the cursor stays on its line."""
        try:
            self._entries = await self._read(self._asked_for)
        except AchieError as error:
            self._status.say(error.sentence(self._language), failed=True)
            return
        at = self._list.highlighted or 0
        self._list.set_options(Option(self._row(entry)) for entry in self._entries)
        self._list.highlighted = min(at, len(self._entries) - 1) if self._entries else None
        if not self._entries:
            self._masthead.badges = (Badge(NOTHING.say(self._language)),)

    def _row(self, entry: Entry) -> BrokenText:
        when = f"{datetime.fromtimestamp(entry.at).astimezone():%Y-%m-%d %H:%M}"
        words = in_words(entry, self._language, lambda title: self._typography.seen(clean_line(title)))
        if entry.undone:
            row = Content.assemble(when, "  ", UNDONE.say(self._language), words).stylize("$text-disabled")
        else:
            row = Content.assemble((when, "$text-muted"), "  ", words)
        return BrokenText([row], ambiguous_wide=self._typography.ambiguous_wide)

    def action_walk(self, back: bool) -> None:
        """Take all back down to the step under the cursor, or do all again up to it."""
        at = self._list.highlighted
        if at is None:
            return
        entry = self._entries[at]
        if entry.undone is back:
            phrase = IS_UNDONE if back else IS_NOT_UNDONE
            self._status.say(phrase.say(self._language, redo=self._keys.shown("redo")))
        else:
            self.run_worker(self._take(entry.number, back=back), group="walk")

    async def _take(self, number: int, *, back: bool) -> None:
        try:
            self._status.say(await self._walk(number, back=back))
        except AchieError as error:
            self._status.say(error.sentence(self._language), failed=True)
        self._renew(self._asked_for)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell where one is; ask for earlier steps where one comes to the end."""
        event.stop()
        known = len(self._entries)
        self._status.place = f"{event.option_index + 1:,}/{known:,}"
        if known == self._asked_for and event.option_index >= known - NEAR_END:
            self._renew(known + PAGE)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take all back down to this step."""
        event.stop()
        self.action_walk(back=True)


class Steps(OptionList, inherit_bindings=False):
    """The steps, with the keys of every list. A click only moves the cursor: it is no way to undo a dozen of them."""

    BINDINGS = option_moves()

    def on_click(self, event: Click) -> None:
        """Move the cursor."""
        event.prevent_default()
        if (number := event.style.meta.get("option")) is not None:
            self.highlighted = number
