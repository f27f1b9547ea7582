"""Categories, listing pages and what their rows say."""

import pytest

from achie_tui.library.entries import CatalogEntry, of_article, of_row
from achie_tui.library.library import Library, ListingState, View
from achie_tui.model import Category, Listing, Row
from tests.library.samples import GXQ, ZCJD, article, listing, path_of, row


def test_categories_keep_the_sites_order_and_articles_outlive_them(library: Library) -> None:
    library.save_listing(ZCJD.path, listing(1, 2), at=1.0)
    renamed = Category("高新区要闻", GXQ.path, "gxq")
    library.save_categories([renamed])
    assert library.categories() == (renamed,)
    assert [count.category for count in library.views.counts()] == [renamed]
    assert len(library.views.keys(View(category=ZCJD.path))) == 2
    library.save_categories([ZCJD, GXQ])
    assert library.categories() == (ZCJD, GXQ)
    assert library.views.counts()[0].articles == 2


def test_saving_a_listing_gives_the_paths_new_to_the_category(library: Library) -> None:
    assert library.save_listing(GXQ.path, listing(3, 2), at=1.0) == (path_of(3), path_of(2))
    assert library.save_listing(GXQ.path, listing(4, 3, 4), at=2.0) == (path_of(4),)
    assert library.save_listing(ZCJD.path, listing(4), at=3.0) == (path_of(4),)
    assert library.save_listing(GXQ.path, Listing(()), at=4.0) == ()
    assert [count.articles for count in library.views.counts()] == [3, 1]


def test_an_unlisted_category_can_be_read_before_the_site_names_it(library: Library) -> None:
    library.save_listing("/news/new/", listing(1), at=1.0)
    assert len(library.views.keys(View(category="/news/new/"))) == 1
    assert len(library.categories()) == 2


def test_the_state_of_a_listing(library: Library) -> None:
    assert library.listing_state(GXQ.path) == ListingState()
    assert library.listing_state("/none/") == ListingState()
    first = Listing((row(9),), 1, 3, 60, next="/news/gxq/list_5_2.html", template="/news/gxq/list_5_{page}.html")
    library.save_listing(GXQ.path, first, at=1.0)
    library.save_listing(GXQ.path, Listing((row(8),), 3, next="/news/gxq/list_5_4.html"), at=2.0)
    assert library.listing_state(GXQ.path) == ListingState(
        1, 3, 60, "/news/gxq/list_5_{page}.html", "/news/gxq/list_5_2.html"
    )
    library.save_listing(GXQ.path, Listing((row(9),), 2), at=3.0)
    assert library.listing_state(GXQ.path).pages_known == 3
    assert library.listing_state(GXQ.path).next == "/news/gxq/list_5_4.html"
    library.save_listing(GXQ.path, Listing((row(9),), 1, pages=2), at=4.0)
    assert library.listing_state(GXQ.path).pages_known == 2, "the site has fewer pages now"


def test_rows_the_site_no_longer_lists_leave_the_listing_only(library: Library) -> None:
    library.save_listing(GXQ.path, listing(3, 2, 1), at=1.0)
    library.forget_absent(GXQ.path, {path_of(3), path_of(1)})
    assert [each.id for each in library.views.headlines(library.views.keys(View(category=GXQ.path)))] == [3, 1]
    assert library.views.headline(path_of(2)) is not None
    assert library.views.counts()[0].articles == 2


def test_refreshes_are_remembered(library: Library) -> None:
    assert library.refreshed_at(None) is None
    library.set_refreshed(None, 5.5)
    library.set_refreshed(GXQ.path, 6.5)
    library.set_refreshed(GXQ.path, 7.5)
    assert (library.refreshed_at(None), library.refreshed_at(GXQ.path)) == (5.5, 7.5)


def test_a_row_tells_the_headline(library: Library) -> None:
    told = Row("/news/gxq/2025092521951.html", "标题", "2025-09-25", "摘要", "高新院")
    elsewhere = Row("/plus/view.php?aid=77", "转载", category="外部")
    library.save_listing(GXQ.path, Listing((told, elsewhere)), at=1.0)
    headline = library.views.headline(told.path)
    assert headline is not None
    assert (headline.id, headline.title, headline.category) == (21951, "标题", GXQ.name)
    assert (headline.published, headline.summary, headline.source) == ("2025-09-25", "摘要", "高新院")
    redirect = library.views.headline(elsewhere.path)
    assert redirect is not None
    assert (redirect.id, redirect.category, redirect.published) == (77, "外部", None)


OWN = CatalogEntry(1, "苏州工业园区发布三年行动方案", "政策", "2025-09-25 10:30", None, "高新院", parsed=True)
TOLD = CatalogEntry(1, "苏州工业园区发布", "政策", "2025-09-25", "摘要", None)


@pytest.mark.parametrize(
    ("known", "title", "shown"),
    [
        (TOLD, "苏州工业园区发布三年行动", "苏州工业园区发布三年行动"),
        (TOLD, "苏州工业…", "苏州工业园区发布"),
        (TOLD, "苏州工业...", "苏州工业园区发布"),
        (TOLD, "改了的标题", "改了的标题"),
        (OWN, "苏州工业园", OWN.title),
        (OWN, "改了的标题", OWN.title),
        (OWN, OWN.title + "(全文)", OWN.title + "(全文)"),
    ],
)
def test_the_title_that_says_more_wins(known: CatalogEntry, title: str, shown: str) -> None:
    assert of_row(row(1, title), None, known).title == shown


@pytest.mark.parametrize(
    ("known", "published", "shown"),
    [
        (TOLD, "2025-09-26", "2025-09-26"),
        (TOLD, None, "2025-09-25"),
        (TOLD, "2025-09-25 08:00", "2025-09-25 08:00"),
        (OWN, "2025-09-26", OWN.published),
        (CatalogEntry(1, "题", None, "2025-09-25 08:00", None, None), "2025-09-25", "2025-09-25 08:00"),
        (CatalogEntry(1, "题", None, None, None, None, parsed=True), "2025-09-25", "2025-09-25"),
    ],
)
def test_a_date_never_loses_its_time_to_a_row(known: CatalogEntry, published: str | None, shown: str | None) -> None:
    assert of_row(row(1, published=published), None, known).published == shown


def test_an_articles_own_account_wins_but_loses_nothing() -> None:
    assert of_article(article(1, title="题", published="2025-09-24", source=None, category=None), None).parsed
    told = CatalogEntry(1, "第1号通告(全文)", "政策", "2025-09-25 08:00", "摘要", "来源")
    shown = of_article(article(1, published="2025-09-25", source=None, category=None), told)
    assert shown == CatalogEntry(1, "第1号通告(全文)", "政策", "2025-09-25 08:00", "摘要", "来源", parsed=True)
    assert of_article(article(1, published="2025-09-26"), told).published == "2025-09-26"


def test_an_article_is_numbered_by_its_address_where_it_names_no_number(library: Library) -> None:
    library.save_article(article(5, id=None), parser=1, at=1.0)
    assert library.views.path_of(5) == path_of(5)
    assert library.views.path_of(6) is None
    library.save_listing(GXQ.path, Listing((Row("/plus/view.php?aid=5", "转载"),)), at=1.0)
    assert library.views.path_of(5) == path_of(5), "the kept one of two"
