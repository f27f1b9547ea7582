"""Catalogue entries: what lists show of an article, put together from the rows that list it and the article itself."""

from dataclasses import dataclass, replace

import apsw

from achie_tui.library.typed import all_rows
from achie_tui.model import Article, Row
from achie_tui.site.address import article_id

_CUT = "….·。"
_DAY = len("YYYY-MM-DD")


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """What is known of an article without its text; `parsed` says that it comes from the article itself."""

    id: int | None
    title: str
    category: str | None
    published: str | None
    summary: str | None
    source: str | None
    parsed: bool = False


def of_row(row: Row, category: str | None, known: CatalogEntry | None) -> CatalogEntry:
    """Give the entry after a listing row was seen; `category` is the listing's, for rows that name none."""
    if known is None:
        return CatalogEntry(
            article_id(row.path), row.title, row.category or category, row.published, row.summary, row.source
        )
    title = _longer(known.title, row.title) if known.parsed else _longer(row.title, known.title)
    if known.parsed:
        return replace(
            known,
            title=title,
            category=known.category or row.category or category,
            published=known.published or row.published,
            summary=known.summary or row.summary,
            source=known.source or row.source,
        )
    return replace(
        known,
        title=title,
        category=row.category or known.category or category,
        published=_exacter(row.published, known.published),
        summary=row.summary or known.summary,
        source=row.source or known.source,
    )


def of_article(article: Article, known: CatalogEntry | None) -> CatalogEntry:
    """Give the entry after the article itself was read."""
    own = CatalogEntry(
        id=article.id if article.id is not None else article_id(article.path),
        title=article.title,
        category=article.category,
        published=article.published,
        summary=None,
        source=article.source,
        parsed=True,
    )
    if known is None:
        return own
    return replace(
        own,
        id=own.id if own.id is not None else known.id,
        title=_longer(own.title, known.title),
        category=own.category or known.category,
        published=_same_day_exacter(own.published, known.published),
        summary=known.summary,
        source=own.source or known.source,
    )


def find_entry(cache: apsw.Connection, path: str) -> tuple[int | None, CatalogEntry | None]:
    """Give the key and the entry of an article, None and None where it is not known."""
    rows = all_rows(
        cache.execute(
            "SELECT key, id, title, category, published, summary, source, parsed FROM articles WHERE path = ?", (path,)
        )
    )
    return (rows[0][0], CatalogEntry(*rows[0][1:])) if rows else (None, None)


def keep_entry(
    cache: apsw.Connection, path: str, key: int | None, known: CatalogEntry | None, entry: CatalogEntry, *, at: float
) -> int:
    """Write an entry where it differs from what is known, as it was seen `at`; gives the article's key."""
    if key is not None and entry == known:
        return key
    fields = (entry.id, entry.title, entry.category, entry.published, entry.summary, entry.source, entry.parsed)
    if key is None:
        cache.execute(
            "INSERT INTO articles(path, id, title, category, published, summary, source, parsed, first_seen) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (path, *fields, at),
        )
        return cache.last_insert_rowid()
    cache.execute(
        "UPDATE articles SET id = ?, title = ?, category = ?, published = ?, summary = ?, source = ?, parsed = ? "
        "WHERE key = ?",
        (*fields, key),
    )
    return key


def _longer(title: str, other: str) -> str:
    """Give `title`, unless `other` says the same and more of it: the engine cuts titles short."""
    begin = title.rstrip(_CUT).rstrip()
    return other if len(other) > len(title) and other.startswith(begin) else title


def _exacter(published: str | None, known: str | None) -> str | None:
    """Give the newer date, unless it would lose a known time of day."""
    if published is None or (known is not None and len(known) > _DAY >= len(published)):
        return known
    return published


def _same_day_exacter(published: str | None, known: str | None) -> str | None:
    """Give the article's date, with the known time of day where it has none for the same day."""
    if published is None or (known is not None and len(known) > len(published) and known.startswith(published)):
        return known
    return published
