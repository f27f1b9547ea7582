"""How fast pages are read: pages a second, against Lexbor's bare parse of the same pages in the same run.

usage: parsing.py [--root FOLDER] [--seeds N] [--rounds N]

ROOT is a folder of a site's files whose articles and listings are read; without it the pages are the test generator's,
of N seeds. In every round all contenders read every page in turn, and the fastest round of each counts, in processor
time; the ratio to Lexbor is steadier than the rates. trafilatura and GNE take part where they are installed.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses, is_article, is_listing
from achie_tui.site.profile import built_in

Page = tuple[str, bytes]
_PAGES = 300
_SLOW_PAGES = 40


@dataclass
class Contender:
    """A way to read a page, how many pages it is given (None: all), and its best rate so far."""

    read: Callable[[Page], object]
    most: int | None = None
    rate: float = 0.0

    def run(self, pages: list[Page]) -> None:
        """Read the pages once."""
        own = pages[: self.most]
        started = time.process_time()
        for page in own:
            self.read(page)
        self.rate = max(self.rate, len(own) / (time.process_time() - started))


def sample_pages(root: Path) -> list[Page]:
    """Read the pages of a site from a folder."""
    return [(f"/{path.relative_to(root).as_posix()}", path.read_bytes()) for path in sorted(root.rglob("*.html"))]


def generated_pages(seeds: int) -> list[Page]:
    """Build pages with the generator of the tests."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.site.build import build

    return [page for seed in range(seeds) for page in build(seed, per_category=2).files.items()]


def spread(pages: Iterable[Page], is_wanted: Callable[[str], bool]) -> list[Page]:
    """Choose pages by their paths, evenly spread."""
    wanted = [page for page in pages if is_wanted(page[0])]
    return wanted[:: max(1, len(wanted) // _PAGES)]


def strangers() -> dict[str, Contender]:
    """Give the extractors of others that are installed."""
    found: dict[str, Contender] = {}
    try:
        trafilatura = importlib.import_module("trafilatura")
        found["trafilatura, fast"] = Contender(lambda page: trafilatura.extract(page[1], fast=True), _SLOW_PAGES)
    except ImportError:
        pass
    try:
        gne = importlib.import_module("gne").GeneralNewsExtractor()
        found["GNE"] = Contender(lambda page: gne.extract(page[1].decode("utf-8", "replace")), _SLOW_PAGES)
    except ImportError:
        pass
    return found


def measure(kind: str, pages: list[Page], contenders: dict[str, Contender], rounds: int) -> None:
    """Print one line a contender; the first is Lexbor."""
    bare = Contender(lambda page: LexborHTMLParser(page[1]))
    for _ in range(rounds):
        for contender in (bare, *contenders.values()):
            contender.run(pages)
    size = sum(len(raw) for _, raw in pages) / len(pages)
    print(f"{len(pages)} {kind} of {size / 1000:.1f} kB on average")
    for name, contender in {"Lexbor, bare parse": bare, **contenders}.items():
        print(f"  {name:22}{contender.rate:9.0f} pages/s {contender.rate / bare.rate:7.1%} of Lexbor")


def main() -> None:
    """Measure articles, then listings."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    pages = sample_pages(options.root) if options.root else generated_pages(options.seeds)
    profile = built_in()
    reader = PageReader(profile, Addresses(profile.base_url, profile.hosts))
    articles = {"PageReader.article": Contender(lambda page: reader.article(page[1], page[0])), **strangers()}
    listings = {"PageReader.listing": Contender(lambda page: reader.listing(page[1], page[0]))}
    measure("articles", spread(pages, is_article), articles, options.rounds)
    measure("listings", spread(pages, is_listing), listings, options.rounds)


if __name__ == "__main__":
    main()
