"""`achie-tui journal`: what was marked and when, the latest first, and whether it was undone."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from achie_tui.commands.journal_words import entry_record
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.journal_words import UNDONE, in_words
from achie_tui.library.marks import Entry

_DEFAULT_LIMIT = 20


async def run(config: Config, output: Output, *, limit: int | None = None) -> int:
    """Print the steps; at a terminal those that find room, unless told otherwise."""
    most = limit or (_DEFAULT_LIMIT if output.is_terminal else None)
    async with opened(config, output) as newsroom:
        entries = await newsroom.query(partial(newsroom.library.marks.journal, most))
    if output.json:
        output.value([entry_record(entry) for entry in entries])
    else:
        _print(entries, output)
    return 0


def _print(entries: Sequence[Entry], output: Output) -> None:
    width = max((len(str(entry.number)) for entry in entries), default=0)
    for entry in entries:
        when, what = (
            f"{datetime.fromtimestamp(entry.at).astimezone():%Y-%m-%d %H:%M}",
            in_words(entry, output.language, output.text),
        )
        if not output.is_terminal:
            output.line("\t".join((str(entry.number), when, "undone" if entry.undone else "done", what)))
            continue
        line = f"{UNDONE.say(output.language)}{what}" if entry.undone else what
        number = str(entry.number).rjust(width)
        output.line(f"{output.dim(number)}  {output.dim(when)}  {output.dim(line) if entry.undone else line}")
