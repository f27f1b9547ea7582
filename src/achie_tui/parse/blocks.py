"""From a range of nodes to the blocks of an article: paragraphs, headings, quotes, lists, tables, pictures."""

import re
from dataclasses import replace

from achie_tui.model import Block, ImageBlock, ListBlock, ListItem, Span, SpanStyle, TextBlock
from achie_tui.parse.clean import clean, clean_line
from achie_tui.parse.tables import is_layout, read_table
from achie_tui.parse.tree import BLOCKS, HEADINGS, Tree
from achie_tui.site.address import Addresses

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
_SOURCES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-echo",
    "data-url",
    "original",
    "file",
    "zoomfile",
    "src",
)
_PLACEHOLDER = re.compile(
    r"(?:loading|lazy|blank|spacer|placeholder|grey|pixel|1x1|defaultpic)[\w-]*\.(?:gif|png|jpe?g|svg)|^data:",
    re.IGNORECASE,
)
_ICON = re.compile(
    r"/(?:plus|include|templets|member|images/(?:ico|icon|face|smil))/?[\w/.-]*\.(?:gif|png|jpe?g)", re.IGNORECASE
)
_STRAY = re.compile(r"^(?:#e#|#p#.{0,60}#e#)$")
_HEADING_LENGTH = 40
_CAPTION_LENGTH = 80
_ENDS_SENTENCE = re.compile(r"[。；;，,：:！!？?]$")
_CAPTION = re.compile(
    r"^(?:[▲△▼▽◆●■↑↓]|图(?:为|[\s\d一二三四五六七八九十：:]|片)|[（(【\[]?(?:资料图|图)|[上下左右]图|Fig)"
    r"|(?:摄|供图|制图|[（(](?:资料图片|资料图|图片来源.{0,20}|.{1,8}摄)[）)]|图片来源[:：].{1,20})[。)）]?$",
    re.IGNORECASE,
)
_WORDS_OF_ATTRIBUTION = "供稿|责任编辑|责编|编辑|来源|作者|记者|通讯员|摘自|转自|转载|供图|单位|审核|撰稿|执笔|整理|校对|文图|图文|翻译|监制"
_ATTRIBUTION = re.compile(
    rf"^[（(【\[][^（）()]*(?:{_WORDS_OF_ATTRIBUTION})[^（）()]*[）)】\]]$"
    r"|^(?:来源|文章来源|信息来源|稿件来源|编辑|责编|责任编辑|作者|作者单位|审核|校对|供稿|供稿单位|撰稿|记者|通讯员|转自|摘自|原载|文|图|文图|监制)\s*[:：/丨|][^，。；！？]{1,60}$"
    r"|^本文(?:转载|摘编?|来源|节选)[自于].{2,80}$",
)
_ENGINE_EDITOR = re.compile(r"^[(（]?责任编辑\s*[:：].{0,30}$")


class _Text:
    """A text under construction: pieces cleaned as they come, styles as offsets into the result."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[Span] = []
        self.centred = False
        self.caption = False

    def add(self, piece: str, styles: list[tuple[SpanStyle, str | None]]) -> None:
        piece = clean(piece)
        if not self.text or self.text.endswith(" "):
            piece = piece.lstrip(" ")
        start = len(self.text)
        self.text += piece
        for style, href in styles if piece.strip() else ():
            last = next((s for s in reversed(self.spans) if s.style == style and s.href == href), None)
            if last is not None and last.end == start:
                self.spans[self.spans.index(last)] = replace(last, end=len(self.text))
            else:
                self.spans.append(Span(start, len(self.text), style, href))

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        text = self.text.rstrip(" ")
        if "#" in text and _STRAY.match(text):
            return "", ()
        if "#e#" in text or "#p#" in text:
            return clean_line(text), ()
        spans = tuple(replace(s, end=min(s.end, len(text))) for s in self.spans if s.start < len(text))
        return text, tuple(sorted(spans, key=lambda s: (s.start, -s.end)))


class _Builder:
    """Walks a range of nodes once and collects blocks."""

    def __init__(self, tree: Tree, addresses: Addresses, at: str) -> None:
        self.tree, self.addresses, self.at = tree, addresses, at
        self.blocks: list[Block] = []
        # Numbers of text blocks: those the markup calls captions or centres, those in a paragraph of the editor's.
        self.captions: set[int] = set()
        self.paragraphs: set[int] = set()
        self._text = _Text()
        # What closes at which node: block ends, styles, quotes, headings.
        self._closing: list[tuple[int, str]] = []
        self._styles: list[tuple[SpanStyle, str | None]] = []
        self._levels: list[int] = []
        self._quotes = 0
        self._centred = 0
        self._captioned = 0
        self._in_paragraph = 0

    def walk(self, start: int, end: int) -> None:
        index = start
        while index < end:
            self._close(index)
            index = self._enter(index, end)
        self._close(end, everything=True)
        self._flush()

    def _close(self, index: int, *, everything: bool = False) -> None:
        while self._closing and (everything or index >= self._closing[-1][0]):
            _, what = self._closing.pop()
            if what == "style":
                self._styles.pop()
                continue
            self._flush()
            if what == "heading":
                self._levels.pop()
            elif what == "quote":
                self._quotes -= 1
            elif what == "centre":
                self._centred -= 1
            elif what == "caption":
                self._captioned -= 1
            elif what == "paragraph":
                self._in_paragraph -= 1

    def _enter(self, index: int, end: int) -> int:
        tree = self.tree
        if tree.text[index]:
            self._text.centred = self._text.centred or self._centred > 0
            self._text.caption = self._text.caption or self._captioned > 0
            self._text.add(tree.text[index], self._styles)
            return index + 1
        tag = tree.tag[index]
        after = min(tree.end[index], end)
        if tag == "br":
            self._flush()
        elif tag == "img":
            self._image(index)
        elif tag == "hr":
            self._flush()
        elif tag in {"ul", "ol"} and self._list(index, after):
            return after
        elif tag == "table" and not is_layout(tree, index):
            self._flush()
            self._table(index, after)
            return after
        elif tag in BLOCKS:
            self._block(index, tag, after)
        elif tag == "a":
            href = (
                self.addresses.external(tree.attributes(index).get("href", ""), self.at)
                if self._has_href(index)
                else None
            )
            if href:
                self._open("style", after)
                self._styles.append(("link", href))
        elif tag in _STYLES or (tag in {"span", "font"} and _BOLD.search(tree.attributes(index).get("style", ""))):
            self._open("style", after)
            self._styles.append((_STYLES.get(tag, "strong"), None))
        return index + 1

    def _has_href(self, index: int) -> bool:
        href = self.tree.attributes(index).get("href", "").strip()
        return bool(href) and not href.startswith("#")

    def _open(self, what: str, after: int) -> None:
        self._closing.append((after, what))
        # Broken markup may close an outer element first; the stack stays ordered by the tree's own nesting.

    def _block(self, index: int, tag: str, after: int) -> None:
        self._flush()
        attributes = self.tree.attributes(index)
        if tag == "p":
            self._in_paragraph += 1
            self._open("paragraph", after)
        if tag in HEADINGS:
            self._levels.append(HEADINGS[tag])
            self._open("heading", after)
        elif tag == "blockquote":
            self._quotes += 1
            self._open("quote", after)
        elif tag in {"figcaption", "caption"} or _CAPTION_CLASS.search(attributes.get("class", "")):
            self._captioned += 1
            self._open("caption", after)
        elif (
            tag == "center"
            or attributes.get("align", "").lower() == "center"
            or _CENTRED.search(attributes.get("style", ""))
        ):
            self._centred += 1
            self._open("centre", after)
        elif tag != "p":
            self._open("block", after)

    def _flush(self) -> None:
        pending, self._text = self._text, _Text()
        text, spans = pending.finish()
        if not text:
            return
        if pending.caption or pending.centred:
            self.captions.add(len(self.blocks))
        if self._in_paragraph:
            self.paragraphs.add(len(self.blocks))
        if self._levels:
            # What a heading is styled by is its kind.
            links = tuple(span for span in spans if span.style == "link")
            self.blocks.append(TextBlock("heading", text, links, self._levels[-1]))
        elif self._quotes:
            self.blocks.append(TextBlock("quote", text, spans))
        elif _is_bold_heading(text, spans):
            self.blocks.append(TextBlock("heading", text, (), 3))
        else:
            self.blocks.append(TextBlock("paragraph", text, spans))

    def _image(self, index: int) -> None:
        image = read_image(self.tree, index, self.addresses, self.at)
        if image is not None:
            self._flush()
            self.blocks.append(image)

    def _table(self, index: int, after: int) -> None:
        table = read_table(self.tree, index)
        for caption in self.tree.elements("caption", index, after):
            text = clean_line(self.tree.raw_text(caption, self.tree.end[caption]))
            if text:
                self.blocks.append(TextBlock("caption", text))
        if table is not None:
            self.blocks.append(table)
        for image in self.tree.elements("img", index, after):
            self._image(image)

    def _list(self, index: int, after: int) -> bool:
        """Take a list as one block; lists that hold tables or other lists' worth of text are walked instead."""
        tree = self.tree
        items = [child for child in tree.children(index) if tree.tag[child] == "li"]
        if (
            not items
            or after < tree.end[index]
            or any(tree.tag[i] in {"table", *HEADINGS} for i in range(index, after))
        ):
            return False
        self._flush()
        found: list[ListItem] = []
        images: list[Block] = []
        for item in items:
            inner = _Builder(tree, self.addresses, self.at)
            inner.walk(item + 1, tree.end[item])
            texts = [b for b in inner.blocks if isinstance(b, TextBlock)]
            nested = [i for b in inner.blocks if isinstance(b, ListBlock) for i in b.items]
            if texts:
                found.append(_joined(texts))
            found += nested
            images += [b for b in inner.blocks if isinstance(b, ImageBlock)]
        if found:
            self.blocks.append(ListBlock(tree.tag[index] == "ol", tuple(found)))
        self.blocks += images
        return True


def _joined(texts: list[TextBlock]) -> ListItem:
    text, spans = "", []
    for block in texts:
        shift = len(text) + (1 if text else 0)
        text = f"{text} {block.text}" if text else block.text
        spans += [replace(span, start=span.start + shift, end=span.end + shift) for span in block.spans]
    return ListItem(text, tuple(spans))


def _is_bold_heading(text: str, spans: tuple[Span, ...]) -> bool:
    """Word has no headings on the web: a short paragraph, all of it bold and no sentence, is one."""
    if len(text) > _HEADING_LENGTH or _ENDS_SENTENCE.search(text) or _CAPTION.search(text) or _ATTRIBUTION.match(text):
        return False
    return any(span.style == "strong" and span.start == 0 and span.end == len(text) for span in spans)


def read_image(tree: Tree, index: int, addresses: Addresses, at: str) -> ImageBlock | None:
    """Give a picture with the address that is loaded last: lazy attributes before `src`, placeholders never."""
    attributes = tree.attributes(index)
    for name in _SOURCES:
        value = attributes.get(name, "").strip()
        if not value or _PLACEHOLDER.search(value):
            continue
        source = addresses.external(value, at)
        if source is None or (_ICON.search(source) and name == "src"):
            continue
        style = attributes.get("style", "")
        return ImageBlock(
            source,
            clean_line(attributes.get("alt", "")),
            "",
            _pixels(attributes.get("width"), style, "width"),
            _pixels(attributes.get("height"), style, "height"),
        )
    return None


def _pixels(attribute: str | None, style: str, name: str) -> int | None:
    match = re.match(r"^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", attribute or "") or re.search(
        rf"(?<![\w-]){name}\s*:\s*(\d{{1,5}})(?:\.\d+)?px", style
    )
    return int(match[1]) or None if match else None


def build_blocks(tree: Tree, ranges: tuple[tuple[int, int], ...], addresses: Addresses, at: str) -> list[Block]:
    """Give the blocks of the ranges, captions joined to their pictures, the engine's own closing line left out."""
    builder = _Builder(tree, addresses, at)
    for start, end in ranges:
        builder.walk(start, end)
    last = len(builder.blocks) - 1
    if last >= 0 and last not in builder.paragraphs and _is_editor_line(builder.blocks[last]):
        # What the template adds stands in no paragraph of the editor's; an author's own such line does.
        builder.blocks.pop()
    return _with_captions(builder.blocks, builder.captions)


def _is_editor_line(block: Block) -> bool:
    return isinstance(block, TextBlock) and _ENGINE_EDITOR.match(block.text) is not None


def _with_captions(blocks: list[Block], marked: set[int]) -> list[Block]:
    """Join a picture and the line under it that describes it."""
    result: list[Block] = []
    for number, block in enumerate(blocks):
        last = result[-1] if result else None
        if (
            isinstance(block, TextBlock)
            and isinstance(last, ImageBlock)
            and not last.caption
            and block.kind in {"paragraph", "heading"}
            and _is_caption(block.text, last.alt, marked=number in marked)
        ):
            result[-1] = replace(last, caption=block.text)
        else:
            result.append(block)
    return result


def _is_caption(text: str, alt: str, *, marked: bool) -> bool:
    if len(text) > _CAPTION_LENGTH:
        return False
    return text == alt or _CAPTION.search(text) is not None or (marked and not _ATTRIBUTION.match(text))


def mark_attribution(blocks: list[Block]) -> tuple[list[Block], str | None]:
    """Mark the line that says who wrote or delivered the text, among the last three; give it too."""
    for number in range(len(blocks) - 1, max(-1, len(blocks) - 4), -1):
        block = blocks[number]
        if isinstance(block, TextBlock) and block.kind in {"paragraph", "quote"} and _ATTRIBUTION.match(block.text):
            marked = [*blocks]
            marked[number] = TextBlock("attribution", block.text, block.spans)
            return marked, block.text
    return blocks, None
