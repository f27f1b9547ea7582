"""What an answer means for the next request: whether to try again, and when. Pure rules."""

from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from achie_tui.errors import AchieError, NoNetworkError, TooSlowError, UnreachableError
from achie_tui.web.host_state import LONGEST_WAIT, Outcome

TRIES = 3  # of one address in one run
FIRST_BACKOFF = 2.0
_LONGEST_BACKOFF = 300.0
_SHORTEST_WAIT = 1.0


def retry_after(value: str, date: str, now: float) -> float:
    """Give the seconds that `Retry-After` (RFC 9110, 10.2.3) asks for, 0 for a past date or what is neither form.

    It is a number of seconds or a date. That is measured by the server's own clock where the answer's `Date` is
    there, for ours may be wrong.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:18])
    elif (until := _date(value)) is not None:
        seconds = until - (_date(date) or now)
    else:
        return 0.0
    return min(max(seconds, _SHORTEST_WAIT), LONGEST_WAIT) if seconds > 0 else 0.0


def backoff(number: int, chance: float) -> float:
    """Give the seconds before try `number` + 1 ("full jitter"); `chance` is from 0 to 1."""
    return chance * min(_LONGEST_BACKOFF, FIRST_BACKOFF * float(2**number))


def is_asking_to_wait(status: int) -> bool:
    """Tell whether `Retry-After` in such an answer is about the host (RFC 6585, 4; RFC 9110, 15.6.4)."""
    return status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


def is_transient(status: int) -> bool:
    """Tell whether the same request may get a better answer later: after 429 and 5xx, save 501."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
    )


def outcome_of(status: int, *, again: bool) -> Outcome:
    """Say what a status tells of the host; `again` where the same address failed just before.

    A 503 is the host's own trouble. Another server error may be that of one page, whose second failure would tell
    nothing new: two broken pages side by side must not stop a sync for ever.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "refused"
    if is_transient(status):
        return "neither" if again and status != HTTPStatus.SERVICE_UNAVAILABLE else "failed"
    return "error page" if status >= HTTPStatus.BAD_REQUEST else "answered"


def outcome_of_failure(error: AchieError) -> Outcome:
    """Say what it tells of the host that there was no answer: nothing, where this machine has no network."""
    lost = isinstance(error, UnreachableError | TooSlowError) and not isinstance(error, NoNetworkError)
    return "failed" if lost else "neither"


def _date(text: str) -> float | None:
    """Read an HTTP date in any of its three forms (RFC 9110, 5.6.7)."""
    if not text[:3].isalpha():
        return None  # More than HTTP allows is understood below.
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
