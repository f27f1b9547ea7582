"""Articles as entries for programs that keep references: BibTeX, RIS, CSL-JSON.

All three say what the citation says (see `citation`): who is responsible, the title, the site, when it was published,
and the day on which it was seen there.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from urllib.parse import quote

from achie_tui.export.authors import named
from achie_tui.export.citation import cite, responsible
from achie_tui.export.edition import Edition, Piece
from achie_tui.model import Article
from achie_tui.typeset.visible import clean_line

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_HASH = 8
# What TeX would obey, in words of its own: BibTeX counts braces even behind a backslash.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)


def gbt7714(edition: Edition) -> Iterator[str]:
    """Give the citation of each article, a line each."""
    for piece in edition.pieces:
        citation = cite(piece.article, edition.address(piece), edition.today, edition.publisher)
        yield f"{clean_line(citation)}\n"


def bibtex(edition: Edition) -> Iterator[str]:
    """Give an entry of each article, as biblatex and the styles for GB/T 7714 know it."""
    for number, (key, piece) in enumerate(_keyed(edition)):
        article = piece.article
        names = [f"{{{_tex(name)}}}" for name in responsible(article, edition.publisher)]
        fields = {
            "author": " and ".join(names),
            "title": f"{{{_tex(article.title)}}}",
            "organization": f"{{{_tex(_issued_by(article, edition.publisher))}}}",
            "date": _published(article),
            "url": quote(edition.address(piece), safe="!#$%&'()*+,/:;=?@[]-._~"),
            "urldate": edition.today.isoformat(),
            "langid": "chinese",
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        yield f"{'' if not number else chr(10)}@online{{{key},\n{lines}}}\n"


def ris(edition: Edition) -> Iterator[str]:
    """Give a record of each article; lines end as the format has it, with CR LF."""
    for _, piece in _keyed(edition):
        article, published = piece.article, _published(piece.article)
        rows = [
            ("TY", "ELEC"),
            *(("AU", name) for name in responsible(article, edition.publisher)),
            ("TI", article.title),
            ("T2", edition.publisher),
            ("PB", _issued_by(article, edition.publisher)),
            ("PY", published and published[:4]),
            ("DA", published and _slashes(published)),
            ("UR", edition.address(piece)),
            ("Y2", _slashes(edition.today.isoformat())),
            ("LA", "zh"),
        ]
        yield "".join(f"{tag}  - {clean_line(value)}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def csl_json(edition: Edition) -> Iterator[str]:
    """Give all articles as one array of CSL's items."""
    items = []
    for key, piece in _keyed(edition):
        article, published = piece.article, _published(piece.article)
        items.append(
            {
                "id": key,
                "type": "webpage",
                "title": clean_line(article.title),
                "author": [{"literal": clean_line(name)} for name in responsible(article, edition.publisher)],
                "container-title": clean_line(edition.publisher),
                "publisher": clean_line(_issued_by(article, edition.publisher)),
                **({"issued": _date_parts(date.fromisoformat(published))} if published else {}),
                "accessed": _date_parts(edition.today),
                "URL": edition.address(piece),
                "language": "zh-CN",
            }
        )
    yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _keyed(edition: Edition) -> Iterator[tuple[str, Piece]]:
    """Give each article with a key of its own: the site's name and the article's number, where these tell it apart."""
    labels = edition.addresses.host.partition(":")[0].split(".")
    site = re.sub("[^a-z]", "", labels[-2].lower() if len(labels) > 1 else labels[0].lower()) or "web"
    taken: set[str] = set()
    for piece in edition.pieces:
        key = f"{site}{piece.article.id}"
        if piece.article.id is None or key in taken:
            key = f"{site}-{sha256(piece.article.path.encode()).hexdigest()[:_HASH]}"
        taken.add(key)
        yield key, piece


def _issued_by(article: Article, publisher: str) -> str:
    return named(article.source) or publisher


def _published(article: Article) -> str | None:
    """Give the day of publication, where it is one."""
    found = _DAY.match(article.published or "")
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _slashes(day: str) -> str:
    return f"{day.replace('-', '/')}/"


def _tex(text: str) -> str:
    return clean_line(text).translate(_TEX)
