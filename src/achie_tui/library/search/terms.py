"""Words and phrases: where they stand in a folded text, and which tokens of the index a text with them must have."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from achie_tui.typeset.folding import fold, written

TOKENS_VERSION = 1
"""Of what `tokens` gives: an index filled by another one is filled anew."""

# Scripts that are written without spaces are indexed by pairs of their characters; all others by their words.
_FIRST_UNSPACED = "\u2e80"
_LETTER, _SIGN = rf"[^\W_{_FIRST_UNSPACED}-\U0010ffff]", rf"[^\W_\0-{chr(ord(_FIRST_UNSPACED) - 1)}]"
_WORD, _UNSPACED, _RUN = f"{_LETTER}+", f"{_SIGN}+", f"{_LETTER}+|{_SIGN}+"
_LONGEST = 40  # characters of a word that are indexed
_DECIDED = f"{_SIGN}{{1,2}}|{_SIGN}?{_LETTER}{{1,{_LONGEST}}}|{_LETTER}{{1,{_LONGEST}}}{_SIGN}"
_ENOUGH = 16  # tokens of one term that are asked for

Spans = list[tuple[int, int]]


@cache
def _ready(expression: str) -> re.Pattern[str]:
    """Compile an expression, when it is first needed: sets of so many characters take some milliseconds."""
    return re.compile(expression)


def tokens(folded: str) -> set[str]:
    """Give a folded text's tokens: its words, the pairs of neighbours in its runs of Chinese, and each run's end.

    Where a word and Chinese touch, the word is a token with that one character too.
    """
    found = set[str]()
    for run in _ready(_UNSPACED).findall(folded):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    for word in _ready(_WORD).finditer(folded):
        found.add(word[0][:_LONGEST])
        found.update(_joints(folded, word))
    return found


def _joints(folded: str, word: re.Match[str]) -> Iterator[str]:
    """Give a word with the character before it, and with that after it, where these are Chinese."""
    unspaced = _ready(_UNSPACED)
    if word.start() and unspaced.match(folded, word.start() - 1):
        yield folded[word.start() - 1] + word[0][:_LONGEST]
    if unspaced.match(folded, word.end()):
        yield word[0][:_LONGEST] + folded[word.end()]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that a text must have, folded and never empty; `without`: that it must not have.

    A term that begins with a letter or digit of a spaced script is found at the start of a word only.
    """

    text: str
    in_title: bool = False
    without: bool = False

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where the term stands in a text, however that is written."""
        pattern, word, place = _pattern(self.text), _ready(_WORD), 0
        at_start = word.match(self.text) is not None
        while found := pattern.search(text, place):
            start, end = found.span()
            if at_start and start and word.match(fold(text[start - 1])):
                place = start + 1
            else:
                yield start, end
                place = end

    def is_in(self, text: str) -> bool:
        """Tell whether a text has the term, whatever it is wanted for."""
        return next(self.spans(text), None) is not None

    @property
    def condition(self) -> str:
        """The tokens that every text with the term has, as an expression of FTS5; "" where they tell nothing."""
        return " AND ".join(self._needed())

    @property
    def is_decided(self) -> bool:
        """Whether a text with these tokens has the term for certain: where they are one, which is all of it."""
        return len(self._needed()) == 1 and _ready(_DECIDED).fullmatch(self.text) is not None

    def _needed(self) -> list[str]:
        whole, narrow, wide = self.text, list[str](), list[str]()
        for run in _ready(_RUN).finditer(whole):
            # What the term's end cuts off may go on in the text.
            cut = "*" if run.end() == len(whole) else ""
            if run[0] < _FIRST_UNSPACED:
                joints = list(_joints(whole, run))
                narrow += [f'"{joint}"{cut}' for joint in joints] or [f'"{run[0][:_LONGEST]}"{cut}']
            elif len(run[0]) > 1:
                narrow += [f'"{pair}"' for pair in map(add, run[0], run[0][1:])]
            else:
                wide.append(f'"{run[0]}"{cut}')
        # A lone character asks for a thousand tokens: where others are known, these say more.
        needed = list(dict.fromkeys(narrow or wide))
        return needed[:: -(-len(needed) // _ENOUGH)] if needed else needed


@lru_cache(64)
def _pattern(folded: str) -> re.Pattern[str]:
    """Give what finds a folded text in texts that are not: quicker than to fold each of these."""
    return re.compile("".join(f"[{re.escape(written(character))}]" for character in folded))


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Give spans in their order, those that touch or overlap as one."""
    apart: Spans = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart
