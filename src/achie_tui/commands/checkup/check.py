"""One thing that was looked at: how it is, and what to do about it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from achie_tui.errors import AchieError
from achie_tui.language import Phrase

State = Literal["ok", "warning", "failed", "skipped"]
Section = Literal["configuration", "versions", "terminal", "library", "extraction", "network", "gate"]


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the report.

    `name` is for scripts, as is `data`; `advice` says in one sentence what to do, where there is something to do.
    """

    section: Section
    name: str
    label: Phrase
    found: Phrase
    state: State = "ok"
    advice: Phrase | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def same(text: object) -> Phrase:
    """Give what is said alike in both languages."""
    return Phrase(str(text), str(text))


def sentence_of(error: AchieError) -> Phrase:
    """Give an error's sentence in both languages."""
    return Phrase(error.sentence("zh"), error.sentence("en"))


class Budget:
    """The time that is left of the whole: every check takes its own, and none more than there is."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def of(self, seconds: float) -> float:
        """Give so many seconds, or what is left."""
        return max(0.0, min(seconds, self._end - self._clock()))
