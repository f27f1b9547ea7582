"""Lists: their order, their choice, and their counts."""

import pytest

from achie_tui.library.library import Library, Totals, View
from achie_tui.model import Listing
from tests.library.samples import GXQ, ZCJD, article, listing, path_of, row


def shown(library: Library, view: View) -> list[int | None]:
    return [headline.id for headline in library.views.headlines(library.views.keys(view))]


@pytest.fixture
def filled(library: Library) -> Library:
    rows = (
        row(1, published="2025-09-20"),
        row(4, published=None),
        row(2, published="2025-09-22"),
        row(3, published="2025-09-22"),
        row(5, published="2025-09-22 08:00"),
    )
    library.save_listing(GXQ.path, Listing(rows), at=1.0)
    library.save_listing(ZCJD.path, listing(6, 2), at=1.0)
    library.save_article(article(2, published="2025-09-22", category=GXQ.name), parser=1, at=1.0)
    library.marks.mark([path_of(2), path_of(6), "/gone"], read=True)
    library.marks.mark([path_of(3), path_of(2), "/gone"], starred=True)
    library.marks.mark([path_of(4)], later=True)
    return library


@pytest.mark.parametrize(
    ("view", "ids"),
    [
        (View(), [6, 5, 3, 2, 1, 4]),
        (View(unread=True), [5, 3, 1, 4]),
        (View(starred=True), [3, 2]),
        (View(starred=True, unread=True), [3]),
        (View(later=True), [4]),
        (View(later=True, starred=True), []),
        (View(GXQ.path), [1, 4, 2, 3, 5]),
        (View(GXQ.path, unread=True), [1, 4, 3, 5]),
        (View(ZCJD.path), [6, 2]),
        (View(ZCJD.path, starred=True), [2]),
        (View("/none/"), []),
        (View(order="oldest"), [1, 2, 3, 5, 6, 4]),
        (View(order="unread"), [5, 3, 1, 4, 6, 2]),
        (View(GXQ.path, order="newest"), [5, 3, 2, 1, 4]),
        (View(GXQ.path, order="oldest"), [1, 2, 3, 5, 4]),
        (View(GXQ.path, order="unread"), [1, 4, 3, 5, 2]),
        (View(GXQ.path, unread=True, order="oldest"), [1, 3, 5, 4]),
    ],
)
def test_a_views_articles_in_its_order(filled: Library, view: View, ids: list[int]) -> None:
    assert shown(filled, view) == ids


def test_months_come_in_the_order_asked_for(filled: Library) -> None:
    filled.save_listing(GXQ.path, Listing((row(7, published="不明"), row(8, published="2024-12-31 08:00"))), at=2.0)
    keys = {headline.id: headline.key for headline in filled.views.headlines(filled.views.keys(View()))}
    asked = [keys[8], keys[4], keys[1], 10**9, keys[7], keys[8]]
    assert filled.views.months(asked) == ["2024-12", "", "2025-09", "", "", "2024-12"]
    assert filled.views.months([]) == []


def test_titles_are_in_the_order_of_their_readings_and_articles_of_one_title_newest_first(library: Library) -> None:
    named = {1: "重庆高新区", 2: "安徽", 3: "重庆高新区", 4: "100强", 5: "“成都”", 6: "长春"}
    rows = [row(number, title, published=f"2025-09-{number:02}") for number, title in named.items()]
    library.save_listing(GXQ.path, Listing(tuple(rows)), at=1.0)
    assert shown(library, View(GXQ.path, order="title")) == [4, 2, 6, 5, 3, 1]
    keys = library.views.keys(View(GXQ.path))
    assert library.views.titles([*keys, 10**9]) == dict(zip(keys, named.values(), strict=True))


def test_headlines_come_in_the_order_asked_for_with_their_marks(filled: Library) -> None:
    keys = filled.views.keys(View(GXQ.path))
    asked = [keys[2], 10**9, keys[0], keys[2]]
    headlines = filled.views.headlines(asked)
    assert [each.key for each in headlines] == [keys[2], keys[0], keys[2]]
    two, one, _ = headlines
    assert (two.read, two.starred, two.later, two.cached) == (True, True, False, True)
    assert (one.read, one.starred, one.later, one.cached) == (False, False, False, False)
    assert two.category == GXQ.name, "its own, though another category lists it too"
    assert filled.views.headlines([]) == []
    assert filled.views.headline(path_of(2)) == two
    assert filled.views.headline("/none") is None


def test_counts_and_totals(filled: Library) -> None:
    assert [(each.articles, each.cached, each.unread) for each in filled.views.counts()] == [(5, 1, 4), (2, 1, 0)]
    assert filled.views.totals() == Totals(articles=6, unread=4, starred=2, later=1, cached=1)


def test_an_empty_library(library: Library) -> None:
    assert library.views.keys(View()) == []
    assert library.views.totals() == Totals(0, 0, 0, 0, 0)
