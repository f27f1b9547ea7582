"""An article as plain text."""

from collections.abc import Sequence

from achie_tui.export.parts import CONTACTS, contact_lines, head_line, list_marker, nest, target_of
from achie_tui.model import Article, Block, ImageBlock, ListBlock, Span, TableBlock, TextBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.document import embed_label
from achie_tui.typeset.visible import clean_for_screen, clean_line

_LIST_INDENT = 3


def to_plain(article: Article, addresses: Addresses) -> str:
    """Give an article as text without line breaks inside a paragraph, blocks parted by empty lines.

    Behind it stand the addresses to write to that its words lead to and do not show.
    """
    blocks = [_block(block, addresses) for block in article.blocks]
    if contacts := contact_lines(article):
        blocks += [CONTACTS.say("zh"), "\n".join(contacts)]
    return "\n\n".join(part for part in (clean_line(article.title), head_line(article), *blocks) if part)


def _block(block: Block, addresses: Addresses) -> str:
    if isinstance(block, TableBlock):
        return "\n".join("\t".join(clean_line(cell) for cell in row) for row in block.rows)
    if isinstance(block, ListBlock):
        items = zip(block.items, block.numbers, strict=True)
        return "\n".join(
            " " * _LIST_INDENT * item.level + list_marker(number) + _spans(item.text, item.spans)
            for item, number in items
        )
    if isinstance(block, ImageBlock):
        caption = clean_line(block.caption or block.alt)
        return f"[图] {caption}" if caption else "[图]"
    return _text(block, addresses)


def _text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        return clean_for_screen(block.text)
    if block.kind == "embed":
        return " ".join(filter(None, (clean_line(embed_label(block)), target_of(block.href, addresses))))
    return _spans(block.text, block.spans)


def _spans(text: str, spans: Sequence[Span]) -> str:
    """Give a text with what the page struck out marked so: without the marks, two prices would be one."""
    struck = [span for span in spans if span.style == "deleted"]
    return nest(text, struck, clean_line, lambda _, inner: f"~~{inner}~~") if struck else clean_line(text)
