"""Fitting a table of cell texts into a width: columns are narrowed, cells wrapped, numbers set to the right.

The result is placements, not strings: a widget draws each fragment at its column with the style of its row
(alternating backgrounds by `TableLine.row`, say) and can scroll sideways where even the narrowest columns do
not fit. The one rule, below the header, is `-` by default: U+2500 `─` has ambiguous width (UAX #11).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width

GAP = 2
MINIMUM_TEXT = 8
MINIMUM_NUMBER = 14

TableLineKind = Literal["header", "rule", "body"]

_NUMBER = re.compile(
    r"[-+−±<>≤≥约]?\s*[￥¥$€£]?\s*[0-9０-９][0-9０-９,，.\s]*(?:[%％‰℃]|个百分点|[\u4e00-\u9fff]{0,2})"
)
_NOTHING = frozenset({"", "-", "—", "——", "–", "/", "…"})


@dataclass(frozen=True, slots=True)
class Fragment:
    """A line of a cell: `text` is the cell's text from `start` to `end`, drawn at cell `x` of the line."""

    row: int
    column: int
    start: int
    end: int
    x: int
    text: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """A screen line of a table; `row` counts the header's rows too, a rule belongs to the row above it."""

    kind: TableLineKind
    row: int
    text: str
    fragments: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table in lines; `width` is more than asked for where the columns cannot be narrowed that far."""

    lines: tuple[TableLine, ...]
    width: int
    columns: tuple[int, ...]
    right_aligned: tuple[bool, ...]


def lay_out_table(
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    header_rows: int = 0,
    rule: str = "-",
    ambiguous_wide: bool = False,
) -> TableLayout:
    """Fit a table into `width` cells; rows may differ in length, and `rule=""` leaves the rule out."""
    count = max(map(len, rows), default=0)
    grid = [[*map(str, row), *[""] * (count - len(row))] for row in rows]
    if not count:
        return TableLayout((), 0, (), ())
    right_aligned = tuple(_is_numeric(row[column] for row in grid[header_rows:]) for column in range(count))
    natural = [max(_natural_width(row[column], ambiguous_wide) for row in grid) for column in range(count)]
    minimum = [
        min(cells, MINIMUM_NUMBER if numeric else MINIMUM_TEXT)
        for cells, numeric in zip(natural, right_aligned, strict=True)
    ]
    columns = _shrink(natural, minimum, width - GAP * (count - 1))
    total = sum(columns) + GAP * (count - 1)
    lines: list[TableLine] = []
    for index, row in enumerate(grid):
        kind: TableLineKind = "header" if index < header_rows else "body"
        lines += _row_lines(
            index, kind, row, columns=columns, right_aligned=right_aligned, ambiguous_wide=ambiguous_wide
        )
        if rule and index == header_rows - 1:
            repeats = total // max(cell_width(rule, ambiguous_wide=ambiguous_wide), 1)
            lines.append(TableLine("rule", index, rule * repeats))
    return TableLayout(tuple(lines), total, tuple(columns), right_aligned)


def _is_numeric(cells: Iterable[str]) -> bool:
    texts = [text.strip() for text in cells if text.strip() not in _NOTHING]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def _natural_width(text: str, ambiguous_wide: bool) -> int:
    return max((cell_width(line.rstrip(), ambiguous_wide=ambiguous_wide) for line in text.splitlines()), default=0)


def _shrink(natural: list[int], minimum: list[int], room: int) -> list[int]:
    """Narrow the widest columns to one common width so that all fit; never below their minimum."""
    columns = list(natural)
    excess = sum(columns) - room
    while excess > 0:
        widest = max((cells for cells, least in zip(columns, minimum, strict=True) if cells > least), default=0)
        if not widest:
            break
        # Lower the plateau of the widest to the next column or bound, or as far as needed.
        plateau = [i for i, cells in enumerate(columns) if cells == widest and cells > minimum[i]]
        floor = max(
            [cells for i, cells in enumerate(columns) if cells < widest and cells > minimum[i]]
            + [minimum[i] for i in plateau]
        )
        step = max(1, min(widest - floor, excess // len(plateau)))
        for i in plateau:
            if excess > 0:
                columns[i] -= step
                excess -= step
    return columns


def _row_lines(
    index: int,
    kind: TableLineKind,
    row: list[str],
    *,
    columns: list[int],
    right_aligned: tuple[bool, ...],
    ambiguous_wide: bool,
) -> list[TableLine]:
    wrapped = [
        break_lines(text, max(cells, 1), ambiguous_wide=ambiguous_wide)
        for text, cells in zip(row, columns, strict=True)
    ]
    lines: list[TableLine] = []
    for depth in range(max(1, *map(len, wrapped))):
        fragments: list[Fragment] = []
        drawn = ""
        x = 0
        for column, spans in enumerate(wrapped):
            if depth < len(spans):
                start, end = spans[depth]
                text = row[column][start:end].rstrip()
                cells = cell_width(text, ambiguous_wide=ambiguous_wide)
                at = x + max(columns[column] - cells, 0) if right_aligned[column] else x
                fragments.append(Fragment(index, column, start, end, at, text))
                drawn += " " * (at - cell_width(drawn, ambiguous_wide=ambiguous_wide)) + text
            x += columns[column] + GAP
        lines.append(TableLine(kind, index, drawn, tuple(fragments)))
    return lines
