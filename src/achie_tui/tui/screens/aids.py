"""What helps to read: finding words in an article, opening links by number, scrolling by itself, other characters."""

import asyncio
from dataclasses import replace

from textual import work
from textual.reactive import var

from achie_tui.newsroom import Newsroom
from achie_tui.tui import phrases
from achie_tui.tui.browser import Opener
from achie_tui.tui.keys import Aid, Keys, Pane, hint, hints
from achie_tui.tui.screens.returning import ReturningDesk
from achie_tui.tui.typography import Typography
from achie_tui.tui.widgets.prompt import Prompt
from achie_tui.tui.widgets.reader import Reader
from achie_tui.tui.widgets.sheet import TOP, Position
from achie_tui.tui.widgets.status import Masthead
from achie_tui.typeset.script import SCRIPTS, Script, show_in


class AidsDesk(ReturningDesk):
    """The reading aids of the main screen."""

    prompting: var[bool] = var(default=False, init=False, toggle_class="-prompting")
    """Whether the user types what to find."""
    script: var[Script] = var("original", init=False)
    """The characters wanted; `typography` has them once they can be had."""
    typography: var[Typography] = var(Typography(), init=False)

    def __init__(self, newsroom: Newsroom, keys: Keys, opener: Opener) -> None:
        super().__init__(newsroom, keys, opener)
        self.masthead = Masthead()
        self.status.help = hint("help", keys, self.language)
        self.prompt = Prompt()
        self._found_from: Position = TOP
        self.reader.pace = newsroom.config.auto_scroll
        # Another script has to be loaded first; that must not hold up the first frame.
        self.set_reactive(AidsDesk.typography, replace(Typography.of(newsroom.config), script="original"))
        self.watch_typography()

    def begin_aids(self) -> None:
        """Begin when the screen is there."""
        for name in ("finding", "hinting", "rolling", "pace"):
            self.watch(self.reader, name, self.show_aid, init=False)
        self.script = self.newsroom.config.script

    # What goes on, in the status line.

    @property
    def aid(self) -> Aid | None:
        """The aid in use, if one is."""
        if self.reader.hinting is not None:
            return "links"
        if self.reader.rolling:
            return "rolling"
        return "finding" if self.reader.finding is not None else None

    @property
    def at(self) -> Pane | Aid:
        """What the user is at: the aid in use, else the pane."""
        return self.aid or "reader" if self.pane == "reader" else self.pane

    def show_aid(self) -> None:
        """Show the keys of the moment and what the aid in use has to say."""
        aid = self.aid if self.pane == "reader" else None
        self.set_class(aid is not None and not self.prompting, "-aided")
        if aid is not None:
            self.status.hush()
        self.show_where()
        finding = self.reader.finding
        none_found = finding is not None and not finding.matches
        note = self.words(phrases.NONE_FOUND) if none_found else finding.count if finding else ""
        self.prompt.say(note, failed=none_found)

    def show_where(self) -> None:
        """Show how far down one is, what the aid in use has to say, and what can be done here."""
        super().show_where()
        self.show_hints()
        if self.pane == "reader" and (said := self._aid_says()):
            self.status.place = "   ".join(filter(None, (said, self.status.place)))

    def show_hints(self) -> None:
        """Show the keys of the moment."""
        self.status.hints = hints(self.at, self.keys, self.language, self.idle)

    def watch_reading(self) -> None:
        """Show what can be done with the article."""
        self.show_hints()

    def _aid_says(self) -> str:
        hinting, finding = self.reader.hinting, self.reader.finding
        if hinting is not None:
            return self.words(phrases.LINKS, typed=hinting.typed or "_", links=len(hinting.numbers))
        if self.reader.rolling:
            return self.words(phrases.ROLLING, pace=self.reader.pace)
        return self.words(phrases.FOUND, count=finding.count) if finding is not None else ""

    def leave_aid(self) -> bool:
        """End the aid in use; tells whether there was one."""
        aid = self.aid
        if aid == "links":
            self.reader.leave_hints()
        elif aid == "rolling":
            self.reader.rolling = False
        elif aid == "finding":
            self.reader.finding = None
        return aid is not None

    def _to_article(self) -> bool:
        """Go into the reader; say so where there is no article in it, or another one than the list's cursor is on."""
        headline = self.headline_list.headline
        elsewhere = self.pane == "list" and headline and self.reading and headline.path != self.reading.path
        if self.reader.kept is None or elsewhere:
            self.say(phrases.NOTHING_OPEN)
            return False
        self.pane = "reader"
        return True

    # Finding.

    def action_find(self) -> None:
        """Let the user type what to find in the article."""
        if not self._to_article():
            return
        self.reader.hinting = None
        self._found_from = self.reader.top
        self.prompting = True
        self.app.update_styles(self)  # what is hidden takes no focus
        self.prompt.begin(self.reader.finding.query if self.reader.finding else "", self.words(phrases.FIND_WHAT))
        self.show_aid()
        self._load("simplified")

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """Find as one types, from where one was."""
        self.reader.find(event.text, self._found_from)
        finding = self.reader.finding
        if finding is None or not finding.matches:
            self.reader.go_to(self._found_from)

    def on_prompt_walked(self, event: Prompt.Walked) -> None:
        """Look at another match."""
        self.reader.find_again(event.way)

    def on_prompt_left(self, event: Prompt.Left) -> None:
        """Go on reading: at the match, or where one was."""
        self._close_prompt()
        finding = self.reader.finding
        if not event.keep:
            self.reader.finding = None
            self.reader.go_to(self._found_from)
        elif finding is not None and not finding.matches:
            self.say(phrases.NOT_FOUND, query=finding.query)

    def on_descendant_focus(self) -> None:
        """Close the prompt when the mouse puts the focus elsewhere."""
        if self.prompting and self.focused is not self.prompt.field:
            self._close_prompt()

    def _close_prompt(self) -> None:
        self.prompting = False
        if self.focused is self.prompt.field:
            self.set_focus(self.reader)
        self.show_aid()

    def action_next_match(self) -> None:
        """Look at the next match."""
        self._find_again(1)

    def action_previous_match(self) -> None:
        """Look at the previous match."""
        self._find_again(-1)

    def _find_again(self, way: int) -> None:
        finding = self.reader.finding
        if finding is None:
            self.say(phrases.NOT_FINDING)
        elif not finding.matches:
            self.say(phrases.NOT_FOUND, query=finding.query)
        elif self._to_article():
            self.reader.find_again(way)

    # Links, and scrolling by itself.

    def action_links(self) -> None:
        """Show numbers over the links."""
        before = self.pane
        if not self._to_article():
            return
        if before == "reader":
            self._number_links()
        else:
            self.call_after_refresh(self._number_links)  # a reader that was hidden is set for its width first

    def _number_links(self) -> None:
        if not self.reader.show_hints():
            self.say(phrases.NO_LINKS)

    def action_auto_scroll(self) -> None:
        """Let the article scroll by itself, or stop it."""
        if not self._to_article():
            return
        if not self.reader.rolling and self.reader.at_end:
            self.say(phrases.AT_END)
        else:
            self.reader.hinting = None
            self.reader.rolling = not self.reader.rolling

    def action_faster(self) -> None:
        """Scroll faster."""
        self._change_pace(1)

    def action_slower(self) -> None:
        """Scroll slower."""
        self._change_pace(-1)

    def _change_pace(self, way: int) -> None:
        self.reader.change_pace(way)
        if not self.reader.rolling:
            self.say(phrases.PACE, pace=self.reader.pace)

    # Pictures.

    def action_picture(self) -> None:
        """Show the pictures as large as the screen, the first one in sight first."""
        from achie_tui.tui.widgets.picture import OFF

        if not self._to_article():
            return
        if not self.reader.images:
            self.say(phrases.NO_PICTURES)
        elif self.protocol == "off":
            self.say(OFF)
        else:
            self._show_picture(self.reader.image_in_sight)

    def on_reader_picture_opened(self, event: Reader.PictureOpened) -> None:
        """Show the picture as large as the screen."""
        self._show_picture(event.number)

    def _show_picture(self, number: int) -> None:
        from achie_tui.tui.widgets.picture import PictureScreen

        self.reader.rolling = False
        screen = PictureScreen(
            self.reader.images,
            self.newsroom.picture,
            self.language,
            first=number,
            protocol=self.protocol,
            ambiguous_wide=self.typography.ambiguous_wide,
        )
        self.app.push_screen(screen)

    # Other characters.

    def action_script(self) -> None:
        """Show everything as written, in Simplified, in Traditional characters, in turn."""
        self.script = SCRIPTS[(SCRIPTS.index(self.script) + 1) % len(SCRIPTS)]
        self.say(phrases.SCRIPTS[self.script])

    def watch_script(self, script: Script) -> None:
        """Show it once it can be had."""
        self._show_script(script)

    @work(exclusive=True, group="script", exit_on_error=False)
    async def _show_script(self, script: Script) -> None:
        await asyncio.to_thread(show_in, script, "汉")
        self.typography = replace(self.typography, script=script)

    @work(exclusive=True, group="load", exit_on_error=False)
    async def _load(self, script: Script) -> None:
        """Have a script at hand before it is needed."""
        await asyncio.to_thread(show_in, script, "汉")

    def watch_typography(self) -> None:
        """Set everything so."""
        for widget in (self.reader, self.headline_list, self.sidebar, self.masthead, self.status):
            widget.typography = self.typography
