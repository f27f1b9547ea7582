"""An edition as one text: Markdown with front matter, or plain text."""

from collections.abc import Iterator

from achie_tui.export.edition import Edition, PicturePlace, Piece
from achie_tui.export.front_matter import front_matter
from achie_tui.export.markdown import to_markdown
from achie_tui.export.plain_text import to_plain

_RULE = "-" * 40


def markdown_document(edition: Edition, place: PicturePlace | None = None) -> Iterator[str]:
    """Give an edition as a Markdown file, bit by bit; of several articles each begins behind a rule.

    Pictures are where `place` tells, else where the site has them.
    """
    if len(edition.pieces) == 1:
        yield _about(edition.pieces[0], edition) + "\n"
    else:
        created = edition.made_at.isoformat(timespec="seconds")
        yield front_matter({"title": edition.title, "created": created, "articles": len(edition.pieces)}) + "\n"
    for number, piece in enumerate(edition.pieces):
        yield "\n---\n\n" if number else "\n"
        yield to_markdown(piece.article, edition.addresses, place) + "\n"


def _about(piece: Piece, edition: Edition) -> str:
    article = piece.article
    return front_matter(
        {
            "title": article.title,
            "source": article.source,
            "author": article.author,
            "published": article.published,
            "url": edition.address(piece),
            "category": article.category,
            "fetched": piece.fetched_at,
            "complete": None if article.is_whole and not article.doubt else False,
        }
    )


def text_document(edition: Edition) -> Iterator[str]:
    """Give an edition as plain text, bit by bit; each article ends with its address."""
    for number, piece in enumerate(edition.pieces):
        if number:
            yield f"\n{_RULE}\n\n"
        yield f"{to_plain(piece.article, edition.addresses)}\n\n{edition.address(piece)}\n"
