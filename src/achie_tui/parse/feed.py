"""The engine's feeds: what is new, as far as they tell. Often stale, and never complete.

No XML parser is used: there would be entities and external files to guard against (CWE-776, CWE-611), and expat does
not know GBK. The engine writes every feed in one way, and what declares a document type is none of its.
"""

import re
from collections.abc import Iterator
from html import unescape

from achie_tui.model import Row
from achie_tui.parse.clean import clean_line
from achie_tui.parse.decode import decode
from achie_tui.parse.restore import restore
from achie_tui.site.address import Addresses, is_article

_MOST = 500  # items; the engine writes 50
_LONGEST = 20_000  # characters of an item
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TAG = re.compile(r"</?(?:a|b|br|em|font|i|p|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def read_feed(raw: bytes, addresses: Addresses, *, charset: str | None = None) -> tuple[Row, ...] | None:
    """Give the articles that a feed names, in its order; None where the bytes are no feed. Never raises."""
    text, _ = restore(decode(raw, charset))
    if "<rss" not in text[:1000] or "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    rows: dict[str, Row] = {}
    for item in _items(text):
        path = addresses.path(_field(item, "link"))
        title = _field(item, "title")
        if path is not None and title and is_article(path):
            rows.setdefault(
                path,
                Row(
                    path,
                    title,
                    published=_date(_field(item, "pubDate")),
                    summary=_field(item, "description") or None,
                    category=_field(item, "category") or None,
                ),
            )
    return tuple(rows.values())


def _items(text: str) -> Iterator[str]:
    at = 0
    for _ in range(_MOST):
        start = text.find("<item>", at)
        end = text.find("</item>", start)
        if start < 0 or end < 0:
            return
        yield text[start : min(end, start + _LONGEST)]
        at = end


def _field(item: str, name: str) -> str:
    """Give a field's text; inside CDATA the engine escapes entities twice."""
    _, _, rest = item.partition(f"<{name}>")
    quoted = rest.startswith(_CDATA)
    text = rest.removeprefix(_CDATA).partition(_CDATA_END if quoted else f"</{name}>")[0]
    return clean_line(_TAG.sub("", unescape(unescape(text))))


def _date(text: str) -> str | None:
    found = _DATE.match(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None
