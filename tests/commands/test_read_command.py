"""`read`: an article by any of its addresses, in four forms, harmless whatever the page holds."""

import html
import re
from html.parser import HTMLParser

import pytest

from achie_tui.model import Article, ImageBlock, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.typeset.width import cell_width
from tests.commands.shell import User, here
from tests.site.articles import TruthArticle
from tests.site.build import Site
from tests.site.serve import Server, serve

HOSTILE = "\x1b[2J[bold]<script>alert(1)</script>|*_`#\u202e\x9b31m"


@pytest.fixture
def truth(site: Site) -> TruthArticle:
    """Give an article of several pages, with a table."""
    return next(truth for truth in site.articles() if truth.pages > 1 and truth.tables and truth.author)


def test_an_article_goes_by_url_path_number_or_later_page(user: User, truth: TruthArticle, server: Server) -> None:
    stem = truth.path.removesuffix(".html")
    forms = (
        user.base_url + truth.path,
        truth.path,
        truth.path.removeprefix("/"),
        f"{stem}_2.html",
        f"{user.base_url}{stem}_2.html#top",
        f"http://www.achie.org{truth.path}",
        f"https://achie.org{truth.path}",
    )
    texts = {user.run("read", form).out for form in forms}
    assert len(texts) == 1
    assert truth.title in texts.pop()
    assert sorted(server.paths()) == [truth.path, *(f"{stem}_{n}.html" for n in range(2, truth.pages + 1))]


def test_a_number_means_the_article_that_the_library_knows(reader: User, truth: TruthArticle, server: Server) -> None:
    assert truth.title in reader.run("read", str(truth.aid)).out
    assert server.log == []


def test_a_number_that_nobody_knows_is_asked_for(user: User, server: Server) -> None:
    said = user.run("read", "999999")
    assert said.status == 1
    assert "没有找到要显示的内容" in said.sentence
    assert {*server.paths()} == {"/plus/view.php?aid=999999"}


def test_the_text_holds_all_of_it_in_order(reader: User, truth: TruthArticle) -> None:
    said = reader.run("read", truth.path)
    title, _, head, *rest = said.out.splitlines()
    assert title == truth.title
    assert head.split("  ") == [text for text in (truth.category, truth.source, truth.author, truth.published) if text]
    text = "\n".join(rest)
    assert [text.index(paragraph) for paragraph in truth.paragraphs] == sorted(map(text.index, truth.paragraphs))
    for table in truth.tables:
        for row in table:
            assert "\t".join(row) in text


def test_pages_are_fetched_once_and_the_copy_serves_from_then_on(
    user: User, truth: TruthArticle, server: Server
) -> None:
    first = user.run("read", truth.path).out
    asked = len(server.log)
    assert user.run("read", truth.path).out == user.run("read", truth.path, "--offline").out == first
    assert len(server.log) == asked == truth.pages


def test_refresh_asks_whether_it_changed(reader: User, truth: TruthArticle, server: Server) -> None:
    assert reader.run("read", truth.path, "--refresh").status == 0
    [hit] = server.log
    assert (hit.path, hit.status) == (truth.path, 304)


def test_a_redirect_inside_leads_to_its_article(user: User, site: Site, server: Server) -> None:
    for path, target in site.redirects.items():
        inside = target.removeprefix("http://www.achie.org")
        if not inside.startswith("/"):
            continue
        record = user.run("read", path, "--json").value()
        assert (record["url"], record["title"]) == (user.base_url + inside, site.truth[inside].title)
        assert user.run("read", path, "--offline").status == 0
    assert all(server.paths().count(path) <= 1 for path in site.redirects)


def test_a_redirect_outside_is_a_link_and_never_fetched(user: User, site: Site) -> None:
    path = next(path for path, target in site.redirects.items() if "example.com" in target)
    with serve(site) as foreign, serve(site) as server:
        target = f"{foreign.base_url}/report/1.html"
        site.redirects[path] = target
        ours = User(server.base_url, user.folder)
        for options in ((), ("--refresh",), ("--offline",)):
            record = ours.run("read", path, "--json", *options).value()
            assert record["blocks"] == [
                {
                    "kind": "paragraph",
                    "text": target,
                    "spans": [{"start": 0, "end": len(target), "style": "link", "href": target}],
                }
            ]
        assert foreign.log == []
        assert server.paths() == [path, path], "asked again only by whoever wants it anew"


def test_reading_marks_only_when_asked_to(reader: User, truth: TruthArticle) -> None:
    def is_read() -> bool:
        with reader.library() as library:
            headline = library.views.headline(truth.path)
        assert headline is not None
        return headline.read

    reader.run("read", truth.path)
    assert not is_read()
    reader.run("read", truth.path, "--mark-read", "--offline")
    assert is_read()


@pytest.mark.parametrize(
    "given", ["http://other.example/news/gxq/202401011.html", "/news/", "/", "nonsense", "file:///etc/x"]
)
def test_what_is_no_articles_address_is_wrong_usage(reader: User, given: str, server: Server) -> None:
    said = reader.run("read", given)
    assert (said.status, said.out) == (2, "")
    assert given in said.sentence
    assert server.log == []


@pytest.fixture
def hostile(user: User) -> User:
    """Give a library that holds what no parser would let through: the last wall stands alone."""
    path = "/news/gxq/202401017.html"
    article = Article(
        path=path,
        id=7,
        title=HOSTILE,
        category="高新区新闻",
        breadcrumb=(),
        source=HOSTILE,
        author=None,
        published="2024-01-01",
        attribution=None,
        blocks=(
            TextBlock("paragraph", HOSTILE, (Span(0, 4, "strong"), Span(2, 8, "link", "/news/a>b.html"))),
            TextBlock("heading", "# 1", (), 2),
            TextBlock("paragraph", "- 不是列表"),
            TextBlock("quote", HOSTILE),
            ListBlock(ordered=True, items=(ListItem(HOSTILE),)),
            TableBlock((("甲|乙", HOSTILE), ("", "<b>")), header_rows=1),
            ImageBlock('https://img.example.com/a"onerror=".png', HOSTILE, HOSTILE),
        ),
    )
    with user.library() as library:
        library.save_article(article, parser=PARSER_VERSION, at=1.0)
    return user


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_nothing_hostile_gets_out(hostile: User, form: str) -> None:
    said = hostile.run("read", "7", "--offline", "--format", form)
    assert said.status == 0
    assert all(letter.isprintable() or letter in "\n\t" for letter in said.out)


def test_html_lets_no_markup_through(hostile: User) -> None:
    tags: list[str] = []
    attributes: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)
            attributes.update(name for name, _ in attrs)

    page = hostile.run("read", "7", "--offline", "--format", "html").out
    Reader().feed(page)
    assert "script" not in tags
    assert tags.count("b") == 0
    assert attributes <= {"lang", "charset", "href", "src", "alt"}
    assert "<script>alert(1)</script>" in html.unescape(page)
    assert page.startswith("<!DOCTYPE html>")


def test_markdown_means_nothing_that_the_text_did_not(hostile: User) -> None:
    out = hostile.run("read", "7", "--offline", "--format", "markdown").out
    assert "<script" not in re.sub(r"\\<", "", out)
    assert r"甲\|乙" in out
    assert {line.replace(r"\|", "").count("|") for line in out.splitlines() if line.startswith("| ")} == {3}
    assert "\n## \\# 1\n" in out
    assert "\n\\- 不是列表\n" in out


def test_markdown_shows_what_the_article_is(reader: User, truth: TruthArticle) -> None:
    out = reader.run("read", truth.path, "--format", "markdown").out
    assert out.startswith(f"# {truth.title}\n\n")
    assert out.endswith(f"<{reader.base_url}{truth.path}>\n")
    assert "\n| --- |" in out


def test_a_page_full_of_escapes_is_read_clean(user: User, site: Site, truth: TruthArticle) -> None:
    page = site.files[truth.path].decode()
    hostile = "\x1b]0;owned\x07&#27;[31m&#x9b;2J[bold red]红[/]\u202e"
    site.files[truth.path] = page.replace(truth.title, f"{hostile}{truth.title}").encode()
    for form in ("text", "json", "markdown", "html"):
        out = user.run("read", truth.path, "--format", form).out
        assert all(letter.isprintable() or letter in "\n\t" for letter in out)
    record = user.run("read", truth.path, "--json").value()
    assert "[bold red]红[/]" in record["title"]


def test_the_demo_reads_whole() -> None:
    [first] = here("list", "--demo", "--limit", "1", "--json").values()
    said = here("read", "--demo", str(first["id"]), "--format", "json")
    assert said.status == 0
    assert said.value()["title"] == first["title"]


@pytest.fixture
def three(site: Site) -> list[TruthArticle]:
    return [truth for truth in site.articles() if truth.paragraphs][:3]


def test_several_articles_are_told_apart(reader: User, three: list[TruthArticle]) -> None:
    paths = [truth.path for truth in three]
    singly = [reader.run("read", path).out for path in paths]
    assert reader.run("read", *paths).out == f"\n{'-' * 40}\n\n".join(singly)
    set_narrow = [reader.run("read", path, "--width", "50").out for path in paths]
    assert reader.run("read", *paths, "--width", "50").out == f"\n{'-' * 40}\n\n".join(set_narrow)
    assert [record["title"] for record in reader.run("read", *paths, "--json").values()] == [t.title for t in three]
    assert reader.run("read", *paths, "--format", "markdown").out.count("\n\n---\n\n") == 2
    page = reader.run("read", *paths, "--format", "html").out
    assert (page.count("<!DOCTYPE"), page.count("<article>"), page.count("</html>")) == (1, 3, 1)


def test_one_that_cannot_be_had_does_not_hide_the_others(reader: User, three: list[TruthArticle]) -> None:
    said = reader.run("read", three[0].path, "/news/gxq/19990101999999.html", three[1].path, "--offline", "--mark-read")
    assert said.status == 3
    assert "19990101999999" in said.sentence
    assert three[0].title in said.out
    assert three[1].title in said.out
    assert reader.run("undo", "--json").value()["articles"] == 2, "both are marked, in one step"


def test_articles_come_from_the_standard_input_as_list_writes_them(reader: User, three: list[TruthArticle]) -> None:
    expected = reader.run("read", *(truth.path for truth in three)).out
    plain = "\n".join([reader.base_url + three[0].path, "", f"  {three[1].path} ", str(three[2].aid)])
    assert reader.run("read", given=plain).out == expected
    assert reader.run("read", "-", given=plain).out == expected
    assert reader.run("read", three[0].path, "-", given="\ufeff" + plain.partition("\n")[2]).out == expected
    rows = "\n".join(f'{{"title": "{t.title}", "url": "{reader.base_url}{t.path}"}}' for t in three)
    assert reader.run("read", given=rows).out == expected
    tabs = "\n".join(f"2025-01-01\t栏目\t见 http://other.example/1.html\t{reader.base_url}{t.path}" for t in three)
    assert reader.run("read", given=tabs).out == expected
    assert reader.run("read", given="").out == ""
    for wrong in ('{"url": 3}', '{"id": 1}', "{"):
        said = reader.run("read", given=f"{plain}\n{wrong}\n")
        assert (said.status, said.out) == (2, "")
        assert "第 5 行" in said.sentence


def test_lists_go_into_read_through_a_pipe(reader: User, site: Site) -> None:
    for form in ("", "--json"):
        said = reader.shell(f"achie list 高新区新闻 --limit 2 {form} | achie read")
        assert (said.status, said.err) == (0, "")
        for path in site.lists["高新区新闻"][:2]:
            assert site.truth[path].title in said.out


def test_a_width_sets_the_lines_in_a_pipe_too(reader: User, truth: TruthArticle) -> None:
    prose = next(text for text in truth.paragraphs if len(text) > 60)
    for width in (20, 50):
        out = reader.run("read", truth.path, "--width", str(width)).out
        assert max(cell_width(line) for line in out.splitlines() if line.strip() in prose) <= width
        assert prose not in out
        assert "\x1b" not in out
    assert "20 或更多" in reader.run("read", truth.path, "--width", "19").sentence
