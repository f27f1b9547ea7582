"""Figures of what the library holds and of what was read; they cost a look at every article."""

import json
from collections.abc import Collection
from typing import NamedTuple

from achie_tui.library.connections import Store

_IS_DATED = (
    "a.published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' AND date(substr(a.published, 1, 10)) IS NOT NULL"
)
_YEAR = f"CASE WHEN {_IS_DATED} THEN substr(a.published, 1, 4) END"
_BY_CATEGORY = f"""
SELECT c.path, {_YEAR} AS year, count(*) FROM categories AS c
JOIN listings AS l ON l.category = c.number JOIN articles AS a ON a.key = l.key
WHERE c.position IS NOT NULL GROUP BY c.number, year ORDER BY c.position, year DESC
"""  # noqa: S608
_BY_YEAR = f"SELECT {_YEAR} AS year, count(*) FROM articles AS a GROUP BY year ORDER BY year DESC"  # noqa: S608
# Who marks many at once has not read them, so only steps of one article count.
_READ = """
SELECT date(s.at, 'unixepoch', 'localtime') AS day, a.category AS name, count(DISTINCT c.path)
FROM user.steps AS s JOIN user.changes AS c ON c.step = s.number LEFT JOIN articles AS a ON a.path = c.path
WHERE s.at >= ? AND NOT s.undone AND c.mark = 'read' AND c.value
    AND NOT EXISTS (SELECT 1 FROM user.changes AS o WHERE o.step = s.number AND o.path <> c.path)
GROUP BY day, name ORDER BY day, name
"""
_BY_MONTH = f"""
SELECT substr(a.published, 1, 7) AS month, count(*) FROM json_each(?) AS wanted
CROSS JOIN articles AS a ON a.key = wanted.value
WHERE {_IS_DATED} GROUP BY month ORDER BY month
"""  # noqa: S608


class Published(NamedTuple):
    """How many articles of a year there are, in a category (by its path; None: in all); of no known year: None."""

    category: str | None
    year: str | None
    articles: int


class Read(NamedTuple):
    """How many articles of a category (by its name; None: not known) were read on a day of the user's own time."""

    day: str
    category: str | None
    articles: int


class Statistics(Store):
    """Counts articles by when they were published, and by when they were read."""

    def by_category(self) -> list[Published]:
        """Count the articles that each category lists, by year; in the site's order, the latest year first."""
        return [Published(*row) for row in self._rows(_BY_CATEGORY)]

    def by_year(self) -> list[Published]:
        """Count all articles by year, the latest first."""
        return [Published(None, *row) for row in self._rows(_BY_YEAR)]

    def by_month(self, keys: Collection[int]) -> dict[str, int]:
        """Count these articles by month (`YYYY-MM`), from the first to the last that has any; undated ones nowhere."""
        return dict(self._rows(_BY_MONTH, (json.dumps(list(keys)),)))

    def reading(self, since: float) -> list[Read]:
        """Count what was marked as read, one by one, from a time on (seconds since the epoch), by day and category."""
        return [Read(*row) for row in self._rows(_READ, (since,))]
