"""Where the rows of a listing page belong among those known before. Pure rules.

A listing page shows a run of the category's list as the site has it now. Since it was last seen, new articles have
come in at the top and pushed the others down, a few were deleted, and some may have been moved. Rows are ordered by
places, whole numbers with room between them, so that a run goes to its place without touching the rest.
"""

from bisect import bisect_left
from collections.abc import Sequence

# Room left at either end of the list, for the pages not seen yet.
ROOM = 2**32


def longest_rising(places: Sequence[int]) -> list[int]:
    """Give a longest rising subsequence: the rows that kept their order, without those that were moved."""
    ends: list[int] = []  # ends[n]: index of the smallest last element of a rising run of n + 1
    before: list[int | None] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place, key=lambda end: places[end])
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [index]
    run: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(places[last])
        last = before[last]
    return run[::-1]


def spread(before: int | None, after: int | None, count: int) -> range | None:
    """Give `count` places between two (None: an end of the list), or None where the room does not suffice.

    They follow close on `before`: the pages that a walk brings next belong behind them.
    """
    if before is None:
        first = 0 if after is None else after - ROOM - count
    elif after is None:
        first = before + ROOM
    elif after - before > count:
        first = before + 1
    else:
        return None
    return range(first, first + count)
