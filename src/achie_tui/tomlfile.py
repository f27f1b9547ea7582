"""Reading a TOML file that the user wrote: what is wrong with it is told with the file, the line and the reason."""

import re
import tomllib
from pathlib import Path
from typing import Any

from achie_tui.errors import MissingFileError, UnreadableFileError, system_reason
from achie_tui.language import Phrase

_NO_TEXT = Phrase("不是 UTF-8 编码的文本", "it is no text in UTF-8")
_LINE = Phrase("第 {line} 行“{text}”{reason}", "line {line}, “{text}”: {reason}")
_TWICE = Phrase("是第二次写同一项，请删掉一处", "this is there twice, remove one of them")
_NO_VALUE = Phrase("的值写法不对，文字要加引号", "the value is not written right, text needs quotes")
_UNFINISHED = Phrase("没有写完", "it is not finished")
_NOT_TOML = Phrase("写法不对，应像 名字 = 值 这样", "it should be like: name = value")
_REASONS = (
    ("Cannot overwrite", _TWICE),
    ("Cannot declare", _TWICE),
    ("Invalid value", _NO_VALUE),
)
_LONGEST = 60


def read_toml(file: Path, what: Phrase) -> dict[str, Any]:
    """Read a file; `what` it is is said where it cannot be.

    Raises MissingFileError where there is none, UnreadableFileError where it cannot be read or is no TOML.
    """
    try:
        text = file.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except FileNotFoundError as error:
        raise MissingFileError(what=what, file=file) from error
    except OSError as error:
        raise UnreadableFileError(what=what, file=file, reason=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(what=what, file=file, reason=_NO_TEXT) from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFileError(what=what, file=file, reason=_reason(str(error), text)) from error


def _reason(message: str, text: str) -> Phrase:
    """Say what tomllib says, which knows only English."""
    lines = text.rstrip().split("\n")
    found = re.search(r"at line (\d+)", message)
    number = int(found[1]) if found else len(lines)
    line = lines[number - 1].strip()
    reasons = [reason for words, reason in _REASONS if message.startswith(words)]
    reason = reasons[0] if reasons else _NOT_TOML if found else _UNFINISHED
    return _LINE.fill(line=number, text=line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…", reason=reason)
