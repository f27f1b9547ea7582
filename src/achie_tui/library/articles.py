"""Articles: kept with every version that the site showed, and never replaced by a worse copy."""

from dataclasses import replace
from typing import Literal

import apsw

from achie_tui.errors import LibraryError
from achie_tui.library.codec import UnreadableBodyError, decode, encode, text_length
from achie_tui.library.connections import Store
from achie_tui.library.entries import find_entry, keep_entry, of_article
from achie_tui.library.records import Kept
from achie_tui.library.typed import all_rows
from achie_tui.model import Article

Outcome = Literal["new", "updated", "unchanged", "kept"]


class ArticleStore(Store):
    """Keeps the texts of articles, with their former versions."""

    def save_article(self, article: Article, *, parser: int, at: float, knowledge: int = 0) -> Outcome:
        """Keep an article that `parser`, with a revision of `knowledge`, read from a page fetched `at` (seconds).

        "kept" says that the copy before was better and stays: complete, with a text, without characters that could not
        be decoded, not a guess, or not restored from a mirror. When the site changed a text, the former version is kept
        beside it, and so is whatever was longer than what takes its place: an editor may cut a text, and a page may
        come without a part of it. A newer parser that reads the same page again gives that page's own `at`: what it
        finds replaces the old reading and is no change of the site's.
        """
        from achie_tui.library.search.index import index_article, is_indexed  # reading has no use for it

        with self._writing("cache") as cache:
            key, known = find_entry(cache, article.path)
            before = None if key is None else _load(cache, key)
            is_same_page = before is not None and at <= before.fetched
            if key is not None and before is not None and not _may_replace(article, before.article, again=is_same_page):
                if is_same_page:
                    # Reading it once more will not make it better.
                    cache.execute(
                        "UPDATE bodies SET parser = max(parser, ?), knowledge = max(knowledge, ?) WHERE key = ?",
                        (parser, knowledge, key),
                    )
                return "kept"
            entry = of_article(article, known)
            key = keep_entry(cache, article.path, key, known, entry, at=at)
            if before is not None and _is_revision(article, (parser, knowledge), at, before):
                # A site that goes back and forth between two texts has two versions, not one more each time.
                cache.execute(
                    "DELETE FROM versions WHERE key = ?1 AND hash = (SELECT hash FROM bodies WHERE key = ?1)", (key,)
                )
                cache.execute(
                    "INSERT INTO versions(key, parser, fetched, hash, body) "
                    "SELECT key, parser, fetched, hash, body FROM bodies WHERE key = ?",
                    (key,),
                )
            if before is not None and article == before.article:
                cache.execute(
                    "UPDATE bodies SET parser = ?, knowledge = ?, fetched = ? WHERE key = ?",
                    (parser, knowledge, at, key),
                )
            else:
                _store(cache, key, article, (parser, knowledge), at)
                index_article(cache, key, entry.title, article)
            if not is_indexed(cache, key):
                index_article(cache, key, entry.title, article)
        if before is None:
            return "new"
        return "unchanged" if _without_links(article) == _without_links(before.article) else "updated"

    def article(self, path: str) -> Kept | None:
        """Give the kept copy of an article.

        A damaged one is dropped, so that it is fetched again, and counts as none.
        """
        rows = self._rows(
            "SELECT key, body, hash, fetched, parser, knowledge, "
            "EXISTS (SELECT 1 FROM versions WHERE versions.key = bodies.key) "
            "FROM bodies WHERE key = (SELECT key FROM articles WHERE path = ?)",
            (path,),
        )
        if not rows:
            return None
        [(key, body, digest, fetched, parser, knowledge, revised)] = rows
        article = sound(body, digest)
        if article is None:
            self._drop_damaged(key, digest)
            return None
        return Kept(article, fetched, parser, bool(revised), knowledge)

    def former(self, path: str) -> list[Kept]:
        """Give an article's former versions, newest first."""
        rows = self._rows(
            "SELECT body, hash, fetched, parser FROM versions WHERE key = (SELECT key FROM articles WHERE path = ?) "
            "ORDER BY number DESC",
            (path,),
        )
        last = len(rows) - 1
        return [
            Kept(article, fetched, parser, revised=index < last)
            for index, (body, digest, fetched, parser) in enumerate(rows)
            if (article := sound(body, digest)) is not None
        ]

    def _drop_damaged(self, key: int, digest: bytes) -> None:
        try:
            with self._writing("cache") as cache:
                # Another process may have fetched it anew meanwhile.
                cache.execute("DELETE FROM bodies WHERE key = ? AND hash = ?", (key, digest))
                if cache.changes():
                    cache.execute("UPDATE articles SET cached = 0 WHERE key = ?", (key,))
        except LibraryError:
            pass  # it counts as none all the same, and is dropped another time


def _load(cache: apsw.Connection, key: int) -> Kept | None:
    for body, digest, fetched, parser, knowledge in all_rows(
        cache.execute("SELECT body, hash, fetched, parser, knowledge FROM bodies WHERE key = ?", (key,))
    ):
        article = sound(body, digest)
        return None if article is None else Kept(article, fetched, parser, revised=False, knowledge=knowledge)
    return None


def _store(cache: apsw.Connection, key: int, article: Article, read: tuple[int, int], at: float) -> None:
    body = encode(article)
    cache.execute(
        "INSERT OR REPLACE INTO bodies(key, parser, knowledge, fetched, hash, body) VALUES (?, ?, ?, ?, ?, ?)",
        (key, *read, at, _digest(body), body),
    )
    cache.execute("UPDATE articles SET cached = 1 WHERE key = ? AND NOT cached", (key,))
    # What leads to it reads offline with it.
    cache.execute(
        "UPDATE articles SET cached = 1 WHERE NOT cached AND path IN (SELECT path FROM redirects WHERE location = ?)",
        (article.path,),
    )


def _digest(body: bytes) -> bytes:
    from hashlib import blake2b  # with it comes all of OpenSSL, which a start has no use for

    return blake2b(body, digest_size=16).digest()


def sound(body: bytes, digest: bytes) -> Article | None:
    """Give the article in these bytes, None where they are not what was stored."""
    if _digest(body) != digest:
        return None
    try:
        return decode(body)
    except UnreadableBodyError:
        return None


def _may_replace(article: Article, before: Article, *, again: bool) -> bool:
    """Tell whether a copy is at least as good as the one before; `again`: both were read from the same page."""
    if again and article.doubt and not before.doubt and article.complete == before.complete:
        return False
    if article.is_whole != before.is_whole:
        return article.is_whole or not before.blocks
    if article.has_losses and not before.has_losses and before.blocks:
        return False
    if article.mirror and not before.mirror:
        return False
    if article.extraction == "density" and before.extraction != "density":
        return not before.blocks  # a guess may have taken menus for text
    return _has_text(article, before) and (article.complete or text_length(article) >= text_length(before))


def _has_text(article: Article, before: Article) -> bool:
    return bool(article.blocks) or not before.blocks


def _is_revision(article: Article, read: tuple[int, int], at: float, before: Kept) -> bool:
    """Tell whether a former text is kept beside the new one.

    It is where the site changed it, and not another parser or mirror gives another one; and where it was longer, for
    nobody can tell a cut from a loss. `read` is the parser's version, and the revision of what it knew of the site.
    """
    former = before.article
    if (former.title, former.blocks) == (article.title, article.blocks) or not former.blocks:
        return False
    if read != (before.parser, before.knowledge) and at <= before.fetched:
        return False  # the same page, read otherwise
    changed = former.complete and former.mirror == article.mirror
    return changed or text_length(former) > text_length(article)


def _without_links(article: Article) -> Article:
    """Leave out what changes with every new article of the site."""
    return replace(article, related=(), previous=None, next=None)
