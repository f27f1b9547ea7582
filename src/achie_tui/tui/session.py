"""What the app is at: the state that controllers share, and the few ways to speak to the user.

The state has one home, the `var`s of the main screen, which is the `Session`. Each has one writer, named beside
it; everybody else reads, and what follows from a change follows from the main screen's watchers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from achie_tui.errors import AchieError
from achie_tui.language import Language, Phrase
from achie_tui.library.records import Kept, Totals
from achie_tui.model import Category, Headline, Link
from achie_tui.newsroom import Newsroom
from achie_tui.tui.keys import Keys, Pane
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.places import Place
from achie_tui.tui.prompting import Purpose
from achie_tui.tui.run import Run
from achie_tui.tui.searching import Searching
from achie_tui.tui.typography import Typography
from achie_tui.typeset.script import Script


@dataclass(frozen=True, slots=True)
class Reading:
    """The article that the reader was given to.

    `headline` is what is known of it, and `kept` its text, as soon as that is shown; `near` leads to articles that
    are like it, None before they were looked for.
    """

    path: str
    title: str
    headline: Headline | None = None
    kept: Kept | None = None
    near: tuple[Link, ...] | None = None


class Rows(NamedTuple):
    """How many rows a list has: `shown`, and of `all` without the text that their titles match."""

    shown: int = 0
    all: int = 0


class Session(Protocol):
    """The app's state, as controllers see it."""

    newsroom: Newsroom
    language: Language
    keys: Keys

    pane: Pane
    """The pane that has the focus. Written by `Panes`, as is the next."""
    zen: bool
    """Whether nothing but the article is shown."""

    place: Place | None
    """Where the list is. Written by `Lists`, as are the next three."""
    places: tuple[Place, ...]
    """Where it can be, with counts."""
    totals: Totals
    rows: Rows
    """How many rows the list has."""

    narrowing: Narrowing
    """What of the place the list shows, and in which order. Written by `Narrower`."""

    chosen: frozenset[int]
    """The keys of the rows that are chosen in the list, to be dealt with at once. Written by `Chooser`."""

    searching: Searching | None
    """The search of the library, if there is one. Written by `Searcher`, as is the next."""
    unindexed: int
    """How many articles the search does not know yet as they are."""

    watched: tuple[Place, ...]
    """The searches that are kept, as places. Written by `Watchlist`."""

    reading: Reading | None
    """The article in the reader. Written by `ArticleOpener`."""

    trouble: AchieError | None
    """Why the site was last out of reach. Written by `Refresher`, as are the next two."""
    busy: frozenset[str]
    """The paths of the categories that somebody waits for; `CATEGORIES` is the list of categories itself."""
    watching: bool
    """Whether the app is looking for news now, of its own accord."""

    run: Run | None
    """The sync under way. Written by `Offline`, as are the next two."""
    taking: str
    """The title of the article that is being taken offline by itself, else ""."""
    asking: bool
    """Whether the user is asked whether to start a sync."""

    prompted: Purpose | None
    """What the user types at the foot, if there is anything. Written by `Prompter`."""

    script: Script
    """The characters that are wanted; `typography` has them once they can be had. Written by `ReadingTools`, both."""
    typography: Typography

    @property
    def categories(self) -> Sequence[Category]:
        """The known categories, in the site's order."""

    @property
    def current(self) -> Sequence[Headline]:
        """The articles that an action is meant for: in the reader the open one, in the list that under the cursor.

        In the categories there are none: no article need be in sight there.
        """

    @property
    def current_paths(self) -> Sequence[str]:
        """The paths of the current articles; of one that no list has shown yet, that is all there is."""

    @property
    def several(self) -> Sequence[int]:
        """The keys of what is chosen, in the list's order, where an action is meant for that: not in the reader."""

    def words(self, phrase: Phrase, **values: object) -> str:
        """Put a phrase into words; it may name keys by their actions, as in `{refresh}`."""

    def say(self, phrase: Phrase, **values: object) -> None:
        """Say a phrase in the status line."""

    def tell(self, sentence: str, *, failed: bool = False) -> None:
        """Say a sentence in the status line; one that tells of a failure stays longer."""

    def fail(self, error: AchieError, *, is_shown: bool = False) -> None:
        """Say what did not work, unless it `is_shown` already in the place of what is missing."""


CATEGORIES = ""
"""Stands in `busy` for the list of categories itself."""
