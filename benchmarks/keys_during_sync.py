"""How soon a key is answered while the app takes a whole site offline.

A generated site of more than 1,500 articles is served on the loopback by a process of its own. The app runs in a
pseudo-terminal, without any delay between its requests, which is the most that a sync can get in the way. It is told
to take the whole site along; then an article is opened and scrolled, and in the list j and k are pressed 200 times.
Measured is the time from a key to the frame that shows the new place in the list. Meanwhile the app notes what its
reader shows and where: that must stay the same.

    python benchmarks/keys_during_sync.py [--keys N] [--per-category N]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.terminal import Terminal

CLAIM = 0.050
BETWEEN = 0.05  # seconds between an answer and the next key
SEED = 7


def serve_site(per_category: int) -> None:
    """Serve until standard input ends."""
    from tests.site.build import build
    from tests.site.serve import serve

    site = build(SEED, per_category=per_category, page_size=20)
    with serve(site) as server:
        print(json.dumps({"url": server.base_url, "articles": len(site.articles())}), flush=True)
        sys.stdin.read()


def run_app(url: str, folder: Path) -> None:
    """Run the app, and note in a file what its reader shows, and how far the run is."""
    from achie_tui.config import load
    from achie_tui.library.library import Library
    from achie_tui.newsroom import Newsroom
    from achie_tui.tui.app import AchieApp
    from achie_tui.tui.screens.main import MainScreen

    (folder / "config.toml").touch()
    options = {"config": str(folder / "config.toml"), "data_dir": str(folder / "data"), "base_url": url}
    config = load({**options, "delay": 0.0, "lang": "zh"}, {})
    with Library.open(config.data_dir) as library:
        newsroom = Newsroom(config, library)
        app = AchieApp(config, newsroom, browser=lambda _: True)

        def note() -> None:
            main = next(screen for screen in app.screen_stack if isinstance(screen, MainScreen))
            kept, run = main.reader.kept, main.run
            shown = [kept.article.path, main.reader.scroll_offset.y] if kept else None
            done = run.latest.done if run and run.latest else None
            with (folder / "notes").open("a", encoding="utf-8") as file:
                file.write(json.dumps({"shown": shown, "done": done, "at": time.monotonic()}) + "\n")

        app.call_later(lambda: app.set_interval(0.2, note))
        app.run()


def place(row: int) -> str:
    """Give the pattern of the place in the status line."""
    return rf"m{row}/[\d,]+\x1b"


def measure(url: str, folder: Path, keys: int) -> tuple[list[float], float, float]:
    """Give the times of the keys, and between what times they were pressed."""
    terminal = Terminal(__file__, "--app", url, "--folder", str(folder))
    try:
        terminal.wait_for("把全站存到本地")
        terminal.press("s", "Esc")
        terminal.press("\r", "正在缓存")
        terminal.press("\r", r"\d%")
        terminal.rest(1.0)
        terminal.press(" ", r"\d%")
        terminal.rest(1.0)
        terminal.press("h", place(1))
        terminal.rest(1.0)
        began, times, row = time.monotonic(), [], 1
        for number in range(keys):
            key = "j" if number % 16 < 8 else "k"
            row += 1 if key == "j" else -1
            times.append(terminal.press(key, place(row)))
            terminal.rest(BETWEEN)
        return times, began, time.monotonic()
    finally:
        terminal.close()


def report(times: list[float], notes: list[dict[str, object]], articles: int) -> bool:
    """Print what was measured; tells whether it is as claimed."""
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    shown = {json.dumps(note["shown"]) for note in notes}
    running = [note["done"] for note in notes if note["done"] is not None]
    stayed = len(shown) == 1 and "null" not in shown
    busy = len(running) == len(notes) > 0
    load = round(os.getloadavg()[0], 1)  # of the whole machine: where others are at work too, that shows
    told = {"articles": articles, "keys": len(times), "requests": [running[0], running[-1]] if running else []}
    print(json.dumps({**told, "load": load, "processors": os.cpu_count()}))
    print(f"key to frame during a sync: p50 {p50 * 1e3:.1f} ms, p95 {p95 * 1e3:.1f} ms, most {times[-1] * 1e3:.1f} ms")
    print(f"the sync ran all the while: {'yes' if busy else 'no'}")
    print(f"the open article stayed where it was: {'yes' if stayed else 'no'} {sorted(shown)}")
    return p95 <= CLAIM and stayed and busy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--per-category", type=int, default=200)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--app", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_site(options.per_category)
        return
    if options.app:
        run_app(options.app, options.folder)
        return
    command = [sys.executable, __file__, "--serve", "--per-category", str(options.per_category)]
    with (
        tempfile.TemporaryDirectory(prefix="achie-tui-") as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site,
    ):
        assert site.stdout is not None  # noqa: S101
        assert site.stdin is not None  # noqa: S101
        told = json.loads(site.stdout.readline())
        times, began, ended = measure(told["url"], Path(folder), options.keys)
        site.stdin.close()
        notes = [json.loads(line) for line in (Path(folder) / "notes").read_text(encoding="utf-8").splitlines()]
        as_claimed = report(times, [note for note in notes if began <= note["at"] <= ended], told["articles"])
    sys.exit(not as_claimed)


if __name__ == "__main__":
    main()
