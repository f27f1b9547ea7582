"""More like this: how soon the nearest of 20,000 articles are known, and how many of them are on the same topic.

    python benchmarks/similar.py [--articles 20000] [--asked 60]

The articles are made up (`benchmarks/texts.py` says how): each takes a third of its words from those of one of 300
topics, so that the topic of each is known. `precision` is the part of the first five that is on the topic of the
article which they are to be like. Beside these stand articles on no topic at all, of words that nothing else has: how
many of them have neighbours all the same. `at work` is the time without that in which the machine did something else.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from achie_tui.library.library import Library
from achie_tui.model import TextBlock
from achie_tui.parse import PARSER_VERSION
from benchmarks import texts

SOON, PRECISE = 50.0, 0.8
"""Milliseconds that half of the questions take at most; precision at least."""
FIRST, TOPICS, TOGETHER, STRANGERS = 5, 300, 500, 10
_RARE = range(0x3400, 0x4D00)  # characters that the made-up texts do not have


def fill(library: Library, lexicon: texts.Lexicon, count: int) -> None:
    """Save the articles, and some strangers behind them."""
    chance = random.Random(7)
    library.save_categories([texts.CATEGORY])
    for start in range(0, count, TOGETHER):
        with library.together():
            for number in range(start, min(start + TOGETHER, count)):
                library.save_article(texts.article(lexicon, number), parser=PARSER_VERSION, at=1.0)
    for number in range(count, count + STRANGERS):
        text = "".join(map(chr, chance.choices(_RARE, k=2_000)))
        stranger = replace(texts.article(lexicon, number), title=text[:12], blocks=(TextBlock("paragraph", text),))
        library.save_article(stranger, parser=PARSER_VERSION, at=1.0)


def measure(folder: Path, count: int, asked: int) -> bool:
    """Ask for what is near to some articles, and print what comes of it; tells whether it is as it should be."""
    chance, lexicon = random.Random(3), texts.lexicon()
    with Library.open(folder) as library:
        print(f"making {count} articles …", flush=True)
        fill(library, lexicon, count)
        taken, at_work, given, right = list[float](), list[float](), 0, 0
        for number in chance.sample(range(count), asked):
            begun, worked = time.perf_counter(), time.thread_time()
            keys = library.search.similar(texts.path(number), FIRST)
            taken.append((time.perf_counter() - begun) * 1e3)
            at_work.append((time.thread_time() - worked) * 1e3)
            near = library.views.headlines(keys)
            given += len(near)
            right += sum(each.id is not None and each.id % TOPICS == number % TOPICS for each in near)
        lone = sum(bool(library.search.similar(texts.path(count + number))) for number in range(STRANGERS))
    precision = right / max(1, given)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"ms          {spread(taken)}")
    print(f"  at work   {spread(at_work)}")
    print(f"given       {given / asked:.1f} of {FIRST}")
    print(f"precision   {precision:.3f}")
    print(f"strangers   {lone} of {STRANGERS} have neighbours")
    return statistics.median(taken) < SOON and precision >= PRECISE and given == FIRST * asked and not lone


def spread(milliseconds: Sequence[float]) -> str:
    """Give the median and what 95 of 100 do not take longer than."""
    return f"p50 {statistics.median(milliseconds):.1f}   p95 {sorted(milliseconds)[int(len(milliseconds) * 0.95)]:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--asked", type=int, default=60, help="articles of which the nearest are looked for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as folder:
        sys.exit(not measure(Path(folder), options.articles, options.asked))


if __name__ == "__main__":
    main()
