"""The JSON that scripts rely on, as the design writes it down: each record's keys in their order, and their types."""

import re
from collections.abc import Mapping
from types import NoneType
from typing import Any

Types = tuple[type, ...]
Shape = Mapping[str, Types]

_TEXT: Types = (str,)
_NUMBER: Types = (int,)
_FLAG: Types = (bool,)
_LIST: Types = (list,)
_MAYBE_TEXT: Types = (str, NoneType)
_MAYBE_NUMBER: Types = (int, NoneType)
_MAYBE_RECORD: Types = (dict, NoneType)

CATEGORY: Shape = {
    "name": _TEXT,
    "slug": _TEXT,
    "url": _TEXT,
    "articles": _NUMBER,
    "cached": _NUMBER,
    "unread": _NUMBER,
}
HEADLINE: Shape = {
    "id": _MAYBE_NUMBER,
    "url": _TEXT,
    "title": _TEXT,
    "category": _MAYBE_TEXT,
    "published": _MAYBE_TEXT,
    "summary": _MAYBE_TEXT,
    "source": _MAYBE_TEXT,
    "read": _FLAG,
    "starred": _FLAG,
    "later": _FLAG,
    "cached": _FLAG,
}
ARTICLE: Shape = {
    "id": _MAYBE_NUMBER,
    "url": _TEXT,
    "category": _MAYBE_TEXT,
    "breadcrumb": _LIST,
    "title": _TEXT,
    "source": _MAYBE_TEXT,
    "author": _MAYBE_TEXT,
    "published": _MAYBE_TEXT,
    "attribution": _MAYBE_TEXT,
    "blocks": _LIST,
    "related": _LIST,
    "previous": _MAYBE_RECORD,
    "next": _MAYBE_RECORD,
    "pages": _NUMBER,
    "complete": _FLAG,
    "extraction": _TEXT,
    "doubt": _MAYBE_TEXT,
    "attachments": _LIST,
    "mirror": _FLAG,
    "fetched": _TEXT,
}
RELATED: Shape = {"title": _TEXT, "url": _TEXT, "published": _MAYBE_TEXT}
NEIGHBOUR: Shape = {"title": _TEXT, "url": _TEXT}
SYNC: Shape = {
    "listing_pages": _NUMBER,
    "new": _NUMBER,
    "updated": _NUMBER,
    "unchanged": _NUMBER,
    "images": _NUMBER,
    "failed": _NUMBER,
    "seconds": (float, int),
}
_PROSE: Shape = {"kind": _TEXT, "text": _TEXT, "spans": _LIST}
BLOCKS: Mapping[str, Shape] = {
    "paragraph": _PROSE,
    "heading": {**_PROSE, "level": _NUMBER},
    "quote": _PROSE,
    "caption": _PROSE,
    "attribution": _PROSE,
    "image": {
        "kind": _TEXT,
        "src": _TEXT,
        "alt": _TEXT,
        "caption": _TEXT,
        "width": _MAYBE_NUMBER,
        "height": _MAYBE_NUMBER,
    },
    "table": {"kind": _TEXT, "rows": _LIST, "header_rows": _NUMBER, "links": _LIST},
    "list": {"kind": _TEXT, "ordered": _FLAG, "start": _NUMBER, "items": _LIST},
    "preformatted": {"kind": _TEXT, "text": _TEXT},
    "embed": {"kind": _TEXT, "media": _TEXT, "href": _TEXT, "title": _TEXT},
}
_CELL_LINK: Shape = {"row": _NUMBER, "column": _NUMBER, "href": _TEXT, "text": _TEXT}
_ATTACHMENT: Shape = {"href": _TEXT, "name": _TEXT, "kind": _TEXT}
_SPAN: Shape = {"start": _NUMBER, "end": _NUMBER, "style": _TEXT}
_ITEM: Shape = {"text": _TEXT, "spans": _LIST, "level": _NUMBER, "number": _MAYBE_NUMBER}
_PUBLISHED = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
_FETCHED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def check(record: Any, shape: Shape) -> None:
    """Check a record's keys and types; what may be null is never ""."""
    assert list(record) == list(shape)
    for key, types in shape.items():
        value = record[key]
        assert type(value) in types, (key, value)
        assert value != "" or NoneType not in types, (key, value)
    if record.get("published") is not None:
        assert _PUBLISHED.fullmatch(record["published"])
    assert "url" not in record or record["url"].startswith("http://")


def check_article(record: Any) -> None:
    """Check an article and all its parts."""
    check(record, ARTICLE)
    assert all(type(name) is str and name for name in record["breadcrumb"])
    assert record["extraction"] in {"selector", "anchor", "density", "template"}
    for attachment in record["attachments"]:
        check(attachment, _ATTACHMENT)
    assert _FETCHED.fullmatch(record["fetched"])
    for link in record["related"]:
        check(link, RELATED)
    for link in (record["previous"], record["next"]):
        if link is not None:
            check(link, NEIGHBOUR)
    for block in record["blocks"]:
        _check_block(block)


def _check_block(block: Any) -> None:
    check(block, BLOCKS[block["kind"]])
    match block["kind"]:
        case "image":
            assert block["src"].startswith(("http://", "https://"))
        case "table":
            assert len({len(row) for row in block["rows"]}) == 1
            assert all(type(cell) is str for row in block["rows"] for cell in row)
            assert 0 <= block["header_rows"] <= len(block["rows"])
            for link in block["links"]:
                check(link, _CELL_LINK)
                assert link["text"] in block["rows"][link["row"]][link["column"]]
        case "list":
            for item in block["items"]:
                check(item, _ITEM)
                _check_spans(item)
        case "embed":
            assert block["media"] in {"video", "audio", "document", "page"}
        case "preformatted":
            assert block["text"].replace("\n", "").isprintable()
        case _:
            assert block["text"].strip() == block["text"] != ""
            assert block["text"].isprintable()
            _check_spans(block)


def _check_spans(prose: Any) -> None:
    for span in prose["spans"]:
        check(span, {**_SPAN, "href": _TEXT} if "href" in span else _SPAN)
        assert span["style"] in {"strong", "emphasis", "link"}
        assert 0 <= span["start"] < span["end"] <= len(prose["text"])
        assert ("href" in span) == (span["style"] == "link")
        assert "href" not in span or span["href"].startswith(("http://", "https://", "mailto:"))
