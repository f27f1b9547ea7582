"""When the user was here, where in each article, and what the app remembers from one visit to the next."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from achie_tui.config import Config
from achie_tui.library.library import Library
from achie_tui.newsroom.threads import Threads

if TYPE_CHECKING:
    from achie_tui.library.watch_words import WatchWord


class SavedPlace(NamedTuple):
    """Where the reader stands in an article: a block, an offset into it, and how far down that is in percent."""

    path: str
    block: int
    offset: int
    percent: int | None


class Visits:
    """Remembers visits, places and settings of the app's own.

    What is written is begun at once, in the order of the calls, and done whether or not anybody goes on waiting.
    """

    def __init__(self, config: Config, library: Library, threads: Threads, clock: Callable[[], float]) -> None:
        self._config = config
        self._library = library
        self._threads = threads
        self._clock = clock
        self.since = inf
        """The end of the last visit: what came later is new. Nothing is, on the first visit and where there is none."""
        self._begun: float | None = None

    def place(self, path: str) -> tuple[int, int] | None:
        """Give the block and the offset where the reader left an article."""
        return self._library.visits.place(path)

    def save_place(self, path: str, block: int, offset: int, percent: int | None = None) -> asyncio.Future[None]:
        """Remember where the reader stands in an article, and how far down it that is, in percent."""
        return self._threads.begin(partial(self._library.visits.save_place, path, block, offset, percent))

    def begin(self) -> None:
        """Begin a session of the app: from now on, what came since the last one is new."""
        self._begun = self._clock()
        last = self._library.visits.last(self._begun)
        self.since = inf if last is None else last

    def note(self) -> asyncio.Future[None]:
        """Note that the user is here now, so that the visit has an end even if the app is killed."""
        return self._threads.begin(self._note)

    def _note(self) -> None:
        if self._begun is not None:
            self._library.visits.note(self._begun)

    def end(self, settings: Mapping[str, str], place: SavedPlace | None) -> asyncio.Future[None]:
        """Note that the visit ends, and what the next one goes on from: the place in an article, and settings."""
        return self._threads.begin(partial(self._end, settings, place))

    def _end(self, settings: Mapping[str, str], place: SavedPlace | None) -> None:
        if place is not None:
            self._library.visits.save_place(*place)
        self._note()
        for name, value in settings.items():
            self._library.visits.save_setting(name, value)

    def theme(self) -> str:
        """Give the theme to begin with: the one last chosen in the app, unless another was configured since.

        It is waited for before there is an event loop; asked on the thread that asks all else, it needs no connection
        of its own.
        """
        return self._threads.submit_query(self._theme).result()

    def _theme(self) -> str:
        configured, _, chosen = (self._library.visits.setting("theme") or "").partition("\n")
        return chosen if configured == self._config.theme else self._config.theme

    def keep_theme(self, theme: str) -> asyncio.Future[None]:
        """Keep the theme that was chosen in the app."""
        return self._threads.begin(
            partial(self._library.visits.save_setting, "theme", f"{self._config.theme}\n{theme}")
        )

    def remember(self, name: str, value: str) -> asyncio.Future[None]:
        """Remember something of the app's own, under a name."""
        return self._threads.begin(partial(self._library.visits.save_setting, name, value))

    def keep_words(self, before: "Sequence[WatchWord]", wanted: "Sequence[WatchWord]") -> asyncio.Future[object]:
        """Keep the searches that are wanted, where those `before` were known: what others did meanwhile stays."""
        return self._threads.begin(partial(self._library.visits.keep_words, before, wanted))

    def hand_on(self, text: str, paths: Sequence[str]) -> asyncio.Future[list[str]]:
        """Take note that articles that a kept search finds are handed on; gives those that were not before."""
        return self._threads.begin(partial(self._library.visits.hand_on, text, paths))

    def remembered(self, beginning: str) -> dict[str, str]:
        """Give what was remembered of the app's own, under names with a beginning."""
        return self._library.visits.settings(beginning)
