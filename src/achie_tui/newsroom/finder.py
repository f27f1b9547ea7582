"""What is in the articles: searches, figures, and the index that they need."""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from achie_tui.library.library import Library
from achie_tui.library.records import View
from achie_tui.model import Article, Link
from achie_tui.newsroom.threads import Threads

if TYPE_CHECKING:
    from achie_tui.library.figures import Figures, Timeline
    from achie_tui.library.search.query import Query
    from achie_tui.library.search.results import Results, Sort

T = TypeVar("T")

_EVERYTHING = View()


class Finder:
    """Looks through the articles, on a thread of its own."""

    def __init__(self, library: Library, threads: Threads, clock: Callable[[], float]) -> None:
        self._library = library
        self._threads = threads
        self._clock = clock

    async def prepare(self) -> None:
        """Have at hand what the first search would wait for."""
        await self._threads.seek(self._library.search.prepare)

    async def search(
        self,
        query: "Query",
        *,
        within: View = _EVERYTHING,
        sort: "Sort" = "relevance",
        limit: int = 50,
        offset: int = 0,
        counting: float = 0.0,
    ) -> "Results":
        """Give a page of what a query finds among the articles of a view, as `library.search.find` does.

        Where the caller is cancelled, the search ends too.
        """
        find = partial(self._library.search.find, query, within=within, sort=sort, limit=limit, offset=offset)
        return await self._stoppable(lambda stop: find(counting=counting, stop=stop))

    async def whole(self, query: "Query", *, within: View = _EVERYTHING, ranked: int = 50) -> list[int]:
        """Give the keys of all that a query finds, as `library.search.whole` does; cancelled, it ends too."""
        give = partial(self._library.search.whole, query, within=within, ranked=ranked)
        return await self._stoppable(lambda stop: give(stop=stop))

    async def _stoppable(self, seek: Callable[[Callable[[], bool]], T]) -> T:
        stopped = Event()
        try:
            return await self._threads.seek(partial(seek, stopped.is_set))
        finally:
            stopped.set()

    async def timeline(self, query: "Query", within: View = _EVERYTHING) -> "Timeline":
        """Count by month what a query finds among the articles of a view; cancelled, it ends as a search does."""
        from achie_tui.library.figures import timeline

        return await self._stoppable(partial(timeline, self._library, query, within))

    async def figures(self) -> "Figures":
        """Count what the library holds and what was read lately: a look at every article."""
        from achie_tui.library.figures import figures

        return await self._threads.seek(partial(figures, self._library, self._clock()))

    async def near(self, article: Article, most: int) -> tuple[Link, ...]:
        """Give links to the articles that are most like one, but for those that its page leads to itself."""
        return await self._threads.seek(partial(self._near, article, most))

    def _near(self, article: Article, most: int) -> tuple[Link, ...]:
        led_to = (*article.related, article.previous, article.next)
        known = {article.path, *(link.url for link in led_to if link is not None)}
        found = list[Link]()
        for headline in self._library.views.headlines(self._library.search.similar(article.path, most + len(known))):
            path = self._library.pages.redirect(headline.path) or headline.path
            if path not in known:
                known.add(path)
                found.append(Link(headline.title, headline.path, headline.published))
        return tuple(found[:most])

    async def seek(self, question: Callable[[], T]) -> T:
        """Have the library answer any other question about what is in the articles, on that thread."""
        return await self._threads.seek(question)

    async def index(self, tell: Callable[[int], object]) -> None:
        """Have the index know all articles as they are, bit by bit; `tell` is told how many are left, at first too."""
        left = await self._threads.query(self._library.index.behind)
        while left:
            tell(left)
            left = await self._threads.write(self._library.index.catch_up)
        tell(left)
