"""Articles are never replaced by less, and no version is lost."""

from dataclasses import replace

import pytest

from achie_tui.library.library import Kept, Library, View
from achie_tui.model import Article, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock
from tests.library.samples import GXQ, article, listing, path_of


def saved(library: Library, number: int = 1) -> Kept:
    kept = library.article(path_of(number))
    assert kept is not None
    return kept


def test_an_article_with_every_kind_of_block_comes_back(library: Library) -> None:
    whole = article(
        blocks=(
            TextBlock("heading", "一、总体要求", level=2),
            TextBlock("paragraph", "详见官网。", (Span(0, 2, "strong"), Span(2, 4, "link", "https://a.org/"))),
            TextBlock("quote", "引文"),
            ImageBlock("https://a.org/a.jpg", "图", "题注", 640, None),
            TableBlock((("指标", "数值"), ("产值", "1,284")), 1),
            ListBlock(ordered=True, items=(ListItem("甲"), ListItem("乙", (Span(0, 1, "emphasis"),)))),
            TextBlock("attribution", "(来源:高新院)"),
        ),
        related=(Link("相关", "/news/gxq/202509242.html", "2025-09-24"),),
        previous=Link("上一篇", "https://b.org/"),
        pages=3,
    )
    assert library.save_article(whole, parser=7, at=12.5) == "new"
    assert library.article(whole.path) == Kept(whole, 12.5, 7, revised=False)
    assert library.article("/none") is None


def test_the_same_again_only_moves_the_time(library: Library) -> None:
    library.save_article(article(), parser=1, at=1.0)
    assert library.save_article(article(), parser=1, at=9.0) == "unchanged"
    assert saved(library) == Kept(article(), 9.0, 1, revised=False)


def test_new_neighbours_are_no_change_of_the_article(library: Library) -> None:
    library.save_article(article(), parser=1, at=1.0)
    linked = article(next=Link("下一篇", path_of(2)), related=(Link("相关", path_of(3)),))
    assert library.save_article(linked, parser=1, at=2.0) == "unchanged"
    assert saved(library) == Kept(linked, 2.0, 1, revised=False)


def test_a_changed_article_keeps_all_its_versions(library: Library) -> None:
    texts = ["原稿。", "改稿。", "再改。"]
    for at, text in enumerate(texts):
        library.save_article(article(text=text), parser=1, at=float(at))
    assert saved(library) == Kept(article(text="再改。"), 2.0, 1, revised=True)
    former = library.former(path_of(1))
    assert [kept.article for kept in former] == [article(text="改稿。"), article(text="原稿。")]
    assert [(kept.fetched, kept.revised) for kept in former] == [(1.0, True), (0.0, False)]


def test_another_date_is_an_update_but_no_other_text(library: Library) -> None:
    library.save_article(article(), parser=1, at=1.0)
    assert library.save_article(article(published="2025-09-26"), parser=1, at=2.0) == "updated"
    assert not saved(library).revised
    headline = library.views.headline(path_of(1))
    assert headline is not None
    assert headline.published == "2025-09-26"


def test_a_better_parser_is_no_revision_of_the_site(library: Library) -> None:
    library.save_article(article(text="原 稿。"), parser=1, at=5.0)
    assert library.knowledge.stale(2, 10) == [path_of(1)]
    assert library.save_article(article(text="原稿。"), parser=2, at=5.0) == "updated"
    assert saved(library) == Kept(article(text="原稿。"), 5.0, 2, revised=False)
    assert library.knowledge.stale(2, 10) == []
    assert library.save_article(article(text="新稿。"), parser=3, at=6.0) == "updated"
    assert saved(library).revised


WHOLE = article(text="一" * 100)
PART = article(text="一" * 60, complete=False)
LESS = article(text="一" * 40, complete=False)
EMPTY = article(text="")
MIRRORED = article(text="一" * 99 + "二", mirror=True)
LOSSY = article(text="一" * 99 + "\ufffd")
GUESSED = replace(article(text="栏目导航" + "一" * 200), extraction="density")


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (WHOLE, PART, "kept"),
        (WHOLE, EMPTY, "kept"),
        (WHOLE, MIRRORED, "kept"),
        (WHOLE, GUESSED, "kept"),
        (WHOLE, LOSSY, "kept"),
        (LOSSY, WHOLE, "updated"),
        (LOSSY, replace(LOSSY, title="改"), "updated"),
        (PART, LOSSY, "updated"),
        (EMPTY, LOSSY, "updated"),
        (EMPTY, GUESSED, "updated"),
        (GUESSED, WHOLE, "updated"),
        (GUESSED, replace(GUESSED, title="改"), "updated"),
        (WHOLE, article(text="短"), "updated"),
        (PART, WHOLE, "updated"),
        (PART, LESS, "kept"),
        (LESS, PART, "updated"),
        (PART, EMPTY, "kept"),
        (PART, article(text="", complete=False), "kept"),
        (PART, MIRRORED, "updated"),
        (EMPTY, WHOLE, "updated"),
        (EMPTY, LESS, "updated"),
        (EMPTY, EMPTY, "unchanged"),
        (MIRRORED, WHOLE, "updated"),
        (MIRRORED, replace(MIRRORED, title="改"), "updated"),
    ],
)
def test_less_never_replaces_more(library: Library, before: Article, after: Article, outcome: str) -> None:
    library.save_article(before, parser=1, at=1.0)
    assert library.save_article(after, parser=1, at=2.0) == outcome
    assert saved(library).article == (before if outcome == "kept" else after)


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WHOLE, article(text="一" * 60)),  # three blocks of five, and a valid end
        (PART, article(text="一" * 40)),
        (MIRRORED, article(text="一" * 40)),
        (PART, article(text="一" * 30, mirror=True)),
        (GUESSED, WHOLE),
    ],
)
def test_what_was_longer_is_kept_beside_what_is_newer(library: Library, before: Article, after: Article) -> None:
    library.save_article(before, parser=1, at=1.0)
    assert library.save_article(after, parser=1, at=2.0) == "updated"
    assert saved(library) == Kept(after, 2.0, 1, revised=True)
    assert [kept.article for kept in library.former(path_of(1))] == [before]
    assert library.save_article(before, parser=1, at=3.0) in {"updated", "kept"}
    assert before in [saved(library).article, *(kept.article for kept in library.former(path_of(1)))]


def test_a_text_that_comes_and_goes_is_two_versions(library: Library) -> None:
    long, short = article(text="一" * 90), article(text="一" * 50)
    for at in range(10):
        library.save_article(long if at % 2 else short, parser=1, at=float(at))
    assert saved(library).article == long
    assert [kept.article for kept in library.former(path_of(1))] == [short, long]


def test_an_article_that_was_empty_was_not_revised(library: Library) -> None:
    library.save_article(EMPTY, parser=1, at=1.0)
    library.save_article(WHOLE, parser=1, at=2.0)
    assert saved(library) == Kept(WHOLE, 2.0, 1, revised=False)


def test_only_a_whole_page_of_the_site_counts_as_a_version(library: Library) -> None:
    for at, each in enumerate((PART, MIRRORED, WHOLE)):
        library.save_article(each, parser=1, at=float(at))
    assert not saved(library).revised


def test_a_page_that_reads_worse_is_not_read_again_and_again(library: Library) -> None:
    library.save_article(WHOLE, parser=1, at=1.0)
    assert library.save_article(EMPTY, parser=2, at=1.0) == "kept"
    assert library.knowledge.stale(2, 10) == []
    assert library.save_article(EMPTY, parser=3, at=2.0) == "kept"
    assert library.knowledge.stale(3, 10) == [path_of(1)]


@pytest.mark.fault(29)
def test_a_damaged_text_counts_as_none_and_is_fetched_anew(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1), at=1.0)
    library.save_article(article(), parser=1, at=1.0)
    with library._writing("cache") as cache:
        cache.execute("UPDATE bodies SET body = CAST(substr(body, 1, 20) || x'00' || substr(body, 22) AS BLOB)")
    assert library.article(path_of(1)) is None
    headline = library.views.headline(path_of(1))
    assert headline is not None
    assert not headline.cached
    assert (library.views.totals().cached, library.views.counts()[0].cached) == (0, 0)
    assert library.save_article(article(), parser=1, at=2.0) == "new"
    assert library.views.counts()[0].cached == 1


def test_a_damaged_former_version_is_left_out(library: Library) -> None:
    for at in range(3):
        library.save_article(article(text=str(at)), parser=1, at=float(at))
    with library._writing("cache") as cache:
        cache.execute("UPDATE versions SET body = x'00' WHERE number = 1")
    assert [kept.fetched for kept in library.former(path_of(1))] == [1.0]


def test_a_text_of_a_later_program_counts_as_none(library: Library) -> None:
    library.save_article(article(), parser=1, at=1.0)
    with library._writing("cache") as cache:
        cache.execute("UPDATE bodies SET body = x'09', hash = x'00'")
    assert library.article(path_of(1)) is None


def test_counts_of_kept_articles_follow_every_change(library: Library) -> None:
    library.save_article(article(2), parser=1, at=1.0)
    library.save_listing(GXQ.path, listing(2, 1), at=1.0)
    assert library.views.counts()[0].cached == 1
    library.save_article(article(1), parser=1, at=1.0)
    assert library.views.counts()[0].cached == 2
    library.forget_absent(GXQ.path, [path_of(1)])
    assert (library.views.counts()[0].articles, library.views.counts()[0].cached) == (1, 1)
    assert library.views.totals().cached == 2
    assert len(library.views.keys(View())) == 2
