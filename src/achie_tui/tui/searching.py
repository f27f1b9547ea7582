"""A search of the library, as far as it has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from achie_tui.language import Language
from achie_tui.library.records import View
from achie_tui.tui.places import SEARCH, Place
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.library.search.query import Query
    from achie_tui.library.search.results import Results

_AS_FILTERS = {"unread": "is:unread", "starred": "is:starred", "later": "is:later"}
"""What narrows a search to the articles of a view, where its query can say that."""


@dataclass(frozen=True, slots=True)
class Searching:
    """What is searched for, and where: in the list `here`, or `everywhere`; and what of it was found by now.

    `here` is the list where one was, and `key` what was under the cursor in it. `results` are those hits that were
    ranked, and `keys` all hits, None before they are known. What was not understood is `told` where one rests.
    """

    here: Place | None
    key: int | None
    text: str = ""
    everywhere: bool = True
    results: "Results | None" = None
    keys: tuple[int, ...] | None = None
    told: bool = False

    @property
    def scope(self) -> Place | None:
        """The list that is searched, None for everything."""
        return None if self.everywhere else self.here

    @property
    def query(self) -> "Query":
        """The query, as it is understood; where a search that is kept is searched, among what that finds."""
        from achie_tui.library.search.query import parse  # a start has no use for it

        query = parse(self.text)
        return query.among(self.scope.query) if self.scope and self.scope.query else query

    @property
    def within(self) -> View:
        """The view that is searched."""
        return self.scope.view if self.scope else View()

    @property
    def kept_text(self) -> str:
        """What finds the same everywhere, as far as a query can say where it was searched."""
        scope = self.scope
        if scope is None:
            return self.text
        where = _AS_FILTERS.get(scope.id, "")
        if scope.category is not None:
            where = f'category:"{clean_line(scope.category.name)}"'
        elif scope.query is not None:
            where = scope.query.text
        closed = f'{self.text}"' if where and self.text.count('"') % 2 else self.text
        return f"{closed} {where}".rstrip()

    def notice(self, language: Language) -> str:
        """Say what of it was taken otherwise than it may have been meant, and what of it there is not."""
        notes = self.results.notes if self.results else ()
        return ("；" if language == "zh" else "; ").join(clean_line(note.say(language)) for note in notes)

    def place(self, title: str) -> Place:
        """Give the place that holds what was found."""
        from achie_tui.library.search.results import Results

        found = self.results or Results((), 0, exact=True, more=False)
        return Place(SEARCH, title, self.within, found.total, query=self.query, found=found, keys=self.keys)

    def with_results(self, results: "Results") -> "Searching":
        """Take those hits that are ranked; where there are no others, they are all."""
        return replace(self, results=results, keys=None if results.more else tuple(hit.key for hit in results.hits))

    def with_keys(self, keys: Sequence[int]) -> "Searching":
        """Take all hits: by now they can be counted."""
        results = replace(self.results, total=len(keys), exact=True) if self.results else None
        return replace(self, results=results, keys=tuple(keys))
