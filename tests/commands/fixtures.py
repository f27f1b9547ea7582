"""What the tests of the commands and of the newsroom share: a site, whoever reads it, and one library synced once."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands.shell import User
from tests.site.build import Site, build
from tests.site.serve import Server, serve

# Its listings are files with validators; it has redirects, tables, articles of several pages and one without a text.
SEED = 3


@pytest.fixture(autouse=True)
def _quiet_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the user's own settings and files out of it, and do not wait for a site that is not somebody else's."""
    for name in list(os.environ):
        if name.startswith(("ACHIE_TUI_", "LC_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr("achie_tui.web.retrying.FIRST_BACKOFF", 0.0)
    monkeypatch.setenv("ACHIE_TUI_DELAY", "0")
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))
    # What a sync tries again it tries at once.
    monkeypatch.setattr("achie_tui.web.retrying.FIRST_BACKOFF", 0.01)


@pytest.fixture(scope="session")
def whole_site() -> Site:
    print(f"site of seed {SEED}")
    return build(SEED)


@pytest.fixture
def site(whole_site: Site) -> Site:
    """Give a site that a test may change."""
    return replace(whole_site, files=dict(whole_site.files), redirects=dict(whole_site.redirects))


@pytest.fixture
def server(site: Site) -> Iterator[Server]:
    with serve(site) as server:
        yield server


@pytest.fixture
def user(server: Server, tmp_path: Path) -> User:
    """Give somebody whose library is still empty."""
    return User(server.base_url, tmp_path / "library")


@pytest.fixture(scope="session")
def synced_folder(whole_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synced") / "library"
    with serve(whole_site) as server:
        said = User(server.base_url, folder).sync("--all")
        assert said.status == 0, said.err
    return folder


@pytest.fixture
def reader(server: Server, tmp_path: Path, synced_folder: Path) -> User:
    """Give somebody who has taken the whole site along."""
    shutil.copytree(synced_folder, tmp_path / "synced")
    return User(server.base_url, tmp_path / "synced")
