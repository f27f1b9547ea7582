"""Fitting a table of cell texts into a width: columns are narrowed, cells wrapped, numbers set to the right.

The result is placements, not strings: a widget draws each fragment at its column with the style of its row
(alternating backgrounds by `TableLine.row`, say). Where even the narrowest columns do not fit, they are as wide as
reads well, and a `Window` shows some of them at a time, beside the first, which says what each row is about. It
shows whole columns only: half of a number would be another number.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from achie_tui.typeset.breaking import break_lines
from achie_tui.typeset.width import cell_width

GAP = 2
MINIMUM_TEXT = 8
MINIMUM_NUMBER = 14
COMFORTABLE = 20  # cells of a text column in a table that has to be scrolled anyway

TableLineKind = Literal["header", "body"]

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
    """A screen line of a table; `row` counts the header's rows too."""

    kind: TableLineKind
    row: int
    text: str
    fragments: tuple[Fragment, ...] = ()


class Columns(NamedTuple):
    """The columns of a table: their widths in cells, and how many of the first ones say what a row is about."""

    widths: tuple[int, ...] = ()
    labels: int = 1


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table in lines; `width` is more than asked for where the columns cannot be narrowed that far."""

    lines: tuple[TableLine, ...]
    width: int
    columns: Columns


class Window(NamedTuple):
    """The cells of a table that are seen: those of the columns that stay, then those of the columns scrolled to.

    `before` and `after` say whether there are columns on that side which are not seen.
    """

    pinned: range
    rest: range
    before: bool
    after: bool


def window(columns: Columns, width: int, skipped: int) -> Window:
    """Show a table of these columns in `width` cells, with `skipped` of them scrolled out of sight.

    The labels stay as far as they leave half of the width to the others. No more columns are skipped than it takes
    to see the last one.
    """
    widths = columns.widths
    starts = [0]
    for cells in widths:
        starts.append(starts[-1] + cells + GAP)
    total = max(starts[-1] - GAP, 0)
    if total <= width:
        return Window(range(0), range(total), before=False, after=False)
    first = fixed = next(count for count in range(columns.labels, -1, -1) if 2 * starts[count] <= width)
    pinned = starts[fixed]
    while first < min(fixed + skipped, len(widths) - 1) and pinned + total - starts[first] > width:
        first += 1
    last = first + 1
    while last < len(widths) and pinned + starts[last + 1] - GAP - starts[first] <= width:
        last += 1
    end = min(starts[last] - GAP, starts[first] + width - pinned)
    return Window(range(pinned), range(starts[first], end), first > fixed, last < len(widths))


def lay_out_table(
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    header_rows: int = 0,
    ambiguous_wide: bool = False,
) -> TableLayout:
    """Fit a table into `width` cells; rows may differ in length."""
    count = max(map(len, rows), default=0)
    grid = [[*map(str, row), *[""] * (count - len(row))] for row in rows]
    if not count:
        return TableLayout((), 0, Columns())
    right_aligned = tuple(_is_numeric(row[column] for row in grid[header_rows:]) for column in range(count))
    natural = [max(_natural_width(row[column], ambiguous_wide) for row in grid) for column in range(count)]
    minimum = [
        min(cells, MINIMUM_NUMBER if numeric else MINIMUM_TEXT)
        for cells, numeric in zip(natural, right_aligned, strict=True)
    ]
    room = width - GAP * (count - 1)
    if sum(minimum) <= room:
        columns = _shrink(natural, minimum, room)
    else:
        label, *others = natural
        columns = [min(label, max(minimum[0], width // 3)), *(min(cells, COMFORTABLE) for cells in others)]
    total = sum(columns) + GAP * (count - 1)
    lines: list[TableLine] = []
    for index, row in enumerate(grid):
        kind: TableLineKind = "header" if index < header_rows else "body"
        lines += _row_lines(
            index, kind, row, columns=columns, right_aligned=right_aligned, ambiguous_wide=ambiguous_wide
        )
    labels = _labels(grid[header_rows:], right_aligned)
    return TableLayout(tuple(lines), total, Columns(tuple(columns), labels))


def _is_numeric(cells: Iterable[str]) -> bool:
    texts = [text.strip() for text in cells if text.strip() not in _NOTHING]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def _labels(rows: Sequence[Sequence[str]], right_aligned: Sequence[bool]) -> int:
    """Count the first columns that say what a row is about: a column of groups, with gaps, does not say it alone."""
    labels = 1
    while (
        labels < len(right_aligned) and not right_aligned[labels] and not all(row[labels - 1].strip() for row in rows)
    ):
        labels += 1
    return labels


def _natural_width(text: str, ambiguous_wide: bool) -> int:
    return max((cell_width(line.rstrip(), ambiguous_wide=ambiguous_wide) for line in text.splitlines()), default=0)


def _shrink(natural: list[int], minimum: list[int], room: int) -> list[int]:
    """Narrow the widest columns to one common width so that all fit, which their minimum does."""
    columns = list(natural)
    excess = sum(columns) - room
    while excess > 0:
        widest = max(cells for cells, least in zip(columns, minimum, strict=True) if cells > least)
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
        break_lines(text, max(cells, 1), ambiguous_wide=ambiguous_wide, orphans=True)
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
