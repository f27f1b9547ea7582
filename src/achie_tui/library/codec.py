"""An article as bytes: a version byte, then JSON compressed with zlib."""

import json
import zlib
from typing import Any

from achie_tui.model import Article, Block, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock

_VERSION = b"\x01"
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
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _VERSION + zlib.compress(text.encode(), _LEVEL)


def decode(body: bytes) -> Article:
    """Give the article that `encode` turned into bytes; raises UnreadableBodyError for any other bytes."""
    if body[:1] != _VERSION:
        raise UnreadableBodyError(body[:1])
    try:
        data: dict[str, Any] = json.loads(zlib.decompress(body[1:]))
        data["breadcrumb"] = tuple(data["breadcrumb"])
        data["blocks"] = tuple(_to_block(*block) for block in data["blocks"])
        data["related"] = tuple(Link(*link) for link in data["related"])
        data["previous"] = data["previous"] and Link(*data["previous"])
        data["next"] = data["next"] and Link(*data["next"])
        return Article(**data)
    except (zlib.error, ValueError, TypeError, LookupError) as error:
        raise UnreadableBodyError(str(error)) from error


def text_length(article: Article) -> int:
    """Count the characters of an article's blocks, captions and cells included."""
    return sum(map(_length, article.blocks))


def _from_block(block: Block) -> list[Any]:
    match block:
        case TextBlock():
            return [block.kind, block.text, _from_spans(block.spans), block.level]
        case ImageBlock():
            return ["image", block.src, block.alt, block.caption, block.width, block.height]
        case TableBlock():
            return ["table", block.rows, block.header_rows]
        case ListBlock():
            return ["list", block.ordered, [[item.text, _from_spans(item.spans)] for item in block.items]]


def _to_block(kind: Any, *fields: Any) -> Block:
    match kind:
        case "image":
            return ImageBlock(*fields)
        case "table":
            rows, header_rows = fields
            return TableBlock(tuple(map(tuple, rows)), header_rows)
        case "list":
            ordered, items = fields
            return ListBlock(ordered, tuple(ListItem(text, _to_spans(spans)) for text, spans in items))
        case _:
            text, spans, level = fields
            return TextBlock(kind, text, _to_spans(spans), level)


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
