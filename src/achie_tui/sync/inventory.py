"""Which of the articles that a listing names are kept already, and which of their pictures and attachments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from achie_tui.library.library import Library
from achie_tui.model import Article, Attachment, ImageBlock
from achie_tui.parse.identity import is_called
from achie_tui.site.address import is_dynamic_article

if TYPE_CHECKING:
    from achie_tui.fetching import Fetcher


@dataclass(frozen=True, slots=True)
class Item:
    """An article: whether it need not be fetched, and which of its pictures and attachments are missing."""

    path: str
    there: bool
    pictures: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What an inventory looks for besides texts: pictures, and attachments as a sync would ask for them `now`."""

    images: bool
    attachments: bool
    now: float


def inventory(library: Library, fetcher: "Fetcher", paths: Iterable[str], looked: Looked) -> list[Item]:
    """Look up articles. It reads each text, so it is work for the library's thread."""
    return [_item(library, fetcher, path, looked) for path in paths]


def _item(library: Library, fetcher: "Fetcher", path: str, looked: Looked) -> Item:
    target = library.pages.redirect(path) if is_dynamic_article(path) else None
    if target is not None and not target.startswith("/"):
        return Item(path, library.article(path) is not None)  # a redirect known to lead away, kept as a link
    kept = library.article(target or path)
    if kept is None:
        return Item(path, there=False)
    pictures = tuple(missing_pictures(library, fetcher, kept.article)) if looked.images else ()
    files = tuple(missing_attachments(library, fetcher, kept.article, looked.now)) if looked.attachments else ()
    there = kept.article.complete and not _is_in_doubt(library, kept.article)
    return Item(path, there, pictures, files)


def _is_in_doubt(library: Library, article: Article) -> bool:
    """Tell whether a text may be a notice in the place of an article that no list had named yet when it was opened.

    Lists call it otherwise by now, and it has nothing that articles have besides.
    """
    listed, _ = library.knowledge.witnesses(article.path) or (None, None)
    is_bare = not (article.source or article.author or article.previous or article.next)
    return is_bare and listed is not None and not is_called(article.title, listed)


def missing_pictures(library: Library, fetcher: "Fetcher", article: Article) -> Iterator[str]:
    """Give the pictures of an article that may be fetched and are not there."""
    sources = (block.src for block in article.blocks if isinstance(block, ImageBlock))
    return (src for src in sources if fetcher.pictures.may_fetch(src) and not library.pictures.has(src))


def missing_attachments(library: Library, fetcher: "Fetcher", article: Article, now: float) -> Iterator[Attachment]:
    """Give the attachments of an article that may be fetched, are not there and were not refused lately."""
    return (
        each
        for each in article.attachments
        if fetcher.attachments.may_fetch(each.href) and library.attachments.is_missing(each.href, now)
    )
