"""Bytes to text: which of the two encodings of Chinese sites a page is in.

A page's own word is not trusted: it is often missing, or wrong. Valid UTF-8 of any length is hardly ever anything
else, so validity decides; `gb2312` and `gbk` always mean gb18030, their superset.
"""

import codecs
import re
from contextlib import suppress

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The codec's word for an error that more bytes might have mended.
_CUT_CHARACTER = "unexpected end of data"
_BIG5 = frozenset(("big5", "big5-hkscs", "x-x-big5"))
_META = re.compile(rb"<meta[^<>]{1,200}charset\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
_META_WITHIN = 4_096


def decode(raw: bytes, declared: str | None = None) -> str:
    """Decode a page. What is `declared`, by the header, else by the page, only counts for Big5: GBK is valid Big5, too.

    The order is: byte order mark; strict UTF-8, a cut last character forgiven; strict Big5 where declared; strict
    gb18030; else the one of UTF-8 and gb18030 that most of it is. Never raises.
    """
    return _decoded(raw, declared)[0]


def encoding_of(raw: bytes, declared: str | None = None) -> str:
    """Give the name of the encoding that `decode` finds a page to be in."""
    return _decoded(raw, declared)[1]


def _decoded(raw: bytes, declared: str | None) -> tuple[str, str]:
    """Give a page's text, and its encoding."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), encoding
    try:
        return raw.decode(), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == _CUT_CHARACTER:
            return raw.decode("utf-8", "ignore"), "utf-8"
    for encoding in ("big5hkscs", "gb18030") if _is_declared_big5(raw, declared) else ("gb18030",):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding), encoding
    # GBK read as UTF-8 is mostly replacement characters; damaged UTF-8 is not.
    utf8 = raw.decode("utf-8", "replace")
    lost = utf8.count("\ufffd")
    read = len(utf8) - len(utf8.encode("ascii", "ignore")) - lost
    return (utf8, "utf-8") if lost < read else (raw.decode("gb18030", "replace"), "gb18030")


def _is_declared_big5(raw: bytes, declared: str | None) -> bool:
    meta = _META.search(raw, 0, _META_WITHIN)
    name = declared or (meta[1].decode("ascii") if meta else "")
    return name.strip().lower().replace("_", "-") in _BIG5
