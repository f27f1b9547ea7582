"""`export`: what is asked for in files or on stdout, fetched where it has to be, and each failure told."""

import io
import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from achie_tui.cli.arguments import COMMANDS
from achie_tui.export.formats import FORMATS
from achie_tui.model import ImageBlock, Listing, Row
from achie_tui.parse import PARSER_VERSION
from tests.commands.shell import User
from tests.site.articles import TruthArticle
from tests.site.build import Site
from tests.site.serve import Server, Status

NAME = "高新区新闻"


@pytest.fixture
def truth(site: Site) -> TruthArticle:
    """Give an article of several pages."""
    return next(truth for truth in site.articles() if truth.pages > 1)


def listed(reader: User, *arguments: str) -> list[str]:
    return [headline["url"] for headline in reader.run("list", "--json", *arguments).values()]


def test_the_command_line_knows_the_formats_that_there_are() -> None:
    [form] = [each for each in COMMANDS["export"].each_argument() if each.name == "--format"]
    assert form.value is not None
    for name in FORMATS:
        assert form.value.read(name) == name
    with pytest.raises(ValueError, match="pdf"):
        form.value.read("pdf")


def test_an_article_that_is_not_here_is_fetched_as_reading_does(
    user: User, truth: TruthArticle, server: Server
) -> None:
    said = user.run("export", truth.path, "--format", "text")
    assert said.status == 0
    assert said.out == user.run("read", truth.path).out + f"\n{user.base_url}{truth.path}\n"
    assert len(server.paths()) == truth.pages


def test_offline_what_is_not_here_is_named_and_the_others_are_written(
    user: User, truth: TruthArticle, tmp_path: Path
) -> None:
    user.run("read", truth.path)
    file = tmp_path / "a.epub"
    said = user.run("export", "/news/gxq/2099010199.html", truth.path, "--offline", "--output", str(file))
    assert said.status == 3
    assert "2099010199" in said.err
    assert said.out == f"{file}\n"
    with ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert truth.title in archive.read("EPUB/a1.xhtml").decode()
    alone = user.run("export", "/news/gxq/2099010199.html", "--offline")
    assert (alone.status, alone.out) == (3, "")
    assert "2099010199" in alone.sentence


def test_what_is_no_address_is_wrong_usage_and_keeps_no_other_back(reader: User, truth: TruthArticle) -> None:
    said = reader.run("export", "nonsense", truth.path, "--format", "gbt7714")
    assert said.status == 2
    assert "nonsense" in said.err
    assert truth.title in said.out


@pytest.mark.parametrize(
    "options",
    [
        ("--category", NAME),
        ("--starred",),
        ("--since", "2024", "--limit", "3"),
        ("--category", "高新区,政策", "--until", "2024"),
    ],
)
def test_a_list_is_exported_in_the_order_of_list(reader: User, options: tuple[str, ...]) -> None:
    reader.run("mark", *listed(reader, "--limit", "2"), "--star")
    everything = () if "--limit" in options else ("--all",)
    wanted = listed(reader, *options, *everything)
    said = reader.run("export", "--format", "jsonl", *options)
    assert [record["url"] for record in said.values()] == wanted
    assert wanted


def test_what_a_list_leads_to_is_exported_once_as_it_opens_from_there(reader: User, site: Site) -> None:
    jumps = ("/plus/view.php?aid=700001", "/plus/view.php?aid=700002")
    with reader.library() as library:
        [ours] = [each.category for each in library.views.counts() if each.category.name == NAME]
        other = next(path for path, truth in site.truth.items() if truth.category != NAME and library.article(path))
        for jump in jumps:
            library.pages.save_redirect(jump, other)
        rows = tuple(Row(jump, "列表里的标题", published="2031-01-01") for jump in jumps)
        library.save_listing(ours.path, Listing(rows), at=1.0)
    assert listed(reader, NAME, "--since", "2031") == [f"{reader.base_url}{jump}" for jump in jumps]
    # The list decides what is wanted; what is written tells of the text that it is, as the reader does.
    [written] = reader.run("export", "--category", NAME, "--since", "2031", "--format", "jsonl", "--full").values()
    assert written == reader.run("read", jumps[0], "--json").value()
    assert (written["url"], written["title"]) == (f"{reader.base_url}{other}", site.truth[other].title)


def test_a_search_is_exported_newest_first(reader: User, truth: TruthArticle) -> None:
    word = truth.title[:4]
    found = {headline["url"] for headline in reader.run("search", word, "--json", "--limit", "500").values()}
    records = reader.run("export", "--search", word, "--format", "jsonl", "--full").values()
    assert {record["url"] for record in records} == found
    days = [record["published"] or "" for record in records]
    assert days == sorted(days, reverse=True)
    assert all(record["blocks"] is not None for record in records)
    assert reader.run("export", "--search", "绝无此词").status == 1


def test_addresses_come_from_a_pipe(reader: User, truth: TruthArticle) -> None:
    lines = reader.run("list", "--json", "--limit", "2").out
    piped = reader.run("export", "-", "--format", "jsonl", given=lines)
    assert [record["url"] for record in piped.values()] == listed(reader, "--limit", "2")
    assert reader.run("export", "--format", "bibtex", given=truth.path).out.startswith("@online{")


def test_the_file_s_name_says_the_format(reader: User, truth: TruthArticle, tmp_path: Path) -> None:
    for ending, beginning in (("html", "<!DOCTYPE html>"), ("md", "---\n"), ("bib", "@online"), ("csv", "\ufeff标题")):
        file = tmp_path / f"a.{ending}"
        assert reader.run("export", truth.path, "--output", str(file)).status == 0
        assert file.read_text(encoding="utf-8").startswith(beginning)
    assert reader.run("export", truth.path, "--format", "csv").out.startswith("标题"), "no BOM for a pipe"


def test_into_a_folder_go_files_called_by_their_titles(reader: User, tmp_path: Path) -> None:
    said = reader.run("export", "--category", NAME, "--limit", "2", "--output", f"{tmp_path}/new/", "--json")
    assert said.status == 0
    value = said.value()
    assert value["articles"] == 2
    assert sorted(value["files"]) == sorted(str(file) for file in (tmp_path / "new").glob("*.md"))
    titles = [headline["title"] for headline in reader.run("list", NAME, "--limit", "2", "--json").values()]
    assert {file.stem[11:15] for file in (tmp_path / "new").glob("*.md")} == {title[:4] for title in titles}


def test_in_a_folder_what_is_there_already_is_named_and_not_counted(reader: User, tmp_path: Path) -> None:
    first = reader.run("export", "--limit", "1", "--output", f"{tmp_path}/new/")
    again = reader.run("export", "--limit", "2", "--output", f"{tmp_path}/new/")
    assert (first.status, again.status) == (0, 1)
    assert first.out.strip() in again.err
    assert "已导出 1 篇" in again.err
    assert len(list((tmp_path / "new").glob("*.md"))) == 2


def test_nothing_is_written_over_without_force(reader: User, truth: TruthArticle, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("我的", encoding="utf-8")
    said = reader.run("export", truth.path, "--output", str(file))
    assert said.status == 1
    assert "--force" in said.sentence
    assert file.read_text(encoding="utf-8") == "我的"
    assert reader.run("export", truth.path, "--output", str(file), "--force").status == 0
    assert truth.title in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "epub", "/news/gxq/1.html"), "--output"),
        (("--starred", "/news/gxq/1.html"), "条件"),
        (("--full", "/news/gxq/1.html"), "jsonl"),
        (("--format", "pdf"), "epub"),
        ((), "网址"),
    ],
)
def test_what_cannot_be_meant_is_told_before_anything_is_done(
    user: User, arguments: tuple[str, ...], words: str, server: Server
) -> None:
    said = user.run("export", *arguments)
    assert (said.status, said.out) == (2, "")
    assert words in said.sentence
    assert server.log == []


def test_pictures_are_fetched_where_that_is_asked_for(user: User, site: Site, tmp_path: Path) -> None:
    truth = next(truth for truth in site.articles() if truth.images)
    without = user.run("export", truth.path, "--output", str(tmp_path / "a.html"))
    assert "--pictures" in without.err
    assert "data:image" not in (tmp_path / "a.html").read_text(encoding="utf-8")
    with_them = user.run("export", truth.path, "--pictures", "--output", str(tmp_path / "b.html"))
    assert "--pictures" not in with_them.err
    assert "data:image" in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_pictures_that_the_site_does_not_have_are_told_of(
    user: User, site: Site, server: Server, tmp_path: Path
) -> None:
    truth = next(truth for truth in site.articles() if truth.images)
    user.run("read", truth.path)
    count = len(set(truth.images))
    server.faults.update({src: Status(503) for src in truth.images})
    failed = user.run("export", truth.path, "--pictures", "--output", str(tmp_path / "a.html"))
    assert f"有 {count} 幅图片没有取到" in failed.err
    server.faults.update({src: Status(404) for src in truth.images})
    for number, options in enumerate((["--pictures"], ["--pictures"], [])):
        said = user.run("export", truth.path, *options, "--output", str(tmp_path / f"{number}.html"))
        assert said.status == 0
        assert f"有 {count} 幅图片网站上没有" in said.err
        assert "加上 --pictures" not in said.err


def test_pictures_on_other_sites_are_told_of(user: User, truth: TruthArticle, tmp_path: Path) -> None:
    user.run("read", truth.path)
    with user.library() as library:
        kept = library.article(truth.path)
        assert kept is not None
        picture = ImageBlock("https://img.example.com/a.png", "图")
        blocks = (*kept.article.blocks, picture, picture)
        library.save_article(replace(kept.article, blocks=blocks), parser=PARSER_VERSION, at=kept.fetched + 1)
    said = user.run("export", truth.path, "--output", str(tmp_path / "a.html"), "--offline")
    assert "有 1 幅图片在别的网站上" in said.err


def test_an_empty_list_is_no_book(reader: User) -> None:
    assert reader.run("export", "--later", "--format", "csv").out.startswith("标题")
    said = reader.run("export", "--later", "--format", "markdown")
    assert (said.status, said.out) == (1, "")
    assert said.sentence


def test_csl_is_one_value_for_several(reader: User) -> None:
    items = json.loads(reader.run("export", "--category", NAME, "--limit", "3", "--format", "csl").out)
    assert len(items) == 3
