"""The test driver: a running app under a pilot, and short words for looking at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.events import Key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from achie_tui.errors import UnreachableError
from achie_tui.newsroom import Newsroom
from achie_tui.tui.app import KEYS, AchieApp
from achie_tui.tui.screens.main import MainScreen
from achie_tui.tui.screens.wiring import Controllers
from tests.tui.fake import FakeNewsroom

WIDE, MEDIUM, NARROW = (120, 40), (80, 24), (50, 20)
UNREACHABLE = UnreachableError(host="achie.org", reason="no network")


class Driver:
    """A running app, and short words for looking at it."""

    def __init__(self, app: AchieApp, pilot: Pilot[int], opened: list[str]) -> None:
        self.app = app
        self.pilot = pilot
        self.opened = opened

    @property
    def main(self) -> MainScreen:
        """The main screen."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def controllers(self) -> Controllers:
        """Who acts for it."""
        return self.main.controllers

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until all that follows from them is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait for keys, messages and workers."""
        while any(worker.group == KEYS and worker.is_running for worker in self.app.workers):
            await self.pilot.pause()
        rounds = 0
        while rounds < 2:  # what is asked for after the frame comes in the second round
            rounds += 1
            for _ in range(3):
                await self.pilot.pause()
            if not isinstance(self.app.newsroom, FakeNewsroom) or self.gate.is_set():
                if any(not worker.is_finished for worker in self.app.workers):
                    rounds = 0  # what these find is yet to be shown, and may ask for more
                try:
                    await self.app.workers.wait_for_complete()
                except WorkerCancelled:  # another took the place of one that was waited for
                    rounds = 0
        await self.pilot.pause()

    async def type(self, character: str, key: str) -> None:
        """Let the terminal send a character that the pilot has no key for."""
        self.app.post_message(Key(key, character))
        await self.settle()

    @property
    def gate(self) -> asyncio.Event:
        """What holds the web up."""
        assert isinstance(self.app.newsroom, FakeNewsroom)
        return self.app.newsroom.gate

    @property
    def screen(self) -> list[str]:
        """The whole screen as text; every line exactly as wide as the terminal."""
        strips = self.app.screen._compositor.render_strips()
        for strip in strips:
            assert cell_len(strip.text) == self.app.size.width
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The whole screen in one piece."""
        return "\n".join(self.screen)

    @property
    def status(self) -> str:
        """The line at the foot."""
        return self.screen[-1]

    @property
    def pane(self) -> str:
        """The pane that has the focus, and that the screen believes to have it."""
        assert self.app.focused is self.main.pane_widgets[self.main.pane]
        return self.main.pane

    @property
    def shown(self) -> set[str]:
        """The panes that are on the screen."""
        panes = {"sidebar": self.main.sidebar, "list": self.main.headline_list, "reader": self.main.reader}
        return {name for name, widget in panes.items() if widget.display and widget.size.width}


@asynccontextmanager
async def running(
    newsroom: Newsroom,
    size: tuple[int, int] = WIDE,
    *,
    path: str | None = None,
    at: int | None = None,
    settled: bool = True,
) -> AsyncIterator[Driver]:
    """Run the app."""
    opened: list[str] = []

    def opener(url: str) -> bool:
        opened.append(url)
        return True

    def file_opener(file: Path) -> bool:
        opened.append(str(file))
        return True

    app = AchieApp(newsroom.config, newsroom, path=path, at=at, browser=opener, file_opener=file_opener)
    async with app.run_test(size=size) as pilot:
        desk = Driver(app, pilot, opened)
        if settled:
            await desk.settle()
        else:
            await pilot.pause()
        yield desk


def with_config(newsroom: FakeNewsroom, **changes: Any) -> FakeNewsroom:
    """Give the same newsroom with another configuration."""
    return FakeNewsroom(replace(newsroom.config, **changes), newsroom.library)
