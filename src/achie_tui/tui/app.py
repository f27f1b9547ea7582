"""The app: keys, themes, palette, and the way in and out."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import on
from textual._context import active_message_pump
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key, Paste
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerFailed, WorkerState

from achie_tui.config import Config
from achie_tui.crash import told
from achie_tui.errors import AchieError, CrashedError, UnforeseenError
from achie_tui.newsroom import Newsroom
from achie_tui.tui import garbage, phrases
from achie_tui.tui.browser import Browser, FileOpener, browser_of, open_file
from achie_tui.tui.clipboard import hand_to_tmux, in_tmux, is_passed_on
from achie_tui.tui.counts import Counts
from achie_tui.tui.keyboard import Keyboard
from achie_tui.tui.keys import Keys, as_typed, bindings
from achie_tui.tui.keys import name as key_name
from achie_tui.tui.leaving import Leaving, wait_for_threads
from achie_tui.tui.lending import lend
from achie_tui.tui.safety import SafeOutput
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.terminal import Terminal
from achie_tui.tui.themes import DARK, DEFAULTS, THEMES, filters, following, size_of, title
from achie_tui.tui.unforeseen import Unforeseen
from achie_tui.tui.widgets.resting import Rest

if TYPE_CHECKING:
    from achie_tui.pictures.answers import Answers

FAILED = 1
"""The exit status after what nobody has foreseen."""
CHANGE_SITE = -1
"""What the app gives in place of an exit status where the demo site is wanted, or no longer."""
WAYS_OUT = ("quit", "leave", "suspend")
"""What can be done where the window is too small to see anything."""
KEYS = "keys"
"""The group of the worker that deals with keys."""


class AchieApp(App[int]):
    """The news of the site, in a terminal.

    The app does not own the newsroom: who made it closes it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True), *bindings("app")]
    ENABLE_COMMAND_PALETTE = False  # ours is opened by an action of our own
    # The first screen's, read before there is one: a screen that brings its own has all others parsed again.
    CSS_PATH = "screens/main.tcss"

    def __init__(
        self,
        config: Config,
        newsroom: Newsroom,
        *,
        path: str | None = None,
        at: int | None = None,
        browser: Browser | None = None,
        file_opener: FileOpener = open_file,
    ) -> None:
        super().__init__(driver_class=Terminal)
        self.config = config
        self.newsroom = newsroom
        self.keys = Keys(config.keys, config.preset)
        self.keyboard = Keyboard(self._key_path, self._deliver, self._answered, self._one_frame, self._run_keys)
        self._rest = Rest(self, garbage.collect_at_rest)
        self.counts = Counts(self.keys, self._show_count)
        self._path, self._at = path, at
        self._browser = browser or browser_of(config.browser, config.browser_in_terminal, partial(lend, self))
        self._file_opener = file_opener
        self._safe_output = SafeOutput()
        self.leaving = Leaving()
        self.crash: AchieError | None = None
        """What the user is told of what the app could not go on from."""
        if config.demo:
            self.sub_title = phrases.DEMO.say(config.lang)
        self.animation_level = "none"  # a screen that glides cannot be read meanwhile
        for theme in THEMES:
            self.register_theme(theme)
        # Before anything is painted: a change of theme repaints everything.
        self.theme = self._first_theme()

    def _first_theme(self) -> str:
        themes = [self.config.theme, DARK.name]
        with suppress(AchieError):  # what cannot be read is not worth a word before the first frame
            themes.insert(0, self.newsroom.visits.theme())
        return next(theme for theme in themes if theme in self.available_themes)

    def on_mount(self) -> None:
        """Put the user's keys in effect, and begin."""
        if isinstance(self._driver, Terminal):
            self._driver.is_leaving = lambda: self.leaving.has_begun
        self.set_keymap(self.keys.keymap())
        self.call_after_refresh(self._ask_about_pictures)

    def _ask_about_pictures(self) -> None:
        """Show pictures by what the environment tells, and ask the terminal, which may answer or not."""
        from achie_tui.pictures.means import questions

        self._show_pictures_by(None)
        if isinstance(self._driver, Terminal) and (asked := questions(self.config.pictures)):
            self._driver.ask(asked)

    @on(Terminal.Answered)
    def hear_answers(self, event: Terminal.Answered) -> None:
        """Show pictures by what the terminal can."""
        self._show_pictures_by(event.answers)

    def _show_pictures_by(self, said: "Answers | None") -> None:
        from achie_tui.pictures.answers import NONE
        from achie_tui.pictures.means import means

        if isinstance(main := self.screen_stack[0], MainScreen):
            main.show_pictures_by(means(self.config.pictures, said or NONE))

    def get_default_screen(self) -> MainScreen:
        """Begin with the main screen."""
        return MainScreen(
            self.newsroom,
            self.keys,
            self.keyboard,
            self._browser,
            self.copy,
            open_file=self._file_opener,
            lend=partial(lend, self),
            path=self._path,
            at=self._at,
        )

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave; from now on time is counted."""
        self.leaving.begin(next((status for status in args if isinstance(status, int)), 0))
        super().exit(*args, **options)

    # What nobody has foreseen.

    def panic(self, *_: RenderableType) -> None:
        """End; Textual would print what was under way, with all that its variables hold."""
        self.leaving.begin(FAILED)
        if self.crash is None:
            error = self._exception
            cause = error.error if isinstance(error, WorkerFailed) else error or RuntimeError()
            self.crash = told(cause, CrashedError, self.config.data_dir)
        self._close_messages_no_wait()

    _fatal_error = panic

    @on(Worker.StateChanged)
    def tell_of_failed_work(self, event: Worker.StateChanged) -> None:
        """Tell of what nobody has foreseen in work of the app's own."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Unforeseen(event.worker.error))

    @on(Unforeseen)
    def tell_of_unforeseen(self, event: Unforeseen) -> None:
        """Say in one sentence that a part of the app failed, and keep a report of it."""
        if isinstance(main := self.screen_stack[0], MainScreen):
            main.fail(told(event.error, UnforeseenError, self.config.data_dir))

    def refresh_css(self, animate: bool = True) -> None:
        """Put the theme's colours on; before there is a screen, that need not have all styles parsed once more."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen, once: a second key or click may still reach one that is left, and would leave another.

        One that is not made yet was not meant either: nobody has seen it.
        """
        asks = active_message_pump.get()
        screen = asks if isinstance(asks, Screen) else asks.screen if isinstance(asks, Widget) else self.screen
        return super().pop_screen() if screen is self.screen and screen.is_mounted else AwaitComplete()

    # Keys and what reaches the terminal.

    async def on_event(self, event: Event) -> None:
        """Have keys dealt with one after another; what an input method makes of a key is taken for the key."""
        if isinstance(event, InputEvent):
            self._rest.begin(garbage.REST)
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self.keyboard.press(event)
        else:
            await super().on_event(event)

    @contextmanager
    def _one_frame(self) -> Iterator[None]:
        """Hold painting up; Textual's own end of a batch tells the app, and not the screen that has to paint."""
        with self.batch_update():
            yield
        for screen in self.screen_stack:
            screen.check_idle()

    def _run_keys(self, work: Callable[[], Awaitable[None]]) -> None:
        self.run_worker(work, group=KEYS)

    def _run_beside(self, work: Callable[[], Awaitable[object]]) -> None:
        self.run_worker(work, exit_on_error=False)

    async def _deliver(self, key: Key | Paste) -> None:
        # However long that takes: what a key means to a screen is looked up, and done, whether it is made or not.
        await self.screen._mounted_event.wait()  # noqa: SLF001
        if isinstance(key, Key) and (plain := as_typed(key.character)) is not None:
            taken = self.focused is not None and self.focused.check_consume_key(key.key, key.character)
            if not taken:
                key = Key(key_name(plain), plain)
        if not self._is_blind_to(key):
            await self._deliver_counted(key)

    async def _deliver_counted(self, key: Key | Paste) -> None:
        """Hand a key on as often as the digits before it say, none of which is handed on."""
        main, times = self.screen, 1
        if isinstance(main, MainScreen):
            main.status.go_on()
        if isinstance(key, Key) and isinstance(main, MainScreen) and main.takes_counts:
            times = self.counts.take(key.key)
            if times > 1 and (way := self.counts.step(key.key)):
                main.controllers.lists.step(way * times)
                return
        else:
            self.counts.forget()
        for number in range(times):
            await super().on_event(Key(key.key, key.character) if number and isinstance(key, Key) else key)

    def _show_count(self, typed: str) -> None:
        if isinstance(main := self.screen_stack[0], MainScreen):
            main.status.count = typed

    def _is_blind_to(self, key: Key | Paste) -> bool:
        """Tell whether a key would act unseen: where the window is too small, one may only leave."""
        if not (isinstance(self.screen, MainScreen) and self.screen.is_too_small):
            return False
        ways_out = {key_name(each) for action in WAYS_OUT for each in self.keys.of(action)}
        return isinstance(key, Paste) or key.key not in ways_out

    def _key_path(self) -> list[MessagePump]:
        return [*(self.focused or self.screen).ancestors_with_self]

    async def _answered(self) -> None:
        if isinstance(main := self.screen_stack[0], MainScreen):
            await main.controllers.jobs.wait_for_answers()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give what Textual's own themes know nothing of."""
        return DEFAULTS

    def get_line_filters(self) -> list[LineFilter]:
        """Let no line reach the terminal that could command it."""
        few = size_of(self.console.color_system)
        return [*filters(self.current_theme, super().get_line_filters(), few), self._safe_output]

    async def copy(self, text: str) -> bool:
        """Put a text into the clipboard; tells whether it can have come there."""
        super().copy_to_clipboard(text)
        return await hand_to_tmux(text) if in_tmux() else is_passed_on()

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text into the clipboard, by way of the terminal and, inside tmux, of that."""
        super().copy_to_clipboard(text)
        if in_tmux():
            self._run_beside(partial(hand_to_tmux, text))

    # Actions.

    def action_help(self) -> None:
        """Show the keys, first those for what the user is at."""
        from achie_tui.tui.screens.help import HelpScreen

        at = self.screen.at if isinstance(self.screen, MainScreen) else None
        self.push_screen(HelpScreen(self.keys, self.config.lang, at))

    def action_palette(self) -> None:
        """Open the command palette."""
        from achie_tui.tui.commands import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.config.lang))

    def action_theme(self) -> None:
        """Put on the next theme."""
        self.theme = following(self.theme)

    def watch_theme(self, theme: str) -> None:
        """Say which theme it is, and keep it for the next time."""
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen):
                screen.say(phrases.THEME, theme=title(theme, self.config.lang))
                self._run_beside(partial(self._keep_theme, theme))

    async def _keep_theme(self, theme: str) -> None:
        """Keep the theme for the next time; where that cannot be written, it holds until the end."""
        with suppress(AchieError):
            await self.newsroom.visits.keep_theme(theme)

    def action_suspend(self) -> None:
        """Go into the background."""
        self.action_suspend_process()

    def action_demo(self) -> None:
        """Leave for the demo site, or from there: whoever runs the app begins it anew."""
        self.exit(CHANGE_SITE)

    async def action_quit(self) -> None:
        """Leave."""
        self.exit(0)

    def announce(self, sequence: str) -> None:
        """Send the terminal a sequence of `announcing`."""
        if self._driver is not None:
            self._driver.write(sequence)

    @on(Terminal.SignalResume)
    def paint_anew(self) -> None:
        """Paint everything: while the app was suspended, the terminal has shown something else."""
        if isinstance(main := self.screen_stack[0], MainScreen):
            main.reader.pictures.draw_anew()
        self.refresh(layout=True)

    def give_terminal_back(self) -> None:
        """Leave the terminal as it was found, with a word on a crash, and wait for nothing."""
        if isinstance(self._driver, Terminal):
            self._driver.give_back(self.crash.sentence(self.config.lang) if self.crash else "")

    @on(MainScreen.Announced)
    def tell_desktop(self, event: MainScreen.Announced) -> None:
        """Tell the desktop."""
        self.announce(event.sequence)

    def action_help_quit(self) -> None:
        """Say how to leave, to who presses Ctrl+C."""
        if isinstance(self.screen, MainScreen):
            self.screen.say(phrases.QUIT_HOW)


def run(config: Config, newsroom: Newsroom, *, path: str | None = None, at: int | None = None) -> int:
    """Run the app at an article (`at` a block of it, from 1 on), or at the first category; gives the exit status.

    Closes the newsroom. Leaving takes no longer than the patience of `leaving`. Raises CrashedError after what nobody
    has foreseen.
    """
    app = AchieApp(config, newsroom, path=path, at=at)
    leaving = app.leaving
    threads = ThreadPoolExecutor(thread_name_prefix="achie-tui")
    loop = asyncio.new_event_loop()
    loop.set_default_executor(threads)

    def leave(status: int) -> None:
        leaving.begin(status)
        with suppress(RuntimeError):  # the app has ended meanwhile
            loop.call_soon_threadsafe(app.exit, status)

    leaving.guard(sys.stdin.fileno(), leave, app.give_terminal_back)
    try:
        status = app.run(loop=loop)
        leaving.begin(FAILED if status is None else status)
        with suppress(TimeoutError):
            loop.run_until_complete(asyncio.wait_for(newsroom.close(), leaving.seconds_left))
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
    if app.crash is not None:
        leaving.is_over = True
        raise app.crash
    if not wait_for_threads(leaving.seconds_left):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(leaving.status)
    loop.close()
    leaving.is_over = True
    return leaving.status
