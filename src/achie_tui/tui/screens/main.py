"""The main screen: places, headlines, and the article.

All state stands in its `var`s (see `session.py`). Controllers change it, each its own part; watchers push it down into
the panes; the panes send messages up and change nothing but themselves. How all this is wired is read in `__init__`.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import DescendantFocus, Resize, ScreenResume, TextSelected
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer
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
from achie_tui.tui.chrome import Chrome
from achie_tui.tui.clipboard import Copy
from achie_tui.tui.controllers.annotator import Annotator
from achie_tui.tui.controllers.attachments import AttachmentOpener
from achie_tui.tui.controllers.chooser import Chooser
from achie_tui.tui.controllers.exporter import Exporter, Lend
from achie_tui.tui.controllers.hooks import Hooks
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.lists import Lists
from achie_tui.tui.controllers.marks import Marks
from achie_tui.tui.controllers.narrower import Narrower
from achie_tui.tui.controllers.offline import Offline
from achie_tui.tui.controllers.opener import ArticleOpener
from achie_tui.tui.controllers.panes import Panes
from achie_tui.tui.controllers.prompter import Prompter
from achie_tui.tui.controllers.reading_tools import ReadingTools
from achie_tui.tui.controllers.refresher import Refresher
from achie_tui.tui.controllers.searcher import Searcher
from achie_tui.tui.controllers.sharing import Sharing
from achie_tui.tui.controllers.visit import Visit
from achie_tui.tui.controllers.watchlist import Watchlist
from achie_tui.tui.keys import ACTIONS, Aid, Keys, Pane, dispatched, hint, moves
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.phrases import period_words
from achie_tui.tui.places import Place
from achie_tui.tui.prompting import Purpose
from achie_tui.tui.run import Run
from achie_tui.tui.schedule import Schedule
from achie_tui.tui.screens.arrival import arrive
from achie_tui.tui.screens.dispatch import dispatch
from achie_tui.tui.screens.overlays import Overlays
from achie_tui.tui.searching import Searching
from achie_tui.tui.session import Reading, Rows
from achie_tui.tui.stopping import Stopper
from achie_tui.tui.typography import Typography
from achie_tui.tui.unforeseen import Unforeseen
from achie_tui.tui.waiting import Waiting
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
AFTER_THE_FRAME = 0.05
"""Seconds after which a key has been answered on the screen."""
LEAVING = 0.4
"""Seconds that remembering the visit may take when the app ends."""


class MainScreen(Screen[None]):
    """Three panes side by side, two, or one, as the terminal's width allows; main.tcss says which."""

    CSS_PATH = "main.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *dispatched("articles", "reading", "listing", "panes"),
        *moves(note="do('note')", notes="do('notes')"),
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
        self._renewal: Timer | None = None
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
            self.reader.album = Album(newsroom.picture)
        self.status = Status()
        self.status.help = hint("help", keys, self.language)
        self.prompt = Prompt()
        self.question = Question()
        self.pane_widgets: dict[Pane, Widget] = {
            "sidebar": self.sidebar,
            "list": self.headline_list,
            "reader": self.reader,
        }

        self.jobs = jobs = Jobs(newsroom, self, self.fail)
        self.stopper = Stopper()
        self.prompter = Prompter(self, show=self._show_prompt)
        self.overlays = Overlays(
            self,
            push=self._push,
            shown=lambda: self.app.screen_stack,
            open_path=self._open_path,
        )
        self.visit = Visit(self, jobs, saved=self._headlines_changed, clock=monotonic)
        self.marks = Marks(
            self,
            jobs,
            show=self._show_headlines,
            shown=lambda: self.headline_list.known,
            listed=lambda: self.headline_list.keys,
            changed=self._marks_changed,
        )
        self.refresher = Refresher(
            self,
            jobs,
            Schedule(newsroom.config.refresh_minutes, time.time),
            after=self.set_timer,
            changed=self._listing_changed,
            discovered=self._categories_known,
            announce=self._announce,
        )
        self.sharing = Sharing(
            self,
            jobs,
            browser,
            copy=copy,
            excerpt=lambda: self.reader.excerpt,
            show_code=self.overlays.show_code,
            today=lambda: datetime.now().astimezone().date(),
        )
        self.annotator = Annotator(
            self,
            jobs,
            self.reader,
            enter=self._to_reader,
            ask=self.prompter.ask,
            after_layout=self.call_after_refresh,
            unselect=self.clear_selection,
            show_sign=self.prompt.show_sign,
        )
        self.exporter = Exporter(
            self,
            jobs,
            listed=lambda: self.headline_list.keys,
            ask=self.overlays.ask_for_export,
            ask_pipe=self.overlays.ask_for_pipe,
            lend=lend,
            stopper=self.stopper,
            clock=monotonic,
        )
        self.attachments = AttachmentOpener(
            self,
            jobs,
            open_file=open_file,
            browse=self.sharing.open_url,
            came=self._file_came,
            stopper=self.stopper,
            clock=monotonic,
        )
        self.hooks = Hooks(self, jobs)
        self.opener = ArticleOpener(
            self,
            jobs,
            self.reader,
            Waiting(self.set_interval, monotonic),
            opened=self._article_opened,
            read=self.marks.read,
            answered=self.refresher.answered,
            browse=self.sharing.open_url,
            attached=self.attachments.open,
            compare=self.overlays.compare,
        )
        self.lists = Lists(
            self,
            jobs,
            self.headline_list,
            point_at=self.sidebar.point_at,
            turned=self._turned,
            filled=self._list_filled,
            fetch=self.refresher.fetch,
            open_headline=self.opener.open_headline,
        )
        self.narrower = Narrower(
            self,
            jobs,
            enter=self._to_list,
            ask=self.prompter.ask,
            at=self.lists.key_at_cursor,
            look=self.lists.look,
            narrow=self.lists.narrow,
            refill=self.lists.rearrange,
            step=self.headline_list.action_move,
        )
        self.chooser = Chooser(
            self,
            at=self.lists.key_at_cursor,
            listed=lambda: self.headline_list.keys,
            step=self.headline_list.action_move,
        )
        self.searcher = Searcher(
            self,
            jobs,
            self.lists,
            ask=self.prompter.ask,
            retype=self.prompt.retype,
            enter_list=self._to_list,
            open_article=self.opener.open,
            step=self.headline_list.action_move,
            ask_site=self.overlays.search_site,
        )
        self.watchlist = Watchlist(
            self,
            jobs,
            ask=self.prompter.ask,
            recall=self.searcher.remember,
            point_at=self.sidebar.point_at,
            go_to=self.lists.go_to,
            announce=self._announce,
            came=self.hooks.of_watch_word,
        )
        self.tools = ReadingTools(
            self,
            jobs,
            self.reader,
            enter=self._to_reader,
            ask=self.prompter.ask,
            after_layout=self.call_after_refresh,
            show_pictures=None if self.protocol == "off" else self._show_pictures,
        )
        self.offline = Offline(
            self,
            jobs,
            self.status,
            every=self.set_interval,
            ask=self._ask,
            show=self._show_run,
            progress=self._show_progress,
            changed=self._listing_changed,
            answered=self.refresher.answered,
            discover=self.refresher.here,
            ended=self.overlays.run_ended,
            hooked=self.hooks.after_sync,
            took=self._article_taken,
            clock=monotonic,
        )
        self.panes = Panes(
            self,
            open_current=self.headline_list.action_open,
            leave_list=self._leave_list,
            leave_aid=self.tools.leave,
            back_on_trail=lambda: self.opener.back() or self.overlays.back_to_site(),
            stop=self.stopper.stop,
            quit_app=lambda: self.app.exit(0),
        )
        self.chrome = Chrome(
            self,
            self.tools,
            masthead=self.masthead,
            status=self.status,
            prompt=self.prompt,
            headlines=self.headline_list,
            reader=self.reader,
        )
        self.actions = dispatch(self)

    def action_copy_text(self) -> None:
        """Copy what is selected, and say so."""
        if self.reader.text_selection is not None or self.reader.choosing is not None:
            self.sharing.copy_selected()
        elif (text := self.get_selected_text()) is not None and text.strip():
            self.sharing.copy_text(text)
        else:
            raise SkipAction

    @on(TextSelected)
    def _copy_selected(self) -> None:
        """Copy what the mouse has selected, as soon as it is let go."""
        if self.newsroom.config.copy_on_select and self.reader.choosing is None:
            self.sharing.copy_selected(asked=False)

    def action_do(self, name: str) -> None:
        """Do what an action means, where the sidebar's cursor is by now; all of them stand in one table."""
        if place := self.sidebar.settle():
            self.lists.go_to(place)
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
        self._follow_state()
        self.set_focus(self.pane_widgets[self.pane])
        self._show_aid()
        await arrive(self, self._path, self._at_block)

    @on(ScreenResume)
    def _keep_styles(self, event: ScreenResume) -> None:
        """Spare the styling of all that was styled a moment ago, when the screen is shown for the first time."""
        event.refresh_styles, self._was_shown = self._was_shown, True

    async def on_unmount(self) -> None:
        """Remember where the user was; who was at the top of a list wants to see what is there the next time."""
        kept, cursor = self.reader.kept, self.headline_list.cursor
        place = SavedPlace(kept.article.path, *self.reader.place, self.reader.percent) if kept else None
        await self.visit.end(LEAVING, place, self.headline_list.headline if cursor else None)

    # What controllers ask of it, besides its state (see `Session`).

    @property
    def categories(self) -> Sequence[Category]:
        """The known categories, in the site's order."""
        return [place.category for place in self.places if place.category]

    @property
    def current(self) -> Sequence[Headline]:
        """The articles that an action is meant for."""
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
        return [key for key in self.lists.keys if key in chosen] if chosen else []

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
        self.refresher.failed(error)
        # A library without categories has a list that says why.
        in_list = self.trouble is error and not self.categories and self.headline_list.display
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
        return self.chrome.at

    # Messages of the panes.

    def on_resize(self, event: Resize) -> None:
        """See to it that the reader is not empty where another width has brought it into sight.

        Only then: a terminal may tell of its size again whenever something is laid out.
        """
        is_other, self._width = event.size.width != self._width, event.size.width
        if is_other and self.reading is None and self.headline_list.headline is not None:
            self.call_after_refresh(self.opener.preview, self.headline_list.headline)

    @on(DescendantFocus)
    def _follow_focus(self) -> None:
        """Follow the focus: where it is by now, for the event may tell of a pane that was left again since."""
        if self.prompted and self.focused is not self.prompt.field:
            self.prompter.dismiss()
        at = next((name for name, widget in self.pane_widgets.items() if widget is self.focused), self.pane)
        if at != self.pane:
            self.panes.go_to(at)

    @on(Sidebar.Chosen)
    def _show_place(self, event: Sidebar.Chosen) -> None:
        self.lists.go_to(event.place)

    @on(Sidebar.Entered)
    def _enter_place(self, event: Sidebar.Entered) -> None:
        self.enter(event.place)

    def enter(self, place: Place) -> None:
        """Go to a place, and into its list."""
        self.lists.go_to(place)
        self.panes.go_to("list")

    @on(HeadlineList.Wanted)
    def _supply_headlines(self, event: HeadlineList.Wanted) -> None:
        self.lists.headlines(event.keys)

    @on(HeadlineList.Highlighted)
    def _follow_cursor(self) -> None:
        self.chrome.show_hints()

    @on(HeadlineList.Rested)
    def _preview(self, event: HeadlineList.Rested) -> None:
        self.opener.preview(event.headline)

    @on(HeadlineList.Opened)
    def _open_headline(self, event: HeadlineList.Opened) -> None:
        self.opener.open_headline(event.headline)

    @on(HeadlineList.ChosenOn)
    def _choose_on(self) -> None:
        self.chooser.choose_on()

    @on(HeadlineList.EndReached)
    def _go_on_with_older(self) -> None:
        if self.narrowing.ends_with_oldest:
            self.refresher.at_end()

    @on(Reader.LinkOpened)
    def _follow_link(self, event: Reader.LinkOpened) -> None:
        self.opener.follow(event.url)

    @on(Reader.PictureOpened)
    def _show_picture(self, event: Reader.PictureOpened) -> None:
        self.tools.show_picture(event.number)

    @on(Reader.PlaceChanged)
    def _save_place(self, event: Reader.PlaceChanged) -> None:
        self.visit.save(SavedPlace(event.path, event.block, event.offset, event.percent))

    @on(Reader.EndShown)
    def _tell_of_next(self) -> None:
        self.say(phrases.ONCE_MORE if self.totals.unread else phrases.NO_MORE_UNREAD)

    @on(Reader.EndReached)
    def _go_on_with_next(self) -> None:
        self.lists.next_unread(1)

    @on(Prompt.Typed)
    def _take_typed(self, event: Prompt.Typed) -> None:
        self.prompter.typed(event.text)

    @on(Prompt.Walked)
    def _walk_in_prompt(self, event: Prompt.Walked) -> None:
        self.prompter.walk(event.way)

    @on(Prompt.ScopeTurned)
    def _turn_scope(self) -> None:
        if self.prompted == "search":
            self.searcher.turn_scope()
        elif self.prompted == "passage":
            self.annotator.turn_colour()
        else:
            self.panes.round(1)

    @on(Prompt.Left)
    def _leave_prompt(self, event: Prompt.Left) -> None:
        self.prompter.leave(keep=event.keep)

    @on(Question.Answered)
    def _decide(self, event: Question.Answered) -> None:
        self.offline.decide(yes=event.yes)

    @on(Worker.StateChanged)
    def _tell_of_crash(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Unforeseen(event.worker.error))

    # What follows when the state changes; what only shows around the panes is bound in `_follow_state`.

    def _follow_state(self) -> None:
        chrome = self.chrome
        for show, names in (
            (chrome.show_badges, ("place", "places", "totals", "trouble", "busy", "watching", "run", "taking")),
            (chrome.show_badges, ("rows", "narrowing", "unindexed", "chosen")),
            (chrome.show_emptiness, ("place", "places", "trouble", "busy", "narrowing")),
            (chrome.show_hints, ("totals", "reading", "chosen")),
            (self._show_hits, ("reading",)),
            (chrome.show_position, ("reading",)),
            (self._show_places, ("places", "busy")),
        ):
            for name in names:
                self.watch(self, name, show, init=False)
        for name in ("finding", "hinting", "choosing", "rolling", "pace"):
            self.watch(self.reader, name, self._show_aid, init=False)
        self.watch(self.reader, "percent", self._moved, init=False)
        self.watch(self.reader, "top", self.chrome.show_title, init=False)
        self.watch(self.headline_list, "cursor", self._moved, init=False)
        self.watch(self.headline_list, "cut_title", self.chrome.show_headline, init=False)

    def _watch_pane(self, pane: Pane) -> None:
        """Bring a pane to the fore and give it the focus."""
        for name in self.pane_widgets:
            self.set_class(name == pane, f"-at-{name}")
        self.masthead.is_sidebar_away = pane == "reader"
        if pane != "reader":
            self.tools.interrupt()
        # A pane that is hidden takes no focus: the classes have to take effect first.
        self.app.update_styles(self)
        self.set_focus(self.pane_widgets[pane])
        self._show_aid()

    def _watch_asking(self, asking: bool) -> None:
        """Give the focus back when the question is answered."""
        if not asking and self.focused in {self.question, None}:
            self.set_focus(self.pane_widgets[self.pane])

    def _watch_prompted(self, prompted: Purpose | None) -> None:
        """Give the focus back when the prompt is closed."""
        if prompted is None and self.focused is self.prompt.field:
            self.set_focus(self.pane_widgets[self.pane])
        self.chrome.show_emptiness()
        self._show_aid()

    def _watch_watched(self) -> None:
        self.lists.arrange()

    def _watch_searching(self) -> None:
        self.chrome.show_badges()
        self.chrome.show_emptiness()
        self._show_aid()

    def _watch_chosen(self) -> None:
        self.headline_list.chosen = self.chosen

    def _watch_rows(self) -> None:
        self._show_aid()

    def _watch_typography(self) -> None:
        for widget in (self.reader, self.headline_list, self.sidebar, self.masthead, self.status, self.question):
            widget.typography = self.typography

    def _show_hits(self) -> None:
        """Mark what was searched for in an article that was found by it, once the reader has its text."""
        self.call_later(self.tools.show_hits)

    def _show_places(self) -> None:
        self.sidebar.show(self.places, self.busy)

    def _show_aid(self) -> None:
        self.set_class(self.tools.aid is not None and not self.prompted, "-aided")
        self.chrome.show_aid()

    def _moved(self) -> None:
        """Show where the user has come to, and note that there is one."""
        self.chrome.show_position()
        self.visit.here()

    # What follows from the work of controllers.

    def refresh_pane(self) -> None:
        """Fetch again what the pane shows: the article in the reader, else the listing."""
        if self.pane == "reader" and self.reading is not None:
            self.opener.reload()
        else:
            self.refresher.here()

    def to_newest(self) -> None:
        """Go to the first row of the list."""
        self.headline_list.cursor = 0
        self.panes.go_to("list")

    def _to_list(self) -> None:
        self.panes.go_to("list")

    def _to_reader(self) -> None:
        self.panes.go_to("reader")

    def _article_opened(self) -> None:
        """Turn to the reader; who reads has no use for the offer, and its key then means the article.

        Nor has who has gone on for the way to do so.
        """
        self.status.withdraw()
        if self.status.message == self.words(phrases.ONCE_MORE):
            self.status.hush()
        self._to_reader()

    def _turned(self, place: Place) -> None:
        self.narrower.turn_to(place)
        self.searcher.turn_to(place)
        self.chooser.turn_to(place)

    def _leave_list(self) -> bool:
        """Let go of what is chosen, then of what narrows the list, then of the search; tells whether there was any."""
        return self.chooser.clear() or self.narrower.clear() or self.searcher.end()

    def _list_filled(self) -> None:
        self.chooser.keep(self.lists.keys)
        if not self.headline_list.keys:
            self.opener.preview(None)
        self.chrome.show_emptiness()
        self.chrome.show_position()

    def _listing_changed(self, category: Category | None = None) -> None:
        self.lists.recount()
        self.watchlist.recount()
        self.lists.refill(category)

    def _categories_known(self) -> None:
        self.lists.begin()

    def _show_headlines(self, headlines: Sequence[Headline]) -> None:
        """Show what headlines say by now, where they are in sight."""
        self.headline_list.supply(headlines)
        self.opener.note(headlines)

    def _headlines_changed(self, headlines: Sequence[Headline]) -> None:
        if not self.marks.is_writing:
            self._show_headlines(headlines)
        self._marks_changed()

    def _marks_changed(self) -> None:
        """Ask for rows and counts once the frame is painted that answers the key."""
        if self._renewal is None:
            self._renewal = self.set_timer(AFTER_THE_FRAME, self._renew)

    def _renew(self) -> None:
        self._renewal = None
        self.headline_list.renew()
        self.opener.renew()
        self.annotator.renew()
        self.lists.recount()
        self.watchlist.recount()

    def _article_taken(self, headline: Headline) -> None:
        self._marks_changed()
        self.opener.arrived(headline.path)
        self.opener.file_came()

    def _file_came(self) -> None:
        self.opener.file_came()

    def _show_progress(self) -> None:
        self.chrome.show_badges()

    def _open_path(self, path: str, title: str, at: tuple[int, int] | None = None) -> None:
        self.opener.open(path, title, at)

    def _push(self, screen: Screen[Any], then: Callable[[Any], None] | None) -> None:
        self.app.push_screen(screen, then)

    def _show_run(self, run: Run) -> None:
        self.overlays.show_run(run, self.offline.pause, self.offline.cancel)

    def show_pictures_by(self, means: "Means") -> None:
        """Show pictures by these means from now on."""
        if self.protocol != "off":
            self.reader.means = means

    def _show_pictures(self, first: int) -> None:
        if self.protocol != "off":
            self.overlays.show_pictures(self.reader.images, first, self.protocol, self.reader.means)

    def _show_prompt(self, text: str, what: Phrase, sign: str, over: bool) -> None:
        self.app.update_styles(self)  # what is hidden takes no focus
        self.prompt.begin(text, self.words(what), sign, over=over)
        # Not by `focus()`, which lets the next key come first: it could leave what has no focus yet, and then gets it.
        self.set_focus(self.prompt.field)
        self._show_aid()

    def _ask(self, words: str) -> None:
        self.status.hush()
        self.app.update_styles(self)  # what is hidden takes no focus
        self.question.put(words, self.words(phrases.START), self.words(phrases.LEAVE))
        self.set_focus(self.question)

    def _announce(self, words: str) -> None:
        title = clean_line(self.newsroom.config.profile.name)
        self.post_message(self.Announced(announcement(title, words)))
