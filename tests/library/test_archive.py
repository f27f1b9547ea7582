"""What a sync asks of the library: where it stopped, what goes together, what things weigh."""

from pathlib import Path

import pytest

from achie_tui.errors import LibraryError
from achie_tui.library.archive import Averages
from achie_tui.library.library import Library, RawPage
from achie_tui.model import Category


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def page(path: str, body: bytes = b"<html>", etag: str | None = '"1"', at: float = 1.0) -> RawPage:
    return RawPage(path, body, None, etag, None, at)


def write_half(library: Library) -> None:
    with library.together():
        library.pages.save(page("/a.html"))
        library.pictures.save("/a.png", b"png", "image/png")
        raise LibraryError(reason="no more")


def test_where_a_walk_goes_on_is_kept(folder: Path) -> None:
    with Library.open(folder) as library:
        library.save_categories([Category("高新区新闻", "/news/gxq/", "gxq")])
        assert library.archive.walk("/news/gxq/") is None
        for mark in ("/news/gxq/list_7_2.html", "", None):
            library.archive.set_walk("/news/gxq/", mark)
            with Library.open(folder) as other:
                assert other.archive.walk("/news/gxq/") == mark
        assert library.archive.walk("/news/other/") is None


def test_what_is_written_together_is_kept_together_or_not_at_all(folder: Path) -> None:
    with Library.open(folder) as library:
        with pytest.raises(LibraryError):
            write_half(library)
        assert library.pages.get("/a.html") is None
        assert not library.pictures.has("/a.png")
        with library.together():
            library.pages.save(page("/a.html"))
            library.pictures.save("/a.png", b"png", "image/png")
        library.pages.save(page("/b.html"))
    with Library.open(folder) as library:
        assert library.pages.get("/a.html") is not None
        assert library.pages.get("/b.html") is not None
        assert library.pictures.has("/a.png")


def test_a_page_with_the_same_bytes_gets_its_new_validators_only(folder: Path) -> None:
    with Library.open(folder) as library:
        library.pages.save(page("/a.html"))
        library.pages.save(page("/a.html", etag='"2"', at=2.0))
        assert library.pages.get("/a.html") == page("/a.html", etag='"2"', at=2.0)
        library.pages.save(page("/a.html", b"<HTML>", None, 3.0))
        assert library.pages.get("/a.html") == page("/a.html", b"<HTML>", None, 3.0)


def test_averages_are_those_of_what_is_there(folder: Path) -> None:
    with Library.open(folder) as library:
        assert library.archive.averages() == Averages()
        library.pictures.save("/a.png", bytes(1000), "image/png")
        library.pictures.save("/b.png", bytes(3000), "image/png")
        library.pictures.save("/gone.png", b"", None)
        assert library.archive.averages().picture_bytes == 2000
