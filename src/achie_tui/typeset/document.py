"""Laying out an article: its blocks become screen lines which know where in the source they come from.

A place in an article is (block, offset), whatever the width: `line_at` finds its line in any layout. The
offset counts in the block's whole text as `block_text` gives it, so that a selection over several lines,
items or cells is a slice of that text.

Lines are set when they are asked for (`set_lines`), in steps that are small whatever the blocks hold: who shows a page
of hundreds of thousands of lines need not wait for the last one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal, NamedTuple, TypeAlias

from achie_tui.model import Block, ImageBlock, ListBlock, TableBlock, TextBlock, TextKind
from achie_tui.typeset.breaking import each_line
from achie_tui.typeset.spacing import as_seen
from achie_tui.typeset.tables import Columns, Fragment, TableLine, set_table
from achie_tui.typeset.width import cell_width, cut

NO_COLUMNS = Columns()

LineKind = TextKind | Literal["list", "table", "image", "blank"]

QUOTE_INDENT = 4
MARKER_WIDTH = 4
DEEPEST = 4  # levels of lists that are set apart
CAPTION_INDENT = 4
NARROWEST = 12
LONGEST_NAME = 500  # characters of a picture's name that may be shown

_EMBEDDED = {"video": "视频", "audio": "音频", "document": "文件", "page": "网页"}

PICTURE_TOP = -10_000
"""The offset of a picture's first line; its others count up to -1, and its caption begins at 0."""


class Frame(NamedTuple):
    """The cells that are kept free for a picture."""

    columns: int
    rows: int


class PictureNote(NamedTuple):
    """What is said in the place of a picture, and the address that this leads to, "" where to none."""

    words: str
    url: str = ""


Placeholder: TypeAlias = Frame | PictureNote
"""What stands in the place of a picture."""


class Line(NamedTuple):
    """A screen line.

    `text` is drawn at cell `indent`; it is the block's text from `start` on, without the spaces at its end, so
    character `i` of it is character `start + i` of `block_text(block)`, and character `start + i - origin` of
    its own item, which is what spans count in. A list's `marker` is drawn before the indent. A table's line
    holds `fragments`, placed in cells and counted in the cell's text; its `text` is all of them drawn plainly
    and may be wider than the page, and `columns` are the table's columns; `start` and `end` are then those of
    the whole row. A picture's lines are those of its
    frame, `item` counting them from the top, or of what is said in its place: texts of our own, with offsets
    before that of its caption (`PICTURE_TOP`).
    """

    block: int
    item: int
    start: int
    end: int
    indent: int
    kind: LineKind
    text: str
    marker: str = ""
    origin: int = 0
    header: bool = False
    total: bool = False
    fragments: tuple[Fragment, ...] = ()
    columns: Columns = NO_COLUMNS


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    indent: int
    ambiguous_wide: bool
    pictures: Mapping[int, Placeholder] = field(default_factory=dict)

    def beside(self, indent: int) -> int:
        """Grant an indent, or none where it would leave too little of the line."""
        return indent if self.width - indent >= NARROWEST else 0

    def cells(self, text: str) -> int:
        return cell_width(text, ambiguous_wide=self.ambiguous_wide)

    def spans(self, text: str, indent: int = 0, first_indent: int = 0) -> Iterator[tuple[int, int]]:
        return each_line(text, self.width - indent, first_indent=first_indent, ambiguous_wide=self.ambiguous_wide)


def block_text(block: Block) -> str:
    """Give the text in which a block's offsets count: newlines part items and rows, tabs cells."""
    match block:
        case TextBlock():
            return block.text
        case ImageBlock():
            return block.caption
        case ListBlock():
            return "\n".join(item.text for item in block.items)
        case TableBlock():
            return "\n".join("\t".join(row) for row in block.rows)


def lay_out(
    blocks: Sequence[Block],
    width: int,
    *,
    indent: int = 2,
    paragraph_gap: int = 1,
    ambiguous_wide: bool = False,
    pictures: Mapping[int, Placeholder] | None = None,
) -> list[Line]:
    """Set an article in lines of `width` cells.

    A paragraph's first line is indented by `indent` Chinese characters (CLREQ: 段首缩排, two by custom).
    `paragraph_gap` blank lines stand between paragraphs; what is no paragraph is set off by one at least, save that
    a heading of the text stands close to the text that it heads.
    `pictures` says what stands in the place of the pictures, by their blocks; elsewhere it is a label.
    """
    steps = set_lines(
        blocks,
        width,
        indent=indent,
        paragraph_gap=paragraph_gap,
        ambiguous_wide=ambiguous_wide,
        pictures=pictures,
    )
    return [step for step in steps if step is not None]


def set_lines(
    blocks: Sequence[Block],
    width: int,
    *,
    indent: int = 2,
    paragraph_gap: int = 1,
    ambiguous_wide: bool = False,
    pictures: Mapping[int, Placeholder] | None = None,
    first: int = 0,
    last: Line | None = None,
) -> Iterator[Line | None]:
    """Set an article as `lay_out` does, in small steps: a line, or None for one that has only come nearer to it.

    It begins with the block `first`, behind the `last` line of those before.
    """
    page = _Page(max(width, 1), 2 * max(indent, 0), ambiguous_wide, pictures or {})
    for number in range(first, len(blocks)):
        block, is_begun = blocks[number], False
        for line in _block_lines(number, block, page):
            if line is not None and not is_begun:
                is_begun = True
                if last and not _belongs_to_picture(block, last) and not _is_close(blocks[number - 1], block):
                    gap = paragraph_gap if last.kind == line.kind == "paragraph" else max(paragraph_gap, 1)
                    yield from [blank_behind(last)] * gap
            last = line or last
            yield line


def blank_behind(line: Line) -> Line:
    """Give the blank line that sets off a block from what follows, behind its last line."""
    return Line(line.block, line.item, line.end, line.end, 0, "blank", "")


def picture_lines(
    number: int, block: ImageBlock, width: int, placeholder: Placeholder | None, *, ambiguous_wide: bool = False
) -> list[Line]:
    """Set a picture alone, as it stands among the lines of its article."""
    page = _Page(max(width, 1), 0, ambiguous_wide, {} if placeholder is None else {number: placeholder})
    return list(_image_lines(number, block, page))


def _is_close(block: Block, following: Block) -> bool:
    """Whether a block is a heading, and what follows a text that stands close to it.

    Only those of the text: a line of our own, like the title above it, has no level.
    """
    return isinstance(block, TextBlock) and block.level > 0 and not isinstance(following, ImageBlock | TableBlock)


def _belongs_to_picture(block: Block, last: Line) -> bool:
    return isinstance(block, TextBlock) and block.kind == "caption" and last.kind in ("image", "caption")


def _block_lines(number: int, block: Block, page: _Page) -> Iterator[Line | None]:
    match block:
        case TextBlock(kind="embed"):
            return _label_lines(number, embed_label(block), page)
        case TextBlock(kind="preformatted"):
            return _preformatted_lines(number, block.text, page)
        case TextBlock(kind=kind):
            return _text_lines(number, kind, block.text, page)
        case ImageBlock():
            return _image_lines(number, block, page)
        case ListBlock():
            return _list_lines(number, block, page)
        case TableBlock():
            return _table_lines(number, block, page)


def _text_lines(number: int, kind: LineKind, text: str, page: _Page) -> Iterator[Line]:
    first_indent = page.beside(page.indent) if kind == "paragraph" else 0
    indent = page.beside({"quote": QUOTE_INDENT, "caption": CAPTION_INDENT}.get(kind, 0))
    right = indent if kind == "caption" else 0
    spans = page.spans(text, indent + right, first_indent)
    is_alone = False
    if kind == "caption":
        first = list(islice(spans, 2))
        spans, is_alone = chain(first, spans), len(first) == 1
    for index, (start, end) in enumerate(spans):
        drawn = text[start:end].rstrip()
        x = indent
        if index == 0:
            x += first_indent
        if kind == "attribution":
            x = max(page.width - page.cells(drawn), 0)
        elif is_alone:
            x = max(page.width - page.cells(drawn), 0) // 2
        yield Line(number, 0, start, end, x, kind, drawn)


def _preformatted_lines(number: int, text: str, page: _Page) -> Iterator[Line]:
    """Set lines as they are; one that is too wide goes on in the next."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        line = text[start : len(text) if end < 0 else end]
        is_wide = len(line) > page.width or page.cells(line) > page.width
        for first, last in page.spans(line) if is_wide else ((0, len(line)),):
            yield Line(number, 0, start + first, start + last, 0, "preformatted", line[first:last].rstrip())
        start += len(line) + 1


def _label_lines(number: int, words: str, page: _Page) -> Iterator[Line]:
    """Set what is said in the place of something that no terminal shows."""
    for row, (first, last) in enumerate(page.spans(words)):
        yield Line(number, row, PICTURE_TOP, PICTURE_TOP, 0, "image", words[first:last].rstrip(), origin=PICTURE_TOP)


def embed_label(block: TextBlock) -> str:
    """Give the words for an embedded video or document: what it is, and its name, else that of its file or host."""
    href = (block.href or "").partition("?")[0].rstrip("/")
    name = block.text or href.rpartition("/")[2] or href
    host = href.partition("://")[2].partition("/")[0]
    if not block.text and host and "." not in name:
        name = host
    return f"[{_EMBEDDED.get(block.media or 'page', _EMBEDDED['page'])}] {name}".rstrip()


def _image_lines(number: int, block: ImageBlock, page: _Page) -> Iterator[Line]:
    texts = _picture_texts(block, page, page.pictures.get(number))
    for row, text in enumerate(texts):
        start = max(row - len(texts), PICTURE_TOP + 1) if row else PICTURE_TOP
        indent = max(page.width - page.cells(text), 0) // 2
        yield Line(number, row, start, start, indent, "image", text, origin=start)
    yield from _text_lines(number, "caption", block.caption, page)


def _picture_texts(block: ImageBlock, page: _Page, placeholder: Placeholder | None) -> list[str]:
    match placeholder:
        case Frame(columns, rows):
            return [" " * min(columns, page.width)] * rows
        case PictureNote(words):
            return [words[start:end].rstrip() for start, end in page.spans(words)]
        case None:
            return [cut(label(block), page.width, ambiguous_wide=page.ambiguous_wide)]


def label(picture: ImageBlock) -> str:
    """Give the words that name a picture, and not what its caption says; sites cut them as they please."""
    alt = picture.alt[:LONGEST_NAME]
    name = alt if not picture.caption.startswith(alt.rstrip("….（")) else ""
    return " ".join(f"[图] {as_seen(name)}".split())


def _list_lines(number: int, block: ListBlock, page: _Page) -> Iterator[Line]:
    markers = [f"{number}. " if number is not None else "- " for number in block.numbers]
    field = max([MARKER_WIDTH, *map(len, markers)])
    origin = 0
    for index, item in enumerate(block.items):
        indent = page.beside(field + min(item.level, DEEPEST) * MARKER_WIDTH)
        for start, end in page.spans(item.text, indent):
            marker = markers[index].rjust(indent) if start == 0 and indent else ""
            drawn = item.text[start:end].rstrip()
            yield Line(number, index, origin + start, origin + end, indent, "list", drawn, marker, origin)
        origin += len(item.text) + 1


def _table_lines(number: int, block: TableBlock, page: _Page) -> Iterator[Line | None]:
    steps = set_table(block.rows, page.width, header_rows=block.header_rows, ambiguous_wide=page.ambiguous_wide)
    columns, row, start, end = NO_COLUMNS, -1, 0, -1
    for step in steps:
        if step is None:
            yield None
        elif isinstance(step, TableLine):
            if step.row != row:
                row, start = step.row, end + 1
                end = start + sum(map(len, block.rows[row])) + max(len(block.rows[row]) - 1, 0)
            yield Line(
                number,
                row,
                start,
                end,
                0,
                "table",
                step.text,
                origin=start,
                header=step.kind == "header",
                total=step.kind == "total",
                fragments=step.fragments,
                columns=columns,
            )
        else:
            columns = step


def line_at(lines: Sequence[Line], block: int, offset: int) -> int:
    """Find the line that shows a place: the last that begins at or before it and is not blank.

    A place in a table is the first line of its row. Of a picture, places before its caption count from below, so
    that what stands under the top line stays there if the picture gets another height.
    """
    index = bisect_right(lines, (block, offset), key=_place) - 1
    while index > 0 and lines[index].kind == "blank":
        index -= 1
    if index > 0 and lines[index].kind == "table":
        index = bisect_left(lines, _place(lines[index]), key=_place)
    return max(index, 0)


def _place(line: Line) -> tuple[int, int]:
    return line.block, line.start
