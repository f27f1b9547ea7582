"""`achie-tui state`: marks, places, notes and views as one file, and merged with those of another machine."""

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

from achie_tui.commands.files import write_whole
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import MissingFileError, UnreadableFileError, WrongArgumentsError, system_reason
from achie_tui.language import Phrase
from achie_tui.library.exchange import Exchanged
from achie_tui.library.state import KINDS, Item, Kind
from achie_tui.library.state_lines import LARGEST, from_bytes, to_lines
from achie_tui.streams import read_named

Action = Literal["export", "import"]

_STREAM = "-"
_COMMAND = "achie-tui state"
_FILE = Phrase("文件", "file")
_NO_FILE = Phrase("import 后面缺少文件", "import needs a file")
_ONE_FILE = Phrase("export 只写一个文件", "export writes one file")
_EXPORTED = Phrase("已导出 {items} 条到 {file}", "{items} items are in {file}")
_NOTHING = Phrase("没有要合并的，{items} 条都已经有了", "Nothing to merge: all {items} items were here already")
_TAKEN = Phrase(
    "已合并 {items} 条，改变了：{changes}；原来的备份是 {backup}",
    "{items} items merged, changed: {changes}; what was here before is backed up as {backup}",
)
_ONLY_TIMES = Phrase("没有（只是时间更新了）", "none (but for later times)")
_EARLY = Phrase(
    "有 {items} 条的时间比本机时钟晚一天以上，当作时间不明，与别的冲突时让位；请检查各台机器的时钟",
    "{items} items bear times more than a day ahead of this clock; they count as undated and give way to others; "
    "check the clocks of your machines",
)
_PATIENCE = 60.0  # seconds that a pipe may be silent: another machine may ask for a password first
_NAMES: dict[Kind, Phrase] = {
    "read": Phrase("已读 {count}", "read {count}"),
    "starred": Phrase("收藏 {count}", "starred {count}"),
    "later": Phrase("稍后读 {count}", "later {count}"),
    "place": Phrase("阅读位置 {count}", "places {count}"),
    "note": Phrase("笔记 {count}", "notes {count}"),
    "search": Phrase("保存的搜索 {count}", "kept searches {count}"),
    "list": Phrase("列表排序 {count}", "lists' sorting {count}"),
}


async def run(config: Config, output: Output, *, action: Action, files: Sequence[str] = ()) -> int:
    """Write the state to a file or to stdout, or merge files into what is here."""
    if action == "export":
        if len(files) > 1:
            raise WrongArgumentsError(reason=_ONE_FILE, command=_COMMAND)
        return await _export(config, output, files[0] if files else _STREAM)
    if not files:
        raise WrongArgumentsError(reason=_NO_FILE, command=_COMMAND)
    items = [item for file in files for item in _read(file)]  # all of them, before anything is changed
    return await _import(config, output, items)


async def _export(config: Config, output: Output, file: str) -> int:
    async with opened(config, output) as newsroom:
        items = await newsroom.query(newsroom.library.exchange.items)
    text = "".join(to_lines(items))
    if file == _STREAM:
        output.line(text.removesuffix("\n"))
        return 0
    is_new = write_whole(file, text, private=True)
    if output.json:
        output.value({"file": file, "items": len(items), "written": is_new})
    elif output.is_terminal:
        output.say(_EXPORTED, items=len(items), file=file)
    return 0


def _read(file: str) -> list[Item]:
    """Read a state from a file, or from the standard input."""
    try:
        if file == _STREAM:
            stream = getattr(sys.stdin, "buffer", None)  # whoever started us may have closed it
            data = stream.read(LARGEST + 1) if stream is not None else b""
        else:
            data = read_named(file, LARGEST + 1, patience=_PATIENCE)
    except FileNotFoundError as error:
        raise MissingFileError(what=_FILE, file=file) from error
    except OSError as error:
        raise UnreadableFileError(what=_FILE, file=file, reason=system_reason(error)) from error
    return from_bytes(data, file)


async def _import(config: Config, output: Output, items: Sequence[Item]) -> int:
    async with opened(config, output) as newsroom:
        exchanged = await newsroom.on_thread(partial(newsroom.library.exchange.take_over, items))
    if exchanged.early:
        output.say(_EARLY, items=exchanged.early)
    if output.json:
        output.value(_record(exchanged))
    elif exchanged.backup is None:
        output.line(_NOTHING.say(output.language, items=exchanged.items))
    else:
        changes = "、" if output.language == "zh" else ", "
        told = changes.join(
            _NAMES[kind].say(output.language, count=exchanged.changed[kind])
            for kind in KINDS
            if exchanged.changed.get(kind)
        )
        said = told or _ONLY_TIMES.say(output.language)
        backup = output.text(str(exchanged.backup))
        output.line(_TAKEN.say(output.language, items=exchanged.items, changes=said, backup=backup))
    return 0


def _record(exchanged: Exchanged) -> dict[str, Any]:
    return {
        "items": exchanged.items,
        "changed": {kind: exchanged.changed.get(kind, 0) for kind in KINDS},
        "early": exchanged.early,
        "backup": str(exchanged.backup) if exchanged.backup else None,
    }
