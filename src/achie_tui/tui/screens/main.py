"""The main screen: places, headlines, and the article.

All state stands in `var`s: here, in `ReadingDesk` and in `Desk`. Their watchers push it down into the panes; the
panes send messages up and change nothing but themselves. What comes from the web comes by way of `Desk`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from achie_tui.errors import AchieError, UnreachableError
from achie_tui.library.records import Totals, View
from achie_tui.tui import phrases
from achie_tui.tui.keys import Pane, bindings, hints
from achie_tui.tui.places import Place, categories, views
from achie_tui.tui.screens.desk import FIRST_LOOK, Desk
from achie_tui.tui.screens.reading import ReadingDesk
from achie_tui.tui.widgets.headlines import HeadlineList
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.sidebar import Sidebar
from achie_tui.tui.widgets.status import Masthead, Status

PANES: dict[Pane, type[Widget]] = {"sidebar": Sidebar, "list": HeadlineList, "reader": Reader}


class MainScreen(ReadingDesk):
    """Three panes side by side, two, or one, as the terminal's width allows; app.tcss says which."""

    BINDINGS = bindings("articles", "listing", "panes")
    AUTO_FOCUS = "HeadlineList"
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-tiny"), (40, "-narrow"), (72, "-medium"), (110, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-short"), (10, "-tall")]

    sidebar = query_one(Sidebar)
    masthead = query_one(Masthead)

    place: var[Place | None] = var(None, always_update=True)
    """Where the list is."""
    places: var[tuple[Place, ...]] = var(())
    trouble: var[AchieError | None] = var(None)
    """What the last errand to the web failed of."""
    zen: var[bool] = var(default=False, toggle_class="-zen")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Masthead()
        with Horizontal(id="panes"):
            yield Sidebar(heading=self.words(phrases.CATEGORIES))
            yield HeadlineList()
            yield Reader()
        yield Status()
        yield Static(self.words(phrases.TOO_SMALL), id="too-small", markup=False)
