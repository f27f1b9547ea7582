"""`achie-tui sync`: take the archive offline, with a progress bar on stderr."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import replace

from achie_tui.commands.category_names import find_category
from achie_tui.commands.output import Output
from achie_tui.commands.periods import day_of
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import AchieError, OfflineError
from achie_tui.hooks import after_sync, of_watch_words
from achie_tui.language import Language, Phrase
from achie_tui.model import Category
from achie_tui.newsroom import Newsroom
from achie_tui.sync import Estimate, Plan, Progress, Report, Services, Stage, Sync, alone, estimate
from achie_tui.typeset.sizes import size
from achie_tui.typeset.width import cut
from achie_tui.web.answer import PATIENT

_STAGES: dict[Stage, Phrase] = {
    "listings": Phrase("列表", "Listings"),
    "articles": Phrase("文章", "Articles"),
    "images": Phrase("图片", "Pictures"),
    "checks": Phrase("复查", "Checks"),
    "attachments": Phrase("附件", "Attachments"),
}
_PLAN = Phrase(
    "约 {pages} 页列表、{articles} 篇文章、{pictures} 张图片，共约 {size}，约需 {time}",
    "About {pages} listing pages, {articles} articles and {pictures} pictures, {size}, taking about {time}",
)
_OF = Phrase("{done}/{total} 项", "{done}/{total} requests")
_OF_ABOUT = Phrase("{done}/约 {total} 项", "{done}/about {total} requests")
_RATE = Phrase("每分钟 {rate}", "{rate}/min")
_REMAINING = Phrase("还要 {time}", "{time} left")
_SYNCED = Phrase("同步", "synced")
_DONE = Phrase("完成", "Done")
_DONE_IN_PART = Phrase("走完了，但没有全部取到", "Done, but not all could be fetched")
_BROKEN_OFF = Phrase("没有走完，下次接着来", "Broken off, the next time goes on from here")
_INTERRUPTED = Phrase(
    "已中断，存下的都在，下次同步接着来", "Interrupted; what came is kept, the next sync goes on from here"
)
_AT_ONCE = Phrase("已中断，还没有取到什么，下次同步再来", "Interrupted before anything came; the next sync begins anew")
_NOTHING = Phrase(
    "一页列表也没有取到：失败 {failed} 个，用时 {seconds} 秒",
    "Not one listing page could be fetched: {failed} failed, {seconds} s",
)
_SUM = Phrase(
    "{how}：列表 {listing_pages} 页，新文章 {new} 篇，更新 {updated} 篇，未变 {unchanged} 篇，"
    "图片 {images} 张{without}，失败 {failed} 个，用时 {seconds} 秒",
    "{how}: {listing_pages} listing pages, {new} new articles, {updated} updated, {unchanged} unchanged, "
    "{images} pictures{without}, {failed} failed, {seconds} s",
)
_WITHOUT = Phrase("（另有 {count} 张网站上没有）", " ({count} more are not on the site)")
_FILES = Phrase("附件 {attachments} 个，共 {size}", "Attachments: {attachments}, {size}")
_FAILED = Phrase("未取到 {what}：{reason}", "Not fetched {what}: {reason}")
_SECONDS = Phrase("{count} 秒", "{count} s")
_MINUTES = Phrase("{count} 分钟", "{count} min")
_HOURS = Phrase("{count} 小时", "{count} h")
_MINUTES_UNTIL = 100
_BAR = 24
_FRAME = 0.1


async def run(
    config: Config,
    output: Output,
    *,
    categories: Sequence[str] = (),
    everything: bool = False,
    pages: int | None = None,
    since: str | None = None,
    no_images: bool = False,
    attachments: bool = False,
    no_attachments: bool = False,
    quiet: bool = False,
    delay: float | None = None,
    concurrency: int | None = None,
) -> int:
    """Carry out a sync and report it; single failures are named on stderr and do not make it fail."""
    delay = config.delay if delay is None else delay
    config = replace(config, delay=delay, concurrency=concurrency or config.concurrency)
    async with opened(config, output) as newsroom:
        if config.offline:
            raise OfflineError(what=_SYNCED)
        with alone(newsroom.library.maintenance.folder):
            with _interruption_told(output, Report()):
                chosen = await _categories(newsroom, categories)
            files = attachments or (config.attachments and not no_attachments)
            plan = Plan(
                chosen,
                pages,
                everything=everything,
                since=day_of(since, newsroom.now()),
                images=not no_images,
                attachments=files,
            )
            services = Services(newsroom.config, newsroom.library, newsroom.fetcher, newsroom.on_thread, newsroom.now)
            sync, began = Sync(services, plan, locked=True), newsroom.now()
            try:
                with _interruption_told(output, sync.report):
                    await _carry_out(newsroom, sync, output, quiet=quiet)
            except AchieError:
                await _tell_watchers(newsroom, sync, began, output)
                raise
        _report(sync, output, quiet=quiet)
        await _tell_watchers(newsroom, sync, began, output)
        for failed in await after_sync(config, sync.report.record(attachments=files)):
            output.tell(failed.sentence(output.language))
    return _status(sync.report)


@contextmanager
def _interruption_told(output: Output, report: Report) -> Iterator[None]:
    """Say what was done where the user breaks it off: beside the data, for a script is told by the status."""
    try:
        yield
    except asyncio.CancelledError:
        if not report.listing_pages:
            output.say(_AT_ONCE)
        else:
            output.tell(_summary(report, _INTERRUPTED, output.language))
            if report.attachments:
                output.say(_FILES, attachments=report.attachments, size=size(report.attachment_bytes))
        raise


async def _tell_watchers(newsroom: Newsroom, sync: Sync, began: float, output: Output) -> None:
    """Tell who wants to know it which kept searches find what came, however the sync ended."""
    hand_on = newsroom.visits.hand_on
    for failed in await of_watch_words(newsroom.config, newsroom.library, hand_on, sync.fresh, began):
        output.tell(failed.sentence(output.language))


def _report(sync: Sync, output: Output, *, quiet: bool) -> None:
    """Say what a sync that ran to its end did, and what it could not."""
    report = sync.report
    for what, error in report.failed:
        output.say(_FAILED, what=what, reason=error.sentence(output.language))
    for note in report.notes:
        output.tell(note.sentence(output.language))
    if output.json or not quiet:
        _print(report, sync.plan, _DONE_IN_PART if report.failed else _DONE, output)


async def _carry_out(newsroom: Newsroom, sync: Sync, output: Output, *, quiet: bool) -> None:
    """Carry out a plan, with a progress bar; one that is broken off tells how far it came."""
    plan, bar = sync.plan, _ProgressBar(output, quiet=quiet)
    if bar.shown:
        _announce(estimate(newsroom.config, newsroom.library, plan), output)
    try:
        async with aclosing(sync.run()) as events:
            async for progress in events:
                bar.show(progress)
    except AchieError:
        bar.clear()
        if sync.report.listing_pages and not (output.json or quiet):
            _print(sync.report, plan, _BROKEN_OFF, output)
        raise
    finally:
        bar.clear()


async def _categories(newsroom: Newsroom, names: Sequence[str]) -> list[Category]:
    """Give the categories that are meant: all, where none is named."""
    if len(newsroom.categories()) < len(newsroom.config.profile.categories):
        newsroom.insist()
        await newsroom.refresh_categories(PATIENT)
    if names:
        return [await find_category(newsroom, name) for name in names]
    return [count.category for count in newsroom.categories()]


def _announce(estimate: Estimate, output: Output) -> None:
    """Say what is about to happen, where that is known and worth a line."""
    if estimate.known and estimate.articles:
        output.say(
            _PLAN,
            pages=estimate.listing_pages,
            articles=estimate.articles,
            pictures=estimate.pictures,
            size=size(estimate.bytes),
            time=_duration(estimate.seconds, output.language),
        )


def _print(report: Report, plan: Plan, how: Phrase, output: Output) -> None:
    """Print what was done, and how it went: nothing is done where not even a list of articles came."""
    record = report.record(attachments=plan.attachments)
    if output.json:
        output.value(record)
    elif _is_nothing(report):
        output.line(_NOTHING.say(output.language, **record))
    else:
        output.line(_summary(report, how, output.language))
        if plan.attachments:
            taken = size(report.attachment_bytes)
            output.line(_FILES.say(output.language, attachments=report.attachments, size=taken))


def _summary(report: Report, how: Phrase, language: Language) -> str:
    """Say what was done, in one sentence."""
    without = _WITHOUT.fill(count=report.no_images) if report.no_images else ""
    return _SUM.fill(how=how, without=without, **report.record()).say(language)


def _is_nothing(report: Report) -> bool:
    return report.listing_pages == 0 and bool(report.failed)


def _status(report: Report) -> int:
    """0, but where nothing at all answered: then what the first failure means."""
    return report.failed[0][1].exit_status if _is_nothing(report) else 0


def _duration(seconds: float, language: Language) -> str:
    """Say a time as exactly as it can be known."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _SECONDS.say(language, count=max(1, round(seconds)))
    if minutes < _MINUTES_UNTIL:
        return _MINUTES.say(language, count=minutes)
    return _HOURS.say(language, count=f"{seconds / 3600:.1f}")


class _ProgressBar:
    """One line on stderr, drawn over and over; nothing where nobody looks."""

    def __init__(self, output: Output, *, quiet: bool) -> None:
        self.shown = output.stderr.isatty() and not quiet
        self._output = output
        self._drawn = 0.0

    def show(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self.shown or (now - self._drawn < _FRAME and progress.done != progress.total):
            return
        self._drawn = now
        self._output.stderr.write(f"\r{cut(self._line(progress), self._output.width - 1)}\x1b[K")
        self._output.stderr.flush()

    def _line(self, progress: Progress) -> str:
        total, language = progress.total or 0, self._output.language
        filled = min(_BAR, _BAR * progress.done // total) if total else 0
        parts = [
            f"{_STAGES[progress.stage].say(language)} [{'#' * filled}{'.' * (_BAR - filled)}]",
            (_OF_ABOUT if progress.about else _OF).say(language, done=progress.done, total=total or "?"),
        ]
        if progress.rate is not None:
            parts.append(_RATE.say(language, rate=round(60 * progress.rate)))
        if progress.remaining:
            parts.append(_REMAINING.say(language, time=_duration(progress.remaining, language)))
        return " ".join([*parts, self._output.text(progress.what)])

    def clear(self) -> None:
        if self.shown and self._drawn:
            self._output.stderr.write("\r\x1b[K")
            self._output.stderr.flush()
