"""Streams that are closed or full, names that are empty: no traceback, and the data all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.shell import User, apart, ended, started
from tests.site.build import Site

NAME = "高新区新闻"


def test_the_app_without_a_standard_input_is_one_sentence(reader: User) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", '"$@" <&-', "sh", sys.executable, "-m", "achie_tui", *reader.options],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert "需要终端" in line


def test_what_cannot_be_said_does_not_keep_the_data_back(reader: User) -> None:
    with Path("/dev/full").open("wb") as full:
        for arguments, status in ((("list", NAME, "--refresh", "--offline"), 3), (("list", "zzz"), 2)):
            with started(*arguments, *reader.options, stderr=full.fileno()) as run:
                out, _ = run.communicate(timeout=30)
            assert run.returncode == status
            assert bool(out) is (status == 3)


@pytest.mark.parametrize("command", [("doctor", "--offline"), ("config",), ("categories",), ("--help",), ("paths",)])
def test_output_that_cannot_be_written_is_told_in_the_users_language(reader: User, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full, started(*command, *reader.options, stdout=full) as run:
        said = ended(run)
    assert (said.status, said.sentence) == (1, "achie-tui: 出错了：磁盘已满")


def test_an_empty_category_is_none(reader: User, site: Site) -> None:
    said = reader.run("list", "")
    assert (said.status, said.out) == (2, "")
    assert all(name in said.sentence for name in site.categories)


def test_prune_knows_a_beginning_of_several_and_a_library_that_is_empty(reader: User, user: User) -> None:
    assert "不止一个" in reader.run("prune", "--category", "高新").sentence
    said = user.run("prune", "--category", "zzz")
    assert said.status == 2
    assert NAME in said.sentence


def test_what_is_no_article_says_where_to_look(reader: User) -> None:
    assert "achie-tui list" in reader.run("read", "abc").sentence
    assert "achie-tui --help" in apart("help").sentence
