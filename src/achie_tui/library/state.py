"""The user's state as items that two machines merge, whichever takes over from whichever, in any order, however often.

Each thing the user did is an item: by its kind and id, with the time of its last change. Of two states of one item the
later wins, and where both are of the same moment, the same one on every machine. What was removed is an item, too.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from achie_tui.library.times import AHEAD, UNKNOWN

MarkKind = Literal["read", "starred", "later"]
Kind = Literal["read", "starred", "later", "place", "note", "search", "list"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MARKS: tuple[MarkKind, ...] = get_args(MarkKind)
Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the user did, as JSON values: None as `value` says that it was cleared or removed.

    The ids: of a mark and of a place the article's path, of a note its own, of a kept search its text, of how a list is
    narrowed and sorted that list's. `at` is when it was last changed, in seconds since the epoch.
    """

    kind: Kind
    id: str
    at: float
    value: Any

    @property
    def key(self) -> Key:
        """What makes it the same item on all machines."""
        return self.kind, self.id

    @property
    def lateness(self) -> tuple[float, bool, str]:
        """What decides between two states of an item: the time; then something wins over nothing."""
        return self.at, self.value is not None, canonical(self.value)


def canonical(value: Any) -> str:
    """Give the one way to write a JSON value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def believed(item: Item, now: float) -> Item:
    """Give an item whose time has not come yet by far as one of an unknown time: a clock that was wrong gave it.

    It is not put at the present: then an old change would beat what was done meanwhile by clocks that are right.
    """
    return replace(item, at=UNKNOWN) if item.at > now + AHEAD else item


def merged(mine: Mapping[Key, Item], theirs: Iterable[Item]) -> dict[Key, Item]:
    """Give the items that are to be taken over: those that are later than what is here."""
    taken: dict[Key, Item] = {}
    for item in theirs:
        known = taken.get(item.key) or mine.get(item.key)
        if known is None or item.lateness > known.lateness:
            taken[item.key] = item
    return taken


def ranked(order: Sequence[str], ranks: Mapping[str, float]) -> dict[str, float]:
    """Give ranks by which texts stand in an order (equal ones: by the text), changing as few as may be.

    Each has a rank of its own, so that on two machines one can be moved and another one added.
    """
    given: dict[str, float] = {}
    last: tuple[float, str] | None = None
    for at, text in enumerate(order):
        rank = ranks.get(text)
        if rank is None or (last is not None and (rank, text) <= last):
            behind = (ranks[each] for each in order[at + 1 :] if each in ranks)
            rank = _between(last[0] if last else None, behind)
        given[text] = rank
        last = rank, text
    return given


def _between(last: float | None, behind: Iterable[float]) -> float:
    following = next((rank for rank in behind if last is None or rank > last), None)
    if last is None:
        return 0.0 if following is None else following - 1
    between = last + 1 if following is None else (last + following) / 2
    return between if between > last else last + 1
