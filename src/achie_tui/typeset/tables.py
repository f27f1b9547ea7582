"""Fitting a table of cell texts into a width: columns are narrowed, cells wrapped, numbers aligned.

The result is placements, not strings: a widget draws each fragment at its column with the style of its row
(alternating backgrounds by `TableLine.row`, say). Where even the narrowest columns do not fit, they are as wide as
reads well, and a `Window` shows some of them at a time, beside the first, which says what each row is about. It
shows whole columns only: half of a number would be another number.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from achie_tui.typeset.breaking import each_line
from achie_tui.typeset.figures import Measured
from achie_tui.typeset.width import cell_width

GAP = 2
MINIMUM_TEXT = 8
MINIMUM_NUMBER = 14
COMFORTABLE = 20  # cells of a text column in a table that has to be scrolled anyway
LABELS = 3  # cells at a row's beginning that may say what it is about
AT_ONCE = 8  # cells of a table that are measured or set in one step

TableLineKind = Literal["header", "body", "total"]

_TOTAL = re.compile(r"\s*(?:[合总共小]\s*计|总\s*和|总\s*数|[Tt]otals?|TOTAL|[Ss]um)\s*[:：]?\s*")


class Fragment(NamedTuple):
    """A line of a cell: `text` is the cell's text from `start` to `end`, drawn at cell `x` of the line.

    It is what stands in the line's text from character `at` on; `before` characters of the row, its cells parted by
    one each, stand before its cell.
    """

    row: int
    column: int
    start: int
    end: int
    x: int
    text: str
    at: int
    before: int


class TableLine(NamedTuple):
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


@lru_cache(maxsize=64)
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


def sideways(columns: Columns, width: int) -> int:
    """Say how many columns have to be scrolled away until the last one is seen."""
    return bisect_left(range(len(columns.widths)), True, key=lambda skipped: not window(columns, width, skipped).after)


def skipped_for(columns: Columns, width: int, cell: int, skipped: int) -> int:
    """Say how many columns have to be scrolled away for a cell to be seen: `skipped` if it is."""
    ways = range(len(columns.widths))
    least = bisect_left(ways, True, key=lambda way: window(columns, width, way).rest.stop > cell)
    for way in (skipped, 0, least):
        pinned, rest, *_ = window(columns, width, way)
        if cell in pinned or cell in rest:
            return way
    return skipped


def lay_out_table(
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    header_rows: int = 0,
    ambiguous_wide: bool = False,
) -> TableLayout:
    """Fit a table into `width` cells; rows may differ in length."""
    fitted = Columns()
    lines: list[TableLine] = []
    for step in set_table(rows, width, header_rows=header_rows, ambiguous_wide=ambiguous_wide):
        if isinstance(step, TableLine):
            lines.append(step)
        elif step is not None:
            fitted = step
    total = sum(fitted.widths) + GAP * (len(fitted.widths) - 1) if fitted.widths else 0
    return TableLayout(tuple(lines), total, fitted)


def set_table(
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    header_rows: int = 0,
    ambiguous_wide: bool = False,
) -> Iterator[TableLine | Columns | None]:
    """Fit a table into `width` cells, in small steps: first its columns come, then its lines.

    None is a step that has only come nearer to one of these.
    """
    count = max(map(len, rows), default=0)
    if not count:
        return
    measured = [Measured(ambiguous_wide) for _ in range(count)]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            measured[column].take(text, told=number >= header_rows)
            if column % AT_ONCE == 0:
                yield None
    columns = _fitted(measured, width)
    yield Columns(tuple(columns), _labels(rows[header_rows:], [column.is_numeric for column in measured]))
    for index, row in enumerate(rows):
        kind: TableLineKind = "header" if index < header_rows else "total" if is_total(row) else "body"
        padded = [*row, *[""] * (count - len(row))]
        yield from _row_lines(index, kind, padded, columns, measured, ambiguous_wide=ambiguous_wide)


def _fitted(measured: Sequence[Measured], width: int) -> list[int]:
    """Give the widths of columns that fit, else of such as have to be scrolled."""
    natural = [column.width for column in measured]
    minimum = [min(column.width, MINIMUM_NUMBER if column.is_numeric else MINIMUM_TEXT) for column in measured]
    room = width - GAP * (len(measured) - 1)
    if sum(minimum) <= room:
        return _shrink(natural, minimum, room)
    label, *others = natural
    return [min(label, max(minimum[0], width // 3)), *(min(cells, COMFORTABLE) for cells in others)]


def is_total(row: Sequence[str]) -> bool:
    """Whether a row sums up others: the first of its cells that says something tells so."""
    label = next((cell for cell in row[:LABELS] if cell.strip()), "")
    return _TOTAL.fullmatch(label) is not None


def _labels(rows: Sequence[Sequence[str]], right_aligned: Sequence[bool]) -> int:
    """Count the first columns that say what a row is about: a column of groups, with gaps, does not say it alone."""
    labels = 1
    while (
        labels < len(right_aligned)
        and not right_aligned[labels]
        and not all(labels <= len(row) and row[labels - 1].strip() for row in rows)
    ):
        labels += 1
    return labels


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
    columns: Sequence[int],
    measured: Sequence[Measured],
    *,
    ambiguous_wide: bool,
) -> Iterator[TableLine | None]:
    """Set a row: each of its lines takes one more from all the cells that go on."""
    before: list[int] = [0]
    cells: dict[int, Iterator[tuple[int, int]]] = {}
    starts = [0]
    for column, text in enumerate(row):
        before.append(before[-1] + len(text) + 1)
        starts.append(starts[-1] + columns[column] + GAP)
        cells[column] = each_line(text, max(columns[column], 1), ambiguous_wide=ambiguous_wide, orphans=True)
        if column % AT_ONCE == 0:
            yield None
    is_first = True
    while True:
        fragments: list[Fragment] = []
        drawn: list[str] = []
        at = x = 0  # characters and cells of the line so far
        for step, (column, lines) in enumerate(tuple(cells.items())):
            span = next(lines, None)
            if span is None:
                del cells[column]
                continue
            text = row[column][slice(*span)].rstrip()
            width = cell_width(text, ambiguous_wide=ambiguous_wide)
            place = starts[column]
            if measured[column].is_numeric:
                free = 0 if kind == "header" else measured[column].free_behind(text, columns[column])
                place += max(columns[column] - width - free, 0)
            gap = max(place - x, 0)
            drawn += (" " * gap, text)
            at += gap
            fragments.append(Fragment(index, column, *span, place, text, at, before[column]))
            at += len(text)
            x = max(x, place) + width
            if step % AT_ONCE == 0:
                yield None
        if not fragments and not is_first:
            return
        yield TableLine(kind, index, "".join(drawn), tuple(fragments))
        is_first = False
        if not fragments:
            return
