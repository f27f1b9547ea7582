"""How we stand with a host: when it may be asked, and what its answers change about that. Pure rules.

All times are of the wall clock, in seconds since the epoch, for they are shared by processes and outlive them. The
clock may jump: a time further ahead than it can be counts as now, and one that is past as past.
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from achie_tui.errors import AskedToWaitError, SiteRestingError

# "lost": no answer. "refused": 429 (RFC 6585, 4). "neither": says nothing of the host, or is known already.
Outcome: TypeAlias = Literal["answered", "error page", "refused", "failed", "neither"]

LONGEST_WAIT = 6 * 3600.0
SHORT_WAIT = 60.0  # that a sync waits by itself
SLOWEST = 30.0
JITTER = 0.3
_AHEAD = 7 * 3600.0
_FAILURES, _REFUSALS = 5, 3
_FIRST_REST = 900.0
_NEXT_PROBE = 30.0
_PAUSE = 0.1


class LaterError(Exception):
    """It is not this request's turn yet; `seconds` is when to look again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


@dataclass(frozen=True, slots=True)
class Place:
    """A connection that somebody holds, until when at most; `probe` where it finds out whether a rest may end."""

    holder: str
    until: float
    probe: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What one request asks for: the host, who holds its place, for how many seconds at most, and its manners.

    `delay` 0 means that the site is one's own: neither places nor starts are counted.
    """

    host: str
    holder: str
    urgent: bool
    delay: float
    concurrency: int
    seconds: float = 70.0
    jitter: float = 0.0  # 0 to 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a host.

    Of patient requests: when the last one `started`, when the `next` may, and the delay that the answers call for
    (`pace`). Of Retry-After: `wait_until`. Of the breaker: `failures` and 429s (`refusals`) in a row, how often it
    opened (`rests`) and until when, when a request last `probed` whether it may close.
    """

    started: float = 0.0
    next: float = 0.0
    pace: float = 0.0
    wait_until: float = 0.0
    failures: int = 0
    refusals: int = 0
    rests: int = 0
    rest_until: float = 0.0
    probed: float = 0.0
    places: tuple[Place, ...] = ()

    def entered(self, terms: Terms, now: float) -> "Standing":
        """Let a request begin; the same standing where nothing has to be noted of it.

        Raises AskedToWaitError or SiteRestingError where it must not be made, LaterError where it has to wait.
        """
        self._heed_retry_after(terms, now)
        places = tuple(place for place in self.places if now < place.until <= now + _AHEAD)
        probe = self._is_probe(terms, now, places)
        if not terms.delay and not probe:
            return self
        if terms.delay and len(places) >= terms.concurrency:
            raise LaterError(_PAUSE if terms.urgent else 2 * _PAUSE)
        entered = self if terms.urgent or not terms.delay else self._started(terms, now)
        mine = Place(terms.holder, now + terms.seconds, probe)
        return replace(entered, places=(*places, mine), probed=now if probe else self.probed)

    def left(
        self, terms: Terms, now: float, outcome: Outcome, *, latency: float | None = None, wait: float = 0.0
    ) -> "Standing":
        """Note how a request ended: its outcome, the seconds to its answer, and how long the host wants to be left."""
        probe = any(place.probe for place in self.places if place.holder == terms.holder)
        places = tuple(place for place in self.places if place.holder != terms.holder)
        left = self if len(places) == len(self.places) else replace(self, places=places)
        if terms.delay and latency is not None:
            left = replace(left, pace=_paced(self.pace, terms.delay, latency, lower=outcome == "answered"))
        if wait:
            before = left.wait_until if left.wait_until <= now + _AHEAD else 0.0
            left = replace(left, wait_until=max(before, now + min(wait, LONGEST_WAIT)))
        if outcome in {"answered", "error page"}:
            return replace(left, failures=0, refusals=0, rests=0, rest_until=0.0, probed=0.0)
        return left if outcome == "neither" else _failed(left, now, probe=probe, refused=outcome == "refused")

    def _heed_retry_after(self, terms: Terms, now: float) -> None:
        """RFC 9110, 10.2.3: not even a key press goes before that; a sync waits where it is not for long."""
        wait = self.wait_until - now
        if 0 < wait <= _AHEAD:
            if terms.urgent or wait > SHORT_WAIT:
                raise AskedToWaitError(host=terms.host, until=self.wait_until)
            raise LaterError(wait)

    def _is_probe(self, terms: Terms, now: float, places: tuple[Place, ...]) -> bool:
        """Tell whether a request is the one that finds out whether a host that failed is well again.

        One at a time: after the rest whoever comes first, before its end only somebody who presses a key, and not
        over and over.
        """
        if not self.rests:
            return False
        if any(place.probe for place in places):
            raise LaterError(2 * _PAUSE)
        if now < self.rest_until <= now + _AHEAD:
            if not terms.urgent:
                raise SiteRestingError(host=terms.host, until=self.rest_until)
            if now < self.probed + _NEXT_PROBE <= now + _NEXT_PROBE:
                raise SiteRestingError(host=terms.host, until=self.probed + _NEXT_PROBE)
        return True

    def _started(self, terms: Terms, now: float) -> "Standing":
        """Take the next start of a patient request."""
        longest = max(terms.delay, SLOWEST) * (1 + JITTER)
        due = max(
            self.next if self.next <= now + longest else 0.0,
            self.started + terms.delay if self.started <= now else 0.0,
        )
        if due > now:
            raise LaterError(due - now)
        # The configured delay is the least: jitter only adds to it.
        pause = max(terms.delay, self.pace) * (1 + JITTER * terms.jitter)
        return replace(self, started=now, next=now + pause)


def _failed(standing: Standing, now: float, *, probe: bool, refused: bool) -> Standing:
    """Count a failure; the breaker opens with the fifth, or the third 429, in a row, or where a probe fails."""
    if now < standing.rest_until <= now + _AHEAD:
        return standing  # It rests already: stragglers and key presses do not make that longer.
    if standing.rests and not probe:
        return standing
    failures, refusals = standing.failures + (not refused), standing.refusals + refused
    if not probe and failures < _FAILURES and refusals < _REFUSALS:
        return replace(standing, failures=failures, refusals=refusals)
    rest = min(_FIRST_REST * 2 ** min(standing.rests, 10), LONGEST_WAIT)
    return replace(standing, failures=0, refusals=0, rests=standing.rests + 1, rest_until=now + rest)


def _paced(before: float, delay: float, latency: float, *, lower: bool) -> float:
    """Scrapy's AutoThrottle: half-way to twice the latency, at once where that is more.

    Never lowered by an error: a server in trouble gives those fastest of all.
    """
    before, target = max(before, delay), 2 * latency
    pace = max(target, (before + target) / 2)
    return min(max(pace if lower else max(pace, before), delay), max(delay, SLOWEST))
