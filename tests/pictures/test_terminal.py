"""Which protocol a terminal has, and how large its cells are."""

import fcntl
import os
import struct
import sys
import termios
from io import StringIO

import pytest

from achie_tui.pictures.answers import Answers
from achie_tui.pictures.means import USUAL_LIMITS, Limits, Means, means, questions
from achie_tui.pictures.terminal import SETTINGS, USUAL_CELL, Setting, cell_size, protocol

XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-kitty"}, "kitty"),  # through ssh
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm2"),  # through ssh
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"TERM": "wezterm"}, "iterm2"),
        ({"TERM": "xterm", "TERM_PROGRAM": "mintty"}, "iterm2"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "mlterm"}, "sixel"),
        ({"TERM": "xterm-sixel"}, "sixel"),
        ({"TERM": "foot", "KITTY_WINDOW_ID": "1"}, "sixel"),  # started from within kitty
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-256color"}, "blocks"),
        ({"TERM": "linux"}, "blocks"),
        ({"TERM": "xterm-kitty", "TMUX": "/run/tmux/default,1,0"}, "blocks"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "screen.xterm-256color", "LC_TERMINAL": "iTerm2"}, "blocks"),
        ({"TERM": "xterm-kitty", "STY": "1.pts"}, "blocks"),
        ({"TERM": "xterm-kitty", "ZELLIJ": "0"}, "blocks"),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, "off"),
        ({"TERM": "xterm-kitty", "NO_COLOR": ""}, "kitty"),
        ({"TERM": "dumb", "TERM_PROGRAM": "iTerm.app"}, "off"),
        ({}, "off"),
    ],
)
def test_the_environment_decides(environment: dict[str, str], chosen: str) -> None:
    assert protocol("auto", environment) == chosen


@pytest.mark.parametrize("setting", [setting for setting in SETTINGS if setting != "auto"])
def test_a_setting_has_the_last_word(setting: Setting) -> None:
    assert protocol(setting, {"TERM": "dumb", "NO_COLOR": "1", "TMUX": "x"}) == setting


@pytest.mark.parametrize(
    ("environment", "said", "found"),
    [
        (XTERM, Answers(), Means("blocks")),
        (XTERM, Answers("XTerm(379)", are_all=True), Means("blocks")),
        (
            XTERM,
            Answers("XTerm(379)", sixel=True, colours=1024, largest=(1000, 800), are_all=True),
            Means("sixel", "sixel", Limits(1000, 800, 256)),
        ),
        (XTERM, Answers("XTerm(330)", sixel=True, colours=16), Means("sixel", "sixel", Limits(1000, 1000, 16))),
        (XTERM, Answers(sixel=True, are_all=True), Means("sixel")),  # who knows what erases them there
        (
            {"TERM": "foot"},
            Answers("foot(1.13.1)", sixel=True, largest=(10000, 10000)),
            Means("sixel", "sixel", Limits(10000, 10000)),
        ),
        (XTERM, Answers("kitty(0.26.5)", kitty=True, are_all=True), Means("kitty")),
        (XTERM, Answers("kitty(0.28.0)", kitty=True, are_all=True), Means("kitty", "placeholders")),
        (XTERM, Answers("kitty(1.0.0)", kitty=True, are_all=True), Means("kitty", "placeholders")),
        (XTERM, Answers("ghostty 1.0.0", kitty=True, are_all=True), Means("kitty", "placeholders")),
        (XTERM, Answers("Konsole 23.08.1", kitty=True, sixel=True), Means("kitty")),
        (XTERM, Answers("WezTerm 20240203", kitty=True, sixel=True), Means("iterm2", "iterm2")),
        (XTERM | {"TERM_PROGRAM": "iTerm.app"}, Answers(), Means("iterm2", "iterm2")),
        # What is inherited of another terminal is not believed of one that says what it can.
        (XTERM | {"KITTY_WINDOW_ID": "1"}, Answers("XTerm(379)", are_all=True), Means("blocks")),
        (XTERM | {"KITTY_WINDOW_ID": "1"}, Answers(are_all=True), Means("kitty")),
        (XTERM | {"TMUX": "x"}, Answers("kitty(0.30.0)", kitty=True), Means("blocks")),
        (XTERM | {"NO_COLOR": "1"}, Answers("kitty(0.30.0)", kitty=True), Means("off")),
    ],
)
def test_what_the_terminal_says_is_surer(environment: dict[str, str], said: Answers, found: Means) -> None:
    assert means("auto", said, environment) == found


def test_a_setting_has_the_last_word_whatever_the_terminal_says() -> None:
    said = Answers("kitty(0.30.0)", kitty=True, are_all=True)
    assert means("blocks", said, XTERM) == Means("blocks")
    assert means("off", said, XTERM) == Means("off")
    assert means("sixel", said, XTERM) == Means("sixel", "blocks", USUAL_LIMITS)


@pytest.mark.parametrize(
    ("setting", "environment", "asked"),
    [
        ("auto", XTERM, "\x1b[>q\x1b_Gi=4021,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c"),
        ("auto", {"TERM": "xterm-kitty"}, "\x1b[>q\x1b_Gi=4021,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c"),
        ("kitty", XTERM, "\x1b[>q\x1b[c"),
        ("sixel", XTERM, "\x1b[>q\x1b[c"),
        ("iterm2", XTERM, ""),
        ("blocks", XTERM, ""),
        ("off", XTERM, ""),
        ("auto", XTERM | {"TMUX": "x"}, ""),
        ("auto", {"TERM": "screen"}, ""),
        ("auto", {"TERM": "linux"}, ""),
        ("auto", {"TERM": "dumb"}, ""),
        ("auto", XTERM | {"NO_COLOR": "1"}, ""),
        ("auto", XTERM | {"TERM_PROGRAM": "Apple_Terminal"}, ""),
    ],
)
def test_only_a_terminal_is_asked_that_may_answer(setting: Setting, environment: dict[str, str], asked: str) -> None:
    assert questions(setting, environment) == asked


def test_the_size_of_a_cell_is_not_asked_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size comes from the kernel: a terminal that never answers costs nothing, and is sent nothing."""
    master, slave = os.openpty()
    with os.fdopen(master, "rb", buffering=0) as far, os.fdopen(slave, "w") as near:
        for name in ("__stderr__", "__stdout__", "__stdin__"):
            monkeypatch.setattr(sys, name, near)
        assert cell_size() == USUAL_CELL  # a terminal that has not told its size in pixels
        for size, cell in (
            ((24, 80, 800, 480), (10, 20)),
            ((24, 80, 80, 24), USUAL_CELL),  # one that tells nonsense
            ((0, 0, 0, 0), USUAL_CELL),
        ):
            fcntl.ioctl(near, termios.TIOCSWINSZ, struct.pack("HHHH", *size))
            assert cell_size() == cell
        os.set_blocking(far.fileno(), False)
        assert far.read() is None


def test_without_a_terminal_cells_are_the_usual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, stream in (("__stderr__", None), ("__stdout__", StringIO()), ("__stdin__", None)):
        monkeypatch.setattr(sys, name, stream)
    assert cell_size() == USUAL_CELL
