"""A search of the library, as far as it has come."""

from dataclasses import dataclass, replace

from achie_tui.library.records import View
from achie_tui.library.search.query import Query, parse
from achie_tui.library.search.results import Results
from achie_tui.tui.places import SEARCH, Place


@dataclass(frozen=True, slots=True)
class Searching:
    """What is searched for, and where: in the list `here`, or `everywhere`; and what of it was found by now.

    `here` is the list where one was, and `key` what was under the cursor in it.
    """

    here: Place | None
    key: int | None
    text: str = ""
    everywhere: bool = True
    results: Results | None = None

    @property
    def query(self) -> Query:
        """The query, as it is understood."""
        return parse(self.text)

    @property
    def within(self) -> View:
        """The view that is searched."""
        return View() if self.everywhere or self.here is None else self.here.view

    def place(self, title: str) -> Place | None:
        """Give the place that holds what was found, None before anything was."""
        if self.results is None:
            return None
        return Place(SEARCH, title, self.within, self.results.total, query=self.query, found=self.results)

    def with_more(self, page: Results) -> "Searching":
        """Add another page of hits."""
        hits = self.results.hits if self.results else ()
        return replace(self, results=replace(page, hits=(*hits, *page.hits)))
