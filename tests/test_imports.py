"""What is imported when: the start is quick, only the app knows Textual, and the arrows of the design point one way."""

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import achie_tui
from achie_tui.library.library import Library
from achie_tui.parse import PARSER_VERSION
from tests.library.samples import GXQ, article, listing

ROOT = Path(__file__).parents[1]
HEAVY = {"textual", "rich", "httpx", "httpcore", "anyio", "apsw", "selectolax", "opencc", "PIL"}
_SHOW = "; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def loaded_by(statement: str) -> set[str]:
    """Give the top-level modules that a fresh Python has loaded after a statement."""
    return set(python(f"import sys; {statement}{_SHOW}").splitlines()[-1].split())


def python(program: str, *arguments: str) -> str:
    """Run a program in a fresh Python; gives what it said."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "en_US.UTF-8"},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def modules() -> list[str]:
    return [module.name for module in pkgutil.walk_packages(achie_tui.__path__, "achie_tui.")]


def test_nothing_outside_the_app_imports_textual() -> None:
    names = [name for name in modules() if not name.startswith("achie_tui.tui")]
    assert {"achie_tui.cli.main", "achie_tui.sync", "achie_tui.demo.server", "achie_tui.commands.read"} <= {*names}
    loaded = loaded_by(f"import {', '.join(names)}")
    assert "achie_tui" in loaded
    assert "apsw" in loaded
    assert not loaded & {"textual"}


def test_the_app_does_import_it() -> None:
    assert "textual" in loaded_by("import achie_tui.tui.app")


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["list", "--help"], ["sync", "--version"], ["--lang", "fr"], ["list", "-x"]],
    ids=" ".join,
)
def test_help_version_and_wrong_usage_answer_before_anything_heavy_is_imported(arguments: list[str]) -> None:
    loaded = loaded_by(f"from achie_tui.cli.main import main; main({arguments!r})")
    assert not loaded & HEAVY


def test_the_library_answers_without_the_network(tmp_path: Path) -> None:
    options = ["--offline", "--data-dir", str(tmp_path / "library")]
    for command in (["list"], ["read", "7"], ["categories"]):
        loaded = loaded_by(f"from achie_tui.cli.main import main; main({[*command, *options]!r})")
        assert "apsw" in loaded
        assert not loaded & {"textual", "httpx", "httpcore", "opencc", "PIL"}


NOT_AT_A_START = {
    "achie_tui.anchoring",
    "achie_tui.config.pipes",
    "achie_tui.export",
    "achie_tui.fetching",
    "achie_tui.hooks",
    "achie_tui.library.exchange",
    "achie_tui.library.figures",
    "achie_tui.library.pruning",
    "achie_tui.library.search",
    "achie_tui.pictures.decoding",
    "achie_tui.pictures.drawing",
    "achie_tui.pictures.kitty",
    "achie_tui.pictures.raster",
    "achie_tui.programs",
    "achie_tui.sync",
    "achie_tui.tui.commands",
    "achie_tui.tui.excerpt",
    "achie_tui.tui.exporting",
    "achie_tui.tui.outbox",
    "achie_tui.tui.qr_code",
    "achie_tui.tui.widgets.drawn_pictures",
    "achie_tui.tui.widgets.paragraphs",
    "achie_tui.tui.widgets.picture",
    "achie_tui.web.client",
    "achie_tui.web.stack",
    *(
        f"achie_tui.tui.screens.{name}"
        for name in ("differences", "export", "help", "journal", "notes", "pipes", "qr", "site_results", "statistics")
    ),
    "achie_tui.tui.screens.syncing",
    *("csv", "email", "hashlib", "html", "opencc", "PIL", "segno", "selectolax", "shlex", "sqlite3", "zipfile"),
}
"""What the first frame has no use for: each costs a start milliseconds, and all sessions its memory."""


BEHIND_THE_FIRST_FRAME = {"achie_tui.library.search", "hashlib"}
_START = """
import asyncio, os, sys
os.environ |= {"TERM": "xterm-256color", "NO_COLOR": ""}  # a terminal that shows pictures
import achie_tui.cli.main
from achie_tui.config import load
from achie_tui.library.library import Library
from achie_tui.newsroom import Newsroom
from achie_tui.tui.app import AchieApp

print(*sys.modules)

async def start():
    config = load({"data_dir": sys.argv[1], "config": sys.argv[2], "offline": True})
    newsroom = Newsroom(config, Library.open(config.data_dir))
    async with AchieApp(config, newsroom).run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        print(pilot.app.screen.reader.kept.article.title)
        print(*sys.modules)
    await newsroom.close()

asyncio.run(start())
"""


def test_a_start_loads_nothing_that_it_has_no_use_for(tmp_path: Path) -> None:
    (tmp_path / "config.toml").touch()
    with Library.open(tmp_path / "library") as library:
        library.save_categories([GXQ])
        library.save_listing(GXQ.path, listing(1), at=1e9)
        library.save_article(article(1), parser=PARSER_VERSION, at=1e9)
    said = python(_START, str(tmp_path / "library"), str(tmp_path / "config.toml")).splitlines()
    before, title, then = set(said[-3].split()), said[-2], set(said[-1].split())
    assert title == article(1).title
    assert "achie_tui.tui.screens.main" in before
    assert not before & NOT_AT_A_START
    assert not then & (NOT_AT_A_START - BEHIND_THE_FIRST_FRAME)


def test_only_pages_that_were_garbled_load_opencc() -> None:
    assert "opencc" not in loaded_by("import achie_tui.parse.page, achie_tui.newsroom, achie_tui.web.client")


def test_the_arrows_point_one_way() -> None:
    python("import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))")
