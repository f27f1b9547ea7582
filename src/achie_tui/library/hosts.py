"""How we stand with each host, kept where every process that uses the library sees it."""

import json
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from achie_tui.library.connections import Connections, Store

if TYPE_CHECKING:
    # Nobody needs the gate before the web is asked.
    from achie_tui.web.memory import Change, KeptRobots, OwnMemory
    from achie_tui.web.standing import Standing

_COLUMNS = "started, next, pace, wait_until, failures, refusals, rests, rest_until, probed, places"
_STANDING = f"SELECT {_COLUMNS} FROM hosts WHERE host = ?"  # noqa: S608


class Hosts(Store):
    """The memory of the gate (see web.memory).

    Where nothing can be written it goes on from what is there, for itself alone: whoever reads may still ask.
    """

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self._unshared = _own_memory() if connections.read_only else None

    def standing(self, host: str) -> "Standing":
        """Give the standing with a host, at once."""
        from achie_tui.web.standing import Standing

        if self._unshared is not None and (own := self._unshared.standing(host)) != Standing():
            return own
        rows = self._rows(_STANDING, (host,))
        return _read(rows[0]) if rows else Standing()

    def change_standing(self, host: str, change: "Change") -> None:
        """Put what `change` makes of the standing in its place, with no process in between; nothing where it raises.

        Raises LibraryError where that cannot be written.
        """
        if self._unshared is not None:
            changed = change(self.standing(host))
            self._unshared.change_standing(host, lambda _: changed)
            return
        from achie_tui.web.standing import Standing

        with self._writing("cache") as cache:
            row = cache.execute(_STANDING, (host,)).fetchone()
            *numbers, places = astuple(change(_read(row) if row else Standing()))
            cache.execute(
                f"INSERT OR REPLACE INTO hosts(host, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (host, *numbers, json.dumps(places)),
            )

    def robots(self, host: str) -> "KeptRobots | None":
        """Give the kept robots.txt of a host."""
        from achie_tui.web.memory import KeptRobots

        rows = self._rows("SELECT fetched, body FROM robots WHERE host = ?", (host,))
        return KeptRobots(*rows[0]) if rows else None

    def save_robots(self, host: str, robots: "KeptRobots") -> None:
        """Keep a robots.txt. Raises LibraryError where it cannot be written."""
        if self._unshared is not None:
            return
        with self._writing("cache") as cache:
            cache.execute(
                "INSERT INTO robots(host, fetched, body) VALUES (?, ?, ?) "
                "ON CONFLICT(host) DO UPDATE SET fetched = excluded.fetched, body = excluded.body",
                (host, *robots),
            )


def _own_memory() -> "OwnMemory":
    from achie_tui.web.memory import OwnMemory

    return OwnMemory()


def _read(row: tuple[Any, ...]) -> "Standing":
    from achie_tui.web.standing import Place, Standing

    *numbers, places = row
    try:
        return replace(Standing(*numbers), places=tuple(Place(*place) for place in json.loads(places)))
    except (ValueError, TypeError):
        return Standing()  # garbled: better forgotten than in the way of every request
