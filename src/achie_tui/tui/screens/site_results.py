"""What the site's own search finds, for what the library does not hold: page by page, as one comes to its end."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
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


@dataclass
class Found:
    """What the site has found by now: rows by their paths, and where one is in them.

    `next` is the page that follows, `said` how much there is, `why` the reason that nothing is listed.
    """

    text: str
    rows: dict[str, Headline] = field(default_factory=dict)
    next: int | None = 1
    at: int = 0
    said: str = ""
    why: str = ""


class SiteResultsScreen(Screen[Headline]):
    """Lists what the site found; gives the one that is to be opened."""

    CSS_PATH = "site_results.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *moves(back="dismiss", leave="dismiss", search_site="dismiss"),
    ]

    def __init__(self, found: Found, ask: Ask, keys: Keys, language: Language, typography: Typography) -> None:
        super().__init__()
        self._found = found
        self._ask = ask
        self._language = language
        self._typography = typography
        self._masthead, self._status = Masthead(), Status()
        self._masthead.heading = HEADING.say(language, text=clean_line(found.text))
        self._status.hints = hints("asking", keys, language)
        self._status.help = hint("help", keys, language)
        self._list = Results(markup=False)
        self._why = Static(markup=False, id="why")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield self._masthead
        yield self._why
        yield self._list
        yield self._status

    def on_mount(self) -> None:
        """Show what was found before; else ask for the first page."""
        self._list.focus()
        at, found = self._found.at, self._found
        self._add(list(found.rows.values()))
        self._masthead.badges = (Badge(found.said),)
        self._list.highlighted = min(at, len(found.rows) - 1) if found.rows else None
        if not found.rows:
            self._go_on()

    def _go_on(self) -> None:
        following = self._found.next
        if following is not None and not any(each.group == "page" and each.is_running for each in self.workers):
            self.run_worker(self._fetch(following), group="page")

    def _add(self, headlines: Sequence[Headline]) -> None:
        self._list.add_options(Option(self._row(headline), id=headline.path) for headline in headlines)

    def _say_why(self, why: str) -> None:
        """Say in the list's place why it is empty, if it is."""
        found = self._found
        found.why = "" if found.rows else why
        self._why.update(self._typography.show(found.why))
        self._why.set_class(bool(found.why), "-said")

    async def _fetch(self, number: int) -> None:
        say = self._status.say
        self._masthead.badges = (Badge(ASKING.say(self._language), UNDER_WAY),)
        try:
            page = await self._ask(
                self._found.text, number, lambda seconds: say(WAITING.say(self._language, seconds=seconds))
            )
        except AchieError as error:
            self._found.next = None
            self._masthead.badges = ()
            self._say_why(error.sentence(self._language))
            if self._found.rows:
                say(error.sentence(self._language), failed=True)
            else:
                say("")
            return
        found = self._found
        fresh = [headline for headline in page.headlines if headline.path not in found.rows]
        found.rows |= {headline.path: headline for headline in fresh}
        found.next = page.next if fresh else None  # a site that goes round in circles is not followed
        self._add(fresh)
        if self._list.highlighted is None and fresh:
            self._list.highlighted = 0
        found.said = self._counted(page)
        self._masthead.badges = (Badge(found.said),)
        self._say_why(NOTHING.say(self._language))
        say(CUT.say(self._language, asked=clean_line(page.asked)) if page.is_cut else "")

    def _counted(self, page: Page) -> str:
        rows = self._found.rows
        known = sum(headline.key != 0 for headline in rows.values())
        if not rows:
            return ""
        if page.total is None:
            return SHOWN.say(self._language, shown=len(rows), known=known)
        return FOUND.say(self._language, total=page.total, known=known)

    def _row(self, headline: Headline) -> Content:
        return Content.assemble((self._before(headline), "dim"), self._title(headline))

    def _before(self, headline: Headline) -> str:
        date = clean_line(headline.published or "")[: len("YYYY-MM-DD")].ljust(len("YYYY-MM-DD"))
        known = KNOWN.say(self._language)
        return f"{date}  {known if headline.key else ' ' * cell_len(known)}  "

    def _title(self, headline: Headline) -> str:
        return self._typography.seen(clean_line(headline.title))

    def _show_whole(self, headline: Headline) -> None:
        """Show the whole title at the foot, where its row has not the room for it."""
        title = self._title(headline)
        is_cut = cell_len(self._before(headline)) + cell_len(title) > self._list.scrollable_content_region.width
        self._status.headline = title if is_cut else ""

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Ask for what follows where one comes to the end."""
        event.stop()
        self._found.at = event.option_index
        if (headline := self._found.rows.get(event.option_id or "")) is not None:
            self._show_whole(headline)
        if event.option_index >= self._list.option_count - 1:
            self._go_on()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the one that is to be opened."""
        event.stop()
        if event.option_id in self._found.rows:
            self.dismiss(self._found.rows[event.option_id])


class Results(OptionList, inherit_bindings=False):
    """The rows, with the keys of every list."""

    BINDINGS = option_moves()
