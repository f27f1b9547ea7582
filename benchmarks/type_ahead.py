"""How soon the library's search answers each character that is typed, over 20,000 articles of 3,500 characters.

The app runs in a pseudo-terminal with the site out of reach. Queries in Chinese and in Latin script, of one word and
of two, are typed character by character behind `/`, each after a pause. Measured is the time from the key to the bytes
of the first row of what this text finds, behind the new number of hits: what is looked for is known beforehand, by
asking the library. `at work` is the time that processors worked for the app until then, in all its threads: on a
machine that is busy otherwise, the rest is waiting, as are the milliseconds that the app waits for a next key.

    python benchmarks/type_ahead.py [--rounds N] [--library FOLDER] [--against ROOT]

The articles are made up (`benchmarks/texts.py` says how). With --against, another checkout of the program is measured
too, in turn with this one.
"""

import argparse
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from achie_tui.library.library import Library
from achie_tui.library.search.query import parse
from achie_tui.parse import PARSER_VERSION
from benchmarks import filling, texts
from benchmarks.terminal import Answered, Terminal, app

ARTICLES = 20_000
LIMIT = 0.080
"""The limit of the 95th percentile, in seconds."""
BETWEEN, SETTLING = 0.4, 2.0
WORDS = 12
LATIN = ("OpenAI", "AI", "eVTOL", "5G", "ESG", "C919")
ROOT = Path(__file__).resolve().parents[1]
TOGETHER = 500
_LOOKS = r"(?:\x1b\[[0-9;]*m)*"


def queries(lexicon: texts.Lexicon) -> tuple[str, ...]:
    """Give what is typed: words of the texts, in Latin script too, and two together."""
    chance = random.Random(5)
    words = [chance.choice([word for word in topic if len(word) > 1]) for topic in lexicon.topics[:WORDS]]
    pairs = (f"{word} {other}" for word, other in zip(LATIN, words, strict=False))
    return (*words, *LATIN, *pairs)


def fill(folder: Path, lexicon: texts.Lexicon) -> None:
    """Fill a data directory with the articles, unless that was done before."""
    with Library.open(folder) as library:
        library.save_categories([texts.CATEGORY])
        for start in range(library.views.totals().cached, ARTICLES, TOGETHER):
            with library.together():
                for number in range(start, start + TOGETHER):
                    library.save_article(texts.article(lexicon, number), parser=PARSER_VERSION, at=1.0)
        library.maintenance.backup_if_due()


def expected(folder: Path, typed: tuple[str, ...]) -> Mapping[str, str]:
    """Give what is to be seen for each text on the way to a query: a count, and behind it what is found first."""
    seen = dict[str, str]()
    with Library.open(folder) as library:
        for query in typed:
            for text in (query[:length] for length in range(1, len(query) + 1)):
                hits = library.search.find(parse(text), limit=20).hits
                if hits and not text.endswith(" "):
                    [headline] = library.views.headlines([hits[0].key])
                    title = _LOOKS.join(map(re.escape, headline.title[:8]))
                    seen[text] = f"全部文章  (?:至多 )?[0-9,]+ 篇(?s:.)*{title}"
    return seen


def answers(terminal: Terminal, query: str, seen: Mapping[str, str]) -> Iterator[Answered]:
    """Type a query character by character, and give how soon each is answered; then leave the search."""
    terminal.send("/")
    terminal.rest(BETWEEN)
    for length, character in enumerate(query, 1):
        if (pattern := seen.get(query[:length])) is None:
            terminal.send(character)
        else:
            yield terminal.answer(character, pattern)
        terminal.rest(BETWEEN)
    terminal.send("\x1b")
    terminal.rest(BETWEEN)


def measure(
    library: Path, root: Path, typed: tuple[str, ...], seen: Mapping[str, str], rounds: int
) -> dict[str, list[Answered]]:
    """Measure the program of a checkout, for each kind of text."""
    filling.forget_visits(library)
    terminal = Terminal(*app(library), root=root)
    times: dict[str, list[Answered]] = {"Chinese": [], "Latin": [], "two words": []}
    try:
        terminal.wait_for("已缓存 20,000 篇")
        terminal.rest(SETTLING)
        for _ in range(rounds):
            for query in typed:
                kind = "two words" if " " in query else "Latin" if query.isascii() else "Chinese"
                times[kind] += answers(terminal, query, seen)
    finally:
        terminal.close()
    return times


def tell(name: str, answered: list[Answered]) -> bool:
    """Print a line of the table; tells whether the limit holds."""
    print(f"{name:16}{len(answered):>5}", end="")
    for seconds in (sorted(each.after for each in answered), sorted(each.work for each in answered)):
        at = (seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)], seconds[-1])
        print("".join(f"{each * 1e3:>8.1f}" for each in at), end="   ")
    p95 = sorted(each.after for each in answered)[int(len(answered) * 0.95)]
    print(f"{LIMIT * 1e3:>6.0f}{p95 / LIMIT:>11.2f}")
    return p95 <= LIMIT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--library", type=Path, help="where the library is kept, to be used again")
    parser.add_argument("--against", type=Path, help="another checkout of the program")
    options = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        place = (options.library or Path(temporary)) / "20000"
        place.mkdir(exist_ok=True, parents=True)
        lexicon = texts.lexicon()
        fill(place, lexicon)
        typed = queries(lexicon)
        seen = expected(place, typed)
        for root in filter(None, (options.against, ROOT)):
            times = measure(place, root, typed, seen, options.rounds)
            print(f"{root}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            print(f"{'ms':16}{'':5}{'p50':>8}{'p95':>8}{'most':>8}   {'at work':>8}{'p95':>8}{'most':>8}   ", end="")
            print(f"{'limit':>6}{'p95/limit':>11}")
            for name, answered in times.items():
                tell(name, answered)
            held = tell("all", [each for answered in times.values() for each in answered])
    sys.exit(not held)


if __name__ == "__main__":
    main()
