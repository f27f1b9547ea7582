"""The screens that lie over the main one for a while; each is loaded when it is first needed."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

from achie_tui.library.marks import Entry
from achie_tui.library.records import Kept
from achie_tui.model import Headline, ImageBlock
from achie_tui.pictures.terminal import Protocol as PictureProtocol
from achie_tui.tui.run import Run
from achie_tui.tui.session import Session

if TYPE_CHECKING:
    from achie_tui.config.pipes import Pipe
    from achie_tui.fetching.searching import SiteResults
    from achie_tui.pictures.means import Means
    from achie_tui.tui.controllers.annotator import Annotator
    from achie_tui.tui.exporting import Order, Scope
    from achie_tui.tui.screens.journal import Walk
    from achie_tui.tui.screens.notes import Step
    from achie_tui.tui.screens.site_results import Found as FoundOnSite


class OpenPath(Protocol):
    """Opens an article."""

    def __call__(self, path: str, title: str, at: tuple[int, int] | None = None) -> None:
        """Open it, where it was left or `at` a block and an offset into it."""


class Overlays:
    """Opens screens; `push` lays one over what is shown, `shown` gives those that are.

    `open_path` opens an article that was chosen on one, by its path and title, and where in it that is to be.
    """

    def __init__(
        self,
        session: Session,
        *,
        push: Callable[[Screen[Any], Callable[[Any], None] | None], object],
        shown: Callable[[], Sequence[Screen[object]]],
        open_path: OpenPath,
    ) -> None:
        self._session = session
        self._push = push
        self._shown = shown
        self._open = open_path
        self._site: FoundOnSite | None = None
        self._from_site = ""  # the path of the article that was opened from there

    def search_site(self, text: str) -> None:
        """Show what the site's own search finds, where it was asked the same last as it was; what is chosen is opened.

        The article that is opened leads back there.
        """
        from achie_tui.tui.screens.site_results import Found, SiteResultsScreen

        session = self._session
        if self._site is None or self._site.text != text or self._site.why:
            self._site = Found(text)
        self._from_site = ""

        async def ask(typed: str, page: int, waiting: Callable[[float], object]) -> "SiteResults":
            return await session.newsroom.site_search(typed, page, waiting=waiting)

        def open_chosen(headline: Headline | None) -> None:
            if headline is not None:
                self._from_site = headline.path
                self._open(headline.path, headline.title)

        screen = SiteResultsScreen(self._site, ask, session.keys, session.language, session.typography)
        self._push(screen, open_chosen)

    def back_to_site(self) -> bool:
        """Show again what the site found, over the list, where the article is from there; there is no way back else."""
        reading, from_site = self._session.reading, self._from_site
        if self._site is not None and reading is not None and reading.path == from_site:
            self.search_site(self._site.text)
        return False

    def show_journal(self, walk: "Walk") -> None:
        """Show what was done to marks; `walk` takes back, or does again, down or up to a step."""
        from achie_tui.tui.screens.journal import JournalScreen

        session = self._session
        newsroom = session.newsroom

        def read(limit: int) -> Awaitable[Sequence[Entry]]:
            return newsroom.on_thread(partial(newsroom.library.marks.journal, limit))  # behind what is being written

        self._push(JournalScreen(read, walk, session.keys, session.language, session.typography), None)

    def show_notes(self, annotator: "Annotator", step: "Step") -> None:
        """Show all notes; what is chosen is opened at its passage."""
        from achie_tui.tui.screens.notes import NoteRow, NotesScreen

        newsroom = self._session.newsroom

        def open_chosen(chosen: NoteRow | None) -> None:
            if chosen is not None:
                article, placed = chosen
                self._open(article.path, article.title, placed.anchored.start if placed.anchored else None)

        read = partial(newsroom.on_thread, newsroom.notebook.articles)  # behind what is being written
        screen = NotesScreen(
            self._session,
            read,
            text_of=annotator.text_of,
            change=annotator.change_now,
            keep=annotator.keep,
            delete=annotator.delete_now,
            turn=annotator.turn_now,
            step=step,
        )
        self._push(screen, open_chosen)

    def statistics(self) -> None:
        """Show figures of the library, and where the list shows a search, of what that finds."""
        from achie_tui.tui.screens.statistics import Found, StatisticsScreen

        session = self._session
        newsroom, place, found = session.newsroom, session.place, None
        if place is not None and place.query is not None:
            found = Found(place.query.text, partial(newsroom.finder.timeline, place.query, place.view))
        self._push(StatisticsScreen(session, newsroom.finder.figures, found), None)

    def ask_for_export(
        self, scopes: "Sequence[Scope]", form: str, folder: str, then: "Callable[[Order], object]"
    ) -> None:
        """Ask what to export, in which format and where to, beginning with the last two as they are given."""
        from achie_tui.tui.screens.export import ExportScreen

        session = self._session
        screen = ExportScreen(
            scopes, form, folder, keys=session.keys, language=session.language, typography=session.typography
        )
        self._push(screen, partial(_tell, then))

    def ask_for_pipe(self, pipes: "Sequence[Pipe]", then: "Callable[[Pipe], object]") -> None:
        """Ask which of the commands of the configuration is meant."""
        from achie_tui.tui.screens.pipes import PipesScreen

        screen = PipesScreen(pipes, self._session.keys, self._session.language)
        self._push(screen, partial(_tell, then))

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
        self, pictures: Sequence[ImageBlock], first: int, protocol: PictureProtocol, means: "Means | None" = None
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

    def show_code(self, url: str) -> None:
        """Show an address as a QR code."""
        from achie_tui.tui.screens.qr import CodeScreen

        session = self._session
        self._push(CodeScreen(url, session.language, ambiguous_wide=session.typography.ambiguous_wide), None)

    def compare(self, former: Kept, kept: Kept) -> None:
        """Show what the site changed in an article."""
        from achie_tui.tui.screens.differences import DifferencesScreen

        session = self._session
        self._push(DifferencesScreen(former, kept, session.keys, session.language, session.typography), None)


def _tell(then: Callable[[Any], object], decided: Any) -> None:
    """Tell what was decided on a screen; one that was left has decided nothing."""
    if decided is not None:
        then(decided)
