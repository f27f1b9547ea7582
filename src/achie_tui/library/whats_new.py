"""What has come into the library since a time, by category and by search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from achie_tui.library.library import Library
from achie_tui.library.records import View
from achie_tui.library.search.query import Query
from achie_tui.model import Category, Headline

Kind = Literal["search", "category", "other"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One part of what is new: what a search finds, what a category lists, or what no category does."""

    kind: Kind
    name: str = ""
    category: Category | None = None
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The articles of a choice that are new, the newest first."""

    choice: Choice
    headlines: tuple[Headline, ...]

    @property
    def unread(self) -> int:
        """How many of them are not read."""
        return sum(not headline.read for headline in self.headlines)


def whats_new(library: Library, since: float, choices: Sequence[Choice]) -> list[Part]:
    """Give what is new since a time (seconds since the epoch), in parts, those without anything new left out.

    New is what the library first saw since then and is dated since then, or came in at the head of a list that was
    known: never an old article that is only now seen.
    """
    everything = library.views.keys(View(since=since))
    listed: set[int] = set()
    found: list[tuple[Choice, list[int]]] = []
    for choice in choices:
        keys = _keys(library, since, choice) if everything else []
        if choice.kind == "category":
            listed.update(keys)
        found.append((choice, keys))
    parts = []
    for choice, keys in found:
        own = [key for key in everything if key not in listed] if choice.kind == "other" else keys
        if own:
            parts.append(Part(choice, tuple(library.views.headlines(own))))
    return parts


def _keys(library: Library, since: float, choice: Choice) -> list[int]:
    if choice.query is not None:
        return library.search.keys(choice.query, within=View(since=since))
    if choice.category is not None:
        return library.views.keys(View(choice.category.path, since=since, order="newest"))
    return []
