"""Memory of the app while 300 articles are opened one after another.

A library is made of articles with paragraphs, lists, tables and links, and the app walks through it with the key for
the next article, as a reader would; every tenth article is also searched and its links are numbered. The resident
memory after the 300th article, beside that after the 100th, tells whether anything of an article stays behind.

    python benchmarks/reader_memory.py [--articles N]
"""

import argparse
import asyncio
import gc
import json
import os
import random
import resource
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from achie_tui.config import load
from achie_tui.library.library import Library
from achie_tui.model import Article, Category, Link, ListBlock, Listing, ListItem, Row, Span, TableBlock, TextBlock
from achie_tui.newsroom import Newsroom
from achie_tui.parse import PARSER_VERSION
from achie_tui.tui.app import AchieApp
from achie_tui.tui.screens.main import MainScreen

FIRST_LOOK = 100
CLAIM = 5.0
"""Megabytes that may be gained between the 100th article and the last."""
CATEGORY = Category("高新区新闻", "/news/gxq/", "gxq")
NOW = 1_900_000_000.0
CHARACTERS = "园区高新技术产业开发企业研发人才创新政策规划河岸灯光港口货轮从一片滩涂到千亿城市，。、；“”：《》2025%"


def text(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(CHARACTERS, k=length))


def article(number: int) -> Article:
    chance = random.Random(number)
    path = f"/news/gxq/20250915{10_000 + number}.html"
    paragraphs = (
        TextBlock("paragraph", text(chance, 240), (Span(10, 30, "link", "/news/gxq/2025091510001.html"),))
        for _ in range(12)
    )
    items = tuple(ListItem(text(chance, 60)) for _ in range(5))
    rows = tuple(tuple(text(chance, 8) for _ in range(5)) for _ in range(10))
    related = tuple(Link(text(chance, 20), f"/news/gxq/2025091510{each:03}.html") for each in range(6))
    return Article(
        path=path,
        id=10_000 + number,
        title=text(chance, 24),
        category=CATEGORY.name,
        breadcrumb=("主页", CATEGORY.name),
        source="高新院",
        author=None,
        published="2025-09-15",
        attribution=None,
        blocks=(*paragraphs, ListBlock(ordered=True, items=items), TableBlock(rows, header_rows=1)),
        related=related,
    )


def fill(library: Library, count: int) -> None:
    library.save_categories([CATEGORY])
    articles = [article(number) for number in range(count)]
    rows = tuple(Row(each.path, each.title, each.published) for each in articles)
    library.save_listing(CATEGORY.path, Listing(rows), at=NOW)
    for each in articles:
        library.save_article(each, parser=PARSER_VERSION, at=NOW)


def resident() -> float:
    """Give the resident memory in megabytes; where the system does not tell, the most there ever was."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 2**10)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def walk(folder: Path, count: int) -> dict[int, float]:
    (folder / "config.toml").touch()
    config = load({"data_dir": str(folder / "data"), "config": str(folder / "config.toml"), "offline": True}, {})
    seen: dict[int, float] = {}
    with Library.open(config.data_dir) as library:
        fill(library, count)
        newsroom = Newsroom(config, library)
        app = AchieApp(config, newsroom, browser=lambda _: True)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("enter")
            for number in range(1, count + 1):
                if number % 10 == 0:
                    await pilot.press("slash", *"2025", "enter", "n", "escape", "semicolon", "escape", "space")
                if number % 50 == 0:
                    seen[number] = resident()
                if number < count:
                    await pilot.press("J")
            main = app.screen_stack[0]
            if not isinstance(main, MainScreen) or main.reading is None or main.reading.path != article(count - 1).path:
                raise SystemExit("the last article was not reached")
        await newsroom.close()
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    count = max(2 * FIRST_LOOK, parser.parse_args().articles // 50 * 50)
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as folder:
        seen = asyncio.run(walk(Path(folder), count))
    gained = seen[count] - seen[FIRST_LOOK]
    print(json.dumps({"megabytes": {number: round(size, 1) for number, size in seen.items()}}))
    print(f"from article {FIRST_LOOK} to {count}: {gained:+.2f} MB, claimed: less than {CLAIM} MB")
    sys.exit(gained >= CLAIM)


if __name__ == "__main__":
    main()
