"""Visits of the user, and what has come since the last one."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from achie_tui.errors import LibraryReadOnlyError
from achie_tui.library.library import Library, View
from achie_tui.model import Listing
from tests.library.samples import GXQ, ZCJD, article, path_of, row

DAY = 86_400.0
VISIT = 20_000 * DAY  # 2024-10-04 00:00 UTC, 08:00 at the site
SINCE = VISIT + 600.0


class Clock:
    """A clock that is set by hand."""

    now = VISIT

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(folder: Path, clock: Clock) -> Iterator[Library]:
    """Open a library that knew five articles of one category at the last visit."""
    with Library.open(folder, clock=clock) as library:
        library.save_categories([GXQ, ZCJD])
        save(library, 5, 4, 3, 2, 1, at=VISIT)
        yield library


def save(library: Library, *numbers: int, at: float, page: int = 1, category: str = GXQ.path) -> None:
    """Keep a listing page of articles dated long ago."""
    rows = tuple(row(number, published="2020-01-01") for number in numbers)
    library.save_listing(category, Listing(rows, page=page), at=at)


def new(library: Library, category: str | None = None, since: float = SINCE) -> set[int | None]:
    return {each.id for each in library.views.headlines(library.views.keys(View(category, since=since)))}


def counts(library: Library) -> list[int]:
    return [count.new for count in library.views.counts(SINCE)]


# Visits.


def test_the_first_visit_has_none_before_it(library: Library) -> None:
    assert library.visits.last(SINCE) is None


def test_a_visit_ends_when_the_user_was_last_seen(library: Library, clock: Clock) -> None:
    for clock.now in (VISIT, VISIT + 30, VISIT + 600):
        library.visits.note(VISIT)
    assert library.visits.last(SINCE) == VISIT + 600
    clock.now = VISIT + 60
    library.visits.note(VISIT)
    assert library.visits.last(SINCE) == VISIT + 600, "a clock set back does not shorten it"


def test_of_several_sessions_the_one_that_was_used_last_counts(library: Library, clock: Clock) -> None:
    library.visits.note(VISIT)
    clock.now = VISIT + 100
    library.visits.note(VISIT + 50)
    clock.now = VISIT + 200
    library.visits.note(VISIT)
    assert library.visits.last(SINCE) == VISIT + 200


@pytest.mark.fault(35)
def test_a_visit_in_the_future_was_a_wrong_clock(library: Library, clock: Clock) -> None:
    library.visits.note(VISIT)
    clock.now = VISIT + 3650 * DAY
    library.visits.note(clock.now)
    assert library.visits.last(SINCE) == VISIT


def test_a_visit_survives_a_restart_and_old_ones_are_forgotten(folder: Path, clock: Clock) -> None:
    with Library.open(folder, clock=clock) as library:
        for number in range(150):
            clock.now = VISIT + number
            library.visits.note(VISIT + number)
    with Library.open(folder, clock=clock) as library:
        assert library.visits.last(SINCE) == VISIT + 149
        assert len(library._rows("SELECT * FROM user.visits")) <= 101


def test_a_sync_is_no_visit(library: Library) -> None:
    save(library, 6, 5, 4, 3, 2, at=SINCE)
    library.save_article(article(6), parser=1, at=SINCE)
    library.marks.mark([path_of(6)], read=True)
    library.maintenance.backup_if_due()
    assert library.visits.last(SINCE + DAY) is None


def test_a_read_only_library_tells_of_the_last_visit(folder: Path, library: Library, clock: Clock) -> None:
    library.visits.note(VISIT)
    library.close()
    connection = apsw.Connection(str(folder / "user.db"))
    connection.pragma("user_version", 99)
    connection.close()
    with Library.open(folder, clock=clock) as newer:
        assert newer.read_only
        assert newer.visits.last(SINCE) == VISIT
        with pytest.raises(LibraryReadOnlyError):
            newer.visits.note(SINCE)


# What is new.


def test_what_came_on_top_is_new(library: Library) -> None:
    assert new(library) == set()
    save(library, 7, 6, 5, 4, 3, at=SINCE + 60)
    assert new(library) == new(library, GXQ.path) == {7, 6}
    assert counts(library) == [2, 0]
    assert library.views.totals(SINCE).new == 2
    assert new(library, since=SINCE + 60) == set(), "after the next visit it is not new any more"
    assert [count.new for count in library.views.counts()] == [0, 0]


def test_more_than_a_page_of_news_is_new(library: Library) -> None:
    save(library, 16, 15, 14, 13, 12, at=SINCE + 60)
    save(library, 11, 10, 9, 8, 7, at=SINCE + 61, page=2)
    save(library, 6, 5, 4, 3, 2, at=SINCE + 62, page=3)
    assert new(library) == set(range(6, 17))


def test_older_pages_are_not_new(library: Library) -> None:
    save(library, 0, -1, -2, at=SINCE + 60, page=2)
    save(library, 6, 5, 4, 3, 2, at=SINCE + 70)
    save(library, 1, 0, -1, -2, -3, at=SINCE + 71, page=2)
    assert {each for each in new(library) if each is not None} == {6}


def test_what_moves_up_because_others_were_deleted_is_not_new(library: Library) -> None:
    save(library, 6, 5, 3, 1, 0, at=SINCE + 60)
    assert new(library) == {6}


def test_an_article_kept_on_top_hides_no_news(library: Library) -> None:
    save(library, 5, 7, 6, 4, 3, 2, 1, at=SINCE + 60)
    assert new(library) == {7, 6}
    save(library, 5, 14, 13, 12, 11, 10, at=SINCE + 61)
    assert new(library) == {7, 6, 14, 13, 12, 11, 10}


def test_the_first_look_at_a_category_brings_no_news(library: Library) -> None:
    save(library, 30, 29, 28, at=SINCE + 60, category=ZCJD.path)
    save(library, 27, 26, at=SINCE + 61, category=ZCJD.path, page=2)
    assert new(library) == set()
    save(library, 31, 30, 29, at=SINCE + 62, category=ZCJD.path)
    assert new(library) == {31}
    assert counts(library) == [0, 1]


def test_what_is_dated_since_the_visit_is_new_even_at_the_first_look(library: Library) -> None:
    rows = (row(32, published="2024-10-05 09:00"), row(31, published="2024-10-04"), row(30, published="2024-10-03"))
    library.save_listing(ZCJD.path, Listing(rows), at=SINCE + 60)
    assert new(library) == {32, 31}


def test_the_days_are_the_sites_own(library: Library) -> None:
    midnight = VISIT + 16 * 3600
    library.save_listing(ZCJD.path, Listing((row(31, published="2024-10-04"),)), at=midnight + 60)
    assert new(library, since=midnight - 1) == {31}
    assert new(library, since=midnight) == set()


def test_an_old_article_that_a_link_led_to_is_not_new(library: Library) -> None:
    library.save_article(article(40, published="2020-01-01"), parser=1, at=SINCE + 60)
    assert new(library) == set()
    library.save_article(article(1, published="2024-10-09"), parser=1, at=SINCE + 60)
    assert new(library) == set(), "nor one known before, whatever its page says"


def test_an_article_in_two_categories_is_new_in_both_and_counts_once(library: Library) -> None:
    save(library, 30, 29, at=VISIT, category=ZCJD.path)
    save(library, 6, 5, 4, at=SINCE + 60)
    save(library, 6, 30, 29, at=SINCE + 61, category=ZCJD.path)
    assert counts(library) == [1, 1]
    assert library.views.totals(SINCE).new == 1


def test_reading_makes_nothing_less_new(library: Library) -> None:
    save(library, 7, 6, 5, 4, 3, at=SINCE + 60)
    library.marks.mark([path_of(7)], read=True)
    assert counts(library)[0] == 2
    keys = library.views.keys(View(GXQ.path, unread=True, since=SINCE))
    assert [each.id for each in library.views.headlines(keys)] == [6]


def test_a_rebuilt_cache_makes_nothing_new(folder: Path, library: Library, clock: Clock) -> None:
    library.visits.note(VISIT)
    library.close()
    for file in folder.glob("cache.db*"):
        file.unlink()
    with Library.open(folder, clock=clock) as again:
        save(again, 5, 4, 3, at=SINCE + 60)
        save(again, 2, 1, at=SINCE + 61, page=2)
        assert again.visits.last(SINCE + 60) == VISIT
        assert new(again, since=VISIT) == set()
