"""The first sentences of a Chinese text, whole: none ends inside quotation marks, brackets or a number."""

import re
from collections.abc import Iterator

from achie_tui.model import Article, TextBlock

_ENDS = frozenset("。！？!?")
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_PAIRS = {**_QUOTES, "《": "》", "〈": "〉", "（": "）", "(": ")", "【": "】", "[": "]"}
_CLOSING_QUOTES = frozenset(_QUOTES.values())
# Behind the end of a quotation these go on with the sentence that it stands in: “怎么办？”的问题，“走！”他说。
_GOES_ON = re.compile(r"[，、；：,;:的地得之等与和及或了]|[他她]?(?:们)?[说问答道喊]")
# A full stop of Latin letters: not in a number, a version, an address or an abbreviation, nor behind a list's number.
_STOP = re.compile(r"(?<=[a-z]{3})\.(?=\s+[A-Z\u3400-\u9fff“「]|\s*$)")
_CLAUSE = re.compile(r"[，；、：,;]")
_CUT = "……"
_MOST = 160
"""Characters that a sentence may have before it is cut, at the end of a clause and visibly."""
_ENOUGH = 48
"""Characters after which no further sentence is taken; the first is taken in any case."""
_SHORTEST = 12  # characters of a paragraph that says something; shorter ones are labels, names, bylines


def sentences(text: str) -> Iterator[str]:
    """Part a paragraph into its sentences, each as it stands there with what ends it."""
    start, at = 0, 0
    waiting: list[str] = []  # the marks that close what is open
    last = {mark: text.rfind(mark) for mark in _PAIRS.values()}
    while at < len(text):
        letter = text[at]
        if waiting and letter == waiting[-1]:
            waiting.pop()
            is_said = not waiting and letter in _CLOSING_QUOTES and text[at - 1] in _ENDS
            if is_said and not _GOES_ON.match(text, at + 1) and text[at + 1 : at + 2] not in _ENDS:
                yield text[start : at + 1].strip()
                start = at + 1
        elif letter in _PAIRS and at < last[_PAIRS[letter]]:  # one that is never closed opens nothing
            waiting.append(_PAIRS[letter])
        elif not waiting and (letter in _ENDS or (letter == "." and _STOP.match(text, at))):
            while text[at + 1 : at + 2] in _ENDS:
                at += 1
            yield text[start : at + 1].strip()
            start = at + 1
        at += 1
    if rest := text[start:].strip():
        yield rest


def first_sentences(text: str) -> str:
    """Give the first sentences of a paragraph, as many as make some words; a very long one is cut between clauses."""
    taken = ""
    for sentence in sentences(text):
        if taken and (len(taken) >= _ENOUGH or len(taken) + len(sentence) > _MOST):
            break
        joined = " " if taken[-1:].isascii() and taken and sentence[:1].isascii() else ""
        taken += joined + sentence
    return taken if len(taken) <= _MOST else _cut(taken)


def lead(article: Article) -> str:
    """Give the first sentences of an article: of its first paragraph that says something; "" where none does."""
    paragraphs = (
        block.text for block in article.blocks if isinstance(block, TextBlock) and block.kind in {"paragraph", "quote"}
    )
    said = next((text for text in paragraphs if len(text) >= _SHORTEST and _has_end(text)), "")
    return first_sentences(said)


def _has_end(text: str) -> bool:
    return any(end in text for end in _ENDS) or _STOP.search(text) is not None


def _cut(text: str) -> str:
    """Cut a text at the end of a clause, so that it is seen; within a number there is none."""
    ends = [found.start() for found in _CLAUSE.finditer(text, 0, _MOST) if not _in_number(text, found.start())]
    return text[: ends[-1] if ends else _MOST] + _CUT


def _in_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
