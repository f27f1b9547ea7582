"""Lists: what a place holds, where the cursor goes, which is the next unread article."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from achie_tui.errors import LibraryError, UnreachableError
from achie_tui.library.records import View
from achie_tui.library.search.results import Hit
from achie_tui.model import Category, Headline, Listing, Row
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.controllers.lists import Lists, around_from, find_unread
from achie_tui.tui.list_contents import keys_by_now
from achie_tui.tui.narrowing import Narrowing
from achie_tui.tui.periods import Heading
from achie_tui.tui.places import Place
from achie_tui.tui.session import Reading, Rows
from tests.tui.controllers.session import FakeSession, Tasks
from tests.tui.fake import CATEGORIES, TODAY, path_of

FIRST, SECOND, THIRD = CATEGORIES


@dataclass
class Table:
    """A list without a screen."""

    keys: Sequence[int] = ()
    known: dict[int, Headline] = field(default_factory=dict)
    boundary: int | None = None
    headings: Sequence[Heading] = ()
    new: Collection[int] = ()
    mixed: bool = False
    snippets: Mapping[int, Hit] | None = None
    row: int = 0
    found_in: Callable[[str], Sequence[tuple[int, int]]] | None = None

    @property
    def cursor(self) -> int:
        """The row the cursor is on."""
        return self.row

    @cursor.setter
    def cursor(self, row: int) -> None:
        self.row = max(0, min(row, len(self.keys) - 1))

    @property
    def headline(self) -> Headline | None:
        """The headline under the cursor."""
        return self.known.get(self.keys[self.cursor]) if self.cursor < len(self.keys) else None

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
        snippets: Mapping[int, Hit] | None,
    ) -> None:
        """Take keys; the cursor stays on its headline, or goes to the one selected."""
        at = select if select is not None else self.keys[self.cursor] if self.keys else None
        self.keys, self.boundary = tuple(keys), boundary
        self.headings, self.new, self.mixed, self.snippets = headings, new, mixed, snippets
        self.cursor = self.keys.index(at) if at in self.keys else 0
        self.supply(headlines)

    def supply(self, headlines: Sequence[Headline]) -> None:
        """Take headlines."""
        self.known |= {headline.key: headline for headline in headlines}

    def quote(self, hits: Sequence[Hit]) -> None:
        """Take snippets."""
        self.snippets = {**(self.snippets or {}), **{hit.key: hit for hit in hits}}


@dataclass
class Calls:
    """What the lists had done elsewhere."""

    pointed: list[str] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    filled: int = 0
    fetched: list[Category] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def fill(self) -> None:
        """Count."""
        self.filled += 1


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def lists(session: FakeSession, jobs: Jobs, table: Table, calls: Calls) -> Lists:
    return Lists(
        session,
        jobs,
        table,
        point_at=lambda place: calls.pointed.append(place.id),
        turned=lambda place: calls.turned.append(place.id),
        filled=calls.fill,
        fetch=calls.fetched.append,
        open_headline=lambda headline: calls.opened.append(headline.path),
    )


async def test_a_list_tells_its_months_what_is_new_and_whether_it_is_mixed(
    session: FakeSession, lists: Lists, table: Table
) -> None:
    newsroom = session.newsroom
    rows = [Row(f"/news/gxq/2025{number}.html", f"新{number}", f"2025-0{9 - number // 20}-15") for number in range(60)]
    newsroom.library.save_listing(THIRD.path, Listing(tuple(rows)), at=TODAY + 60)
    newsroom.visits.since = TODAY + 30
    await lists.arrive(place_of(session, THIRD))
    headings = [(heading.row, heading.period) for heading in table.headings]
    assert headings[:3] == [(0, "2025-09"), (20, "2025-08"), (40, "2025-07")]
    assert set(table.new) == set(newsroom.keys(View(THIRD.path, since=newsroom.visits.since))) != set()
    assert not table.mixed
    await lists.arrive(place_of(session, "all"))
    assert (bool(table.new), table.mixed, bool(table.headings)) == (True, True, True)
    session.place = None
    await lists.arrive(replace(place_of(session, "new"), view=View(since=newsroom.visits.since)))
    assert table.new == frozenset(), "where all is new, nothing stands out"


def place_of(session: FakeSession, wanted: Category | str) -> Place:
    return next(place for place in session.places if wanted in {place.category, place.id})


async def test_the_cursor_comes_back_to_where_it_was_in_each_place(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table, calls: Calls
) -> None:
    await lists.arrive(place_of(session, FIRST))
    assert (table.cursor, len(table.keys), calls.filled) == (0, 12, 1)
    table.cursor = 5
    lists.go_to(place_of(session, SECOND))
    await tasks.done()
    assert table.cursor == 0
    lists.go_to(place_of(session, FIRST))
    await tasks.done()
    assert table.cursor == 5
    assert calls.pointed == [place_of(session, each).id for each in (FIRST, SECOND, FIRST)]
    await lists.arrive(place_of(session, FIRST), table.keys[7])
    assert table.cursor == 7


async def test_of_what_is_typed_quickly_the_last_is_shown(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table, calls: Calls
) -> None:
    await lists.arrive(place_of(session, FIRST))
    calls.filled = 0
    for text in ("y", "yu", "yuanq"):
        session.narrowing = Narrowing(text)
        lists.narrow(table.keys[9])
    await tasks.done()
    assert (len(table.keys), table.cursor, session.rows) == (3, 2, Rows(3, 12))
    assert calls.filled == 1
    assert table.found_in is not None
    assert table.found_in("走进园区") == [(2, 4)]


async def test_a_list_that_is_asked_for_again_stays_narrowed(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table
) -> None:
    await lists.arrive(place_of(session, FIRST))
    session.narrowing = Narrowing("yuanq", unread_only=True)
    lists.narrow(None)
    await tasks.done()
    session.newsroom.library.marks.mark([path_of(FIRST, 1), path_of(FIRST, 2)], read=True)
    lists.refill()
    await tasks.done()
    assert (len(table.keys), session.rows) == (3, Rows(3, 12)), "what was read stays until one comes back"
    lists.rearrange()
    await tasks.done()
    assert (len(table.keys), session.rows) == (2, Rows(2, 10))


async def test_of_places_gone_through_quickly_the_last_is_shown(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table, calls: Calls
) -> None:
    for category in (FIRST, SECOND, THIRD):
        lists.go_to(place_of(session, category))
    await tasks.done()
    assert calls.filled == 1
    await lists.arrive(place_of(session, SECOND))
    assert table.cursor == 0, "it takes no cursor from a list that was never shown"
    await lists.arrive(place_of(session, THIRD))
    assert table.headline is not None
    assert table.headline.path == path_of(THIRD, 0)


@pytest.mark.parametrize("hindrance", ["", "offline", "trouble", "fetched"])
async def test_a_category_that_was_never_fetched_is_fetched_where_that_has_a_point(
    session: FakeSession, lists: Lists, calls: Calls, hindrance: str
) -> None:
    empty = Category("空栏目", "/news/kong/", "kong")
    place = Place(
        "category:/news/kong/", "空栏目", View(empty.path), 0, empty, refreshed=1.0 if hindrance == "fetched" else None
    )
    if hindrance == "offline":
        object.__setattr__(session.newsroom.config, "offline", True)
    if hindrance == "trouble":
        session.trouble = UnreachableError(host="x", reason="y")
    await lists.arrive(place)
    assert calls.fetched == ([] if hindrance else [empty])


async def test_what_cannot_be_read_leaves_the_list_empty_and_is_said(
    session: FakeSession, lists: Lists, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> list[int]:
        raise LibraryError(reason="disk")

    await lists.arrive(place_of(session, FIRST))
    monkeypatch.setattr(session.newsroom.library.views, "keys", fail)
    await lists.arrive(place_of(session, SECOND))
    assert table.keys == ()
    assert len(session.failures) == 1


async def test_counts_asked_for_at_once_are_one_count_and_one_more(
    session: FakeSession, tasks: Tasks, lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    count = session.newsroom.count
    monkeypatch.setattr(session.newsroom, "count", lambda: (counted.append(1), count())[1])  # type: ignore[func-returns-value]
    lists.recount()
    await lists.arrive(place_of(session, FIRST))
    for _ in range(10):
        lists.recount()
    await tasks.done()
    assert len(counted) <= 3
    session.newsroom.library.marks.mark([path_of(FIRST, 0)], starred=True)
    lists.recount()
    await tasks.done()
    assert session.totals.starred == 1
    assert session.place is place_of(session, FIRST), "the place is told its counts too"


async def test_refilling_keeps_the_cursor_and_what_was_read_among_the_unread(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table, calls: Calls
) -> None:
    await lists.arrive(place_of(session, "unread"))
    table.cursor = 3
    before = table.keys
    headline = table.headline
    assert headline is not None
    session.newsroom.library.marks.mark([headline.path], read=True)
    lists.refill(SECOND)
    await tasks.done()
    assert (table.keys, table.cursor) == (before, 3)
    await lists.arrive(place_of(session, FIRST))
    calls.filled = 0
    lists.refill(SECOND)
    await tasks.done()
    assert calls.filled == 0, "another category is none of this list's"
    lists.refill(FIRST)
    lists.refill()
    await tasks.done()
    assert calls.filled == 2


async def test_steps_go_from_the_article_that_is_read_and_end_where_the_list_does(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table, calls: Calls
) -> None:
    await lists.arrive(place_of(session, FIRST))
    lists.step(-1)
    assert session.said == ["已是第一篇"]
    lists.step(1)
    await tasks.done()
    assert calls.opened == [path_of(FIRST, 1)]
    session.pane = "reader"
    session.reading = Reading(path_of(FIRST, 6), "", session.newsroom.headline(path_of(FIRST, 6)))
    table.known = {}
    lists.step(1)
    await tasks.done()
    assert calls.opened[-1] == path_of(FIRST, 7), "a row that is not known yet is looked up"
    table.cursor, session.pane = 11, "list"
    lists.step(1)
    assert session.said[-1] == "已是最后一篇"


async def test_the_next_unread_is_here_else_in_the_next_category_that_has_one_all_round(
    session: FakeSession, tasks: Tasks, lists: Lists, table: Table, calls: Calls
) -> None:
    await lists.arrive(place_of(session, FIRST))
    session.newsroom.library.marks.mark([path_of(FIRST, number) for number in (1, 2)], read=True)
    lists.next_unread(1)
    await tasks.done()
    assert (table.cursor, calls.opened) == (3, [])
    session.pane = "reader"
    table.cursor = 11
    lists.next_unread(1)
    await tasks.done()
    assert session.place is not None
    assert session.place.category == SECOND
    assert calls.opened == [path_of(SECOND, 0)]
    lists.next_unread(-1)
    await tasks.done()
    assert session.place.category == FIRST
    assert calls.opened[-1] == path_of(FIRST, 11)
    everything = session.newsroom.headlines(session.newsroom.keys(View()))
    session.newsroom.library.marks.mark([each.path for each in everything], read=True)
    await lists.count()
    lists.next_unread(1)
    await tasks.done()
    assert session.said == ["没有未读的文章了"]


# Rules that need no library.


def keys_from(answers: dict[View, list[int]]) -> Callable[[View], list[int]]:
    return lambda view: answers.get(view, [])


def places(*counts: int) -> list[Place]:
    categories = [Category(str(number), f"/{number}/", "") for number in range(len(counts))]
    return [
        Place("all", "全部", View(), 9),
        *(
            Place(each.path, each.name, View(each.path), count, each)
            for each, count in zip(categories, counts, strict=True)
        ),
    ]


def test_what_was_unfinished_keeps_its_order_and_what_came_stands_first() -> None:
    view = View(unfinished=True)
    assert keys_by_now(keys_from({view: [5, 2, 9]}), view, [2, 1]) == [5, 9, 2, 1]


def test_around_goes_on_from_here_and_comes_back_to_here_at_last() -> None:
    everywhere = places(1, 0, 2, 3)
    for way, here, expected in ((1, 1, "23" + "0"), (-1, 1, "320"), (1, 0, "023"), (-1, 0, "320"), (1, 4, "023")):
        at = everywhere[here]
        assert "".join(place.title for place in around_from(at, everywhere, way)) == expected, (way, here)


def test_the_near_end_of_another_category_comes_first() -> None:
    here, *around = places(5, 5)
    answers = keys_from({View("/0/", unread=True): [1, 2], View("/1/", unread=True): [3, 4]})
    assert find_unread(answers, here, (), around, 1) == (around[0], 1)
    assert find_unread(answers, here, (), around, -1) == (around[0], 2)
    assert find_unread(answers, here, (), around[1:], 1) == (around[1], 3)
    assert find_unread(keys_from({}), here, (7,), around, 1) is None
