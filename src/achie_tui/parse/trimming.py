"""Blocks at both ends of a text that the template wrote: tool bars, rules, the title again, 上一篇 and 下一篇."""

import re

from achie_tui.model import Block, ListBlock, TextBlock
from achie_tui.parse.neighbours import is_neighbour_label
from achie_tui.parse.prose import is_tool

_BAR_BLOCKS = 4
# The engine's own rule behind a text.
_RULE = re.compile(r"^[-=—_－]{4,}(?:分[隔割]线)?[-=—_－]*$")


def without_chrome(blocks: list[Block], title: str, *, bar_above: bool) -> list[Block]:
    """Drop tool bars around the text, and what templates put in front of it: its title again, 上一篇 and 下一篇.

    Where the latter stand behind the text (not `bar_above`), such words in front of it are its own.
    """
    start, end = 0, len(blocks)
    bar_above = bar_above or _links_neighbours(blocks[:_BAR_BLOCKS])
    while start < end and (_is_tool(blocks[start]) or _is_front(blocks[start], title, bar_above=bar_above)):
        # A label in a line of its own has its value in the next.
        start += 2 if _is_bare_label(blocks[start]) else 1
    while end > start and (_is_tool(blocks[end - 1]) or _is_rule(blocks[end - 1])):
        end -= 1
    return blocks[start:end]


def _links_neighbours(blocks: list[Block]) -> bool:
    """Tell whether labels of neighbours at a text's begin stand beside links: a bar, and no words of the text."""
    labels = [number for number, block in enumerate(blocks) if _is_neighbours(block)]
    return any(_has_link(block) for number in labels[:1] for block in blocks[number : labels[-1] + 2])


def _is_neighbours(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return any(is_neighbour_label(item.text) for item in block.items)
    return isinstance(block, TextBlock) and is_neighbour_label(block.text)


def _has_link(block: Block) -> bool:
    items = block.items if isinstance(block, ListBlock) else [block] if isinstance(block, TextBlock) else []
    return any(span.style == "link" for item in items for span in item.spans)


def _is_tool(block: Block) -> bool:
    if isinstance(block, ListBlock):
        return all(is_tool(item.text) for item in block.items)
    return isinstance(block, TextBlock) and is_tool(block.text)


def _is_rule(block: Block) -> bool:
    return isinstance(block, TextBlock) and _RULE.match(block.text) is not None


def _is_bare_label(block: Block) -> bool:
    return isinstance(block, TextBlock) and is_neighbour_label(block.text) and block.text.endswith((":", "："))


def _is_front(block: Block, title: str, *, bar_above: bool) -> bool:
    if isinstance(block, ListBlock):
        return bar_above and all(is_neighbour_label(item.text) for item in block.items)
    return isinstance(block, TextBlock) and (block.text == title or (bar_above and is_neighbour_label(block.text)))
