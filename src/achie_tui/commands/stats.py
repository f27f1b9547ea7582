"""`achie-tui stats`: articles per category and year, what was read; of some words, how often they occur in titles."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from achie_tui.commands.narrowing import Narrowing, find_headlines
from achie_tui.commands.output import Output
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.language import Phrase
from achie_tui.library.library import Totals, View
from achie_tui.library.statistics import Published, Read
from achie_tui.model import CategoryCount
from achie_tui.newsroom import Newsroom
from achie_tui.typeset.width import cell_width, fit

_DAYS = 30
_TOTALS = Phrase(
    "共 {articles} 篇，已缓存 {cached}，已读 {read}，收藏 {starred}，稍后读 {later}",
    "{articles} articles, {cached} kept, {read} read, {starred} starred, {later} for later",
)
_READ = Phrase("最近 {days} 天读了 {articles} 篇", "{articles} read in the last {days} days")
_HEADING = Phrase("栏目\t文章\t已缓存\t已读", "Category\tArticles\tKept\tRead")
_OTHER_YEARS = Phrase("其他", "Other")
_UNDATED = Phrase("无日期", "Undated")
_NO_CATEGORY = Phrase("没有栏目的", "No category")
_FOUND = Phrase("标题里有“{query}”的共 {articles} 篇", "“{query}” is in the titles of {articles} articles")
_NOTHING = Phrase(
    "本地没有标题里有“{query}”的文章；用 achie-tui sync 可以取来更多",
    "No article here has “{query}” in its title; achie-tui sync fetches more",
)
_BAR, _GAP, _LEAST_BAR = "#", "  ", 10
_COLUMN = 9


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the library holds, and what was read on each of the last days."""

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


async def run(config: Config, output: Output, *, query: str | None = None) -> int:
    """Print figures; 1 where the words of a query are in no title."""
    async with opened(config, output) as newsroom:
        if query is not None:
            return _print_timeline(query, newsroom, output)
        figures = _collect(newsroom)
    if output.json:
        output.value(_record(figures))
    elif output.is_terminal:
        for line in _lines(figures, output):
            output.line(line)
    else:
        for row in _rows(figures):
            output.line("\t".join(output.text(str(cell)) for cell in row))
    return 0


def _collect(newsroom: Newsroom) -> _Figures:
    statistics = newsroom.library.statistics
    today = datetime.fromtimestamp(newsroom.now()).astimezone()
    first = (today - timedelta(days=_DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [(first + timedelta(days=number)).date().isoformat() for number in range(_DAYS)]
    return _Figures(
        newsroom.totals(),
        newsroom.categories(),
        statistics.by_category(),
        statistics.by_year(),
        days,
        [each for each in statistics.reading(first.timestamp()) if each.day in days],
    )


def _record(figures: _Figures) -> dict[str, Any]:
    totals = figures.totals
    return {
        "articles": totals.articles,
        "cached": totals.cached,
        "read": totals.articles - totals.unread,
        "starred": totals.starred,
        "later": totals.later,
        "categories": [
            {
                "name": count.category.name,
                "slug": count.category.slug,
                "articles": count.articles,
                "cached": count.cached,
                "read": count.articles - count.unread,
                "years": [
                    {"year": year, "articles": number} for year, number in figures.years_of(count.category.path).items()
                ],
            }
            for count in figures.counts
        ],
        "years": [{"year": each.year, "articles": each.articles} for each in figures.by_year],
        "reading": {
            "days": [{"day": day, "articles": number} for day, number in figures.read_by_day.items()],
            "categories": [
                {"category": category, "articles": number} for category, number in figures.read_by_category.items()
            ],
        },
    }


def _rows(figures: _Figures) -> Iterator[tuple[object, ...]]:
    """Give what goes into a pipe: what a row is of comes first."""
    for count in figures.counts:
        category = count.category
        yield "category", category.name, category.slug, count.articles, count.cached, count.articles - count.unread
        for year, number in figures.years_of(category.path).items():
            yield "year", category.name, year or "", number
    for day, number in figures.read_by_day.items():
        yield "day", day, number
    for name, number in figures.read_by_category.items():
        yield "read", name or "", number


def _lines(figures: _Figures, output: Output) -> Iterator[str]:
    """Give what stands at a terminal: a table, and bars."""
    language, totals = output.language, figures.totals
    numbers = {name: f"{getattr(totals, name):,}" for name in ("articles", "cached", "starred", "later")}
    yield output.bold(_TOTALS.say(language, read=f"{totals.articles - totals.unread:,}", **numbers))
    if figures.counts:
        yield ""
        yield from _table(figures, output)
    if figures.by_year:
        yield ""
        years = {each.year or _UNDATED.say(language): each.articles for each in figures.by_year}
        yield from _bars(years, output)
    read = sum(figures.read_by_day.values())
    yield ""
    yield output.bold(_READ.say(language, days=_DAYS, articles=f"{read:,}"))
    if read:
        yield ""
        yield from _bars({day[5:]: number for day, number in figures.read_by_day.items()}, output)
        yield ""
        names = {
            output.text(name or _NO_CATEGORY.say(language)): number for name, number in figures.read_by_category.items()
        }
        yield from _bars(names, output)


def _table(figures: _Figures, output: Output) -> Iterator[str]:
    """Give a line a category: how much there is, and as many years as find room; the others are one column."""
    heading, *columns = _HEADING.say(output.language).split("\t")
    names = [output.text(count.category.name) for count in figures.counts]
    name_width = max(map(cell_width, (heading, *names)))
    room = max(0, (output.width - name_width) // _COLUMN - len(columns))
    years = [each.year for each in figures.by_year if each.year]
    shown = years if len(years) == len(figures.by_year) <= room else years[: max(0, room - 1)]
    rest = [_OTHER_YEARS.say(output.language)] if room and len(shown) < len(figures.by_year) else []
    yield output.dim(_aligned(heading, [*columns, *shown, *rest], name_width))
    for name, count in zip(names, figures.counts, strict=True):
        by_year = figures.years_of(count.category.path)
        cells = [count.articles, count.cached, count.articles - count.unread]
        cells += [by_year.get(year, 0) for year in shown]
        cells += [sum(number for year, number in by_year.items() if year not in shown)] if rest else []
        yield _aligned(name, [f"{cell:,}" for cell in cells], name_width)


def _aligned(name: str, cells: Sequence[str], name_width: int) -> str:
    padded = (" " * max(1, _COLUMN - cell_width(cell)) + cell for cell in cells)
    return fit(name, name_width) + "".join(padded)


def _bars(numbers: Mapping[str, int], output: Output) -> Iterator[str]:
    """Give a bar for each number, as long as there is room for the largest; less than one mark is one."""
    most = max(numbers.values(), default=0)
    name_width = max(map(cell_width, numbers), default=0)
    count_width = len(f"{most:,}")
    room = max(_LEAST_BAR, output.width - name_width - count_width - 2 * len(_GAP))
    for name, number in numbers.items():
        bar = _BAR * (-(-min(most, room) * number // most) if number else 0)
        yield f"{fit(name, name_width)}{_GAP}{f'{number:,}'.rjust(count_width)}{_GAP}{bar}".rstrip()


def _print_timeline(query: str, newsroom: Newsroom, output: Output) -> int:
    """Print how many titles of each month have the words of a query, from the first month to the last."""
    # Whatever finds more than titles do only has to give the keys.
    keys = [headline.key for headline in find_headlines(newsroom, [View()], Narrowing(words=query))]
    counted = newsroom.library.statistics.by_month(keys)
    months = {month: counted.get(month, 0) for month in _months(counted)}
    if output.json:
        rows = [{"month": month, "articles": number} for month, number in months.items()]
        output.value({"query": query, "articles": len(keys), "months": rows})
    elif output.is_terminal and keys:
        output.line(output.bold(_FOUND.say(output.language, query=output.text(query), articles=f"{len(keys):,}")))
        output.line()
        for line in _bars(months, output):
            output.line(line)
    else:
        for month, number in months.items():
            output.line(f"{month}\t{number}")
    if not keys:
        output.say(_NOTHING, query=query)
    return 0 if keys else 1


def _months(counted: Collection[str]) -> Iterator[str]:
    """Give every month from the first that is counted to the last."""
    month, last = min(counted, default=""), max(counted, default="")
    while month and month <= last:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"
