"""`achie-tui undo`: takes the last step of the journal back, whichever process made it."""

from achie_tui.commands.journal_words import tell_steps
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import NothingToUndoError
from achie_tui.journal_words import NOT_UNDONE
from achie_tui.language import Phrase

_UNDONE = Phrase("已撤销 {step}", "Undone: {step}")


async def run(config: Config, output: Output, *, to: int | None = None) -> int:
    """Take a step back, or all down to that of a number, and tell which; raises NothingToUndoError."""
    async with opened(config, output) as newsroom:
        undone = await newsroom.deeds.undo(to)
    if not (undone.entries or undone.overruled):
        raise NothingToUndoError
    return tell_steps(undone, _UNDONE, NOT_UNDONE, output)
