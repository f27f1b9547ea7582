"""Bytes to text: which of the two encodings of Chinese sites a page is in.

A page's own word is not trusted: it is often missing, or wrong. Valid UTF-8 of any length is hardly ever anything
else, so validity decides; `gb2312` and `gbk` always mean gb18030, their superset. A page in both is read run by run.
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
# A stretch between tags, or a line. No character of either encoding has one of these bytes in it.
_RUN = re.compile(rb"[^<>\r\n]+")
# Characters of three bytes in UTF-8, as all Chinese ones are: so many on end are hardly ever GBK.
_WIDE = re.compile(rb"[\xe3-\xef][\x80-\xbf]{2}")
_UTF8_STRETCH = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){6}")


def decode(raw: bytes, declared: str | None = None) -> str:
    """Decode a page. What is `declared`, by the header, else by the page, only counts for Big5: GBK is valid Big5, too.

    The order is: byte order mark; strict UTF-8, a cut last character forgiven; strict Big5 where declared; strict
    gb18030, unless stretches of it are UTF-8. Else most of it is in one of UTF-8 and gb18030, and each run that is not
    is read by the other. What is in neither is U+FFFD, never nothing. Never raises.
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
    if _is_declared_big5(raw, declared):
        with suppress(UnicodeDecodeError):
            return raw.decode("big5hkscs"), "big5hkscs"
    if _UTF8_STRETCH.search(raw) is None:
        with suppress(UnicodeDecodeError):
            return raw.decode("gb18030"), "gb18030"
    main = "utf-8" if _is_mostly_utf8(raw) else "gb18030"
    # ASCII is the same in both, so that what is between the runs needs no look.
    return _RUN.sub(lambda run: _decoded_run(run[0], main).encode(), raw).decode(), main


def _decoded_run(run: bytes, main: str) -> str:
    """Decode a run of a page that is in two encodings, most of it in `main`."""
    split = 0
    try:
        text = run.decode()
    except UnicodeDecodeError as error:
        split = error.start
    else:
        if main == "utf-8" or run.isascii() or _WIDE.search(run):
            return text
    if _UTF8_STRETCH.search(run, 0, split) and not _is_mostly_utf8(run[split:]):
        with suppress(UnicodeDecodeError):  # it may change in the middle of a run
            return run[:split].decode() + run[split:].decode("gb18030")
    if _is_mostly_utf8(run):
        return run.decode("utf-8", "replace")
    with suppress(UnicodeDecodeError):
        return run.decode("gb18030")
    other = "gb18030" if main == "utf-8" else "utf-8"
    return min((run.decode(name, "replace") for name in (main, other)), key=_losses)


def _is_mostly_utf8(raw: bytes) -> bool:
    """Tell damaged UTF-8 from GBK, which is mostly replacement characters when it is read as UTF-8."""
    text = raw.decode("utf-8", "replace")
    lost = _losses(text)
    return lost < len(text) - len(text.encode("ascii", "ignore")) - lost


def _losses(text: str) -> int:
    return text.count("\ufffd")


def _is_declared_big5(raw: bytes, declared: str | None) -> bool:
    meta = _META.search(raw, 0, _META_WITHIN)
    name = declared or (meta[1].decode("ascii") if meta else "")
    return name.strip().lower().replace("_", "-") in _BIG5
