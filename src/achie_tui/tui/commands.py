"""The command palette: every action that is more than moving about, every place, every theme, and headlines."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.events import Click
from textual.fuzzy import Matcher
from textual.widgets import Input, LoadingIndicator
from textual.worker import Worker, WorkerError

from achie_tui.errors import AchieError
from achie_tui.language import Language, Phrase
from achie_tui.library.search.query import parse
from achie_tui.pinyin import Query as Spelled
from achie_tui.pinyin import spelled
from achie_tui.site.address import no_article
from achie_tui.tui import phrases
from achie_tui.tui.keyboard import passed
from achie_tui.tui.keys import ACTIONS, HINTS, Action, moves
from achie_tui.tui.most_used import NAME as MOST_USED
from achie_tui.tui.most_used import MostUsed
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.themes import THEMES, title
from achie_tui.tui.widgets.list_clicks import drop_if_gone
from achie_tui.typeset.folding import fold
from achie_tui.typeset.visible import clean_line

_HEADLINES = 8
_ON_THE_LINE = {"statistics": "stats", "take": "sync"}
"""What the command line calls what an action does, where that is another word."""
_BY_PINYIN = 0.3
_FEWEST = 2
_LAST = 0.01
"""The score of an article: what the app does comes first."""
HEIGHTS = [(0, "-low"), (16, "-high")]
_ARTICLE = re.compile(r"\bthe ", re.IGNORECASE)
PLACEHOLDER = Phrase("输入命令、栏目、标题或网址", "Command, category, headline or address")
GO_TO = Phrase("前往：{place}", "Go to: {place}")
OPEN = Phrase("打开：{address}", "Open: {address}")
OPEN_NUMBER = Phrase("打开编号 {number}{title}", "Open number {number}{title}")
NOT_OURS = Phrase("这不是本站文章的网址", "This is no address of an article of this site")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
_PART = re.compile(r"[：、，（）]")
_NUMBER = re.compile(r"[0-9]{3,18}")
NO_SUCH_COMMAND = Phrase("没有匹配，按 Enter 看按键一览", "Nothing matches: Enter shows all keys")


class Entry(NamedTuple):
    """Something that the palette offers.

    `note` stands behind it, the key mostly. It is found by its `id` too, and by its title in the `other` language.
    """

    title: str
    run: Callable[[], object]
    note: str = ""
    id: str = ""
    other: str = ""
    name: str = ""
    """By what it is remembered that it was used; nothing of an article is."""

    def score(self, query: str, matcher: Matcher) -> float:
        """Tell how well a query means this, 0 for not at all."""
        score = matcher.match(self.title)
        if len(query) > 1:
            score = max(score, matcher.match(self.note))
        # A word in the other language is typed from its beginning on; Chinese has none that one could see.
        begins = re.compile(rf"(?<![A-Za-z]){re.escape(query)}", re.IGNORECASE)
        names = (self.id, _ARTICLE.sub("", self.other))
        score = max(score, *(matcher.match(name) for name in names if begins.search(name)), 0.0)
        # A place by its full name is meant, whatever actions begin with the same word; so is an action by its id.
        name = (self.id, _ON_THE_LINE.get(self.id, self.id))
        score += self.title.endswith(query) + 2 * any(each.startswith(query.lower()) for each in name)
        return score or _BY_PINYIN * _is_spelled(self.title, query)


class Commands(Provider):
    """What the palette offers: what is used most, then what suits the pane, the places, and everything else."""

    _used: MostUsed | None = None

    def _commands(self) -> Iterator[Entry]:
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        offered = [action for action in ACTIONS if action.in_palette]
        suitable = [action for action in offered if action.id in HINTS[screen.pane]]
        suitable.sort(key=lambda action: HINTS[screen.pane].index(action.id))
        yield from (self._to_do(action, screen) for action in suitable)
        for place in screen.places:
            words = GO_TO.say(screen.language, place=clean_line(place.title))
            slug = place.category.slug if place.category else ""
            id = "" if place.category else place.id  # noqa: A001
            yield Entry(words, partial(screen.enter, place), slug, id, name=f"place {slug or id}")
        yield from (self._to_do(action, screen) for action in offered if action not in suitable)
        for theme in THEMES:
            words, other = (
                phrases.THEME.say(language, theme=title(theme.name, language)) for language in _both(screen.language)
            )
            yield Entry(words, partial(setattr, self.app, "theme", theme.name), other=other, name=f"theme {theme.name}")

    def _to_do(self, action: Action, screen: MainScreen) -> Entry:
        run = screen.actions.get(action.id) or partial(self.app.run_action, action.id, self.app)
        # By its English name it is found with the input method off, by its Chinese one with it on.
        words, other = (action.title.say(language) for language in _both(screen.language))
        return Entry(words, run, screen.keys.shown(action.id), action.id, other, action.id)

    async def discover(self) -> Hits:
        """Offer everything."""
        commands = list(self._commands())
        by_name = {command.name: command for command in reversed(commands)}
        first = [by_name[name] for name in (await self._most_used()).first([command.name for command in commands])]
        for command in (*first, *(command for command in commands if command not in first)):
            shown = self._shown(Content(command.title), command.note)
            yield DiscoveryHit(shown, self._once(command), text=command.title)

    async def _most_used(self) -> MostUsed:
        if self._used is None:
            kept = dict[str, str]()
            if isinstance(screen := self.screen, MainScreen):
                with suppress(AchieError):  # what cannot be read is not worth a word
                    kept = await screen.newsroom.query(partial(screen.newsroom.visits.remembered, MOST_USED))
            self._used = MostUsed(kept.get(MOST_USED, ""))
        return self._used

    def _note(self, name: str) -> None:
        """Remember that something was used."""
        if isinstance(screen := self.screen, MainScreen) and name:
            self.app.run_worker(self._keep(screen, name), exit_on_error=False)

    async def _keep(self, screen: MainScreen, name: str) -> None:
        used = (await self._most_used()).note(name)
        with suppress(AchieError):  # where that cannot be written, it holds until the end
            await screen.newsroom.visits.remember(MOST_USED, used)

    async def search(self, query: str) -> Hits:
        """Offer what matches; where nothing does, a way on."""
        matcher, found = self.matcher(query), False
        for command in self._commands():
            if score := command.score(query, matcher):
                found = True
                shown = self._shown(_highlighted(command.title, matcher), command.note)
                yield Hit(score, shown, self._once(command), text=command.title)
        async for entry in self._articles(query):
            found = True
            shown = self._shown(_highlighted(entry.title, matcher), entry.note)
            yield Hit(_LAST, shown, self._once(entry), text=entry.title)
        if not found and isinstance(self.screen, MainScreen):
            words = NO_SUCH_COMMAND.say(self.screen.language)
            yield Hit(0.1, Content(words), partial(self.app.run_action, "help", self.app), text=words)

    async def _articles(self, query: str) -> AsyncIterator[Entry]:
        """Give the article that an address means, and those whose titles have what is typed."""
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        newsroom, opener = screen.newsroom, screen.controllers.opener
        typed = query.strip()
        path = newsroom.config.addresses.article_path(typed)
        if path is not None:
            yield Entry(OPEN.say(screen.language, address=clean_line(query)), partial(opener.open, path))
            return
        if _ADDRESS.match(typed):
            error = no_article(clean_line(typed))
            yield Entry(NOT_OURS.say(screen.language), partial(screen.fail, error))
            return
        if _NUMBER.fullmatch(typed):
            path = await newsroom.query(partial(newsroom.path_of, typed))
            headline = await newsroom.query(partial(newsroom.headline, path))
            named = clean_line(headline.title) if headline else ""
            words = OPEN_NUMBER.say(screen.language, number=typed, title=f"  {named}" if named else "")
            yield Entry(words, partial(opener.open, path))
        if len(typed) > 1:
            in_title = parse('title:"{}"'.format(query.replace('"', " ")))
            results = await newsroom.finder.search(in_title, sort="date", limit=_HEADLINES)
            keys = [hit.key for hit in results.hits]
            for headline in await newsroom.query(partial(newsroom.headlines, keys)):
                date = clean_line(headline.published or "")[: len("YYYY-MM-DD")]
                yield Entry(clean_line(headline.title), partial(opener.open_headline, headline), date)

    def _once(self, entry: Entry) -> Callable[[], object]:
        """Have it run, and nothing else that the palette may be told to: Enter may come twice before it is left."""

        def run() -> object:
            self._note(entry.name)
            return entry.run()

        palette = self.app.screen
        return partial(palette.run_once, run) if isinstance(palette, Palette) else run

    def _shown(self, title: Content, note: str) -> Content:
        """Set a title flush left and its note flush right."""
        room = self.app.screen.room if isinstance(self.app.screen, Palette) else 0
        title = title.truncate(room - cell_len(note) - 2 if note else room)
        return Content.assemble(title, " " * (room - title.cell_length - cell_len(note)), (note, "dim"))


def _highlighted(title: str, matcher: Matcher) -> Content:
    """Show what of a title was typed; Textual's own would read markup in it, and a place has any name."""
    content = Content(title)
    for offset in matcher.fuzzy_search.match(matcher.query, title)[1]:
        if not title[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content


def _is_spelled(title: str, query: str) -> bool:
    """Tell whether letters stand for the beginning of a title, or of a part of it: readings, or their initials."""
    if len(query) < _FEWEST or not query.isascii() or not query.isalpha():
        return False
    typed = Spelled(query.lower())
    return any(span.start == 0 for part in _spelled_parts(title) for span in typed.spans(part))


@lru_cache(512)
def _spelled_parts(title: str) -> tuple[str, ...]:
    return tuple(spelled(fold(part)) for part in _PART.split(title))


def _both(language: Language) -> tuple[Language, Language]:
    """Give the language that is shown, and the other one."""
    return (language, "en" if language == "zh" else "zh")


class Found(CommandList):
    """What the palette finds."""

    def on_click(self, event: Click) -> None:
        """Drop a click on a row that is gone."""
        drop_if_gone(self, event)


class Palette(CommandPalette):
    """The command palette; palette.tcss has its looks."""

    CSS_PATH = "palette.tcss"
    BINDINGS = moves(suspend="app.suspend")  # letters are text here
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, language: Language) -> None:
        super().__init__([Commands], placeholder=PLACEHOLDER.say(language))
        self._has_run = False
        self._gathering: Worker[Any] | None = None

    def compose(self) -> ComposeResult:
        """Lay it out as Textual does, with a list of its own."""
        for widget in super().compose():
            yield Found() if type(widget) is CommandList else widget

    def run_once(self, run: Callable[[], object]) -> object:
        """Run what was chosen, the first time; gives what it gives."""
        has_run, self._has_run = self._has_run, True
        return None if has_run else run()

    @property
    def room(self) -> int:
        """The cells of a line of the list, which is filled before it is laid out: as many as its styles give it."""
        width, size = self.query_one("#--container").styles.width, self.app.size
        cells = size.width if width is None else min(size.width, int(width.resolve(size, size, Fraction(1))))
        return cells - self.query_one(CommandList).get_component_styles("option-list--option").padding.width

    def on_mount(self) -> None:
        """Paint all anew whenever the list grows or shrinks.

        Its edges cut characters of two cells in what is behind it; Textual would paint their other half only.
        """
        for listed in self.query(CommandList):  # there is none where the app has ended meanwhile
            self.watch(listed, "virtual_size", self._paint_anew)

    def _gather_commands(self, search_value: str) -> Worker[Any] | None:  # type: ignore[override]
        """Look for commands; what was typed may come when the palette is left, and has nothing to show them in."""
        is_there = self in self.app.screen_stack and bool(self.query(CommandList))
        self._gathering = super()._gather_commands(search_value) if is_there else None
        return self._gathering

    async def _watch__show_busy(self) -> None:
        """Show that something is looked for, unless the palette was left meanwhile: then there is nothing to show."""
        if self.query(LoadingIndicator):
            await super()._watch__show_busy()

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        """Choose among what all that was typed finds: what stands in the list may be of a part of it only."""
        if not self._is_complete:
            event.stop()
            event.prevent_default()
            self._once_complete(self._select_or_command)

    def _action_cursor_down(self) -> None:
        self._once_complete(super()._action_cursor_down)

    def _action_command_list(self, action: str) -> None:
        """Move within the list, as soon as it is complete and laid out; before that, it has no pages."""
        self._once_complete(partial(self._act_in_list, action))

    def _act_in_list(self, action: str) -> None:
        with suppress(LookupError):
            super()._action_command_list(action)

    @property
    def _is_complete(self) -> bool:
        return self._gathering is None or self._gathering.is_finished

    def _once_complete(self, act: Callable[[], None]) -> None:
        """Do something once the list has all that was typed finds; the next key waits for that."""
        main = self.app.screen_stack[0]
        if self._is_complete or not isinstance(main, MainScreen):
            act()
        else:
            main.controllers.jobs.answer("palette", partial(self._act_when_complete, act))

    async def _act_when_complete(self, act: Callable[[], None]) -> None:
        while (gathering := self._gathering) is not None and not gathering.is_finished:
            with suppress(WorkerError):  # more is typed meanwhile, which is looked for in its place
                await gathering.wait()
        for listed in self.query(CommandList) if self in self.app.screen_stack else ():
            act()
            await passed(listed.ancestors_with_self)

    def _paint_anew(self) -> None:
        self.call_after_refresh(self.refresh)
