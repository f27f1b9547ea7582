"""How well the parser reads a site whose truth is known: one table, with selector hints and without.

usage: accuracy.py ROOT TRUTH LISTS [--gbk] [--misses N]

ROOT is the site's folder (or a .tar.xz of it), TRUTH a .jsonl or .jsonl.xz of articles, LISTS a .json or .json.xz of
the categories' listings. `--gbk` re-encodes every page first. Body F1 counts 2-grams of characters, blanks aside,
of all paragraphs, captions and table cells against the truth's.
"""

import argparse
import json
import lzma
import re
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from achie_tui.model import Article, Block, ImageBlock, ListBlock, TableBlock, TextBlock
from achie_tui.parse.article import ArticlePage, join_pages
from achie_tui.parse.classify import Stranger
from achie_tui.parse.page import PageReader
from achie_tui.site.address import Addresses
from achie_tui.site.profile import Selectors, built_in

Truth = dict[str, Any]


def texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block.text
        elif isinstance(block, ListBlock):
            yield from (item.text for item in block.items)
        elif isinstance(block, TableBlock):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.caption


def bigrams(parts: Iterator[str] | list[str]) -> Counter[str]:
    grams: Counter[str] = Counter()
    for part in parts:
        text = "".join(part.split())
        grams.update(text[i : i + 2] for i in range(max(1, len(text) - 1)) if text)
    return grams


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    if not found and not wanted:
        return 1.0
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values()))


def squeeze(text: str | None) -> str:
    return "".join((text or "").split())


def wanted_texts(truth: Truth) -> list[str]:
    # Control characters never come out of the parser, whatever the page held.
    parts = [re.sub(r"[\x00-\x1f\x7f-\x9f]", "", text) for text in truth["paragraphs"]]
    return [*parts, *(cell for table in truth["tables"] for row in table["rows"] for cell in row)]


class Site:
    """A site's folder."""

    def __init__(self, root: Path, *, gbk: bool) -> None:
        self.root, self.gbk = root, gbk

    def read(self, path: str) -> bytes:
        """Give the bytes of a page."""
        file = self.root / path.lstrip("/")
        raw = (file / "index.html" if path.endswith("/") else file).read_bytes()
        if self.gbk:
            text = re.sub(r"(charset=[\"']?)utf-8", r"\1gb2312", raw.decode("utf-8", "replace"), flags=re.IGNORECASE)
            raw = text.encode("gbk", "xmlcharrefreplace")
        return raw


def read_article(reader: PageReader, site: Site, path: str) -> Article | None:
    first = reader.article(site.read(path), path)
    if isinstance(first, Stranger):
        return None
    pages = [first.article]
    for number in range(2, first.article.pages + 1):
        other = reader.article(site.read(first.others[number]), first.others[number])
        if isinstance(other, ArticlePage):
            pages.append(other.article)
    return join_pages(pages)


def images_of(reader: PageReader, truth: Truth, article: Article) -> tuple[set[str | None], set[str | None]]:
    wanted = {reader.addresses.external(src, truth["url"]) for src in truth["images"]}
    return wanted, {block.src for block in article.blocks if isinstance(block, ImageBlock)}


def measure(reader: PageReader, site: Site, truths: list[Truth], misses: int) -> dict[str, str]:
    counts: Counter[str] = Counter()
    scores: list[float] = []
    images = found_images = invented = 0
    shown: Counter[str] = Counter()

    def miss(what: str, truth: Truth, found: object) -> None:
        shown[what] += 1
        if shown[what] <= misses:
            print(f"  {what}: {truth['url']} wanted {truth.get(what, '')!r} found {found!r}")

    for truth in truths:
        article = read_article(reader, site, truth["url"])
        if article is None:
            counts["lost"] += 1
            continue
        right = {
            "title": squeeze(article.title) == squeeze(truth["title"]),
            "published": (article.published or "") == truth["date"],
            "source": squeeze(article.source) == squeeze(truth["source"]),
            "previous/next": (article.previous.url if article.previous else None) == truth["prev_url"]
            and (article.next.url if article.next else None) == truth["next_url"],
            "category": article.category == truth["category"],
        }
        found = {
            "title": article.title,
            "published": article.published,
            "source": article.source,
            "previous/next": (article.previous, article.next, truth["prev_url"], truth["next_url"]),
            "category": article.category,
        }
        for what, is_right in right.items():
            counts[what] += is_right
            if not is_right:
                miss(what, truth, found[what])
        if truth["pages"] > 1:
            counts["multi"] += 1
            counts["multi complete"] += article.complete and article.pages == truth["pages"]
        score = f1(bigrams(texts(article.blocks)), bigrams(wanted_texts(truth)))
        scores.append(score)
        if score <= 0.95:
            miss("body", truth, round(score, 3))
        counts[article.extraction] += 1
        wanted_images, own_images = images_of(reader, truth, article)
        images += len(wanted_images)
        found_images += len(wanted_images & own_images)
        invented += len(own_images - wanted_images)
        if own_images != wanted_images:
            miss("images", truth, (own_images - wanted_images, wanted_images - own_images))
    total = len(truths)

    def share(part: int, whole: int) -> str:
        return f"{part / whole:.4f} ({part}/{whole})" if whole else "-"

    return {
        "articles read": share(total - counts["lost"], total),
        "title exact": share(counts["title"], total),
        "published exact": share(counts["published"], total),
        "source exact": share(counts["source"], total),
        "category exact": share(counts["category"], total),
        "previous/next": share(counts["previous/next"], total),
        "body F1 mean": f"{sum(scores) / len(scores):.4f}" if scores else "-",
        "body F1 > 0.95": share(sum(score > 0.95 for score in scores), len(scores)),
        "images found": share(found_images, images),
        "images invented": str(invented),
        "multi-page complete": share(counts["multi complete"], counts["multi"]),
        "found by": ", ".join(f"{how} {counts[how]}" for how in ("selector", "anchor", "density") if counts[how]),
    }


def measure_lists(reader: PageReader, site: Site, lists: dict[str, Any], names: tuple[str, ...]) -> str:
    right = 0
    for name in names:
        path, urls = lists[name]["dir"], []
        next_page: str | None = path
        while next_page is not None:
            listing = reader.listing(site.read(next_page), next_page)
            if isinstance(listing, Stranger):
                break
            urls += [row.path for row in listing.rows]
            next_page = listing.next
        if urls == lists[name]["urls"]:
            right += 1
        else:
            print(f"  list {name}: wanted {len(lists[name]['urls'])}, found {len(urls)}")
    return f"{right}/{len(names)}"


def load(file: Path) -> str:
    return (lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8")).read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("lists", type=Path)
    parser.add_argument("--gbk", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.root
        if root.is_file():
            with tarfile.open(root) as tar:
                tar.extractall(folder, filter="data")
            root = Path(folder)
        site = Site(root, gbk=options.gbk)
        truths = [t for t in map(json.loads, load(options.truth).splitlines()) if not t.get("redirect")]
        profile = built_in()
        addresses = Addresses(profile.base_url, profile.hosts)
        hinted = PageReader(profile, addresses)
        bare = PageReader(replace(profile, selectors=Selectors()), addresses)
        lists = json.loads(load(options.lists))
        truths = [t for t in truths if t["category"] in profile.categories]
        tables = []
        for name, reader in (("with hints", hinted), ("hints off", bare)):
            started = time.perf_counter()
            table = measure(reader, site, truths, options.misses)
            table["lists in order"] = measure_lists(reader, site, lists, profile.categories)
            table["seconds"] = f"{time.perf_counter() - started:.1f}"
            tables.append((name, table))
        print(f"{'':24}{tables[0][0]:>24}{tables[1][0]:>24}")
        for key in tables[0][1]:
            print(f"{key:24}{tables[0][1][key]:>24}{tables[1][1][key]:>24}")


if __name__ == "__main__":
    main()
