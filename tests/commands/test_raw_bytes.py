"""Bytes that are no text: words that hold them are refused before anything is done, files may be called by them."""

import os
import stat
from pathlib import Path

import pytest

from tests.commands.shell import User, apart, here, started
from tests.site.build import Site

BAD = os.fsdecode(b"a\xb8\xdf")


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "{path}", "--star", "--note", BAD),
        ("search", BAD),
        ("search", "--site", BAD),
        ("list", BAD),
        ("list", "--grep", BAD),
        ("notes", "--tag", BAD),
        ("read", BAD),
        ("export", "--search", BAD),
        ("feed", "--search", BAD),
        ("digest", "--format", "mail", "--to", BAD),
        ("list", "--base-url", BAD),
    ],
    ids=lambda words: " ".join(words[:-1]),
)
def test_words_that_are_no_text_are_refused_before_anything_is_done(
    reader: User, site: Site, words: tuple[str, ...]
) -> None:
    path = site.articles()[0].path
    said = here(*reader.options, *(word.format(path=path) for word in words))
    assert (said.status, said.out) == (2, "")
    assert "UTF-8" in said.sentence
    assert reader.run("journal", "--json").value() == []


def test_files_may_be_called_by_any_bytes(reader: User, site: Site, tmp_path: Path) -> None:
    truth = site.articles()[0]
    folder = tmp_path / BAD
    folder.mkdir()
    for name in ("x.md", "x.epub", f"{BAD}.md"):
        said = reader.run("export", truth.path, "--output", str(folder / name), "--pictures")
        assert said.status == 0, said.err
        assert said.out.removesuffix("\n").isprintable()
        assert (folder / name).stat().st_size
    for words in (
        ("backup", "copy"),
        ("state", "export", "state"),
        ("notes", "--output", "notes"),
        ("feed", "--output", "f"),
    ):
        said = reader.run(*words[:-1], str(folder / words[-1]))
        assert said.status == 0, said.err
    assert reader.run("restore", str(folder / "copy"), "--yes").status == 0
    assert reader.run("backup", "--json", str(folder / "other")).value()["marks"] == 0


def test_the_data_may_lie_in_a_folder_of_any_bytes(reader: User, tmp_path: Path) -> None:
    reader.folder.rename(tmp_path / BAD)
    moved = User(reader.base_url, tmp_path / BAD)
    headline = moved.run("list", "--json", "--offline").values()[0]
    assert moved.run("mark", headline["url"], "--star").status == 0
    for words in (("backup",), ("check",), ("paths",), ("config",), ("search", headline["title"]), ("prune",)):
        said = moved.run(*words, "--offline")
        assert said.status == 0, (words, said.err)
    assert apart("paths", *moved.options).status == 0


@pytest.mark.parametrize("where", ["option", "environment", "file", "profile"])
@pytest.mark.parametrize("command", ["doctor", "list"])
def test_no_address_holds_what_commands_a_terminal(
    tmp_path: Path, where: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://127.0.0.1:9/\x1b[2J"
    words = [command, "--data-dir", str(tmp_path / "data")]
    if where == "option":
        words += ["--base-url", address]
    elif where == "environment":
        monkeypatch.setenv("ACHIE_TUI_BASE_URL", address)
    elif where == "file":
        (tmp_path / "c.toml").write_text('base_url = "http://127.0.0.1:9/\\u001b[2J"\n')
        words += ["--config", str(tmp_path / "c.toml")]
    else:
        (tmp_path / "p.toml").write_text('base_url = "http://127.0.0.1:9/\\u001b[2J"\ncategories = []\n')
        words += ["--profile", str(tmp_path / "p.toml")]
    said = here(*words)
    assert (said.status, said.out) == (2, "")
    assert "http://" in said.sentence


@pytest.mark.parametrize("words", [("list",), ("categories",), ("--help",), ("--version",)])
def test_what_goes_to_a_stream_that_was_closed_is_no_success(reader: User, words: tuple[str, ...]) -> None:
    said = reader.shell(f"achie {' '.join(words)} >&-")
    assert said.status == 1
    assert "标准输出已关闭" in said.sentence


def test_nothing_to_print_is_a_success_without_a_stream(reader: User) -> None:
    assert reader.shell("achie notes >&-").status == 0


def test_a_crash_is_told_in_the_language_and_kept_in_the_folder_that_were_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(
        "import sys, achie_tui.cli.main as cli\ndef broken(): raise KeyError('x')\ncli.main = broken\n"
    )
    path = f"{tmp_path / 'hook'}{os.pathsep}{Path(__file__).parents[2] / 'src'}"
    said = apart("list", "--data-dir", str(folder), "--lang=en", PYTHONPATH=path)
    assert said.status == 1
    assert f"send us the report {folder}" in said.sentence
    assert (folder / "crash.txt").is_file()
    (folder / "crash.txt").unlink()
    said = apart("list", PYTHONPATH=path, ACHIE_TUI_DATA_DIR=str(folder))
    assert "报告在" in said.sentence
    assert stat.S_IMODE((folder / "crash.txt").stat().st_mode) == 0o600


def test_files_that_cannot_be_are_told_in_the_users_words(reader: User, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    said = reader.run("notes", "--output", str(tmp_path / "file"))
    assert "不是文件夹" in said.sentence
    (tmp_path / "c.toml").write_text(f"lines = 1\ndelay = {'1' * 5000}\nlang = 'zh'\n")
    said = reader.run("config", "--config", str(tmp_path / "c.toml"))
    assert (said.status, "第 2 行" in said.sentence, "数字太长" in said.sentence) == (2, True, True)
    (reader.folder / "user.db").rename(tmp_path / "user.db")
    (reader.folder / "user.db").mkdir()
    said = reader.run("check")
    assert "不是文件" in said.sentence


def test_a_limit_of_size_is_named(user: User) -> None:
    said = user.shell("ulimit -f 50; achie sync --all --delay 0 --quiet")
    assert said.status != 0
    assert "ulimit -f" in said.err
    assert "disk I/O" not in said.err


def test_a_pipe_that_nobody_reads_is_not_waited_for(reader: User, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with started("list", *reader.options, "--log", str(pipe)) as run:
        out, err = run.communicate(timeout=30)
    assert (run.returncode, out) == (2, b"")
    assert "不是普通文件" in err.decode()
