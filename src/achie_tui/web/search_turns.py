"""When a site's own search may be asked again: it takes a question every few seconds, over all who ask. Pure rules.

Its state is kept as that of a host of its own: `next` is when the next question may start, `pace` the interval that the
site asked for where that is longer than usual. The interval begins with the answer: when between the two the site took
the question up is not known.
"""

from dataclasses import replace

from achie_tui.site.search import INTERVAL
from achie_tui.web.host_state import SLOWEST, HostState, LaterError


def begun(state: HostState, now: float) -> HostState:
    """Take the turn of the next question; raises LaterError where it is not yet time."""
    wait = state.next - now
    if 0 < wait <= _interval(state):  # more is a clock that jumped
        raise LaterError(wait)
    return ended(state, now)


def ended(state: HostState, now: float) -> HostState:
    """Note that a question was answered."""
    return replace(state, next=now + _interval(state))


def slowed(state: HostState, now: float, seconds: float) -> HostState:
    """Note the interval that the site asks for."""
    return ended(replace(state, pace=min(seconds, SLOWEST)), now)


def _interval(state: HostState) -> float:
    return max(INTERVAL, state.pace)
