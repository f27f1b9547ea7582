"""From when to when articles are wanted, as options name it: so long ago, or a day, a month, a year."""

from datetime import datetime

from achie_tui.errors import WrongArgumentsError
from achie_tui.language import Phrase
from achie_tui.site.address import SITE_TIME
from achie_tui.site.day_words import days_named

_SECONDS = {"h": 3600, "d": 86400, "w": 7 * 86400}
_BACKWARDS = Phrase(
    "--since {since} 在 --until {until} 之后，没有这样的日子",
    "--since {since} is after --until {until}: no day is both",
)


def moment_of(since: str, now: float) -> float:
    """Give the moment of `7d`, `12h` or `2w` ago, or the beginning of a day, a month or a year in the site's time.

    A day, and what has days, may be named by a word (see site.day_words).
    """
    if named := days_named(since, now):
        since, _ = named
    if since[-1] in _SECONDS:
        return now - int(since[:-1]) * _SECONDS[since[-1]]
    whole = since + "-01-01"[len(since) - len("YYYY") :]
    return datetime.fromisoformat(whole).replace(tzinfo=SITE_TIME).timestamp()


def day_of(since: str | None, now: float) -> str | None:
    """Give the day (`YYYY-MM-DD`, in the site's time) on which that begins; None where nothing is asked for."""
    if since is None:
        return None
    if named := days_named(since, now):
        return named[0]
    return since if len(since) == len("YYYY-MM-DD") else _day(moment_of(since, now))


def days_between(since: str | None, until: str | None, now: float, command: str) -> tuple[str | None, str | None]:
    """Give the first day of what is wanted, and the last day, month or year.

    Raises WrongArgumentsError where no day is both.
    """
    first, last = day_of(since, now), until
    if until is not None and (named := days_named(until, now)):
        _, last = named
    if first is not None and last is not None and first[: len(last)] > last:
        raise WrongArgumentsError(reason=_BACKWARDS.fill(since=since, until=until), command=command)
    return first, last


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, SITE_TIME).date().isoformat()
