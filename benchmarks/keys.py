"""How soon a key is answered: in a list of 20,000 articles, and when kept ones of 6,000 characters are opened.

The app runs in a pseudo-terminal, with all of its 20,000 articles in one list, and the site is out of reach. Measured
is the time from a key to the frame that answers it: in the list the one with the new place in the status line, and
for an article, which is opened from the one before it, the one with its first words. Between two keys there is a
pause, for what the app does after its answer is not what is asked here. The exception are keys that make work for the
library: `f` stars an article and `A` marks all 20,000 as read; there the time is that of a `j` pressed right behind.

    python benchmarks/keys.py [--keys N] [--articles N] [--libraries FOLDER] [--against ROOT]

With --against, another checkout of the program is measured too, in turn with this one.
"""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import filling
from benchmarks.terminal import Terminal, app

MOVING, OPENING = 0.016, 0.040
"""The limits of the 95th percentiles, in seconds."""
SLOWER = ("opening 6,000 characters", "another category")
BETWEEN = 0.08
SETTLING = 2.0
MARKS = 20
FIRST_CATEGORY = 6
"""Places before the categories."""
ROOT = Path(__file__).resolve().parents[1]
ROUND = ("j", "j", "k", "\x04", "j", "k", "\x15", "j", "k", "k")
"""Keys after which one is where one was: down, up, and half a page (Ctrl+D, Ctrl+U)."""


def moves(terminal: Terminal, keys: int) -> Iterator[tuple[str, float]]:
    """Move about in the list of all articles, and give each key with the seconds until its answer."""
    place = r"m([\d,]+)/20,000\x1b"
    terminal.press("hg\r", place)
    terminal.rest(SETTLING)
    for number in range(keys):
        key = ROUND[number % len(ROUND)]
        yield key, terminal.press(key, place)
        terminal.rest(BETWEEN)


def openings(terminal: Terminal, articles: int) -> Iterator[float]:
    """Open the articles of the first category one after the other, and give the seconds until each is there."""
    terminal.press("\r", filling.beginning(0))
    terminal.rest(SETTLING)
    for number in range(1, articles):
        yield terminal.press("J", filling.beginning(number * len(filling.CATEGORIES)))
        terminal.rest(BETWEEN)


def behind(terminal: Terminal, keys: str, times: int) -> Iterator[float]:
    """Press keys and a `j` right behind them; gives the seconds until the cursor has moved. A `k` goes back."""
    place = r"m([\d,]+)/20,000\x1b"
    for _ in range(times):
        yield terminal.press(f"{keys}j", place)
        terminal.rest(SETTLING)
        terminal.press("k", place)
        terminal.rest(BETWEEN)


def switches(terminal: Terminal, titles: Sequence[str]) -> Iterator[float]:
    """Go from category to category by the sidebar, and give the seconds until the first title of each is there."""
    for keys in ("h", "g", "j" * FIRST_CATEGORY, "\r"):
        terminal.send(keys)
        terminal.rest(SETTLING / 2)
    for first in titles[1:]:
        terminal.send("h")
        terminal.rest(4 * BETWEEN)
        yield terminal.press("j\r", re.escape(first[:8]))
        terminal.rest(4 * BETWEEN)


def first_titles(folder: Path) -> list[str]:
    """Give the title that stands first in each category of a library."""
    from achie_tui.library.library import Library, View

    with Library.open(folder) as library:
        first = [library.views.keys(View(count.category.path))[:1] for count in library.views.counts()]
        return [library.views.headlines(keys)[0].title for keys in first]


def tell(name: str, times: list[float], limit: float) -> bool:
    """Print a line of the table; tells whether the limit holds."""
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{name:28}{len(times):>5}", end="")
    print("".join(f"{seconds * 1e3:>9.1f} ms" for seconds in (p50, p95, times[-1], limit)), end="")
    print(f"{p95 / limit:>8.2f}")
    return p95 <= limit


def measure(library: Path, keys: int, articles: int, root: Path) -> dict[str, list[float]]:
    """Measure the program of a checkout; gives the seconds of each kind of key."""
    filling.forget_visits(library)
    titles = first_titles(library)
    terminal = Terminal(*app(library), root=root)
    try:
        terminal.wait_for(filling.title(0)[:8])
        terminal.rest(SETTLING)
        opened = list(openings(terminal, articles))
        terminal.press("\x1b", r"m[\d,]+/[\d,]+\x1b")
        moved = list(moves(terminal, keys))
        starred = list(behind(terminal, "f", MARKS))
        read = list(behind(terminal, "A", MARKS // 4))
        switched = list(switches(terminal, titles))
    finally:
        terminal.close()
    return {
        "a line in 20,000 rows": [seconds for key, seconds in moved if key in "jk"],
        "half a page in 20,000 rows": [seconds for key, seconds in moved if key not in "jk"],
        "opening 6,000 characters": opened,
        "a line right behind f": starred,
        "a line right behind A": read,
        "another category": switched,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--articles", type=int, default=70, help=f"at most {filling.NEWEST // 13}")
    parser.add_argument("--libraries", type=Path, help="where the library is kept, to be used again")
    parser.add_argument("--against", type=Path, help="another checkout of the program")
    options = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        place = options.libraries or Path(temporary)
        place.mkdir(exist_ok=True)
        filling.fill(place / "20000", 20_000)
        for root in filter(None, (options.against, ROOT)):
            times = measure(place / "20000", options.keys, options.articles, root)
            print(f"{root}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
            print(f"{'':28}{'':5}{'p50':>12}{'p95':>12}{'most':>12}{'limit':>12}{'p95/limit':>10}")
            kept = [tell(name, seconds, OPENING if name in SLOWER else MOVING) for name, seconds in times.items()]
            held = all(kept)
    sys.exit(not held)


if __name__ == "__main__":
    main()
