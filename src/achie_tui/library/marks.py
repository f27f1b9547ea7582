"""What the user did: marks with their journal, and places in articles. A step of the journal is one call of `mark`."""

import json
from collections.abc import Callable, Collection

import apsw

from achie_tui.library.connections import Connections, Shelf


class Marks(Shelf):
    """The user's own data."""

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

    def undo(self) -> int:
        """Take the last step back; gives how many articles it touched, 0 when there is nothing to undo."""
        return self._step("SELECT max(number) FROM steps WHERE NOT undone", forward=False)

    def redo(self) -> int:
        """Do the step last taken back again; gives as `undo`. A new step forgets those taken back."""
        return self._step("SELECT min(number) FROM steps WHERE undone", forward=True)

    def place(self, path: str) -> tuple[int, int] | None:
        """Give the block and the offset in it (as saved) where the reader left an article."""
        rows = self._rows("SELECT block, offset FROM user.places WHERE path = ?", (path,))
        return (rows[0][0], rows[0][1]) if rows else None

    def save_place(self, path: str, block: int, offset: int) -> None:
        """Remember where the reader stands in an article."""
        with self._writing("user") as user:
            user.execute(
                "INSERT OR REPLACE INTO places(path, block, offset, at) VALUES (?, ?, ?, ?)",
                (path, block, offset, self._clock()),
            )

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
