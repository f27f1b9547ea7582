"""What the site changed in an article."""

from collections.abc import Callable
from functools import partial

from achie_tui.language import Phrase
from achie_tui.library.records import Kept
from achie_tui.tui import phrases
from achie_tui.tui.controllers.jobs import Jobs
from achie_tui.tui.session import Session

NOT_REVISED = Phrase("这篇文章没有修订过", "This article was never revised")
FORMER_LOST = Phrase("修订前的文字已不在本地", "The former text is not kept any more")


class Revisions:
    """Has the current article compared with what it was; `compare` shows the former and the present version."""

    def __init__(self, session: Session, jobs: Jobs, *, compare: Callable[[Kept, Kept], None]) -> None:
        self._session = session
        self._jobs = jobs
        self._compare = compare

    def differences(self) -> None:
        """Compare the current article with what it was before the site changed it."""
        paths = self._session.current_paths
        if paths:
            self._jobs.answer("differences", partial(self._differences, paths[0]))
        else:
            self._session.say(phrases.NOTHING_CHOSEN)

    async def _differences(self, path: str) -> None:
        versions = await self._jobs.read(partial(self._versions, path), None)
        if versions is None:
            return
        kept, former = versions
        if kept is None or not kept.revised:
            self._session.say(NOT_REVISED)
        elif former is None:
            self._session.say(FORMER_LOST)
        else:
            self._compare(former, kept)

    def _versions(self, path: str) -> tuple[Kept | None, Kept | None]:
        newsroom = self._session.newsroom
        kept = newsroom.kept(path)
        former = newsroom.library.former(kept.article.path) if kept and kept.revised else []
        return kept, next(iter(former), None)
