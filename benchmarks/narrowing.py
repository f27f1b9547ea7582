"""How soon a list is narrowed: the filter typed by initials, in full pinyin and in characters, over 20,000 titles.

The app runs in a pseudo-terminal, with all of its 20,000 articles in one list, and the site is out of reach. Measured
is the time from a key in the filter's prompt to the frame with the new number of matches, or a new first row. Each
query is typed key by key, after a pause, and taken away again; the first is typed right behind `F`, while the titles
are still being read. Beside it stand the orders, which ask the library for all 20,000 keys anew, and, to compare, a
line down in the whole list. `at work` is the time that processors worked for the app until the answer: on a machine
that is busy otherwise, the rest is waiting.

The titles are benchmarks/filling.py's, each behind the name of a place, as those of the site mostly are.

    python benchmarks/narrowing.py [--rounds N] [--library FOLDER]
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import filling
from benchmarks.terminal import Answered, Terminal, app
from tests.place_names import NAMES

ARTICLES = 20_000
LIMIT = 0.030
"""The limit of the 95th percentile for a key of the filter, in seconds."""
BETWEEN = 0.15
SETTLING = 2.0
QUERIES = ("hfgxq", "hefeigaoxinqu", "szgyy", "shenzhen", "zhongguancun", "zhgxq", "xian", "jjkfq", "高新区", "合肥gx")
COUNT = r"m[\d,]+/20,000\x1b"
DOWN = 6
PLACES = tuple(NAMES)


def title(number: int) -> str:
    """Give the title of an article: what filling.py calls it, behind the name of a place."""
    return f"{PLACES[number * 7919 % len(PLACES)]}{filling.title(number)}"


def typing(terminal: Terminal, query: str) -> Iterator[Answered]:
    """Type a query into the prompt key by key, and give how soon each is answered; then take it away."""
    for length in range(1, len(query) + 1):
        yield terminal.answer(query[length - 1], re.escape(f"“{query[:length]}”") + " [0-9,]+/20,000")
        terminal.rest(BETWEEN)
    terminal.press("\x1b", COUNT)
    terminal.rest(SETTLING / 4)
    terminal.send("F")
    terminal.rest(SETTLING / 4)


def tell(name: str, answered: list[Answered], limit: float | None = None) -> bool:
    """Print a line of the table; tells whether the limit holds, if there is one."""
    times, work = sorted(each.after for each in answered), sorted(each.work for each in answered)
    p95 = int(len(times) * 0.95)
    print(f"{name:32}{len(times):>5}", end="")
    shown = (times[len(times) // 2], times[p95], times[-1], work[len(times) // 2], work[p95])
    print("".join(f"{seconds * 1e3:>9.1f} ms" for seconds in shown), end="")
    print(f"{limit * 1e3:>9.1f} ms{times[p95] / limit:>8.2f}" if limit else "")
    return limit is None or times[p95] <= limit


def measure(library: Path, rounds: int) -> dict[str, list[Answered]]:
    """Measure each kind of key."""
    filling.forget_visits(library)
    terminal = Terminal(*app(library))
    times: dict[str, list[Answered]] = {name: [] for name in ("first", "later", "sorts", "down")}
    try:
        terminal.wait_for(re.escape(title(0)[:6]))
        terminal.rest(SETTLING)
        terminal.press("hg\r", COUNT)
        terminal.rest(SETTLING)
        for number in range(rounds):
            # Right behind `F`, where the titles have been forgotten or were never read.
            times["first"].append(terminal.answer("Fh", r"“h” [0-9,]+/20,000"))
            terminal.rest(SETTLING / 2)
            terminal.send("\x1b")
            terminal.rest(SETTLING / 2)
            terminal.send("F")
            terminal.rest(SETTLING / 2)
            for query in QUERIES:
                terminal.send("\x1b")
                terminal.rest(SETTLING / 4)
                for _ in range(DOWN):
                    times["down"].append(terminal.answer("j", COUNT))
                    terminal.rest(BETWEEN)
                terminal.send("F")
                terminal.rest(SETTLING / 4)
                times["later"] += typing(terminal, query)
            terminal.send("\x1b")
            terminal.rest(SETTLING / 2)
            for words in ("最早在前", "未读在前", "按标题拼音", "最新在前"):
                times["sorts"].append(terminal.answer(",", f"排序：{words}"))
                terminal.rest(SETTLING / 2)
            if not number:
                print(f"{terminal.resident():.1f} MB resident after the first round")
    finally:
        terminal.close()
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--library", type=Path, help="where the library is kept, to be used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        place = options.library or Path(temporary) / "library"
        place.mkdir(exist_ok=True, parents=True)
        filling.fill(place, ARTICLES, title)
        times = measure(place, options.rounds)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    heads = ("p50", "p95", "most", "at work", "p95")
    print(f"{'':37}{''.join(f'{head:>12}' for head in heads)}{'limit':>12}{'p95/limit':>10}")
    held = tell("a key of the filter", times["later"], LIMIT)
    tell("a line down", times["down"])
    tell("the first one, right behind F", times["first"])
    tell("another order", times["sorts"])
    sys.exit(not held)


if __name__ == "__main__":
    main()
