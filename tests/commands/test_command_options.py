"""The options of all commands: before or after the command, in the environment, in the file; the nearest wins."""

from itertools import permutations
from pathlib import Path

import pytest

from tests.commands.shell import Said, User, apart, here
from tests.site.build import Site, build
from tests.site.serve import serve

NAME = "高新区新闻"


def test_options_stand_before_or_after_the_command(reader: User) -> None:
    url, folder = ("--base-url", reader.base_url), ("--data-dir", str(reader.folder))
    expected = here("list", NAME, "--json", *url, *folder)
    assert expected.values()
    command, named, limit = ("list",), (NAME,), ("--limit", "20")
    for before, after, last in permutations([url, folder, ("--json", "--offline")]):
        assert here(*before, *after, *last, *command, *named) == expected
        assert here(*before, *command, *after, *named, *last) == expected
        assert here(*before, *command, *limit, *after, *named, *last) == expected
        assert here(*command, *named, *before, *limit, *after, *last) == expected


def test_an_option_before_the_command_is_not_reset_by_what_stands_behind(reader: User) -> None:
    assert here("--json", "list", *reader.options).values()
    assert here("--lang", "en", "list", "zzz", *reader.options).sentence.startswith("achie-tui: No category")
    assert here("--offline", "read", "999999", *reader.options).status == 3
    assert here("--data-dir", "/nowhere", "list", *reader.options, "--offline").status == 0


def test_categories_may_stand_among_options(reader: User, site: Site) -> None:
    one, two = list(site.categories)[:2]
    pages = sum(len(site.listing_pages[name]) for name in (one, two))
    among = ("--all", one, "--no-images", two, "--concurrency", "2")
    for arguments in (("--all", one, two), (one, two, "--all"), (one, "--all", two), among):
        said = here("sync", *arguments, "--json", "--delay", "0", *reader.options)
        assert said.status == 0, said.err
        assert said.value()["listing_pages"] == pages


def test_every_option_can_come_from_the_environment(reader: User, tmp_path: Path) -> None:
    def told(command: str, **environment: str) -> Said:
        return apart(*command.split(), **{f"ACHIE_TUI_{name.upper()}": value for name, value in environment.items()})

    place = {"base_url": reader.base_url, "data_dir": str(reader.folder)}
    expected = apart("list", "--json", *reader.options)
    assert told("list --json", **place) == expected
    assert told("list", **place, json="1", verbose="0") == expected
    assert told("read 999999", **place, offline="yes").status == 3
    assert "No category" in told("list zzz", **place, lang="en").sentence
    assert len(told("categories", demo="true", data_dir=str(tmp_path / "none")).out.splitlines()) == 13
    assert not (tmp_path / "none").exists()
    profile, config = tmp_path / "profile.toml", tmp_path / "config.toml"
    profile.write_text('base_url = "http://127.0.0.1:9"\ncategories = ["要闻"]\n', encoding="utf-8")
    config.write_text('lang = "en"\n', encoding="utf-8")
    assert "要闻" in told("list 高新", offline="1", profile=str(profile), config=str(config)).sentence
    assert "ACHIE_TUI_LANG=fr" in told("list", lang="fr").sentence
    assert told("list", lang="fr").status == told("list", offline="maybe").status == 2


def test_file_then_environment_then_flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    names = ("文件", "环境", "命令")
    sites = [build(seed, categories=[name]) for seed, name in enumerate(names, 1)]
    profile = tmp_path / "profile.toml"
    profile.write_text(f'base_url = "http://127.0.0.1:9"\ncategories = {[*names]!r}\n', encoding="utf-8")
    with serve(sites[0]) as one, serve(sites[1]) as two, serve(sites[2]) as three:
        config.write_text(
            f'base_url = "{one.base_url}"\nprofile = "{profile}"\ndata_dir = "{tmp_path}/1"\n', encoding="utf-8"
        )
        monkeypatch.setenv("ACHIE_TUI_CONFIG", str(config))
        assert here("categories").out.startswith(names[0])
        monkeypatch.setenv("ACHIE_TUI_BASE_URL", two.base_url)
        monkeypatch.setenv("ACHIE_TUI_DATA_DIR", str(tmp_path / "2"))
        assert here("categories").out.startswith(names[1])
        options = ("--base-url", three.base_url, "--data-dir", str(tmp_path / "3"))
        assert here("categories", *options).out.startswith(names[2])


def test_unknown_settings_of_a_file_only_warn(reader: User, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('from_the_future = 1\nlang = "en"\n', encoding="utf-8")
    said = reader.run("categories", "--config", str(file))
    assert said.status == 0
    assert "from_the_future" in said.sentence


@pytest.mark.parametrize("command", ["", "categories", "list", "read", "sync"])
def test_help_answers_in_both_languages(command: str) -> None:
    for lang, word in (("zh", "通用选项"), ("en", "before or after the command")):
        said = here(*command.split(), "--help", "--lang", lang)
        assert (said.status, said.err) == (0, "")
        assert word in said.out
        for option in ("--base-url", "--data-dir", "--config", "--profile", "--offline", "--demo", "--lang", "--json"):
            assert option in said.out
    assert here("-h", *command.split()).status == 0


def test_version_is_one_line() -> None:
    for arguments in (("--version",), ("list", "--version"), ("--version", "--bogus")):
        said = here(*arguments)
        assert said.status == 0
        assert said.out.startswith("achie-tui ")
        assert len(said.out.splitlines()) == 1
