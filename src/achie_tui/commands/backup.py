"""`achie-tui backup`: a copy of the marks and places, which the app writes by itself every day, written now."""

import asyncio
from functools import partial
from pathlib import Path

from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import UnwritableFileError, system_reason
from achie_tui.language import Phrase
from achie_tui.library.backups import Copy
from achie_tui.library.maintenance import Maintenance
from achie_tui.typeset.sizes import size

_WRITTEN = Phrase("已备份 {marks} 个标记（{size}）", "{marks} marks are backed up ({size})")


async def run(config: Config, output: Output, *, file: str | None = None) -> int:
    """Write the copy, and print where it is."""
    async with opened(config, output) as newsroom:
        copy = await asyncio.to_thread(partial(_write, newsroom.library.maintenance, file))
    marks = copy.content.marks if copy.content else 0
    if output.json:
        output.value({"file": str(copy.file.absolute()), "bytes": copy.size, "marks": marks})
        return 0
    output.line(output.text(str(copy.file.absolute())))
    output.say(_WRITTEN, marks=marks, size=size(copy.size))
    return 0


def _write(maintenance: Maintenance, file: str | None) -> Copy:
    if file is None:
        return maintenance.write_copy()
    try:
        return maintenance.write_copy(Path(file).absolute())
    except OSError as error:
        raise UnwritableFileError(file=file, reason=system_reason(error)) from error
