"""Where the commands write: data on stdout, talk on stderr, nothing that a terminal would obey but what is ours."""

import json
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TextIO

from achie_tui.language import Language, Phrase
from achie_tui.site.address import Addresses
from achie_tui.typeset.visible import clean_line, is_clean

_BOLD, _DIM, _STRUCK, _MARKED, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[9m", "\x1b[1;4m", "\x1b[0m"
_LINK = "\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"


@dataclass
class Output:
    """The two streams, and what the one for data can show."""

    language: Language
    addresses: Addresses
    json: bool = False
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    said: set[str] = field(default_factory=set)
    """The sentences that the user has read already."""

    @property
    def is_terminal(self) -> bool:
        """Whether somebody reads the data as it comes."""
        return self.stdout.isatty()

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return shutil.get_terminal_size((80, 24)).columns

    @property
    def _styled(self) -> bool:
        return self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def line(self, text: str = "") -> None:
        """Write a line of data."""
        self.stdout.write(f"{text}\n")

    def value(self, value: object) -> None:
        """Write a value as one line of JSON, in which nothing is raw that a terminal obeys or that breaks a line."""
        self.line(_escaped(json.dumps(value, ensure_ascii=False)))

    def say(self, phrase: Phrase, **values: Any) -> None:
        """Say something to the user, beside the data."""
        self.tell(phrase.say(self.language, **values))

    def tell(self, sentence: str) -> None:
        """Write a sentence to stderr, but never twice; cleaned, for it may quote what a site sent."""
        if sentence in self.said:
            return
        self.said.add(sentence)
        with suppress(OSError):  # what cannot be said does not keep the data back
            self.stderr.write(f"{clean_line(sentence)}\n")
            self.stderr.flush()

    def text(self, text: str) -> str:
        """Make text that came from a page safe to write: cleaned again, whatever the library holds."""
        return clean_line(text)

    def address(self, path: str) -> str:
        """Give the whole address of what the library keeps as a path, as safe to write as any text."""
        return clean_line(self.addresses.url(path))

    def bold(self, text: str) -> str:
        """Set text in bold, on a terminal that may."""
        return f"{_BOLD}{text}{_PLAIN}" if self._styled else text

    def marked(self, text: str) -> str:
        """Mark text that was searched for, on a terminal that may."""
        return f"{_MARKED}{text}{_PLAIN}" if self._styled else text

    def struck(self, text: str) -> str:
        """Strike text out, on a terminal that may; elsewhere between marks, for it must not read as if it stood."""
        return f"{_STRUCK}{text}{_PLAIN}" if self._styled else f"~~{text}~~"

    def dim(self, text: str) -> str:
        """Set text faint, on a terminal that may."""
        return f"{_DIM}{text}{_PLAIN}" if self._styled else text

    def link(self, text: str, url: str) -> str:
        """Make text a link (OSC 8), on a terminal; `url` as the library keeps it."""
        whole = self.addresses.absolute(self.addresses.public(url))
        target = clean_line(whole) if whole else None
        return _LINK.format(url=target, text=text) if self._styled and target else text


def _escaped(text: str) -> str:
    """Escape in JSON what is no plain character (RFC 8259, 7), so that it means the same to whoever reads it."""
    return text if text.isprintable() else "".join(c if is_clean(c) else json.dumps(c)[1:-1] for c in text)
