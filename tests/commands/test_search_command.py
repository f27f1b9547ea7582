"""`search`: what the library holds, with a piece of the text; nothing found is told, and the network is never asked."""

from itertools import pairwise
from pathlib import Path

import apsw
import pytest

from achie_tui.library.library import Library
from achie_tui.model import Listing
from achie_tui.typeset.width import cell_width
from tests.commands.shell import Said, here
from tests.commands.test_terminal_output import at_terminal, bare
from tests.library.samples import GXQ, ZCJD, article, path_of, row
from tests.library.test_search import of_the_version_before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "data") as library:
        library.save_categories([GXQ])
        library.save_listing(GXQ.path, Listing((row(9, "量子人才招聘", "2019-05-06"),)), at=1.0)
        for number in range(1, 4):
            text = f"第{number}个园区里，量子企业与 OpenAI 合作。" + "别的话。" * 60
            library.save_article(article(number, text, published=f"202{number}-01-01"), parser=1, at=1.0)
    return tmp_path / "data"


def search(folder: Path, *arguments: str) -> Said:
    return here("search", *arguments, "--data-dir", str(folder), "--offline")


def test_headlines_come_as_json_with_snippets_and_where_the_hits_are(folder: Path) -> None:
    said = search(folder, "量子", "--json")
    assert (said.status, said.err) == (0, "")
    first, second, *_ = said.values()
    assert (first["title"], first["snippet"], first["matches"], first["cached"]) == ("量子人才招聘", "", [], False)
    assert second["url"].endswith(path_of(3))
    assert [second["snippet"][start:end] for start, end in second["matches"]] == ["量子"]
    assert set(second) - {"snippet", "matches", "in_note"} == set(
        here("list", "--json", "--data-dir", str(folder), "--offline").values()[0]
    )


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["量子"], [9, 3, 2, 1]),
        (["量子", "--sort", "date"], [3, 2, 1, 9]),
        (["量子", "园区"], [3, 2, 1]),
        (["量子 -园区"], [9]),
        (["量子", "--since", "2022-01-01", "--until", "2023-12-31"], [3, 2]),
        (["量子", "--category", "gxq", "--limit", "1"], [9]),
        (["量子", "--since", "2022"], [3, 2]),
        (["量子", "--since", "2022-01", "--until", "2022"], [2]),
        (["量子", "--unread", "--all"], [9, 3, 2, 1]),
        (["量子", "--starred", "--later"], []),
        (["-园区", "量子"], [9]),
        (["量子", "-园区"], [9]),
        (["（园区 2020） OR 招聘"], [9]),
        (["openai"], [3, 2, 1]),
    ],
)
def test_the_options_narrow_and_order_what_is_found(folder: Path, arguments: list[str], numbers: list[int]) -> None:
    records = search(folder, *arguments, "--json").values()
    assert [record["url"].rpartition("/")[2] for record in records] == [
        path_of(number).rpartition("/")[2] for number in numbers
    ]


def test_a_pipe_has_a_line_a_hit_and_is_told_where_it_is_not_complete(folder: Path) -> None:
    said = search(folder, "园区", "--limit", "2")
    lines = said.out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["2023-01-01", "2022-01-01"]
    assert all(line.split("\t")[3].startswith("第") and line.endswith(".html") for line in lines)
    assert "共 3 篇，列出前 2 篇" in said.sentence
    said = search(folder, "园区", "--all", "--json")
    assert (len(said.values()), said.err) == (3, "")


def test_behind_two_dashes_nothing_is_an_option(folder: Path) -> None:
    options = "--data-dir", str(folder), "--offline", "--json"
    for words in (["-园区", "量子"], ["量子", "-园区"], ["-openai 量子"], ["量子", "-openai"]):
        assert [record["id"] for record in here("search", *options, "--", *words).values()] == [9]
    assert len(here("search", *options, "--", "--help").values()) == 4, "all are without -help"


def test_a_pipe_has_all_hits_and_a_terminal_a_page_of_them(folder: Path) -> None:
    with Library.open(folder) as library:
        for number in range(20, 50):
            library.save_article(article(number, "量子企业"), parser=1, at=1.0)
    said = search(folder, "量子", "--json")
    assert (len(said.values()), said.err) == (34, "")
    options = "--data-dir", str(folder), "--offline"
    assert "共 34 篇，列出前 20 篇；全部列出用 --all" in bare(at_terminal("search", "量子", *options))
    assert bare(at_terminal("search", "量子", "--all", *options)).splitlines()[-1] == "共 34 篇"


def test_the_number_of_hits_is_exact_or_the_most_there_can_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(folder) as library:
        for number in range(20, 50):
            library.save_article(article(number, "量子企，子企，企业", published="2018-01-01"), parser=1, at=1.0)
    assert "共 3 篇，列出前 1 篇" in search(folder, "量子企业", "--limit", "1").sentence
    monkeypatch.setattr("achie_tui.commands.search._COUNTING", 0.0)
    assert "至多 33 篇，列出前 1 篇" in search(folder, "量子企业", "--limit", "1", "--sort", "date").sentence


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        (["--category", "gxq", "--category", "zcjd"], {9, 4}),
        (["--category", "gxq,zcjd"], {9, 4}),
        (["--category", "政策解读、高新区新闻"], {9, 4}),
        (["--category", "zcjd"], {4}),
        ([], {9, 4, 3, 2, 1}),
    ],
)
def test_several_categories_are_searched_however_they_are_given(
    folder: Path, given: list[str], numbers: set[int]
) -> None:
    with Library.open(folder) as library:
        library.save_categories([GXQ, ZCJD])
        library.save_listing(ZCJD.path, Listing((row(4, "量子政策", "2019-01-02"),)), at=1.0)
    records = search(folder, "量子", *given, "--json").values()
    assert {record["id"] for record in records} == numbers
    said = here("stats", "量子", *given, "--json", "--data-dir", str(folder), "--offline")
    assert said.value()["articles"] == len(numbers)


def test_at_a_terminal_the_hits_are_marked_in_every_line(folder: Path) -> None:
    said = at_terminal("search", "量子", "--data-dir", str(folder), "--offline", columns=40)
    assert said.count("\x1b[1;4m量子\x1b[0m") == 3
    *lines, count = bare(said).splitlines()
    assert max(map(cell_width, lines)) <= 40
    assert count == "共 4 篇"


def test_no_line_of_a_snippet_at_a_terminal_ends_within_a_number(folder: Path) -> None:
    text = "".join(f"氢能车第{number * 7919}批共有{number * 104729}辆上路，" for number in range(1, 9))
    with Library.open(folder) as library:
        library.save_article(article(4, text, published="2024-01-01"), parser=1, at=1.0)
    for columns in (28, 37):
        said = at_terminal("search", "氢能车", "--data-dir", str(folder), "--offline", columns=columns)
        lines = [line.strip() for line in bare(said).splitlines()[1:-1]]
        assert len(lines) > 3
        joined = list(pairwise(lines))
        assert not [pair for pair in joined if pair[0][-1:].isdigit() and pair[1][:1].isdigit()]
        assert not [line for line in lines if line.startswith(("，", "。"))]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["没有这个词"], 1, "没有找到“没有这个词”"),
        ([], 2, "没有给出要找的词"),
        (["   "], 2, "没有给出要找的词"),
        (["量子", "--category", "nowhere"], 2, "没有叫“nowhere”的栏目"),
    ],
)
def test_nothing_found_and_nothing_asked_are_told(
    folder: Path, arguments: list[str], status: int, sentence: str
) -> None:
    said = search(folder, *arguments)
    assert (said.status, said.out) == (status, "")
    assert sentence in said.sentence


def test_what_was_taken_literally_is_said(folder: Path) -> None:
    said = search(folder, "量子", "is:gone")
    assert said.status == 1
    assert "照字面搜索" in said.err


def test_an_empty_library_has_nothing(tmp_path: Path) -> None:
    assert search(tmp_path / "new", "量子").status == 1


def test_an_index_that_is_behind_catches_up_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = of_the_version_before(tmp_path / "old")
    monkeypatch.setattr("achie_tui.commands.library_search._PATIENCE", 0.0)
    said = search(folder, "量子")
    assert said.status == 1
    assert "正在为 60 篇文章编索引" in said.err
    assert "还有 60 篇文章没有编进索引" in said.err
    monkeypatch.undo()
    said = search(folder, "量子", "--limit", "100")
    assert len(said.out.splitlines()) == 60
    assert "正在为 60 篇文章编索引" in said.sentence


def test_hostile_text_reaches_nobody(folder: Path) -> None:
    with apsw.Connection(str(folder / "cache.db")) as cache:
        cache.execute("UPDATE articles SET summary = '量子' || char(27) || '[2J', title = title || char(27, 8238)")
    for given in (["第"], ["第", "--json"], ["is:unread"]):
        said = search(folder, *given)
        assert "\x1b" not in said.out
        assert "\u202e" not in said.out
