"""The command palette: every action that is more than moving about, every place, every theme."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from achie_tui.language import Language, Phrase
from achie_tui.tui import phrases
from achie_tui.tui.keys import ACTIONS
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.themes import THEMES, title
from achie_tui.typeset.visible import clean_line

WIDTH, PADDING = 64, 2
PLACEHOLDER = Phrase("输入命令或栏目名", "Type a command or a category")
GO_TO = Phrase("前往：{place}", "Go to: {place}")
NO_SUCH_COMMAND = Phrase("没有匹配，按 Enter 看按键一览", "Nothing matches: Enter shows all keys")


class Command(NamedTuple):
    """Something that the palette offers; `note` stands behind it, the key mostly."""

    title: str
    run: Callable[[], object]
    note: str = ""


class Commands(Provider):
    """What the palette offers."""

    def _commands(self) -> Iterator[Command]:
        screen, app = self.screen, self.app
        if not isinstance(screen, MainScreen):
            return
        for action in ACTIONS:
            if action.in_palette:
                run = partial(app.run_action, action.id, screen if hasattr(screen, f"action_{action.id}") else app)
                yield Command(action.title.say(screen.language), run, screen.keys.shown(action.id))
        for place in screen.places:
            words = GO_TO.say(screen.language, place=clean_line(place.title))
            yield Command(words, partial(screen.enter, place), place.category.slug if place.category else "")
        for theme in THEMES:
            words = phrases.THEME.say(screen.language, theme=title(theme.name, screen.language))
            yield Command(words, partial(setattr, app, "theme", theme.name))

    async def discover(self) -> Hits:
        """Offer everything."""
        for command in self._commands():
            yield DiscoveryHit(self._shown(Content(command.title), command.note), command.run, text=command.title)

    async def search(self, query: str) -> Hits:
        """Offer what matches; where nothing does, a way on."""
        matcher, found = self.matcher(query), False
        for command in self._commands():
            if score := max(matcher.match(command.title), matcher.match(command.note) if len(query) > 1 else 0.0):
                found = True
                # A place by its full name is meant, whatever actions begin with the same word.
                score += command.title.endswith(query)
                shown = self._shown(matcher.highlight(command.title), command.note)
                yield Hit(score, shown, command.run, text=command.title)
        if not found and isinstance(self.screen, MainScreen):
            words = NO_SUCH_COMMAND.say(self.screen.language)
            yield Hit(0.1, Content(words), partial(self.app.run_action, "help", self.app), text=words)

    def _shown(self, title: Content, note: str) -> Content:
        """Set a title flush left and its note flush right, in the width that palette.tcss gives."""
        room = min(WIDTH, self.app.size.width) - 2 * PADDING
        title = title.truncate(room - cell_len(note) - 2 if note else room)
        return Content.assemble(title, " " * (room - title.cell_length - cell_len(note)), (note, "dim"))


class Palette(CommandPalette):
    """The command palette; palette.tcss has its looks."""

    CSS_PATH = "palette.tcss"

    def __init__(self, language: Language) -> None:
        super().__init__([Commands], placeholder=PLACEHOLDER.say(language))
