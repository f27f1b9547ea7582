"""A page as a flat tree: its nodes in document order, in parallel lists.

`end[i]` is where the subtree of node i ends, so that "inside" is a comparison and the text of a subtree a slice;
running sums make lengths of text and of link text a subtraction. What never shows (scripts, styles, hidden
elements) is left out. Everything else in this package works on the indexes.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from achie_tui.parse.clean import clean_line

_SKIPPED = frozenset(
    "script style noscript template iframe object embed head svg math canvas audio video select textarea button "
    "input marquee title meta link base".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul caption".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COUNTER = re.compile(r"plus/count\.php", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A run of inline text between two block boundaries: nodes `start` to `end`, its cleaned text."""

    start: int
    end: int
    text: str


class Tree:
    """The flat tree of a page's body; node 0 is the body."""

    def __init__(self, html: str) -> None:
        self._parser = LexborHTMLParser(html)
        self.nodes: list[LexborNode] = []
        self.tag: list[str] = []
        self.parent: list[int] = []
        self.end: list[int] = []
        self.text: list[str] = []
        self.counter: int | None = None
        body = self._parser.body
        if body is not None:
            self._flatten(body)
        self._sums()

    def _flatten(self, body: LexborNode) -> None:
        tag_of, parents, ends, texts, nodes = self.tag, self.parent, self.end, self.text, self.nodes
        open_nodes: list[int] = []
        node: LexborNode | None = body
        while node is not None:
            tag = node.tag or ""
            child: LexborNode | None = None
            if tag == "-text":
                tag_of.append("")
                texts.append(node.text_content or "")
                parents.append(open_nodes[-1] if open_nodes else -1)
                ends.append(len(tag_of))
                nodes.append(node)
            elif tag == "script":
                if self.counter is None and _COUNTER.search(node.attributes.get("src") or ""):
                    self.counter = len(tag_of)
            elif tag[0] != "-" and tag not in _SKIPPED and not _is_hidden(node):
                index = len(tag_of)
                tag_of.append(tag)
                texts.append("")
                parents.append(open_nodes[-1] if open_nodes else -1)
                ends.append(index + 1)
                nodes.append(node)
                child = node.child
                if child is not None:
                    open_nodes.append(index)
            if child is not None:
                node = child
                continue
            following = node.next if node is not body else None
            while following is None and open_nodes:
                index = open_nodes.pop()
                ends[index] = len(tag_of)
                if index == 0:
                    break
                node = nodes[index]
                following = node.next
            node = following

    def _sums(self) -> None:
        chars, links = [0], [0]
        link_end = 0
        for index, text in enumerate(self.text):
            if self.tag[index] == "a":
                link_end = max(link_end, self.end[index])
            length = len(text) if not text or text.isalnum() else len("".join(text.split()))
            chars.append(chars[-1] + length)
            links.append(links[-1] + (length if index < link_end else 0))
        self._chars, self._links = chars, links

    def __len__(self) -> int:
        return len(self.tag)

    def length(self, start: int, end: int) -> int:
        """Count the characters of nodes `start` to `end`, blanks aside."""
        return self._chars[max(end, start)] - self._chars[start]

    def link_length(self, start: int, end: int) -> int:
        """Count those of them that stand in links."""
        return self._links[max(end, start)] - self._links[start]

    def raw_text(self, start: int, end: int) -> str:
        """Give the text of nodes `start` to `end`, blocks parted by line breaks, not cleaned."""
        parts: list[str] = []
        for index in range(start, end):
            if self.tag[index] in BLOCKS or self.tag[index] == "br":
                parts.append("\n")
            elif self.text[index]:
                parts.append(self.text[index])
        return "".join(parts)

    def attributes(self, index: int) -> dict[str, str]:
        """Give the attributes of an element; one without a value has ""."""
        return {name: value or "" for name, value in self.nodes[index].attributes.items()}

    def ancestors(self, index: int) -> list[int]:
        """Give the ancestors of a node, the nearest first."""
        found = []
        while (index := self.parent[index]) >= 0:
            found.append(index)
        return found

    def inside(self, index: int, ancestor: int) -> bool:
        """Tell whether a node stands inside another, or is it."""
        return ancestor <= index < self.end[ancestor]

    def children(self, index: int) -> list[int]:
        """Give the children of a node in order."""
        found, child = [], index + 1
        while child < self.end[index]:
            found.append(child)
            child = self.end[child]
        return found

    def elements(self, tag: str, start: int = 0, end: int | None = None) -> list[int]:
        """Give the elements of a kind among nodes `start` to `end`."""
        return [i for i in range(start, len(self) if end is None else end) if self.tag[i] == tag]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The page's text as it would be read: lines in document order, empty ones left out."""
        lines: list[Line] = []
        start = 0
        parts: list[str] = []
        closing: list[int] = []
        for index in range(len(self)):
            tag = self.tag[index]
            boundary = tag in BLOCKS or tag == "br"
            while closing and index >= closing[-1]:
                closing.pop()
                boundary = True
            if boundary and parts:
                self._add_line(lines, start, index, parts)
                parts = []
            if tag in BLOCKS:
                closing.append(self.end[index])
            if self.text[index]:
                if not parts:
                    start = index
                parts.append(self.text[index])
        if parts:
            self._add_line(lines, start, len(self), parts)
        return tuple(lines)

    @staticmethod
    def _add_line(lines: list[Line], start: int, end: int, parts: list[str]) -> None:
        text = clean_line("".join(parts))
        if text:
            lines.append(Line(start, end, text))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def lines_between(self, start: int, end: int) -> tuple[Line, ...]:
        """Give the lines that begin among nodes `start` to `end`."""
        return self.lines[bisect_left(self._line_starts, start) : bisect_left(self._line_starts, end)]

    @cached_property
    def title(self) -> str:
        """The text of `<title>`, cleaned, without tags that the engine put there."""
        node = self._parser.css_first("title")
        return clean_line(re.sub(r"</?[a-zA-Z][^<>]*>", "", node.text())) if node is not None else ""

    def meta(self, name: str) -> str:
        """Give the content of a `<meta name=…>`, "" where there is none."""
        for node in self._parser.css("meta"):
            attributes = node.attributes
            if (attributes.get("name") or attributes.get("property") or "").lower() == name:
                return clean_line(attributes.get("content") or "")
        return ""

    def all_links(self) -> list[tuple[str, str]]:
        """Give text and `href` of every link, those of folded menus (`display: none`) too."""
        return [(clean_line(node.text()), node.attributes.get("href") or "") for node in self._parser.css("a[href]")]

    @cached_property
    def _index_of(self) -> dict[int, int]:
        return {node.mem_id: index for index, node in enumerate(self.nodes)}

    def select(self, selector: str) -> list[int]:
        """Find elements by a CSS selector; a selector that is none finds nothing."""
        try:
            found = self._parser.css(selector)
        except SelectolaxError:
            return []
        return [self._index_of[node.mem_id] for node in found if node.mem_id in self._index_of]


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN.search(style or "") is not None
