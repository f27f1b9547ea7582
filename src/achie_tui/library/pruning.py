"""Removing what can be fetched again: attachments, pictures, raw pages, a category; never what the user wants kept."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from achie_tui.library.articles import sound
from achie_tui.library.attachments import Attachments
from achie_tui.library.connections import Connections, Store
from achie_tui.library.notes import NOTED
from achie_tui.model import Article, ImageBlock
from achie_tui.site.address import article_date, article_page, is_listing

_BATCH = 200
_DAY = len("YYYY-MM-DD")
_NEVER = "9999"

# Starred, to be read later, or with notes: a mark on a redirect holds for where it leads.
_PROTECTED = (
    "SELECT path FROM user.marks WHERE mark IN ('starred', 'later') UNION "  # noqa: S608
    "SELECT r.location FROM user.marks AS m CROSS JOIN redirects AS r ON r.path = m.path "
    f"WHERE m.mark IN ('starred', 'later') UNION {NOTED}"
)
# What leads to an article belongs to it; what another category lists as well stays.
_OF_CATEGORY = """
WITH listed(path, own) AS (
    SELECT a.path, l.category = (SELECT number FROM categories WHERE path = ?1)
    FROM listings AS l CROSS JOIN articles AS a ON a.key = l.key
    WHERE l.category IN (SELECT number FROM categories WHERE position NOT NULL)
    UNION ALL
    SELECT path, 1 FROM articles WHERE category = (SELECT name FROM categories WHERE path = ?1)
    AND NOT EXISTS (SELECT 1 FROM listings WHERE listings.key = articles.key)
),
reached(path, own) AS (
    SELECT path, own FROM listed
    UNION ALL
    SELECT r.location, l.own FROM listed AS l CROSS JOIN redirects AS r ON r.path = l.path
)
SELECT path FROM reached GROUP BY path HAVING min(own)
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be removed.

    `pictures_before`: pictures that only articles from before that day (`YYYY-MM-DD`) show, `attachments_before`: files
    that only such articles link. `raw_pages`: the pages that articles were read from. `category` (its path) narrows
    these to the articles that no other category lists; with none of them, it means all that is kept of these: texts
    with their former versions, raw pages, pictures, attachments.
    """

    pictures_before: str | None = None
    attachments_before: str | None = None
    raw_pages: bool = False
    category: str | None = None

    @property
    def takes_texts(self) -> bool:
        """Whether the articles themselves are meant."""
        others = (self.pictures_before, self.attachments_before)
        return self.category is not None and others == (None, None) and not self.raw_pages


@dataclass(slots=True)
class Pruned:
    """What was removed, or would be: how many of each kind, and how many bytes they took."""

    articles: int = 0
    versions: int = 0
    pages: int = 0
    pictures: int = 0
    attachments: int = 0
    bytes: int = 0


@dataclass(slots=True)
class _Plan:
    """The keys of what is to be removed, each with the article's path where there is one."""

    bodies: dict[int, str] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)  # their addresses
    attachments: dict[int, str] = field(default_factory=dict)  # theirs


class Pruning(Store):
    """Removes what was fetched and can be fetched again; all that the user did (marks, places, notes) stays.

    Starred articles, those to be read later and those with notes keep their texts, versions, raw pages, pictures and
    attachments. What takes the most room and says the least goes first: a run that is cut off has left the texts.
    """

    def __init__(self, connections: Connections, attachments: Attachments) -> None:
        super().__init__(connections)
        self._attachments = attachments

    def prune(self, selection: Selection, *, dry_run: bool = False) -> Pruned:
        """Remove a selection, or only count it. It may take seconds; others write in between."""
        protected = self._protected()
        plan = self._plan(selection, protected)
        pruned = Pruned()
        for kind, items in (
            ("attachments", plan.attachments),
            ("pictures", plan.pictures),
            ("pages", plan.pages),
            ("bodies", plan.bodies),
        ):
            keys = list(items)
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                if dry_run:
                    self._count(kind, batch, pruned)
                    continue
                with self._writing("cache") as cache:
                    # Marks that were set meanwhile count too.
                    spared = self._spared(kind, protected)
                    batch = [key for key in batch if items[key] not in spared]
                    self._count(kind, batch, pruned)
                    if kind == "attachments":
                        self._attachments.let_go(self._digests(batch))
                    _remove(cache, kind, batch)
        return pruned

    def _plan(self, selection: Selection, protected: Collection[str]) -> _Plan:
        plan = _Plan()
        chosen: set[str] | None = None
        if selection.category is not None:
            chosen = {path for (path,) in self._rows(_OF_CATEGORY, (selection.category,))}

        def is_chosen(path: str) -> bool:
            return path not in protected and (chosen is None or path in chosen)

        if selection.raw_pages or selection.takes_texts:
            pages = self._rows("SELECT number, path FROM pages")
            plan.pages = {
                number: first
                for number, path in pages
                if not is_listing(path) and is_chosen(first := _first_page(path))
            }
        if selection.takes_texts:
            rows = self._rows("SELECT b.key, a.path FROM bodies AS b CROSS JOIN articles AS a ON a.key = b.key")
            plan.bodies = {key: path for key, path in rows if is_chosen(path)}
        if selection.pictures_before is not None or selection.takes_texts:
            before = selection.pictures_before or _NEVER
            # What no article shows belongs to no category.
            plan.pictures = self._only_in("pictures", is_chosen, before, protected if chosen is None else None)
        if selection.attachments_before is not None or selection.takes_texts:
            before = selection.attachments_before or _NEVER
            plan.attachments = self._only_in("attachments", is_chosen, before, protected if chosen is None else None)
        return plan

    def _only_in(
        self, kind: str, is_chosen: Callable[[str], bool], before: str, protected: Collection[str] | None
    ) -> dict[int, str]:
        """Give the pictures that only chosen articles from before a day show, or the attachments that only they link.

        With `protected` also those of no article, unless the text of a protected one is not there to tell.
        """
        addresses, rows = _ADDRESSES[kind]
        shown, kept, readable = set[str](), set[str](), set[str]()
        for path, date, article in self._all_articles():
            readable.add(path)
            (shown if date < before and is_chosen(path) else kept).update(addresses(article))
        orphans = False
        if protected is not None:
            redirects = {path for (path,) in self._rows("SELECT path FROM redirects")}
            orphans = not {path for path in protected if path.startswith("/")} - redirects - readable
        return {
            number: address
            for number, address in self._rows(rows)
            if address not in kept and (address in shown or orphans)
        }

    def _digests(self, keys: Sequence[int]) -> list[str]:
        rows = self._rows(
            "SELECT digest FROM attachments WHERE digest NOT NULL AND number IN (SELECT value FROM json_each(?))",
            (_listed(keys),),
        )
        return [digest for (digest,) in rows]

    def _protected(self) -> set[str]:
        return {path for (path,) in self._rows(_PROTECTED)}

    def _spared(self, kind: str, known: Collection[str]) -> set[str]:
        """Give what must stay for marks that were set since the plan: paths, or addresses of what is in them."""
        marked = self._protected().difference(known)
        if kind not in _ADDRESSES or not marked:
            return marked
        addresses, _ = _ADDRESSES[kind]
        return {address for _, _, article in self._all_articles(marked) for address in addresses(article)}

    def _all_articles(self, only: Collection[str] | None = None) -> Iterator[tuple[str, str, Article]]:
        """Give every readable text, former versions too, with its article's path and day."""
        for table, number in (("bodies", "key"), ("versions", "number")):
            last: int | None = -1
            while last is not None:
                rows = self._rows(
                    f"SELECT t.{number}, a.path, a.published, date(t.fetched, 'unixepoch'), t.body, t.hash "  # noqa: S608
                    f"FROM {table} AS t CROSS JOIN articles AS a ON a.key = t.key "
                    f"WHERE t.{number} > ? ORDER BY t.{number} LIMIT {_BATCH}",
                    (last,),
                )
                last = rows[-1][0] if rows else None
                for _, path, published, fetched, body, digest in rows:
                    if (only is None or path in only) and (article := sound(body, digest)) is not None:
                        yield path, (published or article_date(path) or fetched)[:_DAY], article

    def _count(self, kind: str, keys: Sequence[int], pruned: Pruned) -> None:
        """Add what these keys hold."""
        values = (_listed(keys),)
        if kind == "bodies":
            count, size = self._sum("bodies", "key", "body", values)
            pruned.articles += count
            pruned.bytes += size
            count, size = self._sum("versions", "key", "body", values)
            pruned.versions += count
        elif kind == "pages":
            count, size = self._sum("pages", "number", "body", values)
            pruned.pages += count
        elif kind == "attachments":
            [(count, size)] = self._rows(
                "SELECT count(*), coalesce(sum(size), 0) FROM attachments "
                "WHERE number IN (SELECT value FROM json_each(?))",
                values,
            )
            pruned.attachments += count
        else:
            count, size = self._sum("images", "number", "data", values)
            pruned.pictures += count
        pruned.bytes += size

    def _sum(self, table: str, key: str, data: str, values: Any) -> tuple[int, int]:
        [(count, size)] = self._rows(
            f"SELECT count(*), coalesce(sum(length({data})), 0) FROM {table} "  # noqa: S608
            f"WHERE {key} IN (SELECT value FROM json_each(?))",
            values,
        )
        return count, size


def _remove(cache: apsw.Connection, kind: str, keys: Sequence[int]) -> None:
    values = (_listed(keys),)
    if kind == "bodies":
        cache.execute("DELETE FROM bodies WHERE key IN (SELECT value FROM json_each(?))", values)
        cache.execute("DELETE FROM versions WHERE key IN (SELECT value FROM json_each(?))", values)
        # What leads to them does not read offline any more either.
        cache.execute(
            "UPDATE articles SET cached = 0 WHERE cached AND (key IN (SELECT value FROM json_each(?1)) OR path IN ("
            "SELECT r.path FROM redirects AS r CROSS JOIN articles AS a ON a.path = r.location "
            "WHERE a.key IN (SELECT value FROM json_each(?1))))",
            values,
        )
    else:
        table = "images" if kind == "pictures" else kind
        cache.execute(f"DELETE FROM {table} WHERE number IN (SELECT value FROM json_each(?))", values)  # noqa: S608


def _listed(keys: Sequence[int]) -> str:
    return f"[{','.join(map(str, keys))}]"


def _first_page(path: str) -> str:
    """Give the path of an article's first page from that of any page."""
    page = article_page(path)
    return page[0] if page else path.partition("&pageno=")[0]


def _shown_in(article: Article) -> Iterator[str]:
    return (block.src for block in article.blocks if isinstance(block, ImageBlock))


def _linked_in(article: Article) -> Iterator[str]:
    return (attachment.href for attachment in article.attachments)


# How the addresses of each kind are told, and which of them are kept.
_ADDRESSES: dict[str, tuple[Callable[[Article], Iterator[str]], str]] = {
    "pictures": (_shown_in, "SELECT number, src FROM images WHERE length(data)"),
    "attachments": (_linked_in, "SELECT number, href FROM attachments WHERE digest NOT NULL"),
}
