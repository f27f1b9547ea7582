"""A library with three categories, and a newsroom over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from achie_tui.config import Config, load
from achie_tui.library.library import Library
from achie_tui.tui.widgets.status import Status
from tests.tui.fake import FakeNewsroom, fill


@pytest.fixture(autouse=True)
def words_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what the status line says stay there, however slow the machine is."""
    monkeypatch.setattr(Status, "WORDS_STAY", 600.0)


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
