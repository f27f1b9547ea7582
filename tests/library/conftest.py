"""A library of one's own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from achie_tui.library.library import Library
from tests.library.samples import GXQ, ZCJD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as library:
        library.save_categories([GXQ, ZCJD])
        yield library
