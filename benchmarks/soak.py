"""Whether anything grows: thousands of pages through a sync with faults, beside a reader, then thousands opened.

A site of so many pages is synced by one process, one answer in twenty being a fault, while another process lists and
marks what has come. Then the app, in a terminal of its own size but without one, opens so many articles, one after the
other. Each process tells now and then what it holds: memory, open files, tasks, and the size of the library's
write-ahead log. Waiting takes no time in the sync: its clock is moved instead.

    python benchmarks/soak.py [--pages N] [--articles N]

The status is 0 where nothing grew: less than 1 MB more per 1,000 pages, and no more files, tasks or log than before.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import linear_regression, median_low
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.site.build import build
from tests.site.faults import BadGzip, Fault, Reset, Status, Truncate
from tests.site.serve import Handler, Server, serve

ROOT = Path(__file__).resolve().parents[1]
GROWTH, WAL = 1.0, 16.5
"""The limits: MB of memory per 1,000 pages, MB of a write-ahead log."""
SAMPLES = 40
WARM = 0.5
"""The share of samples that count as warming up: by then caches that have a limit are filled, and memory that was
needed at one moment, which a process seldom gives back, has been needed."""
ONE_IN = 20
FAULTS: tuple[Fault, ...] = (Status(503), Status(500), Reset(), Truncate(2000), BadGzip())
PAGE_SIZE, CATEGORIES = 20, 13
MARKED = 50
"""Articles that the reader beside a sync marks at a time."""


@dataclass(frozen=True)
class Sample:
    """What a process holds after so many pages: memory and log in MB."""

    pages: int
    memory: float
    files: int
    tasks: int
    wal: float


def sample(pages: int, folder: Path) -> None:
    """Print what this process holds."""
    fields = Path("/proc/self/statm").read_text("ascii").split()
    held = Sample(
        pages,
        int(fields[1]) * os.sysconf("SC_PAGESIZE") / 1e6,
        len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - not one path is needed
        len(asyncio.all_tasks()),
        sum(file.stat().st_size for file in folder.glob("*-wal")) / 1e6,
    )
    print(json.dumps(held.__dict__), flush=True)


# The processes.


async def sync(base_url: str, folder: Path, pages: int) -> None:
    """Take the whole site along."""
    from achie_tui.config import load
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom
    from achie_tui.sync import Plan
    from achie_tui.web.client import Client
    from tests.newsroom.runs import sync_of
    from tests.web.clock import Clock

    config = replace(load({"base_url": base_url, "data_dir": str(folder)}, {}), delay=0.0, concurrency=4)
    clock = Clock(time.time())
    newsroom = Newsroom(config, Library.open(folder))
    newsroom.fetcher.site._client = Client(  # noqa: SLF001
        config.addresses,
        concurrency=4,
        memory=newsroom.library.hosts,
        clock=clock,
        wall=clock,
        sleep=clock.sleep,
    )
    categories = [count.category for count in newsroom.categories()]
    run = sync_of(newsroom, Plan(categories, everything=True, images=False))
    every, done = max(1, pages // SAMPLES), 0
    async for _ in run.run():
        clock.slept.clear()
        done += 1
        if done % every == 0:
            sample(done, folder)
    await newsroom.close()
    print(json.dumps({"new": run.report.new, "failed": len(run.report.failed)}), flush=True)


async def read(base_url: str, folder: Path) -> None:
    """List and mark what has come, until this process is ended."""
    from achie_tui.config import load
    from achie_tui.library.library import Library
    from achie_tui.library.records import View
    from achie_tui.newsroom import Newsroom

    newsroom = Newsroom(load({"base_url": base_url, "data_dir": str(folder)}, {}), Library.open(folder))
    looks = 0
    while True:
        await asyncio.sleep(0.1)
        looks += 1
        keys = newsroom.keys(View())
        for headline in newsroom.headlines(keys[:MARKED]):
            await newsroom.deeds.mark([headline.path], starred=not headline.starred)
        if looks % 20 == 0:
            sample(looks * MARKED, folder)


async def open_articles(base_url: str, folder: Path, articles: int) -> None:
    """Open one article after the other, as the key for the next one does."""
    from achie_tui.config import load
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom
    from achie_tui.tui.app import AchieApp

    config = replace(load({"base_url": base_url, "data_dir": str(folder), "offline": True}, {}), pictures="off")
    app = AchieApp(config, Newsroom(config, Library.open(folder)), browser=lambda _: True)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("1", "g", "enter", "g", "enter")  # all places' first: all articles
        for opened in range(1, articles + 1):
            await pilot.press("J")
            if opened % max(1, articles // SAMPLES) == 0:
                sample(opened, folder)


# The whole.


def sometimes(handler: Handler) -> None:
    """Answer one request in twenty with a fault: which one, and with which, its address and the count decide."""
    draw = zlib.crc32(f"{handler.path} {len(handler.server.log)}".encode())
    fault = FAULTS[draw // ONE_IN % len(FAULTS)] if draw % ONE_IN == 0 else Handler.normal
    fault(handler)


def started(*words: str) -> "subprocess.Popen[str]":
    """Start this script for one of its parts."""
    command = [sys.executable, __file__, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def lines(process: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    """Give what a part has told."""
    for line in process.stdout or ():
        if line.startswith("{"):
            yield json.loads(line)


def judge(name: str, samples: Sequence[Sample], *, per: int = 1000) -> bool:
    """Print what grew; gives whether it is within its limits."""
    warm = samples[int(len(samples) * WARM) :]
    slope = linear_regression([each.pages for each in warm], [each.memory for each in warm]).slope * per
    before = samples[: len(samples) - len(warm) + 1]
    # What is left behind raises the level; how much happens to be under way at one moment does not.
    files = median_low([each.files for each in warm]) - median_low([each.files for each in before])
    tasks = median_low([each.tasks for each in warm]) - median_low([each.tasks for each in before])
    wal = max(each.wal for each in samples)
    last = samples[-1]
    print(
        f"{name:8} {last.pages:6} pages  {last.memory:6.1f} MB, {slope:+.2f} MB per {per}"
        f"  files {last.files} ({files:+})  tasks {last.tasks} ({tasks:+})  log {wal:.1f} MB at most"
    )
    return slope < GROWTH and files <= 2 and tasks <= 2 and wal < WAL


def soak(server: Server, folder: Path, pages: int, articles: int) -> bool:
    """Run the parts; gives whether nothing grew."""
    from achie_tui.library.library import Library
    from achie_tui.model import Category

    with Library.open(folder) as library:
        names = server.site.categories.items()
        library.save_categories([Category(name, path, path.split("/")[-2]) for name, path in names])
    where = (server.base_url, str(folder))
    began = time.monotonic()
    server.faults["*"] = sometimes
    server.faults["/robots.txt"] = Handler.normal
    syncing, reading = started("sync", *where, str(pages)), started("read", *where, "0")
    told = []
    for line in lines(syncing):
        told.append(line)
        del server.log[:-10]
    reading.terminate()
    beside = [Sample(**line) for line in lines(reading)]
    print(f"sync: {told[-1]['new']} articles, {told[-1]['failed']} not fetched, {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    opened = [Sample(**line) for line in lines(started("open", *where, str(articles)))]
    print(f"app: {articles} opened, {time.monotonic() - began:.0f} s")
    held = [
        judge("sync", [Sample(**line) for line in told[:-1]]),
        judge("beside", beside),
        judge("app", opened),
    ]
    return all(held)


def main() -> int:
    """Measure, or be one of the parts."""
    parts = {"sync": sync, "open": open_articles}
    if len(sys.argv) > 1 and sys.argv[1] in parts:
        asyncio.run(parts[sys.argv[1]](sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
        return 0
    if len(sys.argv) > 1 and sys.argv[1] == "read":
        asyncio.run(read(sys.argv[2], Path(sys.argv[3])))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--articles", type=int, default=4_000)
    arguments = parser.parse_args()
    site = build(39, per_category=max(1, arguments.pages // CATEGORIES), page_size=PAGE_SIZE)
    with serve(site) as server, tempfile.TemporaryDirectory() as folder:
        return 0 if soak(server, Path(folder) / "library", arguments.pages, arguments.articles) else 1


if __name__ == "__main__":
    raise SystemExit(main())
