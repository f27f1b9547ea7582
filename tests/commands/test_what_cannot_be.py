"""Streams that stall, files that may not grow, names that are empty or too long, ports that there are not."""

import os
from pathlib import Path

import pytest

from tests.commands.shell import User, here
from tests.site.build import Site

LONG = "x" * 300
PORT = "99999999"


@pytest.mark.parametrize(
    "words", [("list", "--config"), ("list", "--profile"), ("state", "import")], ids=lambda words: words[-1]
)
def test_a_pipe_whose_writer_stalls_is_named(
    reader: User, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("achie_tui.streams.PATIENCE", 0.2)
    monkeypatch.setattr("achie_tui.commands.state._PATIENCE", 0.2)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    stalled = os.open(pipe, os.O_RDWR)
    try:
        said = here(*reader.options, *words, str(pipe))
    finally:
        os.close(stalled)
    assert (said.status, said.out) == (2, "")
    assert str(pipe) in said.sentence
    assert "什么也没有来" in said.sentence


def test_what_a_program_writes_is_read_as_a_file_is(reader: User, tmp_path: Path) -> None:
    script = (
        'mkfifo "$P"; echo lang = \\"en\\" > "$P" & achie config --config "$P"; echo measure = 33 | '
        "achie config --config /dev/stdin; achie state export | achie state import /dev/stdin"
    )
    said = reader.shell(f"P={tmp_path}/pipe; {script}")
    assert (said.status, said.err) == (0, "")
    assert 'lang = "en"  # file' in said.out
    assert "measure = 33" in said.out
    assert "没有要合并的" in said.out


@pytest.mark.fault(28)
def test_files_that_may_not_grow_are_named_whatever_is_there(reader: User, user: User, site: Site) -> None:
    path = next(truth.path for truth in site.articles() if truth.paragraphs)
    limit = "ulimit -f 0; achie"
    for command in ("list", "categories", f"mark --read {path}", "check", "stats", "sync"):
        said = user.shell(f"{limit} {command} --offline")
        assert said.status == 1, command
        assert "不能再增大" in said.sentence, command
        assert "ulimit -f" in said.sentence, command
    listed = reader.shell(f"{limit} list --all --offline")
    assert listed.status == 0
    assert listed.out.strip(), "what is there is read where nothing can be written, temporary files neither"
    assert "文件不能再增大" in listed.err.splitlines()[0]
    for command in (f"mark --read {path}", "sync", "check"):
        said = reader.shell(f"{limit} {command}")
        assert said.status == 1, command
        assert "不能再增大" in said.sentence, command


def test_without_a_temporary_folder_the_demo_says_so() -> None:
    said = User("http://127.0.0.1:9", Path("/nonexistent")).shell("ulimit -f 0; achie list --demo")
    assert said.status == 1
    assert "临时目录" in said.err.splitlines()[-1]
    assert "ulimit -f" in said.err.splitlines()[-1]


@pytest.mark.parametrize(
    "words",
    [
        ("export", "--limit", "1", "--output"),
        ("attachments", "1", "--save"),
        ("notes", "--output"),
        ("feed", "--output"),
        ("list", "--config"),
        ("list", "--profile"),
        ("list", "--log"),
        ("list", "--data-dir"),
        ("backup",),
        ("restore",),
        ("state", "import"),
        ("state", "export"),
    ],
    ids=" ".join,
)
def test_an_empty_name_is_no_file_and_no_folder(
    reader: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.rglob("*"))
    for empty in ([*words, ""], [*words[:-1], f"{words[-1]}="]) if words[-1].startswith("--") else ([*words, ""],):
        said = here(*reader.options, *empty)
        assert (said.status, said.out) == (2, ""), empty
        assert "文件或目录的名字" in said.sentence
        assert "--help" in said.sentence
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "words", [("restore",), ("state", "import"), ("state", "export"), ("backup",), ("list", "--config")], ids=" ".join
)
def test_a_name_that_is_too_long_for_any_file_is_told(reader: User, words: tuple[str, ...]) -> None:
    said = reader.run(*words, LONG)
    assert (said.status, said.out) == (2, "")
    assert f"{LONG}：名字太长" in said.sentence


@pytest.mark.parametrize("form", ["csv", "html", "markdown", "epub"])
def test_a_name_that_is_too_long_is_told(reader: User, site: Site, tmp_path: Path, form: str) -> None:
    path = next(truth.path for truth in site.articles() if truth.paragraphs)
    said = reader.run("export", path, "--offline", "--format", form, "--output", str(tmp_path / LONG))
    assert (said.status, said.out) == (2, "")
    assert f"{LONG}：名字太长" in said.sentence


def test_a_port_that_there_is_not_is_named(reader: User, tmp_path: Path) -> None:
    url = f"http://host:{PORT}/"
    profile = tmp_path / "profile.toml"
    profile.write_text(f'base_url = "{url}"\ncategories = []\n', encoding="utf-8")
    for words in (
        ("list", "--base-url", url),
        ("list", "--base-url", "http://host:65536"),
        ("list", "--base-url", f"http://[::1]:{'9' * 5000}/"),
        ("list", "--profile", str(profile)),
        ("profile", "learn", url),
        ("read", f"{url}a/1.html"),
        ("read", f"www.achie.org:{PORT}/a/1.html"),
        (f"{url}a/1.html",),
    ):
        said = here("--data-dir", str(reader.folder), *words)
        assert (said.status, said.out) == (2, ""), words
        assert "端口" in said.sentence, words
        assert "65535" in said.sentence, words
    assert "65535" in reader.run("mark", "--star", f"{url}a/1.html").sentence
    said = reader.run("read", "http://host:65535/a/1.html")
    assert "端口" not in said.sentence
    assert here("config", "--base-url", "http://host:65535/", "--data-dir", str(reader.folder)).status == 0
