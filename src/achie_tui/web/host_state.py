"""A host's politeness state: when it may be asked, and what its answers change about that. Pure rules.

All times are of the wall clock, in seconds since the epoch, for they are shared by processes and outlive them. The
clock may jump: a time further ahead than it can be counts as now, and one that is past as past.
"""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from achie_tui.errors import AskedToWaitError, SiteRestingError

# "failed": no answer, or a server error. "refused": 429 (RFC 6585, 4). "neither": it tells nothing new of the host.
Outcome: TypeAlias = Literal["answered", "error page", "refused", "failed", "neither"]

LONGEST_WAIT = 6 * 3600.0
SHORT_WAIT = 60.0  # that a sync waits by itself
SLOWEST = 30.0
JITTER = 0.3
AHEAD = LONGEST_WAIT + 3600.0  # what is further ahead is a clock that jumped
_FAILURES, _REFUSALS = 5, 3
_FIRST_REST = 30.0  # seconds until it is tested whether a host is back; it doubles each time
_FIRST_REST_REFUSED = 900.0  # where the host said that it was asked too often
_NEXT_PROBE = 30.0
_PAUSE = 0.1


class LaterError(Exception):
    """It is not this request's turn yet; `seconds` is when to look again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to one of a host's connections: who holds it, and until when; `probe` tests an open breaker."""

    holder: str
    until: float
    probe: bool = False


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """What a lease is asked for with: the host, the holder, for how many seconds at most, and the limits to keep.

    `urgent` is a request that somebody waits for; one that `insists` may test an open breaker before its time. With a
    `delay` of 0 the site is one's own: neither leases nor starts are counted.
    """

    host: str
    holder: str
    urgent: bool
    delay: float
    concurrency: int
    seconds: float
    jitter: float  # 0 to 1
    insists: bool = False


@dataclass(frozen=True, slots=True)
class HostState:
    """What is known of a host, as the library keeps it.

    Of requests that are not urgent: when the last one `started`, when the `next` may, and the delay that the answers
    call for (`pace`). Of Retry-After: `wait_until`. Of the circuit breaker: `failures` and 429s (`refusals`) in a row,
    how often it opened (`rests`), until when it stays open (`rest_until`), and when a request last tested whether it
    may close (`probed`). And the `leases` that are held.
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
    leases: tuple[Lease, ...] = ()

    def acquired(self, request: LeaseRequest, now: float) -> "HostState":
        """Grant a lease; the same state where nothing has to be noted of it.

        Raises AskedToWaitError or SiteRestingError where it must not be made, LaterError where it has to wait.
        """
        self._heed_retry_after(request, now)
        leases = tuple(lease for lease in self.leases if now < lease.until <= now + AHEAD)
        probe = self._is_probe(request, now, leases)
        if not request.delay and not probe:
            return self
        if request.delay and len(leases) >= request.concurrency:
            raise LaterError(_PAUSE if request.urgent else 2 * _PAUSE)
        acquired = self if request.urgent or not request.delay else self._started(request, now)
        mine = Lease(request.holder, now + request.seconds, probe)
        return replace(acquired, leases=(*leases, mine), probed=now if probe else self.probed)

    def released(
        self, request: LeaseRequest, now: float, outcome: Outcome, *, latency: float | None = None, wait: float = 0.0
    ) -> "HostState":
        """Note how a request ended: its outcome, the seconds to its answer, and how long the host asks to wait."""
        probe = any(lease.probe for lease in self.leases if lease.holder == request.holder)
        leases = tuple(lease for lease in self.leases if lease.holder != request.holder)
        released = self if len(leases) == len(self.leases) else replace(self, leases=leases)
        if request.delay and latency is not None:
            released = replace(released, pace=_paced(self.pace, request.delay, latency, lower=outcome == "answered"))
        if wait:
            before = released.wait_until if released.wait_until <= now + AHEAD else 0.0
            released = replace(released, wait_until=max(before, now + min(wait, LONGEST_WAIT)))
        if outcome in {"answered", "error page"}:
            return replace(released, failures=0, refusals=0, rests=0, rest_until=0.0, probed=0.0)
        return released if outcome == "neither" else _failed(released, now, probe=probe, refused=outcome == "refused")

    def _heed_retry_after(self, request: LeaseRequest, now: float) -> None:
        """RFC 9110, 10.2.3: not even a key press goes before that; a sync waits where it is not for long."""
        wait = self.wait_until - now
        if 0 < wait <= AHEAD:
            if request.urgent or wait > SHORT_WAIT:
                raise AskedToWaitError(host=request.host, until=self.wait_until)
            raise LaterError(wait)

    def _is_probe(self, request: LeaseRequest, now: float, leases: tuple[Lease, ...]) -> bool:
        """Tell whether a request is the one that tests whether the breaker may close.

        One at a time: after the rest whoever comes first, before its end who insists, and somebody who presses a
        key, but not over and over.
        """
        if not self.rests:
            return False
        if any(lease.probe for lease in leases):
            raise LaterError(2 * _PAUSE)
        if now < self.rest_until <= now + AHEAD and not request.insists:
            if not request.urgent:
                raise SiteRestingError(host=request.host, until=self.rest_until)
            if now < self.probed + _NEXT_PROBE <= now + _NEXT_PROBE:
                raise SiteRestingError(host=request.host, until=self.probed + _NEXT_PROBE)
        return True

    def _started(self, request: LeaseRequest, now: float) -> "HostState":
        """Take the next start of a request that is not urgent."""
        longest = max(request.delay, SLOWEST) * (1 + JITTER)
        due = max(
            self.next if self.next <= now + longest else 0.0,
            self.started + request.delay if self.started <= now else 0.0,
        )
        if due > now:
            raise LaterError(due - now)
        # The configured delay is the least: jitter only adds to it.
        pause = max(request.delay, self.pace) * (1 + JITTER * request.jitter)
        return replace(self, started=now, next=now + pause)


def _failed(state: HostState, now: float, *, probe: bool, refused: bool) -> HostState:
    """Count a failure; the breaker opens with the fifth, or the third 429, in a row, or where a probe fails."""
    if now < state.rest_until <= now + AHEAD:
        return state  # It rests already: stragglers and key presses do not make that longer.
    if state.rests and not probe:
        return state
    failures, refusals = state.failures + (not refused), state.refusals + refused
    if not probe and failures < _FAILURES and refusals < _REFUSALS:
        return replace(state, failures=failures, refusals=refusals)
    first = _FIRST_REST_REFUSED if refused else _FIRST_REST
    rest = min(first * 2 ** min(state.rests, 10), LONGEST_WAIT)
    return replace(state, failures=0, refusals=0, rests=state.rests + 1, rest_until=now + rest)


def _paced(before: float, delay: float, latency: float, *, lower: bool) -> float:
    """Scrapy's AutoThrottle: half-way to twice the latency, at once where that is more.

    Never lowered by an error: a server in trouble gives those fastest of all.
    """
    before, target = max(before, delay), 2 * latency
    pace = max(target, (before + target) / 2)
    return min(max(pace if lower else max(pace, before), delay), max(delay, SLOWEST))
