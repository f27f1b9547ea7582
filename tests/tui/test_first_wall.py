"""Hostile text from end to end: stored as it is, shown by the real program in a terminal, every byte looked at."""

import json
import os
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

import achie_tui.site
from achie_tui.library.library import Library
from achie_tui.model import (
    Article,
    Category,
    ImageBlock,
    Link,
    ListBlock,
    Listing,
    ListItem,
    Row,
    Span,
    TableBlock,
    TextBlock,
)
from achie_tui.parse import PARSER_VERSION
from achie_tui.pictures.means import questions
from tests.tui.fake import CATEGORIES, TODAY, article_of
from tests.tui.test_pty import LEAVE_SCREEN, Terminal

HOSTILE = (
    "红\x1b[31m字\x1b[0m",
    "剪\x1b]52;c;ZXZpbA==\x07贴\x1b]52;c;ZXZpbA==\x1b\\板",
    "改\x1b]0;名\x07字",
    "链\x1b]8;;https://evil.example/\x1b\\接",
    "清\x1b[2J\x1b[H屏\x1bc",
    "图\x1b_Ga=d\x1b\\片\x1bPq#0\x1b\\",
    "页\x1b[?1049l出",
    "C1\x9b31m\x9d52;c;ZXZpbA==\x9c\x90q\x9c",
    "左\u202e右\u2066里\u2069\u200f",
    "零\u200b宽\ufeff\u00ad\u2060",
    "响\x07退\x08格\x0c\x0b\r回",
    "行\n又一行\u2028再一行\x85",
    "标记[/]与[/b][bold",
    "[@click=app.quit]退出[/]",
    "[@click=screen.star][link=https://evil.example/]收藏[/link][/]",
    "[@click=app.theme]主题[/] $error [red on blue]",
    "标签\U000e0041\U000e0042\ufff9",
    "%action --version ; rm -rf $(x) `x`",
)
LINKS = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//evil.example/",
    "data:text/html,x",
    "--version",
    "https://a\x1b]52;c;eA==\x07/",
)
ALL = " ".join(HOSTILE)
EVERY = tuple(Category(f"{text}{number}", f"/news/h{number}/", f"h{number}") for number, text in enumerate(HOSTILE))
FIRST = EVERY[0]
SIZES = ((30, 120), (20, 50))


def path_of(number: int) -> str:
    """Give the path of an article, which is hostile where it is not kept."""
    return f"/news/h0/2025011{number:05}.html" if number < 4 else f"/news/h0/2025/{HOSTILE[number % len(HOSTILE)]}.html"


def hostile_article(number: int) -> Article:
    """Give an article that is hostile wherever it can be."""
    texts = [TextBlock("paragraph", text) for text in HOSTILE]
    linked = [TextBlock("paragraph", f"{href}|{ALL}", (Span(0, len(href), "link", href),)) for href in LINKS]
    bold = TextBlock("paragraph", ALL, (Span(0, 30, "strong"), Span(10, 40, "emphasis")))
    return replace(
        article_of(CATEGORIES[0], number),
        path=path_of(number),
        title=HOSTILE[number] + ALL,
        category=ALL,
        breadcrumb=HOSTILE,
        source=ALL,
        author=HOSTILE[1],
        published=f"2025-01-0{number + 1}{HOSTILE[0]}",
        attribution=ALL,
        blocks=(
            ImageBlock("javascript:alert(1)", ALL, HOSTILE[1] + ALL),
            TableBlock((HOSTILE[:4], HOSTILE[4:8], HOSTILE[8:12]), header_rows=1),
            TableBlock((HOSTILE, HOSTILE), header_rows=1),
            ListBlock(True, tuple(ListItem(text) for text in HOSTILE)),
            TextBlock("heading", ALL, level=2),
            TextBlock("quote", ALL),
            TextBlock("caption", ALL),
            bold,
            *texts,
            *linked,
            TextBlock("attribution", ALL),
        ),
        related=tuple(Link(f"{text}{ALL}", href, ALL) for text, href in zip(HOSTILE, LINKS, strict=False)),
        previous=Link(ALL, LINKS[0], ALL),
        next=Link(ALL, LINKS[5], ALL),
    )


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    """Give the options for a library that is hostile all through."""
    with Library.open(tmp_path / "data") as library:
        library.save_categories(EVERY)
        rows = tuple(Row(path_of(n), f"{n}{HOSTILE[n % len(HOSTILE)]}{ALL}", ALL, ALL) for n in range(16))
        library.save_listing(FIRST.path, Listing(rows, page=1, pages=1), at=TODAY)
        library.set_refreshed(FIRST.path, TODAY)
        for number in range(4):
            article = hostile_article(number)
            library.save_article(article, parser=PARSER_VERSION, at=TODAY)
        revised = hostile_article(0)
        revised = replace(revised, blocks=(*revised.blocks, *(TextBlock("paragraph", text + "。") for text in HOSTILE)))
        library.save_article(revised, parser=PARSER_VERSION, at=TODAY + 60)
        library.marks.mark([path_of(2)], read=True)
    config = tmp_path / "config.toml"
    config.touch()
    return ["--lang", "zh", "--config", str(config), "--data-dir", str(tmp_path / "data")]


class Recorder(Terminal):
    """A terminal that keeps every byte."""

    everything = b""

    def press(self, *keys: str) -> None:
        """Press keys one by one, each when all that came of the one before is written."""
        for key in keys:
            self.type(key)
            self.rest()

    def send(self, data: bytes, *, rest: bool = True) -> None:
        """Send bytes, and read until nothing more comes of them, or nothing at all."""
        os.write(self._master, data)
        if rest:
            self.rest()

    def rest(self, seconds: float = 0.06) -> None:
        """Read until nothing more comes."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            before = len(self.everything)
            self._read(seconds)
            if len(self.everything) == before:
                return

    def leave_palette(self) -> None:
        """Press Escape, and wait until it is done.

        What follows it at once makes another key of it, and what is clicked in the palette is chosen: to quit, too.
        """
        self.type("\x1b")
        deadline = time.monotonic() + 10
        while not self.output and time.monotonic() < deadline:
            self._read(0.1)
        self.rest()

    def click(self, column: int, row: int) -> None:
        """Click into a cell, counted from 1."""
        os.write(self._master, f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m".encode())

    def _read(self, seconds: float) -> None:
        before = len(self.output)
        super()._read(seconds)
        self.everything += self.output[before:]

    @property
    def runs(self) -> bool:
        """Whether the program is still there."""
        return self.pid != 0 and os.waitpid(self.pid, os.WNOHANG) == (0, 0)


# What may be in the stream.

MODES = {b"7", b"25", b"1000", b"1002", b"1003", b"1004", b"1006", b"1015", b"1049", b"2004", b"2026", b"2048"}
ASKED = questions("auto", {"TERM": "xterm-256color"}).encode()
POINTER = re.compile(rb"22;[a-z-]+")
"""The shape of the mouse pointer, which Textual sets."""
SEQUENCE = re.compile(
    rb"\x1b(?:"
    rb"\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|(?P<string>[\]P_X^])(?P<body>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|(?P<other>.)"
    rb")",
    re.DOTALL,
)


def sequences(stream: bytes) -> Iterator[re.Match[bytes]]:
    """Give the control sequences of a stream."""
    yield from SEQUENCE.finditer(stream)


def unknown(found: re.Match[bytes]) -> bool:
    """Tell whether a sequence is none of those that the app and Textual have reason to send."""
    if found["string"] is not None:
        return not (found["string"] == b"]" and POINTER.fullmatch(found["body"]))
    if found["other"] is not None:
        return True
    shape = (found["private"], found["between"], found["final"])
    if shape in {(b"?", b"", b"h"), (b"?", b"", b"l"), (b"?", b"$", b"p")}:
        return not set(found["numbers"].split(b";")) <= MODES
    return shape not in {(b"", b"", b"m"), (b"", b"", b"H"), (b"", b"", b"J"), (b"", b"", b"K")}


def text_of(stream: bytes) -> str:
    """Give what is left without the sequences."""
    return SEQUENCE.sub(b"", stream).decode("utf-8", "replace")


def check(stream: bytes) -> None:
    """See that a stream commands the terminal in no way of its own, but for what the app asks it once."""
    stream = stream.replace(ASKED, b"", 1)
    assert not [found[0] for found in sequences(stream) if unknown(found)]
    unclean = {c for c in text_of(stream) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert unclean <= set("\r\n\u200d"), unclean


@pytest.mark.fault(1)
@pytest.mark.fault(4)
@pytest.mark.fault(40)
@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_the_app_shows_hostile_text_and_obeys_none_of_it(
    options: list[str], tmp_path: Path, rows: int, columns: int
) -> None:
    with closing(Recorder("-m", "achie_tui", "--offline", *options, rows=rows, columns=columns)) as terminal:
        terminal.wait_for("已缓存 4 篇")
        terminal.rest()
        for keys in (
            "jjkk\r",  # the list, then an article, page by page
            "    >><<gt/",
            "退\r",
            "nN\x1b",
            ";",
            "\x1b",
            "i\x1b",  # the picture
            "D",  # what was changed in it
            "nnN q",
            "JJ",
            "z\x1b",
            "2GG\r",  # an article that is not here, and the error that quotes its path
            "r",
            "h1jjkk\r",  # the sidebar
            "]RrA",
            "?  q",
            ":",
        ):
            terminal.press(*keys)
            assert terminal.runs, keys
        for character in ("退", "\x7f", "["):  # the palette
            terminal.press(character)
        terminal.leave_palette()
        terminal.press("2", "U")
        for row in range(2, rows):
            for column in range(1, columns, 5):
                terminal.click(column, row)
            terminal.rest(0.05)
        assert terminal.runs
        terminal.press("\x1b", "\x1b", "2", "g", "\r")
        stream = terminal.everything
        terminal.press("Q")
        assert terminal.end() == 0
        assert LEAVE_SCREEN in terminal.output
        assert terminal.mode_now() == terminal.mode
    check(stream)
    assert b"Traceback" not in terminal.everything
    assert "[@click=app.quit]退出[/]" in text_of(stream), "it is shown as what it is"
    with Library.open(tmp_path / "data") as library:
        totals = library.views.totals()
        assert (totals.starred, totals.later) == (0, 0)
        assert library.visits.setting("theme") is None


@pytest.mark.fault(40)
def test_hostile_settings_and_a_hostile_profile_command_nothing(options: list[str], tmp_path: Path) -> None:
    quoted = [json.dumps(text, ensure_ascii=False) for text in HOSTILE]  # TOML's strings are written alike
    keys = "\n".join(f'{text} = "x"' for text in quoted)
    (tmp_path / "config.toml").write_text(f"theme = {quoted[1]}\n[keys]\n{keys}\n", encoding="utf-8")
    built_in = Path(achie_tui.site.__file__).with_name("achie.toml").read_text(encoding="utf-8")
    profile = re.sub(r'(?m)^name = ".*"$', lambda _: f"name = {json.dumps(ALL, ensure_ascii=False)}", built_in)
    (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
    with Library.open(tmp_path / "data") as library:
        library.visits.save_setting("whereabouts", f"{ALL}\n{HOSTILE[0]}")
        library.visits.save_setting("theme", f"{HOSTILE[1]}\n{HOSTILE[2]}")
        library.visits.save_place(path_of(0), -5, 10**9, 400)
    options += ["--profile", str(tmp_path / "profile.toml")]
    with closing(Recorder("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for("1/16")
        terminal.rest(0.3)
        terminal.press("j", "\r", "?", "q", "T")
        check(terminal.everything)
        terminal.press("Q")
        assert terminal.end() == 0


ANSWERS = (
    b"HTTP/1.1 503 %s\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=%s\r\nServer: %s\r\nContent-Length: 2\r\n\r\nhi",
    b"HTTP/1.1 302 %s\r\nLocation: /%s\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://%s/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 %s\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n",
    b"%s\r\n\r\n",
)


@contextmanager
def answering(answers: Sequence[bytes]) -> Iterator[str]:
    """Run a site that gives these answers, one after another, to whatever it is asked; gives its address."""
    left = cycle(answers)

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            if self.rfile.readline():
                self.wfile.write(next(left))

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=partial(server.serve_forever, 0.01))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.fault(1)
def test_what_a_hostile_server_says_of_itself_commands_nothing(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("delay = 0\n", encoding="utf-8")
    texts = [text.encode() for text in HOSTILE if "\n" not in text and "\r" not in text]
    answers = [answer.replace(b"%s", text) for text in texts for answer in ANSWERS]
    with (
        answering(answers) as address,
        closing(Recorder("-m", "achie_tui", *options, "--base-url", address)) as terminal,
    ):
        terminal.wait_for("已缓存 4 篇")
        for _ in range(3):
            terminal.press("r", "R", "j", "\r", "r", "q", "]")
        assert terminal.runs
        check(terminal.everything)
        terminal.press("Q")
        assert terminal.end() == 0


@pytest.mark.fault(1)
def test_copying_hostile_text_copies_text(options: list[str]) -> None:
    with closing(Recorder("-m", "achie_tui", "--offline", *options)) as terminal:
        terminal.wait_for("已缓存 4 篇")
        terminal.press("\r")
        for key in "yYc":
            terminal.type(key)
            terminal.wait_for("\x1b]52;c;", "\x07")
        terminal.rest()
        sent = [found for found in sequences(terminal.everything.replace(ASKED, b"", 1)) if unknown(found)]
        assert len(sent) == 3
        assert all(re.fullmatch(rb"\x1b\]52;c;[A-Za-z0-9+/]+=*\x07", found[0]) for found in sent)
        terminal.press("Q")
        assert terminal.end() == 0


@pytest.mark.parametrize(
    "stream",
    [
        b"\x1b]52;c;eA==\x07",
        b"\x1b]0;x\x1b\\",
        b"\x1bPq#0\x1b\\",
        b"\x1b_Ga=d\x1b\\",
        b"\x1bc",
        b"\x1b[?47h",
        b"\x1b[31n",
        "\x9b31m".encode(),
        "左\u202e右".encode(),
        b"\x07",
    ],
)
def test_the_check_finds_what_it_looks_for(stream: bytes) -> None:
    with pytest.raises(AssertionError):
        check(stream)


def test_the_check_lets_an_ordinary_stream_pass() -> None:
    check("\x1b[?1049h\x1b[2;3H\x1b[1;38;2;1;2;3m字\x1b[0m\r\n".encode())
