"""What stands between two places of a block, as a block and as text that can be quoted.

Offsets count in `block_text`, which has no numbers of lists: they are no part of what is marked and found again, but
of what is quoted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from achie_tui.model import Block, ImageBlock, ListBlock, Span, TableBlock, TextBlock
from achie_tui.typeset.document import block_text

BLANKS = (
    " \n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + ("\u2028\u2029\u202f\u205f\u3000")
)
"""What may be left out around a quotation: all blanks but the tab, which parts a table's cells, empty ones too."""
LEVEL = "   "
"""Stands before an item of a list for each list around its own."""


class Item(NamedTuple):
    """A part of a list's item; the number is None for a bullet, and where the part does not begin the item."""

    text: str
    level: int
    number: int | None

    @property
    def quoted(self) -> str:
        """The text behind its number."""
        return self.text if self.number is None else f"{self.number}. {self.text}"


def cut_block(block: Block, start: int, end: int) -> Block:
    """Give a part of a block as a block: rows and items whole."""
    if start <= 0 and end >= len(block_text(block)):
        return block
    match block:
        case TextBlock():
            spans = tuple(
                Span(max(span.start, start) - start, min(span.end, end) - start, span.style, span.href)
                for span in block.spans
                if span.start < end and span.end > start
            )
            return replace(block, text=block.text[start:end], spans=spans)
        case ImageBlock():
            return block
        case ListBlock():
            first, last = _lines([item.text for item in block.items], start, end)
            return ListBlock(block.ordered, block.items[first:last], block.start + first)
        case TableBlock():
            first, last = _lines(["\t".join(row) for row in block.rows], start, end)
            links = (replace(link, row=link.row - first) for link in block.links if first <= link.row < last)
            return TableBlock(block.rows[first:last], max(0, block.header_rows - first), tuple(links))


def quotable(block: Block, start: int, end: int) -> str:
    """Give a part of a block as text: the items of a list, from their beginnings on, with their numbers."""
    if not isinstance(block, ListBlock):
        return block_text(block)[start:end]
    items = list(cut_items(block, start, end))
    outermost = min((item.level for item in items), default=0)
    return "\n".join(LEVEL * (item.level - outermost) + item.quoted for item in items)


def cut_items(block: ListBlock, start: int, end: int) -> Iterator[Item]:
    """Give the items of a list that a part of it touches, as far as they are in it."""
    at = 0
    for item, number in zip(block.items, block.numbers, strict=True):
        if text := item.text[max(start - at, 0) : max(end - at, 0)]:
            yield Item(text, item.level, number if start <= at else None)
        at += len(item.text) + 1


def _lines(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Give the first and the last of the lines, parted by newlines, that a part touches."""
    at, touched = 0, []
    for number, line in enumerate(lines):
        if at < end and at + len(line) >= start:
            touched.append(number)
        at += len(line) + 1
    return (touched[0], touched[-1] + 1) if touched else (0, 0)
