"""How soon a key is answered: moving in a list of 20,000 articles, and opening kept ones of 6,000 characters.

The app runs in a pseudo-terminal, with all of its 20,000 articles in one list, and the site is out of reach. Measured
is the time from a key to the frame that answers it: in the list the one with the new place in the status line, and
for an article, which is opened from the one before it, the one with its first words. Between two keys there is a
pause, for what the app does after its answer is not what is asked here.

    python benchmarks/keys.py [--keys N] [--articles N] [--libraries FOLDER]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import filling
from benchmarks.terminal import Terminal, app

MOVING, OPENING = 0.016, 0.040
"""The limits of the 95th percentiles, in seconds."""
BETWEEN = 0.08
SETTLING = 2.0
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


def tell(name: str, times: list[float], limit: float) -> bool:
    """Print a line of the table; tells whether the limit holds."""
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{name:28}{len(times):>5}", end="")
    print("".join(f"{seconds * 1e3:>9.1f} ms" for seconds in (p50, p95, times[-1], limit)), end="")
    print(f"{p95 / limit:>8.2f}")
    return p95 <= limit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--articles", type=int, default=70, help=f"at most {filling.NEWEST // 13}")
    parser.add_argument("--libraries", type=Path, help="where the library is kept, to be used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        place = options.libraries or Path(temporary)
        place.mkdir(exist_ok=True)
        filling.fill(place / "20000", 20_000)
        terminal = Terminal(*app(place / "20000"))
        try:
            terminal.wait_for(filling.title(0)[:8])
            terminal.rest(SETTLING)
            opened = list(openings(terminal, options.articles))
            terminal.press("\x1b", r"m[\d,]+/[\d,]+\x1b")
            moved = list(moves(terminal, options.keys))
        finally:
            terminal.close()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")  # where others are at work too, that shows
    print(f"{'':28}{'':5}{'p50':>12}{'p95':>12}{'most':>12}{'limit':>12}{'p95/limit':>10}")
    by_line = [seconds for key, seconds in moved if key in "jk"]
    by_page = [seconds for key, seconds in moved if key not in "jk"]
    held = [
        tell("a line in 20,000 rows", by_line, MOVING),
        tell("half a page in 20,000 rows", by_page, MOVING),
        tell("opening 6,000 characters", opened, OPENING),
    ]
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
