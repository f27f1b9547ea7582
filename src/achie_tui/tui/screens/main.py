"""The main screen: places, headlines, and the article.

All state stands in its `var`s (see `session.py`). Controllers change it, each its own part; the panes are shown what
has changed, send messages up, and change nothing but themselves. `wiring.py` says who acts and is told of what,
`following.py` what is shown when the state changes, `dispatch.py` what a key means.
"""

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import DescendantFocus, Resize, ScreenResume, TextSelected
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.records import Totals
from achie_tui.model import Category, Headline
from achie_tui.newsroom import Newsroom, SavedPlace
from achie_tui.pictures.album import Album
from achie_tui.pictures.terminal import protocol
from achie_tui.tui import phrases
from achie_tui.tui.announcing import announcement
from achie_tui.tui.browser import Browser, FileOpener
from achie_tui.tui.clipboard import Copy
from achie_tui.tui.controllers.exporter import Lend
from achie_tui.tui.keyboard import Keyboard
from achie_tui.tui.keys import ACTIONS, Aid, Keys, Pane, dispatched, hint, moves
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.phrases import period_words
from achie_tui.tui.places import Place
from achie_tui.tui.prompting import Purpose
from achie_tui.tui.run import Run
from achie_tui.tui.screens.arrival import arrive
from achie_tui.tui.screens.dispatch import dispatch
from achie_tui.tui.screens.following import follow_state
from achie_tui.tui.screens.wiring import wire
from achie_tui.tui.searching import Searching
from achie_tui.tui.session import Reading, Rows
from achie_tui.tui.typography import Typography
from achie_tui.tui.unforeseen import Unforeseen
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.prompt import Prompt
from achie_tui.tui.widgets.question import Question
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.sidebar import Sidebar
from achie_tui.tui.widgets.status import WIDE, Masthead, Status
from achie_tui.typeset.script import Script
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.pictures.means import Means

_log = logging.getLogger(__name__)
WIDTHS = [(0, "-tiny"), (40, "-narrow"), (72, "-medium"), (WIDE, "-wide")]
HEIGHTS = [(0, "-short"), (10, "-tall"), (30, "-roomy")]
LEAVING = 0.4
"""Seconds that remembering the visit may take when the app ends."""


class MainScreen(Screen[None]):
    """Three panes side by side, two, or one, as the terminal's width allows; main.tcss says which."""

    CSS_PATH = "main.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *dispatched("articles", "reading", "listing", "panes"),
        *moves(note="do('note')", note_article="do('note_article')", notes="do('notes')"),
        *moves(find="do('find')", previous_match="do('previous_match')"),
        *moves(choose="do('choose')", choose_on="do('choose_on')", choose_all="do('choose_all')"),
    ]
    AUTO_FOCUS = ""  # `pane` says where the focus is
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    # The app's state; `session.py` says what each is, and who writes it.
    pane: var[Pane] = var("list", init=False)
    zen: var[bool] = var(default=False, init=False, toggle_class="-zen")
    place: var[Place | None] = var(None, init=False)
    places: var[tuple[Place, ...]] = var((), init=False)
    totals: var[Totals] = var(Totals(0, 0, 0, 0, 0), init=False)
    rows: var[Rows] = var(Rows(), init=False)
    narrowing: var[Narrowing] = var(Narrowing(), init=False)
    chosen: var[frozenset[int]] = var(frozenset(), init=False)
    searching: var[Searching | None] = var(None, init=False)
    unindexed: var[int] = var(0, init=False)
    watched: var[tuple[Place, ...]] = var((), init=False)
    reading: var[Reading | None] = var(None, init=False)
    trouble: var[AchieError | None] = var(None, init=False)
    busy: var[frozenset[str]] = var(frozenset(), init=False)
    watching: var[bool] = var(default=False, init=False)
    run: var[Run | None] = var(None, init=False)
    taking: var[str] = var("", init=False)
    asking: var[bool] = var(default=False, init=False, toggle_class="-asking")
    prompted: var[Purpose | None] = var(None, init=False, toggle_class="-prompting")
    script: var[Script] = var("original", init=False)
    typography: var[Typography] = var(Typography(), init=False)

    class Announced(Message):
        """The desktop is to be told; `sequence` is what the terminal has to be sent for that."""

        def __init__(self, sequence: str) -> None:
            super().__init__()
            self.sequence = sequence

    def __init__(
        self,
        newsroom: Newsroom,
        keys: Keys,
        keyboard: Keyboard,
        browser: Browser,
        copy: Copy,
        *,
        open_file: FileOpener,
        lend: Lend,
        path: str | None = None,
        at: int | None = None,
    ) -> None:
        super().__init__()
        self.newsroom = newsroom
        self.language = newsroom.config.lang
        self.keys = keys
        self._key_labels: dict[str, object] = {action.id: keys.shown(action.id) for action in ACTIONS}
        self._path, self._at_block = path, at
        self._was_shown = False
        self._width = 0  # when it was last laid out

        self.masthead = Masthead()
        self.sidebar = Sidebar(
            heading=self.words(phrases.CATEGORIES),
            kept_heading=self.words(phrases.WATCH_WORDS),
            legend=self.words(phrases.LEGEND),
            promised=newsroom.config.profile.categories,
        )
        self.headline_list = HeadlineList(
            boundary=self.words(phrases.SEEN_BEFORE),
            noted=self.words(phrases.IN_NOTE),
            period=partial(period_words, language=self.language),
        )
        self.reader = Reader(self.language)
        self.reader.pace = newsroom.config.auto_scroll
        self.protocol = protocol(newsroom.config.pictures)
        if self.protocol != "off":
            self.reader.pictures.album = Album(newsroom.picture)
        self.status = Status()
        self.status.help = hint("help", keys, self.language)
        self.prompt = Prompt()
        self.question = Question()
        self.pane_widgets: dict[Pane, Widget] = {
            "sidebar": self.sidebar,
            "list": self.headline_list,
            "reader": self.reader,
        }

        self.controllers = wire(self, keyboard, browser, copy, open_file=open_file, lend=lend)
        self.actions = dispatch(self)

    def action_copy_text(self) -> None:
        """Copy what is selected, and say so."""
        if self.reader.text_selection is not None or self.reader.choosing is not None:
            self.controllers.sharing.copy_selected()
        elif (text := self.get_selected_text()) is not None and text.strip():
            self.controllers.sharing.copy_text(text)
        else:
            raise SkipAction

    @on(TextSelected)
    def _copy_selected(self) -> None:
        """Copy what the mouse has selected, as soon as it is let go."""
        if self.newsroom.config.copy_on_select and self.reader.choosing is None:
            self.controllers.sharing.copy_selected(asked=False)

    def action_do(self, name: str) -> None:
        """Do what an action means, where the sidebar's cursor is by now; all of them stand in one table."""
        if place := self.sidebar.settle():
            self.controllers.lists.go_to(place)
        self.actions[name]()

    # The way in and out.

    def compose(self) -> ComposeResult:
        """Lay out the screen, with the classes that it begins with: each change of them later styles it all anew."""
        size = self.app.size
        for steps, cells in ((WIDTHS, size.width), (HEIGHTS, size.height)):
            self.add_class(next(name for least, name in reversed(steps) if cells >= least), update=False)
        self.add_class(f"-at-{self.pane}", update=False)
        yield self.masthead
        yield Horizontal(*self.pane_widgets.values(), id="panes")
        yield self.status
        yield self.prompt
        yield self.question
        yield Static(self.words(phrases.TOO_SMALL), id="too-small", markup=False)

    async def on_mount(self) -> None:
        """Show what the library holds where the user was; then see what is new there, and nowhere else."""
        self.masthead.heading = self.newsroom.config.profile.name
        follow_state(self)
        self.set_focus(self.pane_widgets[self.pane])
        self.controllers.chrome.show_aid()
        await arrive(self, self._path, self._at_block)

    @on(ScreenResume)
    def _keep_styles(self, event: ScreenResume) -> None:
        """Spare the styling of all that was styled a moment ago, when the screen is shown for the first time."""
        event.refresh_styles, self._was_shown = self._was_shown, True

    async def on_unmount(self) -> None:
        """Keep what is typed, and where the user was; who was at the top of a list wants to see what is there then."""
        self.controllers.prompter.dismiss()
        kept, cursor = self.reader.kept, self.headline_list.cursor
        place = SavedPlace(kept.article.path, *self.reader.place, self.reader.percent) if kept else None
        await self.controllers.visit.end(LEAVING, place, self.headline_list.headline if cursor else None)

    # What controllers ask of it, besides its state (see `Session`).

    @property
    def categories(self) -> Sequence[Category]:
        """The known categories, in the site's order."""
        return [place.category for place in self.places if place.category]

    @property
    def current(self) -> Sequence[Headline]:
        """The articles that an action is meant for; none in the categories: beside them none need be in sight."""
        if self.pane == "sidebar":
            return []
        if self.pane == "reader" and self.reading is not None:
            headline = self.reading.headline
        else:
            headline = self.headline_list.headline
        return [headline] if headline else []

    @property
    def current_paths(self) -> Sequence[str]:
        """The paths of the current articles."""
        if self.pane == "reader" and self.reading is not None:
            return [self.reading.path]
        return [headline.path for headline in self.current]

    @property
    def several(self) -> Sequence[int]:
        """The keys of what is chosen, in the list's order, where an action is meant for that."""
        chosen = frozenset[int]() if self.pane == "reader" else self.chosen
        return [key for key in self.controllers.lists.keys if key in chosen] if chosen else []

    def words(self, phrase: Phrase, **values: object) -> str:
        """Put a phrase into words; it may name keys by their actions, as in `{refresh}`."""
        return phrase.say(self.language, **{**self._key_labels, **values})

    def say(self, phrase: Phrase, **values: object) -> None:
        """Say a phrase in the status line."""
        self.status.say(self.words(phrase, **values))

    def tell(self, sentence: str, *, failed: bool = False) -> None:
        """Say a sentence in the status line."""
        self.status.say(sentence, failed=failed)

    def fail(self, error: AchieError, *, is_shown: bool = False) -> None:
        """Say what did not work, once; what is shown stays."""
        _log.info("%s: %s", type(error).__name__, error.sentence("en"))
        is_trouble = self.controllers.refresher.failed(error)
        # A library without categories has a list that says why.
        in_list = is_trouble and not self.categories and self.headline_list.display
        if not is_shown and not in_list:
            self.tell(error.sentence(self.language), failed=True)

    @property
    def is_too_small(self) -> bool:
        """Whether there is room for nothing but the words that say so."""
        return self.has_class("-tiny") or self.has_class("-short")

    @property
    def takes_counts(self) -> bool:
        """Whether digits may be a count: where one moves about, and they are no text and no link's number."""
        return self.focused in self.pane_widgets.values() and self.at != "links"

    @property
    def at(self) -> Pane | Aid:
        """What the user is at: the aid in use, else the pane."""
        return self.controllers.chrome.at

    # Messages of the panes.

    def on_resize(self, event: Resize) -> None:
        """See to it that the reader is not empty where another width has brought it into sight.

        Only then: a terminal may tell of its size again whenever something is laid out.
        """
        is_other, self._width = event.size.width != self._width, event.size.width
        if is_other and self.reading is None and self.headline_list.headline is not None:
            self.call_after_refresh(self.controllers.opener.preview, self.headline_list.headline)

    @on(DescendantFocus)
    def _follow_focus(self) -> None:
        self.controllers.focus.follow()

    @on(Sidebar.Chosen)
    def _show_place(self, event: Sidebar.Chosen) -> None:
        self.controllers.lists.go_to(event.place)

    @on(Sidebar.Entered)
    def _enter_place(self, event: Sidebar.Entered) -> None:
        self.enter(event.place)

    @on(HeadlineList.Wanted)
    def _supply_headlines(self, event: HeadlineList.Wanted) -> None:
        self.controllers.lists.headlines(event.keys)

    @on(HeadlineList.Highlighted)
    def _follow_cursor(self) -> None:
        self.controllers.chrome.show_hints()

    @on(HeadlineList.Rested)
    def _preview(self, event: HeadlineList.Rested) -> None:
        self.controllers.opener.preview(event.headline)

    @on(HeadlineList.Opened)
    def _open_headline(self, event: HeadlineList.Opened) -> None:
        self.controllers.opener.open_headline(event.headline)

    @on(HeadlineList.ChosenOn)
    def _choose_on(self) -> None:
        self.controllers.chooser.choose_on()

    @on(HeadlineList.EndReached)
    def _go_on_with_older(self) -> None:
        if self.narrowing.ends_with_oldest:
            self.controllers.refresher.at_end()

    @on(Reader.LinkOpened)
    def _follow_link(self, event: Reader.LinkOpened) -> None:
        self.controllers.opener.follow(event.url)

    @on(Reader.PictureOpened)
    def _show_picture(self, event: Reader.PictureOpened) -> None:
        self.controllers.tools.show_picture(event.number)

    @on(Reader.PlaceChanged)
    def _save_place(self, event: Reader.PlaceChanged) -> None:
        self.controllers.visit.save(SavedPlace(event.path, event.block, event.offset, event.percent))

    @on(Reader.EndShown)
    def _tell_of_next(self) -> None:
        self.say(phrases.ONCE_MORE if self.totals.unread else phrases.NO_MORE_UNREAD)

    @on(Reader.EndReached)
    def _go_on_with_next(self) -> None:
        self.controllers.lists.next_unread(1)

    @on(Prompt.Typed)
    def _take_typed(self, event: Prompt.Typed) -> None:
        self.controllers.prompter.typed(event.text)

    @on(Prompt.Walked)
    def _walk_in_prompt(self, event: Prompt.Walked) -> None:
        self.controllers.prompter.walk(event.way)

    @on(Prompt.Turned)
    def _turn_in_prompt(self, event: Prompt.Turned) -> None:
        self.controllers.prompter.turn(event.way)

    @on(Prompt.Left)
    def _leave_prompt(self, event: Prompt.Left) -> None:
        self.controllers.prompter.leave(keep=event.keep)

    @on(Question.Answered)
    def _decide(self, event: Question.Answered) -> None:
        self.controllers.offline.decide(yes=event.yes)

    @on(Worker.StateChanged)
    def _tell_of_crash(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Unforeseen(event.worker.error))

    # What else it is asked to do.

    def enter(self, place: Place) -> None:
        """Go to a place, and into its list."""
        self.controllers.lists.go_to(place)
        self.controllers.panes.go_to("list")

    def show_pictures_by(self, means: "Means") -> None:
        """Show pictures by these means from now on."""
        if self.protocol != "off":
            self.reader.pictures.means = means

    def announce(self, words: str) -> None:
        """Have the desktop told."""
        title = clean_line(self.newsroom.config.profile.name)
        self.post_message(self.Announced(announcement(title, words)))
