"""Which articles the user names: on the command line, or a line each on the standard input."""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from achie_tui.errors import UsageError, WrongArgumentsError
from achie_tui.language import Phrase

_FROM_STDIN = "-"
_MISSING = Phrase("缺少“网址|路径|编号”", "URL|PATH|ID is missing")
_NO_RECORD = Phrase("标准输入第 {number} 行不是带 url 的 JSON", "line {number} of stdin is no JSON with a url")


def named_articles(given: Sequence[str], command: str) -> list[str]:
    """Give the articles as they are named, each once; where none is named, or for `-`, those on the standard input.

    A line there is an address, a path or a number, or what `list` writes into a pipe, JSON too. Raises
    WrongArgumentsError where nothing is named and nobody writes there, UsageError for a line that cannot be understood.
    """
    if not given and (sys.stdin is None or sys.stdin.isatty()):
        raise WrongArgumentsError(reason=_MISSING, command=f"achie-tui {command}")
    names: dict[str, None] = {}
    with _interruptible():
        for name in given or [_FROM_STDIN]:
            names.update(dict.fromkeys(_lines() if name == _FROM_STDIN else [name]))
    return list(names)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl+C end the reading: asyncio's own handler only tells the event loop, which waits for what is read."""
    handler = signal.getsignal(signal.SIGINT)
    if handler is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def _lines() -> Iterator[str]:
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(sys.stdin or (), 1):
        if name := _name_in(line.strip(), number):
            yield name


def _name_in(line: str, number: int) -> str:
    """Give what a line names: its "url" where it is JSON, else the last of its fields."""
    if not line.startswith("{"):
        return line.rpartition("\t")[2]
    try:
        url = json.loads(line).get("url")
    except ValueError:
        url = None
    if not isinstance(url, str):
        raise UsageError(reason=_NO_RECORD.fill(number=number))
    return url
