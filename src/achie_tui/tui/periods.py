"""Months as headings between the rows of a list, where the list is in the order of their dates, or nearly so.

The site's own order may keep a row on top, or put one in further down. So the headings follow the longest way through
the list on which the dates only fall, or only rise; rows beside that way stay under the heading they come to stand
under, and their dates are to be told in full. Where months would be nearly as many as rows, years do; where the order
is another one, there are no headings.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import ne
from typing import NamedTuple

MONTH, YEAR = len("YYYY-MM"), len("YYYY")
ROWS_EACH = 2
"""A heading that stands over fewer rows takes more room than it saves."""
IN_ORDER = 0.8
"""So much of what is dated in a list stands in the order of its dates, where that is its order."""


class Heading(NamedTuple):
    """A month or a year (`YYYY-MM`, `YYYY`), and the row above which it stands."""

    row: int
    period: str


class _Run(NamedTuple):
    row: int
    period: str
    rows: int


def headings(months: Sequence[str]) -> tuple[Heading, ...]:
    """Give the headings of a list by the months of its rows (`YYYY-MM`, "" where none is known)."""
    for length in (MONTH, YEAR):
        found = _headings(months if length == MONTH else [month[:length] for month in months])
        if found and ROWS_EACH * len(found) <= len(months):
            return found
    return ()


def _headings(periods: Sequence[str]) -> tuple[Heading, ...]:
    known = sorted(set(periods) - {""})
    changes = sum(map(ne, periods, periods[1:]))
    if changes > 2 * (1 - IN_ORDER) * len(periods) + len(known):  # each row out of order makes two more
        return ()
    runs = [run for run in _runs(periods) if run.period]
    ranks = {period: rank for rank, period in enumerate(known)}
    rising = _longest_way(runs, [ranks[run.period] for run in runs])
    falling = _longest_way(runs, [len(ranks) - 1 - ranks[run.period] for run in runs])
    way = max(falling, rising, key=_rows_of)
    if _rows_of(way) < IN_ORDER * _rows_of(runs):
        return ()
    return tuple(Heading(next(within).row, period) for period, within in groupby(way, key=lambda run: run.period))


def _runs(periods: Sequence[str]) -> Iterator[_Run]:
    row = 0
    for period, within in groupby(periods):
        rows = len(list(within))
        yield _Run(row, period, rows)
        row += rows


def _rows_of(way: Sequence[_Run]) -> int:
    return sum(run.rows for run in way)


def _longest_way(runs: Sequence[_Run], ranks: Sequence[int]) -> list[_Run]:
    """Give the runs of the way over the most rows on which no rank is lower than the one before."""
    # Of the ways to each run the best is known by a tree of maxima over the ranks (Fenwick's).
    best: list[tuple[int, int]] = [(0, -1)] * (max(ranks, default=0) + 2)
    before: list[int] = []
    for index, (run, rank) in enumerate(zip(runs, ranks, strict=True)):
        rows, last, at = 0, -1, rank + 1
        while at > 0:
            rows, last = max((rows, last), best[at])
            at -= at & -at
        before.append(last)
        way, at = (rows + run.rows, index), rank + 1
        while at < len(best):
            best[at] = max(best[at], way)
            at += at & -at
    _, at = max(best)
    way_back = []
    while at >= 0:
        way_back.append(runs[at])
        at = before[at]
    return way_back[::-1]
