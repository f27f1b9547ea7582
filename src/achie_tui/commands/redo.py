"""`achie-tui redo`: does again what was last taken back, whichever process did that."""

from achie_tui.commands.journal_words import tell_steps
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import NothingToRedoError
from achie_tui.journal_words import NOT_REDONE
from achie_tui.language import Phrase

_DONE = Phrase("已重做 {step}", "Done again: {step}")


async def run(config: Config, output: Output, *, to: int | None = None) -> int:
    """Do a step again, or all up to that of a number, and tell which; raises NothingToRedoError."""
    async with opened(config, output) as newsroom:
        done = await newsroom.deeds.redo(to)
    if not (done.entries or done.overruled):
        raise NothingToRedoError
    return tell_steps(done, _DONE, NOT_REDONE, output)
