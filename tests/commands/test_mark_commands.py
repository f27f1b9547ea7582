"""`mark`, `undo`, `redo` and `journal`: what the app does with marks, from the shell."""

import signal
from collections.abc import Iterator
from io import StringIO

import pytest

from achie_tui.library.watch_words import REMEMBERED, WatchWord, read
from tests.commands.shell import User, apart
from tests.site.build import Site
from tests.site.serve import Server

NAME = "高新区新闻"


@pytest.fixture
def paths(site: Site) -> list[str]:
    return site.lists[NAME]


def unread(user: User) -> list[str]:
    records = user.run("list", NAME, "--unread", "--json").values()
    return [record["url"].removeprefix(user.base_url) for record in records]


def test_articles_are_marked_by_any_of_their_names_as_one_step(reader: User, site: Site, paths: list[str]) -> None:
    one, two, three = [path for path in paths if path.endswith(".html")][:3]
    names = (reader.base_url + one, two, str(site.truth[three].aid), two)
    said = reader.run("mark", *names, "--read", "--star", "--json")
    assert said.value() == {"changed": 3, "unchanged": 0, "unknown": []}
    assert not {one, two, three} & set(unread(reader))
    assert reader.run("mark", "--later", *names[:1], "--unstar").out == "改了 1 篇，0 篇本来就是这样\n"
    assert reader.run("mark", *names, "--read", "--lang", "en").out == "0 changed, 3 were so already\n"
    [record] = reader.run("list", "--later", "--json").values()
    assert (record["read"], record["starred"], record["later"]) == (True, False, True)
    assert reader.run("undo", "--json").value()["articles"] == 1
    assert reader.run("undo", "--json").value()["articles"] == 3
    assert len(unread(reader)) == len(paths)


def test_what_nobody_knows_is_named_and_the_others_are_marked(reader: User, paths: list[str]) -> None:
    strangers = ["/news/gxq/19990101999999.html", "987654", "http://other.example/1.html"]
    said = reader.run("mark", strangers[0], paths[0], *strangers[1:], "--read")
    assert said.status == 1
    lines = said.err.splitlines()
    assert [name for name, line in zip(strangers, lines, strict=True) if f"“{name}”" in line] == strangers
    assert unread(reader) == paths[1:]
    assert reader.run("mark", strangers[0], "--read", "--json").value()["unknown"] == strangers[:1]


def test_marks_that_exclude_each_other_or_are_missing_are_wrong_usage(reader: User, paths: list[str]) -> None:
    assert "--unread 和 --read 不能一起用" in reader.run("mark", paths[0], "--read", "--unread").sentence
    assert "缺少 --read、--star、--later" in reader.run("mark", paths[0]).sentence
    assert "缺少“网址|路径|编号”" in reader.run("mark", "--read").sentence
    assert reader.run("mark", "--read").status == 2


@pytest.mark.parametrize("form", ["", "--json"])
def test_a_list_goes_into_mark_through_a_pipe(reader: User, paths: list[str], form: str) -> None:
    said = reader.shell(f"achie list {NAME} {form} | achie mark --read")
    assert (said.status, said.out, said.err) == (0, f"改了 {len(paths)} 篇，0 篇本来就是这样\n", "")
    assert reader.shell(f"achie list {NAME} --unread {form} | achie mark --read").out.startswith("改了 0 篇")
    assert reader.shell("achie undo && achie undo").status == 1, "marking nothing is no step"
    assert unread(reader) == paths


def test_undo_and_redo_say_what_they_did_whichever_process_did_it(reader: User, site: Site, paths: list[str]) -> None:
    assert apart("mark", *reader.options, paths[0], "--star").status == 0
    title = site.truth[paths[0]].title
    with reader.library() as library:
        library.marks.mark(paths[:3], read=True, later=True)
    several = reader.run("undo").out
    assert several.startswith("已撤销 标为已读、放进稍后读：“")
    assert several.endswith("”等 3 篇\n")
    assert reader.run("undo").out == f"已撤销 收藏：“{title}”\n"
    said = reader.run("undo")
    assert (said.status, said.out) == (1, "")
    assert "没有可撤销的" in said.sentence
    assert reader.run("redo", "--lang", "en").out == f"Done again: starred: “{title}”\n"
    record = reader.run("redo", "--json").value()
    assert record["articles"] == 3
    [step] = record["steps"]
    assert (step["undone"], step["changes"][0]) == (False, {"mark": "read", "set": True, "articles": 3})
    assert "没有可重做的" in reader.run("redo").sentence


def test_a_kept_search_that_was_removed_is_brought_back(reader: User) -> None:
    word = WatchWord("空域", "低空 -旧闻")
    with reader.library() as library:
        library.visits.keep_words((), (word,))
        library.visits.keep_words((word,), ())
    assert reader.run("undo").out == "已撤销 移除关注：“空域”\n"
    with reader.library() as library:
        assert read(library.visits.setting(REMEMBERED) or "") == (word,)
    record = reader.run("redo", "--json").value()
    assert (record["articles"], record["steps"][0]["title"]) == (0, "空域")
    assert record["steps"][0]["changes"] == [{"mark": "search", "set": False, "articles": 0}]


class InterruptedInput(StringIO):
    """A standard input at which the user presses Ctrl+C, once, after the first line."""

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        yield self.readline()
        signal.raise_signal(signal.SIGINT)
        yield from iter(self.readline, "")


def test_an_interrupted_list_is_not_marked_in_part(reader: User, paths: list[str]) -> None:
    said = reader.run("mark", "--read", given=InterruptedInput("\n".join(paths)))
    assert (said.status, said.out, said.err) == (130, "", "")
    assert unread(reader) == paths


def test_the_journal_is_shown_and_taken_back_down_to_a_step(reader: User, paths: list[str]) -> None:
    assert reader.run("journal").out == ""
    for path in paths[:3]:
        reader.run("mark", path, "--later")
    reader.run("undo")
    third, second, first = (line.split("\t") for line in reader.run("journal").out.splitlines())
    assert [row[2] for row in (third, second, first)] == ["undone", "done", "done"]
    assert first[3].startswith("放进稍后读：“")
    assert len(reader.run("journal", "--limit", "2").out.splitlines()) == 2
    assert len(reader.run("undo", "--to", first[0]).out.splitlines()) == 2
    assert reader.run("list", "--later").out == ""
    assert reader.run("undo", "--to", first[0]).status == 1
    assert len(reader.run("redo", "--to", third[0]).out.splitlines()) == 3
    [latest, *_] = reader.run("journal", "--json").value()
    assert (str(latest["number"]), latest["undone"], latest["articles"]) == (third[0], False, 1)
    assert latest["at"].endswith("+00:00")


def test_nothing_of_it_asks_the_site(reader: User, paths: list[str], server: Server) -> None:
    for command in (("mark", paths[0], "--star"), ("undo",), ("redo",), ("journal",)):
        assert reader.run(*command).status == 0
    assert server.log == []
