"""Figures of the whole library, and the timeline of a search: what `stats` prints and the app draws."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from achie_tui.language import Phrase
from achie_tui.library.library import Library
from achie_tui.library.records import Totals, View
from achie_tui.library.search.query import Query
from achie_tui.library.statistics import Published, Read
from achie_tui.model import CategoryCount

DAYS = 30
"""Days of which is told how much was read."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the library holds, and what was read on each of the last days.

    `by_year` counts all articles, the latest year first; `days` are those days (`YYYY-MM-DD`), the earliest first.
    """

    totals: Totals
    counts: Sequence[CategoryCount]
    by_category: Sequence[Published]
    by_year: Sequence[Published]
    days: Sequence[str]
    reading: Sequence[Read]

    @property
    def read_by_day(self) -> dict[str, int]:
        """How many articles were read on each day."""
        found = Counter(dict.fromkeys(self.days, 0))
        for each in self.reading:
            found[each.day] += each.articles
        return {day: found[day] for day in self.days}

    @property
    def read_by_category(self) -> dict[str | None, int]:
        """How many articles of each category were read, the most first."""
        found: Counter[str | None] = Counter()
        for each in self.reading:
            found[each.category] += each.articles
        return dict(found.most_common())

    def years_of(self, path: str) -> dict[str | None, int]:
        """Count a category's articles by year."""
        return {each.year: each.articles for each in self.by_category if each.category == path}

    def years_within(self, room: int) -> tuple[list[str], bool]:
        """Give the latest years that so many columns have room for, and tell whether others have one of their own."""
        years = [each.year for each in self.by_year if each.year]
        if len(years) == len(self.by_year) <= room:
            return years, False
        shown = years[: room if room == 1 else max(0, room - 1)]
        return shown, len(shown) < min(room, len(self.by_year))


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many articles a search finds, undated ones too, and how many of these are of each month (`YYYY-MM`).

    The months go from the first that has any to the last, without a gap. `notes` is what has to be said of the query.
    """

    articles: int
    months: Mapping[str, int]
    notes: tuple[Phrase, ...] = ()


def figures(library: Library, now: float) -> Figures:
    """Count what the library holds, and what was read on the days up to now (seconds since the epoch)."""
    statistics, today = library.statistics, datetime.fromtimestamp(now).astimezone()
    first = (today - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [(first + timedelta(days=number)).date().isoformat() for number in range(DAYS)]
    return Figures(
        library.views.totals(now),
        library.views.counts(now),
        statistics.by_category(),
        statistics.by_year(),
        days,
        [each for each in statistics.reading(first.timestamp()) if each.day in days],
    )


def timeline(library: Library, query: Query, within: View, stop: Callable[[], bool] | None = None) -> Timeline:
    """Count by month what a query finds among the articles of a view; raises SearchStopped where `stop` says so."""
    keys = library.search.keys(query, within=within, stop=stop)
    counted = library.statistics.by_month(keys)
    notes = library.search.find(query, within=within, sort="date", limit=1, stop=stop).notes
    return Timeline(len(keys), {month: counted.get(month, 0) for month in _months(counted)}, notes)


def _months(counted: Collection[str]) -> Iterator[str]:
    """Give every month from the first that is counted to the last."""
    month, last = min(counted, default=""), max(counted, default="")
    while month and month <= last:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"
