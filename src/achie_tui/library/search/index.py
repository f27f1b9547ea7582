"""The index: kept current with what is saved, in the same transaction.

What changes an article otherwise (a text that is pruned, or dropped as damaged) makes the index out of date for it by
the triggers of the schema, until `upkeep` comes to it: meanwhile the article is a candidate that is looked at in vain.
"""

from collections.abc import Iterable

import apsw

from achie_tui.library.search.terms import TOKENS_VERSION, tokens
from achie_tui.model import Article, ImageBlock, TableBlock
from achie_tui.typeset.folding import fold

BORDER = "\0"  # between the texts of an article: no term holds it
_PARTS = {"image": "\ue000image", "table": "\ue000table", "attachment": "\ue000attachment"}


def part_token(part: str) -> str:
    """Give the token of the articles that have a part: `image`, `table` or `attachment`."""
    return _PARTS[part]


def article_texts(article: Article) -> list[str]:
    """Give all that is searched of an article besides its title: its blocks' texts, and its attachments' names."""
    from achie_tui.typeset.document import block_text  # a start has no use for it

    texts = [block_text(block) for block in article.blocks]
    return [*texts, *(attachment.name for attachment in article.attachments)]


def index_article(cache: apsw.Connection, key: int, title: str, article: Article | None) -> None:
    """Have the index know an article as it is now; None where its text is not kept. It is part of a transaction."""
    of_title = tokens(fold(title))
    whole = of_title
    if article is not None:
        whole = of_title | tokens(fold(BORDER.join(article_texts(article)))) | _parts(article)
    for table, found in (("search_titles", of_title), ("search_texts", whole)):
        cache.execute(f"INSERT OR REPLACE INTO {table}(rowid, tokens) VALUES (?, ?)", (key, _line(found)))  # noqa: S608
    cache.execute("UPDATE articles SET indexed = ?2 WHERE key = ?1", (key, TOKENS_VERSION))


def is_indexed(cache: apsw.Connection, key: int) -> bool:
    """Tell whether the index knows an article as it is now."""
    return bool(cache.execute("SELECT 1 FROM articles WHERE key = ? AND indexed = ?", (key, TOKENS_VERSION)).fetchone())


def _line(found: Iterable[str]) -> str:
    return " ".join(found)


def _parts(article: Article) -> set[str]:
    has = {
        "image": any(isinstance(block, ImageBlock) for block in article.blocks),
        "table": any(isinstance(block, TableBlock) for block in article.blocks),
        "attachment": bool(article.attachments),
    }
    return {_PARTS[part] for part, there in has.items() if there}
