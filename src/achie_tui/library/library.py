"""The library as a whole: what is about articles, and the parts that are about something else."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from achie_tui.errors import AchieError, LibraryError
from achie_tui.library.archive import ArchiveStore
from achie_tui.library.articles import ArticleStore
from achie_tui.library.attachments import Attachments
from achie_tui.library.hosts import Hosts
from achie_tui.library.inspection import Inspection
from achie_tui.library.knowledge import Knowledge
from achie_tui.library.listings import ListingStore
from achie_tui.library.maintenance import Maintenance
from achie_tui.library.marks import MarkStore
from achie_tui.library.mending import size_of
from achie_tui.library.notes import Notes
from achie_tui.library.opening import OpenedFiles, open_files
from achie_tui.library.pages import PageStore, PictureStore
from achie_tui.library.records import Kept, ListingState, RawPage, Totals, View
from achie_tui.library.statistics import Statistics
from achie_tui.library.views import ViewStore
from achie_tui.library.visits import VisitStore

if TYPE_CHECKING:
    from achie_tui.library.exchange import Exchange
    from achie_tui.library.search.search import Search
    from achie_tui.library.search.upkeep import IndexUpkeep

__all__ = ["Kept", "Library", "ListingState", "RawPage", "Totals", "View"]

_log = logging.getLogger(__name__)
_CHEAP = 2**20  # bytes of user.db that are backed up while the program starts


class Library(ListingStore, ArticleStore):
    """What was fetched and what the user did with it.

    Every method may be called from any thread. Those that read are fast and never wait for those that write; those
    that write return when it is done, or raise a LibraryError and leave everything as it was: LibraryReadOnlyError
    where nothing can be written, DiskFullError, LibraryBusyError when another process keeps writing.

    Its own are the site's listings and the texts of articles. What is about something else is an attribute:

    - of what was fetched: `pages` (as they came), `pictures`, `attachments` (files that articles link), `archive` (what
      a sync has still to fetch), `knowledge` (how the site's pages are built), `hosts` (when each may be asked);
    - of the user's: `marks` (with their journal), `notes`, `visits` (places and settings too), `exchange` (with another
      machine);
    - of both: `views` (what lists show), `search` (by what articles say), `index` (that search needs), `statistics`;
    - of the files: `maintenance`, `inspection` (of what is in them).

    `read_only` tells that nothing can be written; `notices` what opening found, and mended or could not.
    """

    def __init__(self, opened: OpenedFiles, clock: Callable[[], float]) -> None:
        connections = opened.connections()
        super().__init__(connections)
        self.pages = PageStore(connections)
        self.pictures = PictureStore(connections)
        self.archive = ArchiveStore(connections)
        self.views = ViewStore(connections)
        self.marks = MarkStore(connections, clock)
        self.visits = VisitStore(connections, clock)
        self.knowledge = Knowledge(connections)
        self.hosts = Hosts(connections)
        self.attachments = Attachments(connections, opened.folder)
        self.maintenance = Maintenance(connections, clock, self.attachments)
        self.inspection = Inspection(connections)
        self.notes = Notes(connections, clock)
        self.statistics = Statistics(connections)
        self.notices: list[AchieError] = opened.notices
        self.read_only = connections.read_only
        self._opened = opened
        self._clock = clock

    @classmethod
    def open(cls, folder: Path, *, clock: Callable[[], float] = time.time) -> Self:
        """Open the library in a folder, made where there is none; `clock` gives seconds since the epoch.

        Damaged files are set aside and replaced (see `notices`). Raises UnsafeFolderError where the folder is not
        the user's alone, LibraryError where it cannot even be read.
        """
        library = cls(open_files(folder, clock), clock)
        for notice in library.notices:
            _log.info("%s: %s", type(notice).__name__, notice.sentence("en"))
        if size_of(library._opened.user.file) <= _CHEAP:
            with suppress(LibraryError, OSError):
                library.maintenance.back_up()
        return library

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all that the block writes of what was fetched one transaction: all of it is kept, or nothing."""
        with self._writing("cache"):
            yield

    @cached_property
    def exchange(self) -> "Exchange":
        """The exchange with another machine's library, made when first asked for."""
        from achie_tui.library.exchange import Exchange

        return Exchange(self._connections, self._clock, self.maintenance)

    @cached_property
    def index(self) -> "IndexUpkeep":
        """The index that the search needs, and its upkeep. Made when first asked for, as the search."""
        from achie_tui.library.search.upkeep import IndexUpkeep

        return IndexUpkeep(self._connections)

    @cached_property
    def search(self) -> "Search":
        """The search. Made when first asked for: a start has no use for it."""
        from achie_tui.library.search.search import Search

        return Search(self._connections, self.index)

    def close(self) -> None:
        """Close the files; nothing may be asked of the library afterwards, nor be under way."""
        self._connections.close()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
