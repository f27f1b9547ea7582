"""An edition as one HTML page that needs nothing else: style and pictures are in it, and nothing in it can run."""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from achie_tui.export.edition import Edition, PicturePlace, Piece
from achie_tui.export.html import article_body
from achie_tui.export.parts import head_line
from achie_tui.language import Language, Phrase
from achie_tui.model import ImageBlock
from achie_tui.typeset.visible import clean_line

_COUNTED = Phrase("共 {count} 篇，{day} 导出", "{count} articles, exported on {day}")


@cache
def stylesheet(name: str) -> str:
    """Give one of our style sheets: `reading` for the screen and print, `book` for readers of books."""
    return (files("achie_tui.export") / f"{name}.css").read_text(encoding="utf-8")


def page_head(title: str, language: Language) -> str:
    """Give the head of a page up to where its body begins: the style in it, all else forbidden.

    The policy lets in this style and pictures that are in the page: no script, no frame, nothing from elsewhere.
    """
    style = stylesheet("reading")
    known = b64encode(sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "zh"}">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        '<meta name="referrer" content="no-referrer"/>\n'
        f"<title>{escape(clean_line(title))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )


PAGE_END = "</body>\n</html>\n"


def html_page(edition: Edition) -> Iterator[str]:
    """Give an edition as a page, bit by bit: several articles have a list of contents before them."""
    yield page_head(edition.title, edition.language)
    if len(edition.pieces) > 1:
        yield _contents(edition)
    for number, piece in enumerate(edition.pieces, 1):
        yield f'<article id="a{number}">\n{article_head(piece, edition)}\n'
        yield f"{article_body(piece.article, edition.addresses, _place(edition))}\n</article>\n"
    yield PAGE_END


def article_head(piece: Piece, edition: Edition) -> str:
    """Give an article's title, and what it is: category, source, author, date, and its address."""
    title, url = escape(clean_line(piece.article.title)), escape(edition.address(piece))
    facts = escape(head_line(piece.article))
    return f'<h1>{title}</h1>\n<p class="about">{facts}{"<br/>" if facts else ""}<a href="{url}">{url}</a></p>'


def _contents(edition: Edition) -> str:
    counted = _COUNTED.say(edition.language, count=len(edition.pieces), day=edition.today.isoformat())
    rows = (
        f'<li><a href="#a{number}">{escape(clean_line(piece.article.title))}</a></li>\n'
        for number, piece in enumerate(edition.pieces, 1)
    )
    return (
        f'<nav>\n<h1>{escape(clean_line(edition.title))}</h1>\n<p class="about">{counted}</p>\n'
        f"<ol>\n{''.join(rows)}</ol>\n</nav>\n"
    )


def _place(edition: Edition) -> PicturePlace:
    def place(block: ImageBlock) -> str | None:
        found = edition.pictures(block.src)
        return found.address if found else None

    return place
