"""Copying inside tmux, with its settings as they come."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from achie_tui.tui.clipboard import hand_to_tmux, in_tmux, is_passed_on


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_tmux_takes_what_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = str(tmp_path / "socket")

    def tmux(*command: str) -> str:
        whole = ["tmux", "-f", "/dev/null", "-S", socket, *command]
        return subprocess.run(whole, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words

    tmux("new-session", "-d", "sleep 60")
    try:
        monkeypatch.setenv("TMUX", f"{socket},1,0")
        assert in_tmux()
        assert asyncio.run(hand_to_tmux("桂花开了\n第二行"))
        assert tmux("show-buffer") == "桂花开了\n第二行"
    finally:
        tmux("kill-server")


def test_a_tmux_that_is_not_there_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not asyncio.run(hand_to_tmux("x"))


@pytest.mark.parametrize(
    ("environment", "passed_on"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "xterm", "STY": "1.pts-0"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_which_terminals_pass_copies_on(environment: dict[str, str], *, passed_on: bool) -> None:
    assert is_passed_on(environment) == passed_on
