"""Whatever rows a library holds, from an older version or somebody else: no command writes what a terminal obeys."""

import json
import re
import sqlite3
import unicodedata
from pathlib import Path

import pytest

from achie_tui.library.codec import encode
from achie_tui.model import (
    Article,
    Attachment,
    Block,
    CellLink,
    ImageBlock,
    Link,
    ListBlock,
    ListItem,
    Span,
    TableBlock,
    TextBlock,
    TextKind,
)
from tests.commands.shell import User
from tests.commands.test_terminal_output import at_terminal, bare
from tests.site.build import Site

PAYLOADS = {
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "link": "\x1b]8;;http://e.example/\x1b\\",
    "screen": "\x1b[2J\x1b[1;1H\x1b[8m",
    "question": "\x1b[21t\x1b[c\x1bP$q\x22p\x1b\\",
    "reset": "\x1bc",
    "C1": "\x9b31m\x9d0;owned\x9c\x90q\x9c\x85",
    "DEL and backspace": "\x7f\x08\x08\r\x00",
    "bidi": "\u202e\u2066\u200f\u061c",
    "invisible": "\u200b\u2060\ufeff\U000e0041",
    "lines": "\u2028\u2029\x0b\x0c\n",
    "markup": "[/][@click=app.quit]x[/] [red]",
}


def hostile(payload: str) -> Article:
    """Give an article with a payload in every field that is a text."""
    bad = f"红{payload}色"
    href = f"https://e.example/{payload}"
    spans = (Span(0, 2, "strong"), Span(0, len(bad), "link", href))
    kinds: tuple[TextKind, ...] = ("paragraph", "quote", "caption", "attribution")
    blocks: tuple[Block, ...] = (
        *(TextBlock(kind, bad, spans) for kind in kinds),
        TextBlock("heading", bad, spans, 2),
        TextBlock("preformatted", bad),
        TextBlock("embed", bad, (Span(0, 1, "link", href),), media="video"),
        ImageBlock(f"/uploads/{payload}.png", bad, bad),
        ImageBlock(f"data:image/png;base64,{payload}", bad),
        ListBlock(ordered=True, items=(ListItem(bad, spans, 0, 1), ListItem(bad, (), 1))),
        TableBlock(((bad, bad), ("1", bad)), 1, (CellLink(1, 1, href, bad),)),
    )
    link = Link(bad, f"/news/{payload}.html", f"2099{payload}")
    return Article(
        path=f"/news/gxq/{payload}209912317.html",
        id=7,
        title=bad,
        category=bad,
        breadcrumb=(bad,),
        source=bad,
        author=bad,
        published=f"2099{payload}",
        attribution=bad,
        blocks=blocks,
        related=(link,),
        previous=link,
        next=link,
        doubt=bad,
        attachments=(Attachment(href, bad, bad),),
    )


def plant(user: User, payload: str) -> None:
    """Write it past the library into every column of text that the commands print from."""
    from achie_tui.library.articles import _digest

    article = hostile(payload)
    with user.library() as library:
        path = str(library.views.headline(next(iter(row.path for row in library.views.headlines([1])))).path)  # type: ignore[union-attr]
    body = encode(article)
    file = sqlite3.connect(Path(user.folder) / "cache.db")
    try:
        with file:
            key, name = file.execute("SELECT key, category FROM articles WHERE path = ?", (path,)).fetchone()
            file.execute(
                "UPDATE articles SET path = ?, id = 7, title = ?, published = ?, summary = ?, source = ?, cached = 1"
                " WHERE key = ?",
                (article.path, article.title, article.published, article.title, article.title, key),
            )
            file.execute(
                "INSERT OR REPLACE INTO bodies(key, parser, knowledge, fetched, hash, body)"
                " VALUES (?, 999, 999, 1, ?, ?)",
                (key, _digest(body), body),
            )
            assert name is not None
            file.execute("UPDATE categories SET name = name || ?, slug = slug || ? WHERE rowid = 1", (payload, payload))
    finally:
        file.close()


COMMANDS = [
    ("list", "--limit", "60"),
    ("read", "7"),
    ("read", "7", "--format", "markdown"),
    ("read", "7", "--format", "html"),
    ("categories",),
    ("profile", "show"),
    ("paths",),
    ("config",),
    ("prune", "--dry-run", "--all"),
    ("digest", "--since", "1990-01-01", "--limit", "3"),
    ("feed", "--limit", "3"),
    ("state", "export"),
]


def harmless(text: str) -> None:
    for character in text:
        category = unicodedata.category(character)
        assert category not in {"Cc", "Cf", "Cs", "Zl", "Zp"} or character in "\n\t\u200d", (repr(character), text)


@pytest.mark.fault(3)
@pytest.mark.fault(1)
@pytest.mark.fault(5)
@pytest.mark.fault(40)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_command_writes_what_is_no_text(reader: User, payload: str) -> None:
    plant(reader, payload)
    seen = 0
    for command in COMMANDS:
        said = reader.run(*command, "--offline")
        assert said.status in (0, 2, 3), (command, said.err)
        assert "Traceback" not in said.err
        harmless(said.out)
        harmless(said.err)
        seen += said.out.count("红")
        told = reader.run(*command, "--offline", "--json")
        harmless(told.out)
        harmless(told.err)
        for line in told.out.split("\n")[:-1]:
            json.loads(line)
    assert seen > 8  # each form of it has come to be printed


@pytest.mark.fault(1)
@pytest.mark.fault(5)
@pytest.mark.fault(40)
@pytest.mark.parametrize("payload", ["title", "C1", "bidi"])
def test_at_a_terminal_neither(reader: User, payload: str) -> None:
    plant(reader, PAYLOADS[payload])
    for command in (("list", "--limit", "60"), ("read", "7"), ("categories",)):
        said = bare(at_terminal(*command, "--offline", *reader.options))
        assert said
        harmless(said)


def test_json_means_what_the_library_holds(reader: User) -> None:
    plant(reader, "".join(PAYLOADS.values()))
    record = reader.run("read", "7", "--json", "--offline").value()
    assert record["title"] == hostile("".join(PAYLOADS.values())).title


@pytest.mark.fault(1)
@pytest.mark.fault(5)
def test_a_site_that_sends_it_is_taken_along_as_text(user: User, site: Site) -> None:
    bad = b"&#27;]0;owned&#7;\x1b]52;c;b3du\x07&#x9b;31m&#x202e;\x1b[2J\x7f&#127;"
    for path, raw in site.files.items():
        if path.endswith(".html"):
            linked = re.sub(rb"(\d\.html['\"]?[^<>]*>[^<]*)</a>", lambda link: link[1] + bad + b"</a>", raw)
            site.files[path] = linked.replace(b"</title>", bad + b"</title>").replace(b"</p>", bad + b"</p>")
    said = at_terminal("sync", "高新区新闻", "--delay", "0", *user.options)
    harmless(bare(said.replace("\r", "").replace("\x1b[K", "")))
    with user.library() as library:
        first = library.views.headlines([1])[0].path
    for command in (("list", "--limit", "60"), ("read", first)):
        said = bare(at_terminal(*command, "--offline", *user.options, columns=200))
        harmless(said)
        assert command[0] == "list" or "owned" in said  # the text that it is without what makes it a command
