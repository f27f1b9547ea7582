"""How the library is: whether its files are sound, which backups there are, how its texts were found."""

import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Literal

from achie_tui.library.articles import sound
from achie_tui.library.connections import FileName, Shelf, connect, suspicion_of, translated
from achie_tui.library.mending import is_sound, size_of
from achie_tui.library.schema import CACHE, USER
from achie_tui.model import Extraction

Soundness = Literal["sound", "damaged", "unfinished"]

_TABLES = {"cache": CACHE, "user": USER}
_NEWEST = 100  # articles of a category: enough for a share, and the site's present template made them


class Health(Shelf):
    """What can be told of the library's state."""

    def check(self, name: FileName, seconds: float) -> Soundness:
        """Check a file with SQLite's quick check, as far as the seconds reach; damage is mended at the next start."""
        source = self._connections.source(name)
        end = time.monotonic() + seconds
        with translated():
            if is_sound(source, _TABLES[name], seconds=seconds):
                return "unfinished" if time.monotonic() > end else "sound"
        with suppress(OSError):
            suspicion_of(source.file).touch(mode=0o600)
        return "damaged"

    def backups(self) -> list[tuple[Path, int]]:
        """Give the backups of the user's data with their sizes, newest first."""
        folder = self._connections.source("user").file.parent / "backups"
        return [(file, size_of(file)) for file in sorted(folder.glob("user-*.db"), reverse=True)]

    def journal_mode(self) -> str:
        """Give how the cache is written: `wal`, or what stands in for it on a network's disk."""
        with translated():
            connection = connect(self._connections.source("cache"))
            try:
                return str(connection.pragma("journal_mode"))
            finally:
                connection.close()

    def extractions(self, seconds: float) -> dict[str, Counter[Extraction]]:
        """Count, for each category by its name, how the texts of its newest kept articles were found on their pages.

        Those that the seconds do not reach are left out.
        """
        end = time.monotonic() + seconds
        found: dict[str, Counter[Extraction]] = {}
        for number, name in self._rows("SELECT number, name FROM categories WHERE position NOT NULL ORDER BY position"):
            if time.monotonic() > end:
                break
            rows = self._rows(
                "SELECT b.body, b.hash FROM listings AS l CROSS JOIN bodies AS b ON b.key = l.key "
                "WHERE l.category = ? ORDER BY l.place LIMIT ?",
                (number, _NEWEST),
            )
            articles = (sound(body, digest) for body, digest in rows)
            found[name] = Counter(article.extraction for article in articles if article is not None)
        return found
