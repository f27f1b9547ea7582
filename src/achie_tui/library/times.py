"""When a thing was changed, by which two machines agree on the later change; in seconds since the epoch."""

AHEAD = 86400.0
"""Seconds that a time may lie ahead of the clock: so much do clocks differ, and time zones that were set wrongly."""
LATER = 0.001
"""A change is later than what it changes, whatever the clock says: else another machine would not take it over."""
UNKNOWN = 0.0
"""The time of what was changed nobody knows when: it gives way to whatever has a time."""
CHANGED = "at = CASE WHEN at BETWEEN excluded.at AND excluded.at + 86400 THEN at + 0.001 ELSE excluded.at END"
"""`after` for a row that is there already, in SQL."""


def after(now: float, before: float) -> float:
    """Give the time of a change that is made now, of what was changed `before` by whatever clock."""
    return before + LATER if now <= before <= now + AHEAD else now
