"""What the user marked. A call of `mark` is one step of the undo journal, however many articles it marks."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

import apsw

from achie_tui.library.connections import Connections, Store
from achie_tui.library.notes import apply_note_changes
from achie_tui.library.times import CHANGED

Mark = Literal["read", "starred", "later"]
# A step without changes is no step: it only tells that what came after it is the latest (see library.restoring).
_CHANGES = (
    "(EXISTS (SELECT 1 FROM changes WHERE step = number) OR EXISTS (SELECT 1 FROM note_changes WHERE step = number) "
    "OR EXISTS (SELECT 1 FROM word_changes WHERE step = number))"
)
_LAST = f"SELECT max(number) FROM steps WHERE NOT undone AND {_CHANGES}"  # noqa: S608
_NEXT = f"SELECT min(number) FROM steps WHERE undone AND {_CHANGES}"  # noqa: S608
# What `undo` takes back and `redo` does again: one step, or all on the way to a given one, where that is still known.
# Those taken back are always the latest.
_BACK = (
    f"SELECT number FROM steps WHERE NOT undone AND {_CHANGES} AND number >= "  # noqa: S608
    f"(SELECT number FROM steps WHERE number = coalesce(:to, ({_LAST})))"
)
_AGAIN = (
    f"SELECT number FROM steps WHERE undone AND {_CHANGES} AND number <= "  # noqa: S608
    f"(SELECT number FROM steps WHERE number = coalesce(:to, ({_NEXT})))"
)
# What steps did to notes, in the words of marks; the text of one without words of its own is the passage's.
_NOTE_CHANGES = """
(SELECT c.step, c.note, n.path, CASE WHEN c.was_deleted + c.deleted = 0 AND c.text = c.was_text THEN 'note-colour'
    WHEN c.was_deleted + c.deleted = 0 THEN 'note-text'
    WHEN c.text = '' AND n.quotation <> '' THEN 'highlight' ELSE 'note' END AS mark, NOT c.deleted AS value
FROM user.note_changes AS c JOIN user.notes AS n ON n.id = c.note)
"""
_ENTRIES = """
SELECT s.number, s.at, s.undone, c.mark, c.value, count(*),
    (SELECT count(DISTINCT path) FROM {changes} WHERE step = s.number),
    (SELECT a.title FROM {changes} AS t CROSS JOIN articles AS a ON a.path = t.path WHERE t.step = s.number LIMIT 1)
FROM user.steps AS s JOIN {changes} AS c ON c.step = s.number
WHERE s.number IN ({chosen}) GROUP BY s.number, c.mark, c.value ORDER BY s.number DESC, c.mark DESC, c.value DESC
"""
# Those that removed kept searches touched no article; what stands for a title is the name of one.
_WORD_ENTRIES = """
SELECT s.number, s.at, s.undone, 'search', 0, 0, 0, min(c.name)
FROM user.steps AS s JOIN user.word_changes AS c ON c.step = s.number WHERE s.number IN ({chosen}) GROUP BY s.number
"""


# What of a step changes nothing when it is done again (:forward) or taken back, since it is otherwise by now: notes and
# kept searches of another machine come without a step of their own.
_HELD = """
SELECT c.step || ' ' || c.mark || ' ' || c.path FROM changes AS c WHERE c.step = :step
    AND EXISTS (SELECT 1 FROM marks AS m WHERE (m.mark, m.path) = (c.mark, c.path)) = (c.value = :forward)
UNION ALL SELECT c.step || ' note ' || c.note FROM note_changes AS c JOIN notes AS n ON n.id = c.note
    WHERE c.step = :step AND (n.text, n.colour, n.deleted) <> (
        iif(:forward, c.was_text, c.text), iif(:forward, c.was_colour, c.colour),
        iif(:forward, c.was_deleted, c.deleted)
    )
UNION ALL SELECT c.step || ' search ' || c.text FROM word_changes AS c LEFT JOIN watched AS w ON w.text = c.text
    WHERE c.step = :step AND (w.text IS NULL OR (w.name IS NULL) = :forward)
"""
# Whether a step is about a mark that one taken back is about.
_SHARED = """
SELECT 1 FROM changes AS c JOIN steps AS s ON s.number = c.step
WHERE s.undone AND (c.mark, c.path) IN (SELECT mark, path FROM changes WHERE step = ?) LIMIT 1
"""
_SIZE = """
SELECT (SELECT count(*) FROM changes WHERE step = :step) + (SELECT count(*) FROM note_changes WHERE step = :step)
    + (SELECT count(*) FROM word_changes WHERE step = :step)
"""
_NOT_HELD = "NOT IN (SELECT value FROM json_each(:held))"
_MARKED_YET = f"(SELECT * FROM user.changes WHERE step || ' ' || mark || ' ' || path {_NOT_HELD})"  # noqa: S608
_NOTED_YET = f"(SELECT * FROM {_NOTE_CHANGES} WHERE step || ' note ' || note {_NOT_HELD})"  # noqa: S608


class Step(NamedTuple):
    """A mark (`read`, `starred`, `later`) of one article, which is to be `set` or cleared."""

    mark: str
    path: str
    set: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a step did to a mark: it was `set`, or cleared, in so many articles.

    A `note` or a `highlight` is set when it is written and cleared when it is deleted; `note-text` is one changed,
    `note-colour` one that is marked in another colour. A kept `search` is cleared when it is removed, and that touches
    no article.
    """

    mark: str
    set: bool
    articles: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A step of the journal: when it was done (seconds since the epoch), whether it is taken back, what it changed.

    `articles` is how many it touched, `title` that of one of them, None where the library does not know it; where it
    removed a kept search, the name of that.
    """

    number: int
    at: float
    undone: bool
    articles: int
    title: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk through the journal did: its steps, as they are by now, the latest first, and in how many articles.

    Each of the `entries` tells what was really changed. Those that are `overruled` changed nothing: what they were
    about is changed already, by another machine, and the later change counts.
    """

    articles: int = 0
    entries: tuple[Entry, ...] = ()
    overruled: tuple[Entry, ...] = ()


class MarkStore(Store):
    """Keeps marks, and the undo journal of marks and notes."""

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
        unasked: bool = False,
    ) -> int:
        """Set or clear marks; None leaves one as it is. One call is one step, unless it changes nothing.

        It forgets the steps taken back. One that the user did not ask for, such as that what is opened is read, does so
        only where one of those is about the same mark of the same article.
        Gives how many articles it changed. When this returns, the marks survive a crash of the program and of the
        machine.
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
            articles = _articles(user, [step])
            if articles:
                if not unasked or user.execute(_SHARED, (step,)).fetchall():
                    user.execute("DELETE FROM steps WHERE undone")
                else:
                    _put_undone_behind(user, step)
                apply_changes(user, step, self._clock(), forward=True)
            else:
                user.execute("DELETE FROM steps WHERE number = ?", (step,))
            return articles

    def journal(self, limit: int | None = None) -> list[Entry]:
        """Give the steps of the journal, the latest first: all, or so many."""
        chosen = f"SELECT number FROM user.steps WHERE {_CHANGES} ORDER BY number DESC LIMIT :limit"  # noqa: S608
        return self._entries(chosen, {"limit": -1 if limit is None else limit})

    def ahead(self, *, back: bool, to: int | None = None) -> list[Entry]:
        """Give the steps that `undo` would take back, or `redo` do again, the latest first."""
        return self._entries(_BACK if back else _AGAIN, {"to": to})

    def _entries(
        self,
        chosen: str,
        values: dict[str, int | str | None],
        tables: tuple[str, str] = ("user.changes", _NOTE_CHANGES),
    ) -> list[Entry]:
        asked = [_ENTRIES.format(chosen=chosen, changes=changes) for changes in tables]
        asked.append(_WORD_ENTRIES.format(chosen=chosen))
        rows = [row for sql in asked for row in self._rows(sql, values)]
        rows.sort(key=itemgetter(0), reverse=True)  # each step is of one kind
        entries = []
        for (number, at, undone), group in groupby(rows, itemgetter(0, 1, 2)):
            changed = list(group)
            *_, articles, title = changed[0]
            changes = tuple(Change(mark, bool(value), count) for _, _, _, mark, value, count, _, _ in changed)
            entries.append(Entry(number, at, bool(undone), articles, title, changes))
        return entries

    def step_ahead(self, *, back: bool) -> Step | None:
        """Tell what `undo` would take back, or `redo` do again, where that is one mark of one article."""
        rows = self._rows(
            f"SELECT mark, path, value FROM user.changes WHERE step = ({_LAST if back else _NEXT})"  # noqa: S608
        )
        if len(rows) != 1:
            return None
        [(mark, path, value)] = rows
        return Step(mark, path, set=bool(value) != back)

    def undo(self, to: int | None = None) -> int:
        """Take the last step back, or all from the last down to that of a number; gives how many articles it changed.

        0 as well when there is nothing to undo, or no such step that is not undone yet, and for a step that removed a
        kept search.
        """
        return self.walk(back=True, to=to).articles

    def redo(self, to: int | None = None) -> int:
        """Do the step last taken back again, or all up to that of a number; gives as `undo`.

        A new step forgets those taken back (see `mark`).
        """
        return self.walk(back=False, to=to).articles

    def walk(self, *, back: bool, to: int | None = None) -> Walked:
        """Take the last step back, or all down to that of a number, or do them again; in one transaction.

        What another machine has changed since is left as it is; tells what was changed.
        """
        from achie_tui.library.remembered import apply_word_changes  # a start has no use for it

        forward = not back
        held: dict[int, list[str]] = {}
        whole = set()  # the numbers of steps that change nothing
        with self._writing("user") as user:
            entries = self.ahead(back=back, to=to)
            for step in sorted((entry.number for entry in entries), reverse=back):
                values = {"step": step, "forward": forward}
                if found := [key for (key,) in user.execute(_HELD, values)]:
                    held[step] = found
                    [(size,)] = user.execute(_SIZE, {"step": step})
                    if len(found) == size:
                        whole.add(step)
                apply_changes(user, step, self._clock(), forward=forward)
                apply_note_changes(user, step, self._clock(), forward=forward)
                apply_word_changes(user, step, self._clock(), forward=forward)
                user.execute("UPDATE steps SET undone = ? WHERE number = ?", (back, step))
            keys = json.dumps([key for found in held.values() for key in found])
            articles = _articles(user, [entry.number for entry in entries], keys)
        walked = {entry.number: replace(entry, undone=back) for entry in entries}
        in_part = [step for step in held if step not in whole]
        if in_part:
            chosen = "SELECT value FROM json_each(:steps)"
            told = self._entries(chosen, {"steps": json.dumps(in_part), "held": keys}, (_MARKED_YET, _NOTED_YET))
            # One that another process has made the journal forget meanwhile is told as it was.
            walked |= {entry.number: entry for entry in told}
        return Walked(
            articles,
            tuple(entry for number, entry in walked.items() if number not in whole),
            tuple(entry for number, entry in walked.items() if number in whole),
        )


def _put_undone_behind(user: apsw.Connection, step: int) -> None:
    """Let those taken back be the latest again, behind a new step.

    They have numbers that none ever had: who has seen the old ones does not take another step for one of them.
    """
    [(first,)] = user.execute("SELECT min(number) FROM steps WHERE undone")
    if first is None:
        return
    user.pragma("defer_foreign_keys", True)  # until this transaction ends
    moved = {"first": first, "new": step}
    for table in ("changes", "note_changes", "word_changes"):
        user.execute(
            f"UPDATE {table} SET step = step + :new + 1 - :first WHERE step >= :first AND step < :new",  # noqa: S608
            moved,
        )
    user.execute("UPDATE steps SET number = number + :new + 1 - :first WHERE undone", moved)


def _articles(user: apsw.Connection, steps: Collection[int], held: str = "[]") -> int:
    """Count the articles that steps touch, without what of them is `held`."""
    [(number,)] = user.execute(
        "SELECT count(*) FROM (SELECT path FROM changes WHERE step IN (SELECT value FROM json_each(:steps)) "  # noqa: S608
        f"AND step || ' ' || mark || ' ' || path {_NOT_HELD} UNION "
        "SELECT n.path FROM note_changes AS c JOIN notes AS n ON n.id = c.note "
        f"WHERE c.step IN (SELECT value FROM json_each(:steps)) AND c.step || ' note ' || c.note {_NOT_HELD})",
        {"steps": json.dumps(list(steps)), "held": held},
    )
    return int(number)


def apply_changes(user: apsw.Connection, step: int, now: float, *, forward: bool) -> None:
    """Do what a step did to marks, or take it back, and note when that was."""
    user.execute(
        "INSERT OR IGNORE INTO marks(mark, path) SELECT mark, path FROM changes WHERE step = ? AND value = ?",
        (step, forward),
    )
    user.execute(
        "DELETE FROM marks WHERE (mark, path) IN (SELECT mark, path FROM changes WHERE step = ? AND value <> ?)",
        (step, forward),
    )
    user.execute(
        "INSERT INTO mark_times(mark, path, at) SELECT mark, path, ?2 FROM changes WHERE step = ?1 "  # noqa: S608
        f"ON CONFLICT DO UPDATE SET {CHANGED}",
        (step, now),
    )
