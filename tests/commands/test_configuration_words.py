"""What is wrong with a configuration: the file, the line or the key, what was found, and what is allowed."""

from pathlib import Path

import pytest

from achie_tui.config import SETTINGS
from tests.commands.shell import Said, here


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ACHIE_TUI_DELAY")
    return tmp_path / "config.toml"


def told(file: Path, text: str, *options: str) -> Said:
    file.write_text(text, encoding="utf-8")
    return here("config", "--config", str(file), *options)


@pytest.mark.parametrize(
    ("text", "found", "zh", "en"),
    [
        ('delay = "soon"', 'delay = "soon"', "不小于 0 的秒数", "a number of seconds"),
        ("delay = -1", "delay = -1", "不小于 0 的秒数", "a number of seconds"),
        ("delay = nan", "delay = nan", "不小于 0 的秒数", "a number of seconds"),
        ("concurrency = 0", "concurrency = 0", "不小于 1 的整数", "a whole number, 1 or more"),
        ("concurrency = 1.5", "concurrency = 1.5", "整数", "a whole number"),
        ("measure = 100", "measure = 100", "20 到 60 的整数", "from 20 to 60"),
        ("offline = 1", "offline = 1", "true 或 false", "true or false"),
        ('pictures = "no"', 'pictures = "no"', "auto、kitty", "auto, kitty"),
        ('quotes = "round"', 'quotes = "round"', "curly、corner", "curly, corner"),
        ('base_url = "nowhere"', 'base_url = "nowhere"', "http://", "http://"),
        ("keys = 1", "keys = 1", "加引号的键", "keys in quotes"),
        ("[keys]\nopen = 1", "[keys]", "加引号的键", "keys in quotes"),
        ("[keys]\ndelay = 3", "delay = 3", "写在 [keys] 之前", "before [keys]"),
        ("offline = true\ntheme = dark", "theme = dark", "第 2 行", "line 2"),
        ('theme = "a"\ntheme = "b"', 'theme = "b"', "第二次", "twice"),
        ("theme", "“theme”", "没有写完", "not finished"),
    ],
)
def test_a_wrong_file(file: Path, text: str, found: str, zh: str, en: str) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        said = told(file, text, "--lang", lang)
        assert (said.status, said.out) == (2, "")
        for part in (str(file), found, words):
            assert part in said.sentence


@pytest.mark.parametrize(
    "key", ["foo+bar", "ctrl+", "+j", "pgdn", "shift+j", "f0", "f25", "Enter", "o,foo", "ctrl+ctrl+a"]
)
def test_a_key_that_no_terminal_sends_is_refused(file: Path, key: str) -> None:
    for lang, words in (("zh", "pagedown"), ("en", "names of keys")):
        said = told(file, f'[keys]\nstar = "{key}"\n', "--lang", lang)
        assert (said.status, said.out) == (2, "")
        for part in (str(file), f'star = "{key}"', words):
            assert part in said.sentence


@pytest.mark.parametrize(
    "key", ["", "J", "?", "question_mark", "ctrl+d", "ctrl+shift+home", "f24", "é", "+", "enter,o"]
)
def test_keys_that_terminals_send(file: Path, key: str) -> None:
    assert told(file, f'[keys]\nstar = "{key}"\n').err == ""


def test_an_action_or_a_theme_that_there_is_not_is_told_with_those_there_are(file: Path) -> None:
    said = told(file, 'theme = "nord"\n[keys]\nstar = "x"\n')
    assert (said.status, said.err) == (0, "")
    said = told(file, 'theme = "nope"\n[keys]\nstarr = "x"\nnowhere = "y"\n', "--lang", "en")
    assert said.status == 0
    meant, there_are, theme = said.err.splitlines()
    assert "starr" in meant
    assert "did you mean star?" in meant
    assert "nowhere" in there_are
    assert "copy_citation" in there_are
    assert "“nope”, achie-dark is used; there are: achie-dark, achie-light" in theme
    assert "；是不是 achie-light？可用的有：" in told(file, 'theme = "Light"\n').sentence
    assert "; did you mean achie-dark? there are: " in told(file, 'theme = "achie_dark"\n', "--lang", "en").sentence


def test_the_doctor_tells_which_keys_were_taken(file: Path) -> None:
    text = 'theme = "nope"\n[keys]\nstar = "j"\nread = "f"\nhelp = "?"\n'
    file.write_text(text, encoding="utf-8")
    said = here("doctor", "--offline", "--json", "--config", str(file))
    found = [check["found"] for check in said.value()["checks"] if check["name"] == "unknown"]
    assert found[0].startswith("没有叫“nope”的主题")
    assert found[1:] == ["j 给了 star，down 不再用它，还有 down"]
    file.write_text('[keys]\nread = "f"\n', encoding="utf-8")
    said = here("doctor", "--offline", "--json", "--config", str(file))
    found = [check["found"] for check in said.value()["checks"] if check["name"] == "unknown"]
    assert found == ["f 给了 read，star 不再用它，没有键了"]


def test_what_a_nearer_source_gives_hides_what_is_wrong(file: Path) -> None:
    assert told(file, 'lang = "fr"', "--lang", "en").status == 0
    assert told(file, 'lang = ""\nquotes = ""').status == 0


def test_an_unknown_setting_is_named_with_the_nearest_one(file: Path) -> None:
    said = told(file, 'them = "x"\n')
    assert said.status == 0
    for part in (str(file), " them ", "theme"):
        assert part in said.sentence
    assert "did you mean theme" in told(file, 'them = "x"\n', "--lang", "en").sentence
    assert "是不是 keys" in told(file, '[key]\nopen = "x"\n').sentence
    assert "是不是" not in told(file, "zzz = 1\n").sentence


@pytest.mark.parametrize(
    "name", [name for name, setting in SETTINGS.items() if not setting.kind.fits(setting.kind.read("nonsense"))]
)
def test_the_environment_names_the_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variable = f"ACHIE_TUI_{name.upper()}"
    monkeypatch.setenv(variable, "nonsense")
    said = here("config")
    assert said.status == 2
    assert f"{variable}=nonsense" in said.sentence
    assert SETTINGS[name].kind.allowed.zh in said.sentence


def test_an_option_is_named(tmp_path: Path) -> None:
    assert "--base-url nowhere" in here("config", "--base-url", "nowhere").sentence
    assert "不存在" in here("config", "--config", str(tmp_path / "none.toml")).sentence
    assert "是目录" in here("config", "--config", str(tmp_path)).sentence
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    assert "UTF-8" in here("config", "--config", str(tmp_path / "binary.toml")).sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("categories = 3\n", "categories = 3"),
        ('categories = ["要闻"]\nnam = 3\n', "nam"),
        ("", "categories"),
        ("selectors = 1\n", "selectors"),
    ],
)
def test_a_wrong_profile(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "profile.toml"
    file.write_text(f'base_url = "http://x.example/"\n{text}', encoding="utf-8")
    for lang in ("zh", "en"):
        said = here("categories", "--profile", str(file), "--lang", lang)
        assert said.status == 2
        assert str(file) in said.sentence
        assert words in said.sentence
