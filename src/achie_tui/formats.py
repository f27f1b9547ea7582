"""An article as text, Markdown or HTML."""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from achie_tui.language import Language
from achie_tui.model import Article, Block, ImageBlock, ListBlock, Span, TableBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.visible import clean_line

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*\d*)([-+>.)])(?=\s)")
_HTML_TAGS = {"strong": ("<strong>", "</strong>"), "emphasis": ("<em>", "</em>")}
_MARKDOWN_MARKS = {"strong": ("**", "**"), "emphasis": ("*", "*")}


def head_line(article: Article) -> str:
    """Give the line under a title: category, source, author, date."""
    parts = (article.category, article.source, article.author, article.published)
    return "  ".join(clean_line(part) for part in parts if part)


def to_plain(article: Article) -> str:
    """Give an article as text without line breaks inside a paragraph, blocks parted by empty lines."""
    blocks = (_plain_block(block) for block in article.blocks)
    return "\n\n".join(part for part in (clean_line(article.title), head_line(article), *blocks) if part)


def _plain_block(block: Block) -> str:
    if isinstance(block, TableBlock):
        return "\n".join("\t".join(clean_line(cell) for cell in row) for row in block.rows)
    if isinstance(block, ListBlock):
        marks = [f"{number}. " if block.ordered else "- " for number in range(1, len(block.items) + 1)]
        return "\n".join(mark + clean_line(item.text) for mark, item in zip(marks, block.items, strict=True))
    if isinstance(block, ImageBlock):
        caption = clean_line(block.caption or block.alt)
        return f"[图] {caption}" if caption else "[图]"
    return clean_line(block.text)


def to_markdown(article: Article, addresses: Addresses) -> str:
    """Give an article as CommonMark, with GitHub's tables."""
    blocks = (_markdown_block(block, addresses) for block in article.blocks)
    source = f"<{addresses.url(article.path)}>"
    return "\n\n".join(
        part for part in (f"# {_marked(article.title)}", _marked(head_line(article)), *blocks, source) if part
    )


def _markdown_block(block: Block, addresses: Addresses) -> str:
    if isinstance(block, TableBlock):
        return _markdown_table(block)
    if isinstance(block, ImageBlock):
        caption = f"\n\n*{_marked(block.caption)}*" if block.caption else ""
        return f"![{_marked(block.alt or block.caption)}](<{addresses.public(block.src)}>){caption}"
    if isinstance(block, ListBlock):
        marks = [f"{number}. " if block.ordered else "- " for number in range(1, len(block.items) + 1)]
        items = zip(marks, block.items, strict=True)
        return "\n".join(mark + _markdown_spans(item.text, item.spans, addresses) for mark, item in items)
    text = _markdown_spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        return f"{'#' * max(2, block.level)} {text}"
    text = _LINE_START.sub(r"\1\\\2", text)
    return f"> {text}" if block.kind == "quote" else text


def _markdown_table(table: TableBlock) -> str:
    rows = [[_marked(cell) for cell in row] for row in table.rows]
    header, body = (rows[0], rows[1:]) if table.header_rows else ([""] * len(rows[0]), rows)
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _markdown_spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            return f"[{inner}](<{addresses.public(span.href)}>)" if span.href else inner
        before, after = _MARKDOWN_MARKS[span.style]
        return f"{before}{inner}{after}"

    return _nested(text, spans, _marked, wrap)


def _marked(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", clean_line(text))


def to_html(article: Article, addresses: Addresses, language: Language) -> str:
    """Give an article as one HTML page, without scripts or styles."""
    body = "\n".join(_html_block(block, addresses) for block in article.blocks)
    title, url = escape(clean_line(article.title)), escape(addresses.url(article.path))
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "zh"}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n<article>\n<h1>{title}</h1>\n"
        f'<p>{escape(head_line(article))} <a href="{url}">{url}</a></p>\n{body}\n</article>\n</body>\n</html>'
    )


def _html_block(block: Block, addresses: Addresses) -> str:
    if isinstance(block, TableBlock):
        return _html_table(block)
    if isinstance(block, ImageBlock):
        image = f'<img src="{escape(addresses.public(block.src))}" alt="{escape(clean_line(block.alt))}">'
        caption = f"<figcaption>{escape(clean_line(block.caption))}</figcaption>" if block.caption else ""
        return f"<figure>{image}{caption}</figure>"
    if isinstance(block, ListBlock):
        tag = "ol" if block.ordered else "ul"
        items = "".join(f"<li>{_html_spans(item.text, item.spans, addresses)}</li>" for item in block.items)
        return f"<{tag}>{items}</{tag}>"
    text = _html_spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        level = max(2, block.level)
        return f"<h{level}>{text}</h{level}>"
    return f"<blockquote><p>{text}</p></blockquote>" if block.kind == "quote" else f"<p>{text}</p>"


def _html_table(table: TableBlock) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number < table.header_rows else "td"
        rows.append("<tr>" + "".join(f"<{tag}>{escape(clean_line(cell))}</{tag}>" for cell in row) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


def _html_spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            return f'<a href="{escape(addresses.public(span.href))}">{inner}</a>' if span.href else inner
        before, after = _HTML_TAGS[span.style]
        return f"{before}{inner}{after}"

    return _nested(text, spans, lambda part: escape(clean_line(part)), wrap)


def _nested(text: str, spans: Sequence[Span], plain: Callable[[str], str], wrap: Callable[[Span, str], str]) -> str:
    """Set spans that may overlap: each stretch between two edges is wrapped on its own, the longest span outermost."""
    cuts = sorted({0, len(text), *(edge for span in spans for edge in (span.start, span.end) if edge <= len(text))})
    parts: list[str] = []
    for left, right in pairwise(cuts):
        part = plain(text[left:right])
        over = [span for span in spans if span.start <= left and right <= span.end]
        for span in sorted(over, key=lambda span: span.end - span.start):
            part = wrap(span, part)
        parts.append(part)
    return "".join(parts)
