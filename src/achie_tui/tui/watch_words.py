"""Kept searches as the sidebar has them: in an order that the user makes."""

from collections.abc import Sequence

from achie_tui.library.watch_words import WatchWord


def moved(words: Sequence[WatchWord], at: int, way: int) -> tuple[WatchWord, ...]:
    """Give kept searches with the one at a place a step further down (1) or up (-1)."""
    order, to = list(words), at + way
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return tuple(order)
