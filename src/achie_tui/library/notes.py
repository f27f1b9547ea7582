"""Notes and highlights: what the user wrote on articles and marked in them. A call that writes is one journal step."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

import apsw

from achie_tui.library.connections import Connections, Store
from achie_tui.model import Note, Passage

COLOURS = ("yellow", "green", "blue", "red")
"""The names of the colours that a passage can be marked in; a theme says what each looks like."""
NOTED = (
    "SELECT path FROM user.notes WHERE NOT deleted UNION SELECT r.location FROM user.notes AS n "
    "CROSS JOIN redirects AS r ON r.path = n.path WHERE NOT n.deleted"
)
"""The paths of what is noted, and of where that leads: all that notes need to be read."""
# Each is looked up once, which SQLite would do for every condition where these were mere subqueries.
NOTED_ROWS = """
WITH noted AS MATERIALIZED (
    SELECT quotation, text, coalesce(
        (SELECT location FROM redirects AS r WHERE r.path = n.path AND location GLOB '/*'), n.path
    ) AS own
    FROM user.notes AS n WHERE NOT deleted
),
found AS MATERIALIZED (
    SELECT coalesce(
        (SELECT key FROM articles WHERE path = own),
        (
            SELECT a.key FROM redirects AS r CROSS JOIN articles AS a ON a.path = r.path WHERE r.location = own
            ORDER BY a.published DESC, a.id DESC LIMIT 1
        )
    ) AS key, quotation, text
    FROM noted
)
SELECT key, quotation, text FROM found WHERE key NOT NULL
"""
"""Each note with the key of the one row of `articles` that it belongs to.

That is the article whose text is shown, however many redirects lead there; only where that is not known itself is it
the newest of these. What leads to the same place elsewhere is no one article: each has notes of its own.
"""
_COLUMNS = "id, path, quotation, before, after, block, offset, rival, text, colour, created, changed, deleted"
# The paths that mean the same article: it, and the redirects that lead to it.
_SAME = "path = :path OR path IN (SELECT path FROM redirects WHERE location = :path)"
# A change is later than what it changes, whatever a clock says: else another machine would not take it over.
_LATER = 0.001


class Notes(Store):
    """Keeps notes, each found by its article's path or by its id."""

    def __init__(self, connections: Connections, clock: Callable[[], float]) -> None:
        super().__init__(connections)
        self._clock = clock

    def of_article(self, path: str) -> list[Note]:
        """Give the notes of an article: those on all of it, and then those on its passages, as these stood in it.

        Those of a redirect are those of where it leads, where that is the site's own.
        """
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM user.notes WHERE NOT deleted AND ({_SAME}) "  # noqa: S608
            "ORDER BY quotation <> '', block, offset, created, id",
            {"path": self._own(path)},
        )
        return [_note(row) for row in rows]

    def all(self, *, deleted: bool = False) -> list[Note]:
        """Give all notes, the one that was made last first; those `deleted` as well, or not."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM user.notes WHERE :deleted OR NOT deleted ORDER BY created DESC, id",  # noqa: S608
            {"deleted": deleted},
        )
        return [_note(row) for row in rows]

    def on_articles(self, *, deleted: bool = False) -> list[Note]:
        """Give what `all` does, each as a note on the article shown for its path: a redirect's on where that leads."""
        leads: dict[str, str] = dict(
            self._rows(
                "SELECT r.path, r.location FROM user.notes AS n CROSS JOIN redirects AS r ON r.path = n.path "
                "WHERE r.location GLOB '/*'"
            )
        )
        return [replace(note, path=leads.get(note.path, note.path)) for note in self.all(deleted=deleted)]

    def get(self, id: str) -> Note | None:  # noqa: A002 - the model's own word
        """Give a note, None where there is none or it is deleted."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM user.notes WHERE id = ? AND NOT deleted", (id,))  # noqa: S608
        return _note(rows[0]) if rows else None

    def count(self) -> int:
        """Count the notes."""
        return int(self._value("SELECT count(*) FROM user.notes WHERE NOT deleted"))

    def add(
        self, paths: Collection[str], text: str, *, passage: Passage | None = None, colour: str = COLOURS[0]
    ) -> list[Note]:
        """Write a note on each of these articles, or on a passage; one call is one step of the journal.

        On a redirect it is a note on the article that it leads to, where that is the site's own.
        When this returns, the notes survive a crash of the program and of the machine; so it is with all that writes.
        """
        from uuid import uuid4  # a start has no use for it

        now = self._clock()
        notes = [
            Note(str(uuid4()), path, passage, text, colour, now, now) for path in dict.fromkeys(map(self._own, paths))
        ]
        if not notes:
            return []
        with self._writing("user") as user:
            step = _begin(user, now)
            for note in notes:
                _put(user, note)
                _note_change(user, step, note, note.text, note.colour, was_deleted=True, deleted=False)
        return notes

    def _own(self, path: str) -> str:
        target = self._value("SELECT location FROM redirects WHERE path = ?", (path,))
        return target if isinstance(target, str) and target.startswith("/") else path

    def change(self, id: str, *, text: str | None = None, colour: str | None = None) -> bool:  # noqa: A002
        """Give a note another text or colour; None leaves that as it is. Tells whether that changed anything."""
        with self._writing("user") as user:
            note = _alive(user, id)
            if note is None:
                return False
            new = note.text if text is None else text, note.colour if colour is None else colour
            if new == (note.text, note.colour):
                return False
            now = self._clock()
            step = _begin(user, now)
            _note_change(user, step, note, *new, was_deleted=False, deleted=False)
            apply_note_changes(user, step, now, forward=True)
            return True

    def delete(self, ids: Collection[str]) -> int:
        """Delete notes; gives how many there were."""
        with self._writing("user") as user:
            notes = [note for id_ in dict.fromkeys(ids) if (note := _alive(user, id_)) is not None]
            if notes:
                now = self._clock()
                step = _begin(user, now)
                for note in notes:
                    _note_change(user, step, note, note.text, note.colour, was_deleted=False, deleted=True)
                apply_note_changes(user, step, now, forward=True)
            return len(notes)

    def merge(self, notes: Iterable[Note]) -> int:
        """Take over notes of another machine, deleted ones too, where they are later than what is here.

        Whichever machine takes over from whichever, in any order and however often: all end with the same. It is no
        step of the journal. Gives how many notes changed.
        """
        changed = 0
        with self._writing("user") as user:
            for note in notes:
                rows = list(user.execute(f"SELECT {_COLUMNS} FROM notes WHERE id = ?", (note.id,)))  # noqa: S608
                if not rows or _lateness(note) > _lateness(_note(rows[0])):
                    _put(user, note)
                    changed += 1
        return changed


def apply_note_changes(user: apsw.Connection, step: int, now: float, *, forward: bool) -> None:
    """Do what a step did to notes, or take it back, where they are still as they were then.

    What another machine has made of one since is neither lost nor mixed with what was here.
    """
    there, new = ("was_", "") if forward else ("", "was_")
    user.execute(
        f"UPDATE notes SET text = c.{new}text, colour = c.{new}colour, deleted = c.{new}deleted, "  # noqa: S608
        f"changed = max(?2, changed + {_LATER}) FROM note_changes AS c WHERE c.step = ?1 AND c.note = notes.id "
        f"AND (notes.text, notes.colour, notes.deleted) = (c.{there}text, c.{there}colour, c.{there}deleted)",
        (step, now),
    )


def _begin(user: apsw.Connection, now: float) -> int:
    """Begin a step of the journal; what was taken back before is forgotten."""
    user.execute("INSERT INTO steps(at) VALUES (?)", (now,))
    step = user.last_insert_rowid()
    user.execute("DELETE FROM steps WHERE undone")
    return step


def _note_change(
    user: apsw.Connection, step: int, note: Note, text: str, colour: str, *, was_deleted: bool, deleted: bool
) -> None:
    user.execute(
        "INSERT INTO note_changes(step, note, was_text, was_colour, was_deleted, text, colour, deleted) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (step, note.id, note.text, note.colour, was_deleted, text, colour, deleted),
    )


def _alive(user: apsw.Connection, id_: str) -> Note | None:
    rows = list(user.execute(f"SELECT {_COLUMNS} FROM notes WHERE id = ? AND NOT deleted", (id_,)))  # noqa: S608
    return _note(rows[0]) if rows else None


def _put(user: apsw.Connection, note: Note) -> None:
    names = _COLUMNS.split(", ")
    # Not REPLACE, which would delete the row that the journal refers to.
    updates = ", ".join(f"{name} = excluded.{name}" for name in names)
    user.execute(
        f"INSERT INTO notes({_COLUMNS}) VALUES ({', '.join('?' * len(names))}) ON CONFLICT DO UPDATE SET {updates}",  # noqa: S608
        _values(note),
    )


def _values(note: Note) -> tuple[Any, ...]:
    passage = note.passage or Passage("")
    return (
        *(note.id, note.path, passage.quotation, passage.before, passage.after, passage.block, passage.offset),
        *(passage.rival, note.text, note.colour, note.created, note.changed, note.deleted),
    )


def _note(row: tuple[Any, ...]) -> Note:
    id_, path, quotation, before, after, block, offset, rival, text, colour, created, changed, deleted = row
    passage = Passage(quotation, before, after, block, offset, rival) if quotation else None
    return Note(id_, path, passage, text, colour, created, changed, bool(deleted))


def _lateness(note: Note) -> tuple[float, str]:
    """Give what decides between two states of a note; those of the same moment have an order too."""
    return note.changed, json.dumps(_values(note))
