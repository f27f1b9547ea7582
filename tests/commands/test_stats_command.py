"""`stats`: counts that agree with the lists, what was read by day, and how much a search finds by month."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from achie_tui.typeset.width import cell_width
from tests.commands.shell import User, here
from tests.commands.test_terminal_output import at_terminal, bare
from tests.library.samples import article
from tests.library.test_search import of_the_version_before
from tests.site.build import Site
from tests.site.serve import Server

DAY = 86400


@pytest.fixture
def east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Live in China, where the day begins at 16:00 UTC."""
    with monkeypatch.context() as context:
        context.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


def test_articles_are_counted_by_category_and_year(reader: User, site: Site, server: Server) -> None:
    record = reader.run("stats", "--json").value()
    assert list(record) == ["articles", "cached", "read", "starred", "later", "categories", "years", "reading"]
    assert record["articles"] == len(site.truth)
    years = Counter(truth.published[:4] for truth in site.truth.values())
    assert record["years"] == [{"year": year, "articles": years[year]} for year in sorted(years, reverse=True)]
    assert [each["name"] for each in record["categories"]] == list(site.categories)
    for each in record["categories"]:
        listed = Counter(site.truth[path].published[:4] for path in site.lists[each["name"]])
        assert {row["year"]: row["articles"] for row in each["years"]} == listed
        assert each["articles"] == sum(listed.values())
    assert server.log == []


@pytest.mark.usefixtures("east")
def test_what_was_read_is_counted_by_the_users_own_day(reader: User, site: Site) -> None:
    name = "高新区新闻"
    one, two, three, four, *others = site.lists[name]
    now = time.time()
    midnight = (now + 8 * 3600) // DAY * DAY - 8 * 3600

    def mark(at: float, *paths: str) -> None:
        with Library.open(reader.folder, clock=lambda: at) as library:
            library.marks.mark(paths, read=True)

    mark(midnight - 29 * DAY - 1, one)
    mark(midnight - 29 * DAY, two)
    mark(midnight - 1, three)
    mark(now, four)
    mark(now, *others)  # several at once: nobody has read them
    reader.run("mark", "--unread", one)
    reader.run("mark", "--read", one)
    reader.run("undo")
    reading = reader.run("stats", "--json").value()["reading"]
    assert len(reading["days"]) == 30
    read = [(number, each["articles"]) for number, each in enumerate(reading["days"]) if each["articles"]]
    assert read == [(0, 1), (28, 1), (29, 1)]
    assert reading["categories"] == [{"category": name, "articles": 3}]


def test_a_pipe_gets_fields_and_a_terminal_a_table_and_bars(reader: User, site: Site) -> None:
    reader.run("mark", "--read", site.lists["高新区新闻"][0])
    rows = [line.split("\t") for line in reader.run("stats").out.splitlines()]
    assert Counter(row[0] for row in rows)["category"] == len(site.categories)
    assert {(row[0], len(row)) for row in rows} == {("category", 6), ("year", 4), ("day", 3), ("read", 3)}
    for columns in (60, 100):
        lines = bare(at_terminal("stats", *reader.options, columns=columns)).splitlines()
        assert max(map(cell_width, lines)) <= columns
        assert lines[0].startswith(f"共 {len(site.truth)} 篇，")
        table = [line.split() for line in lines if line.split()[:1] and line.split()[0] in site.categories]
        assert [int(row[1]) for row in table[: len(site.categories)]] == [8] * len(site.categories)
        assert max(line.count("#") for line in lines) > columns // 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a library of four texts with a word that no title has, one of them undated, and of others."""
    published = ["2022-11-03", "2022-11-30", "2023-02-01", None, "2021-01-01"]
    with Library.open(tmp_path / "data") as library:
        for number, day in enumerate(published, 1):
            text = "园区里，量子企业与 OpenAI 合作。" if number < 5 else "别的园区。"
            library.save_article(replace(article(number, text), published=day), parser=1, at=1.0)
    return tmp_path / "data"


def test_what_a_search_finds_is_counted_by_month_without_gaps(folder: Path) -> None:
    options = ("--data-dir", str(folder), "--offline")
    record = here("stats", "量子", "openai", "--json", *options).value()
    assert record == {
        "query": "量子 openai",
        "articles": 4,
        "months": [
            {"month": "2022-11", "articles": 2},
            {"month": "2022-12", "articles": 0},
            {"month": "2023-01", "articles": 0},
            {"month": "2023-02", "articles": 1},
        ],
    }
    assert here("stats", "量子 since:2023", *options).out == "2023-02\t1\n"
    assert here("stats", "园区 -量子", *options).out == "2021-01\t1\n"
    assert "共找到 4 篇" in bare(at_terminal("stats", "量子", *options))
    said = here("stats", "没有这样的词", *options)
    assert (said.status, said.out) == (1, "")
    assert "没有这样的词" in said.sentence
    assert here("stats", " ", *options).status == 2


def test_a_search_is_counted_over_all_that_the_index_did_not_know(tmp_path: Path) -> None:
    folder = of_the_version_before(tmp_path / "old")
    said = here("stats", "量子", "--json", "--data-dir", str(folder), "--offline")
    assert said.value()["articles"] == 60
    assert "正在为 60 篇文章编索引" in said.err


def test_a_library_that_is_empty_has_nothing_to_count(tmp_path: Path) -> None:
    user = User("http://127.0.0.1:9", tmp_path / "none")
    assert user.run("stats", "--json").value()["articles"] == 0
    assert bare(at_terminal("stats", *user.options)).startswith("共 0 篇")
