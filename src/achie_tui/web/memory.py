"""What has to be remembered of the hosts, for the library to keep."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

from achie_tui.web.standing import Standing

Change: TypeAlias = Callable[[Standing], Standing]


class KeptRobots(NamedTuple):
    """A robots.txt as it was when it was fetched, in seconds since the epoch."""

    fetched: float
    body: bytes


class Memory(Protocol):
    """What all processes know of the hosts, across restarts."""

    def standing(self, host: str) -> Standing:
        """Give the standing with a host, at once."""

    def change_standing(self, host: str, change: Change) -> None:
        """Put what `change` makes of the standing in its place, with nobody in between; nothing where it raises."""

    def robots(self, host: str) -> KeptRobots | None:
        """Give the kept robots.txt of a host."""

    def save_robots(self, host: str, robots: KeptRobots) -> None:
        """Keep a robots.txt."""


class OwnMemory:
    """The memory of a process that shares it with nobody."""

    def __init__(self) -> None:
        self._standings: dict[str, Standing] = {}
        self._robots: dict[str, KeptRobots] = {}

    def standing(self, host: str) -> Standing:
        """Give the standing with a host."""
        return self._standings.get(host, Standing())

    def change_standing(self, host: str, change: Change) -> None:
        """Change the standing with a host."""
        self._standings[host] = change(self.standing(host))

    def robots(self, host: str) -> KeptRobots | None:
        """Give the kept robots.txt of a host."""
        return self._robots.get(host)

    def save_robots(self, host: str, robots: KeptRobots) -> None:
        """Keep a robots.txt."""
        self._robots[host] = robots
