"""What is shown anew when the library has changed, whoever has changed it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from achie_tui.model import Category, Headline
from achie_tui.tui.schedule import Timer, Timers

AFTER_THE_FRAME = 0.05
"""Seconds after which a key has been answered on the screen."""


class RowTable(Protocol):
    """The list on the screen, as far as it is needed here."""

    @property
    def keys(self) -> Sequence[int]:
        """The keys of its rows."""

    def supply(self, headlines: Sequence[Headline]) -> None:
        """Take headlines as they are now."""

    def renew(self) -> None:
        """Ask for the rows in sight again."""


class OpenArticle(Protocol):
    """What keeps the article in the reader, as far as it is needed here."""

    def preview(self, headline: Headline | None) -> None:
        """Show beside the list what its cursor rests on."""

    def note(self, headlines: Sequence[Headline]) -> None:
        """Take note of what headlines say by now."""

    def renew(self) -> None:
        """Ask the library what the article's headline says by now."""

    def arrived(self, path: str) -> None:
        """Show an article that has come, where its text was waited for."""

    def file_came(self) -> None:
        """Show the article with the attachments that are kept by now."""


class Renewal:
    """Has what is on the screen follow the library; it writes none of the state.

    `after` calls something after so many seconds. `is_writing` tells whether marks are still to be written: what the
    library says of them is out of date until then. `show_notes` shows the notes on the article anew, `recount` counts
    what the library holds and what kept searches find, `refill` shows what the list holds by now, `search_again` what
    a search finds by now, `keep_chosen` lets go of what is chosen and no longer listed, and `show_around` says around
    the panes what the list is like.
    """

    def __init__(
        self,
        table: RowTable,
        article: OpenArticle,
        *,
        after: Timers,
        is_writing: Callable[[], bool],
        show_notes: Callable[[], None],
        recount: Sequence[Callable[[], None]],
        refill: Callable[[Category | None], None],
        search_again: Callable[[], None],
        keep_chosen: Callable[[], None],
        show_around: Callable[[], None],
    ) -> None:
        self._table = table
        self._article = article
        self._after = after
        self._is_writing = is_writing
        self._show_notes = show_notes
        self._recount = recount
        self._refill = refill
        self._search_again = search_again
        self._keep_chosen = keep_chosen
        self._show_around = show_around
        self._planned: Timer | None = None

    def show_headlines(self, headlines: Sequence[Headline]) -> None:
        """Show what headlines say by now, where they are in sight."""
        self._table.supply(headlines)
        self._article.note(headlines)

    def headlines_changed(self, headlines: Sequence[Headline]) -> None:
        """Show headlines as the library has them now, and count again."""
        if not self._is_writing():
            self.show_headlines(headlines)
        self.marks_changed()

    def marks_changed(self) -> None:
        """Ask for rows and counts once the frame is painted that answers the key."""
        if self._planned is None:
            self._planned = self._after(AFTER_THE_FRAME, self._renew)

    def _renew(self) -> None:
        self._planned = None
        self._table.renew()
        self._article.renew()
        self._show_notes()
        self._count()

    def _count(self) -> None:
        for recount in self._recount:
            recount()

    def listing_changed(self, category: Category | None = None) -> None:
        """Count again, and show the list as it is by now, where a category (None: any) may have more articles."""
        self._count()
        self._refill(category)
        self._search_again()

    def article_taken(self, headline: Headline) -> None:
        """Show an article that was kept, where it is waited for, with the attachments that have come along."""
        self.marks_changed()
        self._article.arrived(headline.path)
        self._article.file_came()

    def list_filled(self) -> None:
        """Have follow what depends on the rows of the list, now that others are shown."""
        self._keep_chosen()
        if not self._table.keys:
            self._article.preview(None)
        self._show_around()
