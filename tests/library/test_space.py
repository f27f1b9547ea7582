"""Space: measured by kind, pruned without what the user keeps, given back, and watched while there is little."""

import os
import random
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from achie_tui.errors import LowSpaceError, PictureLimitError
from achie_tui.library import space
from achie_tui.library.library import Library, RawPage
from achie_tui.library.pruning import Pruned, Pruning, Selection
from achie_tui.library.space import MB, Room, free_bytes
from achie_tui.model import Article, Category, ImageBlock, Listing, Row, TextBlock
from tests.library.samples import GXQ, ZCJD, article, path_of

OLD, NEW, CUT = "2020-01-02", "2025-09-25 10:30", "2024-01-01"


def shows(number: int, *pictures: str, published: str = OLD, text: str = "全市高新区") -> Article:
    blocks = (TextBlock("paragraph", text), *(ImageBlock(src) for src in pictures))
    return article(number, published=published, blocks=blocks)


def keep(library: Library, each: Article, category: Category = GXQ) -> None:
    """Keep an article as a sync does: its row, its raw page, its text, its pictures."""
    at = 1.0
    library.save_listing(category.path, Listing((Row(each.path, each.title, each.published),), page=1), at=at)
    library.save_article(each, parser=1, at=at)
    library.pages.save(RawPage(each.path, b"<html>" + each.title.encode(), None, '"e"', None, at))
    for src in pictures_of(each):
        if not library.pictures.has(src):
            library.pictures.save(src, os.urandom(500), "image/png")


def pictures_of(each: Article) -> set[str]:
    return {block.src for block in each.blocks if isinstance(block, ImageBlock)}


def test_every_kind_is_counted(library: Library) -> None:
    empty = library.maintenance.usage()
    keep(library, shows(1, "/a.png"))
    keep(library, shows(1, "/a.png", text="改稿"))
    usage = library.maintenance.usage()
    assert usage.pictures == library.maintenance.pictures_size() == 500
    assert min(usage.articles, usage.versions, usage.pages, usage.user, usage.lists) > 0
    assert (empty.articles, empty.versions, empty.pages, empty.pictures) == (0, 0, 0, 0)
    assert usage.total == sum(getattr(usage, name) for name in usage.__slots__)
    assert library.maintenance.backups()
    assert usage.backups > 0


def test_old_pictures_go_and_what_still_shows_them_keeps_them(library: Library) -> None:
    keep(library, shows(1, "/old.png", "/shared.png"))
    keep(library, shows(2, "/new.png", "/shared.png", published=NEW))
    library.pictures.save("/orphan.png", b"1234", "image/png")
    library.pictures.save("/gone.png", b"", None)
    counted = library.maintenance.prune(Selection(pictures_before=CUT), dry_run=True)
    assert counted == Pruned(pictures=2, bytes=504)
    assert library.pictures.has("/old.png")
    assert library.maintenance.prune(Selection(pictures_before=CUT)) == counted
    assert [library.pictures.has(f"/{name}.png") for name in ("old", "orphan", "shared", "new", "gone")] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert library.maintenance.prune(Selection(pictures_before=CUT)) == Pruned()
    assert library.article(path_of(1)) is not None


def test_what_belongs_to_an_article_that_cannot_tell_is_kept(library: Library) -> None:
    library.pictures.save("/orphan.png", b"1234", "image/png")
    library.marks.mark([path_of(7)], starred=True)
    assert library.maintenance.prune(Selection(pictures_before=CUT)).pictures == 0
    library.marks.mark([path_of(7)], starred=False)
    assert library.maintenance.prune(Selection(pictures_before=CUT)).pictures == 1


def test_raw_pages_go_but_those_of_listings_and_of_starred_articles(library: Library) -> None:
    for number in (1, 2):
        keep(library, shows(number))
        library.pages.save(RawPage(path_of(number).replace(".html", "_2.html"), b"<html>", None, None, None, 1.0))
    library.pages.save(RawPage(GXQ.path, b"<html>", None, '"e"', None, 1.0))
    library.marks.mark([path_of(2)], later=True)
    assert library.maintenance.prune(Selection(raw_pages=True)).pages == 2
    assert library.pages.get(path_of(1)) is None
    assert library.pages.get(path_of(2).replace(".html", "_2.html")) is not None
    assert library.pages.get(GXQ.path) is not None
    assert library.article(path_of(1)) is not None


def test_a_category_goes_with_all_that_only_it_has(library: Library) -> None:
    keep(library, shows(1, "/mine.png", "/both.png"))
    keep(library, shows(1, "/mine.png", "/both.png", "/later.png", text="改稿"))
    keep(library, shows(2, "/both.png", "/theirs.png"), ZCJD)
    pruned = library.maintenance.prune(Selection(category=GXQ.path))
    assert (pruned.articles, pruned.versions, pruned.pages, pruned.pictures) == (1, 1, 1, 2)
    assert library.article(path_of(1)) is None
    assert library.former(path_of(1)) == []
    headline = library.views.headline(path_of(1))
    assert headline is not None
    assert not headline.cached
    assert [count.cached for count in library.views.counts()] == [0, 1]
    assert library.article(path_of(2)) is not None
    assert library.pictures.has("/both.png")
    assert library.pictures.has("/theirs.png")


def test_a_star_on_a_redirect_keeps_what_it_leads_to(library: Library) -> None:
    redirect = "/plus/view.php?aid=1"
    keep(library, shows(1, "/a.png"))
    library.save_listing(GXQ.path, Listing((Row(redirect, "转"),), page=1), at=2.0)
    library.pages.save_redirect(redirect, path_of(1))
    library.marks.mark([redirect], starred=True)
    for selection in (Selection(pictures_before=CUT), Selection(raw_pages=True), Selection(category=GXQ.path)):
        assert library.maintenance.prune(selection) == Pruned()
    library.marks.undo()
    assert library.maintenance.prune(Selection(category=GXQ.path)).articles == 1
    headline = library.views.headline(redirect)
    assert headline is not None
    assert not headline.cached


def test_what_another_category_lists_too_stays(library: Library) -> None:
    keep(library, shows(1))
    keep(library, shows(1), ZCJD)
    keep(library, shows(2))
    library.save_listing(ZCJD.path, Listing((Row("/plus/view.php?aid=2", "转"),), page=1), at=2.0)
    library.pages.save_redirect("/plus/view.php?aid=2", path_of(2))
    keep(library, shows(3))
    assert library.maintenance.prune(Selection(category=GXQ.path)).articles == 1
    assert library.article(path_of(3)) is None


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_pruned_what_must_stay_stays(folder: Path, seed: int) -> None:
    print(f"seed {seed}")
    chance = random.Random(seed)
    with Library.open(folder) as library:
        library.save_categories([GXQ, ZCJD])
        kept: dict[str, set[str]] = {}
        pages = {}
        for number in range(1, 30):
            category = chance.choice((GXQ, ZCJD))
            date = chance.choice((OLD, NEW))
            pictures = [f"/{chance.randrange(20)}.png" for _ in range(chance.randrange(4))]
            each = shows(number, *pictures, published=date)
            keep(library, each, category)
            kept[each.path] = pictures_of(each)
            if chance.random() < 0.3:
                more = [f"/{chance.randrange(20)}.png"]
                keep(library, replace(shows(number, *more, published=date, text="改稿"), title=each.title), category)
                kept[each.path] |= set(more)
            pages[each.path] = library.pages.get(each.path)
            library.visits.save_place(each.path, number, 3)
            library.marks.mark([each.path], read=chance.random() < 0.5)
            library.marks.mark([each.path], starred=chance.random() < 0.2, later=chance.random() < 0.2)
        marks, places = users_own(library)
        selections = [Selection(pictures_before=CUT), Selection(raw_pages=True), Selection(category=GXQ.path)]
        chance.shuffle(selections)
        texts = {path: (library.article(path), library.former(path)) for path in kept}
        for selection in selections:
            counted = library.maintenance.prune(selection, dry_run=True)
            before = library.maintenance.usage()
            assert library.maintenance.prune(selection) == counted
            after = library.maintenance.usage()
            kinds = ("articles", "versions", "pages", "pictures")
            assert sum(getattr(before, kind) - getattr(after, kind) for kind in kinds) == counted.bytes
            assert library.maintenance.prune(selection) == Pruned()
            assert users_own(library) == (marks, places)
            for path in {path for mark, path in marks if mark in {"starred", "later"}}:
                assert (library.article(path), library.former(path)) == texts[path]
                assert library.pages.get(path) == pages[path]
                assert all(library.pictures.get(src) for src in kept[path])
        library.maintenance.give_back()
        assert library.maintenance.check("cache", 5) == "sound"


def users_own(library: Library) -> tuple[set[tuple[str, str]], set[tuple[str, int, int]]]:
    marks = {(mark, path) for mark, path in library._rows("SELECT mark, path FROM user.marks")}
    places = {tuple(row) for row in library._rows("SELECT path, block, offset FROM user.places")}
    return marks, places


def test_a_mark_set_meanwhile_counts(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        keep(library, shows(number, f"/{number}.png"))
    plan = Pruning._plan

    def marked(pruning: Pruning, selection: Selection, protected: Collection[str]) -> object:
        made = plan(pruning, selection, protected)
        with Library.open(folder) as other:
            other.marks.mark([path_of(1)], starred=True)
        return made

    monkeypatch.setattr(Pruning, "_plan", marked)
    pruned = library.maintenance.prune(Selection(category=GXQ.path))
    assert (pruned.articles, pruned.pages, pruned.pictures) == (1, 1, 1)
    assert library.article(path_of(1)) is not None
    assert library.pictures.get("/1.png") is not None


@pytest.fixture
def heavy(library: Library) -> Library:
    for number in range(40):
        library.pictures.save(f"/{number}.png", os.urandom(100_000), "image/png")
    return library


def test_space_is_given_back_bit_by_bit(heavy: Library, folder: Path) -> None:
    assert heavy.maintenance.prune(Selection(pictures_before=CUT)).pictures == 40
    assert heavy.maintenance.usage().unused > 3 * MB
    given = heavy.maintenance.give_back()
    assert given.missing == 0
    assert given.freed > 3 * MB
    assert heavy.maintenance.usage().unused == 0
    assert (folder / "cache.db").stat().st_size < MB


def test_an_older_file_is_written_anew_where_there_is_room(
    heavy: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heavy.close()
    connection = apsw.Connection(str(folder / "cache.db"))
    connection.pragma("auto_vacuum", 0)
    connection.execute("VACUUM")
    connection.close()
    with Library.open(folder) as library:
        library.maintenance.prune(Selection(pictures_before=CUT))
        with monkeypatch.context() as little:
            little.setattr(space, "free_bytes", lambda _: 10_000)
            given = library.maintenance.give_back()
            assert given.missing > 0
            assert library.maintenance.usage().unused > 3 * MB
        given = library.maintenance.give_back()
        assert given.missing == 0
        assert given.freed > 3 * MB
        assert library._rows("SELECT * FROM pragma_auto_vacuum") == [(2,)]
        assert library.maintenance.check("cache", 5) == "sound"


def test_others_go_on_reading_meanwhile(heavy: Library, folder: Path) -> None:
    with Library.open(folder) as other:
        keep(heavy, shows(1))
        heavy.maintenance.prune(Selection(pictures_before=CUT))
        assert other.article(path_of(1)) is not None
        heavy.maintenance.give_back()
        assert other.article(path_of(1)) is not None


def test_little_room_is_told_before_it_is_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.maintenance.check_room()
    assert free_bytes(library.maintenance.folder) > 0
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=10_000, f_frsize=4096))
    with pytest.raises(LowSpaceError, match="40 MB") as raised:
        library.maintenance.check_room()
    assert "40 MB" in raised.value.sentence("zh")

    def fails(_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "statvfs", fails)
    library.maintenance.check_room()


def test_pictures_have_a_limit_that_is_looked_up_now_and_then(library: Library) -> None:
    library.pictures.save("/1.png", bytes(600), "image/png")
    assert not Room(library.maintenance.pictures_size, 0).is_there()
    assert not Room(library.maintenance.pictures_size, 600).is_there()
    room = Room(library.maintenance.pictures_size, 1000)
    assert room.is_there()
    library.pictures.save("/2.png", bytes(600), "image/png")
    allowed = 1
    while room.is_there():
        allowed += 1
    assert allowed <= 20
    assert not room.is_there()
    assert "2000" in PictureLimitError(limit=2000).sentence("zh")


def test_damage_is_found_and_mended_at_the_next_start(folder: Path) -> None:
    with Library.open(folder) as library:
        library.save_categories([GXQ])
        for number in range(200):
            library.save_article(article(number, text=os.urandom(900).hex()), parser=1, at=1.0)
    file = folder / "cache.db"
    whole = bytearray(file.read_bytes())
    half = len(whole) // 2 // 4096 * 4096
    whole[half : half + 20 * 4096] = os.urandom(20 * 4096)
    file.write_bytes(whole)
    with Library.open(folder) as library:
        assert library.maintenance.check("cache", 10) == "damaged"
        assert library.maintenance.check("user", 10) == "sound"
    with Library.open(folder) as library:
        assert [type(notice).__name__ for notice in library.notices] == ["CacheRebuiltError"]
        assert library.maintenance.usage().damaged > 0
        assert library.maintenance.check("cache", 10) == "sound"
