"""The categories found among a page's links, and the one that a user means."""

import pytest

from achie_tui.model import Category
from achie_tui.site.discovery import discover, fold, match_category, slug

GXQ = Category("高新区新闻", "/news/gxq/", "gxq")
GXY = Category("高新院新闻", "/news/gxy/", "gxy")
CITY = Category("智慧城市news", "/news/zhcsnews/", "zhcsnews")
CASES = Category("智慧城市案例", "/news/zhcs/", "zhcs")
ALL = (GXY, GXQ, CASES, CITY)


def test_categories_stand_in_the_order_of_the_names() -> None:
    links = [("智慧城市 NEWS", "/news/zhcsnews/"), ("高新区\n新闻", "/news/gxq/"), ("高新院新闻", "/news/gxy/")]
    names = ["高新院新闻", "高新区新闻", "园区规划", "智慧城市news"]
    assert discover(links, names) == (GXY, GXQ, CITY)


def test_the_first_of_several_addresses_counts() -> None:
    assert discover([("高新区新闻", "/news/gxq/"), ("高新区新闻", "/m/gxq/")], ["高新区新闻"]) == (GXQ,)


@pytest.mark.parametrize(
    "path", ["/news/gxq/2025092521951.html", "/news/gxq/list_7_2.html", "/plus/view.php?aid=7", "/a.html"]
)
def test_only_the_form_of_a_first_listing_page_counts(path: str) -> None:
    assert discover([("高新区新闻", path)], ["高新区新闻"]) == ()


def test_dynamic_categories_are_called_by_their_number() -> None:
    [category] = discover([("高新区新闻", "/plus/list.php?tid=7")], ["高新区新闻"])
    assert category == Category("高新区新闻", "/plus/list.php?tid=7", "tid7")


def test_nothing_found_is_nothing() -> None:
    assert discover([], ["高新区新闻"]) == ()
    assert discover([("高新区新闻", "/news/gxq/")], []) == ()


def test_a_slug_is_the_last_folder() -> None:
    assert slug("/news/gxq/") == "gxq"
    assert slug("/gxq/") == "gxq"


@pytest.mark.parametrize(
    ("given", "category"),
    [
        ("高新区新闻", GXQ),
        ("高新区", GXQ),
        ("gxq", GXQ),
        ("GXQ", GXQ),
        (" 高新 区 ", GXQ),
        ("智慧城市NEWS", CITY),
        ("智慧城市n", CITY),
        ("zhcs", CASES),
        ("zhcsn", CITY),
        ("高新", None),
        ("gx", None),
        ("智慧", None),
        ("新闻", None),
        ("", None),
        (" ", None),
    ],
)
def test_a_name_a_slug_or_an_unambiguous_beginning(given: str, category: Category | None) -> None:
    assert match_category(given, ALL) == category


def test_names_differ_in_blanks_and_case_only() -> None:
    assert fold("智慧城市 News\u3000") == fold("智慧城市news")
    assert fold("高新区") != fold("高新院")
