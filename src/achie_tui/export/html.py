"""An article as HTML: as a page of its own, or as what stands inside another's, well-formed as XML too."""

from collections.abc import Sequence
from html import escape

from achie_tui.export.edition import PicturePlace
from achie_tui.export.parts import address_of, cell_spans, head_line, nest, picture_address, strike, target_of
from achie_tui.language import Language
from achie_tui.model import Article, Block, ImageBlock, ListBlock, Span, TableBlock, TextBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.document import embed_label
from achie_tui.typeset.visible import clean_for_screen, clean_line

_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "emphasis": ("<em>", "</em>"),
    "deleted": ("<del>", "</del>"),
    "inserted": ("<ins>", "</ins>"),
}


def to_html(article: Article, addresses: Addresses, language: Language) -> str:
    """Give an article as one HTML page, without scripts or styles."""
    return all_to_html([article], addresses, language)


def all_to_html(articles: Sequence[Article], addresses: Addresses, language: Language) -> str:
    """Give articles, one at least, as one HTML page, called as the first of them."""
    title = escape(clean_line(articles[0].title))
    body = "\n".join(_article(article, addresses) for article in articles)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "zh"}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{body}\n</body>\n</html>"
    )


def _article(article: Article, addresses: Addresses) -> str:
    body = article_body(article, addresses)
    title, url = escape(clean_line(article.title)), escape(address_of(article, addresses))
    head = f'<p>{escape(head_line(article))} <a href="{url}">{url}</a></p>'
    return f"<article>\n<h1>{title}</h1>\n{head}\n{body}\n</article>"


def article_body(article: Article, addresses: Addresses, place: PicturePlace | None = None) -> str:
    """Give the text of an article, without its title: its headings are of level 2 and below.

    Pictures stand where `place` tells, and are a link where it knows none; without it, where the site has them.
    """
    return "\n".join(block_html(block, addresses, place) for block in article.blocks)


def block_html(block: Block, addresses: Addresses, place: PicturePlace | None = None) -> str:
    """Give a block (see article_body)."""
    if isinstance(block, TableBlock):
        return _table(block, addresses)
    if isinstance(block, ImageBlock):
        return _picture(block, addresses, place)
    if isinstance(block, ListBlock):
        return _list(block, addresses)
    return _text(block, addresses)


def _picture(block: ImageBlock, addresses: Addresses, place: PicturePlace | None) -> str:
    caption = f"<figcaption>{escape(clean_line(block.caption))}</figcaption>" if block.caption else ""
    source = picture_address(block, addresses) if place is None else place(block)
    if source is not None:
        return f'<figure><img src="{escape(source)}" alt="{escape(clean_line(block.alt))}"/>{caption}</figure>'
    target = target_of(block.src, addresses)
    label = escape(f"[图] {clean_line(block.alt)}".strip())
    link = f'<a href="{escape(target)}">{label}</a>' if target else label
    return f"<figure><p>{link}</p>{caption}</figure>"


def _text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        return f"<pre>{escape(clean_for_screen(block.text))}</pre>"
    if block.kind == "embed":
        label = escape(clean_line(embed_label(block)))
        target = target_of(block.href, addresses)
        return f'<p><a href="{escape(target)}">{label}</a></p>' if target else f"<p>{label}</p>"
    text = _spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        level = max(2, block.level)
        return f"<h{level}>{text}</h{level}>"
    return f"<blockquote><p>{text}</p></blockquote>" if block.kind == "quote" else f"<p>{text}</p>"


def _list(block: ListBlock, addresses: Addresses) -> str:
    """Give a list and the lists inside it; numbers are stated where they do not follow each other."""
    parts: list[str] = []
    open_tags: list[tuple[str, int]] = []
    for item, number in zip(block.items, block.numbers, strict=True):
        while len(open_tags) > item.level + 1:
            parts.append(f"</li></{open_tags.pop()[0]}>")
        tag, first = ("ul", 1) if number is None else ("ol", number)
        if len(open_tags) == item.level + 1:
            parts.append("</li>")
            if open_tags[-1][0] != tag:
                parts.append(f"</{open_tags.pop()[0]}>")
        while len(open_tags) <= item.level:
            if len(open_tags) < item.level:
                # A level without words of its own.
                open_tags.append(("ul", 1))
                parts.append("<ul><li>")
                continue
            open_tags.append((tag, first))
            parts.append(f"<{tag}>" if first == 1 else f'<{tag} start="{first}">')
        tag, expected = open_tags[-1]
        value = f' value="{number}"' if number is not None and number != expected else ""
        open_tags[-1] = (tag, (expected if number is None else number) + 1)
        parts.append(f"<li{value}>{_spans(item.text, item.spans, addresses)}")
    parts += (f"</li></{tag}>" for tag, _ in reversed(open_tags))
    return "".join(parts)


def _table(table: TableBlock, addresses: Addresses) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number < table.header_rows else "td"
        cells = (_spans(cell, cell_spans(table, number, column), addresses) for column, cell in enumerate(row))
        struck = (strike(*_TAGS["deleted"], cell) for cell in cells)
        rows.append(f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in struck)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            target = target_of(span.href, addresses)
            return f'<a href="{escape(target)}">{inner}</a>' if target else inner
        before, after = _TAGS.get(span.style, ("", ""))
        return f"{before}{inner}{after}"

    return nest(text, spans, lambda part: escape(clean_line(part)), wrap)
