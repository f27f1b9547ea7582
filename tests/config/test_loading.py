"""The configuration: default < file < environment < flag; what means nothing is wrong usage."""

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from achie_tui.config import Config, default_data_dir, language_of, load
from achie_tui.errors import UsageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def loaded(file: Path, text: str = "", environment: dict[str, str] | None = None, **flags: Any) -> Config:
    file.write_text(text, encoding="utf-8")
    return load({"config": str(file), **flags}, environment or {})


def test_the_defaults(file: Path) -> None:
    config = loaded(file)
    assert config.base_url == config.profile.base_url == "http://www.achie.org/"
    assert config.data_dir == default_data_dir()
    assert (config.delay, config.concurrency) == (1.5, 2)
    assert (config.lang, config.offline, config.demo, config.json, config.verbose) == ("zh", False, False, False, False)
    assert config.warnings == ()
    with pytest.raises(FrozenInstanceError):
        config.delay = 0.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("base_url", ("http://a.example", "http://b.example", "http://c.example")),
        ("data_dir", ("/a", "/b", "/c")),
        ("lang", ("en", "zh", "en")),
        ("theme", ("a", "b", "c")),
        ("delay", (2.5, 3.5, 0.0)),
        ("concurrency", (3, 4, 5)),
        ("offline", (True, False, True)),
        ("mark_read", (False, True, False)),
    ],
)
def test_default_then_file_then_environment_then_flag(file: Path, name: str, values: tuple[Any, Any, Any]) -> None:
    def told(value: Any) -> str:
        return str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')

    in_file, in_environment, flag = values
    text = f"{name} = {told(in_file)}\n"
    environment = {f"ACHIE_TUI_{name.upper()}": str(in_environment)}
    plain = type(flag) if name != "data_dir" else Path
    assert getattr(loaded(file, text), name) == plain(in_file)
    assert getattr(loaded(file, text, environment), name) == plain(in_environment)
    assert getattr(loaded(file, text, environment, **{name: flag}), name) == plain(flag)
    assert getattr(loaded(file, text, environment, **{name: None}), name) == plain(in_environment)


def test_the_file_itself_is_named_by_flag_then_environment_then_convention(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    places = [tmp_path / "achie-tui" / "config.toml", tmp_path / "environment.toml", tmp_path / "flag.toml"]
    places[0].parent.mkdir()
    for place in places:
        place.write_text(f'theme = "{place.stem}"', encoding="utf-8")
    environment = {"ACHIE_TUI_CONFIG": str(places[1])}
    assert load({}, {}).theme == "config"
    assert load({}, environment).theme == "environment"
    assert load({"config": str(places[2])}, environment).theme == "flag"
    places[0].unlink()
    assert load({}, {}).theme == Config.__dataclass_fields__["theme"].default


def test_a_profile_brings_its_address_unless_another_is_given(file: Path, tmp_path: Path) -> None:
    profile = tmp_path / "sister.toml"
    profile.write_text('base_url = "http://s.example/"\ncategories = ["要闻"]', encoding="utf-8")
    config = loaded(file, f'profile = "{profile}"')
    assert (config.base_url, config.profile.categories) == ("http://s.example/", ("要闻",))
    assert config.data_dir == default_data_dir(str(profile)) != default_data_dir()
    assert config.data_dir.name == "achie-tui-sister"
    assert loaded(file, f'profile = "{profile}"', base_url="http://m.example").base_url == "http://m.example"


@pytest.mark.parametrize("value", ["1", "true", "True", "yes"])
def test_flags_of_the_environment(file: Path, value: str) -> None:
    names = ("demo", "json", "verbose", "offline")
    config = loaded(file, "", {f"ACHIE_TUI_{name.upper()}": value for name in names})
    assert all(getattr(config, name) for name in names)
    config = loaded(file, "", {f"ACHIE_TUI_{name.upper()}": "" for name in names})
    assert not any(getattr(config, name) for name in names)


def test_what_the_file_may_not_know_yet_only_warns(file: Path) -> None:
    config = loaded(file, 'demo = true\nfuture = 1\n[keys]\nopen = "enter,l"\n')
    assert len(config.warnings) == 2
    assert all(str(file) in warning for warning in config.warnings)
    assert not config.demo
    assert config.keys == {"open": "enter,l"}


@pytest.mark.parametrize(
    "text",
    [
        "delay = -1",
        "delay = 'soon'",
        "delay = true",
        "delay = nan",
        "delay = inf",
        "concurrency = 0",
        "concurrency = 1.5",
        "concurrency = true",
        "lang = 'fr'",
        "offline = 1",
        "base_url = 'nowhere'",
        "base_url = 'file:///etc'",
        "base_url = 'http://[::1'",
        "keys = 1",
        "[keys]\nopen = 1",
        "profile = '/nowhere.toml'",
        "lang =",
    ],
)
def test_a_file_that_means_nothing_is_wrong_usage(file: Path, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        loaded(file, text)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DELAY", "soon"),
        ("DELAY", "-1"),
        ("DELAY", "nan"),
        ("CONCURRENCY", "many"),
        ("OFFLINE", "maybe"),
        ("LANG", "fr"),
    ],
)
def test_an_environment_that_means_nothing_is_wrong_usage(file: Path, name: str, value: str) -> None:
    with pytest.raises(UsageError, match=value):
        loaded(file, "", {f"ACHIE_TUI_{name}": value})


def test_a_named_file_must_be_there_and_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    for name in ("nowhere.toml", ".", "binary.toml"):
        with pytest.raises(UsageError):
            load({"config": str(tmp_path / name)}, {})


def test_a_home_is_a_home(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert loaded(file, "data_dir = '~/news'").data_dir == Path("/home/somebody/news")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_TW.Big5"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de@euro"}, "en"),
        ({"LANG": "en_US", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_is_the_locales(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language
