"""No key waits for the library: after the first screen, nothing is read or written on the event loop."""

import threading
import traceback
from dataclasses import replace

import pytest

from achie_tui.config import Config
from achie_tui.demo.server import DemoSite
from achie_tui.library.connections import Connections
from achie_tui.library.library import Library
from achie_tui.newsroom import Newsroom
from achie_tui.tui.keys import ACTIONS, Pane
from tests.tui.driver import Driver, running

LEAVES = {"demo", "quit", "leave", "suspend"}
PANES: tuple[Pane, ...] = ("sidebar", "list", "reader")


@pytest.fixture
def on_event_loop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note from where the library is asked, or written to, on the main thread."""
    noted: list[str] = []

    def watch(name: str) -> None:
        original = getattr(Connections, name)

        def watched(connections: Connections, *args: object, **options: object) -> object:
            if threading.current_thread() is threading.main_thread():
                noted.append("".join(traceback.format_stack(limit=8)))
            return original(connections, *args, **options)

        monkeypatch.setattr(Connections, name, watched)

    for name in ("rows", "writing", "upkeep"):
        watch(name)
    return noted


async def go_to(driver: Driver, pane: Pane) -> None:
    """Go to a pane, with an article in the reader."""
    while len(driver.app.screen_stack) > 1:
        driver.app.pop_screen()
        await driver.settle()
    if driver.main.prompted or driver.main.asking:
        await driver.press("escape")
    if driver.main.pane != pane or driver.controllers.tools.aid or driver.main.reading is None:
        await driver.press("2", "enter", {"sidebar": "1", "list": "2", "reader": "3"}[pane])


@pytest.mark.parametrize("pane", PANES)
async def test_no_key_asks_the_library_on_the_event_loop(config: Config, pane: Pane, on_event_loop: list[str]) -> None:
    with DemoSite() as site:
        config = replace(config, base_url=site.base_url, delay=0.0)
        with Library.open(config.data_dir) as library:
            newsroom = Newsroom(config, library)
            async with running(newsroom) as driver:
                await driver.press("R")
                await driver.settle()
                on_event_loop.clear()
                found: dict[str, str] = {}
                for action in ACTIONS:
                    if action.id in LEAVES:
                        continue
                    await go_to(driver, pane)
                    await driver.press(action.keys.split(",")[0])
                    if on_event_loop:
                        found[action.id] = on_event_loop[0]
                    on_event_loop.clear()
                print("\n".join(found.values()))
                assert list(found) == []
            await newsroom.close()
