"""How a session of the main screen begins: first what the user sees, then what nobody waits for."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from achie_tui.tui import garbage, phrases
from achie_tui.tui.controllers.refresher import GLANCE

if TYPE_CHECKING:
    from achie_tui.tui.screens.main import MainScreen

SETTLED = 0.1
"""Seconds after which the first frames are on the screen."""


async def arrive(main: "MainScreen", path: str | None, at: int | None = None) -> None:
    """Show the list where the user was, or the article of a path, `at` a block of it (from 1 on) where one is given.

    Whatever else is to be begun follows by itself.
    """
    controllers = main.controllers
    controllers.tools.begin()
    await controllers.refresher.begin()
    await controllers.visit.begin()
    await controllers.lists.count()
    await controllers.narrower.begin()
    where = await controllers.visit.restore(path)
    if where.place is not None:
        await controllers.lists.arrive(where.place, where.select.key if where.select else None)
    _say_what_is_amiss(main)
    controllers.jobs.start("begin", partial(_begin_what_nobody_waits_for, main))
    if path is not None:
        controllers.opener.open(path, where.asked.title if where.asked else None, None if at is None else (at - 1, 0))


async def _begin_what_nobody_waits_for(main: "MainScreen") -> None:
    """Begin it once the first frames are written: they come from a thread of Textual's."""
    controllers = main.controllers
    await asyncio.sleep(SETTLED)
    garbage.begin()
    controllers.visit.here()
    main.set_interval(GLANCE, controllers.refresher.look)
    controllers.jobs.start("backup", main.newsroom.back_up)
    controllers.jobs.start("index", controllers.searcher.begin)
    controllers.jobs.start("watchlist", controllers.watchlist.begin)
    if not main.newsroom.config.offline:
        controllers.offline.offer()
        await main.newsroom.prepare()
        controllers.refresher.start()


def _say_what_is_amiss(main: "MainScreen") -> None:
    """Say what opening the library has found, and what the configuration names in vain; the gravest stays."""
    if main.newsroom.config.theme not in main.app.available_themes:
        main.say(phrases.NO_SUCH_THEME, theme=main.newsroom.config.theme)
    if main.keys.unknown:
        main.say(phrases.NO_SUCH_KEYS, names=", ".join(main.keys.unknown))
    for notice in main.newsroom.library.notices:
        main.tell(notice.sentence(main.language), failed=True)
