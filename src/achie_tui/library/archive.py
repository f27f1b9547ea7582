"""What a sync asks of the library: where it stopped, what is due for another look, how large things are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from achie_tui.library.connections import Store

_DAY = 86400.0
# An article's age in days, and after how many days it is looked at again while it is not older.
_EVERY = ((14, 1), (90, 7))
_SELDOM = 182


@dataclass(frozen=True, slots=True)
class Averages:
    """The bytes of a page on the wire and of a picture, and the pictures of an article, on average."""

    page_bytes: float = 8_000.0
    picture_bytes: float = 120_000.0
    pictures: float = 1.0


class ArchiveStore(Store):
    """Keeps where a sync stopped, and tells what it has to fetch again."""

    def walk(self, category_path: str) -> str | None:
        """Tell where a walk through a category's listing has to go on.

        A listing page's path; "" where the listing is known to its end, but not all that it lists was fetched; None
        where nothing is left to do.
        """
        walk = self._value("SELECT walk FROM categories WHERE path = ?", (category_path,))
        return None if walk is None else str(walk)

    def set_walk(self, category_path: str, walk: str | None) -> None:
        """Note where a walk has to go on, as `walk` gives it."""
        with self._writing("cache") as cache:
            cache.execute("UPDATE categories SET walk = ? WHERE path = ?", (walk, category_path))

    def due(self, categories: Sequence[str], now: float, limit: int, since: str | None = None) -> list[str]:
        """Give at most `limit` kept articles of these categories (paths) that the site may have changed by `now`.

        Asked for again are those of the last 14 days once a day, of the last 90 once a week, older ones twice a year;
        none published before the day `since`; and those that were fetched in days to come, by a clock that was wrong.
        The newest come first.
        """
        (young, daily), (middle, weekly) = _EVERY
        rows = self._rows(
            """
            SELECT path FROM (
                SELECT a.path, a.id, substr(coalesce(a.published, date(a.first_seen, 'unixepoch')), 1, 10) AS day,
                    coalesce(p.fetched, b.fetched) AS fetched
                FROM bodies AS b CROSS JOIN articles AS a ON a.key = b.key LEFT JOIN pages AS p ON p.path = a.path
                WHERE EXISTS (
                    SELECT 1 FROM listings AS l JOIN categories AS c ON c.number = l.category
                    WHERE l.key = a.key AND c.path IN (SELECT value FROM json_each(:categories))
                ) AND NOT EXISTS (SELECT 1 FROM redirects AS r WHERE r.path = a.path)
            ) WHERE (fetched > :ahead OR fetched <= :now - CASE
                WHEN day >= :young THEN :daily WHEN day >= :middle THEN :weekly ELSE :seldom END
            ) AND day >= :since
            ORDER BY day DESC, id DESC LIMIT :limit
            """,
            {
                "categories": json.dumps(list(categories)),
                "now": now,
                "ahead": now + _DAY,
                "young": _day(now - young * _DAY),
                "middle": _day(now - middle * _DAY),
                "daily": daily * _DAY,
                "weekly": weekly * _DAY,
                "seldom": _SELDOM * _DAY,
                "since": since or "",
                "limit": limit,
            },
        )
        return [path for (path,) in rows]

    def note_checked(self, path: str, at: float) -> None:
        """Note that a kept article was asked for again `at` and stays as it is, whatever the site answered."""
        with self._writing("cache") as cache:
            cache.execute("UPDATE pages SET fetched = ? WHERE path = ?", (at, path))
            if not cache.changes():
                cache.execute(
                    "UPDATE bodies SET fetched = ? WHERE key = (SELECT key FROM articles WHERE path = ?)", (at, path)
                )

    def averages(self) -> Averages:
        """Give the averages of what is there, or what is usual where nothing is."""
        usual = Averages()
        [(page_bytes, picture_bytes, pictures, articles)] = self._rows(
            "SELECT (SELECT avg(length(body)) FROM pages), (SELECT avg(length(data)) FROM images WHERE length(data)), "
            "(SELECT count(*) FROM images), (SELECT count(*) FROM bodies)"
        )
        return Averages(
            page_bytes or usual.page_bytes,
            picture_bytes or usual.picture_bytes,
            pictures / articles if articles and pictures else usual.pictures,
        )


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
