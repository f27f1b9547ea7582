"""Files that a command writes because the user named them: whole or not at all."""

import os
from pathlib import Path

from achie_tui import atomic_files
from achie_tui.errors import UnwritableFileError, system_reason


def write_whole(file: str, text: str, *, private: bool = False) -> bool:
    """Write a file at once, so that nobody reads half of it; gives whether that changed anything.

    One that is there keeps its permissions; a new one is for the user only, where it is `private`. Links that the user
    named are followed. Raises UnwritableFileError, and leaves what was there as it was.
    """
    target, data = Path(os.path.realpath(file)), text.encode()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600 if private else None
        if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
        if target.exists() and not target.is_file():  # a pipe, say, or /dev/stdout
            target.write_bytes(data)
        else:
            atomic_files.write_whole(str(target), lambda opened: opened.write(data), mode=mode)
    except OSError as error:
        raise UnwritableFileError(file=file, reason=system_reason(error)) from error
    return True
