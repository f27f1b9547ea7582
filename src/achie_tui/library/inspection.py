"""A look at all that both files hold, beyond what SQLite checks: texts by their hashes, marks by their journal."""

from dataclasses import dataclass

from achie_tui.library.articles import sound
from achie_tui.library.connections import Store

_BATCH = 200
# Marks as the journal says that they are: as the last step not taken back set them, or as they were before the first.
# Beside max(), SQLite gives the other columns of the row that has it.
_BY_JOURNAL = """
SELECT mark, path FROM (
    SELECT c.mark, c.path, c.value, s.undone, max(CASE WHEN s.undone THEN -c.step ELSE c.step END)
    FROM user.changes AS c JOIN user.steps AS s ON s.number = c.step GROUP BY c.mark, c.path
) WHERE value <> undone
"""
_UNLIKE = f"""
SELECT count(*) FROM (
    SELECT * FROM (SELECT mark, path FROM user.marks EXCEPT {_BY_JOURNAL})
    UNION ALL
    SELECT * FROM ({_BY_JOURNAL} EXCEPT SELECT mark, path FROM user.marks)
)
"""  # noqa: S608
# What the index says it knows is counted as known only where it is there.
_UNINDEXED = """
SELECT count(*) FROM articles WHERE indexed <> ?
OR key NOT IN (SELECT id FROM search_texts_docsize) OR key NOT IN (SELECT id FROM search_titles_docsize)
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """How many texts of articles and former versions there are, how many of them are damaged, and what leads nowhere.

    `dangling` counts rows that belong to others which are not there; `unindexed` articles that the search index does
    not know as they are: that is no damage, it catches up.
    """

    articles: int
    bad_articles: int
    versions: int
    bad_versions: int
    dangling: int
    unindexed: int


@dataclass(frozen=True, slots=True)
class Journal:
    """How many marks and steps there are, and how many marks are not as the journal says."""

    marks: int
    steps: int
    wrong_marks: int
    dangling: int


class Inspection(Store):
    """Counts what is wrong. It may take a while, and waits for nobody who writes."""

    def texts(self) -> Texts:
        """Read every text."""
        from achie_tui.library.search.terms import TOKENS_VERSION  # a start has no use for it

        articles, bad_articles = self._count_texts("bodies", "key")
        versions, bad_versions = self._count_texts("versions", "number")
        return Texts(
            articles,
            bad_articles,
            versions,
            bad_versions,
            self._dangling("main"),
            int(self._value(_UNINDEXED, (TOKENS_VERSION,))),
        )

    def journal(self) -> Journal:
        """Follow the journal."""
        marks, steps, wrong = (
            int(self._value(sql))
            for sql in ("SELECT count(*) FROM user.marks", "SELECT count(*) FROM user.steps", _UNLIKE)
        )
        return Journal(marks, steps, wrong, self._dangling("user"))

    def _count_texts(self, table: str, number: str) -> tuple[int, int]:
        count = bad = 0
        last: int | None = -1
        while last is not None:
            rows = self._rows(
                f"SELECT {number}, body, hash FROM {table} WHERE {number} > ? ORDER BY {number} LIMIT {_BATCH}",  # noqa: S608
                (last,),
            )
            last = rows[-1][0] if rows else None
            count += len(rows)
            bad += sum(sound(body, digest) is None for _, body, digest in rows)
        return count, bad

    def _dangling(self, schema: str) -> int:
        return len(self._rows(f"PRAGMA {schema}.foreign_key_check"))
