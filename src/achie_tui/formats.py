"""An article as text, Markdown or HTML."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from unicodedata import category

from achie_tui.language import Language
from achie_tui.model import Article, Block, ImageBlock, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.document import embed_label
from achie_tui.typeset.visible import clean_for_screen, clean_line

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*\d*)([-+>.)])(?=\s|-*$)")
_HTML_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "emphasis": ("<em>", "</em>"),
    "deleted": ("<del>", "</del>"),
    "inserted": ("<ins>", "</ins>"),
}
# Raised and lowered characters are such in the text itself.
_MARKDOWN_MARKS = {"strong": ("**", "**"), "emphasis": ("*", "*"), "deleted": ("~~", "~~")}
_LIST_INDENT = 3
_STRUCK = re.compile(r"(?:~~|\\~\\~)(.+?)(?:~~|\\~\\~)")


def head_line(article: Article) -> str:
    """Give the line under a title: category, source, author, date."""
    parts = (article.category, article.source, article.author, article.published)
    return "  ".join(clean_line(part) for part in parts if part)


def to_plain(article: Article, addresses: Addresses) -> str:
    """Give an article as text without line breaks inside a paragraph, blocks parted by empty lines."""
    blocks = (_plain_block(block, addresses) for block in article.blocks)
    return "\n\n".join(part for part in (clean_line(article.title), head_line(article), *blocks) if part)


def _plain_block(block: Block, addresses: Addresses) -> str:
    if isinstance(block, TableBlock):
        return "\n".join("\t".join(clean_line(cell) for cell in row) for row in block.rows)
    if isinstance(block, ListBlock):
        items = zip(block.items, block.numbers, strict=True)
        return "\n".join(_mark(item, number) + _plain_spans(item.text, item.spans) for item, number in items)
    if isinstance(block, ImageBlock):
        caption = clean_line(block.caption or block.alt)
        return f"[图] {caption}" if caption else "[图]"
    return _plain_text(block, addresses)


def _plain_text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        return clean_for_screen(block.text)
    if block.kind == "embed":
        return " ".join(filter(None, (clean_line(embed_label(block)), _target(block.href, addresses))))
    return _plain_spans(block.text, block.spans)


def _plain_spans(text: str, spans: Sequence[Span]) -> str:
    """Give a text with what the page struck out marked so: without the marks, two prices would be one."""
    struck = [span for span in spans if span.style == "deleted"]
    return _nested(text, struck, clean_line, lambda _, inner: f"~~{inner}~~") if struck else clean_line(text)


def _mark(item: ListItem, number: int | None) -> str:
    return " " * _LIST_INDENT * item.level + _marker(number)


def _marker(number: int | None) -> str:
    return f"{number}. " if number is not None else "- "


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
        return f"![{_marked(block.alt or block.caption)}](<{_picture(block, addresses)}>){caption}"
    if isinstance(block, ListBlock):
        return _markdown_list(block, addresses)
    return _markdown_text(block, addresses)


def _markdown_text(block: TextBlock, addresses: Addresses) -> str:
    if block.kind == "preformatted":
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", block.text)), default=0))
        return f"{fence}\n{clean_for_screen(block.text)}\n{fence}"
    if block.kind == "embed":
        label, target = _marked(embed_label(block)), _target(block.href, addresses)
        return f"[{label}](<{target}>)" if target else label
    text = _markdown_spans(block.text, block.spans, addresses)
    if block.kind == "heading":
        return f"{'#' * max(2, block.level)} {text}"
    text = _LINE_START.sub(r"\1\\\2", text)
    return f"> {text}" if block.kind == "quote" else text


def _markdown_list(block: ListBlock, addresses: Addresses) -> str:
    """Give a list; one inside an item begins right below the item's words (CommonMark 5.2).

    A number that does not follow the one before begins a list of its own, parted by a comment (5.3).
    """
    lines: list[str] = []
    columns: list[int] = [0]
    following: list[int | None] = [None]
    for item, number in zip(block.items, block.numbers, strict=True):
        del columns[item.level + 1 :], following[item.level + 1 :]
        marker, indent = _marker(number), " " * columns[-1]
        if number is not None and following[-1] not in {None, number}:
            lines += ["", f"{indent}<!-- -->", ""]
        text = _LINE_START.sub(r"\1\\\2", _markdown_spans(item.text, item.spans, addresses))
        lines.append(indent + marker + text)
        following[-1] = None if number is None else number + 1
        columns.append(columns[-1] + len(marker))
        following.append(None)
    return "\n".join(lines)


def _markdown_table(table: TableBlock, addresses: Addresses) -> str:
    rows = [
        [
            _struck("~~", "~~", _markdown_spans(cell, _cell_spans(table, number, column), addresses))
            for column, cell in enumerate(row)
        ]
        for number, row in enumerate(table.rows)
    ]
    if not rows:
        return ""
    header, body = (rows[0], rows[1:]) if table.header_rows else ([""] * len(rows[0]), rows)
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _markdown_spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            target = _target(span.href, addresses)
            return f"[{inner}](<{target}>)" if target else inner
        marks = _MARKDOWN_MARKS.get(span.style, ("", ""))
        if marks[0] and not (_stands_apart(span, spans) and _holds(text[: span.start], inner, text[span.end :])):
            marks = _HTML_TAGS[span.style]
        return f"{marks[0]}{inner}{marks[1]}"

    return _nested(text, spans, _marked, wrap)


def _stands_apart(span: Span, spans: Sequence[Span]) -> bool:
    """Tell whether the marks of a span touch no other's: they would run together."""
    edges = {span.start, span.end}
    return not any(
        other.style in _MARKDOWN_MARKS and other.end - other.start and edges & {other.start, other.end}
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


def _marked(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", clean_line(text))


def _target(href: str | None, addresses: Addresses) -> str | None:
    """Give where a link leads as a whole address that no format takes for markup; None where it is no page's."""
    whole = addresses.absolute(addresses.public(href)) if href else None
    return clean_line(whole) if whole else None


def _picture(block: ImageBlock, addresses: Addresses) -> str:
    """Give a picture's address; a picture within the page is its own."""
    return block.src if block.src.startswith("data:image/") else _target(block.src, addresses) or ""


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
        image = f'<img src="{escape(_picture(block, addresses))}" alt="{escape(clean_line(block.alt))}">'
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
        target = _target(block.href, addresses)
        return f'<p><a href="{escape(target)}">{label}</a></p>' if target else f"<p>{label}</p>"
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
        parts.append(f"<li{value}>{_html_spans(item.text, item.spans, addresses)}")
    parts += (f"</li></{tag}>" for tag, _ in reversed(open_tags))
    return "".join(parts)


def _html_table(table: TableBlock, addresses: Addresses) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number < table.header_rows else "td"
        cells = (_html_spans(cell, _cell_spans(table, number, column), addresses) for column, cell in enumerate(row))
        struck = (_struck(*_HTML_TAGS["deleted"], cell) for cell in cells)
        rows.append(f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in struck)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _struck(before: str, after: str, text: str) -> str:
    """Mark what is struck out in a cell, where `~~` stands around it."""
    return _STRUCK.sub(lambda match: f"{before}{match[1]}{after}", text)


def _cell_spans(table: TableBlock, row: int, column: int) -> tuple[Span, ...]:
    """Give the links of a cell as spans of its text."""
    text = table.rows[row][column]
    spans: list[Span] = []
    for link in table.links:
        if (link.row, link.column) == (row, column):
            at = text.find(link.text, spans[-1].end if spans else 0)
            if at >= 0:
                spans.append(Span(at, at + len(link.text), "link", link.href))
    return tuple(spans)


def _html_spans(text: str, spans: Sequence[Span], addresses: Addresses) -> str:
    def wrap(span: Span, inner: str) -> str:
        if span.style == "link":
            target = _target(span.href, addresses)
            return f'<a href="{escape(target)}">{inner}</a>' if target else inner
        before, after = _HTML_TAGS.get(span.style, ("", ""))
        return f"{before}{inner}{after}"

    return _nested(text, spans, lambda part: escape(clean_line(part)), wrap)


def _nested(text: str, spans: Sequence[Span], plain: Callable[[str], str], wrap: Callable[[Span, str], str]) -> str:
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
