"""What lists show: keys, headlines and counts, joined from both files."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from achie_tui.library.connections import Store
from achie_tui.library.records import Totals, View
from achie_tui.model import Category, CategoryCount, Headline

# A mark's articles, by their keys: the marks are few beside the articles, so the search starts from them.
MARKED = "SELECT a.key FROM user.marks AS m CROSS JOIN articles AS a ON a.path = m.path WHERE m.mark = "
_UNFINISHED = (
    "SELECT a.key FROM user.places AS p CROSS JOIN articles AS a ON a.path = p.path WHERE p.percent BETWEEN 1 AND 99"
)
# What came in since: at the head of a listing known before, or dated since, in the site's own time. Old articles that
# are only now seen are not new: the first look at a category brings them, and every older page of it.
_IS_NEW = "first_seen > :since AND (arrived OR published >= date(:since, 'unixepoch', '+8 hours'))"
_NEW = f"SELECT key FROM articles WHERE {_IS_NEW}"  # noqa: S608
NARROWED = (
    f"(NOT :unread OR key NOT IN ({MARKED} 'read')) "
    f"AND (NOT :starred OR key IN ({MARKED} 'starred')) "
    f"AND (NOT :later OR key IN ({MARKED} 'later')) "
    f"AND (NOT :unfinished OR key IN ({_UNFINISHED})) "
    f"AND (:since IS NULL OR key IN ({_NEW}))"
)
_NEWEST = "published DESC, id DESC"
_OLDEST = "published IS NULL, published, id"
# The articles of a view, and the order that is its own.
_OF_ALL = f"SELECT key FROM articles WHERE {NARROWED}", _NEWEST  # noqa: S608
_BEGUN = f"{_UNFINISHED} AND {NARROWED}", "p.at DESC"
_OF_CATEGORY = "category = (SELECT number FROM categories WHERE path = :category)"
_LISTED = f"SELECT key FROM listings WHERE {_OF_CATEGORY} AND {NARROWED}", "place"  # noqa: S608
_COUNT_READ = (
    "SELECT l.category, count(*) AS articles FROM user.marks AS m CROSS JOIN articles AS a ON a.path = m.path "
    "CROSS JOIN listings AS l ON l.key = a.key WHERE m.mark = 'read' GROUP BY l.category"
)
_COUNT_NEW = (
    "SELECT l.category, count(*) AS articles FROM articles AS a CROSS JOIN listings AS l ON l.key = a.key "  # noqa: S608
    f"WHERE {_IS_NEW} GROUP BY l.category"
)
# The place in a redirect is the one in the article that it leads to.
_PROGRESS = (
    "SELECT max(percent) FROM user.places WHERE percent BETWEEN 1 AND 99 "
    "AND path IN (a.path, (SELECT location FROM redirects WHERE path = a.path))"
)
_HEADLINE = (
    "a.key, a.path, a.id, a.title, a.category, a.published, a.summary, a.source, "  # noqa: S608
    "EXISTS (SELECT 1 FROM user.marks WHERE mark = 'read' AND path = a.path), "
    "EXISTS (SELECT 1 FROM user.marks WHERE mark = 'starred' AND path = a.path), "
    "EXISTS (SELECT 1 FROM user.marks WHERE mark = 'later' AND path = a.path), "
    f"a.cached, coalesce(({_PROGRESS}), 0)"
)
_DATED = "[12][0-9][0-9][0-9]-[01][0-9]-*"
_BEFORE_MARKS = 8  # columns


class ViewStore(Store):
    """Finds and counts what the front ends list."""

    def keys(self, view: View) -> list[int]:
        """Give the keys of a view's articles.

        A category's stand in the site's own order, those begun last read first, all others newest first and those
        without a date last; unless the view has another order.
        """
        found, order = _LISTED if view.category is not None else _BEGUN if view.unfinished else _OF_ALL
        if view.order == "unread":
            order = f"key IN ({MARKED} 'read'), {order}"
        elif view.order is not None:
            found = f"SELECT key, title FROM articles WHERE key IN ({found})"  # noqa: S608
            order = _OLDEST if view.order == "oldest" else _NEWEST
        rows = self._rows(f"{found} ORDER BY {order}", asdict(view))
        if view.order == "title":
            from achie_tui.pinyin import sort_key  # few ask for it

            rows.sort(key=lambda row: sort_key(row[1]))
        return [key for key, *_ in rows]

    def titles(self, keys: Sequence[int]) -> dict[int, str]:
        """Give the titles of these keys; unknown keys are left out."""
        return dict(
            self._rows(
                "SELECT a.key, a.title FROM json_each(?) AS wanted CROSS JOIN articles AS a ON a.key = wanted.value",
                (json.dumps(list(keys)),),
            )
        )

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """Give the headlines of these keys, in their order; unknown keys are left out."""
        rows = self._rows(
            f"SELECT {_HEADLINE} FROM json_each(?) AS wanted "  # noqa: S608
            "CROSS JOIN articles AS a ON a.key = wanted.value ORDER BY wanted.id",
            (json.dumps(list(keys)),),
        )
        return [_headline(row) for row in rows]

    def months(self, keys: Sequence[int]) -> list[str]:
        """Give the months (`YYYY-MM`) in which the articles of these keys were published, "" where none is known."""
        joined = self._value(
            f"SELECT group_concat(CASE WHEN published GLOB '{_DATED}' THEN substr(published, 1, 7) ELSE '' END) "  # noqa: S608
            "FROM (SELECT a.published FROM json_each(?) AS wanted LEFT JOIN articles AS a ON a.key = wanted.value "
            "ORDER BY wanted.id)",
            (json.dumps(list(keys)),),
        )
        months = str(joined).split(",") if keys else []
        known = {month: month for month in months}  # few, of thousands: each is kept once
        return [known[month] for month in months]

    def headline(self, path: str) -> Headline | None:
        """Give an article's headline, None where it is not known."""
        rows = self._rows(f"SELECT {_HEADLINE} FROM articles AS a WHERE a.path = ?", (path,))  # noqa: S608
        return _headline(rows[0]) if rows else None

    def leading_to(self, path: str) -> Headline | None:
        """Give the headline of what leads to an article, of several the newest; None where nothing does."""
        rows = self._rows(
            f"SELECT {_HEADLINE} FROM redirects AS r CROSS JOIN articles AS a ON a.path = r.path "  # noqa: S608
            f"WHERE r.location = ? ORDER BY {_NEWEST} LIMIT 1",
            (path,),
        )
        return _headline(rows[0]) if rows else None

    def path_of(self, id: int) -> str | None:  # noqa: A002 - the model's own word
        """Give the path of the article with the engine's number, a kept one where several have it."""
        path = self._value("SELECT path FROM articles WHERE id = ? ORDER BY cached DESC, key DESC LIMIT 1", (id,))
        return None if path is None else str(path)

    def counts(self, since: float | None = None) -> list[CategoryCount]:
        """Count each category's articles, in the site's order: all, kept for offline reading, unread, new `since`."""
        rows = self._rows(
            "SELECT c.name, c.path, c.slug, c.articles, c.cached, c.articles - coalesce(read.articles, 0), "  # noqa: S608
            "coalesce(new.articles, 0), (SELECT at FROM refreshed WHERE path = c.path) FROM categories AS c "
            f"LEFT JOIN ({_COUNT_READ}) AS read ON read.category = c.number "
            f"LEFT JOIN ({_COUNT_NEW}) AS new ON new.category = c.number "
            "WHERE c.position IS NOT NULL ORDER BY c.position",
            {"since": since},
        )
        return [CategoryCount(Category(name, path, slug), *counted) for name, path, slug, *counted in rows]

    def newest_day(self) -> str | None:
        """Give the day of the newest article that is dated by a day there is, None where none is."""
        day = self._value(
            "SELECT date(substr(published, 1, 10)) FROM articles WHERE date(substr(published, 1, 10)) NOT NULL "
            "ORDER BY published DESC LIMIT 1"
        )
        return None if day is None else str(day)

    def count_unfinished(self) -> int:
        """Count the articles begun and not finished."""
        return int(self._value(f"SELECT count(*) FROM ({_UNFINISHED})"))  # noqa: S608

    def version(self) -> tuple[int, int]:
        """Give what changes whenever somebody has written to the cache, or to the user's data."""
        return self._value("PRAGMA main.data_version"), self._value("PRAGMA user.data_version")

    def totals(self, since: float | None = None) -> Totals:
        """Count all known articles, those of each mark, those begun, and those new `since`."""
        marked: dict[str, int] = dict(
            self._rows(
                "SELECT m.mark, count(*) FROM user.marks AS m CROSS JOIN articles AS a ON a.path = m.path "
                "GROUP BY m.mark"
            )
        )
        [(articles, cached, new)] = self._rows(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles WHERE cached), "  # noqa: S608
            f"(SELECT count(*) FROM ({_NEW}))",
            {"since": since},
        )
        return Totals(
            articles=articles,
            unread=articles - marked.get("read", 0),
            starred=marked.get("starred", 0),
            later=marked.get("later", 0),
            cached=cached,
            unfinished=self.count_unfinished(),
            new=new,
        )


def _headline(row: tuple[Any, ...]) -> Headline:
    fields, marks, progress = row[:_BEFORE_MARKS], row[_BEFORE_MARKS:-1], row[-1]
    return Headline(*(*fields, *map(bool, marks), progress))
