"""The commands of the configuration that articles are handed to."""

from pathlib import Path

import pytest

from achie_tui.config import load
from achie_tui.config.pipes import Pipe
from achie_tui.errors import WrongValueError
from tests.commands.shell import here


def pipes(file: Path, text: str) -> tuple[Pipe, ...]:
    file.write_text(text, encoding="utf-8")
    return load({"config": str(file), "data_dir": "/nowhere", "lang": "zh"}, {}).pipes


def test_commands_are_read_as_they_are_written(tmp_path: Path) -> None:
    found = pipes(
        tmp_path / "a.toml",
        '[[pipe]]\nname = "打印"\ncommand = ["lp", "-d", "a b; rm"]\n'
        '[[pipe]]\ncommand = ["w3m", "{url}"]\ngive = "address"\nterminal = true\n',
    )
    assert found == (
        Pipe("打印", ("lp", "-d", "a b; rm"), "markdown", terminal=False),
        Pipe("w3m", ("w3m", "{url}"), "address", terminal=True),
    )


@pytest.mark.parametrize(
    "table",
    [
        'command = "lp -d office"',
        "command = []",
        "command = [1]",
        'command = [""]',
        'command = ["lp"]\ngive = "html"',
        'command = ["lp"]\nterminal = "yes"',
        'command = ["lp"]\nshell = true',
        'name = ""\ncommand = ["lp"]',
        'name = "打印"',
    ],
)
def test_one_that_cannot_be_meant_is_told_with_how_it_has_to_be(tmp_path: Path, table: str) -> None:
    with pytest.raises(WrongValueError, match=r"number 2.*command = \[") as told:
        pipes(tmp_path / "a.toml", f'[[pipe]]\ncommand = ["cat"]\n[[pipe]]\n{table}\n')
    assert told.value.exit_status == 2
    assert "第 2 个" in told.value.sentence("zh")


def test_what_is_no_list_of_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongValueError):
        pipes(tmp_path / "a.toml", 'pipe = "lp"\n')


def test_what_config_prints_means_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    written = '[keys]\nopen = "enter"\n[[pipe]]\nname = "a \\"b\\""\ncommand = ["x", "\\\\n"]\n'
    known = pipes(first, written)
    second.write_text(here("config", "--config", str(first)).out, encoding="utf-8")
    assert pipes(second, second.read_text(encoding="utf-8")) == known
    assert here("config", "--json", "--config", str(first)).value()["pipe"][0]["command"] == ["x", "\\n"]
