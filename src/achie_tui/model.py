"""What the program talks about: categories, headlines, articles and the blocks they are made of.

Everything here is frozen and does no input or output. Addresses of the site are kept as *paths*
(`/news/gxq/2025092521951.html`, `/plus/view.php?aid=22054`): relative to the base URL, so that a mirror
or a move of the site sees the same articles. A `url`, `href` or `src` is such a path where it is the site's own,
else an absolute http(s) URL; the `href` of a text may also be `mailto:` and an address, as `site.mail` writes it.
Times the site gives are strings `YYYY-MM-DD` or `YYYY-MM-DD HH:MM` in the site's own time; an unknown one is None,
never "".
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

SpanStyle = Literal["strong", "emphasis", "link", "superscript", "subscript", "deleted", "inserted"]
TextKind = Literal["paragraph", "heading", "quote", "caption", "attribution", "preformatted", "embed"]
Media = Literal["video", "audio", "document", "page"]
Extraction = Literal["selector", "anchor", "density", "template"]

LOST_CHARACTERS = "characters that could not be decoded"
"""The doubt of a text that holds U+FFFD, where nothing else speaks for its not being whole."""
REPLACEMENT = "\ufffd"

# A word behind a number sign, where that does not stand in an address or among signs of its kind; a number is none.
_TAG = re.compile(r"(?<![0-9A-Za-z_/&#＃])[#＃](?![\d/_-]+(?![\w/-]))([\w][\w/-]*)")


@dataclass(frozen=True, slots=True)
class Span:
    """A styled run of a text: offsets in code points, `href` where it is a link."""

    start: int
    end: int
    style: SpanStyle
    href: str | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph or one of its relatives; `level` (1 to 6) is a heading's and 0 elsewhere.

    Raised and lowered characters stand in the text as such (`10⁶`, else `^x`); preformatted text holds line breaks. An
    embedded video or document is its title, "" where it has none, of kind `media`, and leads to `href`.
    """

    kind: TextKind
    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    media: Media | None = None

    @property
    def href(self) -> str | None:
        """Where the text leads, of an embedded thing."""
        return next((span.href for span in self.spans if span.style == "link"), None)


@dataclass(frozen=True, slots=True)
class ImageBlock:
    """A picture; `width` and `height` in pixels where the page states them."""

    src: str
    alt: str = ""
    caption: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class CellLink:
    """A link in a cell of a table, by row and column from 0; `text` is the part of the cell's text that leads there."""

    row: int
    column: int
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A data table laid out as a grid: a spanning cell's text stands in its first cell, "" in the others."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 0
    links: tuple[CellLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: `level` counts the lists around its own, `number` is what the page shows (bullet: None)."""

    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list, lists inside it included; `start` is its first number."""

    ordered: bool
    items: tuple[ListItem, ...]
    start: int = 1

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The number of each item, None for a bullet; an ordered list of which none is known counts from its start."""
        own = tuple(item.number for item in self.items)
        if self.ordered and all(number is None for number in own):
            return tuple(range(self.start, self.start + len(own)))
        return own


Block: TypeAlias = TextBlock | ImageBlock | TableBlock | ListBlock


def texts_of(block: Block) -> tuple[str, ...]:
    """Give all texts that a block shows."""
    match block:
        case TextBlock():
            return (block.text,)
        case ImageBlock():
            return block.alt, block.caption
        case TableBlock():
            return tuple(cell for row in block.rows for cell in row)
        case ListBlock():
            return tuple(item.text for item in block.items)


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the site: `path` is its first listing page, `slug` the last part of that path."""

    name: str
    path: str
    slug: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page."""

    title: str
    url: str
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article links: its address, the name it is linked by, and its kind by its ending ("pdf")."""

    href: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a listing page, as the page gives it; the title may be cut short by the engine."""

    path: str
    title: str
    published: str | None = None
    summary: str | None = None
    source: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a category's listing, in the site's order.

    `page` counts from 1; `pages` and `total` are what the pager says, None where it does not.
    `next` and `template` are paths: the following page, and the address form of page n with `{page}` in it.
    `complete` is False where only a part of the page came.
    """

    rows: tuple[Row, ...]
    page: int = 1
    pages: int | None = None
    total: int | None = None
    next: str | None = None
    template: str | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the site shows it, all of its pages joined.

    `id` is the engine's article number where the address holds one. `complete` is False while pages are
    missing or the page was cut short. `extraction` says how the body was found; `mirror` that the text was
    restored from a garbled mirror copy. `doubt` says why the text may not be whole, None where nothing speaks for that.
    """

    path: str
    id: int | None
    title: str
    category: str | None
    breadcrumb: tuple[str, ...]
    source: str | None
    author: str | None
    published: str | None
    attribution: str | None
    blocks: tuple[Block, ...]
    related: tuple[Link, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    pages: int = 1
    complete: bool = True
    extraction: Extraction = "selector"
    mirror: bool = False
    doubt: str | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of its text is here: a page without any may be an empty one, or one that failed to be read."""
        return self.complete and bool(self.blocks)

    @property
    def has_losses(self) -> bool:
        """Whether some of its bytes could not be decoded."""
        return REPLACEMENT in self.title or any(
            REPLACEMENT in text for block in self.blocks for text in texts_of(block)
        )


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as a list shows it, with the user's marks; `cached` says that it reads offline.

    `progress` is how far it was read, in percent, where it was begun and not finished; 0 elsewhere.
    `key` is the library's own number of it, good within one library only.
    """

    key: int
    path: str
    id: int | None
    title: str
    category: str | None
    published: str | None
    summary: str | None
    source: str | None
    read: bool = False
    starred: bool = False
    later: bool = False
    cached: bool = False
    progress: int = 0


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """A category with how many of its articles are known, kept for offline reading, unread, and new since a time.

    `refreshed` is when it was last fetched, in seconds since the epoch, None for never.
    """

    category: Category
    articles: int
    cached: int
    unread: int
    new: int = 0
    refreshed: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article's text, as it was when it was marked, and where it stood.

    `before` and `after` are what stood around it. `block` is the block in which it began, and `offset` where in that
    (both of 0 on; offsets count in `typeset.document.block_text`); what it has of further blocks follows after a
    newline each. `rival` says, in percent, how like it was what was most like it elsewhere in the article: 100 where
    the same words stood there too, or where nobody has looked.
    """

    quotation: str
    before: str = ""
    after: str = ""
    block: int = 0
    offset: int = 0
    rival: int = 100


@dataclass(frozen=True, slots=True)
class Note:
    """What the user wrote on an article, or marked in it: a highlight is a note on a passage, and may have no text.

    `id` is its own on all machines, `created` and `changed` are in seconds since the epoch. One that is `deleted` is
    kept so that other machines hear of that.
    """

    id: str
    path: str
    passage: Passage | None
    text: str
    colour: str
    created: float
    changed: float
    deleted: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags in its text (see `tags_in`)."""
        return tags_in(self.text)


def tags_in(text: str) -> tuple[str, ...]:
    """Give the tags in a text (`#土地`, `#产业/政策`), each once, without the sign."""
    return tuple(dict.fromkeys(tag.rstrip("/-") for tag in _TAG.findall(text)))
