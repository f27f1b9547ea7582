"""How fast a site is taken along: a whole sync against a bare httpx loop over the same addresses in the same run.

usage: sync_rate.py [--base-url URL] [--articles N] [--concurrency N] [--rounds N] [--profile FILE]

Without a base URL the site is the test generator's, served by a process of its own. The bare loop asks for every
address that the sync asked for, as many at once, and does nothing with the answers. Both take turns, and the fastest
round of each counts. What stands between them is told too: how long reading the same pages takes by itself, for both
share one interpreter. `--profile` writes what the sync's event loop spends its time on, for `python -m pstats`.
"""

import argparse
import asyncio
import cProfile
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx

from achie_tui.config import Config, load
from achie_tui.library.library import Library
from achie_tui.newsroom import Newsroom
from achie_tui.parse.page import PageReader
from achie_tui.site.address import is_listing
from achie_tui.sync import Plan, Report, Services, Sync

ROOT = Path(__file__).parents[1]
SEED = 3
CATEGORIES = 13
SERVER = """
import sys, time
from tests.site.build import build
from tests.site.serve import serve
with serve(build({seed}, per_category={count}, page_size=20)) as server:
    print(server.base_url, flush=True)
    time.sleep(3600)
"""


@contextmanager
def generated(articles: int) -> Iterator[str]:
    """Serve a generated site from a process of its own; gives its base URL."""
    program = SERVER.format(seed=SEED, count=max(1, articles // CATEGORIES))
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield (server.stdout or sys.stdin).readline().strip()
        finally:
            server.terminate()


async def take(config: Config, profile: Path | None) -> tuple[Report, float, list[str]]:
    """Take everything along; gives the report, the seconds, and the paths that were asked for."""
    newsroom = Newsroom(config, Library.open(config.data_dir))
    categories = [count.category for count in await newsroom.refresh_categories()]
    services = Services(config, newsroom.library, newsroom.fetcher, newsroom.on_thread, newsroom.now)
    sync = Sync(services, Plan(categories, everything=True))
    profiler = cProfile.Profile()
    started = time.perf_counter()
    if profile:
        profiler.enable()
    async for _ in sync.run():
        pass
    if profile:
        profiler.disable()
        profiler.dump_stats(profile)
    seconds = time.perf_counter() - started
    rows = newsroom.library._rows(  # noqa: SLF001
        "SELECT path FROM pages UNION ALL SELECT path FROM redirects UNION ALL SELECT src FROM images"
    )
    await newsroom.close()
    return sync.report, seconds, [path for (path,) in rows]


def read(config: Config) -> float:
    """Read all kept pages once more; gives the seconds."""
    reader = PageReader(config.profile, config.addresses)
    with Library.open(config.data_dir) as library:
        paths = [path for (path,) in library._rows("SELECT path FROM pages")]  # noqa: SLF001
        pages = [page for page in map(library.pages.get, paths) if page]
    started = time.perf_counter()
    for page in pages:
        ask_for = reader.listing if is_listing(page.path) else reader.article
        ask_for(page.body, page.path, charset=page.charset)
    return time.perf_counter() - started


async def ask(base_url: str, paths: Sequence[str], concurrency: int) -> float:
    """Ask for all paths with httpx alone; gives the seconds."""
    waiting = iter(paths)
    async with httpx.AsyncClient(base_url=base_url, headers={"Accept-Encoding": "gzip"}) as client:

        async def work() -> None:
            for path in waiting:
                await client.get(path)

        started = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(concurrency)))
        return time.perf_counter() - started


def measure(base_url: str, options: argparse.Namespace) -> None:
    """Let both take turns and print the ratio."""
    best_sync = best_bare = best_read = float("inf")
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory(prefix="achie-tui-") as folder:
            config = load({"base_url": base_url, "data_dir": f"{folder}/library"}, {})
            config = replace(config, delay=0.0, concurrency=options.concurrency)
            report, seconds, paths = asyncio.run(take(config, options.profile))
            reading = read(config)
        bare = asyncio.run(ask(base_url, paths, options.concurrency))
        best_sync, best_bare, best_read = min(best_sync, seconds), min(best_bare, bare), min(best_read, reading)
        print(
            f"round {number + 1}: sync {seconds:.2f} s ({report.new} articles, {len(report.failed)} failed), "
            f"httpx {bare:.2f} s, reading {reading:.2f} s, {len(paths)} addresses"
        )
    rates = len(paths) / best_sync, len(paths) / best_bare
    print(f"sync {rates[0]:.0f}/s, bare httpx loop {rates[1]:.0f}/s: {rates[0] / rates[1]:.0%}")
    print(f"of httpx and reading one after the other: {(best_bare + best_read) / best_sync:.0%}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--base-url")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", type=Path)
    options = parser.parse_args()
    if options.base_url:
        measure(options.base_url, options)
        return
    with generated(options.articles) as base_url:
        measure(base_url, options)


if __name__ == "__main__":
    main()
