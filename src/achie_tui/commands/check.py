"""`achie-tui check`: whether both files of the library are sound, to the last text and mark. It mends nothing."""

import asyncio
import dataclasses
import os
from contextlib import closing
from pathlib import Path
from typing import Any

from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.errors import DiskFullError
from achie_tui.language import Phrase
from achie_tui.library.connections import Source, suspicion_of, translated
from achie_tui.library.folder import own_file
from achie_tui.library.library import Library
from achie_tui.library.mending import is_sound, size_of
from achie_tui.library.schema import CACHE, USER
from achie_tui.typeset.width import fit

_SOUND, _DAMAGED = Phrase("完好", "sound"), Phrase("有损坏", "damaged")
_COUNTS: dict[str, Phrase] = {
    "articles": Phrase("文章 {count}", "articles {count}"),
    "bad_articles": Phrase("其中损坏 {count}", "of these damaged {count}"),
    "versions": Phrase("旧版本 {count}", "former versions {count}"),
    "bad_versions": Phrase("其中损坏 {count}", "of these damaged {count}"),
    "marks": Phrase("标记 {count}", "marks {count}"),
    "steps": Phrase("操作 {count}", "steps {count}"),
    "wrong_marks": Phrase("与操作记录不符的标记 {count}", "marks unlike the journal {count}"),
    "dangling": Phrase("无主的记录 {count}", "rows of nothing {count}"),
    "unindexed": Phrase("没有编进索引 {count}", "not indexed {count}"),
}
_WRONG = frozenset(("bad_articles", "bad_versions", "wrong_marks", "dangling"))
_UNTOLD = _WRONG | {"unindexed"}  # where there is none
_MENDED_AT_START = Phrase(
    "数据库有损坏：关掉所有 achie-tui 再启动一次会自动修复，收藏和阅读记录取自备份",
    "The library is damaged: close every achie-tui and start it again, then it is mended, marks from a backup",
)
_FETCHED_AGAIN = Phrase(
    "损坏的文章下次打开或同步时会重新获取", "Damaged articles are fetched again when they are opened or synced"
)
_UNLIKE = Phrase(
    "有标记与操作记录不符；可用 achie-tui restore 从备份恢复",
    "Some marks are not as the journal says; achie-tui restore brings back a backup",
)
_NAME_WIDTH, _STATE_WIDTH = 10, 10


async def run(config: Config, output: Output) -> int:
    """Look at everything; 1 where something is wrong."""
    return await asyncio.to_thread(_check, config, output)


def _check(config: Config, output: Output) -> int:
    damaged = [name for name, sound in _files(config.data_dir).items() if not sound]
    found: dict[str, dict[str, Any]] = {name: {"state": "damaged" if name in damaged else "sound"} for name in _TABLES}
    if not damaged:  # else opening them would mend them
        with closing(Library.open(config.data_dir)) as library:
            for notice in library.notices:
                output.tell(notice.sentence(output.language))
            found["cache"] |= dataclasses.asdict(library.inspection.texts())
            found["user"] |= dataclasses.asdict(library.inspection.journal())
    for counts in found.values():
        if any(counts.get(name) for name in _WRONG):
            counts["state"] = "damaged"
    well = all(counts["state"] == "sound" for counts in found.values())
    if output.json:
        output.value({"status": "ok" if well else "damaged", **found})
    else:
        _print(found, output)
    if damaged:
        output.say(_MENDED_AT_START)
    if found["cache"].get("bad_articles") or found["cache"].get("bad_versions"):
        output.say(_FETCHED_AGAIN)
    if found["user"].get("wrong_marks"):
        output.say(_UNLIKE)
    return 0 if well else 1


_TABLES = {"cache": CACHE, "user": USER}


def _files(folder: Path) -> dict[str, bool]:
    """Check the files that are there as they are; what is damaged is noted, so that the next start mends it."""
    frozen = not os.access(folder, os.W_OK)
    states: dict[str, bool] = {}
    for name, tables in _TABLES.items():
        file = folder / f"{name}.db"
        # One that a crash left in a folder that cannot be written is read from a copy, when it is opened.
        if not size_of(file) or (frozen and size_of(file.with_name(f"{file.name}-wal"))):
            continue
        if not frozen:
            own_file(file)
        try:
            with translated(file):
                states[name] = is_sound(Source(file, "FULL", frozen=frozen), tables)
        except DiskFullError:
            continue  # without room for SQLite's side files too: opening knows a way
        if not states[name] and not frozen:
            suspicion_of(file).touch(mode=0o600)
    return states


def _print(found: dict[str, dict[str, Any]], output: Output) -> None:
    for name, counts in found.items():
        sound = counts["state"] == "sound"
        shown = [(key, count) for key, count in counts.items() if key in _COUNTS and (count or key not in _UNTOLD)]
        if not output.is_terminal:
            output.line("\t".join([name, counts["state"], *(f"{key}={count}" for key, count in shown)]))
            continue
        state = fit((_SOUND if sound else _DAMAGED).say(output.language), _STATE_WIDTH)
        words = "  ".join(_COUNTS[key].say(output.language, count=count) for key, count in shown)
        output.line(f"{fit(f'{name}.db', _NAME_WIDTH)}{state if sound else output.bold(state)}{output.dim(words)}")
