"""Files that a command writes because the user named them: whole or not at all."""

from pathlib import Path

from achie_tui.atomic_files import is_stream, write_named
from achie_tui.errors import UnwritableFileError, system_reason


def write_whole(file: str, text: str, *, private: bool = False) -> bool:
    """Write a file at once, so that nobody reads half of it; gives whether that changed anything.

    What is there keeps its permissions, a link is followed, and a device or a pipe is written into (`write_named`).
    Raises UnwritableFileError, and leaves what was there as it was.
    """
    target, data = Path(file), text.encode()
    try:
        if not is_stream(file) and target.is_file() and _holds(target, data):
            return False
        write_named(file, lambda opened: opened.write(data), private=private)
    except OSError as error:
        raise UnwritableFileError(file=file, reason=system_reason(error)) from error
    return True


def _holds(file: Path, data: bytes) -> bool:
    return file.stat().st_size == len(data) and file.read_bytes() == data
