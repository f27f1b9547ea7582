"""Rows of a library as a former version, another program or a bad disk may have left them: told, or printed clean."""

import os
import shutil
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from unittest.mock import patch

from hypothesis import strategies as st

from achie_tui.cli.main import main
from achie_tui.library.library import Library
from achie_tui.parse import PARSER_VERSION
from tests.commands.test_second_wall import PAYLOADS, harmless, hostile

COMMANDS = (
    ("list", "--limit", "50"),
    ("list", "--all", "--json"),
    ("list", "--unread"),
    ("read", "7"),
    ("read", "7", "--json"),
    ("read", "7", "--format", "html"),
    ("search", "is:unread"),
    ("search", "a", "--json"),
    ("categories",),
    ("categories", "--json"),
    ("prune", "--dry-run", "--before", "2030-01-01"),
    ("paths",),
    ("list", "--since", "2024", "--grep", "a"),
    ("read", "7", "--width", "40"),
    ("stats",),
    ("stats", "--json"),
    ("stats", "a"),
    ("journal",),
    ("undo",),
    ("mark", "7", "--star"),
    ("digest", "--since", "1990-01-01"),
    ("digest", "--since", "1990-01-01", "--search", "a", "--format", "mail", "--to", "me"),
    ("feed", "--limit", "5"),
    ("state", "export"),
)
TEXTS = tuple(f"articles.{name}" for name in ("path", "title", "category", "published", "summary", "source"))
NUMBERS = (
    *("articles.id", "articles.parsed", "articles.cached", "articles.first_seen", "articles.arrived"),
    *("bodies.parser", "bodies.knowledge", "bodies.fetched"),
)
BYTES = ("bodies.hash", "bodies.body", "pages.body")
WORDS = st.one_of(
    st.sampled_from(sorted(PAYLOADS.values())),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.integers(-(2**63), 2**63 - 1),
    st.none(),
)
NUMBER = st.one_of(st.integers(-(2**63), 2**63 - 1), st.none())
ROWS = st.one_of(
    st.tuples(st.sampled_from(TEXTS), WORDS),
    st.tuples(st.sampled_from(NUMBERS), NUMBER),
    st.tuples(st.sampled_from(BYTES), st.binary(max_size=8)),
)
INPUTS = st.tuples(ROWS, st.sampled_from(COMMANDS))
SEEDS = tuple(((column, "\x1b[2J\u202e"), command) for column in TEXTS for command in COMMANDS[::4])


@cache
def _library() -> Path:
    """Make a library of a few articles once."""
    folder = Path(mkdtemp(prefix="achie-tui-rows-"))
    with Library.open(folder) as library:
        for number, payload in enumerate(PAYLOADS.values()):
            library.save_article(hostile(payload), parser=PARSER_VERSION, at=float(number))
        library.marks.mark([library.views.headlines([1])[0].path], read=True)
    return folder


def check(given: tuple[tuple[str, object], tuple[str, ...]]) -> None:
    (place, value), command = given
    table, column = place.split(".")
    said, told = StringIO(), StringIO()
    with TemporaryDirectory() as home:
        data = Path(home) / "data"
        shutil.copytree(_library(), data)
        with closing(sqlite3.connect(data / "cache.db")) as cache_file:
            try:
                with cache_file:
                    cache_file.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))  # noqa: S608 - our own names
            except sqlite3.IntegrityError:
                return  # a file of this form holds no such row
        (Path(home) / "config.toml").touch()
        mine = ("--offline", "--data-dir", str(data), "--config", f"{home}/config.toml")
        surroundings = {"HOME": home, "LANG": "zh_CN.UTF-8"}
        with patch.dict(os.environ, surroundings), redirect_stdout(said), redirect_stderr(told):
            status = main([*command, *mine])
    assert status in range(5), status
    assert "Traceback" not in told.getvalue()
    harmless(said.getvalue())
    harmless(told.getvalue())
