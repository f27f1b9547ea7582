"""An edition as a book: EPUB 3.3, a chapter an article, the pictures in it, nothing that runs and nothing from outside.

A handful of small files in a zip archive, written by hand: see https://www.w3.org/TR/epub-33/.
"""

from collections.abc import Iterator
from html import escape
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from achie_tui.export.citation import responsible
from achie_tui.export.edition import Edition, PictureFile
from achie_tui.export.html import article_body
from achie_tui.export.page import article_head, stylesheet
from achie_tui.language import Phrase
from achie_tui.model import ImageBlock
from achie_tui.typeset.visible import clean_line

_LANGUAGE = "zh-CN"
_FIRST_YEAR = 1980  # that a zip archive can tell of
_CONTENTS = Phrase("目录", "Contents")
# The two characters that XML knows no way to write, and which the cleaning lets through.
_NOT_IN_XML = {0xFFFE: "␦", 0xFFFF: "␦"}
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def write_epub(edition: Edition, file: BinaryIO) -> None:
    """Write an edition as a book into a file; the same edition is the same bytes."""
    book = _Book(edition, file)
    try:
        _fill(book, edition)
        book.close()
    except BaseException:
        book.give_up()
        raise


def _fill(book: "_Book", edition: Edition) -> None:
    book.add("mimetype", b"application/epub+zip", ZIP_STORED)  # the first, as it is: so is it known (OCF 4.3)
    book.add_text("META-INF/container.xml", _CONTAINER)
    book.add_text("EPUB/book.css", stylesheet("book"))
    for number, piece in enumerate(edition.pieces, 1):
        text = article_body(piece.article, edition.addresses, book.place)
        body = f"<article>\n{article_head(piece, edition)}\n{text}\n</article>"
        book.add_text(f"EPUB/a{number}.xhtml", _document(piece.article.title, body))
    book.add_text("EPUB/nav.xhtml", _document(edition.title, _navigation(edition)))
    book.add_text("EPUB/package.opf", _package(edition, book.pictures))


class _Book:
    """The archive while it is written, and the pictures that are in it: each once, however many articles show it."""

    def __init__(self, edition: Edition, file: BinaryIO) -> None:
        self.pictures: dict[str, str] = {}
        """The media type of each, by its name."""
        self._edition = edition
        made = edition.made_at
        self._time = (max(_FIRST_YEAR, made.year), made.month, made.day, made.hour, made.minute, made.second)
        self._archive = ZipFile(file, "w")

    def add_text(self, name: str, text: str) -> None:
        """Add a file of text."""
        self.add(name, text.translate(_NOT_IN_XML).encode(), ZIP_DEFLATED)

    def add(self, name: str, data: bytes, compression: int) -> None:
        """Add a file, compressed or as it is."""
        entry = ZipInfo(name, self._time)
        entry.compress_type, entry.external_attr, entry.create_system = compression, 0o644 << 16, 3
        self._archive.writestr(entry, data)

    def place(self, block: ImageBlock) -> str | None:
        """Add the picture of a block, if it is kept, and tell where it is in the book."""
        found: PictureFile | None = self._edition.pictures(block.src)
        if found is None:
            return None
        if found.name not in self.pictures:
            self.pictures[found.name] = found.media_type
            self.add(f"EPUB/pictures/{found.name}", found.data, ZIP_STORED)
        return f"pictures/{found.name}"

    def close(self) -> None:
        """Write the archive's list of contents."""
        self._archive.close()

    def give_up(self) -> None:
        """Write nothing more: the archive would end itself when it is forgotten, in a file that is closed by then."""
        self._archive.fp = None


def _document(title: str, body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{_LANGUAGE}" '
        f'xml:lang="{_LANGUAGE}">\n<head>\n<title>{_words(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="book.css"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _navigation(edition: Edition) -> str:
    rows = (
        f'<li><a href="a{number}.xhtml">{_words(piece.article.title)}</a></li>\n'
        for number, piece in enumerate(edition.pieces, 1)
    )
    heading = escape(_CONTENTS.say(edition.language))
    return f'<nav epub:type="toc" id="toc">\n<h1>{heading}</h1>\n<ol>\n{"".join(rows)}</ol>\n</nav>'


def _package(edition: Edition, pictures: dict[str, str]) -> str:
    chapters = [f"a{number}" for number in range(1, len(edition.pieces) + 1)]
    manifest = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="css" href="book.css" media-type="text/css"/>',
        *(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters),
        *(
            f'<item id="p{number}" href="pictures/{name}" media-type="{media_type}"/>'
            for number, (name, media_type) in enumerate(pictures.items(), 1)
        ),
    ]
    spine = ['<itemref idref="nav"/>'] * (len(chapters) > 1) + [f'<itemref idref="{name}"/>' for name in chapters]
    metadata, lines = "\n".join(_metadata(edition)), "\n".join(manifest)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="book" xml:lang="{_LANGUAGE}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        f"<manifest>\n{lines}\n</manifest>\n<spine>\n{chr(10).join(spine)}\n</spine>\n</package>\n"
    )


def _metadata(edition: Edition) -> Iterator[str]:
    addresses = [edition.address(piece) for piece in edition.pieces]
    yield f'<dc:identifier id="book">urn:uuid:{uuid5(NAMESPACE_URL, " ".join(addresses))}</dc:identifier>'
    yield f"<dc:title>{_words(edition.title)}</dc:title>"
    yield f"<dc:language>{_LANGUAGE}</dc:language>"
    if len(edition.pieces) == 1:
        article = edition.pieces[0].article
        for name in responsible(article, edition.publisher):
            yield f"<dc:creator>{_words(name)}</dc:creator>"
        yield f"<dc:source>{escape(addresses[0])}</dc:source>"
    yield f"<dc:publisher>{_words(edition.publisher)}</dc:publisher>"
    yield f'<meta property="dcterms:modified">{edition.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")}</meta>'


def _words(text: str) -> str:
    """Give a line of text, which may not be empty where a book is told about."""
    return escape(clean_line(text).strip() or "—")
