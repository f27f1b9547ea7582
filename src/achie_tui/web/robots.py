"""robots.txt as RFC 9309 has it: what a sync may fetch. Pure.

The standard library's parser is older than the RFC: it takes the first rule that fits instead of the longest, knows
neither `*` nor `$`, and finds our group by a part of its name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

PRODUCT = "achie-tui"
MOST = 500 * 1024  # bytes that are read (RFC 9309, 2.5)
LONGEST_DELAY = 30.0

_LINE = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_ENCODED = re.compile(r"(%[0-9A-Fa-f]{2})")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that allows or excludes the paths that its pattern fits."""

    pattern: str
    allows: bool

    def fits(self, path: str) -> bool:
        """Tell whether the pattern fits a path: from its start, `*` for any characters, `$` for its end.

        No regular expression: one made of a stranger's pattern could take for ever.
        """
        first, *parts = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        ends = self.pattern.endswith("$")
        if not parts:
            return not ends or at == len(path)
        last = parts.pop() if ends else ""
        for part in parts:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(path) - len(last) >= at and path.endswith(last)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says to us: the rules, the longest first, and the delay it asks for, in seconds."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Tell whether an address may be fetched: the longest rule that fits it says, of two the one that allows."""
        parts = urlsplit(url)
        path = _comparable(parts.path or "/") + (f"?{_comparable(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        return next((rule.allows for rule in self.rules if rule.fits(path)), True)


def read_robots(body: bytes, product: str = PRODUCT) -> Rules:
    """Read a robots.txt, whatever it is: our own groups' lines, else those of the groups for all."""
    text = body[:MOST].decode("utf-8-sig", errors="replace")
    if len(body) >= MOST:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]  # half a path would exclude too much
    ours, others, found = [], [], False
    for agents, lines in _groups(_records(text)):
        if product in agents:
            found = True
            ours += lines
        if "*" in agents:
            others += lines
    lines = ours if found else others
    rules = {Rule(_comparable(value), name == "allow") for name, value in lines if name != "crawl-delay" and value}
    delays = [float(value) for name, value in lines if name == "crawl-delay" and _SECONDS.fullmatch(value)]
    return Rules(
        tuple(sorted(rules, key=lambda rule: (-len(rule.pattern), not rule.allows, rule.pattern))),
        min(max(delays, default=0.0), LONGEST_DELAY),
    )


def _records(text: str) -> Iterator[tuple[str, str]]:
    """Give the lines that say something, as names in small letters and their values."""
    for line in _LINE.split(text):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _groups(records: Iterable[tuple[str, str]]) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Give the groups: the agents each is for, in small letters, and its lines. Other records end no group."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    has_rules = False
    for name, value in records:
        if name == "user-agent":
            if has_rules:
                yield agents, lines
                agents, lines, has_rules = set(), [], False
            token = _TOKEN.match(value)
            agents.add(token[0].lower() if token else "")
        elif name in {"allow", "disallow", "crawl-delay"}:
            lines.append((name, value))
            has_rules = True
    yield agents, lines


def _comparable(part: str) -> str:
    """Give a path in the one form that paths are compared in (RFC 9309, 2.2.2): only what must be is encoded.

    What stands for itself (RFC 3986, 2.3) is decoded, all else keeps or gets its percent sign.
    """
    return "".join(
        _decoded(piece) if number % 2 else quote(piece, safe="/:?#[]@!$&'()*+,;=%-._~")
        for number, piece in enumerate(_ENCODED.split(part))
    )


def _decoded(code: str) -> str:
    letter = unquote_to_bytes(code).decode("latin-1")
    return letter if letter.isascii() and (letter.isalnum() or letter in "-._~") else code.upper()
