"""What an article is made of in every format: its head line, its addresses, its spans one within the other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from achie_tui.language import Phrase
from achie_tui.model import Article, ImageBlock, Span, TableBlock
from achie_tui.site.address import Addresses
from achie_tui.site.mail import mail_link, unshown_contacts
from achie_tui.typeset.numbered import numbered
from achie_tui.typeset.visible import clean_line

CONTACTS = Phrase("邮箱", "Mail addresses")
"""Heads the addresses to write to."""

_STRUCK = re.compile(r"(?:~~|\\~\\~)(.+?)(?:~~|\\~\\~)")


def head_line(article: Article) -> str:
    """Give the line under a title: category, source, author, date."""
    parts = (article.category, article.source, article.author, article.published)
    return "  ".join(clean_line(part) for part in parts if part)


def address_of(article: Article, addresses: Addresses) -> str:
    """Give the address of an article as a whole, which no format takes for markup; its path may be anybody's."""
    url = addresses.url(article.path)
    return clean_line(addresses.absolute(url) or addresses.url("/"))


def list_marker(number: int | None) -> str:
    """Give what stands before an item of a list."""
    return clean_line(f"{number}. ") if number is not None else "- "


def contact_lines(article: Article) -> list[str]:
    """Give the addresses that an article has one write to and whose words do not show them, numbered, a line each."""
    contacts = enumerate(unshown_contacts(article.blocks), 1)
    return [f"{number}. {numbered(clean_line(each.words))}  {clean_line(each.address)}" for number, each in contacts]


def target_of(href: str | None, addresses: Addresses) -> str | None:
    """Give where a link leads as a whole address that no format takes for markup.

    None where that is no page, and nobody who is written to.
    """
    whole = (addresses.absolute(addresses.public(href)) or mail_link(href)) if href else None
    return clean_line(whole) if whole else None


def picture_address(block: ImageBlock, addresses: Addresses) -> str:
    """Give a picture's address; a picture within the page is its own."""
    return clean_line(block.src) if block.src.startswith("data:image/") else target_of(block.src, addresses) or ""


def strike(before: str, after: str, text: str) -> str:
    """Mark what is struck out in a cell, where `~~` stands around it."""
    return _STRUCK.sub(lambda match: f"{before}{match[1]}{after}", text)


def cell_spans(table: TableBlock, row: int, column: int) -> tuple[Span, ...]:
    """Give the links of a cell as spans of its text."""
    text = table.rows[row][column]
    spans: list[Span] = []
    for link in table.links:
        if (link.row, link.column) == (row, column):
            at = text.find(link.text, spans[-1].end if spans else 0)
            if at >= 0:
                spans.append(Span(at, at + len(link.text), "link", link.href))
    return tuple(spans)


def nest(text: str, spans: Sequence[Span], plain: Callable[[str], str], wrap: Callable[[Span, str], str]) -> str:
    """Set spans that may overlap: the longest outermost, others cut at its edges, none inside its like."""

    def within(start: int, end: int, inner: Sequence[Span]) -> str:
        clipped = [replace(span, start=max(start, span.start), end=min(end, span.end)) for span in inner]
        sound = [span for span in clipped if span.start < span.end]
        if not sound:
            return plain(text[start:end])
        outer = max(sound, key=lambda span: span.end - span.start)
        sound.remove(outer)
        others = [span for span in sound if span.style != outer.style]
        wrapped = wrap(outer, within(outer.start, outer.end, others))
        return within(start, outer.start, sound) + wrapped + within(outer.end, end, sound)

    return within(0, len(text), spans)
