"""Categories and their listings, in the site's own order."""

import json
from collections.abc import Collection, Sequence

import apsw

from achie_tui.library.connections import Store
from achie_tui.library.entries import find_entry, keep_entry, of_row
from achie_tui.library.placing import PageRows
from achie_tui.library.records import ListingState
from achie_tui.model import Category, Listing, Row


class ListingStore(Store):
    """Keeps the site's categories, and which articles each lists in which order."""

    def categories(self) -> tuple[Category, ...]:
        """Give the site's categories in its order."""
        rows = self._rows("SELECT name, path, slug FROM categories WHERE position IS NOT NULL ORDER BY position")
        return tuple(Category(*row) for row in rows)

    def save_categories(self, categories: Sequence[Category]) -> None:
        """Keep the site's categories as they are now; one that vanished keeps its articles and may come back."""
        with self._writing("cache") as cache:
            cache.execute("UPDATE categories SET position = NULL")
            cache.executemany(
                "INSERT INTO categories(path, name, slug, position) VALUES (?, ?, ?, ?) ON CONFLICT(path) "
                "DO UPDATE SET name = excluded.name, slug = excluded.slug, position = excluded.position",
                [(each.path, each.name, each.slug, position) for position, each in enumerate(categories)],
            )

    def save_listing(self, category_path: str, listing: Listing, *, at: float) -> tuple[str, ...]:
        """Keep a listing page that was fetched `at` (seconds since the epoch); gives the paths new to the category."""
        from achie_tui.library.search.upkeep import index_stale  # reading has no use for it

        rows = list({row.path: row for row in listing.rows}.values())
        with self._writing("cache") as cache:
            number, name = _category(cache, category_path)
            keys = [_keep_row(cache, row, name, at) for row in rows]
            index_stale(cache, keys)
            known = PageRows(cache, number, listing.page, keys, at).settle()
            _note_page(cache, number, listing, at)
            if rows and keys[-1] not in known:
                # The pages known behind this one may have moved on by any number: older() asks for them again.
                cache.execute("DELETE FROM listing_pages WHERE category = ? AND page > ?", (number, listing.page))
        return tuple(row.path for row, key in zip(rows, keys, strict=True) if key not in known)

    def save_found(self, rows: Sequence[Row], *, at: float) -> list[int]:
        """Keep articles, in no listing, that the site's search found `at` (seconds since the epoch); gives keys."""
        with self._writing("cache") as cache:
            return [_keep_row(cache, row, None, at) for row in rows]

    def forget_absent(self, category_path: str, seen: Collection[str]) -> None:
        """After a walk of the whole listing: drop the rows that the site no longer lists; articles stay."""
        with self._writing("cache") as cache:
            number, _ = _category(cache, category_path)
            cache.execute(
                "DELETE FROM listings WHERE category = ?1 AND key NOT IN "
                "(SELECT articles.key FROM json_each(?2) AS seen CROSS JOIN articles ON articles.path = seen.value)",
                (number, json.dumps(list(seen))),
            )

    def listing_state(self, category_path: str) -> ListingState:
        """Tell how far a category's listing is known."""
        rows = self._rows("SELECT number, pages, total, template FROM categories WHERE path = ?", (category_path,))
        if not rows:
            return ListingState()
        [(number, pages, total, template)] = rows
        known, following = 0, None
        saved = self._rows("SELECT page, next FROM listing_pages WHERE category = ? ORDER BY page", (number,))
        for page, link in saved:
            if page != known + 1:
                break
            known, following = page, link
        return ListingState(known, pages, total, template, following)

    def refreshed_at(self, category_path: str | None) -> float | None:
        """Tell when a category (None: the list of categories) was last refreshed, in seconds since the epoch."""
        at = self._value("SELECT at FROM refreshed WHERE path = ?", (category_path or "",))
        return None if at is None else float(at)

    def set_refreshed(self, category_path: str | None, at: float) -> None:
        """Note that a category (None: the list of categories) was refreshed `at`."""
        with self._writing("cache") as cache:
            cache.execute("INSERT OR REPLACE INTO refreshed(path, at) VALUES (?, ?)", (category_path or "", at))


def _category(cache: apsw.Connection, path: str) -> tuple[int, str | None]:
    """Give a category's number and name; one not on the site's list (yet) gets a number and no name."""
    for number, name in cache.execute("SELECT number, name FROM categories WHERE path = ?", (path,)):
        return int(number), str(name) or None
    cache.execute("INSERT INTO categories(path, name, slug) VALUES (?, '', '')", (path,))
    return cache.last_insert_rowid(), None


def _keep_row(cache: apsw.Connection, row: Row, category: str | None, at: float) -> int:
    """Keep what a row says of its article; gives the article's key."""
    key, known = find_entry(cache, row.path)
    key = keep_entry(cache, row.path, key, known, of_row(row, category, known), at=at)
    # The listing's own words, as a witness: what the article says of itself may overwrite the others.
    cache.execute(
        "UPDATE articles SET listed = ?2, listed_date = coalesce(?3, listed_date) WHERE key = ?1 "
        "AND (listed IS NOT ?2 OR listed_date IS NOT coalesce(?3, listed_date))",
        (key, row.title, row.published),
    )
    return key


def _note_page(cache: apsw.Connection, category: int, listing: Listing, at: float) -> None:
    cache.execute(
        "INSERT OR REPLACE INTO listing_pages(category, page, next, saved) VALUES (?, ?, ?, ?)",
        (category, listing.page, listing.next, at),
    )
    cache.execute(
        "UPDATE categories SET pages = coalesce(?, pages), total = coalesce(?, total), "
        "template = coalesce(?, template) WHERE number = ?",
        (listing.pages, listing.total, listing.template, category),
    )
    if listing.pages is not None:
        cache.execute("DELETE FROM listing_pages WHERE category = ? AND page > ?", (category, listing.pages))
