"""Memory of the app with 20,000 articles before anything is fetched, beside that of bare Textual.

Both run in a pseudo-terminal; once the list is there and all is quiet, their resident memory is read. The app is
offline, for what it loads to talk to the web belongs to the first fetch. The median of a few starts counts.

    python benchmarks/memory.py [--runs N] [--libraries FOLDER] [--against ROOT]
"""

import argparse
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
QUIET = 1.5


def resident(pattern: str, program: tuple[str, ...], root: Path) -> float:
    """Start a program of a checkout, and give its resident memory in megabytes after its list is there."""
    terminal = Terminal(*program, root=root)
    try:
        terminal.wait_for(pattern)
        terminal.rest(QUIET)
        return terminal.resident()
    finally:
        terminal.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--libraries", type=Path, help="where the library is kept, to be used again")
    parser.add_argument("--against", type=Path, help="another checkout of the program, measured in the same run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        place = options.libraries or Path(temporary)
        place.mkdir(exist_ok=True)
        filling.fill(place / "20000", 20_000)
        program = (filling.title(0)[:8], app(place / "20000", "--offline"))
        programs: dict[str, tuple[str, tuple[str, ...], Path]] = {"bare Textual": (bare.row(1), (bare.__file__,), ROOT)}
        if options.against:
            programs[f"{options.against}"] = (*program, options.against)
        programs["20,000 articles"] = (*program, ROOT)
        sizes = {
            name: statistics.median(resident(*program) for _ in range(options.runs))
            for name, program in programs.items()
        }
    unit, *_, ours = sizes.values()
    print(f"{'':24}{'resident':>12}{'ratio':>8}{'limit':>8}")
    for name, size in sizes.items():
        limit = "" if size is unit else f"{LIMIT:>8.2f}"
        print(f"{name:24}{size:>9.1f} MB{size / unit:>8.2f}{limit}")
    sys.exit(ours > LIMIT * unit)


if __name__ == "__main__":
    main()
