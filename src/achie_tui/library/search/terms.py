"""Words and phrases: where they stand in a folded text, and which tokens of the index a text with them must have."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add

TOKENS_VERSION = 1
"""Of what `tokens` gives: an index filled by another one is filled anew."""

# Scripts that are written without spaces are indexed by pairs of their characters; all others by their words.
_FIRST_UNSPACED = "\u2e80"
_WORD = re.compile(rf"[^\W_{_FIRST_UNSPACED}-\U0010ffff]+")
_UNSPACED = re.compile(rf"[^\W_\0-{chr(ord(_FIRST_UNSPACED) - 1)}]+")
_RUN = re.compile(f"{_WORD.pattern}|{_UNSPACED.pattern}")
_LONGEST = 40  # characters of a word that are indexed
_ENOUGH = 16  # tokens of one term that are asked for

Spans = list[tuple[int, int]]


def tokens(folded: str) -> set[str]:
    """Give a folded text's tokens: its words, the pairs of neighbours in its runs of Chinese, and each run's end."""
    found = {word[:_LONGEST] for word in _WORD.findall(folded)}
    for run in _UNSPACED.findall(folded):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that a text must have, folded and never empty; `without`: that it must not have.

    A term that begins with a letter or digit of a spaced script is found at the start of a word only.
    """

    text: str
    in_title: bool = False
    without: bool = False

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Give where the term stands in a folded text."""
        at_start = _WORD.match(self.text) is not None
        length, place = len(self.text), folded.find(self.text)
        while place >= 0:
            if not (at_start and place and _WORD.match(folded[place - 1])):
                yield place, place + length
                place = folded.find(self.text, place + length)
            else:
                place = folded.find(self.text, place + 1)

    def is_in(self, folded: str) -> bool:
        """Tell whether a folded text has the term, whatever it is wanted for."""
        return next(self.spans(folded), None) is not None

    @property
    def condition(self) -> str:
        """The tokens that every text with the term has, as an expression of FTS5; "" where they tell nothing."""
        return " AND ".join(self._needed())

    @property
    def is_decided(self) -> bool:
        """Whether a text with these tokens has the term for certain."""
        run = _RUN.fullmatch(self.text)
        return run is not None and len(self.text) <= (2 if self.text >= _FIRST_UNSPACED else _LONGEST)

    def _needed(self) -> list[str]:
        needed = list[str]()
        for run in _RUN.finditer(self.text):
            # What the term's end cuts off may go on in the text.
            cut = "*" if run.end() == len(self.text) else ""
            found = run[0]
            if found < _FIRST_UNSPACED:
                needed.append(f'"{found[:_LONGEST]}"{cut}')
            elif len(found) == 1:
                needed.append(f'"{found}"{cut}')
            else:
                needed += [f'"{pair}"' for pair in map(add, found, found[1:])]
        wide = [each for each in needed if len(each) == len('"高"*') and each.endswith("*") and not each.isascii()]
        if len(needed) > len(wide):  # a lone character asks for a thousand tokens, and the others narrow it down
            needed = [each for each in needed if each not in wide]
        needed = list(dict.fromkeys(needed))
        return needed[:: -(-len(needed) // _ENOUGH)] if needed else needed


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Give spans in their order, those that touch or overlap as one."""
    apart: Spans = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart
