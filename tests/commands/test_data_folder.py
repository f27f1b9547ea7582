"""Folders that cannot hold the data, or can only be read: one sentence says why, once, and what to do."""

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from tests.commands.shell import User, apart, here
from tests.site.build import Site


def _file(folder: Path) -> Path:
    folder.touch()
    return folder


def _below_a_file(folder: Path) -> Path:
    folder.touch()
    return folder / "library"


def _link(folder: Path) -> Path:
    folder.symlink_to(folder.parent)
    return folder


def _open_to_all(folder: Path) -> Path:
    folder.mkdir()
    folder.chmod(0o777)
    return folder


@pytest.mark.parametrize(
    ("make", "zh", "en"),
    [
        (_file, "是文件，不是文件夹", "is a file and no folder"),
        (_below_a_file, "路径中间有一段不是目录", "a part of the path is no directory"),
        (_link, "是链接", "is a link"),
        (_open_to_all, "chmod go-w", "chmod go-w"),
    ],
)
@pytest.mark.fault(30)
def test_a_folder_that_is_none(tmp_path: Path, make: Callable[[Path], Path], zh: str, en: str) -> None:
    folder = make(tmp_path / "place")
    for command in (("list",), ("read", "7"), ("sync",), ("prune",)):
        said = here(*command, "--data-dir", str(folder), "--base-url", "http://127.0.0.1:9/")
        assert (said.status, said.out) == (1, "")
        for part in (str(folder), zh, "--data-dir"):
            assert part in said.sentence
    assert en in here("list", "--lang", "en", "--data-dir", str(folder)).sentence


def _newer(reader: User) -> None:
    connection = apsw.Connection(str(reader.folder / "user.db"))
    connection.pragma("user_version", 999)
    connection.close()


@pytest.mark.fault(33)
def test_that_only_reading_is_possible_is_said_once(reader: User, site: Site) -> None:
    _newer(reader)
    name, paths = next(iter(site.lists.items()))
    path = next(path for path in paths if path in site.truth and "view.php" not in path)
    for arguments, status in (
        (("list", name), 0),
        (("list", name, "--refresh"), 1),
        (("read", path), 0),
        (("read", path, "--refresh"), 1),
        (("read", path, "--mark-read"), 1),
        (("sync",), 1),
        (("prune", "--raw-pages"), 1),
        (("categories",), 0),
    ):
        said = apart(*arguments, *reader.options)
        assert said.status == status
        assert "升级" in said.sentence
        assert bool(said.out) is (arguments[0] != "sync" and arguments != ("prune", "--raw-pages"))
