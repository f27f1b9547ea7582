"""ARCHITECTURE.md tells of the tree as it is."""

import re
from pathlib import Path

from tests.tui.test_ownership import OWNERS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "achie_tui"
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_package_has_a_row_and_every_row_a_package() -> None:
    packages = {f"{init.parent.relative_to(SOURCE)}/" for init in SOURCE.rglob("__init__.py") if init.parent != SOURCE}
    rows = set(re.findall(r"^\| `([a-z_/]+/)` \|", TEXT, re.MULTILINE))
    assert rows == packages


def test_every_module_of_the_root_is_named() -> None:
    for module in SOURCE.glob("[a-z]*.py"):
        assert f"`{module.name}`" in TEXT, module.name


def test_every_controller_is_named_with_what_it_writes() -> None:
    [app] = re.findall(r"^## The app$(.*?)^## ", TEXT, re.MULTILINE | re.DOTALL)
    rows = dict(re.findall(r"^\| `([a-z_]+)\.py` \| ([a-z, ]*)\|", app, re.MULTILINE))
    modules = {file.stem for file in (SOURCE / "tui" / "controllers").glob("[a-z]*.py")}
    assert set(rows) == modules
    assert {name: set(re.findall(r"\w+", state)) for name, state in rows.items() if state.strip()} == OWNERS


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_/]+\.(?:py|toml|md))`", TEXT))
    places = (ROOT, SOURCE, SOURCE / "tui" / "controllers", SOURCE / "tui")
    missing = {name for name in named if not any((place / name).exists() for place in places)}
    assert missing == set()
