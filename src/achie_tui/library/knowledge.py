"""What the site's own pages taught about how to read them, and the pages it can be learned from."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from achie_tui.library.connections import Store
from achie_tui.site.address import is_listing

_REVISIONS = 3  # kept, the newest; only the last is used
_LISTS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Known:
    """A revision of what is known of the site's templates: `data` as they give it, learned from so many `articles`."""

    revision: int
    articles: int
    data: Any


NOTHING_KNOWN = Known(0, 0, None)


class Knowledge(Store):
    """The part of the library that holds what was learned of the site, as data."""

    def current(self) -> Known:
        """Give the last revision; number 0 before the first, and where it cannot be read."""
        rows = self._rows("SELECT revision, articles, data FROM knowledge ORDER BY revision DESC LIMIT 1")
        if not rows:
            return NOTHING_KNOWN
        [(revision, articles, data)] = rows
        try:
            return Known(revision, articles, json.loads(zlib.decompress(data)))
        except (zlib.error, ValueError):
            return NOTHING_KNOWN

    def revision(self) -> int:
        """Give the number of the last revision, 0 before the first."""
        return int(self._value("SELECT coalesce(max(revision), 0) FROM knowledge"))

    def save(self, data: Any, *, articles: int, at: float) -> Known:
        """Keep a new revision, learned `at` (seconds since the epoch) from so many articles; gives it."""
        with self._writing("cache") as cache:
            cache.execute(
                "INSERT INTO knowledge(articles, learned, data) VALUES (?, ?, ?)", (articles, at, _packed(data))
            )
            revision = cache.last_insert_rowid()
            cache.execute("DELETE FROM knowledge WHERE revision <= ?", (revision - _REVISIONS,))
        return Known(revision, articles, data)

    def note(self, articles: int) -> None:
        """Note that from so many articles nothing else is learned than the last revision says."""
        with self._writing("cache") as cache:
            cache.execute(
                "UPDATE knowledge SET articles = ? WHERE revision = (SELECT max(revision) FROM knowledge)", (articles,)
            )

    def renew(self, data: Any, *, articles: int, at: float) -> None:
        """Put the same knowledge, from more articles, in the place of the last revision."""
        with self._writing("cache") as cache:
            cache.execute(
                "UPDATE knowledge SET data = ?, articles = ?, learned = ? "
                "WHERE revision = (SELECT max(revision) FROM knowledge)",
                (_packed(data), articles, at),
            )

    def pass_over(self, path: str, parser: int) -> None:
        """Note that an article cannot be read again: its page is not here any more."""
        with self._writing("cache") as cache:
            cache.execute(
                "UPDATE bodies SET parser = max(parser, ?), "
                "knowledge = (SELECT coalesce(max(revision), 0) FROM knowledge) "
                "WHERE key = (SELECT key FROM articles WHERE path = ?)",
                (parser, path),
            )

    def count_articles(self) -> int:
        """Count the articles whose pages are here to learn from."""
        return int(
            self._value(
                "SELECT count(*) FROM bodies JOIN articles USING (key) JOIN pages ON pages.path = articles.path"
            )
        )

    def articles(self, limit: int) -> list[str]:
        """Give the paths of the articles fetched last whose pages are here, at most `limit`."""
        rows = self._rows(
            "SELECT a.path FROM bodies AS b JOIN articles AS a USING (key) JOIN pages AS p ON p.path = a.path "
            "ORDER BY p.fetched DESC, b.key DESC LIMIT ?",
            (limit,),
        )
        return [path for (path,) in rows]

    def lists(self, limit: int) -> list[str]:
        """Give the paths of the list pages fetched last, at most `limit`."""
        rows = self._rows(
            "SELECT path FROM pages WHERE path NOT IN (SELECT path FROM articles) ORDER BY fetched DESC LIMIT ?",
            (_LISTS_LOOKED_AT,),
        )
        return [path for (path,) in rows if is_listing(path)][:limit]

    def witnesses(self, path: str) -> tuple[str | None, str | None] | None:
        """Give the title and the date by which a listing has an article, None where none has it."""
        rows = self._rows("SELECT listed, listed_date FROM articles WHERE path = ? AND listed IS NOT NULL", (path,))
        return rows[0] if rows else None

    def stale(self, parser: int, limit: int) -> list[str]:
        """Give the paths of at most `limit` kept articles that an older parser, or one that knew less, has read."""
        rows = self._rows(
            "SELECT a.path FROM bodies AS b CROSS JOIN articles AS a ON a.key = b.key "
            "WHERE b.parser < ?1 OR b.knowledge < (SELECT coalesce(max(revision), 0) FROM knowledge) "
            "ORDER BY b.key DESC LIMIT ?2",
            (parser, limit),
        )
        return [path for (path,) in rows]


def _packed(data: Any) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
