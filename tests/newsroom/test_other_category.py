"""A category's address gives another category's listing: nothing of it is taken, and what it left before goes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from achie_tui.library.library import View
from achie_tui.model import Listing, Row
from tests.commands.shell import User
from tests.site.build import Site, build
from tests.site.faults import Body, Fault, Redirect
from tests.site.serve import Server, serve

NAME, OTHER = "政策解读", "高新区新闻"


def led_astray(site: Site) -> Fault:
    """Lead to a page that does not say by its title whose it is."""
    index = f"{site.categories[OTHER]}index.html"
    site.files[index] = site.files[index].replace(f"<title>{OTHER}_".encode(), b"<title>")
    return Redirect(site.categories[OTHER])


def taken_for_it(site: Site) -> Fault:
    return Body(site.files[f"{site.categories[OTHER]}index.html"])


FAULTS = pytest.mark.parametrize("fault", [led_astray, taken_for_it])


def listed(user: User, name: str = NAME) -> list[str]:
    """Give what the library lists in a category."""
    with user.library() as library:
        path = next(category.path for category in library.categories() if category.name == name)
        return [each.path for each in library.views.headlines(library.views.keys(View(path)))]


@FAULTS
@pytest.mark.parametrize("options", [(), ("--all",)])
def test_a_sync_takes_nothing_of_it_and_goes_on(
    reader: User, site: Site, server: Server, fault: Callable[[Site], Fault], options: tuple[str, ...]
) -> None:
    pages = reader.sync(*options).value()["listing_pages"]
    server.faults[site.categories[NAME]] = fault(site)
    said = reader.sync(*options)
    report = said.value()
    assert report["failed"] == 1
    assert report["listing_pages"] == pages - len(site.listing_pages[NAME]) * bool(options) - (not options)
    assert f"“{NAME}”" in said.err
    assert f"“{OTHER}”" in said.err
    assert {name: listed(reader, name) for name in site.lists} == site.lists
    server.faults.clear()
    assert reader.sync(*options).value()["failed"] == 0
    assert {name: listed(reader, name) for name in site.lists} == site.lists


@FAULTS
def test_what_has_never_been_listed_stays_empty(
    user: User, site: Site, server: Server, fault: Callable[[Site], Fault]
) -> None:
    server.faults[site.categories[NAME]] = fault(site)
    assert user.sync("--no-images").value()["failed"] == 1
    assert listed(user) == []
    assert listed(user, OTHER) == site.lists[OTHER]
    server.faults.clear()
    user.sync("--no-images")
    assert listed(user) == site.lists[NAME]


@FAULTS
def test_a_refresh_says_in_either_language_whose_listing_came(
    reader: User, site: Site, server: Server, fault: Callable[[Site], Fault]
) -> None:
    server.faults[site.categories[NAME]] = fault(site)
    for language in ("zh", "en"):
        said = reader.run("list", NAME, "--all", "--refresh", "--lang", language)
        assert said.status == 4
        assert NAME in said.sentence
        assert OTHER in said.sentence


def test_all_of_them_led_to_one_do_not_end_the_run(reader: User, site: Site, server: Server) -> None:
    for name, path in site.categories.items():
        if name != OTHER:
            server.faults[path] = led_astray(site)
    assert reader.sync().value()["failed"] == len(site.categories) - 1


@pytest.mark.parametrize("form", ["{0}index.html", "{0}list_{1}_1.html", "http://www.achie.org{0}", "/list-1.html"])
def test_a_category_may_lead_to_its_own_other_address(user: User, site: Site, server: Server, form: str) -> None:
    path = site.categories[NAME]
    server.site.files["/list-1.html"] = site.files[f"{path}index.html"]
    if form.startswith("http"):
        form = server.base_url.rstrip("/") + "{0}index.html"
    server.faults[path] = Redirect(form.format(path, site.tids[NAME]))
    assert user.sync("--no-images").value()["failed"] == 0
    assert listed(user) == site.lists[NAME]


def test_a_category_may_list_articles_of_another(tmp_path: Path) -> None:
    with serve(build(3, per_category=3, page_size=5)) as server:
        site, user = server.site, User(server.base_url, tmp_path / "library")
        path, other = site.categories[NAME], site.categories[OTHER]
        page = site.files[f"{other}index.html"].decode()
        crumb, own_crumb = f"<a href='{other}'>{OTHER}</a> >", f"<a href='{path}'>{NAME}</a> >"
        title, own_title = f"<title>{OTHER}", f"<title>{NAME}"
        assert crumb in page
        assert title in page
        for another in (page.replace(crumb, own_crumb), page.replace(title, own_title)):
            server.faults[path] = Body(another.encode())
            assert user.sync(NAME, "--no-images").value()["failed"] == 0
            assert listed(user) == site.lists[OTHER]


@pytest.mark.parametrize("number", [3, 8])
def test_what_such_an_answer_left_goes_with_the_next_listing_of_one_page(tmp_path: Path, number: int) -> None:
    """Whoever has taken another's rows has kept its page, too, with what the site calls unchanged."""
    with serve(build(number, per_category=3, page_size=5)) as server:
        site, user = server.site, User(server.base_url, tmp_path / "library")
        user.sync("--no-images")
        path, other = site.categories[NAME], site.categories[OTHER]
        with user.library() as library:
            kept = library.pages.get(path)
            assert kept is not None
            library.pages.save(replace(kept, body=site.files[f"{other}index.html"]))
            rows = tuple(Row(each, "标题") for each in site.lists[OTHER])
            library.save_listing(path, Listing(rows, pages=2, total=9), at=1e9)
        assert set(listed(user)) == {*site.lists[NAME], *site.lists[OTHER]}
        assert user.sync("--no-images").value()["failed"] == 0
        assert listed(user) == site.lists[NAME]
        assert listed(user, OTHER) == site.lists[OTHER]
