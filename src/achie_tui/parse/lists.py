"""Lists under construction: levels, and the numbers that a browser would show (HTML standard, 4.4.5 and 4.4.8)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from achie_tui.model import Block, ListBlock, ListItem, Span
from achie_tui.parse.inline import joined

_NUMBER = re.compile(r"\s*([+-]?\d{1,9})")


@dataclass(slots=True)
class _Level:
    """One of the lists inside each other: where it ends, and the number of its next item."""

    end: int
    ordered: bool
    number: int
    step: int = 1


@dataclass(slots=True)
class _OpenItem:
    level: int
    number: int | None
    texts: list[tuple[str, tuple[Span, ...]]] = field(default_factory=list)


class OpenList:
    """A list under construction; lists inside it give their items to it, on a level of their own."""

    def __init__(self) -> None:
        self.end = 0
        # Pictures and embedded things in it, which follow it.
        self.others: list[Block] = []
        self._levels: list[_Level] = []
        self._items: list[_OpenItem] = []
        self._ordered, self._start = False, 1

    def enter(self, end: int, attributes: Mapping[str, str | None], items: int, *, ordered: bool) -> None:
        """Enter a list, the first or one inside it; `items` is how many it has."""
        # A list inside another ends where that does, or before.
        while len(self._levels) > 1 and end > self._levels[-1].end:
            self._levels.pop()
        is_reversed = "reversed" in attributes
        start = _number(attributes.get("start"), items if is_reversed else 1)
        if not self._levels:
            self.end, self._ordered, self._start = end, ordered, start
        self._levels.append(_Level(end, ordered, start, -1 if is_reversed else 1))

    def enter_item(self, index: int, attributes: Mapping[str, str | None]) -> int:
        """Enter an item that begins at a node; gives its place among the items."""
        while len(self._levels) > 1 and index >= self._levels[-1].end:
            self._levels.pop()
        level = self._levels[-1]
        number = _number(attributes.get("value"), level.number)
        level.number = number + level.step
        self._items.append(_OpenItem(len(self._levels) - 1, number if level.ordered else None))
        return len(self._items) - 1

    def add(self, item: int | None, text: str, spans: tuple[Span, ...]) -> None:
        """Add a text to an item; one that stands in none is an item of its own."""
        if item is None:
            self._items.append(_OpenItem(len(self._levels) - 1, None))
            item = -1
        self._items[item].texts.append((text, spans))

    def blocks(self) -> list[Block]:
        """Give what the list became."""
        items: list[ListItem] = []
        self._items.reverse()
        while self._items:  # of a hundred thousand there need not be two of each
            item = self._items.pop()
            if item.texts:
                items.append(joined(item.texts, item.level, item.number))
        return [*([ListBlock(self._ordered, tuple(items), self._start)] if items else []), *self.others]


def _number(value: str | None, default: int) -> int:
    match = _NUMBER.match(value) if value else None
    return int(match[1]) if match else default
