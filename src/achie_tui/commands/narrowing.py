"""Which headlines a list shows: by day, by words of their titles, and of several categories."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from achie_tui.library.library import View
from achie_tui.model import Headline
from achie_tui.newsroom import Newsroom
from achie_tui.typeset.folding import has_words

_WINDOW = 500


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What headlines are to be: of these days, the first and the last included, and with all these words in the title.

    A day may be a month or a year as well (`2024-05`, `2024`). What has no date is of no day.
    """

    since: str | None = None
    until: str | None = None
    words: str | None = None

    def fits(self, headline: Headline) -> bool:
        """Tell whether a headline is as it is to be."""
        published = headline.published or ""
        if (self.since or self.until) and not published:
            return False
        return (
            (self.since is None or published[: len(self.since)] >= self.since)
            and (self.until is None or published[: len(self.until)] <= self.until)
            and (self.words is None or has_words(headline.title, self.words))
        )

    def is_behind(self, headlines: Sequence[Headline]) -> bool:
        """Tell whether the last of these, in a list that goes from new to old, are all from before the first day."""
        dated = [headline.published for headline in headlines if headline.published]
        return self.since is not None and bool(dated) and max(dated)[: len(self.since)] < self.since


def find_headlines(newsroom: Newsroom, views: Sequence[View], narrowing: Narrowing) -> Iterator[Headline]:
    """Give the headlines of views that fit: those of one in its own order, those of several newest first."""
    if len(views) == 1:
        found = _headlines(newsroom, newsroom.keys(views[0]))
    else:
        keys = dict.fromkeys(key for view in views for key in newsroom.keys(view))
        found = iter(sorted(_headlines(newsroom, list(keys)), key=_age, reverse=True))
    return filter(narrowing.fits, found) if narrowing != Narrowing() else found


def _headlines(newsroom: Newsroom, keys: Sequence[int]) -> Iterator[Headline]:
    for start in range(0, len(keys), _WINDOW):
        yield from newsroom.headlines(keys[start : start + _WINDOW])


def _age(headline: Headline) -> tuple[str, int]:
    return headline.published or "", headline.id or 0
