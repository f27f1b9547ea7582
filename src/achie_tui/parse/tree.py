"""A page as a flat tree: its nodes in document order, in parallel lists.

`end[i]` is where the subtree of node i ends, so that "inside" is a comparison and the text of a subtree a slice;
running sums make the length of a text a subtraction. What never shows (scripts, styles, hidden elements) is left
out. Everything else in this package works on the indexes.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

from achie_tui.parse.clean import BORDER, clean_line, clean_lines, without_markup
from achie_tui.parse.hidden import remove_hidden

_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "svg", "canvas", "rp"),
        *("math", "annotation", "annotation-xml", "mphantom"),  # a formula is text, see `Tree._is_text`
        *("select", "textarea", "button", "input", "marquee", "title", "meta", "link", "base"),
        *("-comment", "-doctype", ""),  # what is no element
    )
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
# What is embedded from elsewhere; what stands in it is shown only where that cannot be.
EMBEDS = frozenset(("iframe", "object", "embed", "audio", "video"))
# What parts two lines.
_BORDERS = BLOCKS | {"br"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Where a script has drawn a formula already and hides it for readers aloud (KaTeX, MathJax).
_READ_ALOUD = re.compile(r"katex-mathml|assistive", re.IGNORECASE)
_COUNTER = re.compile(r"plus/count\.php", re.IGNORECASE)


class TextLine(NamedTuple):
    """A run of inline text between two block boundaries: nodes `start` to `end`, its cleaned text."""

    start: int
    end: int
    text: str


class Scrolled(NamedTuple):
    """A `<marquee>` that is left out: the number that its first node would have, the node around it, and itself."""

    place: int
    parent: int
    node: LexborNode


class Tree:
    """The flat tree of a page's body; node 0 is the body. `folded` keeps hidden elements, such as folded menus.

    What scrolls is left out, since most of it is a notice of the site's; `showing` gives a tree with some of it.
    """

    def __init__(
        self, page: str | LexborHTMLParser, *, folded: bool = False, shown: frozenset[int] = frozenset()
    ) -> None:
        if isinstance(page, str):
            page = LexborHTMLParser(page, options=LexborDocumentOptions.WO_EVENTS)  # nothing here listens to any
        self._parser, self._shown = page, shown
        self.tag: list[str] = []  # "" for a text
        self.text: list[str] = []  # "" for an element
        self.parent: list[int] = []
        self.end: list[int] = []
        self.anchors: list[int] = []
        self.counter: int | None = None  # the element with the script that counts clicks
        self._formulas: set[int] = set()  # those that were looked through, and all in them
        self.scrolled: list[Scrolled] = []
        self._nodes: list[LexborNode] = []
        self._selected: dict[str, list[int]] = {}
        # Of each line: where it starts and ends; and the texts of all lines, each behind a border.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._flow: list[str] = []
        # Read before what is hidden is taken out: where markup is broken, they stand in it.
        self.title, self.description = self._title(), self._description()
        if not folded:
            remove_hidden(self._parser)
        self._flatten()

    def _title(self) -> str:
        """Give the text of `<title>`."""
        node = self._parser.css_first("title")
        return without_markup(node.text()) if node is not None else ""

    def _description(self) -> str:
        """Give the content of `<meta name=description>`, "" where there is none."""
        node = self._parser.css_first('meta[name="description" i]')
        return clean_line(node.attributes.get("content") or "") if node is not None else ""

    def _flatten(self) -> None:  # noqa: C901, PLR0912 - in one piece for speed
        # The hottest loop of all reading: one step a node, and only those of the node's properties that it needs.
        # Blank text where no line is open never shows and is left out.
        tags, texts, parents, ends, nodes = self.tag, self.text, self.parent, self.end, self._nodes
        starts, line_ends, flow = self._starts, self._ends, self._flow
        parent, size, is_open = -1, 0, False
        node = self._parser.body
        while node is not None:
            child: LexborNode | None = None
            text = node.text_content
            if text is not None:
                if is_open or (text and not text.isspace()):
                    tags.append("")
                    texts.append(text)
                    parents.append(parent)
                    nodes.append(node)
                    if not is_open:
                        is_open = True
                        starts.append(size)
                        line_ends.append(size)
                        flow.append(BORDER)
                    flow.append(text)
                    size += 1
                    ends.append(size)
                    line_ends[-1] = size
            elif (tag := node.tag or "") in _SKIPPED and not self._is_text(node, tag):
                if tag == "marquee":
                    self.scrolled.append(Scrolled(size, parent, node))
                elif tag == "script" and self.counter is None and _COUNTER.search(node.attributes.get("src") or ""):
                    self.counter = parent
            else:
                tags.append(tag)
                texts.append("")
                parents.append(parent)
                nodes.append(node)
                if tag in _BORDERS:
                    is_open = False
                elif tag == "a":
                    self.anchors.append(size)
                size += 1
                ends.append(size)
                child = node.child if tag not in EMBEDS else None
                if child is not None:
                    parent = size - 1
            if child is None and parent >= 0:
                child = node.next
                while child is None and parent >= 0:
                    ends[parent] = size
                    if tags[parent] in BLOCKS:
                        is_open = False
                    closed, parent = parent, parents[parent]
                    child = nodes[closed].next if parent >= 0 else None
            node = child

    def _is_text(self, node: LexborNode, tag: str) -> bool:
        """Tell whether what is mostly left out is text: a formula, or what scrolls and is to be shown."""
        if tag != "math":
            return tag == "marquee" and node.mem_id in self._shown
        around = node.parent
        if around is not None and _READ_ALOUD.search(around.attributes.get("class") or ""):
            return False
        if node.mem_id not in self._formulas:
            self._formulas.update(inner.mem_id for inner in node.css("math"))
            # Blanks between the elements of a formula are none of it.
            blanks = [each for each in node.traverse(include_text=True) if (each.text_content or "").isspace()]
            for blank in blanks:
                if blank.parent is not None and blank.parent.tag != "mtext":
                    blank.decompose()
        return True

    def showing(self, scrolled: Iterable[Scrolled]) -> "Tree":
        """Give the tree of the same page with some of what scrolls as text, and all that scrolls within that."""
        nodes = [each.node for each in scrolled]
        shown = frozenset(node.mem_id for each in nodes for node in (each, *each.css("marquee")))
        tree = Tree(self._parser, folded=True, shown=shown)  # what is hidden is out of it already
        tree.title, tree.description = self.title, self.description
        return tree

    def __len__(self) -> int:
        return len(self.tag)

    @cached_property
    def _chars(self) -> "array[int]":
        """How many characters stand before each node."""
        return array("l", accumulate(map(len, map(str.strip, self.text)), initial=0))

    def length(self, start: int, end: int) -> int:
        """Count the characters of nodes `start` to `end`, without the blanks around each text."""
        return self._chars[max(end, start)] - self._chars[start]

    def link_length(self, start: int, end: int) -> int:
        """Count those of them that stand in links."""
        # The link before may reach into them, the last one beyond them.
        first, last = bisect_left(self.anchors, start), bisect_left(self.anchors, end)
        if first == last and (first == 0 or self.end[self.anchors[first - 1]] <= start):
            return 0
        links = self.anchors[max(first - 1, 0) : last]
        return sum(self.length(max(link, start), min(self.end[link], end)) for link in links)

    def raw_text(self, start: int, end: int) -> str:
        """Give the text of nodes `start` to `end`, blocks parted by line breaks, not cleaned."""
        pairs = zip(self.tag[start:end], self.text[start:end], strict=True)
        return "".join([text or ("\n" if tag in _BORDERS else "") for tag, text in pairs])

    def line_of(self, index: int) -> str:
        """Give the whole text of an element as one cleaned line."""
        end = self.end[index]
        # Most hold one text and nothing else.
        return clean_line(self.text[index + 1] if end == index + 2 else self.raw_text(index, end))

    def attributes(self, index: int) -> dict[str, str | None]:
        """Give the attributes of an element; one without a value has None."""
        return self._nodes[index].attributes

    def attribute(self, index: int, name: str) -> str:
        """Give an attribute of an element, "" where it has none of the name."""
        return self._nodes[index].attributes.get(name) or ""

    def inner_attribute(self, index: int, selector: str, name: str) -> str:
        """Give an attribute of the first element that a selector finds in an embedded one, which has no nodes here."""
        node = self._nodes[index].css_first(selector)
        return (node.attributes.get(name) or "") if node is not None else ""

    def ancestors(self, index: int) -> Iterator[int]:
        """Give the ancestors of a node, the nearest first."""
        while (index := self.parent[index]) >= 0:
            yield index

    def inside(self, index: int, ancestor: int) -> bool:
        """Tell whether a node stands inside another, or is it."""
        return ancestor <= index < self.end[ancestor]

    def is_first(self, index: int) -> bool:
        """Tell whether no element stands before one in the element around it."""
        return not any(self.tag[node] for node in range(self.parent[index] + 1, index))

    def children(self, index: int) -> Iterator[int]:
        """Give the children of a node in order."""
        child, end = index + 1, self.end[index]
        while child < end:
            yield child
            child = self.end[child]

    def elements(self, tag: str, start: int, end: int) -> list[int]:
        """Give the elements of a kind among nodes `start` to `end`."""
        found: list[int] = []
        with suppress(ValueError):
            while True:
                found.append(self.tag.index(tag, start, end))
                start = found[-1] + 1
        return found

    def anchors_between(self, start: int, end: int) -> list[int]:
        """Give the links among nodes `start` to `end`."""
        return self.anchors[bisect_left(self.anchors, start) : bisect_left(self.anchors, end)]

    @cached_property
    def lines(self) -> list[TextLine]:
        """The page's text as it would be read: lines in document order, empty ones left out."""
        texts = clean_lines("".join(self._flow))
        return list(map(TextLine._make, filter(itemgetter(2), zip(self._starts, self._ends, texts, strict=True))))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_number(self, index: int) -> int:
        """Give the number of the line that a node stands in, or of the next one behind it."""
        place = bisect_left(self._line_starts, index + 1) - 1
        return place if place >= 0 and index < self.lines[place].end else place + 1

    def lines_between(self, start: int, end: int) -> list[TextLine]:
        """Give the lines that begin among nodes `start` to `end`."""
        return self.lines[bisect_left(self._line_starts, start) : bisect_left(self._line_starts, end)]

    @cached_property
    def hrefs(self) -> list[str]:
        """The `href` of every link, "" where it has none or only a fragment."""
        found = [(self._nodes[index].attributes.get("href") or "").strip() for index in self.anchors]
        return ["" if href[:1] == "#" else href for href in found]

    def href(self, index: int) -> str:
        """Give the `href` of a link, "" where it has none or only a fragment."""
        return self.hrefs[bisect_left(self.anchors, index)]

    def select(self, selectors: tuple[str, ...]) -> Iterator[list[int]]:
        """Give what each of some CSS selectors finds; what is no selector finds nothing."""
        for selector in selectors:
            if selector not in self._selected:
                with suppress(SelectolaxError):
                    indexes = map(self._index_of, self._parser.css(selector))
                    self._selected[selector] = [index for index in indexes if index is not None]
            if selector in self._selected:
                yield self._selected[selector]

    def _index_of(self, node: LexborNode) -> int | None:
        # Few are ever looked for: a map of all nodes would cost more than it saves.
        tag, identity, index = node.tag or "-", node.mem_id, -1
        with suppress(ValueError):
            while True:
                index = self.tag.index(tag, index + 1)
                if self._nodes[index].mem_id == identity:
                    return index
        return None
