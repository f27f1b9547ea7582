"""When the user was here, where in each article, and what the app remembers from one visit to the next."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from achie_tui.library.connections import Connections, Store
from achie_tui.library.times import CHANGED

if TYPE_CHECKING:
    from achie_tui.library.watch_words import WatchWord

_VISITS_KEPT = 100


class VisitStore(Store):
    """Keeps visits, places in articles, and settings of the app's own, the kept searches among them."""

    def __init__(self, connections: Connections, clock: Callable[[], float]) -> None:
        super().__init__(connections)
        self._clock = clock

    def place(self, path: str) -> tuple[int, int] | None:
        """Give the block and the offset in it (as saved) where the reader left an article."""
        rows = self._rows("SELECT block, offset FROM user.places WHERE path = ?", (path,))
        return (rows[0][0], rows[0][1]) if rows else None

    def save_place(self, path: str, block: int, offset: int, percent: int | None = None) -> None:
        """Remember where the reader stands in an article, and how far down it that is, in percent (None: not known).

        An article is begun where that is more than nothing, and finished at 100. When this returns, it survives a
        crash of the machine.
        """
        if (block, offset) == (0, 0):
            percent = 0
        with self._writing("user") as user:
            user.execute(
                "INSERT INTO places(path, block, offset, percent, at) VALUES (?, ?, ?, ?, ?) "  # noqa: S608
                "ON CONFLICT DO UPDATE SET block = excluded.block, offset = excluded.offset, "
                f"percent = excluded.percent, {CHANGED}",
                (path, block, offset, percent, self._clock()),
            )

    def note(self, begun: float) -> None:
        """Note that the user is here, in the session of the app that began then (seconds since the epoch)."""
        with self._writing("user") as user:
            user.execute(
                "INSERT INTO visits(begun, last) VALUES (?1, max(?1, ?2)) "
                "ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
                (begun, self._clock()),
            )
            user.execute(
                "DELETE FROM visits WHERE begun < (SELECT begun FROM visits ORDER BY begun DESC LIMIT 1 OFFSET ?)",
                (_VISITS_KEPT,),
            )

    def last(self, before: float) -> float | None:
        """Tell when the user was last here, `before` that, in seconds since the epoch; None for the first visit."""
        at = self._value("SELECT max(last) FROM user.visits WHERE last <= ?", (before,))
        return None if at is None else float(at)

    def setting(self, name: str) -> str | None:
        """Give what the app was told to remember under a name."""
        value = self._value("SELECT value FROM user.settings WHERE name = ?", (name,))
        return None if value is None else str(value)

    def settings(self, beginning: str) -> dict[str, str]:
        """Give all that the app was told to remember under names with a beginning."""
        rows = self._rows(
            "SELECT name, value FROM user.settings WHERE substr(name, 1, ?) = ?", (len(beginning), beginning)
        )
        return dict(rows)

    def save_setting(self, name: str, value: str) -> None:
        """Remember something for the app."""
        from achie_tui.library.remembered import remember  # a start has no use for it

        with self._writing("user") as user:
            remember(user, name, value, self._clock())

    def keep_words(self, before: "Sequence[WatchWord]", wanted: "Sequence[WatchWord]") -> "tuple[WatchWord, ...]":
        """Keep the searches that are `wanted`, where those `before` were known; gives all that there are then.

        What another process kept or removed meanwhile stays so.
        """
        from achie_tui.library.remembered import change_words

        with self._writing("user") as user:
            return change_words(user, before, wanted, self._clock())

    def hand_on(self, text: str, paths: Sequence[str]) -> list[str]:
        """Take note that the user's program is told of articles that a kept search finds; gives those it was not yet.

        Each is given once, whichever process asks, and under whichever path: its own, or that of a redirect to it.
        """
        from achie_tui.library import handed_on, remembered  # only who has such a program has a use for them

        same = self._same(paths)
        with self._writing("user") as user:
            kept = list(user.execute("SELECT value FROM settings WHERE name = ?", (handed_on.HANDED_ON,)))
            known = handed_on.read(str(kept[0][0])) if kept else {}
            fresh, now = handed_on.fresh_of(known.get(text, {}), paths, same), self._clock()
            if fresh:
                value = handed_on.write(handed_on.renewed(known, text, fresh, now))
                remembered.remember(user, handed_on.HANDED_ON, value, now)
            return fresh

    def _same(self, paths: Sequence[str]) -> dict[str, set[str]]:
        """Give for each path all that mean its article: where it leads within the site, and what else leads there."""
        rows = self._rows(
            "SELECT path, location FROM redirects WHERE substr(location, 1, 1) = '/' AND location IN ("
            "SELECT value FROM json_each(?1) UNION SELECT r.location FROM json_each(?1) AS wanted "
            "CROSS JOIN redirects AS r ON r.path = wanted.value)",
            (json.dumps(list(paths)),),
        )
        own: dict[str, str] = dict(rows)
        leading: dict[str, set[str]] = {}
        for path, location in rows:
            leading.setdefault(location, {location}).add(path)
        return {path: leading.get(own.get(path, path), {path}) for path in paths}
