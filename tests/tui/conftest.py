"""A library with three categories, and a newsroom over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from achie_tui.config import Config, load
from achie_tui.library.library import Library
from tests.tui.fake import FakeNewsroom, fill
from tests.tui.quiet import leave_no_thread, make_quiet


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Give a configuration that touches nothing of the user's."""
    (tmp_path / "config.toml").touch()
    return load({"data_dir": str(tmp_path / "data"), "config": str(tmp_path / "config.toml"), "lang": "zh"}, {})


@pytest.fixture
def library(config: Config) -> Iterator[Library]:
    """Open an empty library."""
    with Library.open(config.data_dir) as library:
        yield library


@pytest.fixture
def newsroom(config: Config, library: Library) -> FakeNewsroom:
    """Open a newsroom over a filled library."""
    fill(library)
    return FakeNewsroom(config, library)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take what is copied."""
    texts: list[str] = []

    async def copy(_: object, text: str) -> bool:
        texts.append(text)
        return True

    monkeypatch.setattr("achie_tui.tui.app.AchieApp.copy", copy)
    return texts


@pytest.fixture(autouse=True)
def _nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the pilot wait for nothing but what is to come, and a sync try again at once."""
    make_quiet(monkeypatch)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("achie_tui.web.retrying.FIRST_BACKOFF", 0.0)
    yield
    leave_no_thread()
