"""At a terminal: text, colours and links, and nothing else that a terminal obeys."""

import os
import pty
import re
import subprocess
import sys
import termios
import threading
import tty
import unicodedata
from collections.abc import Mapping

import pytest

from achie_tui.model import Article, Span, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.typeset.width import cell_width
from tests.commands.shell import ROOT, User
from tests.site.build import Site

_SGR = re.compile(r"\x1b\[[0-9;]*m")
_LINK = re.compile(r"\x1b\]8;;([^\x1b\x07]*)\x1b\\")
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\x1bc红\u202e色"


def at_terminal(*arguments: str, columns: int = 80, environment: Mapping[str, str] | None = None) -> str:
    """Run the program at a terminal of its own; what it says on stderr goes there as well."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    tty.setraw(theirs)
    said = bytearray()

    def listen() -> None:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                return
            if not piece:
                return
            said.extend(piece)

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "achie_tui", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm-256color", **(environment or {})},
            check=False,
            timeout=30,
        )
    finally:
        os.close(theirs)
        listener.join()
        os.close(ours)
    assert done.returncode == 0, said
    return said.decode()


def bare(text: str) -> str:
    """Take the colours and links off; nothing of what remains may command a terminal."""
    rest = _LINK.sub("", _SGR.sub("", text))
    assert all(letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"} for letter in rest)
    return rest


@pytest.fixture
def paths(site: Site) -> list[str]:
    return [truth.path for truth in site.articles() if truth.tables and truth.images][:1]


def test_list_and_read_write_text_colours_and_links_only(reader: User, site: Site, paths: list[str]) -> None:
    listed = at_terminal("list", "高新区新闻", *reader.options)
    assert bare(listed).count("\n") == len(site.lists["高新区新闻"])
    targets = [target for target in _LINK.findall(listed) if target]
    assert targets == [reader.base_url + path for path in site.lists["高新区新闻"]]
    for path in paths:
        read = bare(at_terminal("read", path, *reader.options))
        assert site.truth[path].title[:10] in read
    assert _SGR.search(listed)
    categories = bare(at_terminal("categories", *reader.options))
    assert len(categories.splitlines()) == len(site.categories) + 1


def test_a_terminal_gets_twenty_headlines_and_is_told_that_there_are_more(reader: User) -> None:
    *rows, said = bare(at_terminal("list", *reader.options)).splitlines()
    assert len(rows) == 20
    assert said == "只列了前 20 篇，全部列出用 --all"
    assert len(bare(at_terminal("list", "--all", *reader.options)).splitlines()) > 21


@pytest.mark.parametrize("columns", [26, 40, 200])
def test_no_line_is_wider_than_the_terminal(reader: User, site: Site, columns: int) -> None:
    prose = next(truth.path for truth in site.articles() if truth.paragraphs and not truth.tables)
    for command in (("list", "--limit", "9"), ("read", prose)):
        lines = bare(at_terminal(*command, *reader.options, columns=columns)).splitlines()
        assert max(map(cell_width, lines)) <= columns


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_who_wants_no_colours_gets_none(reader: User, environment: dict[str, str]) -> None:
    assert "\x1b" not in at_terminal("list", "--limit", "3", *reader.options, environment=environment)


@pytest.mark.fault(1)
@pytest.mark.fault(5)
def test_nothing_hostile_reaches_the_terminal(reader: User) -> None:
    article = Article(
        path="/news/gxq/209912317.html",
        id=7,
        title=HOSTILE,
        category=HOSTILE,
        breadcrumb=(),
        source=HOSTILE,
        author=HOSTILE,
        published="2099-12-31",
        attribution=None,
        blocks=(
            TextBlock("paragraph", HOSTILE, (Span(0, 5, "strong"), Span(0, 9, "link", "http://e.example/\x1b[2J\x07"))),
        ),
    )
    with reader.library() as library:
        library.save_article(article, parser=PARSER_VERSION, at=1.0)
    assert "红" in bare(at_terminal("list", "--limit", "1", *reader.options))
    assert "红" in bare(at_terminal("read", "7", *reader.options))


def test_a_sync_shows_how_far_it_is_and_leaves_one_line(user: User) -> None:
    said = at_terminal("sync", "高新区新闻", "--delay", "0", *user.options)
    assert "[#" in said
    screen = said.rpartition("\r\x1b[K")[2]
    assert bare(screen).count("\n") == 1
    assert "\x1b" not in screen
