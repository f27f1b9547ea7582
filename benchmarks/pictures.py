"""Scrolling past pictures in place, and opening many articles that have some, in terminals that draw in each way.

The app runs in a pseudo-terminal that answers as kitty, iTerm2 or xterm does, or not at all (half blocks). A picture
is scrolled past a line at a time: bytes and time of each frame, from the key to the last byte of the frame, beside
those of half blocks. What is sent when the scrolling rests is told by itself: nobody waits for that.

Then articles with three photographs each are opened one after another, each until its pictures in sight are drawn. The
resident memory after the last, beside that after the first fifty, tells whether anything of a picture stays behind.

    python benchmarks/pictures.py [--articles N] [--steps N] [--ways WAY,WAY]
"""

import argparse
import fcntl
import os
import pty
import random
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image

from achie_tui.library.library import Library
from achie_tui.model import Article, Category, ImageBlock, Listing, Row, TextBlock
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.album import ROOM
from achie_tui.pictures.answers import HOW_MUCH, WHAT
from benchmarks.terminal import app

ROOT = Path(__file__).resolve().parents[1]
ROWS, COLUMNS, CELL_WIDTH, CELL_HEIGHT = 45, 140, 9, 18
PATIENCE = 30.0
SILENCE = 0.012
"""Seconds without a byte after which a frame is over."""
REST = 0.6
"""Seconds in which what is drawn at rest has been sent."""
PICTURES = 3
FIRST_LOOK = 50
CLAIM = ROOM / 2**20 + 4
"""Megabytes that may be gained between the 50th article and the last: what the album fills up with, and a little."""
CATEGORY = Category("高新区新闻", "/news/gxq/", "gxq")
NOW = 1_900_000_000.0

ANSWERS: Mapping[str, bytes] = {
    "blocks": b"",
    "cells": b"\x1bP>|kitty(0.35.2)\x1b\\\x1b_Gi=4021;OK\x1b\\\x1b[?62;c",
    "iterm2": b"\x1bP>|iTerm2 3.5.0\x1b\\\x1b[?62;4c",
    "sixel": b"\x1bP>|XTerm(379)\x1b\\\x1b[?63;1;2;4;6;9;15;16;22;28c",
}
SIXELS = b"\x1b[?1;0;1024S\x1b[?2;0;1000;1000S"


class Frame(NamedTuple):
    """What a key brought."""

    size: int
    seconds: float


class Terminal:
    """A terminal that draws in one way, with the app in it."""

    def __init__(self, answer: bytes, folder: Path) -> None:
        self._master, slave = pty.openpty()
        size = struct.pack("HHHH", ROWS, COLUMNS, COLUMNS * CELL_WIDTH, ROWS * CELL_HEIGHT)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        for name in ("COLUMNS", "LINES", "NO_COLOR", "TMUX", "KITTY_WINDOW_ID", "TERM_PROGRAM", "LC_TERMINAL"):
            environment.pop(name, None)
        environment["PYTHONPATH"] = str(ROOT / "src")
        self._app = subprocess.Popen(
            [sys.executable, *app(folder, "--offline")],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)
        self._answers = {WHAT.encode(): answer, HOW_MUCH.encode(): SIXELS}
        self.taken = 0
        """Bytes taken of it by now."""

    def read(self, seconds: float) -> bytes:
        """Take what comes, if something does, and answer what is asked."""
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        data = os.read(self._master, 1 << 20)
        self.taken += len(data)
        for question, answer in tuple(self._answers.items()):
            if question in data:
                os.write(self._master, self._answers.pop(question) or answer)
        return data

    def wait_for(self, words: str) -> None:
        """Wait until something is shown."""
        seen, deadline = b"", time.perf_counter() + PATIENCE
        while words.encode() not in seen:
            seen += self.read(0.1)
            if time.perf_counter() > deadline:
                raise SystemExit(f"never shown: {words}")

    def rest(self, silence: float = REST) -> int:
        """Take what comes until nothing does any more; gives how much that was."""
        before = self.taken
        while self.read(silence):
            pass
        return self.taken - before

    def press(self, key: str) -> Frame:
        """Press a key, and take the frame that comes of it."""
        before = self.taken
        began = ended = time.perf_counter()
        os.write(self._master, key.encode())
        if self.read(1.0):
            ended = time.perf_counter()
            while self.read(SILENCE):
                ended = time.perf_counter()
        return Frame(self.taken - before, ended - began)

    def resident(self) -> float:
        """Give the app's resident memory in megabytes; only Linux tells."""
        pages = int(Path(f"/proc/{self._app.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def close(self) -> None:
        """Leave the app."""
        with suppress(OSError):
            os.write(self._master, b"\x11")
            while self._app.poll() is None:
                self.read(0.01)
        self._app.wait()
        os.close(self._master)


def photograph(number: int) -> bytes:
    """Make a picture that is as hard to compress as a photograph."""
    chance = random.Random(number)
    small = Image.new("RGB", (48, 32))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(48 * 32)])
    file = BytesIO()
    small.resize((1200, 800), Image.Resampling.BICUBIC).save(file, "JPEG", quality=85)
    return file.getvalue()


def fill(folder: Path, count: int) -> None:
    """Make a library of articles with photographs."""
    photographs = [photograph(number) for number in range(8)]
    text = "园区从一片滩涂起步，如今聚集了上千家企业，夜里的灯光沿着河岸一直亮到港口，照着来往的货轮。" * 4
    with Library.open(folder) as library:
        library.save_categories([CATEGORY])
        paths = [f"/news/gxq/20250915{10_000 + number}.html" for number in range(count)]
        library.save_listing(
            CATEGORY.path, Listing(tuple(Row(path, f"园区图片新闻{path}", "2025-09-15") for path in paths)), at=NOW
        )
        for number, path in enumerate(paths):
            blocks: list[TextBlock | ImageBlock] = [TextBlock("paragraph", text)]
            for each in range(PICTURES):
                src = f"/uploads/{number}-{each}.jpg"
                library.pictures.save(src, photographs[(number + each) % len(photographs)], "image/jpeg")
                blocks += ImageBlock(src, caption="图为园区一角", width=1200, height=800), TextBlock("paragraph", text)
            article = Article(
                path=path,
                id=10_000 + number,
                title=f"园区图片新闻{number}",
                category=CATEGORY.name,
                breadcrumb=("主页", CATEGORY.name),
                source="高新院",
                author=None,
                published="2025-09-15",
                attribution=None,
                blocks=tuple(blocks),
                related=(),
            )
            library.save_article(article, parser=PARSER_VERSION, at=NOW)


def opened(answer: bytes, folder: Path) -> Terminal:
    """Open the first article."""
    terminal = Terminal(answer, folder)
    terminal.wait_for("园区图片新闻")
    terminal.rest()
    terminal.press("\r")
    return terminal


def scroll(answer: bytes, folder: Path, steps: int) -> tuple[list[Frame], int, int]:
    """Scroll past pictures; gives each frame, and how much is sent when the first rests, and when scrolling does."""
    terminal = opened(answer, folder)
    first = terminal.rest()
    frames = [terminal.press("j") for _ in range(steps)]
    last = terminal.rest()
    terminal.close()
    return frames, first, last


def walk(answer: bytes, folder: Path, count: int) -> dict[int, float]:
    """Open one article after another; gives the memory by how many were."""
    terminal = opened(answer, folder)
    seen: dict[int, float] = {}
    for number in range(1, count + 1):
        terminal.rest(0.2)
        if number % FIRST_LOOK == 0:
            seen[number] = terminal.resident()
        terminal.press("J")
    terminal.close()
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--ways", default=",".join(ANSWERS))
    options = parser.parse_args()
    ways = options.ways.split(",")
    count = max(2 * FIRST_LOOK, options.articles // FIRST_LOOK * FIRST_LOOK) if options.articles else 1
    is_slower = grows = False
    with tempfile.TemporaryDirectory(prefix="achie-tui-") as temporary:
        folder = Path(temporary) / "data"
        fill(folder, count)
        usual = 0.0
        for way in ways:
            shutil.copytree(folder, unread := folder.with_name(f"{way}-scrolled"))  # each way begins at the top
            frames, first, last = scroll(ANSWERS[way], unread, options.steps)
            sizes, times = [frame.size for frame in frames], sorted(frame.seconds for frame in frames)
            median, late = statistics.median(times), times[int(0.95 * len(times))]
            usual = usual or median
            is_slower |= median > 1.5 * usual
            print(
                f"{way:7} a frame: {statistics.median(sizes) / 1000:6.1f} kB (most {max(sizes) / 1000:.1f}), "
                f"{1000 * median:5.1f} ms (95 %: {1000 * late:.1f}); "
                f"at rest: {first / 1000:.0f} kB when opened, {last / 1000:.0f} kB after scrolling",
                flush=True,
            )
        for way in ways if options.articles else ():
            shutil.copytree(folder, unread := folder.with_name(way))  # where the one before was left, nothing follows
            seen = walk(ANSWERS[way], unread, count)
            gained = seen[count] - seen[FIRST_LOOK]
            grows |= gained >= CLAIM
            figures = ", ".join(f"{number}: {size:.1f}" for number, size in seen.items())
            print(
                f"{way:7} {count} articles: MB after {figures}; gained {gained:+.1f}, claimed: less than {CLAIM:.0f}",
                flush=True,
            )
    sys.exit(is_slower or grows)


if __name__ == "__main__":
    main()
