"""The main screen: places, headlines, and the article.

All state stands in `var`s: here, in `AidsDesk`, `BrowsingDesk`, `ReadingDesk` and `Desk`. Watchers push it down
into the panes; the panes send messages up and change nothing but themselves. What comes from the web, or is
written, goes by way of `Desk`.
"""

import asyncio
import gc
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import ScreenResume
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from achie_tui.errors import AchieError
from achie_tui.newsroom import Newsroom
from achie_tui.tui import phrases
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Keys, Pane, bindings, moves
from achie_tui.tui.screens.comparing import ComparingDesk
from achie_tui.tui.screens.desk import Desk
from achie_tui.tui.trouble import OUT_OF_REACH, word
from achie_tui.tui.widgets.status import AMISS, UNDER_WAY, WIDE, Note
from achie_tui.typeset.visible import clean_line

WIDTHS = [(0, "-tiny"), (40, "-narrow"), (72, "-medium"), (WIDE, "-wide")]
HEIGHTS = [(0, "-short"), (10, "-tall"), (30, "-roomy")]
SETTLED = 0.1
"""Seconds after which the first frames are on the screen."""
ORDER: tuple[Pane, ...] = ("sidebar", "list", "reader")


class MainScreen(ComparingDesk):
    """Three panes side by side, two, or one, as the terminal's width allows; main.tcss says which."""

    CSS_PATH = "main.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("articles", "reading", "listing", "panes"),
        *moves(find="find", previous_match="previous_match"),
    ]
    AUTO_FOCUS = ""  # `pane` says where the focus is
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    zen: var[bool] = var(default=False, init=False, toggle_class="-zen")

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener, *, path: str | None = None) -> None:
        super().__init__(newsroom, keys, opener)
        self.panes: dict[Pane, Widget] = {"sidebar": self.sidebar, "list": self.headline_list, "reader": self.reader}
        self._path = path
        self._was_shown = False

    def compose(self) -> ComposeResult:
        """Lay out the screen, with the classes that it begins with: each change of them later styles it all anew."""
        size = self.app.size
        for steps, cells in ((WIDTHS, size.width), (HEIGHTS, size.height)):
            self.add_class(next(name for least, name in reversed(steps) if cells >= least), update=False)
        self.add_class(f"-at-{self.pane}", update=False)
        yield self.masthead
        yield Horizontal(*self.panes.values(), id="panes")
        yield self.status
        yield self.prompt
        yield self.question
        yield Static(self.words(phrases.TOO_SMALL), id="too-small", markup=False)

    def on_mount(self) -> None:
        """Show what the library holds where the user was; then see what is new there, and nowhere else."""
        config = self.newsroom.config
        self.masthead.heading = config.profile.name
        self.watch(self.reader, "percent", self.moved, init=False)
        self.watch(self.headline_list, "cursor", self.moved, init=False)
        self.begin_visit()
        self.begin_aids()
        self.set_focus(self.panes[self.pane])
        self.show_aid()
        self.count_again()
        self.return_to(self._path)
        self._say_what_is_amiss()
        self.begin_errands()
        if self._path is not None:
            headline = self.headline_of(self._path)
            self.open_article(self._path, headline.title if headline else self._path)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Leave all as it was styled a moment ago, when the screen is shown for the first time."""
        event.refresh_styles, self._was_shown = self._was_shown, True

    @work(group="begin", exit_on_error=False)
    async def begin_errands(self) -> None:
        """Begin what nobody waits for, once the first frames are written: they come from a thread of Textual's."""
        await asyncio.sleep(SETTLED)
        if not gc.isenabled():
            gc.freeze()  # what the start has made is there to stay
            gc.enable()
        self.back_up()
        if not self.newsroom.config.offline:
            self.offer_site()
            await self.newsroom.prepare()
            self.begin_watching()

    def _say_what_is_amiss(self) -> None:
        """Say what opening the library has found, and what the configuration names in vain; the gravest stays."""
        if self.newsroom.config.theme not in self.app.available_themes:
            self.say(phrases.NO_SUCH_THEME, theme=self.newsroom.config.theme)
        if self.keys.unknown:
            self.say(phrases.NO_SUCH_KEYS, names=", ".join(self.keys.unknown))
        for notice in self.newsroom.library.notices:
            self.status.say(notice.sentence(self.language), failed=True)

    # The panes. The focus goes where `pane` says, and `pane` follows where the mouse puts the focus.

    def watch_pane(self, pane: Pane) -> None:
        """Bring a pane to the fore and give it the focus."""
        for name in ORDER:
            self.set_class(name == pane, f"-at-{name}")
        if pane != "reader":
            self.zen = self.reader.rolling = False
            self.reader.hinting = None
        # A pane that is hidden takes no focus: the classes have to take effect first.
        self.app.update_styles(self)
        self.set_focus(self.panes[pane])
        self.show_aid()

    def on_descendant_focus(self) -> None:
        """Follow the focus: where it is by now, for the event may tell of a pane that was left again since."""
        self.pane = next((name for name, widget in self.panes.items() if widget is self.focused), self.pane)

    def action_left(self) -> None:
        """Go to the pane on the left."""
        self.pane = ORDER[max(0, ORDER.index(self.pane) - 1)]

    def action_right(self) -> None:
        """Go to the pane on the right; into an empty reader with the article under the cursor."""
        headline = self.headline_list.headline
        if self.pane == "list" and self.reading is None and headline is not None:
            self.open_headline(headline)
        else:
            self.pane = ORDER[min(len(ORDER) - 1, ORDER.index(self.pane) + 1)]

    def action_next_pane(self) -> None:
        """Go round the panes."""
        self.pane = ORDER[(ORDER.index(self.pane) + 1) % len(ORDER)]

    def action_previous_pane(self) -> None:
        """Go round the panes the other way."""
        self.pane = ORDER[ORDER.index(self.pane) - 1]

    def action_sidebar(self) -> None:
        """Go to the categories."""
        self.pane = "sidebar"

    def action_list(self) -> None:
        """Go to the headlines."""
        self.pane = "list"

    def action_reader(self) -> None:
        """Go to the article."""
        self.pane = "reader"

    def action_zen(self) -> None:
        """Show nothing but the article, or all again."""
        self.pane = "reader"
        self.zen = not self.zen

    def action_back(self) -> None:
        """Go back one step: out of a search, out of the quiet, along the links that led here, or a pane to the left."""
        if self.pane == "reader" and self.leave_aid():
            return
        if self.zen:
            self.zen = False
        elif self.pane != "reader" or not self.back_on_trail():
            self.action_left()

    def action_leave(self) -> None:
        """Go back; from the first pane, leave the app."""
        if self.pane == "sidebar":
            self.app.exit(0)
        else:
            self.action_back()

    # The masthead and the status line.

    def watch_totals(self) -> None:
        """Show how much is kept, and whether there is anything unread to go to."""
        self.show_freshness()
        self.show_hints()

    def watch_trouble(self, error: AchieError | None) -> None:
        """Show whether the site can be reached."""
        super().watch_trouble(error)
        self.show_freshness()
        self.show_emptiness()

    def watch_watching(self) -> None:
        """Show that news are looked for."""
        self.show_freshness()

    def watch_taking(self) -> None:
        """Show that an article is taken along."""
        self.show_freshness()

    def watch_place(self) -> None:
        """Show where the list is, and how fresh."""
        self.masthead.where = clean_line(self.place.title) if self.place else ""
        self.show_freshness()

    def watch_busy(self) -> None:
        """Show what is under way."""
        super().watch_busy()
        self.show_freshness()

    def show_freshness(self) -> None:
        """Show what goes on, what is amiss, and how much is kept."""
        if self.newsroom.config.offline:
            states = [Note(self.words(phrases.OFFLINE), AMISS)]
        else:
            states = [Note(self.run.words(self.language), UNDER_WAY)] if self.run else []
            if self.taking:
                states.append(Note(self.words(phrases.TAKING), UNDER_WAY))
            elif self.busy or (self.watching and not self.run):
                states.append(Note(self.words(phrases.REFRESHING), UNDER_WAY))
            elif self.trouble is not None:
                states.append(Note(word(self.trouble, self.language), AMISS))
        kept = (Note(self.words(phrases.CACHED, cached=self.totals.cached)), Note(self._updated()))
        self.masthead.notes = tuple(note for note in (*states, *kept) if note.words)

    def _updated(self) -> str:
        here = [self.place.category] if self.place and self.place.category else self.known_categories
        latest = max((self._refreshed_at(category) or 0.0 for category in here), default=0.0)
        if not latest:
            return ""
        when, now = datetime.fromtimestamp(latest).astimezone(), datetime.now().astimezone()
        return self.words(phrases.UPDATED, time=f"{when:%H:%M}" if when.date() == now.date() else f"{when:%m-%d}")

    def on_desk_failed(self, event: Desk.Failed) -> None:
        """Say what did not work, once; what is shown stays."""
        if isinstance(event.error, OUT_OF_REACH):
            self.trouble = event.error
        # A library without categories has a list that says why.
        in_list = self.trouble is event.error and not self.known_categories and self.headline_list.display
        if not event.told and not in_list:
            self.status.say(event.error.sentence(self.language), failed=True)
