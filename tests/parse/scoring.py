"""How near a text that was read comes to the true one: pairs of characters, blanks aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from achie_tui.model import Block, ImageBlock, ListBlock, TableBlock, TextBlock


def texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Give the texts of blocks, cells and captions too."""
    for block in blocks:
        if isinstance(block, TextBlock):
            yield block.text
        elif isinstance(block, ListBlock):
            yield from (item.text for item in block.items)
        elif isinstance(block, TableBlock):
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, ImageBlock):
            yield block.caption


def bigrams(parts: Iterable[str]) -> Counter[str]:
    """Count the pairs of characters in some texts."""
    grams: Counter[str] = Counter()
    for part in parts:
        text = squeeze(part)
        grams.update(text[i : i + 2] for i in range(max(1, len(text) - 1)) if text)
    return grams


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    """Give the harmonic mean of precision and recall."""
    if not found and not wanted:
        return 1.0
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values()))


def squeeze(text: str | None) -> str:
    """Leave out the blanks."""
    return "".join((text or "").split())


def wanted_texts(truth: dict[str, Any]) -> list[str]:
    """Give the texts of an article of the sample; control characters never come out of the parser."""
    parts = [re.sub(r"[\x00-\x1f\x7f-\x9f]", "", text) for text in truth["paragraphs"]]
    return [*parts, *(cell for table in truth["tables"] for row in table["rows"] for cell in row)]
