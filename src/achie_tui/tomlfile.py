"""Reading a TOML file that the user wrote: what is wrong with it is told with the file, the line and the reason."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from achie_tui.errors import MissingFileError, UnreadableFileError, system_reason
from achie_tui.language import Phrase
from achie_tui.streams import read_named

_NO_TEXT = Phrase("不是 UTF-8 编码的文本", "it is no text in UTF-8")
_TOO_LARGE = Phrase("超过 1 MB，不像是设置", "it is larger than 1 MB and cannot be settings")
_TOO_DEEP = Phrase("一层套一层，太深了", "it is nested too deeply")
_LINE = Phrase("第 {line} 行“{text}”{reason}", "line {line}, “{text}”: {reason}")
_TWICE = Phrase("是第二次写同一项，请删掉一处", "this is there twice, remove one of them")
_NO_VALUE = Phrase("的值写法不对，文字要加引号", "the value is not written right, text needs quotes")
_UNFINISHED = Phrase("没有写完", "it is not finished")
_TOO_LONG = Phrase("的数字太长", "the number is too long")
_NOT_TOML = Phrase("写法不对，应像 名字 = 值 这样", "it should be like: name = value")
_REASONS = (
    ("Cannot overwrite", _TWICE),
    ("Cannot declare", _TWICE),
    ("Invalid value", _NO_VALUE),
)
_LONGEST = 60
_streams: dict[tuple[Path, int, int], bytes | TimeoutError] = {}
_LIMIT = 2**20  # bytes
# Time and memory for a name of n parts grow with n².
_LONG_NUMBER = re.compile(r"\d[\d_]{4299,}")  # more digits than Python reads
_DEEP_NAME = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')\s*+\.\s*+){50}""")


def read_toml(file: Path, what: Phrase) -> dict[str, Any]:
    """Read a file; `what` it is is said where it cannot be.

    Raises MissingFileError where there is none, UnreadableFileError where it cannot be read or is no TOML.
    """
    try:
        content = _read(file)
        if len(content) > _LIMIT:
            raise UnreadableFileError(what=what, file=file, reason=_TOO_LARGE)
        text = content.decode("utf-8-sig")
        if _DEEP_NAME.search(text):
            raise UnreadableFileError(what=what, file=file, reason=_TOO_DEEP)
        return tomllib.loads(text)
    except FileNotFoundError as error:
        raise MissingFileError(what=what, file=file) from error
    except OSError as error:
        raise UnreadableFileError(what=what, file=file, reason=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(what=what, file=file, reason=_NO_TEXT) from error
    except RecursionError as error:
        raise UnreadableFileError(what=what, file=file, reason=_TOO_DEEP) from error
    except ValueError as error:  # TOMLDecodeError, and what a number of 5,000 digits gives
        raise UnreadableFileError(what=what, file=file, reason=_reason(str(error), text)) from error


def _read(file: Path) -> bytes:
    """Read as much as settings may be, and one byte more.

    What comes of a stream comes once: it is remembered, for the language is looked for before the settings are, and
    so is that nothing came, which is not waited for twice.
    """
    found = file.stat()
    if stat.S_ISREG(found.st_mode):
        return read_named(file, _LIMIT + 1)
    known = _streams.get(key := (file, found.st_dev, found.st_ino))
    if known is None:
        try:
            known = read_named(file, _LIMIT + 1)
        except TimeoutError as error:
            known = error
        _streams[key] = known
    if isinstance(known, TimeoutError):
        raise known
    return known


def _reason(message: str, text: str) -> Phrase:
    """Say what tomllib says, which knows only English."""
    # tomllib counts the line breaks that are in front of what it does not understand, and no other.
    lines = text.split("\n")
    found = re.search(r"at line (\d+)", message)
    number = int(found[1]) if found else text.rstrip().count("\n") + 1
    digits = None if found else _LONG_NUMBER.search(text)
    if digits is not None:
        number = text.count("\n", 0, digits.start()) + 1
    line = lines[number - 1].strip()
    reasons = [reason for words, reason in _REASONS if message.startswith(words)]
    reason = reasons[0] if reasons else _NOT_TOML if found else _TOO_LONG if digits else _UNFINISHED
    return _LINE.fill(line=number, text=line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…", reason=reason)
