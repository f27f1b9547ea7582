"""Syncs inside this process, at any time of day."""

from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from achie_tui.config import load
from achie_tui.library.library import Library
from achie_tui.model import Category
from achie_tui.newsroom import Newsroom
from achie_tui.sync import Plan, Progress, Report, Services, Sync
from tests.site.serve import Server
from tests.web.clock import Clock


def sync_of(newsroom: Newsroom, plan: Plan) -> Sync:
    """Make a sync with what a newsroom has."""
    return Sync(Services(newsroom.config, newsroom.library, newsroom.fetcher, newsroom.on_thread, newsroom.now), plan)


def at_work(server: Server, folder: Path, clock: Clock, *, concurrency: int = 2, **settings: Any) -> Newsroom:
    """Open a newsroom that does not wait between requests."""
    config = replace(load({"base_url": server.base_url, "data_dir": str(folder)}, {}), delay=0.0)
    config = replace(config, concurrency=concurrency, **settings)
    newsroom = Newsroom(config, Library.open(folder, clock=clock), clock=clock)
    if not newsroom.categories():
        names = server.site.categories.items()
        newsroom.library.save_categories([Category(name, path, path.split("/")[-2]) for name, path in names])
    return newsroom


async def synced(
    server: Server, folder: Path, clock: Clock, *names: str, settings: dict[str, Any] | None = None, **plan: Any
) -> tuple[Report, list[Progress]]:
    """Take categories along (all, where none is named); gives what was done, and how it was told."""
    newsroom = at_work(server, folder, clock, **(settings or {}))
    try:
        categories = [each.category for each in newsroom.categories() if not names or each.category.name in names]
        sync = sync_of(newsroom, Plan(categories, **plan))
        async with aclosing(sync.run()) as events:
            told = [progress async for progress in events]
        return sync.report, told
    finally:
        await newsroom.close()


def asked(server: Server) -> list[tuple[int, str]]:
    """Give what was asked for since the log was cleared, with the answers; without the rules for robots."""
    hits = [(hit.status, hit.path) for hit in server.log if hit.path != "/robots.txt"]
    server.log.clear()
    return hits
