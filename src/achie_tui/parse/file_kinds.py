"""Whether bytes are the file that an address promises: by what files of its kind begin and end with."""

from collections.abc import Sequence

DOCUMENTS = frozenset(
    {"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "ofd", "csv", "txt", "rtf", "tif", "ceb"}
)
"""Kinds that a program shows; archives and drawings are not among them."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
# Office programs read any of these under any of their endings, and write them so: a .docx with a password is OLE.
_OFFICE = (_ZIP, _OLE, b"{\\rtf")
_OFFICE_KINDS = ("doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "rtf")
_BEGINNINGS: dict[str, Sequence[bytes]] = {
    **dict.fromkeys(_OFFICE_KINDS, _OFFICE),
    "ofd": (_ZIP,),
    "zip": (_ZIP, _EMPTY_ZIP),
    "rar": (b"Rar!\x1a\x07",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "tif": (b"II*\0", b"MM\0*"),
    "dwg": (b"AC10",),
    "ceb": (b"Founder CEB",),
}
_PDF, _PDF_END = b"%PDF-", b"%%EOF"
_PDF_WITHIN, _PDF_END_WITHIN = 1024, 4096  # bytes of either end, as readers of PDF look for them
_ZIP_END, _ZIP_END_WITHIN = b"PK\x05\x06", 65_557  # its comment included
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<script", b"<body", b"<meta", b"<title", b"<iframe")
_LOOKED_AT = 1024
_PAGES = {"text/html", "application/xhtml+xml"}
_PLAIN = {"csv", "txt"}


def is_of_kind(kind: str, data: bytes, content_type: str | None) -> bool:
    """Tell whether an answer's body is a file of a kind; a page in its place is none, whatever it is served as."""
    if not data:
        return False
    if kind == "pdf":
        return _PDF in data[: _PDF_WITHIN + len(_PDF)]
    if kind in _BEGINNINGS:
        return data.startswith(tuple(_BEGINNINGS[kind]))
    # What is known by nothing of its own is a file if it is no page.
    is_page = content_type in _PAGES or _is_markup(data)
    return kind in _PLAIN and not is_page and b"\0\0\0\0" not in data[:_LOOKED_AT]


def is_whole(kind: str, data: bytes) -> bool:
    """Tell whether a file has the end that its kind has, where there is one to look for."""
    if kind == "pdf":
        return _PDF_END in data[-_PDF_END_WITHIN:]
    if data.startswith(_ZIP):
        return _ZIP_END in data[-_ZIP_END_WITHIN:]
    return True


def _is_markup(data: bytes) -> bool:
    head = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    while head.startswith(b"<!--") and b"-->" in head:
        head = head.partition(b"-->")[2].lstrip()
    return head.startswith(_MARKUP)
