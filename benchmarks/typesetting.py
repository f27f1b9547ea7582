"""Chinese line breaking: our `break_lines` beside the wrapping of Textual and Rich.

Counts, at several widths, the lines that break the rules of CLREQ, checks that no line is too wide and that the
lines joined are the source, and times both. Textual's `Content` and Rich's `Text` find their breaks by one
function, `rich._wrap.divide_line`: its offsets are what is examined. Timed are that function alone and, as what
a widget would pay, `Content.wrap`. Rich remembers the widths of words; that memory is emptied before each round,
since a reader opens each article anew.

    python benchmarks/typesetting.py [--rounds N] [ARTICLES]

ARTICLES has a JSON object a line, with the article's `paragraphs`; it may be compressed (`.xz`). All of it is examined,
the beginning is timed. Without it texts of our own are set.
"""

import argparse
import json
import lzma
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from rich._wrap import divide_line
from rich.cells import cached_cell_len
from textual.content import Content

from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width

CHARACTERS = 50_000
WIDTHS = (30, 40, 60, 76)

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕”’·…,.;:?!)]}%％～")
NOT_AT_END = frozenset("（《〈「『【〔“‘([{")
UNSPLIT = ("……", "——")

BUILT_IN = (
    "秋天到了，园区里的桂花又开了。老师傅说：“今年的花比往年早了 10 天。”大家都笑了起来。",
    "新楼共有 5126 间房（含地下室），总面积 10.2 km²，比旧楼多出 20%，造价 3.5亿元；其中《设计说明》写了 300 页。",
    "他想了很久……最后才说——“先把 Python 学好，再谈 AI。”于是我们按 GB/T 7714—2015 重新排了参考文献。",
    "详见 https://example.org/news/2025/0925/index.html，里面有图纸、照片、录音（共 12 段）和一份 R&D 预算。",
    "小河从两座山之间流过，河上有一座石桥，桥头种着柳树；春天柳絮飞，夏天蝉声响，秋天落叶黄，冬天白雪厚。",
)

Spans = list[tuple[int, int]]


@dataclass(slots=True)
class Findings:
    """What was wrong with the lines of one wrapper at one width."""

    lines: int = 0
    starts: int = 0
    ends: int = 0
    split: int = 0
    orphans: int = 0
    short: int = 0
    wide: int = 0
    lost: int = 0


def rich_lines(text: str, width: int) -> Spans:
    return list(pairwise([0, *divide_line(text, width), len(text)]))


def content_lines(text: str, width: int) -> list[Content]:
    return Content(text).wrap(width)


def milliseconds(wrap: Callable[[str, int], object], paragraphs: list[str], width: int, rounds: int) -> float:
    """Time the wrapping of all paragraphs; the best round counts."""
    timings: list[float] = []
    for _ in range(rounds):
        cached_cell_len.cache_clear()
        started = time.perf_counter()
        for paragraph in paragraphs:
            wrap(paragraph, width)
        timings.append(time.perf_counter() - started)
    return min(timings) * 1000


def texts(articles: Path | None) -> list[str]:
    """Give the paragraphs of the articles, else of our own."""
    if articles is not None:
        with (lzma.open if articles.suffix == ".xz" else open)(articles, "rt", encoding="utf-8") as lines:
            return [paragraph for line in lines for paragraph in json.loads(line)["paragraphs"] if paragraph]
    found: list[str] = []
    dice = random.Random(1)
    while sum(map(len, found)) < CHARACTERS:
        # Clauses in ever new orders: no paragraph and few words come twice, as in real texts.
        clauses = [clause for sentence in BUILT_IN for clause in re.findall(r"[^，。；]+[，。；]”?", sentence)]
        found.append("".join(dice.sample(clauses, dice.randint(3, len(clauses)))))
    return found


def examine(wrap: Callable[[str, int], Spans], paragraphs: list[str], width: int) -> Findings:
    findings = Findings()
    for paragraph in paragraphs:
        spans = wrap(paragraph, width)
        lines = [paragraph[start:end] for start, end in spans]
        drawn = [line.rstrip() for line in lines]
        findings.lines += len(lines)
        findings.lost += "".join(lines) != paragraph
        findings.wide += sum(cell_width(line) > width for line in drawn)
        findings.short += sum(cell_width(line) < 0.85 * width for line in drawn[:-1])
        findings.starts += sum(line.lstrip()[:1] in NOT_AT_START for line in lines[1:] if line.strip())
        findings.ends += sum(line[-1:] in NOT_AT_END for line in drawn[:-1] if line)
        findings.split += sum(paragraph[end - 1 : end + 1] in UNSPLIT for _, end in spans[:-1])
        findings.orphans += len(lines) > 1 and not any(character.isalnum() for character in drawn[-1])
    return findings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="the best of this many timings counts")
    parser.add_argument("articles", type=Path, nargs="?", help="a file of articles (default: texts of our own)")
    arguments = parser.parse_args()
    rounds, paragraphs = arguments.rounds, texts(arguments.articles)
    print(f"{sum(map(len, paragraphs)):,} characters in {len(paragraphs):,} paragraphs\n")
    print(f"{'width':>5}  {'':8}{'lines':>6}{'bad start':>11}{'bad end':>9}{'split':>7}{'orphan':>8}", end="")
    print(f"{'< 85 %':>8}{'too wide':>10}{'not source':>12}")
    for width in WIDTHS:
        for name, it in (
            ("achie", examine(break_lines, paragraphs, width)),
            ("Textual", examine(rich_lines, paragraphs, width)),
        ):
            print(f"{width:>5}  {name:8}{it.lines:>6}{it.starts:>11}{it.ends:>9}{it.split:>7}{it.orphans:>8}", end="")
            print(f"{it.short:>8}{it.wide:>10}{it.lost:>12}")
    print(f"\n{'width':>5}{'break_lines':>14}{'divide_line':>14}{'ratio':>8}{'Content.wrap':>15}{'ratio':>8}")
    beginning = [
        text for text, before in zip(paragraphs, accumulate(map(len, paragraphs)), strict=True) if before <= CHARACTERS
    ]
    for width in WIDTHS:
        ours = milliseconds(break_lines, beginning, width, rounds)
        rich = milliseconds(rich_lines, beginning, width, rounds)
        content = milliseconds(content_lines, beginning, width, rounds)
        print(f"{width:>5}{ours:>11.1f} ms{rich:>11.1f} ms{rich / ours:>8.2f}", end="")
        print(f"{content:>12.1f} ms{content / ours:>8.2f}")


if __name__ == "__main__":
    main()
