"""How soon something is found, whether all of it is, and what that costs: beside a plain look, and newsboat's question.

    python benchmarks/search.py [--articles 20000] [--queries 30] [--peer 6]

The articles are made up (`benchmarks/texts.py` says how). Queries are words and pieces of these texts, of eight kinds.
All that is found is compared with a look for the same words in every text (`recall`, `precision`; a word in Latin
script counts from its beginning). `first page` is 20 hits with their snippets, each question being new. The peer is
what newsboat asks of its own table, with the same texts in it, in the same SQLite, taking turns with ours:
`title LIKE … OR content LIKE … ORDER BY pubDate`. `ratio` is how many times as long that takes at the median.
"""

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

import apsw

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from achie_tui.library.library import Library, View
from achie_tui.library.search.index import BORDER, article_texts, index_article
from achie_tui.library.search.query import parse
from achie_tui.model import Article
from achie_tui.parse import PARSER_VERSION
from achie_tui.typeset.folding import fold
from benchmarks import texts

LIMIT = 20
"""How many times as long the peer takes, at least, for words and phrases."""
PAGE, SAVED, TOGETHER = 20, 300, 500
_INDEX = "achie_tui.library.search.index.index_article"
_LETTER = r"[^\W_\u2e80-\U0010ffff]"
_HAN = re.compile("[\u4e00-\u9fff]{14,}")
_MIXED = re.compile("[A-Za-z0-9]{2,5}[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff]{1,2}[A-Za-z0-9]{2,5}")


@dataclass(frozen=True)
class Asked:
    """A query: as it is typed, and the same as words: all of a clause's alternatives, and what is to be left out."""

    typed: str
    clauses: Sequence[Sequence[str]]
    without: Sequence[str] = ()


def kinds(lexicon: texts.Lexicon, count: int, queries: int) -> dict[str, list[Asked]]:
    """Draw queries of each kind from the texts."""
    chance = random.Random(5)
    bodies = [BORDER.join(article_texts(texts.article(lexicon, chance.randrange(count)))) for _ in range(queries * 2)]
    runs: list[str] = [run for body in bodies for run in _HAN.findall(body)]

    def piece(length: int) -> str:
        run = chance.choice(runs)
        start = chance.randrange(len(run) - length)
        return run[start : start + length]

    def word(length: int) -> str:
        return str(chance.choice([each for each in chance.choice(lexicon.topics) if len(each) == length]))

    mixed: list[str] = [found for body in bodies for found in _MIXED.findall(body)]
    pairs = [(word(2), piece(2)) for _ in range(queries * 3)]
    return {
        "1 character": [_plain(piece(1)) for _ in range(queries)],
        "2 characters": [_plain(word(2) if number % 2 else piece(2)) for number in range(queries)],
        "3-4 characters": [_plain(word(3 + number % 2) if number % 4 < 2 else piece(3 + number % 2))
                           for number in range(queries)],
        "mixed": [_plain(chance.choice(mixed)) for _ in range(queries)],
        "phrase": [_plain(piece(7 + number % 6)) for number in range(queries)],
        "AND": [Asked(f"{one} {other}", ((one,), (other,))) for one, other in pairs[:queries]],
        "OR": [Asked(f"{one} OR {other}", ((one, other),)) for one, other in pairs[queries : 2 * queries]],
        "without": [Asked(f"{one} -{other}", ((one,),), (other,)) for one, other in pairs[2 * queries :]],
    }  # fmt: skip


def _plain(word: str) -> Asked:
    return Asked(word, ((word,),))


def holds(text: str, word: str) -> bool:
    """Look for a folded word in a folded text."""
    if re.match(_LETTER, word):
        return re.search(rf"(?<!{_LETTER}){re.escape(word)}", text) is not None
    return word in text


def by_looking(asked: Asked, folded: dict[int, str]) -> set[int]:
    """Find the keys of the texts that have what is asked for."""
    clauses = [[fold(word) for word in clause] for clause in asked.clauses]
    without = [fold(word) for word in asked.without]
    return {
        key
        for key, text in folded.items()
        if all(any(holds(text, word) for word in clause) for clause in clauses)
        and not any(holds(text, word) for word in without)
    }


def by_peer(peer: apsw.Connection, asked: Asked) -> None:
    """Ask newsboat's question for the same; it knows one word, and each further one is asked for as that is."""
    having, values = "(title LIKE ? OR content LIKE ?)", list[str]()
    parts = [f"({' OR '.join(having for _ in clause)})" for clause in asked.clauses] + [
        f"NOT {having}" for _ in asked.without
    ]
    for word in (*(word for clause in asked.clauses for word in clause), *asked.without):
        values += [f"%{word}%"] * 2
    peer.execute(
        f"SELECT id FROM items WHERE {' AND '.join(parts)} ORDER BY pubDate DESC, id DESC",  # noqa: S608
        values,
    ).fetchall()


def fill(library: Library, peer: apsw.Connection, lexicon: texts.Lexicon, count: int) -> None:
    """Save the articles, which the index does not know yet, and put the same texts into the peer's table."""
    library.save_categories([texts.CATEGORY])
    peer.execute("CREATE TABLE items(id INTEGER PRIMARY KEY, title TEXT, content TEXT, pubDate INTEGER)")
    with patch(_INDEX, lambda *_: None):
        for start in range(0, count, TOGETHER):
            made = [texts.article(lexicon, number) for number in range(start, min(start + TOGETHER, count))]
            with library.together():
                for article in made:
                    library.save_article(article, parser=PARSER_VERSION, at=1.0)
            with peer:
                peer.executemany(
                    "INSERT INTO items(title, content, pubDate) VALUES (?, ?, ?)",
                    [(each.title, "\n".join(article_texts(each)), int((each.published or "").replace("-", "")))
                     for each in made],
                )  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Give the milliseconds that something takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e3


def saved(library: Library, made: Sequence[Article], *, indexed: bool) -> list[float]:
    """Save articles, each in a transaction of its own, as a sync does; gives the processor's milliseconds of each."""
    spent = list[float]()
    with patch(_INDEX, index_article if indexed else lambda *_: None):
        for each in made:
            begun = time.process_time()
            library.save_article(each, parser=1, at=1.0)
            spent.append((time.process_time() - begun) * 1e3)
    return spent


def near(library: Library, count: int) -> list[float]:
    """Ask for what is near some articles; gives the milliseconds of each."""
    paths = [texts.path(number) for number in range(0, count, max(1, count // 40))]
    return [timed(partial(library.search.similar, path)) for path in paths]


def spread(milliseconds: Sequence[float]) -> str:
    """Give the median and what 95 of 100 do not take longer than."""
    ordered = sorted(milliseconds)
    return f"{statistics.median(ordered):8.1f}{ordered[int(len(ordered) * 0.95)]:8.1f}"


def size_of_index(folder: Path) -> int:
    """Give the bytes that the index takes in the file."""
    with apsw.Connection(str(folder / "cache.db")) as cache:
        [(size,)] = cache.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' OR name = 'articles_indexed'"
        )
    return int(size)


def measure(folder: Path, count: int, queries: int, peers: int) -> bool:
    """Make the library, ask it everything, and print what comes of it; tells whether all is as it should be."""
    lexicon = texts.lexicon()
    peer = apsw.Connection(str(folder / "peer.db"))
    with Library.open(folder / "data") as library:
        print(f"making {count} articles …", flush=True)
        fill(library, peer, lexicon, count)
        seconds = timed(lambda: [None for _ in iter(library.index.catch_up, 0)]) / 1e3
        folded = {headline.key: "" for headline in library.views.headlines(library.views.keys(View()))}
        characters = 0
        for headline in library.views.headlines(list(folded)):
            kept = library.article(headline.path)
            text = BORDER.join([headline.title, *(article_texts(kept.article) if kept else ())])
            folded[headline.key], characters = fold(text), characters + len(text)
        size = size_of_index(folder / "data")
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        print(f"{count} articles, {characters / count:.0f} characters each")
        print(f"index: {size / 1e6:.0f} MB, {size / count / 1e3:.1f} KB an article; built in {seconds:.0f} s, "
              f"{seconds / count * 1e3:.1f} ms an article")  # fmt: skip
        ratios = [
            ask(library, peer, folded, kind, each, peers) for kind, each in kinds(lexicon, count, queries).items()
        ]
        print(f"\nms of the processor to save an article{'p50':>8}{'p95':>8}")
        new = [texts.article(lexicon, count + number) for number in range(2 * SAVED)]
        for name, indexed, made in (("without the index", False, new[::2]), ("with it", True, new[1::2])):
            print(f"  {name:36}{spread(saved(library, made, indexed=indexed))}", flush=True)
        print(f"the first question after that: {timed(partial(library.search.find, parse('量子'), limit=PAGE)):.1f} ms")
        print(f"{'ms for what is near an article':38}{spread(near(library, count))}")
    return all(ratios)


def ask(  # noqa: PLR0917 - a line of the table
    library: Library, peer: apsw.Connection, folded: dict[int, str], kind: str, queries: Sequence[Asked], peers: int
) -> bool:
    """Ask all queries of a kind, and print a line about it."""
    if kind.startswith("1"):
        print(f"\n{'ms':16}{'first page':>16}{'all hits':>16}{'newsboat':>16}")
        print(f"{'':16}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}{'ratio':>8}{'hits':>8}"
              f"{'recall':>8}{'precision':>11}")  # fmt: skip
    ours, every, theirs = list[float](), list[float](), list[float]()
    right = wanted = given = 0
    counts = list[int]()
    for number, asked in enumerate(queries):
        query = parse(asked.typed)
        ours.append(timed(partial(library.search.find, query, limit=PAGE)))
        if number < peers:
            theirs.append(timed(partial(by_peer, peer, asked)))
        begun = time.perf_counter()
        found = set(library.search.keys(query))
        every.append((time.perf_counter() - begun) * 1e3)
        truth = by_looking(asked, folded)
        right, wanted, given = right + len(found & truth), wanted + len(truth), given + len(found)
        counts.append(len(truth))
    ratio = statistics.median(theirs) / statistics.median(ours)
    recall, precision = right / max(1, wanted), right / max(1, given)
    print(f"{kind:16}{spread(ours)}{spread(every)}{spread(theirs)}{ratio:7.0f}x{statistics.median(counts):8.0f}"
          f"{recall:8.3f}{precision:11.3f}", flush=True)  # fmt: skip
    return recall == precision == 1.0 and (ratio >= LIMIT or kind.startswith("1"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=30, help="of each kind")
    parser.add_argument("--peer", type=int, default=6, help="queries of each kind that the peer is asked too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as folder:
        sys.exit(not measure(Path(folder), options.articles, options.queries, options.peer))


if __name__ == "__main__":
    main()
