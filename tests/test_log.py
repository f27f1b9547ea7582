"""The log: what it tells, and what it keeps to itself."""

import logging
import os
import stat
from pathlib import Path

import pytest

from achie_tui import log
from achie_tui.errors import UnwritableFileError
from tests.commands.fixtures import _quiet_surroundings
from tests.commands.shell import User
from tests.site.build import build
from tests.site.serve import serve

__all__ = ["_quiet_surroundings"]

SECRET = "Geheim123"  # noqa: S105


def test_a_sync_is_told_of_request_by_request(tmp_path: Path) -> None:
    file = tmp_path / "achie.log"
    with serve(build(4, categories=["政策解读"], per_category=2)) as server:
        user = User(server.base_url, tmp_path / "data")
        assert user.run("sync", "--delay", "0", "--log", str(file)).status == 0
        told = file.read_text("utf-8")
    for path in set(server.paths()) - {"/robots.txt"}:
        assert f"{path} 200, " in told or path.endswith(".png"), path
    assert "achie-tui " in told.splitlines()[0]
    assert "a sync ended" in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_setting_names_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / "achie.log"
    with serve(build(4, categories=["政策解读"], per_category=1)) as server:
        user = User(server.base_url, tmp_path / "data")
        (tmp_path / "config.toml").write_text(f'log = "{file}"\n', "utf-8")
        assert user.run("categories", "--config", str(tmp_path / "config.toml")).status == 0
    assert "achie-tui " in file.read_text("utf-8")


def test_what_failed_is_told_with_its_kind(tmp_path: Path) -> None:
    file = tmp_path / "achie.log"
    with serve(build(4, categories=["政策解读"], per_category=1)) as server:
        user = User(server.base_url, tmp_path / "data")
    assert user.run("list", "--refresh", "--log", str(file)).status != 0
    assert "UnreachableError: " in file.read_text("utf-8")


@pytest.mark.fault(38)
def test_it_holds_no_secret_and_commands_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    log.begin(tmp_path / "a.log", verbose=False, screen=True)
    logger = logging.getLogger("achie_tui.web")
    logger.info("through http://me:%s@proxy:80/ to /home/somebody/x", SECRET)
    logger.info("reason \x1b]0;pwn\x07 \x9b2J \u202e")
    logger.info("failed", exc_info=ValueError(f"http://me:{SECRET}@host/"))
    told = (tmp_path / "a.log").read_text("utf-8")
    assert SECRET not in told
    assert "/home/somebody" not in told
    assert not set("\x1b\x07\x9b\u202e") & set(told)


def test_it_does_not_grow_without_end(tmp_path: Path) -> None:
    log.begin(tmp_path / "a.log", verbose=False, screen=True)
    logger = logging.getLogger("achie_tui.web")
    for number in range(5000):
        logger.info("%d %s", number, "长" * 400)
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in tmp_path.iterdir())
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4.1 * 2**20


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/full")
    for file in (tmp_path / "link", tmp_path, tmp_path / "not there" / "a.log", Path("/dev/full")):
        with pytest.raises(UnwritableFileError):
            log.begin(file, verbose=False, screen=True)


def test_a_full_disk_ends_the_log_and_nothing_else(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log.begin(tmp_path / "a.log", verbose=False, screen=True)
    handler = log.LOG.handlers[0]
    assert isinstance(handler, logging.FileHandler)
    assert handler.stream is not None
    os.dup2(os.open("/dev/full", os.O_WRONLY), handler.stream.fileno())
    logging.getLogger("achie_tui.web").info("to nowhere")
    assert log.LOG.handlers == []
    assert capfd.readouterr().err == ""


def test_a_file_that_others_could_read_is_taken_from_them(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.touch(0o644)
    log.begin(file, verbose=False, screen=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_no_plain_file_is_told_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "a.log")
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("link", "它是链接"), ("pipe", "不是普通文件")):
        with pytest.raises(UnwritableFileError) as told:
            log.begin(tmp_path / name, verbose=False, screen=True)
        assert words in told.value.sentence("zh")
    assert not (tmp_path / "a.log").exists()
