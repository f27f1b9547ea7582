"""The JSON that scripts rely on, printed by commands or written to files: what each thing looks like."""

from datetime import UTC, datetime
from typing import Any

from achie_tui.export.edition import Piece
from achie_tui.library.records import Kept
from achie_tui.model import Block, CategoryCount, Headline, ImageBlock, Link, ListBlock, Span, TableBlock
from achie_tui.site.address import Addresses

Record = dict[str, Any]


def category_record(count: CategoryCount, addresses: Addresses) -> Record:
    """Give a category with its counts."""
    return {
        "name": count.category.name,
        "slug": count.category.slug,
        "url": addresses.url(count.category.path),
        "articles": count.articles,
        "cached": count.cached,
        "unread": count.unread,
    }


def headline_record(headline: Headline, addresses: Addresses) -> Record:
    """Give a headline with the user's marks."""
    return {
        "id": headline.id,
        "url": addresses.url(headline.path),
        "title": headline.title,
        "category": headline.category,
        "published": headline.published,
        "summary": headline.summary,
        "source": headline.source,
        "read": headline.read,
        "starred": headline.starred,
        "later": headline.later,
        "cached": headline.cached,
    }


def article_record(kept: Kept | Piece, addresses: Addresses) -> Record:
    """Give an article, its blocks in reading order."""
    article = kept.article
    return {
        "id": article.id,
        "url": addresses.url(article.path),
        "category": article.category,
        "breadcrumb": list(article.breadcrumb),
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published,
        "attribution": article.attribution,
        "blocks": [block_record(block, addresses) for block in article.blocks],
        "related": [{**_link(link, addresses), "published": link.published} for link in article.related],
        "previous": _link(article.previous, addresses) if article.previous else None,
        "next": _link(article.next, addresses) if article.next else None,
        "pages": article.pages,
        "complete": article.is_whole,
        "extraction": article.extraction,
        "doubt": article.doubt,
        "attachments": [
            {"href": addresses.public(each.href), "name": each.name, "kind": each.kind} for each in article.attachments
        ],
        "mirror": article.mirror,
        "fetched": datetime.fromtimestamp(kept.fetched, UTC).isoformat(timespec="seconds"),
    }


def block_record(block: Block, addresses: Addresses) -> Record:
    """Give a block of an article."""
    match block:
        case ImageBlock():
            return {
                "kind": "image",
                "src": addresses.public(block.src),
                "alt": block.alt,
                "caption": block.caption,
                "width": block.width,
                "height": block.height,
            }
        case TableBlock():
            links = [
                {"row": link.row, "column": link.column, "href": addresses.public(link.href), "text": link.text}
                for link in block.links
            ]
            rows = [list(row) for row in block.rows]
            return {"kind": "table", "rows": rows, "header_rows": block.header_rows, "links": links}
        case ListBlock():
            items = [
                {
                    "text": item.text,
                    "spans": _spans(item.spans, addresses),
                    "level": item.level,
                    "number": number,
                }
                for item, number in zip(block.items, block.numbers, strict=True)
            ]
            return {"kind": "list", "ordered": block.ordered, "start": block.start, "items": items}
    if block.kind == "embed":
        href = addresses.public(block.href) if block.href else None
        return {"kind": "embed", "media": block.media, "href": href, "title": block.text}
    if block.kind == "preformatted":
        return {"kind": "preformatted", "text": block.text}
    record: Record = {"kind": block.kind, "text": block.text, "spans": _spans(block.spans, addresses)}
    if block.kind == "heading":
        record["level"] = block.level
    return record


def _spans(spans: tuple[Span, ...], addresses: Addresses) -> list[Record]:
    return [
        {"start": span.start, "end": span.end, "style": span.style}
        | ({"href": addresses.public(span.href)} if span.href else {})
        for span in spans
    ]


def _link(link: Link, addresses: Addresses) -> Record:
    return {"title": link.title, "url": addresses.public(link.url)}
