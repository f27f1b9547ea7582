"""`achie-tui config`: every setting with its value and its origin; what it prints is a configuration file."""

import tomllib
from pathlib import Path

import pytest

from achie_tui.config import SETTINGS, Origin, load
from tests.commands.shell import here
from tests.commands.test_terminal_output import at_terminal

HOSTILE = '"\\\x1b]0;x\x07\x9b\u202e\U000e0041'


def test_each_value_names_where_it_came_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = "achie-light"\ndelay = 3\nconcurrency = 5\n[keys]\nopen = "enter,l"\n', encoding="utf-8")
    monkeypatch.setenv("ACHIE_TUI_DELAY", "4")
    monkeypatch.setenv("ACHIE_TUI_CONCURRENCY", "6")
    said = here("config", "--json", "--config", str(file), "--offline", "--base-url", "http://x.example/")
    assert (said.status, said.err) == (0, "")
    value = said.value()
    assert (value["config_file"], value["exists"]) == (str(file), True)
    settings = value["settings"]
    assert settings["theme"] == {"value": "achie-light", "origin": "file", "where": str(file)}
    assert settings["delay"] == {"value": 4.0, "origin": "environment", "where": "ACHIE_TUI_DELAY"}
    assert settings["concurrency"] == {"value": 6, "origin": "environment", "where": "ACHIE_TUI_CONCURRENCY"}
    assert settings["offline"] == {"value": True, "origin": "flag", "where": "--offline"}
    assert settings["base_url"] == {"value": "http://x.example/", "origin": "flag", "where": "--base-url"}
    assert settings["mark_read"] == {"value": True, "origin": "default", "where": None}
    assert settings["profile"] == {"value": None, "origin": "default", "where": None}
    assert settings["picture_limit_mb"] == {"value": 2000, "origin": "default", "where": None}
    assert settings["lang"] == {"value": "zh", "origin": "environment", "where": "LANG"}
    assert settings["keys"] == {"value": {"open": "enter,l"}, "origin": "file", "where": str(file)}


def test_what_it_prints_is_a_configuration_that_means_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text('theme = "achie-light"\nlang = "en"\n[keys]\n"open" = "enter,l"\n"a b" = "x"\n', encoding="utf-8")
    folder = str(tmp_path / "资 料\u3000")
    said = here("config", "--config", str(first), "--data-dir", folder)
    second.write_text(said.out, encoding="utf-8")
    again = here("config", "--config", str(second))
    assert (again.status, again.err) == (0, said.err.replace(str(first), str(second)))
    assert tomllib.loads(again.out) == tomllib.loads(said.out)
    assert tomllib.loads(said.out)["data_dir"] == folder
    assert tomllib.loads(said.out)["keys"] == {"open": "enter,l", "a b": "x"}


@pytest.mark.parametrize("name", [HOSTILE, "a\nb", "\x7f", "\udcff"])
def test_any_value_is_sound_toml(tmp_path: Path, name: str) -> None:
    said = here("config", "--data-dir", f"{tmp_path}/{name}")
    assert all(character.isprintable() for character in said.out.replace("\n", ""))
    assert tomllib.loads(said.out)["data_dir"] == f"{tmp_path}/{name}".replace("\udcff", "?")


def test_every_setting_is_there_in_every_form(tmp_path: Path) -> None:
    names = {"keys", *(name for name, setting in SETTINGS.items() if setting.in_file)}
    assert {*here("config", "--json").value()["settings"]} == names
    profile = tmp_path / "sister.toml"
    profile.write_text('base_url = "http://s.example/"\ncategories = ["要闻"]', encoding="utf-8")
    said = here("config", "--profile", str(profile))
    assert {*tomllib.loads(said.out)} == names
    shown = at_terminal("config", "--profile", str(profile))
    assert all(name in shown for name in names)
    told = {check["name"] for check in here("doctor", "--json", "--demo").value()["checks"]}
    assert names - {"keys"} <= told


def test_a_terminal_gets_the_origins_in_a_column(tmp_path: Path) -> None:
    shown = at_terminal("config", "--data-dir", f"{tmp_path}/{HOSTILE}", "--lang", "zh")
    assert "选项 --data-dir" in shown
    assert "\x1b]" not in shown
    assert "flag --lang" in at_terminal("config", "--lang", "en")


def test_a_password_in_the_address_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHIE_TUI_BASE_URL", "http://me:hunter2@mirror.example/x/")
    for options in ((), ("--json",)):
        said = here("config", *options)
        assert "hunter2" not in said.out
        assert "http://mirror.example/x/" in said.out


def test_the_demo_is_the_origin_of_what_it_sets() -> None:
    settings = here("config", "--demo", "--json").value()["settings"]
    assert {settings[name]["where"] for name in ("base_url", "data_dir", "delay")} == {"--demo"}


def test_an_empty_flag_is_none_at_all() -> None:
    config = load({"data_dir": ""}, {"ACHIE_TUI_DATA_DIR": "/there"})
    assert (str(config.data_dir), config.origins["data_dir"]) == (
        "/there",
        Origin("environment", "ACHIE_TUI_DATA_DIR"),
    )


@pytest.mark.parametrize("text", ["picture_limit_mb = -1", 'picture_limit_mb = "x"', "picture_limit_mb = 1.5"])
def test_a_limit_that_means_nothing_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    said = here("config", "--config", str(file))
    assert said.status == 2
    assert "picture_limit_mb" in said.sentence
