"""The door of the library."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from achie_tui.errors import AchieError, LibraryError
from achie_tui.library.archive import Archive
from achie_tui.library.articles import Articles
from achie_tui.library.connections import connect, suspicion_of, translated
from achie_tui.library.health import Health
from achie_tui.library.knowledge import Knowledge
from achie_tui.library.listings import Listings
from achie_tui.library.marks import Marks
from achie_tui.library.mending import back_up, backup_of_day, forget_old_backups, is_sound, size_of
from achie_tui.library.opening import Opened, open_files
from achie_tui.library.pages import Pages
from achie_tui.library.politeness import Politeness
from achie_tui.library.pruning import Pruning
from achie_tui.library.records import Kept, ListingState, Page, Totals, View
from achie_tui.library.schema import CACHE, USER
from achie_tui.library.space import Space
from achie_tui.library.views import Views

__all__ = ["Kept", "Library", "ListingState", "Page", "Totals", "View"]

_CHEAP = 2**20  # bytes of user.db that are backed up while the program starts
_CHECK_TIME = 2.0  # seconds a day for checking the cache


class Library(Listings, Articles, Pages, Archive, Views, Marks, Politeness, Space, Pruning, Health):
    """What was fetched and what the user did with it.

    Every method may be called from any thread. Those that read are fast and never wait for those that write; those
    that write return when it is done, or raise a LibraryError and leave everything as it was: LibraryReadOnlyError
    where nothing can be written, DiskFullError, LibraryBusyError when another process keeps writing.

    `read_only` tells that nothing can be written; `notices` what opening found, and mended or could not.
    """

    def __init__(self, opened: Opened, clock: Callable[[], float]) -> None:
        connections = opened.connections()
        super().__init__(connections, clock)
        self.knowledge = Knowledge(connections)
        """What the site's pages taught about how to read them."""
        self.notices: list[AchieError] = opened.notices
        self.read_only = opened.refusal is not None
        self._opened = opened

    @classmethod
    def open(cls, folder: Path, *, clock: Callable[[], float] = time.time) -> Self:
        """Open the library in a folder, made where there is none; `clock` gives seconds since the epoch.

        Damaged files are set aside and replaced (see `notices`). Raises UnsafeFolderError where the folder is not
        the user's alone, LibraryError where it cannot even be read.
        """
        library = cls(open_files(folder, clock), clock)
        if size_of(library._opened.user.file) <= _CHEAP:
            with suppress(LibraryError, OSError):
                library._back_up()
        return library

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

    def backup_if_due(self) -> bool:
        """Write the day's backup of the user's data, if there is none, and check both files; tells whether it did.

        It may take seconds. A file that fails the check is mended when the library is next opened.
        """
        written = self._back_up()
        if written:
            with translated():
                if not is_sound(self._opened.cache, CACHE, seconds=_CHECK_TIME):
                    suspicion_of(self._opened.cache.file).touch(mode=0o600)
        return written

    def _back_up(self) -> bool:
        """Write the day's backup where there is none, of a sound file only; tells whether it did."""
        source = self._opened.user
        target = backup_of_day(source.file, self._clock())
        if self.read_only or target.exists():
            return False
        with translated(source.file):
            if not is_sound(source, USER):
                suspicion_of(source.file).touch(mode=0o600)
                return False
            connection = connect(source)
            try:
                back_up(connection, target)
            finally:
                connection.close()
            forget_old_backups(source.file)
        return True
