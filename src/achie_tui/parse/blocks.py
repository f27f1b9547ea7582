"""From a range of nodes to the blocks of an article: paragraphs, headings, quotes, lists, tables, pictures."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import cached_property
from sys import maxsize
from typing import NamedTuple

from achie_tui.model import Block, ImageBlock, ListBlock, Span, SpanStyle, TextBlock
from achie_tui.parse.attribution import is_attribution
from achie_tui.parse.inline import Inline, Style, joined
from achie_tui.parse.pictures import has_form_of_caption, join_captions, read_image
from achie_tui.parse.prose import is_tool
from achie_tui.parse.tables import is_layout, read_table
from achie_tui.parse.tree import BLOCKS, HEADINGS
from achie_tui.parse.view import PageView

_STYLES: dict[str, SpanStyle] = {
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"caption|pictext|img-?desc|tuzhu|tushuo", re.IGNORECASE)
# Most blocks: what has neither attributes nor a meaning of its own.
_PLAIN_BLOCKS = frozenset(("p", "div", "section"))
_NOT_IN_LISTS = {"table", *HEADINGS}
_HEADING_LENGTH = 40
_LEVEL_OF_BOLD = 3
_ENDS_SENTENCE = re.compile(r"[。；;，,：:！!？?]$")
_ENGINE_EDITOR = re.compile(r"^[(（]?责任编辑\s*[:：].{0,30}$")
# As the engine itself writes it.
_ENGINE_FORM = re.compile(r"^\(责任编辑\s?[:：][^()（）]{0,20}\)$")
_ENGINE_AT_END = re.compile(r"\s*\(责任编辑\s?[:：][^()（）]{0,20}\)$")


class _Context(NamedTuple):
    """What the elements around a text make of it."""

    styles: tuple[Style, ...] = ()
    level: int = 0  # of the heading
    quoted: bool = False
    centred: bool = False
    captioned: bool = False
    item: int | None = None  # of the open list


class _OpenList:
    """A list under construction; lists inside it give their items to it."""

    def __init__(self, end: int, *, ordered: bool) -> None:
        self.end = end
        self.ordered = ordered
        self.items: list[list[tuple[str, tuple[Span, ...]]]] = []
        self.images: list[ImageBlock] = []

    def blocks(self) -> list[Block]:
        items = tuple(joined(texts) for texts in self.items if texts)
        return [*([ListBlock(self.ordered, items)] if items else []), *self.images]


class _Builder:
    """Walks ranges of nodes once and collects blocks."""

    def __init__(self, view: PageView, left_out: Container[int]) -> None:
        self.view, self.tree = view, view.tree
        self._left_out = left_out
        self.blocks: list[Block] = []
        # Numbers of text blocks: those the markup calls captions or centres, those in a paragraph of the editor's.
        self.captions: set[int] = set()
        self.paragraphs: set[int] = set()
        self._text = Inline()
        self._paragraph_end = 0
        self._list: _OpenList | None = None
        self._context = _Context()
        # Where which element ends, the context around it, and whether a line ends with it; and where the next one does.
        self._closing: list[tuple[int, _Context, bool]] = []
        self._next_end = maxsize

    def walk(self, start: int, end: int) -> None:
        index = start
        tags, texts, ends = self.tree.tag, self.tree.text, self.tree.end
        while index < end:
            if index >= self._next_end:
                self._close(index)
            if index in self._left_out:
                index = ends[index]
            elif texts[index]:
                self._add(index, texts[index])
                index += 1
            else:
                index = self._enter(index, tags[index], min(ends[index], end))
        self._close(end)
        self._flush()

    def _close(self, index: int) -> None:
        while self._closing and index >= self._closing[-1][0]:
            _, context, is_block = self._closing.pop()
            if is_block:
                self._flush()
            self._context = context
        self._next_end = self._closing[-1][0] if self._closing else maxsize
        if self._list is not None and index >= self._list.end:
            self.blocks += self._list.blocks()
            self._list = None

    def _open(self, end: int, context: _Context, *, is_block: bool) -> None:
        self._closing.append((end, self._context, is_block))
        self._context = context
        self._next_end = end

    def _add(self, index: int, text: str) -> None:
        pending, context = self._text, self._context
        pending.centred |= context.centred
        pending.captioned |= context.captioned
        pending.in_paragraph |= index < self._paragraph_end
        pending.add(text, context.styles)

    def _enter(self, index: int, tag: str, end: int) -> int:
        """Enter an element, or take it as a whole; give the node to go on with."""
        if tag in BLOCKS:
            self._flush()
            if tag == "table" and not is_layout(self.tree, index):
                self._table(index, end)
                return end
            self._enter_block(index, tag, end)
        elif tag == "br":
            self._flush()
        elif tag == "img":
            self._image(index)
        else:
            style = self._style(index, tag)
            if style is not None:
                styles = (*self._context.styles, style)
                self._open(end, self._context._replace(styles=styles), is_block=False)
        return index + 1

    def _style(self, index: int, tag: str) -> Style | None:
        if tag == "a":
            target = self.view.external(self.tree.href(index))
            return ("link", target) if target else None
        if tag in _STYLES:
            return _STYLES[tag], None
        if tag in {"span", "font"} and _BOLD.search(self.tree.attribute(index, "style")):
            return "strong", None
        return None

    def _enter_block(self, index: int, tag: str, end: int) -> None:
        context = self._context
        if tag in {"ul", "ol"} and self._list is None and self._is_plain_list(index, end):
            self._list = _OpenList(end, ordered=tag == "ol")
        elif tag == "li" and self._list is not None:
            context = context._replace(item=len(self._list.items))
            self._list.items.append([])
        elif tag in HEADINGS:
            context = context._replace(level=HEADINGS[tag])
        elif tag == "blockquote":
            context = context._replace(quoted=True)
        else:
            context = self._placed(index, tag)
            if tag == "p":
                self._paragraph_end = max(self._paragraph_end, end)
        self._open(end, context, is_block=True)

    def _placed(self, index: int, tag: str) -> _Context:
        """Give the context inside an element that may mark a caption: by its name, its class, or by centring."""
        attributes = self.tree.attributes(index)
        if not attributes and tag in _PLAIN_BLOCKS:
            return self._context
        kind, style, align = attributes.get("class"), attributes.get("style"), attributes.get("align") or ""
        if tag in {"figcaption", "caption"} or (kind and _CAPTION_CLASS.search(kind)):
            return self._context._replace(captioned=True)
        is_centred = tag == "center" or align.lower() == "center" or (style and _CENTRED.search(style))
        return self._context._replace(centred=True) if is_centred else self._context

    @cached_property
    def _no_items(self) -> list[int]:
        return [index for index, tag in enumerate(self.tree.tag) if tag in _NOT_IN_LISTS]

    def _is_plain_list(self, index: int, end: int) -> bool:
        """Tell whether a list is one block: whole, with items, and without tables and headings, which stay blocks."""
        if end < self.tree.end[index] or not any(self.tree.tag[child] == "li" for child in self.tree.children(index)):
            return False
        return bisect_left(self._no_items, index) == bisect_left(self._no_items, end)

    def _flush(self) -> None:
        """End the text under construction and make of it what the context says."""
        if not self._text.parts:
            return
        pending, self._text = self._text, Inline()
        text, spans = pending.finish()
        if not text:
            return
        if self._list is not None:
            if self._context.item is None:
                self._list.items.append([(text, spans)])
            else:
                self._list.items[self._context.item].append((text, spans))
            return
        if pending.captioned or pending.centred:
            self.captions.add(len(self.blocks))
        if pending.in_paragraph:
            self.paragraphs.add(len(self.blocks))
        self.blocks.append(self._text_block(text, spans))

    def _text_block(self, text: str, spans: tuple[Span, ...]) -> TextBlock:
        if self._context.level:
            # What a heading is styled by is its kind.
            return TextBlock("heading", text, tuple(s for s in spans if s.style == "link"), self._context.level)
        if self._context.quoted:
            return TextBlock("quote", text, spans)
        if _is_bold_heading(text, spans):
            return TextBlock("heading", text, (), _LEVEL_OF_BOLD)
        return TextBlock("paragraph", text, spans)

    def _image(self, index: int) -> None:
        image = read_image(self.view, index)
        if image is None:
            return
        self._flush()
        if self._list is not None:
            self._list.images.append(image)
        else:
            self.blocks.append(image)

    def _table(self, index: int, end: int) -> None:
        tree = self.tree
        captions = (tree.line_of(caption) for caption in tree.elements("caption", index, end))
        self.blocks += (TextBlock("caption", text) for text in captions if text)
        table = read_table(tree, index)
        if table is not None:
            self.blocks.append(table)
        for image in tree.elements("img", index, end):
            self._image(image)


def _is_bold_heading(text: str, spans: tuple[Span, ...]) -> bool:
    """Word has no headings on the web: a short paragraph, all of it bold and no sentence, is one."""
    if not spans or not any(span.style == "strong" and span.start == 0 and span.end == len(text) for span in spans):
        return False
    is_short = len(text) <= _HEADING_LENGTH and not _ENDS_SENTENCE.search(text)
    return is_short and not has_form_of_caption(text) and not is_attribution(text)


def build_blocks(
    view: PageView, ranges: Iterable[tuple[int, int]], left_out: Container[int] = frozenset()
) -> list[Block]:
    """Give the blocks of the ranges, captions joined to their pictures; the nodes `left_out` and what they hold are not.

    The engine's own closing line is left out, too.
    """
    builder = _Builder(view, left_out)
    for start, end in ranges:
        builder.walk(start, end)
    last = len(builder.blocks) - 1
    while last >= 0 and _is_tool(builder.blocks[last]):
        last -= 1
    if last >= 0 and _is_editor_line(builder.blocks[last], in_paragraph=last in builder.paragraphs):
        builder.blocks.pop(last)
    elif last >= 0:
        builder.blocks[last] = _without_editor(builder.blocks[last])
    return join_captions(builder.blocks, builder.captions)


def _is_tool(block: Block) -> bool:
    return isinstance(block, TextBlock) and is_tool(block.text)


def _is_editor_line(block: Block, *, in_paragraph: bool) -> bool:
    """Tell whether a line is the engine's (责任编辑：admin): in its own form, or in no paragraph of the editor's."""
    form = _ENGINE_FORM if in_paragraph else _ENGINE_EDITOR
    return isinstance(block, TextBlock) and form.match(block.text) is not None


def _without_editor(block: Block) -> Block:
    """Take the engine's line off the end of a text that it was written right behind."""
    if not isinstance(block, TextBlock) or (match := _ENGINE_AT_END.search(block.text)) is None:
        return block
    text = block.text[: match.start()]
    return replace(block, text=text, spans=tuple(span for span in block.spans if span.end <= len(text)))
