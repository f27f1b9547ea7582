"""What lists show: keys, headlines and counts, joined from both files."""

import json
from collections.abc import Sequence
from typing import Any

from achie_tui.library.connections import Shelf
from achie_tui.library.records import Totals, View
from achie_tui.model import Category, CategoryCount, Headline

# A mark's articles, by their keys: the marks are few beside the articles, so the search starts from them.
_MARKED = "SELECT a.key FROM user.marks AS m CROSS JOIN articles AS a ON a.path = m.path WHERE m.mark = "
_NARROWED = (
    f"(NOT :unread OR key NOT IN ({_MARKED} 'read')) "
    f"AND (NOT :starred OR key IN ({_MARKED} 'starred')) "
    f"AND (NOT :later OR key IN ({_MARKED} 'later'))"
)
_NEWEST = f"SELECT key FROM articles WHERE {_NARROWED} ORDER BY published DESC, id DESC"  # noqa: S608
_LISTED = (
    "SELECT key FROM listings WHERE category = (SELECT number FROM categories WHERE path = :category) "  # noqa: S608
    f"AND {_NARROWED} ORDER BY place"
)
_HEADLINE = (
    "a.key, a.path, a.id, a.title, a.category, a.published, a.summary, a.source, "
    "EXISTS (SELECT 1 FROM user.marks WHERE mark = 'read' AND path = a.path), "
    "EXISTS (SELECT 1 FROM user.marks WHERE mark = 'starred' AND path = a.path), "
    "EXISTS (SELECT 1 FROM user.marks WHERE mark = 'later' AND path = a.path), "
    "a.cached"
)
_TOLD = 8  # columns before the marks


class Views(Shelf):
    """The lists of the front ends."""

    def keys(self, view: View) -> list[int]:
        """Give the keys of a view's articles.

        A category's stand in the site's own order, all others newest first, those without a date last.
        """
        values = {
            "unread": view.unread,
            "starred": view.starred,
            "later": view.later,
        }
        if view.category is None:
            rows = self._rows(_NEWEST, values)
        else:
            rows = self._rows(_LISTED, {**values, "category": view.category})
        return [key for (key,) in rows]

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """Give the headlines of these keys, in their order; unknown keys are left out."""
        rows = self._rows(
            f"SELECT {_HEADLINE} FROM json_each(?) AS wanted "  # noqa: S608
            "CROSS JOIN articles AS a ON a.key = wanted.value ORDER BY wanted.id",
            (json.dumps(list(keys)),),
        )
        return [_headline(row) for row in rows]

    def headline(self, path: str) -> Headline | None:
        """Give an article's headline, None where it is not known."""
        rows = self._rows(f"SELECT {_HEADLINE} FROM articles AS a WHERE a.path = ?", (path,))  # noqa: S608
        return _headline(rows[0]) if rows else None

    def path_of(self, id: int) -> str | None:  # noqa: A002 - the model's own word
        """Give the path of the article with the engine's number, a kept one where several have it."""
        path = self._value("SELECT path FROM articles WHERE id = ? ORDER BY cached DESC, key DESC LIMIT 1", (id,))
        return None if path is None else str(path)

    def counts(self) -> list[CategoryCount]:
        """Count each category's articles, those kept for offline reading, and those unread, in the site's order."""
        rows = self._rows(
            "SELECT c.name, c.path, c.slug, c.articles, c.cached, c.articles - coalesce(read.articles, 0) "
            "FROM categories AS c LEFT JOIN ("
            "SELECT l.category, count(*) AS articles FROM user.marks AS m "
            "CROSS JOIN articles AS a ON a.path = m.path CROSS JOIN listings AS l ON l.key = a.key "
            "WHERE m.mark = 'read' GROUP BY l.category) AS read ON read.category = c.number "
            "WHERE c.position IS NOT NULL ORDER BY c.position"
        )
        return [
            CategoryCount(Category(name, path, slug), articles, cached, unread)
            for name, path, slug, articles, cached, unread in rows
        ]

    def totals(self) -> Totals:
        """Count all known articles, and those of each mark."""
        marked: dict[str, int] = dict(
            self._rows(
                "SELECT m.mark, count(*) FROM user.marks AS m CROSS JOIN articles AS a ON a.path = m.path "
                "GROUP BY m.mark"
            )
        )
        [(articles, cached)] = self._rows(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles WHERE cached)"
        )
        return Totals(
            articles, articles - marked.get("read", 0), marked.get("starred", 0), marked.get("later", 0), cached
        )


def _headline(row: tuple[Any, ...]) -> Headline:
    told, marks = row[:_TOLD], row[_TOLD:]
    return Headline(*told, *map(bool, marks))
