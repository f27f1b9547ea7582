"""Taking the user's state from one machine to another: giving it as items, and taking over those that are later."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

from achie_tui.errors import AchieError
from achie_tui.language import Phrase
from achie_tui.library.connections import Connections, Store
from achie_tui.library.maintenance import Maintenance
from achie_tui.library.marks import apply_changes
from achie_tui.library.notes import Notes
from achie_tui.library.remembered import adopt_words, put_word, tell_words
from achie_tui.library.state import MARKS, Item, Key, Kind, believed, merged
from achie_tui.library.times import AHEAD, UNKNOWN
from achie_tui.library.typed import Rows, all_rows
from achie_tui.library.watch_words import REMEMBERED, read
from achie_tui.model import Note, Passage

_LIST = "list "
"""Before a list's id: the setting that says how it is narrowed and sorted."""
# A mark that was set before there were times of marks has none.
_MARKS = """
SELECT mark, path, max(at), max(is_set) FROM (
    SELECT mark, path, at, 0 AS is_set FROM {user}mark_times UNION ALL SELECT mark, path, 0.0, 1 FROM {user}marks
) GROUP BY mark, path
"""
_PLACES = "SELECT path, block, offset, percent, at FROM {user}places"
_WORDS = "SELECT text, name, rank, at FROM {user}watched"
_SETTINGS = (
    f"SELECT name, value, at FROM {{user}}settings WHERE substr(name, 1, {len(_LIST)}) = '{_LIST}' "  # noqa: S608
    f"OR name = '{REMEMBERED}'"
)
_FIRST_DAY = datetime(2025, 12, 1, tzinfo=UTC).timestamp()  # no clock of a machine with this program is before it
_TIMES = (("mark_times", "at"), ("places", "at"), ("settings", "at"), ("watched", "at"), ("notes", "changed"))


class WrongClockError(AchieError):
    """The machine's clock is years behind: by it, whatever others did lies ahead."""

    phrase = Phrase(
        "本机的时钟停在 {day}，合并要靠时间，请先校准；什么都没有导入",
        "This machine's clock says {day}; merging goes by time, so set it right first; nothing was imported",
    )


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What was taken over: how many items of each kind are otherwise now, of how many that there were.

    `early` had times that have not come yet. `backup` is the copy of what was there before, None where nothing changed.
    """

    items: int
    changed: Mapping[Kind, int] = field(default_factory=dict)
    early: int = 0
    backup: Path | None = None


class Exchange(Store):
    """The part of the library that merges with another machine's."""

    def __init__(self, connections: Connections, clock: Callable[[], float], maintenance: Maintenance) -> None:
        super().__init__(connections)
        self._clock = clock
        self._maintenance = maintenance
        self._notes = Notes(connections, clock)

    def items(self) -> list[Item]:
        """Give all that the user did, as items; what bears a time that has not come yet has none."""
        now = self._clock()
        mine = self._all(lambda sql: self._rows(sql.format(user="user.")))
        return [believed(item, now) for item in mine.values()]

    def take_over(self, items: Iterable[Item]) -> Exchanged:
        """Take over what is later than what is here; marks are one step of the journal, and a copy is written before.

        The same items once more change nothing, and the order in which several machines' come does not matter. Raises
        WrongClockError or a LibraryError, and leaves everything as it was.
        """
        now = self._clock()
        if now < _FIRST_DAY:
            raise WrongClockError(day=f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}")
        given = list(items)
        theirs = [believed(item, now) for item in given]
        early = sum(one is not other for one, other in zip(given, theirs, strict=True))
        mine = {item.key: item for item in self.items()}
        if not merged(mine, theirs) and not _notes(mine, theirs):
            return Exchanged(len(theirs), {}, early)
        backup = self._maintenance.write_copy().file
        with self._writing("user") as user:
            adopt_words(user)
            for table, column in _TIMES:
                user.execute(f"UPDATE {table} SET {column} = ? WHERE {column} > ?", (UNKNOWN, now + AHEAD))  # noqa: S608
            mine = self._all(lambda sql: all_rows(user.execute(sql.format(user=""))))
            changed = _take(user, mine, merged(mine, theirs), now)
            changed["note"] += self._notes.merge(_notes(mine, theirs))
        return Exchanged(len(theirs), changed, early, backup)

    def _all(self, rows: Callable[[str], Rows]) -> dict[Key, Item]:
        """Give all that is here, `rows` being who reads it; of notes those that were here when somebody last wrote."""
        items = [Item(mark, path, at, True if is_set else None) for mark, path, at, is_set in rows(_MARKS)]
        items += (
            Item("place", path, at, {"block": block, "offset": offset, "percent": percent})
            for path, block, offset, percent, at in rows(_PLACES)
        )
        kept = {text: Item("search", text, at, _word(name, rank)) for text, name, rank, at in rows(_WORDS)}
        for name, value, at in rows(_SETTINGS):
            if name == REMEMBERED:
                for rank, word in enumerate(read(value)):
                    kept.setdefault(word.text, Item("search", word.text, UNKNOWN, _word(word.name, float(rank))))
            else:
                items.append(Item("list", name.removeprefix(_LIST), at, value))
        items += kept.values()
        items += map(_item, self._notes.all(deleted=True))
        return {item.key: item for item in items}


def _take(user: apsw.Connection, mine: Mapping[Key, Item], taken: Mapping[Key, Item], now: float) -> Counter[Kind]:
    """Write items down as they are from now on; counts those that were otherwise before."""
    others = [item for item in taken.values() if item.value != (mine[item.key].value if item.key in mine else None)]
    _take_marks(user, [item for item in others if item.kind in MARKS], now)
    for kind, path, at, value in ((item.kind, item.id, item.at, item.value) for item in taken.values()):
        if kind in MARKS:
            user.execute("INSERT OR REPLACE INTO mark_times(mark, path, at) VALUES (?, ?, ?)", (kind, path, at))
        elif kind == "place":
            place = value["block"], value["offset"], value["percent"]
            user.execute(
                "INSERT OR REPLACE INTO places(path, block, offset, percent, at) VALUES (?, ?, ?, ?, ?)",
                (path, *place, at),
            )
        elif kind == "list":
            name = _LIST + path
            user.execute("INSERT OR REPLACE INTO settings(name, value, at) VALUES (?, ?, ?)", (name, value, at))
        elif kind == "search":
            put_word(user, path, value and value["name"], float(value["rank"]) if value else 0.0, at)
    if any(item.kind == "search" for item in taken.values()):
        tell_words(user, now)
    return Counter(item.kind for item in others if item.kind != "note")


def _take_marks(user: apsw.Connection, items: Sequence[Item], now: float) -> None:
    """Set and clear marks as one step of the journal."""
    if not items:
        return
    user.execute("INSERT INTO steps(at) VALUES (?)", (now,))
    step = user.last_insert_rowid()
    user.execute("DELETE FROM steps WHERE undone")
    user.executemany(
        "INSERT INTO changes(step, mark, path, value) VALUES (?, ?, ?, ?)",
        [(step, item.kind, item.id, item.value is not None) for item in items],
    )
    apply_changes(user, step, now, forward=True)


def _word(name: str | None, rank: float) -> Any:
    return None if name is None else {"name": name, "rank": rank}


def _item(note: Note) -> Item:
    value = asdict(note)
    return Item("note", value.pop("id"), value.pop("changed"), value)


def _notes(mine: Mapping[Key, Item], theirs: Iterable[Item]) -> list[Note]:
    """Give the notes that may be later than what is here: of two of the same moment, their store decides."""
    notes = []
    for item in theirs:
        known = mine.get(item.key)
        if item.kind == "note" and (known is None or (item.at >= known.at and item != known)):
            passage = Passage(**item.value["passage"]) if item.value["passage"] else None
            notes.append(Note(**{**item.value, "id": item.id, "changed": item.at, "passage": passage}))
    return notes
