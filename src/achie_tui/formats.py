"""An article as text, Markdown or HTML."""

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from achie_tui.language import Language
from achie_tui.model import Article, Block, ImageBlock, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.document import embed_label
from achie_tui.typeset.visible import clean_for_screen, clean_line

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*\d*)([-+>.)])(?=\s)")
_HTML_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "emphasis": ("<em>", "</em>"),
    "deleted": ("<del>", "</del>"),
    "inserted": ("<ins>", "</ins>"),
}
# Raised and lowered characters are such in the text itself.
_MARKDOWN_MARKS = {"strong": ("**", "**"), "emphasis": ("*", "*"), "deleted": ("~~", "~~")}
_LIST_INDENT = 3


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
        items = zip(block.items, block.numbers, strict=True)
        return "\n".join(_mark(item, number) + _plain_spans(item.text, item.spans) for item, number in items)
    if isinstance(block, ImageBlock):
        caption = clean_line(block.caption or block.alt)
        return f"[图] {caption}" if caption else "[图]"
    return _plain_text(block)


def _plain_text(block: TextBlock) -> str:
    if block.kind == "preformatted":
        return clean_for_screen(block.text)
    if block.kind == "embed":
        return " ".join(filter(None, (clean_line(embed_label(block)), clean_line(block.href or ""))))
    return _plain_spans(block.text, block.spans)


def _plain_spans(text: str, spans: Sequence[Span]) -> str:
    """Give a text with what the page struck out marked so: without the marks, two prices would be one."""
    struck = [span for span in spans if span.style == "deleted"]
    return _nested(text, struck, clean_line, lambda _, inner: f"~~{inner}~~") if struck else clean_line(text)


def _mark(item: ListItem, number: int | None) -> str:
    mark = f"{number}. " if number is not None else "- "
    return " " * _LIST_INDENT * item.level + mark


def to_markdown(article: Article, addresses: Addresses) -> str:
    """Give an article as CommonMark, with GitHub's tables."""
    blocks = (_markdown_block(block, addresses) for block in article.blocks)
    source = f"<{addresses.url(article.path)}>"
    return "\n\n".join(
        part for part in (f"# {_marked(article.title)}", _marked(head_line(article)), *blocks, source) if part
    )


def _markdown_block(block: Block, addresses: Addresses) -> str:
    if isinstance(block, TableBlock):
        return _markdown_table(block, addresses)
    if isinstance(block, ImageBlock):
        caption = f"\n\n*{_marked(block.caption)}*" if block.caption else ""
        return f"![{_marked(block.alt or block.caption)}](<{addresses.public(block.src)}>){caption}"
    if isinstance(block, ListBlock):
        items = zip(block.items, block.numbers, strict=True)
        return "\n".join(
            _mark(item, number) + _markdown_spans(item.text, item.spans, addresses) for item, number in items
        )
    return _markdown_text(block, addresses)


def _markdown_text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
        return f"{fence}\n{clean_for_screen(block.text)}\n{fence}"
    if block.kind == "embed":
        return f"[{_marked(embed_label(block))}](<{addresses.public(block.href or '')}>)"
    text = _markdown_spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        return f"{'#' * max(2, block.level)} {text}"
    text = _LINE_START.sub(r"\1\\\2", text)
    return f"> {text}" if block.kind == "quote" else text


def _markdown_table(table: TableBlock, addresses: Addresses) -> str:
    rows = [
        [_markdown_spans(cell, _cell_spans(table, number, column), addresses) for column, cell in enumerate(row)]
        for number, row in enumerate(table.rows)
    ]
    header, body = (rows[0], rows[1:]) if table.header_rows else ([""] * len(rows[0]), rows)
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _markdown_spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            return f"[{inner}](<{addresses.public(span.href)}>)" if span.href else inner
        before, after = _MARKDOWN_MARKS.get(span.style, ("", ""))
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
        return _html_table(block, addresses)
    if isinstance(block, ImageBlock):
        image = f'<img src="{escape(addresses.public(block.src))}" alt="{escape(clean_line(block.alt))}">'
        caption = f"<figcaption>{escape(clean_line(block.caption))}</figcaption>" if block.caption else ""
        return f"<figure>{image}{caption}</figure>"
    if isinstance(block, ListBlock):
        return _html_list(block, addresses)
    return _html_text(block, addresses)


def _html_text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        return f"<pre>{escape(clean_for_screen(block.text))}</pre>"
    if block.kind == "embed":
        label = escape(clean_line(embed_label(block)))
        return f'<p><a href="{escape(addresses.public(block.href or ""))}">{label}</a></p>'
    text = _html_spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        level = max(2, block.level)
        return f"<h{level}>{text}</h{level}>"
    return f"<blockquote><p>{text}</p></blockquote>" if block.kind == "quote" else f"<p>{text}</p>"


def _html_list(block: ListBlock, addresses: Addresses) -> str:
    """Give a list and the lists inside it; numbers are stated where they do not follow each other."""
    parts: list[str] = []
    open_tags: list[tuple[str, int]] = []
    for item, number in zip(block.items, block.numbers, strict=True):
        while len(open_tags) > item.level + 1:
            parts.append(f"</li></{open_tags.pop()[0]}>")
        if len(open_tags) == item.level + 1:
            parts.append("</li>")
        while len(open_tags) <= item.level:
            tag, first = ("ul", 1) if number is None else ("ol", number)
            open_tags.append((tag, first))
            parts.append(f"<{tag}>" if first == 1 else f'<{tag} start="{first}">')
        tag, expected = open_tags[-1]
        value = f' value="{number}"' if number is not None and number != expected else ""
        open_tags[-1] = (tag, (expected if number is None else number) + 1)
        parts.append(f"<li{value}>{_html_spans(item.text, item.spans, addresses)}")
    parts += (f"</li></{tag}>" for tag, _ in reversed(open_tags))
    return "".join(parts)


def _html_table(table: TableBlock, addresses: Addresses) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number < table.header_rows else "td"
        cells = (
            f"<{tag}>{_html_spans(cell, _cell_spans(table, number, column), addresses)}</{tag}>"
            for column, cell in enumerate(row)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell_spans(table: TableBlock, row: int, column: int) -> tuple[Span, ...]:
    """Give the links of a cell as spans of its text."""
    text = table.rows[row][column]
    own = (link for link in table.links if (link.row, link.column) == (row, column))
    found = ((text.find(link.text), link) for link in own)
    return tuple(Span(at, at + len(link.text), "link", link.href) for at, link in found if at >= 0)


def _html_spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            return f'<a href="{escape(addresses.public(span.href))}">{inner}</a>' if span.href else inner
        before, after = _HTML_TAGS.get(span.style, ("", ""))
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
