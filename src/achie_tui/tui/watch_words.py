"""Searches that are kept as views: their names and texts, as they are remembered."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ID = "search:"


@dataclass(frozen=True, slots=True)
class WatchWord:
    """A search that is kept, with the name it has in the sidebar."""

    name: str
    text: str

    @property
    def id(self) -> str:
        """The id of its place."""
        return _ID + self.text


def is_watched(place_id: str) -> bool:
    """Tell whether a place is that of a kept search."""
    return place_id.startswith(_ID)


def write(words: Iterable[WatchWord]) -> str:
    """Write kept searches down, as a JSON list of pairs."""
    return json.dumps([(word.name, word.text) for word in words], ensure_ascii=False)


def read(kept: str) -> tuple[WatchWord, ...]:
    """Read what `write` wrote; what is not of that kind is left out."""
    try:
        rows = json.loads(kept)
    except ValueError:
        return ()
    found: dict[str, WatchWord] = {}
    for row in rows if isinstance(rows, list) else ():
        match row:
            case [str(name), str(text)] if name and text:
                found.setdefault(text, WatchWord(name, text))
    return tuple(found.values())


def moved(words: Sequence[WatchWord], at: int, way: int) -> tuple[WatchWord, ...]:
    """Give kept searches with the one at a place a step further down (1) or up (-1)."""
    order, to = list(words), at + way
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return tuple(order)
