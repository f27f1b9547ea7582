"""`backup`, `restore` and `check`: what the app does by itself, done by hand."""

import json
import random
import shutil
import stat
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path

import apsw
import pytest

from achie_tui.library.library import Library
from tests.commands.shell import Said, User
from tests.commands.test_terminal_output import at_terminal
from tests.site.build import Site


def marks(user: User) -> int:
    with user.library() as library:
        [(count,)] = library._rows("SELECT count(*) FROM user.marks")
    return int(count)


def mark(user: User, count: int, day: int = 28) -> None:
    """Mark so many articles, on a day of November, which has its backup from when it began."""

    def clock() -> float:
        return datetime(2025, 11, day, 12).astimezone().timestamp()

    with Library.open(user.folder, clock=clock) as library:
        for number in range(count):
            library.marks.mark([f"/news/gxq/{day}{number}.html"], read=True)


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    stdin = StringIO(answer)
    stdin.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", stdin)


def files(folder: Path) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: content for name, content in found.items() if not name.endswith((".lock", ".turn"))}


# backup


def test_the_day_s_backup_is_written_anew(user: User) -> None:
    mark(user, 3)
    said = user.run("backup")
    assert said.status == 0
    [line] = said.out.splitlines()
    assert "3" in said.sentence
    assert Path(line).parent == user.folder / "backups"
    user.folder.joinpath("user.db").unlink()
    assert marks(user) == 3


def test_a_backup_to_a_file_is_one_s_own_and_never_written_over(user: User, tmp_path: Path) -> None:
    mark(user, 2)
    file = tmp_path / "副本.db"
    said = user.run("backup", str(file), "--json")
    assert said.value() == {"file": str(file), "bytes": file.stat().st_size, "marks": 2}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = user.run("backup", str(file))
    assert (again.status, again.out, file.read_bytes()) == (1, "", before)
    assert str(file) in again.sentence
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
    assert user.run("backup", str(tmp_path / "link.db")).status == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "link.db", "副本.db"]


@pytest.mark.parametrize("place", ["none/there/a.db", "file/a.db"])
def test_a_backup_that_cannot_be_written_is_told(user: User, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    said = user.run("backup", str(tmp_path / place))
    assert (said.status, said.out) == (2, "")
    assert place in said.sentence


@pytest.mark.fault(29)
def test_damaged_marks_are_no_backup(user: User) -> None:
    mark(user, 400)
    with user.library():
        file = user.folder / "user.db"
        with apsw.Connection(str(file)) as connection:
            [(root,)] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'changes'")
        connection.close()
        with file.open("r+b") as opened:
            opened.seek(4096 * (root - 1))
            opened.write(random.Random(1).randbytes(4096))
        before = files(user.folder / "backups")
        said = user.run("backup")
        assert (said.status, files(user.folder / "backups")) == (1, before)
        assert "损坏" in said.sentence


# restore


def test_without_a_backup_there_is_nothing_to_restore(user: User) -> None:
    said = user.run("restore", "--yes")
    assert (said.status, said.out) == (1, "")
    assert "achie-tui backup" in said.sentence
    assert not user.folder.exists()


def test_the_copies_are_listed_with_the_one_that_would_be_taken(user: User) -> None:
    mark(user, 5, day=1)
    mark(user, 4, day=2)
    before = files(user.folder)
    said = user.run("restore")
    rows = [line.split("\t") for line in said.out.splitlines()]
    assert [(row[0], row[-1]) for row in rows] == [("user-20251102.db", "taken"), ("user-20251101.db", "")]
    assert "--yes" in said.sentence
    assert files(user.folder) == before
    value = user.run("restore", "--json").value()
    assert [(Path(each["file"]).name, each["marks"]) for each in value["copies"]] == [
        ("user-20251102.db", 5),
        ("user-20251101.db", 0),
    ]
    assert (Path(value["chosen"]).name, value["restored"], value["aside"]) == ("user-20251102.db", False, None)


def test_the_latest_copy_comes_back_and_what_was_there_is_set_aside(user: User) -> None:
    mark(user, 5, day=1)
    mark(user, 4, day=2)
    value = user.run("restore", "--yes", "--json").value()
    assert (Path(value["chosen"]).name, value["restored"]) == ("user-20251102.db", True)
    assert marks(user) == 5
    again = user.run("restore", value["aside"], "--yes")
    assert (again.status, marks(user)) == (0, 9)
    aside = sorted(user.folder.glob("user.db.replaced-*"))
    assert len(aside) == 2, "the second restore deleted nothing either"
    assert {stat.S_IMODE(file.stat().st_mode) for file in aside} == {0o600}


@pytest.mark.parametrize(
    ("answer", "taken"), [("y\n", True), ("是\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_somebody_who_is_there_is_asked(user: User, monkeypatch: pytest.MonkeyPatch, answer: str, taken: bool) -> None:
    mark(user, 5, day=1)
    mark(user, 4, day=2)
    answering(monkeypatch, answer)
    said = user.run("restore")
    assert said.status == 0
    assert "[y/N]" in said.err
    assert marks(user) == (5 if taken else 9)


def test_nobody_is_asked_where_nobody_is(user: User, tmp_path: Path) -> None:
    mark(user, 1)
    file = str(tmp_path / "copy.db")
    user.run("backup", file)
    said = user.run("restore", file)
    assert (said.status, said.out) == (2, "")
    assert "--yes" in said.sentence


@pytest.mark.fault(29)
@pytest.mark.parametrize("kind", ["text", "empty", "truncated", "cache", "newer", "foreign", "folder", "none"])
def test_what_is_no_backup_changes_nothing(user: User, tmp_path: Path, kind: str) -> None:
    mark(user, 50)
    file = tmp_path / "given.db"
    user.run("backup", str(file))
    content = file.read_bytes()
    match kind:
        case "text":
            file.write_text("no database")
        case "empty":
            file.write_bytes(b"")
        case "truncated":
            file.write_bytes(content[:9000])
        case "cache":
            shutil.copy(user.folder / "cache.db", file)
        case "newer" | "foreign":
            connection = apsw.Connection(str(file))
            connection.pragma(*(("user_version", 99) if kind == "newer" else ("application_id", 7)))
            connection.close()
        case "folder":
            file = tmp_path
        case _:
            file = tmp_path / "none.db"
    before = files(user.folder)
    said = user.run("restore", str(file), "--yes")
    assert (said.status, said.out) == (2 if kind in {"folder", "none"} else 1, "")
    assert said.sentence
    assert files(user.folder) == before


def test_a_copy_that_has_a_log_is_taken_whole(user: User, tmp_path: Path) -> None:
    mark(user, 3)
    with user.library() as library:
        library.marks.mark(["/news/gxq/1.html"], starred=True)
        for name in ("user.db", "user.db-wal"):
            shutil.copy(user.folder / name, tmp_path / name)
    fresh = User(user.base_url, tmp_path / "fresh")
    assert fresh.run("restore", str(tmp_path / "user.db"), "--yes").status == 0
    assert marks(fresh) == 4


def test_nothing_is_replaced_under_somebody_who_uses_it(user: User) -> None:
    mark(user, 3, day=1)
    mark(user, 3, day=2)
    with user.library() as library:
        said = user.run("restore", "--yes")
        assert said.status == 1
        assert "正在使用" in said.err
        library.marks.mark(["/news/gxq/9.html"], read=True)
    assert marks(user) == 7


@pytest.mark.fault(29)
def test_damaged_marks_are_replaced_and_set_aside_too(user: User) -> None:
    mark(user, 5, day=1)
    mark(user, 4, day=2)
    (user.folder / "user.db").write_bytes(b"\xff" * 9000)
    value = user.run("restore", "--yes", "--json").value()
    assert Path(value["aside"]).read_bytes() == b"\xff" * 9000
    assert marks(user) == 5


def test_what_was_restored_counts_as_the_latest(user: User, tmp_path: Path) -> None:
    """An older copy was chosen, for the newer ones were not wanted: damage must not bring those back."""
    mark(user, 2)
    file = tmp_path / "old.db"
    user.run("backup", str(file))
    mark(user, 30, day=29)
    user.run("backup")
    assert user.run("restore", str(file), "--yes").status == 0
    with user.library() as library:
        library.marks.mark(["/news/gxq/77.html"], later=True)
        assert (library.marks.undo(), library.marks.redo(), library.marks.redo()) == (1, 1, 0)
        assert (library.marks.undo(), library.marks.undo(), library.marks.undo(), library.marks.undo()) == (1, 1, 1, 0)
        assert [library.marks.redo() for _ in range(4)] == [1, 1, 1, 0]
    user.run("backup")
    (user.folder / "user.db").unlink()
    assert marks(user) == 3


# check


def test_a_sound_library_passes(reader: User) -> None:
    mark(reader, 3)
    with reader.library() as library:
        library.marks.undo()
        library.marks.mark(["/news/gxq/281.html"], read=False)
        library.marks.mark(["/news/gxq/281.html"], read=True)
        library.marks.undo()
    said = reader.run("check", "--json")
    value = said.value()
    assert (said.status, said.err, value["status"]) == (0, "", "ok")
    assert value["cache"]["articles"] > 20
    assert (value["cache"]["bad_articles"], value["user"]["wrong_marks"], value["user"]["marks"]) == (0, 0, 1)
    assert [line.split("\t")[:2] for line in reader.run("check").out.splitlines()] == [
        ["cache", "sound"],
        ["user", "sound"],
    ]
    shown = at_terminal("check", *reader.options)
    assert "完好" in shown
    assert "articles" in at_terminal("check", "--lang", "en", *reader.options)


def test_an_empty_library_is_sound(user: User) -> None:
    assert user.run("check").status == 0


def damage(said: Said) -> tuple[str, str]:
    value = json.loads(said.out)
    assert (said.status, value["status"]) == (1, "damaged")
    assert said.sentence
    return value["cache"]["state"], value["user"]["state"]


@pytest.mark.fault(29)
@pytest.mark.parametrize("name", ["cache", "user"])
@pytest.mark.parametrize("kind", ["no database", "truncated", "a table is missing", "a wrong type", "version -1"])
def test_a_damaged_file_is_told_and_left_for_the_next_start(reader: User, name: str, kind: str) -> None:
    mark(reader, 400)
    file = reader.folder / f"{name}.db"
    content = file.read_bytes()
    if kind in {"no database", "truncated"}:
        file.write_bytes(content[: len(content) // 2] if kind == "truncated" else b"?" * 9000)
    else:
        sql = {
            "a table is missing": "DROP TABLE refreshed" if name == "cache" else "DROP TABLE places",
            "a wrong type": "UPDATE articles SET title = x'00'" if name == "cache" else "UPDATE steps SET at = 'noon'",
            "version -1": "PRAGMA user_version = -1",
        }[kind]
        connection = apsw.Connection(str(file))
        connection.execute(sql)
        connection.close()
    states = damage(reader.run("check", "--json"))
    assert states == (("damaged", "sound") if name == "cache" else ("sound", "damaged"))
    assert not list(reader.folder.glob("*.corrupt-*"))
    assert reader.run("list", "--offline").status in {0, 3}
    assert len(list(reader.folder.glob(f"{name}.db.corrupt-*"))) == 1
    assert reader.run("check").status == 0


@pytest.mark.fault(29)
def test_a_garbled_text_is_told_and_fetched_again(reader: User, site: Site) -> None:
    path = next(truth.path for truth in site.articles() if truth.paragraphs)
    with reader.library() as library, library._writing("cache") as cache:
        cache.execute(
            "UPDATE bodies SET body = CAST(substr(body, 1, 20) || x'00' || substr(body, 22) AS BLOB) "
            "WHERE key = (SELECT key FROM articles WHERE path = ?)",
            (path,),
        )
    said = reader.run("check", "--json")
    assert damage(said) == ("damaged", "sound")
    assert json.loads(said.out)["cache"]["bad_articles"] == 1
    assert reader.run("read", path).status == 0
    assert reader.run("check").status == 0


def test_marks_that_no_step_set_are_told(user: User) -> None:
    mark(user, 3)
    with user.library() as library, library._writing("user") as user_data:
        user_data.execute("DELETE FROM marks WHERE path LIKE '%280.html'")
        user_data.execute("INSERT INTO marks VALUES ('later', '/news/gxq/1.html')")
    said = user.run("check", "--json")
    assert damage(said) == ("sound", "damaged")
    assert json.loads(said.out)["user"]["wrong_marks"] == 2
    assert "restore" in said.sentence
