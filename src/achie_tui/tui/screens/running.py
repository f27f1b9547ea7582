"""A run that takes categories along, on the main screen: it goes on whatever is shown, and shows what it brings."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic

from textual import work
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer
from textual.worker import Worker

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.records import Totals, View
from achie_tui.model import CategoryCount
from achie_tui.newsroom import Newsroom
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Keys
from achie_tui.tui.places import Place
from achie_tui.tui.run import Run, begun
from achie_tui.tui.screens.watching import WatchingDesk

TAKEN = Phrase(
    "{what}已存到本地：新文章 {new:,} 篇，图片 {images:,} 张",
    "{what} is kept: {new:,} new articles, {images:,} pictures",
)
FAILURES = Phrase("，失败 {failed:,} 个：{why}", ", {failed:,} failed: {why}")
NOTHING_RUNS = Phrase("现在没有在缓存", "Nothing is being taken offline")
STOPPED = Phrase("已停止，下次从这里继续", "Stopped; the next time goes on from here")

SHOWING = 0.5
"""Seconds between two words on how far a run is."""
LOOKING = 1.0
"""Seconds between two looks at what has come."""


class RunningDesk(WatchingDesk):
    """The industrious side of the main screen."""

    run: var[Run | None] = var(None, init=False)
    """The run under way."""

    @dataclass
    class Seen(Message):
        """What the library holds by now, and in a place of it."""

        totals: Totals
        counts: list[CategoryCount]
        place: Place | None
        keys: list[int]

    @dataclass
    class RunEnded(Message):
        """A run has come to its end, whatever that was."""

        run: Run

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom, keys, opener)
        self._worker: Worker[None] | None = None
        self._looking: Timer | None = None
        self._look_again = 0.0
        self._seen = (0, 0)

    @property
    def is_taking(self) -> bool:
        """Whether a run is under way."""
        return self.run is not None

    def begin_run(self, run: Run) -> None:
        """Carry a plan out."""
        self.run = run
        self._worker = self.carry_out(run)

    @work(exclusive=True, group="taking", exit_on_error=False)
    async def carry_out(self, run: Run) -> None:
        """Carry a plan out; it goes on whatever screen is shown."""
        try:
            async with aclosing(run.sync.run()) as events:
                async for progress in events:
                    run.note(progress)
            run.done = True
        except AchieError as error:
            run.error = error
        finally:
            run.ended = True
            self.post_message(self.RunEnded(run))

    def watch_run(self, run: Run | None) -> None:
        """Begin or stop looking at what comes."""
        if self._looking is not None:
            self._looking.stop()
        self._seen = (0, 0)
        self._looking = self.set_interval(SHOWING, self._look) if run is not None else None
        self.show_freshness()

    def _look(self) -> None:
        """Show how far the run is, and now and then what it brought."""
        self.show_freshness()
        if self.run is None or monotonic() < self._look_again:
            return
        report = self.run.report
        brought = (report.listing_pages, report.new + report.updated)
        if brought != self._seen:
            self._seen = brought
            self._look_again = monotonic() + LOOKING
            self.look()

    @work(exclusive=True, group="look", exit_on_error=False)
    async def look(self) -> None:
        """See what has come; it is counted on a thread, for keys are answered meanwhile."""
        place = self.place
        with self._telling():
            totals, counts, keys = await asyncio.to_thread(self._count, place.view if place else View())
            self.post_message(self.Seen(totals, counts, place, keys))

    def _count(self, view: View) -> tuple[Totals, list[CategoryCount], list[int]]:
        return self.newsroom.totals(), self.newsroom.categories(), self.newsroom.keys(view)

    def on_running_desk_seen(self, event: Seen) -> None:
        """Show what has come; cursor and article stay where they are."""
        self.totals, self.counts = event.totals, event.counts
        self._show_counts()
        if event.place != self.place:
            return
        if tuple(event.keys) != self.headline_list.keys:
            self.fill_again()
        else:
            self.headline_list.renew()

    def on_running_desk_run_ended(self, event: RunEnded) -> None:
        """Say what came of it."""
        from achie_tui.tui.screens.syncing import SyncingScreen

        run = event.run
        for screen in self.app.screen_stack:
            if isinstance(screen, SyncingScreen):
                screen.show_run()
        if self.run is run:
            self.run = None
            self.look()
        report = run.report
        if run.error is not None:
            self.post_message(self.Failed(run.error))
        elif run.stopped:
            self.say(STOPPED)
        elif run.done:
            self.trouble = None
            words = begun(self.words(TAKEN, what=run.title, new=report.new, images=report.images))
            if report.failed:
                why = report.failed[-1][1].sentence(self.language)
                words += self.words(FAILURES, failed=len(report.failed), why=why)
            words = " ".join((words, *(note.sentence(self.language) for note in report.notes)))
            self.status.say(words, failed=bool(report.failed or report.notes))

    def show_details(self, run: Run) -> None:
        """Show how it goes, on a screen of its own."""
        from achie_tui.tui.screens.syncing import SyncingScreen

        self.app.push_screen(
            SyncingScreen(run, self.keys, self.language, pause=self.action_pause, cancel=self.action_cancel)
        )

    def action_pause(self) -> None:
        """Hold the run up, or let it go on."""
        if self.run is None:
            self.say(NOTHING_RUNS)
        else:
            self.run.pause()
            self.show_freshness()

    def action_cancel(self) -> None:
        """End the run at once; what is there stays."""
        if self.run is None or self._worker is None:
            self.say(NOTHING_RUNS)
        else:
            self.run.stopped = True
            self._worker.cancel()

    def show_freshness(self) -> None:
        """Show what goes on in the masthead."""
