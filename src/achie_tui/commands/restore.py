"""`achie-tui restore`: marks and places from a copy; what is there now is set aside, never deleted."""

import asyncio
import sys
import time
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.errors import MissingFileError, NoBackupError, UnreadableFileError, UsageError, system_reason
from achie_tui.language import Phrase
from achie_tui.library.backups import Copy, copies
from achie_tui.library.restoring import Restored, replace_user_data
from achie_tui.typeset.sizes import size
from achie_tui.typeset.width import fit

_BACKUP = Phrase("备份文件", "backup")
_QUESTION = Phrase(
    "用 {file} 替换现在的收藏和阅读记录？现在的会移开保留。[y/N] ",
    "Put {file} in the place of the marks and places there are now? Those are kept aside. [y/N] ",
)
_YES = frozenset(("y", "yes", "是", "好", "对"))
_UNCHANGED = Phrase("什么都没有动", "Nothing was changed")
_HOW = Phrase("要恢复请加 --yes；会用 {file}", "To restore, add --yes; {file} would be taken")
_NOBODY_TO_ASK = Phrase("这里没有人可问，确认要恢复请加 --yes", "there is nobody to ask here; add --yes to restore")
_DONE = Phrase("已从 {file} 恢复 {marks} 个标记", "{marks} marks were restored from {file}")
_ASIDE = Phrase("原来的移到 {file}", "What was there before is {file}")
_MARKS = Phrase("{marks} 个标记", "{marks} marks")
_UNREADABLE = Phrase("读不出来", "cannot be read")
_TAKEN = Phrase("← 会用这一份", "<- would be taken")
_NAME_WIDTH, _CELL_WIDTH = 30, 14


async def run(config: Config, output: Output, *, file: str | None = None, yes: bool = False) -> int:
    """Restore from a file, or from the copy with the latest content, when the user agrees."""
    found = [] if file is not None else await asyncio.to_thread(copies, config.data_dir / "user.db", time.time())
    chosen = _given(file) if file is not None else _latest(found)
    if file is None and not output.json:
        _list(found, chosen, output)
    if not yes and not _can_ask():
        if file is not None:
            raise UsageError(reason=_NOBODY_TO_ASK)
        output.say(_HOW, file=chosen.name)
        restored = None
    elif yes or _agrees(chosen, output):
        restored = await asyncio.to_thread(partial(replace_user_data, config.data_dir, chosen, time.time))
    else:
        output.say(_UNCHANGED)
        restored = None
    if output.json:
        output.value(_record(found, chosen, restored))
    elif restored is not None:
        output.say(_DONE, file=chosen.name, marks=restored.content.marks)
        if restored.aside is not None:
            output.say(_ASIDE, file=restored.aside)
    return 0


def _given(file: str) -> Path:
    chosen = Path(file).absolute()
    try:
        is_there = chosen.is_file()
    except OSError as error:  # a name that is too long, or a folder that may not be looked into
        raise UnreadableFileError(what=_BACKUP, file=file, reason=system_reason(error)) from error
    if not is_there:
        raise MissingFileError(what=_BACKUP, file=file)
    return chosen


def _latest(found: list[Copy]) -> Path:
    """Give the copy with the latest content; raises NoBackupError where none can be read."""
    chosen = next((each.file for each in found if each.content is not None), None)
    if chosen is None:
        raise NoBackupError
    return chosen


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _agrees(chosen: Path, output: Output) -> bool:
    output.stderr.write(output.text(_QUESTION.say(output.language, file=chosen.name)))
    output.stderr.flush()
    answer = ""
    with suppress(EOFError):
        answer = sys.stdin.readline()
    return answer.strip().casefold() in _YES


def _list(found: list[Copy], chosen: Path, output: Output) -> None:
    for each in found:
        content, taken = each.content, each.file == chosen
        marks = _MARKS.fill(marks=content.marks) if content else _UNREADABLE
        cells = [each.file.name, size(each.size), marks.say(output.language), _last_used(each)]
        if not output.is_terminal:
            output.line("\t".join([*map(output.text, cells), "taken" if taken else ""]))
            continue
        name, *others = map(output.text, cells)
        line = fit(name, _NAME_WIDTH) + "".join(fit(cell, _CELL_WIDTH) for cell in others[:-1]) + others[-1]
        output.line(output.bold(f"{line}  {_TAKEN.say(output.language)}") if taken else line)


def _last_used(each: Copy) -> str:
    """Tell when the user was last seen in a copy, "" where that is not known."""
    if each.content is None or not each.content.seen:
        return ""
    return f"{datetime.fromtimestamp(each.content.seen).astimezone():%Y-%m-%d %H:%M}"


def _record(found: list[Copy], chosen: Path, restored: Restored | None) -> dict[str, Any]:
    return {
        "copies": [
            {
                "file": str(each.file.absolute()),
                "bytes": each.size,
                "marks": each.content.marks if each.content else None,
                "last_used": _last_used(each) or None,
            }
            for each in found
        ],
        "chosen": str(chosen.absolute()),
        "restored": restored is not None,
        "aside": str(restored.aside.absolute()) if restored and restored.aside else None,
    }
