"""Where the rows of a listing page stand among those of the whole listing, as it is written to the library."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import apsw

from achie_tui.library.order import ROOM, longest_rising, spread
from achie_tui.library.typed import all_rows

_OTHERS = "key NOT IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of one page of a category's listing, as keys in the page's order, as the site showed them `at`.

    It lives inside a transaction.
    """

    cache: apsw.Connection
    category: int
    page: int
    keys: Sequence[int]
    at: float

    def settle(self) -> frozenset[int]:
        """Put the rows where they belong; gives those that stood in the category's listing before."""
        held = self._held()
        arrived = self._arrived(held)
        # Rows pushed off this page keep their places; which page they are on now is not known.
        self.cache.execute(
            f"UPDATE listings SET page = NULL WHERE category = ? AND page = ? AND {_OTHERS}",  # noqa: S608
            (self.category, self.page, json.dumps(self.keys)),
        )
        places = self._places(held)
        if places is None:
            self._make_room()
            places = self._places(self._held()) or range(0)
        self.cache.executemany(
            "INSERT INTO listings(category, key, place, page, seen) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET place = excluded.place, page = excluded.page, seen = excluded.seen",
            [(self.category, key, place, self.page, self.at) for key, place in zip(self.keys, places, strict=True)],
        )
        self.cache.executemany("UPDATE articles SET arrived = 1 WHERE key = ?", [(key,) for key in arrived])
        return frozenset(held)

    def _held(self) -> dict[int, int]:
        """Give the places of those rows that stand in the listing."""
        rows = all_rows(
            self.cache.execute(
                "SELECT key, place FROM listings WHERE category = ? AND key IN (SELECT value FROM json_each(?))",
                (self.category, json.dumps(self.keys)),
            )
        )
        return dict(rows)

    def _arrived(self, held: dict[int, int]) -> list[int]:
        """Give the new rows that stand above one known before; those below all of them are only older."""
        [(last,)] = self.cache.execute("SELECT max(place) FROM listings WHERE category = ?", (self.category,))
        arrived: list[int] = []
        if last is None:
            return arrived
        above, below = self._before(held), list[int]()
        for key in self.keys:
            if key in held:
                above = held[key]
                arrived += below
                below = []
            elif above is None or above < last:
                arrived.append(key)
            else:
                below.append(key)
        return arrived

    def _places(self, held: dict[int, int]) -> Sequence[int] | None:
        """Give the rows' places: those they have, where these are right; None where there is no room."""
        before = self._before(held)
        after = self._other("place > ? ORDER BY place", -(2**63) if before is None else before)
        places = [held[key] for key in self.keys if key in held]
        bounds = [*([] if before is None else [before]), *places, *([] if after is None else [after])]
        if len(places) == len(self.keys) and all(one < other for one, other in pairwise(bounds)):
            return places
        return spread(before, after, len(self.keys))

    def _before(self, held: dict[int, int]) -> int | None:
        """Give the place of the row that these follow, None where they are the first."""
        if self.page == 1:
            return None
        known = longest_rising([held[key] for key in self.keys if key in held])
        if 2 * len(known) >= len(self.keys) > 0 and not self._continues():
            return self._other("place < ? ORDER BY place DESC", known[0])
        return self._other("page < ? ORDER BY page DESC, place DESC", self.page)

    def _continues(self) -> bool:
        """Tell whether the page before was the last one saved, and later than any of these rows: the walk knows best.

        With another page saved since, the rows may have moved on from behind it.
        """
        [(seen,)] = self.cache.execute(
            "SELECT max(seen) FROM listings WHERE category = ? AND key IN (SELECT value FROM json_each(?))",
            (self.category, json.dumps(self.keys)),
        )
        last = self.cache.execute(
            "SELECT page, saved FROM listing_pages WHERE category = ? ORDER BY saved DESC LIMIT 1", (self.category,)
        ).fetchone()
        return last is not None and last[0] == self.page - 1 and last[1] > seen

    def _other(self, condition: str, value: int) -> int | None:
        """Give the place of the first row that meets the condition and is none of these."""
        found = all_rows(
            self.cache.execute(
                f"SELECT place FROM listings WHERE category = ? AND {_OTHERS} AND {condition} LIMIT 1",  # noqa: S608
                (self.category, json.dumps(self.keys), value),
            )
        )
        return found[0][0] if found else None

    def _make_room(self) -> None:
        self.cache.execute(
            "UPDATE listings SET place = ranked.place FROM ("
            "SELECT key, ?2 * row_number() OVER (ORDER BY place) AS place FROM listings WHERE category = ?1) AS ranked "
            "WHERE listings.category = ?1 AND listings.key = ranked.key",
            (self.category, ROOM),
        )
