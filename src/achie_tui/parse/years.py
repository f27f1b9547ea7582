"""Years for rows whose date shows none and whose address holds none: redirects, among rows that tell more.

Two things are known of every article: listings run from new to old, so that its date lies between those of its
neighbours; and the engine numbers articles as they come in, so that articles with near numbers are of near dates.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from achie_tui.model import Row
from achie_tui.parse.dates import days_without_year
from achie_tui.parse.view import PageView
from achie_tui.site.address import article_date, article_id


def with_years(view: PageView, rows: list[Row], texts: Sequence[str]) -> list[Row]:
    """Date the rows that have none, from their texts and from the other articles that the page links."""
    if all(row.published for row in rows):
        return rows
    numbered = _numbered(link.path for link in view.articles)
    found = list(rows)
    below = _known_below(rows)
    above: date | None = None
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        if row.published is None:
            published = _likeliest(text, above, below[number], _bounds(numbered, article_id(row.path)))
            found[number] = replace(row, published=published.isoformat() if published else None)
            above = published or above
        else:
            above = date.fromisoformat(row.published[:10])
    return found


def _known_below(rows: list[Row]) -> list[date | None]:
    """Give for each row the next date below it."""
    known: list[date | None] = []
    last: date | None = None
    for row in reversed(rows):
        known.append(last)
        if row.published:
            last = date.fromisoformat(row.published[:10])
    return known[::-1]


def _numbered(paths: Iterable[str]) -> list[tuple[int, date]]:
    """Give numbers and dates of the articles whose address holds both, in the order of the numbers."""
    pairs = {(article_id(path), article_date(path)) for path in paths}
    return sorted((number, date.fromisoformat(day)) for number, day in pairs if number is not None and day is not None)


def _bounds(numbered: list[tuple[int, date]], number: int | None) -> list[date]:
    """Give the dates of the articles numbered next below and next above."""
    if number is None:
        return []
    place = bisect_left(numbered, (number, date.min))
    return [day for _, day in numbered[max(0, place - 1) : place + 1]]


def _likeliest(text: str, above: date | None, below: date | None, near: list[date]) -> date | None:
    """Choose the year: what the order allows, then what near numbers allow, then what is nearest to any of these."""
    known = [day for day in (above, below, *near) if day is not None]
    days = days_without_year(text, sorted({day.year + shift for day in known for shift in (-1, 0, 1)}))
    if not days:
        return None
    low, high = (min(near), max(near)) if near else (min(known), max(known))

    def rank(day: date) -> tuple[bool, timedelta, timedelta]:
        in_order = (above is None or day <= above) and (below is None or day >= below)
        return not in_order, max(low - day, day - high, timedelta()), min(abs(day - other) for other in known)

    return min(days, key=rank)
