"""What the user does with articles: marks, as steps of the undo journal."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from achie_tui.library.library import Library
from achie_tui.library.marks import Entry, Mark, Step
from achie_tui.library.records import View
from achie_tui.model import Headline
from achie_tui.newsroom.threads import Threads


@dataclass(frozen=True, slots=True)
class Undone:
    """What a walk through the journal did: to how many articles.

    `entries` are the steps as they are by now, the latest first, each with what was changed; none where there was no
    step to take, or where all were `overruled` by what another machine changed later. Where it was
    one mark of one article, `step` is that, and `headline` the article's.
    """

    articles: int
    step: Step | None
    headline: Headline | None
    entries: tuple[Entry, ...] = ()
    overruled: tuple[Entry, ...] = ()


class Deeds:
    """Marks articles and takes marks back.

    What is asked for is begun at once, in the order of the calls, and done whether or not anybody goes on waiting.
    """

    def __init__(self, library: Library, threads: Threads) -> None:
        self._library = library
        self._threads = threads

    def mark(
        self, paths: Sequence[str], *, read: bool | None = None, starred: bool | None = None, later: bool | None = None
    ) -> asyncio.Future[int]:
        """Set or clear marks; None leaves one as it is. One call is one step of the undo journal.

        Gives how many articles it changed.
        """
        return self._threads.begin(partial(self._library.marks.mark, paths, read=read, starred=starred, later=later))

    def mark_opened(self, paths: Sequence[str]) -> asyncio.Future[int]:
        """Mark articles as read, because they were opened: what was taken back can still be done again.

        Gives as `mark`.
        """
        return self._threads.begin(partial(self._library.marks.mark, paths, read=True, unasked=True))

    def toggle(self, keys: Sequence[int], mark: Mark) -> asyncio.Future[tuple[bool, int]]:
        """Set a mark of the articles of these keys, or clear it where all have it, as one step of the journal.

        Gives whether it was set, and in how many articles that changed something.
        """
        return self._threads.begin(partial(self._toggle, keys, mark))

    def _toggle(self, keys: Sequence[int], mark: Mark) -> tuple[bool, int]:
        headlines = self._library.views.headlines(keys)
        value = not all(getattr(headline, mark) for headline in headlines)
        changed: dict[str, bool] = {mark: value}
        return value, self._library.marks.mark([headline.path for headline in headlines], **changed)

    def mark_all_read(self, view: View, among: Collection[int] | None = None) -> asyncio.Future[int]:
        """Mark all articles of a view as read, as one step of the journal; gives how many were not.

        Where keys are given, only those `among` them.
        """
        return self._threads.begin(partial(self._mark_all_read, view, among))

    def _mark_all_read(self, view: View, among: Collection[int] | None) -> int:
        unread = self._library.views.keys(replace(view, unread=True))
        if among is not None:
            unread = list(set(unread).intersection(among))
        self._library.marks.mark([headline.path for headline in self._library.views.headlines(unread)], read=True)
        return len(unread)

    def undo(self, to: int | None = None) -> asyncio.Future[Undone]:
        """Take the last step of the journal back, or all down to that of a number."""
        return self._threads.begin(partial(self._step, to, back=True))

    def redo(self, to: int | None = None) -> asyncio.Future[Undone]:
        """Do the step last taken back again, or all up to that of a number."""
        return self._threads.begin(partial(self._step, to, back=False))

    def _step(self, to: int | None, *, back: bool) -> Undone:
        step = self._library.marks.step_ahead(back=back)
        walked = self._library.marks.walk(back=back, to=to)
        if len(walked.entries) != 1 or walked.overruled:
            step = None
        headline = self._library.views.headline(step.path) if step else None
        return Undone(walked.articles, step, headline, walked.entries, walked.overruled)
