"""What was fetched besides articles' texts: raw pages, redirects and pictures."""

import zlib

from achie_tui.library.connections import Store
from achie_tui.library.records import RawPage

_LEVEL = 6


class PageStore(Store):
    """Keeps raw pages, and redirects in the place of some."""

    def get(self, path: str) -> RawPage | None:
        """Give a raw page; a damaged one counts as none."""
        rows = self._rows("SELECT path, body, charset, etag, last_modified, fetched FROM pages WHERE path = ?", (path,))
        if not rows:
            return None
        [(path, body, *rest)] = rows
        try:
            return RawPage(path, zlib.decompress(body), *rest)
        except zlib.error:
            return None

    def save(self, page: RawPage) -> None:
        """Keep a raw page in place of the one before; where only its validators are new, only these are written."""
        body = zlib.compress(page.body, _LEVEL)
        with self._writing("cache") as cache:
            cache.execute(
                "UPDATE pages SET etag = ?, last_modified = ?, fetched = ? "
                "WHERE path = ? AND charset IS ? AND body = ?",
                (page.etag, page.last_modified, page.fetched, page.path, page.charset, body),
            )
            if cache.changes():
                return
            cache.execute(
                "INSERT INTO pages(path, body, charset, etag, last_modified, fetched) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT(path) DO UPDATE SET body = excluded.body, charset = excluded.charset, "
                "etag = excluded.etag, last_modified = excluded.last_modified, fetched = excluded.fetched",
                (page.path, body, page.charset, page.etag, page.last_modified, page.fetched),
            )

    def touch(self, path: str, at: float, etag: str | None, last_modified: str | None) -> None:
        """Note that the site said `at` (seconds since the epoch) that a page is unchanged; None keeps a validator."""
        with self._writing("cache") as cache:
            cache.execute(
                "UPDATE pages SET fetched = ?, etag = coalesce(?, etag), last_modified = coalesce(?, last_modified) "
                "WHERE path = ?",
                (at, etag, last_modified, path),
            )

    def redirect(self, path: str) -> str | None:
        """Give where the site sends a path, as it said when asked."""
        location = self._value("SELECT location FROM redirects WHERE path = ?", (path,))
        return None if location is None else str(location)

    def save_redirect(self, path: str, location: str) -> None:
        """Keep where the site sends a path; it then reads offline where that does."""
        with self._writing("cache") as cache:
            cache.execute("INSERT OR REPLACE INTO redirects(path, location) VALUES (?, ?)", (path, location))
            cache.execute(
                "UPDATE articles SET cached = 1 WHERE path = ?1 AND NOT cached "
                "AND EXISTS (SELECT 1 FROM articles AS target WHERE target.path = ?2 AND target.cached)",
                (path, location),
            )


class PictureStore(Store):
    """Keeps pictures, and which of them the site has no longer."""

    def get(self, src: str) -> bytes | None:
        """Give a kept picture's file by its address: empty where the site has it no longer, None where none is kept."""
        data = self._value("SELECT data FROM images WHERE src = ?", (src,))
        return None if data is None else bytes(data)

    def has(self, src: str) -> bool:
        """Tell whether a picture is kept, or known to be on the site no longer: it is not to be fetched."""
        return self._value("SELECT 1 FROM images WHERE src = ?", (src,)) is not None

    def is_gone(self, src: str) -> bool:
        """Tell whether a picture is known to be on the site no longer."""
        return self._value("SELECT 1 FROM images WHERE src = ? AND length(data) = 0", (src,)) is not None

    def save(self, src: str, data: bytes, content_type: str | None) -> None:
        """Keep a picture's file under its absolute URL."""
        with self._writing("cache") as cache:
            cache.execute(
                "INSERT INTO images(src, type, data) VALUES (?, ?, ?) "
                "ON CONFLICT(src) DO UPDATE SET type = excluded.type, data = excluded.data",
                (src, content_type, data),
            )
