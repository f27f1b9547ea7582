"""Notes as Markdown that note programs take: passages as quotations with their source, tags, and a way back.

What is ours in a file stands between two comments, with front matter and title before it. All of it bears a digest, so
that what a person wrote around it or changed in it is told from what we wrote.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise
from shlex import quote as shell_quoted
from urllib.parse import quote

from achie_tui.export.citation import cite
from achie_tui.export.front_matter import front_matter
from achie_tui.export.markdown import block_markdown, escaped
from achie_tui.export.noted import NotedArticle, PlacedNote, day_of
from achie_tui.language import Language, Phrase
from achie_tui.model import TableBlock
from achie_tui.site.address import Addresses
from achie_tui.typeset.cutting import LEVEL
from achie_tui.typeset.visible import clean_for_screen, clean_line

_HEADING = Phrase("笔记", "Notes")
_SOURCE = Phrase("来源：", "Source: ")
_BACK = Phrase("回到原处：", "Back to it: ")
_GONE = Phrase("原文里已经没有这一段。", "The article has this passage no more.")
_REWORDED = Phrase("原文的这一段后来改过。", "The article has this passage in other words by now.")
_INDENT = "&emsp;"
_REST = ("\n", "\r\n")  # what follows our part in a file that nobody has written in
_ENDS = re.compile(
    r"<!-- achie-tui notes (?P<path>\S+) head=(?P<head>[0-9a-f]{16}) notes=(?P<notes>[0-9a-f]{16}) -->\r?\n"
    r"(?P<ours>.*?)"
    r"<!-- achie-tui end -->",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all notes of a run share."""

    addresses: Addresses
    publisher: str
    today: date
    language: Language


def notes_document(articles: Sequence[NotedArticle], around: Surroundings) -> Iterator[str]:
    """Give the notes of several articles as one text, bit by bit."""
    yield front_matter(
        {
            "title": _HEADING.say(around.language),
            "created": around.today.isoformat(),
            "articles": len(articles),
            "notes": sum(len(article.notes) for article in articles),
            "tags": list(dict.fromkeys(tag for article in articles for tag in article.tags)),
        }
    )
    for article in articles:
        yield f"\n\n## {escaped(clean_line(article.title))}\n\n{_notes(article, around)}".rstrip("\n")
    yield "\n"


def notes_file(article: NotedArticle, around: Surroundings) -> str:
    """Give the notes of an article as a file of its own."""
    return _joined(article, _whole(*_head(article, around)), _notes(article, around))


def path_in(text: str) -> str | None:
    """Give the path, as it is marked, of the article whose notes a file holds; None where it is no file of ours."""
    found = _ENDS.search(text)
    return found["path"] if found else None


def marked_path(path: str) -> str:
    """Give a path as it is marked in a file: nothing in it ends a comment."""
    return quote(path)


def renewed(text: str, article: NotedArticle, around: Surroundings) -> str | None:
    """Give a file of ours with the notes as they are now, and all that a person wrote before and behind them.

    None where a person has changed the notes themselves: the file is theirs.
    """
    found = _ENDS.search(text)
    if found is None or _digest(found["ours"]) != found["notes"]:
        return None
    written, new = text[: found.start()], _head(article, around)
    head = _with_head(written, found["head"], new)
    # The digest of what once stood there stays with a head that is a person's.
    digest = found["head"] if head is None else _digest(_whole(*new))
    notes, rest = _notes(article, around), text[found.end() :]
    return _joined(article, written if head is None else head, notes, digest=digest, rest=rest)


def _with_head(text: str, digest: str, new: tuple[str, str]) -> str | None:
    """Give what stands before the notes with new front matter and title, and all that a person wrote around these.

    None where a person has changed them, or taken them away.
    """
    lines = text.splitlines(keepends=True)
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    for begin, end in pairwise(fences):
        front, line_end = _split_end("".join(lines[begin : end + 1]))
        for number in range(end + 1, len(lines)):
            title, title_end = _split_end(lines[number])
            if title.startswith("# ") and _digest(_whole(front, title)) == digest:
                renewed_front, renewed_title = new[0] + line_end, new[1] + title_end
                between = lines[end + 1 : number]
                return "".join((*lines[:begin], renewed_front, *between, renewed_title, *lines[number + 1 :]))
    return None


def _split_end(text: str) -> tuple[str, str]:
    stripped = text.rstrip("\r\n")
    return stripped, text[len(stripped) :]


def is_untouched(text: str) -> bool:
    """Tell whether a file of ours is all as it was written: no person has added anything, or changed a word."""
    found = _ENDS.search(text)
    if found is None:
        return False
    is_ours = _digest(text[: found.start()]), _digest(found["ours"])
    return is_ours == (found["head"], found["notes"]) and text[found.end() :] in _REST


def _joined(article: NotedArticle, head: str, ours: str, *, digest: str | None = None, rest: str = _REST[0]) -> str:
    digests = f"head={digest or _digest(head)} notes={_digest(ours)}"
    return f"{head}<!-- achie-tui notes {marked_path(article.path)} {digests} -->\n{ours}<!-- achie-tui end -->{rest}"


def _digest(text: str) -> str:
    """Tell texts apart, whatever ends a line in them: programs change that by themselves."""
    return sha256(text.replace("\r\n", "\n").encode(errors="replace")).hexdigest()[:16]


def _whole(front: str, title: str) -> str:
    return f"{front}\n\n{title}\n\n"


def _head(article: NotedArticle, around: Surroundings) -> tuple[str, str]:
    """Give front matter and title."""
    known = article.article
    fields = {
        "title": article.title,
        "source": known.source if known else None,
        "author": known.author if known else None,
        "published": article.published,
        "url": _address(article, around),
        "category": article.category,
        "tags": list(article.tags),
    }
    return front_matter(fields), f"# {escaped(article.title)}"


def _notes(article: NotedArticle, around: Surroundings) -> str:
    """Give an article's notes, and its source as a footnote that the passages refer to."""
    number = _digest(article.path)[:6]
    source = _source(article, around)
    quoted = any(placed.note.passage for placed in article.notes)
    parts = [_note(placed, article, around, number) for placed in article.notes]
    parts.append(f"[^{number}]: {source}" if quoted else f"{_SOURCE.say(around.language)}{source}")
    return "\n\n".join(parts) + "\n\n"


def _note(placed: PlacedNote, article: NotedArticle, around: Surroundings, number: str) -> str:
    parts = []
    if placed.note.passage:
        parts.append(_quoted(placed, around, f"[^{number}]"))
        if placed.is_gone:
            parts.append(f"*{_GONE.say(around.language)}*")
        elif placed.anchored and placed.anchored.reworded:
            parts.append(f"*{_REWORDED.say(around.language)}*")
    if placed.note.text.strip():
        # A person's own words, markup and tags as they are; only what would end a comment of ours does not.
        parts.append(clean_for_screen(placed.note.text.strip()).replace("<!--", "&lt;!--"))
    if placed.at is not None:
        command = f"achie-tui {shell_quoted(_address(article, around))} --at {placed.at}".replace("`", "%60")
        parts.append(f"{_BACK.say(around.language)}`{command}`")
    return "\n\n".join(parts)


def _quoted(placed: PlacedNote, around: Surroundings, source: str) -> str:
    """Give a passage as a quotation: tables as such, other lines marked, each a paragraph, inner levels set in."""
    paragraphs: list[str] = []
    for part in placed.parts:
        if isinstance(part, TableBlock):
            paragraphs.append(block_markdown(part, around.addresses).replace("\n", "\n> "))
            continue
        for line in filter(str.strip, part.splitlines()):
            level = (len(line) - len(line.lstrip(" "))) // len(LEVEL)
            paragraphs.append(_INDENT * level + f"=={_marked(line)}==")
    if placed.parts and isinstance(placed.parts[-1], TableBlock):
        return "> " + "\n>\n> ".join([*paragraphs, source])
    return "> " + "\n>\n> ".join(paragraphs) + source


def _marked(line: str) -> str:
    return escaped(line.strip()).replace("==", "\\=\\=")


def _source(article: NotedArticle, around: Surroundings) -> str:
    address = _address(article, around)
    if article.kept is None:
        return f"{escaped(article.title)}. <{address}>"
    # The day on which the text came that the passages are of: with today's the files would change every day.
    accessed = date.fromisoformat(day_of(article.kept.fetched))
    return escaped(cite(article.kept.article, address, accessed, around.publisher))


def _address(article: NotedArticle, around: Surroundings) -> str:
    whole = around.addresses.absolute(around.addresses.url(article.path))
    return clean_line(whole or around.addresses.url("/"))
