"""The log: what the program does, line by line, for whoever looks for a fault.

Modules write to the logger of their own name (`logging.getLogger(__name__)`), always at the level "info", which Python
shows nobody by itself; here is said where that goes. Nothing in it is a secret: passwords and queries of addresses are
left out, the home directory is `~`, and what a page says is made harmless for a terminal. It is the user's alone, and
takes no more than 4 MB.
"""

import logging
import os
import platform
import stat
import sys
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from achie_tui import __version__
from achie_tui.errors import UnwritableFileError, system_reason
from achie_tui.language import Phrase
from achie_tui.redaction import Redactor
from achie_tui.typeset.visible import clean_for_screen

_A_LINK = Phrase("它是链接，请写出它指向的文件", "it is a link; name the file that it leads to")
_NO_FILE = Phrase("它不是普通文件", "it is no plain file")
_ANOTHERS = Phrase("它属于别的用户，请换一个文件", "it belongs to another user; choose another file")
_MOST, _OLDER = 2**20, 3  # bytes of a file, and how many full ones are kept
_IN_FILE = "%(asctime)s %(process)d %(name)s: %(message)s"
_ON_SCREEN = "%(message)s"
LOG = logging.getLogger("achie_tui")
"""What all modules' loggers hand on to."""


class _Harmless(logging.Formatter):
    """Puts a record into lines that show no secret and command no terminal."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self._redactor = Redactor()

    def format(self, record: logging.LogRecord) -> str:
        """Give the lines of a record."""
        return clean_for_screen(self._redactor.text(super().format(record)))


class _OwnFile(RotatingFileHandler):
    """Appends to a file that nobody else may read, and starts a new one when it is full."""

    def _open(self) -> TextIOWrapper:
        def opener(path: str, flags: int) -> int:
            handle = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
            if os.fstat(handle).st_mode & 0o077:  # it was there already, and others might read it
                os.fchmod(handle, 0o600)
            return handle

        return open(self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=opener)

    failure: OSError | None = None
    """Why the log has ended."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name that logging calls
        """End the log where the disk takes no more: it must not end what it tells of, nor write over the screen."""
        error = sys.exc_info()[1]
        self.failure = error if isinstance(error, OSError) else OSError()
        LOG.removeHandler(self)
        with suppress(OSError):
            self.close()


def _unfit(file: Path) -> Phrase | None:
    """Say why what is there cannot be the log: it would be waited for, read by others, or lie somewhere else."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        return _A_LINK
    if stat.S_ISDIR(found.st_mode):
        return None  # opening it says so
    if not stat.S_ISREG(found.st_mode):
        return _NO_FILE
    return None if found.st_uid == os.geteuid() else _ANOTHERS


def begin(file: Path | None, *, verbose: bool, screen: bool) -> None:
    """Let what is logged go to a file, and with `verbose` to standard error too, unless the app has the `screen`.

    The first line tells what runs. Raises UnwritableFileError where the file cannot be written.
    """
    own: _OwnFile | None = None
    handlers: list[tuple[logging.Handler, str]] = []
    if verbose and not screen:
        stream = logging.StreamHandler(sys.stderr)
        stream.addFilter(lambda record: not record.name.startswith(f"{LOG.name}.cli"))  # which tells the user itself
        handlers.append((stream, _ON_SCREEN))
    if file is not None:
        try:
            if reason := _unfit(file):
                raise UnwritableFileError(file=file, reason=reason)
            own = _OwnFile(file, maxBytes=_MOST, backupCount=_OLDER)
            handlers.append((own, _IN_FILE))
        except OSError as error:
            raise UnwritableFileError(file=file, reason=system_reason(error)) from error
    if not handlers:
        return
    LOG.setLevel(logging.INFO)
    for handler, form in handlers:
        handler.setFormatter(_Harmless(form))
        LOG.addHandler(handler)
    LOG.info("achie-tui %s, Python %s, %s", __version__, platform.python_version(), platform.platform())
    if own is not None and own.failure is not None:
        raise UnwritableFileError(file=file, reason=system_reason(own.failure)) from own.failure
