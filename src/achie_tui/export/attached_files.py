"""Attachments as files of a folder: names that do nothing but name, and files that are never written over."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from achie_tui.errors import UnwritableFileError, system_reason
from achie_tui.model import Attachment
from achie_tui.typeset.visible import is_clean

_LONGEST = 200  # bytes of a name, as UTF-8: most file systems take 255
_LONGEST_KIND = 10
_SEPARATORS = re.compile(r'[/\\:*?"<>|%]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_NAMELESS = "file"


def file_name(attachment: Attachment, number: int = 1) -> str:
    """Give a name that is safe in every folder, with the ending of its kind; the same name again has another number.

    It holds no separators, no control, bidirectional or invisible characters, begins with neither a dot nor a dash,
    is no device's, and at most 200 bytes long.
    """
    kind = "".join(each for each in attachment.kind.lower() if each.isascii() and each.isalnum())[:_LONGEST_KIND]
    ending = (f" ({number})" if number > 1 else "") + (f".{kind}" if kind else "")
    stem = _safe(attachment.name)
    if kind and stem.lower().endswith(f".{kind}"):
        stem = stem[: -len(kind) - 1]
    stem = _cut(stem, _LONGEST - len(ending.encode())).strip(" .-") or _NAMELESS
    return (f"_{stem}" if _DEVICES.match(stem) else stem) + ending


def write_out(data: bytes, folder: Path, attachment: Attachment) -> Path:
    """Write an attachment into a folder, for the user only and not to be run; gives where it stands.

    What stands there already is never touched: where it is the very same it is given, else another name is found.
    Raises UnwritableFileError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in (folder / file_name(attachment, number) for number in count(1)):
            if _holds(file, data):
                return file
            with suppress(FileExistsError):
                return _write(file, data)
    except OSError as error:
        raise UnwritableFileError(file=folder, reason=system_reason(error)) from error
    raise AssertionError  # there is always another number


def _write(file: Path, data: bytes) -> Path:
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def _holds(file: Path, data: bytes) -> bool:
    """Tell whether a plain file is there with just these bytes."""
    try:
        found = file.lstat()
        return stat.S_ISREG(found.st_mode) and found.st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _safe(name: str) -> str:
    composed = unicodedata.normalize("NFC", "".join(_shown(name)))
    return re.sub(r"\s+", " ", _SEPARATORS.sub("_", composed)).strip(" .-")


def _shown(name: str) -> Iterator[str]:
    for character in name:
        if character.isspace():
            yield " "
        elif is_clean(character) and character != "\u200d" and unicodedata.category(character) not in {"Co", "Cn"}:
            yield character


def _cut(text: str, most: int) -> str:
    """Cut a text to so many bytes of UTF-8, never within a character."""
    return text.encode("utf-8", "ignore")[: max(0, most)].decode("utf-8", "ignore")
