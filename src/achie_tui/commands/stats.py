"""`achie-tui stats`: articles per category and year, what was read; of a search, how much it finds month by month."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from achie_tui.commands.category_names import find_categories
from achie_tui.commands.library_search import catch_up, understood
from achie_tui.commands.output import Output
from achie_tui.commands.periods import days_between
from achie_tui.commands.resources import opened
from achie_tui.config import Config
from achie_tui.errors import NothingFoundError
from achie_tui.language import Phrase
from achie_tui.library.figures import DAYS, Figures, Timeline
from achie_tui.library.search.query import parse
from achie_tui.typeset.width import cell_width, fit

_COMMAND = "achie-tui stats"
_TOTALS = Phrase(
    "共 {articles} 篇，已缓存 {cached}，已读 {read}，收藏 {starred}，稍后读 {later}",
    "{articles} articles, {cached} kept, {read} read, {starred} starred, {later} for later",
)
_READ = Phrase("最近 {days} 天读了 {articles} 篇", "{articles} read in the last {days} days")
_HEADING = Phrase("栏目\t文章\t已缓存\t已读", "Category\tArticles\tKept\tRead")
_OTHER_YEARS = Phrase("其他", "Other")
_UNDATED = Phrase("无日期", "Undated")
_NO_CATEGORY = Phrase("没有栏目的", "No category")
_FOUND = Phrase("搜索“{query}”共找到 {articles} 篇", "“{query}” finds {articles} articles")
_CHOSEN = Phrase("共 {articles} 篇", "{articles} articles")
_BAR, _GAP, _LEAST_BAR = "#", "  ", 10
_COLUMN = 9


async def run(
    config: Config,
    output: Output,
    *,
    query: Sequence[str] = (),
    categories: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> int:
    """Print figures; a query, or days and categories, that find nothing are an error, as with `search`."""
    asked = understood(query, _COMMAND) if query else parse("")
    async with opened(config, output) as newsroom:
        asked = asked.between(*days_between(since, until, newsroom.now(), _COMMAND))
        asked = asked.listed_in(each.path for each in await find_categories(newsroom, categories or ()))
        if not asked.is_empty:
            await catch_up(newsroom, output)
            named = " ".join(query) or " ".join([*(categories or ()), *filter(None, (since, until))])
            _print_timeline(" ".join(query), named, await newsroom.finder.timeline(asked), output)
            return 0
        figures = await newsroom.finder.figures()
    if output.json:
        output.value(_record(figures))
    elif output.is_terminal:
        for line in _lines(figures, output):
            output.line(line)
    else:
        for row in _rows(figures):
            output.line("\t".join(output.text(str(cell)) for cell in row))
    return 0


def _record(figures: Figures) -> dict[str, Any]:
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


def _rows(figures: Figures) -> Iterator[tuple[object, ...]]:
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


def _lines(figures: Figures, output: Output) -> Iterator[str]:
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
    yield output.bold(_READ.say(language, days=DAYS, articles=f"{read:,}"))
    if read:
        yield ""
        yield from _bars({day[5:]: number for day, number in figures.read_by_day.items()}, output)
        yield ""
        names = {
            output.text(name or _NO_CATEGORY.say(language)): number for name, number in figures.read_by_category.items()
        }
        yield from _bars(names, output)


def _table(figures: Figures, output: Output) -> Iterator[str]:
    """Give a line a category: how much there is, and as many years as find room; the others are one column."""
    heading, *columns = _HEADING.say(output.language).split("\t")
    names = [output.text(count.category.name) for count in figures.counts]
    name_width = max(map(cell_width, (heading, *names)))
    room = max(0, (output.width - name_width) // _COLUMN - len(columns))
    shown, is_rest = figures.years_within(room)
    rest = [_OTHER_YEARS.say(output.language)] if is_rest else []
    yield output.dim(_aligned(heading, [*columns, *shown, *rest], name_width))
    for name, count in zip(names, figures.counts, strict=True):
        by_year = figures.years_of(count.category.path)
        cells = [count.articles, count.cached, count.articles - count.unread]
        cells += [by_year.get(year, 0) for year in shown]
        cells += [sum(number for year, number in by_year.items() if year not in shown)] if is_rest else []
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


def _print_timeline(typed: str, named: str, timeline: Timeline, output: Output) -> None:
    """Print how many articles of each month a query finds, from the first to the last; `named` where that is none."""
    for note in timeline.notes:
        output.say(note)
    if output.json:
        rows = [{"month": month, "articles": number} for month, number in timeline.months.items()]
        output.value({"query": typed, "articles": timeline.articles, "months": rows})
    elif output.is_terminal and timeline.articles:
        count = f"{timeline.articles:,}"
        found = _FOUND if typed else _CHOSEN
        output.line(output.bold(found.say(output.language, query=output.text(typed), articles=count)))
        output.line()
        for line in _bars(timeline.months, output):
            output.line(line)
    else:
        for month, number in timeline.months.items():
            output.line(f"{month}\t{number}")
    if not timeline.articles:
        raise NothingFoundError(query=named)
