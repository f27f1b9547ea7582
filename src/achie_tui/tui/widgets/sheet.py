"""What the reader shows, as blocks: an article with all that stands around it, or a message.

A `Sheet` is the article with title, facts and notices before the text, related articles and neighbours after it, as
blocks of the same kinds as its own. So one layout sets everything, one way of counting (block, offset) finds every
place, and one slice of `block_text` is what a selection copies. It does not depend on the width.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple, overload

from achie_tui.language import Language, Phrase
from achie_tui.model import (
    LOST_CHARACTERS,
    Article,
    Attachment,
    Block,
    ImageBlock,
    Link,
    ListBlock,
    ListItem,
    Span,
    TableBlock,
    TextBlock,
)
from achie_tui.site.mail import Contact, unshown_contacts
from achie_tui.typeset.cutting import quotable
from achie_tui.typeset.document import PICTURE_TOP, block_text
from achie_tui.typeset.numbered import numbered
from achie_tui.typeset.sizes import size
from achie_tui.typeset.visible import clean_for_screen, clean_line

CHARACTERS_A_MINUTE = 400
NOTHING_KEPT: Mapping[str, int] = MappingProxyType({})

NO_BREAK_SPACE = "\u00a0"
READING_TIME = Phrase("约 {minutes} 分钟", "about {minutes} min")
RESTORED = Phrase("文字由镜像还原，个别字可能有误。", "Restored from a mirror copy; some characters may be wrong.")
GUESSED = Phrase("未能识别网页版式，正文为自动提取。", "The page's layout is unknown; its text was picked out by rule.")
INCOMPLETE = Phrase("这篇文章不完整，尚缺一部分。", "This article is incomplete; a part of it is missing.")
LOSSY = Phrase("有些字无法解码，显示为 �。", "Some characters could not be decoded and are shown as �.")
DOUBTED = Phrase("网页上还有别的文字，正文可能不止这些。", "The page holds more words; the text may go on.")
NO_TEXT = Phrase("这篇文章没有正文。", "This article has no text.")
ATTACHMENTS = Phrase("附件", "Attachments")
CONTACTS = Phrase("邮箱", "Mail addresses")
KEPT_FILE = Phrase("{size} 已存", "{size}, kept")
RELATED = Phrase("相关文章", "Related articles")
PREVIOUS = Phrase("上一篇：", "Previous: ")
NEXT = Phrase("下一篇：", "Next: ")
NEAR = Phrase("内容相近", "More like this")
NOTES = Phrase("笔记", "Notes")
ON_PASSAGE = Phrase("“{passage}”：{text}", "“{passage}”: {text}")
PASSAGE_GONE = Phrase("“{passage}”（原文里已经没有这一段）{text}", "“{passage}” (gone from the article) {text}")
SHORT = 24
"""Characters of a passage by which its note tells which it is."""
REVISED = Phrase("这篇文章有修订", "This article was revised")


class Position(NamedTuple):
    """A position in the text of a sheet: a block, and an offset into its `block_text`."""

    block: int
    offset: int


TOP = Position(0, 0)


class ShownBlocks(Sequence[Block]):
    """Blocks with every text as `show` gives it; each is changed when it is looked at first, for there may be many."""

    def __init__(self, blocks: Sequence[Block], show: Callable[[str], str]) -> None:
        self._blocks, self._show = blocks, show
        self._shown: dict[int, Block] = {}

    def __len__(self) -> int:
        return len(self._blocks)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | Sequence[Block]:
        if isinstance(index, slice):
            return [self[number] for number in range(len(self))[index]]
        if index not in self._shown:
            self._shown[index] = with_texts(self._blocks[index], self._show)
        return self._shown[index]


@dataclass(frozen=True)
class Sheet:
    """Blocks to read; `roles` names the look of those which are not of the text itself.

    The text itself are the `count` blocks from `first` on. Positions in it are saved as positions in the article, so
    that they mean the same whatever stands around it. Where what is shown differs from the source in its
    characters (never in their number), `source` holds the blocks as they were. The last `added` blocks are not the
    page's: nothing is found in them.
    """

    blocks: Sequence[Block] = ()
    roles: tuple[str | None, ...] = ()
    first: int = 0
    count: int = 0
    source: Sequence[Block] | None = None
    added: int = 0

    def with_near(self, near: Sequence[Link], language: Language) -> "Sheet":
        """Add links to what is near the article, behind all else; there is nothing to add without any."""
        if not near:
            return self
        added = (TextBlock("heading", NEAR.say(language), level=2), _links(near))
        return replace(self, blocks=(*self.blocks, *added), roles=(*self.roles, "heading", "related"), added=len(added))

    def with_notes(self, notes: Sequence[str], language: Language) -> "Sheet":
        """Add the user's notes behind the article's own text, a paragraph each."""
        if not notes:
            return self
        added = [TextBlock("heading", NOTES.say(language), level=2), *(TextBlock("heading", note) for note in notes)]
        end = self.first + self.count
        blocks, roles = ((*self.blocks,), self.roles)
        return replace(
            self,
            blocks=(*blocks[:end], *added, *blocks[end:]),
            roles=(*roles[:end], "heading", *["note"] * len(notes), *roles[end:]),
        )

    def shown(self, show: Callable[[str], str]) -> "Sheet":
        """Give the sheet with every text as `show` gives it, which is as long as it was."""
        return replace(self, blocks=ShownBlocks(self.blocks, show), source=self.source or self.blocks)

    @cached_property
    def pictures(self) -> list[tuple[int, ImageBlock]]:
        """The pictures with their blocks."""
        numbers = (number for number, block in enumerate(self.source or self.blocks) if isinstance(block, ImageBlock))
        shown = ((number, self.blocks[number]) for number in numbers)
        return [(number, block) for number, block in shown if isinstance(block, ImageBlock)]

    @cached_property
    def _first_level(self) -> int:
        """The level of the text's main headings, whichever its page uses for them."""
        blocks = (self.source or self.blocks)[self.first : self.first + self.count]
        levels = (block.level for block in blocks if isinstance(block, TextBlock) and block.kind == "heading")
        return min((level for level in levels if level), default=0)

    def is_subheading(self, block: int) -> bool:
        """Tell whether a block is a heading below the main ones."""
        heading = (self.source or self.blocks)[block]
        return isinstance(heading, TextBlock) and heading.level > self._first_level > 0

    def source_text(self, block: int) -> str:
        """Give the text of a block as it is in the article."""
        return block_text((self.source or self.blocks)[block])

    def quotable(self, block: int, start: int, end: int) -> str:
        """Give a part of the text of a block as it is quoted from the article: lists with their numbers."""
        return quotable((self.source or self.blocks)[block], start, end)

    def in_article(self, position: Position) -> Position:
        """Turn a position of the sheet into one of the article: what stands before its text is its beginning.

        All of a picture is one position, that of its caption's beginning.
        """
        return Position(position.block - self.first, max(position.offset, 0)) if position.block >= self.first else TOP

    def of_article(self, block: int, offset: int) -> Position:
        """Turn a position of the article into one of the sheet: its beginning is the top, with the title."""
        if (block, offset) <= (0, 0):
            return TOP
        block += self.first
        if offset == 0 and block < len(self.blocks) and isinstance(self.blocks[block], ImageBlock):
            offset = PICTURE_TOP
        return Position(block, offset)


def article_sheet(
    article: Article, language: Language, *, revised: bool = False, sizes: Mapping[str, int] = NOTHING_KEPT
) -> Sheet:
    """Put an article's sheet together; `revised` says that the site has changed its text.

    `sizes` has those of the attachments that are kept, by their addresses.
    """
    sheet: list[tuple[Block, str | None]] = [(_line(article.title), "title"), (_facts(article, language), "facts")]
    if revised:
        sheet.append((_line(REVISED.say(language)), "facts"))
    notices = [
        (article.mirror, RESTORED),
        (article.extraction == "density", GUESSED),
        (not article.complete, INCOMPLETE),
        (article.has_losses, LOSSY),
        (article.doubt not in {None, LOST_CHARACTERS} and article.complete and bool(article.blocks), DOUBTED),
        (not article.blocks, NO_TEXT),
    ]
    if due := [phrase.say(language) for is_due, phrase in notices if is_due]:
        sheet.append((_line(" ".join(due)), "notice"))
    first = len(sheet)

    sheet += [(with_texts(block, clean_for_screen), None) for block in article.blocks]
    count = len(sheet) - first

    if article.attachments:
        sheet.append((TextBlock("heading", ATTACHMENTS.say(language), level=2), "heading"))
        sheet.append((_files(article.attachments, sizes, language), "related"))
    if contacts := unshown_contacts(article.blocks):
        sheet.append((TextBlock("heading", CONTACTS.say(language), level=2), "heading"))
        sheet.append((_contacts(contacts), "related"))
    if article.related:
        sheet.append((TextBlock("heading", RELATED.say(language), level=2), "heading"))
        sheet.append((_links(article.related), "related"))
    for label, link in ((PREVIOUS, article.previous), (NEXT, article.next)):
        if link is not None:
            sheet.append((_line(link.title, link, label=label.say(language)), "related"))
    blocks, roles = zip(*sheet, strict=True)
    return Sheet(blocks, roles, first, count)


def _files(attachments: Sequence[Attachment], sizes: Mapping[str, int], language: Language) -> ListBlock:
    items = []
    for number, each in enumerate(attachments, 1):
        kept = KEPT_FILE.say(language, size=size(sizes[each.href])) if each.href in sizes else ""
        note = "  ".join(filter(None, (each.kind.upper(), kept)))
        line = _line(numbered(each.name.strip()), Link(each.name, each.href), note)
        items.append(ListItem(line.text, line.spans, number=number))
    return ListBlock(True, tuple(items))


def _contacts(contacts: Sequence[Contact]) -> ListBlock:
    lines = (_line(numbered(each.words), Link(each.words, each.href), each.address) for each in contacts)
    return ListBlock(True, tuple(ListItem(line.text, line.spans, number=at) for at, line in enumerate(lines, 1)))


def _links(links: Sequence[Link]) -> ListBlock:
    items = (_line(link.title, link, link.published or "") for link in links)
    return ListBlock(False, tuple(ListItem(item.text, item.spans) for item in items))


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


def note_lines(text: str, passage: str, language: Language, *, is_gone: bool) -> list[str]:
    """Give a note as it stands below the text: a passage is told by its beginning; "" is all of the article."""
    lines = [clean_line(line) for line in text.splitlines() if line.strip()]
    if not passage or not (lines or is_gone):
        return lines
    short = clean_line(passage)
    short = f"{short[:SHORT]}……" if len(short) > SHORT else short
    phrase = PASSAGE_GONE if is_gone else ON_PASSAGE
    return [phrase.say(language, passage=short, text=lines[0] if lines else ""), *lines[1:]]


def _line(text: str, link: Link | None = None, note: str = "", *, label: str = "") -> TextBlock:
    """Make a block of a text that is not the article's; as a kind, headings are set without an indent."""
    text, label = clean_line(text), clean_line(label)
    spans = (Span(len(label), len(label) + len(text), "link", link.url),) if link else ()
    return TextBlock("heading", label + text + (f"  {clean_line(note)}" if note else ""), spans)


def with_texts(block: Block, change: Callable[[str], str]) -> Block:
    """Give a block with every text changed; each must stay as long as it is, for the spans count in it."""
    match block:
        case TextBlock():
            text = change(block.text)
            return block if text is block.text else TextBlock(block.kind, text, block.spans, block.level, block.media)
        case ImageBlock():
            alt, caption = change(block.alt), change(block.caption)
            is_same = alt is block.alt and caption is block.caption
            return block if is_same else replace(block, alt=alt, caption=caption)
        case ListBlock():
            texts = _changed([item.text for item in block.items], change)
            return replace(block, items=tuple(map(_with_text, block.items, texts)))
        case TableBlock():
            cells = iter(_changed([cell for row in block.rows for cell in row], change))
            rows = tuple(tuple(islice(cells, len(row))) for row in block.rows)
            links = tuple(replace(link, text=change(link.text)) for link in block.links)
            return replace(block, rows=rows, links=links)


def _changed(texts: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """Change many texts as one, parted by blanks: which is how long they are, and takes a fraction of the time."""
    changed, at = change(" ".join(texts)), 0
    result: list[str] = []
    for text in texts:
        part = changed[at : at + len(text)]
        result.append(text if part == text else part)
        at += len(text) + 1
    return result


def _with_text(item: ListItem, text: str) -> ListItem:
    return item if text is item.text else ListItem(text, item.spans, item.level, item.number)
