"""What holds for all tests: the terminal they run in says nothing about the ones they open, and no site is asked."""

import gc
import os
import re
import signal
import socket
from typing import Any

import pytest

for name in ("COLUMNS", "LINES", "NO_COLOR", "CLICOLOR", "TMUX"):
    os.environ.pop(name, None)
os.environ["COLORTERM"] = "truecolor"
# A shell lets its background processes ignore Ctrl+C, and what these start does as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Names below a public top-level domain; the reserved ones (RFC 2606) are nobody's.
SOMEBODYS = re.compile(r"\.(?!example$|invalid$|test$|localhost$)[a-z]{2,}$", re.IGNORECASE)


def pytest_collection_finish() -> None:
    """Let the garbage collector look through everything less often: what a test of an app leaves costs it seconds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)


@pytest.fixture(autouse=True)
def _no_site_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no host exist but those of the tests."""
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *given: Any, **named: Any) -> Any:
        if SOMEBODYS.search(host):
            raise socket.gaierror(socket.EAI_NONAME, "not while testing")
        return real(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
