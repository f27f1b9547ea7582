"""`profile`: a profile learned of a site that nobody here has seen reads it as the built-in one does."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import pytest

from achie_tui.config import default_data_dir
from achie_tui.library.library import Library, View
from achie_tui.model import Article
from achie_tui.site.profile import built_in, read_profile
from tests.commands.shapes import CATEGORY, HEADLINE, check, check_article
from tests.commands.shell import Said, User, here
from tests.parse.reading import body_score
from tests.parse.scoring import squeeze
from tests.site.articles import TruthArticle
from tests.site.build import THE_13_NAMES, Encoding, Site, build
from tests.site.design_site import DesignedSite, build_designed
from tests.site.serve import Server, Status, serve
from tests.site.template import Template

SOME_NAMES = THE_13_NAMES[:4]
HOSTILE = "\x1b]0;owned\x07&#27;[31m\u202e\"'\\[bold]"
NAME = "\x1b\u202e\"'\\政策解读"


def served(site: DesignedSite) -> Site:
    """Give a designed site as one that can be served."""
    encoding: Encoding = "gbk" if site.choices["encoding"].startswith("gb") else "utf-8"
    return Site(
        site.seed, Template.draw(Random(site.seed)), encoding, "/news/", dict(site.categories), {}, dict(site.files)
    )


@dataclass(frozen=True)
class Learned:
    """A site that is served, what is true of its articles, and what looking at it said."""

    server: Server
    articles: dict[str, TruthArticle]
    said: Said
    profile: Path

    @property
    def names(self) -> list[str]:
        """The names of its categories, in its order."""
        return list(self.server.site.categories)


def generated(seed: int) -> tuple[Site, dict[str, TruthArticle]]:
    site = build(seed, categories=SOME_NAMES)
    return site, {truth.path: truth for truth in site.articles()}


def designed(seed: int) -> tuple[Site, dict[str, TruthArticle]]:
    site = build_designed(seed, given={"links": "path"})
    return served(site), {path: true.truth for path, true in site.articles.items()}


KINDS: dict[str, tuple[Callable[[int], tuple[Site, dict[str, TruthArticle]]], int]] = {
    "generated 2": (generated, 2),
    "generated 10": (generated, 10),
    "generated 14": (generated, 14),
    "designed 10": (designed, 10),
}


@pytest.fixture(scope="module", params=list(KINDS))
def learned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learned]:
    """Give a site and the profile learned of it; whoever uses it reads it from then on."""
    print(f"site {request.param}")
    kind, seed = KINDS[request.param]
    site, articles = kind(seed)
    folder = tmp_path_factory.mktemp("learned")
    with serve(site) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACHIE_TUI_DELAY", "0")
        patch.setenv("LANG", "zh_CN.UTF-8")
        patch.setenv("HOME", str(folder / "home"))
        said = here("profile", "learn", server.base_url)
        profile = folder / "learned.toml"
        profile.write_text(said.out, encoding="utf-8")
        yield Learned(server, articles, said, profile)


def options(learned: Learned, folder: Path) -> tuple[str, ...]:
    return "--profile", str(learned.profile), "--data-dir", str(folder)


# Learning.


def test_what_is_printed_is_a_profile_that_the_program_reads(learned: Learned) -> None:
    assert learned.said.status == 0
    profile = read_profile(learned.profile)
    assert profile.base_url.rstrip("/") == learned.server.base_url
    assert profile.name == "高新院"
    assert list(profile.categories) == learned.names
    assert len(profile.selectors.title) == len(profile.selectors.body) == 1
    assert set(profile.labels.source) == set(built_in().labels.source)


def test_what_is_being_looked_at_is_told_beside_the_profile(learned: Learned) -> None:
    lines = learned.said.err.splitlines()
    assert lines[0] == "正在看 /"
    looked = [line.removeprefix("正在看 ") for line in lines]
    assert {*learned.server.site.categories.values()} <= set(looked)
    assert sum(path in learned.articles for path in looked) >= 8
    assert len(looked) == len(set(looked))


def test_with_the_profile_all_commands_work(learned: Learned, tmp_path: Path) -> None:
    given = options(learned, tmp_path / "fresh")
    records = here("categories", "--json", *given).value()
    for record in records:
        check(record, CATEGORY)
    assert [record["name"] for record in records] == learned.names
    name = learned.names[1]
    listed = here("list", name, "--all", "--json", *given).values()
    for record in listed:
        check(record, HEADLINE)
    wanted = {learned.server.base_url + truth.path for truth in learned.articles.values() if truth.category == name}
    assert wanted <= {record["url"] for record in listed}
    truth = next(truth for truth in learned.articles.values() if truth.paragraphs)
    record = here("read", truth.path, "--json", *given).value()
    check_article(record)
    assert squeeze(record["title"]) == squeeze(truth.title)
    assert squeeze(truth.paragraphs[-1]) in squeeze(here("read", truth.path, "--offline", *given).out)
    report = here("sync", "--json", "--delay", "0", "--no-images", *given).value()
    assert (report["failed"], report["new"]) == (0, len(learned.articles) - 1)


def score(article: Article, truth: TruthArticle) -> tuple[bool, float]:
    return squeeze(article.title) == squeeze(truth.title), body_score(article, truth)


def test_with_the_profile_articles_are_read_as_well_as_with_the_built_in_one(learned: Learned, tmp_path: Path) -> None:
    ours = options(learned, tmp_path / "ours")
    theirs = ("--base-url", learned.server.base_url, "--data-dir", str(tmp_path / "theirs"))
    for given in (ours, theirs):
        assert here("sync", "--json", "--delay", "0", "--no-images", *given).value()["failed"] == 0
    wrong = []
    with Library.open(tmp_path / "ours") as one, Library.open(tmp_path / "theirs") as other:
        for path, truth in learned.articles.items():
            mine, usual = one.article(path), other.article(path)
            assert mine is not None, path
            assert usual is not None, path
            assert score(mine.article, truth) >= score(usual.article, truth), path
            assert mine.article.published == usual.article.published, path
            assert mine.article.category == usual.article.category, path
            if score(mine.article, truth) < (True, 0.99):
                wrong.append(path)
    print(f"of {len(learned.articles)} articles not right: {wrong}")
    assert len(wrong) <= 0.05 * len(learned.articles)


# Once is enough for these.


@pytest.fixture
def news_site() -> Iterator[Server]:
    with serve(build(2, categories=SOME_NAMES)) as server:
        yield server


def test_it_speaks_the_users_language(news_site: Server) -> None:
    said = here("profile", "learn", news_site.base_url, "--lang", "en")
    assert said.status == 0
    assert said.err.splitlines()[0] == "looking at /"
    assert tomllib.loads(said.out)["categories"] == [*SOME_NAMES]


def test_as_json_and_from_the_address_of_any_page_it_is_the_same_content(news_site: Server) -> None:
    said = here("profile", "learn", news_site.base_url)
    path = news_site.site.articles()[0].path
    assert here("profile", "learn", f"{news_site.base_url}{path}", "--json").value() == tomllib.loads(said.out)


def test_looking_at_another_site_leaves_nothing_behind(news_site: Server, user: User) -> None:
    assert here("profile", "learn", news_site.base_url, "--data-dir", str(user.folder)).status == 0
    assert not user.folder.exists()
    assert not default_data_dir().exists()


def test_looking_at_the_configured_site_leaves_its_articles(reader: User) -> None:
    with reader.library() as library:
        before = library.views.totals().cached
    said = reader.run("profile", "learn")
    assert said.status == 0
    assert set(tomllib.loads(said.out)["categories"]) == set(THE_13_NAMES)
    with reader.library() as library:
        assert library.views.totals().cached == before
        assert len(library.categories()) == len(THE_13_NAMES)


def test_pages_that_only_have_boxes_are_no_categories() -> None:
    with serve(build(1)) as server:
        said = here("profile", "learn", server.base_url)
    assert set(tomllib.loads(said.out)["categories"]) == set(THE_13_NAMES)


def test_looking_at_the_configured_site_changes_no_categories(tmp_path: Path) -> None:
    with serve(build(1)) as server:
        user = User(server.base_url, tmp_path / "library")
        before = [record["name"] for record in user.run("categories", "--json").value()]
        assert user.run("profile", "learn").status == 0
        assert [record["name"] for record in user.run("categories", "--json").value()] == before


def test_names_that_would_command_a_terminal_or_end_a_text_are_harmless(tmp_path: Path) -> None:
    site = build(2, categories=SOME_NAMES)
    page = site.files["/index.html"].decode()
    title = f"<title>{HOSTILE}</title>"
    begin, end = page.index("<title>"), page.index("</title>") + len("</title>")
    page = page[:begin] + title + page[end:]
    site.files["/index.html"] = page.replace(">政策解读<", f">{escape(NAME)}<").encode()
    with serve(site) as server:
        toml, value = here("profile", "learn", server.base_url), here("profile", "learn", server.base_url, "--json")
    for said in (toml, value):
        assert said.status == 0
        assert all(letter.isprintable() or letter == "\n" for letter in said.out + said.err)
    file = tmp_path / "profile.toml"
    file.write_text(toml.out, encoding="utf-8")
    assert read_profile(file).categories == tuple(NAME[2:] if name == "政策解读" else name for name in SOME_NAMES)


@pytest.fixture
def cover() -> Iterator[Server]:
    """Give a site that is nothing but a cover page."""
    site = build(2, categories=SOME_NAMES)
    with serve(replace(site, files={"/index.html": site.files["/about/index.html"]})) as server:
        yield server


def test_a_site_without_lists_says_so(cover: Server) -> None:
    said = here("profile", "learn", cover.base_url)
    assert (said.status, said.out) == (4, "")
    assert "没有找到" in said.err.splitlines()[-1]
    assert "Traceback" not in said.err


def test_the_advice_is_something_else_than_what_was_just_done(cover: Server) -> None:
    said = here("profile", "learn", cover.base_url)
    assert said.status == 4
    assert "profile learn" not in said.err.splitlines()[-1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_site_that_fails_is_told_in_one_sentence(news_site: Server, language: str) -> None:
    news_site.faults["*"] = Status(503)
    said = here("profile", "learn", news_site.base_url, "--lang", language)
    assert (said.status, said.out) == (4, "")
    assert "503" in said.err.splitlines()[-1]
    assert "Traceback" not in said.err


def test_a_site_that_is_not_there_is_told_in_one_sentence(news_site: Server) -> None:
    news_site.stop()
    said = here("profile", "learn", news_site.base_url)
    assert (said.status, said.out) == (4, "")
    assert "Traceback" not in said.err


def test_offline_there_is_nothing_to_look_at(news_site: Server) -> None:
    said = here("profile", "learn", news_site.base_url, "--offline")
    assert (said.status, said.out) == (3, "")
    assert news_site.log == []


# Showing.


def test_after_a_sync_it_shows_what_was_learned(reader: User, server: Server) -> None:
    said = reader.run("profile", "show")
    assert (said.status, said.err) == (0, "")
    site, *lines = said.out.splitlines()
    assert site.split("\t") == ["网站", built_in().name, reader.base_url]
    assert lines[0].startswith("版式 1\t")
    places = [line.strip().split("\t") for line in lines[1:5]]
    assert [name for name, _ in places] == ["标题", "日期", "来源", "正文"]
    assert places[0][1].startswith("body > ")
    assert places[3][1].startswith("body > ")
    rows = [line.split("\t") for line in lines if line.split("\t")[0] in THE_13_NAMES]
    assert [name for name, *_ in rows] == [*THE_13_NAMES]
    assert server.log == []


def test_in_english_it_shows_the_same(reader: User) -> None:
    chinese, english = (reader.run("profile", "show", "--lang", lang).out.splitlines() for lang in ("zh", "en"))
    assert len(chinese) == len(english)
    assert english[0].startswith("site\t")
    assert english[1].startswith("template 1\t")
    assert [line.split("\t")[0].strip() for line in english[2:6]] == ["title", "date", "source", "text"]
    assert [line.split("\t")[1] for line in english[2:6]] == [line.split("\t")[1] for line in chinese[2:6]]
    for own, other in zip(chinese, english, strict=True):
        if own.split("\t")[0] in THE_13_NAMES:
            assert own.split("\t")[:2] == other.split("\t")[:2]


def shown(user: User) -> Any:
    return user.run("profile", "show", "--json").value()


def test_as_json_it_shows_templates_and_how_articles_were_read(reader: User, site: Site) -> None:
    record = shown(reader)
    assert set(record) == {"name", "base_url", "news", "selectors", "templates", "categories"}
    assert (record["base_url"], record["news"]) == (reader.base_url, built_in().news)
    assert record["selectors"].keys() == {"title", "body"}
    template, *_ = record["templates"]
    assert template.keys() == {"articles", "title", "date", "source", "text", "agreed", "held"}
    assert 0 < template["agreed"] <= template["articles"]
    assert 0 < template["held"] <= template["articles"]
    assert [each["name"] for each in record["categories"]] == list(site.categories)
    with reader.library() as library:
        for each in record["categories"]:
            assert each.keys() == {"name", "path", "read", "doubted"}
            assert set(each["read"]) <= {"selector", "anchor", "template", "density"}
            cached = sum(
                headline.cached for headline in library.views.headlines(library.views.keys(View(each["path"])))
            )
            assert sum(each["read"].values()) == min(cached, 30)
            assert each["doubted"] <= sum(each["read"].values())


def test_before_anything_was_read_there_is_nothing_to_show(user: User) -> None:
    said = user.run("profile", "show")
    assert said.status == 0
    assert said.out.splitlines() == [f"网站\t{built_in().name}\t{user.base_url}"]
    assert "还没有学到" in said.sentence
    assert shown(user)["templates"] == []
    assert "no template" in user.run("profile", "show", "--lang", "en").sentence


def test_showing_costs_no_request(reader: User, server: Server) -> None:
    shown(reader)
    reader.run("profile", "show", "--offline")
    assert server.log == []


def test_what_a_page_called_its_parts_is_shown_harmless(reader: User) -> None:
    with reader.library() as library:
        data = library.knowledge.current().data
        data["templates"][0]["title"] = f"body > {HOSTILE}"
        library.knowledge.save(data, articles=1000, at=1.0)
    said = reader.run("profile", "show")
    assert said.status == 0
    assert all(letter.isprintable() or letter in "\n\t" for letter in said.out)


# Wrong usage.


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("teach",),
        ("learn", "nonsense"),
        ("learn", "ftp://example.org/"),
        ("learn", "file:///etc/passwd"),
        ("learn", "http://"),
        ("show", "http://127.0.0.1:9/", "http://127.0.0.1:9/"),
        ("show", "--all"),
        ("show", "--profile", "/nonexistent.toml"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_usage_is_one_sentence(arguments: tuple[str, ...], language: str) -> None:
    said = here("profile", *arguments, "--lang", language)
    assert (said.status, said.out) == (2, "")
    assert said.sentence


def test_the_help_names_both_actions() -> None:
    for language in ("zh", "en"):
        said = here("profile", "--help", "--lang", language)
        assert (said.status, said.err) == (0, "")
        assert "show" in said.out
        assert "learn" in said.out
