"""What changes after it was kept: the site's text, with the former version beside the new, or the parser."""

from dataclasses import replace
from typing import Any

import pytest

from achie_tui.parse import PARSER_VERSION
from achie_tui.parse.article import ArticlePage, read_article
from tests.commands.shell import User
from tests.site.build import Site
from tests.site.serve import Server

ADDED = "二稿：本段为后来所加，文中数字以此为准。"


def read_shouting(*arguments: Any, **named: Any) -> ArticlePage:
    """Read as a later parser would, which sees one letter more."""
    page = read_article(*arguments, **named)
    return replace(page, article=replace(page.article, title=f"{page.article.title}!"))


def test_a_changed_article_is_updated_and_its_former_version_kept(reader: User, site: Site, server: Server) -> None:
    truth = next(truth for truth in site.articles() if truth.pages == 1 and len(truth.paragraphs) > 5)
    before = reader.run("read", truth.path).out
    page = site.files[truth.path].decode()
    site.files[truth.path] = page.replace(truth.paragraphs[2], ADDED).encode()
    assert reader.run("read", truth.path).out == before
    said = reader.run("read", truth.path, "--refresh")
    assert (said.status, said.err) == (0, "")
    assert ADDED in said.out
    assert truth.paragraphs[2] not in said.out
    assert [hit.status for hit in server.log] == [200]
    with reader.library() as library:
        kept, [former] = library.article(truth.path), library.former(truth.path)
    assert kept is not None
    assert kept.revised
    texts = [getattr(block, "text", None) for block in former.article.blocks]
    assert truth.paragraphs[2] in texts
    assert ADDED not in texts
    assert reader.run("read", truth.path, "--refresh").out == said.out
    with reader.library() as library:
        assert len(library.former(truth.path)) == 1


def test_what_stands_around_an_article_is_no_change_of_it(reader: User, site: Site) -> None:
    truth = next(truth for truth in site.articles() if truth.pages == 1 and truth.related)
    title = site.truth[truth.related[0]].title
    site.files[truth.path] = site.files[truth.path].decode().replace(title, f"{title}（新）").encode()
    record = reader.run("read", truth.path, "--refresh", "--json").value()
    assert record["related"][0]["title"] == f"{title}（新）"
    with reader.library() as library:
        assert library.former(truth.path) == []


@pytest.mark.parametrize("pages", ["one", "several"])
def test_a_newer_parser_reads_the_kept_pages_again(
    reader: User, site: Site, server: Server, monkeypatch: pytest.MonkeyPatch, pages: str
) -> None:
    truth = next(truth for truth in site.articles() if (truth.pages > 1) == (pages == "several") and truth.related)
    before = reader.run("read", truth.path, "--json").value()
    server.stop()
    for module in ("newsroom.newsroom", "fetching.articles"):
        monkeypatch.setattr(f"achie_tui.{module}.PARSER_VERSION", PARSER_VERSION + 1)
    monkeypatch.setattr("achie_tui.parse.page.read_article", read_shouting)
    for options in (("--offline",), ()):
        said = reader.run("read", truth.path, "--json", *options)
        assert (said.status, said.err) == (0, "")
        assert said.value() == {**before, "title": f"{truth.title}!"}
    with reader.library() as library:
        kept = library.article(truth.path)
        assert kept is not None
        assert kept.parser == PARSER_VERSION + 1
        assert library.former(truth.path) == []
        assert library.knowledge.stale(PARSER_VERSION + 1, 1_000_000)
