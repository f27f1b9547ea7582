"""What nobody has foreseen: a report of it that tells a developer enough, and nobody anything of the user's.

It holds classes, modules, lines and functions. What an error says and what variables hold may be a password in an
address, a text, the name of a directory; neither is ever written, and paths are not either.
"""

import logging
import os
import platform
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from linecache import getline
from pathlib import Path

from achie_tui import __version__
from achie_tui.errors import AchieError
from achie_tui.language import Phrase

FILE = "crash.txt"
"""The report's name in the data directory."""
_LIMIT = 256 * 1024
_KEPT = Phrase("报告在 {file}，请发给我们", "please send us the report {file}")
_NOT_KEPT = Phrase("报告没能写下", "no report could be written")


def told(error: BaseException, sentence: type[AchieError], folder: Path) -> AchieError:
    """Keep the report of an error in a directory, and in the log if there is one; gives what the user is told."""
    logging.getLogger(__name__).info("%s", report(error))
    file = keep(error, folder)
    return sentence(kind=type(error).__name__, report=_KEPT.fill(file=file) if file else _NOT_KEPT)


def report(error: BaseException) -> str:
    """Give the report of an error, of what caused it too."""
    head = f"achie-tui {__version__}, Python {platform.python_version()}, {sys.platform}, {time.strftime('%F %T %z')}"
    return "\n".join([head, *_lines(error, set()), ""])


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield "then"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        source = getline(code.co_filename, line, frame.f_globals).strip()
        yield f"  {frame.f_globals.get('__name__', '?')}:{line} {code.co_name}: {source}"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            if id(each) not in seen:
                yield "of a group"
                yield from _lines(each, seen)


def keep(error: BaseException, folder: Path) -> Path | None:
    """Write the report of an error into a directory, behind earlier ones; gives the file, None where it cannot be."""
    file = folder / FILE
    with suppress(OSError):  # whoever asked for it tells that there is no report
        with suppress(FileNotFoundError):
            if file.lstat().st_size > _LIMIT:
                file.unlink()
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(file, flags, 0o600), "w", encoding="utf-8") as stream:
            stream.write(f"{report(error)}\n")
        return file
    return None
