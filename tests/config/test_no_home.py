"""Without a home directory, as in many a container: what needs none works, and all else says so."""

import os
import pwd
from pathlib import Path

import pytest

from achie_tui.config import load
from achie_tui.config.loading import first_language
from achie_tui.errors import NoHomeError, NoSuchHomeError
from tests.commands.shell import here

pytestmark = pytest.mark.fault(30)


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: object) -> None:
        raise KeyError

    for name in list(os.environ):
        if name == "HOME" or name.startswith(("XDG_", "ACHIE_TUI_")):
            monkeypatch.delenv(name)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setattr(pwd, "getpwnam", nobody)


def test_the_configuration_is_empty_and_the_data_need_a_place(tmp_path: Path) -> None:
    assert load({"data_dir": str(tmp_path)}, {}).data_dir == tmp_path
    assert load({}, {"ACHIE_TUI_DATA_DIR": str(tmp_path)}).data_dir == tmp_path
    (tmp_path / "config.toml").write_text(f'data_dir = "{tmp_path}/d"\nlang = "en"\n', encoding="utf-8")
    config = load({"config": str(tmp_path / "config.toml")}, {})
    assert (config.data_dir, config.lang) == (tmp_path / "d", "en")
    with pytest.raises(NoHomeError):
        load({}, {})
    assert first_language({}, {"LANG": "en_GB.UTF-8"}) == "en"


@pytest.mark.parametrize("path", ["~/data", "~nobody-of-this-name/data"])
@pytest.mark.parametrize("name", ["data_dir", "config", "profile"])
def test_a_home_that_is_not_known_is_named(name: str, path: str) -> None:
    with pytest.raises(NoSuchHomeError, match=path):
        load({"data_dir": "/nowhere", name: path}, {})


def test_commands_say_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("list", "categories", "paths", "config", "doctor", "prune", "sync", "profile show", ""):
        said = here(*command.split())
        assert (said.status, said.out) == (2, "")
        assert "--data-dir" in said.sentence
    assert list(tmp_path.iterdir()) == [], "no folder is called ~"


def test_what_needs_no_home_works(tmp_path: Path) -> None:
    for words in ("--version", "--help", "list --help"):
        assert here(*words.split()).status == 0
    data = tmp_path / "data"
    assert here("list", "--offline", "--data-dir", str(data)).status == 3
    assert here("paths", "--data-dir", str(data)).status == 0
    assert here("config", "--data-dir", str(data)).status == 0
    assert here("list", "--demo").status == 0
