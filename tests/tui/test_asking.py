"""The terminal is asked once what it can: it may answer at once, late, in pieces, or never, and no key is lost."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from achie_tui.model import ImageBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.answers import HOW_MUCH, KITTY, WHAT, WHO
from achie_tui.pictures.cells import PLACEHOLDER
from tests.pictures.samples import file, halves
from tests.tui.fake import CATEGORIES, TITLES, TODAY, article_of
from tests.tui.test_first_wall import Recorder
from tests.tui.test_pty import LEAVE_SCREEN, options

__all__ = ["options"]

ASKED = f"{WHO}{KITTY}{WHAT}".encode()
XTERM = b"\x1bP>|XTerm(379)\x1b\\\x1b[?63;1;2;4;6;9;15;16;22;28c"
KITTY_35 = b"\x1bP>|kitty(0.35.2)\x1b\\\x1b_Gi=4021;OK\x1b\\\x1b[?62;c"
SIXELS = b"\x1b[?1;0;1024S\x1b[?2;0;1000;1000S"


@pytest.fixture
def terminal(options: list[str]) -> Iterator[Recorder]:
    """Start the program, offline, in a terminal that has answered nothing yet."""
    with closing(Recorder("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.rest()
        yield terminal


def search(terminal: Recorder, *pieces: bytes, pause: float = 0.0) -> None:
    """Search for what comes in pieces."""
    terminal.type("/")
    terminal.rest()
    for piece in pieces:
        terminal.send(piece)
        time.sleep(pause)
    terminal.send(b"\r")  # what was found may stand there already


def leave(terminal: Recorder) -> None:
    """Leave a search, and then the program."""
    terminal.rest()
    terminal.type("\x1b")
    terminal.wait_for(TITLES[0])
    terminal.type("Q")
    assert terminal.end() == 0


def test_a_terminal_that_never_answers_costs_nothing_and_swallows_no_key(terminal: Recorder) -> None:
    """It is asked once, after it shows something; each key acts, those too of which answers are made."""
    before, _, after = terminal.everything.partition(ASKED)
    assert TITLES[0].encode() in before
    assert ASKED not in after
    search(terminal, *(bytes([each]) for each in b"a?[_P4c;x"))
    terminal.wait_for("没有找到“a?[_P4c;x”")
    terminal.rest()
    terminal.type("\x1b")  # which might begin an answer
    terminal.wait_for(TITLES[0])
    terminal.rest()
    search(terminal, b"[?62;4c\x7f", b"S")
    terminal.wait_for("没有找到“[?62;4S”")
    leave(terminal)
    assert terminal.everything.count(ASKED) == 1
    assert HOW_MUCH.encode() not in terminal.everything


@pytest.mark.parametrize("length", [5, 100])
def test_an_answer_is_never_typed(terminal: Recorder, length: int) -> None:
    """Not in one piece, not in many, and not between the letters of what is searched for."""
    pieces = [XTERM[start : start + length] for start in range(0, len(XTERM), length)]
    search(terminal, b"x", *pieces, b"y", SIXELS[:8], SIXELS[8:], b"z", pause=0.01)
    terminal.wait_for("没有找到“xyz”")
    assert terminal.everything.count(HOW_MUCH.encode()) == 1  # it can draw sixels, and is asked how many
    leave(terminal)


def test_an_answer_that_comes_when_nobody_expects_it_any_more_is_none_of_keys(options: list[str]) -> None:
    start = (
        "import sys; from achie_tui.pictures import answers; answers.DUE = 0.1\n"
        f"from achie_tui.__main__ import main; sys.argv[1:] = {['--offline', *options]!r}; sys.exit(main())"
    )
    with closing(Recorder("-c", start)) as terminal:
        terminal.wait_for(TITLES[0])
        terminal.rest(0.3)
        search(terminal, b"x", XTERM[:3], XTERM[3:16], XTERM[16:19], XTERM[19:], b"y", pause=0.2)
        terminal.wait_for("没有找到“xy”")
        leave(terminal)


# What comes of it.


def test_a_terminal_that_knows_cells_shows_them_and_is_left_without_pictures(
    options: list[str], tmp_path: Path
) -> None:
    article = article_of(CATEGORIES[0], 0)
    with Library.open(tmp_path / "data") as library:
        library.pictures.save("/here.png", file(halves(80, 40), "PNG"), "image/png")
        article = replace(article, blocks=(ImageBlock("/here.png", width=80, height=40), *article.blocks))
        library.save_article(article, parser=PARSER_VERSION, at=TODAY)
    given, named, undone = re.compile(rb"a=T,U=1,f=100,t=d,i=(\d+),"), PLACEHOLDER.encode(), b"a=d,d=I,i=%b,q=2"

    def see_it_shown(output: bytes) -> bytes:
        found = given.search(output)
        assert found is not None
        assert found.start() < output.index(named)
        return undone % found[1]

    with closing(Recorder("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for(TITLES[0], WHAT)
        terminal.send(KITTY_35)
        terminal.type("\r")
        terminal.wait_for(PLACEHOLDER)
        undo = see_it_shown(terminal.output)
        terminal.rest()
        terminal.type("\x1a")
        assert os.WIFSTOPPED(os.waitpid(terminal.pid, os.WUNTRACED)[1])
        terminal.rest()
        assert 0 <= terminal.output.index(undo) < terminal.output.index(LEAVE_SCREEN)
        terminal.output = b""
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for("U=1")  # it has forgotten what it was given
        terminal.output = terminal.output[terminal.output.index(b"U=1") - 20 :]
        terminal.wait_for(PLACEHOLDER)
        undo = see_it_shown(terminal.output)
        terminal.rest()
        terminal.type("Q")
        assert terminal.end() == 0
        assert 0 <= terminal.output.index(undo) < terminal.output.index(LEAVE_SCREEN)
