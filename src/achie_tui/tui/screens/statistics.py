"""Figures of the library: articles per category and year, what was read, and when what a search finds was published."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.figures import DAYS, Figures, Timeline
from achie_tui.tui.keys import hint, hints, moves
from achie_tui.tui.session import Session
from achie_tui.tui.widgets.charts import HEIGHT, QUIET, Drawing, bars, columns, grouped, table
from achie_tui.tui.widgets.scroll_pane import ScrollPane
from achie_tui.tui.widgets.status import UNDER_WAY, Badge, Masthead, Status
from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.visible import clean_line
from achie_tui.typeset.width import cell_width

HEADING = Phrase("统计", "Statistics")
COUNTING = Phrase("正在统计", "counting")
TOTALS = Phrase(
    "共 {articles:,} 篇，已缓存 {cached:,}，已读 {read:,}，收藏 {starred:,}，稍后读 {later:,}",
    "{articles:,} articles, {cached:,} kept, {read:,} read, {starred:,} starred, {later:,} for later",
)
SEARCHED = Phrase("搜索“{query}”：{articles:,} 篇，按月", "Search “{query}”: {articles:,} articles, by month")
UNDATED = Phrase("其中 {articles:,} 篇没有日期", "{articles:,} of them have no date")
GROUPED = Phrase("图上每格 {months} 个月", "{months} months a column")
BY_CATEGORY = Phrase("各栏目各年的篇数", "Articles by category and year")
COLUMNS = Phrase("栏目\t文章\t已缓存\t已读", "Category\tArticles\tKept\tRead")
YEAR = Phrase("年", "Year")
MONTHS = Phrase(
    "1月\t2月\t3月\t4月\t5月\t6月\t7月\t8月\t9月\t10月\t11月\t12月",
    "Jan\tFeb\tMar\tApr\tMay\tJun\tJul\tAug\tSep\tOct\tNov\tDec",
)
BY_YEAR, UNDATED_YEAR = Phrase("各年的篇数", "Articles by year"), Phrase("无日期", "Undated")
ALL, OTHER_YEARS = Phrase("全部", "All"), Phrase("其他", "Other")
READ = Phrase("最近 {days} 天读了 {articles:,} 篇", "{articles:,} read in the last {days} days")
READ_BY_CATEGORY = Phrase("读的是哪些栏目", "What was read, by category")
NO_CATEGORY = Phrase("没有栏目的", "No category")
EMPTY = Phrase("本地还没有文章。", "There are no articles here yet.")

_YEAR_COLUMN = 7  # cells of a year's column, with what parts it from the one before
_PART = 2
_WEEK = 7


class Found(NamedTuple):
    """A search: how it is written, and what counts by month what it finds."""

    query: str
    by_month: Callable[[], Awaitable[Timeline]]


class StatisticsScreen(Screen[None]):
    """Shows the figures as soon as they are counted; a search's, where one is shown, come first."""

    CSS_PATH = "statistics.tcss"
    BINDINGS: ClassVar[list[BindingType]] = moves(back="dismiss", leave="dismiss", statistics="dismiss")

    def __init__(self, session: Session, count: Callable[[], Awaitable[Figures]], found: Found | None = None) -> None:
        super().__init__()
        self._words, self._language = session.words, session.language
        self._show_text = session.typography.show
        self._count, self._found = count, found
        self._figures: Figures | None = None
        self._timeline: Timeline | None = None
        self._masthead, self._status = Masthead(), Status()
        self._masthead.heading = self._words(HEADING)
        self._masthead.badges = (Badge(self._words(COUNTING), UNDER_WAY),)
        self._status.hints = hints("counting", session.keys, session.language)
        self._status.help = hint("help", session.keys, session.language)
        self._drawing = Drawing(lambda _: [])
        self._pane = ScrollPane()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._masthead
        with self._pane:
            yield self._drawing
        yield self._status

    def on_mount(self) -> None:
        """Begin to count."""
        for name in ("scroll_y", "virtual_size"):
            self.watch(self._pane, name, self._show_range, init=False)
        self._pane.focus()
        self.run_worker(self._gather())

    async def _gather(self) -> None:
        try:
            self._figures = await self._count()
            self._drawing.show(self._draw)
            if self._found is not None:
                self._timeline = await self._found.by_month()
                self._drawing.show(self._draw)
                if self._timeline.notes:
                    self._status.say("; ".join(map(self._words, self._timeline.notes)))
        except AchieError as error:
            self._status.say(error.sentence(self._language), failed=True)
        self._masthead.badges = ()

    @on(ScrollPane.Resized)
    def _show_other_range(self) -> None:
        self._show_range()

    def _show_range(self) -> None:
        """Say which lines these are, where there are more than are shown."""
        shown, lines = self._pane.scrollable_content_region.height, self._pane.virtual_size.height
        first = round(self._pane.scroll_offset.y) + 1
        self._status.place = f"{first}-{first + shown - 1}/{lines}" if lines > shown else ""

    # What is drawn.

    def _draw(self, width: int) -> list[Content]:
        """Draw what is counted by now."""
        parts = [list(part) for part in self._parts(width)]
        return [line for part in parts if part for line in (*part, Content.empty())][:-1]

    def _parts(self, width: int) -> Iterator[Iterator[Content]]:
        if self._found is not None and self._timeline is not None:
            yield self._timeline_lines(self._found.query, self._timeline, width)
        if self._figures is not None:
            yield self._category_lines(self._figures, width)
            yield self._year_lines(self._figures, width)
            yield self._reading_lines(self._figures, width)

    def _title(self, phrase: Phrase, width: int, **values: object) -> Iterator[Content]:
        text = self._words(phrase, **values)
        for start, end in break_lines(text, width):
            yield Content.styled(text[start:end].rstrip(), "bold")

    def _timeline_lines(self, query: str, timeline: Timeline, width: int) -> Iterator[Content]:
        text, months = self._show_text(clean_line(query)), timeline.months
        yield from self._title(SEARCHED, width, query=text, articles=timeline.articles)
        if undated := timeline.articles - sum(months.values()):
            yield Content.styled(self._words(UNDATED, articles=undated), QUIET)
        each, _ = grouped(list(months.values()), width)
        if each > 1:
            yield Content.styled(self._words(GROUPED, months=each), QUIET)
        if not months:
            return
        yield Content.empty()
        years = {number: month[:4] for number, month in enumerate(months) if number == 0 or month.endswith("-01")}
        yield from columns(list(months.values()), years, width, colours=self._colours, height=self._height)
        yield Content.empty()
        yield from self._months_of_years(timeline, width)

    def _months_of_years(self, timeline: Timeline, width: int) -> Iterator[Content]:
        """Write each month's figure, a year a line; where there is no room for that, each year's."""
        months, years = timeline.months, sorted({month[:4] for month in timeline.months}, reverse=True)
        rows = list[Sequence[str]]()
        by_year = dict[str, int]()
        for year in years:
            known = [months.get(f"{year}-{number:02}") for number in range(1, 13)]
            by_year[year] = sum(number or 0 for number in known)
            cells = ["" if number is None else f"{number:,}" if number else "." for number in known]
            rows.append((year, *cells, f"{by_year[year]:,}"))
        heading = (self._words(YEAR), *self._words(MONTHS).split("\t"), self._words(ALL))
        cells_needed = sum(max(map(cell_width, column)) for column in zip(heading, *rows, strict=True))
        if cells_needed + _PART * (len(heading) - 1) <= width:
            yield from table(heading, rows, width)
        else:
            yield from bars(by_year, width, colours=self._colours)

    def _category_lines(self, figures: Figures, width: int) -> Iterator[Content]:
        totals = figures.totals
        if not totals.articles:
            yield Content(self._words(EMPTY))
            return
        read = totals.articles - totals.unread
        numbers = {name: getattr(totals, name) for name in ("articles", "cached", "starred", "later")}
        yield from self._title(BY_CATEGORY, width)
        said = self._words(TOTALS, read=read, **numbers)
        for start, end in break_lines(said, width):
            yield Content.styled(said[start:end].rstrip(), QUIET)
        yield Content.empty()
        heading, *names = self._words(COLUMNS).split("\t")
        rows: list[tuple[str, list[int], dict[str | None, int]]] = [
            (
                self._show_text(clean_line(count.category.name)),
                [count.articles, count.cached, count.articles - count.unread],
                figures.years_of(count.category.path),
            )
            for count in figures.counts
        ]
        everything = [totals.articles, totals.cached, read]
        rows.append((self._words(ALL), everything, {each.year: each.articles for each in figures.by_year}))
        before = max(cell_width(name) for name, *_ in rows) + sum(
            _PART + max(cell_width(name), len(f"{number:,}")) for name, number in zip(names, everything, strict=True)
        )
        years, is_rest = figures.years_within(max(0, width - before) // _YEAR_COLUMN)
        rest = [self._words(OTHER_YEARS)] if is_rest else []
        yield from table(
            (heading, *names, *years, *rest),
            [(name, *_cells(numbers, by_year, years, is_rest=is_rest)) for name, numbers, by_year in rows],
            width,
        )

    def _year_lines(self, figures: Figures, width: int) -> Iterator[Content]:
        """Draw a bar for each year: the table of categories may have no room for all of them."""
        if len(figures.by_year) > 1:
            yield from self._title(BY_YEAR, width)
            yield Content.empty()
            years = {each.year or self._words(UNDATED_YEAR): each.articles for each in figures.by_year}
            yield from bars(years, width, colours=self._colours)

    def _reading_lines(self, figures: Figures, width: int) -> Iterator[Content]:
        by_day = figures.read_by_day
        read = sum(by_day.values())
        yield from self._title(READ, width, days=DAYS, articles=read)
        if not read:
            return
        yield Content.empty()
        weeks = {number: day[5:] for number, day in enumerate(by_day) if number % _WEEK == 0}
        yield from columns(list(by_day.values()), weeks, width, colours=self._colours, height=self._height)
        yield Content.empty()
        yield from self._title(READ_BY_CATEGORY, width)
        none = self._words(NO_CATEGORY)
        names = {self._show_text(clean_line(name or none)): number for name, number in figures.read_by_category.items()}
        yield from bars(names, width, colours=self._colours)

    @property
    def _height(self) -> int:
        """The lines of a chart: the more there are, the better two columns are told apart."""
        return max(HEIGHT, self.size.height // 3)

    @property
    def _colours(self) -> bool:
        return not self.app.no_color


def _cells(
    numbers: Sequence[int], by_year: dict[str | None, int], years: Sequence[str], *, is_rest: bool
) -> Iterator[str]:
    """Give the cells of a row: its numbers, those of some years, and where that is wanted, of all others together."""
    shown = [by_year.get(year, 0) for year in years]
    rest = [sum(by_year.values()) - sum(shown)] if is_rest else []
    for number in (*numbers, *shown, *rest):
        yield f"{number:,}" if number else "."
