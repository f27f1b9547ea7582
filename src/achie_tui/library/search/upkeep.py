"""What the index does not know as it is: found, and read again."""

import json
from collections.abc import Sequence

import apsw

from achie_tui.library.articles import sound
from achie_tui.library.connections import Store
from achie_tui.library.search.terms import TOKENS_VERSION
from achie_tui.library.typed import all_rows

_STALE = "(indexed < ?1 OR indexed > ?1)"


def index_stale(cache: apsw.Connection, keys: Sequence[int]) -> None:
    """Have the index know those of these articles that it does not know as they are. It is part of a transaction."""
    from achie_tui.library.search.index import index_article  # a start has no use for it

    rows = all_rows(
        cache.execute(
            "SELECT a.key, a.title, b.body, b.hash FROM articles AS a LEFT JOIN bodies AS b ON b.key = a.key "  # noqa: S608
            f"WHERE a.key IN (SELECT value FROM json_each(?2)) AND {_STALE}",
            (TOKENS_VERSION, json.dumps(list(keys))),
        )
    )
    for key, title, body, digest in rows:
        index_article(cache, key, title, None if body is None else sound(body, digest))


class IndexUpkeep(Store):
    """Brings the index up to the library, in small steps: each is kept, whatever becomes of the next one."""

    def behind(self) -> int:
        """Count the articles that the index does not know as they are."""
        return int(self._value(f"SELECT count(*) FROM articles WHERE {_STALE}", (TOKENS_VERSION,)))  # noqa: S608

    def catch_up(self, most: int = 25) -> int:
        """Have the index know at most so many more articles as they are; gives how many are left.

        It is one transaction, of a few milliseconds an article. Raises a LibraryError as any writing does.
        """
        with self._writing("cache") as cache:
            stale = cache.execute(f"SELECT key FROM articles WHERE {_STALE} LIMIT ?2", (TOKENS_VERSION, most))  # noqa: S608
            index_stale(cache, [key for (key,) in stale])
        return self.behind()
