"""The places one can go to, the list of the one where one is, and the way from article to article."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from achie_tui.library.records import Totals, View
from achie_tui.model import Category, CategoryCount, Headline
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.list_contents import ListContents, ListReader
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.periods import Heading
from achie_tui.tui.places import Place, categories, views
from achie_tui.tui.session import Rows, Session

if TYPE_CHECKING:
    from achie_tui.library.search.query import Query
    from achie_tui.library.search.results import Hit


class HeadlineTable(Protocol):
    """The list on the screen, as far as it is needed here."""

    found_in: Callable[[str], Sequence[tuple[int, int]]] | None
    """What says which parts of a title are to be marked."""

    @property
    def keys(self) -> Sequence[int]:
        """The keys of its rows."""

    @property
    def cursor(self) -> int:
        """The row the cursor is on."""

    @cursor.setter
    def cursor(self, row: int) -> None: ...

    @property
    def headline(self) -> Headline | None:
        """The headline under the cursor, as far as it is known."""

    def show(
        self,
        keys: Sequence[int],
        headlines: Sequence[Headline],
        *,
        select: int | None,
        boundary: int | None,
        headings: Sequence[Heading],
        new: Collection[int],
        mixed: bool,
        snippets: "Mapping[int, Hit] | None",
    ) -> None:
        """Show the rows of these keys."""

    def supply(self, headlines: Sequence[Headline]) -> None:
        """Take headlines as they are now."""

    def quote(self, hits: "Sequence[Hit]") -> None:
        """Take what texts say of what was searched for."""


class Unread(NamedTuple):
    """Where an unread article is."""

    place: Place
    key: int


class Lists:
    """Shows places and walks through them. The only writer of `place`, `places`, `totals` and `rows`.

    `point_at` shows where one is in the sidebar; `turned` is told of the place one goes to, before its list is asked
    for; `filled` is called when a list has been shown; `fetch` looks for the articles of a category that was never
    fetched; `open_headline` opens an article.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        table: HeadlineTable,
        *,
        point_at: Callable[[Place], None],
        turned: Callable[[Place], None],
        filled: Callable[[], None],
        fetch: Callable[[Category], None],
        open_headline: Callable[[Headline], None],
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._table = table
        self._point_at = point_at
        self._turned = turned
        self._reader = ListReader(session.newsroom)
        self._filled = filled
        self._fetch = fetch
        self._open = open_headline
        self._cursors: dict[str, int] = {}  # of each place: the key that was under the cursor
        self._shown = ""  # the place that the list shows: another than where one is, until that has been read
        self._fixed: tuple[Sequence[Place], Sequence[Place]] = ((), ())  # before and behind the searches kept
        self._query: Query | None = None  # of the list that is shown
        self._hits: dict[int, Hit] = {}  # by keys: pieces of texts that this query finds
        self._counting = self._count_again = False

    # Places.

    def recount(self) -> None:
        """Count again what the library holds; what is asked for while that is under way becomes one count more."""
        self._count_again = True
        if not self._counting:
            self._counting = True
            self._jobs.start("count", self._recount)

    async def _recount(self) -> None:
        try:
            while self._count_again:
                self._count_again = False
                await self.count()
        finally:
            self._counting = False

    async def count(self) -> None:
        """Count what the library holds."""
        counted = await self._jobs.read_later(self._session.newsroom.count, None)
        if counted is not None:
            self._show_counts(*counted)

    def _show_counts(self, totals: Totals, counts: Sequence[CategoryCount]) -> None:
        session = self._session
        session.totals = totals
        self._fixed = views(totals, session.newsroom.visits.since, session.language), categories(counts)
        self.arrange()

    def arrange(self) -> None:
        """Put the views, the searches that are kept, and the categories in their order."""
        session, (above, below) = self._session, self._fixed
        session.places = (*above, *session.watched, *below)
        if session.place is not None:
            session.place = next((place for place in session.places if place.id == session.place.id), session.place)

    def begin(self) -> None:
        """Begin with the first category, now that they are known, if the user has nothing better to look at."""
        self._jobs.start("list", self._begin)

    async def _begin(self) -> None:
        await self.count()
        first = next((place for place in self._session.places if place.category), None)
        if first is not None and (self._session.place is None or not self._table.keys):
            await self.arrive(first)

    def go_to(self, place: Place, select: int | None = None) -> None:
        """Show the articles of a place, the cursor on the key `select`, else where it was when one was last there.

        A category that was never fetched is fetched.
        """
        self._turn_to(place)
        self._jobs.answer("list", partial(self._fill, place, select))

    async def arrive(self, place: Place, select: int | None = None) -> None:
        """Do as `go_to`, and wait until the list is shown."""
        self._turn_to(place)
        await self._fill(place, select)

    def _turn_to(self, place: Place) -> None:
        former = self._session.place
        if former is not None and self._shown == former.id and (headline := self._table.headline):
            self._cursors[former.id] = headline.key
        self._session.place = place
        self._turned(place)
        self._point_at(place)

    async def _fill(self, place: Place, select: int | None) -> None:
        select = select or self._cursors.get(place.id)
        narrowing = self._session.narrowing
        listed = await self._jobs.read(partial(self._reader.read, place, narrowing, select), None)
        if not self._is_here(place):
            return
        self._shown = place.id
        if listed is None:
            self._show(place, ListContents(), None)
            return
        self._show(place, listed, select or next(iter(listed.keys), None))
        unasked = not self._session.newsroom.config.offline and self._session.trouble is None
        if place.category and not (listed.all or narrowing.hides) and place.refreshed is None and unasked:
            self._fetch(place.category)

    def go_on(self, place: Place) -> None:
        """Show the same place as it is known by now; the cursor stays."""
        self._session.place = place
        self._jobs.answer("list", partial(self._refill, place))

    def refill(self, category: Category | None = None) -> None:
        """Show what the place holds by now, where that may have changed with a category; the cursor stays."""
        place = self._session.place
        if place is not None and (category is None or place.category in {None, category}):
            self._jobs.start("list", partial(self._refill, place))

    async def _refill(self, place: Place) -> None:
        narrowing = self._session.narrowing
        before = self._reader.keys if self._shown == place.id else ()
        listed = await self._jobs.read(partial(self._reader.read, place, narrowing, None, before), None)
        if listed is not None and self._is_here(place):
            self._query = None  # other texts may have come, which say more
            self._show(place, listed, None)

    @property
    def keys(self) -> Sequence[int]:
        """The keys of the list, whatever text narrows it."""
        return self._reader.keys

    def key_at_cursor(self) -> int | None:
        """Give the key under the cursor, None in an empty list."""
        return self._table.keys[self._table.cursor] if self._table.keys else None

    def rearrange(self) -> None:
        """Show the list as it is narrowed and sorted by now; the cursor stays."""
        if (place := self._session.place) is not None:
            at = self.key_at_cursor() if self._shown == place.id else None
            self._jobs.answer("list", partial(self._fill, place, at))

    def look(self) -> None:
        """Have the titles at hand that are about to be looked through."""
        self._jobs.start("titles", partial(self._jobs.read, self._reader.prepare, None))

    def narrow(self, select: int | None) -> None:
        """Show what matches the text by now, the cursor on the key `select`, else on the first."""
        if (place := self._session.place) is not None:
            self._jobs.answer("list", partial(self._narrow, place, self._session.narrowing, select))

    async def _narrow(self, place: Place, narrowing: Narrowing, select: int | None) -> None:
        listed = await self._jobs.read(partial(self._narrowed_by_now, narrowing, select), None)
        if listed is not None and self._is_here(place):
            self._show(place, listed, select if select in listed.keys else next(iter(listed.keys), None))

    def _show(self, place: Place, listed: ListContents, select: int | None) -> None:
        self._session.rows = Rows(len(listed.keys), listed.all)
        if place.query != self._query:
            self._query, self._hits = place.query, {}
        self._hits |= {hit.key: hit for hit in place.found.hits} if place.found else {}
        self._table.found_in = listed.found_in
        self._table.show(
            listed.keys,
            listed.headlines,
            select=select,
            boundary=listed.boundary,
            headings=listed.headings,
            new=listed.new,
            mixed=place.category is None,
            snippets=self._hits if place.query else None,
        )
        self._quote([headline.key for headline in listed.headlines])
        self._filled()

    def _is_here(self, place: Place) -> bool:
        return self._session.place is not None and self._session.place.id == place.id

    def _narrowed_by_now(self, narrowing: Narrowing, select: int | None) -> ListContents | None:
        """Give what matches a text, unless more was typed meanwhile, which is asked for by itself."""
        return self._reader.narrow(narrowing, select) if self._session.narrowing is narrowing else None

    def headlines(self, keys: Sequence[int]) -> None:
        """Give the list the headlines that it is about to show."""
        self._jobs.answer("headlines", partial(self._supply, keys))

    async def _supply(self, keys: Sequence[int]) -> None:
        self._table.supply(await self._jobs.read(partial(self._session.newsroom.headlines, keys), []))
        self._quote(keys)

    def _quote(self, keys: Sequence[int]) -> None:
        """Give the list the pieces of texts that it is about to show, where a search has found it."""
        query, missing = self._query, [key for key in keys if key not in self._hits]
        if query is not None and missing:
            self._jobs.answer("snippets", partial(self._quote_of, query, missing))

    async def _quote_of(self, query: "Query", keys: Sequence[int]) -> None:
        nothing: list[Hit] = []
        hits = await self._jobs.read(partial(self._session.newsroom.library.search.hits, query, keys), nothing)
        if query == self._query:
            self._hits |= {hit.key: hit for hit in hits}
            self._table.quote(hits)

    # From article to article.

    def step(self, way: int) -> None:
        """Open the article below (1) or above (-1)."""
        here = self._row_at_hand()
        self._table.cursor = here + way
        if not self._table.keys or self._table.cursor == here:
            self._session.say(phrases.LAST_ARTICLE if way > 0 else phrases.FIRST_ARTICLE)
        else:
            self._jobs.answer("walk", partial(self._open_key, self._table.keys[self._table.cursor]))

    async def _open_key(self, key: int) -> None:
        headline = self._table.headline
        if headline is None or headline.key != key:
            found = await self._jobs.read(partial(self._session.newsroom.headlines, [key]), ())
            headline = next(iter(found), None)
        if headline is not None:
            self._open(headline)

    def _row_at_hand(self) -> int:
        """Give the row of the article that is being read, where the list has it, else the cursor's."""
        reading, keys = self._session.reading, self._table.keys
        if self._session.pane == "reader" and reading and reading.headline and reading.headline.key in keys:
            return keys.index(reading.headline.key)
        return self._table.cursor

    def next_unread(self, way: int) -> None:
        """Go to the next (1) or previous (-1) unread article, here or in another category; in the reader, open it."""
        self._jobs.answer("walk", partial(self._walk_unread, way))

    async def _walk_unread(self, way: int) -> None:
        session, keys, here = self._session, self._table.keys, self._row_at_hand()
        if session.place is None:
            return
        ahead = keys[here + 1 :] if way > 0 else keys[:here][::-1]
        is_alone = session.narrowing.text or session.place.query
        around = () if is_alone else around_from(session.place, session.places, way)
        query = partial(find_unread, session.newsroom.keys, session.place, ahead, around, way)
        found = await self._jobs.read(query, default=False)
        if isinstance(found, bool):
            return
        if found is None:
            if unread := session.totals.unread:
                session.say(phrases.NONE_UNREAD_BELOW if way > 0 else phrases.NONE_UNREAD_ABOVE, unread=unread)
            else:
                session.say(phrases.NO_MORE_UNREAD)
            return
        if found.key in self._table.keys and self._is_here(found.place):
            self._table.cursor = self._table.keys.index(found.key)
        else:
            await self.arrive(found.place, found.key)
        if session.pane == "reader":
            await self._open_key(found.key)


def around_from(here: Place, places: Sequence[Place], way: int) -> list[Place]:
    """Give the categories with something unread in the order in which one comes to them, all round."""
    around = [place for place in places if place.category]
    at = next((index for index, place in enumerate(around) if place.id == here.id), -1 if way > 0 else 0)
    turned = (around[(at + way * distance) % len(around)] for distance in range(1, len(around) + 1))
    return [place for place in turned if place.count]


def find_unread(
    keys_of: Callable[[View], Sequence[int]], here: Place, ahead: Sequence[int], around: Iterable[Place], way: int
) -> Unread | None:
    """Find the next unread article: among the keys `ahead` in the place, else at the near end of one around."""
    unread = set(keys_of(replace(here.view, unread=True)))
    if key := next((key for key in ahead if key in unread), None):
        return Unread(here, key)
    for place in around:
        if keys := keys_of(replace(place.view, unread=True)):
            return Unread(place, keys[0 if way > 0 else -1])
    return None
