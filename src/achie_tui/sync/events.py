"""What a sync tells while it runs, and what it has done in the end."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from achie_tui.errors import AchieError

Stage = Literal["listings", "articles", "images", "checks", "attachments"]

_SPAN = 60.0  # seconds that a rate is measured over
_SETTLED = 2.0  # seconds before one is told


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run is: `done` of `total` requests (None: not known yet), and what came last.

    `about` tells that the total is an estimate: there are listing pages that nobody has read yet.
    `rate` is in requests a second, `remaining` in seconds, both as the last minute went; None while nobody can tell.
    """

    stage: Stage
    done: int
    total: int | None
    what: str
    rate: float | None = None
    remaining: float | None = None
    about: bool = False


@dataclass(slots=True)
class Report:
    """What a sync did; `failed` holds what could not be fetched, with the reason, `notes` what else is to be told.

    `images` counts the pictures that were fetched, `no_images` those that the site does not have;
    `attachments` counts the files that were fetched, `attachment_bytes` what they take.
    """

    listing_pages: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    images: int = 0
    no_images: int = 0
    attachments: int = 0
    attachment_bytes: int = 0
    failed: list[tuple[str, AchieError]] = field(default_factory=list)
    notes: list[AchieError] = field(default_factory=list)
    seconds: float = 0.0

    def record(self, *, attachments: bool = False) -> dict[str, Any]:
        """Give it as scripts read it: with the count of attachments where these were to be taken along."""
        return {
            "listing_pages": self.listing_pages,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "images": self.images,
            **({"attachments": self.attachments} if attachments else {}),
            "failed": len(self.failed),
            "seconds": round(self.seconds, 2),
        }


class Pace:
    """How fast it goes: what was done over the last minute; a pause does not count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])

    def rate(self, done: int) -> float | None:
        """Note how much is done; gives how much that is a second, None while it is too early to tell."""
        now = self._clock()
        if now - self._marks[-1][0] > _SPAN / 100:
            self._marks.append((now, done))
        while len(self._marks) > 1 and now - self._marks[0][0] > _SPAN:
            self._marks.popleft()
        then, before = self._marks[0]
        return (done - before) / (now - then) if now - then >= _SETTLED and done > before else None

    def restart(self, done: int) -> None:
        """Begin to measure anew."""
        self._marks = deque([(self._clock(), done)])
