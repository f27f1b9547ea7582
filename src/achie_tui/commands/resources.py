"""The library and the web, opened for a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from achie_tui.commands.output import Output
from achie_tui.config import Config
from achie_tui.language import Phrase
from achie_tui.library.library import Library
from achie_tui.newsroom import Newsroom

REFRESHED = Phrase("刷新", "refreshed")
"""What several commands cannot do offline (see OfflineError)."""


@asynccontextmanager
async def opened(config: Config, output: Output) -> AsyncIterator[Newsroom]:
    """Open the configured library as long as the block runs; what opening it found is told first."""
    library = Library.open(config.data_dir)
    for notice in library.notices:
        output.tell(notice.sentence(config.lang))
    newsroom = Newsroom(config, library)
    try:
        yield newsroom
    finally:
        await newsroom.close()
