"""An article as bytes: a version byte, then JSON compressed with zlib."""

import json
import zlib
from typing import Any

from achie_tui.model import (
    Article,
    Attachment,
    Block,
    CellLink,
    ImageBlock,
    Link,
    ListBlock,
    ListItem,
    Span,
    TableBlock,
    TextBlock,
)

# Version 2 has more of lists, tables and embedded things; what version 1 wrote is read as it was.
_VERSION = b"\x02"
_READABLE = (b"\x01", _VERSION)
_LEVEL = 6


class UnreadableBodyError(ValueError):
    """The bytes are no article that this version wrote."""


def encode(article: Article) -> bytes:
    """Give an article as bytes."""
    data = {
        "path": article.path,
        "id": article.id,
        "title": article.title,
        "category": article.category,
        "breadcrumb": article.breadcrumb,
        "source": article.source,
        "author": article.author,
        "published": article.published,
        "attribution": article.attribution,
        "blocks": [_from_block(block) for block in article.blocks],
        "related": [_from_link(link) for link in article.related],
        "previous": article.previous and _from_link(article.previous),
        "next": article.next and _from_link(article.next),
        "pages": article.pages,
        "complete": article.complete,
        "extraction": article.extraction,
        "mirror": article.mirror,
        "doubt": article.doubt,
        "attachments": [(each.href, each.name, each.kind) for each in article.attachments],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _VERSION + zlib.compress(text.encode(), _LEVEL)


def decode(body: bytes) -> Article:
    """Give the article that `encode` turned into bytes; raises UnreadableBodyError for any other bytes."""
    if body[:1] not in _READABLE:
        raise UnreadableBodyError(body[:1])
    try:
        data: dict[str, Any] = json.loads(zlib.decompress(body[1:]))
        data["breadcrumb"] = tuple(data["breadcrumb"])
        data["blocks"] = tuple(_to_block(*block) for block in data["blocks"])
        data["related"] = tuple(Link(*link) for link in data["related"])
        data["previous"] = data["previous"] and Link(*data["previous"])
        data["next"] = data["next"] and Link(*data["next"])
        data["attachments"] = tuple(Attachment(*each) for each in data.get("attachments", ()))
        return Article(**data)
    except (zlib.error, ValueError, TypeError, LookupError) as error:
        raise UnreadableBodyError(str(error)) from error


def text_length(article: Article) -> int:
    """Count the characters of an article's blocks, captions and cells included."""
    return sum(map(_length, article.blocks))


def _from_block(block: Block) -> list[Any]:
    match block:
        case TextBlock():
            return [block.kind, block.text, _from_spans(block.spans), block.level, block.media]
        case ImageBlock():
            return ["image", block.src, block.alt, block.caption, block.width, block.height]
        case TableBlock():
            links = [(link.row, link.column, link.href, link.text) for link in block.links]
            return ["table", block.rows, block.header_rows, links]
        case ListBlock():
            items = [[item.text, _from_spans(item.spans), item.level, item.number] for item in block.items]
            return ["list", block.ordered, items, block.start]


def _to_block(kind: Any, *fields: Any) -> Block:
    match kind:
        case "image":
            return ImageBlock(*fields)
        case "table":
            rows, header_rows, *links = fields
            return TableBlock(tuple(map(tuple, rows)), header_rows, tuple(CellLink(*each) for each in _first(links)))
        case "list":
            ordered, items, *start = fields
            parts = (ListItem(text, _to_spans(spans), *more) for text, spans, *more in items)
            return ListBlock(ordered, tuple(parts), *start)
        case _:
            text, spans, *more = fields
            return TextBlock(kind, text, _to_spans(spans), *more)


def _first(parts: list[Any]) -> Any:
    return parts[0] if parts else ()


def _from_spans(spans: tuple[Span, ...]) -> list[Any]:
    return [(span.start, span.end, span.style, span.href) for span in spans]


def _to_spans(spans: Any) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in spans)


def _from_link(link: Link) -> list[Any]:
    return [link.title, link.url, link.published]


def _length(block: Block) -> int:
    match block:
        case TextBlock():
            return len(block.text)
        case ImageBlock():
            return len(block.alt) + len(block.caption)
        case TableBlock():
            return sum(len(cell) for row in block.rows for cell in row)
        case ListBlock():
            return sum(len(item.text) for item in block.items)
