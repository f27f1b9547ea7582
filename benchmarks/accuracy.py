"""How well the parser reads sites whose truth is known: each page alone, and with what others of its site teach.

usage: accuracy.py ROOT TRUTH LISTS [--gbk] [--learn K [K ...]] [--misses N]
       accuracy.py --sites DIR [--learn K [K ...]] [--misses N]

ROOT is the site's folder (or a .tar.xz of it), TRUTH a .jsonl or .jsonl.xz of articles, LISTS a .json or .json.xz of
the categories' listings. `--gbk` re-encodes every page first. DIR holds a folder a site, `site-N/pages/` and
`site-N/truth.jsonl` (an object a page: kind article, list or home), of sites at http://www.site-N.test/.

A row is a way of reading: selector hints or none, page by page; for each K of `--learn` with a template learned from
the site's lists and the first K articles that a sync would meet, which are judged like the others; and trafilatura
and GNE, where they are installed, on texts, titles and dates. The columns are explained in judging.py. `--misses`
shows the first N verdicts of each kind that are not right.
"""

import argparse
import json
import lzma
import re
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from achie_tui.model import Listing, Row
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.decode import decode
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Profile, Selectors, built_in
from benchmarks.judge_reader import meet, profile_of
from benchmarks.judging import (
    Found,
    Miss,
    Part,
    Peer,
    Tally,
    Wanted,
    WantedRow,
    found_in,
    judge,
    judge_missing,
    judge_rows,
    peers,
)

ReadsArticle: TypeAlias = Callable[[bytes, str], object]
_WIDTH = 120


class OneSite:
    """The site of the built-in profile, from a folder; its lists go over several pages."""

    def __init__(self, root: Path, truths: list[dict[str, Any]], lists: dict[str, Any], *, gbk: bool) -> None:
        self.root, self.gbk = root, gbk
        self.profile = built_in()
        self.addresses = Addresses(self.profile.base_url, self.profile.hosts)
        names = self.profile.categories
        rows = {truth["url"]: WantedRow(truth["url"], truth["title"], None, truth["date"]) for truth in truths}
        own = (truth for truth in truths if not truth.get("redirect") and truth["category"] in names)
        self.articles = [_wanted(truth, self.addresses) for truth in own]
        self.lists = {lists[name]["dir"]: [rows[url] for url in lists[name]["urls"]] for name in names}

    def read(self, path: str) -> bytes | None:
        """Give the bytes of a page, None where there is none."""
        file = self.root / path.lstrip("/")
        file = file / "index.html" if path.endswith("/") else file
        if not file.is_file():
            return None
        raw = file.read_bytes()
        if self.gbk:
            text = re.sub(r"(charset=[\"']?)utf-8", r"\1gb2312", raw.decode("utf-8", "replace"), flags=re.IGNORECASE)
            raw = text.encode("gbk", "xmlcharrefreplace")
        return raw

    def walk(self, reader: PageReader, path: str) -> Iterator[tuple[str, Listing]]:
        """Give the pages of a list, as they lead to each other."""
        seen: set[str] = set()
        following: str | None = path
        while following is not None and following not in seen:
            seen.add(following)
            raw = self.read(following)
            listing = None if raw is None else reader.listing(raw, following)
            if not isinstance(listing, Listing):
                return
            yield following, listing
            following = listing.next

    def meet(self, reader: PageReader) -> tuple[list[str], list[str]]:
        """Give the listing pages and the articles of their rows, category by category."""
        pages = [page for path in self.lists for page in self.walk(reader, path)]
        rows = (row.path for _, listing in pages for row in listing.rows)
        return [path for path, _ in pages], [path for path in dict.fromkeys(rows) if self.read(path) is not None]


class StrangeSite:
    """A site of which nothing is known but its pages, some of many; each page is judged by itself."""

    def __init__(self, folder: Path) -> None:
        truths = [json.loads(line) for line in load(folder / "truth.jsonl").splitlines()]
        self.profile = profile_of(folder.name)
        self.addresses = Addresses(self.profile.base_url, self.profile.hosts)
        self.articles = [_wanted_page(truth, self.addresses) for truth in truths if truth["kind"] == "article"]
        self.lists = {
            truth["path"]: [WantedRow(row["path"], row["title"], row["shown"], row["date"]) for row in truth["rows"]]
            for truth in truths
            if truth["kind"] == "list"
        }
        self.pages = {truth["path"]: (folder / "pages" / truth["path"].lstrip("/")).read_bytes() for truth in truths}

    def read(self, path: str) -> bytes | None:
        """Give the bytes of a page, None where there is none."""
        return self.pages.get(path)

    def walk(self, reader: PageReader, path: str) -> Iterator[tuple[str, Listing]]:
        """Give the one page of a list."""
        listing = reader.listing(self.pages[path], path)
        if isinstance(listing, Listing):
            yield path, listing

    def meet(self, reader: PageReader) -> tuple[list[str], list[str]]:
        """Give the listing pages and the articles, both in the order in which a sync would meet them."""
        return meet(reader, self.pages)


Site: TypeAlias = OneSite | StrangeSite


def _wanted(truth: dict[str, Any], addresses: Addresses) -> Wanted:
    # Control characters never come out of the parser, whatever the page held.
    lines = [Part(re.sub(r"[\x00-\x1f\x7f-\x9f]", "", text)) for text in truth["paragraphs"]]
    tables = [table["rows"] for table in truth["tables"]]
    cells = [Part(cell, is_cell=True) for rows in tables for row in rows for cell in row]
    return Wanted(
        path=truth["url"],
        title=truth["title"],
        published=truth["date"] or None,
        source=truth["source"] or None,
        parts=(*lines, *cells),
        images=tuple(addresses.external(src, truth["url"]) or src for src in truth["images"]),
        tables=tuple((len(rows), max(map(len, rows))) for rows in tables),
        previous=truth["prev_url"],
        next=truth["next_url"],
        pages=tuple(truth["page_urls"]),
        is_sorted=False,
        category=truth["category"],
        count=truth["pages"],
    )


def _wanted_page(truth: dict[str, Any], addresses: Addresses) -> Wanted:
    return Wanted(
        path=truth["path"],
        title=truth["title"],
        published=truth["published"],
        source=truth["source"],
        parts=tuple(map(Part, truth["body"].split("\n"))),
        images=tuple(addresses.external(src, truth["path"]) or src for src in truth["images"]),
        tables=tuple(map(tuple, truth["tables"])),
        previous=truth["previous"],
        next=truth["next"],
        pages=(truth["path"],),
    )


class Way:
    """A way of reading with the program: a reader, and how it is asked for an article."""

    def __init__(self, reader: PageReader, article: ReadsArticle, learning: float = 0.0) -> None:
        self.reader, self.article, self.learning = reader, article, learning

    def found(self, site: Site, wanted: Wanted) -> Found | None:
        """Read an article; all of its pages where the truth is that of all."""
        first = self._page(site, wanted.path)
        if first is None:
            return None
        if wanted.count is None:
            return found_in(first.article)
        numbers = range(2, first.article.pages + 1)
        others = [self._page(site, first.others.get(number, "")) for number in numbers]
        return found_in(join_pages([first.article, *(other.article for other in others if other)]))

    def _page(self, site: Site, path: str) -> ArticlePage | None:
        raw = site.read(path) if path else None
        page = None if raw is None else self.article(raw, path)
        return page if isinstance(page, ArticlePage) else None

    def rows(self, site: Site, path: str) -> list[Row] | None:
        """Read a list."""
        pages = list(site.walk(self.reader, path))
        return [row for _, listing in pages for row in listing.rows] if pages else None


def alone(site: Site, *, hints: bool) -> Way:
    """Read each page by itself."""
    reader = PageReader(_profile(site, hints=hints), site.addresses)
    return Way(reader, reader.article)


def learned(site: Site, *, hints: bool, articles: int) -> Way:
    """Read with what is learned from a site's lists, and from the first articles that a sync would meet."""
    from achie_tui.parse.template import Learner

    profile = _profile(site, hints=hints)
    listing_pages, met = site.meet(PageReader(profile, site.addresses))
    started = time.perf_counter()
    learner = Learner(profile, site.addresses)
    for path in listing_pages:
        learner.add_list(site.read(path) or b"", path)
    for path in met[:articles]:
        learner.add_article(site.read(path) or b"", path)
    reader = PageReader(profile, site.addresses, learner.learn())

    def article(raw: bytes, path: str) -> object:
        return reader.article(raw, path, listed=learner.listed(path))

    return Way(reader, article, time.perf_counter() - started)


def _profile(site: Site, *, hints: bool) -> Profile:
    return site.profile if hints else replace(site.profile, selectors=Selectors())


def ways(site: Site, amounts: Sequence[int]) -> Iterator[tuple[str, Way]]:
    """Give the ways of reading a site, by name."""
    if site.profile.selectors == Selectors():
        yield "page alone", alone(site, hints=False)
        yield from ((f"learned {number}", learned(site, hints=False, articles=number)) for number in amounts)
        return
    for hints, name in ((True, "with hints"), (False, "hints off")):
        yield name, alone(site, hints=hints)
        for number in amounts:
            yield f"{name}, learned {number}", learned(site, hints=hints, articles=number)


def peer_found(read: Peer, site: Site, wanted: Wanted) -> Found:
    """Read an article's pages one by one, and join their texts."""
    pages = [read(decode(raw)) for raw in map(site.read, wanted.pages) if raw is not None]
    return replace(pages[0], parts=tuple(part for page in pages for part in page.parts))


@dataclass
class Shown:
    """Shows the first verdicts of each kind that are not right."""

    most: int
    counts: Counter[str]

    def show(self, name: str, path: str, misses: Iterable[Miss]) -> None:
        """Show some of the misses of a way on a page."""
        for miss in misses:
            key = f"{name}, {miss.what}"
            self.counts[key] += 1
            if self.counts[key] <= self.most:
                print(f"  {key}: {path} wanted {miss.wanted!r} found {miss.found!r}")


def measure(site: Site, name: str, way: Way, tally: Tally, shown: Shown) -> None:
    """Read a site in one of the program's ways."""
    tally.learning += way.learning
    for wanted in site.articles:
        started = time.perf_counter()
        found = way.found(site, wanted)
        tally.reading += time.perf_counter() - started
        shown.show(name, wanted.path, judge(wanted, found, tally))
        shown.show(name, wanted.path, judge_missing(wanted, found, tally))
    for path, wanted_rows in site.lists.items():
        started = time.perf_counter()
        rows = way.rows(site, path)
        tally.reading += time.perf_counter() - started
        shown.show(name, path, judge_rows(wanted_rows, rows, tally))


def measure_peer(site: Site, name: str, read: Peer, tally: Tally, shown: Shown) -> None:
    """Read a site's articles with an extractor of others, which is judged by texts, titles and dates only."""
    judged = {"article", "text", "title", "date"}
    for wanted in site.articles:
        started = time.perf_counter()
        found = peer_found(read, site, wanted)
        tally.reading += time.perf_counter() - started
        misses = judge(wanted, found, tally)
        shown.show(name, wanted.path, (miss for miss in misses if miss.what in judged))
    tally.counts = Counter({key: count for key, count in tally.counts.items() if key.split()[0].rstrip("s") in judged})


def _counted(heading: str, *verdicts: str) -> tuple[str, str, Callable[[Tally], str]]:
    def cell(tally: Tally) -> str:
        counts = [tally.counts[f"{heading} {verdict}"] for verdict in verdicts]
        return "/".join(map(str, counts)) if any(counts) else "-"

    return heading, "/".join(verdicts), cell


def _found_by(tally: Tally) -> str:
    hows = {key.removeprefix("by "): count for key, count in tally.counts.items() if key.startswith("by ") and count}
    return ", ".join(f"{how} {count}" for how, count in sorted(hows.items())) or "-"


def _missing(tally: Tally) -> str:
    counts = tally.counts
    return f"{counts['missing characters']}/{counts['missing articles']}" if counts["characters"] else "-"


_COLUMNS: tuple[tuple[str, str, Callable[[Tally], str]], ...] = (
    ("articles", "all/refused", lambda tally: f"{tally.counts['articles']}/{tally.counts['refused']}"),
    _counted("text", "exact", "small", "broken"),
    ("text F1", "mean", lambda tally: f"{tally.f1:.4f}"),
    ("missing", "characters/articles", _missing),
    _counted("title", "right", "wrong"),
    _counted("date", "right", "none", "wrong", "invented"),
    _counted("date", "timeless"),
    _counted("source", "right", "none", "wrong", "invented"),
    _counted("images", "right", "wrong"),
    _counted("tables", "right", "wrong"),
    _counted("previous/next", "right", "missed", "wrong"),
    _counted("category", "right", "none", "wrong"),
    _counted("pages", "right", "wrong"),
    _counted("lists", "whole", "in order", "all"),
    _counted("rows", "right", "wanted", "foreign"),
    _counted("row titles", "right", "all"),
    _counted("row dates", "right", "all"),
    ("found by", "articles", _found_by),
    ("seconds", "reading/learning", lambda tally: f"{tally.reading:.1f}/{tally.learning:.1f}"),
)


def show(tallies: dict[str, Tally]) -> None:
    """Print a row a way of reading, in as many tables as the width takes."""
    names = max(map(len, tallies), default=0)
    columns = [[heading, verdicts, *map(cell, tallies.values())] for heading, verdicts, cell in _COLUMNS]
    while columns:
        lines = [" " * names, " " * names, *(name.ljust(names) for name in tallies)]
        while columns:
            width = max(map(len, columns[0]))
            if len(lines[0]) > names and len(lines[0]) + 2 + width > _WIDTH:
                break
            lines = [f"{line}  {cell:>{width}}" for line, cell in zip(lines, columns.pop(0), strict=True)]
        print("", *lines, sep="\n")


def load(file: Path) -> str:
    """Give the text of a file, or of one that is packed."""
    return (lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8")).read()


def sites_of(options: argparse.Namespace, folder: str) -> Iterator[Site]:
    """Give the sites to be read; `folder` is for what has to be unpacked."""
    if options.sites is not None:
        folders = (file.parent for file in options.sites.glob("*/truth.jsonl"))
        yield from map(StrangeSite, sorted(folders, key=lambda path: (len(path.name), path.name)))
        return
    root = options.root
    if root.is_file():
        with tarfile.open(root) as tar:
            tar.extractall(folder, filter="data")
        root = Path(folder)
    truths = [json.loads(line) for line in load(options.truth).splitlines()]
    yield OneSite(root, truths, json.loads(load(options.lists)), gbk=options.gbk)


def main() -> None:
    """Read the sites in all ways, and print how that went."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("root", "truth", "lists"):
        parser.add_argument(name, type=Path, nargs="?")
    parser.add_argument("--sites", type=Path)
    parser.add_argument("--gbk", action="store_true")
    parser.add_argument("--learn", type=int, nargs="+", default=[], metavar="K")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if (options.lists is None) == (options.sites is None):
        parser.error("give either ROOT, TRUTH and LISTS or --sites DIR")
    tallies: dict[str, Tally] = {}
    shown = Shown(options.misses, Counter())
    others = peers()
    with tempfile.TemporaryDirectory() as folder:
        for site in sites_of(options, folder):
            for name, way in ways(site, options.learn):
                measure(site, name, way, tallies.setdefault(name, Tally()), shown)
            for name, read in others.items():
                if read is not None:
                    measure_peer(site, name, read, tallies.setdefault(name, Tally()), shown)
    show(tallies)
    for name, read in others.items():
        if read is None:
            print(f"{name} is not installed.")


if __name__ == "__main__":
    main()
