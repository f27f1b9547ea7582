"""Articles of a generated site with files attached to them."""

import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO
from urllib.parse import unquote

from tests.site.articles import TruthArticle
from tests.site.build import Site

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + b"% " + b"x" * 3000 + b"\nstartxref\n9\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000


def zipped(content: bytes = b"<w/>") -> bytes:
    """Give what office documents are, as far as their first and last bytes go."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", content)
    return packed.getvalue()


def attach(site: Site, files: Mapping[str, tuple[str, bytes]], number: int = 0) -> TruthArticle:
    """Link files (their names and bytes, by their addresses) in an article's first paragraph; gives the article.

    Those without bytes the site has not.
    """
    plain = [each for each in site.articles() if each.pages == 1 and not each.tables and len(each.paragraphs) > 2]
    article = plain[number]
    page, words = site.files[article.path].decode(), article.paragraphs[0][-7:]
    assert page.count(words), article.path
    links = "".join(f' <a href="{escape(href)}">{escape(name)}</a>' for href, (name, _) in files.items())
    site.files[article.path] = page.replace(words, words + links, 1).encode()
    site.files.update({unquote(href): data for href, (_, data) in files.items() if data and href.startswith("/")})
    return article
