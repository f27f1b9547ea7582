"""How long leaving takes when the library does not answer.

The app runs in a pseudo-terminal over a filled library. Then whatever writes to the library, or reads it, is held up
for half a minute, as by a disk of a network that is gone; a key is pressed that needs it, and `Q`. Measured is the
time from `Q` to the end of the process, and beside it the same with a library that answers.

    python benchmarks/leaving.py [--runs N]
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import filling
from benchmarks.terminal import Terminal

CLAIM = 1.0
STUCK = 30.0
SETTLING = 1.0


def run_app(folder: Path) -> None:
    """Run the app; the library is held up as soon as there is a file `held-up`."""
    from achie_tui.config import load
    from achie_tui.library.connections import Connections
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom
    from achie_tui.tui.app import run

    held_up = folder / "held-up"
    for name in ("rows", "writing"):
        original = getattr(Connections, name)

        def waiting(*args: object, original: Callable[..., object] = original, **options: object) -> object:
            if held_up.exists():
                time.sleep(STUCK)
            return original(*args, **options)

        setattr(Connections, name, waiting)
    (folder / "config.toml").touch()
    config = load({"config": str(folder / "config.toml"), "data_dir": str(folder / "data"), "offline": True}, {})
    raise SystemExit(run(config, Newsroom(config, Library.open(config.data_dir))))


def leave(folder: Path, *, stuck: bool) -> float:
    """Start the app, press a key that needs the library, and leave; gives the seconds that leaving took."""
    held_up = folder / "held-up"
    held_up.unlink(missing_ok=True)
    terminal = Terminal(__file__, "--app", str(folder))
    try:
        terminal.wait_for(filling.title(0)[:8])
        terminal.rest(SETTLING)
        if stuck:
            held_up.touch()
            terminal.send("f")
            terminal.rest(0.1)
        began = time.perf_counter()
        terminal.send("Q")
        return terminal.wait_for_end() - began
    finally:
        terminal.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--app", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.app:
        run_app(options.app)
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        folder = Path(temporary)
        filling.fill(folder / "data", 2_000)
        for name, stuck in (("a library that answers", False), ("a library that does not answer", True)):
            seconds = [leave(folder, stuck=stuck) for _ in range(options.runs)]
            worst = max(worst, *seconds)
            ratio = statistics.median(seconds) / CLAIM
            print(
                f"{name:32}{statistics.median(seconds):6.2f} s, at most {max(seconds):.2f} s, {ratio:.2f} of the limit"
            )
    sys.exit(worst > CLAIM)


if __name__ == "__main__":
    main()
