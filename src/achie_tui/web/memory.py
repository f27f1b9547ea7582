"""What is remembered of each host between requests and runs: its state and its robots.txt."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

from achie_tui.web.host_state import HostState

Change: TypeAlias = Callable[[HostState], HostState]


class KeptRobots(NamedTuple):
    """A robots.txt as it was when it was fetched, in seconds since the epoch."""

    fetched: float
    body: bytes


class Memory(Protocol):
    """Where that is kept, for all processes and across restarts (see library.hosts)."""

    def state(self, host: str) -> HostState:
        """Give the state of a host, at once."""

    def change_state(self, host: str, change: Change) -> None:
        """Put what `change` makes of the state in its place, with nobody in between; nothing where it raises."""

    def robots(self, host: str) -> KeptRobots | None:
        """Give the kept robots.txt of a host."""

    def save_robots(self, host: str, robots: KeptRobots) -> None:
        """Keep a robots.txt."""


class OwnMemory:
    """The memory of one process, which ends with it."""

    def __init__(self) -> None:
        self._states: dict[str, HostState] = {}
        self._robots: dict[str, KeptRobots] = {}

    def state(self, host: str) -> HostState:
        """Give the state of a host."""
        return self._states.get(host, HostState())

    def change_state(self, host: str, change: Change) -> None:
        """Change the state of a host."""
        self._states[host] = change(self.state(host))

    def robots(self, host: str) -> KeptRobots | None:
        """Give the kept robots.txt of a host."""
        return self._robots.get(host)

    def save_robots(self, host: str, robots: KeptRobots) -> None:
        """Keep a robots.txt."""
        self._robots[host] = robots
