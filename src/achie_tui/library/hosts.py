"""The politeness state of each host, kept where every process that uses the library sees it."""

import json
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from achie_tui.library.connections import Connections, Store

if TYPE_CHECKING:
    # Nobody needs the gate before the web is asked.
    from achie_tui.web.host_state import HostState
    from achie_tui.web.memory import Change, KeptRobots, OwnMemory

# The fields of HostState, in its order.
_COLUMNS = "started, next, pace, wait_until, failures, refusals, rests, rest_until, probed, places"
_COUNTS = (4, 5, 6)  # of these: failures, refusals, rests
_MOST = 1e12  # no time of this world, and no count
_STATE = f"SELECT {_COLUMNS} FROM hosts WHERE host = ?"  # noqa: S608


class Hosts(Store):
    """The part of the library that the gate uses as its memory (see web.memory).

    Where nothing can be written it goes on from what is there, for itself alone: whoever reads may still ask.
    """

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self._unshared = _own_memory() if connections.read_only else None

    def state(self, host: str) -> "HostState":
        """Give the state of a host, at once."""
        from achie_tui.web.host_state import HostState

        if self._unshared is not None and (own := self._unshared.state(host)) != HostState():
            return own
        rows = self._connections.unchecked_rows(_STATE, (host,))
        return _read(rows[0]) if rows else HostState()

    def change_state(self, host: str, change: "Change") -> None:
        """Put what `change` makes of the state in its place, with no process in between; nothing where it raises.

        Raises LibraryError where that cannot be written.
        """
        if self._unshared is not None:
            changed = change(self.state(host))
            self._unshared.change_state(host, lambda _: changed)
            return
        from achie_tui.web.host_state import HostState

        with self._writing("cache") as cache:
            row = cache.execute(_STATE, (host,)).fetchone()
            *numbers, leases = astuple(change(_read(row) if row else HostState()))
            cache.execute(
                f"INSERT OR REPLACE INTO hosts(host, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (host, *numbers, json.dumps(leases)),
            )

    def robots(self, host: str) -> "KeptRobots | None":
        """Give the kept robots.txt of a host."""
        from achie_tui.web.memory import KeptRobots

        rows = self._connections.unchecked_rows("SELECT fetched, body FROM robots WHERE host = ?", (host,))
        robots = KeptRobots(*rows[0]) if rows else None
        sound = robots is not None and _is_number(robots.fetched) and isinstance(robots.body, bytes)
        return robots if sound else None

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


def _read(row: tuple[Any, ...]) -> "HostState":
    from achie_tui.web.host_state import HostState, Lease

    *numbers, leases = row
    try:
        held = tuple(Lease(*lease) for lease in json.loads(leases))
    except (ValueError, TypeError, RecursionError):
        return HostState()  # garbled: better forgotten than in the way of every request
    whole = all(map(_is_number, numbers)) and all(isinstance(numbers[place], int) for place in _COUNTS)
    sound = whole and all(isinstance(each.holder, str) and _is_number(each.until) for each in held)
    return replace(HostState(*numbers), leases=held) if sound else HostState()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < _MOST
