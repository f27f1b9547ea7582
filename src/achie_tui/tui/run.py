"""A run that takes categories along: what it comes to, how far it is, and how that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from achie_tui.errors import AchieError
from achie_tui.language import Language, Phrase
from achie_tui.typeset.visible import clean_line

if TYPE_CHECKING:
    from achie_tui.sync import Estimate, Progress, Report, Stage, Sync

_PLAN = Phrase(
    "{what}：列表 {pages:,} 页，缺文章 {articles:,} 篇、图片约 {pictures:,} 张，约 {size}，{time}",
    "{what}: {pages:,} list pages, {articles:,} articles and {pictures:,} pictures to fetch, about {size}, {time}",
)
_AT_LEAST = Phrase(
    "{what}：至少列表 {pages:,} 页、文章 {articles:,} 篇，开始以后才知道共有多少、要多久",
    "{what}: at least {pages:,} list pages and {articles:,} articles; how many, and how long, shows once it runs",
)
_TAKING = Phrase("正在缓存 {what}", "keeping {what}")
_PAUSED = Phrase("已暂停 {what}", "paused: {what}")
_SECONDS = Phrase("约 {n} 秒", "about {n} s")
_MINUTES = Phrase("约 {n} 分钟", "about {n} min")
_HOURS = Phrase("约 {n} 小时", "about {n} h")
_COMMA = Phrase("，", ", ")
_A_MINUTE, _STEP = 60, 5
_MB, _GB = 1e6, 1e9


def about(seconds: float, language: Language) -> str:
    """Say how long something takes, no more exactly than that can be known."""
    if seconds < _A_MINUTE:
        return _SECONDS.say(language, n=max(_STEP, _STEP * round(seconds / _STEP)))
    minutes = seconds / _A_MINUTE
    if minutes < 2 * _A_MINUTE:
        return _MINUTES.say(language, n=round(minutes))
    return _HOURS.say(language, n=f"{minutes / _A_MINUTE:.1f}".removesuffix(".0"))


def plan_words(title: str, estimate: "Estimate", language: Language) -> str:
    """Say in one line what a plan comes to."""
    words = (_PLAN if estimate.known else _AT_LEAST).say(
        language,
        what=clean_line(title),
        pages=estimate.listing_pages,
        articles=estimate.articles,
        pictures=estimate.pictures,
        size=f"{estimate.bytes / _GB:.1f} GB" if estimate.bytes >= _GB else f"{max(1, round(estimate.bytes / _MB))} MB",
        time=about(estimate.seconds, language),
    )
    return capitalised(words)


def capitalised(sentence: str) -> str:
    """Give a sentence with a capital at its beginning, whatever it begins with."""
    return sentence[:1].upper() + sentence[1:]


@dataclass(slots=True, eq=False)
class Run:
    """A plan while it is carried out, and what came of it.

    When it has `ended`, it is `done`, or the user `stopped` it, or an `error` did.
    """

    title: str
    sync: "Sync"
    estimate: "Estimate"
    latest: "Progress | None" = None
    counts: "dict[Stage, int]" = field(default_factory=dict)
    stopped: bool = False
    done: bool = False
    ended: bool = False
    error: AchieError | None = None

    @property
    def report(self) -> "Report":
        """What it did so far."""
        return self.sync.report

    @property
    def failures(self) -> Sequence[tuple[str, AchieError]]:
        """What could not be fetched, and why."""
        return self.sync.report.failed

    @property
    def expected(self) -> "Mapping[Stage, int]":
        """How many of each kind there were to fetch, as far as that was known before."""
        estimate = self.estimate
        if not estimate.known:
            return {}
        return {"listings": estimate.listing_pages, "articles": estimate.articles, "images": estimate.pictures}

    def note(self, progress: "Progress") -> None:
        """Take up how far it is."""
        self.latest = progress
        self.counts[progress.stage] = self.counts.get(progress.stage, 0) + 1

    def pause(self) -> None:
        """Hold it up, or let it go on."""
        (self.sync.resume if self.sync.paused else self.sync.pause)()

    def words(self, language: Language) -> str:
        """Say all of it in a few words."""
        words = (_PAUSED if self.sync.paused else _TAKING).say(language, what=clean_line(self.title))
        latest = self.latest
        if latest is None:
            return words
        words += f" {latest.done:,}/{latest.total:,}" if latest.total else f" {latest.done:,}"
        if latest.remaining is None or self.sync.paused:
            return words
        return words + _COMMA.say(language) + about(latest.remaining, language)
