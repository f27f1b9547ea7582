"""`state`: two libraries that end with the same marks, whatever file goes where."""

import io
import json
from pathlib import Path

import pytest

from tests.commands.shell import User
from tests.site.build import Site
from tests.site.serve import Server

NAME = "高新区新闻"


@pytest.fixture
def other(reader: User, tmp_path: Path) -> User:
    """Give the same person at another machine, where nothing was done yet."""
    return User(reader.base_url, tmp_path / "other")


def stdin(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


def test_a_state_goes_to_another_machine_and_back(
    reader: User, other: User, site: Site, server: Server, tmp_path: Path
) -> None:
    one, two, three = [path for path in site.lists[NAME] if path.endswith(".html")][:3]
    reader.run("mark", one, two, "--star")
    reader.run("mark", two, "--unstar")
    file = tmp_path / "state.jsonl"
    assert reader.run("state", "export", str(file)).out == ""
    assert file.stat().st_mode & 0o777 == 0o600
    written = file.stat().st_ino
    assert reader.run("state", "export", str(file), "--json").value() == {
        "file": str(file),
        "items": 2,
        "written": False,
    }
    assert file.stat().st_ino == written, "the same state does not touch the file"
    exported = reader.run("state", "export").out
    assert file.read_text(encoding="utf-8") == exported
    header, *lines = map(json.loads, exported.splitlines())
    assert header == {"format": "achie-tui state", "version": 1}
    assert [(line["kind"], line["id"], line["value"]) for line in lines] == sorted(
        [("starred", one, True), ("starred", two, None)]
    )
    record = other.run("state", "import", str(file), "--json").value()
    assert list(record) == ["items", "changed", "early", "backup"]
    assert (record["items"], record["changed"]["starred"], record["early"]) == (2, 1, 0)
    assert Path(record["backup"]).exists()
    with other.library() as library:
        library.marks.mark([three], later=True)
    assert other.run("state", "import", str(file), str(file)).out == "没有要合并的，4 条都已经有了\n"
    back = other.run("state", "export").out
    said = reader.run("state", "import", "-", given=stdin(back))
    assert said.out.startswith("已合并 3 条，改变了：稍后读 1；原来的备份是 /")
    assert reader.run("state", "export").out == other.run("state", "export").out
    assert reader.run("check").status == 0
    assert len(reader.run("list", "--later", "--json").values()) == 1
    assert reader.run("undo").out.startswith("已撤销 放进稍后读")
    assert server.log == []


def test_undo_says_where_another_machine_s_later_change_counts(reader: User, other: User, site: Site) -> None:
    path = next(path for path in site.lists[NAME] if path.endswith(".html"))

    def exchange() -> None:
        for giver, taker in ((reader, other), (other, reader)):
            state = giver.run("state", "export").out
            assert taker.run("state", "import", "-", given=stdin(state)).status == 0

    reader.run("mark", path, "--note", "一")
    with reader.library() as library:
        [note] = library.notes.all()
    exchange()
    with reader.library() as library:
        library.notes.delete([note.id])
    with other.library() as library:
        library.notes.change(note.id, text="二")
    exchange()
    with other.library() as library:
        library.notes.delete([note.id])
    exchange()

    title = site.truth[path].title
    said = reader.run("undo", "--lang", "en")
    assert (said.status, said.out) == (1, "")
    assert said.sentence.startswith(f"Not undone: note deleted: “{title}”; it was changed later, on another machine")
    said = reader.run("redo")
    assert (said.status, said.out) == (1, "")
    assert said.sentence.startswith(f"没有重做 删除笔记：“{title}”：后来又改过")
    reader.run("mark", path, "--star")
    said = reader.run("undo", "--to", str(reader.run("journal", "--json").value()[1]["number"]), "--json")
    assert said.status == 0
    assert [step["changes"][0]["mark"] for step in said.value()["steps"]] == ["starred"]
    assert [step["changes"][0]["mark"] for step in said.value()["overruled"]] == ["note"]
    assert "没有撤销 删除笔记" in said.err
    said = reader.run("undo", "--json")
    assert (said.status, said.value()["articles"], said.value()["steps"]) == (1, 0, [])
    assert "没有可撤销的" in reader.run("undo").sentence


def test_what_cannot_be_taken_over_changes_nothing(reader: User, site: Site, tmp_path: Path) -> None:
    reader.run("mark", site.lists[NAME][0], "--star")
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    reader.run("state", "export", str(good))
    text = good.read_text(encoding="utf-8")
    reader.run("undo")
    before = reader.run("state", "export").out
    bad.write_text(text + "<<<<<<< HEAD\n=======\n", encoding="utf-8")
    said = reader.run("state", "import", str(good), str(bad))
    assert (said.status, said.out) == (1, "")
    assert said.sentence == f"achie-tui: {bad} 第 3, 4 行读不懂，请改正或删掉这些行；什么都没有导入"
    bad.write_text(text.replace('"version":1', '"version":2'), encoding="utf-8")
    assert "请先升级" in reader.run("state", "import", str(bad)).sentence
    bad.write_bytes(b"\x1b]0;x\x07")
    assert "state export" in reader.run("state", "import", str(bad), "--lang", "en").sentence
    assert reader.run("state", "import", str(tmp_path / "none")).status == 2
    assert reader.run("state", "import", str(tmp_path)).status == 2
    assert reader.run("state", "import").status == 2
    assert reader.run("state", "export", "a", "b").status == 2
    assert reader.run("state").status == 2
    assert reader.run("state", "import", "-").status == 1
    assert reader.run("state", "export").out == before


def test_a_time_ahead_of_the_clock_is_told_of(reader: User, site: Site) -> None:
    lines = [
        '{"format":"achie-tui state","version":1}',
        json.dumps({"at": 5e10, "id": site.lists[NAME][0], "kind": "starred", "value": True}),
    ]
    said = reader.run("state", "import", "-", "--lang", "en", given=stdin("\n".join(lines)))
    assert said.status == 0
    assert said.sentence.startswith("1 items bear times")
    assert "starred 1" in said.out
