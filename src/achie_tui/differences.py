"""What changed between two versions of an article: paragraph by paragraph, and within these character by character."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from achie_tui.model import Article, Block, ImageBlock, ListBlock, TableBlock

Kind = Literal["same", "deleted", "inserted"]

# A paragraph that shares less than that with another is not the same one changed. Such are shown one after the other:
# a few characters in common, scattered about, would make both unreadable.
_ALIKE = 0.4
_PAIRS = 2_500  # compared to find which paragraph became which; beyond that it would take too long
_LONG = 3_000  # characters that are compared one by one; beyond that it goes by sentences
_ISLAND = 2  # characters in common, between longer changes, that are shown as changed too
_WORDS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*%?|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。！？；\n]*[。！？；\n]?")


class Passage(NamedTuple):
    """A part of a paragraph, and what became of it."""

    kind: Kind
    text: str


Paragraph = tuple[Passage, ...]


def differences(before: Article, after: Article) -> tuple[Paragraph, ...]:
    """Give both texts in one, in reading order; a title that changed stands in front.

    The passages that are the same or inserted make up the new text, those that are the same or deleted the old one.
    """
    title = (_compared(before.title, after.title),) if before.title != after.title else ()
    return (*title, *_blocks(_texts(before.blocks), _texts(after.blocks)))


def _texts(blocks: Sequence[Block]) -> list[str]:
    """Give each paragraph as text: list items, rows and captions are paragraphs too."""
    return [text for block in blocks for text in _lines(block) if text]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case ImageBlock():
            yield block.caption or block.alt
        case TableBlock():
            # An empty cell keeps its place: the figures behind it would stand in another column.
            yield from (" | ".join(row) for row in block.rows if any(row))
        case ListBlock():
            yield from (item.text for item in block.items)
        case _:
            yield block.text


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((Passage("same", text),) for text in after[k:m])
        else:
            yield from _changed(before[i:j], after[k:m])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Show a run of paragraphs where others stood: each that was changed beside what it was, in the new order."""
    i = 0
    for k, partner in enumerate(_partners(before, after)):
        if partner is None:
            yield (Passage("inserted", after[k]),)
            continue
        yield from ((Passage("deleted", text),) for text in before[i:partner])
        yield _compared(before[partner], after[k])
        i = partner + 1
    yield from ((Passage("deleted", text),) for text in before[i:])


def _partners(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """Find for each new paragraph the old one that it was made of: in order, and alike as much as possible."""
    if not before or len(before) * len(after) > _PAIRS:
        return [None] * len(after)
    grams, others = [_bigrams(text) for text in before], [_bigrams(text) for text in after]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in range(len(before) - 1, -1, -1):
        for k in range(len(after) - 1, -1, -1):
            likeness = _likeness(grams[i], others[k])
            paired = likeness + best[i + 1][k + 1] if likeness >= _ALIKE else 0.0
            best[i][k] = max(paired, best[i + 1][k], best[i][k + 1])
    partners: list[int | None] = []
    i = 0
    for k in range(len(after)):
        while i < len(before) and best[i][k] == best[i + 1][k]:
            i += 1
        is_paired = i < len(before) and best[i][k] != best[i][k + 1]
        partners.append(i if is_paired else None)
        i += is_paired
    return partners


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _compared(before: str, after: str) -> Paragraph:
    """Show one paragraph as it was and is."""
    units = _SENTENCES if len(before) + len(after) > _LONG else _WORDS
    old, new = (list(filter(None, units.findall(text))) for text in (before, after))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts = [("".join(old[i:j]), "".join(new[k:m]), kind == "equal") for kind, i, j, k, m in codes]
    return tuple(_passages(_without_islands(parts)))


def _without_islands(parts: Sequence[tuple[str, str, bool]]) -> Iterator[tuple[str, str, bool]]:
    """Count what is the same for so few characters, between changes longer than that, as changed too."""

    def stays(at: int) -> bool:
        if not parts[at][2] or len(parts[at][1]) > _ISLAND or not 0 < at < len(parts) - 1:
            return parts[at][2]
        return any(max(len(old), len(new)) <= len(parts[at][1]) for old, new, _ in (parts[at - 1], parts[at + 1]))

    for same, group in groupby(range(len(parts)), stays):
        run = [parts[at] for at in group]
        yield "".join(old for old, _, _ in run), "".join(new for _, new, _ in run), same


def _passages(parts: Iterator[tuple[str, str, bool]]) -> Iterator[Passage]:
    for old, new, same in parts:
        if same:
            yield Passage("same", new)
            continue
        if old:
            yield Passage("deleted", old)
        if new:
            yield Passage("inserted", new)
