"""The engine's addresses: what belongs to the site, and what each of them means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achie_tui.site.address import (
    Addresses,
    article_date,
    article_id,
    article_page,
    article_page_path,
    directory,
    is_article,
    is_dynamic_article,
    is_listing,
    listing_page,
    listing_template,
    may_be_path,
)

HOSTS = ("www.achie.org", "achie.org")
AT = "/news/gxq/2025092521951.html"


@pytest.fixture
def addresses() -> Addresses:
    return Addresses("http://127.0.0.1:8000/", HOSTS)


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("/news/gxq/", "/news/gxq/"),
        ("20251.html", "/news/gxq/20251.html"),
        ("./20251.html", "/news/gxq/20251.html"),
        ("../zcjd/", "/news/zcjd/"),
        ("../../../../../x.html", "/x.html"),
        ("http://www.achie.org/a/../b.html", "/b.html"),
        ("/a/%2e/../%2E%2e/b.html", "/b.html"),
        ("/a/b/.%2e", "/a/"),
        ("/a/b..c.html?to=/../x", "/a/b..c.html?to=/../x"),
        ("http://www.achie.org//news/a.html", "/news/a.html"),
        ("/news//gxq///a.html?to=//b", "/news/gxq/a.html?to=//b"),
        ("?PageNo=2", "/news/gxq/2025092521951.html?PageNo=2"),
        ("#top", AT),
        ("", AT),
        ("  /a.html\r\n", "/a.html"),
        ("http://127.0.0.1:8000/a.html#x", "/a.html"),
        ("http://127.0.0.1:8000", "/"),
        ("//127.0.0.1:8000/a.html", "/a.html"),
        ("http://user:secret@127.0.0.1:8000/a.html", "/a.html"),
        ("http://www.achie.org/a.html", "/a.html"),
        ("https://ACHIE.org/a.html", "/a.html"),
        ("//www.achie.org/a.html", "/a.html"),
        ("http://www.achie.org", "/"),
        ("/a b.html", "/a%20b.html"),
        ("/a%20b.html", "/a%20b.html"),
        ("/新闻/a.html", "/%E6%96%B0%E9%97%BB/a.html"),
        ("/plus/view.php?aid=7", "/plus/view.php?aid=7"),
        ('/a"><script>.html', "/a%22%3E%3Cscript%3E.html"),
    ],
)
def test_an_address_of_the_site_is_its_path(addresses: Addresses, href: str, path: str) -> None:
    assert addresses.path(href, AT) == path


@pytest.mark.parametrize(
    "href",
    [
        "http://127.0.0.1/a.html",
        "http://127.0.0.1:8001/a.html",
        "https://127.0.0.1:8000:1/a.html",
        "http://www.achie.org:8080/a.html",
        "http://www.achie.org.evil.example/a.html",
        "http://evil.example/www.achie.org",
        "http://www.achie.org@evil.example/",
        "ftp://127.0.0.1:8000/a.html",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
    ],
)
def test_an_address_elsewhere_is_none(addresses: Addresses, href: str) -> None:
    assert addresses.path(href, AT) is None


def test_a_site_in_a_folder_owns_only_the_folder() -> None:
    addresses = Addresses("https://mirror.example/achie", HOSTS)
    assert addresses.url("/news/") == "https://mirror.example/achie/news/"
    assert addresses.path("https://mirror.example/achie/news/") == "/news/"
    assert addresses.path("https://mirror.example/achie") == "/"
    assert addresses.path("https://mirror.example/achieved/news/") is None
    assert addresses.path("https://mirror.example/") is None


def test_no_address_leads_out_of_the_folder() -> None:
    addresses = Addresses("https://mirror.example/achie", HOSTS)
    assert addresses.path("/achie/%2e%2e/b.html") is None
    assert addresses.path("https://mirror.example/achie/../b.html") is None
    assert addresses.path("/achie//b.html") == "/b.html"


def test_a_link_is_kept_as_a_path_or_as_an_absolute_address(addresses: Addresses) -> None:
    assert addresses.external("/a.html") == addresses.external("https://www.achie.org/a.html") == "/a.html"
    assert addresses.external("http://example.com/a b#x") == "http://example.com/a%20b"
    assert addresses.external("javascript:void(0)") is None
    assert addresses.public("/a.html") == "http://127.0.0.1:8000/a.html"
    assert addresses.public("http://example.com/a") == "http://example.com/a"


@given(st.text(max_size=60))
def test_no_text_is_an_accident_and_every_path_stands_still(href: str) -> None:
    addresses = Addresses("http://127.0.0.1:8000/", HOSTS)
    path = addresses.path(href, AT)
    if path is not None:
        assert path.startswith("/")
        assert path.isascii()
        assert path.isprintable()
        assert may_be_path(path)
        assert addresses.path(path) == path
        assert addresses.path(addresses.url(path)) == path


@pytest.mark.parametrize(
    ("path", "number", "first", "page", "day"),
    [
        (AT, 21951, AT, 1, "2025-09-25"),
        ("/news/gxq/2021112613210_3.html", 13210, "/news/gxq/2021112613210.html", 3, "2021-11-26"),
        ("/201909127966.html", 7966, "/201909127966.html", 1, "2019-09-12"),
        ("/news/2024/0131/55.html", 55, "/news/2024/0131/55.html", 1, "2024-01-31"),
        ("/news/gxq/49.html", 49, "/news/gxq/49.html", 1, None),
        ("/news/49_312.html", 49, "/news/49.html", 312, None),
        ("/a/20240131/55.html", 55, "/a/20240131/55.html", 1, "2024-01-31"),
        ("/a/2024-1-31/55.html", 55, "/a/2024-1-31/55.html", 1, "2024-01-31"),
        ("/news/gxq/202513451.htm", 202513451, "/news/gxq/202513451.htm", 1, None),
    ],
)
def test_the_parts_of_an_articles_address(path: str, number: int, first: str, page: int, day: str | None) -> None:
    assert article_id(path) == number
    assert article_page(path) == (first, page)
    assert article_date(path) == day
    assert article_page_path(first, page) == path
    assert is_article(path) == (page == 1)
    assert not is_listing(path)
    assert not is_dynamic_article(path)


@pytest.mark.parametrize("path", ["/plus/view.php?aid=22054", "/plus/view.php?mid=1&aid=22054&x=2"])
def test_an_article_without_a_file(path: str) -> None:
    assert is_dynamic_article(path)
    assert is_article(path)
    assert article_id(path) == 22054
    assert article_page_path(path, 2) == f"{path}&pageno=2"
    assert article_page(path) is None


@pytest.mark.parametrize(
    "path", ["/", "/news/", "/news/list_3_2.html", "/data/sitemap.html", "/plus/view.php", "/plus/view.php?aid=x"]
)
def test_what_is_no_article(path: str) -> None:
    assert article_id(path) is None
    assert not is_article(path)


@pytest.mark.parametrize(
    ("path", "category", "number", "template"),
    [
        ("/news/gxq/", "/news/gxq/", 1, None),
        ("/news/gxq/index.html", "/news/gxq/", 1, None),
        ("/news/gxq/list_7_1.html", "/news/gxq/", 1, "/news/gxq/list_7_{page}.html"),
        ("/news/gxq/list_7_12.html", "/news/gxq/", 12, "/news/gxq/list_7_{page}.html"),
        ("/news/gxq/list_7.html", "/news/gxq/", 1, None),
        ("/plus/list.php?tid=7", "/plus/list.php?tid=7", 1, None),
        ("/plus/list.php?tid=7&PageNo=3", "/plus/list.php?tid=7", 3, "/plus/list.php?tid=7&PageNo={page}"),
        ("/plus/list.php?PageNo=3&tid=7", "/plus/list.php?tid=7", 3, "/plus/list.php?PageNo={page}&tid=7"),
    ],
)
def test_the_parts_of_a_listings_address(path: str, category: str, number: int, template: str | None) -> None:
    assert listing_page(path) == (category, number)
    assert listing_template(path) == template
    assert is_listing(path)


def test_the_directory_of_a_path() -> None:
    assert directory(AT) == "/news/gxq/"
    assert directory("/news/gxq/") == "/news/gxq/"
    assert directory("/plus/view.php?dir=/a/b/") == "/plus/"


@pytest.mark.parametrize("path", ["/a.html", "/news/gxq/kuai-xun.html", "/news/20250925.html"])
def test_any_page_may_be_an_article(path: str) -> None:
    assert is_article(path)
    assert article_page(path) == (path, 1)


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("/news/49.html?from=timeline&isappinstalled=0", "/news/49.html"),
        ("/news/49.html?utm_source=x&spm=1.2#a", "/news/49.html"),
        ("/plus/view.php?aid=7&from=singlemessage", "/plus/view.php?aid=7"),
        ("/plus/list.php?tid=3&PageNo=2", "/plus/list.php?tid=3&PageNo=2"),
    ],
)
def test_an_articles_identity_is_its_path_without_tracking_parameters(href: str, path: str) -> None:
    assert Addresses("http://www.achie.org/").path(href) == path


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("http://www.achie.org/news/gxq/2025092521951.html", "/news/gxq/2025092521951.html"),
        ("/news/gxq/2025092521951.html", "/news/gxq/2025092521951.html"),
        ("news/gxq/2025092521951.html", "/news/gxq/2025092521951.html"),
        ("/news/gxq/2025092521951_2.html?from=timeline#top", "/news/gxq/2025092521951.html"),
        ("/plus/view.php?aid=7", "/plus/view.php?aid=7"),
        ("/news/gxq/", None),
        ("http://elsewhere.example/news/gxq/2025092521951.html", None),
        ("www.achie.org/news/gxq/2025092521951.html", "/news/gxq/2025092521951.html"),
        ("achie.org/plus/view.php?aid=7", "/plus/view.php?aid=7"),
        ("127.0.0.1:8000/news/1.html", "/news/1.html"),
        ("127.0.0.1:9000/news/1.html", None),
        ("www.elsewhere.example/news/1.html", None),
        ("www.achie.org", None),
        ("elsewhere.example", None),
        ("1378.html", "/1378.html"),
        ("http://www.achie.org/news/1.html，", "/news/1.html"),
        ("/news/1.html、", "/news/1.html"),
        ("http://www.achie.org/news/1.html.", "/news/1.html"),
        ("《http://www.achie.org/news/1.html》", "/news/1.html"),
        ("看 http://www.achie.org/news/1.html，很好", "/news/1.html"),
        ("http：／／www。achie。org／news／1.html", "/news/1.html"),
        ("ｗｗｗ．ａｃｈｉｅ．ｏｒｇ/news/1.html。", "/news/1.html"),
        ("/plus/view.php？aid=7", "/plus/view.php?aid=7"),
        ("serach", None),
        ("7", None),
    ],
)
def test_an_address_that_a_user_typed(addresses: Addresses, typed: str, path: str | None) -> None:
    assert addresses.article_path(typed) == path
