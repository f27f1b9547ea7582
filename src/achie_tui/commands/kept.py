"""The library alone, for commands that never ask the site: they run by cron, where nobody waits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import NotInLibraryError
from achie_tui.language import Phrase
from achie_tui.newsroom import Newsroom


class NothingKeptError(NotInLibraryError):
    """Nothing was ever fetched, and the command fetches nothing."""

    phrase = Phrase("本地还什么都没有，请先运行 achie-tui sync", "The library is still empty; run achie-tui sync first")


@asynccontextmanager
async def opened_kept(config: Config, output: Output) -> AsyncIterator[Newsroom]:
    """Open the library as `opened` does, without the site; raises NothingKeptError where nothing is in it."""
    async with opened(replace(config, offline=True), output) as newsroom:
        if not newsroom.totals().articles:
            raise NothingKeptError
        yield newsroom
