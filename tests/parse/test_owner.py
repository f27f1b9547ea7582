"""Whose listing a page is: another category's only where the page plainly says so."""

import pytest

from achie_tui.model import Category, Listing
from achie_tui.parse.strangers import Stranger
from tests.parse.reading import READER
from tests.site.build import build

ZCJD, GXQ = Category("政策解读", "/news/zcjd/", "zcjd"), Category("高新区新闻", "/news/gxq/", "gxq")
NEWS = Category("新闻", "/news/", "news")
KNOWN = (ZCJD, GXQ, NEWS)
GXQ_LINKS = "当前位置: <a href='/'>主页</a> > <a href='/news/'>新闻</a> > <a href='/news/gxq/'>高新区新闻</a> > "
ROWS = "".join(f"<li><a href='/news/gxq/{n}.html'>高新区新闻第{n}条</a> 2025-10-0{n}</li>" for n in range(1, 8))
PAGER = "<ul><li><span>共 <strong>1</strong> 页 <strong>7</strong> 条</span></li></ul>"


def owner(
    breadcrumb: str, title: str, category: Category = ZCJD, known: tuple[Category, ...] = KNOWN
) -> Category | Listing | None:
    html = f"<html><title>{title}</title><body><div>{breadcrumb}</div><ul>{ROWS}</ul>{PAGER}</body></html>"
    read = READER.listing_of(html.encode(), category.path, category, known)
    assert not isinstance(read, Stranger)
    return read


@pytest.mark.parametrize("title", ["高新区新闻_高新院", "高新区新闻 - 高新院", "高新区新闻"])
def test_breadcrumb_and_title_name_another(title: str) -> None:
    assert owner(GXQ_LINKS, title) == GXQ
    assert isinstance(owner(GXQ_LINKS, title, GXQ), Listing)


@pytest.mark.parametrize(
    ("breadcrumb", "title"),
    [
        ("", "高新区新闻_高新院"),
        (GXQ_LINKS, "高新院"),
        (GXQ_LINKS, "政策解读_高新院"),
        (GXQ_LINKS, "政策解读_高新区新闻_高新院"),
        (GXQ_LINKS + "<a href='/news/zcjd/'>政策解读</a> > ", "高新区新闻_高新院"),
        (GXQ_LINKS + "<a href='/x/'>别的</a> > ", "高新区新闻_高新院"),
        (GXQ_LINKS.replace("/news/gxq/", "/x/gxq/"), "高新区新闻_高新院"),
        (GXQ_LINKS.replace(">高新区新闻", ">更多"), "高新区新闻_高新院"),
        (GXQ_LINKS.replace("<a href='/'>", "<a href='/news/zcjd/'>政策解读</a> > <a href='/'>"), "高新区新闻_高新院"),
        ("当前位置: <a href='/'>主页</a> > <a href='/news/'>新闻</a> > 政策解读", "政策解读_新闻_高新院"),
    ],
)
def test_a_page_that_may_be_its_own_is_read(breadcrumb: str, title: str) -> None:
    assert isinstance(owner(breadcrumb, title), Listing)


def test_a_part_of_a_category_and_an_unknown_one_are_no_others() -> None:
    assert isinstance(owner(GXQ_LINKS, "高新区新闻_高新院", NEWS), Listing)
    assert isinstance(owner(GXQ_LINKS, "高新区新闻_高新院", known=(ZCJD, NEWS)), Listing)


def test_a_category_that_has_moved_is_the_same() -> None:
    assert isinstance(owner(GXQ_LINKS, "高新区新闻_高新院", Category("高新区 新闻", "/gxq/", "gxq")), Listing)


@pytest.mark.parametrize("seed", range(12))
def test_no_page_of_a_generated_site_is_taken_for_anothers(seed: int) -> None:
    site = build(seed, per_category=3, page_size=2)
    known = [Category(name, path, "") for name, path in site.categories.items()]
    for category, other in zip(known, [*known[1:], known[0]], strict=True):
        for path in site.listing_pages[category.name]:
            raw = site.files[path if path in site.files else f"{path}index.html"]
            assert isinstance(READER.listing_of(raw, path, category, known), Listing)
            assert READER.listing_of(raw, other.path, other, known) == category
