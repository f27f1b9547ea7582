"""Categories and their listings, in the site's own order."""

import json
from collections.abc import Collection, Sequence

import apsw

from achie_tui.library.connections import Shelf
from achie_tui.library.headline import Entry, of_row
from achie_tui.library.order import ROOM, longest_rising, spread
from achie_tui.library.records import ListingState
from achie_tui.model import Category, Listing, Row


class Listings(Shelf):
    """What the site's categories and listing pages said."""

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
        rows = list({row.path: row for row in reversed(listing.rows)}.values())[::-1]
        with self._writing("cache") as cache:
            number, name = _category(cache, category_path)
            keys = [_keep_row(cache, row, name) for row in rows]
            held = _places(cache, number, keys)
            _settle(cache, number, listing.page, keys, held)
            _note_page(cache, number, listing, at)
            if rows and keys[-1] not in held:
                # The pages known behind this one may have moved on by any number: older() asks for them again.
                cache.execute("DELETE FROM listing_pages WHERE category = ? AND page > ?", (number, listing.page))
        return tuple(row.path for row, key in zip(rows, keys, strict=True) if key not in held)

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


def _keep_row(cache: apsw.Connection, row: Row, category: str | None) -> int:
    """Keep what a row says of its article; gives the article's key."""
    key, known = find_entry(cache, row.path)
    return keep_entry(cache, row.path, key, known, of_row(row, category, known))


def find_entry(cache: apsw.Connection, path: str) -> tuple[int | None, Entry | None]:
    """Give the key and the entry of an article, None and None where it is not known."""
    for key, *fields, parsed in cache.execute(
        "SELECT key, id, title, category, published, summary, source, parsed FROM articles WHERE path = ?", (path,)
    ):
        return key, Entry(*fields, parsed=bool(parsed))
    return None, None


def keep_entry(cache: apsw.Connection, path: str, key: int | None, known: Entry | None, entry: Entry) -> int:
    """Write an entry where it differs from what is known; gives the article's key."""
    if key is not None and entry == known:
        return key
    fields = (entry.id, entry.title, entry.category, entry.published, entry.summary, entry.source, entry.parsed)
    if key is None:
        cache.execute(
            "INSERT INTO articles(path, id, title, category, published, summary, source, parsed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (path, *fields),
        )
        return cache.last_insert_rowid()
    cache.execute(
        "UPDATE articles SET id = ?, title = ?, category = ?, published = ?, summary = ?, source = ?, parsed = ? "
        "WHERE key = ?",
        (*fields, key),
    )
    return key


def _places(cache: apsw.Connection, category: int, keys: Sequence[int]) -> dict[int, int]:
    """Give the places of those of the keys that stand in the category's listing."""
    rows = cache.execute(
        "SELECT key, place FROM listings WHERE category = ? AND key IN (SELECT value FROM json_each(?))",
        (category, json.dumps(keys)),
    )
    return dict(rows)


def _settle(cache: apsw.Connection, category: int, page: int, keys: Sequence[int], held: dict[int, int]) -> None:
    """Put a page's rows, of which `held` stood in the listing already, where they belong."""
    names = json.dumps(keys)
    cache.execute(
        "UPDATE listings SET page = NULL WHERE category = ? AND page = ? "
        "AND key NOT IN (SELECT value FROM json_each(?))",
        (category, page, names),
    )
    before = _before(cache, category, page, keys, names, held)
    after = _first(
        cache,
        "SELECT place FROM listings WHERE category = ? AND place > ? AND key NOT IN (SELECT value FROM json_each(?)) "
        "ORDER BY place LIMIT 1",
        (category, -(2**63) if before is None else before, names),
    )
    places = _unmoved(before, after, keys, held) or spread(before, after, len(keys))
    if places is None:
        _make_room(cache, category)
        _settle(cache, category, page, keys, _places(cache, category, keys))
        return
    cache.executemany(
        "INSERT INTO listings(category, key, place, page) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET place = excluded.place, page = excluded.page",
        [(category, key, place, page) for key, place in zip(keys, places, strict=True)],
    )


def _before(
    cache: apsw.Connection, category: int, page: int, keys: Sequence[int], names: str, held: dict[int, int]
) -> int | None:
    """Give the place of the row that the page's rows follow, None where they are the first."""
    if page == 1:
        return None
    known = longest_rising([held[key] for key in keys if key in held])
    if known and 2 * len(known) >= len(keys):
        return _first(
            cache,
            "SELECT place FROM listings WHERE category = ? AND place < ? "
            "AND key NOT IN (SELECT value FROM json_each(?)) ORDER BY place DESC LIMIT 1",
            (category, known[0], names),
        )
    # Mostly new rows: they follow the page before them.
    return _first(
        cache,
        "SELECT place FROM listings WHERE category = ? AND page < ? AND key NOT IN (SELECT value FROM json_each(?)) "
        "ORDER BY page DESC, place DESC LIMIT 1",
        (category, page, names),
    )


def _unmoved(before: int | None, after: int | None, keys: Sequence[int], held: dict[int, int]) -> list[int] | None:
    """Give the places that the rows have already, where these are right."""
    places = [held[key] for key in keys if key in held]
    bounds = [*([] if before is None else [before]), *places, *([] if after is None else [after])]
    rising = all(one < other for one, other in zip(bounds, bounds[1:], strict=False))
    return places if rising and len(places) == len(keys) else None


def _make_room(cache: apsw.Connection, category: int) -> None:
    cache.execute(
        "UPDATE listings SET place = ranked.place FROM "
        "(SELECT key, ?2 * row_number() OVER (ORDER BY place) AS place FROM listings WHERE category = ?1) AS ranked "
        "WHERE listings.category = ?1 AND listings.key = ranked.key",
        (category, ROOM),
    )


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


def _first(cache: apsw.Connection, sql: str, values: tuple[object, ...]) -> int | None:
    for (place,) in cache.execute(sql, values):  # type: ignore[arg-type]
        return int(place)
    return None
