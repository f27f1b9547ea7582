"""What the site's pages taught: kept in revisions, with the pages and the words of listings that it is learned from."""

import zlib
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import apsw
import pytest

from achie_tui.library.knowledge import NOTHING_KNOWN, Known
from achie_tui.library.library import Kept, Library, RawPage, View
from achie_tui.library.schema import CACHE
from achie_tui.model import Article, Listing
from tests.library.samples import GXQ, article, listing, path_of, row

DATA: dict[str, Any] = {"form": 1, "chrome": [7], "templates": [{"text": "body > div.正文"}]}


def save_page(library: Library, path: str, fetched: float = 1.0) -> None:
    library.pages.save(RawPage(path, b"<html></html>", None, None, None, fetched))


def saved(library: Library, number: int = 1) -> Kept:
    kept = library.article(path_of(number))
    assert kept is not None
    return kept


# Revisions.


def test_before_the_first_revision_nothing_is_known(library: Library) -> None:
    assert library.knowledge.current() == NOTHING_KNOWN
    assert library.knowledge.revision() == 0


def test_what_is_saved_is_known_to_every_process(library: Library, folder: Path) -> None:
    assert library.knowledge.save(DATA, articles=5, at=9.5) == Known(1, 5, DATA)
    with Library.open(folder) as other:
        assert other.knowledge.current() == Known(1, 5, DATA)
        other.knowledge.save([], articles=6, at=10.0)
    assert library.knowledge.revision() == 2
    assert library.knowledge.current() == Known(2, 6, [])


def test_only_the_newest_revisions_are_kept(library: Library) -> None:
    for number in range(1, 8):
        assert library.knowledge.save([number], articles=number, at=float(number)).revision == number
    assert library.knowledge.current().data == [7]
    assert library._rows("SELECT revision FROM knowledge ORDER BY revision") == [(5,), (6,), (7,)]


def test_that_nothing_else_is_learned_makes_no_revision(library: Library) -> None:
    library.knowledge.save(["old"], articles=3, at=1.0)
    library.knowledge.save(DATA, articles=5, at=2.0)
    library.knowledge.note(20)
    assert library.knowledge.current() == Known(2, 20, DATA)
    assert library._rows("SELECT articles FROM knowledge ORDER BY revision") == [(3,), (20,)]


def test_the_same_knowledge_from_more_articles_takes_the_place_of_the_last(library: Library) -> None:
    library.knowledge.save(["old"], articles=3, at=1.0)
    library.knowledge.save(["new"], articles=5, at=2.0)
    library.knowledge.renew(DATA, articles=9, at=7.0)
    assert library.knowledge.current() == Known(2, 9, DATA)
    assert library._rows("SELECT count(*) FROM knowledge") == [(2,)]


def test_without_a_revision_there_is_nothing_to_note_or_renew(library: Library) -> None:
    library.knowledge.note(3)
    library.knowledge.renew(DATA, articles=3, at=1.0)
    assert library.knowledge.current() == NOTHING_KNOWN


@pytest.mark.parametrize(
    "damaged", [b"", b"\x00\x01", zlib.compress(b"{"), zlib.compress(b"\xff"), zlib.compress(b"[]")[:-1]], ids=repr
)
def test_damaged_data_counts_as_nothing_known(library: Library, damaged: bytes) -> None:
    library.knowledge.save(DATA, articles=5, at=1.0)
    with library._writing("cache") as cache:
        cache.execute("UPDATE knowledge SET data = ?", (damaged,))
    assert library.knowledge.current() == NOTHING_KNOWN
    assert library.knowledge.save(DATA, articles=5, at=2.0) == Known(2, 5, DATA)
    assert library.knowledge.current() == Known(2, 5, DATA)


# Which articles were read with less.


def test_an_article_that_an_older_parser_read_is_stale(library: Library) -> None:
    library.save_article(article(1), parser=1, at=1.0)
    library.save_article(article(2), parser=2, at=1.0)
    assert library.knowledge.stale(1, 10) == []
    assert library.knowledge.stale(2, 10) == [path_of(1)]


def test_an_article_that_was_read_with_less_knowledge_is_stale(library: Library) -> None:
    for revision in (0, 1, 2):
        library.save_article(article(revision), parser=1, at=1.0, knowledge=revision)
    for _ in range(2):
        library.knowledge.save(DATA, articles=3, at=1.0)
    assert library.knowledge.stale(1, 10) == [path_of(1), path_of(0)]


def test_of_many_stale_articles_some_are_given_those_kept_last_first(library: Library) -> None:
    for number in range(5):
        library.save_article(article(number), parser=1, at=1.0)
    assert library.knowledge.stale(2, 2) == [path_of(4), path_of(3)]


def test_an_article_whose_page_is_gone_is_passed_over(library: Library) -> None:
    library.save_article(article(1), parser=1, at=1.0)
    library.save_article(article(2), parser=3, at=1.0)
    library.knowledge.save(DATA, articles=3, at=1.0)
    for number in (1, 2, 3):
        library.knowledge.pass_over(path_of(number), 2)
    assert library.knowledge.stale(2, 10) == []
    assert [(saved(library, number).parser, saved(library, number).knowledge) for number in (1, 2)] == [(2, 1), (3, 1)]


def test_an_empty_library_has_read_nothing(library: Library) -> None:
    assert library.knowledge.stale(9, 10) == []


# What it can be learned from.


def test_articles_whose_pages_are_here_can_be_learned_from_the_newest_first(library: Library) -> None:
    for number in range(1, 5):
        library.save_article(article(number), parser=1, at=1.0)
    for number, fetched in ((1, 3.0), (2, 9.0), (4, 5.0)):
        save_page(library, path_of(number), fetched)
    save_page(library, path_of(7))  # never read as an article
    assert library.knowledge.count_articles() == 3
    assert library.knowledge.articles(10) == [path_of(2), path_of(4), path_of(1)]
    assert library.knowledge.articles(2) == [path_of(2), path_of(4)]


def test_lists_are_what_has_the_address_of_one_the_newest_first(library: Library) -> None:
    library.save_listing(GXQ.path, listing(1), at=1.0)
    lists = {GXQ.path: 4.0, f"{GXQ.path}list_7_2.html": 2.0, "/plus/list.php?tid=7&PageNo=3": 8.0}
    others = {path_of(1): 5.0, "/data/rssmap.html": 6.0, "/about.html": 7.0}
    for path, fetched in (lists | others).items():
        save_page(library, path, fetched)
    assert library.knowledge.lists(10) == sorted(lists, key=lambda path: -lists[path])
    assert library.knowledge.lists(1) == ["/plus/list.php?tid=7&PageNo=3"]


def test_an_article_that_no_listing_has_has_no_witness(library: Library) -> None:
    library.save_article(article(1), parser=1, at=1.0)
    assert library.knowledge.witnesses(path_of(1)) is None
    assert library.knowledge.witnesses("/none.html") is None


def test_what_the_listing_says_survives_what_the_article_says(library: Library) -> None:
    library.save_listing(GXQ.path, Listing((row(1, "列表里的题目", "2025-09-24"),)), at=1.0)
    library.save_article(article(1, title="文章自己的题目", published="2025-09-25 10:30"), parser=1, at=2.0)
    assert library.knowledge.witnesses(path_of(1)) == ("列表里的题目", "2025-09-24")
    headline = library.views.headline(path_of(1))
    assert headline is not None
    assert (headline.title, headline.published) == ("文章自己的题目", "2025-09-25 10:30")


def test_a_listing_of_a_kept_article_is_its_witness_too(library: Library) -> None:
    library.save_article(article(1), parser=1, at=1.0)
    library.save_listing(GXQ.path, Listing((row(1, "列表里的题目"),)), at=2.0)
    assert library.knowledge.witnesses(path_of(1)) == ("列表里的题目", "2025-09-25")


def test_a_row_without_a_date_leaves_the_one_that_is_known(library: Library) -> None:
    for title, day in (("旧题", "2025-09-24"), ("新题", None)):
        library.save_listing(GXQ.path, Listing((row(1, title, day),)), at=1.0)
    assert library.knowledge.witnesses(path_of(1)) == ("新题", "2025-09-24")
    library.save_listing(GXQ.path, Listing((row(1, "新题", "2025-10-01"),)), at=2.0)
    assert library.knowledge.witnesses(path_of(1)) == ("新题", "2025-10-01")


def test_a_listing_may_tell_no_date(library: Library) -> None:
    library.save_listing(GXQ.path, Listing((row(1, "题目", None),)), at=1.0)
    assert library.knowledge.witnesses(path_of(1)) == ("题目", None)


# Articles read again with more.

TEXT, LONGER = "全市新增企业三百家。", "全市新增企业三百家。其中一半来自外地。"


def test_another_reading_of_the_same_page_is_no_revision_of_the_site(library: Library) -> None:
    library.save_article(article(text=TEXT), parser=1, at=5.0)
    outcome = library.save_article(article(text=LONGER), parser=1, at=5.0, knowledge=1)
    assert outcome == "updated"
    assert saved(library) == Kept(article(text=LONGER), 5.0, 1, revised=False, knowledge=1)
    assert library.former(path_of(1)) == []


def test_the_same_reading_with_more_knowledge_is_noted(library: Library) -> None:
    library.save_article(article(), parser=1, at=5.0)
    assert library.save_article(article(), parser=1, at=5.0, knowledge=2) == "unchanged"
    assert saved(library) == Kept(article(), 5.0, 1, revised=False, knowledge=2)


def test_a_change_of_the_site_is_a_revision_with_whatever_knowledge_it_is_read(library: Library) -> None:
    library.save_article(article(text=TEXT), parser=1, at=5.0)
    library.save_article(article(text=LONGER), parser=1, at=6.0, knowledge=1)
    assert saved(library).revised
    assert [kept.article for kept in library.former(path_of(1))] == [article(text=TEXT)]


DOUBTED = article(text=LONGER, doubt="less than half of the page's text")
SURE = article(text=TEXT)


def test_a_doubted_reading_of_the_same_page_does_not_replace_a_sure_one(library: Library) -> None:
    library.knowledge.save(DATA, articles=3, at=1.0)
    library.save_article(SURE, parser=1, at=5.0)
    assert library.save_article(DOUBTED, parser=2, at=5.0, knowledge=1) == "kept"
    assert saved(library).article == SURE
    assert library.knowledge.stale(2, 10) == []  # reading it once more would not make it better


def test_a_sure_reading_of_the_same_page_replaces_a_doubted_one(library: Library) -> None:
    library.save_article(DOUBTED, parser=1, at=5.0)
    assert library.save_article(SURE, parser=1, at=5.0, knowledge=1) == "updated"
    assert saved(library) == Kept(SURE, 5.0, 1, revised=False, knowledge=1)


@pytest.mark.parametrize("at", [5.0, 6.0])
def test_one_doubted_reading_replaces_another(library: Library, at: float) -> None:
    library.save_article(DOUBTED, parser=1, at=5.0)
    other = replace(DOUBTED, title="改")
    assert library.save_article(other, parser=1, at=at, knowledge=1) == "updated"
    assert saved(library).article == other


def test_a_page_of_later_is_kept_though_its_reading_is_doubted(library: Library) -> None:
    library.save_article(SURE, parser=1, at=5.0)
    assert library.save_article(DOUBTED, parser=1, at=6.0) == "updated"
    assert saved(library).article == DOUBTED


@pytest.mark.parametrize("worse", [article(text=""), article(text=LONGER, complete=False), article(mirror=True)])
def test_a_worse_reading_of_the_same_page_is_not_tried_again(library: Library, worse: Article) -> None:
    library.knowledge.save(DATA, articles=3, at=1.0)
    library.save_article(article(), parser=1, at=5.0)
    assert library.knowledge.stale(1, 10) == [path_of(1)]
    assert library.save_article(worse, parser=1, at=5.0, knowledge=1) == "kept"
    assert saved(library) == Kept(article(), 5.0, 1, revised=False, knowledge=1)
    assert library.knowledge.stale(1, 10) == []


# A library of the program before.

FORMER = 2  # the version of cache.db that knew nothing of templates
BODY = (
    '{"path":"%s","id":1,"title":"旧稿","category":"高新区新闻","breadcrumb":["首页"],"source":null,"author":null,'
    '"published":"2025-09-25","attribution":null,"blocks":[["paragraph","旧文。",[[0,1,"strong",null]],0],'
    '["list",true,[["甲",[]],["乙",[]]]],["table",[["一","二"]],1]],"related":[],"previous":null,"next":null,'
    '"pages":1,"complete":true,"extraction":"anchor","mirror":false}'
)


@pytest.fixture
def former(folder: Path) -> Path:
    """Give the folder of a library that the program before this one wrote: an article, its page and its former text."""
    folder.mkdir(mode=0o700)
    connection = apsw.Connection(str(folder / "cache.db"))
    for migration in CACHE.migrations[:FORMER]:
        connection.execute(migration)
    connection.pragma("user_version", FORMER)
    connection.pragma("application_id", CACHE.application_id)
    body = b"\x01" + zlib.compress((BODY % path_of(1)).encode())
    digest = blake2b(body, digest_size=16).digest()
    category = (GXQ.path, GXQ.name, GXQ.slug)
    connection.execute("INSERT INTO categories(number, path, name, slug, position) VALUES (1, ?, ?, ?, 0)", category)
    connection.execute(
        "INSERT INTO articles(key, path, id, title, published, parsed, cached, first_seen) "
        "VALUES (1, ?, 1, '旧稿', '2025-09-25', 1, 1, 1.0), (2, ?, 2, '没有取过的', '2025-09-24', 0, 0, 1.0)",
        (path_of(1), path_of(2)),
    )
    connection.execute("INSERT INTO listings(category, key, place, page, seen) VALUES (1, 1, 0, 1, 1.0)")
    connection.execute("INSERT INTO bodies(key, parser, fetched, hash, body) VALUES (1, 1, 4.0, ?, ?)", (digest, body))
    connection.execute("INSERT INTO versions(key, parser, fetched, hash, body) SELECT * FROM bodies")
    connection.execute(
        "INSERT INTO pages(path, fetched, body) VALUES (?, 4.0, ?)", (path_of(1), zlib.compress(b"<html></html>"))
    )
    connection.close()
    return folder


def test_a_library_of_the_program_before_keeps_its_articles(former: Path) -> None:
    with Library.open(former) as library:
        assert library.notices == []
        kept = saved(library)
        assert (kept.article.title, kept.parser, kept.knowledge, kept.revised) == ("旧稿", 1, 0, True)
        assert [getattr(block, "text", None) for block in kept.article.blocks] == ["旧文。", None, None]
        assert (kept.article.doubt, kept.article.attachments) == (None, ())
        assert len(library.former(path_of(1))) == 1
        assert [each.title for each in library.views.headlines(library.views.keys(View()))] == ["旧稿", "没有取过的"]
        assert library.views.counts()[0].cached == 1


def test_a_library_of_the_program_before_knows_nothing_and_can_learn(former: Path) -> None:
    with Library.open(former) as library:
        knowledge = library.knowledge
        assert (knowledge.current(), knowledge.count_articles()) == (NOTHING_KNOWN, 1)
        assert knowledge.witnesses(path_of(1)) is None
        assert knowledge.stale(1, 10) == []
        assert knowledge.stale(2, 10) == [path_of(1)]
        knowledge.save(DATA, articles=3, at=5.0)
        assert knowledge.stale(1, 10) == [path_of(1)]


def test_a_library_of_the_program_before_is_copied_before_it_is_changed(former: Path) -> None:
    Library.open(former).close()
    for file, version in ((former / "cache.db", CACHE.version), (former / "backups" / "cache-before-v3.db", FORMER)):
        connection = apsw.Connection(str(file))
        assert connection.pragma("user_version") == version
        assert list(connection.execute("SELECT count(*) FROM bodies")) == [(1,)]
        connection.close()


def test_a_migrated_library_takes_new_articles_and_listings(former: Path) -> None:
    with Library.open(former) as library:
        library.save_listing(GXQ.path, listing(3, 1), at=9.0)
        assert library.knowledge.witnesses(path_of(1)) == ("第1号通告", "2025-09-25")
        assert library.save_article(article(3), parser=2, at=9.0, knowledge=1) == "new"
        assert library.save_article(replace(saved(library).article, title="新稿"), parser=2, at=4.0) == "updated"
    with Library.open(former) as library:
        assert (saved(library).article.title, saved(library, 3).knowledge) == ("新稿", 1)
