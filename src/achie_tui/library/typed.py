"""Rows whose values are what their columns are declared to hold: SQLite itself would keep anything in any of them."""

from collections.abc import Iterable
from itertools import chain
from operator import itemgetter
from typing import Any

import apsw

Rows = list[tuple[Any, ...]]

_MOST = 6e10  # seconds: no time of this world, and none that a calendar has beyond it on either side
_DECLARED: dict[str | None, frozenset[type]] = {
    "TEXT": frozenset((str, type(None))),
    "INTEGER": frozenset((int, type(None))),
    "REAL": frozenset((float, int, type(None))),
    "BLOB": frozenset((bytes, type(None))),
}
_STORED = {"TEXT": "'text'", "INTEGER": "'integer'", "REAL": "'real', 'integer'", "BLOB": "'blob'"}


class WrongTypeError(Exception):
    """A row holds what its column is not declared to hold: whoever wrote it, it was not this program."""


def all_rows(cursor: apsw.Cursor) -> Rows:
    """Read all rows; raises WrongTypeError where one has a value that its column is not for."""
    first = next(cursor, None)
    if first is None:
        return []
    declared = [kind for _, kind in cursor.get_description()]
    rows: Rows = [first, *cursor]
    for place, kind in enumerate(declared):
        allowed, value_of = _DECLARED.get(kind), itemgetter(place)
        if allowed is not None and not (
            allowed.issuperset(map(type, map(value_of, rows))) and _of_this_world(kind, map(value_of, rows))
        ):
            raise WrongTypeError(kind)
    return rows


def find_wrong_types(connection: apsw.Connection) -> bool:
    """Tell whether any table holds a value that its column is not for."""
    columns = list(
        connection.execute(
            "SELECT t.name, c.name, c.type FROM sqlite_schema AS t, pragma_table_info(t.name) AS c "
            "WHERE t.type = 'table'"
        )
    )
    return any(
        chain.from_iterable(
            connection.execute(
                f'SELECT 1 FROM "{table}" WHERE typeof("{column}") NOT IN ({_STORED[kind]}, \'null\') '  # noqa: S608
                + (f'OR abs("{column}") >= {_MOST} ' if kind == "REAL" else "")
                + "LIMIT 1"
            )
            for table, column, kind in columns
            if kind in _STORED
        )
    )


def _of_this_world(kind: str | None, values: Iterable[Any]) -> bool:
    return kind != "REAL" or all(value is None or abs(value) < _MOST for value in values)
