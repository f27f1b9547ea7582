"""How fast articles are read: pages a second, against Lexbor's bare parse of the same pages in the same run.

usage: parsing.py [--root FOLDER] [--seeds N] [--rounds N]

ROOT is a folder of a site's files whose article pages are read; without it the pages are the test generator's, of
N seeds. Every contender reads every page in turn, in several rounds, and its fastest round counts, in processor time;
the ratio to Lexbor is steadier than the rates. trafilatura and GNE take part where they are installed.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses, is_article
from achie_tui.site.profile import built_in

Page = tuple[str, bytes]
Contender = Callable[[Page], object]
_PAGES = 300
_SLOW_PAGES = 40


def sample_pages(root: Path) -> list[Page]:
    """Read article pages of a site from a folder, evenly spread over it."""
    paths = [path for path in sorted(root.rglob("*.html")) if is_article(f"/{path.relative_to(root).as_posix()}")]
    chosen = paths[:: max(1, len(paths) // _PAGES)]
    return [(f"/{path.relative_to(root).as_posix()}", path.read_bytes()) for path in chosen]


def generated_pages(seeds: int) -> list[Page]:
    """Build article pages with the generator of the tests."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.site.build import build

    pages: list[Page] = []
    for seed in range(seeds):
        site = build(seed, per_category=2)
        pages += ((article.path, site.files[article.path]) for article in site.articles())
    return pages


def contenders() -> dict[str, tuple[Contender, bool]]:
    """Give what is measured by name, each with whether it is too slow for all pages."""
    profile = built_in()
    reader = PageReader(profile, Addresses(profile.base_url, profile.hosts))
    found: dict[str, tuple[Contender, bool]] = {
        "Lexbor, bare parse": (lambda page: LexborHTMLParser(page[1]), False),
        "PageReader.article": (lambda page: reader.article(page[1], page[0]), False),
        "PageReader.listing": (lambda page: reader.listing(page[1], page[0]), False),
    }
    try:
        trafilatura = importlib.import_module("trafilatura")
        found["trafilatura, fast"] = (lambda page: trafilatura.extract(page[1], fast=True), True)
    except ImportError:
        pass
    try:
        gne = importlib.import_module("gne").GeneralNewsExtractor()
        found["GNE"] = (lambda page: gne.extract(page[1].decode("utf-8", "replace")), True)
    except ImportError:
        pass
    return found


def rate(contender: Contender, pages: list[Page], rounds: int) -> float:
    """Give the pages a second of a contender's fastest round."""
    best = 0.0
    for _ in range(rounds):
        started = time.process_time()
        for page in pages:
            contender(page)
        best = max(best, len(pages) / (time.process_time() - started))
    return best


def main() -> None:
    """Measure and print one line a contender."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    pages = sample_pages(options.root) if options.root else generated_pages(options.seeds)
    size = sum(len(raw) for _, raw in pages) / len(pages)
    print(f"{len(pages)} pages of {size / 1000:.1f} kB on average")
    base = 0.0
    for name, (contender, is_slow) in contenders().items():
        pages_a_second = rate(contender, list(islice(pages, _SLOW_PAGES if is_slow else None)), options.rounds)
        base = base or pages_a_second
        print(f"{name:22}{pages_a_second:9.0f} pages/s {pages_a_second / base:7.1%} of Lexbor")


if __name__ == "__main__":
    main()
