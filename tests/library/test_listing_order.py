"""The library's order is the site's, whatever the site published since."""

from collections.abc import Iterator
from itertools import count, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from achie_tui.library.library import Library, View
from achie_tui.library.order import ROOM, longest_rising, spread
from achie_tui.model import Listing
from tests.library.samples import GXQ, listing, path_of, row

SIZE = 5
EXAMPLES = 40


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library for all examples: each has a category of its own."""
    with Library.open(tmp_path_factory.mktemp("order") / "data") as library:
        yield library


class Site:
    """A category whose newest article stands first, read through a library."""

    names = count()

    def __init__(self, library: Library) -> None:
        self.library = library
        self.path = f"/news/{next(self.names)}/"
        self.list: list[int] = []
        self.numbers = count(1)
        self.clock = count(1)
        self.publish(3 * SIZE)

    def publish(self, articles: int) -> None:
        """Put new articles at the head."""
        for _ in range(articles):
            self.list.insert(0, next(self.numbers))

    def fetch(self, page: int) -> tuple[str, ...]:
        """Save a page as the site shows it now."""
        pages = -(-len(self.list) // SIZE)
        rows = tuple(map(row, self.list[(page - 1) * SIZE : page * SIZE]))
        return self.library.save_listing(self.path, Listing(rows, page, pages), at=float(next(self.clock)))

    def older(self) -> None:
        """Save the next page not known yet, as the app does."""
        self.fetch(self.library.listing_state(self.path).pages_known + 1)

    def walk_all(self) -> None:
        """Save every page, and forget what is on none."""
        page, seen = 1, set[str]()
        while (page - 1) * SIZE < len(self.list):
            seen |= {path_of(number) for number in self.list[(page - 1) * SIZE : page * SIZE]}
            self.fetch(page)
            page += 1
        self.library.forget_absent(self.path, seen)

    def shown(self) -> list[int]:
        """Give the library's order."""
        keys = self.library.views.keys(View(category=self.path))
        return [headline.id or 0 for headline in self.library.views.headlines(keys)]

    def known(self) -> list[int]:
        """Give the site's order of what the library knows."""
        shown = set(self.shown())
        return [number for number in self.list if number in shown]


steps = st.lists(
    st.tuples(st.integers(0, 3 * SIZE), st.integers(0, 5), st.integers(0, SIZE - 1)), min_size=1, max_size=8
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(steps)
@example([(0, 2, 0), (2, 0, 0), (4, 1, 4)])  # page 3 was saved after these rows, but before they moved on to page 4
def test_it_stays_the_sites_while_new_articles_push_others_down(
    shared: Library, steps: list[tuple[int, int, int]]
) -> None:
    site = Site(shared)
    for published, older, meanwhile in steps:
        site.publish(published)
        site.fetch(1)
        assert site.shown() == site.known()
        for _ in range(older):
            site.publish(meanwhile)
            site.older()
            assert site.shown() == site.known()
    site.walk_all()
    assert site.shown() == site.list


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["publish", "delete", "top", "refresh", "older", "any"]), st.integers(0, 40)),
        max_size=25,
    )
)
def test_a_whole_walk_mends_every_disorder(shared: Library, steps: list[tuple[str, int]]) -> None:
    site = Site(shared)
    for step, number in steps:
        match step:
            case "publish":
                site.publish(number)
            case "delete" if site.list:
                del site.list[number % len(site.list)]
            case "top" if site.list:
                site.list.insert(0, site.list.pop(number % len(site.list)))
            case "refresh":
                site.fetch(1)
            case "older":
                site.older()
            case "any":
                site.fetch(1 + number % 8)
    site.walk_all()
    assert site.shown() == site.list
    counted = shared._value("SELECT articles FROM categories WHERE path = ?", (site.path,))
    assert counted == len(site.list)


def test_articles_pushed_off_by_whole_pages_stand_behind_those_not_seen_yet(library: Library) -> None:
    library.save_listing(GXQ.path, listing(10, 9, 8), at=1.0)
    library.save_listing(GXQ.path, listing(7, 6, 5, page=2), at=2.0)
    assert library.listing_state(GXQ.path).pages_known == 2
    library.save_listing(GXQ.path, listing(19, 18, 17), at=3.0)
    assert library.listing_state(GXQ.path).pages_known == 1, "the pages behind have moved on by an unknown number"
    library.save_listing(GXQ.path, listing(16, 15, 14, page=2), at=4.0)
    shown = [each.id for each in library.views.headlines(library.views.keys(View(category=GXQ.path)))]
    assert shown == [19, 18, 17, 16, 15, 14, 10, 9, 8, 7, 6, 5]


def test_room_is_made_where_it_runs_out(library: Library) -> None:
    library.save_listing(GXQ.path, listing(9, 8, 7), at=1.0)
    library.save_listing(GXQ.path, listing(3, 2, 1, page=5), at=2.0)
    with library._writing("cache") as cache:
        cache.execute("UPDATE listings SET place = (SELECT count(*) FROM listings AS l WHERE l.place < listings.place)")
    library.save_listing(GXQ.path, listing(6, 5, 4, page=2), at=3.0)
    assert [each.id for each in library.views.headlines(library.views.keys(View(category=GXQ.path)))] == list(
        range(9, 0, -1)
    )


@given(st.lists(st.integers(), unique=True, max_size=30))
def test_the_longest_rising_run_rises_and_is_a_subsequence(places: list[int]) -> None:
    run = longest_rising(places)
    assert all(one < other for one, other in pairwise(run))
    rest = iter(places)
    assert all(place in rest for place in run)
    assert not places or run


def test_the_longest_rising_run_leaves_out_what_was_moved() -> None:
    assert longest_rising([500, 1, 2, 3]) == [1, 2, 3]
    assert longest_rising([1, 2, 9, 3, 4]) == [1, 2, 3, 4]


def test_places_leave_room_at_both_ends_and_none_within() -> None:
    assert list(spread(None, None, 3) or ()) == [0, 1, 2]
    assert list(spread(None, 0, 2) or ()) == [-ROOM - 2, -ROOM - 1]
    assert list(spread(5, None, 2) or ()) == [5 + ROOM, 6 + ROOM]
    assert list(spread(5, 8, 2) or ()) == [6, 7]
    assert spread(5, 7, 2) is None
