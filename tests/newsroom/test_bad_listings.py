"""Listing pages that came in part, or that hold no list: told as failures, and nothing of them is taken."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.commands.shell import Said, User
from tests.newsroom.test_other_category import listed
from tests.site.build import Site
from tests.site.faults import Body
from tests.site.serve import Handler, Server

NAME = "政策解读"
END = re.compile(rb"</(?:body|html)>")
SOFT = {
    "not found": "<h2>出错了</h2><p>没有这一页，它可能换了地方，请从上面的栏目重新进入。</p>",
    "login": "<h2>会员登录</h2><form><input name=who><input type='password'></form>",
    "boxes": "<h3>政策解读</h3><p>暂时看不到。</p><h3>高新区新闻</h3><p>暂时看不到。</p>",
    "repairs": "<p>本栏目正在整修，过几天再来看看吧。</p>",
}
PART = "只收到一部分"


def first_page(site: Site, name: str = NAME) -> bytes:
    return site.files[f"{site.categories[name]}index.html"]


def cut_among_rows(page: bytes, row: str) -> bytes:
    return page[: page.index(row.encode()) - 20]


def breaks_off(body: bytes, status: int = 200) -> Callable[[Handler], None]:
    """Send this without saying how long it is, and close."""

    def answer(handler: Handler) -> None:
        handler.begin(status, {"Content-Type": "text/html", "Connection": "close"})
        handler.send(body)
        handler.close_connection = True

    return answer


def framed(site: Site, inside: str, title: str = "提示", crumbs: str = "") -> bytes:
    """Give a page of the site that has its menu, and this."""
    menu = "".join(f"<li><a href='{path}'>{name}</a></li>" for name, path in site.categories.items())
    return (
        f"<html><head><title>{title}_高新院</title></head><body><ul>{menu}</ul>{crumbs}<div>{inside}</div>"
        "<p>版权所有 高新院</p></body></html>"
    ).encode()


def urls(said: Said) -> list[str]:
    return [each["url"] for each in said.values()]


@pytest.mark.parametrize("place", [1, -1])
def test_a_first_page_that_came_in_part_is_told(
    user: User, reader: User, server: Server, site: Site, place: int
) -> None:
    row = [each for each in site.lists[NAME] if each.encode() in first_page(site)][place]
    server.faults[site.categories[NAME]] = breaks_off(cut_among_rows(first_page(site), row))
    before = urls(reader.run("list", NAME, "--all", "--offline", "--json"))
    for again in range(2):
        said = user.run("list", NAME, "--all")
        assert (said.status, said.out) == (4, ""), again
        assert PART in said.sentence
        said = reader.run("list", NAME, "--all", "--refresh", "--json")
        assert (said.status, urls(said)) == (4, before), again
        assert PART in said.sentence
    server.faults.clear()
    for each in (user, reader):
        said = each.run("list", NAME, "--all", "--refresh")
        assert (said.status, said.err, listed(each)) == (0, "", site.lists[NAME])


def test_a_page_that_says_to_be_a_part_is_one_whatever_it_ends_with(user: User, server: Server, site: Site) -> None:
    server.faults[site.categories[NAME]] = breaks_off(first_page(site), status=206)
    said = user.run("list", NAME)
    assert (said.status, said.out) == (4, "")
    assert PART in said.sentence


@pytest.mark.parametrize("number", [0, 1])
def test_a_sync_counts_a_part_as_failed_and_looks_again(user: User, server: Server, site: Site, number: int) -> None:
    path = site.listing_pages[NAME][number]
    page = site.files.get(path) or first_page(site)
    row = [each for each in site.lists[NAME] if each.encode() in page][1]
    server.faults[path] = breaks_off(cut_among_rows(page, row))
    said = user.sync(NAME, "--all", "--no-images")
    assert said.value()["failed"] == 1
    assert PART in said.err
    server.faults.clear()
    asked = len(server.paths())
    assert user.sync(NAME, "--no-images").value()["failed"] == 0
    assert path in server.paths()[asked:]
    assert listed(user) == site.lists[NAME]


def test_a_part_that_is_kept_is_not_confirmed(reader: User, site: Site) -> None:
    """Libraries hold such pages, together with what the site calls them."""
    path = site.categories[NAME]
    with reader.library() as library:
        kept = library.pages.get(path)
        assert kept is not None
        assert kept.etag or kept.last_modified
        library.pages.save(replace(kept, body=cut_among_rows(kept.body, site.lists[NAME][1])))
    said = reader.run("list", NAME, "--all", "--refresh")
    assert (said.status, said.err) == (0, "")
    with reader.library() as library:
        mended = library.pages.get(path)
        assert mended is not None
        assert mended.body == kept.body


def test_a_site_whose_listings_are_never_closed_does_not_fail(user: User, site: Site) -> None:
    for pages in site.listing_pages.values():
        for path in pages:
            file = path if path in site.files else f"{path}index.html"
            site.files[file] = END.sub(b"", site.files[file])
    said = user.sync("--all", "--no-images", "--no-attachments")
    assert said.value()["failed"] == 0
    assert listed(user) == site.lists[NAME]


@pytest.mark.parametrize("kind", SOFT)
def test_a_page_of_the_site_without_a_list_is_no_empty_category(
    user: User, reader: User, server: Server, site: Site, kind: str
) -> None:
    path = site.categories[NAME]
    before = urls(reader.run("list", NAME, "--all", "--offline", "--json"))
    server.faults[path] = Body(framed(site, SOFT[kind]))
    for each, known in ((user, []), (reader, before)):
        said = each.run("list", NAME, "--all", "--refresh", "--json")
        assert (said.status, urls(said)) == (4, known)
        assert "没有文章列表" in said.sentence
        said = each.sync(NAME, "--no-images")
        assert (said.value()["failed"], said.value()["listing_pages"]) == (1, 0)
        assert "没有文章列表" in said.err
    server.faults.clear()
    assert user.run("list", NAME, "--all").status == 0
    assert listed(user) == site.lists[NAME]


@pytest.mark.parametrize("shown", ["title", "breadcrumb", "way", "heading", "pager"])
def test_an_empty_category_is_no_failure(user: User, server: Server, site: Site, shown: str) -> None:
    path = site.categories[NAME]
    way = f"<div>当前位置：<a href='/'>首页</a> > <a href='{path}'>%s</a></div>"
    crumbs = {"breadcrumb": way % NAME, "way": way % "解读"}.get(shown, "")
    inside = {"heading": f"<h2>{NAME}</h2><ul></ul>", "pager": "<ul></ul><p>共 1页0条</p>"}.get(shown, "<ul></ul>")
    title = NAME if shown == "title" else "列表"
    server.faults[path] = Body(framed(site, inside, title, crumbs))
    for _ in range(2):
        said = user.run("list", NAME, "--refresh")
        assert (said.status, said.out, said.err) == (0, "", "")
    assert user.sync(NAME, "--no-images").value()["failed"] == 0


def test_a_category_with_articles_is_empty_only_where_its_page_says_so(
    reader: User, server: Server, site: Site
) -> None:
    server.faults[site.categories[NAME]] = Body(framed(site, "<ul></ul>", NAME))
    said = reader.run("list", NAME, "--refresh")
    assert said.status == 4
    assert "认不出" in said.sentence
    server.faults[site.categories[NAME]] = Body(framed(site, "<ul></ul><p>共 1页0条</p>", NAME))
    said = reader.run("list", NAME, "--refresh")
    assert (said.status, said.err) == (0, "")


def test_a_page_behind_the_last_ends_a_walk(user: User, server: Server, site: Site) -> None:
    path = site.listing_pages[NAME][-1]
    server.faults[path] = Body(framed(site, "<ul></ul>"))
    said = user.sync(NAME, "--all", "--no-images")
    assert said.value()["failed"] == 0
