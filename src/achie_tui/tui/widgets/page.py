"""What the reader shows, made of the article: first a sheet of blocks, then that sheet set in lines.

A `Sheet` is the article with all that stands around it (title, facts, notices before the text; related articles and
neighbours after it), as blocks of the same kinds as its own. So one layout sets everything, one way of counting
(block, offset) finds every place, and one slice of `block_text` is what a selection copies. The sheet does not
depend on the width; a `Page` is a sheet in lines of one measure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from textual.geometry import Offset

from achie_tui.language import Language, Phrase
from achie_tui.model import Article, Block, ImageBlock, Link, ListBlock, ListItem, Span, TableBlock, TextBlock
from achie_tui.tui.safety import is_address
from achie_tui.typeset.document import Line, block_text, lay_out, line_at
from achie_tui.typeset.visible import clean_for_screen, clean_line
from achie_tui.typeset.width import cell_width

CHARACTERS_A_MINUTE = 400

NO_BREAK_SPACE = "\u00a0"
READING_TIME = Phrase("约 {minutes} 分钟", "about {minutes} min")
RESTORED = Phrase("文字由镜像还原,个别字可能有误。", "Restored from a mirror copy; some characters may be wrong.")
GUESSED = Phrase("未能识别网页版式,正文为自动提取。", "The page's layout is unknown; its text was picked out by rule.")
INCOMPLETE = Phrase("这篇文章不完整,尚缺一部分。", "This article is incomplete; a part of it is missing.")
NO_TEXT = Phrase("这篇文章没有正文。", "This article has no text.")
RELATED = Phrase("相关文章", "Related articles")
PREVIOUS = Phrase("上一篇:", "Previous: ")
NEXT = Phrase("下一篇:", "Next: ")


class Place(NamedTuple):
    """A place in a sheet: a block, and an offset into its `block_text`."""

    block: int
    offset: int


TOP = Place(0, 0)


class Run(NamedTuple):
    """A part of a line that looks the same throughout; `styles` as in `Span`, `href` an address to follow."""

    start: int
    end: int
    styles: frozenset[str] = frozenset()
    href: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Blocks to read; `roles` names the look of those which are not of the text itself.

    The text itself are the `count` blocks from `first` on. Places in it are saved as places in the article, so
    that they mean the same whatever stands around it.
    """

    blocks: tuple[Block, ...] = ()
    roles: tuple[str | None, ...] = ()
    first: int = 0
    count: int = 0

    def inside(self, place: Place) -> Place:
        """Turn a place of the sheet into one of the article: what stands before its text is its beginning."""
        return Place(place.block - self.first, place.offset) if place.block >= self.first else TOP

    def outside(self, block: int, offset: int) -> Place:
        """Turn a place of the article into one of the sheet: its beginning is the top, with the title."""
        return Place(block + self.first, offset) if (block, offset) > (0, 0) else TOP


def article_sheet(article: Article, language: Language) -> Sheet:
    """Put an article's sheet together."""
    sheet: list[tuple[Block, str | None]] = [(_line(article.title), "title"), (_facts(article, language), "facts")]
    notices = [
        (article.mirror, RESTORED),
        (article.extraction == "density", GUESSED),
        (not article.complete, INCOMPLETE),
        (not article.blocks, NO_TEXT),
    ]
    if due := [phrase.say(language) for is_due, phrase in notices if is_due]:
        sheet.append((_line(" ".join(due)), "notice"))
    first = len(sheet)

    sheet += [(_clean(block), None) for block in article.blocks]
    count = len(sheet) - first

    if article.related:
        sheet.append((_line(RELATED.say(language)), "heading"))
        items = (_line(link.title, link, link.published or "") for link in article.related)
        sheet.append((ListBlock(False, tuple(ListItem(item.text, item.spans) for item in items)), "related"))
    for label, link in ((PREVIOUS, article.previous), (NEXT, article.next)):
        if link is not None:
            sheet.append((_line(link.title, link, label=label.say(language)), "related"))
    blocks, roles = zip(*sheet, strict=True)
    return Sheet(blocks, roles, first, count)


def message_sheet(title: str, body: str) -> Sheet:
    """Put a message's sheet together; empty lines part the paragraphs of its body."""
    paragraphs = [TextBlock("heading", clean_for_screen(part.strip("\n"))) for part in body.split("\n\n")]
    return Sheet((_line(title), *paragraphs), ("title", *["message"] * len(paragraphs)))


def _facts(article: Article, language: Language) -> TextBlock:
    """Write the quiet line below the title; it is broken between facts, not within one."""
    length = sum(len(block_text(block)) for block in article.blocks)
    time = READING_TIME.say(language, minutes=max(1, round(length / CHARACTERS_A_MINUTE))) if length else None
    author = article.author if article.author != article.source else None
    facts = [article.category, article.source, author, article.published, time]
    return _line("    ".join(fact.replace(" ", NO_BREAK_SPACE) for fact in facts if fact))


def _line(text: str, link: Link | None = None, note: str = "", *, label: str = "") -> TextBlock:
    """Make a block of a text that is not the article's; as a kind, headings are set without an indent."""
    text, label = clean_line(text), clean_line(label)
    spans = (Span(len(label), len(label) + len(text), "link", link.url),) if link else ()
    return TextBlock("heading", label + text + (f"  {clean_line(note)}" if note else ""), spans)


def _clean(block: Block) -> Block:
    match block:
        case TextBlock():
            return replace(block, text=clean_for_screen(block.text))
        case ImageBlock():
            return replace(block, alt=clean_line(block.alt), caption=clean_for_screen(block.caption))
        case ListBlock():
            return replace(block, items=tuple(replace(item, text=clean_for_screen(item.text)) for item in block.items))
        case TableBlock():
            return replace(block, rows=tuple(tuple(map(clean_for_screen, row)) for row in block.rows))


class Page:
    """A sheet in lines of `measure` cells."""

    def __init__(self, sheet: Sheet, measure: int, *, ambiguous_wide: bool = False) -> None:
        self.sheet = sheet
        self.measure = measure
        self.lines: Sequence[Line] = lay_out(sheet.blocks, measure, ambiguous_wide=ambiguous_wide)

    @cached_property
    def overhang(self) -> int:
        """By how many cells the widest table is wider than the measure."""
        return max((cell_width(line.text) for line in self.lines if line.kind == "table"), default=0) - self.measure

    def role(self, line: Line) -> str:
        """Name the look of a line: that of its block, else its kind."""
        role = self.sheet.roles[line.block]
        return role or ("table-header" if line.kind == "table" and line.header else line.kind)

    def runs(self, line: Line) -> Iterator[Run]:
        """Divide a line's text where its look changes."""
        length = len(line.text)
        offset = line.start - line.origin
        spans = [
            (max(span.start - offset, 0), min(span.end - offset, length), span)
            for span in self._spans(line)
            if span.start < offset + length and span.end > offset
        ]
        cuts = sorted({0, length, *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
        for start, end in pairwise(cuts):
            here = [span for first, last, span in spans if first <= start and end <= last]
            href = next((span.href for span in here if span.href and is_address(span.href)), None)
            # An address that may not be followed does not look as if it could be.
            styles = frozenset(span.style for span in here if span.style != "link" or href)
            yield Run(start, end, styles, href)

    def _spans(self, line: Line) -> Sequence[Span]:
        block = self.sheet.blocks[line.block]
        match block:
            case TextBlock():
                return block.spans
            case ListBlock():
                return block.items[line.item].spans
            case _:
                return ()

    # Places.

    def place(self, index: int) -> Place:
        """Give the place of a line; a blank one has that of the text below it."""
        if not self.lines:
            return TOP
        index = min(index, len(self.lines) - 1)
        while self.lines[index].kind == "blank" and index + 1 < len(self.lines):
            index += 1
        return Place(self.lines[index].block, self.lines[index].start)

    def line(self, place: Place) -> int:
        """Give the line that shows a place."""
        return line_at(self.lines, *place) if self.lines else 0

    def extract(self, start: Offset | None, end: Offset | None) -> str:
        """Give the source text between two points: no line breaks within a paragraph, rows of a table whole.

        A point is a character of a line's text, `x`, and a line, `y`; it may well lie outside.
        """
        first = 0 if start is None else max(start.y, 0)
        last = len(self.lines) - 1 if end is None else min(end.y, len(self.lines) - 1)
        parts: dict[int, tuple[int, int]] = {}  # of each block: where the part begins and ends
        for index in range(first, last + 1):
            line = self.lines[index]
            if line.kind in ("blank", "image"):
                continue
            begin, finish = line.start, line.end
            if line.kind != "table":
                if start is not None and index == start.y:
                    begin = min(line.start + max(start.x, 0), line.end)
                if end is not None and index == end.y:
                    finish = min(line.start + max(end.x, 0), line.end)
            parts[line.block] = parts.get(line.block, (begin, 0))[0], finish
        texts = (block_text(self.sheet.blocks[block])[begin:finish] for block, (begin, finish) in parts.items())
        return "\n".join(text.rstrip() for text in texts)
