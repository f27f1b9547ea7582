"""The details of a run that takes categories along: stage by stage, how fast, what it is at, and what failed."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from achie_tui.language import Language, Phrase
from achie_tui.sync import Progress, Stage
from achie_tui.tui import phrases
from achie_tui.tui.keys import Keys, everywhere, hints, moves
from achie_tui.tui.run import Run, about
from achie_tui.tui.widgets.bar import Bar
from achie_tui.tui.widgets.scroll_pane import ScrollPane
from achie_tui.tui.widgets.status import Status
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import fit

TITLE = Phrase("存到本地：{what}", "Taking offline: {what}")
STAGES: dict[Stage, Phrase] = {
    "listings": Phrase("列表", "Lists"),
    "articles": Phrase("文章", "Articles"),
    "images": Phrase("图片", "Pictures"),
    "checks": Phrase("复查", "Checks"),
    "attachments": Phrase("附件", "Files"),
}
SELDOM = {"checks", "attachments"}
ABOUT = Phrase(" / 约 {expected:,}", " / about {expected:,}")
BEGINNING = Phrase("正在开始", "Beginning")
RATE = Phrase("每分钟 {rate:,} 次请求", "{rate:,} requests a minute")
LEFT = Phrase("还要{time}", "{time} left")
PAUSED = Phrase("已暂停，按 {pause} 继续", "Paused; {pause} goes on")
LAST = Phrase("刚取到：{what}", "Just fetched: {what}")
KEPT = Phrase(
    "新文章 {new:,} 篇，更新 {updated:,} 篇，未变 {unchanged:,} 篇，图片 {images:,} 张",
    "{new:,} new articles, {updated:,} updated, {unchanged:,} unchanged, {images:,} pictures",
)
DONE = Phrase("已完成", "Done")
FAILED = Phrase("失败 {failed:,} 个", "{failed:,} failed")
AND_MORE = Phrase("另有 {more:,} 个", "and {more:,} more")

OFTEN = 0.5
MOST_FAILURES = 50
LABEL = 10
HEIGHTS = [(0, "-low"), (16, "-high")]


class SyncingScreen(ModalScreen[None]):
    """Shows a run, and lets the user hold it up or end it."""

    CSS_PATH = "syncing.tcss"
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", take="dismiss", pause="pause", cancel="cancel"),
        *everywhere(),
    ]

    def __init__(
        self, run: Run, keys: Keys, language: Language, *, pause: Callable[[], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__()
        self._run = run
        self._language = language
        self._pause, self._cancel = pause, cancel
        self._pause_key = keys.shown("pause")
        names = ("title", "stages", "now", "failures")
        self._title, self._stages, self._now, self._failures = (Static(id=name) for name in names)
        self._bar = Bar()
        self._body = ScrollPane()
        self._keys, self._keys_given = Status(), keys
        self._told = -1

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="details"):
            with self._body:
                yield self._title
                yield self._bar
                yield self._stages
                yield self._now
                yield self._failures
            yield self._keys

    def on_mount(self) -> None:
        """Show the run, and follow it."""
        self.set_interval(OFTEN, self.show_run)
        self.show_run()

    def show_run(self) -> None:
        """Show how far it is."""
        run, language = self._run, self._language
        self._title.update(Content.styled(TITLE.say(language, what=clean_line(run.title)), "bold $primary"))
        stages = [self._stage(stage) for stage in STAGES if stage not in SELDOM or stage in run.counts]
        self._show_bar()
        self._stages.update(Content("\n").join(stages))
        self._now.update(Content("\n").join([Content.styled(line, style) for line, style in self._lines()]))
        if len(run.failures) != self._told:
            self._told = len(run.failures)
            self._failures.display = bool(run.failures)
            self._failures.update(self._failure_lines())
        self._keys.hints = hints("taking", self._keys_given, language, ("pause", "cancel") if run.ended else ())

    def _show_bar(self) -> None:
        latest, done = self._run.latest, self._run.done
        total = latest.total if latest else None
        self._bar.part = 1.0 if done else latest.done / total if latest and total else 0.0
        self._bar.count = "" if latest is None else f"{latest.done:,}/{total:,}" if total else f"{latest.done:,}"

    def _stage(self, stage: Stage) -> Content:
        run = self._run
        name = fit(STAGES[stage].say(self._language), LABEL)
        done, expected = run.counts.get(stage, 0), run.expected.get(stage, 0)
        about = ABOUT.say(self._language, expected=expected) if expected > done and not run.ended else ""
        return Content.assemble((name, "$text-muted"), f"{done:>8,}", (about, "$text-muted"))

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Say what goes on, in lines with their styles."""
        run, language, report = self._run, self._language, self._run.report
        if run.error is not None:
            yield run.error.sentence(language), "$text-error"
        elif run.ended:
            yield (DONE if run.done else phrases.SYNC_STOPPED).say(language), "$foreground"
        elif run.sync.paused:
            yield PAUSED.say(language, pause=self._pause_key), "$text-warning"
        else:
            beginning = "" if run.latest else BEGINNING.say(language)
            yield "   ".join(self._pace(run.latest)) or beginning, "$foreground"
        kept = KEPT.say(
            language, new=report.new, updated=report.updated, unchanged=report.unchanged, images=report.images
        )
        if report.no_images:
            kept += phrases.NOT_ON_SITE.say(language, count=report.no_images)
        yield kept, "$text-muted"
        if not run.ended and run.latest and run.latest.what:
            yield LAST.say(language, what=clean_line(run.latest.what)), "$text-muted"
        for note in report.notes:
            yield note.sentence(language), "$text-warning"

    def _pace(self, latest: Progress | None) -> Iterator[str]:
        if latest is not None and latest.rate:
            yield RATE.say(self._language, rate=round(60 * latest.rate))
        if latest is not None and latest.remaining is not None:
            yield LEFT.say(self._language, time=about(latest.remaining, self._language))

    def _failure_lines(self) -> Content:
        failures, language = self._run.failures, self._language
        if not failures:
            return Content("")
        lines = [Content.styled(FAILED.say(language, failed=len(failures)), "$text-error")]
        for what, error in failures[-MOST_FAILURES:]:
            words = clean_line(error.sentence(language))
            lines.append(Content.assemble((clean_line(what), "$text-muted"), "  ", words))
        if (more := len(failures) - MOST_FAILURES) > 0:
            lines.append(Content.styled(AND_MORE.say(language, more=more), "$text-muted"))
        return Content("\n").join(lines)

    def action_pause(self) -> None:
        """Hold it up, or let it go on."""
        if not self._run.ended:
            self._pause()
            self.show_run()

    def action_cancel(self) -> None:
        """End it."""
        if not self._run.ended:
            self._cancel()
            self.show_run()
