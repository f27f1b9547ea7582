"""What the site's own search finds, for what the library does not hold: page by page, as one comes to its end."""

from collections.abc import Awaitable, Callable
from typing import ClassVar, Protocol

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from achie_tui.errors import AchieError
from achie_tui.language import Language, Phrase
from achie_tui.model import Headline
from achie_tui.tui.keys import Keys, hint, hints, moves, option_moves
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.status import UNDER_WAY, Badge, Masthead, Status
from achie_tui.typeset.visible import clean_line

HEADING = Phrase("网站搜索：{text}", "The site's search: {text}")
ASKING = Phrase("正在问网站", "asking the site")
WAITING = Phrase(
    "网站每 3 秒只答一次，稍等 {seconds:.0f} 秒", "the site answers once in 3 seconds: {seconds:.0f} s to wait"
)
FOUND = Phrase("网站找到 {total:,} 篇，本地已知 {known:,} 篇", "{total:,} found, {known:,} known here")
SHOWN = Phrase("列出 {shown:,} 篇，本地已知 {known:,} 篇", "{shown:,} listed, {known:,} known here")
NOTHING = Phrase("网站上也没有找到", "The site found nothing either")
CUT = Phrase("网站只收“{asked}”", "the site was asked for “{asked}”")
KNOWN = Phrase("已知", "known")


class Page(Protocol):
    """A page of what the site found."""

    @property
    def headlines(self) -> tuple[Headline, ...]:
        """Its rows; what the library does not know has the key 0."""

    @property
    def asked(self) -> str:
        """The question as the site got it."""

    @property
    def is_cut(self) -> bool:
        """Whether that is less than was typed."""

    @property
    def total(self) -> int | None:
        """How much the site says it found."""

    @property
    def next(self) -> int | None:
        """The number of the page that follows."""


Ask = Callable[[str, int, Callable[[float], object]], Awaitable[Page]]
"""Asks for a page of what a text finds; the last argument is told of each wait, in seconds."""


class SiteResultsScreen(Screen[Headline]):
    """Lists what the site found; gives the one that is to be opened."""

    CSS_PATH = "site_results.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", search_site="dismiss"),
    ]

    def __init__(self, text: str, ask: Ask, keys: Keys, language: Language, typography: Typography) -> None:
        super().__init__()
        self._text = text
        self._ask = ask
        self._language = language
        self._typography = typography
        self._masthead, self._status = Masthead(), Status()
        self._masthead.heading = HEADING.say(language, text=clean_line(text))
        self._status.hints = hints("asking", keys, language)
        self._status.help = hint("help", keys, language)
        self._list = Results(markup=False)
        self._found: dict[str, Headline] = {}
        self._next: int | None = 1

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._masthead
        yield self._list
        yield self._status

    def on_mount(self) -> None:
        """Ask for the first page."""
        self._list.focus()
        self._go_on()

    def _go_on(self) -> None:
        if self._next is not None and not any(worker.group == "page" and worker.is_running for worker in self.workers):
            self.run_worker(self._fetch(self._next), group="page")

    async def _fetch(self, number: int) -> None:
        say = self._status.say
        self._masthead.badges = (Badge(ASKING.say(self._language), UNDER_WAY),)
        try:
            page = await self._ask(
                self._text, number, lambda seconds: say(WAITING.say(self._language, seconds=seconds))
            )
        except AchieError as error:
            self._next = None
            self._masthead.badges = ()
            say(error.sentence(self._language), failed=True)
            return
        fresh = [headline for headline in page.headlines if headline.path not in self._found]
        self._found |= {headline.path: headline for headline in fresh}
        self._next = page.next if fresh else None  # a site that goes round in circles is not followed
        self._list.add_options(Option(self._row(headline), id=headline.path) for headline in fresh)
        if self._list.highlighted is None and fresh:
            self._list.highlighted = 0
        self._masthead.badges = (Badge(self._counted(page)),)
        say(CUT.say(self._language, asked=clean_line(page.asked)) if page.is_cut else "")

    def _counted(self, page: Page) -> str:
        known = sum(headline.key != 0 for headline in self._found.values())
        if not self._found:
            return NOTHING.say(self._language)
        if page.total is None:
            return SHOWN.say(self._language, shown=len(self._found), known=known)
        return FOUND.say(self._language, total=page.total, known=known)

    def _row(self, headline: Headline) -> Content:
        show = self._typography.show
        date = clean_line(headline.published or "")[: len("YYYY-MM-DD")].ljust(len("YYYY-MM-DD"))
        known = KNOWN.say(self._language)
        mark = known if headline.key else " " * cell_len(known)
        return Content.assemble((f"{date}  {mark}  ", "dim"), show(clean_line(headline.title)))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Ask for what follows where one comes to the end."""
        event.stop()
        if event.option_index >= self._list.option_count - 1:
            self._go_on()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the one that is to be opened."""
        event.stop()
        if event.option_id in self._found:
            self.dismiss(self._found[event.option_id])


class Results(OptionList, inherit_bindings=False):
    """The rows, with the keys of every list."""

    BINDINGS = option_moves()
