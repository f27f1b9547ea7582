"""An article as Markdown (CommonMark, with GitHub's tables)."""

import re
from collections.abc import Sequence
from html.entities import html5
from unicodedata import category

from achie_tui.export.edition import PicturePlace
from achie_tui.export.parts import (
    address_of,
    cell_spans,
    head_line,
    list_marker,
    nest,
    picture_address,
    strike,
    target_of,
)
from achie_tui.model import Article, Block, ImageBlock, ListBlock, Span, TableBlock, TextBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.document import embed_label
from achie_tui.typeset.visible import clean_for_screen, clean_line

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
# What may be a character reference (CommonMark 2.5): a number, or a name that HTML knows.
_REFERENCE = re.compile(r"&(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]*;))")
_LINE_START = re.compile(r"^(\s*\d*)([-+>.)])(?=\s|-*$)")
# Raised and lowered characters are such in the text itself.
_MARKS = {"strong": ("**", "**"), "emphasis": ("*", "*"), "deleted": ("~~", "~~")}
# Where marks would not be taken for such.
_TAGS = {"strong": ("<strong>", "</strong>"), "emphasis": ("<em>", "</em>"), "deleted": ("<del>", "</del>")}


def to_markdown(article: Article, addresses: Addresses, place: PicturePlace | None = None) -> str:
    """Give an article: title, facts, text (see article_body) and address."""
    parts = [f"# {escaped(article.title)}", escaped(head_line(article)), article_body(article, addresses, place)]
    return "\n\n".join(part for part in (*parts, f"<{address_of(article, addresses)}>") if part)


def article_body(article: Article, addresses: Addresses, place: PicturePlace | None = None) -> str:
    """Give the text of an article, without its title: its headings are of level 2 and below.

    Pictures stand where `place` tells; where it knows none, and without it, where the site has them.
    """
    blocks = (block_markdown(block, addresses, place) for block in article.blocks)
    return "\n\n".join(part for part in blocks if part)


def block_markdown(block: Block, addresses: Addresses, place: PicturePlace | None = None) -> str:
    """Give a block (see article_body)."""
    if isinstance(block, TableBlock):
        return _table(block, addresses)
    if isinstance(block, ImageBlock):
        caption = f"\n\n*{escaped(block.caption)}*" if block.caption else ""
        source = (place(block) if place else None) or picture_address(block, addresses)
        return f"![{escaped(block.alt or block.caption)}](<{without_references(source)}>){caption}"
    if isinstance(block, ListBlock):
        return _list(block, addresses)
    return _text(block, addresses)


def _text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
        return f"{fence}\n{clean_for_screen(block.text)}\n{fence}"
    if block.kind == "embed":
        label, target = escaped(embed_label(block)), target_of(block.href, addresses)
        return f"[{label}](<{without_references(target)}>)" if target else label
    text = _spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        return f"{'#' * max(2, block.level)} {text}"
    text = _LINE_START.sub(r"\1\\\2", text)
    return f"> {text}" if block.kind == "quote" else text


def _list(block: ListBlock, addresses: Addresses) -> str:
    """Give a list; one inside an item begins right below the item's words (CommonMark 5.2).

    A number that does not follow the one before begins a list of its own, parted by a comment (5.3).
    """
    lines: list[str] = []
    columns: list[int] = [0]
    following: list[int | None] = [None]
    for item, number in zip(block.items, block.numbers, strict=True):
        del columns[item.level + 1 :], following[item.level + 1 :]
        marker, indent = list_marker(number), " " * columns[-1]
        if number is not None and following[-1] not in {None, number}:
            lines += ["", f"{indent}<!-- -->", ""]
        text = _LINE_START.sub(r"\1\\\2", _spans(item.text, item.spans, addresses))
        lines.append(indent + marker + text)
        following[-1] = None if number is None else number + 1
        columns.append(columns[-1] + len(marker))
        following.append(None)
    return "\n".join(lines)


def _table(table: TableBlock, addresses: Addresses) -> str:
    rows = [
        [
            strike("~~", "~~", _spans(cell, cell_spans(table, number, column), addresses))
            for column, cell in enumerate(row)
        ]
        for number, row in enumerate(table.rows)
    ]
    if not rows:
        return ""
    header, body = (rows[0], rows[1:]) if table.header_rows else ([""] * len(rows[0]), rows)
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            target = target_of(span.href, addresses)
            return f"[{inner}](<{target}>)" if target else inner
        marks = _MARKS.get(span.style, ("", ""))
        if marks[0] and not (_stands_apart(span, spans) and _holds(text[: span.start], inner, text[span.end :])):
            marks = _TAGS[span.style]
        return f"{marks[0]}{inner}{marks[1]}"

    # Last, since a reference may stand across the edge of a span that has no marks, and in an address.
    return without_references(nest(text, spans, _without_markup, wrap))


def _stands_apart(span: Span, spans: Sequence[Span]) -> bool:
    """Tell whether the marks of a span touch no other's: they would run together."""
    edges = {span.start, span.end}
    return not any(
        other.style in _MARKS and other.end - other.start and edges & {other.start, other.end}
        for other in spans
        if (other.start, other.end, other.style) != (span.start, span.end, span.style)
    )


def _holds(before: str, inner: str, after: str) -> bool:
    """Tell whether marks around some words begin and end them for CommonMark (6.2): not `时间：` before a letter."""
    return _flanks(before[-1:], inner[:1]) and _flanks(after[:1], inner[-1:])


def _flanks(outside: str, inside: str) -> bool:
    if not inside or inside.isspace():
        return False
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(letter: str) -> bool:
    return category(letter)[0] in "PS"


def escaped(text: str) -> str:
    """Give a line of text in which nothing is markup, unless it stands where a block begins."""
    return without_references(_without_markup(text))


def _without_markup(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean_line(text))


def without_references(text: str) -> str:
    """Give Markdown, or an address in it, that shows `&nbsp;` as these letters, not as the character of the name."""
    return _REFERENCE.sub(lambda found: "&" if found[1] and found[1] not in html5 else r"\&", text)
