"""Dates the way templates write them, read into `YYYY-MM-DD` or `YYYY-MM-DD HH:MM`."""

import re
from collections.abc import Iterable
from datetime import date

# Between parts there may be the blanks of the html, but not without end: two such runs in a row would be tried in
# every way. What must not stand before a date is looked for behind its first digits: a pattern that begins with a
# look behind is tried at every character.
DATE = re.compile(
    r"(?P<year>(?:19|20)(?<!\d..)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)\s*日?"
    r"(?:[T,，\s\])】]{0,40}[\[(（【]?\s{0,40}(?P<hour>[01]?\d|2[0-3])\s*[:：时]\s*(?P<minute>[0-5]\d)(?!\d))?"
)
# The day in an element of its own, before or after the month: `25` `2025-09`, `2025-09` `25`.
_DAY_FIRST = re.compile(
    r"(?P<day>\d(?<!\d.)\d?)\s{0,40}[日/]?\s{1,40}(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})(?!\d)\s*月?"
)
_DAY_LAST = re.compile(
    r"(?P<year>(?:19|20)(?<!\d..)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s{0,40}月?\s{1,40}(?P<day>\d{1,2})(?!\d)"
)
# The year in an element of its own behind the day: `04/21` `2016`.
_YEAR_LAST = re.compile(
    r"(?P<month>\d(?<!\d.)(?<!\d[:/-].)\d?)\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?[\s,，/]{1,40}(?P<year>(?:19|20)\d\d)(?![\d:])"
)
# Of lists only: the year without its century.
_SHORT_YEAR = re.compile(
    r"(?<![\d:./-])(?P<year>\d\d)(?P<joint>[-/.])(?P<month>\d\d)(?P=joint)(?P<day>\d\d)(?![\d:./-])"
)
_CENTURY = 2000
_CENTURY_OF_NONE = 100
_NO_YEAR = re.compile(r"(?P<month>\d(?<!\d.)(?<!\d[:/-].)\d?)\s*[-/月]\s*(?P<day>\d{1,2})(?![\d:-])\s*日?")


def find_date(text: str) -> str | None:
    """Give the first full date in a text, with its time where one follows it."""
    for match in DATE.finditer(text):
        found = _date(match)
        if found:
            return found
    return None


def shows_day(text: str) -> bool:
    """Tell whether a text holds a day in any of the forms that lists show."""
    return any(form.search(text) for form in (DATE, _DAY_FIRST, _DAY_LAST, _YEAR_LAST, _SHORT_YEAR, _NO_YEAR))


def find_row_date(text: str, year_hint: str | None = None) -> str | None:
    """Give the date of a list row: a full one, one split in two elements, or one without its year.

    `year_hint` is a date `YYYY-MM-DD` known of the same article; the year is the one that brings both closest.
    """
    found = find_date(text)
    if found:
        return found
    for form in (_DAY_FIRST, _DAY_LAST, _YEAR_LAST, _SHORT_YEAR):
        match = form.search(text)
        if match and (found := _date(match)):
            return found
    if year_hint is None:
        return None
    hint = date.fromisoformat(year_hint)
    days = days_without_year(text, (hint.year - 1, hint.year, hint.year + 1))
    return min(days, key=lambda day: abs(day - hint)).isoformat() if days else None


def days_without_year(text: str, years: Iterable[int]) -> list[date]:
    """Give the first date without a year in a text, in each of the years that has such a day."""
    for match in _NO_YEAR.finditer(text):
        days = [day for year in years if (day := _day(year, int(match["month"]), int(match["day"])))]
        if days:
            return days
    return []


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(match: re.Match[str]) -> str | None:
    year = int(match["year"])
    found = _day(year if year >= _CENTURY_OF_NONE else _CENTURY + year, int(match["month"]), int(match["day"]))
    if found is None:
        return None
    groups = match.groupdict()
    if groups.get("hour") and groups.get("minute"):
        return f"{found.isoformat()} {int(groups['hour']):02}:{groups['minute']}"
    return found.isoformat()
