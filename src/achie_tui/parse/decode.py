"""Bytes to text: which of the two encodings of Chinese sites a page is in.

A page's own word is not trusted: it is often missing, or wrong. Valid UTF-8 of any length is hardly ever anything
else, so validity decides; `gb2312` and `gbk` always mean gb18030, their superset.
"""

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_TAIL = 3
_CHINESE = {"gb2312", "gbk", "gb18030", "cp936", "x-gbk"}


def decode(raw: bytes, declared: str | None = None) -> str:
    """Decode a page. `declared` (the header's charset) only decides where validity does not.

    The order is: byte order mark; strict UTF-8, a cut last character forgiven; strict Big5 where declared; strict
    gb18030; else whichever of UTF-8 and gb18030 leaves fewer replacement characters. Never raises.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    declared = (declared or "").strip().lower().replace("_", "-")
    candidates = ["utf-8", "gb18030"]
    if declared in {"big5", "big5-hkscs"}:
        candidates.insert(1, "big5hkscs")
    for encoding in candidates:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.start >= len(raw) - _UTF8_TAIL:
                return raw.decode(encoding, "ignore")
    utf8, gb18030 = raw.decode("utf-8", "replace"), raw.decode("gb18030", "replace")
    lost_utf8, lost_gb18030 = utf8.count("\ufffd"), gb18030.count("\ufffd")
    if lost_utf8 == lost_gb18030:
        return gb18030 if declared in _CHINESE else utf8
    return utf8 if lost_utf8 < lost_gb18030 else gb18030
