"""What the app remembers: settings, and the kept searches, each a row of its own, so that two machines can merge."""

from collections.abc import Sequence

import apsw

from achie_tui.library import watch_words
from achie_tui.library.state import ranked
from achie_tui.library.times import CHANGED, UNKNOWN, after
from achie_tui.library.watch_words import REMEMBERED, WatchWord


def remember(user: apsw.Connection, name: str, value: str, now: float) -> None:
    """Remember something under a name; of the kept searches each by itself."""
    if name == REMEMBERED:
        change_words(user, _kept(user), watch_words.read(value), now)
    else:
        _save(user, name, value, now)


def _save(user: apsw.Connection, name: str, value: str, now: float) -> None:
    user.execute(
        "INSERT INTO settings(name, value, at) VALUES (?, ?, ?) "  # noqa: S608
        "ON CONFLICT DO UPDATE SET value = excluded.value, "
        f"{CHANGED}",
        (name, value, now),
    )


def change_words(
    user: apsw.Connection, before: Sequence[WatchWord], wanted: Sequence[WatchWord], now: float
) -> tuple[WatchWord, ...]:
    """Do with the kept searches what the user did with those that were seen `before`; gives all that there are now.

    What another process or machine did with them meanwhile stays. What is removed at once is one step of the journal.
    """
    adopt_words(user)
    rows = {text: (name, rank, at) for text, name, rank, at in user.execute("SELECT * FROM watched")}
    seen, names = {word.text: word.name for word in before}, {word.text: word.name for word in wanted}
    ranks = _ranks(list(seen), list(names), {text: rank for text, (name, rank, _) in rows.items() if name is not None})
    for text, name in names.items():
        there, rank, at = rows.get(text, (None, 0.0, UNKNOWN))
        kept = there if seen.get(text) == name and text in rows else name
        if kept is not None and (kept, ranks.get(text, rank)) != (there, rank):
            put_word(user, text, kept, ranks.get(text, rank), after(now, at))
    gone = [text for text in seen.keys() - names.keys() if text in rows and rows[text][0] is not None]
    if gone:
        user.execute("INSERT INTO steps(at) VALUES (?)", (now,))
        step = user.last_insert_rowid()
        user.execute("DELETE FROM steps WHERE undone")
        user.executemany(
            "INSERT INTO word_changes(step, text, name) VALUES (?, ?, ?)",
            [(step, text, rows[text][0]) for text in gone],
        )
        apply_word_changes(user, step, now, forward=True)
    return tell_words(user, now)


def apply_word_changes(user: apsw.Connection, step: int, now: float, *, forward: bool) -> None:
    """Remove the searches that a step removed, or bring them back, each to its place.

    One that was kept again meanwhile stays as it is where it is to be brought back.
    """
    changes = list(
        user.execute(
            "SELECT c.text, c.name, w.name, w.rank, w.at FROM word_changes AS c JOIN watched AS w ON w.text = c.text "
            "WHERE c.step = ?",
            (step,),
        )
    )
    for text, name, there, rank, at in changes:
        if forward and there is not None:
            user.execute("UPDATE word_changes SET name = ? WHERE (step, text) = (?, ?)", (there, step, text))
            put_word(user, text, None, rank, after(now, at))
        elif not forward and there is None:
            put_word(user, text, name, rank, after(now, at))
    if changes:
        tell_words(user, now)


def _ranks(before: list[str], wanted: list[str], ranks: dict[str, float]) -> dict[str, float]:
    """Give the ranks that change: of what is added, and where the user has moved something, of that."""
    stay = [text for text in before if text in set(wanted)]
    if [text for text in wanted if text in set(before)] == stay:
        last = max(ranks.values(), default=-1.0)
        added = [text for text in wanted if text not in ranks]
        return {text: last + number for number, text in enumerate(added, 1)}
    return ranked(wanted, ranks)


def adopt_words(user: apsw.Connection) -> None:
    """Give those kept searches a row that were kept before they had one: nobody knows when."""
    user.executemany(
        "INSERT OR IGNORE INTO watched(text, name, rank, at) VALUES (?, ?, ?, ?)",
        [(word.text, word.name, float(rank), UNKNOWN) for rank, word in enumerate(_kept(user))],
    )


def _kept(user: apsw.Connection) -> tuple[WatchWord, ...]:
    kept = list(user.execute("SELECT value FROM settings WHERE name = ?", (REMEMBERED,)))
    return watch_words.read(kept[0][0]) if kept and isinstance(kept[0][0], str) else ()


def put_word(user: apsw.Connection, text: str, name: str | None, rank: float, at: float) -> None:
    """Write a kept search down, or that it was removed."""
    user.execute("INSERT OR REPLACE INTO watched(text, name, rank, at) VALUES (?, ?, ?, ?)", (text, name, rank, at))


def tell_words(user: apsw.Connection, now: float) -> tuple[WatchWord, ...]:
    """Write the setting that the app reads, and give the kept searches in their order."""
    rows = user.execute("SELECT name, text FROM watched WHERE name NOT NULL ORDER BY rank, text")
    words = tuple(WatchWord(name, text) for name, text in rows)
    _save(user, REMEMBERED, watch_words.write(words), now)
    return words
