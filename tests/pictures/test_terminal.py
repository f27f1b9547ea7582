"""Which protocol a terminal has, and how large its cells are."""

import fcntl
import os
import struct
import sys
import termios
from io import StringIO

import pytest

from achie_tui.pictures.terminal import SETTINGS, USUAL_CELL, Setting, cell_size, protocol


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


def test_nothing_is_asked_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
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
