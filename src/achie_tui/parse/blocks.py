"""From a range of nodes to the blocks of an article: paragraphs, headings, quotes, lists, tables, pictures."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import cached_property
from sys import maxsize
from typing import NamedTuple

from achie_tui.model import Block, ImageBlock, Span, SpanStyle, TextBlock
from achie_tui.parse.attribution import is_attribution
from achie_tui.parse.clean import clean_line, clean_preformatted
from achie_tui.parse.embeds import read_embed
from achie_tui.parse.inline import Inline, Style
from achie_tui.parse.lists import OpenList
from achie_tui.parse.pictures import has_form_of_caption, join_captions, read_image, stated_size
from achie_tui.parse.prose import is_tool
from achie_tui.parse.raised import Shift, raised
from achie_tui.parse.tables import is_layout, read_table, shift_of
from achie_tui.parse.tree import BLOCKS, EMBEDS, HEADINGS
from achie_tui.parse.view import PageView

_STYLES: dict[str, SpanStyle] = {
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "del": "deleted",
    "s": "deleted",
    "strike": "deleted",
    "ins": "inserted",
}
# What a heading is styled by is its kind; these say something else.
_KEPT_IN_HEADINGS = frozenset(("link", "deleted", "inserted", "superscript", "subscript"))
_DRAWN = 64  # pixels: a picture in the place of a character
_DRAWN_WORDS = 12
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
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
        self._list: OpenList | None = None
        self._pictures: list[ImageBlock] = []  # that stand within the text under construction
        self._context = _Context()
        # Where which element ends, the context around it, whether a line ends with it and what words close it; and
        # where the next one does.
        self._closing: list[tuple[int, _Context, bool, str]] = []
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
            _, context, is_block, words = self._closing.pop()
            if is_block:
                self._flush()
            self._context = context
            if words:
                self._text.add(words, context.styles)
        self._next_end = self._closing[-1][0] if self._closing else maxsize
        if self._list is not None and index >= self._list.end:
            self.blocks += self._list.blocks()
            self._list = None

    def _open(self, end: int, context: _Context, *, is_block: bool, words: str = "") -> None:
        self._closing.append((end, self._context, is_block, words))
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
            if tag == "pre":
                self._preformatted(index, end)
                return end
            self._enter_block(index, tag, end)
        elif tag == "br":
            self._flush()
        elif tag == "img":
            self._image(index)
        elif tag in EMBEDS:
            self._embed(index)
        elif shift := shift_of(self.tree, index, tag):
            self._raised(index, end, shift)
            return end
        else:
            self._enter_inline(index, tag, end)
        return index + 1

    def _enter_inline(self, index: int, tag: str, end: int) -> None:
        context, words = self._context, ""
        if tag == "rt":
            self._add(index, "(")
            words = ")"
        elif self.tree.tag[self.tree.parent[index]] == "mfrac" and self.tree.is_first(index):
            words = "/"
        style = self._style(index, tag)
        if style is not None:
            context = context._replace(styles=(*context.styles, style))
        if style is not None or words:
            self._open(end, context, is_block=False, words=words)

    def _raised(self, index: int, end: int, shift: Shift) -> None:
        """Add raised or lowered characters; a link in them or around them stays one."""
        text = clean_line(self.tree.raw_text(index, end))
        link = next((self._style(node, "a") for node in self.tree.anchors_between(index, end)), None)
        if text:
            styles: tuple[Style, ...] = (*self._context.styles, *([link] if link else []), (shift, None))
            self._text.add(raised(text, shift), styles)
            self._text.in_paragraph |= index < self._paragraph_end

    def _preformatted(self, index: int, end: int) -> None:
        """Add a text whose lines are its own."""
        text = clean_preformatted(self.tree.raw_text(index, end))
        if not text:
            return
        if self._list is not None:
            self._list.add(self._context.item, clean_line(text), ())
        else:
            self.blocks.append(TextBlock("preformatted", text))

    def _embed(self, index: int) -> None:
        embed = read_embed(self.view, index)
        if embed is None:
            return
        self._flush()
        (self.blocks if self._list is None else self._list.others).append(embed)

    def _style(self, index: int, tag: str) -> Style | None:
        if tag == "a":
            target = self.view.target(self.tree.href(index))
            return ("link", target) if target else None
        if tag in _STYLES:
            return _STYLES[tag], None
        if tag in {"span", "font"} and (style := self.tree.attribute(index, "style")):
            if _STRUCK.search(style):
                return "deleted", None
            if _BOLD.search(style):
                return "strong", None
        return None

    def _enter_block(self, index: int, tag: str, end: int) -> None:
        context = self._context
        if tag in {"ul", "ol"} and (self._list is not None or self._is_plain_list(index, end)):
            self._list = self._list or OpenList()
            items = sum(self.tree.tag[child] == "li" for child in self.tree.children(index))
            self._list.enter(end, self.tree.attributes(index), items, ordered=tag == "ol")
        elif tag == "li" and self._list is not None:
            context = context._replace(item=self._list.enter_item(index, self.tree.attributes(index)))
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
        if self._text.parts:
            pending, self._text = self._text, Inline()
            text, spans = pending.finish()
            if text:
                self._finish(pending, text, spans)
        pictures, self._pictures = self._pictures, []
        (self.blocks if self._list is None else self._list.others).extend(pictures)

    def _finish(self, pending: Inline, text: str, spans: tuple[Span, ...]) -> None:
        if self._list is not None:
            self._list.add(self._context.item, text, spans)
            return
        if pending.captioned or pending.centred:
            self.captions.add(len(self.blocks))
        if pending.in_paragraph:
            self.paragraphs.add(len(self.blocks))
        self.blocks.append(self._text_block(text, spans))

    def _text_block(self, text: str, spans: tuple[Span, ...]) -> TextBlock:
        if self._context.level:
            return TextBlock(
                "heading", text, tuple(s for s in spans if s.style in _KEPT_IN_HEADINGS), self._context.level
            )
        if self._context.quoted:
            return TextBlock("quote", text, spans)
        if _is_bold_heading(text, spans):
            return TextBlock("heading", text, tuple(s for s in spans if s.style in _KEPT_IN_HEADINGS), _LEVEL_OF_BOLD)
        return TextBlock("paragraph", text, spans)

    def _image(self, index: int) -> None:
        image = read_image(self.view, index)
        if self._is_within_sentence(index):
            self._add_within(index, image)
        elif image is not None:
            self._flush()
            (self.blocks if self._list is None else self._list.others).append(image)

    def _is_within_sentence(self, index: int) -> bool:
        """Tell whether a node stands in the middle of a sentence: text on both sides of it, on the same line."""
        number = self.tree.line_number(index)
        if number >= len(self.tree.lines) or not self.tree.lines[number].start < index < self.tree.lines[number].end:
            return False
        before = "".join(self._text.parts).rstrip()
        return bool(before) and not _ENDS_SENTENCE.search(before)

    def _add_within(self, index: int, image: ImageBlock | None) -> None:
        """Put a picture's words in its place, for a character or a formula; one that is larger follows the sentence."""
        words = clean_line(self.tree.attribute(index, "alt"))
        size = stated_size(self.tree, index)
        is_drawn = bool(words) and len(words) <= _DRAWN_WORDS and (size is None or size <= _DRAWN)
        if is_drawn:
            self._add(index, words)
        elif image is not None and (size is None or size > _DRAWN):
            self._pictures.append(image)

    def _table(self, index: int, end: int) -> None:
        tree = self.tree
        captions = (tree.line_of(caption) for caption in tree.elements("caption", index, end))
        self.blocks += (TextBlock("caption", text) for text in captions if text)
        table = read_table(self.view, index)
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
    """Give the blocks of the ranges, captions joined to their pictures.

    The nodes `left_out`, with what they hold, and the engine's own closing line are left out.
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
