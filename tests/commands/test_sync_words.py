"""What a sync says in the end fits what came of it."""

import re

import pytest

from tests.commands.shell import User
from tests.site.build import Site
from tests.site.serve import Body, Server, Status

NAME = "高新区新闻"
RULES = Body(b"User-agent: *\nDisallow: /\n", {"Content-Type": "text/plain"})


def synced(user: User, *arguments: str) -> tuple[int, str, str]:
    said = user.run("sync", "--delay", "0", *arguments)
    return said.status, said.out, said.err


def test_done_where_all_came(user: User) -> None:
    status, out, err = synced(user, NAME)
    assert (status, err) == (0, "")
    assert out.startswith("完成：")
    assert synced(user, NAME, "--lang", "en")[1].startswith("Done: ")


def test_pictures_that_the_site_does_not_have_are_counted(user: User, site: Site, server: Server) -> None:
    gone = {src for truth in site.articles() for src in truth.images}
    server.faults.update({src: Status(404) for src in gone})
    status, out, _ = synced(user, NAME)
    assert status == 0
    found = re.search(r"图片 0 张（另有 (\d+) 张网站上没有），失败", out)
    assert found is not None
    assert 0 < int(found[1]) <= len(gone)
    assert "no_images" not in user.run("sync", NAME, "--delay", "0", "--json").out


def test_in_part_where_single_pages_did_not_come(user: User, site: Site, server: Server) -> None:
    server.faults[site.lists[NAME][0]] = Status(404)
    status, out, err = synced(user, NAME)
    assert status == 0
    assert out.startswith("走完了，但没有全部取到：")
    assert len(err.splitlines()) == 1
    assert synced(user, NAME, "--lang", "en")[1].startswith("Done, but not all could be fetched: ")


@pytest.mark.parametrize(("fault", "expected"), [("gone", 1), ("rules", 4)])
def test_nothing_where_not_one_listing_page_came(
    user: User, site: Site, server: Server, fault: str, expected: int
) -> None:
    user.run("categories")
    if fault == "rules":
        server.faults["/robots.txt"] = RULES
    else:
        server.faults.update({page: Status(404) for pages in site.listing_pages.values() for page in pages})
    for lang, words in (("zh", "一页列表也没有取到"), ("en", "Not one listing page could be fetched")):
        status, out, err = synced(user, "--lang", lang)
        assert status == expected
        assert out.startswith(words)
        assert "完成" not in out
        assert "Done" not in out
        assert err


def test_broken_off_where_the_site_fails_on_the_way(user: User, site: Site, server: Server) -> None:
    server.faults.update({path: Status(500) for path in site.truth})
    said = user.run("sync", "--delay", "0")
    assert said.status == 4
    assert said.out.startswith("没有走完，下次接着来：")
    assert said.sentence
    server.faults["*"] = Status(500)
    for options in ((), ("--json",), ("--quiet",)):
        said = user.run("sync", "--delay", "0", *options)
        assert (said.status, said.out) == (4, "")
        assert said.sentence
