"""Attachments as files of a folder, where nothing that stands there already is ever touched."""

from contextlib import suppress
from itertools import count
from pathlib import Path

from achie_tui.export.disk import Folder, opened_folder
from achie_tui.export.errors import ThereAlreadyError
from achie_tui.export.file_names import LONGEST, safe_stem
from achie_tui.model import Attachment

_LONGEST_KIND = 10


def file_name(attachment: Attachment, number: int = 1) -> str:
    """Give a name that is safe in every folder, with the ending of its kind; the same name again has another number."""
    kind = "".join(each for each in attachment.kind.lower() if each.isascii() and each.isalnum())[:_LONGEST_KIND]
    ending = (f" ({number})" if number > 1 else "") + (f".{kind}" if kind else "")
    name = attachment.name.strip()
    if kind and name.lower().endswith(f".{kind}"):
        name = name[: -len(kind) - 1]
    return safe_stem(name, LONGEST - len(ending.encode())) + ending


def write_out(data: bytes, path: Path, attachment: Attachment, *, private: bool = False) -> Path:
    """Write an attachment into a folder, made where there is none; gives where it stands. It is never one to be run.

    Where the very same stands there under one of its names, that is given; a `private` one nobody else may read.
    Raises ExportError.
    """
    with opened_folder(path, make=True) as folder:
        for name in (file_name(attachment, number) for number in count(1)):
            if _holds(folder, name, data):
                return path / name
            with suppress(ThereAlreadyError):
                return folder.write(name, lambda opened: opened.write(data), private=private)
    raise AssertionError  # there is always another number


def _holds(folder: Folder, name: str, data: bytes) -> bool:
    """Tell whether a plain file is there with just these bytes."""
    try:
        return folder.is_file(name, len(data)) and (folder.path / name).read_bytes() == data
    except OSError:
        return False
