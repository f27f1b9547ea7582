"""What holds for all tests: the terminal they run in says nothing about the ones they open, and no site is asked."""

import atexit
import gc
import logging
import os
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

for name in ("COLUMNS", "LINES", "NO_COLOR", "CLICOLOR", "TMUX"):
    os.environ.pop(name, None)
os.environ["COLORTERM"] = "truecolor"
# A disk would be synced for every mark that a test sets, and swept of thousands of files at the end; memory need not.
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30  # noqa: S108 - the folders in it are each test's own
if "PYTEST_XDIST_WORKER" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="achie-tui-tests-", dir=MEMORY)
    atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)
# A shell lets its background processes ignore Ctrl+C, and what these start does as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Names below a public top-level domain; the reserved ones (RFC 2606) are nobody's.
SOMEBODYS = re.compile(r"\.(?!example$|invalid$|test$|localhost$)[a-z]{2,}$", re.IGNORECASE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take how long a sequence of marks and undos is, and how many articles are corrected (tests/test_anchoring.py)."""
    parser.addoption("--undo-steps", type=int, default=40)
    parser.addoption("--corrections", type=int, default=60)


def pytest_collection_finish() -> None:
    """Let the garbage collector look through everything less often: what a test of an app leaves costs it seconds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


@pytest.fixture(autouse=True)
def _no_log_outlives_a_test() -> Iterator[None]:
    """End the log that a run of the program inside this process began."""
    yield
    log = logging.getLogger("achie_tui")
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    log.setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def _no_site_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no host exist but those of the tests."""
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *given: Any, **named: Any) -> Any:
        if SOMEBODYS.search(host):
            raise socket.gaierror(socket.EAI_NONAME, "not while testing")
        return real(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
