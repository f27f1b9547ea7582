"""`achie-tui paths`: where everything lies, without touching any of it."""

from pathlib import Path

from tests.commands.shell import User, here
from tests.commands.test_terminal_output import at_terminal


def test_the_places_of_a_library_that_is_not_there_yet(tmp_path: Path) -> None:
    folder, file = tmp_path / "资料", tmp_path / "config.toml"
    file.write_text("", encoding="utf-8")
    said = here("paths", "--json", "--data-dir", str(folder), "--config", str(file))
    assert (said.status, said.err) == (0, "")
    assert said.value() == {
        "data_dir": {"path": str(folder), "exists": False},
        "config_file": {"path": str(file), "exists": True},
        "cache": {"path": str(folder / "cache.db"), "exists": False},
        "user": {"path": str(folder / "user.db"), "exists": False},
        "backups": {"path": str(folder / "backups"), "exists": False},
    }
    assert not folder.exists()


def test_the_places_of_one_that_is_there_are_plain_lines(reader: User) -> None:
    rows = [line.split("\t") for line in reader.run("paths").out.splitlines()]
    assert [row[:2] for row in rows] == [
        ["data_dir", "exists"],
        ["config_file", "missing"],
        ["cache", "exists"],
        ["user", "exists"],
        ["backups", "exists"],
    ]
    assert all(Path(path).is_absolute() for _, _, path in rows)


def test_a_terminal_gets_them_side_by_side(reader: User) -> None:
    shown = at_terminal("paths", *reader.options)
    assert "收藏和阅读记录" in shown
    assert "还没有" in shown
    assert "Configuration file" in at_terminal("paths", "--lang", "en", *reader.options)


def test_a_hostile_folder_name_commands_no_terminal(tmp_path: Path) -> None:
    shown = at_terminal("paths", "--data-dir", str(tmp_path / "\x1b]0;owned\x07"))
    assert "\x1b]" not in shown
    assert "\x07" not in shown


def test_the_demo_has_places_of_its_own() -> None:
    said = here("paths", "--demo", "--json")
    assert said.status == 0
    assert "achie-tui-demo" in said.value()["data_dir"]["path"]
