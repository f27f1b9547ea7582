"""A sister site needs no code: its profile alone makes every command work, with a library of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from achie_tui.config import default_data_dir
from tests.commands.shapes import CATEGORY, HEADLINE, check, check_article
from tests.commands.shell import here
from tests.site.build import Site, build
from tests.site.serve import Server, serve

NAMES = ("要闻", "园区 简报", "Research", "产业")


@pytest.fixture(params=[(21, "/xinwen/"), (14, "/zx/dt/"), (10, "/news/")], ids=lambda param: f"{param[0]}")
def sister(request: pytest.FixtureRequest) -> Iterator[Server]:
    seed, news = request.param
    print(f"site of seed {seed}")
    with serve(build(seed, categories=NAMES, news=news)) as server:
        yield server


@pytest.fixture
def profile(sister: Server, tmp_path: Path) -> str:
    file = tmp_path / "sister.toml"
    file.write_text(
        f"""
        name = "姊妹站"
        base_url = "{sister.base_url}"
        hosts = ["www.achie.org"]
        news = "{sister.site.news}"
        categories = {[*NAMES]!r}
        """.replace("        ", ""),
        encoding="utf-8",
    )
    return str(file)


def test_a_profile_alone_is_enough(sister: Server, profile: str) -> None:
    site = sister.site
    records = here("categories", "--json", "--profile", profile).value()
    for record in records:
        check(record, CATEGORY)
    assert [record["name"] for record in records] == [*NAMES]
    for name in NAMES:
        listed = here("list", name, "--all", "--json", "--profile", profile).values()
        for record in listed:
            check(record, HEADLINE)
        assert [record["url"] for record in listed] == [sister.base_url + path for path in site.lists[name]]
    truth = next(truth for truth in site.articles() if truth.pages > 1)
    record = here("read", f"http://www.achie.org{truth.path}", "--json", "--profile", profile).value()
    check_article(record)
    assert (record["title"], record["category"]) == (truth.title, truth.category)
    assert record["breadcrumb"][-1] == truth.category
    report = here("sync", "--json", "--delay", "0", "--profile", profile).value()
    assert report["failed"] == 0
    assert report["new"] == len(site.articles()) - 1
    for article in site.articles():
        assert article.title in here("read", article.path, "--offline", "--profile", profile).out


def test_each_profile_has_a_library_of_its_own(profile: str) -> None:
    assert here("list", "要闻", "--profile", profile).status == 0
    assert default_data_dir(profile).is_dir()
    assert not default_data_dir().exists()
    assert here("list", "--offline").status == 3


def test_the_names_of_the_built_in_site_are_unknown_there(profile: str) -> None:
    said = here("list", "高新区新闻", "--profile", profile)
    assert said.status == 2
    assert "要闻" in said.sentence


def test_a_site_without_these_categories_says_so(sister: Server, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(f'base_url = "{sister.base_url}"\ncategories = ["没有的栏目"]\n', encoding="utf-8")
    site: Site = sister.site
    said = here("categories", "--profile", str(file))
    assert (said.status, said.out) == (4 if site.news == "/news/" else said.status, "")
    assert said.status in {1, 4}
    assert said.sentence
