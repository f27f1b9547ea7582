"""What the user did. A call of `mark` is one step of the undo journal, however many articles it marks."""

import json
from collections.abc import Callable, Collection
from typing import NamedTuple

import apsw

from achie_tui.library.connections import Connections, Store

_VISITS_KEPT = 100
# A step without changes is no step: it only tells that what came after it is the latest (see library.restoring).
_CHANGES = "EXISTS (SELECT 1 FROM changes WHERE step = number)"
_LAST = f"SELECT max(number) FROM steps WHERE NOT undone AND {_CHANGES}"  # noqa: S608
_NEXT = f"SELECT min(number) FROM steps WHERE undone AND {_CHANGES}"  # noqa: S608


class Step(NamedTuple):
    """A mark (`read`, `starred`, `later`) of one article, which is to be `set` or cleared."""

    mark: str
    path: str
    set: bool


class MarkStore(Store):
    """Keeps what the user did: marks and their undo journal, places in articles, visits, settings."""

    def __init__(self, connections: Connections, clock: Callable[[], float]) -> None:
        super().__init__(connections)
        self._clock = clock

    def mark(
        self,
        paths: Collection[str],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        later: bool | None = None,
    ) -> None:
        """Set or clear marks; None leaves one as it is. One call is one step, unless it changes nothing.

        When this returns, the marks survive a crash of the program and of the machine.
        """
        listed = json.dumps(list(paths))
        with self._writing("user") as user:
            user.execute("INSERT INTO steps(at) VALUES (?)", (self._clock(),))
            step = user.last_insert_rowid()
            for mark, value in (("read", read), ("starred", starred), ("later", later)):
                if value is not None:
                    user.execute(
                        "INSERT OR IGNORE INTO changes(step, mark, path, value) "
                        "SELECT ?1, ?2, wanted.value, ?3 FROM json_each(?4) AS wanted "
                        "WHERE EXISTS (SELECT 1 FROM marks WHERE mark = ?2 AND path = wanted.value) <> ?3",
                        (step, mark, value, listed),
                    )
            if _articles(user, step):
                user.execute("DELETE FROM steps WHERE undone")
                _apply(user, step, forward=True)
            else:
                user.execute("DELETE FROM steps WHERE number = ?", (step,))

    def step_ahead(self, *, back: bool) -> Step | None:
        """Tell what `undo` would take back, or `redo` do again, where that is one mark of one article."""
        rows = self._rows(
            f"SELECT mark, path, value FROM user.changes WHERE step = ({_LAST if back else _NEXT})"  # noqa: S608
        )
        if len(rows) != 1:
            return None
        [(mark, path, value)] = rows
        return Step(mark, path, set=bool(value) != back)

    def undo(self) -> int:
        """Take the last step back; gives how many articles it touched, 0 when there is nothing to undo."""
        return self._step(_LAST, forward=False)

    def redo(self) -> int:
        """Do the step last taken back again; gives as `undo`. A new step forgets those taken back."""
        return self._step(_NEXT, forward=True)

    def place(self, path: str) -> tuple[int, int] | None:
        """Give the block and the offset in it (as saved) where the reader left an article."""
        rows = self._rows("SELECT block, offset FROM user.places WHERE path = ?", (path,))
        return (rows[0][0], rows[0][1]) if rows else None

    def save_place(self, path: str, block: int, offset: int, percent: int | None = None) -> None:
        """Remember where the reader stands in an article, and how far down it that is, in percent (None: not known).

        An article is begun where that is more than nothing, and finished at 100. When this returns, it survives a
        crash of the machine.
        """
        if (block, offset) == (0, 0):
            percent = 0
        with self._writing("user") as user:
            user.execute(
                "INSERT OR REPLACE INTO places(path, block, offset, percent, at) VALUES (?, ?, ?, ?, ?)",
                (path, block, offset, percent, self._clock()),
            )

    def note_visit(self, begun: float) -> None:
        """Note that the user is here, in the session of the app that began then (seconds since the epoch)."""
        with self._writing("user") as user:
            user.execute(
                "INSERT INTO visits(begun, last) VALUES (?1, max(?1, ?2)) "
                "ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
                (begun, self._clock()),
            )
            user.execute(
                "DELETE FROM visits WHERE begun < (SELECT begun FROM visits ORDER BY begun DESC LIMIT 1 OFFSET ?)",
                (_VISITS_KEPT,),
            )

    def last_visit(self, before: float) -> float | None:
        """Tell when the user was last here, `before` that, in seconds since the epoch; None for the first visit."""
        at = self._value("SELECT max(last) FROM user.visits WHERE last <= ?", (before,))
        return None if at is None else float(at)

    def setting(self, name: str) -> str | None:
        """Give what the app was told to remember under a name."""
        value = self._value("SELECT value FROM user.settings WHERE name = ?", (name,))
        return None if value is None else str(value)

    def settings(self, beginning: str) -> dict[str, str]:
        """Give all that the app was told to remember under names with a beginning."""
        rows = self._rows(
            "SELECT name, value FROM user.settings WHERE substr(name, 1, ?) = ?", (len(beginning), beginning)
        )
        return dict(rows)

    def save_setting(self, name: str, value: str) -> None:
        """Remember something for the app."""
        with self._writing("user") as user:
            user.execute("INSERT OR REPLACE INTO settings(name, value) VALUES (?, ?)", (name, value))

    def _step(self, choice: str, *, forward: bool) -> int:
        with self._writing("user") as user:
            [(step,)] = user.execute(choice)
            if step is None:
                return 0
            _apply(user, step, forward=forward)
            user.execute("UPDATE steps SET undone = ? WHERE number = ?", (not forward, step))
            return _articles(user, step)


def _articles(user: apsw.Connection, step: int) -> int:
    """Count the articles that a step touches."""
    [(number,)] = user.execute("SELECT count(DISTINCT path) FROM changes WHERE step = ?", (step,))
    return int(number)


def _apply(user: apsw.Connection, step: int, *, forward: bool) -> None:
    user.execute(
        "INSERT OR IGNORE INTO marks(mark, path) SELECT mark, path FROM changes WHERE step = ? AND value = ?",
        (step, forward),
    )
    user.execute(
        "DELETE FROM marks WHERE (mark, path) IN (SELECT mark, path FROM changes WHERE step = ? AND value <> ?)",
        (step, forward),
    )
