"""`achie-tui sync`: take the archive offline, with a progress bar on stderr."""

import time
from collections.abc import Sequence

from achie_tui.commands.listing import find_category
from achie_tui.commands.output import Output
from achie_tui.commands.records import sync_record
from achie_tui.errors import NotInLibraryError
from achie_tui.language import Phrase
from achie_tui.newsroom import Newsroom
from achie_tui.sync import Plan, Progress, Report, Stage, Sync
from achie_tui.typeset.width import cut

_STAGES: dict[Stage, Phrase] = {
    "listings": Phrase("列表", "Listings"),
    "articles": Phrase("文章", "Articles"),
    "images": Phrase("图片", "Pictures"),
}
_DONE = Phrase(
    "完成：列表 {listing_pages} 页，新文章 {new} 篇，更新 {updated} 篇，未变 {unchanged} 篇，"
    "图片 {images} 张，失败 {failed} 个，用时 {seconds} 秒",
    "Done: {listing_pages} listing pages, {new} new articles, {updated} updated, {unchanged} unchanged, "
    "{images} pictures, {failed} failed, {seconds} s",
)
_FAILED = Phrase("未取到 {what}：{reason}", "Not fetched {what}: {reason}")
_BAR = 24
_FRAME = 0.1


async def run(
    newsroom: Newsroom,
    output: Output,
    names: Sequence[str],
    *,
    everything: bool = False,
    pages: int | None = None,
    since: str | None = None,
    images: bool = True,
) -> int:
    """Carry out a sync and report it; single failures are named on stderr and do not make it fail."""
    if newsroom.config.offline:
        raise NotInLibraryError(what=newsroom.config.profile.name)
    if len(newsroom.categories()) < len(newsroom.config.profile.categories):
        await newsroom.refresh_categories()
    if names:
        categories = [await find_category(newsroom, name) for name in names]
    else:
        categories = [count.category for count in newsroom.categories()]
    sync = Sync(newsroom, Plan(categories, pages, everything=everything, since=since, images=images))
    bar = _ProgressBar(output)
    try:
        async for progress in sync.run():
            bar.show(progress)
    finally:
        bar.clear()
    for what, error in sync.report.failed:
        output.say(_FAILED, what=what, reason=error.sentence(output.language))
    for note in sync.report.notes:
        output.tell(note.sentence(output.language))
    _print(sync.report, output)
    return _status(sync.report)


def _print(report: Report, output: Output) -> None:
    record = sync_record(report)
    if output.json:
        output.value(record)
    else:
        output.line(_DONE.say(output.language, **record))


def _status(report: Report) -> int:
    """0, but where nothing at all answered: then what the first failure means."""
    if report.listing_pages == 0 and report.failed:
        return report.failed[0][1].exit_status
    return 0


class _ProgressBar:
    """One line on stderr, drawn over and over; nothing where nobody looks."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._shown = output.stderr.isatty()
        self._drawn = 0.0

    def show(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._drawn < _FRAME and progress.done != progress.total):
            return
        self._drawn = now
        total = progress.total or 0
        filled = min(_BAR, _BAR * progress.done // total) if total else 0
        text = (
            f"{_STAGES[progress.stage].say(self._output.language)} [{'#' * filled}{'.' * (_BAR - filled)}] "
            f"{progress.done}/{total or '?'} {self._output.text(progress.what)}"
        )
        self._output.stderr.write(f"\r{cut(text, self._output.width - 1)}\x1b[K")
        self._output.stderr.flush()

    def clear(self) -> None:
        if self._shown and self._drawn:
            self._output.stderr.write("\r\x1b[K")
            self._output.stderr.flush()
