"""Raw pages, redirects and pictures."""

from dataclasses import replace

from achie_tui.library.library import Library, RawPage

PAGE = RawPage("/news/gxq/", "<html>高新区</html>".encode("gb18030") * 100, "gb18030", '"a"', "Thu, 01 Jan 2026", 1.0)


def test_a_page_comes_back_byte_for_byte(library: Library) -> None:
    assert library.pages.get(PAGE.path) is None
    library.pages.save(PAGE)
    assert library.pages.get(PAGE.path) == PAGE
    other = RawPage(PAGE.path, b"", None, None, None, 2.0)
    library.pages.save(other)
    assert library.pages.get(PAGE.path) == other


def test_an_unchanged_page_moves_its_time_and_what_validators_came(library: Library) -> None:
    library.pages.save(PAGE)
    library.pages.touch(PAGE.path, 5.0, '"b"', None)
    assert library.pages.get(PAGE.path) == replace(PAGE, fetched=5.0, etag='"b"')
    library.pages.touch("/none", 5.0, None, None)
    assert library.pages.get("/none") is None


def test_a_damaged_page_counts_as_none(library: Library) -> None:
    library.pages.save(PAGE)
    with library._writing("cache") as cache:
        cache.execute("UPDATE pages SET body = x'789c00'")
    assert library.pages.get(PAGE.path) is None


def test_redirects(library: Library) -> None:
    assert library.pages.redirect("/plus/view.php?aid=1") is None
    library.pages.save_redirect("/plus/view.php?aid=1", "https://mp.weixin.qq.com/s/abc")
    library.pages.save_redirect("/plus/view.php?aid=1", "/news/gxq/202509251.html")
    assert library.pages.redirect("/plus/view.php?aid=1") == "/news/gxq/202509251.html"


def test_pictures(library: Library) -> None:
    src = "https://www.achie.org/uploads/a.jpg"
    assert not library.pictures.has(src)
    assert library.pictures.get(src) is None
    library.pictures.save(src, b"\xff\xd8\x00old", "image/jpeg")
    library.pictures.save(src, b"\xff\xd8\x00new", None)
    assert library.pictures.has(src)
    assert library.pictures.get(src) == b"\xff\xd8\x00new"
