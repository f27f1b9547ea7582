"""The user's programs that are told of what came: here they are started, and what fails is said."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from achie_tui.library.watch_words import WatchWord
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.run import Run
from achie_tui.tui.session import Session

if TYPE_CHECKING:
    from achie_tui.hooks import HookError


class Hooks:
    """Starts what the configuration names, beside all else."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        self._session = session
        self._jobs = jobs

    def after_sync(self, run: Run) -> None:
        """Tell what a sync did that ran to its end."""
        if self._session.newsroom.config.hook_sync:
            record = run.report.record(attachments=run.sync.plan.attachments)
            self._jobs.start("hook", partial(self._after_sync, record))

    async def _after_sync(self, record: dict[str, object]) -> None:
        await asyncio.to_thread(import_module, "achie_tui.hooks")
        from achie_tui.hooks import after_sync

        await self._call(lambda: after_sync(self._session.newsroom.config, record))

    def of_watch_word(self, word: WatchWord, keys: Sequence[int]) -> None:
        """Tell of the articles that are new of a kept search."""
        self._jobs.start("hook", partial(self._of_watch_word, word, keys))

    async def _of_watch_word(self, word: WatchWord, keys: Sequence[int]) -> None:
        newsroom = self._session.newsroom
        headlines = await newsroom.query(partial(newsroom.headlines, keys))
        await asyncio.to_thread(import_module, "achie_tui.hooks")
        from achie_tui.hooks import of_watch_word

        await self._call(lambda: of_watch_word(newsroom.config, newsroom.visits.hand_on, word, headlines))

    async def _call(self, work: "Callable[[], Awaitable[list[HookError]]]") -> None:
        for failed in await work():
            self._session.tell(failed.sentence(self._session.language), failed=True)
