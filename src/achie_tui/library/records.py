"""What the library is asked for and gives back, beyond the model."""

from dataclasses import dataclass
from typing import Literal

from achie_tui.model import Article

Order = Literal["newest", "oldest", "unread", "title"]
"""How articles can be ordered, besides the order that is a view's own: titles by the readings of their characters."""


@dataclass(frozen=True, slots=True)
class View:
    """A choice of articles: those of a category's listing (by its path; None: all), narrowed by marks.

    `unfinished` leaves those begun and not read to their end, `since` (seconds since the epoch) those that were new
    after that. `order` is another order than the view's own, if there is one.
    """

    category: str | None = None
    unread: bool = False
    starred: bool = False
    later: bool = False
    unfinished: bool = False
    since: float | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many articles are known, and of these unread, starred, to be read later, kept for offline reading.

    `unfinished` counts those begun and not read to their end, `new` those that came since a time.
    """

    articles: int
    unread: int
    starred: int
    later: int
    cached: int
    unfinished: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept article: when its page was fetched (seconds since the epoch), the parser's version, and its history.

    `revised` says that the site changed the text since it was first kept; `Library.former` gives what it was.
    `knowledge` is the revision of what was known of the site's templates when it was read.
    """

    article: Article
    fetched: float
    parser: int
    revised: bool
    knowledge: int = 0


@dataclass(frozen=True, slots=True)
class RawPage:
    """A raw page as it was fetched, unpacked, with the validators for asking again (`fetched` as in Kept)."""

    path: str
    body: bytes
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched: float


@dataclass(frozen=True, slots=True)
class ListingState:
    """How far a category's listing is known.

    Pages 1 to `pages_known` were saved without a gap (0: none); `next` is the path after the last of them.
    `pages`, `total` and `template` are what the site said last, None where it never did.
    """

    pages_known: int = 0
    pages: int | None = None
    total: int | None = None
    template: str | None = None
    next: str | None = None
