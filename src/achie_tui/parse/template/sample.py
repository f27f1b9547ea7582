"""One page among those that a template is learned from."""

from bisect import bisect_left
from functools import cached_property
from zlib import crc32

from achie_tui.parse.prose import SENTENCE, own_length
from achie_tui.parse.template.knowledge import fingerprint
from achie_tui.parse.template.selectors import Chains, find_chain
from achie_tui.parse.title import without_button, without_date
from achie_tui.parse.view import PageView

_SENTENCE_LENGTH = 30
_SHALLOW = 5


class Sample:
    """A page with the chains of its elements, and the fingerprints of its lines."""

    def __init__(self, view: PageView) -> None:
        self.view = view
        self.chains = Chains(view.tree)
        self.prints = [fingerprint(line.text) for line in view.tree.lines]
        self.own = [own_length(view.tree, line) for line in view.tree.lines]
        self._found: dict[str, int | None] = {}

    @cached_property
    def marks(self) -> frozenset[int]:
        """The chains by which the page's template is told: those with a name, and those near the top."""
        return frozenset(marks_of(self.chains, self.view))

    def chains_node(self, chain: str) -> int | None:
        """Give the first node that a chain leads to, None where it leads nowhere."""
        if chain not in self._found:
            self._found[chain] = next(iter(find_chain(self.view.tree, chain)), None)
        return self._found[chain]

    def line_at(self, chain: str) -> str | None:
        """Give the text of the first element that a chain leads to."""
        node = self.chains_node(chain)
        return None if node is None else self.view.tree.line_of(node)

    def title_at(self, chain: str) -> str | None:
        """Give the title in the first element that a chain leads to, without the date that may stand in there."""
        node = self.chains_node(chain)
        return None if node is None else title_in(self.view, node)

    def without_date(self, text: str) -> str:
        """Take the date off a line that may be a title."""
        return without_date(text)

    def numbers_in(self, node: int) -> range:
        """Give the numbers of the lines in an element."""
        return numbers_between(self.view, node, self.view.tree.end[node])

    def is_said_again(self, number: int) -> bool:
        """Tell whether a line is a summary: the page says it again further down."""
        text = self._squeezed[number].rstrip(".…")[:_SENTENCE_LENGTH]
        return len(text) >= _SENTENCE_LENGTH and text in "".join(self._squeezed[number + 1 :])

    @cached_property
    def _squeezed(self) -> list[str]:
        return ["".join(line.text.split()) for line in self.view.tree.lines]

    def is_sentence(self, number: int) -> bool:
        """Tell whether a line is a long sentence: of a text, whoever else has it."""
        text = self.view.tree.lines[number].text
        return len(text) >= _SENTENCE_LENGTH and SENTENCE.search(text) is not None


def marks_of(chains: Chains, view: PageView) -> set[int]:
    """Give the fingerprints of the chains by which a template is told."""
    tree = view.tree
    found: set[int] = set()
    for line in tree.lines:
        for node in tree.ancestors(line.start):
            chain = chains.of(node)
            last = chain.rpartition(" > ")[2]
            if "." in last or "#" in last or chain.count(" > ") <= _SHALLOW:
                found.add(crc32(chain.encode()))
    return found


def numbers_between(view: PageView, start: int, end: int) -> range:
    """Give the numbers of the lines that begin among some nodes."""
    starts = [line.start for line in view.tree.lines]
    return range(bisect_left(starts, start), bisect_left(starts, end))


def title_in(view: PageView, node: int) -> str:
    """Give the title in an element: its first line, without the date that may stand in it."""
    lines = view.tree.lines_between(node, view.tree.end[node])
    return without_date(without_button(view.tree, lines[0])) if lines else ""
