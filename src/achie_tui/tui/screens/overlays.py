"""The screens that lie over the main one for a while; each is loaded when it is first needed."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from achie_tui.library.marks import Entry
from achie_tui.library.records import Kept
from achie_tui.model import Headline, ImageBlock
from achie_tui.pictures.terminal import Protocol
from achie_tui.tui.run import Run
from achie_tui.tui.session import Session

if TYPE_CHECKING:
    from achie_tui.fetching.searching import SiteResults
    from achie_tui.pictures.means import Means
    from achie_tui.tui.screens.journal import Walk


class Overlays:
    """Opens screens; `push` lays one over what is shown, `shown` gives those that are.

    `open_path` opens an article that was chosen on one, by its path and title.
    """

    def __init__(
        self,
        session: Session,
        *,
        push: Callable[[Screen[Any], Callable[[Any], None] | None], object],
        shown: Callable[[], Sequence[Screen[object]]],
        open_path: Callable[[str, str], None],
    ) -> None:
        self._session = session
        self._push = push
        self._shown = shown
        self._open = open_path

    def search_site(self, text: str) -> None:
        """Show what the site's own search finds; what is chosen is opened."""
        from achie_tui.tui.screens.site_results import SiteResultsScreen

        session = self._session

        async def ask(typed: str, page: int, waiting: Callable[[float], object]) -> "SiteResults":
            return await session.newsroom.site_search(typed, page, waiting=waiting)

        def open_chosen(headline: Headline | None) -> None:
            if headline is not None:
                self._open(headline.path, headline.title)

        screen = SiteResultsScreen(text, ask, session.keys, session.language, session.typography)
        self._push(screen, open_chosen)

    def show_journal(self, walk: "Walk") -> None:
        """Show what was done to marks; `walk` takes back, or does again, down or up to a step."""
        from achie_tui.tui.screens.journal import JournalScreen

        session = self._session
        newsroom = session.newsroom

        def read(limit: int) -> Awaitable[Sequence[Entry]]:
            return newsroom.on_thread(partial(newsroom.library.journal, limit))  # behind what is being written

        self._push(JournalScreen(read, walk, session.keys, session.language, session.typography), None)

    def statistics(self) -> None:
        """Show figures of the library, and where the list shows a search, of what that finds."""
        from achie_tui.tui.screens.statistics import Found, StatisticsScreen

        session = self._session
        newsroom, place, found = session.newsroom, session.place, None
        if place is not None and place.query is not None:
            found = Found(place.query.text, partial(newsroom.finder.timeline, place.query, place.view))
        self._push(StatisticsScreen(session, newsroom.finder.figures, found), None)

    def show_run(self, run: Run, pause: Callable[[], None], cancel: Callable[[], None]) -> None:
        """Show how a sync goes, with the ways to hold it up and to end it."""
        from achie_tui.tui.screens.syncing import SyncingScreen

        self._push(SyncingScreen(run, self._session.keys, self._session.language, pause=pause, cancel=cancel), None)

    def run_ended(self) -> None:
        """Show at once that a sync has ended, where it is looked at."""
        from achie_tui.tui.screens.syncing import SyncingScreen

        for screen in self._shown():
            if isinstance(screen, SyncingScreen):
                screen.show_run()

    def show_pictures(
        self, pictures: Sequence[ImageBlock], first: int, protocol: Protocol, means: "Means | None" = None
    ) -> None:
        """Show pictures as large as the screen, from one of them on; by a protocol, where no more is known yet."""
        from achie_tui.pictures.means import Means
        from achie_tui.tui.widgets.picture import PictureScreen

        session = self._session
        wide = session.typography.ambiguous_wide
        by = means or Means(protocol)
        screen = PictureScreen(
            pictures,
            session.newsroom.picture,
            session.language,
            first=first,
            protocol=by.protocol,
            limits=by.limits,
            ambiguous_wide=wide,
        )
        self._push(screen, None)

    def compare(self, former: Kept, kept: Kept) -> None:
        """Show what the site changed in an article."""
        from achie_tui.tui.screens.differences import DifferencesScreen

        session = self._session
        self._push(DifferencesScreen(former, kept, session.keys, session.language, session.typography), None)
