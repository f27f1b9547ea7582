"""How long a key waits on pages as large as one may be: while such a page is being set, and when all of it is there.

Each page is shown in a reader of 100 by 30 cells, and one key pressed after the other. What a key may wait for is the
longest turn of the event loop: its work in one go, in which it looks at no key. Processor time is counted, which is
the same on a machine that others use.

    python benchmarks/long_pages.py

The status is 0 where no turn took more than 100 ms.
"""

import asyncio
import gc
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from textual.pilot import Pilot

from achie_tui.tui.garbage import UNRESTED
from tests.tui.test_long_pages import PAGES, Shelf, kept

LIMIT = 0.1
KEYS = ("j", "space", "G", "g", "l", "h", "ctrl+d", "up", "b", "down", "k")


class Turns:
    """Counts the longest turn of the event loop since it was last asked for."""

    def __init__(self) -> None:
        self._longest = 0.0

    async def count(self) -> None:
        """Count until it is cancelled."""
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            self._longest = max(self._longest, time.thread_time() - began)

    def longest(self) -> float:
        """Give it, in seconds, and begin anew."""
        longest, self._longest = self._longest, 0.0
        return longest


async def press_all(pilot: Pilot[None], turns: Turns) -> dict[str, float]:
    """Press the keys; gives the longest turn after each."""
    waited = {}
    for key in KEYS:
        turns.longest()
        await pilot.press(key)
        waited[key] = turns.longest()
    return waited


def worst(waited: dict[str, float]) -> str:
    """Name the key that may have waited longest."""
    key = max(waited, key=lambda each: waited[each])
    return f"{key:>6} {waited[key] * 1000:4.0f} ms"


async def measure(kind: str) -> bool:
    """Press the keys on a page of a kind; tells whether all were within the limit."""
    app, turns = Shelf(), Turns()
    async with app.run_test(size=(100, 30)) as pilot:
        counting = asyncio.create_task(turns.count())
        turns.longest()
        app.reader.show(kept(PAGES[kind]))
        await pilot.pause()
        opening = turns.longest()
        loading = await press_all(pilot, turns)
        while not app.reader.text_layout.is_whole:
            await pilot.pause(0.05)
        rest = turns.longest()
        shown = await press_all(pilot, turns)
        counting.cancel()
    print(
        f"{kind:28} opening {opening * 1000:4.0f} ms   keys while it is set {worst(loading)}   "
        f"the rest {rest * 1000:4.0f} ms   keys then {worst(shown)}",
        flush=True,
    )
    return max(opening, rest, *loading.values(), *shown.values()) < LIMIT


async def main() -> int:
    """Measure all kinds of pages, garbage being collected as in the app."""
    gc.freeze()
    gc.set_threshold(*UNRESTED)
    held = [await measure(kind) for kind in PAGES]
    return 0 if all(held) else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
