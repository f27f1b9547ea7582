"""Words on a command line, in any order: an exit status, and one sentence where they mean nothing."""

import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import strategies as st

from achie_tui.cli.main import main
from tests.fuzz.cleaning import acts

COMMANDS = (
    *("list", "read", "categories", "config", "paths", "prune", "profile", "show", "--help", "--version", "help"),
    *("mark", "undo", "redo", "journal", "stats", "digest", "feed", "state", "import"),
)
OPTIONS = (
    *(
        "--json",
        "--limit",
        "--all",
        "--unread",
        "--starred",
        "--later",
        "--refresh",
        "--format",
        "--mark-read",
        "--lang",
    ),
    *("--category", "--since", "--until", "--grep", "--width", "--to", "--read", "--star", "--unstar", "--unlater"),
    *("--delay", "--theme", "--pictures", "--before", "--keep", "--dry-run", "--yes", "--", "-", "-x", "--no", "--q=1"),
    *("--search", "--from", "--always"),
)
VALUES = (
    "0",
    "-1",
    "9" * 30,
    "1e400",
    "nan",
    "zh",
    "xx",
    "json",
    "2025-02-31",
    "²",
    "",
    " ",
    "新闻",
    "/a/1.html",
    '{"url": "/a/1.html"}',
    "{",
    "2024-02",
    "80",
    "http://[",
    "7d",
    "mail",
)
WORDS = st.one_of(
    st.sampled_from((*COMMANDS, *OPTIONS, *VALUES)),
    st.text(st.characters(exclude_characters="\0"), max_size=8).filter(lambda word: not word.startswith("-")),
)
INPUTS = st.lists(WORDS, max_size=6)
SEEDS: tuple[list[str], ...] = (
    [],
    ["list", "--limit", "9" * 30],
    ["read", "²"],
    ["read", "http://["],
    ["prune", "--before", "2025-02-31"],
    ["list", "\ud800"],
    ["zzz\x1b[2J"],
    ["--lang"],
    ["mark", "--read", "{", "-"],
    ["read", "-", "-"],
    ["list", "--since", "2024-²²"],
    ["list", "--category", "新闻,,、"],
    ["undo", "--to", "9" * 18],
)


def check(words: list[str]) -> None:
    said, told = StringIO(), StringIO()
    with TemporaryDirectory() as folder:
        (Path(folder) / "config.toml").touch()
        mine = ("--offline", "--data-dir", f"{folder}/data", "--config", f"{folder}/config.toml")
        home = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "LANG": "zh_CN.UTF-8"}
        given = patch("sys.stdin", StringIO("\n".join(words)))
        with patch.dict(os.environ, home), given, redirect_stdout(said), redirect_stderr(told):
            status = main(
                [*words[:1], *mine, *words[1:]] if words and not words[0].startswith("-") else [*words, *mine]
            )
    assert status in range(5), status
    assert "Traceback" not in told.getvalue()
    assert not acts(told.getvalue(), besides="\n"), told.getvalue()
    assert status != 2 or told.getvalue()
