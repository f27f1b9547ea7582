"""A sync that is killed at any moment, while another process sets marks: nothing is corrupt, nothing that was told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.shell import ROOT
from tests.site.serve import Server

# Forks a sync and somebody who sets marks, kills both at a random moment, and looks at what is left; again and again,
# on a library that grows, and on a new one now and then. What was marked is told through a pipe, when it is.
KILLING = """
import os, random, signal, sys, time
from pathlib import Path
import achie_tui.commands.sync, achie_tui.fetching, achie_tui.newsroom, achie_tui.web.stack, achie_tui.web.transport
from achie_tui.cli.main import main
from achie_tui.library.library import Library, View
from achie_tui.library.mending import is_sound
from achie_tui.library.connections import Source
from achie_tui.library.schema import CACHE, USER

url, root, rounds, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
rng = random.Random(seed)

def child(work):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            status = work() or 0
        finally:
            os._exit(status)
    return pid

def sync(folder):
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    return main(["sync", "--all", "--delay", "0", "--concurrency", "4", "--base-url", url, "--data-dir", str(folder)])

def mark(folder, told, first):
    with Library.open(folder) as library:
        for number in range(first, first + 10**6):
            library.marks.mark([f"/news/gxq/{number}.html"], read=True)
            os.write(told, f"{number}\\n".encode())
            time.sleep(0.002)

def look(folder, acknowledged):
    for tables in (CACHE, USER):
        assert is_sound(Source(folder / f"{tables.name}.db", "FULL"), tables)
    with Library.open(folder) as library:
        assert library.notices == [], library.notices
        marked = {path for (path,) in library._rows("SELECT path FROM user.marks")}
        lost = [number for number in acknowledged if f"/news/gxq/{number}.html" not in marked]
        assert not lost, lost
        texts, journal = library.inspection.texts(), library.inspection.journal()
        assert (texts.bad_articles, texts.bad_versions, texts.dangling) == (0, 0, 0), texts
        assert (journal.wrong_marks, journal.dangling) == (0, 0), journal
        for headline in library.views.headlines(library.views.keys(View())):
            paths = (headline.path, library.pages.redirect(headline.path))
            assert headline.cached == any(path and library.article(path) for path in paths), headline
        return texts.articles

began = time.monotonic()
os.waitpid(child(lambda: sync(root / "whole")), 0)
whole = time.monotonic() - began  # what a sync takes that nobody kills, on this machine now
killed = told = articles = 0
for turn in range(rounds):
    if turn % 10 == 0:
        folder, acknowledged = root / str(turn), []
    reading, writing = os.pipe()
    first = turn * 10**6
    children = [child(lambda: sync(folder)), child(lambda: mark(folder, writing, first))]
    os.close(writing)
    time.sleep(rng.uniform(0.0, whole / 2))  # later ones may be at their end: the first had modules to load
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    killed += sum(os.WIFSIGNALED(os.waitpid(pid, 0)[1]) for pid in children)
    with os.fdopen(reading) as heard:
        new = [int(line) for line in heard if line.endswith("\\n")]
    acknowledged += new
    if (folder / "user.db").exists() and (folder / "cache.db").exists():
        articles = max(articles, look(folder, acknowledged))
    told += len(new)
print(killed, told, articles)
"""


@pytest.mark.fault(26)
@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.long)])
def test_a_sync_that_is_killed_costs_nothing(server: Server, tmp_path: Path, rounds: int) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", KILLING, server.base_url, tmp_path / "data", str(rounds), str(rounds)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    assert done.returncode == 0, done.stderr
    killed, told, articles = map(int, done.stdout.split())
    assert killed > rounds, "most of both were killed in their work"
    assert told > rounds
    assert articles > 0
    print(f"{killed} processes were killed, {told} marks were told, at most {articles} articles were there")
