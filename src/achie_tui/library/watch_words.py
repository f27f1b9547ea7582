"""Searches that are kept as views, the user's watch words: their names and texts, as they are remembered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from achie_tui.library.search.query import Query

REMEMBERED = "watch words"
"""The name of the setting under which they are remembered."""


@dataclass(frozen=True, slots=True)
class WatchWord:
    """A search that is kept, with the name the user has given it."""

    name: str
    text: str

    @property
    def id(self) -> str:
        """The id of the list that shows it."""
        return f"search:{self.text}"

    @property
    def query(self) -> "Query":
        """What it looks for."""
        from achie_tui.library.search.query import parse  # who keeps none has no use for it

        return parse(self.text)


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
