"""How soon there is something to read: the app's start with large libraries, beside that of bare Textual.

Every start is a process of its own in a pseudo-terminal, timed from when it is spawned to when the first headline
(of bare Textual, the first row) has been written to the terminal. No key is pressed, and the site is out of reach.
All take turns, and the median counts. The app is left in the ordinary way each time: what it does of its own accord
after the first frame is part of it, but not timed here.

    python benchmarks/startup.py [--runs N] [--articles N,N] [--libraries FOLDER] [--against ROOT]
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import bare, filling
from benchmarks.terminal import Terminal, app

LIMIT = 1.3
ROOT = Path(__file__).resolve().parents[1]


def start(pattern: str, program: tuple[str, ...], root: Path) -> float:
    """Start a program of a checkout, and give the seconds until a frame matches."""
    terminal = Terminal(*program, root=root)
    try:
        return terminal.wait_for(pattern) - terminal.began
    finally:
        terminal.rest(0.2)  # what comes next is part of a start too, and must not fall into another one
        terminal.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--articles", default="20000,100000", help="articles in the libraries, with commas between")
    parser.add_argument("--libraries", type=Path, help="where the libraries are kept, to be used again")
    parser.add_argument("--against", type=Path, help="another checkout of the program, measured in turn with this one")
    options = parser.parse_args()
    sizes = [int(size) for size in options.articles.split(",")]
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        place = options.libraries or Path(temporary)
        place.mkdir(exist_ok=True)
        programs: dict[str, tuple[str, tuple[str, ...], Path]] = {"bare Textual": (bare.row(1), (bare.__file__,), ROOT)}
        for size in sizes:
            filling.fill(place / str(size), size)
            program = (filling.title(0)[:8], app(place / str(size)))
            if options.against:
                programs[f"{size:,} in {options.against}"] = (*program, options.against)
            programs[f"{size:,} articles"] = (*program, ROOT)
        times: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(options.runs + 1):
            for name, wanted in programs.items():
                times[name].append(start(*wanted))
    medians = {name: statistics.median(seconds[1:]) for name, seconds in times.items()}  # the first one warms up
    unit = medians["bare Textual"]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")  # where others are at work too, that shows
    print(f"{'':24}{'median':>10}{'least':>10}{'ratio':>8}{'limit':>8}")
    for name, median in medians.items():
        least = min(times[name][1:])
        limit = "" if median is unit else f"{LIMIT:>8.2f}"
        print(f"{name:24}{median * 1e3:>7.0f} ms{least * 1e3:>7.0f} ms{median / unit:>8.2f}{limit}")
    sys.exit(max(medians.values()) > LIMIT * unit)


if __name__ == "__main__":
    main()
